// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_devices - <devices>
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

/* docs/formatdomain.rst "Host device assignment", "rom" */
static void read_rom(struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const xmlNode *rom)
{
	const char *file = igd_xml_raw(rom, "file");
	enum igd_vm_answer bar = igd_xml_answer(rom, "bar");

	if (bar != IGD_VM_UNKNOWN)
		igd_vm_set_hostdev(vm, hostdev, "rombar", bar == IGD_VM_YES ? "1" : "0");
	if (file && *file)
		igd_vm_set_hostdev(vm, hostdev, "romfile", file);
	/* src/qemu/qemu_command.c qemuBuildRomProps(): then romfile is empty, and there is no ROM at all */
	if (igd_xml_answer(rom, "enabled") == IGD_VM_NO)
		igd_vm_set_hostdev(vm, hostdev, "romfile", "");
}

static void read_guest(struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const xmlNode *node)
{
	const xmlNode *address = igd_xml_first(node, "address");
	enum igd_vm_answer multifunction = igd_xml_answer(address, "multifunction");

	hostdev->guest = igd_xml_guest(node);
	if (multifunction == IGD_VM_YES)
		igd_vm_set_hostdev(vm, hostdev, "multifunction", "on");
	if (igd_xml_has(address, "type", "pci") && !hostdev->guest.is_known)
		igd_vm_remark(vm, "the guest address of the host device %s is none that PCI has",
			hostdev->host ? hostdev->host : "without an address");
}

static void read_pci_source(struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const xmlNode *node)
{
	hostdev->host = igd_xml_host(vm, igd_xml_find(node, "source/address"));
	if (!hostdev->host)
		igd_vm_remark(vm, "a <hostdev> has no <source> with the address of a PCI device");
}

static void read_mdev_source(struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const xmlNode *node)
{
	const char *uuid = igd_xml_get(vm, igd_xml_find(node, "source/address"), "uuid");

	if (uuid)
		igd_vm_set_hostdev(vm, hostdev, "sysfsdev",
			igd_vm_print(vm, "/sys/bus/mdev/devices/%s", uuid));
}

/*
 * Of a PCI device since libvirt 12.1; since 12.2 also of the VM as a whole, "Users can still change
 * it per device" (NEWS). The object is "iommufd0"
 * (tests/qemuxmlconfdata/iommufd-q35.x86_64-latest.args).
 */
static bool uses_iommufd(const xmlNode *node)
{
	const xmlNode *domain = node->parent->parent;
	enum igd_vm_answer own = igd_xml_answer(igd_xml_first(node, "driver"), "iommufd");

	if (igd_xml_has(node, "type", "mdev"))
		return false;
	if (own == IGD_VM_UNKNOWN)
		own = igd_xml_answer(igd_xml_first(domain, "iommufd"), "enabled");
	return own == IGD_VM_YES;
}

/* A <hostdev>, or an <interface type='hostdev'>, which is one too. */
static void add_hostdev(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	const char *boot = igd_xml_raw(igd_xml_first(node, "boot"), "order");
	struct igd_vm_hostdev *hostdev = igd_vm_add_hostdev(vm);

	if (igd_xml_has(node, "type", "mdev"))
		read_mdev_source(vm, hostdev, node);
	else
		read_pci_source(vm, hostdev, node);
	if (alias)
		igd_vm_set_hostdev(vm, hostdev, "id", alias);
	/* docs/formatdomain.rst "Host device assignment": "If managed is omitted or "no" ..." */
	hostdev->is_managed =
		igd_xml_answer(node, "managed") == IGD_VM_YES ? IGD_VM_YES : IGD_VM_NO;
	read_guest(vm, hostdev, node);
	read_rom(vm, hostdev, igd_xml_first(node, "rom"));
	if (boot)
		igd_vm_set_hostdev(vm, hostdev, "bootindex", boot);
	if (uses_iommufd(node))
		igd_vm_set_hostdev(vm, hostdev, "iommufd", "iommufd0");
}

