// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * watch_stream - whether the VM's stream can be reached, as `igd-doctor check --only sunshine` says
 *
 * A child examines: to ask the network takes seconds, in which the logs must go on being heard.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/watch.h"
#include "core/pool.h"

#define EVERY_MS 15000u
/* Checks have deadlines of their own, of five seconds; this is for one that keeps none. */
#define PATIENCE_MS 30000u
#define MAX_ANSWER ((size_t)64 << 10)

static const char *const areas[] = { "sunshine", NULL };

/* Those that talk with Sunshine itself: where one of them passes, somebody answers. */
static bool is_answer(const struct igd_finding *finding)
{
	return finding->verdict == IGD_PASS && (strcmp(finding->id, "sunshine.server") == 0 ||
						       strcmp(finding->id, "sunshine.ports") == 0);
}

/* The word for the whole, a line feed, and what the finding says that it is taken from. */
static void conclude(const struct igd_exam *exam, struct igd_text *ret)
{
	const struct igd_finding *failed = NULL, *passed = NULL, *unknown = NULL;
	size_t i;

	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		if (!igd_starts_with(finding->id, "sunshine."))
			continue;
		if (finding->verdict == IGD_FAIL && finding->severity != IGD_HINT && !failed)
			failed = finding;
		else if (is_answer(finding))
			passed = finding;
		else if (finding->verdict == IGD_UNKNOWN && !unknown)
			unknown = finding;
	}
	if (failed)
		igd_text_printf(ret, "lost\n%s: %s", failed->id, failed->what);
	else if (passed)
		igd_text_printf(ret, "reachable\n%s", passed->what);
	else if (unknown)
		igd_text_printf(ret, "unknown\n%s: %s", unknown->id, unknown->what);
}

/* In the child. */
static int examine(void *context, int out)
{
	const struct igd_watching *watching = context;
	struct igd_options options = *watching->options;
	struct igd_session session = { 0 };
	IGD_AUTOTEXT struct igd_text text = { 0 };
	int status;

	if (fchdir(watching->folder) < 0)
		return EXIT_FAILURE;
	options.vm = watching->vm;
	options.only = (struct igd_words){ (const char **)(uintptr_t)areas, 1 };
	options.is_quiet = true;
	/* That would run PowerShell in the guest four times a minute. */
	options.may_ask_guest = false;
	status = igd_session_open(&session, &options, false);
	igd_text_add(&text, "", 0);
	if (status == IGD_EXIT_OK)
		conclude(&session.exam, &text);
	igd_session_done(&session);
	return write(out, text.text, text.size) == (ssize_t)text.size ? EXIT_SUCCESS : EXIT_FAILURE;
}

static void tell(struct igd_watching *watching, const char *word, const char *why)
{
	struct igd_watch_stream *stream = &watching->stream;
	bool is_reachable = strcmp(word, "reachable") == 0;
	struct igd_watch_event event = { .from = "stream", .count = 1 };
	IGD_AUTOFREE char *text = NULL;

	if (is_reachable) {
		event.name = "stream-reachable";
		text = igd_printf("the stream can be reached: %s", why);
	} else if (strcmp(word, "lost") == 0) {
		event.name = stream->was_reachable ? "stream-lost" : "stream-absent";
		event.weight = stream->was_reachable ? IGD_SENTRY_OPEN : IGD_SENTRY_PLAIN;
		text = igd_printf(stream->was_reachable ? "the stream is lost: %s"
							: "the stream cannot be reached yet: %s",
			why);
	} else {
		event.name = "stream-unknown";
		text = igd_printf("whether the stream can be reached is not known: %s", why);
	}
	if (strcmp(word, "unknown") != 0)
		stream->was_reachable = is_reachable;
	event.text = text;
	igd_watch_tell(watching, &event);
}

/* Only a change is told. */
static void take(struct igd_watching *watching, const struct igd_text *heard)
{
	struct igd_watch_stream *stream = &watching->stream;
	const char *end = strchr(heard->text, '\n');
	IGD_AUTOFREE char *word = NULL;
	IGD_AUTOFREE char *why = NULL;

	if (!end)
		return;
	word = igd_strndup(heard->text, (size_t)(end - heard->text));
	why = igd_printable(end + 1, strlen(end + 1), 400);
	if (stream->said && strcmp(stream->said, word) == 0)
		return;
	free(stream->said);
	stream->said = igd_strdup(word);
	tell(watching, word, why);
}

static bool has_something(const struct igd_child *child)
{
	struct pollfd poller = { child->in, POLLIN, 0 };

	return poll(&poller, 1, 0) > 0 || igd_now_ms() >= child->end;
}

void igd_watch_stream_turn(struct igd_watching *watching)
{
	struct igd_watch_stream *stream = &watching->stream;
	IGD_AUTOTEXT struct igd_text heard = { 0 };

	if (stream->child.pid) {
		if (has_something(&stream->child) &&
			igd_child_hear(&stream->child, MAX_ANSWER, &heard) == 0 &&
			watching->is_running)
			take(watching, &heard);
		return;
	}
	if (!watching->is_running || igd_now_ms() < stream->next)
		return;
	stream->next = igd_now_ms() + EVERY_MS;
	igd_child_start(&stream->child, examine, watching, PATIENCE_MS);
}

void igd_watch_stream_done(struct igd_watch_stream *stream)
{
	igd_child_stop(&stream->child);
	free(stream->said);
	*stream = (struct igd_watch_stream){ 0 };
}
