// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_scene - a machine that is made up, for runs of `up`
 */
#include "tests/unit/up_scene.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What options.c wants. */
const struct igd_verb igd_verbs[] = { { 0 } };

void up_scene_note(struct world *world, const char *what, const char *which)
{
	IGD_AUTOFREE char *word = igd_printf("%s%s%s", what, which ? " " : "", which ? which : "");

	igd_text_printf(&world->did, "%s%s", world->did.size ? "; " : "", word);
	if (world->story->signal_at && strcmp(world->story->signal_at, word) == 0)
		world->has_signal = true;
}

static uint64_t now(void *context)
{
	return ((struct world *)context)->now;
}

static bool is_interrupted(void *context)
{
	struct world *world = context;

	return world->has_signal ||
	       (world->story->signal_ms && world->now >= world->story->signal_ms);
}

static bool can_ask(void *context)
{
	return ((struct world *)context)->story->can_ask;
}

static bool ask(void *context, const char *question)
{
	struct world *world = context;

	up_scene_note(world, "ask", question);
	return world->story->says_yes;
}

void up_scene_fill(const struct row *rows, struct igd_exam *ret)
{
	static const struct row none[] = { { 0 } };
	size_t count = 0;

	*ret = (struct igd_exam){ 0 };
	for (rows = rows ? rows : none; rows[count].id; count++)
		continue;
	ret->findings = igd_zalloc((count + 1) * sizeof(*ret->findings));
	for (; ret->count < count; ret->count++) {
		const struct row *row = &rows[ret->count];

		ret->findings[ret->count] = (struct igd_finding){ .id = igd_strdup(row->id),
			.where = igd_strdup("there"),
			.what = igd_strdup(row->what ? row->what : "it is so"),
			.remedy = igd_strdup("Mend it."),
			.fix = row->fix ? igd_strdup(row->fix) : NULL,
			.verdict = row->verdict,
			.severity = row->severity };
	}
}

static const struct igd_exam *examine(void *context, const char *const *only, int *ret_status)
{
	struct world *world = context;

	(void)only;
	igd_exam_done(&world->exam);
	up_scene_fill(world->mended ? world->story->host_mended : world->story->host, &world->exam);
	*ret_status = world->story->examine_status;
	world->now += 300;
	return *ret_status ? NULL : &world->exam;
}

static char *copy(const char *text)
{
	return text ? igd_strdup(text) : NULL;
}

static void look(void *context, struct igd_up_scene *ret)
{
	struct world *world = context;
	const struct story *story = world->story;

	*ret = (struct igd_up_scene){ .vm = story->why_none ? NULL : igd_strdup("win11"),
		.where = igd_strdup("virsh dumpxml win11"),
		.why_none = copy(story->why_none),
		.remedy = copy(story->why_none ? "Name it." : NULL),
		.is_running = story->is_running,
		.is_managed = story->is_managed,
		.is_kept_by_vfio = !story->is_unbound || world->is_bound,
		.has_agent = !story->has_no_agent,
		.lacks_rom = story->how & WITH_ROM && (!world->mended || story->loses_rom),
		.firmware_log = copy(story->firmware_log),
		.unlike = copy(story->unlike),
		.guard = copy(story->guard),
		.network = copy(story->network) };
	ret->functions = igd_zalloc(sizeof(*ret->functions));
	ret->function_count = 1;
	memcpy(ret->functions[0].address, "0000:00:02.0", sizeof("0000:00:02.0"));
	ret->functions[0].driver = igd_strdup(ret->is_kept_by_vfio ? "vfio-pci" : "i915");
}

static void mend(void *context, const char *const *fixes, const char *const *findings,
	struct igd_up_mended *ret)
{
	struct world *world = context;
	IGD_AUTOTEXT struct igd_text list = { 0 };

