// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_svg - a line of addresses as SVG
 *
 * The same picture as in a terminal (map_text.c): a line for each thing, all on one scale, and the limit through them.
 * A screen reader is given the title and, as the description, a sentence for each line.
 */
#include "reports/map_svg.h"

#include <inttypes.h>
#include <string.h>

#include "reports/map_scale.h"

#define LEFT 24u     /* margin */
#define BARS 250u    /* where the scale begins */
#define LENGTH 460u  /* how long it is */
#define ADDRESS 726u /* where the addresses stand */
#define HEAD 74u     /* title and subtitle */
#define ROW 30u
#define BAR 16u
#define FOOT 52u /* the scale's names; then one line for each mark */
#define MARK 20u
#define MAX_LABEL_COLUMNS 30u
/* So much of the scale a name of it needs. */
#define TICK 56u
#define LEAST_WIDTH 6u
/* Room for "cannot be mapped". */
#define BEYOND 130u

static unsigned x_of(const struct igd_map_scale *scale, uint64_t address)
{
	return BARS + (unsigned)igd_map_at(scale, address, LENGTH);
}

static const char *class_of(const struct igd_drawing_span *span)
{
	static const char *const states[] = { "ok", "lost", "fatal" };

	return span->kind == IGD_DRAW_WINDOW ? "window" : states[span->state];
}

static void describe_span(const struct igd_drawing_span *span, FILE *out)
{
	igd_svg_text(span->label, out);
	fprintf(out, "%s 0x%" PRIx64 " to 0x%" PRIx64, span->is_exact ? ":" : ": somewhere from",
		span->start, span->end);
	if (span->kind != IGD_DRAW_WINDOW)
		fprintf(out, ", %s", igd_map_state(span->state));
	fputs(". ", out);
}

static void describe(const struct igd_finding *finding, size_t place, FILE *out)
{
	const struct igd_drawing *drawing = finding->drawing;
	size_t i;

	fprintf(out, "<title id=\"t%zu\">", place);
	igd_svg_text(finding->title, out);
	fprintf(out, "</title>\n<desc id=\"d%zu\">", place);
	igd_svg_text(drawing->title, out);
	fputs(". ", out);
	for (i = 0; i < drawing->span_count; i++)
		describe_span(&drawing->spans[i], out);
	for (i = 0; i < drawing->mark_count; i++) {
		igd_svg_text(drawing->marks[i].label, out);
		fprintf(out, ": up to 0x%" PRIx64 ". ", drawing->marks[i].last);
	}
	fputs("</desc>\n", out);
}

static void subtitle(const struct igd_drawing *drawing, unsigned y, FILE *out)
{
	fprintf(out, "<text x=\"%u\" y=\"%u\">", LEFT, y + 52);
	igd_svg_short(drawing->title, 90, out);
	fputs(" <tspan class=\"small\">(each step to the right doubles the address)</tspan></text>\n",
		out);
}

/* What lies beyond the limit is shaded, behind everything. */
static void beyond(
	const struct igd_map_scale *scale, const struct igd_drawing *drawing, unsigned y, FILE *out)
{
	const struct igd_drawing_mark *limit = igd_map_limit(drawing);
	unsigned height = (unsigned)drawing->span_count * ROW, x;

	fprintf(out, "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" class=\"space\"/>\n", BARS,
		y, LENGTH, height);
	if (!limit || limit->last >= drawing->last)
		return;
	x = x_of(scale, limit->last);
	fprintf(out, "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" class=\"beyond\"/>\n", x,
		y, BARS + LENGTH - x, height);
	if (BARS + LENGTH - x >= BEYOND)
		fprintf(out,
			"<text x=\"%u\" y=\"%u\" class=\"fatal small\" text-anchor=\"middle\">cannot "
			"be mapped</text>\n",
			(x + BARS + LENGTH) / 2, y + 19);
}

