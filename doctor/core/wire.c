// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * wire - messages between the program and its workers
 */
#include "core/wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define HEAD (sizeof(uint32_t) + 1)
#define NO_TEXT UINT32_MAX
#define MAX_LIST 256u
#define MAX_SHOWN 8192u

void igd_wire_begin(struct igd_text *out, enum igd_message type, size_t *ret_at)
{
	char kind = (char)type;

	*ret_at = out->size;
	igd_wire_u32(out, 0);
	igd_text_add(out, &kind, 1);
}

void igd_wire_end(struct igd_text *out, size_t at)
{
	uint32_t size = (uint32_t)(out->size - at - HEAD);

	memcpy(out->text + at, &size, sizeof(size));
}

void igd_wire_u32(struct igd_text *out, uint32_t value)
{
	igd_text_add(out, &value, sizeof(value));
}

void igd_wire_bytes(struct igd_text *out, const char *bytes, size_t size)
{
	igd_wire_u32(out, (uint32_t)size);
	igd_text_add(out, bytes, size);
	igd_text_add(out, "", 1);
}

void igd_wire_text(struct igd_text *out, const char *text)
{
	if (text)
		igd_wire_bytes(out, text, strlen(text));
	else
		igd_wire_u32(out, NO_TEXT);
}

void igd_wire_answer(struct igd_text *out, const struct igd_answer *answer)
{
	igd_wire_u32(out, (uint32_t)answer->error);
	igd_wire_u32(out, (uint32_t)answer->kind);
	igd_wire_bytes(out, answer->bytes, answer->bytes ? answer->size : 0);
}

static void put_list(struct igd_text *out, const char *const *list)
{
	uint32_t count = 0;

	while (list && list[count])
		count++;
	igd_wire_u32(out, count);
	for (; count; count--)
		igd_wire_text(out, *list++);
}

void igd_wire_check(struct igd_text *out, const struct igd_check *check)
{
	igd_wire_text(out, check->id);
	igd_wire_text(out, check->title);
	igd_wire_text(out, check->why);
	igd_wire_text(out, check->remedy);
	igd_wire_text(out, check->fix);
	igd_wire_u32(out, (uint32_t)check->severity);
	put_list(out, check->needs);
	put_list(out, check->references);
}

void igd_wire_finding(struct igd_text *out, const struct igd_finding *finding)
{
	size_t i;

	igd_wire_u32(out, (uint32_t)finding->verdict);
	igd_wire_u32(out, (uint32_t)finding->severity);
	igd_wire_u32(out, (uint32_t)finding->reason);
	igd_wire_text(out, finding->where);
	igd_wire_text(out, finding->what);
	igd_wire_text(out, finding->remedy);
	igd_wire_text(out, finding->fix);
	igd_wire_u32(out, (uint32_t)finding->evidence_count);
	for (i = 0; i < finding->evidence_count; i++) {
		igd_wire_text(out, finding->evidence[i].source);
		igd_wire_text(out, finding->evidence[i].excerpt);
	}
	igd_wire_drawing(out, finding->drawing);
}

uint32_t igd_wire_get_u32(struct igd_wire *in)
{
	uint32_t value = 0;

	if (in->failed || (size_t)(in->end - in->at) < sizeof(value)) {
		in->failed = true;
		return 0;
	}
	memcpy(&value, in->at, sizeof(value));
	in->at += sizeof(value);
	return value;
}

static const char *take_bytes(struct igd_wire *in, size_t size)
{
	const char *bytes = in->at;

	if (in->failed || size >= (size_t)(in->end - in->at) || bytes[size] != '\0') {
		in->failed = true;
		return NULL;
	}
	in->at += size + 1;
	return bytes;
}

const char *igd_wire_get_bytes(struct igd_wire *in, size_t *ret_size)
{
	const char *bytes;

	*ret_size = igd_wire_get_u32(in);
	bytes = take_bytes(in, *ret_size);
	if (!bytes)
		*ret_size = 0;
	return bytes;
}

const char *igd_wire_get_text(struct igd_wire *in)
{
	uint32_t size = igd_wire_get_u32(in);
	const char *text;

	if (in->failed || size == NO_TEXT)
		return NULL;
	text = take_bytes(in, size);
	if (text && strlen(text) != size)
		in->failed = true;
	return in->failed ? NULL : text;
}

/* A text that will be shown. NULL for one that was not sent, or if the message does not fit. */
static char *get_shown(struct igd_wire *in)
{
	const char *text = igd_wire_get_text(in);

	return text ? igd_printable(text, strlen(text), MAX_SHOWN) : NULL;
}

/* The same where it must not be missing. */
static char *get_needed(struct igd_wire *in)
{
	char *text = get_shown(in);

	if (!text)
		in->failed = true;
	return text;
}

