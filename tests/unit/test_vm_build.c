// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_build - how a model of a VM is filled, and what is asked of it
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "core/source.h"
#include "core/util.h"
#include "facts/vm/vm_build.h"
#include "tests/unit/unit.h"

static int begin(void **state)
{
	struct igd_vm *vm = igd_zalloc(sizeof(*vm));

	igd_vm_begin(vm, IGD_VM_COMMAND_LINE);
	*state = vm;
	return 0;
}

static int end(void **state)
{
	igd_vm_done(*state);
	free(*state);
	return 0;
}

static void test_defaults(void **state)
{
	struct igd_vm *vm = *state, nothing = { 0 };

	assert_int_equal(vm->origin, IGD_VM_COMMAND_LINE);
	assert_string_equal(vm->name, "the VM");
	assert_int_equal(vm->cpu.has_hypervisor_bit, IGD_VM_YES);
	assert_int_equal(vm->cpu.is_kvm_hidden, IGD_VM_NO);
	assert_int_equal(vm->cpu.host_phys_bits, IGD_VM_UNKNOWN);
	assert_int_equal(vm->memory.has_balloon, IGD_VM_NO);
	assert_int_equal(vm->is_running, IGD_VM_UNKNOWN);
	assert_int_equal(igd_vm_add_hostdev(vm)->has_rom_bar, IGD_VM_YES);
	igd_vm_done(&nothing);
	assert_null(nothing.store);
}

static void test_texts(void **state)
{
	struct igd_vm *vm = *state;
	char long_text[5000];

	assert_string_equal(igd_vm_keep(vm, "a\0b\x1b[31m\xff", 9), "a\\x00b\\x1b[31m\\xff");
	assert_null(igd_vm_keep(vm, NULL, 0));
	memset(long_text, 'x', sizeof(long_text));
	assert_int_equal(strlen(igd_vm_keep(vm, long_text, sizeof(long_text))), 4096);
	assert_string_equal(igd_vm_print(vm, "%s-%d\n", "a", 3), "a-3 ");
	igd_vm_remark(vm, "once: %d", 1);
	igd_vm_remark(vm, "twice");
	igd_vm_remark(vm, "once: %d", 1);
	assert_int_equal(vm->remark_count, 2);
	assert_string_equal(vm->remarks[0], "once: 1");
	assert_string_equal(vm->remarks[1], "twice");
}

static void test_properties(void **state)
{
	struct igd_vm *vm = *state;
	struct igd_vm_properties list = { 0 };
	char name[8];
	unsigned i;

	for (i = 0; i < 40; i++) {
		snprintf(name, sizeof(name), "p-%u", i);
		igd_vm_set(vm, &list, name, name);
	}
	assert_int_equal(list.count, 40);
	igd_vm_set(vm, &list, "p_7", "true");
	assert_int_equal(list.count, 40);
	assert_string_equal(igd_vm_property(&list, "p-7"), "on");
	assert_string_equal(igd_vm_property(&list, "p_39"), "p-39");
	igd_vm_set(vm, &list, "p-0", NULL);
	igd_vm_set(vm, &list, "p-39", NULL);
	igd_vm_set(vm, &list, "absent", NULL);
	assert_int_equal(list.count, 38);
	assert_null(igd_vm_property(&list, "p-0"));
	assert_null(igd_vm_property(&list, "p-39"));
	assert_string_equal(igd_vm_property(&list, "p-1"), "p-1");
	assert_string_equal(igd_vm_property(&list, "p-38"), "p-38");
	assert_null(igd_vm_property(&list, "p"));
}

static void test_switches(void **state)
{
	static const struct {
		const char *value;
		enum igd_vm_answer answer;
	} cases[] = { { "on", IGD_VM_YES }, { "off", IGD_VM_NO }, { "yes", IGD_VM_YES },
		{ "no", IGD_VM_NO }, { "true", IGD_VM_YES }, { "false", IGD_VM_NO },
		{ "1", IGD_VM_YES }, { "0", IGD_VM_NO }, { "y", IGD_VM_YES }, { "N", IGD_VM_NO },
		{ "auto", IGD_VM_UNKNOWN }, { "", IGD_VM_UNKNOWN }, { "2", IGD_VM_UNKNOWN } };
	struct igd_vm *vm = *state;
	struct igd_vm_properties list = { 0 };
	size_t i;

	assert_int_equal(igd_vm_switch(&list, "x-vga"), IGD_VM_UNKNOWN);
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		igd_vm_set(vm, &list, "x-vga", cases[i].value);
		assert_int_equal(igd_vm_switch(&list, "x_vga"), cases[i].answer);
	}
}

