// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_recognise - what is recognised in a ROM's image, and what must not be
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/rom.h"
#include "facts/host/igpu.h"
#include "specimens/kinds.h"
#include "unit.h"

#define HAS(content) (1u << (content))
#define POLICY_GUID "\x1b\x93\x2e\xec\x81\x32\xa5\x48\x81\x07\xdf\x8a\x8b\xed\x3c\x5d"

/* The ROM of one image with this code, which the code is given up for. */
static void read_code(struct specimen *code, struct igd_rom *ret)
{
	struct specimen file = { 0 };
	struct specimen_image image = { .is_legacy = true,
		.vendor = 0x8086,
		.class_code = 0x030000,
		.revision = 3,
		.code = code };

	specimen_add_image(&file, &image);
	assert_true(igd_rom_parse(file.bytes, file.size, ret));
	assert_int_equal(ret->image_count, 1);
	specimen_done(code);
	specimen_done(&file);
}

static void read_kind(const char *kind, const struct specimen_options *options, struct igd_rom *ret)
{
	struct specimen file = { 0 };

	assert_true(specimen_add_kind(&file, kind, options));
	assert_true(igd_rom_parse(file.bytes, file.size, ret));
	specimen_done(&file);
}

/* Evidence of that content which holds the text; the test fails without. */
static const struct igd_rom_evidence *find_evidence(
	const struct igd_rom *rom, enum igd_rom_content content, const char *text)
{
	static const struct igd_rom_evidence none;
	size_t i;

	for (i = 0; i < rom->evidence_count; i++)
		if (rom->evidence[i].content == content && strstr(rom->evidence[i].what, text))
			return &rom->evidence[i];
	fail_msg("no evidence of %s: %s", igd_rom_content_name(content), text);
	return &none;
}

static void test_kinds(void **state)
{
	static const struct {
		const char *kind;
		uint32_t contains;
	} rows[] = {
		{ "driver", 0 },
		{ "assignment", HAS(IGD_ROM_ASSIGNMENT) },
		{ "assignment-32", HAS(IGD_ROM_ASSIGNMENT) },
		{ "policy", HAS(IGD_ROM_GOP_POLICY) },
		{ "own-policy", HAS(IGD_ROM_GOP_POLICY) },
		{ "gop", HAS(IGD_ROM_INTEL_GOP) },
		{ "own", HAS(IGD_ROM_ASSIGNMENT) },
		{ "ipxe", HAS(IGD_ROM_IPXE) },
		{ "amd", HAS(IGD_ROM_AMD) },
		{ "nvidia", HAS(IGD_ROM_NVIDIA) },
		{ "vbios", HAS(IGD_ROM_INTEL_VBIOS) | HAS(IGD_ROM_VBT) },
		{ "ipxe-legacy", HAS(IGD_ROM_IPXE) },
		{ "amd-legacy", HAS(IGD_ROM_AMD) },
		{ "nvidia-legacy", HAS(IGD_ROM_NVIDIA) },
		{ "seabios", HAS(IGD_ROM_SEABIOS_VGA) },
	};
	struct specimen_options options = { 0 };
	struct igd_rom rom;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		for (options.compression = 0; options.compression <= 5;
			options.compression += options.compression ? 1 : 4) {
			read_kind(rows[i].kind, &options, &rom);
			assert_int_equal(rom.images[0].contains, rows[i].contains);
			assert_true(!rows[i].contains == !rom.evidence_count);
			igd_rom_done(&rom);
		}
	}
}

