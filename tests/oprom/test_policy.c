// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_policy - the policy driver, on a machine that is played: which VBT it hands out, and when it stays away
 */
#include <string.h>

#include "fixes/oprom/gop_vbt.h"
#include "fixes/oprom/policy.h"
#include "machine.h"
#include "unit/unit.h"

#define ALDER_LAKE 0x4680
#define ALL 0x4000u
#define VBT_SIZE 200u
#define MAILBOX_4 0x400u
#define EXTENDED 0x2000u

/* An OpRegion, and room behind it. */
static uint8_t opregion[ALL];

static void put(uint32_t at, unsigned size, uint32_t value)
{
	for (; size; size--, value >>= 8)
		opregion[at++] = (uint8_t)value;
}

static uint8_t sum(const uint8_t *bytes, uint32_t size)
{
	uint8_t ret = 0;

	while (size-- > 0)
		ret = (uint8_t)(ret + *bytes++);
	return ret;
}

/* A sound VBT there, of VBT_SIZE bytes, that ends in that byte. */
static void put_vbt(uint32_t at, uint8_t last)
{
	memset(opregion + at, 0, VBT_SIZE);
	memcpy(opregion + at, "$VBT ALDERLAKE-S    ", 20);
	put(at + 20, 2, 100);
	put(at + 22, 2, 48);
	put(at + 24, 2, VBT_SIZE);
	put(at + 28, 4, 48);
	memcpy(opregion + at + 48, "BIOS_DATA_BLOCK ", 16);
	put(at + 48 + 16, 2, 237);
	put(at + 48 + 18, 2, 22);
	put(at + 48 + 20, 2, VBT_SIZE - 48);
	opregion[at + VBT_SIZE - 1] = last;
	opregion[at + 26] = (uint8_t)-sum(opregion + at, VBT_SIZE);
}

/* Of 2.1, with mailboxes 1, 3 and 4, and a VBT in the last. */
static int set_up(void **state)
{
	(void)state;
	memset(opregion, 0, sizeof(opregion));
	memcpy(opregion, "IntelGraphicsMem", 16);
	put(0x10, 4, 8);
	put(0x14, 4, 0x02010000);
	put(0x58, 4, 0x0d);
	put_vbt(MAILBOX_4, 0x44);
	return 0;
}

/* What the first driver has done, and then this one. */
static uint64_t run(struct machine *machine, uint32_t size)
{
	memcpy((void *)(uintptr_t)machine->memory, opregion, size);
	machine->files[1].size = size;
	machine_put32(machine, 0xfc, (uint32_t)machine->memory);
	return machine_run(machine);
}

static void begin(struct machine *machine)
{
	machine_begin(machine, ALDER_LAKE, 0, opregion);
}

static void expect_said(const struct machine *machine, const char *text)
{
	if (!strstr(machine->said, text))
		fail_msg("\"%s\" is not in:\n%s", text, machine->said);
}

/* It hands out these bytes, as they stand in the copy, and nothing is wrong with them. */
static void expect_vbt(struct machine *machine, uint32_t size, uint32_t at, uint8_t last)
{
	const struct igd_policy *policy;
	const uint8_t *vbt;
	uint64_t address = 0;
	uint32_t length = 0;

	assert_int_equal(run(machine, size), IGD_EFI_SUCCESS);
	policy = machine->policy;
	assert_non_null(policy);
	assert_int_equal(policy->get_vbt(&address, &length), IGD_EFI_SUCCESS);
	assert_int_equal(address, machine->memory + at);
	assert_int_equal(length, VBT_SIZE);
	vbt = (const uint8_t *)(uintptr_t)address;
	assert_memory_equal(vbt, opregion + at, 26);
	assert_memory_equal(vbt + 27, opregion + at + 27, VBT_SIZE - 27);
	assert_int_equal(vbt[VBT_SIZE - 1], last);
	assert_int_equal(sum(vbt, VBT_SIZE), 0);
	expect_said(machine, "igdrom: GOP policy: VBT of 200 bytes at 0x");
	assert_int_equal(machine->config_writes, 0);
}