static void test_hostdev(void **state)
{
	struct igd_vm *vm = *state;
	struct igd_vm_hostdev *hostdev = igd_vm_add_hostdev(vm);

	igd_vm_set_hostdev(vm, hostdev, "host", "00:02.0");
	igd_vm_set_hostdev(vm, hostdev, "id", "igd");
	igd_vm_set_hostdev(vm, hostdev, "romfile", "/a/vbios.rom");
	igd_vm_set_hostdev(vm, hostdev, "rombar", "0");
	igd_vm_set_hostdev(vm, hostdev, "x-igd-opregion", "true");
	assert_string_equal(hostdev->host, "0000:00:02.0");
	assert_string_equal(hostdev->alias, "igd");
	assert_string_equal(hostdev->rom, "/a/vbios.rom");
	assert_int_equal(hostdev->has_rom_bar, IGD_VM_NO);
	assert_int_equal(hostdev->properties.count, 1);
	assert_string_equal(igd_vm_property(&hostdev->properties, "x-igd-opregion"), "on");
	assert_int_equal(vm->uses_iommufd, IGD_VM_NO);

	igd_vm_set_hostdev(vm, hostdev, "rombar", "1");
	assert_int_equal(hostdev->has_rom_bar, IGD_VM_YES);
	igd_vm_set_hostdev(vm, hostdev, "romfile", "");
	assert_null(hostdev->rom);
	assert_int_equal(hostdev->has_rom_bar, IGD_VM_NO);
	igd_vm_set_hostdev(vm, hostdev, "rombar", NULL);
	assert_int_equal(hostdev->has_rom_bar, IGD_VM_YES);
	igd_vm_set_hostdev(vm, hostdev, "host", "nonsense");
	assert_null(hostdev->host);
	igd_vm_set_hostdev(vm, hostdev, "sysfsdev", "/sys/bus/pci/devices/0000:01:00.1");
	assert_string_equal(hostdev->host, "0000:01:00.1");
	igd_vm_set_hostdev(vm, hostdev, "iommufd", "iommufd0");
	assert_int_equal(vm->uses_iommufd, IGD_VM_YES);
	assert_non_null(igd_vm_property(&hostdev->properties, "iommufd"));
	assert_ptr_equal(igd_vm_hostdev(vm, "0000:01:00.1"), hostdev);
	assert_null(igd_vm_hostdev(vm, "0000:00:02.0"));
}

static void test_guest_address(void **state)
{
	static const struct {
		const char *text;
		bool is_known;
		unsigned slot, function;
	} cases[] = { { "02.0", true, 2, 0 }, { "0x2", true, 2, 0 }, { "2", true, 2, 0 },
		{ "1f.7", true, 0x1f, 7 }, { "0x1f.0x3", true, 0x1f, 3 }, { "20", false, 0, 0 },
		{ "1.8", false, 0, 0 }, { "-1", false, 0, 0 }, { "", false, 0, 0 },
		{ "2.0 ", false, 0, 0 }, { "x", false, 0, 0 },
		{ "99999999999999999", false, 0, 0 } };
	struct igd_vm *vm = *state;
	struct igd_vm_address address = { 0 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		igd_vm_set_address(vm, &address, "addr", cases[i].text);
		assert_int_equal(address.is_known, cases[i].is_known);
		assert_int_equal(address.slot, cases[i].slot);
		assert_int_equal(address.function, cases[i].function);
	}
	igd_vm_set_address(vm, &address, "addr", "2");
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_YES);
	igd_vm_set_address(vm, &address, "bus", "pci.1");
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_NO);
	igd_vm_set_address(vm, &address, "bus", "pcie.0");
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_YES);
	igd_vm_set_address(vm, &address, "bus", "pci.0");
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_YES);
	vm->machine.chipset = IGD_VM_Q35;
	igd_vm_set_address(vm, &address, "bus", "pci.0");
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_NO);
	igd_vm_set_address(vm, &address, "bus", NULL);
	igd_vm_set_address(vm, &address, "addr", NULL);
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_UNKNOWN);
	igd_vm_set_address(vm, &address, "addr", "2.1");
	assert_int_equal(igd_vm_is_at_2(&address), IGD_VM_NO);
}

static void test_address_words(void **state)
{
	static const char empty[] = "igd-doctor.tree/1\n";
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(empty, strlen(empty), "test", NULL));
	struct igd_vm_address address = { 0 };

	(void)state;
	assert_string_equal(
		igd_vm_address_words(host, &address), "a place that is chosen when the VM starts");
	address.is_behind_bridge = true;
	assert_string_equal(igd_vm_address_words(host, &address), "a place behind a bridge");
	address.is_known = true;
	address.slot = 1;
	assert_string_equal(igd_vm_address_words(host, &address), "01.0 behind a bridge");
	address.bus = 0x1a;
	assert_string_equal(igd_vm_address_words(host, &address), "1a:01.0");
	address = (struct igd_vm_address){ .is_known = true, .slot = 2 };
	assert_string_equal(igd_vm_address_words(host, &address), "00:02.0");
	igd_host_free(host);
}

