// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_hear - what is heard while a stage waits: taken in, told, and named where it ends the run
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"
#include "facts/log/symptom.h"

/* Between two looks at whether a signal has come. */
#define SLICE_MS 100u
/* Between two calls of tick(). */
#define TICK_MS 200u
/* So long a line is waited for that says why the VM has ended. */
#define SETTLE_MS 700u

/*
 * edk2 MdeModulePkg/Library/UefiBootManagerLib/BmBoot.c EfiBootManagerBoot(), where it was built for debugging; the option ROMs'
 * lines are those of fixes/oprom/igdrom.c and of the symptom S138.
 */
static const char *const ends_of_firmware[] = { "[Bds]Booting ", "igdrom: all is set up",
	": OpRegion @ 0x" };

void igd_up_sound_done(struct igd_up_sound *sound)
{
	if (sound->kind == IGD_UP_EVENT)
		igd_sentry_event_done(&sound->event);
	else if (sound->kind == IGD_UP_ANSWER)
		free(sound->answer.text);
	else if (sound->kind == IGD_UP_VIEW)
		igd_up_view_done(&sound->view);
	*sound = (struct igd_up_sound){ 0 };
}

void igd_up_listen(struct igd_up_runner *runner, unsigned timeout_ms, struct igd_up_sound *ret)
{
	runner->ops->hear(runner->ops->context, timeout_ms, ret);
	if (ret->kind == IGD_UP_ANSWER && ret->answer.number == runner->unanswered)
		runner->unanswered = 0;
}

bool igd_up_sound_answers(
	struct igd_up_sound *sound, unsigned number, int *ret_error, char **ret_text)
{
	if (sound->kind != IGD_UP_ANSWER || sound->answer.number != number)
		return false;
	*ret_error = sound->answer.error;
	if (ret_text)
		*ret_text = IGD_TAKE_PTR(sound->answer.text);
	return true;
}

static void tell_event(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	if (!event->symptom || !runner->request->tell)
		return;
	runner->result->event = event;
	runner->request->tell(
		runner->request->context, runner->request, runner->result, IGD_UP_BEGUN);
	runner->result->event = NULL;
}

static void note_firmware(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	const char *line = event->text ? event->text : "";
	size_t i;

	runner->firmware_lines += event->count;
	runner->firmware_spoke = runner->ops->now(runner->ops->context);
	for (i = 0; i < sizeof(ends_of_firmware) / sizeof(*ends_of_firmware); i++) {
		if (!strstr(line, ends_of_firmware[i]))
			continue;
		runner->is_past_firmware = true;
		free(runner->firmware_text);
		runner->firmware_text = igd_strdup(line);
	}
}

/* A symptom that another one may turn out fatal (fatal_with) is remembered. */
static void note_clue(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	struct igd_up_name *name = &runner->clue_names[runner->clue_count];

	if (event->weight != IGD_SENTRY_OPEN || !event->symptom ||
		runner->clue_count == IGD_UP_CLUES)
		return;
	runner->clues[runner->clue_count++] = event->symptom;
	*name = (struct igd_up_name){ .id = igd_strdup(event->symptom->id),
		.title = igd_strdup(event->symptom->title),
		.line = igd_strdup(event->text ? event->text : ""),
		.cause = igd_strdup(event->cause ? event->cause : event->symptom->cause),
		.remedy = igd_strdup(event->remedy ? event->remedy : event->symptom->remedy) };
}

/* What was heard before and is the cause of this; NULL. */
static const struct igd_up_name *cause_of(
	const struct igd_up_runner *runner, const struct igd_symptom *symptom)
{
	size_t i;
	char **id;

	for (i = 0; i < runner->clue_count; i++) {
		for (id = runner->clues[i]->fatal_with; id && *id; id++)
			if (strcmp(*id, symptom->id) == 0)
				return &runner->clue_names[i];
	}
	return NULL;
}