static void bar(const struct igd_map_scale *scale, const struct igd_drawing *drawing, size_t i,
	unsigned y, FILE *out)
{
	const struct igd_drawing_span *span = &drawing->spans[i];
	const struct igd_drawing_mark *limit = igd_map_limit(drawing);
	unsigned x = x_of(scale, span->start), end = x_of(scale, span->end);

	if (limit && span->start > limit->last && x <= x_of(scale, limit->last))
		x = x_of(scale, limit->last) + 1;
	if (x > BARS + LENGTH - LEAST_WIDTH)
		x = BARS + LENGTH - LEAST_WIDTH;
	fprintf(out, "<text x=\"%u\" y=\"%u\">", LEFT, y + 20);
	igd_svg_short(span->label, MAX_LABEL_COLUMNS, out);
	fprintf(out,
		"</text>\n<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" rx=\"2\" "
		"class=\"bar %s%s\"/>\n",
		x, y + (ROW - BAR) / 2, end > x + LEAST_WIDTH ? end - x : LEAST_WIDTH, BAR,
		class_of(span), span->is_exact ? "" : " vague");
	fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"code\">%s0x%" PRIx64 "</text>\n", ADDRESS,
		y + 20, span->is_exact ? "" : "from ", span->start);
	if (span->kind != IGD_DRAW_WINDOW && span->state != IGD_DRAW_REACHED)
		fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"%s small\">%s</text>\n",
			ADDRESS + 160, y + 20, class_of(span), "out of reach");
}

static void tick_name(unsigned x, unsigned y, const char *name, FILE *out)
{
	fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"small\" text-anchor=\"middle\">%s</text>\n",
		x, y + 16, name);
}

static void ticks(const struct igd_map_scale *scale, unsigned y, unsigned height, FILE *out)
{
	unsigned bits, x, free_from = BARS + TICK / 2;
	IGD_AUTOFREE char *end = igd_map_size(scale->last);

	for (bits = scale->first + 1; bits < scale->last; bits++) {
		IGD_AUTOFREE char *size = igd_map_size(bits);

		x = x_of(scale, UINT64_C(1) << bits);
		fprintf(out, "<path d=\"M%u %uv%u\" class=\"tick\"/>\n", x, y, height);
		if (x < free_from || x + TICK > BARS + LENGTH)
			continue;
		tick_name(x, y + height, size, out);
		free_from = x + TICK;
	}
	tick_name(BARS, y + height, "0", out);
	tick_name(BARS + LENGTH, y + height, end, out);
}

static void mark(const struct igd_map_scale *scale, const struct igd_drawing *drawing, size_t i,
	unsigned y, FILE *out)
{
	const struct igd_drawing_mark *one = &drawing->marks[i];
	unsigned height = (unsigned)(drawing->span_count * ROW + 36 + i * MARK);
	unsigned x = x_of(scale, one->last);
	bool is_right = x > BARS + LENGTH / 2;

	fprintf(out,
		"<path d=\"M%u %uv%u\" class=\"limit\"/>\n<text x=\"%u\" y=\"%u\" "
		"class=\"strong\"%s>",
		x, y, height + 4, is_right ? x - 6 : x + 6, y + height + 4,
		is_right ? " text-anchor=\"end\"" : "");
	igd_svg_short(one->label, 80, out);
	fputs("</text>\n", out);
}

unsigned igd_map_svg_height(const struct igd_finding *finding)
{
	const struct igd_drawing *drawing = finding->drawing;

	return HEAD + (unsigned)drawing->span_count * ROW + FOOT +
	       (unsigned)drawing->mark_count * MARK;
}

void igd_map_svg(const struct igd_finding *finding, unsigned y, size_t place, FILE *out)
{
	const struct igd_drawing *drawing = finding->drawing;
	struct igd_map_scale scale = igd_map_scale(drawing);
	unsigned top = y + HEAD;
	size_t i;

	fprintf(out, "<g role=\"img\" aria-labelledby=\"t%zu d%zu\">\n", place, place);
	describe(finding, place, out);
	igd_svg_head(finding, LEFT, y, out);
	subtitle(drawing, y, out);
	beyond(&scale, drawing, top, out);
	ticks(&scale, top, (unsigned)drawing->span_count * ROW, out);
	for (i = 0; i < drawing->span_count; i++)
		bar(&scale, drawing, i, top + (unsigned)i * ROW, out);
	for (i = 0; i < drawing->mark_count; i++)
		mark(&scale, drawing, i, top, out);
	fputs("</g>\n", out);
}
