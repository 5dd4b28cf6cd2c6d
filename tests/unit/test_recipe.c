// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_recipe - the two recipes over QEMU's releases and the iGPU's generations, on VMs made by hand
 *
 * What is expected is written down from QEMU's docs/igd-assign.txt, the two reports that the recipes stand on
 * (LongQT-sea/intel-igpu-passthru README and #31) and the symptoms that mixes of them have shown.
 */
#include "facts/recipe/recipe_words.h"
#include "tests/unit/recipe_scene.h"

static bool deviates(const struct igd_recipe_comparison *comparison, enum igd_recipe recipe,
	const char *id, bool is_open)
{
	const struct igd_recipe_fit *fit = &comparison->fits[recipe];
	size_t i;

	for (i = 0; i < fit->count; i++) {
		if (strcmp(fit->deviations[i].rule->id, id) == 0 &&
			fit->deviations[i].is_open == is_open)
			return true;
	}
	return false;
}

static void expect(const struct igd_recipe_comparison *comparison, enum igd_recipe nearest,
	size_t broken, size_t open)
{
	const struct igd_recipe_fit *fit = &comparison->fits[nearest];

	if (comparison->nearest != nearest || fit->broken != broken || fit->open != open)
		fail_msg("nearest %s; %zu broken, %zu open", igd_recipe_name(comparison->nearest),
			fit->broken, fit->open);
}

static void test_rows_are_whole(void **state)
{
	const struct igd_recipe_rule *rule, *other;
	unsigned i, j, origin;

	(void)state;
	for (i = 0; (rule = igd_recipe_rule(i)) != NULL; i++) {
		assert_true(rule->recipes && rule->weight && rule->test);
		assert_true(rule->broken && *rule->broken && *rule->consequence && *rule->source);
		for (origin = 0; rule->mend.kind == IGD_MEND_TEXT && origin < 3; origin++)
			assert_true(rule->mend.text[origin] && *rule->mend.text[origin]);
		if (rule->mend.kind == IGD_MEND_SET)
			assert_true(rule->mend.name && rule->mend.value && rule->mend.type);
		for (j = 0; j < i; j++) {
			other = igd_recipe_rule(j);
			assert_false(strcmp(rule->id, other->id) == 0 &&
				     (rule->recipes & other->recipes));
		}
	}
	assert_in_range(i, 20, IGD_RECIPE_MAX_ROWS);
}

/* UPT on q35, as in LongQT#31: from which QEMU on it is whole. */
static void test_upt_by_release(void **state)
{
	static const struct {
		unsigned major, minor;
		bool knows, gives;
	} releases[] = { { 7, 2, false, false }, { 8, 2, false, false }, { 9, 2, false, false },
		{ 10, 0, true, false }, { 10, 1, true, true }, { 10, 2, true, true },
		{ 11, 0, true, true } };
	const struct igd_recipe_comparison *comparison;
	struct scene scene;
	size_t i;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	add_display(&scene);
	for (i = 0; i < sizeof(releases) / sizeof(*releases); i++) {
		comparison = compare(&scene, releases[i].major, releases[i].minor);
		expect(comparison, IGD_RECIPE_UPT, !releases[i].gives, 0);
		assert_int_equal(
			deviates(comparison, IGD_RECIPE_UPT, "qemu", false), !releases[i].knows);
		assert_int_equal(deviates(comparison, IGD_RECIPE_UPT, "opregion", false),
			releases[i].knows && !releases[i].gives);
		assert_int_equal(comparison->fits[IGD_RECIPE_UPT].chance.answer,
			releases[i].knows ? IGD_VM_YES : IGD_VM_NO);
	}
	set(&scene, "x-igd-opregion", "on");
	expect(compare(&scene, 10, 0), IGD_RECIPE_UPT, 0, 0);
	end(&scene);
}

/* Generation 9 has the automatic legacy mode in every release, generation 12 in none but 10.0. */
static void test_legacy_by_release(void **state)
{
	static const unsigned releases[][2] = { { 7, 2 }, { 8, 2 }, { 9, 2 }, { 10, 0 }, { 10, 1 },
		{ 11, 0 } };
	struct scene scene;
	size_t i;

	(void)state;
	begin(&scene, COFFEE_LAKE, IGD_VM_I440FX);
	for (i = 0; i < sizeof(releases) / sizeof(*releases); i++) {
		/* 8.2 and older show no stolen memory without x-igd-gms (S43). */
		expect(compare(&scene, releases[i][0], releases[i][1]), IGD_RECIPE_LEGACY,
			releases[i][0] < 9, 0);
	}
	set(&scene, "x-igd-gms", "2");
	expect(compare(&scene, 7, 2), IGD_RECIPE_LEGACY, 0, 0);
	end(&scene);

	begin(&scene, ALDER_LAKE, IGD_VM_I440FX);
	expect(compare(&scene, 10, 0), IGD_RECIPE_LEGACY, 0, 0);
	/* Without x-igd-lpc it is UPT that it follows from 10.1 on. */
	expect(compare(&scene, 10, 1), IGD_RECIPE_UPT, 0, 0);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_LEGACY, "lpc", false));
	set(&scene, "x-igd-lpc", "on");
	expect(compare(&scene, 10, 1), IGD_RECIPE_LEGACY, 0, 0);
	compare(&scene, 9, 2);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_LEGACY, "options", false));
	assert_true(deviates(&scene.comparison, IGD_RECIPE_LEGACY, "qemu", false));
	end(&scene);
}

