// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox_disk - disks, and the flash that holds the firmware
 *
 * A volume ("local-lvm:vm-101-disk-0") is no path: where it lies is in /etc/pve/storage.cfg, which is not read. So only a
 * disk given as a path has one in the model.
 */
#include <string.h>

#include "facts/vm/vm_proxmox_private.h"

static const char *path_of(const struct igd_vm_properties *parts)
{
	const char *file = igd_vm_property(parts, "file");

	file = file ? file : igd_vm_property(parts, "volume");
	return file && *file == '/' ? file : NULL;
}

static bool is_cdrom(const struct igd_vm_properties *parts)
{
	const char *media = igd_vm_property(parts, "media");

	return media && strcmp(media, "cdrom") == 0;
}

/* PVE/QemuServer/DriveDevice.pm print_drivedevice_full() */
static const char *device_of(struct igd_proxmox *proxmox, const char *bus, const char *name,
	const struct igd_vm_properties *parts)
{
	const char *kind = is_cdrom(parts) ? "cd" : "hd";

	if (strcmp(bus, "virtio") == 0)
		return igd_vm_print(
			proxmox->vm, "virtio-blk-pci%s", igd_proxmox_place(proxmox, name));
	if (strcmp(bus, "scsi") == 0)
		return igd_vm_print(proxmox->vm, "scsi-%s,bus=scsihw0.0", kind);
	if (strcmp(bus, "sata") == 0)
		return igd_vm_print(proxmox->vm, "ide-%s,bus=ahci0.0", kind);
	return igd_vm_print(proxmox->vm, "ide-%s,bus=ide.0", kind);
}

static void add_disk(
	struct igd_proxmox *proxmox, const char *bus, const char *name, const char *value)
{
	struct igd_vm_properties parts = igd_proxmox_parts(proxmox, value, "file");
	const char *path = path_of(&parts);

	if (path)
		igd_proxmox_addf(proxmox, "-drive", "if=none,id=drive-%s,file=%s", name, path);
	igd_proxmox_addf(proxmox, "-device", "%s,drive=drive-%s,id=%s",
		device_of(proxmox, bus, name, &parts), name, name);
}

/* How many of each there may be: PVE/QemuServer/Drive.pm $MAX_IDE_DISKS and its like */
static const struct disks {
	const char *bus;
	unsigned count;
} kinds[] = { { "ide", 4 }, { "sata", 6 }, { "scsi", 31 }, { "virtio", 16 } };

static size_t add_disks_of(struct igd_proxmox *proxmox, const struct disks *disks)
{
	size_t found = 0;
	unsigned i;

	for (i = 0; i < disks->count; i++) {
		const char *value = igd_proxmox_get_numbered(proxmox, disks->bus, i);

		if (value)
			add_disk(proxmox, disks->bus,
				igd_vm_print(proxmox->vm, "%s%u", disks->bus, i), value);
		found += value != NULL;
	}
	return found;
}

/* scsihw: is "lsi" where it is not said; a "virtio-scsi-single" has a controller for each disk. */
static void add_scsi_controller(struct igd_proxmox *proxmox)
{
	const char *name = igd_proxmox_get(proxmox, "scsihw");
	bool is_single = name && strcmp(name, "virtio-scsi-single") == 0;

	if (is_single)
		igd_proxmox_addf(proxmox, "-device", "virtio-scsi-pci,id=virtioscsi0%s",
			igd_proxmox_place(proxmox, "virtioscsi0"));
	else
		igd_proxmox_addf(proxmox, "-device", "%s,id=scsihw0%s", name ? name : "lsi",
			igd_proxmox_place(proxmox, "scsihw0"));
}

void igd_proxmox_add_disks(struct igd_proxmox *proxmox)
{
	const char *cdrom = igd_proxmox_get(proxmox, "cdrom");
	size_t i, found;

	if (cdrom)
		add_disk(
			proxmox, "ide", "ide2", igd_vm_print(proxmox->vm, "%s,media=cdrom", cdrom));
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		found = add_disks_of(proxmox, &kinds[i]);
		if (found && strcmp(kinds[i].bus, "scsi") == 0)
			add_scsi_controller(proxmox);
		if (found && strcmp(kinds[i].bus, "sata") == 0)
			igd_proxmox_addf(proxmox, "-device", "ahci,id=ahci0,multifunction=on%s",
				igd_proxmox_place(proxmox, "ahci0"));
	}
}

/* PVE/QemuServer/OVMF.pm get_ovmf_files(): with efitype=4m, a Q35 gets the build with Secure Boot and SMM */
static const char *ovmf_code(const struct igd_proxmox *proxmox, bool is_4m)
{
	if (!is_4m)
		return "/usr/share/pve-edk2-firmware/OVMF_CODE.fd";
	return proxmox->is_q35 ? "/usr/share/pve-edk2-firmware/OVMF_CODE_4M.secboot.fd"
			       : "/usr/share/pve-edk2-firmware/OVMF_CODE_4M.fd";
}

void igd_proxmox_add_firmware(struct igd_proxmox *proxmox)
{
	struct igd_vm_properties parts =
		igd_proxmox_parts(proxmox, igd_proxmox_get(proxmox, "efidisk0"), "file");
	const char *type = igd_vm_property(&parts, "efitype"), *path = path_of(&parts);
	bool is_4m = type && strcmp(type, "4m") == 0;

	if (!proxmox->has_ovmf)
		return;
	igd_proxmox_addf(proxmox, "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=%s",
		ovmf_code(proxmox, is_4m));
	if (path)
		igd_proxmox_addf(
			proxmox, "-drive", "if=pflash,unit=1,id=drive-efidisk0,file=%s", path);
	/* "Secure Boot" is on by default with these keys, and off without (QemuServer/Drive.pm, pre-enrolled-keys) */
	proxmox->vm->firmware.secure_boot =
		is_4m && igd_proxmox_part_is_on(&parts, "pre-enrolled-keys", false) ? IGD_VM_YES
										    : IGD_VM_NO;
}