/* What stands where: the offset leads to the text. */
static void test_evidence(void **state)
{
	static const char name[] = "etc/igd-opregion";
	struct specimen_options options = { 0 };
	const struct igd_rom_evidence *evidence;
	struct specimen file = { 0 };
	struct igd_rom rom;

	(void)state;
	assert_true(
		specimen_add_kind(&file, "driver", &(struct specimen_options){ .is_more = true }));
	assert_true(specimen_add_kind(&file, "assignment", &options));
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	evidence = find_evidence(&rom, IGD_ROM_ASSIGNMENT, name);
	assert_int_equal(evidence->image, 1);
	assert_false(evidence->is_decompressed);
	assert_memory_equal(file.bytes + evidence->offset, name, sizeof(name));
	evidence = find_evidence(&rom, IGD_ROM_ASSIGNMENT, "writes BDSM at 0xc0");
	assert_memory_equal(file.bytes + evidence->offset, "\x41\xb8\xc0\0\0\0", 6);
	igd_rom_done(&rom);
	specimen_done(&file);

	options.compression = 4;
	read_kind("assignment", &options, &rom);
	evidence = find_evidence(&rom, IGD_ROM_ASSIGNMENT, name);
	assert_true(evidence->is_decompressed);
	igd_rom_done(&rom);
}

static void test_registers(void **state)
{
	struct specimen_options options = { 0 };
	struct igd_rom rom;

	(void)state;
	read_kind("assignment", &options, &rom);
	assert_int_equal(rom.images[0].bdsm, IGD_ROM_BDSM_64);
	igd_rom_done(&rom);
	read_kind("assignment-32", &options, &rom);
	assert_int_equal(rom.images[0].bdsm, IGD_ROM_BDSM_32);
	assert_true(find_evidence(&rom, IGD_ROM_ASSIGNMENT, "at 0x5c")->offset > 0);
	igd_rom_done(&rom);
}

/* Names that are not enough alone. */
static void test_halves(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} halves[] = {
		{ "IntelGraphicsMem", 17 }, { POLICY_GUID, 16 }, { "etc/igd-opregion2", 18 },
		{ "$VBT COFFEELAKE      ", 48 }, { "iPX", 3 },
		{ "Intel(R) GOP Driver", 20 }, /* it is in UTF-16 */
	};
	struct igd_rom rom;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(halves) / sizeof(*halves); i++) {
		struct specimen code = { 0 };
		char bytes[64] = { 0 };

		memcpy(bytes, halves[i].bytes, strnlen(halves[i].bytes, halves[i].size));
		specimen_add(&code, bytes, sizeof(bytes));
		read_code(&code, &rom);
		assert_int_equal(rom.images[0].contains, 0);
		assert_int_equal(rom.evidence_count, 0);
		igd_rom_done(&rom);
	}
}

/* A GOP with these tables; "|" stands between them, each of them at an even offset. */
static void read_tables(const char *tables, struct igd_rom *ret)
{
	struct specimen code = { 0 };
	IGD_AUTOFREE char *copy = igd_strdup(tables);
	char *word, *state = NULL;
	uint64_t id;

	specimen_add_wide(&code, "Intel(R) GOP Driver");
	specimen_pad(&code, 64, 0);
	for (word = strtok_r(copy, " ", &state); word; word = strtok_r(NULL, " ", &state)) {
		if (strcmp(word, "|") == 0) {
			/* Farther than what belongs together. */
			specimen_add(&code, "\0\0", 2);
			specimen_pad(&code, 256, 0);
			continue;
		}
		assert_int_equal(igd_parse_u64(word, 16, &id), 0);
		specimen_add16(&code, (uint16_t)id);
	}
	specimen_add16(&code, 0);
	read_code(&code, ret);
}

