// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms_size - how the iGPU's registers code stolen memory: its size and its base
 *
 * Freestanding: fixes/oprom/ has the same code in the ROM, so that the doctor and the ROM cannot disagree.
 *
 * Offsets: QEMU 11.0 hw/vfio/igd.c; Linux 7.1 include/drm/intel/i915_drm.h,
 * drivers/gpu/drm/i915/intel_pci_config.h.
 */
#ifndef IGD_FACTS_FIRMWARE_GMS_SIZE_H
#define IGD_FACTS_FIRMWARE_GMS_SIZE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/attr.h"

#define IGD_GGC_AT 0x50u
#define IGD_BDSM_32_AT 0x5cu
#define IGD_BDSM_64_AT 0xc0u
#define IGD_ASLS_AT 0xfcu

/* INTEL_BSM_MASK, INTEL_GEN11_BSM: 1 MiB aligned; the lowest bit locks the register. */
#define IGD_BDSM_MASK (~UINT64_C(0xfffff))
#define IGD_BDSM_LOCK UINT64_C(1)

/* What the generation (facts/host/igpu.h) does not tell of a device. */
enum igd_gms_family {
	IGD_GMS_OF_GENERATION,
	IGD_GMS_OF_CHERRY_TRAIL, /* QEMU takes it for generation 8 */
	IGD_GMS_OF_OLD /* Cannon Lake, Amber Lake: QEMU does not know them, but they are no new ones */
};

/* How a generation codes the size, and where it tells the base. */
enum igd_gms_coding {
	IGD_GMS_UNKNOWN,
	IGD_GMS_GEN6,	      /* bits 7:3, units of 32 MiB; also generation 7 */
	IGD_GMS_GEN8,	      /* bits 15:8, units of 32 MiB */
	IGD_GMS_CHERRY_TRAIL, /* bits 7:3, odd steps; QEMU takes it for generation 8 */
	IGD_GMS_GEN9,	      /* bits 15:8, units of 32 MiB, from 0xf0 on of 4 MiB */
	IGD_GMS_METEOR_LAKE   /* as generation 9, but not beyond 128 MiB; also what is newer */
};
enum igd_bdsm_form {
	IGD_BDSM_UNKNOWN,
	IGD_BDSM_32,  /* at 0x5c: before generation 11 */
	IGD_BDSM_64,  /* at 0xc0: generations 11 and 12 */
	IGD_BDSM_NONE /* Meteor Lake and later: stolen memory is reached through BAR 2 */
};

IGD_EXPORT enum igd_gms_coding igd_gms_coding_of(int generation, enum igd_gms_family family);
IGD_EXPORT enum igd_bdsm_form igd_bdsm_form_of(int generation, enum igd_gms_family family);

/* The size's code in GGC. 0 for an unknown coding. */
IGD_EXPORT unsigned igd_gms_code(enum igd_gms_coding coding, uint16_t ggc);
/*
 * The size in MiB. False for a code that the generation does not have: beyond 512 MiB (generation 6 and 7), 2048 MiB or
 * (Meteor Lake) 128 MiB, and not among the small steps (QEMU 11.0 hw/vfio/igd.c vfio_pci_igd_override_gms()). Linux 7.1
 * arch/x86/kernel/early-quirks.c gen6_stolen_size() and its like.
 */
IGD_EXPORT bool igd_gms_size(enum igd_gms_coding coding, uint16_t ggc, unsigned *ret_mib);

#endif
