// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_libvirt_more - domains as people write them, and what goes wrong there
 */
#include "tests/unit/vm_domain.h"

static void test_looking_glass(void **state)
{
	struct igd_vm vm = load("looking-glass-shm");

	(void)state;
	assert_string_equal(vm.cpu.model, "max");
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_YES);
	assert_int_equal(vm.shmem_count, 3);
	assert_string_equal(vm.shmems[0].name, "looking-glass");
	assert_string_equal(vm.shmems[0].model, "ivshmem-plain");
	assert_string_equal(vm.shmems[0].path, "/dev/shm/looking-glass");
	assert_int_equal(vm.shmems[0].bytes, 64 * MIB);
	assert_int_equal(vm.shmems[0].is_shared, IGD_VM_YES);
	assert_at(&vm.shmems[0].guest, 11, 1, 0);
	assert_int_equal(vm.shmems[1].bytes, 4 * MIB);
	assert_false(vm.shmems[1].guest.is_known);
	assert_string_equal(vm.shmems[2].path, "/run/ivshmem/bell");
	assert_int_equal(vm.shmems[2].bytes, 0);
	assert_int_equal(vm.display_count, 2);
	assert_string_equal(vm.displays[0].model, "virtio-vga-gl");
	assert_true(vm.displays[0].is_primary);
	assert_property(&vm.displays[0].properties, "blob", "on");
	assert_string_equal(vm.displays[1].model, "qxl");
	assert_false(vm.displays[1].is_primary);
	assert_property(&vm.displays[1].properties, "vram64_size_mb", "256");
	assert_property(&vm.displays[1].properties, "id", "video1");
	assert_non_null(find_other(&vm, "pcie-pci-bridge"));
	igd_vm_done(&vm);
}

static void test_kvmfr(void **state)
{
	struct igd_vm vm = load("looking-glass-kvmfr");

	(void)state;
	assert_int_equal(vm.is_running, IGD_VM_YES);
	assert_string_equal(vm.cpu.model, "host-model");
	assert_int_equal(vm.cpu.vcpus, 6);
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_UNKNOWN);
	assert_property(&vm.globals, "q35-pcihost.pci-hole64-size", "68719476736");
	assert_string_equal(vm.displays[0].model, "VGA");
	assert_property(&vm.displays[0].properties, "vgamem_mb", "16");
	assert_at(&vm.hostdevs[0].guest, 0, 0x10, 0);
	assert_int_equal(vm.shmem_count, 1);
	assert_string_equal(vm.shmems[0].path, "/dev/kvmfr0");
	assert_int_equal(vm.shmems[0].bytes, 64 * MIB);
	assert_int_equal(vm.shmems[0].is_shared, IGD_VM_YES);
	assert_int_equal(vm.remark_count, 0);
	igd_vm_done(&vm);
}

static void test_session(void **state)
{
	struct igd_vm vm = load("session");

	(void)state;
	assert_string_equal(vm.guest_os, "linux");
	assert_int_equal(vm.firmware.kind, IGD_VM_OVMF);
	assert_null(vm.firmware.path);
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_UNKNOWN);
	assert_int_equal(vm.nics[0].kind, IGD_VM_NET_USER);
	assert_string_equal(vm.hostdevs[0].host, "0000:00:02.0");
	assert_false(vm.hostdevs[0].guest.is_known);
	assert_int_equal(igd_vm_is_at_2(&vm.hostdevs[0].guest), IGD_VM_UNKNOWN);
	assert_string_equal(vm.displays[0].model, "virtio-vga");
	assert_false(vm.displays[0].guest.is_known);
	assert_int_equal(vm.memory.has_balloon, IGD_VM_YES);
	assert_non_null(find_other(&vm, "virtio-rng-pci"));
	assert_false(other(&vm, "virtio-blk-pci")->guest.is_known);
	igd_vm_done(&vm);
}

