// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_qemu_vm - what each QEMU does with each VM's iGPU, against what its sources say
 *
 * Written down once more, apart from the matrix: QEMU 7.2 to 9.2 hw/vfio/igd.c vfio_probe_igd_bar4_quirk(), 10.0 to 11.0
 * vfio_pci_igd_config_quirk() and vfio_pci_igd_override_gms().
 */
#include <string.h>

#include "facts/qemu/qemu_option.h"
#include "facts/recipe/qemu_vm_words.h"
#include "tests/unit/unit.h"

#define ADL 0x4680 /* generation 12 */
#define CFL 0x3e92 /* 9 */
#define BDW 0x1616 /* 8 */
#define HSW 0x0412 /* 7 */
#define MTL 0x7d55 /* none */
#define VGA 0x0300
#define OTHER 0x0380

struct machine {
	uint16_t device, class_code;
	enum igd_vm_chipset chipset;
	bool is_at_2, has_rom;
	const char *opregion, *legacy, *gms, *shown_class; /* NULL: not given */
};

static const struct igd_qemu_row *row_of(unsigned major, unsigned minor)
{
	struct igd_qemu_version version = { major, minor, 0, "", "" };

	return igd_qemu_place(&version).older;
}

static struct igd_qemu_outcome outcome_of(
	unsigned major, unsigned minor, const struct machine *machine)
{
	struct igd_vm_property list[4];
	struct igd_vm vm = { .origin = IGD_VM_COMMAND_LINE, .name = "test" };
	struct igd_vm_hostdev device = { .rom = machine->has_rom ? "/r.rom" : NULL,
		.guest = { .is_known = true, .slot = machine->is_at_2 ? 2 : 5 } };
	struct igd_igpu igpu = { .address = "0000:00:02.0",
		.vendor = 0x8086,
		.device = machine->device,
		.class_code = machine->class_code,
		.model = igd_igpu_model(machine->device) };
	struct igd_recipe_case it = { .vm = &vm, .hostdev = &device, .igpu = &igpu };
	const char *given[][2] = { { "x-igd-opregion", machine->opregion },
		{ "x-igd-legacy-mode", machine->legacy }, { "x-igd-gms", machine->gms },
		{ "x-pci-class-code", machine->shown_class } };
	size_t i;

	assert_non_null(igpu.model);
	vm.machine.chipset = machine->chipset;
	device.properties.list = list;
	for (i = 0; i < 4; i++) {
		if (given[i][1])
			list[device.properties.count++] =
				(struct igd_vm_property){ given[i][0], given[i][1] };
	}
	return igd_qemu_outcome(row_of(major, minor), &it);
}

/* 7.2, 8.2, 9.2, 10.0, 10.1, 10.2, 11.0 */
#define RELEASES 7
static const unsigned releases[RELEASES][2] = { { 7, 2 }, { 8, 2 }, { 9, 2 }, { 10, 0 }, { 10, 1 },
	{ 10, 2 }, { 11, 0 } };

/* A letter for each release: what becomes of the OpRegion, and of stolen memory. */
static const char opregions[] = {
	[IGD_OPREGION_BY_OPTION] = 'o',
	[IGD_OPREGION_BY_DEFAULT] = 'd',
	[IGD_OPREGION_BY_LEGACY] = 'l',
	[IGD_OPREGION_IS_OFF] = '-',
	[IGD_OPREGION_NOT_ASKED] = '.',
	[IGD_OPREGION_NO_DEVICE] = 'x',
	[IGD_OPREGION_NO_CLASS] = 'c',
	[IGD_OPREGION_REFUSED] = 'r',
	[IGD_OPREGION_UNDECIDED] = '?',
};
static const char stolens[] = {
	[IGD_STOLEN_OF_HOST] = 'h',
	[IGD_STOLEN_BY_OPTION] = 'o',
	[IGD_STOLEN_BAD_VALUE] = 'b',
	[IGD_STOLEN_IGNORED] = 'i',
	[IGD_STOLEN_ZERO] = '0',
	[IGD_STOLEN_UNTOUCHED] = '.',
	[IGD_STOLEN_FATAL] = 'x',
	[IGD_STOLEN_NO_NEED] = 'n',
	[IGD_STOLEN_UNDECIDED] = '?',
};

