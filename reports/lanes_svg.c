// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lanes_svg - lanes of boxes as SVG
 *
 * Lanes stand below each other, and a lane has as many rows as its boxes need: so it fits a page of any width. No font
 * is known here, so text is broken where it fits in the widest of the usual ones, and what is too long for a box ends in "...". A
 * screen reader is given the title and, as the description, a sentence for each lane and for each box.
 */
#include "reports/lanes_svg.h"

#include <string.h>

#include "reports/lanes.h"

#define LEFT 24u /* margin */
#define HEAD 70u /* title and subtitle */
#define FOOT 14u
#define LANE 30u /* its label */
#define LANE_END 12u
#define GAP 16u /* between boxes; with an arrow in it, ARROW_GAP */
#define ARROW_GAP 30u
#define LEAST_BOX 210u
#define PADDING 12u
#define LABEL_SIZE 14u
#define NOTE_SIZE 13u
#define LINE 19u
#define STATE 24u /* the line of the sign and the word */
#define MAX_LABEL_LINES 2u
#define MAX_NOTE_LINES 7u

/* How the boxes of a lane are laid out. */
struct grid {
	const struct igd_finding *finding;
	const struct igd_drawing_lane *lane;
	unsigned room;		      /* for all columns */
	unsigned width, columns, gap; /* of each, and between them */
};

struct rectangle {
	unsigned x, y, width, height;
};

static unsigned room_of(unsigned width)
{
	return (width > IGD_LANES_MIN_WIDTH ? width : IGD_LANES_MIN_WIDTH) - 2 * LEFT;
}

/* The most boxes that a chain has: all chains have as many columns, if there is room, so that they can be compared. */
static unsigned longest_chain(const struct igd_drawing *drawing)
{
	size_t i, longest = 1;

	for (i = 0; i < drawing->lane_count; i++) {
		if (drawing->lanes[i].is_chain && drawing->lanes[i].box_count > longest)
			longest = drawing->lanes[i].box_count;
	}
	return (unsigned)longest;
}

static struct grid grid_of(
	const struct igd_finding *finding, const struct igd_drawing_lane *lane, unsigned width)
{
	unsigned longest = longest_chain(finding->drawing);
	struct grid grid = { .finding = finding, .lane = lane, .room = room_of(width) };

	grid.gap = lane->is_chain ? ARROW_GAP : GAP;
	grid.columns = (grid.room + grid.gap) / (LEAST_BOX + grid.gap);
	if (lane->is_chain && grid.columns > longest)
		grid.columns = longest;
	grid.columns = grid.columns ? grid.columns : 1;
	grid.width = (grid.room + grid.gap) / grid.columns - grid.gap;
	return grid;
}

/* How many lines of a box's width the text takes, up to limit. */
static unsigned lines_of(const struct grid *grid, const char *text, unsigned size, unsigned limit)
{
	unsigned lines = 0;

	for (; *text && lines < limit; lines++) {
		text += igd_svg_fit(text, grid->width - 2 * PADDING, size, size == LABEL_SIZE);
		text += strspn(text, " ");
	}
	return lines;
}

static unsigned box_height(const struct grid *grid, const struct igd_drawing_box *box)
{
	unsigned lines = lines_of(grid, box->label, LABEL_SIZE, MAX_LABEL_LINES) +
			 lines_of(grid, box->note, NOTE_SIZE, MAX_NOTE_LINES);

	return 2 * PADDING + lines * LINE + (box->state == IGD_BOX_PLAIN ? 0 : STATE);
}

/* Boxes of a row are as high as the highest of them. */
static unsigned row_height(const struct grid *grid, size_t row)
{
	size_t i, first = row * grid->columns, end = first + grid->columns;
	unsigned height = 0, own;

	for (i = first; i < end && i < grid->lane->box_count; i++) {
		own = box_height(grid, &grid->lane->boxes[i]);
		height = own > height ? own : height;
	}
	return height;
}

static size_t row_count(const struct grid *grid)
{
	return (grid->lane->box_count + grid->columns - 1) / grid->columns;
}

