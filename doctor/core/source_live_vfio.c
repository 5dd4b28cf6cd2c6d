// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_vfio - what VFIO tells of a device that is bound to vfio-pci and free
 *
 * The one place that opens device nodes for writing, which VFIO demands; it writes nothing, maps nothing and
 * closes them before it answers. The group can be opened by one at a time (Linux drivers/vfio/group.c), so a
 * VM that runs refuses us and cannot be disturbed. Opening the device resets it, which can hang a machine whose
 * reset is broken: that is done only with the person's permission, and everything that needs the device is asked
 * at once then. What addresses can be mapped is known before, so that question alone leaves it be.
 *
 * Only Intel display functions are asked for: no plugin can make the doctor reset something else.
 */
#include "core/source_live_vfio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/host.h"
#include "core/source_private.h"

#define PCI_DEVICES "/sys/bus/pci/devices"
#define CONTAINER "/dev/vfio/vfio"

/* A link's target, its last part only. 0 or an errno. */
static int link_name(const char *address, const char *name, char *ret, size_t room)
{
	char path[96], target[256];
	ssize_t size;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/%s", address, name);
	size = readlink(path, target, sizeof(target) - 1);
	if (size < 0)
		return errno;
	target[size] = '\0';
	if (strlen(igd_basename(target)) >= room)
		return ENAMETOOLONG;
	snprintf(ret, room, "%s", igd_basename(target));
	return 0;
}

static unsigned long number(const char *address, const char *name)
{
	char path[96], text[32];
	IGD_AUTOCLOSE int fd = -1;
	ssize_t size;

	snprintf(path, sizeof(path), PCI_DEVICES "/%s/%s", address, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	size = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	text[size < 0 ? 0 : size] = '\0';
	return strtoul(text, NULL, 16);
}

static bool is_intel_display(const char *address)
{
	return number(address, "vendor") == 0x8086 && number(address, "class") >> 16 == 0x03;
}

static int find_group(const char *address, char *ret, size_t room)
{
	char driver[64];

	if (!is_intel_display(address) ||
		link_name(address, "driver", driver, sizeof(driver)) != 0 ||
		(!igd_ends_with(driver, "vfio-pci") && !igd_ends_with(driver, "vfio_pci")))
		return ENODEV;
	return link_name(address, "iommu_group", ret, room) ? ENODEV : 0;
}

static int set_iommu(int container)
{
	if (ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) == 0 ||
		ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU) == 0)
		return 0;
	return EIO; /* the errno would read as one of those that host.h gives a meaning */
}

/* The group in a container of its own, without its device. ENOENT: this kernel, or this host, has no groups. */
static int open_group(const char *group, struct igd_vfio_files *files)
{
	struct vfio_group_status status = { .argsz = sizeof(status) };
	char path[96];

	files->container = open(CONTAINER, O_RDWR | O_CLOEXEC);
	if (files->container < 0)
		return errno;
	snprintf(path, sizeof(path), "/dev/vfio/%s", group);
	files->group = open(path, O_RDWR | O_CLOEXEC);
	if (files->group < 0)
		return errno;
	if (ioctl(files->group, VFIO_GROUP_GET_STATUS, &status) < 0)
		return EIO;
	if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE))
		return ENXIO;
	if (ioctl(files->group, VFIO_GROUP_SET_CONTAINER, &files->container) < 0)
		return EIO;
	return set_iommu(files->container);
}

/* An errno of open() or ioctl() as host.h tells it. */
static int told(int error)
{
	switch (error) {
	case ENOENT:
		return ENODEV; /* no node: nothing is bound after all */
	case 0:
	case ENODEV:
	case ECANCELED:
	case EBUSY:
	case ENXIO:
	case EINVAL:
	case EACCES:
	case EPERM:
		return error;
	default:
		return EIO;
	}
}

static void ask_iova(const struct igd_vfio_files *files, struct igd_live_vfio *vfio)
{
	struct igd_text text = { 0 };
	int error = files->is_cdev ? igd_vfio_cdev_ranges(files, &text)
				   : igd_vfio_container_ranges(files->container, &text);

	vfio->has_iova = true;
	vfio->iova = (struct igd_answer){ error, IGD_ABSENT, text.text, text.size };
}

/* The device's descriptor, in files; it is reset by this. */
static int open_device(const char *address, struct igd_vfio_files *files)
{
	if (files->is_cdev)
		return 0;
	files->device = ioctl(files->group, VFIO_GROUP_GET_DEVICE_FD, address);
	return files->device < 0 ? told(errno) : 0;
}

