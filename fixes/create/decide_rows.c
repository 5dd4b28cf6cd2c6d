// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide_rows - what of QEMU's properties the iGPU is given: as the recipes' own rows have it
 *
 * What is written so far is read back as any other VM is, and compared with the recipe; a row that is broken says by which property
 * it is mended, as it does to the fix domain.recipe. Then again, since one property may call for another.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "fixes/create/create_private.h"

#define MAX_ROUNDS 4u

int igd_create_model(const struct igd_create *create, struct igd_vm *ret, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	igd_create_write(create, &text);
	return igd_vm_parse_libvirt(text.text, text.size, ret, reterr);
}

static bool set(struct igd_create *create, const struct igd_create_property *property)
{
	size_t i;

	for (i = 0; i < create->property_count; i++) {
		if (strcmp(create->properties[i].name, property->name) == 0)
			return false;
	}
	if (create->property_count == IGD_CREATE_MAX_PROPERTIES)
		return false;
	create->properties[create->property_count++] = *property;
	return true;
}

static bool drop(struct igd_create *create, const char *name)
{
	size_t i;

	for (i = 0; i < create->property_count; i++) {
		if (strcmp(create->properties[i].name, name) != 0)
			continue;
		create->properties[i] = create->properties[--create->property_count];
		return true;
	}
	return false;
}

/* Every QEMU that is of use here has it, so it is set also where only some need it. */
static bool is_harmless(const struct igd_deviation *deviation)
{
	return strcmp(deviation->rule->id, "opregion") == 0;
}

/* Returns whether anything of it was mended. libvirt's bools are "true" and "false" (facts/recipe/recipe_mend.c). */
static bool mend(struct igd_create *create, const struct igd_deviation *deviation)
{
	const struct igd_mend *how = &deviation->rule->mend;
	struct igd_create_property property = { how->name, how->type, how->value };

	if (deviation->is_open && !is_harmless(deviation))
		return false;
	if (how->kind == IGD_MEND_DROP && how->name)
		return drop(create, how->name);
	if (how->kind != IGD_MEND_SET)
		return false;
	if (strcmp(how->type, "bool") == 0)
		property.value = strcmp(how->value, "on") == 0 ? "true" : "false";
	return set(create, &property);
}

/* Texts begin small. */
static const char *sentence(struct igd_host *host, const char *clause)
{
	return igd_host_print(
		host, "%c%s", toupper((unsigned char)*clause), *clause ? clause + 1 : "");
}

/* Of what cannot be told, only this asks something of a person. */
static void tell_open(struct igd_create *create, const struct igd_deviation *deviation)
{
	if (strcmp(deviation->rule->id, "rom") != 0)
		return;
	igd_create_note(create,
		"It is not known %s. Without, QEMU says `Device has no ROM` and leaves its legacy mode off, and SeaBIOS has no "
		"video BIOS to run: the screen stays dark.",
		deviation->what);
	igd_create_chore(create,
		"Should the screen stay dark, give the iGPU a ROM with its video BIOS: %s; or make the VM anew with "
		"`--recipe upt`.",
		deviation->mend);
}

static void tell(struct igd_create *create, const struct igd_recipe_fit *fit)
{
	size_t i;

	for (i = 0; i < fit->count; i++) {
		const struct igd_deviation *deviation = &fit->deviations[i];

		if (deviation->is_open) {
			tell_open(create, deviation);
			continue;
		}
		igd_create_note(create, "%s: %s.", sentence(create->host, deviation->what),
			deviation->consequence);
		if (!igd_starts_with(deviation->rule->id, "rom"))
			igd_create_chore(create, "%s.", sentence(create->host, deviation->mend));
	}
}

/* Where igd-doctor makes none for this iGPU. */
static void tell_rom(struct igd_create *create)
{
	if (!create->rom && create->is_uefi)
		igd_create_chore(create,
			"Give the iGPU a ROM: `igd-doctor explain rom.fits` says where ROMs come from, `igd-doctor fix "
			"rom.install --vm %s --rom FILE` installs one.",
			create->name);
}

/* One round; returns whether anything was mended. Without, what is left is told. */
static bool improve(struct igd_create *create, const struct igd_vm *vm)
{
	struct igd_recipe_case it = { .vm = vm,
		.hostdev = igd_vm_hostdev(vm, create->igpu->address),
		.igpu = create->igpu,
		.version = create->is_qemu_known ? &create->qemu : NULL };
	IGD_AUTOFREE struct igd_recipe_comparison *comparison = igd_zalloc(sizeof(*comparison));
	const struct igd_recipe_fit *fit = &comparison->fits[create->recipe];
	bool is_mended = false;
	size_t i;

	if (!it.hostdev)
		return false;
	igd_recipe_compare(create->host, &it, comparison);
	for (i = 0; i < fit->count; i++)
		is_mended |= mend(create, &fit->deviations[i]);
	if (!is_mended)
		tell(create, fit);
	return is_mended;
}

int igd_create_by_rows(struct igd_create *create, struct igd_error *reterr)
{
	bool is_mended = create->igpu->model != NULL;
	unsigned round;

	for (round = 0; is_mended && round < MAX_ROUNDS; round++) {
		struct igd_vm vm;
		int error = igd_create_model(create, &vm, reterr);

		if (error)
			return error;
		is_mended = improve(create, &vm);
		igd_vm_done(&vm);
	}
	tell_rom(create);
	return 0;
}
