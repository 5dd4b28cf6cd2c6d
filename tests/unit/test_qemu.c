// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_qemu - what QEMU says of itself; what was found in a ROM, written and read back
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_fit.h"
#include "facts/firmware/rom_text.h"
#include "facts/qemu/qemu.h"
#include "tests/unit/unit.h"

static void test_versions(void **state)
{
	static const struct {
		const char *text;
		unsigned major, minor, micro;
		const char *version, *vendor;
	} cases[] = {
		{ "QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)\nCopyright (c)",
			7, 2, 22, "7.2.22", "Debian 1:7.2+dfsg-7+deb12u18+b3" },
		{ "QEMU emulator version 10.0.13 (Debian 1:10.0.13+ds-0+deb13u1)\n", 10, 0, 13,
			"10.0.13", "Debian 1:10.0.13+ds-0+deb13u1" },
		{ "QEMU emulator version 9.2.0 (pve-qemu-kvm_9.2.0-7)\n", 9, 2, 0, "9.2.0",
			"pve-qemu-kvm_9.2.0-7" },
		{ "QEMU emulator version 10.2.2\nCopyright (c)\n", 10, 2, 2, "10.2.2", "" },
		{ "QEMU emulator version 10.1.0-rc2 (v10.1.0-rc2)", 10, 1, 0, "10.1.0-rc2",
			"v10.1.0-rc2" },
		{ "QEMU emulator version 10.0.50 (v10.0.0-1520-g7a3b2c1d0e)\n", 10, 0, 50,
			"10.0.50", "v10.0.0-1520-g7a3b2c1d0e" },
		{ "QEMU emulator version 8.2.2(Debian)", 8, 2, 2, "8.2.2", "Debian" },
		{ "QEMU emulator version 8.2.2 (open\nnext)", 8, 2, 2, "8.2.2", "" },
	};
	static const char *const wrong[] = { "", "QEMU emulator version ",
		"QEMU emulator version 10", "QEMU emulator version 10.1",
		"QEMU emulator version 10.x.1", "QEMU emulator version 99999.0.0",
		"qemu-img version 10.0.13", " QEMU emulator version 10.0.13" };
	struct igd_qemu_version version;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(igd_qemu_parse_version(cases[i].text, &version));
		assert_int_equal(version.major, cases[i].major);
		assert_int_equal(version.minor, cases[i].minor);
		assert_int_equal(version.micro, cases[i].micro);
		assert_string_equal(version.text, cases[i].version);
		assert_string_equal(version.vendor, cases[i].vendor);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(igd_qemu_parse_version(wrong[i], &version));
}

static void assert_property(const struct igd_qemu_properties *properties, const char *name,
	const char *type, const char *value)
{
	const struct igd_qemu_property *property = igd_qemu_property(properties, name);

	assert_non_null(property);
	assert_string_equal(property->type, type);
	assert_string_equal(property->value, value);
}

static void test_properties(void **state)
{
	struct igd_qemu_properties properties;

	(void)state;
	assert_true(igd_qemu_parse_properties(
		"vfio-pci options:\n"
		"  acpi-index=<uint32>    -  (default: 0)\n"
		"  addr=<int32>           - Slot, example: 06.0 or 06 (default: -1)\n"
		"  bootindex=<int32>\n"
		"  display=<OnOffAuto>    - on/off/auto (default: \"off\")\n"
		"  iommufd=<link<iommufd>> - Set host IOMMUFD backend device\n"
		"  x-igd-opregion=<bool>  - on/off (default: false)\n"
		"  x-igd-lpc=<bool>       - on/off (default: on)\n"
		"  x-odd=<bool>           - (on (default: off)\n"
		"no property\n"
		"  =<bool>\n"
		"  broken=<bool\n"
		"  x-last=<str>",
		&properties));
	assert_int_equal(properties.count, 9);
	assert_property(&properties, "acpi-index", "uint32", "0");
	assert_property(&properties, "addr", "int32", "-1");
	assert_property(&properties, "bootindex", "int32", "");
	assert_property(&properties, "display", "OnOffAuto", "off");
	assert_property(&properties, "x-igd-opregion", "bool", "off");
	assert_property(&properties, "x-igd-lpc", "bool", "on");
	assert_property(&properties, "x-odd", "bool", "off");
	assert_property(&properties, "x-last", "str", "");
	assert_null(igd_qemu_property(&properties, "x-igd"));
	igd_qemu_properties_done(&properties);
	assert_false(igd_qemu_parse_properties("", &properties));
	assert_false(igd_qemu_parse_properties("vfio-pci options:", &properties));
	assert_false(igd_qemu_parse_properties("vfio-pci options:\nnone\n", &properties));
	assert_false(
		igd_qemu_parse_properties("vfio-pci options:\n  two words=<bool>\n", &properties));
	assert_false(igd_qemu_parse_properties("e1000 options:\n  a=<bool>\n", &properties));
}

