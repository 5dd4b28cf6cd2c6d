// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_live_memory - what of physical memory is read at all, and where a VBT behind the OpRegion is
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>

#include "core/host_private.h"
#include "core/source_live_memory.h"
#include "specimens/opregion.h"

static const char iomem[] = "00000000-00000fff : Reserved\n"
			    "00001000-0009ffff : System RAM\n"
			    "00100000-3f5fffff : System RAM\n"
			    "  01000000-01ffffff : Kernel code\n"
			    "3f600000-4affffff : Reserved\n"
			    "  49f00000-49f0ffff : ACPI Tables\n"
			    "4b000000-4b3fffff : ACPI Non-volatile Storage\n"
			    "4b400000-4b4fffff : Reserved\n"
			    "4b500000-4b5fffff : Soft Reserved\n"
			    "4b600000-4b6fffff : Reserved by somebody\n"
			    "4f800000-bfffffff : PCI Bus 0000:00\n"
			    "  60000000-60ffffff : Reserved\n"
			    "fffff000-ffffffff : Reserved\n";

static void test_found(void **state)
{
	struct igd_memory_range range = { 0 };

	(void)state;
	assert_true(igd_memory_find(iomem, 0x4b31e018, 0x2000, &range));
	assert_true(range.start == 0x4b000000 && range.end == 0x4b3fffff);
	assert_true(igd_memory_find(iomem, 0x3f600000, 0x2000, &range));
	assert_true(range.start == 0x3f600000 && range.end == 0x4affffff);
	assert_true(igd_memory_find(iomem, 0x49f10000, 0x2000, &range));
	assert_true(igd_memory_find(iomem, 0x49efe000, 0x2000, &range));
	assert_true(igd_memory_find(iomem, 0x4b4fe000, 0x2000, &range));
	assert_true(igd_memory_find(iomem, 0x4b3fffff, 1, &range));
}

/* RAM, devices, other kinds of memory, what crosses a border, and what another has a part of. */
static void test_not_found(void **state)
{
	static const uint64_t places[] = { 0, 0x1000, 0x01000000, 0x3f5ff000, 0x3f5ff001,
		0x49eff000, 0x49f00000, 0x49f0ffff, 0x4afff000, 0x4b3ff000, 0x4b4fe001, 0x4b500000,
		0x4b600000, 0x4b700000, 0x60000000, 0xa0000000, 0xfffff000, 0xffffffff };
	static const char *const texts[] = { "", "\n\n", "Reserved\n",
		"4b000000-4bffffff Reserved\n", "4b000000 : Reserved\n",
		"4bffffff-4b000000 : Reserved\n", ": Reserved\n", "00000000-00000000 : Reserved\n",
		"4b000000-4bffffff : \n",
		"4b000000-4bffffff : Reserved\n4b31f000-4b31ffff : Reserved\n",
		"4b31f000-4b31ffff : pnp 00:05\n4b000000-4bffffff : Reserved\n" };
	struct igd_memory_range range = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		assert_false(igd_memory_find(iomem, places[i], 0x2000, &range));
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_false(igd_memory_find(texts[i], 0x4b31e018, 0x2000, &range));
	assert_true(igd_memory_find("4b000000-4bffffff : Reserved", 0x4b31e018, 0x2000, &range));
}

static struct specimen make(uint8_t minor)
{
	static const struct specimen_child board[] = { { 4, 0x60d2, 1 } };
	static const struct specimen_vbt made = { "ALDERLAKE-S", 237, 39, board, 1, false };
	struct specimen vbt = { 0 }, specimen = { 0 };
	struct specimen_opregion opregion = { 2, minor, 0x15, "17.0.1077", &vbt, true };

	specimen_add_vbt(&vbt, &made);
	specimen_add_opregion(&specimen, &opregion);
	specimen_done(&vbt);
	return specimen;
}

