// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * planning - from what fixes propose to a plan that can be shown and carried out
 */
#include "cli/planning.h"

#include <string.h>
#include <unistd.h>

#include "fixes/apply/guard.h"
#include "fixes/apply/spare.h"
#include "mend/plan_json.h"
#include "reports/plan.h"

/* The path of this program, for the boot service; the caller frees it. */
static char *program_path(void)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path) - 1);

	return size > 0 ? igd_strndup(path, (size_t)size) : igd_strdup("/usr/bin/igd-doctor");
}

void igd_planning_make(
	struct igd_mending *mending, struct igd_session *session, const char *const *named)
{
	IGD_AUTOFREE char *program = program_path();
	struct igd_resolve_options options = { !mending->options->has_no_trial,
		mending->options->from ? "/usr/bin/igd-doctor" : program };

	igd_plan_done(&mending->plan);
	mending->plan = (struct igd_plan){ 0 };
	igd_resolve_sparing(session->host, &session->proposals, named, &options, &mending->plan);
	igd_guard(session->host, &mending->plan);
}

void igd_planning_show(const struct igd_mending *mending)
{
	IGD_AUTOFREE char *text = NULL;

	if (strcmp(mending->options->format, "json") != 0) {
		igd_plan_print(&mending->plan, &mending->style, stdout);
		return;
	}
	text = igd_plan_write(&mending->plan);
	fputs(text, stdout);
}

int igd_planning_check(const struct igd_mending *mending, struct igd_error *reterr)
{
	struct igd_act act = { 0 };
	int r = igd_act_open(&act, "/", reterr);

	if (r == 0) {
		r = igd_apply_check(&act, &mending->plan, reterr);
		igd_act_close(&act);
	}
	return r;
}
