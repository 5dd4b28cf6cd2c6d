// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox_hostpci - hostpci0 to hostpci15
 *
 * proxmox/qemu-server 9.2.6 src/PVE/QemuServer/PCI.pm parse_hostpci_devices() and print_hostpci_devices(). legacy-igd
 * gives the device its place at 00:02.0 and takes the bridge away from 00:1f.0; everything else is left to QEMU.
 */
#include <string.h>

#include "facts/vm/vm_proxmox_private.h"

#define MAX_HOSTPCI 16

struct hostpci {
	char name[16];
	unsigned number;
	struct igd_vm_properties parts;
	bool is_express, is_legacy, has_vga;
};

static void refuse(struct igd_proxmox *proxmox, const struct hostpci *hostpci, const char *why)
{
	igd_vm_remark(
		proxmox->vm, "Proxmox VE refuses to start this VM: %s: %s", hostpci->name, why);
}

static void check_legacy(struct igd_proxmox *proxmox, const struct hostpci *hostpci)
{
	const char *vga = igd_proxmox_get(proxmox, "vga");

	if (!vga || strcmp(vga, "none") != 0)
		refuse(proxmox, hostpci, "legacy-igd requires `vga: none`");
	if (!igd_proxmox_part_is_on(&hostpci->parts, "rombar", true))
		refuse(proxmox, hostpci, "legacy-igd requires rombar to be on");
	if (hostpci->has_vga)
		refuse(proxmox, hostpci, "legacy-igd is not compatible with x-vga");
	if (proxmox->is_q35)
		refuse(proxmox, hostpci, "legacy-igd is not compatible with q35");
}

static void check(struct igd_proxmox *proxmox, const struct hostpci *hostpci)
{
	if (hostpci->is_express && !proxmox->is_q35)
		refuse(proxmox, hostpci, "pcie=1 requires the machine q35");
	if (hostpci->is_legacy)
		check_legacy(proxmox, hostpci);
}

static const char *place_of(struct igd_proxmox *proxmox, const struct hostpci *hostpci)
{
	if (!hostpci->is_express)
		return igd_proxmox_place(
			proxmox, hostpci->is_legacy ? "legacy-igd" : hostpci->name);
	if (proxmox->windows == 7)
		return igd_proxmox_express_place(
			proxmox, igd_vm_print(proxmox->vm, "bus0-%s", hostpci->name));
	return igd_proxmox_express_place(proxmox, hostpci->name);
}

/* Ports 5 to 16 are added as they are needed: print_pcie_root_port(). */
static void add_root_port(struct igd_proxmox *proxmox, unsigned number)
{
	unsigned port = number - 4;

	if (number > 3)
		igd_proxmox_addf(proxmox, "-device",
			"pcie-root-port,id=ich9-pcie-port-%u,addr=%x.%u,multifunction=on,bus=pcie.0",
			number + 1, port < 8 ? 0x10U : 0x11U, port % 8);
}

/* What only the first function is given. */
static void add_options(
	struct igd_proxmox *proxmox, const struct hostpci *hostpci, struct igd_text *device)
{
	static const char *const ids[] = { "vendor-id", "device-id", "sub-vendor-id",
		"sub-device-id" };
	const char *rom = igd_vm_property(&hostpci->parts, "romfile");
	size_t i;

	if (!igd_proxmox_part_is_on(&hostpci->parts, "rombar", true))
		igd_text_printf(device, ",rombar=0");
	if (hostpci->has_vga && !proxmox->has_ovmf)
		igd_text_printf(device, ",x-vga=on");
	if (rom)
		igd_text_printf(device, ",romfile=/usr/share/kvm/%s", rom);
	for (i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		const char *value = igd_vm_property(&hostpci->parts, ids[i]);

		if (value)
			igd_text_printf(device, ",x-pci-%s=%s", ids[i], value);
	}
	if (hostpci->is_legacy)
		igd_text_printf(device, ",legacy-igd=on");
}

