// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_trial - one boot on trial: tests/unit/trial/CASE.tree and what is planned for it, CASE.plan
 *
 * Every case asks for the same: an argument that comes, one that takes another's place, a file of modprobe.d and
 * what rebuilds the image and the boot loader's configuration. "# arguments" in a tree: only the former two.
 * UPDATE_GOLDEN=1 writes the plans anew.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "core/source.h"
#include "fixes/apply/trial_private.h"
#include "fixes/apply/trial_text.h"
#include "tests/unit/unit.h"

#define PROGRAM "/usr/bin/igd-doctor"

static char *read_file(const char *path)
{
	struct igd_text text = { 0 };
	FILE *file = fopen(path, "re");
	char buffer[4096];
	size_t got;

	if (!file)
		return NULL;
	igd_text_add(&text, "", 0);
	while ((got = fread(buffer, 1, sizeof(buffer), file)) > 0)
		igd_text_add(&text, buffer, got);
	fclose(file);
	return text.text;
}

static struct igd_host *open_host(const char *tree)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(tree, strlen(tree), "case", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

/* The plan proper */

static char **words_of(const char *first, const char *second)
{
	char **words = igd_zalloc(3 * sizeof(*words));

	words[0] = igd_strdup(first);
	words[1] = second ? igd_strdup(second) : NULL;
	return words;
}

static void add_command(struct igd_plan *plan, const char *first, const char *second)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_COMMAND);

	step->effect = IGD_EFFECT_BOOT;
	step->title = igd_printf("Run %s", first);
	step->words = words_of(first, second);
}

static void add_file(struct igd_plan *plan, const char *path, const char *before, const char *after)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	step->effect = IGD_EFFECT_BOOT;
	step->title = igd_printf("Write %s", path);
	step->path = igd_strdup(path);
	step->mode = 0644;
	igd_file_state_set(&step->before, before ? IGD_FILE_REGULAR : IGD_FILE_ABSENT, before,
		before ? strlen(before) : 0);
	igd_file_state_set(&step->after, IGD_FILE_REGULAR, after, strlen(after));
}

static void fill_plan(struct igd_plan *plan, bool has_image)
{
	add_file(plan, "/etc/default/grub", "GRUB_CMDLINE_LINUX=\"\"\n",
		"GRUB_CMDLINE_LINUX=\"intel_iommu=on\"\n");
	if (has_image) {
		add_file(plan, "/etc/modprobe.d/igd-doctor.conf", NULL,
			"options vfio-pci ids=8086:4680\n");
		add_file(plan, "/etc/initramfs-tools/modules", "# mine\n", "# mine\nvfio_pci\n");
		add_command(plan, "rebuild-image", NULL);
	}
	add_command(plan, "update-loader", "now");
}

/* The plan as text */

static void dump_state(const char *name, const struct igd_file_state *state, struct igd_text *ret)
{
	const char *line = state->content;

	igd_text_printf(ret, "\t%s %s", name, igd_file_type_name(state->type));
	if (state->type != IGD_FILE_ABSENT && !state->hash[0])
		igd_text_printf(ret, ", whatever it is");
	igd_text_printf(ret, "\n");
	while (line && *line) {
		size_t length = strcspn(line, "\n");

		igd_text_printf(ret, "\t\t|%.*s\n", (int)length, line);
		line += length + (line[length] == '\n');
	}
}

static void dump_words(const char *name, char *const *words, struct igd_text *ret)
{
	if (!words || !*words)
		return;
	igd_text_printf(ret, "\t%s", name);
	for (; *words; words++)
		igd_text_printf(ret, " [%s]", *words);
	igd_text_printf(ret, "\n");
}

static void dump_step(const struct igd_step *step, struct igd_text *ret)
{
	igd_text_printf(ret, "%s: %s\n", igd_step_kind_name(step->kind), step->title);
	if (step->kind == IGD_STEP_FILE) {
		igd_text_printf(ret, "\t%s %04o\n", step->path, step->mode);
		dump_state("before", &step->before, ret);
		dump_state("after", &step->after, ret);
	}
	dump_words("run", step->words, ret);
	dump_words("opposite", step->opposite, ret);
	dump_words("outputs", step->outputs, ret);
	if (step->is_regenerator)
		igd_text_printf(ret, "\tregenerator\n");
	if (step->kind == IGD_STEP_BARRIER)
		igd_text_printf(ret, "\t%s %s\n", step->is_trial ? "trial" : "no trial",
			step->marker ? step->marker : "");
}