static void test_too_many_properties(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_qemu_properties properties;
	int i;

	(void)state;
	igd_text_printf(&text, "vfio-pci options:\n");
	for (i = 0; i < 1000; i++)
		igd_text_printf(&text, "  p%d=<bool>\n", i);
	assert_true(igd_qemu_parse_properties(text.text, &properties));
	assert_int_equal(properties.count, IGD_QEMU_MAX_PROPERTIES);
	igd_qemu_properties_done(&properties);
}

static uint16_t *ids(size_t count, uint16_t first)
{
	uint16_t *list = igd_zalloc(count * sizeof(*list));
	size_t i;

	for (i = 0; i < count; i++)
		list[i] = (uint16_t)(first + i);
	return list;
}

/* Every field differs from zero and from its neighbours. */
static void fill(struct igd_rom *rom)
{
	struct igd_rom_image *image;

	*rom = (struct igd_rom){ .size = 70000, .trailing = 3, .image_count = 2 };
	rom->images = igd_zalloc(2 * sizeof(*rom->images));
	image = &rom->images[1];
	*image = (struct igd_rom_image){ .offset = 512,
		.size = 1024,
		.code_type = IGD_ROM_EFI,
		.vendor = 0x8086,
		.device = 0x4680,
		.devices = ids(3, 0x100),
		.device_count = 3,
		.config_utility = 77,
		.class_code = 0x030000,
		.pcir_revision = 3,
		.is_last = true,
		.is_broken = true,
		.efi = { 11, 0x8664, true, true, 12, 0x14c, 900, igd_strdup("17.0 beta") },
		.contains = 1u << IGD_ROM_ASSIGNMENT | 1u << IGD_ROM_INTEL_GOP,
		.gop_devices = ids(4, 0x4680),
		.gop_device_count = 4,
		.assigned_devices = ids(2, 0x9bc0),
		.assigned_device_count = 2,
		.bdsm = IGD_ROM_BDSM_64 };
	rom->evidence = igd_zalloc(sizeof(*rom->evidence));
	rom->evidence_count = 1;
	rom->evidence[0] = (struct igd_rom_evidence){ IGD_ROM_INTEL_GOP, 42, true,
		igd_strdup("name `Intel(R) GOP Driver`"), 1 };
	rom->problems = igd_zalloc(2 * sizeof(*rom->problems));
	rom->problem_count = 2;
	rom->problems[0] = (struct igd_rom_problem){ 21, true,
		igd_strdup("the chain leads out of the file"), 1 };
	rom->problems[1] =
		(struct igd_rom_problem){ 69000, false, igd_strdup("a remark"), SIZE_MAX };
}

static void assert_same_image(const struct igd_rom_image *a, const struct igd_rom_image *b)
{
	assert_int_equal(a->offset, b->offset);
	assert_int_equal(a->size, b->size);
	assert_int_equal(a->code_type, b->code_type);
	assert_int_equal(a->vendor, b->vendor);
	assert_int_equal(a->device, b->device);
	assert_int_equal(a->device_count, b->device_count);
	assert_memory_equal(a->devices, b->devices, 6);
	assert_int_equal(a->config_utility, b->config_utility);
	assert_int_equal(a->class_code, b->class_code);
	assert_int_equal(a->pcir_revision, b->pcir_revision);
	assert_int_equal(a->is_last, b->is_last);
	assert_int_equal(a->is_broken, b->is_broken);
	assert_int_equal(a->contains, b->contains);
	assert_int_equal(a->gop_device_count, b->gop_device_count);
	assert_memory_equal(a->gop_devices, b->gop_devices, 8);
	assert_int_equal(a->assigned_device_count, b->assigned_device_count);
	assert_memory_equal(a->assigned_devices, b->assigned_devices, 4);
	assert_int_equal(a->bdsm, b->bdsm);
	assert_int_equal(a->efi.subsystem, b->efi.subsystem);
	assert_int_equal(a->efi.machine, b->efi.machine);
	assert_int_equal(a->efi.is_compressed, b->efi.is_compressed);
	assert_int_equal(a->efi.is_readable, b->efi.is_readable);
	assert_int_equal(a->efi.pe_subsystem, b->efi.pe_subsystem);
	assert_int_equal(a->efi.pe_machine, b->efi.pe_machine);
	assert_int_equal(a->efi.pe_size, b->efi.pe_size);
	assert_string_equal(a->efi.version, b->efi.version);
}