static void test_host_addresses(void **state)
{
	static const struct {
		const char *text, *address;
	} cases[] = { { "00:02.0", "0000:00:02.0" }, { "0000:00:02.0", "0000:00:02.0" },
		{ "00:02", "0000:00:02.0" }, { "0000:01:00", "0000:01:00.0" },
		{ "0:2.0", "0000:00:02.0" }, { "10000:E1:1F.7", "10000:e1:1f.7" },
		{ "00:20.0", NULL }, { "00:02.8", NULL }, { "00:02.", NULL }, { "", NULL },
		{ "00", NULL }, { "00:02.0 ", NULL }, { "100:02.0", NULL }, { ":02.0", NULL },
		{ "0000:00:02.0:1", NULL }, { "igd", NULL }, { "123456789:00:02.0", NULL },
		{ "0000::02.0", NULL } };
	const char *address;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		address = igd_vm_host_address(*state, cases[i].text);
		if (cases[i].address)
			assert_string_equal(address, cases[i].address);
		else
			assert_null(address);
	}
}

static void test_sizes(void **state)
{
	static const uint64_t mib = 1 << 20, gib = 1 << 30;
	static const struct {
		const char *text;
		uint64_t unit, bytes;
	} good[] = { { "16G", mib, 16 * gib }, { "8192", mib, 8 * gib }, { "512M", 1, 512 * mib },
		{ "1.5G", mib, 3 * gib / 2 }, { "64", 1, 64 }, { "0", mib, 0 },
		{ "0x100000", 1, mib }, { "1k", mib, 1024 }, { "64GiB", mib, 64 * gib },
		{ "2gb", mib, 2 * gib }, { "0.5", mib, mib / 2 }, { "7b", mib, 7 },
		{ "15E", 1, (uint64_t)15 << 60 }, { "18446744073709551615", 1, 0 } };
	static const char *const bad[] = { "", "G", "-1", "1X", "1G1", "1.5.5G", " 1", "1 G", "16E",
		"99999999999999999999", "0x", "0x1.8", "17000000000000000000k", "1Gi" };
	uint64_t bytes;
	size_t i;

	(void)state;
	for (i = 0; i + 1 < sizeof(good) / sizeof(*good); i++) {
		assert_true(igd_vm_size(good[i].text, good[i].unit, &bytes));
		assert_true(bytes == good[i].bytes);
	}
	assert_false(igd_vm_size(good[i].text, 2, &bytes));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		bytes = 77;
		assert_false(igd_vm_size(bad[i], mib, &bytes));
		assert_int_equal(bytes, 77);
	}
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(igd_vm_chipset_of("q35"), IGD_VM_Q35);
	assert_int_equal(igd_vm_chipset_of("pc-q35-rhel9.6.0"), IGD_VM_Q35);
	assert_int_equal(igd_vm_chipset_of("pc"), IGD_VM_I440FX);
	assert_int_equal(igd_vm_chipset_of("pc-i440fx-jammy"), IGD_VM_I440FX);
	assert_int_equal(igd_vm_chipset_of("pc-1.3"), IGD_VM_I440FX);
	assert_int_equal(igd_vm_chipset_of("microvm"), IGD_VM_CHIPSET_OTHER);
	assert_int_equal(igd_vm_chipset_of("pcx"), IGD_VM_CHIPSET_OTHER);
	assert_int_equal(igd_vm_chipset_of(NULL), IGD_VM_CHIPSET_UNKNOWN);

	assert_int_equal(igd_vm_firmware_of("/usr/share/OVMF/OVMF_CODE_4M.fd"), IGD_VM_OVMF);
	assert_int_equal(
		igd_vm_firmware_of("/usr/share/qemu/ovmf-x86_64-ms-code.bin"), IGD_VM_OVMF);
	assert_int_equal(
		igd_vm_firmware_of("/run/libvirt/nix-ovmf/edk2-x86_64-code.fd"), IGD_VM_OVMF);
	assert_int_equal(igd_vm_firmware_of("/usr/share/seabios/bios-256k.bin"), IGD_VM_SEABIOS);
	assert_int_equal(igd_vm_firmware_of("bios.bin"), IGD_VM_SEABIOS);
	assert_int_equal(igd_vm_firmware_of("/root/coreboot.rom"), IGD_VM_FIRMWARE_UNKNOWN);

	assert_string_equal(igd_vm_guest_of("http://microsoft.com/win/11"), "windows");
	assert_string_equal(igd_vm_guest_of("win10"), "windows");
	assert_string_equal(igd_vm_guest_of("w2k8"), "windows");
	assert_string_equal(igd_vm_guest_of("l26"), "linux");
	assert_string_equal(igd_vm_guest_of("http://libosinfo.org/linux/2022"), "linux");
	assert_string_equal(igd_vm_guest_of("http://debian.org/debian/13"), "linux");
	assert_null(igd_vm_guest_of("http://freebsd.org/freebsd/14.0"));
	assert_null(igd_vm_guest_of("other"));
}

