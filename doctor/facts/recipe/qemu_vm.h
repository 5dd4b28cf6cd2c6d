// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_vm - what the QEMU that is meant does with the iGPU of the VM under examination
 *
 * The matrix (qemu_matrix.h) applied to one VM: its machine, and the iGPU's place, ROM and options. Where the version is
 * not known, or was not read, every row that it may be like is asked, and only what all of them say is known.
 */
#ifndef IGD_FACTS_RECIPE_QEMU_VM_H
#define IGD_FACTS_RECIPE_QEMU_VM_H

#include "facts/recipe/recipe.h"

/* What becomes of the OpRegion. */
enum igd_vm_opregion {
	IGD_OPREGION_BY_OPTION,
	IGD_OPREGION_BY_DEFAULT,
	IGD_OPREGION_BY_LEGACY, /* the legacy mode brings it */
	IGD_OPREGION_IS_OFF,	/* x-igd-opregion=off */
	IGD_OPREGION_NOT_ASKED, /* off by default, and nobody sets it */
	IGD_OPREGION_NO_DEVICE, /* this QEMU does not know the iGPU, and stops there */
	IGD_OPREGION_NO_CLASS,	/* this QEMU treats VGA controllers only */
	IGD_OPREGION_REFUSED,	/* x-igd-legacy-mode=on where that cannot be: QEMU ends */
	IGD_OPREGION_UNDECIDED
};

/* What becomes of stolen memory. */
enum igd_vm_stolen {
	IGD_STOLEN_OF_HOST,   /* as large as the host's, set up for the VM */
	IGD_STOLEN_BY_OPTION, /* as large as x-igd-gms says, set up for the VM */
	IGD_STOLEN_BAD_VALUE, /* as large as the host's: the value of x-igd-gms is out of range and is passed over */
	IGD_STOLEN_IGNORED, /* as large as the host's: this QEMU never reads x-igd-gms */
	IGD_STOLEN_ZERO, /* none: this QEMU clears the size unless x-igd-gms says one that it takes */
	IGD_STOLEN_UNTOUCHED, /* not set up: the guest sees the host's registers, and an address that is not its own */
	IGD_STOLEN_FATAL,   /* QEMU ends over the value of x-igd-gms */
	IGD_STOLEN_NO_NEED, /* Meteor Lake and later: it is behind BAR 2 */
	IGD_STOLEN_UNDECIDED
};

struct igd_qemu_outcome {
	enum igd_vm_opregion opregion;
	enum igd_vm_stolen stolen;
	unsigned mib; /* BY_OPTION */
};

/* What QEMU of this row does. Pure but for what it->vm, it->hostdev and it->igpu (whose model is not NULL) say. */
IGD_EXPORT struct igd_qemu_outcome igd_qemu_outcome(
	const struct igd_qemu_row *row, const struct igd_recipe_case *it);

/* Whether the guest is given the OpRegion by it; UNKNOWN if that is undecided. */
IGD_EXPORT enum igd_vm_answer igd_qemu_gives_opregion(enum igd_vm_opregion opregion);

struct igd_qemu_vm {
	struct igd_recipe_case it;
	struct igd_qemu_outcome
		outcome; /* of all rows that it may be like; UNDECIDED where they differ */
	struct igd_qemu_outcome oldest, newest; /* the first and the last of them */
	const char
		*qemu; /* "QEMU 10.0.8", "QEMU 10.1 or later (as the machine type says)", "QEMU" */
};

/* NULL unless there is a VM that has the iGPU, and the iGPU is in the table of models. Nothing sticks. */
IGD_EXPORT const struct igd_qemu_vm *igd_qemu_vm(struct igd_host *host);

#endif
