// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing - a line of addresses with what lies on it, as a check declares it and printers draw it
 */
#ifndef IGD_CORE_DRAWING_H
#define IGD_CORE_DRAWING_H

#include "core/check.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* What a drawing holds at most: more could not be read, and a worker may be broken. */
#define IGD_DRAWING_MAX 64u

struct igd_drawing_span {
	char *label;
	uint64_t start, end;
	enum igd_draw_kind kind;
	enum igd_draw_state state;
	bool is_exact;
};

struct igd_drawing_mark {
	char *label;
	uint64_t last;
};

struct igd_drawing {
	char *title;
	uint64_t last;
	struct igd_drawing_span *spans; /* in the order they were declared */
	size_t span_count;
	struct igd_drawing_mark *marks;
	size_t mark_count;
};

IGD_MALLOC struct igd_drawing *igd_drawing_new(const char *title, uint64_t last);
/* The label is copied, printable. What is beyond IGD_DRAWING_MAX, or ends before it starts, is left out. */
void igd_drawing_add(struct igd_drawing *drawing, const struct igd_draw_span *span);
void igd_drawing_mark(struct igd_drawing *drawing, const char *label, uint64_t last);
/* NULL is well. */
void igd_drawing_free(struct igd_drawing *drawing);
void igd_drawing_free_at(struct igd_drawing **drawing);

/* "ram", "shared", "vram", "device", "window"; "reached", "lost", "fatal". */
const char *igd_draw_kind_name(enum igd_draw_kind kind);
const char *igd_draw_state_name(enum igd_draw_state state);

#pragma GCC visibility pop

#endif
