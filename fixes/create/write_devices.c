// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * write_devices - the devices of a VM that is to be made
 */
#include "fixes/create/write_private.h"

/* The disk boots first: one that is empty falls through to the CD, and one with Windows on it does not wait for a key. */
static void write_disk(const struct igd_writer *writer)
{
	const struct igd_create *create = writer->create;

	igd_write_begin(writer, "disk");
	igd_write_attribute(writer, "type", "file");
	igd_write_attribute(writer, "device", "disk");
	igd_write_element(writer, "driver", "name", "qemu", "type", create->disk_format, "discard",
		"unmap", NULL);
	igd_write_element(writer, "source", "file", create->disk, NULL);
	igd_write_element(writer, "target", "dev", "vda", "bus", "virtio", NULL);
	igd_write_element(writer, "boot", "order", "1", NULL);
	igd_write_end(writer);
}

static void write_iso(const struct igd_writer *writer, size_t index)
{
	const char name[] = { 's', 'd', (char)('a' + (int)index), '\0' };

	igd_write_begin(writer, "disk");
	igd_write_attribute(writer, "type", "file");
	igd_write_attribute(writer, "device", "cdrom");
	igd_write_element(writer, "driver", "name", "qemu", "type", "raw", NULL);
	igd_write_element(writer, "source", "file", writer->create->isos[index], NULL);
	igd_write_element(writer, "target", "dev", name, "bus", "sata", NULL);
	igd_write_element(writer, "readonly", NULL);
	igd_write_begin(writer, "boot");
	igd_write_number(writer, "order", (unsigned)index + 2);
	igd_write_end(writer);
	igd_write_end(writer);
}

static void write_network(const struct igd_writer *writer)
{
	bool is_user = writer->create->net == IGD_CREATE_USER;

	igd_write_begin(writer, "interface");
	igd_write_attribute(writer, "type", is_user ? "user" : "network");
	if (!is_user)
		igd_write_element(writer, "source", "network", writer->create->network, NULL);
	igd_write_element(writer, "model", "type", "virtio", NULL);
	igd_write_end(writer);
}

/* 0000:00:02.0, on the guest's root bus at 02.0 as well: where drivers look for an Intel iGPU (check vm.address). */
static void write_igpu(const struct igd_writer *writer)
{
	const struct igd_create *create = writer->create;
	const char *address = create->igpu->address;
	IGD_AUTOFREE char *domain = igd_printf("0x%.4s", address);
	IGD_AUTOFREE char *bus = igd_printf("0x%.2s", address + 5);
	IGD_AUTOFREE char *slot = igd_printf("0x%.2s", address + 8);
	IGD_AUTOFREE char *function = igd_printf("0x%.1s", address + 11);

	igd_write_begin(writer, "hostdev");
	igd_write_attribute(writer, "mode", "subsystem");
	igd_write_attribute(writer, "type", "pci");
	igd_write_attribute(writer, "managed", create->is_managed ? "yes" : "no");
	igd_write_begin(writer, "source");
	igd_write_element(writer, "address", "domain", domain, "bus", bus, "slot", slot, "function",
		function, NULL);
	igd_write_end(writer);
	igd_write_element(writer, "alias", "name", IGD_WRITE_ALIAS, NULL);
	if (create->rom)
		igd_write_element(writer, "rom", "file", create->rom, NULL);
	igd_write_element(writer, "address", "type", "pci", "domain", "0x0000", "bus", "0x00",
		"slot", "0x02", "function", "0x0", NULL);
	igd_write_end(writer);
}

/* On the host itself alone, since it asks for no password. */
static void write_display(const struct igd_writer *writer)
{
	bool has = writer->create->has_display;

	if (has) {
		igd_write_begin(writer, "graphics");
		igd_write_attribute(writer, "type", "vnc");
		igd_write_attribute(writer, "port", "-1");
		igd_write_attribute(writer, "autoport", "yes");
		igd_write_attribute(writer, "listen", "127.0.0.1");
		igd_write_element(
			writer, "listen", "type", "address", "address", "127.0.0.1", NULL);
		igd_write_end(writer);
	}
	igd_write_begin(writer, "video");
	igd_write_element(writer, "model", "type", has ? "vga" : "none", NULL);
	igd_write_end(writer);
}

/*
 * Its state outlives an undefine, so that nobody loses the key of an encrypted disk by one: persistent_state is of libvirt 7.0
 * (docs/formatdomain.rst).
 */
static void write_tpm(const struct igd_writer *writer)
{
	if (!writer->create->has_tpm)
		return;
	igd_write_begin(writer, "tpm");
	igd_write_attribute(writer, "model", writer->create->is_uefi ? "tpm-crb" : "tpm-tis");
	igd_write_element(writer, "backend", "type", "emulator", "version", "2.0",
		"persistent_state", "yes", NULL);
	igd_write_end(writer);
}

/* Without a pointing device Windows shows no pointer, also in what it streams. */
static void write_small_devices(const struct igd_writer *writer)
{
	igd_write_element(
		writer, "controller", "type", "usb", "index", "0", "model", "qemu-xhci", NULL);
	igd_write_begin(writer, "channel");
	igd_write_attribute(writer, "type", "unix");
	igd_write_element(writer, "source", "mode", "bind", NULL);
	igd_write_element(
		writer, "target", "type", "virtio", "name", "org.qemu.guest_agent.0", NULL);
	igd_write_end(writer);
	igd_write_element(writer, "input", "type", "tablet", "bus", "usb", NULL);
	igd_write_element(writer, "input", "type", "keyboard", "bus", "usb", NULL);
	write_tpm(writer);
	igd_write_element(writer, "memballoon", "model", "none", NULL);
}

void igd_write_devices(const struct igd_writer *writer)
{
	size_t i;

	igd_write_begin(writer, "devices");
	write_disk(writer);
	for (i = 0; i < writer->create->iso_count; i++)
		write_iso(writer, i);
	write_network(writer);
	write_small_devices(writer);
	write_display(writer);
	write_igpu(writer);
	igd_write_end(writer);
}