static void dump(const struct igd_plan *plan, struct igd_text *ret)
{
	size_t i;

	igd_text_printf(ret, "no trial: %s\n", plan->no_trial ? plan->no_trial : "");
	for (i = 0; i < plan->step_count; i++)
		dump_step(&plan->steps[i], ret);
}

static void make(const char *tree, bool may_try, struct igd_plan *plan)
{
	const struct igd_change changes[] = {
		{ .kind = IGD_CHANGE_ARGUMENT, .value = (char[]){ "intel_iommu=on" } },
		{ .kind = IGD_CHANGE_ARGUMENT,
			.subject = (char[]){ "video=efifb:on" },
			.value = (char[]){ "video=efifb:off" } },
	};
	const struct igd_wish wishes[] = { { &changes[0], 0 }, { &changes[1], 0 } };
	struct igd_trial_request request = {
		.host = open_host(tree), .program = PROGRAM, .may_try = may_try
	};

	request.arguments = wishes;
	request.argument_count = 2;
	fill_plan(plan, !strstr(tree, "# arguments\n"));
	igd_trial_plan(&request, plan);
	igd_host_free(request.host);
}

static void expect_plan(const char *tree_path)
{
	const int stem = (int)(strlen(tree_path) - strlen(".tree"));
	IGD_AUTOFREE char *plan_path = igd_printf("%.*s.plan", stem, tree_path);
	IGD_AUTOFREE char *tree = read_file(tree_path), *wanted = read_file(plan_path);
	IGD_AUTOTEXT struct igd_text got = { 0 };
	struct igd_plan plan = { 0 };
	FILE *file;

	make(tree, true, &plan);
	dump(&plan, &got);
	igd_plan_done(&plan);
	if (wanted && strcmp(wanted, got.text) == 0)
		return;
	if (!getenv("UPDATE_GOLDEN"))
		fail_msg("%s is not what is planned:\n%s", plan_path, got.text);
	file = fopen(plan_path, "w");
	assert_true(file && fputs(got.text, file) >= 0 && fclose(file) == 0);
}

static void cases(void **state)
{
	glob_t found;
	size_t i;

	(void)state;
	assert_int_equal(glob(IGD_SOURCE_DIR "/tests/unit/trial/*.tree", 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 10);
	for (i = 0; i < found.gl_pathc; i++)
		expect_plan(found.gl_pathv[i]);
	globfree(&found);
}

static void not_asked_for(void **state)
{
	struct igd_plan plan = { 0 };

	(void)state;
	make("igd-doctor.tree/1\n", false, &plan);
	assert_string_equal(plan.no_trial, "it was asked for without a trial");
	assert_int_equal(plan.steps[plan.step_count - 1].kind, IGD_STEP_BARRIER);
	assert_null(plan.steps[plan.step_count - 1].marker);
	igd_plan_done(&plan);
}

static void needs_no_boot(void **state)
{
	struct igd_host *host = open_host("igd-doctor.tree/1\n");
	const struct igd_trial_request request = { .host = host, .may_try = true };
	struct igd_plan plan = { 0 };

	(void)state;
	igd_plan_add(&plan, IGD_STEP_SYSFS)->effect = IGD_EFFECT_NOW;
	igd_plan_add(&plan, IGD_STEP_MANUAL)->effect = IGD_EFFECT_BOOT;
	igd_trial_plan(&request, &plan);
	assert_int_equal(plan.step_count, 2);
	assert_null(plan.no_trial);
	igd_plan_add(&plan, IGD_STEP_FILE)->effect = IGD_EFFECT_BOOT;
	plan.steps[2].path = igd_strdup("/etc/udev/rules.d/1.rules");
	igd_trial_plan(&request, &plan);
	assert_string_equal(plan.no_trial, "what changes is read by every boot entry alike");
	assert_int_equal(plan.step_count, 4);
	igd_plan_done(&plan);
	igd_host_free(host);
}

/* The texts */

static struct igd_piece piece(const char *text)
{
	return (struct igd_piece){ text, strlen(text) };
}

static void words(void **state)
{
	struct igd_piece rest = piece(" a 'b c'd \"e \\\" f\" g\\ h '\\' \"open "), word;
	static const char *const wanted[] = { "a", "b cd", "e \" f", "g h", "\\", "open " };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		assert_true(igd_word_next(&rest, &word));
		if (i < 5)
			assert_true(igd_word_is(word, wanted[i]));
		assert_false(igd_word_is(word, "other"));
		assert_false(igd_word_is(word, ""));
	}
	assert_false(igd_word_next(&rest, &word));
	rest = piece("end\\");
	assert_true(igd_word_next(&rest, &word));
	assert_true(igd_word_is(word, "end\\"));
}

