// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_vfio_cdev - VFIO without groups: /dev/vfio/devices/vfioN and /dev/iommu
 *
 * For kernels without CONFIG_VFIO_GROUP. The calls are newer than the headers that this has to build with: Linux
 * 6.6 include/uapi/linux/vfio.h and include/uapi/linux/iommufd.h, which later kernels only add to.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/source_live_vfio.h"

#define PCI_DEVICES "/sys/bus/pci/devices"
#define MAX_RANGES 64u

/* VFIO_DEVICE_BIND_IOMMUFD, VFIO_DEVICE_ATTACH_IOMMUFD_PT */
#define BIND _IO(VFIO_TYPE, VFIO_BASE + 18)
#define ATTACH _IO(VFIO_TYPE, VFIO_BASE + 19)
/* IOMMU_IOAS_ALLOC, IOMMU_IOAS_IOVA_RANGES */
#define IOAS_ALLOC _IO(';', 0x81)
#define IOAS_RANGES _IO(';', 0x84)

struct bind {
	uint32_t argsz, flags;
	int32_t iommufd;
	uint32_t out_devid;
};

struct attach {
	uint32_t argsz, flags, pt_id;
};

struct ioas_alloc {
	uint32_t size, flags, out_ioas_id;
};

struct ioas_range {
	uint64_t start, last;
};

struct ioas_ranges {
	uint32_t size, ioas_id, num_iovas, reserved;
	uint64_t allowed_iovas, out_iova_alignment;
};

static int is_vfio(const struct dirent *entry)
{
	return igd_starts_with(entry->d_name, "vfio");
}

/* "/dev/vfio/devices/vfio0", the only one of the function; the caller frees it. NULL without one. */
static char *find_node(const char *address)
{
	IGD_AUTOFREE char *path = igd_printf(PCI_DEVICES "/%s/vfio-dev", address);
	struct dirent **entries = NULL;
	int i, count = scandir(path, &entries, is_vfio, NULL);
	char *node = count > 0 ? igd_printf("/dev/vfio/devices/%s", entries[0]->d_name) : NULL;

	for (i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
	return node;
}

/*
 * EINVAL is told of a device that somebody else has bound (drivers/vfio/vfio_main.c vfio_df_open()) as of one
 * that will not open, so it says nothing here.
 */
static int bind_device(const struct igd_vfio_files *files)
{
	struct bind bind = { .argsz = sizeof(bind), .iommufd = files->container };

	if (ioctl(files->device, BIND, &bind) == 0)
		return 0;
	return errno == EBUSY ? EBUSY : EIO;
}

static void attach_device(struct igd_vfio_files *files)
{
	struct ioas_alloc alloc = { .size = sizeof(alloc) };
	struct attach attach = { .argsz = sizeof(attach) };

	if (ioctl(files->container, IOAS_ALLOC, &alloc) < 0)
		return;
	attach.pt_id = alloc.out_ioas_id;
	if (ioctl(files->device, ATTACH, &attach) == 0)
		files->ioas = alloc.out_ioas_id;
}

int igd_vfio_open_cdev(const char *address, struct igd_vfio_files *files)
{
	IGD_AUTOFREE char *node = find_node(address);
	int error;

	if (!node)
		return ENODEV;
	files->is_cdev = true;
	files->container = open("/dev/iommu", O_RDWR | O_CLOEXEC);
	if (files->container < 0)
		return errno;
	files->device = open(node, O_RDWR | O_CLOEXEC);
	if (files->device < 0)
		return errno;
	error = bind_device(files);
	if (!error)
		attach_device(files);
	return error;
}

int igd_vfio_cdev_ranges(const struct igd_vfio_files *files, struct igd_text *ret)
{
	struct ioas_range ranges[MAX_RANGES];
	struct ioas_ranges ask = { .size = sizeof(ask),
		.ioas_id = files->ioas,
		.num_iovas = MAX_RANGES,
		.allowed_iovas = (uintptr_t)ranges };
	uint32_t i;

	igd_text_add(ret, "", 0);
	if (!files->ioas || ioctl(files->container, IOAS_RANGES, &ask) < 0)
		return EIO;
	for (i = 0; i < ask.num_iovas && i < MAX_RANGES; i++)
		igd_text_printf(ret, "0x%llx 0x%llx\n", (unsigned long long)ranges[i].start,
			(unsigned long long)ranges[i].last);
	return 0;
}
