// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_libvirt - domains as libvirt and virt-manager write them
 */
#include "tests/unit/vm_domain.h"

/* LongQT-sea/intel-igpu-passthru#31: an iGPU at 00:02.0 of a Q35, with the root ports moved away. */
static void test_longqt31(void **state)
{
	struct igd_vm vm = load("longqt31");

	(void)state;
	assert_string_equal(vm.name, "win10-igd");
	assert_string_equal(vm.uuid, "5d2c7a3e-0d0b-4b0f-9a3c-6f7be3c1a031");
	assert_string_equal(vm.guest_os, "windows");
	assert_string_equal(vm.emulator, "/usr/bin/qemu-system-x86_64");
	assert_int_equal(vm.is_running, IGD_VM_UNKNOWN);
	assert_string_equal(vm.on_reboot, "restart");
	assert_int_equal(vm.machine.chipset, IGD_VM_Q35);
	assert_string_equal(vm.machine.type, "pc-q35-9.2");
	assert_property(&vm.machine.properties, "vmport", "off");
	assert_property(&vm.machine.properties, "kernel_irqchip", "on");
	assert_property(&vm.machine.properties, "smm", NULL);
	assert_int_equal(vm.firmware.kind, IGD_VM_OVMF);
	assert_string_equal(vm.firmware.path, "/usr/share/edk2/x64/OVMF_CODE.4m.fd");
	assert_string_equal(vm.firmware.nvram, "/var/lib/libvirt/qemu/nvram/win10-igd_VARS.fd");
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_NO);
	assert_int_equal(vm.memory.bytes, 16 * GIB);
	assert_int_equal(vm.memory.kvm, IGD_VM_YES);
	assert_int_equal(vm.memory.has_balloon, IGD_VM_NO);
	assert_int_equal(vm.memory.is_locked, IGD_VM_NO);
	assert_int_equal(vm.has_agent, IGD_VM_YES);
	assert_int_equal(vm.display_count, 0);
	assert_int_equal(vm.remark_count, 0);
	igd_vm_done(&vm);
}

static void test_longqt31_cpu(void **state)
{
	struct igd_vm vm = load("longqt31");

	(void)state;
	assert_string_equal(vm.cpu.model, "host");
	assert_int_equal(vm.cpu.vcpus, 8);
	assert_int_equal(vm.cpu.host_phys_bits, IGD_VM_YES);
	assert_int_equal(vm.cpu.host_phys_bits_limit, 39);
	assert_int_equal(vm.cpu.phys_bits, 0);
	assert_int_equal(vm.cpu.has_hypervisor_bit, IGD_VM_NO);
	assert_property(&vm.cpu.properties, "hypervisor", "off");
	assert_int_equal(vm.cpu.is_kvm_hidden, IGD_VM_YES);
	assert_property(&vm.cpu.properties, "kvm", "off");
	assert_int_equal(vm.cpu.has_hyperv, IGD_VM_YES);
	assert_null(vm.cpu.hyperv_vendor_id);
	assert_property(&vm.cpu.properties, "hv-relaxed", "on");
	assert_property(&vm.cpu.properties, "hv-spinlocks", "8191");
	assert_property(&vm.cpu.properties, "hv-xmm-input", "on");
	assert_property(&vm.cpu.properties, "hv-vendor-id", NULL);
	igd_vm_done(&vm);
}