static void menus(void **state)
{
	static const char *const broken[] = { "", "menuentry", "menuentry 'x' {",
		"menuentry 'x' {\n", "menuentry 'x' {\nlinux\n", "menuentry 'x' {\n}\n",
		"menuentry x\n{\nlinux /k\n}\n" };
	struct igd_menu_entry entry;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		assert_false(igd_menu_find(piece(broken[i]), piece("BOOT_IMAGE=/k ro"), &entry));
	assert_false(igd_menu_find(
		piece("menuentry 'x' {\nlinux /k ro\n}\n"), piece("root=/dev/sda1 ro"), &entry));
	assert_true(igd_menu_find(piece("menuentry 'x' {\nlinux /k ro\n}\n"),
		piece("BOOT_IMAGE=(hd0,gpt2)/k ro"), &entry));
	assert_int_equal(entry.body.size, strlen("linux /k ro\n"));
}

static void mounts(void **state)
{
	static const char text[] = "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
				   "no line\n22 21 8:2 / /boot rw - vfat\n"
				   "23 21 8:3 / /boot/grub rw master:1 - btrfs /dev/sda3 rw\n"
				   "24 21 8:4 / /boot/gr rw - xfs /dev/sda4 rw\n";
	struct igd_mount mount;

	(void)state;
	assert_true(igd_mount_find(piece(text), "/boot/grub", &mount));
	assert_string_equal(mount.type, "btrfs");
	assert_string_equal(mount.source, "/dev/sda3");
	assert_false(igd_mount_find(piece(text), "/boot/efi", &mount));
	assert_true(igd_mount_find(piece(text), "/etc", &mount));
	assert_string_equal(mount.source, "/dev/sda1");
	assert_false(igd_mount_find(piece(""), "/", &mount));
}

static void command_lines(void **state)
{
	static const struct {
		const char *line, *old, *fresh, *quoted, *plain;
	} rows[] = {
		{ "", NULL, "a=b", "a=b panic=20 m", "a=b panic=20 m" },
		{ " a=b  ro ", NULL, "a=b", "a=b ro panic=20 m", "a=b ro panic=20 m" },
		{ "x panic=5", "x", NULL, "panic=5 m", "panic=5 m" },
		{ "\"x y\" 'x' x", "x", "z", "\"x y\" z panic=20 m", "\"x y\" z panic=20 m" },
		{ "ro", NULL, "a=$b", "ro 'a=$b' panic=20 m", "ro a=$b panic=20 m" },
		{ "ro", NULL, "a='", "ro 'a='\\''' panic=20 m", "ro a=' panic=20 m" },
		{ IGD_TRIAL_MARKER "old ro", "gone", NULL, "ro panic=20 m", "ro panic=20 m" },
	};
	size_t i, j;

	(void)state;
	for (i = 0; i < 2 * sizeof(rows) / sizeof(*rows); i++) {
		IGD_AUTOFREE char *old = rows[i / 2].old ? igd_strdup(rows[i / 2].old) : NULL;
		IGD_AUTOFREE char *fresh = rows[i / 2].fresh ? igd_strdup(rows[i / 2].fresh) : NULL;
		const struct igd_change change = { .subject = old, .value = fresh };
		const struct igd_wish wish = { &change, 0 };
		const struct igd_trial_request request = { .arguments = &wish,
			.argument_count = 1 };
		const struct igd_trial trial = { .request = &request, .marker = "m" };
		IGD_AUTOTEXT struct igd_text text = { 0 };

		j = i / 2;
		igd_trial_cmdline(&trial, rows[j].line, strlen(rows[j].line), i % 2 == 0, &text);
		assert_string_equal(text.text, i % 2 == 0 ? rows[j].quoted : rows[j].plain);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases),
		cmocka_unit_test(not_asked_for),
		cmocka_unit_test(needs_no_boot),
		cmocka_unit_test(words),
		cmocka_unit_test(menus),
		cmocka_unit_test(mounts),
		cmocka_unit_test(command_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
