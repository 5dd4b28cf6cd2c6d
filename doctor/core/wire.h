// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * wire - messages between the program and its workers
 *
 * A message is its size (four bytes, this machine's order), its type (one byte) and its fields. What arrives
 * may have been written by a broken plugin: every field is bounded, and a message that does not fit its type
 * is refused whole.
 */
#ifndef IGD_CORE_WIRE_H
#define IGD_CORE_WIRE_H

#include "core/finding.h"
#include "core/proposal.h"
#include "core/source.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

#define IGD_WIRE_MAX (80u << 20)

enum igd_message {
	/* from a worker */
	IGD_SAY_HELLO = 1, /* place, checks, fixes: what its plugin is */
	IGD_SAY_REFUSED,   /* why its plugin was not loaded */
	IGD_SAY_ASK,	   /* a question; answered by ANSWER */
	IGD_SAY_DERIVE,	   /* a key; answered by ANSWER or WORK */
	IGD_SAY_DERIVED,   /* a key and its answer */
	IGD_SAY_FINDING,   /* index of the check, and what it concluded */
	IGD_SAY_CHANGES,   /* index of the fix, and what it wants changed */
	/* from the program */
	IGD_SAY_ANSWER,
	IGD_SAY_WORK, /* work the derived answer out */
	IGD_SAY_RUN,  /* index of a check */
	IGD_SAY_PLAN, /* index of a fix */
	IGD_SAY_LAST = IGD_SAY_PLAN
};

/* Writing: begin, fields, end. */
void igd_wire_begin(struct igd_text *out, enum igd_message type, size_t *ret_at);
void igd_wire_end(struct igd_text *out, size_t at);
void igd_wire_u32(struct igd_text *out, uint32_t value);
void igd_wire_text(struct igd_text *out, const char *text); /* NULL stays NULL */
void igd_wire_bytes(struct igd_text *out, const char *bytes, size_t size);
void igd_wire_answer(struct igd_text *out, const struct igd_answer *answer);
/* What a check says of itself, with its needs. */
void igd_wire_check(struct igd_text *out, const struct igd_check *check);
/* What was concluded: everything of a finding that igd_finding_init() does not know. */
void igd_wire_finding(struct igd_text *out, const struct igd_finding *finding);
/* A finding's drawing, which may be NULL (wire_drawing.c). */
void igd_wire_drawing(struct igd_text *out, const struct igd_drawing *drawing);
/* What a fix says of itself; what it wants changed, or (failed) why it cannot say (wire_fix.c). */
void igd_wire_fix(struct igd_text *out, const struct igd_fix *fix);
void igd_wire_changes(struct igd_text *out, const struct igd_changes *changes, const char *failed);

/* Reading: after any field that did not fit, failed stays true and everything reads as empty. */
struct igd_wire {
	const char *at, *end;
	bool failed;
};

uint32_t igd_wire_get_u32(struct igd_wire *in);
/* Borrowed from the message; NULL for NULL. Sanitised text is the caller's business. */
const char *igd_wire_get_text(struct igd_wire *in);
const char *igd_wire_get_bytes(struct igd_wire *in, size_t *ret_size);
void igd_wire_get_answer(struct igd_wire *in, struct igd_answer *ret);
/* Fills a finding that is still empty with what a check says of itself. */
void igd_wire_get_check(struct igd_wire *in, struct igd_finding *ret);
/* Up to the end of the message. Leaves the finding, which has no evidence yet, alone if the message failed. */
void igd_wire_get_finding(struct igd_wire *in, struct igd_finding *ret);
/* The caller frees it. NULL for none; what does not fit fails the message, and may come back in part. */
struct igd_drawing *igd_wire_get_drawing(struct igd_wire *in);
/* Fills a fix that is still empty. One without id or title, or risky without a risk text, does not fit. */
void igd_wire_get_fix(struct igd_wire *in, struct igd_fix_known *ret);
/*
 * Up to the end of the message. Every change has what its kind needs, and texts that are valid UTF-8 on lines (a line of somebody's
 * file may hold other bytes). A message that does not fit leaves the proposal alone.
 */
void igd_wire_get_changes(struct igd_wire *in, struct igd_proposal *ret);
/* Fails a message in which anything is left to read. */
void igd_wire_get_end(struct igd_wire *in);

/* The next whole message of a buffer: its type (0: none yet, -EBADMSG: nonsense) and its fields in *ret. */
int igd_wire_next(const struct igd_text *buffer, struct igd_wire *ret, size_t *ret_size);

#pragma GCC visibility pop

#endif
