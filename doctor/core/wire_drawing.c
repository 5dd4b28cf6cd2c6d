// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * wire_drawing - a finding's drawing in a message
 */
#include <string.h>

#include "core/wire.h"

static void put_u64(struct igd_text *out, uint64_t value)
{
	igd_text_add(out, &value, sizeof(value));
}

static void put_span(struct igd_text *out, const struct igd_drawing_span *span)
{
	igd_wire_text(out, span->label);
	put_u64(out, span->start);
	put_u64(out, span->end);
	igd_wire_u32(out, (uint32_t)span->kind);
	igd_wire_u32(out, (uint32_t)span->state);
	igd_wire_u32(out, span->is_exact);
}

static void put_map(struct igd_text *out, const struct igd_drawing *drawing)
{
	size_t i;

	put_u64(out, drawing->last);
	igd_wire_u32(out, (uint32_t)drawing->span_count);
	for (i = 0; i < drawing->span_count; i++)
		put_span(out, &drawing->spans[i]);
	igd_wire_u32(out, (uint32_t)drawing->mark_count);
	for (i = 0; i < drawing->mark_count; i++) {
		igd_wire_text(out, drawing->marks[i].label);
		put_u64(out, drawing->marks[i].last);
	}
}

static void put_lane(struct igd_text *out, const struct igd_drawing_lane *lane)
{
	size_t i;

	igd_wire_text(out, lane->label);
	igd_wire_u32(out, lane->is_chain);
	igd_wire_u32(out, (uint32_t)lane->box_count);
	for (i = 0; i < lane->box_count; i++) {
		igd_wire_text(out, lane->boxes[i].label);
		igd_wire_text(out, lane->boxes[i].note);
		igd_wire_u32(out, (uint32_t)lane->boxes[i].state);
	}
}

/* Nothing but a NULL title where there is none. */
void igd_wire_drawing(struct igd_text *out, const struct igd_drawing *drawing)
{
	size_t i;

	igd_wire_text(out, drawing ? drawing->title : NULL);
	if (!drawing)
		return;
	igd_wire_u32(out, drawing->has_lanes);
	if (!drawing->has_lanes) {
		put_map(out, drawing);
		return;
	}
	igd_wire_u32(out, (uint32_t)drawing->lane_count);
	for (i = 0; i < drawing->lane_count; i++)
		put_lane(out, &drawing->lanes[i]);
}

static uint64_t get_u64(struct igd_wire *in)
{
	uint64_t value = 0;

	if (in->failed || (size_t)(in->end - in->at) < sizeof(value)) {
		in->failed = true;
		return 0;
	}
	memcpy(&value, in->at, sizeof(value));
	in->at += sizeof(value);
	return value;
}

/* A number below limit. */
static uint32_t get_below(struct igd_wire *in, uint32_t limit)
{
	uint32_t value = igd_wire_get_u32(in);

	in->failed |= value >= limit;
	return in->failed ? 0 : value;
}

static void get_span(struct igd_wire *in, struct igd_drawing *drawing)
{
	const char *label = igd_wire_get_text(in);
	struct igd_draw_span span = { .label = label };

	span.start = get_u64(in);
	span.end = get_u64(in);
	span.kind = (enum igd_draw_kind)get_below(in, IGD_DRAW_KIND_COUNT);
	span.state = (enum igd_draw_state)get_below(in, IGD_DRAW_STATE_COUNT);
	span.is_exact = get_below(in, 2);
	in->failed |= !label || span.end < span.start;
	if (!in->failed)
		igd_drawing_add(drawing, &span);
}

static void get_mark(struct igd_wire *in, struct igd_drawing *drawing)
{
	const char *label = igd_wire_get_text(in);
	uint64_t last = get_u64(in);

	in->failed |= !label;
	if (!in->failed)
		igd_drawing_mark(drawing, label, last);
}

static struct igd_drawing *get_map(struct igd_wire *in, const char *title)
{
	struct igd_drawing *drawing = igd_drawing_new(title, get_u64(in));
	uint32_t count;

	for (count = get_below(in, IGD_DRAWING_MAX + 1); count && !in->failed; count--)
		get_span(in, drawing);
	for (count = get_below(in, IGD_DRAWING_MAX + 1); count && !in->failed; count--)
		get_mark(in, drawing);
	return drawing;
}

static void get_box(struct igd_wire *in, struct igd_drawing *drawing)
{
	struct igd_draw_box box = { .label = igd_wire_get_text(in) };

	box.note = igd_wire_get_text(in);
	box.state = (enum igd_box_state)get_below(in, IGD_BOX_STATE_COUNT);
	in->failed |= !box.label || !box.note || drawing->box_count >= IGD_DRAWING_MAX;
	if (!in->failed)
		igd_drawing_add_box(drawing, &box);
}

static void get_lane(struct igd_wire *in, struct igd_drawing *drawing)
{
	const char *label = igd_wire_get_text(in);
	bool is_chain = get_below(in, 2);
	uint32_t count = get_below(in, IGD_DRAWING_MAX + 1);

	in->failed |= !label;
	if (in->failed)
		return;
	igd_drawing_add_lane(drawing, label, is_chain);
	for (; count && !in->failed; count--)
		get_box(in, drawing);
}

static struct igd_drawing *get_lanes(struct igd_wire *in, const char *title)
{
	struct igd_drawing *drawing = igd_drawing_new_lanes(title);
	uint32_t count;

	for (count = get_below(in, IGD_DRAWING_MAX + 1); count && !in->failed; count--)
		get_lane(in, drawing);
	return drawing;
}

struct igd_drawing *igd_wire_get_drawing(struct igd_wire *in)
{
	const char *title = igd_wire_get_text(in);

	if (!title)
		return NULL;
	return get_below(in, 2) ? get_lanes(in, title) : get_map(in, title);
}