static void test_round_trip(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 }, again = { 0 };
	struct igd_rom rom, back;

	(void)state;
	fill(&rom);
	igd_rom_write(&rom, &text);
	assert_true(igd_rom_read(text.text, &back));
	assert_int_equal(back.size, 70000);
	assert_int_equal(back.trailing, 3);
	assert_int_equal(back.image_count, 2);
	assert_same_image(&rom.images[1], &back.images[1]);
	assert_null(back.images[0].devices);
	assert_null(back.images[0].efi.version);
	assert_int_equal(back.evidence[0].content, IGD_ROM_INTEL_GOP);
	assert_int_equal(back.evidence[0].offset, 42);
	assert_true(back.evidence[0].is_decompressed);
	assert_int_equal(back.evidence[0].image, 1);
	assert_string_equal(back.evidence[0].what, "name `Intel(R) GOP Driver`");
	assert_int_equal(back.problem_count, 2);
	assert_true(back.problems[0].is_fatal);
	assert_int_equal(back.problems[0].image, 1);
	assert_true(back.problems[1].image == SIZE_MAX);
	assert_string_equal(back.problems[1].what, "a remark");
	igd_rom_write(&back, &again);
	assert_string_equal(text.text, again.text);
	igd_rom_done(&rom);
	igd_rom_done(&back);
}

static void test_malformed(void **state)
{
	static const char *const wrong[] = {
		"",
		"rom",
		"rom 1",
		"ram 1 2\n",
		"rom 1 -2\n",
		"rom 99999999999 0\n",
		"rom 1 0\nimage 0 0\n",
		"rom 1 0\nimage 0 0 256 8086 4680 0 0 0 0 0 0 -\n",
		"rom 1 0\nimage 0 0 3 80860 4680 0 0 0 0 0 0 -\n",
		"rom 1 0\nimage 0 0 3 8086 4680 0 0 0 2 0 0 -\n",
		"rom 1 0\nimage 0 0 3 8086 4680 0 0 0 0 0 0 magic\n",
		"rom 1 0\nimage 0 0 3 8086 4680 0 0 0 0 0 0 -\ngop 4680 xyz\n",
		"rom 1 0\nimage 0 0 3 8086 4680 0 0 0 0 0 0 -\ngop 4680\ngop 4681\n",
		"rom 1 0\nimage 0 0 3 8086 4680 0 0 0 0 0 0 -\nefi 1\n",
		"rom 1 0\nevidence 0 gop 1 0 text\n",
		"rom 1 0\nproblem 0 1 1 text\n",
		"rom 1 0\nproblem - 1 7 text\n",
	};
	struct igd_rom rom;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		if (igd_rom_read(wrong[i], &rom))
			fail_msg("was read: %s", wrong[i]);
		assert_null(rom.images);
	}
	assert_true(igd_rom_read("rom 1 0\nlater things that nobody knows\ngop\n", &rom));
	igd_rom_done(&rom);
}

static void test_too_many_images(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_rom rom;
	int i;

	(void)state;
	igd_text_printf(&text, "rom 1 0\n");
	for (i = 0; i <= IGD_ROM_MAX_IMAGES; i++)
		igd_text_printf(&text, "image 0 0 3 8086 4680 0 0 0 0 0 0 -\n");
	assert_false(igd_rom_read(text.text, &rom));
}

static void test_numbers(void **state)
{
	static const char *const wrong[] = { "", "ten", "10", "10.0", "10.0.", "10..8", "v10.0.8",
		"12345.0.8", "10.0.-8" };
	struct igd_qemu_version version;
	size_t i;

	(void)state;
	assert_true(igd_qemu_parse_number("10.0.8", &version));
	assert_int_equal(version.major, 10);
	assert_int_equal(version.minor, 0);
	assert_int_equal(version.micro, 8);
	assert_string_equal(version.text, "10.0.8");
	assert_string_equal(version.vendor, "");
	assert_true(igd_qemu_parse_number("9.2.50\nmore", &version));
	assert_int_equal(version.micro, 50);
	assert_string_equal(version.text, "9.2.50");
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		if (igd_qemu_parse_number(wrong[i], &version))
			fail_msg("\"%s\" is taken for a version", wrong[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_too_many_properties),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_too_many_images),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
