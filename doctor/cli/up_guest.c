// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_guest - the stages AGENT, DRIVER and STREAM: what the guest is asked, again and again, until it is well or the time is up
 *
 * What is asked are checks, in an examination beside the run, so that what ends the VM is heard while a guest is slow to answer.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"

#define FIRST_PAUSE_MS 500u
#define LAST_PAUSE_MS 5000u
/* A problem code that is the same so often in a row, and what cannot be told so often, will not be otherwise soon. */
#define ROUNDS 3u

/* One stage's questions. */
struct inquiry {
	struct igd_up_runner *runner;
	const char *const *checks;
	/* What the stage comes to by this view; BEGUN: it is asked again. is_last: it is not. */
	enum igd_up_state (*judge)(
		struct inquiry *inquiry, const struct igd_up_view *view, bool is_last);
	uint64_t end;
	unsigned rounds;     /* views that judge() was given */
	unsigned vain;	     /* ... of which in a row could not tell */
	unsigned code, same; /* a problem code, and how often in a row it was that */
};

/* A view, waited for until the inquiry's end. HEARD_NOTHING: none has come in time. */
static enum igd_up_heard get_view(struct inquiry *inquiry, struct igd_up_view *ret)
{
	struct igd_up_runner *runner = inquiry->runner;
	struct igd_up_sound sound = { 0 };
	enum igd_up_heard heard;

	runner->ops->begin_view(runner->ops->context, inquiry->checks);
	do {
		heard = igd_up_hear(runner, inquiry->end, &sound);
		if (heard == IGD_UP_HEARD_SOUND && sound.kind == IGD_UP_VIEW) {
			*ret = sound.view;
			return heard;
		}
		if (heard == IGD_UP_HEARD_SOUND)
			igd_up_sound_done(&sound);
	} while (heard == IGD_UP_HEARD_SOUND || heard == IGD_UP_HEARD_EVENT);
	runner->ops->drop_view(runner->ops->context);
	return heard;
}

/* Until it is worth while to ask again; the agent's coming is worth it at once. False: the run is over. */
static bool wait_a_while(struct inquiry *inquiry)
{
	struct igd_up_runner *runner = inquiry->runner;
	unsigned shift = inquiry->rounds < 5 ? inquiry->rounds : 5;
	unsigned pause = FIRST_PAUSE_MS << shift;
	uint64_t until = runner->ops->now(runner->ops->context);
	bool had_agent = runner->has_agent;
	enum igd_up_heard heard;

	until += pause < LAST_PAUSE_MS ? pause : LAST_PAUSE_MS;
	if (until > inquiry->end)
		until = inquiry->end;
	do {
		heard = igd_up_hear(runner, until, NULL);
	} while (heard == IGD_UP_HEARD_EVENT && runner->has_agent == had_agent);
	return heard != IGD_UP_HEARD_END;
}

static enum igd_up_state conclude_unanswered(struct inquiry *inquiry)
{
	igd_up_say(inquiry->runner, "the checks gave no answer in time");
	return IGD_UP_UNSURE;
}

/* Takes what a view tells beside its findings into the result. */
static void keep_readings(struct igd_up_result *result, const struct igd_up_view *view)
{
	if (view->has_code) {
		result->has_code = true;
		result->problem_code = view->problem_code;
	}
	if (view->driver_version) {
		free(result->driver_version);
		result->driver_version = igd_strdup(view->driver_version);
	}
	if (view->address) {
		free(result->address);
		result->address = igd_strdup(view->address);
		result->port = view->port;
	}
}

static enum igd_up_state ask(struct inquiry *inquiry)
{
	struct igd_up_runner *runner = inquiry->runner;
	struct igd_up_view last = { 0 }, fresh;
	enum igd_up_state state = IGD_UP_BEGUN;
	enum igd_up_heard heard;
	bool is_last = false;

