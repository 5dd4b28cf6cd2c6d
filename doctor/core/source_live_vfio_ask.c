// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_vfio_ask - the ioctls of VFIO, and what their replies say
 *
 * Replies that do not fit are asked for again with the room that the kernel names, bounded.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/source_live_vfio.h"

/* Bounds on what is believed of a kernel: a reply has some hundred bytes, a device a dozen regions. */
#define MAX_REPLY ((size_t)1 << 16)
#define MAX_REGIONS 64u
#define MAX_RANGES 64u
#define MAX_CAPABILITIES 64u
/* An OpRegion has 8 KiB, and a VBT of up to 64 KiB behind them. */
#define MAX_OPREGION ((size_t)1 << 20)

/* Linux 7.1 include/uapi/linux/vfio.h VFIO_REGION_TYPE_PCI_VENDOR_TYPE, with Intel's vendor id */
#define INTEL_REGIONS (1u << 31 | 0x8086u)

const void *igd_vfio_capability(
	const void *info, size_t size, size_t offset, uint16_t id, size_t least)
{
	struct vfio_info_cap_header header;
	unsigned i;

	for (i = 0; i < MAX_CAPABILITIES && offset; i++, offset = header.next) {
		if (offset > size || size - offset < sizeof(header))
			return NULL;
		memcpy(&header, (const char *)info + offset, sizeof(header));
		if (header.id == id)
			return size - offset >= least ? (const char *)info + offset : NULL;
	}
	return NULL;
}

/* An ioctl whose argument begins with its size, with all the room it wants. NULL with errno; the caller frees it. */
static void *ask_with_room(int fd, unsigned long request, const void *head, size_t size)
{
	IGD_AUTOFREE char *info = NULL;
	size_t room = size;
	uint32_t wanted;

	for (;;) {
		free(info);
		info = igd_zalloc(room);
		memcpy(info, head, size);
		wanted = (uint32_t)room;
		memcpy(info, &wanted, sizeof(wanted));
		if (ioctl(fd, request, info) < 0)
			return NULL;
		memcpy(&wanted, info, sizeof(wanted));
		if (wanted <= room)
			return IGD_TAKE_PTR(info);
		if (wanted > MAX_REPLY) {
			errno = EFBIG;
			return NULL;
		}
		room = wanted;
	}
}

int igd_vfio_info_ranges(const void *info, size_t size, struct igd_text *ret)
{
	struct vfio_iommu_type1_info head;
	struct vfio_iommu_type1_info_cap_iova_range ranges;
	struct vfio_iova_range range;
	const char *capability;
	uint32_t i;

	if (size < sizeof(head))
		return EIO;
	memcpy(&head, info, sizeof(head));
	if (!(head.flags & VFIO_IOMMU_INFO_CAPS))
		return EIO; /* before Linux 5.4 */
	capability = igd_vfio_capability(
		info, size, head.cap_offset, VFIO_IOMMU_TYPE1_INFO_CAP_IOVA_RANGE, sizeof(ranges));
	if (!capability)
		return EIO;
	memcpy(&ranges, capability, sizeof(ranges));
	capability += sizeof(ranges);
	if (ranges.nr_iovas > MAX_RANGES ||
		ranges.nr_iovas > (size_t)((const char *)info + size - capability) / sizeof(range))
		return EIO;
	for (i = 0; i < ranges.nr_iovas; i++) {
		memcpy(&range, capability + i * sizeof(range), sizeof(range));
		igd_text_printf(ret, "0x%llx 0x%llx\n", (unsigned long long)range.start,
			(unsigned long long)range.end);
	}
	return 0;
}

int igd_vfio_container_ranges(int container, struct igd_text *ret)
{
	struct vfio_iommu_type1_info head = { .argsz = 0 };
	IGD_AUTOFREE char *info =
		ask_with_room(container, VFIO_IOMMU_GET_INFO, &head, sizeof(head));
	uint32_t size;

	igd_text_add(ret, "", 0);
	if (!info)
		return EIO;
	memcpy(&size, info, sizeof(size));
	return igd_vfio_info_ranges(info, size, ret);
}

/* All bytes of a region. */
static int read_region(int device, const struct vfio_region_info *region, struct igd_text *ret)
{
	char piece[4096];
	uint64_t at = 0;
	ssize_t got;

	if (region->size > MAX_OPREGION)
		return EIO;
	while (at < region->size) {
		got = pread(device, piece, sizeof(piece), (off_t)(region->offset + at));
		if (got <= 0 || (uint64_t)got > region->size - at)
			return EIO;
		igd_text_add(ret, piece, (size_t)got);
		at += (uint64_t)got;
	}
	return 0;
}

static int ask_region(int device, uint32_t index, struct igd_text *lines, struct igd_text *opregion)
{
	struct vfio_region_info head = { .index = index };
	IGD_AUTOFREE char *info =
		ask_with_room(device, VFIO_DEVICE_GET_REGION_INFO, &head, sizeof(head));
	struct vfio_region_info_cap_type type = { .type = 0 };
	const void *capability = NULL;

	if (!info)
		return errno == EINVAL ? ENOENT : EIO; /* as of the VGA region of what is no VGA */
	memcpy(&head, info, sizeof(head));
	if (head.flags & VFIO_REGION_INFO_FLAG_CAPS)
		capability = igd_vfio_capability(
			info, head.argsz, head.cap_offset, VFIO_REGION_INFO_CAP_TYPE, sizeof(type));
	if (capability)
		memcpy(&type, capability, sizeof(type));
	igd_text_printf(lines, "%u 0x%llx 0x%x %u\n", index, (unsigned long long)head.size,
		type.type, type.subtype);
	if (type.type != INTEL_REGIONS || type.subtype != VFIO_REGION_SUBTYPE_INTEL_IGD_OPREGION ||
		opregion->size)
		return ENOENT;
	return read_region(device, &head, opregion);
}

int igd_vfio_regions(int device, struct igd_text *ret_lines, struct igd_text *ret_opregion)
{
	struct vfio_device_info info = { .argsz = sizeof(info) };
	int error, result = ENOENT;
	uint32_t i;

	igd_text_add(ret_lines, "", 0);
	igd_text_add(ret_opregion, "", 0);
	if (ioctl(device, VFIO_DEVICE_GET_INFO, &info) < 0)
		return EIO;
	for (i = 0; i < info.num_regions && i < MAX_REGIONS; i++) {
		error = ask_region(device, i, ret_lines, ret_opregion);
		if (error && error != ENOENT)
			return error;
		result = error ? result : 0;
	}
	return result;
}