static void test_tables(void **state)
{
	static const struct {
		const char *tables, *ids;
	} rows[] = {
		/* One table, as old drivers have it. */
		{ "0f30 0f31 0f32 0f33", "0f30 0f31 0f32 0f33" },
		{ "0a84 1a84 5a84 1a85 5a85", "0a84 1a84 1a85 5a84 5a85" },
		/* Siblings that Linux does not know, between known ones; not behind the last. */
		{ "4571 4569 4557 4555 4e61 4e69", "4555 4557 4569 4571 4e61" },
		/* Two tables: what stands in both. */
		{ "7d40 7d45 7d50 7d55 7d60 0 a7a0 a7a1 a7a9 a720 | 46a0 46a1 46a3 46a6 a7a0 a7a1 a7a9 "
		  "a720 | 46a0 46a1 46a3 46a6",
			"46a0 46a1 46a3 46a6 a720 a7a0 a7a1 a7a9" },
		/* Numbers in steps, which are offsets of something. */
		{ "46a0 46a1 46a3 46a6 | a780 a788 a790 a798 a7a0 a7a8 | 46a6 46a3 46a1 46a0",
			"46a0 46a1 46a3 46a6" },
		/* A short one beside a long one. */
		{ "0402 0406 040a 0412 0090 0bd0 0bd1 1606 1616 | 0402 0406 040a 0412 0 1606 1616",
			"0402 0406 040a 0412 1606 1616" },
		/* One that is not beside it, though it stands in two places. */
		{ "0402 0406 040a 0412 | 1606 1616 | 0402 0406 040a 0412 | 1606 1616",
			"0402 0406 040a 0412" },
		/* Two ids, in two places: Gemini Lake. */
		{ "3184 3185 3184 | 3184 3185", "3184 3185" },
		/* Nothing of this is a table. */
		{ "3184 3185", "" },
		{ "4c8a 0 0 4c8a 0 0 4c8a", "" },
		{ "4680 4682 4688", "" },
		{ "4680 4680 4680 4680 4682 4680", "" },
		{ "1111 2222 3333 4444 5555", "" },
	};
	struct igd_rom rom;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		IGD_AUTOTEXT struct igd_text ids = { 0 };

		igd_text_add(&ids, "", 0);
		read_tables(rows[i].tables, &rom);
		assert_int_equal(rom.images[0].contains, HAS(IGD_ROM_INTEL_GOP));
		for (j = 0; j < rom.images[0].gop_device_count; j++)
			igd_text_printf(&ids, "%s%04x", j ? " " : "", rom.images[0].gop_devices[j]);
		assert_string_equal(ids.text, rows[i].ids);
		igd_rom_done(&rom);
	}
}

/* At an odd offset nothing is read, and without the name nothing is looked for. */
static void test_no_table(void **state)
{
	static const uint16_t ids[] = { 0x4680, 0x4682, 0x4688, 0x468a, 0x4690, 0x4692 };
	struct specimen code = { 0 };
	struct igd_rom rom;

	(void)state;
	specimen_add_wide(&code, "Intel(R) GOP Driver");
	specimen_add(&code, "\0\0\0", 3);
	specimen_add(&code, ids, sizeof(ids));
	read_code(&code, &rom);
	assert_int_equal(rom.images[0].gop_device_count, 0);
	igd_rom_done(&rom);

	specimen_add(&code, ids, sizeof(ids));
	specimen_add(&code, POLICY_GUID, 16);
	read_code(&code, &rom);
	assert_int_equal(rom.images[0].contains, 0);
	assert_int_equal(rom.images[0].gop_device_count, 0);
	igd_rom_done(&rom);
}

/* None of the known ids is overlooked. */
static void test_every_id(void **state)
{
	unsigned id, known = 0;
	struct igd_rom rom;

	(void)state;
	for (id = 1; id < 65536; id++) {
		IGD_AUTOFREE char *tables = NULL;
		bool is_there = false;
		size_t i;

		if (!igd_igpu_model((uint16_t)id))
			continue;
		known++;
		tables = igd_printf("%04x 9a40 9a49 9a59 9a60", id);
		read_tables(tables, &rom);
		for (i = 0; i < rom.images[0].gop_device_count; i++)
			is_there |= rom.images[0].gop_devices[i] == id;
		assert_true(is_there);
		igd_rom_done(&rom);
	}
	assert_true(known > 200);
}

/* An assignment driver's table: count entries from Alder Lake-S on, each with a pointer. */
static void read_entries(const uint16_t *ids, size_t count, uint16_t padding, struct igd_rom *ret)
{
	struct specimen code = { 0 };
	size_t i;

	specimen_add(&code, "etc/igd-opregion", 17);
	specimen_pad(&code, 8, 0);
	for (i = 0; i < count; i++) {
		specimen_add16(&code, ids[i]);
		specimen_add16(&code, 0);
		specimen_add16(&code, padding);
		specimen_add16(&code, 0);
		specimen_add32(&code, 0x2040);
		specimen_add32(&code, 0);
	}
	read_code(&code, ret);
}

