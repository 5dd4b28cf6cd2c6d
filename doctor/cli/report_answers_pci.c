// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers_pci - PCI functions as lspci -nnk lists them, IOMMU groups, and who draws on what
 */
#include <inttypes.h>
#include <string.h>

#include "cli/report_answers_private.h"
#include "facts/host/framebuffer.h"
#include "facts/host/holders.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/modules.h"
#include "facts/host/pci.h"

/* Names as lspci prints them (pciutils pci.ids, "List of known device classes"). */
static const char *class_name(uint16_t code)
{
	static const struct {
		uint16_t code;
		const char *name;
	} names[] = { { 0x0300, "VGA compatible controller" }, { 0x0302, "3D controller" },
		{ 0x0380, "Display controller" }, { 0x0600, "Host bridge" },
		{ 0x0601, "ISA bridge" }, { 0x0604, "PCI bridge" },
		{ 0x0401, "Multimedia audio controller" }, { 0x0403, "Audio device" },
		{ 0x0c05, "SMBus" }, { 0x0c80, "Serial bus controller" },
		{ 0x0200, "Ethernet controller" }, { 0x0106, "SATA controller" },
		{ 0x0580, "Memory controller" } };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (names[i].code == code)
			return names[i].name;
	}
	return "Class";
}

static const char *vendor_name(uint16_t vendor)
{
	switch (vendor) {
	case 0x8086:
		return "Intel Corporation ";
	case 0x10de:
		return "NVIDIA Corporation ";
	case 0x1002:
		return "Advanced Micro Devices, Inc. [AMD/ATI] ";
	default:
		return "";
	}
}

static const char *device_name(const struct igd_pci_device *device)
{
	const struct igd_igpu_model *model =
		device->vendor == 0x8086 ? igd_igpu_model(device->device) : NULL;

	if (!model)
		return "Device";
	return model->name ? model->name : model->platform;
}

static void add_subsystem(struct igd_reply *reply, const struct igd_pci_device *device)
{
	const char *vendor = igd_pci_attribute(reply->host, device->address, "subsystem_vendor");
	const char *id = igd_pci_attribute(reply->host, device->address, "subsystem_device");

	if (vendor && id && igd_starts_with(vendor, "0x") && igd_starts_with(id, "0x"))
		igd_reply_line(reply, "        Subsystem: Device [%s:%s]", vendor + 2, id + 2);
}

/* Which modules could drive it is recorded of the iGPU alone. */
static void add_modules(struct igd_reply *reply, const struct igd_pci_device *device)
{
	const struct igd_igpu *igpu = igd_igpu_get(reply->host);
	const struct igd_modules *modules;
	IGD_AUTOTEXT struct igd_text names = { 0 };
	size_t i;

	if (!igpu || strcmp(igpu->address, device->address) != 0)
		return;
	modules = igd_modules_get(reply->host);
	for (i = 0; i < modules->count; i++) {
		if (modules->modules[i].is_match)
			igd_text_printf(
				&names, "%s%s", names.size ? ", " : "", modules->modules[i].name);
	}
	if (names.text)
		igd_reply_line(reply, "        Kernel modules: %s", names.text);
}

static void add_function(struct igd_reply *reply, const struct igd_pci_device *device)
{
	const char *revision = igd_pci_attribute(reply->host, device->address, "revision");
	const char *driver = igd_pci_driver(reply->host, device->address);
	bool has_revision =
		revision && igd_starts_with(revision, "0x") && strcmp(revision, "0x00") != 0;

	igd_reply_line(reply, "%s %s [%04x]: %s%s [%04x:%04x]%s%s%s",
		igd_starts_with(device->address, "0000:") ? device->address + 5 : device->address,
		class_name(device->class_code), device->class_code, vendor_name(device->vendor),
		device_name(device), device->vendor, device->device, has_revision ? " (rev " : "",
		has_revision ? revision + 2 : "", has_revision ? ")" : "");
	add_subsystem(reply, device);
	if (driver)
		igd_reply_line(reply, "        Kernel driver in use: %s", driver);
	add_modules(reply, device);
}

/* Host bridge, iGPU, chipset: what helpers ask for; and every display, because it may be taken for the iGPU. */
static bool is_asked_for(const struct igd_pci_device *device)
{
	return igd_starts_with(device->address, "0000:00:00.") ||
	       igd_starts_with(device->address, "0000:00:02.") ||
	       igd_starts_with(device->address, "0000:00:1f.") || device->class_code >> 8 == 0x03;
}

const char *igd_reply_lspci(struct igd_reply *reply)
{
	const struct igd_pci_device *devices;
	size_t i, count;

	devices = igd_host_pci(reply->host, &count);
	for (i = 0; i < count; i++) {
		if (is_asked_for(&devices[i]))
			add_function(reply, &devices[i]);
	}
	return reply->lines.size
		       ? NULL
		       : igd_reply_refusal(reply, "/sys/bus/pci/devices", "no PCI functions");
}