static void test_i440fx(void **state)
{
	struct igd_vm vm = load("i440fx-legacy");
	const struct igd_vm_hostdev *igpu = igd_vm_hostdev(&vm, "0000:00:02.0");

	(void)state;
	assert_int_equal(vm.machine.chipset, IGD_VM_I440FX);
	assert_int_equal(vm.firmware.kind, IGD_VM_SEABIOS);
	assert_null(vm.firmware.path);
	assert_int_equal(vm.firmware.secure_boot, IGD_VM_NO);
	assert_string_equal(vm.on_reboot, "destroy");
	assert_string_equal(vm.emulator, "/usr/bin/kvm");
	assert_int_equal(vm.cpu.is_kvm_hidden, IGD_VM_NO);
	assert_property(&vm.cpu.properties, "hypervisor", "on");
	assert_property(&vm.globals, "i440FX-pcihost.pci-hole64-size", "0");
	assert_at(&other(&vm, "piix3-ide")->guest, 0, 1, 1);
	assert_at(&other(&vm, "piix3-usb-uhci")->guest, 0, 1, 2);
	assert_at(&other(&vm, "virtio-balloon-pci")->guest, 0, 6, 0);
	assert_non_null(igpu);
	assert_string_equal(igpu->alias, "igd");
	assert_int_equal(igd_vm_is_at_2(&igpu->guest), IGD_VM_YES);
	assert_string_equal(igpu->rom, "/usr/share/kvm/vbios.bin");
	assert_property(&igpu->properties, "x-igd-opregion", "on");
	assert_property(&igpu->properties, "x-igd-gms", "1");
	/* The device is made by an argument, so -set finds it. */
	assert_int_equal(vm.remark_count, 0);
	igd_vm_done(&vm);
}

static void test_what_goes_wrong_past_libvirt(void **state)
{
	struct igd_vm vm = load("set-json");
	const struct igd_vm_hostdev *igpu = igd_vm_hostdev(&vm, "0000:00:02.0");

	(void)state;
	assert_int_equal(vm.memory.bytes, 4 * GIB);
	assert_int_equal(vm.hostdev_count, 1);
	assert_string_equal(igpu->alias, "ua-igpu");
	assert_property(&igpu->properties, "x-igd-opregion", "on");
	assert_property(&igpu->properties, "x-vga", "on");
	assert_true(is_said(&vm, "the host device 0000:00:14.0 is listed with <address "
				 "type='unassigned'/>, so the VM does not get it"));
	assert_true(is_said(&vm, "<qemu:commandline> stands in <devices>"));
	assert_true(is_said(&vm, "<qemu:override> is for the device `hostdev3`, which this VM does "
				 "not have"));
	assert_true(is_said(&vm, "gives `x-igd-opregion` as type='string', which QEMU refuses: it "
				 "wants type='bool' value='true'"));
	assert_true(is_said(&vm, "gives `x-igd-gms` the value '0x2', which libvirt refuses"));
	assert_true(is_said(&vm, "gives `x-igd-lpc` the value 'on', which libvirt refuses"));
	assert_true(is_said(&vm, "has `-set device.ua-igpu.x-vga=on`: with QEMU 7.0"));
	assert_true(is_said(&vm, "(`there is no device \"ua-igpu\" defined`)"));
	assert_true(is_said(&vm, "<qemu:arg value='-set device.hostdev0.x-igd-lpc=on'/> is one "
				 "word"));
	assert_int_equal(vm.remark_count, 8);
	igd_vm_done(&vm);
}

static void test_no_namespace(void **state)
{
	struct igd_vm vm = load("no-namespace");
	const struct igd_vm_hostdev *igpu = igd_vm_hostdev(&vm, "0000:00:02.0");

	(void)state;
	assert_int_equal(igpu->properties.count, 0);
	assert_at(&igpu->guest, 1, 0, 0);
	assert_int_equal(igd_vm_is_at_2(&igpu->guest), IGD_VM_NO);
	assert_int_equal(igpu->is_managed, IGD_VM_NO);
	assert_int_equal(vm.smbios.value_count, 0);
	assert_true(is_said(&vm, "libvirt drops <qemu:override>: <domain> does not declare "
				 "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'"));
	assert_true(is_said(&vm, "libvirt drops <qemu:commandline>"));
	assert_true(is_said(&vm, "<sysinfo type='smbios'> has no effect"));
	assert_true(is_said(&vm, "names `opt/ovmf/X-PciMmio64Mb`, which libvirt refuses"));
	assert_int_equal(vm.remark_count, 4);
	igd_vm_done(&vm);
}

