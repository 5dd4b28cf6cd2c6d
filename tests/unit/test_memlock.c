// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_memlock - what QEMU has to lock, and what libvirt, a shell and a process let it
 */
#include <string.h>

#include "core/host_private.h"
#include "facts/shmem/memlock.h"
#include "tests/unit/unit.h"

#define GIB ((uint64_t)1 << 30)
#define MIB ((uint64_t)1 << 20)

static struct igd_host *open_host(const char *text)
{
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", NULL);

	assert_non_null(source);
	return igd_host_new(source);
}

static void test_need(void **state)
{
	struct igd_vm_shmem shmems[] = { { .bytes = 64 * MIB }, { .bytes = 2 * MIB } };
	struct igd_vm vm = { .memory.bytes = 8 * GIB };

	(void)state;
	assert_int_equal(igd_memlock_need(&vm, 0), 8 * GIB);
	vm.shmems = shmems;
	vm.shmem_count = 2;
	assert_int_equal(igd_memlock_need(&vm, 0), 8 * GIB + 66 * MIB);
	assert_int_equal(igd_memlock_need(&vm, 272 * MIB), 8 * GIB + 66 * MIB);
	vm.uses_iommufd = IGD_VM_YES;
	assert_int_equal(igd_memlock_need(&vm, 272 * MIB), 8 * GIB + 338 * MIB);
	shmems[0].bytes = UINT64_MAX;
	assert_int_equal(igd_memlock_need(&vm, 272 * MIB), UINT64_MAX);
}

static void test_libvirt(void **state)
{
	struct igd_vm vm = { .memory.bytes = 8 * GIB, .hostdev_count = 3 };

	(void)state;
	assert_int_equal(igd_memlock_libvirt(&vm), 9 * GIB);
	vm.has_iommu = IGD_VM_YES;
	assert_int_equal(igd_memlock_libvirt(&vm), 25 * GIB);
	vm.memory.is_locked = IGD_VM_YES;
	assert_int_equal(igd_memlock_libvirt(&vm), IGD_MEMLOCK_UNLIMITED);
	vm.memory.hard_limit = 10 * GIB; /* before <locked/> */
	assert_int_equal(igd_memlock_libvirt(&vm), 10 * GIB);
	vm = (struct igd_vm){ .memory.bytes = UINT64_MAX - 5 };
	assert_int_equal(igd_memlock_libvirt(&vm), UINT64_MAX);
}

static void test_limits(void **state)
{
	static const struct {
		const char *text;
		bool is_told;
		uint64_t limit;
	} cases[] = {
		{ "Limit                     Soft Limit           Hard Limit           Units     \n"
		  "Max resident set          unlimited            unlimited            bytes     \n"
		  "Max locked memory         8388608              67108864             bytes     \n",
			true, 8388608 },
		{ "Max locked memory         unlimited            unlimited            bytes\n",
			true, IGD_MEMLOCK_UNLIMITED },
		{ "Max locked memory 0", true, 0 },
		{ "Max open files 1024\n", false, 0 },
		{ "", false, 0 },
		{ "xMax locked memory 5\n", false, 0 },
		{ "Max locked memory many\n", false, 0 },
		{ "Max locked memory -1\n", false, 0 },
		{ "Max locked memory ", false, 0 },
		{ "Max locked memory 99999999999999999999999999\n", false, 0 },
	};
	uint64_t limit;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		limit = 77;
		assert_int_equal(igd_memlock_parse_limits(cases[i].text, &limit), cases[i].is_told);
		assert_int_equal(limit, cases[i].is_told ? cases[i].limit : 77);
	}
}

