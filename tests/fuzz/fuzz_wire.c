// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_wire - what a broken plugin may write into the pipe to the program
 */
#include <stdlib.h>
#include <string.h>

#include "core/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t measure_lanes(const struct igd_drawing *drawing)
{
	size_t i, j, boxes = 0, length = 0;

	for (i = 0; i < drawing->lane_count; i++) {
		const struct igd_drawing_lane *lane = &drawing->lanes[i];

		length += strlen(lane->label);
		for (j = 0; j < lane->box_count; j++, boxes++)
			length += strlen(lane->boxes[j].label) + strlen(lane->boxes[j].note) +
				  strlen(igd_box_state_name(lane->boxes[j].state));
	}
	if (drawing->lane_count > IGD_DRAWING_MAX || boxes > IGD_DRAWING_MAX ||
		boxes != drawing->box_count)
		abort();
	if (drawing->has_lanes ? drawing->span_count || drawing->mark_count : drawing->lane_count)
		abort();
	return length;
}

/* A drawing's bounds hold, and what it promises is there. */
static size_t measure(const struct igd_drawing *drawing)
{
	size_t i, length = strlen(drawing->title) + measure_lanes(drawing);

	if (drawing->span_count > IGD_DRAWING_MAX || drawing->mark_count > IGD_DRAWING_MAX)
		abort();
	for (i = 0; i < drawing->span_count; i++) {
		const struct igd_drawing_span *span = &drawing->spans[i];

		if (span->end < span->start)
			abort();
		length += strlen(span->label) + strlen(igd_draw_kind_name(span->kind)) +
			  strlen(igd_draw_state_name(span->state));
	}
	for (i = 0; i < drawing->mark_count; i++)
		length += strlen(drawing->marks[i].label);
	return length;
}

/* Walks what will be shown: a string that was promised is there. */
static void show(const struct igd_finding *finding)
{
	size_t i, length = 0;

	length += strlen(finding->where) + strlen(finding->what) + strlen(finding->remedy);
	for (i = 0; i < finding->evidence_count; i++)
		length +=
			strlen(finding->evidence[i].source) + strlen(finding->evidence[i].excerpt);
	if (finding->drawing)
		length += measure(finding->drawing);
	if (length > (size_t)1 << 24)
		abort();
}

static void read_finding(struct igd_wire *in)
{
	static const struct igd_check check = { "a.b", "title", "why", "remedy", IGD_HINT, NULL,
		NULL, NULL, NULL };
	IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };

	igd_finding_init(&finding, &check, "plugin");
	igd_unknown(&finding, "where", "what");
	igd_wire_get_u32(in);
	igd_wire_get_finding(in, &finding);
	show(&finding);
	if (in->failed && (finding.evidence_count || finding.drawing ||
				  strcmp(finding.remedy, "remedy") != 0))
		abort();
}

static void read_hello(struct igd_wire *in)
{
	uint32_t count;

	igd_wire_get_text(in);
	for (count = igd_wire_get_u32(in); count && !in->failed; count--) {
		IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };

		igd_wire_get_check(in, &finding);
		if (!in->failed &&
			(!finding.id || !finding.title || !finding.why || !finding.remedy))
			abort();
	}
}

static void read_rest(int type, struct igd_wire *in)
{
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	const char *text;

	if (type == IGD_SAY_ASK) {
		igd_wire_get_u32(in);
		igd_wire_get_u32(in);
	}
	text = igd_wire_get_text(in);
	if (text && text + strlen(text) >= in->end)
		abort();
	igd_wire_get_answer(in, &answer);
	if (answer.bytes && answer.bytes[answer.size])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOTEXT struct igd_text all = { 0 };
	struct igd_text left = { 0 };
	struct igd_wire in;
	size_t taken;
	int type;

	igd_text_add(&all, data, size);
	left = all;
	while ((type = igd_wire_next(&left, &in, &taken)) > 0) {
		if (taken > left.size)
			abort();
		if (type == IGD_SAY_HELLO)
			read_hello(&in);
		else if (type == IGD_SAY_FINDING)
			read_finding(&in);
		else
			read_rest(type, &in);
		left.text += taken;
		left.size -= taken;
	}
	return 0;
}
