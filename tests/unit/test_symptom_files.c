// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_symptom_files - the catalogue itself: every symptom fires on its lines, and is silent on near misses
 *
 * tests/symptoms/ID.txt has a line "+ ..." for each that is to fire and "- ..." for each that is not; "\n" in it
 * stands for the end of a line, where a symptom needs several.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "facts/log/log_scan.h"
#include "unit.h"

/* How people's logs look: what stands before and behind each line. */
static const struct {
	const char *before, *behind;
} dresses[] = {
	{ "", "\n" },
	{ "", "\r\n" },
	{ "> > ", "\n" },
	{ "\033[1;31m", "\033[0m\n" },
	{ "Nov 23 04:00:01 artix kernel: ", "\n" },
	{ "2026-11-23T04:00:01+0100 artix virtqemud[812]: \033[33m", "\033[m\r\n" },
};

static char *read_text(const char *path)
{
	FILE *file = fopen(path, "re");
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char piece[4096];
	size_t got;

	if (!file)
		fail_msg("%s: cannot be read", path);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	fclose(file);
	igd_text_add(&text, "", 0);
	return IGD_TAKE_PTR(text.text);
}

static void dress(struct igd_text *ret, const char *line, size_t how)
{
	const char *stop;

	for (; (stop = strstr(line, "\\n")); line = stop + 2) {
		igd_text_printf(ret, "%s", dresses[how].before);
		igd_text_add(ret, line, (size_t)(stop - line));
		igd_text_printf(ret, "%s", dresses[how].behind);
	}
	igd_text_printf(ret, "%s%s%s", dresses[how].before, line, dresses[how].behind);
}

static bool fires(const struct igd_log_hits *hits, const char *id)
{
	size_t i;

	for (i = 0; i < hits->count; i++) {
		if (strcmp(hits->list[i].symptom->id, id) == 0)
			return true;
	}
	return false;
}

static void expect_line(const struct igd_symptoms *symptoms, const struct igd_symptom *symptom,
	const char *line, size_t how)
{
	IGD_AUTOTEXT struct igd_text log = { 0 };
	struct igd_log_scan *scan = igd_log_scan_new(symptoms);
	struct igd_log_hits hits;
	bool is_wanted = *line == '+';
	size_t i;

	dress(&log, line + 2, how);
	igd_log_scan_feed(scan, log.text, log.size);
	igd_log_scan_end(scan, &hits);
	if (fires(&hits, symptom->id) != is_wanted)
		fail_msg("%s %s (%zu): %s", symptom->id, is_wanted ? "is silent" : "fires", how,
			line);
	for (i = 0; i < hits.count; i++) {
		if (is_wanted && symptom->verdict == IGD_SYMPTOM_HARMLESS &&
			hits.list[i].verdict == IGD_SYMPTOM_FATAL)
			fail_msg("%s is harmless, but %s fires: %s", symptom->id,
				hits.list[i].symptom->id, line);
	}
	igd_log_hits_done(&hits);
}

static void expect_lines(const struct igd_symptoms *symptoms, const struct igd_symptom *symptom)
{
	IGD_AUTOFREE char *path =
		igd_printf("%s/tests/symptoms/%s.txt", IGD_SOURCE_DIR, symptom->id);
	IGD_AUTOFREE char *text = read_text(path);
	char *line, *state = NULL;
	size_t wanted = 0, unwanted = 0, how;

	for (line = strtok_r(text, "\n", &state); line; line = strtok_r(NULL, "\n", &state)) {
		if ((*line != '+' && *line != '-') || line[1] != ' ')
			fail_msg("%s: neither \"+ \" nor \"- \": %s", path, line);
		*(*line == '+' ? &wanted : &unwanted) += 1;
		for (how = 0; how < sizeof(dresses) / sizeof(*dresses); how++)
			expect_line(symptoms, symptom, line, how);
	}
	if (!wanted || !unwanted)
		fail_msg("%s: %zu lines that fire, %zu that do not", path, wanted, unwanted);
}

static void test_lines(void **state)
{
	struct igd_symptoms symptoms = { 0 };
	size_t i;

	(void)state;
	igd_symptoms_own(&symptoms);
	for (i = 0; i < symptoms.count; i++)
		expect_lines(&symptoms, &symptoms.list[i]);
	igd_symptoms_done(&symptoms);
}

static int has_extension(const struct dirent *entry, const char *extension)
{
	return igd_ends_with(entry->d_name, extension);
}

static int is_json(const struct dirent *entry)
{
	return has_extension(entry, ".json");
}

static int is_txt(const struct dirent *entry)
{
	return has_extension(entry, ".txt");
}

/* Every file is read without an error, is in the program, and is called as its symptom is. */
static void test_files(void **state)
{
	struct igd_symptoms own = { 0 }, read = { 0 };
	struct igd_error error;
	struct dirent **files;
	int count = scandir(IGD_SOURCE_DIR "/checks/symptoms", &files, is_json, alphasort), i;

	(void)state;
	igd_symptoms_own(&own);
	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path =
			igd_printf("%s/checks/symptoms/%s", IGD_SOURCE_DIR, files[i]->d_name);
		IGD_AUTOFREE char *text = read_text(path);
		IGD_AUTOFREE char *name =
			igd_strndup(files[i]->d_name, strlen(files[i]->d_name) - strlen(".json"));

		if (igd_symptoms_add(&read, path, text, strlen(text), &error) < 0)
			fail_msg("%s", error.message);
		assert_string_equal(read.list[i].id, name);
		assert_non_null(igd_symptoms_find(&own, name));
		free(files[i]);
	}
	free(files);
	assert_int_equal(own.count, count);
	assert_true(count >= 129);
	igd_symptoms_done(&own);
	igd_symptoms_done(&read);
}

/* Lines of a symptom that is gone prove nothing. */
static void test_no_lines_without_symptom(void **state)
{
	struct igd_symptoms own = { 0 };
	struct dirent **files;
	int count = scandir(IGD_SOURCE_DIR "/tests/symptoms", &files, is_txt, alphasort), i;

	(void)state;
	igd_symptoms_own(&own);
	assert_int_equal(count, own.count);
	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *id =
			igd_strndup(files[i]->d_name, strlen(files[i]->d_name) - strlen(".txt"));

		if (!igd_symptoms_find(&own, id))
			fail_msg("%s: no such symptom", files[i]->d_name);
		free(files[i]);
	}
	free(files);
	igd_symptoms_done(&own);
}

static bool is_check(const char *id)
{
	const char *dot = strchr(id, '.');
	IGD_AUTOFREE char *path = igd_printf("%s/checks/%.*s/%s.c", IGD_SOURCE_DIR,
		(int)strcspn(id, "."), id, dot ? dot + 1 : "");

	return dot && access(path, R_OK) == 0;
}

static void expect_references(
	const struct igd_symptoms *symptoms, const struct igd_symptom *symptom)
{
	char **id;

	if (symptom->check && !is_check(symptom->check))
		fail_msg("%s: no check is called %s", symptom->id, symptom->check);
	for (id = symptom->fatal_with; id && *id; id++) {
		if (!igd_symptoms_find(symptoms, *id))
			fail_msg("%s: there is no %s", symptom->id, *id);
	}
}

static void test_references(void **state)
{
	struct igd_symptoms own = { 0 };
	size_t i;

	(void)state;
	igd_symptoms_own(&own);
	for (i = 0; i < own.count; i++)
		expect_references(&own, &own.list[i]);
	igd_symptoms_done(&own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_no_lines_without_symptom),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
