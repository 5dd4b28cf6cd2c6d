// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_run - the stages one after the other, and what each leaves in the result
 */
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"

#define TEXT_LIMIT 1000

static const struct {
	const char *name;
	enum igd_up_state (*run)(struct igd_up_runner *runner);
	unsigned limit_ms; /* where a stage waits for the VM */
} stages[IGD_UP_STAGE_COUNT] = {
	[IGD_UP_PREFLIGHT] = { "preflight", igd_up_preflight, 0 },
	[IGD_UP_PREPARE] = { "prepare", igd_up_prepare, 0 },
	[IGD_UP_BIND] = { "bind", igd_up_bind, 0 },
	/* libvirt answers once VFIO has pinned all of the VM's memory, which it also zeroes */
	[IGD_UP_START] = { "start", igd_up_start, 180000 },
	[IGD_UP_FIRMWARE] = { "firmware", igd_up_firmware, 120000 },
	[IGD_UP_AGENT] = { "agent", igd_up_agent, 300000 },
	[IGD_UP_DRIVER] = { "driver", igd_up_driver, 120000 },
	[IGD_UP_STREAM] = { "stream", igd_up_stream, 120000 },
};

const char *igd_up_stage_name(enum igd_up_stage stage)
{
	return stages[stage].name;
}

const char *igd_up_state_name(enum igd_up_state state)
{
	static const char *const names[] = { [IGD_UP_BEGUN] = "begun",
		[IGD_UP_OK] = "ok",
		[IGD_UP_SKIPPED] = "skipped",
		[IGD_UP_UNSURE] = "unsure",
		[IGD_UP_FAILED] = "failed" };

	return names[state];
}

unsigned igd_up_limit(const struct igd_up_runner *runner, enum igd_up_stage stage)
{
	return runner->options->wait_ms ? runner->options->wait_ms : stages[stage].limit_ms;
}

static char *printable(const char *text)
{
	return text ? igd_printable(text, strlen(text), TEXT_LIMIT) : NULL;
}

static void replace(char **text, char *fresh)
{
	free(*text);
	*text = fresh;
}

void igd_up_say(struct igd_up_runner *runner, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	replace(&runner->result->texts[runner->result->stage], printable(text));
}

enum igd_up_state igd_up_fail(struct igd_up_runner *runner, const char *id, const char *where,
	const char *what, const char *remedy)
{
	struct igd_up_result *result = runner->result;

	replace(&result->id, printable(id));
	replace(&result->where, printable(where));
	replace(&result->what, printable(what));
	replace(&result->remedy, printable(remedy));
	igd_up_say(runner, "%s%s%s", id ? id : "", id && what ? ": " : "", what ? what : "");
	return IGD_UP_FAILED;
}

enum igd_up_state igd_up_fail_by(struct igd_up_runner *runner, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *remedy = NULL;

	if (finding->fix && finding->verdict == IGD_FAIL)
		remedy = igd_printf("%s Or let it be done: `igd-doctor fix %s`.",
			finding->remedy ? finding->remedy : "", finding->fix);
	return igd_up_fail(runner, finding->id, finding->where, finding->what,
		remedy ? remedy : finding->remedy);
}

void igd_up_keep_journal(
	struct igd_up_runner *runner, char *journal, enum igd_up_stage stage, bool is_half)
{
	if (!journal)
		return;
	if (runner->journal_count == IGD_UP_JOURNALS) {
		free(journal);
		return;
	}
	runner->journals[runner->journal_count++] =
		(struct igd_up_journal){ journal, stage, is_half };
}

bool igd_up_is_interrupted(struct igd_up_runner *runner)
{
	if (!runner->result->is_interrupted && runner->ops->is_interrupted(runner->ops->context))
		runner->result->is_interrupted = true;
	return runner->result->is_interrupted;
}

static void tell(struct igd_up_runner *runner, enum igd_up_state state)
{
	if (runner->request->tell)
		runner->request->tell(
			runner->request->context, runner->request, runner->result, state);
}

static void measure(struct igd_up_runner *runner)
{
	uint64_t now = runner->ops->now(runner->ops->context);

	runner->result->seconds[runner->result->stage] =
		(double)(now - runner->stage_began) / 1000.0;
}

