// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_recipe - which kind of ROM suits which VM
 */
#include "facts/recipe/rom_recipe.h"
#include "tests/unit/unit.h"

#define HAS(content) (1u << (content))
#define ASSIGNMENT HAS(IGD_ROM_ASSIGNMENT)
#define POLICY HAS(IGD_ROM_GOP_POLICY)
#define GOP HAS(IGD_ROM_INTEL_GOP)
#define VBIOS HAS(IGD_ROM_INTEL_VBIOS)

static const struct {
	uint32_t contains;
	struct igd_rom_use use;
	enum igd_rom_kind kind;
} cases[] = {
	/* UPT: the assignment driver is enough, on any machine. */
	{ ASSIGNMENT, { IGD_VM_OVMF, IGD_VM_Q35, false, false, 12 }, IGD_ROM_SUITS },
	{ ASSIGNMENT, { IGD_VM_OVMF, IGD_VM_I440FX, true, false, 12 }, IGD_ROM_SUITS },
	{ ASSIGNMENT, { IGD_VM_OVMF, IGD_VM_I440FX, true, true, 12 }, IGD_ROM_LACKS_GOP },
	/* All three parts draw only where the bridge is shown, and that is on i440fx. */
	{ ASSIGNMENT | POLICY | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, true, true, 12 },
		IGD_ROM_SUITS },
	{ ASSIGNMENT | POLICY | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, true, false, 12 },
		IGD_ROM_SUITS },
	{ ASSIGNMENT | POLICY | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, false, true, 12 },
		IGD_ROM_LACKS_LPC },
	{ ASSIGNMENT | POLICY | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, false, false, 12 },
		IGD_ROM_SUITS_BUT_DARK },
	{ ASSIGNMENT | POLICY | GOP, { IGD_VM_OVMF, IGD_VM_Q35, true, false, 12 },
		IGD_ROM_SUITS_BUT_DARK },
	{ ASSIGNMENT | POLICY | GOP, { IGD_VM_OVMF, IGD_VM_Q35, true, true, 12 },
		IGD_ROM_LACKS_LPC },
	{ ASSIGNMENT | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, true, true, 12 }, IGD_ROM_LACKS_POLICY },
	{ ASSIGNMENT | GOP, { IGD_VM_OVMF, IGD_VM_Q35, false, false, 12 }, IGD_ROM_SUITS_BUT_DARK },
	/* Without the assignment driver nothing helps. */
	{ GOP, { IGD_VM_OVMF, IGD_VM_Q35, false, false, 12 }, IGD_ROM_LACKS_ASSIGNMENT },
	{ POLICY | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, true, true, 9 }, IGD_ROM_LACKS_ASSIGNMENT },
	{ VBIOS, { IGD_VM_OVMF, IGD_VM_I440FX, true, true, 7 }, IGD_ROM_IS_VIDEO_BIOS },
	{ VBIOS | GOP, { IGD_VM_OVMF, IGD_VM_I440FX, true, true, 7 }, IGD_ROM_LACKS_ASSIGNMENT },
	{ 0, { IGD_VM_OVMF, IGD_VM_Q35, false, false, 12 }, IGD_ROM_CANNOT_TELL },
	{ HAS(IGD_ROM_IPXE), { IGD_VM_SEABIOS, IGD_VM_Q35, false, false, 12 },
		IGD_ROM_CANNOT_TELL },
	/* SeaBIOS runs a video BIOS, and places stolen memory up to generation 9. */
	{ VBIOS, { IGD_VM_SEABIOS, IGD_VM_I440FX, true, true, 6 }, IGD_ROM_SUITS },
	{ VBIOS, { IGD_VM_SEABIOS, IGD_VM_I440FX, true, true, 9 }, IGD_ROM_SUITS },
	{ VBIOS, { IGD_VM_SEABIOS, IGD_VM_I440FX, true, true, 11 }, IGD_ROM_IS_TOO_OLD },
	{ VBIOS, { IGD_VM_SEABIOS, IGD_VM_I440FX, true, true, -1 }, IGD_ROM_IS_TOO_OLD },
	{ ASSIGNMENT, { IGD_VM_SEABIOS, IGD_VM_I440FX, true, true, 9 }, IGD_ROM_IS_EFI },
	{ GOP, { IGD_VM_SEABIOS, IGD_VM_Q35, false, false, 12 }, IGD_ROM_IS_EFI },
	{ ASSIGNMENT, { IGD_VM_FIRMWARE_UNKNOWN, IGD_VM_Q35, false, false, 12 },
		IGD_ROM_CANNOT_TELL },
	{ ASSIGNMENT, { IGD_VM_FIRMWARE_OTHER, IGD_VM_Q35, false, false, 12 },
		IGD_ROM_CANNOT_TELL },
};

static void test_kinds(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (igd_rom_kind(cases[i].contains, &cases[i].use) != cases[i].kind)
			fail_msg("case %zu: %d", i, igd_rom_kind(cases[i].contains, &cases[i].use));
	}
}

static void test_words(void **state)
{
	static const enum igd_rom_kind bad[] = { IGD_ROM_SUITS_BUT_DARK, IGD_ROM_LACKS_GOP,
		IGD_ROM_LACKS_LPC, IGD_ROM_LACKS_POLICY, IGD_ROM_LACKS_ASSIGNMENT,
		IGD_ROM_IS_VIDEO_BIOS, IGD_ROM_IS_EFI, IGD_ROM_IS_TOO_OLD };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_non_null(igd_rom_kind_words(bad[i])->what);
	assert_int_equal(igd_rom_kind_words(IGD_ROM_SUITS_BUT_DARK)->severity, IGD_HINT);
	assert_int_equal(igd_rom_kind_words(IGD_ROM_LACKS_ASSIGNMENT)->severity, IGD_BLOCKER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
