// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_fit - whether a ROM fits an iGPU: every combination of what may be in it, as one table
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"
#include "specimens/kinds.h"
#include "unit.h"

#define ALL (IGD_ROM_FOR_UPT | IGD_ROM_FOR_LEGACY | IGD_ROM_FOR_GOP)

static const uint16_t mobile[] = { 0x46a0, 0x46a1, 0x46a3, 0x46a6, 0xa7a0, 0xa7a1, 0 };
static const uint16_t none[] = { 0 };

struct row {
	const char *kinds; /* the images, with commas between them */
	uint16_t device;
	enum igd_fit fit;
	unsigned recipes;
	const char *why;      /* what it says among other things */
	const char *made_for; /* NULL: not known */
	const uint16_t *devices;
	uint16_t id; /* in the PCI data structure */
	bool is_part, is_for_other_display;
};

#define DESKTOP "Alder Lake-S, Raptor Lake-S"
#define MOBILE "Alder Lake-P, Raptor Lake-P, Raptor Lake-U"

/* clang-format off */
#define ROW(images, id, answer, serves, says, ...) \
	{ .kinds = (images), .device = (id), .fit = (answer), .recipes = (serves), .why = (says), .made_for = __VA_ARGS__ }
static const struct row rows[] = {
	/* Nothing to judge it for. */
	ROW("assignment,policy,gop", 0, IGD_FIT_UNKNOWN, 0, "no iGPU to judge it for", DESKTOP),

	/* The three drivers. */
	ROW("assignment,policy,gop", 0x4680, IGD_FIT_YES, ALL, "its display driver lists 8086:4680", DESKTOP),
	ROW("gop,assignment,policy", 0x4680, IGD_FIT_YES, ALL, "its display driver lists 8086:4680", DESKTOP),
	/* A display driver for other models: the assignment driver does its work all the same. */
	ROW("assignment,policy,gop", 0x46a6, IGD_FIT_YES, IGD_ROM_FOR_UPT, "does not list 8086:46a6", DESKTOP, .is_for_other_display = true),
	ROW("assignment,policy,gop", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "for other models", MOBILE, mobile, .is_for_other_display = true),
	ROW("assignment,policy,gop", 0x46a6, IGD_FIT_YES, ALL, "lists 8086:46a6", MOBILE, mobile),
	ROW("assignment,policy,gop,gop", 0x4680, IGD_FIT_YES, ALL, "other display drivers", DESKTOP),
	/* No policy: the display driver has no VBT. */
	ROW("assignment,gop", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "lacks the platform policy", DESKTOP),
	ROW("assignment,gop", 0x46a6, IGD_FIT_YES, IGD_ROM_FOR_UPT, "does not list 8086:46a6", DESKTOP, .is_for_other_display = true),
	/* A display driver without a table that could be read. */
	ROW("assignment,policy,gop", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "knows 8086:4680 cannot be told", NULL, none),
	ROW("assignment-32,policy,gop", 0x4680, IGD_FIT_UNKNOWN, 0, "is not seen", NULL, none),
	/* An id that nobody knows. */
	ROW("assignment-32,policy,gop", 0x4699, IGD_FIT_UNKNOWN, 0, "is not seen", DESKTOP),
	ROW("gop", 0x4699, IGD_FIT_UNKNOWN, 0, "none of the known iGPUs", DESKTOP),

	/* The assignment driver alone, by what it writes. */
	ROW("assignment", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "11th generation and later", NULL),
	ROW("assignment", 0x3e92, IGD_FIT_UNKNOWN, 0, "is not seen to do so as this iGPU needs it", NULL),
	ROW("assignment", 0x7d55, IGD_FIT_UNKNOWN, 0, "is not seen", NULL),
	ROW("assignment-32", 0x3e92, IGD_FIT_YES, IGD_ROM_FOR_UPT, "10th generation and before", NULL),
	ROW("assignment-32", 0x0102, IGD_FIT_YES, IGD_ROM_FOR_UPT, "10th generation and before", NULL),
	ROW("assignment-32", 0x4680, IGD_FIT_UNKNOWN, 0, "is not seen", NULL),
	ROW("assignment-32", 0x7d55, IGD_FIT_UNKNOWN, 0, "is not seen", NULL),
	ROW("assignment-32,policy,gop", 0x4680, IGD_FIT_UNKNOWN, 0, "is not seen", DESKTOP, .is_part = true),
	ROW("assignment-32,policy,gop", 0x46a6, IGD_FIT_UNKNOWN, 0, "is not seen", DESKTOP),
	/* Of several the best decides, wherever it stands. */
	ROW("assignment-32,assignment", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "11th generation and later", NULL),
	ROW("assignment,assignment-32", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "11th generation and later", NULL),

	/* Parts. */
	ROW("gop", 0x4680, IGD_FIT_NO, 0, "but it is alone", DESKTOP, .is_part = true),
	ROW("policy,gop", 0x4680, IGD_FIT_NO, 0, "but it is alone", DESKTOP, .is_part = true),
	ROW("gop", 0x46a6, IGD_FIT_NO, 0, "does not list 8086:46a6", DESKTOP),
	ROW("gop", 0x4680, IGD_FIT_NO, 0, "a display driver alone", NULL, none),
	ROW("policy", 0x4680, IGD_FIT_NO, 0, "platform policy alone", NULL),

	/* Video BIOSes. */
	ROW("vbios", 0x3e92, IGD_FIT_YES, IGD_ROM_FOR_LEGACY, "for SeaBIOS", "Coffee Lake", .id = 0x3e92),
	ROW("vbios", 0x0102, IGD_FIT_YES, IGD_ROM_FOR_LEGACY, "for SeaBIOS", "Sandy Bridge", .id = 0x0102),
	ROW("vbios", 0x3e92, IGD_FIT_NO, 0, "runs it for no other device", "Haswell", .id = 0x0406),
	ROW("vbios", 0x4680, IGD_FIT_NO, 0, "which this iGPU needs", "Alder Lake-S", .id = 0x4680),
	ROW("vbios,gop", 0x4680, IGD_FIT_NO, 0, "but it is alone", DESKTOP, .id = 0x0406, .is_part = true),
	ROW("vbios,gop", 0x3e92, IGD_FIT_YES, IGD_ROM_FOR_LEGACY, "for SeaBIOS", DESKTOP, .id = 0x3e92),
	/* SeaBIOS looks at one after the other; an assignment driver for others is nothing to it. */
	ROW("vbios,vbios", 0x3e92, IGD_FIT_YES, IGD_ROM_FOR_LEGACY, "for SeaBIOS", "Coffee Lake", .id = 0x3e92),
	ROW("vbios,assignment", 0x3e92, IGD_FIT_YES, IGD_ROM_FOR_LEGACY, "for SeaBIOS", "Coffee Lake", .id = 0x3e92),
	ROW("vbios,assignment-32", 0x3e92, IGD_FIT_YES, IGD_ROM_FOR_UPT, "10th generation and before", "Coffee Lake", .id = 0x3e92),
	ROW("vbios,assignment", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "11th generation", "Haswell", .id = 0x0406),

	/* Others' ROMs. */
	ROW("amd", 0x4680, IGD_FIT_NO, 0, "for AMD graphics", "AMD graphics"),
	ROW("amd-legacy,amd", 0x4680, IGD_FIT_NO, 0, "for AMD graphics", "AMD graphics"),
	ROW("nvidia-legacy,nvidia", 0x4680, IGD_FIT_NO, 0, "for NVIDIA graphics", "NVIDIA graphics"),
	ROW("ipxe", 0x4680, IGD_FIT_NO, 0, "for iPXE network boot", "iPXE network boot"),
	ROW("ipxe-legacy", 0x4680, IGD_FIT_NO, 0, "for iPXE network boot", "iPXE network boot"),
	ROW("seabios", 0x4680, IGD_FIT_NO, 0, "for SeaBIOS VGA BIOS", "SeaBIOS VGA BIOS"),
	/* What is Intel's counts. */
	ROW("ipxe,assignment", 0x4680, IGD_FIT_YES, IGD_ROM_FOR_UPT, "11th generation", NULL),
	ROW("driver", 0x4680, IGD_FIT_UNKNOWN, 0, "Nothing that is known", NULL),
};
/* clang-format on */

