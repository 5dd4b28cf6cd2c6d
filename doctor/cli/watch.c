// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * watch - the verb: follows a running VM, and names what goes wrong as it happens
 *
 * libvirt may be restarted meanwhile, as an update does; the VM does not mind, and neither does this: the logs go on
 * being heard, and libvirt is tried again every other second.
 */
#include "cli/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/mending.h"
#include "cli/symptoms.h"
#include "core/pool.h"

/* How soon a signal is seen, and the stream's answer. */
#define SLICE_MS 200u
#define STATE_MS 5000u
#define RETRY_MS 2000u
/* QEMU's last words may be written after libvirt knows that it has ended. */
#define LAST_WORDS_MS 1500u

static int open_hand(struct igd_watching *watching, struct igd_error *reterr)
{
	const struct igd_hand_options options = { .uri = watching->uri, .vm = watching->vm };

	watching->hand = igd_hand_open(&options, reterr);
	return watching->hand ? 0 : -reterr->code;
}

static int complain(const struct igd_error *error)
{
	enum igd_exit status = IGD_EXIT_UNAVAILABLE;

	if (error->code == EACCES || error->code == EPERM)
		status = IGD_EXIT_PERMISSION;
	else if (error->code == ESRCH)
		status = IGD_EXIT_DATA;
	if (error->code == ENOPKG)
		return igd_complain(status,
			"%s; install it, as the package libvirt0 or libvirt-libs", error->message);
	return igd_complain(status, "%s", error->message);
}

/* Whether it runs, in *ret, and what libvirt says of it in words, which the caller frees; false: libvirt does not tell. */
static bool ask_state(struct igd_watching *watching, bool *ret, char **ret_words)
{
	IGD_AUTOFREE char *text = NULL;
	int r = igd_hand_do(watching->hand, IGD_HAND_STATE, NULL, STATE_MS, &text);

	*ret_words = igd_printable(text, strlen(text), 200);
	if (r == 0)
		*ret = !igd_starts_with(text, "shutoff") && !igd_starts_with(text, "crashed");
	return r == 0;
}

static void say_deaf(struct igd_watching *watching)
{
	static const struct {
		enum igd_sentry_ear ear;
		const char *what, *lost;
	} logs[] = { { IGD_SENTRY_QEMU, "QEMU's log", "why it ends, if it does, is not seen" },
		{ IGD_SENTRY_KERNEL, "the kernel's log", "DMA faults and resets are not seen" },
		{ IGD_SENTRY_FIRMWARE, "the firmware's log",
			"what the firmware says is not seen" } };
	size_t i;

	for (i = 0; i < sizeof(logs) / sizeof(*logs); i++) {
		int error = igd_sentry_deaf(watching->sentry, logs[i].ear);

		if (error && error != ENOENT)
			igd_watch_say(watching, "deaf", "%s cannot be read (%s): %s%s",
				logs[i].what, igd_errno_text(error), logs[i].lost,
				error == EACCES || error == EPERM ? "; run as root" : "");
	}
}

static void begin(struct igd_watching *watching)
{
	const struct igd_sentry_options options = { .hand = watching->hand,
		.qemu_log = watching->qemu_log,
		.firmware_log = watching->firmware_log,
		.igpu = watching->igpu,
		.symptoms = &watching->symptoms };
	IGD_AUTOFREE char *state = NULL;

	watching->sentry = igd_sentry_post(&options);
	watching->is_running = true;
	if (!ask_state(watching, &watching->is_running, &state))
		igd_watch_say(watching, "watching",
			"%s is watched, though libvirt does not tell whether it runs: %s",
			watching->vm, state);
	else if (watching->is_running)
		igd_watch_say(watching, "watching", "%s runs, and is watched; Ctrl-C ends that",
			watching->vm);
	else
		igd_watch_say(watching, "waiting",
			"%s does not run; its start is waited for; Ctrl-C ends that", watching->vm);
	say_deaf(watching);
}

static void stop(struct igd_watching *watching)
{
	watching->is_running = false;
	watching->end = igd_now_ms() + LAST_WORDS_MS;
}

static void lose(struct igd_watching *watching)
{
	igd_sentry_set_hand(watching->sentry, NULL);
	igd_hand_free(watching->hand);
	watching->hand = NULL;
	watching->retry = igd_now_ms() + RETRY_MS;
}

static void obey(struct igd_watching *watching, const struct igd_sentry_event *event)
{
	if (event->weight == IGD_SENTRY_FATAL)
		watching->has_fatal = true;
	if (event->ear != IGD_SENTRY_LIBVIRT)
		return;
	if (event->word == IGD_HAND_STARTED) {
		watching->is_running = true;
		watching->end = 0;
	} else if (event->word == IGD_HAND_STOPPED) {
		stop(watching);
	} else if (event->word == IGD_HAND_LOST) {
		lose(watching);
	}
}