static void test_status(void **state)
{
	struct igd_vm vm = load("domstatus");
	const struct igd_vm_hostdev *igpu = igd_vm_hostdev(&vm, "0000:00:02.0");

	(void)state;
	assert_int_equal(vm.is_running, IGD_VM_YES);
	assert_int_equal(vm.memory.bytes, 16 * GIB);
	assert_int_equal(vm.memory.max_bytes, 64 * GIB);
	assert_int_equal(vm.uses_iommufd, IGD_VM_YES);
	assert_int_equal(vm.firmware.kind, IGD_VM_SEABIOS);
	assert_text(vm.firmware.debug_log, "/tmp/ovmf.log");
	assert_int_equal(vm.smbios.mode, IGD_VM_SMBIOS_HOST);
	assert_string_equal(vm.cpu.model, "qemu64");
	assert_int_equal(vm.has_tpm, IGD_VM_YES);
	assert_int_equal(vm.has_iommu, IGD_VM_YES);
	assert_non_null(find_other(&vm, "intel-iommu"));
	assert_non_null(find_other(&vm, "vhost-user-fs-pci"));
	assert_string_equal(vm.displays[0].model, "ramfb");
	assert_false(vm.displays[0].is_primary);
	assert_int_equal(vm.nics[0].kind, IGD_VM_NET_HOSTDEV);
	assert_int_equal(vm.nics[1].kind, IGD_VM_NET_TAP);
	assert_int_equal(vm.hostdev_count, 3);
	assert_string_equal(vm.hostdevs[0].host, "0000:03:10.1");
	assert_string_equal(vm.hostdevs[0].alias, "hostdev0");
	assert_string_equal(igpu->alias, "hostdev1");
	assert_property(&igpu->properties, "iommufd", "iommufd0");
	assert_null(vm.hostdevs[2].host);
	assert_property(&vm.hostdevs[2].properties, "sysfsdev",
		"/sys/bus/mdev/devices/c2177883-f1bb-47f0-914d-32a22e3a8804");
	assert_at(&vm.hostdevs[2].guest, 0, 5, 0);
	igd_vm_done(&vm);
}

static void test_handwritten(void **state)
{
	struct igd_vm vm = load("handwritten");

	(void)state;
	assert_string_equal(vm.name, "by hand");
	assert_int_equal(vm.memory.kvm, IGD_VM_NO);
	assert_int_equal(vm.memory.bytes, 2000000000); /* the first, and MB is 1000000 */
	assert_int_equal(vm.machine.chipset, IGD_VM_I440FX);
	assert_null(vm.machine.type);
	assert_int_equal(vm.firmware.kind, IGD_VM_SEABIOS);
	assert_int_equal(vm.cpu.vcpus, 1);
	assert_null(vm.cpu.model);
	assert_null(vm.guest_os);
	assert_int_equal(vm.hostdev_count, 2);
	assert_null(vm.hostdevs[0].host);
	assert_false(vm.hostdevs[0].guest.is_known);
	assert_string_equal(vm.hostdevs[1].host, "0000:00:02.0");
	assert_at(&vm.hostdevs[1].guest, 0, 2, 0);
	assert_int_equal(vm.hostdevs[1].has_rom_bar, IGD_VM_NO);
	assert_true(is_said(&vm, "a <hostdev> has no <source> with the address of a PCI device"));
	assert_true(is_said(&vm, "is none that PCI has"));
	assert_string_equal(vm.displays[0].model, "cirrus-vga");
	assert_true(vm.displays[0].is_primary);
	assert_true(is_said(&vm, "it has <graphics> and no <video>"));
	igd_vm_done(&vm);
}

static void test_snapshot(void **state)
{
	struct igd_vm vm = load("snapshot");

	(void)state;
	assert_string_equal(vm.name, "snapped");
	assert_string_equal(vm.machine.type, "pc-1.3");
	assert_int_equal(vm.machine.chipset, IGD_VM_I440FX);
	assert_int_equal(vm.is_running, IGD_VM_UNKNOWN);
	igd_vm_done(&vm);
}

/* A domain around a text. */
static struct igd_vm around(const char *inside)
{
	IGD_AUTOFREE char *text = igd_printf(
		"<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>%s"
		"</domain>",
		inside);
	struct igd_error error = { 0 };
	struct igd_vm vm = { 0 };

	assert_int_equal(igd_vm_parse_libvirt(text, strlen(text), &vm, &error), 0);
	return vm;
}

static void test_switches(void **state)
{
	static const struct {
		const char *inside, *property, *value;
	} cases[] = {
		{ "<features><smm/></features>", "smm", "on" },
		{ "<features><smm state='off'/></features>", "smm", "off" },
		{ "<features><vmport state='auto'/></features>", "vmport", NULL },
		{ "<features><ioapic/></features>", "kernel_irqchip", NULL },
	};
	struct igd_vm vm;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		vm = around(cases[i].inside);
		assert_property(&vm.machine.properties, cases[i].property, cases[i].value);
		assert_string_equal(vm.name, "the VM");
		igd_vm_done(&vm);
	}
}