static void make(struct specimen *file, const struct row *row, unsigned compression)
{
	IGD_AUTOFREE char *kinds = igd_strdup(row->kinds);
	char *kind, *rest = kinds;

	while ((kind = strsep(&rest, ","))) {
		struct specimen_options options = { .devices = row->devices,
			.device = row->id,
			.is_more = rest != NULL,
			.compression = compression };

		assert_true(specimen_add_kind(file, kind, &options));
	}
}

static void check_row(const struct row *row, unsigned compression)
{
	struct specimen file = { 0 };
	struct igd_rom_fit fit;
	struct igd_rom rom;

	make(&file, row, compression);
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	igd_rom_judge(&rom, row->device, &fit);
	if (fit.fit != row->fit || fit.recipes != row->recipes || !strstr(fit.why, row->why))
		print_error("%s for %04x: %d %x %s\n", row->kinds, row->device, fit.fit,
			fit.recipes, fit.why);
	assert_int_equal(fit.fit, row->fit);
	assert_int_equal(fit.recipes, row->recipes);
	assert_non_null(strstr(fit.why, row->why));
	assert_int_equal(fit.is_part, row->is_part);
	assert_int_equal(fit.is_for_other_display, row->is_for_other_display);
	if (row->made_for)
		assert_string_equal(fit.made_for, row->made_for);
	else
		assert_null(fit.made_for);
	igd_rom_fit_done(&fit);
	igd_rom_done(&rom);
	specimen_done(&file);
}