	while (state == IGD_UP_BEGUN) {
		heard = get_view(inquiry, &fresh);
		if (heard == IGD_UP_HEARD_SOUND) {
			igd_up_view_done(&last);
			last = fresh;
			keep_readings(runner->result, &last);
			inquiry->rounds++;
		}
		is_last = runner->ops->now(runner->ops->context) >= inquiry->end;
		if (heard == IGD_UP_HEARD_END)
			state = IGD_UP_FAILED;
		else if (inquiry->rounds)
			state = inquiry->judge(inquiry, &last, is_last);
		else if (is_last)
			state = conclude_unanswered(inquiry);
		if (state == IGD_UP_BEGUN && !wait_a_while(inquiry))
			state = IGD_UP_FAILED;
	}
	igd_up_view_done(&last);
	return state;
}

/* What an examination that could not be made, or a check that is not among the options', comes to. */
static enum igd_up_state judge_void(
	struct inquiry *inquiry, const struct igd_up_view *view, bool is_last, const char *id)
{
	if (++inquiry->vain < ROUNDS && !is_last)
		return IGD_UP_BEGUN;
	igd_up_say(inquiry->runner, "%s: %s", id,
		view->is_void && view->why ? view->why : "it was not looked at");
	return IGD_UP_UNSURE;
}

/* UNKNOWN and NA: it may be told later, but not for ever. */
static enum igd_up_state judge_vague(
	struct inquiry *inquiry, const struct igd_finding *finding, bool is_last)
{
	bool may_change = finding->reason != IGD_REASON_NOT_PERMITTED;

	if (++inquiry->vain < ROUNDS && may_change && !is_last)
		return IGD_UP_BEGUN;
	igd_up_say(inquiry->runner, "%s: %s", finding->id,
		finding->what ? finding->what : "it could not be told");
	return IGD_UP_UNSURE;
}

static enum igd_up_state judge_agent(
	struct inquiry *inquiry, const struct igd_up_view *view, bool is_last)
{
	const struct igd_finding *finding = igd_exam_find(&view->exam, "guest.agent");

	if (!finding)
		return judge_void(inquiry, view, is_last, "guest.agent");
	if (finding->verdict == IGD_PASS) {
		inquiry->runner->has_agent = true;
		igd_up_say(inquiry->runner, "%s", finding->what);
		return IGD_UP_OK;
	}
	if (finding->verdict == IGD_NA)
		return judge_vague(inquiry, finding, is_last);
	/* A guest that boots does not answer: that it could not be told may mean that, too. */
	if (!is_last && finding->reason != IGD_REASON_NOT_PERMITTED)
		return IGD_UP_BEGUN;
	if (finding->verdict == IGD_FAIL)
		return igd_up_fail_by(inquiry->runner, finding);
	return judge_vague(inquiry, finding, true);
}

enum igd_up_state igd_up_agent(struct igd_up_runner *runner)
{
	static const char *const checks[] = { "guest.agent", NULL };
	struct inquiry inquiry = { .runner = runner,
		.checks = checks,
		.judge = judge_agent,
		.end = runner->ops->now(runner->ops->context) +
		       igd_up_limit(runner, IGD_UP_AGENT) };

	if (!runner->scene.has_agent) {
		igd_up_say(runner,
			"the VM has no channel for a guest agent, so nobody in it can be asked");
		return IGD_UP_UNSURE;
	}
	runner->has_agent = false;
	return ask(&inquiry);
}

/* What else is not well, for a person to read on. */
static void add_others(
	struct igd_up_runner *runner, const struct igd_up_view *view, const char *but)
{
	const char *text = runner->result->texts[runner->result->stage];
	IGD_AUTOTEXT struct igd_text all = { 0 };
	size_t i;

	igd_text_printf(&all, "%s", text ? text : "");
	for (i = 0; i < view->exam.count; i++) {
		const struct igd_finding *finding = &view->exam.findings[i];

		if (finding->verdict == IGD_FAIL && strcmp(finding->id, but) != 0)
			igd_text_printf(&all, "; but %s: %s", finding->id,
				finding->what ? finding->what : "");
	}
	igd_up_say(runner, "%s", all.text);
}

