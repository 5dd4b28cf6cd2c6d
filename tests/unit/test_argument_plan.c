// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_argument_plan - what wishes for kernel arguments become on every kind of boot loader
 *
 * tests/arguments/CASE.tree has the host and, as "# wishes: +a -b b>c", what is to come, go and change; CASE.plan the
 * plan that comes of it. UPDATE_GOLDEN=1 writes the plans anew.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "core/source.h"
#include "fixes/apply/argument.h"
#include "fixes/apply/making_private.h"
#include "tests/unit/unit.h"

#define MAX_WISHES 8u
#define FOLDER IGD_SOURCE_DIR "/tests/arguments"

struct wishes {
	struct igd_change changes[MAX_WISHES];
	struct igd_wish items[MAX_WISHES];
	size_t count;
};

/* Reads a whole file; the caller frees it. */
static char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		fail_msg("%s: %s", path, strerror(errno));
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = igd_strdup("");
	}
	fclose(file);
	return text;
}

static void read_wishes(const char *text, struct wishes *ret)
{
	IGD_AUTOFREE char *copy = igd_strdup(text);
	char *word, *rest, *end;

	*ret = (struct wishes){ 0 };
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		struct igd_change *change = &ret->changes[ret->count];

		assert_true(ret->count < MAX_WISHES);
		end = strchr(word, '>');
		if (end)
			*end = '\0';
		if (*word != '+')
			change->subject = igd_strdup(end ? word : word + 1);
		if (end || *word == '+')
			change->value = igd_strdup(end ? end + 1 : word + 1);
		ret->items[ret->count++].change = change;
	}
}

static void say_list(struct igd_text *text, const char *name, char *const *list)
{
	if (!list || !*list)
		return;
	igd_text_printf(text, "%s", name);
	for (; *list; list++)
		igd_text_printf(text, " %s", *list);
	igd_text_printf(text, "\n");
}

static void say_step(struct igd_text *text, const struct igd_step *step)
{
	igd_text_printf(text, "%s: %s\n", igd_step_kind_name(step->kind), step->title);
	if (step->kind == IGD_STEP_FILE)
		igd_text_printf(text, "%s\n%s", step->path, step->after.content);
	say_list(text, "run", step->words);
	say_list(text, "opposite", step->opposite);
	say_list(text, "writes", step->outputs);
	if (step->result)
		igd_text_printf(text, "result %s -> %s\n", step->result, step->path);
	if (step->verify)
		igd_text_printf(text, "verify %s\n%s", step->verify, step->verify_value);
	if (step->value)
		igd_text_printf(text, "%s\n", step->value);
}

/* The plan, as text. The caller frees it. */
static char *plan_text(struct igd_host *host, const char *wished)
{
	char *declined[1] = { NULL };
	struct igd_plan plan = { 0 };
	struct igd_making making = { .host = host, .plan = &plan, .declined = declined };
	struct igd_text text = { 0 };
	struct wishes wishes;
	size_t i;

	read_wishes(wished, &wishes);
	making.wishes[IGD_CHANGE_ARGUMENT] = igd_zalloc(sizeof(wishes.items));
	memcpy(making.wishes[IGD_CHANGE_ARGUMENT], wishes.items, sizeof(wishes.items));
	making.wish_counts[IGD_CHANGE_ARGUMENT] = wishes.count;
	making.at_work = 1u << IGD_CHANGE_ARGUMENT;
	igd_text_add(&text, "", 0);
	igd_apply_arguments(&making);
	igd_making_finish(&making);
	if (declined[0])
		igd_text_printf(&text, "declined: %s\n", declined[0]);
	for (i = 0; !declined[0] && i < plan.step_count; i++)
		say_step(&text, &plan.steps[i]);
	free(declined[0]);
	igd_making_done(&making);
	igd_plan_done(&plan);
	for (i = 0; i < wishes.count; i++) {
		free(wishes.changes[i].subject);
		free(wishes.changes[i].value);
	}
	return text.text;
}

/* The wishes of a case: the line of its tree that says so. The caller frees it. */
static char *wishes_of(const char *tree)
{
	static const char head[] = "# wishes: ";
	IGD_AUTOFREE char *text = read_file(tree);
	const char *at = strstr(text, head);

	if (!at) {
		fail_msg("%s: no \"%s\"", tree, head);
		return igd_strdup("");
	}
	at += sizeof(head) - 1;
	return igd_strndup(at, strcspn(at, "\n"));
}

static void compare(const char *name, const char *text, const char *golden)
{
	IGD_AUTOFREE char *wanted = NULL;
	FILE *file;

	if (getenv("UPDATE_GOLDEN")) {
		file = fopen(golden, "w");
		if (!file)
			fail_msg("%s: %s", golden, strerror(errno));
		fputs(text, file);
		fclose(file);
		return;
	}
	wanted = read_file(golden);
	if (strcmp(text, wanted) != 0)
		fail_msg("%s:\n%s\nis not what is expected:\n%s", name, text, wanted);
}

static void try(const char *name)
{
	const int length = (int)(strlen(name) - strlen(".tree"));
	IGD_AUTOFREE char *tree = igd_printf(FOLDER "/%s", name), *wishes = wishes_of(tree);
	IGD_AUTOFREE char *golden = igd_printf(FOLDER "/%.*s.plan", length, name), *text = NULL;
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_recorded(tree, &error);
	struct igd_host *host;

	if (!source)
		fail_msg("%s", error.message);
	host = igd_host_new(source);
	text = plan_text(host, wishes);
	compare(name, text, golden);
	igd_host_free(host);
}

static void plans(void **state)
{
	DIR *folder = opendir(FOLDER);
	const struct dirent *entry;
	unsigned count = 0;

	(void)state;
	if (!folder) {
		fail_msg(FOLDER ": %s", strerror(errno));
		return;
	}
	while ((entry = readdir(folder))) {
		if (!igd_ends_with(entry->d_name, ".tree"))
			continue;
		try(entry->d_name);
		count++;
	}
	closedir(folder);
	assert_true(count > 40);
}

static void applied(void **state)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(
		"igd-doctor.tree/1\n", strlen("igd-doctor.tree/1\n"), "test", &error);
	struct igd_host *host = igd_host_new(source);
	struct igd_plan plan = { 0 };
	struct igd_making making = { .host = host, .plan = &plan };
	struct wishes wishes;
	char *line;
	size_t i;

	(void)state;
	read_wishes("+intel_iommu=on -quiet iommu=off>iommu=pt", &wishes);
	making.wishes[IGD_CHANGE_ARGUMENT] = wishes.items;
	making.wish_counts[IGD_CHANGE_ARGUMENT] = wishes.count;
	line = igd_arguments_applied(&making, "root=/dev/sda1 ro quiet iommu=off quiet");
	assert_string_equal(line, "root=/dev/sda1 ro iommu=pt intel_iommu=on");
	free(line);
	line = igd_arguments_applied(&making, "");
	assert_string_equal(line, "intel_iommu=on iommu=pt");
	free(line);
	for (i = 0; i < wishes.count; i++) {
		free(wishes.changes[i].subject);
		free(wishes.changes[i].value);
	}
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(plans),
		cmocka_unit_test(applied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
