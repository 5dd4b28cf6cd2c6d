// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_vfio - the ioctls of source_live_vfio.c; for it and its test only
 */
#ifndef IGD_CORE_SOURCE_LIVE_VFIO_H
#define IGD_CORE_SOURCE_LIVE_VFIO_H

#include <linux/vfio.h>

#include "core/util.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* -1: not open. container is /dev/iommu where the host has no groups, and then the device is open from the start. */
struct igd_vfio_files {
	int container, group, device;
	bool is_cdev;
	uint32_t ioas; /* is_cdev: the address space the device is attached to; 0 if that failed */
};

/* Closes what is open, the device first. */
void igd_vfio_files_close(struct igd_vfio_files *files);

/* Opens the device itself (Linux 6.6 and later) and binds it to an iommufd; this resets it. 0 or an errno. */
int igd_vfio_open_cdev(const char *address, struct igd_vfio_files *files);

/* Lines "0xSTART 0xEND" of what can be mapped. 0 or an errno. */
int igd_vfio_container_ranges(int container, struct igd_text *ret);
int igd_vfio_cdev_ranges(const struct igd_vfio_files *files, struct igd_text *ret);

/* A line for each region, and the bytes of the OpRegion's. 0, ENOENT if there is no such region, or an errno. */
int igd_vfio_regions(int device, struct igd_text *ret_lines, struct igd_text *ret_opregion);

/*
 * The capability of that id in what the kernel filled of size bytes; the first of the chain is at offset. Of at
 * least least bytes, or NULL. The chain cannot lead out of the bytes, nor go on for ever.
 */
const void *igd_vfio_capability(
	const void *info, size_t size, size_t offset, uint16_t id, size_t least);
/* Its lines, of VFIO_IOMMU_GET_INFO's reply of size bytes. */
int igd_vfio_info_ranges(const void *info, size_t size, struct igd_text *ret);

#pragma GCC visibility pop

#endif