static void test_longqt31_devices(void **state)
{
	struct igd_vm vm = load("longqt31");
	const struct igd_vm_hostdev *igpu = igd_vm_hostdev(&vm, "0000:00:02.0");
	const struct igd_vm_hostdev *sound = igd_vm_hostdev(&vm, "0000:00:1f.3");

	(void)state;
	assert_int_equal(vm.hostdev_count, 2);
	assert_string_equal(igpu->alias, "hostdev0");
	assert_at(&igpu->guest, 0, 2, 0);
	assert_int_equal(igd_vm_is_at_2(&igpu->guest), IGD_VM_YES);
	assert_int_equal(igpu->is_managed, IGD_VM_YES);
	assert_int_equal(igpu->has_rom_bar, IGD_VM_YES);
	assert_string_equal(igpu->rom, "/usr/share/vgabios/RKL_TGL_ADL_RPL_GOPv17_igd.rom");
	assert_property(&igpu->properties, "x-igd-opregion", "on");
	assert_property(&igpu->properties, "x-igd-legacy-mode", "off");
	assert_property(&igpu->properties, "x-igd-gms", "2");
	/* hostdev1 is the USB device between them */
	assert_string_equal(sound->alias, "hostdev2");
	assert_int_equal(sound->is_managed, IGD_VM_NO);
	assert_int_equal(sound->has_rom_bar, IGD_VM_NO);
	assert_null(sound->rom);

	assert_int_equal(vm.nic_count, 1);
	assert_int_equal(vm.nics[0].kind, IGD_VM_NET_NETWORK);
	assert_string_equal(vm.nics[0].source, "default");
	assert_string_equal(vm.nics[0].model, "virtio");
	assert_string_equal(vm.nics[0].mac, "52:54:00:8a:11:02");
	assert_at(&vm.nics[0].guest, 1, 0, 0);
	assert_int_equal(vm.disk_count, 2);
	assert_string_equal(vm.disks[0].bus, "virtio");
	assert_false(vm.disks[0].is_cdrom);
	assert_string_equal(vm.disks[1].path, "/var/lib/libvirt/images/virtio-win.iso");
	assert_true(vm.disks[1].is_cdrom);
	assert_at(&other(&vm, "virtio-blk-pci")->guest, 5, 0, 0);
	assert_at(&other(&vm, "pcie-root-port")->guest, 0, 3, 0);
	assert_property(&other(&vm, "pcie-root-port")->properties, "id", "pci.1");
	assert_property(&other(&vm, "pcie-root-port")->properties, "chassis", "1");
	assert_at(&other(&vm, "ich9-ahci")->guest, 0, 0x1f, 2);
	assert_at(&other(&vm, "ich9-intel-hda")->guest, 0, 0x1b, 0);
	assert_at(&other(&vm, "qemu-xhci")->guest, 2, 0, 0);
	assert_null(find_other(&vm, "watchdog"));
	assert_null(find_other(&vm, "virtio-balloon-pci"));
	igd_vm_done(&vm);
}

/* "Windows 11" in the style of virt-manager. */
static void test_win11(void **state)
{
	struct igd_vm vm = load("win11-default");

	(void)state;
	assert_int_equal(vm.hostdev_count, 0);
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_YES);
	assert_property(&vm.machine.properties, "smm", "on");
	assert_string_equal(vm.cpu.model, "host");
	assert_int_equal(vm.cpu.host_phys_bits, IGD_VM_UNKNOWN);
	assert_int_equal(vm.cpu.has_hypervisor_bit, IGD_VM_YES);
	assert_int_equal(vm.cpu.is_kvm_hidden, IGD_VM_NO);
	assert_int_equal(vm.has_tpm, IGD_VM_YES);
	assert_int_equal(vm.has_iommu, IGD_VM_NO);
	assert_int_equal(vm.has_agent, IGD_VM_NO);
	assert_int_equal(vm.memory.has_balloon, IGD_VM_YES);
	assert_int_equal(vm.smbios.mode, IGD_VM_SMBIOS_UNSAID);
	assert_int_equal(vm.display_count, 1);
	assert_string_equal(vm.displays[0].model, "qxl-vga");
	assert_true(vm.displays[0].is_primary);
	assert_at(&vm.displays[0].guest, 0, 1, 0);
	assert_property(&vm.displays[0].properties, "id", "video0");
	assert_property(&vm.displays[0].properties, "ram_size", "67108864");
	assert_property(&vm.displays[0].properties, "vram64_size_mb", "128");
	assert_property(&vm.displays[0].properties, "vgamem_mb", "16");
	/* The root port that stands where an iGPU would */
	assert_at(&vm.others[1].guest, 0, 2, 0);
	assert_string_equal(vm.others[1].driver, "pcie-root-port");
	assert_at(&other(&vm, "virtio-balloon-pci")->guest, 4, 0, 0);
	assert_int_equal(vm.disk_count, 2);
	assert_null(vm.disks[1].path);
	assert_int_equal(vm.remark_count, 0);
	igd_vm_done(&vm);
}

