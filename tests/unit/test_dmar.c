// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_dmar - the DMAR parser: what a sound table says, and that no other one is believed
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>

#include "core/host_private.h"
#include "facts/firmware/dmar.h"

/*
 * The shape of a 12th generation desktop: a unit for the graphics alone, one for the rest with its I/O APIC and
 * HPET, the graphics' RMRR, an ATSR, a SATC and an RHSA.
 */
static const uint8_t desktop[] = {
	'D', 'M', 'A', 'R', 180, 0, 0, 0, 2, 25, 'I', 'N', 'T', 'E', 'L', ' ', 'E', 'D', 'K', '2',
	' ', ' ', ' ', ' ', 2, 0, 0, 0, ' ', ' ', ' ', ' ', 0x13, 0, 0,
	1,							  /* the header all tables share */
	38, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,			  /* 39 bits, INTR_REMAP, opt-in */
	0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 0xd9, 0xfe, 0, 0, 0, 0,	  /* 48: DRHD fed90000 */
	1, 8, 0, 0, 0, 0, 2, 0,					  /* 64: 00:02.0 */
	0, 0, 32, 0, 1, 0, 0, 0, 0, 0x10, 0xd9, 0xfe, 0, 0, 0, 0, /* 72: DRHD, all the rest */
	3, 8, 0, 0, 2, 0, 0x1e, 7, 4, 8, 0, 0, 0, 0, 0x1e, 6,	  /* 88: I/O APIC 2, HPET 0 */
	1, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0x6c, 0, 0, 0, 0, 0xff, 0xff, 0x7f, 0x70, 0, 0, 0, 0, 1,
	8, 0, 0, 0, 0, 2, 0,				 /* 104: RMRR of 00:02.0 */
	2, 0, 16, 0, 0, 0, 0, 0, 2, 8, 0, 0, 0, 0, 1, 0, /* 136: ATSR, root port 00:01.0 */
	5, 0, 8, 0, 0, 0, 0, 0,				 /* 152: SATC */
	3, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 160: RHSA */
};

static void test_sound(void **state)
{
	struct igd_dmar dmar;
	const struct igd_dmar_unit *unit;

	(void)state;
	assert_int_equal(igd_dmar_parse(desktop, sizeof(desktop), &dmar, NULL), 0);
	assert_int_equal(dmar.host_address_width, 39);
	assert_true(dmar.has_interrupt_remapping);
	assert_false(dmar.is_x2apic_opted_out);
	assert_true(dmar.is_dma_opted_in);
	assert_int_equal(dmar.unit_count, 2);
	assert_int_equal(dmar.units[1].scopes.count, 2);
	assert_int_equal(dmar.units[1].scopes.list[0].type, IGD_DMAR_IOAPIC);
	assert_int_equal(dmar.units[1].scopes.list[0].enumeration_id, 2);
	assert_int_equal(dmar.skipped, 2);

	unit = igd_dmar_unit_for(&dmar, 0, 0, 2, 0);
	assert_non_null(unit);
	assert_true(unit->address == 0xfed90000);
	assert_ptr_equal(unit, igd_dmar_unit_at(&dmar, "0000:00:02.0"));
	unit = igd_dmar_unit_at(&dmar, "0000:00:1f.3");
	assert_non_null(unit);
	assert_true(unit->has_all && unit->address == 0xfed91000);
	assert_null(igd_dmar_unit_for(&dmar, 1, 0, 2, 0));
	assert_null(igd_dmar_unit_at(&dmar, "00:02.0"));
	assert_null(igd_dmar_unit_at(&dmar, "0000:00:02.0x"));
	igd_dmar_done(&dmar);
}

static void test_memory_and_ports(void **state)
{
	struct igd_dmar dmar;

	(void)state;
	assert_int_equal(igd_dmar_parse(desktop, sizeof(desktop), &dmar, NULL), 0);
	assert_int_equal(dmar.reserved_count, 1);
	assert_true(dmar.reserved[0].start == 0x6c000000);
	assert_true(dmar.reserved[0].end == 0x707fffff);
	assert_true(igd_dmar_names(&dmar.reserved[0].scopes, "0000:00:02.0"));
	assert_false(igd_dmar_names(&dmar.reserved[0].scopes, "0000:00:02.1"));
	assert_int_equal(dmar.ats_count, 1);
	assert_false(dmar.ats[0].has_all);
	/* A bridge's scope is not the bridge as an endpoint. */
	assert_false(igd_dmar_names(&dmar.ats[0].scopes, "0000:00:01.0"));
	igd_dmar_done(&dmar);
}

