// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_plan - a plan survives being written and read, and nothing else is taken for one
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mend/plan_json.h"
#include "unit.h"

static char **words_of(const char *first, const char *second)
{
	char **words = igd_zalloc(3 * sizeof(*words));

	words[0] = igd_strdup(first);
	words[1] = second ? igd_strdup(second) : NULL;
	return words;
}

static void add_steps(struct igd_plan *plan)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	step->effect = IGD_EFFECT_BOOT;
	step->title = igd_strdup("Write it");
	step->why = igd_strdup("a \"reason\"");
	step->path = igd_strdup("/etc/a b");
	step->mode = 0644;
	igd_file_state_set(&step->before, IGD_FILE_REGULAR, "old\n", 4);
	igd_file_state_set(&step->after, IGD_FILE_REGULAR, "a\0b\xff", 4);
	step = igd_plan_add(plan, IGD_STEP_COMMAND);
	step->title = igd_strdup("Run it");
	step->words = words_of("update-grub", "");
	step->outputs = words_of("/boot/grub/grub.cfg", NULL);
	step->is_regenerator = step->is_gate = true;
	step = igd_plan_add(plan, IGD_STEP_BARRIER);
	step->title = igd_strdup("Reboot");
	step->marker = igd_strdup("igd_doctor.trial=1");
	step->is_trial = true;
	step = igd_plan_add(plan, IGD_STEP_SYSFS);
	step->title = igd_strdup("Unbind");
	step->path = igd_strdup("/sys/a/unbind");
	step->value = igd_strdup("0000:00:02.0");
	step->path_undo = igd_strdup("/sys/a/bind");
	step->value_undo = igd_strdup("0000:00:02.0");
	step = igd_plan_add(plan, IGD_STEP_MANUAL);
	step->title = igd_strdup("Paste this");
	step->value = igd_strdup("{ a = 1; }\n");
}

static char *make(void)
{
	IGD_CLEANUP(igd_plan_done) struct igd_plan plan = { 0 };

	plan.host = igd_strdup("abc");
	plan.no_trial = igd_strdup("no");
	plan.fixes = igd_zalloc(sizeof(*plan.fixes));
	plan.fix_count = 1;
	plan.fixes[0].id = igd_strdup("a.b");
	plan.fixes[0].title = igd_strdup("Do it");
	plan.fixes[0].risk = IGD_RISK_DISPLAY;
	plan.fixes[0].risk_text = igd_strdup("dark");
	plan.fixes[0].findings = words_of("c.d", NULL);
	add_steps(&plan);
	return igd_plan_write(&plan);
}

static void survives_writing_and_reading(void **state)
{
	IGD_CLEANUP(igd_plan_done) struct igd_plan plan = { 0 };
	IGD_AUTOFREE char *text = make(), *again = NULL;
	struct igd_error error;

	(void)state;
	assert_int_equal(igd_plan_read(&plan, text, strlen(text), "p", &error), 0);
	again = igd_plan_write(&plan);
	assert_string_equal(text, again);
	assert_int_equal(plan.step_count, 5);
	assert_memory_equal(plan.steps[0].after.content, "a\0b\xff", 5);
	assert_null(plan.steps[0].before.content);
	assert_true(igd_plan_needs_boot(&plan));
	assert_int_equal(igd_plan_risk(&plan), IGD_RISK_DISPLAY);
}

/* What one replacement in a good plan is answered with. */
static void refused(const char *old, const char *fresh, const char *message)
{
	IGD_CLEANUP(igd_plan_done) struct igd_plan plan = { 0 };
	IGD_AUTOFREE char *text = make(), *other = NULL;
	struct igd_error error = { 0 };
	char *at = strstr(text, old);

	assert_non_null(at);
	other = igd_printf("%.*s%s%s", (int)(at - text), text, fresh, at + strlen(old));
	assert_int_equal(igd_plan_read(&plan, other, strlen(other), "p", &error), -EBADMSG);
	assert_string_equal(error.message, message);
	assert_int_equal(plan.step_count, 0);
}

static void refuses_what_is_none(void **state)
{
	(void)state;
	refused("igd-doctor.plan/1", "igd-doctor.plan/2",
		"p: schema: is not \"igd-doctor.plan/1\": this is no plan");
	refused("{", "[", "p: not JSON, or cut off");
	refused("\"host\":\t\"abc\"", "\"host\":\t1", "p: host: is not a string");
	refused("\"kind\":\t\"file\"", "\"kind\":\t\"shell\"",
		"p: steps[0].kind: is missing, or none that this version knows");
	refused("/etc/a b", "etc/a",
		"p: steps[0].path: is not an absolute path without \".\", \"..\" and \"//\"");
	refused("/etc/a b", "/etc/../a",
		"p: steps[0].path: is not an absolute path without \".\", \"..\" and \"//\"");
	refused("/boot/grub/grub.cfg", "/boot/../x",
		"p: steps[1].outputs: holds what is not a plain absolute path");
	refused("update-grub", "/tmp/x",
		"p: steps[1].words: does not begin with the bare name of a program");
	refused("YQBi", "YQBj", "p: steps[0].after: has a hash that is not its content's");
	refused("YQBi", "Y*Bi", "p: steps[0].content_base64: is not base64");
	refused("\"0644\"", "\"9\"", "p: steps[0].mode: is not an octal file mode");
	refused("/sys/a/unbind", "/etc/unbind", "p: steps[3].path: does not lie below /sys");
	refused("\"value_undo\"", "\"value_other\"",
		"p: steps[3].value_undo: and path_undo do not go together");
	refused("\"trial\":\ttrue", "\"trial\":\t1",
		"p: steps[2].trial: is neither true nor false");
	refused("\"Do it\"", "\"\"", "p: fixes[0].title: is missing");
}

static void hashes_as_sha256sum_does(void **state)
{
	char hash[IGD_HASH_SIZE];

	(void)state;
	igd_hash("abc", 3, hash);
	/* FIPS 180-2, B.1 */
	assert_string_equal(
		hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(survives_writing_and_reading),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(hashes_as_sha256sum_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