static unsigned lane_height(const struct grid *grid)
{
	unsigned height = LANE + LANE_END;
	size_t row;

	for (row = 0; row < row_count(grid); row++)
		height += row_height(grid, row) + (row ? grid->gap : 0);
	return height;
}

unsigned igd_lanes_svg_height(const struct igd_finding *finding, unsigned width)
{
	unsigned height = HEAD + FOOT;
	size_t i;

	for (i = 0; i < finding->drawing->lane_count; i++) {
		struct grid grid = grid_of(finding, &finding->drawing->lanes[i], width);

		height += lane_height(&grid);
	}
	return height;
}

static void describe_lane(const struct igd_drawing_lane *lane, FILE *out)
{
	size_t i;

	igd_svg_text(lane->label, out);
	fputs(": ", out);
	for (i = 0; i < lane->box_count; i++) {
		const struct igd_drawing_box *box = &lane->boxes[i];
		const char *word = igd_lanes_word(lane, box);

		fputs(i && lane->is_chain ? "then " : "", out);
		igd_svg_text(box->label, out);
		fprintf(out, "%s%s", *word ? ", " : "", word);
		fputs(*box->note ? ": " : "", out);
		igd_svg_text(box->note, out);
		fputs(i + 1 < lane->box_count ? "; " : "", out);
	}
	fputs(". ", out);
}

static void describe(const struct igd_finding *finding, size_t number, FILE *out)
{
	const struct igd_drawing *drawing = finding->drawing;
	size_t i;

	fprintf(out, "<title id=\"t%zu\">", number);
	igd_svg_text(finding->title, out);
	fprintf(out, "</title>\n<desc id=\"d%zu\">", number);
	igd_svg_text(drawing->title, out);
	fputs(". ", out);
	for (i = 0; i < drawing->lane_count; i++)
		describe_lane(&drawing->lanes[i], out);
	fputs("</desc>\n", out);
}

static const char *class_of(const struct grid *grid, const struct igd_drawing_box *box)
{
	static const char *const classes[] = { "plain", "good", "lost", "unknown" };

	if (box->state == IGD_BOX_BAD && igd_lanes_is_fatal(grid->finding))
		return "fatal";
	return classes[box->state];
}

/* A tick, a cross or a question mark: whoever does not see the colour sees that, and reads the word. */
static void sign(const struct grid *grid, const struct igd_drawing_box *box,
	const struct rectangle *at, FILE *out)
{
	static const char *const shapes[] = { "", "m0 6 4 4 7-9", "m1 1 9 9m0-9-9 9",
		"m2 3a3.2 3.2 0 1 1 5 2.5q-2 1.3-2 3m0 2v1.5" };
	static const char *const inks[] = { "", "ok", "lost", "soft" };
	unsigned y = at->y + at->height - PADDING;
	const char *class = class_of(grid, box);

	if (box->state == IGD_BOX_PLAIN)
		return;
	fprintf(out, "<path d=\"M%u %u%s\" class=\"lane-sign %s\"/>\n", at->x + PADDING, y - 10,
		shapes[box->state], class);
	fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"strong %s\">%s</text>\n",
		at->x + PADDING + 18, y, *class == 'f' ? class : inks[box->state],
		igd_lanes_word(grid->lane, box));
}

/* The text on lines of its own, at->y the first one's; returns the y of the line behind them. */
static unsigned paragraph(const struct grid *grid, const char *text, const struct rectangle *at,
	unsigned size, FILE *out)
{
	bool is_label = size == LABEL_SIZE;
	unsigned limit = is_label ? MAX_LABEL_LINES : MAX_NOTE_LINES, i, y = at->y;
	unsigned room = grid->width - 2 * PADDING;
	size_t fits;

	for (i = 0; *text && i < limit; i++, y += LINE) {
		IGD_AUTOFREE char *line = NULL;

		fits = i + 1 < limit ? igd_svg_fit(text, room, size, is_label) : strlen(text);
		line = igd_strndup(text, fits);
		fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"%s\">", at->x + PADDING, y,
			is_label ? "strong" : "lane-note");
		igd_svg_line(line, room, size, is_label, out);
		fputs("</text>\n", out);
		text += fits;
		text += strspn(text, " ");
	}
	return y;
}