static void read_hostdev(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	const char *host;

	vm->has_host_usb |= igd_xml_has(node, "type", "usb");
	if (!igd_xml_has(node, "type", "pci") && !igd_xml_has(node, "type", "mdev"))
		return;
	/* docs/formatdomain.rst "Device Addresses": since libvirt 6.0 */
	if (igd_xml_has(igd_xml_first(node, "address"), "type", "unassigned")) {
		host = igd_xml_host(vm, igd_xml_find(node, "source/address"));
		igd_vm_remark(vm,
			"the host device %s is listed with <address type='unassigned'/>, so the VM "
			"does not get it",
			host ? host : "without an address");
		return;
	}
	add_hostdev(vm, node, alias);
}

static void read_interface(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	if (igd_libvirt_interface(vm, node) == IGD_VM_NET_HOSTDEV)
		add_hostdev(vm, node, alias);
}

static void read_disk(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	const xmlNode *source = igd_xml_first(node, "source");
	struct igd_vm_disk *disk = igd_vm_add_disk(vm);

	disk->path = igd_xml_get(vm, source, "file");
	if (!disk->path)
		disk->path = igd_xml_get(vm, source, "dev");
	disk->bus = igd_xml_get(vm, igd_xml_first(node, "target"), "bus");
	disk->is_cdrom = igd_xml_has(node, "device", "cdrom");
	igd_libvirt_other(vm, node, alias);
}

/*
 * src/qemu/qemu_command.c qemuBuildShmemBackendMemProps(): /dev/shm/NAME with share=on; 4 MiB where
 * no size is given (src/qemu/qemu_postparse.c qemuDomainShmemDefPostParse()).
 */
static void read_shmem(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	const xmlNode *server = igd_xml_first(node, "server");
	struct igd_vm_shmem *shmem = igd_vm_add_shmem(vm);

	(void)alias;
	shmem->name = igd_xml_get(vm, node, "name");
	shmem->model = igd_xml_get(vm, igd_xml_first(node, "model"), "type");
	if (!shmem->model)
		shmem->model = "ivshmem";
	shmem->bytes = igd_xml_bytes(vm, igd_xml_first(node, "size"), "bytes");
	if (!igd_xml_first(node, "size") && strcmp(shmem->model, "ivshmem-doorbell") != 0)
		shmem->bytes = 4 << 20;
	if (server)
		shmem->path = igd_xml_get(vm, server, "path");
	else if (shmem->name)
		shmem->path = igd_vm_print(vm, "/dev/shm/%s", shmem->name);
	shmem->is_shared = IGD_VM_YES;
	shmem->guest = igd_xml_guest(node);
}

static void read_channel(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	const xmlNode *target = igd_xml_first(node, "target");

	(void)alias;
	if (!igd_xml_has(target, "name", "org.qemu.guest_agent.0"))
		return;
	vm->has_agent = IGD_VM_YES;
	/* Only of what runs (src/conf/domain_conf.c virDomainChrTargetDefFormat()). */
	if (igd_xml_has(target, "state", "connected"))
		vm->is_agent_connected = IGD_VM_YES;
	else if (igd_xml_has(target, "state", "disconnected"))
		vm->is_agent_connected = IGD_VM_NO;
}

/* OVMF writes to port 0x402 (edk2 OvmfPkg/README "debug messages"). */
static void read_serial(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	unsigned port = 0;

	(void)alias;
	if (igd_xml_has(node, "type", "file") &&
		igd_xml_has(igd_xml_first(node, "target"), "type", "isa-debug") &&
		igd_xml_number(igd_xml_first(node, "address"), "iobase", 0xffff, &port) &&
		port == 0x402)
		vm->firmware.debug_log = igd_xml_get(vm, igd_xml_first(node, "source"), "path");
}

static void read_tpm(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	(void)node;
	(void)alias;
	vm->has_tpm = IGD_VM_YES;
}