	assert_non_null(*findings);
	for (; *fixes; fixes++) {
		igd_text_printf(&list, "%s%s", list.size ? "," : "", *fixes);
		world->is_bound |= strcmp(*fixes, "driver.bind-now") == 0;
	}
	up_scene_note(world, "mend", list.text);
	*ret = (struct igd_up_mended){ .outcome = world->story->mends_nothing ? IGD_UP_MEND_NOTHING
						  : world->story->mend	      ? world->story->mend
									      : IGD_UP_MEND_DONE,
		.why = copy(world->story->mend_why),
		.status = world->story->mend_status };
	world->now += 500;
	if (ret->outcome == IGD_UP_MEND_DONE || ret->outcome == IGD_UP_MEND_LEFT)
		ret->journal = igd_printf("J%zu", ++world->mended);
	else
		world->is_bound = false;
}

static int undo(void *context, const char *journal, struct igd_error *reterr)
{
	struct world *world = context;

	up_scene_note(world, "undo", journal);
	world->is_bound = false;
	return world->story->undo_error
		       ? igd_error_set(reterr, world->story->undo_error, "/etc/x: changed since")
		       : 0;
}

static char *driver(void *context, const char *address)
{
	struct world *world = context;

	assert_string_equal(address, "0000:00:02.0");
	if (!world->story->is_unbound)
		return igd_strdup("vfio-pci");
	return igd_strdup(world->is_bound || world->story->keeps_driver ? "vfio-pci" : "i915");
}

static int open_hand(void *context, const struct igd_up_scene *scene, struct igd_error *reterr)
{
	struct world *world = context;

	assert_string_equal(scene->vm, "win11");
	if (world->story->open_error)
		return igd_error_set(reterr, world->story->open_error, "qemu:///system refuses");
	world->has_hand = true;
	return 0;
}

static void listen_to(void *context, const struct igd_up_scene *scene)
{
	(void)scene;
	((struct world *)context)->is_listening = true;
}

static void close_all(void *context)
{
	struct world *world = context;

	world->has_hand = world->is_listening = false;
	world->answer_count = 0;
}

/* Only one text is known by name. */
static bool name(void *context, const char *text, struct igd_up_name *ret)
{
	(void)context;
	if (!strstr(text, "is not active"))
		return false;
	*ret = (struct igd_up_name){ .id = igd_strdup("S120"),
		.title = igd_strdup("libvirt's network is not running"),
		.cause = igd_strdup("It was never started."),
		.remedy = igd_strdup("`virsh net-start default`."),
		.is_fatal = true };
	return true;
}

/* "begin STAGE" as the moment of a signal. */
static bool story_signals_in(const struct world *world, enum igd_up_stage stage)
{
	const char *at = world->story->signal_at;

	return at && igd_starts_with(at, "begin ") &&
	       strcmp(at + strlen("begin "), igd_up_stage_name(stage)) == 0;
}

static void tell(void *context, const struct igd_up_request *request,
	const struct igd_up_result *result, enum igd_up_state state)
{
	struct world *world = context;

	(void)request;
	if (state == IGD_UP_FAILED && !world->fell)
		world->fell = world->now;
	if (result->event)
		igd_text_printf(&world->told, " (%s)", result->event->symptom->id);
	else if (!result->is_over && state != IGD_UP_BEGUN)
		igd_text_printf(&world->told, "%s%s %s", world->told.size ? "; " : "",
			igd_up_stage_name(result->stage), igd_up_state_name(state));
	else if (!result->is_over && story_signals_in(world, result->stage))
		world->has_signal = true;
}

void up_scene_play(struct world *world, const struct story *story, enum igd_up_stage last)
{
	struct igd_up_ops ops = { world, now, is_interrupted, can_ask, ask, examine, look, mend,
		undo, driver, open_hand, listen_to, close_all, NULL, NULL, NULL, NULL, name };

	up_scene_lend_ears(&ops);
	world->story = story;
	world->now = 1000;
	world->request.options = &world->options;
	world->request.last = last;
	if (!world->request.tell) {
		world->request.tell = tell;
		world->request.context = world;
	}
	igd_text_add(&world->did, "", 0);
	igd_text_add(&world->told, "", 0);
	world->status = igd_up_engine(&world->request, &ops, &world->result);
	assert_false(world->has_hand);
	assert_false(world->is_listening);
	assert_int_equal(world->view_at, 0);
}

void up_scene_done(struct world *world)
{
	igd_up_result_done(&world->result);
	igd_exam_done(&world->exam);
	igd_text_done(&world->did);
	igd_text_done(&world->told);
}
