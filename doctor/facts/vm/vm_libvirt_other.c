// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_other - the devices that matter only because they stand somewhere: bridges, controllers, sound
 */
#include <fnmatch.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

/*
 * What libvirt makes of a device: src/qemu/qemu_command.c qemuControllerModelUSB[],
 * qemuBuild*DevProps() and qemuBuildVirtioDevGetConfigDev(), src/conf/domain_conf.c
 * virDomainControllerPCIModelName[]. A SATA controller is given as "ahci", QEMU's other name of
 * "ich9-ahci", a virtio IOMMU as "virtio-iommu" (QEMU 10.0 system/qdev-monitor.c
 * qdev_alias_table[]). The IDE controller is the machine's own. NVMe controllers came after 11.3.
 * "" is none on PCI.
 */
static const struct {
	const char *kind, *driver;
} drivers[] = {
	{ "controller/pci/pcie-root-port", "pcie-root-port" },
	{ "controller/pci/dmi-to-pci-bridge", "i82801b11-bridge" },
	{ "controller/pci/pci-bridge", "pci-bridge" },
	{ "controller/pci/pcie-to-pci-bridge", "pcie-pci-bridge" },
	{ "controller/pci/pcie-switch-upstream-port", "x3130-upstream" },
	{ "controller/pci/pcie-switch-downstream-port", "xio3130-downstream" },
	{ "controller/pci/pci-expander-bus", "pxb" },
	{ "controller/pci/pcie-expander-bus", "pxb-pcie" },
	{ "controller/usb/piix3-uhci", "piix3-usb-uhci" },
	{ "controller/usb/piix4-uhci", "piix4-usb-uhci" },
	{ "controller/usb/ehci", "usb-ehci" },
	{ "controller/usb/ich9-ehci1", "ich9-usb-ehci1" },
	{ "controller/usb/ich9-uhci1", "ich9-usb-uhci1" },
	{ "controller/usb/ich9-uhci2", "ich9-usb-uhci2" },
	{ "controller/usb/ich9-uhci3", "ich9-usb-uhci3" },
	{ "controller/usb/pci-ohci", "pci-ohci" },
	{ "controller/usb/nec-xhci", "nec-usb-xhci" },
	{ "controller/usb/qemu-xhci", "qemu-xhci" },
	{ "controller/usb/none", "" },
	{ "controller/sata/*", "ich9-ahci" },
	{ "controller/ide/*", "piix3-ide" },
	{ "controller/scsi/virtio*", "virtio-scsi-pci" },
	{ "controller/scsi/lsilogic", "lsi" },
	{ "controller/scsi/lsisas1068", "mptsas1068" },
	{ "controller/scsi/lsisas1078", "megasas" },
	{ "controller/scsi/vmpvscsi", "pvscsi" },
	{ "controller/virtio-serial/*", "virtio-serial-pci" },
	{ "controller/nvme/*", "nvme" },
	{ "sound/ich6/", "intel-hda" },
	{ "sound/ich9/", "ich9-intel-hda" },
	{ "sound/ac97/", "AC97" },
	{ "sound/es1370/", "ES1370" },
	{ "sound/virtio/", "virtio-sound-pci" },
	{ "memballoon/virtio*", "virtio-balloon-pci" },
	{ "memballoon/none/", "" },
	{ "rng/virtio*", "virtio-rng-pci" },
	{ "input/virtio/keyboard", "virtio-keyboard-pci" },
	{ "input/virtio/mouse", "virtio-mouse-pci" },
	{ "input/virtio/tablet", "virtio-tablet-pci" },
	{ "input/virtio/passthrough", "virtio-input-host-pci" },
	{ "filesystem/*", "virtio-9p-pci" },
	{ "vsock/*", "vhost-vsock-pci" },
	{ "watchdog/i6300esb/", "i6300esb" },
	{ "iommu/intel/", "intel-iommu" },
	{ "iommu/virtio/", "virtio-iommu-pci" },
	{ "crypto/*", "virtio-crypto-pci" },
	{ "disk/virtio/", "virtio-blk-pci" },
	{ "panic/pvpanic/", "pvpanic-pci" },
};

