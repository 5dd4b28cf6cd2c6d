// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * svg_parts - what every drawing as SVG has in common: the style sheet, hostile text, how wide text is at most
 */
#ifndef IGD_REPORTS_SVG_PARTS_H
#define IGD_REPORTS_SVG_PARTS_H

#include <stdio.h>

#include "reports/report.h"

/* How wide an image is where nothing else is asked for. */
#define IGD_SVG_WIDTH 990u

/* How drawings look, light and dark, as rules of CSS: for the svg element, or the page, that holds them. */
extern const char igd_svg_rules[];

/* The text as XML has it; what XML does not know is "?". */
void igd_svg_text(const char *text, FILE *out);
/* The same of at most so many characters, the last then "...". */
void igd_svg_short(const char *text, size_t columns, FILE *out);
/*
 * How much of the text, in bytes, fits into so many pixels at that size of letters, in the widest of the fonts that a
 * reader has: up to and with a blank if there is one, else behind a sign such as '/', else in the middle of a word; at least
 * one letter. Bold letters are wider.
 */
size_t igd_svg_fit(const char *text, unsigned pixels, unsigned size, bool is_bold);
/* The text on one line that is so wide; what does not fit is "...". */
void igd_svg_line(const char *text, unsigned pixels, unsigned size, bool is_bold, FILE *out);
/* The finding's id and verdict as a headline, 30 below y. */
void igd_svg_head(const struct igd_finding *finding, unsigned x, unsigned y, FILE *out);

#endif