void igd_wire_get_answer(struct igd_wire *in, struct igd_answer *ret)
{
	const char *bytes;

	*ret = (struct igd_answer){ 0 };
	ret->error = (int)igd_wire_get_u32(in);
	ret->kind = (enum igd_kind)igd_wire_get_u32(in);
	bytes = igd_wire_get_bytes(in, &ret->size);
	if (in->failed || ret->error < 0 || ret->kind > IGD_OTHER) {
		in->failed = true;
		*ret = (struct igd_answer){ .error = EBADMSG };
		return;
	}
	ret->bytes = igd_zalloc(ret->size + 1);
	memcpy(ret->bytes, bytes, ret->size);
}

static void get_list(struct igd_wire *in, char ***ret, size_t *ret_count)
{
	uint32_t count = igd_wire_get_u32(in);

	if (count > MAX_LIST)
		in->failed = true;
	while (count-- && !in->failed) {
		IGD_AUTOFREE char *text = get_needed(in);

		if (text)
			igd_finding_add(ret, ret_count, text);
	}
}

void igd_wire_get_check(struct igd_wire *in, struct igd_finding *ret)
{
	uint32_t severity;

	ret->id = get_needed(in);
	ret->title = get_needed(in);
	ret->why = get_needed(in);
	ret->remedy = get_needed(in);
	ret->fix = get_shown(in);
	severity = igd_wire_get_u32(in);
	in->failed |= severity > IGD_BLOCKER;
	ret->severity = in->failed ? IGD_HINT : (enum igd_severity)severity;
	get_list(in, &ret->needs, &ret->need_count);
	get_list(in, &ret->references, &ret->reference_count);
}

static void get_evidence(struct igd_wire *in, struct igd_finding *ret)
{
	uint32_t count = igd_wire_get_u32(in);
	struct igd_evidence *evidence;

	if (count > MAX_LIST)
		in->failed = true;
	while (count-- && !in->failed) {
		ret->evidence =
			igd_regrow(ret->evidence, ret->evidence_count + 1, sizeof(*ret->evidence));
		evidence = &ret->evidence[ret->evidence_count++];
		evidence->source = get_needed(in);
		evidence->excerpt = get_needed(in);
	}
}

static void get_conclusion(struct igd_wire *in, struct igd_finding *ret)
{
	uint32_t verdict = igd_wire_get_u32(in), severity = igd_wire_get_u32(in);
	uint32_t reason = igd_wire_get_u32(in);

	in->failed |=
		verdict >= IGD_BLOCKED || severity > IGD_BLOCKER || reason >= IGD_REASON_COUNT;
	if (in->failed)
		return;
	ret->verdict = (enum igd_verdict)verdict;
	ret->severity = (enum igd_severity)severity;
	ret->reason = (enum igd_reason)reason;
	ret->where = get_needed(in);
	ret->what = get_needed(in);
	ret->remedy = get_needed(in);
	ret->fix = get_shown(in);
	get_evidence(in, ret);
	ret->drawing = igd_wire_get_drawing(in);
	igd_wire_get_end(in);
}

static void swap(char **left, char **right)
{
	char *kept = *left;

	*left = *right;
	*right = kept;
}

void igd_wire_get_finding(struct igd_wire *in, struct igd_finding *ret)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };

	get_conclusion(in, &got);
	if (in->failed)
		return;
	ret->verdict = got.verdict;
	ret->severity = got.severity;
	ret->reason = got.reason;
	swap(&ret->where, &got.where);
	swap(&ret->what, &got.what);
	swap(&ret->remedy, &got.remedy);
	swap(&ret->fix, &got.fix);
	ret->evidence = IGD_TAKE_PTR(got.evidence);
	ret->evidence_count = got.evidence_count;
	got.evidence_count = 0;
	igd_drawing_free(ret->drawing);
	ret->drawing = IGD_TAKE_PTR(got.drawing);
}

void igd_wire_get_end(struct igd_wire *in)
{
	in->failed |= in->at != in->end;
}

int igd_wire_next(const struct igd_text *buffer, struct igd_wire *ret, size_t *ret_size)
{
	uint32_t size;

	if (buffer->size < HEAD)
		return 0;
	memcpy(&size, buffer->text, sizeof(size));
	if (size > IGD_WIRE_MAX || buffer->text[HEAD - 1] < IGD_SAY_HELLO ||
		buffer->text[HEAD - 1] > IGD_SAY_LAST)
		return -EBADMSG;
	if (buffer->size < HEAD + size)
		return 0;
	*ret = (struct igd_wire){ buffer->text + HEAD, buffer->text + HEAD + size, false };
	*ret_size = HEAD + size;
	return buffer->text[HEAD - 1];
}
