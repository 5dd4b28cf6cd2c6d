// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_matrix - what each QEMU does with an iGPU, as one table
 *
 * Read were QEMU 7.2.0, 8.2.2, 9.2.1, 10.0.13, 10.1.0, 10.2.2 and 11.0.3: hw/vfio/igd.c (igd_gen,
 * vfio_probe_igd_bar0_quirk, vfio_probe_igd_bar4_quirk, vfio_pci_igd_config_quirk, vfio_pci_igd_override_gms)
 * and hw/vfio/pci.c (the properties; what vfio_realize does about the OpRegion). No machine type of
 * hw/core/machine.c changes any of it.
 */
#include "facts/qemu/qemu_matrix.h"

#include <string.h>

#define NEVER 0

/* 7.2 and 8.2 igd_gen(): what is unknown is taken to be "compatible" with Broadwell. */
static const struct igd_qemu_rule rules_7_2[] = {
	{ 0x0fff, 0x0a84, 8 },
	{ 0xff00, 0x0000, -1 },
	{ 0xff00, 0x2500, -1 },
	{ 0xff00, 0x2700, -1 },
	{ 0xff00, 0x2900, -1 },
	{ 0xff00, 0x2a00, -1 },
	{ 0xff00, 0x2e00, -1 },
	{ 0xff00, 0x3500, -1 },
	{ 0xff00, 0xa000, -1 },
	{ 0xff00, 0x0100, 6 },
	{ 0xff00, 0x0400, 6 },
	{ 0xff00, 0x0a00, 6 },
	{ 0xff00, 0x0c00, 6 },
	{ 0xff00, 0x0d00, 6 },
	{ 0xff00, 0x0f00, 6 },
	{ 0, 0, 8 },
};

static const struct igd_qemu_rule rules_9_2[] = {
	{ 0x0fff, 0x0a84, 8 },
	{ 0xff00, 0x0100, 6 },
	{ 0xff00, 0x0400, 6 },
	{ 0xff00, 0x0a00, 6 },
	{ 0xff00, 0x0c00, 6 },
	{ 0xff00, 0x0d00, 6 },
	{ 0xff00, 0x0f00, 6 },
	{ 0xff00, 0x1600, 8 },
	{ 0xff00, 0x1900, 8 },
	{ 0xff00, 0x2200, 8 },
	{ 0xff00, 0x5900, 8 },
	{ 0xff00, 0x3e00, 9 },
	{ 0xff00, 0x4500, 11 },
	{ 0xff00, 0x9a00, 12 },
	{ 0, 0, -1 },
};

static const struct igd_qemu_rule rules_10_0[] = {
	{ 0x0ffe, 0x0a84, 9 },
	{ 0xff00, 0x0100, 6 },
	{ 0xff00, 0x0400, 7 },
	{ 0xff00, 0x0a00, 7 },
	{ 0xff00, 0x0c00, 7 },
	{ 0xff00, 0x0d00, 7 },
	{ 0xff00, 0x0f00, 7 },
	{ 0xff00, 0x1600, 8 },
	{ 0xff00, 0x2200, 8 },
	{ 0xff00, 0x1900, 9 },
	{ 0xff00, 0x3100, 9 },
	{ 0xff00, 0x5900, 9 },
	{ 0xff00, 0x3e00, 9 },
	{ 0xff00, 0x9b00, 9 },
	{ 0xff00, 0x8a00, 11 },
	{ 0xff00, 0x4500, 11 },
	{ 0xff00, 0x4e00, 11 },
	{ 0xff00, 0x9a00, 12 },
	{ 0xff00, 0x4c00, 12 },
	{ 0xff00, 0x4600, 12 },
	{ 0xff00, 0xa700, 12 },
	{ 0, 0, -1 },
};

/* clang-format off */
static const struct igd_qemu_row rows[] = {
/*                        opregion                        without  unknown  any      legacy wide
   release  rules         default  lpc    legacy  class   legacy   opregion display  last   bdsm   gms */
{   7, 2,   rules_7_2,    false,   false, false,  false,  false,   true,    false,   8,     NEVER, IGD_QEMU_GMS_ZERO,    0x10 },
{   8, 2,   rules_7_2,    false,   false, false,  false,  false,   true,    false,   8,     NEVER, IGD_QEMU_GMS_ZERO,    0x10 },
{   9, 2,   rules_9_2,    false,   false, false,  false,  false,   true,    false,   12,    11,    IGD_QEMU_GMS_IGNORED, 0 },
{  10, 0,   rules_10_0,   false,   true,  true,   false,  true,    false,   false,   12,    11,    IGD_QEMU_GMS_HOST,    0x40 },
{  10, 1,   rules_10_0,   true,    true,  true,   true,   true,    true,    false,   9,     11,    IGD_QEMU_GMS_HOST,    0xfe },
{  10, 2,   rules_10_0,   true,    true,  true,   true,   true,    true,    true,    9,     11,    IGD_QEMU_GMS_HOST,    0xfe },
{  11, 0,   rules_10_0,   true,    true,  true,   true,   true,    true,    true,    9,     11,    IGD_QEMU_GMS_HOST,    0xfe },
};
/* clang-format on */

