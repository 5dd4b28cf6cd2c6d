// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_scale - where on a line an address is drawn
 *
 * The line is logarithmic: between 4 GiB of RAM and the end of 46 bits lie four orders of magnitude, and what matters,
 * on which side of a limit something lies, is a matter of how many bits it takes. Each step to the right doubles the
 * address.
 */
#ifndef IGD_REPORTS_MAP_SCALE_H
#define IGD_REPORTS_MAP_SCALE_H

#include "core/drawing.h"

struct igd_map_scale {
	unsigned first, last; /* the bits at both ends; first < last */
};

/* The scale on which all of the drawing is seen. */
struct igd_map_scale igd_map_scale(const struct igd_drawing *drawing);

/* Where on a line of that length the address lies, 0 to length. */
uint64_t igd_map_at(const struct igd_map_scale *scale, uint64_t address, uint64_t length);

/* "512 MiB", "4 GiB", "64 TiB" of that many bits. The caller frees it. */
IGD_MALLOC char *igd_map_size(unsigned bits);

/* How far something reaches: the smallest mark, or NULL. */
const struct igd_drawing_mark *igd_map_limit(const struct igd_drawing *drawing);

/* What is said of a state: "reached", "out of reach". */
const char *igd_map_state(enum igd_draw_state state);

#endif
