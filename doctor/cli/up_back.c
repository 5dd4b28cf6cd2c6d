// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_back - what a run has changed is put back, in the reverse order, and looked at
 *
 * Nothing stops it halfway: signals are held back, what libvirt tells is passed over, and every wait has an end. What could
 * not be put back is said with what does it by hand.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"

#define ORDER_MS 30000u
#define STATE_MS 10000u
/* A guest that is asked to shut down may take so long. */
#define SHUTDOWN_MS 20000u
/* libvirt gives a device back to its driver after the VM's end; by then it has. */
#define DRIVERS_MS 5000u
#define PAUSE_MS 100u
/* Between two questions whether the guest has shut down; libvirt's event comes in between. */
#define ASK_MS 1000u
/* The answer to an order that was given up: until it comes, the order may still be about to begin. */
#define UNANSWERED_MS 20000u

struct way_back {
	struct igd_up_runner *runner;
	struct igd_text done, left; /* a line each */
	char *why;		    /* libvirt's own words of why the VM could not be ended; NULL */
};

IGD_FORMAT(2, 3) static void add_line(struct igd_text *text, const char *format, ...)
{
	IGD_AUTOFREE char *line = NULL;
	IGD_AUTOFREE char *shown = NULL;
	va_list args;

	va_start(args, format);
	line = igd_vprintf(format, args);
	va_end(args);
	shown = igd_printable(line, strlen(line), 600);
	igd_text_printf(text, "%s%s", text->size ? "\n" : "", shown);
}

static uint64_t now(const struct way_back *back)
{
	return back->runner->ops->now(back->runner->ops->context);
}

/* Whatever comes for so long is taken note of, and no more. */
static void hear_out(struct way_back *back, unsigned timeout_ms, struct igd_up_sound *ret)
{
	struct igd_up_runner *runner = back->runner;

	igd_up_listen(runner, timeout_ms, ret);
	if (ret->kind != IGD_UP_EVENT || ret->event.ear != IGD_SENTRY_LIBVIRT)
		return;
	runner->is_lost = runner->is_lost || ret->event.word == IGD_HAND_LOST;
}

static int order(struct way_back *back, enum igd_hand_order what, const char *argument,
	unsigned timeout_ms, char **ret_text)
{
	struct igd_up_runner *runner = back->runner;
	uint64_t end = now(back) + timeout_ms + 2000, at;
	unsigned number = runner->ops->order(runner->ops->context, what, argument, timeout_ms);
	struct igd_up_sound sound = { 0 };
	int error;

	while (number && !runner->is_lost && (at = now(back)) < end) {
		bool is_it;

		hear_out(back, (unsigned)(end - at), &sound);
		is_it = igd_up_sound_answers(&sound, number, &error, ret_text);
		igd_up_sound_done(&sound);
		if (is_it)
			return error;
	}
	return number ? ETIMEDOUT : ENOTCONN;
}

/* A hand that is lost is opened again. */
static bool has_hand(struct way_back *back)
{
	struct igd_up_runner *runner = back->runner;
	struct igd_error error = { 0 };

	if (!runner->is_lost)
		return true;
	runner->ops->close(runner->ops->context);
	if (runner->ops->open(runner->ops->context, &runner->scene, &error) < 0)
		return false;
	runner->ops->listen(runner->ops->context, &runner->scene);
	runner->is_lost = false;
	runner->unanswered = 0;
	return true;
}

/* One that has crashed and is preserved (on_crash) still has its devices. */
static bool is_off(struct way_back *back)
{
	IGD_AUTOFREE char *state = NULL;

	if (order(back, IGD_HAND_STATE, NULL, STATE_MS, &state) != 0 || !state)
		return false;
	return igd_starts_with(state, "shutoff");
}

/* An order that was given up may be overtaken by the question whether the VM runs. */
static void await_answer(struct way_back *back)
{
	uint64_t end = now(back) + UNANSWERED_MS, at;
	struct igd_up_sound sound = { 0 };

	while (back->runner->unanswered && !back->runner->is_lost && (at = now(back)) < end) {
		hear_out(back, (unsigned)(end - at), &sound);
		igd_up_sound_done(&sound);
	}
}