static void test_protocol(void **state)
{
	static const struct igd_efi_guid none;
	const struct igd_policy *policy;
	struct machine machine;
	uint64_t address;
	uint32_t lid = 0, size;

	(void)state;
	begin(&machine);
	expect_vbt(&machine, EXTENDED, MAILBOX_4, 0x44);
	assert_null(strstr(machine.said, "mended"));
	policy = machine.policy;
	assert_int_equal(policy->revision, 1);
	assert_int_equal(policy->get_lid(&lid), IGD_EFI_SUCCESS);
	assert_int_equal(lid, 1);
	assert_int_equal(policy->get_lid(NULL), IGD_EFI_INVALID_PARAMETER);
	assert_int_equal(policy->get_vbt(NULL, &size), IGD_EFI_INVALID_PARAMETER);
	assert_int_equal(policy->get_vbt(&address, NULL), IGD_EFI_INVALID_PARAMETER);
	assert_int_equal(policy->get_dock(0), IGD_EFI_UNSUPPORTED);
	assert_memory_equal(&policy->override, &none, sizeof(none));
	/* where the functions are that a GOP driver calls */
	assert_int_equal(offsetof(struct igd_policy, get_lid), 8);
	assert_int_equal(offsetof(struct igd_policy, get_vbt), 16);
	assert_int_equal(offsetof(struct igd_policy, get_dock), 24);
	assert_int_equal(sizeof(struct igd_policy), 48);
	machine_end(&machine);
}

static void test_checksum(void **state)
{
	struct machine machine;

	(void)state;
	opregion[MAILBOX_4 + 26]++;
	begin(&machine);
	expect_vbt(&machine, EXTENDED, MAILBOX_4, 0x44);
	expect_said(&machine, "checksum was wrong, and is mended");
	machine_end(&machine);
}

/* The extended VBT before the other; the other if that is none, or is not in the file. */
static void test_extended(void **state)
{
	static const struct {
		uint32_t version, mailboxes, low, high, length, size;
		bool is_taken;
	} rows[] = {
		{ 0x02010000, 0x0d, EXTENDED, 0, VBT_SIZE, ALL, true },
		{ 0x03000000, 0x0d, EXTENDED, 0, VBT_SIZE, ALL, true },
		{ 0x02010000, 0x0d, EXTENDED, 0, VBT_SIZE, EXTENDED + VBT_SIZE, true },
		{ 0x02010000, 0x0d, EXTENDED, 0, VBT_SIZE, EXTENDED + VBT_SIZE - 1, false },
		{ 0x02010000, 0x0d, EXTENDED, 0, VBT_SIZE - 1, ALL, false },
		{ 0x02010000, 0x0d, EXTENDED, 0, UINT32_MAX, ALL, false },
		{ 0x02010000, 0x0d, EXTENDED, 1, VBT_SIZE, ALL, false },
		{ 0x02010000, 0x0d, UINT32_MAX, 0, VBT_SIZE, ALL, false },
		{ 0x02010000, 0x0d, EXTENDED - 1, 0, VBT_SIZE, ALL, false },
		{ 0x02010000, 0x0d, 0, 0, 0, ALL, false },
		{ 0x02000000, 0x0d, EXTENDED, 0, VBT_SIZE, ALL, false },
		{ 0x01010000, 0x0d, EXTENDED, 0, VBT_SIZE, ALL, false },
		{ 0x02010000, 0x09, EXTENDED, 0, VBT_SIZE, ALL, false },
	};
	struct machine machine;
	size_t i;

	(void)state;
	put_vbt(EXTENDED, 0x45);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		put(0x14, 4, rows[i].version);
		put(0x58, 4, rows[i].mailboxes);
		put(0x3ba, 4, rows[i].low);
		put(0x3be, 4, rows[i].high);
		put(0x3c2, 4, rows[i].length);
		begin(&machine);
		if (rows[i].is_taken)
			expect_vbt(&machine, rows[i].size, EXTENDED, 0x45);
		else
			expect_vbt(&machine, rows[i].size, MAILBOX_4, 0x44);
		machine_end(&machine);
	}
	/* one that would be sound, but for its place */
	put(0x14, 4, 0x02010000);
	put(0x58, 4, 0x0d);
	put(0x3ba, 4, EXTENDED - 1);
	put(0x3be, 4, 0);
	put(0x3c2, 4, VBT_SIZE);
	put_vbt(EXTENDED - 1, 0x46);
	begin(&machine);
	expect_vbt(&machine, ALL, MAILBOX_4, 0x44);
	machine_end(&machine);
}

static void expect_none(struct machine *machine, uint32_t size, const char *text)
{
	assert_int_equal(run(machine, size), IGD_EFI_UNSUPPORTED);
	assert_null(machine->policy);
	expect_said(machine, text);
	assert_null(strstr(machine->said, "igdrom: GOP policy"));
	machine_end(machine);
}