static enum igd_up_state run_stage(struct igd_up_runner *runner, enum igd_up_stage stage)
{
	struct igd_up_result *result = runner->result;
	enum igd_up_state state;

	result->stage = stage;
	result->states[stage] = IGD_UP_BEGUN;
	runner->stage_began = runner->ticked = runner->ops->now(runner->ops->context);
	tell(runner, IGD_UP_BEGUN);
	state = igd_up_is_interrupted(runner) ? IGD_UP_FAILED : stages[stage].run(runner);
	if (igd_up_is_interrupted(runner)) {
		state = igd_up_fail(runner, NULL, NULL, NULL, NULL);
		igd_up_say(runner, "interrupted");
	}
	measure(runner);
	result->states[stage] = state;
	tell(runner, state);
	return state;
}

static int exit_status(const struct igd_up_runner *runner)
{
	const struct igd_up_result *result = runner->result;
	size_t i;

	/* With --keep the VM that runs on is why. */
	if (result->is_left_changed && !runner->options->is_keeping)
		return IGD_EXIT_FAILED;
	if (result->is_interrupted)
		return IGD_EXIT_INTERRUPTED;
	if (!result->is_done)
		return runner->status ? runner->status : IGD_EXIT_BLOCKED;
	for (i = 0; i <= (size_t)result->stage; i++) {
		if (result->states[i] == IGD_UP_UNSURE)
			return IGD_EXIT_DEGRADED;
	}
	return IGD_EXIT_OK;
}

static void free_runner(struct igd_up_runner *runner)
{
	size_t i;

	for (i = 0; i < runner->journal_count; i++)
		free(runner->journals[i].id);
	for (i = 0; i < runner->clue_count; i++)
		igd_up_name_done(&runner->clue_names[i]);
	igd_up_scene_done(&runner->scene);
	free(runner->firmware_text);
	free(runner->network);
}

int igd_up_engine(const struct igd_up_request *request, const struct igd_up_ops *ops,
	struct igd_up_result *ret)
{
	struct igd_up_runner runner = {
		.request = request, .options = request->options, .ops = ops, .result = ret
	};
	enum igd_up_state state = IGD_UP_OK;
	unsigned stage;
	int status;

	*ret = (struct igd_up_result){ 0 };
	for (stage = 0; stage <= (unsigned)request->last && state != IGD_UP_FAILED; stage++)
		state = run_stage(&runner, (enum igd_up_stage)stage);
	ret->is_done = state != IGD_UP_FAILED;
	if (!ret->is_done || request->is_trial)
		igd_up_put_back(&runner);
	ops->close(ops->context);
	status = exit_status(&runner);
	ret->is_over = true;
	tell(&runner, ret->states[ret->stage]);
	free_runner(&runner);
	return status;
}

void igd_up_result_done(struct igd_up_result *result)
{
	size_t i;

	for (i = 0; i < IGD_UP_STAGE_COUNT; i++)
		free(result->texts[i]);
	free(result->id);
	free(result->where);
	free(result->what);
	free(result->remedy);
	free(result->driver_version);
	free(result->address);
	free(result->given_back);
	free(result->left);
	*result = (struct igd_up_result){ 0 };
}

void igd_up_scene_done(struct igd_up_scene *scene)
{
	size_t i;

	for (i = 0; i < scene->function_count; i++)
		free(scene->functions[i].driver);
	free(scene->functions);
	free(scene->vm);
	free(scene->why_none);
	free(scene->where);
	free(scene->remedy);
	free(scene->firmware_log);
	free(scene->unlike);
	free(scene->unlike_remedy);
	free(scene->guard);
	free(scene->network);
	*scene = (struct igd_up_scene){ 0 };
}

void igd_up_view_done(struct igd_up_view *view)
{
	igd_exam_done(&view->exam);
	free(view->driver_version);
	free(view->address);
	free(view->why);
	*view = (struct igd_up_view){ 0 };
}

void igd_up_name_done(struct igd_up_name *name)
{
	free(name->id);
	free(name->title);
	free(name->line);
	free(name->cause);
	free(name->remedy);
	*name = (struct igd_up_name){ 0 };
}

void igd_up_mended_done(struct igd_up_mended *mended)
{
	free(mended->journal);
	free(mended->why);
	*mended = (struct igd_up_mended){ 0 };
}