static void test_version_from_machine_type(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	expect(compare(&scene, 0, 0), IGD_RECIPE_UPT, 0, 2);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "qemu", true));
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "opregion", true));
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].chance.answer, IGD_VM_UNKNOWN);
	scene.vm.machine.type = "pc-q35-10.0";
	expect(compare(&scene, 0, 0), IGD_RECIPE_UPT, 0, 1);
	scene.vm.machine.type = "pc-q35-10.1+pve0";
	expect(compare(&scene, 0, 0), IGD_RECIPE_UPT, 0, 0);
	scene.vm.machine.type = "pc-q35-noble";
	expect(compare(&scene, 0, 0), IGD_RECIPE_UPT, 0, 2);
	scene.vm.machine.type = "pc-q35-99.99";
	expect(compare(&scene, 0, 0), IGD_RECIPE_UPT, 0, 0);
	/* A version between two that were read: 9.2 and 10.0 differ. */
	scene.vm.machine.type = NULL;
	set(&scene, "x-igd-opregion", "on");
	scene.version.micro = 50;
	expect(compare(&scene, 9, 9), IGD_RECIPE_UPT, 0, 1);
	end(&scene);
}

static void test_meteor_lake(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, METEOR_LAKE, IGD_VM_Q35);
	expect(compare(&scene, 10, 1), IGD_RECIPE_UPT, 0, 0);
	compare(&scene, 10, 0);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "qemu", false));
	set(&scene, "x-igd-gms", "2");
	compare(&scene, 10, 1);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "gms-range", false));
	end(&scene);
}

/* A mix: what is set on top of a VM that follows UPT by QEMU 10.1, and the row that it breaks. */
struct mix {
	const char *name, *value;
	const char *rule;
	enum igd_severity severity;
};

static void test_mixes_on_q35(void **state)
{
	static const struct mix mixes[] = {
		{ "x-igd-lpc", "on", "lpc", IGD_BLOCKER },
		{ "x-igd-legacy-mode", "on", "forced", IGD_BLOCKER },
		{ "x-vga", "on", "x-vga", IGD_DEGRADED },
		{ "legacy-igd", "1", "legacy-igd", IGD_BLOCKER },
		{ "x-igd-opregion", "off", "opregion", IGD_BLOCKER },
		{ "x-igd-gms", "0x50", "gms-range", IGD_BLOCKER },
		{ "rombar", "0", "rom-bar", IGD_BLOCKER },
		{ "addr", "0x5", "address", IGD_BLOCKER },
	};
	struct scene scene;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(mixes) / sizeof(*mixes); i++) {
		begin(&scene, ALDER_LAKE, IGD_VM_Q35);
		add_display(&scene);
		set(&scene, mixes[i].name, mixes[i].value);
		expect(compare(&scene, 10, 1), IGD_RECIPE_UPT, 1, 0);
		assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, mixes[i].rule, false));
		assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].severity, mixes[i].severity);
		end(&scene);
	}
}

static void test_guest_and_firmware(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	scene.hostdev->rom = NULL;
	compare(&scene, 10, 1);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].severity, IGD_BLOCKER);
	scene.vm.guest_os = "linux";
	compare(&scene, 10, 1);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].severity, IGD_DEGRADED);
	scene.vm.cpu.has_hypervisor_bit = IGD_VM_NO;
	compare(&scene, 10, 1);
	assert_false(deviates(&scene.comparison, IGD_RECIPE_UPT, "hypervisor", false));
	scene.vm.guest_os = "windows";
	scene.vm.firmware.kind = IGD_VM_SEABIOS;
	compare(&scene, 10, 1);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "hypervisor", false));
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "firmware", false));
	scene.vm.firmware.kind = IGD_VM_FIRMWARE_UNKNOWN;
	compare(&scene, 10, 1);
	assert_true(deviates(&scene.comparison, IGD_RECIPE_UPT, "firmware", true));
	end(&scene);
}

