// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_driver - the ROM's driver, on a machine that is played: what it sets up, what it says, and what it leaves alone
 */
#include <string.h>

#include "facts/firmware/gms.h"
#include "fixes/oprom/devices.h"
#include "machine.h"
#include "unit/unit.h"

#define MIB ((uint64_t)1 << 20)
#define ALDER_LAKE 0x4680
#define KABY_LAKE 0x5912
#define METEOR_LAKE 0x7d55
#define GGC_4_MIB 0xf0c1 /* of generation 9 and later: gen9_stolen_size() */
#define FREE (-1)

static uint8_t opregion[0x2000];

static int set_up(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(opregion); i++)
		opregion[i] = (uint8_t)(i * 7 + i / 256);
	memcpy(opregion, "IntelGraphicsMem", 16);
	return 0;
}

static void expect_said(const struct machine *machine, const char *text)
{
	if (!strstr(machine->said, text))
		fail_msg("\"%s\" is not in:\n%s", text, machine->said);
}

static void expect_opregion(const struct machine *machine)
{
	uint64_t asls = machine_get32(machine, 0xfc);

	assert_int_equal(machine_type(machine, asls), IGD_EFI_ACPI_NVS);
	assert_int_equal(machine_type(machine, asls + 0x1000), IGD_EFI_ACPI_NVS);
	assert_int_equal(machine_pages(machine, IGD_EFI_ACPI_NVS), 2);
	assert_memory_equal((const void *)(uintptr_t)asls, opregion, sizeof(opregion));
	expect_said(machine, "igdrom: OpRegion of 8192 bytes copied to 0x");
}

static void expect_no_opregion(const struct machine *machine)
{
	assert_int_equal(machine_get32(machine, 0xfc), 0);
	assert_int_equal(machine_pages(machine, IGD_EFI_ACPI_NVS), 0);
}

/* All of it reserved and zero, nothing beside it touched, and nothing kept that is not needed. */
static void expect_stolen(const struct machine *machine, uint64_t base, uint64_t size)
{
	const uint8_t *bytes = (const uint8_t *)(uintptr_t)base;
	uint64_t i;

	assert_int_equal(base % MIB, 0);
	assert_int_equal(machine_pages(machine, IGD_EFI_RESERVED), size / IGD_EFI_PAGE);
	for (i = 0; i < size; i++)
		if (bytes[i] || machine_type(machine, base + i) != IGD_EFI_RESERVED)
			fail_msg("0x%lx", (unsigned long)i);
	assert_true(machine_type(machine, base - 1) == FREE ||
		    machine_type(machine, base - 1) == IGD_EFI_ACPI_NVS);
	if (machine_type(machine, base - 1) == FREE)
		assert_int_equal(bytes[-1], 0xaa);
	if (machine_type(machine, base + size) == FREE)
		assert_int_equal(bytes[size], 0xaa);
	assert_int_equal(machine_pages(machine, IGD_EFI_BOOT_SERVICES_DATA), 0);
}

static void expect_no_stolen(const struct machine *machine)
{
	assert_int_equal(machine_get32(machine, 0x5c) & ~1u, 0);
	assert_int_equal(machine_get32(machine, 0xc0) & ~1u, 0);
	assert_int_equal(machine_get32(machine, 0xc4), 0);
	assert_int_equal(machine_pages(machine, IGD_EFI_RESERVED), 0);
	assert_int_equal(machine_pages(machine, IGD_EFI_BOOT_SERVICES_DATA), 0);
}

static void expect_untouched(struct machine *machine, const char *text)
{
	assert_int_equal(machine_run(machine), IGD_EFI_UNSUPPORTED);
	assert_int_equal(machine->config_writes, 0);
	expect_no_opregion(machine);
	expect_no_stolen(machine);
	expect_said(machine, text);
	assert_null(strstr(machine->said, "all is set up"));
	machine_end(machine);
}

static void test_alder_lake(void **state)
{
	struct machine machine;

	(void)state;
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	assert_int_equal(machine_run(&machine), IGD_EFI_NOT_FOUND);
	expect_opregion(&machine);
	expect_stolen(&machine, machine_get32(&machine, 0xc0), 4 * MIB);
	assert_int_equal(machine_get32(&machine, 0xc4), 0);
	assert_int_equal(machine_get32(&machine, 0x5c), 0);
	expect_said(&machine, "igdrom: igd-doctor " IGD_VERSION " sets up 8086:4680 at 00:02.0\n");
	expect_said(&machine, "igdrom: 4 MiB of stolen memory reserved at 0x");
	expect_said(&machine, ", BDSM set\nigdrom: all is set up\n");
	machine_end(&machine);
}

