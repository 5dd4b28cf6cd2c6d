// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain.recipe - brings a VM to the recipe that it is nearest to, and that this host can have
 *
 * What is wrong, and how it is mended, the recipes' own rows know (facts/recipe/recipe_rows.c); here they become edits of
 * a libvirt domain. What an installed guest may not survive (another machine type, another firmware) or nobody but its owner can
 * decide stays a sentence.
 */
#include <string.h>

#include "facts/host/claim.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/recipe/occupant.h"
#include "facts/recipe/qemu_vm.h"
#include "fixes/domain/area.h"
#include "fixes/domain/edits_private.h"

#define IN_THE_WAY                                                                                 \
	"/domain/devices/*/address[@type='pci' and @domain='0x0000' and @bus='0x00' and @slot='0x02']"

/* The iGPU at 00:02.0; whatever stands there goes to a free slot, all functions of it. */
static bool fix_address(const struct igd_edits *edits)
{
	static const char *const place[][2] = { { "type", "pci" }, { "domain", "0x0000" },
		{ "bus", "0x00" }, { "slot", "0x02" }, { "function", "0x0" } };
	struct igd_occupant occupant = igd_occupant_find(edits->host, edits->vm, edits->igpu);
	size_t i;

	if (occupant.functions && !occupant.free_slot)
		return false;
	if (occupant.functions)
		igd_edits_do(edits, IGD_DOMAIN_SET,
			igd_host_print(edits->host, "0x%02x", occupant.free_slot),
			IN_THE_WAY "/@slot");
	for (i = 0; i < sizeof(place) / sizeof(*place); i++)
		igd_edits_do(edits, IGD_DOMAIN_SET, place[i][1], "%s/address/@%s", edits->device,
			place[i][0]);
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, "%s/address/@multifunction", edits->device);
	return true;
}

/* No emulated display, nor what libvirt refuses without SPICE (libvirt 11.3 src/qemu/qemu_validate.c). */
static bool fix_display(const struct igd_edits *edits)
{
	static const char *const places[] = { "/domain/devices/video", "/domain/devices/graphics",
		"/domain/devices/channel[@type='spicevmc']",
		"/domain/devices/redirdev[@type='spicevmc']",
		"/domain/devices/audio[@type='spice']" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, "%s", places[i]);
	igd_edits_do(
		edits, IGD_DOMAIN_ADD, "<video><model type='none'/></video>", "/domain/devices");
	return true;
}

static bool fix_rom_bar(const struct igd_edits *edits)
{
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, "%s/rom/@bar | %s/rom/@enabled", edits->device,
		edits->device);
	return true;
}

static bool fix_hypervisor(const struct igd_edits *edits)
{
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL,
		"/domain/cpu/feature[@name='hypervisor' and @policy='disable']");
	return true;
}

/* rom.present says so as well where the VM boots OVMF, and has a fix of its own. */
static bool leave_to_rom_install(const struct igd_edits *edits)
{
	return edits->vm->firmware.kind == IGD_VM_OVMF;
}

static const struct {
	const char *id;
	bool (*fix)(const struct igd_edits *edits);
} rows[] = {
	{ "address", fix_address },
	{ "display", fix_display },
	{ "rom-bar", fix_rom_bar },
	{ "hypervisor", fix_hypervisor },
	{ "rom", leave_to_rom_install },
	{ "rom-linux", leave_to_rom_install },
};

/* libvirt's bools are "true" and "false" (recipe_mend.c). */
static bool set(const struct igd_edits *edits, const struct igd_mend *mend)
{
	const char *value = mend->value;

	if (strcmp(mend->type, "bool") == 0)
		value = strcmp(value, "on") == 0 ? "true" : "false";
	return igd_edits_set_property(edits, mend->name, mend->type, value);
}

static bool mend_row(const struct igd_edits *edits, const struct igd_deviation *deviation)
{
	const struct igd_recipe_rule *rule = deviation->rule;
	const char *name = rule->mend.name;
	size_t i;

	if (!edits->is_editable || !edits->device)
		return false;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(rows[i].id, rule->id) == 0)
			return rows[i].fix(edits);
	if (rule->mend.kind == IGD_MEND_SET)
		return set(edits, &rule->mend);
	if (rule->mend.kind == IGD_MEND_TEXT)
		return false;
	if (!name && rule->name)
		name = rule->name(&igd_qemu_vm(edits->host)->it);
	return name && igd_edits_drop_property(edits, name);
}