static void test_gpu_guide(void **state)
{
	struct igd_vm vm = load("gpu-guide");

	(void)state;
	assert_int_equal(vm.memory.bytes, 24 * GIB);
	assert_int_equal(vm.memory.has_hugepages, IGD_VM_YES);
	assert_int_equal(vm.memory.hugepage_bytes, GIB);
	assert_int_equal(vm.memory.is_locked, IGD_VM_YES);
	assert_int_equal(vm.memory.is_shared, IGD_VM_YES);
	assert_int_equal(vm.memory.hard_limit, 26 * GIB);
	assert_string_equal(vm.cpu.model, "Skylake-Client-IBRS");
	assert_int_equal(vm.cpu.phys_bits, 42);
	assert_int_equal(vm.cpu.host_phys_bits, IGD_VM_UNKNOWN);
	assert_int_equal(vm.cpu.vcpus, 12);
	assert_string_equal(vm.cpu.hyperv_vendor_id, "GenuineIntel");
	assert_property(&vm.cpu.properties, "hv-vendor-id", "GenuineIntel");
	assert_property(&vm.cpu.properties, "topoext", "on");
	assert_property(&vm.cpu.properties, "svm", "off");
	assert_property(&vm.machine.properties, "kernel_irqchip", "split");
	assert_int_equal(vm.firmware.kind, IGD_VM_OVMF);
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_UNKNOWN);
	assert_int_equal(vm.hostdev_count, 2);
	assert_string_equal(vm.hostdevs[0].rom, "/var/lib/libvirt/vbios/3070.rom");
	assert_property(&vm.hostdevs[0].properties, "multifunction", "on");
	assert_at(&vm.hostdevs[1].guest, 6, 0, 1);
	assert_int_equal(vm.hostdevs[1].has_rom_bar, IGD_VM_NO);
	assert_null(vm.hostdevs[1].rom);
	assert_int_equal(vm.nics[0].kind, IGD_VM_NET_MACVTAP);
	assert_string_equal(vm.nics[0].source, "enp5s0");
	assert_int_equal(vm.nics[1].kind, IGD_VM_NET_BRIDGE);
	assert_string_equal(vm.nics[1].source, "br0");
	assert_null(vm.nics[1].model);
	assert_false(vm.nics[1].guest.is_known);
	assert_string_equal(vm.disks[0].path, "/dev/disk/by-id/nvme-Samsung_SSD_980");
	assert_at(&other(&vm, "virtio-keyboard-pci")->guest, 8, 0, 0);
	igd_vm_done(&vm);
}

static void test_smbios(void **state)
{
	static const struct igd_vm_smbios_value expected[] = {
		{ 0, "vendor", "American Megatrends Inc." },
		{ 0, "version", "F20" },
		{ 0, "date", "04/20/2023" },
		{ 1, "manufacturer", "Gigabyte & Friends" },
		{ 1, "product", "Z690" },
		{ 1, "uuid", "0c1f0f36-8f4d-4b8e-a1ff-0a26a5ce9a12" },
		{ 2, "manufacturer", "Gigabyte" },
		{ 2, "product", "Z690 AORUS" },
		{ 3, "sku", "Default string" },
		{ 11, "value", "first" },
		{ 11, "value", "second <one>" },
	};
	struct igd_vm vm = load("gpu-guide");
	size_t i;

	(void)state;
	assert_int_equal(vm.smbios.mode, IGD_VM_SMBIOS_SYSINFO);
	assert_int_equal(vm.smbios.value_count, sizeof(expected) / sizeof(*expected));
	for (i = 0; i < vm.smbios.value_count; i++) {
		assert_int_equal(vm.smbios.values[i].type, expected[i].type);
		assert_string_equal(vm.smbios.values[i].field, expected[i].field);
		assert_string_equal(vm.smbios.values[i].value, expected[i].value);
	}
	igd_vm_done(&vm);
}

