// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_last_run - the last run in a log of many
 *
 * not under valgrind: it does not know openat2 (3.19)
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/host_private.h"
#include "core/source_private.h"
#include "facts/log/last_run.h"
#include "tests/unit/unit.h"

#define START                                                                                      \
	"2026-11-23 00:12:01.000+0000: starting up libvirt version: 11.3.0, qemu version: 10.0.8"
#define NAMED START ", kernel: 6.12, hostname: kim\n"
#define COMMAND "LC_ALL=C \\\n/usr/bin/kvm \\\n-uuid 1234 \\\n-msg timestamp=on\n"

static const struct {
	const char *log;
	bool is_whole;
	enum igd_run_form form;
	const char *text;
} cases[] = {
	{ "", true, IGD_RUN_OF_LIBVIRT, "run empty\n" },
	{ NAMED COMMAND "a\n", true, IGD_RUN_OF_LIBVIRT,
		"run whole\n" START ", kernel: 6.12\n\n\n\n\na\n" },
	/* the last of two; the end of the first is not of it */
	{ NAMED COMMAND "a\n" NAMED COMMAND "b\nc", true, IGD_RUN_OF_LIBVIRT,
		"run whole\n" START ", kernel: 6.12\n\n\n\n\nb\nc" },
	/* as it was written up to libvirt 5: one line, which begins with no time */
	{ NAMED "LC_ALL=C /usr/bin/kvm -uuid 1234\nb\n", true, IGD_RUN_OF_LIBVIRT,
		"run whole\n" START ", kernel: 6.12\n\nb\n" },
	/* no command line at all */
	{ NAMED "2026-11-23: b\n", true, IGD_RUN_OF_LIBVIRT,
		"run whole\n" START ", kernel: 6.12\n2026-11-23: b\n" },
	{ START "\n", true, IGD_RUN_OF_LIBVIRT, "run whole\n" START "\n" },
	{ START, true, IGD_RUN_OF_LIBVIRT, "run whole\n" START },
	/* cut off in the command line */
	{ NAMED "LC_ALL=C \\\n/usr", true, IGD_RUN_OF_LIBVIRT,
		"run whole\n" START ", kernel: 6.12\n\n\n" },
	/* none begins in what is there */
	{ "a\nb\n", true, IGD_RUN_OF_LIBVIRT, "run whole\na\nb\n" },
	{ "st of a line\nb\n", false, IGD_RUN_OF_LIBVIRT, "run cut\nb\n" },
	{ "st of a line\n" NAMED "2\n", false, IGD_RUN_OF_LIBVIRT,
		"run whole\n" START ", kernel: 6.12\n2\n" },
	{ "no line's end", false, IGD_RUN_OF_LIBVIRT, "run cut\n" },
	/* a file of one run */
	{ NAMED "b\n", true, IGD_RUN_ALONE, "run whole\n" NAMED "b\n" },
	{ "rest\nb\n", false, IGD_RUN_ALONE, "run cut\nb\n" },
};

static void test_extract(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		IGD_AUTOTEXT struct igd_text text = { 0 };

		igd_run_extract(cases[i].log, strlen(cases[i].log), cases[i].is_whole,
			cases[i].form, &text);
		if (strcmp(text.text, cases[i].text) != 0)
			fail_msg("case %zu:\n%s", i, text.text);
	}
}

static void test_nul_bytes(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	(void)state;
	igd_run_extract("a\0b\n\0", 5, true, IGD_RUN_ALONE, &text);
	assert_string_equal(text.text, "run whole\na b\n ");
}

static void test_parse(void **state)
{
	struct igd_run run;

	(void)state;
	assert_true(igd_run_parse("run cut\na\n", &run));
	assert_int_equal(run.state, IGD_RUN_CUT);
	assert_string_equal(run.text, "a\n");
	assert_int_equal(run.size, 2);
	assert_true(igd_run_parse("run absent\n", &run));
	assert_int_equal(run.state, IGD_RUN_ABSENT);
	assert_false(igd_run_parse("run", &run));
	assert_false(igd_run_parse("", &run));
	assert_false(igd_run_parse("run wholesale\n", &run));
}

/* Of a file of 3 MiB only the last MiB is read, and of that only the last run. */
static void test_large_file(void **state)
{
	char path[] = "/tmp/igd-test-run.XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	struct igd_host *host = igd_host_new(igd_source_live());
	struct igd_run run;
	size_t i;

	(void)state;
	assert_non_null(file);
	fputs(NAMED COMMAND, file);
	for (i = 0; i < (3u << 20) / 16; i++)
		fprintf(file, "line %10zu\n", i);
	fflush(file);
	assert_true(igd_run_get(host, path, IGD_RUN_OF_LIBVIRT, &run));
	assert_int_equal(run.state, IGD_RUN_CUT);
	assert_true(run.size <= IGD_RUN_MAX_BYTES && run.size > IGD_RUN_MAX_BYTES - 32);
	assert_true(igd_starts_with(run.text, "line "));
	igd_host_free(host);

	fputs(NAMED COMMAND "last\n", file);
	fclose(file);
	host = igd_host_new(igd_source_live());
	assert_true(igd_run_get(host, path, IGD_RUN_OF_LIBVIRT, &run));
	assert_int_equal(run.state, IGD_RUN_WHOLE);
	assert_string_equal(run.text, START ", kernel: 6.12\n\n\n\n\nlast\n");
	igd_host_free(host);

	unlink(path);
	host = igd_host_new(igd_source_live());
	assert_true(igd_run_get(host, path, IGD_RUN_OF_LIBVIRT, &run));
	assert_int_equal(run.state, IGD_RUN_ABSENT);
	/* A directory is no log. */
	assert_false(igd_run_get(host, "/tmp", IGD_RUN_OF_LIBVIRT, &run));
	assert_int_not_equal(igd_host_error(host, "log/run/tmp"), 0);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_extract),
		cmocka_unit_test(test_nul_bytes),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_large_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