#define ROWS (sizeof(rows) / sizeof(*rows))

const struct igd_qemu_row *igd_qemu_rows(size_t *ret_count)
{
	*ret_count = ROWS;
	return rows;
}

/* Development (a micro version of 50 and above) lies between the release it follows and the next. */
static unsigned order_of(unsigned major, unsigned minor, unsigned micro)
{
	return (major * 100 + minor) * 2 + (micro >= 50);
}

struct igd_qemu_place igd_qemu_place(const struct igd_qemu_version *version)
{
	unsigned wanted = order_of(version->major, version->minor, version->micro), order;
	struct igd_qemu_place place = { 0 };
	size_t i;

	for (i = 0; i < ROWS; i++) {
		order = order_of(rows[i].major, rows[i].minor, 0);
		if (order <= wanted)
			place.older = &rows[i];
		if (order >= wanted && !place.newer)
			place.newer = &rows[i];
	}
	return place;
}

bool igd_qemu_is_unread(const struct igd_qemu_place *place)
{
	return place->older && !place->newer;
}

int igd_qemu_generation(const struct igd_qemu_row *row, uint16_t device)
{
	const struct igd_qemu_rule *rule = row->rules;

	while ((device & rule->mask) != rule->value)
		rule++;
	return rule->generation;
}

static bool has_wide_bdsm(const struct igd_qemu_row *row, int generation)
{
	return row->wide_bdsm_first && generation >= row->wide_bdsm_first;
}

bool igd_qemu_is_orphan(uint16_t device, int generation)
{
	return generation < 0 && ((device & 0xff00) == 0x5a00 || (device & 0xff00) == 0x8700);
}

bool igd_qemu_is_in_flux(const struct igd_qemu_place *place, uint16_t device)
{
	return igd_qemu_is_unread(place) &&
	       ((device & 0xff00) == 0x7d00 || (device & 0xff00) == 0xb600);
}

static enum igd_qemu_treatment treat(
	const struct igd_qemu_row *row, uint16_t device, int taken_for, int generation)
{
	/* Where the newest row puts BDSM is where it is; an orphan, of generation 9 or 10, has it at 0x5C. */
	bool is_orphan = igd_qemu_is_orphan(device, generation);
	bool is_wide = has_wide_bdsm(&rows[ROWS - 1], generation);

	if (taken_for < 0 && !row->gives_opregion_to_unknown)
		return IGD_QEMU_ABANDONED;
	if (taken_for < 0)
		return generation < 0 && !is_orphan && row->sets_up_without_legacy
			       ? IGD_QEMU_OPREGION_ONLY
			       : IGD_QEMU_REFUSED;
	if ((generation < 0 && !is_orphan) || has_wide_bdsm(row, taken_for) != is_wide)
		return IGD_QEMU_WRONG;
	return taken_for == generation ? IGD_QEMU_KNOWN : IGD_QEMU_ALIKE;
}

enum igd_qemu_treatment igd_qemu_treat(
	const struct igd_qemu_place *place, uint16_t device, int generation, int *ret_generation)
{
	const struct igd_qemu_row *older = place->older,
				  *newer = place->newer ? place->newer : older;
	int older_for, newer_for;

	if (!older || igd_qemu_is_in_flux(place, device))
		return IGD_QEMU_UNDECIDED;
	older_for = igd_qemu_generation(older, device);
	newer_for = igd_qemu_generation(newer, device);
	if (older_for != newer_for || treat(older, device, older_for, generation) !=
					      treat(newer, device, newer_for, generation))
		return IGD_QEMU_UNDECIDED;
	*ret_generation = older_for;
	return treat(older, device, older_for, generation);
}

/* A property that rows disagree about is no surprise either way. */
static bool differs(bool is_so, bool in_older, bool in_newer)
{
	return in_older == in_newer && is_so != in_older;
}

