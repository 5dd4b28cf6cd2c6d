// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_address_map_vm - what the address map is computed with: the guest's width, and the sizes of BARs
 */
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/map/address_map_host.h"
#include "tests/unit/unit.h"

#define MIB (UINT64_C(1) << 20)

struct width_case {
	const char *model;
	unsigned phys_bits, limit;
	enum igd_vm_answer own, kvm;
	size_t count;
	unsigned expected[2];
};

static void widths(void **state)
{
	static const struct width_case cases[] = {
		{ "host", 0, 0, IGD_VM_UNKNOWN, IGD_VM_YES, 1, { 46 } },
		{ "host", 0, 39, IGD_VM_UNKNOWN, IGD_VM_YES, 1, { 39 } },
		{ "host", 0, 48, IGD_VM_YES, IGD_VM_YES, 1, { 46 } },
		{ "max", 0, 0, IGD_VM_UNKNOWN, IGD_VM_UNKNOWN, 1, { 46 } },
		/* the trap: libvirt's mode='emulate' with host-passthrough */
		{ "host", 39, 0, IGD_VM_UNKNOWN, IGD_VM_YES, 1, { 46 } },
		{ "host", 39, 0, IGD_VM_NO, IGD_VM_YES, 1, { 39 } },
		/* TCG passes host-phys-bits over */
		{ "max", 39, 0, IGD_VM_UNKNOWN, IGD_VM_NO, 1, { 39 } },
		{ "max", 0, 39, IGD_VM_YES, IGD_VM_NO, 1, { 40 } },
		{ "Snowridge", 0, 0, IGD_VM_UNKNOWN, IGD_VM_YES, 1, { 40 } },
		{ "Snowridge", 0, 39, IGD_VM_YES, IGD_VM_YES, 1, { 39 } },
		{ "Snowridge", 39, 0, IGD_VM_UNKNOWN, IGD_VM_YES, 1, { 39 } },
		{ NULL, 0, 0, IGD_VM_UNKNOWN, IGD_VM_YES, 1, { 40 } },
		{ "host-model", 0, 0, IGD_VM_UNKNOWN, IGD_VM_YES, 2, { 46, 40 } },
		{ "host-model", 0, 39, IGD_VM_YES, IGD_VM_YES, 1, { 39 } },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct width_case *row = &cases[i];
		struct igd_vm vm = { .cpu = { .model = row->model,
					     .phys_bits = row->phys_bits,
					     .host_phys_bits = row->own,
					     .host_phys_bits_limit = row->limit },
			.memory = { .kvm = row->kvm } };
		unsigned got[2] = { 0, 0 };

		assert_int_equal(igd_guest_widths(&vm, 46, got), row->count);
		assert_int_equal(got[0], row->expected[0]);
		assert_int_equal(got[1], row->expected[1]);
	}
	assert_int_equal(
		igd_guest_widths(&(struct igd_vm){ .cpu.model = "host" }, 0, (unsigned[2]){ 0 }),
		0);
}

static void machine_versions(void **state)
{
	(void)state;
	assert_int_equal(igd_machine_version("pc-q35-9.2"), 902);
	assert_int_equal(igd_machine_version("pc-i440fx-10.0+pve1"), 1000);
	assert_int_equal(igd_machine_version("pc-q35-noble"), 0);
	assert_int_equal(igd_machine_version("q35"), 0);
	assert_int_equal(igd_machine_version(NULL), 0);
}

#define DEVICE "/sys/bus/pci/devices/0000:00:02.0/"

/* What igd_map_items() makes of one assigned device whose "resource" says this, and of a shared memory. */
static size_t items_of(const char *resource, uint64_t shared, struct igd_map_item *ret)
{
	IGD_AUTOFREE char *text = igd_printf(
		"igd-doctor.tree/1\nf " DEVICE "vendor 0x8086\\n\nf " DEVICE
		"device 0x4680\\n\nf " DEVICE "class 0x030000\\n\nf " DEVICE "resource %s\n",
		resource);
	struct igd_vm_hostdev device = { .host = "0000:00:02.0" };
	struct igd_vm_shmem shmem = { .bytes = shared };
	struct igd_vm vm = {
		.hostdevs = &device, .hostdev_count = 1, .shmems = &shmem, .shmem_count = 1
	};
	struct igd_map_input input = { 0 };
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(text, strlen(text), "test", NULL));

	igd_host_begin(host);
	igd_map_items(host, &vm, ret, &input);
	igd_host_free(host);
	assert_false(input.is_complete);
	return input.item_count;
}

/* Linux Documentation/ABI/testing/sysfs-bus-pci: start, end and flags of each BAR; and what is none. */
static void resources(void **state)
{
	struct igd_map_item items[IGD_MAP_MAX_ITEMS];

	(void)state;
	assert_int_equal(items_of("0x6001000000 0x6001ffffff 0x140204\\n0x0 0x0 0x0\\n"
				  "0x4000000000 0x400fffffff 0x14220c\\n0x0 0x0 0x0\\n"
				  "0x5000 0x503f 0x40101\\n0x0 0x0 0x0\\n0xc0000 0xdffff 0x212\\n",
				 64 * MIB, items),
		3);
	assert_true(items[0].bytes == 16 * MIB && items[0].is_64bit && !items[0].is_prefetchable);
	assert_true(items[1].bytes == 256 * MIB && items[1].is_64bit && items[1].is_prefetchable);
	assert_int_equal(items[1].kind, IGD_MAP_DEVICE);
	assert_int_equal(items[2].kind, IGD_MAP_SHARED);
	assert_true(items[2].bytes == 64 * MIB);
	/* 32 bits; no power of two; a size of shared memory that is none */
	assert_int_equal(items_of("0xe0000000 0xe0002fff 0x40200\\n", 3 * MIB, items), 2);
	assert_true(items[0].bytes == 0x4000 && !items[0].is_64bit);
	assert_true(items[1].bytes == 4 * MIB);
	assert_int_equal(items_of("0x0 0x0 0x0\\n", UINT64_MAX, items), 1);
	assert_true(items[0].bytes == MIB);
	/* backwards, the whole address space, words, nothing, a cut line: no BAR */
	assert_int_equal(items_of("0x2000 0x1000 0x140204\\n", MIB, items), 1);
	assert_int_equal(items_of("0x0 0xffffffffffffffff 0x140204\\n", MIB, items), 1);
	assert_int_equal(items_of("start end flags\\n", MIB, items), 1);
	assert_int_equal(items_of("", MIB, items), 1);
	assert_int_equal(items_of("0x1000 0x1fff", MIB, items), 1);
	assert_int_equal(items_of("0x1000 0x1fff 0x200", MIB, items), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths),
		cmocka_unit_test(machine_versions),
		cmocka_unit_test(resources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