/* What this host can have, and which recipe is advised then. */
static void test_chance(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_I440FX);
	set(&scene, "x-igd-lpc", "on");
	scene.igpu.class_code = 0x0380;
	compare(&scene, 10, 2);
	assert_int_equal(scene.comparison.nearest, IGD_RECIPE_LEGACY);
	assert_int_equal(scene.comparison.advised, IGD_RECIPE_UPT);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_LEGACY].chance.answer, IGD_VM_NO);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].chance.answer, IGD_VM_YES);
	compare(&scene, 10, 1);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].chance.answer, IGD_VM_NO);
	assert_int_equal(scene.comparison.advised, IGD_RECIPE_LEGACY);
	end(&scene);

	/* A kernel before 6.15, and a host that was not booted by UEFI. */
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	igd_host_free(scene.host);
	scene.host = host_of("igd-doctor.tree/1\nf /proc/sys/kernel/osrelease 6.12.5\\n\n");
	compare(&scene, 10, 2);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_LEGACY].chance.answer, IGD_VM_NO);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].chance.answer, IGD_VM_YES);
	scene.igpu.class_code = 0x0380;
	compare(&scene, 10, 2);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_UPT].chance.answer, IGD_VM_NO);
	end(&scene);

	/* No QEMU of 9.2 has a rule for Alder Lake, in either way. */
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	compare(&scene, 9, 2);
	assert_int_equal(scene.comparison.fits[IGD_RECIPE_LEGACY].chance.answer, IGD_VM_NO);
	assert_true(scene.comparison.fits[IGD_RECIPE_LEGACY].chance.is_of_qemu);
	end(&scene);
}

static void expect_mend(struct scene *scene, enum igd_vm_origin origin, const char *expected)
{
	scene->vm.origin = origin;
	compare(scene, 10, 0);
	assert_string_equal(scene->comparison.fits[IGD_RECIPE_UPT].deviations[0].mend, expected);
}

static void test_mend_by_origin(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	expect_mend(&scene, IGD_VM_LIBVIRT,
		"give the device `hostdev0` in `<qemu:override>` the property `<qemu:property "
		"name='x-igd-opregion' type='bool' value='true'/>`");
	expect_mend(
		&scene, IGD_VM_PROXMOX, "add `-set device.hostpci0.x-igd-opregion=on` to `args:`");
	expect_mend(&scene, IGD_VM_COMMAND_LINE,
		"add `,x-igd-opregion=on` to the iGPU's `-device vfio-pci`");
	assert_string_equal(igd_recipe_remedy(scene.host, &scene.comparison),
		"For `upt`: add `,x-igd-opregion=on` to the iGPU's `-device vfio-pci`.");
	assert_string_equal(
		igd_recipe_list(scene.host, &scene.comparison.fits[IGD_RECIPE_UPT], false),
		"the VM does not get the OpRegion");
	end(&scene);
}

/* libvirt 11.3 src/qemu/qemu_domain_address.c: what it makes of a hostdev without an address. */
static void test_address_left_to_libvirt(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	scene.hostdev->guest = (struct igd_vm_address){ 0 };
	assert_int_equal(igd_recipe_is_at_2(&scene.vm, scene.it.hostdev), IGD_VM_NO);
	scene.vm.machine.chipset = IGD_VM_I440FX;
	assert_int_equal(igd_recipe_is_at_2(&scene.vm, scene.it.hostdev), IGD_VM_UNKNOWN);
	add_display(&scene);
	assert_int_equal(igd_recipe_is_at_2(&scene.vm, scene.it.hostdev), IGD_VM_NO);
	scene.vm.origin = IGD_VM_COMMAND_LINE;
	assert_int_equal(igd_recipe_is_at_2(&scene.vm, scene.it.hostdev), IGD_VM_UNKNOWN);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_whole),
		cmocka_unit_test(test_upt_by_release),
		cmocka_unit_test(test_legacy_by_release),
		cmocka_unit_test(test_version_from_machine_type),
		cmocka_unit_test(test_meteor_lake),
		cmocka_unit_test(test_mixes_on_q35),
		cmocka_unit_test(test_guest_and_firmware),
		cmocka_unit_test(test_chance),
		cmocka_unit_test(test_mend_by_origin),
		cmocka_unit_test(test_address_left_to_libvirt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
