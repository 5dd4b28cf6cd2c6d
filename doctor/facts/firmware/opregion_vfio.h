// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion_vfio - what the kernel tells of the iGPU through VFIO
 *
 * host.h says at IGD_VFIO_DIR what is asked and what that does to the machine: to ask for the OpRegion or the
 * regions resets the iGPU, which the person has to allow; to ask for the addresses does not touch it. It is asked
 * only where vfio-pci has the iGPU and nobody uses it.
 */
#ifndef IGD_FACTS_FIRMWARE_OPREGION_VFIO_H
#define IGD_FACTS_FIRMWARE_OPREGION_VFIO_H

#include "core/host.h"

enum igd_vfio_state {
	IGD_VFIO_ANSWERED,
	IGD_VFIO_ABSENT,     /* the kernel offers no such region */
	IGD_VFIO_NOT_BOUND,  /* another driver, or none, has the iGPU */
	IGD_VFIO_IN_USE,     /* a VM has it */
	IGD_VFIO_NOT_VIABLE, /* another function of its group is on a host driver */
	IGD_VFIO_REFUSED, /* the kernel would not open the device (EINVAL): its IGD part gave up */
	IGD_VFIO_NOT_OPENED, /* nobody allowed that it be opened and so reset */
	IGD_VFIO_UNASKED /* not permitted, not recorded, or an error: the reader knows no more */
};

/* The region that QEMU copies to the VM. Nothing sticks. bytes is NULL unless ANSWERED. */
IGD_EXPORT enum igd_vfio_state igd_vfio_opregion(
	struct igd_host *host, const char *address, const struct igd_bytes **ret_bytes);

/* Where the OpRegion is asked for; a path for a finding. */
IGD_EXPORT const char *igd_vfio_opregion_path(struct igd_host *host, const char *address);

/* Why it was not answered, for a sentence's end: "vfio-pci does not have the iGPU". */
IGD_EXPORT const char *igd_vfio_state_text(enum igd_vfio_state state);

/* The addresses that DMA of the iGPU can be mapped at. Inclusive bounds, ascending. */
struct igd_vfio_range {
	uint64_t start, end;
};
#define IGD_VFIO_MAX_RANGES 64u
struct igd_vfio_ranges {
	struct igd_vfio_range list[IGD_VFIO_MAX_RANGES];
	size_t count;
};

/* Takes the text apart, "0xSTART 0xEND" a line. 0, or -EBADMSG with the line in reterr and nothing in *ret. */
IGD_EXPORT int igd_vfio_ranges_parse(
	const char *text, size_t size, struct igd_vfio_ranges *ret, struct igd_error *reterr);

/*
 * The bits of address that DMA of the iGPU may have: those of the last address of the last range. 0 where that
 * cannot be asked now. Nothing sticks but EBADMSG; cites the ranges.
 */
IGD_EXPORT unsigned igd_vfio_address_width(struct igd_host *host, const char *address);

#endif
