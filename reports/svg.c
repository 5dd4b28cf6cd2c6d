// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * svg - the drawings of an examination, one below the other, and nothing else of it
 *
 * An examination without a drawing gives an image that says so: whoever puts it on a page sees why there is none.
 */
#include "reports/drawing_svg.h"

#define EMPTY_HEIGHT 80u

static void begin(unsigned height, FILE *out)
{
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
		"viewBox=\"0 0 %u %u\">\n",
		IGD_SVG_WIDTH, height, IGD_SVG_WIDTH, height);
	fprintf(out, "<style>\n%s</style>\n", igd_svg_rules);
	fputs("<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n", out);
}

static unsigned height_of(const struct igd_exam *exam)
{
	unsigned height = 0;
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (exam->findings[i].drawing)
			height += igd_drawing_svg_height(&exam->findings[i]);
	}
	return height;
}

void igd_report_svg(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	static const char none[] = "This examination has no drawing: nothing that is drawn was "
				   "examined, or it could not be told.";
	unsigned y = 0, height = height_of(exam);
	size_t i;

	(void)style;
	begin(height ? height : EMPTY_HEIGHT, out);
	if (!height)
		fprintf(out, "<title>No drawing</title>\n<text x=\"24\" y=\"44\">%s</text>\n",
			none);
	for (i = 0; i < exam->count; i++) {
		if (!exam->findings[i].drawing)
			continue;
		igd_drawing_svg(&exam->findings[i], y, i, out);
		y += igd_drawing_svg_height(&exam->findings[i]);
	}
	fputs("</svg>\n", out);
}
