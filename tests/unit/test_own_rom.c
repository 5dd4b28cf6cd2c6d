// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_own_rom - igd-doctor's own option ROM as a step of a plan: the same bytes as the packer's, and in a plan file
 */
#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"
#include "fixes/apply/own_rom.h"
#include "fixes/oprom/pack.h"
#include "mend/plan_json.h"
#include "tests/unit/plan_scene.h"

#define TARGET "/usr/share/vgabios/igd-doctor-4680.rom"
#define IGPU(id)                                                                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/device " id "\\n\n"                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"

static void wants_own(struct scene *scene, size_t fix)
{
	igd_change_install(scene_wants(scene, fix), IGD_CHANGE_OWN_ROM, TARGET, 0640, NULL);
}

static void need_own(void)
{
	if (igd_oprom_embedded_driver.absent)
		skip();
}

/* What `rom --build` packs; the caller frees it. */
static struct igd_text packed(uint16_t device)
{
	struct igd_oprom oprom = { 0 };
	struct igd_text rom = { 0 };
	struct igd_error error;

	assert_int_equal(igd_oprom_add_own(&oprom, &error), 0);
	assert_int_equal(igd_oprom_pack(&oprom, device, &rom, &error), 0);
	igd_oprom_done(&oprom);
	return rom;
}

static void is_the_packers(void **state)
{
	struct scene scene;
	struct igd_text rom;
	const struct igd_step *step;

	(void)state;
	need_own();
	rom = packed(0x4680);
	scene_init(&scene, IGPU("0x4680"));
	wants_own(&scene, 0);
	scene_plan(&scene);
	assert_int_equal(scene.plan.step_count, 1);
	step = &scene.plan.steps[0];
	assert_int_equal(step->kind, IGD_STEP_FILE);
	assert_string_equal(step->path, TARGET);
	assert_int_equal(step->mode, 0640);
	assert_non_null(strstr(step->why, "not yet on real hardware"));
	assert_int_equal(step->before.type, IGD_FILE_ABSENT);
	assert_int_equal(step->after.size, rom.size);
	assert_memory_equal(step->after.content, rom.text, rom.size);
	igd_text_done(&rom);
	scene_done(&scene);
}

/* Every byte of it comes back out of a plan file. */
static void is_in_a_plan_file(void **state)
{
	struct scene scene;
	struct igd_plan again = { 0 };
	struct igd_error error = { 0 };
	char *text;

	(void)state;
	need_own();
	scene_init(&scene, IGPU("0x7d55"));
	wants_own(&scene, 0);
	scene_plan(&scene);
	text = igd_plan_write(&scene.plan);
	assert_int_equal(igd_plan_read(&again, text, strlen(text), "plan", &error), 0);
	assert_int_equal(again.steps[0].after.size, scene.plan.steps[0].after.size);
	assert_memory_equal(again.steps[0].after.content, scene.plan.steps[0].after.content,
		again.steps[0].after.size);
	igd_plan_done(&again);
	free(text);
	scene_done(&scene);
}

/* It fits the very iGPU that it was made for. */
static void fits(void **state)
{
	struct igd_rom_fit fit;
	struct scene scene;
	struct igd_rom rom;

	(void)state;
	need_own();
	scene_init(&scene, IGPU("0x4680"));
	wants_own(&scene, 0);
	scene_plan(&scene);
	assert_true(igd_rom_parse((const uint8_t *)scene.plan.steps[0].after.content,
		scene.plan.steps[0].after.size, &rom));
	igd_rom_judge(&rom, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_YES);
	igd_rom_fit_done(&fit);
	igd_rom_done(&rom);
	scene_done(&scene);
}

static void declines(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "d /sys\n");
	wants_own(&scene, 0);
	scene_plan(&scene);
	assert_string_equal(
		scene.plan.fixes[0].declined, "there is no Intel iGPU to make a ROM for");
	scene_done(&scene);
	scene_init(&scene, IGPU("0xfffe"));
	wants_own(&scene, 0);
	scene_plan(&scene);
	assert_string_equal(scene.plan.fixes[0].declined,
		"8086:fffe is no iGPU that igd-doctor's own ROM is known to drive; `--rom FILE` "
		"names another ROM");
	assert_int_equal(scene.plan.step_count, 0);
	scene_done(&scene);
}

/* What another build of the program had put there is replaced, and known to be no text. */
static void replaces(void **state)
{
	struct scene scene;

	(void)state;
	need_own();
	scene_init(&scene, IGPU("0x4680") "x " TARGET " 55aa00\n");
	wants_own(&scene, 0);
	wants_own(&scene, 1);
	scene_plan(&scene);
	assert_int_equal(scene.plan.step_count, 1);
	assert_int_equal(scene.plan.steps[0].before.type, IGD_FILE_REGULAR);
	assert_int_equal(scene.plan.steps[0].before.size, 3);
	scene_done(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_the_packers),
		cmocka_unit_test(is_in_a_plan_file),
		cmocka_unit_test(fits),
		cmocka_unit_test(declines),
		cmocka_unit_test(replaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
