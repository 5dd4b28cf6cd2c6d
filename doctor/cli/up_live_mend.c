// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_live_mend - a plan of some fixes: made, shown, asked for, carried out, and taken back
 *
 * While a run works, signals are held back (cli/mending.h). So a question is waited for together with them, or Ctrl-C would not
 * be heard before somebody answers.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/planning.h"
#include "cli/up_live.h"

struct igd_words igd_up_words(const char *const *list)
{
	struct igd_words words = { 0 };

	while (list[words.count])
		words.count++;
	words.words = igd_zalloc((words.count + 1) * sizeof(*words.words));
	memcpy(words.words, list, words.count * sizeof(*words.words));
	return words;
}

static bool is_json(const struct igd_up_live *live)
{
	return strcmp(live->options.format, "json") == 0;
}

bool igd_up_live_can_ask(const struct igd_up_live *live)
{
	return !live->options.is_agreed && !is_json(live) && igd_can_ask();
}

bool igd_up_live_ask(struct igd_up_live *live, const char *question)
{
	IGD_AUTOFREE char *shown = igd_printable(question, strlen(question), 2000);
	struct pollfd pollers[] = { { STDIN_FILENO, POLLIN, 0 }, { live->signals, POLLIN, 0 } };
	char answer[16] = "";

	printf("%s [y/N] ", shown);
	fflush(stdout);
	while (poll(pollers, 2, -1) < 0 && errno == EINTR)
		continue;
	if ((pollers[1].revents & POLLIN) || !fgets(answer, sizeof(answer), stdin)) {
		putchar('\n');
		return false;
	}
	answer[strcspn(answer, "\n")] = '\0';
	return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
}

/* Why fixes do nothing, and what is left to a person; NULL: nothing is to be said. */
static char *why_nothing(const struct igd_plan *plan)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < plan->fix_count; i++)
		if (plan->fixes[i].declined)
			igd_text_printf(&text, "%s%s: %s", text.size ? "; " : "", plan->fixes[i].id,
				plan->fixes[i].declined);
	for (i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == IGD_STEP_MANUAL && plan->steps[i].title)
			igd_text_printf(&text, "%sfor you to do: %s", text.size ? "; " : "",
				plan->steps[i].title);
	return text.text;
}

static bool refuse(struct igd_up_mended *ret, enum igd_up_mend outcome, int status, char *why)
{
	*ret = (struct igd_up_mended){ .outcome = outcome, .why = why, .status = status };
	return false;
}

/* Whether the plan may be carried out, as far as no person is needed to tell. */
static bool may_carry_out(const struct igd_up_live *live, const struct igd_mending *mending,
	struct igd_up_mended *ret)
{
	const struct igd_plan *plan = &mending->plan;
	struct igd_error error = { 0 };

	if (igd_plan_is_empty(plan))
		return refuse(ret, IGD_UP_MEND_NOTHING, 0, why_nothing(plan));
	if (igd_plan_needs_boot(plan))
		return refuse(ret, IGD_UP_MEND_BOOT, 0, igd_strdup("it needs a reboot"));
	if (plan->is_guarded && !live->options.is_headless_ok)
		return refuse(ret, IGD_UP_MEND_REFUSED, IGD_EXIT_REFUSED, igd_strdup(plan->guard));
	if (geteuid() != 0)
		return refuse(ret, IGD_UP_MEND_REFUSED, IGD_EXIT_PERMISSION,
			igd_strdup("only root can carry it out: give the same command to `sudo`"));
	if (!live->options.is_agreed && !igd_up_live_can_ask(live))
		return refuse(ret, IGD_UP_MEND_REFUSED, IGD_EXIT_USAGE,
			igd_strdup("there is nobody to ask: `--yes` carries it out"));
	if (igd_planning_check(mending, &error) < 0)
		return refuse(ret, IGD_UP_MEND_FAILED, 0, igd_strdup(error.message));
	return true;
}

/* What may cost the picture is asked for by itself. */
static bool is_agreed(struct igd_up_live *live, const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->fix_count && !live->options.is_agreed; i++) {
		const struct igd_plan_fix *fix = &plan->fixes[i];
		IGD_AUTOFREE char *question = igd_printf("%s (%s). %s Do this?", fix->title,
			fix->id, fix->risk_text ? fix->risk_text : "");

		if (fix->risk == IGD_RISK_DISPLAY && igd_plan_fix_takes_part(fix) &&
			!igd_up_live_ask(live, question))
			return false;
	}
	return live->options.is_agreed || igd_up_live_ask(live, "Carry this plan out?");
}

static void carry_out(
	struct igd_up_live *live, struct igd_mending *mending, struct igd_up_mended *ret)
{
	int status;

	if (!is_json(live) && !live->options.is_quiet)
		igd_planning_show(mending);
	if (!is_agreed(live, &mending->plan)) {
		refuse(ret, IGD_UP_MEND_REFUSED, 0, igd_strdup("you said no to the plan"));
		return;
	}
	status = igd_mending_carry_out(mending);
	if (mending->is_left)
		*ret = (struct igd_up_mended){ .outcome = IGD_UP_MEND_LEFT,
			.status = status,
			.journal = IGD_TAKE_PTR(mending->journal) };
	else if (status == IGD_EXIT_INTERRUPTED)
		refuse(ret, IGD_UP_MEND_INTERRUPTED, status, NULL);
	else if (status != IGD_EXIT_OK)
		refuse(ret, IGD_UP_MEND_FAILED, status, NULL);
	else
		*ret = (struct igd_up_mended){ .outcome = IGD_UP_MEND_DONE,
			.journal = IGD_TAKE_PTR(mending->journal) };
}

void igd_up_live_mend(struct igd_up_live *live, const char *const *fixes,
	const char *const *findings, struct igd_up_mended *ret)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	IGD_CLEANUP(igd_session_done)
	struct igd_session session = { .wants_proposals = true, .propose = fixes };
	struct igd_options options = live->options;
	int status;

	*ret = (struct igd_up_mended){ 0 };
	options.only = igd_up_words(findings);
	options.is_quiet = true;
	status = igd_session_open(&session, &options, false);
	free(options.only.words);
	if (status != IGD_EXIT_OK) {
		refuse(ret, IGD_UP_MEND_FAILED, status, NULL);
		return;
	}
	igd_mending_init(&mending, &live->options);
	igd_planning_make(&mending, &session, fixes);
	if (may_carry_out(live, &mending, ret))
		carry_out(live, &mending, ret);
}

int igd_up_live_undo(struct igd_up_live *live, const char *journal, struct igd_error *reterr)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	struct igd_apply_ops ops;
	struct igd_act act = { 0 };
	int r = igd_act_open(&act, "/", reterr);

	if (r < 0)
		return r;
	igd_mending_init(&mending, &live->options);
	ops = igd_mending_ops(&mending);
	/* Once begun it goes on to its end; and what somebody has changed in these few minutes stays theirs. */
	ops.stop = NULL;
	ops.overwrite = NULL;
	r = igd_undo(&act, journal, &ops, reterr);
	igd_act_close(&act);
	return r;
}