/* One of "01:00.0;01:00.1", which are functions of one device in the guest. */
static void add_function(
	struct igd_proxmox *proxmox, const struct hostpci *hostpci, const char *host, int function)
{
	IGD_AUTOTEXT struct igd_text device = { 0 };
	IGD_AUTOFREE char *suffix = function < 0 ? igd_strdup("") : igd_printf(".%d", function);

	igd_text_printf(&device, "vfio-pci");
	if (host)
		igd_text_printf(&device, ",host=%s", host);
	igd_text_printf(
		&device, ",id=%s%s%s%s", hostpci->name, suffix, place_of(proxmox, hostpci), suffix);
	if (function <= 0)
		add_options(proxmox, hostpci, &device);
	if (function == 0)
		igd_text_printf(&device, ",multifunction=on");
	igd_proxmox_addf(proxmox, "-device", "%s", device.text);
}

/* "00:02" stands for all functions that the host has there. */
static void name_all_functions(
	struct igd_proxmox *proxmox, const struct hostpci *hostpci, const char *host)
{
	if (!strchr(host, '.'))
		igd_vm_remark(proxmox->vm,
			"%s gives the VM all functions of %s; only the first is looked at",
			hostpci->name, host);
}

static void add_functions(
	struct igd_proxmox *proxmox, const struct hostpci *hostpci, const char *hosts)
{
	bool has_several = strchr(hosts, ';');
	int function = 0;

	while (*hosts && function < 8) {
		size_t length = strcspn(hosts, ";");
		const char *host = igd_vm_keep(proxmox->vm, hosts, length);

		if (length) {
			name_all_functions(proxmox, hostpci, host);
			add_function(proxmox, hostpci, host, has_several ? function : -1);
			function++;
		}
		hosts += length + (hosts[length] == ';');
	}
}

static void add_hostpci(struct igd_proxmox *proxmox, const struct hostpci *hostpci)
{
	const char *host = igd_vm_property(&hostpci->parts, "host");
	const char *mapping = igd_vm_property(&hostpci->parts, "mapping");

	check(proxmox, hostpci);
	if (hostpci->is_express)
		add_root_port(proxmox, hostpci->number);
	if (mapping)
		igd_vm_remark(proxmox->vm,
			"%s names its device by the mapping `%s`; which device that is, is in /etc/pve/mapping/pci.cfg, which is not read",
			hostpci->name, mapping);
	if (igd_vm_property(&hostpci->parts, "mdev")) {
		igd_vm_remark(proxmox->vm,
			"%s gives the VM a mediated device (`mdev=`), and not the device itself",
			hostpci->name);
		host = NULL;
	}
	if (host)
		add_functions(proxmox, hostpci, host);
	else
		add_function(proxmox, hostpci, NULL, -1);
}

void igd_proxmox_add_hostpci(struct igd_proxmox *proxmox)
{
	unsigned i;

	for (i = 0; i < MAX_HOSTPCI; i++) {
		const char *value = igd_proxmox_get_numbered(proxmox, "hostpci", i);
		struct hostpci hostpci = { .number = i };
		IGD_AUTOFREE char *name = igd_printf("hostpci%u", i);

		if (!value)
			continue;
		memcpy(hostpci.name, name, strlen(name) + 1);
		hostpci.parts = igd_proxmox_parts(proxmox, value, "host");
		hostpci.is_express = igd_proxmox_part_is_on(&hostpci.parts, "pcie", false);
		hostpci.is_legacy = igd_proxmox_part_is_on(&hostpci.parts, "legacy-igd", false);
		hostpci.has_vga = igd_proxmox_part_is_on(&hostpci.parts, "x-vga", false);
		proxmox->hides_kvm |= hostpci.has_vga;
		proxmox->has_legacy_igd |= hostpci.is_legacy;
		add_hostpci(proxmox, &hostpci);
	}
}