static void test_assigned(void **state)
{
	/* One that Linux does not know is among them. */
	static const uint16_t ids[] = { 0x4680, 0x4682, 0x4688, 0x468a, 0x468b, 0x4690, 0x4692,
		0x4693, 0xa780, 0xa781, 0xa782, 0xa783, 0xa788, 0xa789, 0xa78a, 0x1234, 0xa78b };
	static const uint16_t same[] = { 0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4680,
		0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4680, 0x4682 };
	const size_t count = sizeof(ids) / sizeof(*ids);
	struct igd_rom rom;

	(void)state;
	read_entries(ids, count, 0, &rom);
	assert_int_equal(rom.images[0].contains, HAS(IGD_ROM_ASSIGNMENT));
	assert_int_equal(rom.images[0].assigned_device_count, count);
	assert_int_equal(rom.images[0].assigned_devices[0], 0x1234);
	assert_int_equal(rom.images[0].assigned_devices[count - 1], 0xa78b);
	assert_int_equal(rom.images[0].bdsm, 0);
	/* Behind the name, which stands where an image's code begins. */
	assert_int_equal(find_evidence(&rom, IGD_ROM_ASSIGNMENT, "(17 ids)")->offset,
		(find_evidence(&rom, IGD_ROM_ASSIGNMENT, "fw_cfg")->offset + 17 + 7) / 8 * 8);
	igd_rom_done(&rom);
	/* Too few, and something where nothing stands. */
	read_entries(ids, 12, 0, &rom);
	assert_int_equal(rom.images[0].assigned_device_count, 0);
	igd_rom_done(&rom);
	read_entries(ids, count, 1, &rom);
	assert_int_equal(rom.images[0].assigned_device_count, 0);
	igd_rom_done(&rom);
	/* One device over and over is no list. */
	read_entries(same, sizeof(same) / sizeof(*same), 0, &rom);
	assert_int_equal(rom.images[0].assigned_device_count, 0);
	igd_rom_done(&rom);
}

static void test_vendor(void **state)
{
	struct specimen_options options = { .vendor = 0x10de };
	struct igd_rom rom;

	(void)state;
	read_kind("driver", &options, &rom);
	assert_int_equal(rom.images[0].contains, HAS(IGD_ROM_NVIDIA));
	assert_non_null(find_evidence(&rom, IGD_ROM_NVIDIA, "PCI vendor 10de"));
	igd_rom_done(&rom);
	/* What was found in it counts for more. */
	read_kind("assignment", &options, &rom);
	assert_int_equal(rom.images[0].contains, HAS(IGD_ROM_ASSIGNMENT));
	igd_rom_done(&rom);
	/* Not Intel's own either. */
	options.vendor = 0x1234;
	read_kind("driver", &options, &rom);
	assert_int_equal(rom.images[0].contains, 0);
	igd_rom_done(&rom);
}

/* A GOP carries the GUID as its consumer, and that alone makes no policy of it, whatever stands beside it. */
static void test_consumer(void **state)
{
	struct specimen code = { 0 };
	struct igd_rom rom;

	(void)state;
	specimen_add_wide(&code, "Intel(R) GOP Driver");
	specimen_add(&code, POLICY_GUID, 16);
	specimen_add(&code, "IntelGraphicsMem", 16);
	read_code(&code, &rom);
	assert_int_equal(rom.images[0].contains, HAS(IGD_ROM_INTEL_GOP));
	igd_rom_done(&rom);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_evidence),
		cmocka_unit_test(test_registers),
		cmocka_unit_test(test_halves),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_no_table),
		cmocka_unit_test(test_every_id),
		cmocka_unit_test(test_assigned),
		cmocka_unit_test(test_vendor),
		cmocka_unit_test(test_consumer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