static const struct {
	struct machine machine;
	const char *opregion, *stolen;
} cases[] = {
	/* UPT on q35 */
	{ { ADL, VGA, IGD_VM_Q35, true, true, NULL, NULL, NULL, NULL }, "....ddd", "...hhhh" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, NULL, NULL }, "ooooooo", "...hhhh" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "off", NULL, NULL, NULL }, "-------", "...hhhh" },
	{ { ADL, VGA, IGD_VM_Q35, false, true, "on", NULL, "2", NULL }, "ooooooo", "...oooo" },
	/* i440fx at 00:02.0: the legacy mode by itself, as far as it is known there */
	{ { ADL, VGA, IGD_VM_I440FX, true, true, NULL, NULL, NULL, NULL }, "ll.lddd", "00.hhhh" },
	{ { CFL, VGA, IGD_VM_I440FX, true, true, NULL, NULL, NULL, NULL }, "lllllll", "00hhhhh" },
	{ { CFL, VGA, IGD_VM_I440FX, true, true, NULL, NULL, "2", NULL }, "lllllll", "ooioooo" },
	{ { CFL, VGA, IGD_VM_I440FX, true, true, NULL, "off", NULL, NULL }, "lll.ddd", "00hhhhh" },
	{ { CFL, VGA, IGD_VM_I440FX, true, false, NULL, NULL, NULL, NULL }, "???????", "???????" },
	{ { CFL, VGA, IGD_VM_I440FX, true, false, "on", NULL, NULL, NULL }, "ooo????", "???????" },
	{ { CFL, VGA, IGD_VM_I440FX, false, true, NULL, NULL, NULL, NULL }, "....ddd", "...hhhh" },
	{ { CFL, VGA, IGD_VM_CHIPSET_UNKNOWN, true, true, NULL, NULL, NULL, NULL }, "???????",
		"???????" },
	{ { CFL, VGA, IGD_VM_CHIPSET_OTHER, true, true, NULL, NULL, NULL, NULL }, "....ddd",
		"...hhhh" },
	/* x-igd-legacy-mode=on where it cannot be; up to 9.2 there is no such property */
	{ { ADL, VGA, IGD_VM_Q35, true, true, NULL, "on", NULL, NULL }, "...rrrr", "...hhhh" },
	{ { ADL, VGA, IGD_VM_I440FX, true, true, NULL, "on", NULL, NULL }, "ll.lrrr", "00.hhhh" },
	/* class 0380 */
	{ { ADL, OTHER, IGD_VM_Q35, true, true, "on", NULL, NULL, NULL }, "oooccoo",
		"....."
		"hh" },
	{ { ADL, OTHER, IGD_VM_Q35, true, true, NULL, NULL, NULL, "0x30000" }, "...cddd",
		"....hhh" },
	/* Meteor Lake */
	{ { MTL, VGA, IGD_VM_Q35, true, true, "on", NULL, NULL, NULL }, "oooxooo", "nnnnnnn" },
	{ { MTL, VGA, IGD_VM_Q35, true, true, NULL, NULL, "2", NULL }, "...xddd", "nnnnxxx" },
	/* the values of x-igd-gms: 0x10, 0x11, 0x40, 0x41, 0xef, 0xf0, 0xfe, 0xff */
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0x10", NULL }, "ooooooo", "...oooo" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0x40", NULL }, "ooooooo", "...oooo" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0x41", NULL }, "ooooooo", "...bxxx" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0xef", NULL }, "ooooooo", "...bxxx" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0xf0", NULL }, "ooooooo", "...booo" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0xfe", NULL }, "ooooooo", "...booo" },
	{ { ADL, VGA, IGD_VM_Q35, true, true, "on", NULL, "0xff", NULL }, "ooooooo", "...bxxx" },
	{ { BDW, VGA, IGD_VM_Q35, true, true, "on", NULL, "0x40", NULL }, "ooooooo", "...oooo" },
	{ { BDW, VGA, IGD_VM_Q35, true, true, "on", NULL, "0xf0", NULL }, "ooooooo", "...bxxx" },
	{ { HSW, VGA, IGD_VM_Q35, true, true, "on", NULL, "0x10", NULL }, "ooooooo", "...oooo" },
	{ { HSW, VGA, IGD_VM_Q35, true, true, "on", NULL, "0x11", NULL }, "ooooooo", "...bxxx" },
	{ { CFL, VGA, IGD_VM_I440FX, true, true, NULL, NULL, "0x11", NULL }, "lllllll", "00ioooo" },
};

static void check_outcome(size_t i, size_t j)
{
	struct igd_qemu_outcome outcome =
		outcome_of(releases[j][0], releases[j][1], &cases[i].machine);

	if (opregions[outcome.opregion] != cases[i].opregion[j] ||
		stolens[outcome.stolen] != cases[i].stolen[j])
		fail_msg("case %zu, QEMU %u.%u: %c %c", i, releases[j][0], releases[j][1],
			opregions[outcome.opregion], stolens[outcome.stolen]);
}

static void test_outcomes(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (j = 0; j < RELEASES; j++)
			check_outcome(i, j);
	}
}

static void test_sizes(void **state)
{
	static const struct {
		const char *gms;
		unsigned mib;
	} sizes[] = { { "0", 0 }, { "1", 32 }, { "2", 64 }, { "0x40", 2048 }, { "0xf0", 4 },
		{ "0xfe", 60 } };
	struct machine machine = { ADL, VGA, IGD_VM_Q35, true, true, NULL, NULL, NULL, NULL };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		machine.gms = sizes[i].gms;
		assert_int_equal(outcome_of(10, 1, &machine).mib, sizes[i].mib);
	}
}

