// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing - a line of addresses with what lies on it, or lanes of boxes, as a check declares it and printers draw it
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

struct igd_drawing_box {
	char *label;
	char *note; /* "" for none */
	enum igd_box_state state;
};

struct igd_drawing_lane {
	char *label;
	bool is_chain;
	struct igd_drawing_box *boxes; /* in the order they were declared */
	size_t box_count;
};

/* A map, or lanes: what belongs to the other is empty. */
struct igd_drawing {
	char *title;
	bool has_lanes;
	struct igd_drawing_lane *lanes;
	size_t lane_count;
	size_t box_count; /* of all lanes */
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
/* The other kind. Labels and notes are copied, printable; what is beyond IGD_DRAWING_MAX is left out. */
IGD_MALLOC struct igd_drawing *igd_drawing_new_lanes(const char *title);
void igd_drawing_add_lane(struct igd_drawing *drawing, const char *label, bool is_chain);
/* To the last lane; nothing where there is none. */
void igd_drawing_add_box(struct igd_drawing *drawing, const struct igd_draw_box *box);
/* NULL is well. */
void igd_drawing_free(struct igd_drawing *drawing);
void igd_drawing_free_at(struct igd_drawing **drawing);

/* "ram", "shared", "vram", "device", "window"; "reached", "lost", "fatal". */
const char *igd_draw_kind_name(enum igd_draw_kind kind);
const char *igd_draw_state_name(enum igd_draw_state state);
/* "plain", "good", "bad", "unknown". */
const char *igd_box_state_name(enum igd_box_state state);

#pragma GCC visibility pop

#endif