static void destroy(struct way_back *back)
{
	IGD_AUTOFREE char *words = NULL;
	int error = order(back, IGD_HAND_DESTROY, NULL, ORDER_MS, &words);

	if (!error)
		return;
	free(back->why);
	back->why = igd_strdup(words && *words ? words : igd_errno_text(error));
}

static bool wait_until_off(struct way_back *back, unsigned timeout_ms)
{
	uint64_t end = now(back) + timeout_ms, at;
	struct igd_up_sound sound = { 0 };
	bool has_ended = false;

	while (!has_ended && !back->runner->is_lost && (at = now(back)) < end) {
		hear_out(back, end - at < ASK_MS ? (unsigned)(end - at) : ASK_MS, &sound);
		igd_up_sound_done(&sound);
		has_ended = is_off(back);
	}
	return has_ended;
}

static const char *shut_down(struct way_back *back)
{
	/* Past its firmware a guest may have booted, whether its agent answers or not. */
	bool may_have_booted =
		back->runner->has_agent || back->runner->result->stage > IGD_UP_FIRMWARE;

	if (may_have_booted && order(back, IGD_HAND_SHUTDOWN, NULL, STATE_MS, NULL) == 0 &&
		wait_until_off(back, SHUTDOWN_MS))
		return "the VM was shut down";
	destroy(back);
	if (!back->runner->is_lost && is_off(back))
		return "the VM was ended";
	/* Once more by a fresh connection: the old one may stand behind what it was told before. */
	back->runner->is_lost = true;
	if (!has_hand(back) || is_off(back))
		return back->runner->is_lost ? NULL : "the VM has ended";
	destroy(back);
	return is_off(back) ? "the VM was ended" : NULL;
}

/* Whether it does not run any more. */
static bool end_vm(struct way_back *back)
{
	const char *vm = back->runner->scene.vm, *how = NULL;

	if (has_hand(back)) {
		if (is_off(back))
			await_answer(back);
		how = is_off(back) ? "the VM has ended" : shut_down(back);
	}
	if (how)
		add_line(&back->done, "%s", how);
	else
		add_line(&back->left,
			"the VM may still run, because libvirt %s%s: `virsh destroy %s` ends it",
			back->why ? "could not end it: " : "does not answer",
			back->why ? back->why : "", vm);
	return how != NULL;
}

static void stop_network(struct way_back *back)
{
	const char *network = back->runner->network;
	int error;

	if (!network)
		return;
	if (has_hand(back))
		await_answer(back);
	error = has_hand(back) ? order(back, IGD_HAND_NETWORK_STOP, network, ORDER_MS, NULL)
			       : ENOTCONN;
	if (!error)
		add_line(&back->done, "the network %s was stopped again", network);
	else if (error == EINVAL) /* libvirt: it is not active */
		add_line(&back->done, "the network %s has not been started", network);
	else
		add_line(&back->left, "the network %s still runs: `virsh net-destroy %s` stops it",
			network, network);
}

static void undo(struct way_back *back, const struct igd_up_journal *journal)
{
	struct igd_up_runner *runner = back->runner;
	struct igd_error error = { 0 };
	const char *what = journal->stage == IGD_UP_BIND      ? "the iGPU's driver"
			   : journal->stage == IGD_UP_PREPARE ? "the VM's definition"
							      : "what was mended at first";

	if (runner->ops->undo(runner->ops->context, journal->id, &error) == 0)
		add_line(&back->done, "%s was put back (%s)", what, journal->id);
	else
		add_line(&back->left, "%s was not put back: %s; `igd-doctor undo %s` tries again",
			what, error.message, journal->id);
}

/* What lasts is taken back only where that is wished. */
static bool is_to_restore(struct way_back *back)
{
	struct igd_up_runner *runner = back->runner;
	size_t i, count = 0;

	for (i = 0; i < runner->journal_count; i++)
		count += runner->journals[i].stage != IGD_UP_BIND;
	if (!count || runner->options->is_restoring || runner->request->is_trial)
		return true;
	if (runner->options->is_agreed || runner->result->is_interrupted ||
		!runner->ops->can_ask(runner->ops->context))
		return false;
	return runner->ops->ask(runner->ops->context,
		"Put the VM's definition, and what else was mended, back as it was?");
}