/* A byte of a sound one that makes it none. */
static void test_no_vbt(void **state)
{
	static const struct {
		uint32_t at, value;
		unsigned size;
	} rows[] = {
		{ 0, 'X', 1 },
		{ MAILBOX_4, 'X', 1 },
		{ MAILBOX_4 + 24, 47, 2 },	      /* shorter than its header */
		{ MAILBOX_4 + 24, 0x1c01, 2 },	      /* longer than the mailbox */
		{ MAILBOX_4 + 28, 47, 4 },	      /* the BDB in the header */
		{ MAILBOX_4 + 28, VBT_SIZE - 21, 4 }, /* behind the end */
		{ MAILBOX_4 + 28, UINT32_MAX, 4 },
		{ MAILBOX_4 + 48, 'X', 1 },
		{ MAILBOX_4 + 48 + 20, VBT_SIZE - 47, 2 },
	};
	struct machine machine;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		set_up(state);
		put(rows[i].at, rows[i].size, rows[i].value);
		begin(&machine);
		expect_none(&machine, EXTENDED, "no GOP policy: the OpRegion at 0x");
	}
	set_up(state);
	begin(&machine);
	expect_none(&machine, EXTENDED - 1, "no GOP policy: the OpRegion at 0x");
}

/* A BDB whose place alone is wrong: it begins in the VBT's header, or its own header does not end in the VBT. */
static void test_no_bdb(void **state)
{
	static const uint32_t places[] = { 47, VBT_SIZE - 21 };
	struct machine machine;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		set_up(state);
		memcpy(opregion + MAILBOX_4 + places[i], "BIOS_DATA_BLOCK ", 16);
		put(MAILBOX_4 + 28, 4, places[i]);
		put(MAILBOX_4 + places[i] + 20, 2, 21);
		begin(&machine);
		expect_none(&machine, EXTENDED, "no GOP policy: the OpRegion at 0x");
	}
}

/* Mailbox 5 begins where a long VBT would still be. */
static void test_mailbox_5(void **state)
{
	static const uint32_t most = 0x1c00 - MAILBOX_4;
	struct machine machine;
	uint32_t extra;

	for (extra = 0; extra < 2; extra++) {
		set_up(state);
		put(MAILBOX_4 + 24, 2, most + extra);
		put(0x58, 4, 0x1d);
		begin(&machine);
		assert_int_equal(
			run(&machine, EXTENDED), extra ? IGD_EFI_UNSUPPORTED : IGD_EFI_SUCCESS);
		machine_end(&machine);
	}
	put(0x58, 4, 0x0d);
	begin(&machine);
	assert_int_equal(run(&machine, EXTENDED), IGD_EFI_SUCCESS);
	machine_end(&machine);
}

static void test_stays_away(void **state)
{
	static const char other[] = "another policy";
	struct machine machine;

	(void)state;
	begin(&machine);
	machine_put32(&machine, 0x08, 0x04030000);
	expect_none(&machine, EXTENDED, "8086:4680 at 00:02.0 is no display of Intel's");
	begin(&machine);
	machine_put32(&machine, 0x00, 0x11111234);
	expect_none(&machine, EXTENDED, "1234:1111 at 00:02.0 is no display of Intel's");
	begin(&machine);
	machine.has_protocols = false;
	expect_none(&machine, EXTENDED, "firmware does not say which device");
	begin(&machine);
	machine.file_count = 1;
	expect_none(&machine, EXTENDED, "QEMU does not offer etc/igd-opregion");
	begin(&machine);
	machine.has_fw_cfg = false;
	expect_none(&machine, EXTENDED, "QEMU does not offer etc/igd-opregion");

	begin(&machine);
	assert_int_equal(machine_run(&machine), IGD_EFI_UNSUPPORTED);
	expect_said(&machine, "no GOP policy: ASLS 0x0 is not the place");
	machine_put32(&machine, 0xfc, 0xfffff000);
	assert_int_equal(machine_run(&machine), IGD_EFI_UNSUPPORTED);
	expect_said(&machine, "no GOP policy: ASLS 0xfffff000 is not the place");
	assert_null(machine.policy);
	machine_end(&machine);

	begin(&machine);
	machine.policy = other;
	assert_int_equal(run(&machine, EXTENDED), IGD_EFI_UNSUPPORTED);
	assert_ptr_equal(machine.policy, other);
	expect_said(&machine, "no GOP policy: there is one already");
	machine_end(&machine);

	begin(&machine);
	machine.refuses = true;
	assert_int_equal(run(&machine, EXTENDED), IGD_EFI_OUT_OF_RESOURCES);
	expect_said(&machine, "no GOP policy: firmware does not take it (0x8000000000000009)");
	machine_end(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_protocol, set_up),
		cmocka_unit_test_setup(test_checksum, set_up),
		cmocka_unit_test_setup(test_extended, set_up),
		cmocka_unit_test_setup(test_no_vbt, set_up),
		cmocka_unit_test_setup(test_no_bdb, set_up),
		cmocka_unit_test_setup(test_mailbox_5, set_up),
		cmocka_unit_test_setup(test_stays_away, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