static enum igd_up_state judge_driver(
	struct inquiry *inquiry, const struct igd_up_view *view, bool is_last)
{
	static const char id[] = "guest.display-driver";
	const struct igd_finding *finding = igd_exam_find(&view->exam, id);

	if (!finding)
		return judge_void(inquiry, view, is_last, id);
	if (finding->verdict == IGD_PASS) {
		igd_up_say(inquiry->runner, "%s", finding->what);
		add_others(inquiry->runner, view, id);
		return IGD_UP_OK;
	}
	if (finding->verdict != IGD_FAIL)
		return judge_vague(inquiry, finding, is_last);
	inquiry->vain = 0;
	inquiry->same =
		view->has_code && view->problem_code == inquiry->code ? inquiry->same + 1 : 1;
	inquiry->code = view->problem_code;
	/* Without a code Windows is still looking for a driver. */
	if (!is_last && !(view->has_code && inquiry->same >= ROUNDS))
		return IGD_UP_BEGUN;
	return igd_up_fail_by(inquiry->runner, finding);
}

enum igd_up_state igd_up_driver(struct igd_up_runner *runner)
{
	static const char *const checks[] = { "guest.display-driver", "guest.driver-version",
		"guest.virtual-display", NULL };
	struct inquiry inquiry = { .runner = runner,
		.checks = checks,
		.judge = judge_driver,
		.end = runner->ops->now(runner->ops->context) +
		       igd_up_limit(runner, IGD_UP_DRIVER) };

	if (!runner->has_agent) {
		igd_up_say(runner, "nobody in the guest could be asked");
		return IGD_UP_UNSURE;
	}
	return ask(&inquiry);
}

/* The first of what is not well; a hint is well enough. */
static const struct igd_finding *first_of(const struct igd_up_view *view, enum igd_verdict verdict)
{
	size_t i;

	for (i = 0; i < view->exam.count; i++) {
		const struct igd_finding *finding = &view->exam.findings[i];

		if (finding->verdict == verdict &&
			(verdict != IGD_FAIL || finding->severity != IGD_HINT))
			return finding;
	}
	return NULL;
}

static enum igd_up_state judge_stream(
	struct inquiry *inquiry, const struct igd_up_view *view, bool is_last)
{
	const struct igd_finding *failed = first_of(view, IGD_FAIL);
	const struct igd_finding *server = igd_exam_find(&view->exam, "sunshine.server");
	const struct igd_finding *vague = first_of(view, IGD_UNKNOWN);

	if (!server)
		return judge_void(inquiry, view, is_last, "sunshine.server");
	/* How the VM hangs in the network does not change by waiting. */
	if (failed && (is_last || strcmp(failed->id, "sunshine.route") == 0))
		return igd_up_fail_by(inquiry->runner, failed);
	if (failed) {
		inquiry->vain = 0;
		return IGD_UP_BEGUN;
	}
	if (!vague)
		vague = first_of(view, IGD_NA);
	if (!vague)
		vague = first_of(view, IGD_BLOCKED);
	if (vague)
		return judge_vague(inquiry, vague, is_last);
	igd_up_say(inquiry->runner, "%s", server->what);
	add_others(inquiry->runner, view, "");
	return IGD_UP_OK;
}

enum igd_up_state igd_up_stream(struct igd_up_runner *runner)
{
	static const char *const checks[] = { "sunshine.address", "sunshine.route",
		"sunshine.ports", "sunshine.server", NULL };
	struct inquiry inquiry = { .runner = runner,
		.checks = checks,
		.judge = judge_stream,
		.end = runner->ops->now(runner->ops->context) +
		       igd_up_limit(runner, IGD_UP_STREAM) };

	/* Where nobody told that the guest has booted, that is waited for here. */
	if (!runner->has_agent && !runner->options->wait_ms)
		inquiry.end += igd_up_limit(runner, IGD_UP_AGENT);
	return ask(&inquiry);
}