static void test_before_ice_lake(void **state)
{
	struct machine machine;

	(void)state;
	machine_begin(&machine, KABY_LAKE, GGC_4_MIB, opregion);
	machine_run(&machine);
	expect_opregion(&machine);
	expect_stolen(&machine, machine_get32(&machine, 0x5c), 4 * MIB);
	assert_int_equal(machine_get32(&machine, 0xc0), 0);
	assert_int_equal(machine.config_writes, 2);
	machine_end(&machine);
}

static void test_meteor_lake(void **state)
{
	struct machine machine;

	(void)state;
	machine_begin(&machine, METEOR_LAKE, GGC_4_MIB, opregion);
	machine_put32(&machine, 0x08, 0x03800000);
	machine_run(&machine);
	expect_opregion(&machine);
	expect_no_stolen(&machine);
	assert_int_equal(machine.config_writes, 1);
	expect_said(&machine, "igdrom: this iGPU needs no stolen memory in the guest\n"
			      "igdrom: all is set up\n");
	machine_end(&machine);
}

static void test_other_devices(void **state)
{
	static const struct {
		uint32_t id, class_code;
		const char *text;
	} rows[] = {
		{ 0x11111234, 0x03000000, "nothing done: 1234:1111 at 00:02.0 is no iGPU that" },
		{ 0x46801002, 0x03000000, "nothing done: 1002:4680 at" },
		{ 0x56a08086, 0x03000000, "nothing done: 8086:56a0 at" }, /* a card of Intel's */
		{ 0x46808086, 0x02000000, "nothing done: 8086:4680 at" },
	};
	struct machine machine;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
		machine_put32(&machine, 0, rows[i].id);
		machine_put32(&machine, 8, rows[i].class_code);
		expect_untouched(&machine, rows[i].text);
	}
}

static void test_other_places(void **state)
{
	struct machine machine;

	(void)state;
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	machine.has_fw_cfg = false;
	expect_untouched(&machine, "nothing done: this is not QEMU, or it has no fw_cfg");
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	machine.has_protocols = false;
	expect_untouched(&machine, "nothing done: firmware does not say which device");

	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	machine.place = 0x0528;
	machine_run(&machine);
	expect_said(&machine, "igdrom: at 05:05.0 Intel's driver for Windows does not look");
	expect_opregion(&machine);
	machine_end(&machine);

	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	machine.has_console = false;
	machine_run(&machine);
	assert_int_equal(machine.said_size, 0);
	expect_stolen(&machine, machine_get32(&machine, 0xc0), 4 * MIB);
	machine_end(&machine);
}

/* Each costs the OpRegion, and not the stolen memory. */
static void test_no_opregion(void **state)
{
	static const struct {
		uint32_t files, size;
		const char *bytes, *text;
	} rows[] = {
		{ 1, 0x2000, NULL, "no OpRegion: QEMU does not offer etc/igd-opregion" },
		{ 0xffffffff, 0x2000, NULL, "no OpRegion: QEMU does not offer" },
		{ 2, 0x1fff, NULL, "no OpRegion: etc/igd-opregion has 8191 bytes" },
		{ 2, 0x100001, NULL, "no OpRegion: etc/igd-opregion has 1048577 bytes" },
		{ 2, 0x2000, "IntelGraphicsMen", "does not begin with its signature" },
	};
	struct machine machine;
	uint8_t bytes[0x2000];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		memcpy(bytes, opregion, sizeof(bytes));
		if (rows[i].bytes)
			memcpy(bytes, rows[i].bytes, 16);
		machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, bytes);
		machine.file_count = rows[i].files;
		machine.files[1].size = rows[i].size;
		machine_run(&machine);
		expect_said(&machine, rows[i].text);
		expect_no_opregion(&machine);
		expect_stolen(&machine, machine_get32(&machine, 0xc0), 4 * MIB);
		assert_null(strstr(machine.said, "all is set up"));
		machine_end(&machine);
	}
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	memset(machine.writable + 0xfc, 0, 4);
	machine_run(&machine);
	expect_said(&machine, "no OpRegion: ASLS did not take 0x");
	expect_no_opregion(&machine);
	machine_end(&machine);
}

/* A VBT of the extended kind follows the 8 KiB. */
static void test_extended_opregion(void **state)
{
	static uint8_t bytes[0x4123];
	struct machine machine;

	(void)state;
	memset(bytes, 0x5a, sizeof(bytes));
	memcpy(bytes, opregion, sizeof(opregion));
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, bytes);
	machine.files[1].size = sizeof(bytes);
	machine_run(&machine);
	assert_int_equal(machine_pages(&machine, IGD_EFI_ACPI_NVS), 5);
	assert_memory_equal(
		(const void *)(uintptr_t)machine_get32(&machine, 0xfc), bytes, sizeof(bytes));
	expect_said(&machine, "OpRegion of 16675 bytes");
	machine_end(&machine);
}