/* What tells the devices of an element apart. */
static const struct {
	const char *element, *child, *first, *second;
} keys[] = {
	{ "controller", NULL, "type", "model" },
	{ "input", NULL, "bus", "type" },
	{ "disk", "target", "bus", NULL },
};

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

/* "controller/pci/pcie-root-port", "sound/ich9/" */
static char *kind_of(const xmlNode *device)
{
	const char *first = igd_xml_raw(device, "model"), *second = NULL;
	const xmlNode *node;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (!igd_xml_is(device, keys[i].element))
			continue;
		node = keys[i].child ? igd_xml_first(device, keys[i].child) : device;
		first = igd_xml_raw(node, keys[i].first);
		second = keys[i].second ? igd_xml_raw(node, keys[i].second) : NULL;
	}
	return igd_printf("%s/%.64s/%.64s", (const char *)device->name, or_nothing(first),
		or_nothing(second));
}

static const char *driver_of(const xmlNode *device)
{
	IGD_AUTOFREE char *kind = kind_of(device);
	size_t i;

	if (igd_xml_has(igd_xml_first(device, "model"), "name", "ioh3420"))
		return "ioh3420";
	if (igd_xml_is(device, "filesystem") &&
		igd_xml_has(igd_xml_first(device, "driver"), "type", "virtiofs"))
		return "vhost-user-fs-pci";
	for (i = 0; i < sizeof(drivers) / sizeof(*drivers); i++)
		if (fnmatch(drivers[i].kind, kind, 0) == 0)
			return drivers[i].driver;
	return NULL;
}

/* <pcihole64> is a global of the host bridge, in KiB (qemuBuildGlobalControllerCommandLine()). */
static void read_root(struct igd_vm *vm, const xmlNode *controller)
{
	uint64_t bytes = igd_xml_bytes(vm, igd_xml_first(controller, "pcihole64"), "KiB");

	if (igd_xml_first(controller, "pcihole64"))
		igd_vm_set(vm, &vm->globals,
			vm->machine.chipset == IGD_VM_Q35 ? "q35-pcihost.pci-hole64-size"
							  : "i440FX-pcihost.pci-hole64-size",
			igd_vm_print(vm, "%llu", (unsigned long long)bytes));
}

/* "pci.3" is what libvirt calls the controller with index 3 (src/qemu/qemu_alias.c). */
static void read_bridge(struct igd_vm *vm, struct igd_vm_other *other, const xmlNode *controller)
{
	static const char *const names[] = { "chassis", "port", "hotplug" };
	const xmlNode *target = igd_xml_first(controller, "target");
	unsigned index;
	size_t i;

	if (igd_xml_number(controller, "index", 255, &index))
		igd_vm_set(vm, &other->properties, "id", igd_vm_print(vm, "pci.%u", index));
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (igd_xml_raw(target, names[i]))
			igd_vm_set(vm, &other->properties, names[i], igd_xml_raw(target, names[i]));
}

void igd_libvirt_other(struct igd_vm *vm, const xmlNode *device, const char *alias)
{
	bool is_pci = igd_xml_is(device, "controller") && igd_xml_has(device, "type", "pci");
	struct igd_vm_address guest = igd_xml_guest(device);
	const char *driver = driver_of(device);
	struct igd_vm_other *other;

	if (is_pci && (igd_xml_has(device, "model", "pcie-root") ||
			      igd_xml_has(device, "model", "pci-root"))) {
		read_root(vm, device);
		return;
	}
	if (driver ? !*driver : !guest.is_known)
		return;
	other = igd_vm_add_other(vm);
	other->driver = driver ? driver : igd_vm_print(vm, "%s", (const char *)device->name);
	other->guest = guest;
	if (alias)
		igd_vm_set(vm, &other->properties, "id", alias);
	if (is_pci)
		read_bridge(vm, other, device);
}