/* What the iGPU's driver was taken by is the newest; nothing is asked before it is given back. */
static size_t undo_bind(struct way_back *back, bool runs)
{
	struct igd_up_runner *runner = back->runner;
	size_t count = runner->journal_count;

	for (; count > 0 && runner->journals[count - 1].stage == IGD_UP_BIND; count--) {
		if (!runs)
			undo(back, &runner->journals[count - 1]);
		else
			add_line(&back->left,
				"the iGPU stays with vfio-pci: `igd-doctor undo %s` gives it back when the VM has "
				"ended",
				runner->journals[count - 1].id);
	}
	return count;
}

static void undo_others(struct way_back *back, size_t count)
{
	struct igd_up_runner *runner = back->runner;
	bool restores = is_to_restore(back);

	for (; count > 0; count--) {
		const struct igd_up_journal *journal = &runner->journals[count - 1];

		if (restores || journal->is_half)
			undo(back, journal);
		else
			add_line(&back->done, "%s stays: `igd-doctor undo %s` takes it back",
				journal->stage == IGD_UP_PREPARE ? "the VM's new definition"
								 : "what was mended at first",
				journal->id);
	}
}

static const char *name_of(const char *driver)
{
	return driver ? driver : "no driver";
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Each function is to be with the driver that it had at first. */
static void look_at_driver(struct way_back *back, const struct igd_up_function *function)
{
	struct igd_up_runner *runner = back->runner;
	uint64_t end = now(back) + DRIVERS_MS;
	struct igd_up_sound sound = { 0 };
	char *driver = runner->ops->driver(runner->ops->context, function->address);

	while (!is_same(driver, function->driver) && now(back) < end) {
		hear_out(back, PAUSE_MS, &sound);
		igd_up_sound_done(&sound);
		free(driver);
		driver = runner->ops->driver(runner->ops->context, function->address);
	}
	if (is_same(driver, function->driver))
		add_line(&back->done, "%s is with %s, as before", function->address,
			name_of(driver));
	else
		add_line(&back->left, "%s is with %s, and was with %s before", function->address,
			name_of(driver), name_of(function->driver));
	free(driver);
}

static bool has_bound(const struct igd_up_runner *runner)
{
	return runner->journal_count &&
	       runner->journals[runner->journal_count - 1].stage == IGD_UP_BIND;
}

static bool has_changed_anything(const struct igd_up_runner *runner)
{
	return runner->is_ours || runner->journal_count || runner->network;
}

/* Whether the VM may still run, and so have the iGPU: this run's, or one that somebody started before it. */
static bool see_to_vm(struct way_back *back)
{
	struct igd_up_runner *runner = back->runner;
	bool is_kept = runner->options->is_keeping && !runner->request->is_trial;

	if (runner->is_ours && !is_kept)
		return !end_vm(back);
	if (runner->is_ours && has_hand(back) && is_off(back))
		return false;
	if (runner->is_ours) {
		add_line(&back->done, "the VM was left as it is: `virsh destroy %s` ends it",
			runner->scene.vm);
		return true;
	}
	return has_bound(runner) && runner->result->stage >= IGD_UP_START &&
	       !(has_hand(back) && is_off(back));
}

void igd_up_put_back(struct igd_up_runner *runner)
{
	struct way_back back = { .runner = runner };
	size_t i, count;
	bool runs;

	runner->ops->drop_view(runner->ops->context);
	if (!has_changed_anything(runner))
		return;
	runs = see_to_vm(&back);
	if (!runs)
		stop_network(&back);
	count = undo_bind(&back, runs);
	/* The run, or libvirt for it, may have given the functions another driver. */
	for (i = 0;
		!runs && (runner->is_ours || has_bound(runner)) && i < runner->scene.function_count;
		i++)
		look_at_driver(&back, &runner->scene.functions[i]);
	undo_others(&back, count);
	free(back.why);
	runner->result->given_back = IGD_TAKE_PTR(back.done.text);
	runner->result->is_left_changed = back.left.size != 0;
	runner->result->left = IGD_TAKE_PTR(back.left.text);
}
