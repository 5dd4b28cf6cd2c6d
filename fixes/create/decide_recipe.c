// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide_recipe - the recipe, and what follows from it: machine, firmware, display
 *
 * Of the firmware's images one is wanted that can do Secure Boot, as Windows 11 asks for, and has no keys, so that nothing is
 * refused; it needs SMM, which q35 alone has. That libvirt finds the image by `<os firmware='efi'>` and not this program
 * by a path has a reason: libvirt takes images in qcow2 only since 9.2, and with it changed what a template means that is
 * given beside a path (https://gitlab.com/libvirt/libvirt/-/issues/500); the features that choose among images are known since 7.2 and mean
 * the same in 9.0 and 11.3. What is looked for here is only that there is one to be found.
 */
#include <errno.h>
#include <string.h>

#include "facts/host/distribution.h"
#include "facts/qemu/descriptor.h"
#include "facts/qemu/rom_given.h"
#include "fixes/create/create_private.h"

/* libvirt NEWS.rst, v9.2.0 */
#define FIRST_QCOW2 9002u

static bool is_old(const struct igd_create *create)
{
	const struct igd_igpu_model *model = create->igpu->model;

	return model && model->generation >= 6 && model->generation <= 9;
}

/*
 * A host that booted by UEFI has no video BIOS of its iGPU's to pass on: the firmware's flash holds a GOP driver instead, which is in
 * no ROM (checks/rom/present.c). SeaBIOS then has nothing to run, but OVMF has igd-doctor's own ROM.
 */
static bool is_without_rom(const struct igd_create *create)
{
	return !create->rom && igd_host_has(create->host, "/sys/firmware/efi");
}

/* A ROM that SeaBIOS runs and OVMF does not. */
static bool is_video_bios(struct igd_host *host)
{
	const struct igd_rom_given *given = igd_rom_given_get(host);
	uint32_t contains = given->state == IGD_ROM_READ ? igd_rom_contains(&given->rom) : 0;

	return contains >> IGD_ROM_INTEL_VBIOS & 1 && !(contains >> IGD_ROM_ASSIGNMENT & 1);
}

static void take(struct igd_create *create, enum igd_recipe recipe)
{
	create->recipe = recipe;
	create->is_q35 = recipe == IGD_RECIPE_UPT;
	create->is_uefi = create->is_q35 || !is_old(create) || is_without_rom(create) ||
			  (create->rom && !is_video_bios(create->host));
	create->has_display = recipe == IGD_RECIPE_UPT && create->iso_count;
}

/* Whether this host can have it, with the QEMU that libvirt would start. */
static struct igd_recipe_chance chance_of(struct igd_create *create, enum igd_recipe recipe)
{
	struct igd_recipe_chance ret = { .answer = IGD_VM_UNKNOWN, .why = "" };
	struct igd_recipe_case it = { .igpu = create->igpu,
		.version = create->is_qemu_known ? &create->qemu : NULL };
	struct igd_vm vm;

	take(create, recipe);
	if (!create->igpu->model || igd_create_model(create, &vm, NULL) < 0)
		return ret;
	it.vm = &vm;
	it.hostdev = igd_vm_hostdev(&vm, create->igpu->address);
	if (it.hostdev)
		ret = igd_recipe_chance(create->host, &it, recipe);
	igd_vm_done(&vm);
	return ret;
}

static int refuse(
	const struct igd_recipe_chance *chance, enum igd_recipe recipe, struct igd_error *reterr)
{
	return igd_error_set(reterr, ENOTSUP,
		"the recipe %s cannot work on this host: %s. What would help: %s",
		igd_recipe_name(recipe), chance->why ? chance->why : "it is not known why",
		chance->mend ? chance->mend : "the other recipe");
}

static enum igd_recipe other_than(enum igd_recipe recipe)
{
	return recipe == IGD_RECIPE_UPT ? IGD_RECIPE_LEGACY : IGD_RECIPE_UPT;
}

/*
 * By generation: QEMU's legacy mode and SeaBIOS set up 6 to 9 by themselves, if the iGPU has a video BIOS; without, upt has an
 * emulated display to install by. What is newer needs a ROM either way.
 */
static enum igd_recipe usual_recipe(struct igd_create *create)
{
	if (!is_old(create))
		return IGD_RECIPE_UPT;
	if (is_without_rom(create) && chance_of(create, IGD_RECIPE_UPT).answer == IGD_VM_YES)
		return IGD_RECIPE_UPT;
	return IGD_RECIPE_LEGACY;
}

static int choose_recipe(struct igd_create *create, const char *wanted, struct igd_error *reterr)
{
	enum igd_recipe recipe = usual_recipe(create);
	struct igd_recipe_chance chance;

	if (wanted)
		recipe = strcmp(wanted, "legacy") == 0 ? IGD_RECIPE_LEGACY : IGD_RECIPE_UPT;
	chance = chance_of(create, recipe);
	if (chance.answer == IGD_VM_NO && wanted)
		return refuse(&chance, recipe, reterr);
	if (chance.answer == IGD_VM_NO) {
		if (chance_of(create, other_than(recipe)).answer == IGD_VM_NO)
			return refuse(&chance, recipe, reterr);
		igd_create_note(create, "The recipe is %s, as %s cannot work on this host: %s.",
			igd_recipe_name(other_than(recipe)), igd_recipe_name(recipe), chance.why);
	} else {
		take(create, recipe);
	}
	if (chance.answer == IGD_VM_UNKNOWN && chance.why && *chance.why)
		igd_create_note(create, "Whether the recipe %s can work here is not known: %s.",
			igd_recipe_name(recipe), chance.why);
	return 0;
}

/* As libvirt will write the machine type, of which descriptors have patterns; its version does not matter to any of them. */
static const char *machine_of(const struct igd_create *create)
{
	const char *chipset = create->is_q35 ? "pc-q35" : "pc-i440fx";

	return create->is_qemu_known ? igd_host_print(create->host, "%s-%u.%u", chipset,
					       create->qemu.major, create->qemu.minor)
				     : igd_host_print(create->host, "%s-9.0", chipset);
}

static const char *package_of(struct igd_host *host)
{
	switch (igd_distribution_get(host)->family) {
	case IGD_FAMILY_ARCH:
	case IGD_FAMILY_FEDORA:
	case IGD_FAMILY_ATOMIC:
	case IGD_FAMILY_VOID:
		return "edk2-ovmf";
	case IGD_FAMILY_SUSE:
		return "qemu-ovmf-x86_64";
	case IGD_FAMILY_GENTOO:
		return "sys-firmware/edk2-bin";
	case IGD_FAMILY_NIXOS:
		return "OVMF";
	case IGD_FAMILY_UNKNOWN:
	case IGD_FAMILY_DEBIAN:
	case IGD_FAMILY_PROXMOX:
	case IGD_FAMILY_ALPINE:
		break;
	}
	return "ovmf";
}

static int choose_firmware(struct igd_create *create, struct igd_error *reterr)
{
	struct igd_descriptor_wish wish = { .machine = machine_of(create),
		.has_secure_boot = create->is_q35,
		.may_be_qcow2 = !create->libvirt || create->libvirt >= FIRST_QCOW2 };
	struct igd_descriptor_found found = igd_descriptor_find(create->host, &wish);

	if (!found.path && wish.has_secure_boot) {
		wish.has_secure_boot = false;
		found = igd_descriptor_find(create->host, &wish);
	}
	if (found.missing)
		return igd_error_set(reterr, ENOPKG,
			"%s, which a firmware descriptor names, is not there: install the package that brings it again (%s)",
			found.missing, package_of(create->host));
	if (!found.path)
		return igd_error_set(reterr, ENOPKG,
			"there is no UEFI firmware for the machine %s: of %zu descriptors in /usr/share/qemu/firmware and "
			"/etc/qemu/firmware none is for it. Install OVMF: the package `%s`",
			wish.machine, found.count, package_of(create->host));
	create->has_secure_boot = wish.has_secure_boot;
	if (create->is_q35 && !create->has_secure_boot)
		igd_create_note(create,
			"This host's OVMF cannot do Secure Boot (%s), which Windows 11's Setup asks for.",
			found.code);
	return 0;
}

static void tell_display(struct igd_create *create)
{
	if (create->has_display)
		igd_create_note(create,
			"It has an emulated display to install by, over VNC on 127.0.0.1 (`virsh vncdisplay %s`). It may "
			"stay. To be rid of it once Windows runs on the iGPU: `virsh edit %s`, put `<video><model "
			"type='none'/></video>` in place of `<video>`, and take `<graphics>` away.",
			create->name, create->name);
	else if (create->is_dark)
		igd_create_note(create,
			"It has no emulated display: its picture comes out of the iGPU's own ports, and only once the guest's "
			"graphics driver runs.");
	else
		igd_create_note(create,
			"It has no emulated display, as the legacy recipe wants it: its picture comes out of the iGPU's own "
			"ports%s.",
			create->rom ? ", also while Windows is installed"
				    : ", from power-on if the iGPU has a video BIOS");
}

static void tell_firmware(struct igd_create *create)
{
	if (!create->is_uefi)
		igd_create_note(create,
			"It boots SeaBIOS, which with a video BIOS sets up an iGPU of this generation: good for Windows 10 and "
			"Linux; Windows 11 asks for UEFI and Secure Boot (`--recipe upt`).");
	else if (!create->has_secure_boot && !create->is_q35)
		igd_create_note(create,
			"It cannot do Secure Boot, which Windows 11's Setup asks for: OVMF can on q35 alone (`--recipe upt`). "
			"Windows 10 installs on it.");
}

int igd_create_by_recipe(struct igd_create *create, const struct igd_create_request *request,
	struct igd_error *reterr)
{
	int error = choose_recipe(create, request->recipe, reterr);

	if (!error)
		error = igd_create_by_rom(create, reterr);
	if (error)
		return error;
	tell_display(create);
	if (create->is_uefi)
		error = choose_firmware(create, reterr);
	if (!error)
		tell_firmware(create);
	return error;
}
