// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_init - the service that goes on behind a boot, by init; its texts are in tests/unit/trial/ *.plan
 */
#include <string.h>

#include "core/host_private.h"
#include "core/source.h"
#include "fixes/apply/init_private.h"
#include "tests/unit/unit.h"

#define PROGRAM "/usr/local/bin/igd-doctor"
#define MAX_STEPS 3u

static struct igd_host *open_host(const char *tree)
{
	struct igd_error error = { 0 };
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", tree);
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static const struct {
	const char *tree;
	struct {
		const char *path;
		uint32_t mode; /* 0: a link */
		const char *holds;
	} steps[MAX_STEPS]; /* none: the init cannot be told */
} cases[] = {
	{ "f /proc/1/comm systemd\\n\nd /etc/systemd/system\n",
		{ { "/etc/systemd/system/igd-doctor-resume.service", 0644,
			  "\nAfter=multi-user.target\n" },
			{ "/etc/systemd/system/multi-user.target.wants/igd-doctor-resume.service",
				0, "/etc/systemd/system/igd-doctor-resume.service" } } },
	{ "f /proc/1/comm init\\n\nd /run/openrc\nd /etc/runlevels/default\n",
		{ { "/etc/init.d/igd-doctor-resume", 0755, "#!/sbin/openrc-run\n" },
			{ "/etc/runlevels/default/igd-doctor-resume", 0,
				"/etc/init.d/igd-doctor-resume" } } },
	{ "f /proc/1/comm openrc-init\\n\nd /etc/runlevels/default\n",
		{ { "/etc/init.d/igd-doctor-resume", 0755, "\nstart() {\n" },
			{ "/etc/runlevels/default/igd-doctor-resume", 0,
				"/etc/init.d/igd-doctor-resume" } } },
	{ "f /proc/1/comm runit\\n\nd /etc/runit/runsvdir/default\nd /etc/sv\n",
		{ { "/etc/sv/igd-doctor-resume/run", 0755, "\nexec sleep 2147483647\n" },
			{ "/etc/sv/igd-doctor-resume/supervise", 0,
				"/run/runit/supervise.igd-doctor-resume" },
			{ "/etc/runit/runsvdir/default/igd-doctor-resume", 0,
				"/etc/sv/igd-doctor-resume" } } },
	{ "f /proc/1/comm runit-init\\n\nd /etc/runit/runsvdir/default\nd /etc/runit/sv\n",
		{ { "/etc/runit/sv/igd-doctor-resume/run", 0755, "#!/bin/sh\n" },
			{ "/etc/runit/sv/igd-doctor-resume/supervise", 0,
				"/run/runit/supervise.igd-doctor-resume" },
			{ "/etc/runit/runsvdir/default/igd-doctor-resume", 0,
				"/etc/runit/sv/igd-doctor-resume" } } },
	{ "f /proc/1/comm dinit\\n\nd /etc/dinit.d/boot.d\n",
		{ { "/etc/dinit.d/igd-doctor-resume", 0644, "\nstart-timeout = 0\n" },
			{ "/etc/dinit.d/boot.d/igd-doctor-resume", 0, "../igd-doctor-resume" } } },
	{ "f /proc/1/comm s6-svscan\\n\n", { { 0 } } },
	{ "f /proc/1/comm init\\n\nf /etc/inittab\n", { { 0 } } },
	/* systemd from a place that does not keep units in /etc, as on NixOS */
	{ "f /proc/1/comm systemd\\n\n", { { 0 } } },
	{ "", { { 0 } } },
};

static void expect_state(
	const struct igd_file_state *state, const char *holds, bool is_link, const char *program)
{
	assert_int_equal(state->type, is_link ? IGD_FILE_LINK : IGD_FILE_REGULAR);
	assert_non_null(strstr(state->content, holds));
	if (is_link)
		assert_string_equal(state->content, holds);
	else
		assert_non_null(strstr(state->content, program));
	assert_null(strchr(state->content, '@'));
}

static void expect_case(size_t which)
{
	struct igd_host *host = open_host(cases[which].tree);
	struct igd_plan plan = { 0 };
	size_t count = 0, i;

	while (count < MAX_STEPS && cases[which].steps[count].path)
		count++;
	assert_int_equal(igd_init_service(host, PROGRAM, &plan, true), count > 0);
	assert_int_equal(plan.step_count, count);
	assert_int_equal(igd_init_service(host, PROGRAM, &plan, false), count > 0);
	assert_int_equal(plan.step_count, 2 * count);
	for (i = 0; i < count; i++) {
		const struct igd_step *made = &plan.steps[i],
				      *gone = &plan.steps[2 * count - 1 - i];
		const bool is_link = !cases[which].steps[i].mode;

		assert_string_equal(made->path, cases[which].steps[i].path);
		assert_int_equal(made->mode, cases[which].steps[i].mode);
		assert_int_equal(made->before.type, IGD_FILE_ABSENT);
		expect_state(&made->after, cases[which].steps[i].holds, is_link,
			PROGRAM " fix --resume --quiet\n");
		assert_string_equal(gone->path, made->path);
		assert_string_equal(gone->before.hash, made->after.hash);
		assert_int_equal(gone->before.type, made->after.type);
		assert_int_equal(gone->after.type, IGD_FILE_ABSENT);
	}
	igd_plan_done(&plan);
	igd_host_free(host);
}

static void every_init(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_case(i);
}

/* What an earlier run left is what the step replaces. */
static void is_there_already(void **state)
{
	struct igd_host *host = open_host("f /proc/1/comm dinit\\n\nd /etc/dinit.d/boot.d\n"
					  "f /etc/dinit.d/igd-doctor-resume old\\n\n"
					  "l /etc/dinit.d/boot.d/igd-doctor-resume /old\n");
	struct igd_plan plan = { 0 };

	(void)state;
	assert_true(igd_init_service(host, PROGRAM, &plan, true));
	assert_string_equal(plan.steps[0].before.content, "old\n");
	assert_int_equal(plan.steps[1].before.type, IGD_FILE_LINK);
	assert_string_equal(plan.steps[1].before.content, "/old");
	igd_plan_done(&plan);
	igd_host_free(host);
}

/* No path is quoted: each init has another idea of quotes. */
static void program_is_plain(void **state)
{
	static const char *const programs[] = { NULL, "", "igd-doctor", "/a b", "/a%n", "/a\n",
		"/a$b", "/a;b", "/a'b" };
	struct igd_host *host = open_host("f /proc/1/comm systemd\\n\nd /etc/systemd/system\n");
	struct igd_plan plan = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		assert_false(igd_init_service(host, programs[i], &plan, true));
	assert_int_equal(plan.step_count, 0);
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_init),
		cmocka_unit_test(is_there_already),
		cmocka_unit_test(program_is_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