static void draw_box(const struct grid *grid, const struct igd_drawing_box *box,
	const struct rectangle *at, FILE *out)
{
	struct rectangle text = *at;

	fprintf(out,
		"<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"6\" class=\"lane-box %s\"/>\n",
		at->x, at->y, at->width, at->height, class_of(grid, box));
	text.y = at->y + PADDING + LABEL_SIZE;
	text.y = paragraph(grid, box->label, &text, LABEL_SIZE, out);
	paragraph(grid, box->note, &text, NOTE_SIZE, out);
	sign(grid, box, at, out);
}

/* From a box to the next: to the right of it, or at the beginning of the next row. Broken where something is lost. */
static void arrow(const struct grid *grid, size_t i, const struct rectangle *at, FILE *out)
{
	const struct igd_drawing_box *box = &grid->lane->boxes[i];
	unsigned middle = at->y + at->height / 2, below = at->y + at->height;
	bool is_broken = box->state != IGD_BOX_BAD && box[1].state == IGD_BOX_BAD;
	const char *class = is_broken ? class_of(grid, &box[1]) : "whole";

	if ((i + 1) % grid->columns)
		fprintf(out, "<path d=\"M%u %uh%um-6-5 6 5-6 5%s\" class=\"lane-arrow %s\"/>\n",
			at->x + at->width + 4, middle, grid->gap - 8,
			is_broken ? "m-11-12 7 14" : "", class);
	else
		fprintf(out,
			"<path d=\"M%u %uv%uH%uv%um-5-6 5 6 5-6%s\" class=\"lane-arrow %s\"/>\n",
			at->x + at->width / 2, below + 3, grid->gap / 2 - 3, LEFT + grid->width / 2,
			grid->gap / 2 - 3, is_broken ? "m-11-1 12-6" : "", class);
}

static void draw_lane(const struct grid *grid, unsigned y, FILE *out)
{
	const struct igd_drawing_lane *lane = grid->lane;
	struct rectangle at = { .y = y + LANE, .width = grid->width };
	size_t i, row = 0, column;

	fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"strong\">", LEFT, y + LANE - 10);
	igd_svg_line(lane->label, grid->room, LABEL_SIZE, true, out);
	fputs("</text>\n", out);
	at.height = row_height(grid, row);
	for (i = 0; i < lane->box_count; i++) {
		column = i % grid->columns;
		if (i && !column) {
			at.y += at.height + grid->gap;
			at.height = row_height(grid, ++row);
		}
		at.x = LEFT + (unsigned)column * (grid->width + grid->gap);
		draw_box(grid, &lane->boxes[i], &at, out);
		if (lane->is_chain && i + 1 < lane->box_count)
			arrow(grid, i, &at, out);
	}
}

void igd_lanes_svg(
	const struct igd_finding *finding, const struct igd_lanes_place *place, FILE *out)
{
	const struct igd_drawing *drawing = finding->drawing;
	unsigned y = place->y + HEAD;
	size_t i;

	fprintf(out, "<g role=\"img\" aria-labelledby=\"t%zu d%zu\">\n", place->number,
		place->number);
	describe(finding, place->number, out);
	igd_svg_head(finding, LEFT, place->y, out);
	fprintf(out, "<text x=\"%u\" y=\"%u\">", LEFT, place->y + 52);
	igd_svg_line(drawing->title, room_of(place->width), LABEL_SIZE, false, out);
	fputs("</text>\n", out);
	for (i = 0; i < drawing->lane_count; i++) {
		struct grid grid = grid_of(finding, &drawing->lanes[i], place->width);

		draw_lane(&grid, y, out);
		y += lane_height(&grid);
	}
	fputs("</g>\n", out);
}
