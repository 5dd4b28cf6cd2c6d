// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing - a line of addresses with what lies on it
 */
#include "core/drawing.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LABEL 120

static char *shown(const char *label)
{
	return igd_printable(label, strlen(label), MAX_LABEL);
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
	if (drawing->span_count >= IGD_DRAWING_MAX || span->end < span->start)
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
	if (drawing->mark_count >= IGD_DRAWING_MAX)
		return;
	drawing->marks =
		igd_regrow(drawing->marks, drawing->mark_count + 1, sizeof(*drawing->marks));
	drawing->marks[drawing->mark_count++] = (struct igd_drawing_mark){ shown(label), last };
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