/* Compressed, they are the same. */
static void test_rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		check_row(&rows[i], 0);
		check_row(&rows[i], 4);
	}
}

static void judge(struct specimen *file, uint16_t device, struct igd_rom_fit *ret)
{
	struct igd_rom rom;

	assert_true(igd_rom_parse(file->bytes, file->size, &rom));
	igd_rom_judge(&rom, device, ret);
	igd_rom_done(&rom);
	specimen_done(file);
}

/* A video BIOS that names the device only in its list, as that of Coffee Lake does. */
static void test_misnamed(void **state)
{
	static const uint16_t listed[] = { 0x3e90, 0x3e92, 0 };
	struct specimen file = { 0 }, code = { 0 };
	struct specimen_image image = { .is_legacy = true,
		.vendor = 0x8086,
		.device = 0x0406,
		.class_code = 0x030000,
		.revision = 3,
		.devices = listed,
		.code = &code };
	struct igd_rom_fit fit;

	(void)state;
	specimen_add(&code, "Accelerated VGA BIOS", 21);
	specimen_add_image(&file, &image);
	judge(&file, 0x3e92, &fit);
	assert_int_equal(fit.fit, IGD_FIT_NO);
	assert_true(fit.is_misnamed);
	assert_string_equal(fit.made_for, "Coffee Lake");
	assert_non_null(strstr(fit.why, "8086:0406"));
	igd_rom_fit_done(&fit);
	specimen_done(&code);
}

static void test_platforms(void **state)
{
	static const uint16_t desktop[] = { 0xa780, 0x4680, 0x9a40, 0x4c8a, 0x4682, 0x1234 };
	IGD_AUTOFREE char *text = igd_rom_platforms(desktop, 6);
	static const uint16_t six[] = { 0x0102, 0x0152, 0x0402, 0x1602, 0x1902, 0x5902, 0x3e92 };
	uint16_t every[512];
	size_t count = 0;
	unsigned id;

	(void)state;
	assert_string_equal(text, "Tiger Lake, Rocket Lake, Alder Lake-S, Raptor Lake-S");
	assert_null(igd_rom_platforms(desktop + 5, 1));
	assert_null(igd_rom_platforms(NULL, 0));
	free(text);
	text = igd_rom_platforms(six, 6);
	assert_string_equal(
		text, "Sandy Bridge, Ivy Bridge, Haswell, Broadwell, Skylake, Kaby Lake");
	free(text);
	text = igd_rom_platforms(six, 7);
	assert_string_equal(text, "Sandy Bridge to Coffee Lake (7 platforms)");
	for (id = 0; id < 65536; id++) {
		const struct igd_igpu_model *model = igd_igpu_model((uint16_t)id);
		uint16_t device = (uint16_t)id;
		IGD_AUTOFREE char *one = NULL;

		if (!model)
			continue;
		assert_true(count < 512);
		every[count++] = device;
		/* Every platform has a place in the table. */
		one = igd_rom_platforms(&device, 1);
		assert_string_equal(one, model->platform);
	}
	free(text);
	text = igd_rom_platforms(every, count);
	assert_string_equal(text, "Sandy Bridge to Nova Lake-P (33 platforms)");
	assert_string_equal(igd_rom_processors("Alder Lake-S"), "12th gen desktop and HX");
	assert_null(igd_rom_processors("Nova Lake-S"));
	assert_null(igd_rom_processors("Gotham"));
}