static void read_iommu(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	vm->has_iommu = IGD_VM_YES;
	igd_libvirt_other(vm, node, alias);
}

static void read_balloon(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	if (igd_xml_has(node, "model", "none"))
		vm->memory.has_balloon = IGD_VM_NO;
	igd_libvirt_other(vm, node, alias);
}

static void read_emulator(struct igd_vm *vm, const xmlNode *node, const char *alias)
{
	(void)alias;
	if (!vm->emulator)
		vm->emulator = igd_xml_text(vm, node);
}

static const struct {
	const char *element;
	void (*read)(struct igd_vm *vm, const xmlNode *node, const char *alias);
} readers[] = {
	{ "emulator", read_emulator },
	{ "hostdev", read_hostdev },
	{ "interface", read_interface },
	{ "disk", read_disk },
	{ "video", igd_libvirt_display },
	{ "shmem", read_shmem },
	{ "channel", read_channel },
	{ "serial", read_serial },
	{ "tpm", read_tpm },
	{ "iommu", read_iommu },
	{ "memballoon", read_balloon },
};

/* How many have got a name of their kind by themselves. */
struct names {
	unsigned hostdevs, videos;
};

/*
 * The alias, or where the domain does not run and has none the one that it will get: src/qemu/qemu_alias.c
 * qemuAssignDeviceAliases(), where interfaces come before host devices.
 */
static const char *alias_of(struct igd_vm *vm, const xmlNode *device, struct names *names)
{
	const char *alias = igd_xml_get(vm, igd_xml_first(device, "alias"), "name");

	if (alias)
		return alias;
	if (igd_xml_is(device, "hostdev") ||
		(igd_xml_is(device, "interface") && igd_xml_has(device, "type", "hostdev")))
		return igd_vm_print(vm, "hostdev%u", names->hostdevs++);
	if (igd_xml_is(device, "video"))
		return igd_vm_print(vm, "video%u", names->videos++);
	return NULL;
}

static void read_device(struct igd_vm *vm, const xmlNode *device, const char *alias)
{
	size_t i;

	for (i = 0; i < sizeof(readers) / sizeof(*readers); i++)
		if (igd_xml_is(device, readers[i].element)) {
			readers[i].read(vm, device, alias);
			return;
		}
	igd_libvirt_other(vm, device, alias);
}

/*
 * src/conf/domain_conf.c virDomainDefAddImplicitVideo(): graphics without a display get one, which
 * src/conf/domain_postparse.c makes the primary one and src/qemu/qemu_postparse.c
 * qemuDomainDefaultVideoDevice() a Cirrus, or VGA where that QEMU has no Cirrus.
 */
static void add_implicit_display(struct igd_vm *vm)
{
	struct igd_vm_display *display = igd_vm_add_display(vm);

	display->model = "cirrus-vga";
	display->is_primary = true;
	igd_vm_set(vm, &display->properties, "id", "video0");
	igd_vm_remark(vm, "it has <graphics> and no <video>: libvirt adds a display, unless "
			  "there is <video><model type='none'/></video>");
}

void igd_libvirt_devices(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *devices = igd_xml_first(domain, "devices"), *device;
	struct names names = { 0 };

	/* docs/formatdomain.rst "Memory balloon device": "It will be automatically added when appropriate" */
	vm->memory.has_balloon = IGD_VM_YES;
	for (device = igd_xml_first(devices, "interface"); device;
		device = igd_xml_next(device, "interface"))
		read_interface(vm, device, alias_of(vm, device, &names));
	for (device = igd_xml_first(devices, NULL); device; device = igd_xml_next(device, NULL))
		if (!igd_xml_is(device, "interface"))
			read_device(vm, device, alias_of(vm, device, &names));
	if (igd_xml_first(devices, "graphics") && !igd_xml_first(devices, "video"))
		add_implicit_display(vm);
}
