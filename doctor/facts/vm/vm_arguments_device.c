// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_device - each -device becomes what it is in the model
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

static const char *property(const struct igd_definition *device, const char *name)
{
	return igd_definition_property(device, name);
}

static bool is_among(const char *driver, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(driver, *names) == 0)
			return true;
	return false;
}

static bool begins_among(const char *driver, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (igd_starts_with(driver, *prefixes))
			return true;
	return false;
}

static void set_place(struct igd_arguments *arguments, const struct igd_definition *device,
	struct igd_vm_address *ret)
{
	const char *address = property(device, "addr"), *bus = property(device, "bus");

	igd_vm_set_address(arguments->vm, ret, "bus", bus);
	igd_vm_set_address(arguments->vm, ret, "addr", address);
}

static bool is_hostdev(const char *driver)
{
	static const char *const names[] = { "vfio-pci", "vfio-pci-nohotplug", NULL };

	return is_among(driver, names);
}

static void add_hostdev(struct igd_arguments *arguments, const struct igd_definition *device)
{
	struct igd_vm_hostdev *hostdev = igd_vm_add_hostdev(arguments->vm);
	struct igd_vm_properties properties = { 0 };
	size_t i;

	/* QEMU binds nothing and gives nothing back */
	hostdev->is_managed = IGD_VM_NO;
	igd_arguments_globals(arguments, "vfio-pci", &properties);
	for (i = 0; i < device->properties.count; i++)
		igd_vm_set(arguments->vm, &properties, device->properties.list[i].name,
			device->properties.list[i].value);
	/* Proxmox VE's own word; a QEMU that is given it does not start */
	if (arguments->vm->origin == IGD_VM_PROXMOX && igd_vm_property(&properties, "legacy-igd")) {
		hostdev->is_legacy_igd = true;
		igd_vm_set(arguments->vm, &properties, "legacy-igd", NULL);
	}
	for (i = 0; i < properties.count; i++)
		if (strcmp(properties.list[i].name, "driver") != 0)
			igd_vm_set_hostdev(arguments->vm, hostdev, properties.list[i].name,
				properties.list[i].value);
}

/* QEMU 11.0 hw/misc/ivshmem-pci.c; "ivshmem" itself is gone since 4.0 and had shm= and size= of its own */
static void add_shmem(struct igd_arguments *arguments, const struct igd_definition *device)
{
	struct igd_vm_shmem *shmem = igd_vm_add_shmem(arguments->vm);
	const char *memory = property(device, "memdev"), *old = property(device, "shm");
	const struct igd_definition *backend =
		igd_arguments_find(arguments, IGD_DEFINED_OBJECT, memory);
	const char *size = igd_definition_property(backend, "size");

	shmem->name = memory ? memory : old;
	shmem->model = property(device, "driver");
	shmem->is_json = device->is_json ? IGD_VM_YES : IGD_VM_NO;
	shmem->path = igd_definition_property(backend, "mem-path");
	if (old)
		shmem->path = igd_vm_print(arguments->vm, "/dev/shm/%s", old);
	if (backend)
		shmem->is_shared = igd_vm_switch(&backend->properties, "share");
	/* QEMU 11.0 backends/hostmem.c: a file is private unless it says otherwise */
	if (backend && shmem->is_shared == IGD_VM_UNKNOWN)
		shmem->is_shared = IGD_VM_NO;
	if (size)
		igd_vm_size(size, 1, &shmem->bytes);
	else if (property(device, "size"))
		igd_vm_size(property(device, "size"), (uint64_t)1 << 20, &shmem->bytes);
	set_place(arguments, device, &shmem->guest);
}

/* Displays that a firmware finds by their VGA registers. */
static bool is_vga(const char *driver)
{
	static const char *const names[] = { "VGA", "isa-vga", "cirrus-vga", "isa-cirrus-vga",
		"vmware-svga", "qxl-vga", "virtio-vga", "virtio-vga-gl", "virtio-vga-rutabaga",
		"ati-vga", "vhost-user-vga", NULL };

	return is_among(driver, names);
}

static bool is_display(const char *driver)
{
	static const char *const names[] = { "qxl", "ramfb", "bochs-display", "secondary-vga",
		NULL };
	static const char *const prefixes[] = { "virtio-gpu-", "vhost-user-gpu", NULL };

	return is_vga(driver) || is_among(driver, names) || begins_among(driver, prefixes);
}

static bool has_primary(const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->display_count; i++)
		if (vm->displays[i].is_primary)
			return true;
	return false;
}