/* Best first. */
static void test_rank(void **state)
{
	static const struct row order[] = {
		{ .kinds = "assignment,policy,gop" },
		{ .kinds = "assignment,policy,gop,gop" },
		{ .kinds = "assignment" },
		{ .kinds = "assignment,gop" },
		{ .kinds = "assignment,policy,gop", .devices = mobile },
		{ .kinds = "assignment-32,policy,gop" },
		{ .kinds = "assignment-32" },
		{ .kinds = "driver" },
		{ .kinds = "gop" },
		{ .kinds = "gop", .devices = mobile },
		{ .kinds = "ipxe" },
	};
	uint64_t last = 0, rank;
	struct igd_rom_fit fit;
	struct igd_rom rom;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		struct specimen file = { 0 };

		make(&file, &order[i], 0);
		assert_true(igd_rom_parse(file.bytes, file.size, &rom));
		igd_rom_judge(&rom, 0x4680, &fit);
		rank = igd_rom_fit_rank(&rom, &fit);
		assert_true(rank > last);
		last = rank;
		assert_true(igd_rom_fit_rank(&rom, NULL) > rank);
		igd_rom_fit_done(&fit);
		igd_rom_done(&rom);
		specimen_done(&file);
	}
}

/* Of two that are alike the one with fewer problems is better. */
static void test_rank_of_problems(void **state)
{
	struct igd_rom_fit fit = { .fit = IGD_FIT_YES, .recipes = IGD_ROM_FOR_UPT };
	struct igd_rom rom = { .image_count = 0 };
	uint64_t rank = igd_rom_fit_rank(&rom, &fit);

	(void)state;
	rom.problem_count = 1;
	assert_true(igd_rom_fit_rank(&rom, &fit) > rank);
	rom.problem_count = 100000;
	fit.recipes = ALL;
	assert_true(igd_rom_fit_rank(&rom, &fit) < rank);
}

/* An iGPU that is newer than our list, but in the assignment driver's. */
static void test_newer_device(void **state)
{
	uint16_t assigned[] = { 0x4680, 0x4699 }, driven[] = { 0x4680 };
	struct igd_rom_image images[] = {
		{ .code_type = IGD_ROM_EFI,
			.vendor = 0x8086,
			.contains = 1u << IGD_ROM_ASSIGNMENT | 1u << IGD_ROM_GOP_POLICY,
			.assigned_devices = assigned,
			.assigned_device_count = 2 },
		{ .code_type = IGD_ROM_EFI,
			.vendor = 0x8086,
			.contains = 1u << IGD_ROM_INTEL_GOP,
			.gop_devices = driven,
			.gop_device_count = 1 },
	};
	const struct igd_rom rom = { .images = images, .image_count = 2 };
	struct igd_rom_fit fit;

	(void)state;
	igd_rom_judge(&rom, 0x4699, &fit);
	assert_int_equal(fit.fit, IGD_FIT_YES);
	assert_int_equal(fit.recipes, IGD_ROM_FOR_UPT);
	assert_false(fit.is_for_other_display);
	assert_non_null(strstr(fit.why, "cannot be told"));
	igd_rom_fit_done(&fit);
}

/* Vendors that stand for none in particular. */
static void test_no_vendor(void **state)
{
	static const uint16_t vendors[] = { 0, 0xffff, 0x8086 };
	struct igd_rom_image image = { .code_type = IGD_ROM_EFI };
	const struct igd_rom rom = { .images = &image, .image_count = 1 };
	struct igd_rom_fit fit;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vendors) / sizeof(*vendors); i++) {
		image.vendor = vendors[i];
		igd_rom_judge(&rom, 0x4680, &fit);
		assert_int_equal(fit.fit, IGD_FIT_UNKNOWN);
		igd_rom_fit_done(&fit);
	}
	image.vendor = 0x1af4;
	igd_rom_judge(&rom, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_NO);
	assert_string_equal(fit.made_for, "a device of PCI vendor 1af4");
	igd_rom_fit_done(&fit);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_misnamed),
		cmocka_unit_test(test_platforms),
		cmocka_unit_test(test_rank),
		cmocka_unit_test(test_rank_of_problems),
		cmocka_unit_test(test_newer_device),
		cmocka_unit_test(test_no_vendor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