static void mend_recipe(const struct igd_edits *edits)
{
	const struct igd_recipe_comparison *comparison = igd_recipe_get(edits->host);
	const struct igd_recipe_fit *fit;
	size_t i;

	if (!comparison)
		return;
	fit = &comparison->fits[comparison->advised];
	for (i = 0; i < fit->count; i++)
		if (!fit->deviations[i].is_open && !mend_row(edits, &fit->deviations[i]))
			igd_edits_by_hand(edits, fit->deviations[i].mend);
}

/* Something else that is to be at 00:02.0 as well, which is no row of a recipe. */
static void mend_address(const struct igd_edits *edits)
{
	struct igd_occupant occupant = igd_occupant_find(edits->host, edits->vm, edits->igpu);

	if (igd_recipe_is_at_2(edits->vm, edits->igpu) != IGD_VM_YES || !occupant.name)
		return;
	if (edits->is_editable && edits->device && occupant.free_slot) {
		igd_edits_do(edits, IGD_DOMAIN_SET,
			igd_host_print(edits->host, "0x%02x", occupant.free_slot),
			IN_THE_WAY
			"[not(parent::hostdev/source/address[@bus='0x00' and @slot='0x02'])]"
			"/@slot");
		return;
	}
	igd_edits_by_hand(
		edits, igd_occupant_remedy(edits->host, edits->vm, edits->igpu, &occupant));
}

/* What opregion.vm and gms.vm say beyond the recipes' rows. */
static void mend_properties(const struct igd_edits *edits)
{
	const struct igd_qemu_vm *qemu = igd_qemu_vm(edits->host);

	if (!qemu || !edits->is_editable || !edits->device)
		return;
	if (qemu->outcome.opregion == IGD_OPREGION_REFUSED)
		igd_edits_drop_property(edits, "x-igd-legacy-mode");
	if (qemu->outcome.opregion == IGD_OPREGION_IS_OFF ||
		qemu->outcome.opregion == IGD_OPREGION_NOT_ASKED ||
		qemu->outcome.opregion == IGD_OPREGION_REFUSED)
		igd_edits_set_property(edits, "x-igd-opregion", "bool", "true");
	if (qemu->outcome.stolen == IGD_STOLEN_ZERO)
		igd_edits_set_property(edits, "x-igd-gms", "unsigned", "2");
	if (qemu->outcome.stolen == IGD_STOLEN_FATAL ||
		qemu->outcome.stolen == IGD_STOLEN_BAD_VALUE ||
		qemu->outcome.stolen == IGD_STOLEN_IGNORED)
		igd_edits_drop_property(edits, "x-igd-gms");
}

/*
 * As vm.managed has it: with vfio-pci there from boot on, managed='yes' does nothing. Before vfio-pci is told to take the iGPU, the
 * VM needs it to start at all (libvirt docs/formatdomain.rst "Host device assignment"). Between the two, until the reboot, libvirt
 * would give the iGPU back to i915 when the VM ends; with managed='no' the VM rather does not start, or `up` binds vfio-pci.
 */
static void mend_managed(const struct igd_edits *edits)
{
	const struct igd_igpu *igpu = igd_igpu_get(edits->host);
	const char *driver = igpu ? igd_pci_driver(edits->host, igpu->address) : NULL;
	enum igd_claim_kind claim;

	if (!edits->is_editable || !edits->device || edits->igpu->is_managed != IGD_VM_YES)
		return;
	claim = igd_claims_get(edits->host)->vfio.kind;
	if (claim != IGD_CLAIM_IDS && claim != IGD_CLAIM_OVERRIDE)
		igd_edits_by_hand(edits,
			"let vfio-pci have the iGPU from boot on (see driver.early); until then the VM needs its "
			"`managed='yes'`, after that it does no harm");
	else if (!driver || strcmp(driver, "vfio-pci") != 0)
		igd_edits_do(edits, IGD_DOMAIN_SET, "no", "%s/@managed", edits->device);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	struct igd_edits edits;

	if (!igd_edits_begin(host, ret, &edits))
		return;
	if (!edits.igpu) {
		igd_change_decline(ret, "the VM %s is not given the iGPU", edits.vm->name);
		return;
	}
	mend_recipe(&edits);
	mend_address(&edits);
	mend_properties(&edits);
	mend_managed(&edits);
}

const struct igd_fix igd_fix_domain_recipe = {
	.id = "domain.recipe",
	.title = "Edit the VM's definition towards the recipe that it is nearest to",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
