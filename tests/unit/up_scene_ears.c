// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_scene_ears - what is heard on a machine that is made up: libvirt's answers, its events, and what checks say of a guest
 */
#include <errno.h>
#include <string.h>

#include "tests/unit/up_scene.h"

#define START_MS 400u

static void promise(struct world *world, const struct answer *answer)
{
	assert_true(world->answer_count < sizeof(world->answers) / sizeof(*world->answers));
	world->answers[world->answer_count].number = world->orders;
	world->answers[world->answer_count].at = world->now + answer->after_ms;
	world->answers[world->answer_count++].answer = *answer;
}

static const char *state_of(const struct world *world)
{
	if (!world->runs || (world->story->starts_late && world->now < world->started))
		return "shutoff failed";
	return world->story->state ? world->story->state : "running booted";
}

static void start(struct world *world, struct answer *ret)
{
	*ret = world->story->start;
	if (!ret->after_ms)
		ret->after_ms = START_MS;
	/* EINVAL: it runs already */
	world->runs = !ret->error || ret->error == ETIMEDOUT || ret->error == EINVAL;
	world->started = world->now + ret->after_ms;
}

/* What libvirt makes of an order. */
static void obey(struct world *world, enum igd_hand_order order, struct answer *ret)
{
	const struct story *story = world->story;

	*ret = (struct answer){ .after_ms = 20 };
	if (order == IGD_HAND_START)
		start(world, ret);
	else if (order == IGD_HAND_STATE)
		ret->text = state_of(world);
	else if ((order == IGD_HAND_SHUTDOWN && !story->is_stubborn) ||
		 (order == IGD_HAND_DESTROY && !story->is_immortal))
		world->runs = false;
	if (order == IGD_HAND_NETWORK_START && story->network_ms)
		ret->after_ms = story->network_ms;
	if (story->is_undead && order != IGD_HAND_START)
		*ret = (struct answer){ .error = ETIMEDOUT, .after_ms = 1000 };
}

static unsigned order(
	void *context, enum igd_hand_order order, const char *argument, unsigned timeout_ms)
{
	static const char *const names[] = { [IGD_HAND_START] = "start",
		[IGD_HAND_SHUTDOWN] = "shutdown",
		[IGD_HAND_DESTROY] = "destroy",
		[IGD_HAND_NETWORK_START] = "network-start",
		[IGD_HAND_NETWORK_STOP] = "network-stop" };
	struct world *world = context;
	struct answer answer;

	assert_true(timeout_ms > 0);
	if (!world->has_hand)
		return 0;
	world->orders++;
	if (order != IGD_HAND_STATE)
		up_scene_note(world, names[order], argument);
	obey(world, order, &answer);
	promise(world, &answer);
	return world->orders;
}

/* Takes the answer that is due first, if it is by then. */
static bool take_answer(struct world *world, uint64_t until, struct igd_up_sound *ret)
{
	size_t i, first = world->answer_count;

	for (i = 0; i < world->answer_count; i++)
		if (world->answers[i].at <= until &&
			(first == world->answer_count ||
				world->answers[i].at < world->answers[first].at))
			first = i;
	if (first == world->answer_count)
		return false;
	if (world->now < world->answers[first].at)
		world->now = world->answers[first].at;
	*ret = (struct igd_up_sound){ .kind = IGD_UP_ANSWER,
		.answer = { .word = IGD_HAND_ANSWER,
			.number = world->answers[first].number,
			.error = world->answers[first].answer.error,
			.text = igd_strdup(world->answers[first].answer.text
						   ? world->answers[first].answer.text
						   : "") } };
	world->answers[first] = world->answers[--world->answer_count];
	return true;
}

static bool take_happening(struct world *world, uint64_t until, struct igd_up_sound *ret)
{
	const struct happening *next =
		world->story->happenings ? &world->story->happenings[world->happened] : NULL;
	uint64_t at;

	if (!world->is_listening || !world->started || !next || !next->text)
		return false;
	at = world->started + next->after_ms;
	if (at > until)
		return false;
	if (world->now < at)
		world->now = at;
	world->happened++;
	if (next->ear == IGD_SENTRY_LIBVIRT && next->word == IGD_HAND_STOPPED)
		world->runs = false;
	*ret = (struct igd_up_sound){ .kind = IGD_UP_EVENT,
		.event = { .seconds = (double)(world->now - world->started) / 1000.0,
			.ear = next->ear,
			.weight = next->weight,
			.word = next->word,
			.text = igd_strdup(next->text),
			.symptom = next->symptom,
			.count = 1 } };
	return true;
}

static bool take_view(struct world *world, uint64_t until, struct igd_up_sound *ret)
{
	if (!world->view_at || world->view_at > until)
		return false;
	if (world->now < world->view_at)
		world->now = world->view_at;
	world->view_at = 0;
	*ret = (struct igd_up_sound){ .kind = IGD_UP_VIEW };
	ret->view.is_void = world->story->view_is_void;
	if (ret->view.is_void)
		return true;
	up_scene_fill(world->view, &ret->view.exam);
	ret->view.has_code = world->view_has_code;
	ret->view.problem_code = world->story->code;
	ret->view.address = igd_strdup("192.168.122.57");
	ret->view.port = 47989;
	return true;
}

static void hear(void *context, unsigned timeout_ms, struct igd_up_sound *ret)
{
	struct world *world = context;
	uint64_t until = world->now + timeout_ms;

	*ret = (struct igd_up_sound){ 0 };
	if (take_happening(world, until, ret) || take_answer(world, until, ret) ||
		take_view(world, until, ret))
		return;
	world->now = until;
}

static const struct row *next_of(const struct row *const views[VIEWS], size_t *at)
{
	size_t here = *at;

	if (here + 1 < VIEWS && views[here + 1])
		++*at;
	return views[here];
}

static void begin_view(void *context, const char *const *only)
{
	struct world *world = context;
	const struct story *story = world->story;
	unsigned stage = strcmp(*only, "guest.agent") == 0	      ? 0
			 : strcmp(*only, "guest.display-driver") == 0 ? 1
								      : 2;
	const struct row *const *views[] = { story->agent, story->driver, story->stream };

	world->view = next_of(views[stage], &world->views[stage]);
	world->view_has_code = stage == 1;
	world->view_at = world->now + (story->view_ms ? story->view_ms : 200);
}

static void drop_view(void *context)
{
	((struct world *)context)->view_at = 0;
}

void up_scene_lend_ears(struct igd_up_ops *ret)
{
	ret->order = order;
	ret->hear = hear;
	ret->begin_view = begin_view;
	ret->drop_view = drop_view;
}