static void test_vbt(void **state)
{
	struct specimen specimen = make(1);
	struct igd_memory_range range = { 0 };

	(void)state;
	assert_true(igd_memory_extended_vbt(specimen.bytes, 0x4b31e018, &range));
	assert_true(range.start == 0x4b320018);
	assert_true(range.end - range.start + 1 == specimen.size - 0x2000);
	specimen_put32(&specimen, 0x3ba, 0x12345); /* not right behind */
	assert_true(igd_memory_extended_vbt(specimen.bytes, 0x4b31e018, &range));
	assert_true(range.start == 0x4b31e018 + 0x12345);
	specimen_put32(&specimen, 0x3c2, 0x10000);
	assert_true(igd_memory_extended_vbt(specimen.bytes, 0x4b31e018, &range));
	assert_true(range.end - range.start == 0xffff);
	specimen_done(&specimen);
}

static void refuse(struct specimen *specimen, uint32_t at, uint32_t value)
{
	struct igd_memory_range range = { 7, 8 };
	uint8_t before[4];

	memcpy(before, specimen->bytes + at, sizeof(before));
	specimen_put32(specimen, at, value);
	assert_false(igd_memory_extended_vbt(specimen->bytes, 0x4b31e018, &range));
	assert_true(range.start == 7 && range.end == 8);
	memcpy(specimen->bytes + at, before, sizeof(before));
}

static void test_vbt_refused(void **state)
{
	struct specimen specimen = make(1);
	struct igd_memory_range range = { 0 };

	(void)state;
	refuse(&specimen, 0x14, 0x02000000); /* 2.0: RVDA is an address of its own */
	refuse(&specimen, 0x14, 0x01020000);
	refuse(&specimen, 0x3ba, 0x1fff); /* within the OpRegion */
	refuse(&specimen, 0x3ba, 0);
	refuse(&specimen, 0x3be, 1); /* beyond 4 GiB */
	refuse(&specimen, 0x3be, 0xffffffff);
	refuse(&specimen, 0x3ba, 0xfffff000);
	refuse(&specimen, 0x3c2, 0);
	refuse(&specimen, 0x3c2, 0x10001);
	refuse(&specimen, 0x3c2, 0xffffffff);
	assert_true(igd_memory_extended_vbt(specimen.bytes, 0x4b31e018, &range));
	assert_false(igd_memory_extended_vbt(specimen.bytes, 0xffffe000, &range));
	specimen_done(&specimen);
}

static void test_shown(void **state)
{
	uint8_t bytes[IGD_MEMORY_OPREGION_SIGNATURE_SIZE] = { 0 };

	(void)state;
	assert_false(igd_memory_is_shown(bytes));
	bytes[15] = 1;
	assert_true(igd_memory_is_shown(bytes));
	memset(bytes, 0xff, sizeof(bytes));
	assert_false(igd_memory_is_shown(bytes));
	bytes[0] = 'I';
	assert_true(igd_memory_is_shown(bytes));
	memset(bytes, 'I', sizeof(bytes));
	assert_true(igd_memory_is_shown(bytes));
}

static int ask(struct igd_source *source, enum igd_ask what, const char *path, size_t limit)
{
	struct igd_question question = { what, path, limit };
	struct igd_answer answer;
	int error;

	igd_source_answer(source, &question, &answer);
	error = answer.error;
	if (!error)
		assert_true(answer.size >= IGD_MEMORY_OPREGION_SIZE && answer.size <= limit);
	igd_answer_done(&answer);
	return error;
}

/* Whatever this machine is: only the one question is answered, and by one of the errors of host.h. */
static void test_live(void **state)
{
	struct igd_source *source = igd_source_live();
	int error = ask(source, IGD_ASK_READ, IGD_MEMORY_OPREGION, 1 << 20);

	(void)state;
	assert_true(error == 0 || error == ENOENT || error == EACCES || error == EPERM ||
		    error == ENXIO || error == EFAULT);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_MEMORY_OPREGION, 1), error ? error : EFBIG);
	assert_int_equal(ask(source, IGD_ASK_KIND, IGD_MEMORY_OPREGION, 1), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_MEMORY_DIR "/else", 1), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_READ, IGD_MEMORY_DIR "/opregion/x", 1), ENODATA);
	assert_int_equal(ask(source, IGD_ASK_LIST, IGD_MEMORY_DIR "/", 1), ENODATA);
	igd_source_free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_not_found),
		cmocka_unit_test(test_vbt),
		cmocka_unit_test(test_vbt_refused),
		cmocka_unit_test(test_shown),
		cmocka_unit_test(test_live),
	};

	return cmocka_run_group_tests_name("live-memory", tests, NULL, NULL);
}