/* Each costs the stolen memory, and not the OpRegion. */
static void test_no_stolen(void **state)
{
	static const struct {
		uint16_t ggc;
		uint64_t free_mib;
		uint32_t bdsm;
		const char *text;
	} rows[] = {
		{ 0x00c1, 16, 0, "no stolen memory: GGC 0xc1 asks for none" },
		{ 0xffc1, 16, 0, "no stolen memory: GGC 0xffc1 has a size that" },
		{ 0x0fc1, 16, 0, "no stolen memory: no 480 MiB of memory are free below 4 GiB" },
		{ 0xf0c1, 4, 0, "no stolen memory: no 4 MiB of memory are free below 4 GiB" },
		{ 0xf0c1, 16, 0x7a000001, "no stolen memory: BDSM is locked at 0x7a000000" },
	};
	struct machine machine;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		machine_begin(&machine, ALDER_LAKE, rows[i].ggc, opregion);
		machine.free_pages = rows[i].free_mib * MIB / IGD_EFI_PAGE;
		machine_put32(&machine, 0xc0, rows[i].bdsm);
		machine_run(&machine);
		expect_said(&machine, rows[i].text);
		expect_opregion(&machine);
		assert_int_equal(machine_get32(&machine, 0xc0), rows[i].bdsm);
		machine_put32(&machine, 0xc0, 0);
		expect_no_stolen(&machine);
		assert_null(strstr(machine.said, "all is set up"));
		machine_end(&machine);
	}
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	memset(machine.writable + 0xc0, 0, 8);
	machine_run(&machine);
	expect_said(&machine, "no stolen memory: BDSM did not take 0x");
	expect_no_stolen(&machine);
	machine_end(&machine);
}

static void test_stolen_base(void **state)
{
	struct machine machine;
	uint64_t wanted;

	(void)state;
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	wanted = (machine.memory + 3 * MIB) & ~(MIB - 1);
	machine.files[2] = (struct machine_file){ "etc/igd-stolen-base", &wanted, 8 };
	machine.file_count = 3;
	machine_run(&machine);
	assert_int_equal(machine_get32(&machine, 0xc0), wanted);
	expect_stolen(&machine, wanted, 4 * MIB);
	assert_null(strstr(machine.said, "not free"));
	machine_end(&machine);

	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	wanted = UINT64_C(0x2fff00000);
	machine.files[2] = (struct machine_file){ "etc/igd-stolen-base", &wanted, 8 };
	machine.file_count = 3;
	machine_run(&machine);
	expect_said(
		&machine, "igdrom: the host's place for stolen memory, 0x2fff00000, is not free");
	expect_stolen(&machine, machine_get32(&machine, 0xc0), 4 * MIB);
	machine_end(&machine);

	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	machine.files[2] = (struct machine_file){ "etc/igd-stolen-base", &wanted, 4 };
	machine.file_count = 3;
	machine_run(&machine);
	assert_null(strstr(machine.said, "the host's place"));
	expect_stolen(&machine, machine_get32(&machine, 0xc0), 4 * MIB);
	machine_end(&machine);
}

/* A guest that is reset runs it again, on registers that hold the old addresses. */
static void test_again(void **state)
{
	struct machine machine;

	(void)state;
	machine_begin(&machine, ALDER_LAKE, GGC_4_MIB, opregion);
	machine_run(&machine);
	memset(machine.types, 0, sizeof(machine.types));
	machine.said_size = 0;
	machine_run(&machine);
	expect_opregion(&machine);
	expect_stolen(&machine, machine_get32(&machine, 0xc0), 4 * MIB);
	machine_end(&machine);
}

/* The ROM's table is the doctor's, and they decode alike. */
static void test_table(void **state)
{
	uint32_t id, known = 0;

	(void)state;
	for (id = 0; id <= UINT16_MAX; id++) {
		const struct igd_igpu_model *model = igd_igpu_model((uint16_t)id);
		const struct igd_device *row = igd_device_find((uint16_t)id);

		assert_int_equal(model != NULL, row != NULL);
		if (!model || !row)
			continue;
		known++;
		assert_int_equal(row->generation, model->generation);
		assert_int_equal(
			igd_gms_coding_of(row->generation, (enum igd_gms_family)row->family),
			igd_gms_coding(model));
		assert_int_equal(
			igd_bdsm_form_of(row->generation, (enum igd_gms_family)row->family),
			igd_bdsm_form(model));
	}
	assert_int_equal(known, igd_devices.count);
	assert_true(known > 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alder_lake),
		cmocka_unit_test(test_before_ice_lake),
		cmocka_unit_test(test_meteor_lake),
		cmocka_unit_test(test_other_devices),
		cmocka_unit_test(test_other_places),
		cmocka_unit_test(test_no_opregion),
		cmocka_unit_test(test_extended_opregion),
		cmocka_unit_test(test_no_stolen),
		cmocka_unit_test(test_stolen_base),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
