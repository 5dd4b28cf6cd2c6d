// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bench_fix - what carrying a plan out costs beside the commands in it: a trial, its boot, and the plan proper
 *
 * usage: bench-fix nothing|commands|plan|undo     once, for tests/bench/fix.sh, which compares
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mend/stage.h"

/* The commands alone, as the plan has them, one after the other. */
static int run_commands(const struct stage *stage)
{
	const struct igd_plan *plan = &stage->plan;
	struct igd_run run = { .log = -1, .keep = -1, .timeout_ms = 10000 };
	struct igd_error error = { 0 };
	size_t i;
	int r;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind != IGD_STEP_COMMAND)
			continue;
		run.words = plan->steps[i].words;
		r = igd_act_run(&stage->act, &run, &error);
		if (r)
			return r;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct igd_error error = { 0 };
	const char *what = argc == 2 ? argv[1] : "";
	struct stage stage;
	int r = 0;

	stage_init(&stage);
	if (strcmp(what, "commands") == 0)
		r = run_commands(&stage);
	else if (strcmp(what, "plan") == 0 || strcmp(what, "undo") == 0)
		r = stage_run(&stage, &error);
	else if (strcmp(what, "nothing") != 0)
		r = igd_error_set(&error, 22, "usage: bench-fix nothing|commands|plan|undo");
	if (!r && strcmp(what, "undo") == 0)
		r = igd_undo(&stage.act, NULL, NULL, &error);
	if (r)
		fprintf(stderr, "bench-fix: %s\n", error.message);
	stage_done(&stage);
	return r ? EXIT_FAILURE : EXIT_SUCCESS;
}