static void ask_device(struct igd_vfio_files *files, struct igd_live_vfio *vfio)
{
	struct igd_text regions = { 0 }, opregion = { 0 };
	int error = open_device(vfio->address, files), missing;

	vfio->has_device = true;
	missing = error ? error : igd_vfio_regions(files->device, &regions, &opregion);
	if (!error && missing != ENOENT)
		error = missing;
	vfio->regions = (struct igd_answer){ error, IGD_ABSENT, regions.text, regions.size };
	vfio->opregion = (struct igd_answer){ missing, IGD_ABSENT, opregion.text, opregion.size };
}

static void refuse(struct igd_live_vfio *vfio, bool wants_device, int error)
{
	vfio->has_iova = true;
	vfio->iova.error = vfio->refusal = error;
	vfio->has_device |= wants_device;
	vfio->regions.error = vfio->opregion.error = error;
}

static void ask_kernel(struct igd_live_vfio *vfio, bool may_probe, bool wants_device)
{
	IGD_CLEANUP(igd_vfio_files_close)
	struct igd_vfio_files files = { .container = -1, .group = -1, .device = -1 };
	char group[32];
	int error = find_group(vfio->address, group, sizeof(group));

	if (!error)
		error = open_group(group, &files);
	if (error == ENOENT) {
		igd_vfio_files_close(&files);
		error = may_probe ? igd_vfio_open_cdev(vfio->address, &files) : ECANCELED;
	}
	if (error) {
		refuse(vfio, wants_device, told(error));
		return;
	}
	if (!vfio->has_iova)
		ask_iova(&files, vfio);
	/* Without groups the device was opened in any case. */
	if (wants_device || files.is_cdev)
		ask_device(&files, vfio);
}

void igd_vfio_files_close(struct igd_vfio_files *files)
{
	igd_close_at(&files->device);
	igd_close_at(&files->group);
	igd_close_at(&files->container);
	*files = (struct igd_vfio_files){ .container = -1, .group = -1, .device = -1 };
}

void igd_live_vfio_done(struct igd_live_vfio *vfio)
{
	igd_answer_done(&vfio->opregion);
	igd_answer_done(&vfio->regions);
	igd_answer_done(&vfio->iova);
	*vfio = (struct igd_live_vfio){ 0 };
}

/* "0000:00:02.0": what is put into paths below. */
static bool is_address(const char *text)
{
	static const char form[] = "hhhh:hh:hh.d";
	size_t i;

	for (i = 0; i < sizeof(form) - 1; i++) {
		if (form[i] == 'h' || form[i] == 'd' ? !strchr("0123456789abcdef", text[i])
						     : text[i] != form[i])
			return false;
		if (!text[i])
			return false;
	}
	return !text[i];
}

static void copy(const struct igd_answer *from, size_t limit, struct igd_answer *ret)
{
	ret->error = !from->error && from->size > limit ? EFBIG : from->error;
	if (ret->error)
		return;
	ret->bytes = igd_zalloc(from->size + 1);
	if (from->size)
		memcpy(ret->bytes, from->bytes, from->size);
	ret->size = from->size;
}

/* Without permission the group tells whether the device could be opened, and it is left at that. */
static void ask(struct igd_live_vfio *vfio, bool may_probe, bool is_iova)
{
	bool wants_device = !is_iova && may_probe;

	if (wants_device ? !vfio->has_device : !vfio->has_iova)
		ask_kernel(vfio, may_probe, wants_device);
	if (!may_probe && !vfio->refusal)
		vfio->regions.error = vfio->opregion.error = ECANCELED;
}

void igd_source_live_vfio(struct igd_live_vfio *vfio, bool may_probe,
	const struct igd_question *question, struct igd_answer *ret)
{
	const char *name = igd_basename(question->path),
		   *at = question->path + strlen(IGD_VFIO_DIR);
	IGD_AUTOFREE char *address =
		name > at + 2 ? igd_strndup(at + 1, (size_t)(name - at - 2)) : igd_strdup("");
	bool is_iova = strcmp(name, "iova") == 0, is_regions = strcmp(name, "regions") == 0;

	if (question->ask != IGD_ASK_READ || !is_address(address) ||
		(!is_iova && !is_regions && strcmp(name, "opregion") != 0)) {
		ret->error = ENODATA;
		return;
	}
	if (strcmp(vfio->address, address) != 0) {
		igd_live_vfio_done(vfio);
		snprintf(vfio->address, sizeof(vfio->address), "%s", address);
	}
	ask(vfio, may_probe, is_iova);
	copy(is_iova	     ? &vfio->iova
		: is_regions ? &vfio->regions
			     : &vfio->opregion,
		question->limit, ret);
}
