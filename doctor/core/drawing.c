// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing - a line of addresses with what lies on it, or lanes of boxes
 */
#include "core/drawing.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LABEL 120
#define MAX_NOTE 240

static char *shown(const char *label)
{
	return igd_printable(label, strlen(label), MAX_LABEL);
}

static char *shown_note(const char *note)
{
	return note ? igd_printable(note, strlen(note), MAX_NOTE) : igd_strdup("");
}

struct igd_drawing *igd_drawing_new(const char *title, uint64_t last)
{
	struct igd_drawing *drawing = igd_zalloc(sizeof(*drawing));

	drawing->title = shown(title);
	drawing->last = last;
	return drawing;
}

void igd_drawing_add(struct igd_drawing *drawing, const struct igd_draw_span *span)
{
	if (drawing->has_lanes || drawing->span_count >= IGD_DRAWING_MAX || span->end < span->start)
		return;
	drawing->spans =
		igd_regrow(drawing->spans, drawing->span_count + 1, sizeof(*drawing->spans));
	drawing->spans[drawing->span_count++] = (struct igd_drawing_span){
		.label = shown(span->label),
		.start = span->start,
		.end = span->end,
		.kind = span->kind,
		.state = span->state,
		.is_exact = span->is_exact,
	};
}

void igd_drawing_mark(struct igd_drawing *drawing, const char *label, uint64_t last)
{
	if (drawing->has_lanes || drawing->mark_count >= IGD_DRAWING_MAX)
		return;
	drawing->marks =
		igd_regrow(drawing->marks, drawing->mark_count + 1, sizeof(*drawing->marks));
	drawing->marks[drawing->mark_count++] = (struct igd_drawing_mark){ shown(label), last };
}

struct igd_drawing *igd_drawing_new_lanes(const char *title)
{
	struct igd_drawing *drawing = igd_drawing_new(title, 0);

	drawing->has_lanes = true;
	return drawing;
}

void igd_drawing_add_lane(struct igd_drawing *drawing, const char *label, bool is_chain)
{
	if (!drawing->has_lanes || drawing->lane_count >= IGD_DRAWING_MAX)
		return;
	drawing->lanes =
		igd_regrow(drawing->lanes, drawing->lane_count + 1, sizeof(*drawing->lanes));
	drawing->lanes[drawing->lane_count++] =
		(struct igd_drawing_lane){ .label = shown(label), .is_chain = is_chain };
}

void igd_drawing_add_box(struct igd_drawing *drawing, const struct igd_draw_box *box)
{
	struct igd_drawing_lane *lane;

	if (!drawing->lane_count || drawing->box_count >= IGD_DRAWING_MAX)
		return;
	lane = &drawing->lanes[drawing->lane_count - 1];
	lane->boxes = igd_regrow(lane->boxes, lane->box_count + 1, sizeof(*lane->boxes));
	lane->boxes[lane->box_count++] =
		(struct igd_drawing_box){ shown(box->label), shown_note(box->note), box->state };
	drawing->box_count++;
}

static void lane_done(struct igd_drawing_lane *lane)
{
	size_t i;

	for (i = 0; i < lane->box_count; i++) {
		free(lane->boxes[i].label);
		free(lane->boxes[i].note);
	}
	free(lane->boxes);
	free(lane->label);
}

void igd_drawing_free(struct igd_drawing *drawing)
{
	size_t i;

	if (!drawing)
		return;
	for (i = 0; i < drawing->span_count; i++)
		free(drawing->spans[i].label);
	for (i = 0; i < drawing->mark_count; i++)
		free(drawing->marks[i].label);
	for (i = 0; i < drawing->lane_count; i++)
		lane_done(&drawing->lanes[i]);
	free(drawing->lanes);
	free(drawing->spans);
	free(drawing->marks);
	free(drawing->title);
	free(drawing);
}

void igd_drawing_free_at(struct igd_drawing **drawing)
{
	igd_drawing_free(*drawing);
}

const char *igd_draw_kind_name(enum igd_draw_kind kind)
{
	static const char *const names[] = { "ram", "shared", "vram", "device", "window" };

	return names[kind];
}

const char *igd_draw_state_name(enum igd_draw_state state)
{
	static const char *const names[] = { "reached", "lost", "fatal" };

	return names[state];
}

const char *igd_box_state_name(enum igd_box_state state)
{
	static const char *const names[] = { "plain", "good", "bad", "unknown" };

	return names[state];
}