static void add_display(struct igd_arguments *arguments, const struct igd_definition *device)
{
	const char *driver = property(device, "driver");
	bool is_primary = is_vga(driver) && !has_primary(arguments->vm);
	struct igd_vm_display *display = igd_vm_add_display(arguments->vm);

	display->model = driver;
	display->is_primary = is_primary;
	display->properties = device->properties;
	igd_vm_set(arguments->vm, &display->properties, "driver", NULL);
	set_place(arguments, device, &display->guest);
}

static void add_port(struct igd_arguments *arguments, const struct igd_definition *device)
{
	const char *name = property(device, "name");

	if (name && strcmp(name, "org.qemu.guest_agent.0") == 0)
		arguments->vm->has_agent = IGD_VM_YES;
}

/* What is not on PCI cannot stand in the iGPU's place, and has no BAR. */
static bool is_off_pci(const char *driver)
{
	static const char *const names[] = { "vmgenid", "pvpanic", "vmcoreinfo", "loader",
		"pc-dimm", "nvdimm", "sga", "i8042", "vmport", "vmmouse", "usb-tablet", "usb-mouse",
		"usb-kbd", "usb-host", "usb-redir", "usb-hub", "usb-audio", "usb-serial",
		"usb-braille", "usb-ccid", "usb-net", "usb-mtp", "usb-storage", "usb-bot",
		"usb-uas", "floppy", "usb-wacom-tablet", "ccid-card-passthru", "ccid-card-emulated",
		"u2f-passthru", "u2f-emulated", "usb-video", "virtconsole", NULL };
	static const char *const prefixes[] = { "isa-", "hda-", "tpm-", "ipmi-bmc-", "scsi-",
		"i2c-", "smbus-", "ide-", "applesmc", "virtserial", "intel-iommu", "amd-iommu",
		"nvme-ns", NULL };

	return is_among(driver, names) || begins_among(driver, prefixes) ||
	       igd_ends_with(driver, "-cpu") || igd_ends_with(driver, "-device");
}

static void add_other(struct igd_arguments *arguments, const struct igd_definition *device)
{
	const char *driver = property(device, "driver");
	struct igd_vm_other *other;

	if (is_off_pci(driver))
		return;
	other = igd_vm_add_other(arguments->vm);
	other->driver = driver;
	other->properties = device->properties;
	igd_vm_set(arguments->vm, &other->properties, "driver", NULL);
	set_place(arguments, device, &other->guest);
}

/* An "nvme" without a drive is a controller of namespaces. */
static bool is_disk(const struct igd_definition *device, const char *driver)
{
	return igd_arguments_is_disk(driver) &&
	       (strcmp(driver, "nvme") != 0 || property(device, "drive"));
}

/* What else of the model it is; a PCI device all the same, whose place counts. */
static void add_known(struct igd_arguments *arguments, const struct igd_definition *device)
{
	const char *driver = property(device, "driver");
	struct igd_vm *vm = arguments->vm;

	if (is_disk(device, driver))
		igd_arguments_add_disk(arguments, device);
	else if (igd_starts_with(driver, "virtio-balloon"))
		vm->memory.has_balloon = IGD_VM_YES;
	else if (igd_starts_with(driver, "tpm-"))
		vm->has_tpm = IGD_VM_YES;
	else if (strcmp(driver, "virtserialport") == 0)
		add_port(arguments, device);
	else if (strstr(driver, "-iommu"))
		vm->has_iommu = IGD_VM_YES;
	else if (strcmp(driver, "usb-host") == 0)
		vm->has_host_usb = true;
}

static void add_device(struct igd_arguments *arguments, const struct igd_definition *device)
{
	const char *driver = property(device, "driver"), *net = property(device, "netdev");

	if (is_hostdev(driver)) {
		add_hostdev(arguments, device);
	} else if (igd_starts_with(driver, "ivshmem")) {
		add_shmem(arguments, device);
	} else if (is_display(driver)) {
		add_display(arguments, device);
	} else if (net) {
		igd_arguments_add_nic(
			arguments, device, igd_arguments_find(arguments, IGD_DEFINED_NETDEV, net));
	} else {
		add_known(arguments, device);
		add_other(arguments, device);
	}
}

void igd_arguments_settle_devices(struct igd_arguments *arguments)
{
	size_t i;

	for (i = 0; i < arguments->count; i++) {
		const struct igd_definition *item = &arguments->list[i];

		if (item->kind == IGD_DEFINED_DEVICE && property(item, "driver"))
			add_device(arguments, item);
	}
}