static struct igd_vm parse(const char *text)
{
	struct igd_error error = { 0 };
	struct igd_vm vm = { 0 };

	assert_int_equal(igd_vm_parse_libvirt(text, strlen(text), &vm, &error), 0);
	return vm;
}

/*
 * What later libvirt has added: <iommufd> of the VM, which a device can refuse; host-model of
 * Hyper-V.
 */
static void test_iommufd(void **state)
{
	struct igd_vm vm = parse(
		"<domain type='kvm'><iommufd enabled='yes'/><features><hyperv mode='host-model'/>"
		"</features><devices>"
		"<hostdev type='pci'><driver iommufd='no'/><source><address bus='0' slot='2'/>"
		"</source></hostdev></devices></domain>");

	(void)state;
	assert_int_equal(vm.uses_iommufd, IGD_VM_NO);
	assert_property(&vm.hostdevs[0].properties, "iommufd", NULL);
	assert_int_equal(vm.cpu.has_hyperv, IGD_VM_YES);
	igd_vm_done(&vm);
	vm = parse("<domain type='kvm'><iommufd enabled='yes'/><devices>"
		   "<hostdev type='pci'><source><address bus='0' slot='2'/></source></hostdev>"
		   "</devices></domain>");
	assert_int_equal(vm.uses_iommufd, IGD_VM_YES);
	assert_property(&vm.hostdevs[0].properties, "iommufd", "iommufd0");
	igd_vm_done(&vm);
}

/* Nothing is said of sharing: QEMU shares a memfd by itself. */
static void test_memfd(void **state)
{
	struct igd_vm vm = parse("<domain type='kvm'><memoryBacking><source type='memfd'/>"
				 "</memoryBacking></domain>");

	(void)state;
	assert_int_equal(vm.memory.is_shared, IGD_VM_YES);
	igd_vm_done(&vm);
	vm = parse("<domain type='kvm'><memoryBacking><source type='memfd'/>"
		   "<access mode='private'/></memoryBacking></domain>");
	assert_int_equal(vm.memory.is_shared, IGD_VM_NO);
	igd_vm_done(&vm);
}

/*
 * A positive number may be "signed", what is removed has no value, and "device.json" is no longer
 * heeded.
 */
static void test_override(void **state)
{
	struct igd_vm vm = parse(
		"<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>"
		"<devices><hostdev type='pci'><source><address bus='0' slot='2'/></source>"
		"</hostdev></devices><qemu:override><qemu:device alias='hostdev0'><qemu:frontend>"
		"<qemu:property name='x-igd-gms' type='signed' value='2'/>"
		"<qemu:property name='x-vga' type='remove' value='on'/>"
		"</qemu:frontend></qemu:device></qemu:override>"
		"<qemu:capabilities><qemu:del capability='device.json'/></qemu:capabilities>"
		"<qemu:commandline><qemu:arg value='-set'/>"
		"<qemu:arg value='device.hostdev0.x-igd-opregion=on'/></qemu:commandline></domain>");

	(void)state;
	assert_property(&vm.hostdevs[0].properties, "x-igd-gms", "2");
	assert_true(is_said(&vm, "gives `x-vga` the value 'on', which libvirt refuses for "
				 "type='remove'"));
	assert_true(is_said(&vm, "has `-set device.hostdev0.x-igd-opregion=on`: with QEMU 7.0"));
	assert_int_equal(vm.remark_count, 2);
	igd_vm_done(&vm);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_longqt31),
		cmocka_unit_test(test_longqt31_cpu),
		cmocka_unit_test(test_longqt31_devices),
		cmocka_unit_test(test_win11),
		cmocka_unit_test(test_gpu_guide),
		cmocka_unit_test(test_smbios),
		cmocka_unit_test(test_iommufd),
		cmocka_unit_test(test_memfd),
		cmocka_unit_test(test_override),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