static uint64_t low_memory(enum igd_vm_chipset chipset, uint64_t bytes)
{
	struct igd_vm vm = { .machine = { .chipset = chipset }, .memory = { .bytes = bytes } };

	return igd_vm_low_memory(&vm);
}

static void test_low_memory(void **state)
{
	(void)state;
	assert_int_equal(low_memory(IGD_VM_Q35, 0xafffffff), 0xafffffff);
	assert_int_equal(low_memory(IGD_VM_Q35, 0xb0000000), 0x80000000);
	assert_int_equal(low_memory(IGD_VM_Q35, 0x400000000), 0x80000000);
	assert_int_equal(low_memory(IGD_VM_I440FX, 0xdfffffff), 0xdfffffff);
	assert_int_equal(low_memory(IGD_VM_I440FX, 0xe0000000), 0xc0000000);
	assert_int_equal(low_memory(IGD_VM_CHIPSET_OTHER, 0xe0000000), 0);
	assert_int_equal(low_memory(IGD_VM_Q35, 0), 0);
}

static enum igd_qemu_option option_of(
	unsigned major, unsigned minor, unsigned micro, const char *name, const char *value)
{
	struct igd_qemu_version version = { major, minor, micro, "", "" };
	struct igd_qemu_place place = igd_qemu_place(&version);

	return igd_qemu_option(&place, NULL, &(struct igd_vm_property){ name, value });
}

static void test_options(void **state)
{
	(void)state;
	assert_int_equal(option_of(7, 2, 22, "x-igd-opregion", "on"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(7, 2, 22, "x-vga", "on"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(9, 2, 1, "x-igd-lpc", "on"), IGD_OPTION_MISSING);
	assert_int_equal(option_of(9, 2, 50, "x-igd-lpc", "on"), IGD_OPTION_UNTOLD);
	assert_int_equal(option_of(10, 0, 0, "x-igd-lpc", "on"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(9, 2, 1, "x-igd-legacy-mode", "off"), IGD_OPTION_MISSING);
	assert_int_equal(option_of(10, 0, 8, "x-pci-class-code", "1"), IGD_OPTION_MISSING);
	assert_int_equal(option_of(10, 1, 0, "x-pci-class-code", "1"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(8, 2, 2, "x-igd-gms", "2"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(9, 2, 1, "x-igd-gms", "2"), IGD_OPTION_IGNORED);
	assert_int_equal(option_of(9, 2, 50, "x-igd-gms", "2"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(10, 0, 0, "x-igd-gms", "2"), IGD_OPTION_TAKEN);
	assert_int_equal(option_of(11, 0, 0, "legacy-igd", "1"), IGD_OPTION_OF_PROXMOX);
	assert_int_equal(option_of(11, 0, 0, "legacy_igd", "1"), IGD_OPTION_OF_PROXMOX);
	assert_int_equal(option_of(11, 0, 0, "x-unheard-of", "1"), IGD_OPTION_UNTOLD);
	assert_int_equal(option_of(6, 2, 0, "x-igd-gms", "2"), IGD_OPTION_UNTOLD);
}

/* The binary's own list comes before what its release had. */
static void test_listed_options(void **state)
{
	struct igd_qemu_property listed = { "x-igd-lpc", "bool", "off" };
	struct igd_qemu_properties properties = { &listed, 1 };
	struct igd_qemu_version version = { 9, 2, 1, "", "" };
	struct igd_qemu_place place = igd_qemu_place(&version);

	(void)state;
	assert_int_equal(igd_qemu_has(&place, &properties, "x-igd-lpc"), IGD_VM_YES);
	assert_int_equal(igd_qemu_has(&place, &properties, "x_igd_lpc"), IGD_VM_YES);
	assert_int_equal(igd_qemu_has(&place, &properties, "x-igd-lp"), IGD_VM_NO);
	assert_int_equal(igd_qemu_has(&place, &properties, "x-igd-opregion"), IGD_VM_NO);
	assert_int_equal(igd_qemu_has(&place, NULL, "x-igd-lpc"), IGD_VM_NO);
	assert_int_equal(igd_qemu_opregion_default(&place, &properties), IGD_VM_NO);
	listed = (struct igd_qemu_property){ "x-igd-opregion", "bool", "on" };
	assert_int_equal(igd_qemu_opregion_default(&place, &properties), IGD_VM_YES);
	assert_int_equal(igd_qemu_opregion_default(&place, NULL), IGD_VM_NO);
	version = (struct igd_qemu_version){ 10, 0, 50, "", "" };
	place = igd_qemu_place(&version);
	assert_int_equal(igd_qemu_opregion_default(&place, NULL), IGD_VM_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outcomes),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_low_memory),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_listed_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
