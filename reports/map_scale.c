// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_scale - where on a line an address is drawn
 */
#include "reports/map_scale.h"

/* 512 MiB: what is below is not told apart. */
#define FIRST_BITS 29u
/* With less than this the line would show next to nothing. */
#define LEAST_BITS 4u
#define PARTS 256u

struct igd_map_scale igd_map_scale(const struct igd_drawing *drawing)
{
	struct igd_map_scale scale = { FIRST_BITS, igd_bit_length(drawing->last) };

	if (scale.last < LEAST_BITS)
		scale.last = LEAST_BITS;
	if (scale.last < FIRST_BITS + LEAST_BITS)
		scale.first = scale.last - LEAST_BITS;
	return scale;
}

/* The logarithm in 256ths, straight between two powers of two. */
static uint64_t logarithm(uint64_t value)
{
	unsigned whole = igd_bit_length(value);
	uint64_t part;

	if (!whole)
		return 0;
	whole--;
	part = whole >= 8 ? value >> (whole - 8) : value << (8 - whole);
	return (uint64_t)whole * PARTS + (part & (PARTS - 1));
}

uint64_t igd_map_at(const struct igd_map_scale *scale, uint64_t address, uint64_t length)
{
	uint64_t at = logarithm(address), first = (uint64_t)scale->first * PARTS;
	uint64_t range = (uint64_t)(scale->last - scale->first) * PARTS;

	if (at <= first)
		return 0;
	at -= first;
	return at >= range ? length : at * length / range;
}

char *igd_map_size(unsigned bits)
{
	static const char *const units[] = { "", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" };

	return igd_printf("%u %sB", 1u << bits % 10, units[bits / 10]);
}

const struct igd_drawing_mark *igd_map_limit(const struct igd_drawing *drawing)
{
	const struct igd_drawing_mark *limit = NULL;
	size_t i;

	for (i = 0; i < drawing->mark_count; i++) {
		if (!limit || drawing->marks[i].last < limit->last)
			limit = &drawing->marks[i];
	}
	return limit;
}

const char *igd_map_state(enum igd_draw_state state)
{
	static const char *const words[] = { "reached", "out of reach", "out of reach, fatal" };

	return words[state];
}
