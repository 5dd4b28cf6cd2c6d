// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * watch - what the files of the verb share
 *
 *     watch          the verb: follows the VM until it ends
 *     watch_scene    which VM, and where it is heard of
 *     watch_stream   whether its stream can be reached, asked beside the rest
 *     watch_tell     one event as a line, in words or as JSON
 */
#ifndef IGD_CLI_WATCH_H
#define IGD_CLI_WATCH_H

#include "cli/session.h"
#include "core/child.h"
#include "facts/log/symptom.h"
#include "up/sentry.h"

/* What is told. Texts are printable. */
struct igd_watch_event {
	const char *from; /* an ear of the sentry's, "stream" or "watch" */
	const char *name; /* "started", "line", "dma-faults", "stream-lost" ... */
	enum igd_sentry_weight weight;
	const char *text;
	size_t count;			   /* lines that it stands for */
	const struct igd_symptom *symptom; /* NULL */
	const char *cause, *remedy;	   /* NULL */
	int status;			   /* "ended": the exit status; else 0 */
};

/* The stream, as it was when it was asked last. */
struct igd_watch_stream {
	struct igd_child child; /* that asks; pid 0: none */
	uint64_t next;		/* when it is to be asked again, of igd_now_ms() */
	char *said;		/* what was told of it last; NULL: nothing */
	bool was_reachable;
};

struct igd_watching {
	const struct igd_options *options;
	struct igd_report_style style;
	bool is_json;
	int folder; /* the working directory */
	char *vm, *uri, *qemu_log, *firmware_log, *igpu;
	struct igd_symptoms symptoms;
	bool *is_explained; /* one for each symptom: its cause was told */
	struct igd_hand *hand;
	struct igd_sentry *sentry;
	uint64_t retry; /* when libvirt is to be tried again; 0: it is there */
	uint64_t end;	/* the VM has stopped; so long what it had to say is waited for; 0 */
	bool is_running, has_fatal;
	struct igd_watch_stream stream;
};

/* Finds the VM. IGD_EXIT_OK, or the exit status after naming why there is none to watch. */
int igd_watch_look(struct igd_watching *watching);

/* Asks the stream when it is time to, and tells what has changed. Never waits long. */
void igd_watch_stream_turn(struct igd_watching *watching);
void igd_watch_stream_done(struct igd_watch_stream *stream);

void igd_watch_tell(struct igd_watching *watching, const struct igd_watch_event *event);
/* An event of watch's own. */
IGD_FORMAT(3, 4)
void igd_watch_say(struct igd_watching *watching, const char *name, const char *format, ...);
/* Whether an event of the sentry's is worth a line. */
bool igd_watch_is_told(const struct igd_watching *watching, const struct igd_sentry_event *event);

#endif