static void test_devices_by_id(void **state)
{
	struct igd_vm *vm = *state;
	struct igd_vm_other *other;
	struct igd_vm_display *display;

	igd_vm_set_hostdev(vm, igd_vm_add_hostdev(vm), "id", "hostdev0");
	other = igd_vm_add_other(vm);
	igd_vm_set(vm, &other->properties, "id", "pci.1");
	display = igd_vm_add_display(vm);
	igd_vm_set(vm, &display->properties, "id", "video0");
	assert_true(igd_vm_set_device(vm, "hostdev0", "addr", "02.0"));
	assert_true(igd_vm_set_device(vm, "pci.1", "addr", "3.1"));
	assert_true(igd_vm_set_device(vm, "video0", "vram64_size_mb", "256"));
	assert_false(igd_vm_set_device(vm, "hostdev", "addr", "4"));
	assert_false(igd_vm_set_device(vm, "", "addr", "4"));
	assert_int_equal(vm->hostdevs[0].guest.slot, 2);
	assert_int_equal(vm->others[0].guest.slot, 3);
	assert_int_equal(vm->others[0].guest.function, 1);
	assert_string_equal(igd_vm_property(&vm->displays[0].properties, "vram64_size_mb"), "256");
}

static void test_smbios(void **state)
{
	struct igd_vm *vm = *state;

	igd_vm_add_smbios(vm, 1, "manufacturer", "one");
	igd_vm_add_smbios(vm, 2, "manufacturer", "two");
	igd_vm_add_smbios(vm, 1, "manufacturer", "three");
	igd_vm_add_smbios(vm, 11, "value", "a");
	igd_vm_add_smbios(vm, 11, "value", "b");
	assert_int_equal(vm->smbios.value_count, 4);
	assert_string_equal(vm->smbios.values[0].value, "three");
	assert_string_equal(vm->smbios.values[1].value, "two");
	assert_string_equal(vm->smbios.values[3].value, "b");
}

/* What is behind the end goes to an item that nobody sees, and a remark says so once. */
static void test_too_many(void **state)
{
	struct igd_vm *vm = *state;
	struct igd_vm_properties list = { 0 };
	char name[16];
	unsigned i;

	for (i = 0; i < IGD_VM_MAX_ITEMS + 5; i++) {
		snprintf(name, sizeof(name), "n%u", i);
		igd_vm_set_hostdev(vm, igd_vm_add_hostdev(vm), "id", name);
		igd_vm_set(vm, &igd_vm_add_other(vm)->properties, "id", name);
		igd_vm_add_shmem(vm)->bytes = i;
		igd_vm_add_nic(vm)->kind = IGD_VM_NET_USER;
		igd_vm_add_disk(vm)->is_cdrom = true;
		igd_vm_add_display(vm)->model = "VGA";
		igd_vm_add_smbios(vm, 11, "value", name);
		igd_vm_set(vm, &list, name, "on");
	}
	assert_int_equal(vm->hostdev_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(vm->other_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(vm->shmem_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(vm->nic_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(vm->disk_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(vm->display_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(vm->smbios.value_count, IGD_VM_MAX_ITEMS);
	assert_int_equal(list.count, IGD_VM_MAX_ITEMS);
	assert_string_equal(vm->hostdevs[IGD_VM_MAX_ITEMS - 1].alias, "n511");
	assert_int_equal(vm->remark_count, 8);
	for (i = 0; i < 600; i++)
		igd_vm_remark(vm, "remark %u", i);
	assert_int_equal(vm->remark_count, IGD_VM_MAX_ITEMS);
	assert_string_equal(vm->remarks[8], "remark 0");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_defaults, begin, end),
		cmocka_unit_test_setup_teardown(test_texts, begin, end),
		cmocka_unit_test_setup_teardown(test_properties, begin, end),
		cmocka_unit_test_setup_teardown(test_switches, begin, end),
		cmocka_unit_test_setup_teardown(test_hostdev, begin, end),
		cmocka_unit_test_setup_teardown(test_guest_address, begin, end),
		cmocka_unit_test(test_address_words),
		cmocka_unit_test_setup_teardown(test_host_addresses, begin, end),
		cmocka_unit_test_setup_teardown(test_sizes, begin, end),
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_devices_by_id, begin, end),
		cmocka_unit_test_setup_teardown(test_smbios, begin, end),
		cmocka_unit_test_setup_teardown(test_too_many, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
