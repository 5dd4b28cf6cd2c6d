// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_matrix - what each QEMU does with an iGPU, as one table
 *
 * A release whose sources were read is a row (qemu_matrix.c). Between two rows holds what both of them say;
 * where they differ, nothing is known. What is newer than the newest row is taken to be like it, and said to be
 * unverified; except where QEMU's development is known to have changed it since.
 */
#ifndef IGD_FACTS_QEMU_QEMU_MATRIX_H
#define IGD_FACTS_QEMU_QEMU_MATRIX_H

#include "facts/qemu/qemu.h"
#include "facts/vm/vm.h"

/* What becomes of the size of stolen memory (GMS) that firmware set. */
enum igd_qemu_gms {
	IGD_QEMU_GMS_ZERO,    /* the guest sees none, unless x-igd-gms says how much */
	IGD_QEMU_GMS_IGNORED, /* the guest sees the host's; x-igd-gms is accepted and never read */
	IGD_QEMU_GMS_HOST     /* the guest sees the host's, unless x-igd-gms says otherwise */
};

/* id & mask == value gives the generation; the first rule that fits counts. */
struct igd_qemu_rule {
	uint16_t mask, value;
	int8_t generation; /* -1: "no generation-specific quirks" */
};

struct igd_qemu_row {
	uint16_t major, minor;		   /* the release that was read, and its stable updates */
	const struct igd_qemu_rule *rules; /* igd_gen(); ends with a rule of mask 0 */
	bool has_opregion_by_default;	   /* x-igd-opregion */
	bool has_lpc, has_legacy_mode,
		has_class_code; /* the properties x-igd-lpc, x-igd-legacy-mode, x-pci-class-code */
	bool sets_up_without_legacy; /* BDSM and GMS are emulated whatever the machine type and address are */
	bool gives_opregion_to_unknown; /* x-igd-opregion works for what the rules call -1 */
	bool takes_any_display;		/* class 0380 is treated as an iGPU too, not only 0300 */
	uint8_t legacy_last;		/* the newest generation of the automatic legacy mode */
	uint8_t wide_bdsm_first; /* from which generation on BDSM is at 0xC0 and not at 0x5C; 0: never */
	enum igd_qemu_gms gms;
	uint16_t
		gms_max; /* the largest x-igd-gms for generation 9 and later; 0 where it is ignored */
};

/* The rows, oldest first. */
IGD_EXPORT const struct igd_qemu_row *igd_qemu_rows(size_t *ret_count);

/* Where a version stands: rows[0] and rows[1] are the same for one that was read. */
struct igd_qemu_place {
	const struct igd_qemu_row *older,
		*newer; /* NULL: before the first row, or behind the last */
};
IGD_EXPORT struct igd_qemu_place igd_qemu_place(const struct igd_qemu_version *version);
/* Whether it is newer than all that was read. */
IGD_EXPORT bool igd_qemu_is_unread(const struct igd_qemu_place *place);

/* What this row makes of a device id. */
IGD_EXPORT int igd_qemu_generation(const struct igd_qemu_row *row, uint16_t device);

/*
 * Cannon Lake (5A40 ...) and Amber Lake (87C0, 87CA): no row has a rule for them, although they have stolen
 * memory like their neighbours. The other ids of generation -1, Meteor Lake and later, have none that a guest
 * would have to be given: they use a BAR (tomitamoeko/VfioIgdPkg IgdPrivate.c).
 */
IGD_EXPORT bool igd_qemu_is_orphan(uint16_t device, int generation);

/*
 * Meteor Lake and Arrow Lake (7Dxx, B6xx): a development tree of QEMU newer than the newest row has them as
 * generation 12 (pbo-linaro/qemu-ci 0910a05e3ca4 hw/vfio/igd.c igd_gen(), IGD_IS_MTL_OR_ARL()). In which release that
 * is, was not read.
 */
IGD_EXPORT bool igd_qemu_is_in_flux(const struct igd_qemu_place *place, uint16_t device);

enum igd_qemu_treatment {
	IGD_QEMU_KNOWN, /* as the generation it is */
	IGD_QEMU_ALIKE, /* as an older generation whose registers are where this one's are */
	IGD_QEMU_OPREGION_ONLY, /* without quirks: it has no stolen memory that a guest would set up */
	IGD_QEMU_WRONG, /* as a generation that it is not: what is emulated stands in the wrong place */
	IGD_QEMU_REFUSED,   /* not set up, but it can be given the OpRegion */
	IGD_QEMU_ABANDONED, /* not set up, and no OpRegion either */
	IGD_QEMU_UNDECIDED /* the sources of this version were not read, and those around it differ */
};

/*
 * How the QEMU at that place treats the iGPU. generation is the device's own (igpu.h), which is what the newest
 * row makes of it. *ret_generation: what QEMU takes it for; untouched if undecided.
 */
IGD_EXPORT enum igd_qemu_treatment igd_qemu_treat(
	const struct igd_qemu_place *place, uint16_t device, int generation, int *ret_generation);

/*
 * Whether what the binary lists is what its version's rows lead to expect: which of the IGD properties exist,
 * and what x-igd-opregion defaults to. NULL if so; otherwise the name of the first that differs: a vendor has
 * changed this QEMU, and the table says nothing of it.
 */
IGD_EXPORT const char *igd_qemu_surprise(
	const struct igd_qemu_place *place, const struct igd_qemu_properties *properties);

/*
 * Whether vfio-pci has this property. properties are what the binary lists; NULL where it was not asked: then what its
 * release has, UNKNOWN for a name that the table does not know, and where the rows around the release differ.
 */
IGD_EXPORT enum igd_vm_answer igd_qemu_has(const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, const char *name);

/* Whether x-igd-opregion is on where nobody sets it; as igd_qemu_has(). */
IGD_EXPORT enum igd_vm_answer igd_qemu_opregion_default(
	const struct igd_qemu_place *place, const struct igd_qemu_properties *properties);

/*
 * What the UPT recipe has to be given as options of vfio-pci, so that the VM gets the OpRegion and the legacy
 * mode stays off: "x-igd-legacy-mode=off,x-igd-opregion=on"; "" for nothing. properties may be NULL, as for
 * igd_qemu_has(). A constant.
 */
IGD_EXPORT const char *igd_qemu_upt_options(const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, int generation);

#endif