static const char *const ears[IGD_SENTRY_EAR_COUNT] = { [IGD_SENTRY_LIBVIRT] = "libvirt",
	[IGD_SENTRY_QEMU] = "QEMU's log",
	[IGD_SENTRY_KERNEL] = "the kernel's log",
	[IGD_SENTRY_FIRMWARE] = "the firmware's log" };

/* What it is, why, and the words that told of it. */
static enum igd_up_state fail_by_name(struct igd_up_runner *runner, const char *where,
	const struct igd_up_name *name, const char *words)
{
	IGD_AUTOFREE char *what = igd_printf("%s. %s (%s)", name->title, name->cause, words);

	return igd_up_fail(runner, name->id, where, what, name->remedy);
}

static void fail_by_symptom(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	const struct igd_symptom *symptom = event->symptom;
	const struct igd_up_name *clue = cause_of(runner, symptom);
	const struct igd_up_name own = { .id = symptom->id,
		.title = symptom->title,
		.cause = event->cause ? event->cause : symptom->cause,
		.remedy = event->remedy ? event->remedy : symptom->remedy };

	fail_by_name(runner, ears[event->ear], clue ? clue : &own,
		clue	      ? clue->line
		: event->text ? event->text
			      : "");
}

/* Of libvirt's events, what means that it will not come up. */
static bool is_end(const struct igd_sentry_event *event)
{
	switch (event->word) {
	case IGD_HAND_STOPPED:
	case IGD_HAND_CRASHED:
	case IGD_HAND_PAUSED:
	case IGD_HAND_DEVICE_GONE:
	case IGD_HAND_LOST:
		return event->ear == IGD_SENTRY_LIBVIRT;
	case IGD_HAND_ANSWER:
	case IGD_HAND_STARTED:
	case IGD_HAND_RESUMED:
	case IGD_HAND_REBOOTED:
	case IGD_HAND_WATCHDOG:
	case IGD_HAND_IO_ERROR: /* where it stops the VM, PAUSED comes as well */
	case IGD_HAND_AGENT_UP:
	case IGD_HAND_AGENT_DOWN:
		break;
	}
	return false;
}

static void note_word(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	if (event->ear != IGD_SENTRY_LIBVIRT)
		return;
	if (event->word == IGD_HAND_LOST)
		runner->is_lost = true;
	else if (event->word == IGD_HAND_AGENT_UP)
		runner->has_agent = true;
}

/* Takes an event in; true: it ends the run, as the result says by now unless it is one of libvirt's without a symptom. */
static bool take(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	if (event->ear == IGD_SENTRY_FIRMWARE)
		note_firmware(runner, event);
	note_word(runner, event);
	note_clue(runner, event);
	tell_event(runner, event);
	if (event->weight == IGD_SENTRY_FATAL && event->symptom) {
		fail_by_symptom(runner, event);
		return true;
	}
	return is_end(event);
}

static void tick(struct igd_up_runner *runner, uint64_t now)
{
	if (!runner->request->tick || now - runner->ticked < TICK_MS)
		return;
	runner->ticked = now;
	runner->result->seconds[runner->result->stage] =
		(double)(now - runner->stage_began) / 1000.0;
	runner->request->tick(runner->request->context, runner->request, runner->result);
}

/* The VM has ended, and nothing has told why yet: what comes within a moment may. */
static void settle(struct igd_up_runner *runner, const struct igd_sentry_event *event)
{
	uint64_t end = runner->ops->now(runner->ops->context) + SETTLE_MS, now;
	IGD_AUTOFREE char *words = igd_strdup(event->text ? event->text : "it has ended");
	struct igd_up_sound sound = { 0 };

	if (event->symptom && event->weight == IGD_SENTRY_FATAL)
		return;
	while ((now = runner->ops->now(runner->ops->context)) < end) {
		bool is_named;

		igd_up_listen(runner, (unsigned)(end - now), &sound);
		is_named = sound.kind == IGD_UP_EVENT && take(runner, &sound.event) &&
			   sound.event.symptom && sound.event.weight == IGD_SENTRY_FATAL;
		igd_up_sound_done(&sound);
		if (is_named)
			return;
	}
	igd_up_fail_named(runner, "libvirt", words,
		"What QEMU wrote last stands in /var/log/libvirt/qemu; `igd-doctor log FILE` names what is known of it.");
}