static void test_checksum_is_only_noted(void **state)
{
	uint8_t bytes[sizeof(desktop)];
	struct igd_dmar dmar;
	uint8_t sum = 0;
	size_t i;

	(void)state;
	memcpy(bytes, desktop, sizeof(bytes));
	for (i = 0; i < sizeof(bytes); i++)
		sum = (uint8_t)(sum + bytes[i]);
	bytes[9] = (uint8_t)(bytes[9] - sum);
	assert_int_equal(igd_dmar_parse(bytes, sizeof(bytes), &dmar, NULL), 0);
	assert_true(dmar.is_checksum_right);
	igd_dmar_done(&dmar);
	bytes[9]++;
	assert_int_equal(igd_dmar_parse(bytes, sizeof(bytes), &dmar, NULL), 0);
	assert_false(dmar.is_checksum_right);
	igd_dmar_done(&dmar);
}

/* The sound table with one byte changed. */
static void refuse(size_t offset, uint8_t value, const char *message)
{
	uint8_t bytes[sizeof(desktop)];
	struct igd_error error = { 0 };
	struct igd_dmar dmar = { .skipped = 77 };

	memcpy(bytes, desktop, sizeof(bytes));
	bytes[offset] = value;
	assert_int_equal(igd_dmar_parse(bytes, sizeof(bytes), &dmar, &error), -EBADMSG);
	assert_string_equal(error.message, message);
	assert_int_equal(dmar.skipped, 77);
}

static void test_hostile(void **state)
{
	(void)state;
	refuse(0, 'X', "offset 0: the signature is not DMAR");
	refuse(4, 181, "offset 4: the table says it has 181 bytes, there are 180");
	refuse(4, 47, "offset 4: the table says it has 47 bytes, there are 180");
	refuse(7, 0xff, "offset 4: the table says it has 4278190260 bytes, there are 180");
	refuse(50, 0, "offset 48: a remapping structure of 0 bytes, with 132 left");
	refuse(50, 8, "offset 48: a DRHD of 8 bytes, but it has at least 16");
	refuse(51, 1,
		"offset 48: a remapping structure of 280 bytes runs out of the table, 132 are left");
	refuse(106, 16, "offset 104: an RMRR of 16 bytes, but it has at least 24");
	refuse(138, 4, "offset 136: an ATSR of 4 bytes, but it has at least 8");
	refuse(50, 20, "offset 64: 4 bytes are too few for a device scope");
	refuse(65, 10, "offset 64: a device scope of 10 bytes, but 8 are left");
	refuse(65, 7, "offset 64: a device scope cannot have 7 bytes");
	refuse(65, 0, "offset 64: a device scope cannot have 0 bytes");
	refuse(162, 18, "offset 178: a remapping structure of 0 bytes, with 2 left");
}

static void test_every_truncation(void **state)
{
	uint8_t bytes[sizeof(desktop)];
	struct igd_error error;
	struct igd_dmar dmar;
	size_t size;

	(void)state;
	for (size = 0; size < sizeof(desktop); size++) {
		memcpy(bytes, desktop, size);
		if (size > 4)
			bytes[4] = (uint8_t)size;
		error = (struct igd_error){ 0 };
		if (igd_dmar_parse(bytes, size, &dmar, &error) == 0)
			igd_dmar_done(&dmar);
		else
			assert_true(igd_starts_with(error.message, "offset "));
	}
}

static void test_of_a_host(void **state)
{
	static const char text[] = "igd-doctor.tree/1\n"
				   "x " IGD_ACPI_DMAR " 444d4152\n";
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(text, strlen(text), "test", NULL));

	(void)state;
	assert_null(igd_dmar_get(host));
	assert_int_equal(igd_host_error(host, IGD_ACPI_DMAR), EBADMSG);
	igd_host_free(host);
	host = igd_host_new(
		igd_source_tree_text(text, strlen("igd-doctor.tree/1\n"), "test", NULL));
	assert_null(igd_dmar_get(host));
	assert_int_equal(igd_host_error(host, IGD_ACPI_DMAR), 0);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_memory_and_ports),
		cmocka_unit_test(test_checksum_is_only_noted),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_of_a_host),
	};

	return cmocka_run_group_tests_name("dmar", tests, NULL, NULL);
}