const char *igd_qemu_surprise(
	const struct igd_qemu_place *place, const struct igd_qemu_properties *properties)
{
	const struct igd_qemu_row *older = place->older,
				  *newer = place->newer ? place->newer : older;
	const struct igd_qemu_property *opregion = igd_qemu_property(properties, "x-igd-opregion");

	/* All or none: without CONFIG_VFIO_IGD it has no such property, which is no change of a vendor's. */
	if (!older || !opregion)
		return NULL;
	if (differs(strcmp(opregion->value, "on") == 0, older->has_opregion_by_default,
		    newer->has_opregion_by_default))
		return opregion->name;
	if (differs(igd_qemu_property(properties, "x-igd-lpc") != NULL, older->has_lpc,
		    newer->has_lpc))
		return "x-igd-lpc";
	if (differs(igd_qemu_property(properties, "x-igd-legacy-mode") != NULL,
		    older->has_legacy_mode, newer->has_legacy_mode))
		return "x-igd-legacy-mode";
	if (differs(igd_qemu_property(properties, "x-pci-class-code") != NULL,
		    older->has_class_code, newer->has_class_code))
		return "x-pci-class-code";
	return NULL;
}

/*
 * What every vfio-pci has: the lists of the real binaries 7.2.22, 10.0.13 and 11.1 agree in these, and the sources of
 * the releases between them have them (hw/vfio/pci.c vfio_pci_dev_properties; hw/pci/pci.c pci_props).
 */
static const char *const lasting[] = { "acpi-index", "addr", "bootindex", "display", "host",
	"multifunction", "rombar", "romfile", "romsize", "sysfsdev", "x-igd-gms", "x-igd-opregion",
	"x-no-mmap", "x-pci-device-id", "x-pci-sub-device-id", "x-pci-sub-vendor-id",
	"x-pci-vendor-id", "x-req", "x-vga" };

static bool is_lasting(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(lasting) / sizeof(*lasting); i++) {
		if (strcmp(lasting[i], name) == 0)
			return true;
	}
	return false;
}

static enum igd_vm_answer agree(bool older, bool newer)
{
	if (older != newer)
		return IGD_VM_UNKNOWN;
	return older ? IGD_VM_YES : IGD_VM_NO;
}

enum igd_vm_answer igd_qemu_has(const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, const char *name)
{
	const struct igd_qemu_row *older = place->older,
				  *newer = place->newer ? place->newer : older;

	if (properties)
		return igd_qemu_property(properties, name) ? IGD_VM_YES : IGD_VM_NO;
	/* Proxmox VE's own, which it takes out again before it starts QEMU. */
	if (strcmp(name, "legacy-igd") == 0)
		return IGD_VM_NO;
	if (!older)
		return IGD_VM_UNKNOWN;
	if (strcmp(name, "x-igd-lpc") == 0)
		return agree(older->has_lpc, newer->has_lpc);
	if (strcmp(name, "x-igd-legacy-mode") == 0)
		return agree(older->has_legacy_mode, newer->has_legacy_mode);
	if (strcmp(name, "x-pci-class-code") == 0)
		return agree(older->has_class_code, newer->has_class_code);
	return is_lasting(name) ? IGD_VM_YES : IGD_VM_UNKNOWN;
}

enum igd_vm_answer igd_qemu_opregion_default(
	const struct igd_qemu_place *place, const struct igd_qemu_properties *properties)
{
	const struct igd_qemu_row *older = place->older,
				  *newer = place->newer ? place->newer : older;
	const struct igd_qemu_property *opregion =
		properties ? igd_qemu_property(properties, "x-igd-opregion") : NULL;

	if (properties)
		return opregion && strcmp(opregion->value, "on") == 0 ? IGD_VM_YES : IGD_VM_NO;
	return older ? agree(older->has_opregion_by_default, newer->has_opregion_by_default)
		     : IGD_VM_UNKNOWN;
}

const char *igd_qemu_upt_options(const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, int generation)
{
	bool is_off = igd_qemu_has(place, properties, "x-igd-opregion") == IGD_VM_YES &&
		      igd_qemu_opregion_default(place, properties) == IGD_VM_NO;
	bool has_switch = igd_qemu_has(place, properties, "x-igd-legacy-mode") == IGD_VM_YES;

	/* At 00:02.0 of an i440fx machine the legacy mode is tried by itself, for these generations. */
	if (has_switch && generation > 0 && place->older && generation <= place->older->legacy_last)
		return is_off ? "x-igd-legacy-mode=off,x-igd-opregion=on" : "x-igd-legacy-mode=off";
	return is_off ? "x-igd-opregion=on" : "";
}