static void test_status(void **state)
{
	bool has = false;

	(void)state;
	assert_true(igd_memlock_parse_status("Name:\tx\nCapEff:\t000001ffffffffff\n", &has));
	assert_true(has);
	assert_true(igd_memlock_parse_status("Name:\tx\nCapEff:\t0000000000000000\n", &has));
	assert_false(has);
	assert_true(igd_memlock_parse_status("\nCapEff:\t0000000000004000\n", &has));
	assert_true(has);
	assert_true(igd_memlock_parse_status("\nCapEff:\tffffffffffffbfff\n", &has));
	assert_false(has);
	assert_false(igd_memlock_parse_status("Name:\tCapEff:\t1\n", &has));
	assert_false(igd_memlock_parse_status("\nCapEff:\tmany\n", &has));
	assert_false(igd_memlock_parse_status("\nCapEff:\t", &has));
	assert_false(
		igd_memlock_parse_status("\nCapEff:\t0000000000000000000000000000001\n", &has));
}

static void test_runner(void **state)
{
	static const struct {
		enum igd_vm_origin origin;
		const char *where;
		enum igd_vm_runner runner;
		const char *pid;
	} cases[] = {
		{ IGD_VM_LIBVIRT, "virsh dumpxml win11", IGD_RUNNER_LIBVIRT, "" },
		{ IGD_VM_LIBVIRT, "qemu:///session win11", IGD_RUNNER_SESSION, "" },
		{ IGD_VM_PROXMOX, "/etc/pve/qemu-server/101.conf", IGD_RUNNER_PROXMOX, "" },
		{ IGD_VM_COMMAND_LINE, "/proc/123/cmdline", IGD_RUNNER_PROCESS, "123" },
		{ IGD_VM_COMMAND_LINE, "/proc/123", IGD_RUNNER_HAND, "" },
		{ IGD_VM_COMMAND_LINE, "/proc//cmdline", IGD_RUNNER_HAND, "" },
		{ IGD_VM_COMMAND_LINE, "/proc/99999999999/cmdline", IGD_RUNNER_HAND, "" },
		{ IGD_VM_COMMAND_LINE, "/root/win11.sh", IGD_RUNNER_HAND, "" },
	};
	struct igd_host *host = open_host("igd-doctor.tree/1\nd /sys\n");
	struct igd_vm vm = { .name = "win11" };
	const char *pid;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		vm.origin = cases[i].origin;
		vm.where = cases[i].where;
		pid = "";
		assert_int_equal(igd_vm_runner(host, &vm, &pid), cases[i].runner);
		assert_string_equal(pid, cases[i].pid);
	}
	igd_host_free(host);
}

/* The iGPU's BARs of 16 and 256 MiB; a device that this host has not got adds nothing. */
static void test_bars(void **state)
{
	struct igd_host *host =
		open_host("igd-doctor.tree/1\n"
			  "f /sys/bus/pci/devices/0000:00:02.0/resource\n"
			  "|0x0000006001000000 0x0000006001ffffff 0x0000000000140204\n"
			  "|0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
			  "|0x0000004000000000 0x000000400fffffff 0x000000000014220c\n"
			  "|0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
			  "|0x0000000000004000 0x000000000000403f 0x0000000000040101\n"
			  "|0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
			  "|0x00000000000c0000 0x00000000000dffff 0x0000000000000212\n");
	struct igd_vm_hostdev hostdevs[] = { { .host = "0000:00:02.0" }, { .host = "0000:07:00.0" },
		{ .host = NULL } };
	struct igd_vm vm = { .hostdevs = hostdevs, .hostdev_count = 3, .memory.bytes = GIB };

	(void)state;
	assert_int_equal(igd_memlock_bars(host, &vm), 272 * MIB + 64);
	assert_string_equal(igd_memlock_words(host, &vm, 0), "1 GiB of memory");
	vm.uses_iommufd = IGD_VM_YES;
	assert_string_equal(igd_memlock_words(host, &vm, 272 * MIB),
		"1 GiB of memory and 272 MiB of its devices' BARs");
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_need),
		cmocka_unit_test(test_libvirt),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_runner),
		cmocka_unit_test(test_bars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
