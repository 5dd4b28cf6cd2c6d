// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide_rom - the iGPU's ROM: the one that is named, if it is of use to this VM, else igd-doctor's own
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "facts/qemu/rom_given.h"
#include "facts/recipe/rom_recipe.h"
#include "fixes/apply/own_rom.h"
#include "fixes/create/create_private.h"

/* In every distribution libvirt lets QEMU read it: fixes/rom/install.c. */
#define ROM_FOLDER "/usr/share/vgabios/"

static const char own_instead[] = "Without `--rom` the VM gets igd-doctor's own";

/* libvirt's AppArmor profile of a VM lets it read these (libvirt 11.3 src/security/apparmor/libvirt-qemu). */
static bool may_stay(const char *path)
{
	static const char *const folders[] = { ROM_FOLDER, "/usr/share/kvm/", "/usr/share/qemu/",
		"/usr/share/seabios/" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (igd_starts_with(path, folders[i]))
			return true;
	}
	return false;
}

/* Letters that a shell or libvirt would take for something else become '_', as fixes/rom/install.c has it. */
static const char *target_of(struct igd_create *create, const char *source)
{
	IGD_AUTOFREE char *name = igd_strdup(igd_basename(source));
	size_t i;

	if (may_stay(source))
		return source;
	for (i = 0; name[i]; i++)
		if ((!isalnum((unsigned char)name[i]) || (unsigned char)name[i] > 127) &&
			(!strchr("._-", name[i]) || (!i && name[i] == '.')))
			name[i] = '_';
	return igd_host_print(create->host, ROM_FOLDER "%s", name);
}

int igd_create_take_rom(struct igd_create *create, struct igd_error *reterr)
{
	const struct igd_rom_given *given = igd_rom_given_get(create->host);
	const struct igd_rom_fit *fit;

	if (given->state != IGD_ROM_READ)
		return igd_error_set(reterr, EBADMSG,
			"--rom: %s is no option ROM, or could not be read; `igd-doctor --rom FILE --only rom` says more",
			given->path ? given->path : "it");
	fit = igd_rom_given_fit(create->host);
	if (fit && fit->fit == IGD_FIT_NO)
		return igd_error_set(reterr, ENOTSUP, "--rom: %s does not fit this iGPU. %s %s",
			given->path, fit->why, own_instead);
	if (fit && fit->fit == IGD_FIT_UNKNOWN)
		igd_create_note(create, "Whether the ROM %s fits this iGPU cannot be told. %s",
			given->path, fit->why);
	create->rom_from = given->path;
	create->rom = target_of(create, given->path);
	return 0;
}

/* With the LPC bridge that the legacy recipe's rows see to (decide_rows.c). */
static enum igd_rom_kind kind_of(const struct igd_create *create, uint32_t contains)
{
	bool is_legacy = create->recipe == IGD_RECIPE_LEGACY;
	const struct igd_igpu_model *model = create->igpu->model;
	const struct igd_rom_use use = {
		.firmware = create->is_uefi ? IGD_VM_OVMF : IGD_VM_SEABIOS,
		.chipset = create->is_q35 ? IGD_VM_Q35 : IGD_VM_I440FX,
		.has_lpc = is_legacy,
		.is_legacy = is_legacy,
		.generation = model ? (int)model->generation : -1,
	};

	return igd_rom_kind(contains, &use);
}

/* Of a ROM that is not Intel's: what it is for; NULL: nothing in it says so. */
static const char *stranger_in(uint32_t contains)
{
	static const enum igd_rom_content strangers[] = { IGD_ROM_IPXE, IGD_ROM_AMD, IGD_ROM_NVIDIA,
		IGD_ROM_SEABIOS_VGA };
	size_t i;

	for (i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
		if (contains >> strangers[i] & 1)
			return igd_rom_content_name(strangers[i]);
	}
	return NULL;
}

static int judge_unknown(struct igd_create *create, uint32_t contains, struct igd_error *reterr)
{
	const char *stranger = stranger_in(contains);

	if (stranger)
		return igd_error_set(reterr, ENOTSUP,
			"--rom: %s is not for an Intel iGPU, but holds: %s. %s", create->rom_from,
			stranger, own_instead);
	igd_create_note(create,
		"Nothing in the ROM %s is known here, so it cannot be told what it does.",
		create->rom_from);
	return 0;
}

/* What rom.recipe would say of it in this VM. */
static int judge_named(struct igd_create *create, struct igd_error *reterr)
{
	uint32_t contains = igd_rom_contains(&igd_rom_given_get(create->host)->rom);
	enum igd_rom_kind kind = kind_of(create, contains);
	const struct igd_rom_kind_words *words = igd_rom_kind_words(kind);
	const struct igd_rom_fit *fit = igd_rom_given_fit(create->host);
	bool is_legacy = create->recipe == IGD_RECIPE_LEGACY;
	/* Made of the right parts, but perhaps for other models. */
	bool is_for_other = is_legacy && create->is_uefi && kind == IGD_ROM_SUITS && fit &&
			    !(fit->recipes & IGD_ROM_FOR_LEGACY);

	create->is_dark = create->is_uefi && (!is_legacy || kind != IGD_ROM_SUITS || is_for_other);
	if (is_for_other)
		igd_create_note(create, "Of the ROM %s: %s", create->rom_from, fit->why);
	if (kind == IGD_ROM_SUITS)
		return 0;
	if (kind == IGD_ROM_CANNOT_TELL)
		return judge_unknown(create, contains, reterr);
	if (words->severity == IGD_BLOCKER)
		return igd_error_set(reterr, ENOTSUP, "--rom: %s is of no use to this VM: %s. %s",
			create->rom_from, words->what, words->remedy ? words->remedy : own_instead);
	igd_create_note(create, "Of the ROM %s: %s.", create->rom_from, words->what);
	return 0;
}

static void tell_dark(struct igd_create *create)
{
	igd_create_chore(create,
		"%s give the iGPU a ROM with this board's own GOP driver: `igd-doctor rom --extract FIRMWARE`, `igd-doctor "
		"rom --build --add`, and `igd-doctor fix rom.install --vm %s --rom FILE`. igd-doctor's own ROM alone "
		"leaves the screen dark until the guest's driver runs%s.",
		create->iso_count ? "Before Windows can be installed, as that needs a picture,"
				  : "For a picture from power-on, which the legacy recipe is for,",
		create->name,
		create->iso_count
			? "; where it can be had (QEMU 10.1), `--recipe upt` has an emulated display to install by"
			: "");
}

/* At the place that fixes/rom/install.c has for it; of one that cannot be made, the recipe's rows tell. */
static void take_own(struct igd_create *create)
{
	IGD_AUTOTEXT struct igd_text rom = { 0 };
	struct igd_error error = { 0 };

	create->is_dark = true;
	if (igd_own_rom(create->host, &rom, &error) < 0) {
		igd_create_note(
			create, "igd-doctor makes no ROM for this iGPU: %s.", error.message);
		return;
	}
	create->rom_from = IGD_CHANGE_OWN_ROM;
	create->rom = igd_host_print(
		create->host, ROM_FOLDER "igd-doctor-%04x.rom", create->igpu->device);
	if (create->recipe == IGD_RECIPE_LEGACY)
		tell_dark(create);
}

int igd_create_by_rom(struct igd_create *create, struct igd_error *reterr)
{
	if (create->rom)
		return judge_named(create, reterr);
	if (create->is_uefi)
		take_own(create);
	return 0;
}