static unsigned slice(uint64_t now, uint64_t until)
{
	if (until <= now)
		return 0;
	return until - now < SLICE_MS ? (unsigned)(until - now) : SLICE_MS;
}

enum igd_up_heard igd_up_hear(
	struct igd_up_runner *runner, uint64_t until, struct igd_up_sound *ret)
{
	uint64_t now = runner->ops->now(runner->ops->context);
	struct igd_up_sound sound = { 0 };
	bool is_end_of_run;

	do {
		if (igd_up_is_interrupted(runner))
			return IGD_UP_HEARD_END;
		tick(runner, now);
		igd_up_listen(runner, slice(now, until), &sound);
		if (sound.kind == IGD_UP_EVENT) {
			is_end_of_run = take(runner, &sound.event);
			if (is_end_of_run)
				settle(runner, &sound.event);
			igd_up_sound_done(&sound);
			return is_end_of_run ? IGD_UP_HEARD_END : IGD_UP_HEARD_EVENT;
		}
		if (sound.kind != IGD_UP_QUIET && ret) {
			*ret = sound;
			return IGD_UP_HEARD_SOUND;
		}
		igd_up_sound_done(&sound);
		now = runner->ops->now(runner->ops->context);
	} while (now < until);
	return IGD_UP_HEARD_NOTHING;
}

int igd_up_order(struct igd_up_runner *runner, enum igd_hand_order order, const char *argument,
	unsigned timeout_ms, char **ret_text)
{
	/* The hand has the deadline; this one is for a hand that forgets. */
	uint64_t until = runner->ops->now(runner->ops->context) + timeout_ms + 2000;
	unsigned number = runner->ops->order(runner->ops->context, order, argument, timeout_ms);
	struct igd_up_sound sound = { 0 };
	enum igd_up_heard heard;
	bool is_it;
	int error;

	runner->unanswered = number;
	while (number && (heard = igd_up_hear(runner, until, &sound)) != IGD_UP_HEARD_NOTHING) {
		if (heard == IGD_UP_HEARD_END)
			return ECANCELED;
		if (heard != IGD_UP_HEARD_SOUND)
			continue;
		is_it = igd_up_sound_answers(&sound, number, &error, ret_text);
		igd_up_sound_done(&sound);
		if (is_it)
			return error;
	}
	return number ? ETIMEDOUT : ENOTCONN;
}

enum igd_up_state igd_up_fail_named(
	struct igd_up_runner *runner, const char *where, const char *words, const char *remedy)
{
	struct igd_up_name name = { 0 };
	/* Whoever shuts the guest down, or loses libvirt, need not have been driven to it by what was heard before. */
	bool is_wreck = strstr(words, "crashed") || strstr(words, "failed") ||
			runner->result->stage == IGD_UP_START;
	const struct igd_up_name *clue =
		is_wreck && runner->clue_count ? &runner->clue_names[runner->clue_count - 1] : NULL;
	bool is_named = runner->ops->name(runner->ops->context, words, &name);
	enum igd_up_state state;

	/* What was heard last and is open tells more than words that nothing is known of. */
	if (clue && !(is_named && name.is_fatal)) {
		IGD_AUTOFREE char *all = igd_printf("%s; %s", words, clue->line);

		state = fail_by_name(runner, where, clue, all);
	} else if (is_named) {
		state = fail_by_name(runner, where, &name, words);
	} else {
		state = igd_up_fail(runner, NULL, where, words, remedy);
	}
	igd_up_name_done(&name);
	return state;
}