static void test_secure_boot(void **state)
{
	static const struct {
		const char *inside;
		enum igd_vm_answer answer;
	} cases[] = {
		{ "<os firmware='efi'/>", IGD_VM_UNKNOWN },
		{ "<os firmware='bios'/>", IGD_VM_NO },
		{ "<os><loader type='pflash' secure='yes'>/a/OVMF.fd</loader></os>",
			IGD_VM_UNKNOWN },
		{ "<os><loader type='pflash' secure='no'>/a/OVMF.fd</loader></os>",
			IGD_VM_UNKNOWN },
		{ "<os><loader type='pflash'>/a/OVMF.fd</loader>"
		  "<nvram template='/usr/share/qemu/ovmf-x86_64-smm-ms-vars.bin'/></os>",
			IGD_VM_YES },
		{ "<os><loader type='pflash'>/a/OVMF.fd</loader>"
		  "<nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd'/></os>",
			IGD_VM_UNKNOWN },
		{ "<os firmware='efi'><firmware><feature enabled='no' name='secure-boot'/>"
		  "</firmware></os>",
			IGD_VM_NO },
		{ "<os firmware='efi'><firmware><feature enabled='yes' name='enrolled-keys'/>"
		  "</firmware></os>",
			IGD_VM_YES },
		{ "<os firmware='efi'><firmware><feature enabled='yes' name='secure-boot'/>"
		  "<feature enabled='no' name='enrolled-keys'/></firmware></os>",
			IGD_VM_NO },
	};
	struct igd_vm vm;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		vm = around(cases[i].inside);
		assert_int_equal(vm.firmware.secure_boot, cases[i].answer);
		igd_vm_done(&vm);
	}
}

static void test_memory(void **state)
{
	struct igd_vm vm = around("<cpu><numa><cell id='0' memAccess='shared'/></numa></cpu>"
				  "<memoryBacking><hugepages/></memoryBacking>");

	(void)state;
	assert_int_equal(vm.memory.is_shared, IGD_VM_YES);
	assert_int_equal(vm.memory.has_hugepages, IGD_VM_YES);
	assert_int_equal(vm.memory.hugepage_bytes, 0);
	igd_vm_done(&vm);
	vm = around("<memoryBacking><hugepages><page size='2048'/></hugepages></memoryBacking>");
	assert_int_equal(vm.memory.hugepage_bytes, 2 * MIB);
	assert_int_equal(vm.memory.is_shared, IGD_VM_NO);
	igd_vm_done(&vm);
}

/* The second video is primary because it says so; one that is not VGA is no display of the firmware's. */
static void test_primary(void **state)
{
	struct igd_vm vm = around("<devices><video><model type='qxl'/></video>"
				  "<video><model type='virtio' primary='yes'/></video></devices>");

	(void)state;
	assert_string_equal(vm.displays[0].model, "qxl");
	assert_false(vm.displays[0].is_primary);
	assert_string_equal(vm.displays[1].model, "virtio-vga");
	assert_true(vm.displays[1].is_primary);
	igd_vm_done(&vm);
}

/* Where libvirt is kept from JSON, -set finds its devices. */
static void test_set_without_json(void **state)
{
	struct igd_vm vm = around(
		"<devices><hostdev type='pci'><source><address bus='0' slot='2'/></source>"
		"</hostdev></devices><qemu:capabilities><qemu:del capability='device.json+hotplug'/>"
		"</qemu:capabilities><qemu:commandline><qemu:arg value='-set'/>"
		"<qemu:arg value='device.hostdev0.x-igd-opregion=on'/></qemu:commandline>");

	(void)state;
	assert_property(&vm.hostdevs[0].properties, "x-igd-opregion", "on");
	assert_int_equal(vm.remark_count, 0);
	igd_vm_done(&vm);
}

static void test_many_arguments(void **state)
{
	struct igd_text text = { 0 };
	struct igd_vm vm;
	unsigned i;

	(void)state;
	igd_text_printf(&text, "<qemu:commandline>");
	for (i = 0; i < 256; i++)
		igd_text_printf(&text, "<qemu:arg value='-global'/><qemu:arg value='a.b=%u'/>", i);
	igd_text_printf(&text, "<qemu:arg value='-global'/><qemu:arg value='a.b=no'/>"
			       "</qemu:commandline>");
	vm = around(text.text);
	assert_property(&vm.globals, "a.b", "255");
	assert_true(is_said(&vm, "more than 512 arguments"));
	igd_vm_done(&vm);
	igd_text_done(&text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looking_glass),
		cmocka_unit_test(test_kvmfr),
		cmocka_unit_test(test_session),
		cmocka_unit_test(test_i440fx),
		cmocka_unit_test(test_what_goes_wrong_past_libvirt),
		cmocka_unit_test(test_no_namespace),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_handwritten),
		cmocka_unit_test(test_snapshot),
		cmocka_unit_test(test_switches),
		cmocka_unit_test(test_secure_boot),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_primary),
		cmocka_unit_test(test_set_without_json),
		cmocka_unit_test(test_many_arguments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
