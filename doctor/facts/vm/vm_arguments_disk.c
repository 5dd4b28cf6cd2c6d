// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_disk - disks, and the files behind them
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

/* A node refers to a node, which refers to another: a format on a filter on a file. */
#define MAX_NODES 8

static const char *own_file(const struct igd_definition *item)
{
	static const char *const names[] = { "filename", "file.filename", "file.file.filename",
		"file.file.file.filename" };
	const char *path = NULL;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names) && !path; i++)
		path = igd_definition_property(item, names[i]);
	return path;
}

static const char *node_file(const struct igd_arguments *arguments, const char *name)
{
	const struct igd_definition *node;
	size_t i;

	for (i = 0; i < MAX_NODES && name; i++) {
		node = igd_arguments_find(arguments, IGD_DEFINED_BLOCK, name);
		if (own_file(node))
			return own_file(node);
		name = igd_definition_property(node, "file");
	}
	return NULL;
}

const char *igd_arguments_file(const struct igd_arguments *arguments, const char *id)
{
	const struct igd_definition *drive = igd_arguments_find(arguments, IGD_DEFINED_DRIVE, id);
	const char *path;

	if (!drive)
		return node_file(arguments, id);
	path = igd_definition_property(drive, "file");
	return path ? path : own_file(drive);
}

static const struct disk_driver {
	const char *prefix, *bus;
	bool is_cdrom;
} drivers[] = {
	{ "virtio-blk", "virtio", false },
	{ "vhost-user-blk", "virtio", false },
	{ "scsi-cd", "scsi", true },
	{ "scsi-hd", "scsi", false },
	{ "scsi-block", "scsi", false },
	{ "scsi-generic", "scsi", false },
	{ "ide-cd", "ide", true },
	{ "ide-hd", "ide", false },
	{ "ide-drive", "ide", false },
	{ "usb-storage", "usb", false },
	{ "usb-bot", "usb", false },
	{ "usb-uas", "usb", false },
	{ "nvme-ns", "nvme", false },
	{ "nvme", "nvme", false },
	{ "floppy", "floppy", false },
};

static const struct disk_driver *find_driver(const char *driver)
{
	size_t i;

	for (i = 0; i < sizeof(drivers) / sizeof(*drivers); i++)
		if (igd_starts_with(driver, drivers[i].prefix))
			return &drivers[i];
	return NULL;
}

bool igd_arguments_is_disk(const char *driver)
{
	return find_driver(driver) != NULL;
}

/*
 * An "ide-hd" is a SATA disk where its bus is an AHCI controller's: that of a Q35 (QEMU 11.0 hw/i386/pc_q35.c), or one
 * that was added under a name of its own.
 */
static const char *bus_of(const struct igd_arguments *arguments, const char *bus, const char *on)
{
	if (strcmp(bus, "ide") != 0)
		return bus;
	if (arguments->vm->machine.chipset == IGD_VM_Q35)
		return "sata";
	return on && !igd_starts_with(on, "ide.") ? "sata" : "ide";
}

void igd_arguments_add_disk(struct igd_arguments *arguments, const struct igd_definition *device)
{
	const struct disk_driver *driver = find_driver(igd_definition_property(device, "driver"));
	const char *drive = igd_definition_property(device, "drive");
	const char *media = igd_definition_property(
		igd_arguments_find(arguments, IGD_DEFINED_DRIVE, drive), "media");
	struct igd_vm_disk *disk;

	if (!driver)
		return;
	disk = igd_vm_add_disk(arguments->vm);
	disk->path = drive ? igd_arguments_file(arguments, drive) : NULL;
	disk->bus = bus_of(arguments, driver->bus, igd_definition_property(device, "bus"));
	disk->is_cdrom = driver->is_cdrom || (media && strcmp(media, "cdrom") == 0);
}

/* A -drive that brings its device: any whose interface is not "none" (QEMU 11.0 blockdev.c drive_new()). */
void igd_arguments_settle_drives(struct igd_arguments *arguments)
{
	size_t i;

	for (i = 0; i < arguments->count; i++) {
		const struct igd_definition *item = &arguments->list[i];
		const char *interface = igd_definition_property(item, "if");
		const char *media = igd_definition_property(item, "media");
		struct igd_vm_disk *disk;

		interface = interface ? interface : "ide";
		if (item->kind != IGD_DEFINED_DRIVE || strcmp(interface, "none") == 0 ||
			strcmp(interface, "pflash") == 0)
			continue;
		disk = igd_vm_add_disk(arguments->vm);
		disk->path = igd_definition_property(item, "file");
		disk->bus = bus_of(arguments, interface, NULL);
		disk->is_cdrom = media && strcmp(media, "cdrom") == 0;
	}
}
