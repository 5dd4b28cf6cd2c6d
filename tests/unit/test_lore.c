// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_lore - advice from forums judged by QEMU and recipe; what stands at 00:02.0; the host's memory
 */
#include "facts/recipe/lore.h"
#include "facts/recipe/occupant.h"
#include "facts/recipe/room.h"
#include "tests/unit/recipe_scene.h"

static void test_lore_is_whole(void **state)
{
	const struct igd_lore *rows;
	size_t i, count;

	(void)state;
	rows = igd_lore_rows(&count);
	assert_true(count >= 20);
	for (i = 0; i < count; i++) {
		assert_true(*rows[i].id && rows[i].find && *rows[i].source);
		/* The finding shows 240 bytes of it (core/trace.c), the value that is found among them. */
		assert_true(strlen(rows[i].once) + strlen(rows[i].here) < 190);
	}
}

/* The kind of the one row of that name that is for this VM; -1 for none. */
static int lore_kind(struct scene *scene, const char *id, enum igd_recipe recipe)
{
	const struct igd_lore *rows;
	size_t i, count;
	int kind = -1;

	rows = igd_lore_rows(&count);
	for (i = 0; i < count; i++) {
		if (strcmp(rows[i].id, id) != 0 || !rows[i].find(scene->host, &scene->it, recipe))
			continue;
		assert_int_equal(kind, -1);
		kind = (int)rows[i].kind;
	}
	return kind;
}

static void test_lore_by_qemu(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene, COFFEE_LAKE, IGD_VM_I440FX);
	assert_int_equal(lore_kind(&scene, "x-igd-gms", IGD_RECIPE_LEGACY), -1);
	set(&scene, "x-igd-gms", "0x2");
	assert_int_equal(lore_kind(&scene, "x-igd-gms", IGD_RECIPE_LEGACY), IGD_LORE_HARMLESS);
	compare(&scene, 8, 2);
	assert_int_equal(lore_kind(&scene, "x-igd-gms", IGD_RECIPE_LEGACY), IGD_LORE_RIGHT);
	compare(&scene, 9, 2);
	assert_int_equal(lore_kind(&scene, "x-igd-gms", IGD_RECIPE_LEGACY), IGD_LORE_HARMLESS);
	compare(&scene, 10, 1);
	assert_int_equal(lore_kind(&scene, "x-igd-gms", IGD_RECIPE_LEGACY), IGD_LORE_HARMLESS);
	scene.hostdev->rom = "/x/Universal_noGOP_igd.rom";
	assert_int_equal(lore_kind(&scene, "noGOP ROM", IGD_RECIPE_UPT), IGD_LORE_RIGHT);
	assert_int_equal(lore_kind(&scene, "noGOP ROM", IGD_RECIPE_LEGACY), IGD_LORE_HARMLESS);
	assert_int_equal(lore_kind(&scene, "GOP ROM", IGD_RECIPE_UPT), -1);
	scene.hostdev->rom = "/x/CFL_CML_GOPv9.1_igd.rom";
	assert_int_equal(lore_kind(&scene, "GOP ROM", IGD_RECIPE_UPT), IGD_LORE_HARMLESS);
	scene.vm.cpu.is_kvm_hidden = IGD_VM_YES;
	scene.vm.cpu.hyperv_vendor_id = "whatever";
	assert_int_equal(lore_kind(&scene, "kvm=off", IGD_RECIPE_UPT), IGD_LORE_NEEDLESS);
	assert_int_equal(lore_kind(&scene, "hv-vendor-id", IGD_RECIPE_UPT), IGD_LORE_HARMLESS);
	end(&scene);
}

static void test_occupant(void **state)
{
	struct igd_vm_other *port;
	struct igd_occupant occupant;
	struct scene scene;
	unsigned i;

	(void)state;
	begin(&scene, ALDER_LAKE, IGD_VM_Q35);
	occupant = igd_occupant_find(scene.host, &scene.vm, scene.it.hostdev);
	assert_null(occupant.name);
	assert_int_equal(occupant.free_slot, 3);
	for (i = 0; i < 3; i++) {
		port = igd_vm_add_other(&scene.vm);
		port->driver = "pcie-root-port";
		port->guest = (struct igd_vm_address){
			.is_known = true, .slot = 2 + i / 2, .function = i % 2
		};
	}
	occupant = igd_occupant_find(scene.host, &scene.vm, scene.it.hostdev);
	assert_string_equal(occupant.name, "`pcie-root-port`");
	assert_true(occupant.is_root_port);
	assert_int_equal(occupant.functions, 2);
	assert_int_equal(occupant.free_slot, 4);
	/* Behind a bridge, on another bus, or at an address that is not known, nobody is in the way. */
	scene.vm.other_count = 0;
	add_display(&scene);
	scene.display->guest = (struct igd_vm_address){ .is_known = true, .bus = 1, .slot = 2 };
	assert_null(igd_occupant_find(scene.host, &scene.vm, scene.it.hostdev).name);
	scene.display->guest.bus = 0;
	assert_string_equal(igd_occupant_find(scene.host, &scene.vm, scene.it.hostdev).name,
		"the emulated display `qxl-vga`");
	end(&scene);
}

static void test_meminfo(void **state)
{
	static const char text[] =
		"MemTotal:       16318972 kB\nHugePages_Total:     512\nMemBroken: x kB\nHuge";
	uint64_t value = 7;

	(void)state;
	assert_true(igd_meminfo_find(text, "MemTotal", &value));
	assert_true(value == UINT64_C(16318972) * 1024);
	assert_true(igd_meminfo_find(text, "HugePages_Total", &value));
	assert_int_equal(value, 512);
	assert_false(igd_meminfo_find(text, "HugePages", &value));
	assert_false(igd_meminfo_find(text, "MemBroken", &value));
	assert_false(igd_meminfo_find(text, "Huge", &value));
	assert_false(igd_meminfo_find(NULL, "MemTotal", &value));
	assert_int_equal(value, 512);
	assert_true(igd_meminfo_find("A: 99999999999999999999999 kB", "A", &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lore_is_whole),
		cmocka_unit_test(test_lore_by_qemu),
		cmocka_unit_test(test_occupant),
		cmocka_unit_test(test_meminfo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
