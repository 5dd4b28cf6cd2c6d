// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox_place - where Proxmox VE puts each device
 *
 * proxmox/qemu-server 9.2.6 src/PVE/QemuServer/PCI.pm get_pci_addr_map() and get_pcie_addr_map(), and
 * src/usr/pve-q35-4.0.cfg. A place is the device's for good, so these tables do not change, they only grow.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts/vm/vm_proxmox_private.h"

/* Names from first to last have slots that follow each other. */
struct place {
	const char *name;
	int first, last; /* -1: the name has no number */
	const char *bus;
	unsigned slot;
};

static const struct place places[] = {
	{ "vga", -1, -1, "pci.0", 2 },
	{ "legacy-igd", -1, -1, "pci.0", 2 },
	{ "balloon", 0, 0, "pci.0", 3 },
	{ "watchdog", -1, -1, "pci.0", 4 },
	{ "scsihw", 0, 1, "pci.0", 5 },
	{ "ahci", 0, 0, "pci.0", 7 },
	{ "qga", 0, 0, "pci.0", 8 },
	{ "spice", -1, -1, "pci.0", 9 },
	{ "virtio", 0, 5, "pci.0", 10 },
	{ "hostpci", 0, 1, "pci.0", 16 },
	{ "net", 0, 5, "pci.0", 18 },
	{ "vga", 1, 3, "pci.0", 24 },
	{ "hostpci", 2, 3, "pci.0", 27 },
	{ "net", 6, 31, "pci.1", 1 },
	{ "xhci", -1, -1, "pci.1", 27 },
	{ "rng", 0, 0, "pci.1", 29 },
	{ "virtio", 6, 15, "pci.2", 1 },
	{ "ivshmem", -1, -1, "pci.2", 11 },
	{ "audio", 0, 0, "pci.2", 12 },
	{ "hostpci", 4, 15, "pci.2", 13 },
	{ "virtioscsi", 0, 30, "pci.3", 1 },
	{ "scsihw", 2, 4, "pci.4", 1 },
};

static const struct place express_places[] = {
	{ "vga", -1, -1, "pcie.0", 1 },
	{ "ivshmem", -1, -1, "pcie.0", 20 },
	/* of Windows 7, which is "picky about pcie assignments" */
	{ "bus0-hostpci", 0, 3, "pcie.0", 16 },
	{ "bus0-hostpci", 4, 10, "pcie.0", 9 },
	{ "bus0-hostpci", 11, 15, "pcie.0", 21 },
};

/* Splits "hostpci3"; -1 without a number. */
static int number_of(const char *name, size_t *ret_length)
{
	size_t length = strlen(name);

	while (length && isdigit((unsigned char)name[length - 1]))
		length--;
	*ret_length = length;
	return name[length] && strlen(name) - length < 4 ? atoi(name + length) : -1;
}

static const char *find(struct igd_vm *vm, const struct place *list, size_t count, const char *name)
{
	size_t length, i;
	int number = number_of(name, &length);

	for (i = 0; i < count; i++)
		if (strlen(list[i].name) == length && memcmp(list[i].name, name, length) == 0 &&
			number >= list[i].first && number <= list[i].last)
			return igd_vm_print(vm, ",bus=%s,addr=0x%x", list[i].bus,
				list[i].slot + (unsigned)(number - list[i].first));
	return "";
}

const char *igd_proxmox_place(struct igd_proxmox *proxmox, const char *name)
{
	return find(proxmox->vm, places, sizeof(places) / sizeof(*places), name);
}

const char *igd_proxmox_express_place(struct igd_proxmox *proxmox, const char *name)
{
	size_t length;
	int number = number_of(name, &length);

	if (length == strlen("hostpci") && memcmp(name, "hostpci", length) == 0)
		return igd_vm_print(proxmox->vm, ",bus=ich9-pcie-port-%d,addr=0x0", number + 1);
	return find(proxmox->vm, express_places, sizeof(express_places) / sizeof(*express_places),
		name);
}

/* src/usr/pve-q35-4.0.cfg, which QEMU reads by -readconfig; before machine 4.0 the ports are "ioh3420" */
static void add_q35_devices(struct igd_proxmox *proxmox)
{
	static const char *const devices[] = {
		"ich9-usb-ehci1,id=ehci,multifunction=on,bus=pcie.0,addr=1d.7",
		"ich9-usb-uhci1,id=uhci-1,multifunction=on,bus=pcie.0,addr=1d.0",
		"ich9-usb-uhci2,id=uhci-2,multifunction=on,bus=pcie.0,addr=1d.1",
		"ich9-usb-uhci3,id=uhci-3,multifunction=on,bus=pcie.0,addr=1d.2",
		"ich9-usb-ehci2,id=ehci-2,multifunction=on,bus=pcie.0,addr=1a.7",
		"ich9-usb-uhci4,id=uhci-4,multifunction=on,bus=pcie.0,addr=1a.0",
		"ich9-usb-uhci5,id=uhci-5,multifunction=on,bus=pcie.0,addr=1a.1",
		"ich9-usb-uhci6,id=uhci-6,multifunction=on,bus=pcie.0,addr=1a.2",
		"ich9-intel-hda,id=audio0,bus=pcie.0,addr=1b.0",
		"pcie-root-port,id=ich9-pcie-port-1,multifunction=on,bus=pcie.0,addr=1c.0",
		"pcie-root-port,id=ich9-pcie-port-2,multifunction=on,bus=pcie.0,addr=1c.1",
		"pcie-root-port,id=ich9-pcie-port-3,multifunction=on,bus=pcie.0,addr=1c.2",
		"pcie-root-port,id=ich9-pcie-port-4,multifunction=on,bus=pcie.0,addr=1c.3",
		"i82801b11-bridge,id=pcidmi,bus=pcie.0,addr=1e.0",
		"pci-bridge,id=pci.0,bus=pcidmi,addr=1.0,chassis_nr=1",
		"pci-bridge,id=pci.1,bus=pcidmi,addr=2.0,chassis_nr=2",
		"pci-bridge,id=pci.2,bus=pcidmi,addr=3.0,chassis_nr=3",
		"pci-bridge,id=pci.3,bus=pcidmi,addr=4.0,chassis_nr=4",
	};
	size_t i;

	for (i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		igd_proxmox_add(proxmox, "-device", devices[i]);
}

/* QemuServer.pm config_to_command(), "add pci bridges"; a legacy iGPU needs 1f.0 for the LPC bridge, where pci.2 is */
static void add_i440fx_devices(struct igd_proxmox *proxmox)
{
	const char *scsi = igd_proxmox_get(proxmox, "scsihw");

	igd_proxmox_add(proxmox, "-device", "piix3-usb-uhci,id=uhci,bus=pci.0,addr=0x1.0x2");
	if (scsi && igd_starts_with(scsi, "virtio-scsi-single"))
		igd_proxmox_add(
			proxmox, "-device", "pci-bridge,id=pci.3,chassis_nr=3,bus=pci.0,addr=0x5");
	igd_proxmox_add(proxmox, "-device",
		proxmox->has_legacy_igd ? "pci-bridge,id=pci.2,chassis_nr=2,bus=pci.1,addr=0x1e"
					: "pci-bridge,id=pci.2,chassis_nr=2,bus=pci.0,addr=0x1f");
	igd_proxmox_add(proxmox, "-device", "pci-bridge,id=pci.1,chassis_nr=1,bus=pci.0,addr=0x1e");
}

void igd_proxmox_add_bridges(struct igd_proxmox *proxmox)
{
	(proxmox->is_q35 ? add_q35_devices : add_i440fx_devices)(proxmox);
}