static void add_member(struct igd_reply *reply, const char *address)
{
	const struct igd_pci_device *device = igd_pci_find(reply->host, address);
	const char *driver = igd_pci_driver(reply->host, address);

	if (device)
		igd_reply_line(reply, "%s %s [%04x]: [%04x:%04x], driver %s", address,
			class_name(device->class_code), device->class_code, device->vendor,
			device->device, driver ? driver : "none");
	else
		igd_reply_line(reply, "%s, driver %s", address, driver ? driver : "none");
}

static void add_unit(struct igd_reply *reply, const char *address)
{
	const char *unit = igd_iommu_unit(reply->host, address);
	uint64_t cap, ecap;

	if (!unit || !igd_iommu_register(reply->host, unit, "cap", &cap))
		return;
	igd_reply_line(reply, "%s: cap %" PRIx64 ", maps addresses of %u bits", unit, cap,
		igd_cap_width(cap));
	if (igd_iommu_register(reply->host, unit, "ecap", &ecap))
		igd_reply_line(reply, "%s: ecap %" PRIx64 ", interrupt remapping: %s", unit, ecap,
			igd_ecap_remaps_interrupts(ecap) ? "yes" : "no");
}

const char *igd_reply_group(struct igd_reply *reply)
{
	const struct igd_igpu *igpu = igd_igpu_get(reply->host);
	const char *group = igpu ? igd_pci_group(reply->host, igpu->address) : NULL;
	const char *const *members = group ? igd_iommu_members(reply->host, group) : NULL;
	const char *type;

	if (!igpu)
		return "no Intel iGPU";
	if (!group)
		return igd_reply_refusal(reply,
			igd_pci_path(reply->host, igpu->address, "iommu_group"),
			"the iGPU has no IOMMU group");
	reply->command =
		igd_host_print(reply->host, "ls /sys/kernel/iommu_groups/%s/devices", group);
	for (; members && *members; members++)
		add_member(reply, *members);
	type = igd_iommu_group_type(reply->host, group);
	if (type)
		igd_reply_line(reply, "type of the group: %s", type);
	add_unit(reply, igpu->address);
	return reply->lines.size ? NULL : "what is in it is not recorded";
}

static void add_holders(struct igd_reply *reply, const struct igd_igpu *igpu)
{
	const char *const *nodes =
		igd_host_list(reply->host, igd_pci_path(reply->host, igpu->address, "drm"));
	struct igd_holders holders;
	size_t i;

	if (!nodes || !igd_holders_read(reply->host, nodes, &holders))
		return;
	for (i = 0; i < holders.count; i++)
		igd_reply_line(reply, "holds the iGPU open: %s (%" PRIu32 ")",
			holders.holders[i].name, holders.holders[i].pid);
}

static void add_consoles(struct igd_reply *reply)
{
	const struct igd_vtcons *consoles = igd_vtcons(reply->host);
	const struct igd_boot_devices *devices = igd_boot_devices(reply->host);
	size_t i;

	for (i = 0; i < consoles->count; i++)
		igd_reply_line(reply, "vtcon%u: %s%s", consoles->vtcons[i].number,
			consoles->vtcons[i].name, consoles->vtcons[i].is_bound ? ", bound" : "");
	for (i = 0; i < devices->count; i++)
		igd_reply_line(reply, "%s: %s", devices->devices[i].name,
			devices->devices[i].user ? devices->devices[i].user : "no driver");
}

const char *igd_reply_screen(struct igd_reply *reply)
{
	const struct igd_igpu *igpu = igd_igpu_get(reply->host);
	const struct igd_fbs *fbs = igd_fbs(reply->host);
	const struct igd_drm_cards *cards = igd_drm_cards(reply->host);
	size_t i;

	for (i = 0; i < fbs->count; i++)
		igd_reply_line(reply, "fb%u: %s%s%s%s", fbs->fbs[i].number, fbs->fbs[i].name,
			fbs->fbs[i].device ? " on " : "",
			fbs->fbs[i].device ? fbs->fbs[i].device : "",
			fbs->fbs[i].is_boot ? " (the firmware's)" : "");
	add_consoles(reply);
	for (i = 0; i < cards->count; i++)
		igd_reply_line(reply, "%s: %s, %u of %u outputs connected", cards->cards[i].name,
			cards->cards[i].device ? cards->cards[i].device : "no PCI function",
			cards->cards[i].connected, cards->cards[i].connectors);
	if (igpu)
		add_holders(reply, igpu);
	return reply->lines.size ? NULL
				 : igd_reply_refusal(reply, "/sys/class/graphics", "nothing draws");
}