static const char *name_of(const struct igd_sentry_event *event)
{
	if (event->ear == IGD_SENTRY_LIBVIRT)
		return igd_hand_word_name(event->word);
	return event->symptom && event->symptom->faults != IGD_FAULTS_NONE ? "dma-faults" : "line";
}

static void take(struct igd_watching *watching, const struct igd_sentry_event *event)
{
	const struct igd_watch_event told = { .from = igd_sentry_ear_name(event->ear),
		.name = name_of(event),
		.weight = event->weight,
		.text = event->text,
		.count = event->count,
		.symptom = event->symptom,
		.cause = event->cause,
		.remedy = event->remedy };

	/* libvirt lets a VM that starts go on before it says that it has started. */
	bool is_premature = event->ear == IGD_SENTRY_LIBVIRT && event->word == IGD_HAND_RESUMED &&
			    !watching->is_running;

	if (!is_premature && igd_watch_is_told(watching, event))
		igd_watch_tell(watching, &told);
	obey(watching, event);
}

/* libvirt is there again: what it has not told meanwhile, the VM's state tells. */
static void catch_up(struct igd_watching *watching)
{
	bool was_running = watching->is_running;
	IGD_AUTOFREE char *state = NULL;

	if (!ask_state(watching, &watching->is_running, &state)) {
		igd_watch_say(watching, "back",
			"libvirt is back, but does not tell whether %s runs: %s", watching->vm,
			state);
		return;
	}
	igd_watch_say(watching, "back", "libvirt is back, and %s %s (%s)", watching->vm,
		watching->is_running ? "runs" : "does not run", state);
	if (!was_running || watching->is_running)
		return;
	if (strstr(state, "crashed") || strstr(state, "failed"))
		watching->has_fatal = true;
	stop(watching);
}

static void retry(struct igd_watching *watching)
{
	struct igd_error error = { 0 };

	if (!watching->retry || igd_now_ms() < watching->retry)
		return;
	watching->retry = igd_now_ms() + RETRY_MS;
	if (open_hand(watching, &error) < 0)
		return;
	watching->retry = 0;
	igd_sentry_set_hand(watching->sentry, watching->hand);
	catch_up(watching);
}

static int follow(struct igd_watching *watching)
{
	struct igd_sentry_event event;
	struct igd_hand_message answer;

	while (!igd_signals_are_pending() && !ferror(stdout)) {
		if (igd_sentry_next(watching->sentry, SLICE_MS, &event)) {
			take(watching, &event);
			igd_sentry_event_done(&event);
		}
		while (igd_sentry_answer(watching->sentry, &answer))
			free(answer.text);
		retry(watching);
		igd_watch_stream_turn(watching);
		if (watching->end && igd_now_ms() >= watching->end)
			return watching->has_fatal ? IGD_EXIT_BLOCKED : IGD_EXIT_OK;
	}
	return IGD_EXIT_INTERRUPTED;
}

static void say_end(struct igd_watching *watching, int status)
{
	struct igd_watch_event event = { .from = "watch",
		.name = "ended",
		.text = status == IGD_EXIT_INTERRUPTED ? "interrupted"
			: status == IGD_EXIT_BLOCKED   ? "the VM has ended, and not well"
						       : "the VM has ended",
		.count = 1,
		.status = status };

	/* People have read how it ended; and whether that was well they are told if it was not. */
	if (watching->is_json || status == IGD_EXIT_BLOCKED)
		igd_watch_tell(watching, &event);
}

static int watch(struct igd_watching *watching)
{
	struct igd_error error = { 0 };
	int status = igd_watch_look(watching);

	if (status != IGD_EXIT_OK)
		return status;
	status = igd_cli_symptoms(watching->options, &watching->symptoms);
	if (status != IGD_EXIT_OK)
		return status;
	watching->is_explained = igd_zalloc(watching->symptoms.count + 1);
	if (open_hand(watching, &error) < 0)
		return complain(&error);
	begin(watching);
	status = follow(watching);
	say_end(watching, status);
	return status;
}

int igd_verb_watch(const struct igd_options *options)
{
	struct igd_watching watching = { .options = options,
		.style = igd_options_style(options),
		.is_json = strcmp(options->format, "json") == 0,
		.folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC) };
	sigset_t before;
	int status;

	igd_signals_hold(&before);
	status = watch(&watching);
	igd_watch_stream_done(&watching.stream);
	igd_sentry_free(watching.sentry);
	igd_hand_free(watching.hand);
	igd_symptoms_done(&watching.symptoms);
	igd_close_at(&watching.folder);
	free(watching.is_explained);
	free(watching.vm);
	free(watching.uri);
	free(watching.qemu_log);
	free(watching.firmware_log);
	free(watching.igpu);
	/* A signal that has come is answered with the exit status: to let it through would end this without one. */
	if (status != IGD_EXIT_INTERRUPTED)
		sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
