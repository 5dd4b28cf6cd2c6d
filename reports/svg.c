// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * svg - the drawings of an examination, one below the other, and nothing else of it
 *
 * An examination without a drawing gives an image that says so: whoever puts it on a page sees why there is none.
 */
#include "reports/map_svg.h"

#define EMPTY_HEIGHT 80u

static const char style_sheet[] =
	"<style>\n"
	"svg{--ink:#1f2328;--soft:#57606a;--paper:#fff;--space:#f0f2f5;--line:#d0d7de;--ok:#1a7f37;"
	"--lost:#9a6700;--fatal:#cf222e;--beyond:#cf222e;color-scheme:light dark}\n"
	"@media(prefers-color-scheme:dark){svg{--ink:#e6edf3;--soft:#9198a1;--paper:#0d1117;"
	"--space:#161b22;--line:#30363d;--ok:#3fb950;--lost:#d29922;--fatal:#f85149;"
	"--beyond:#f85149}}\n"
	"text{font:14px system-ui,sans-serif;fill:var(--ink)}\n"
	".head{font-size:17px;font-weight:600}.strong{font-weight:600}\n"
	".small{font-size:12px}.small,.code{fill:var(--soft)}\n"
	".code{font:13px ui-monospace,monospace}\n"
	".ok{fill:var(--ok)}.lost{fill:var(--lost)}.fatal{fill:var(--fatal)}\n"
	".window{fill:var(--soft);fill-opacity:.45}.vague{fill-opacity:.45}\n"
	".space{fill:var(--space)}.beyond{fill:var(--beyond);fill-opacity:.09}\n"
	".tick{stroke:var(--line)}.limit{stroke:var(--fatal);stroke-width:2}\n"
	".paper{fill:var(--paper)}\n"
	"</style>\n";

static void begin(unsigned height, FILE *out)
{
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
		"viewBox=\"0 0 %u %u\">\n",
		IGD_SVG_WIDTH, height, IGD_SVG_WIDTH, height);
	fputs(style_sheet, out);
	fputs("<rect width=\"100%\" height=\"100%\" class=\"paper\"/>\n", out);
}

static unsigned height_of(const struct igd_exam *exam)
{
	unsigned height = 0;
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (exam->findings[i].drawing)
			height += igd_map_svg_height(&exam->findings[i]);
	}
	return height;
}

void igd_report_svg(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	static const char none[] = "This examination has no map: no VM was examined, or what lies "
				   "where in it could not be computed.";
	unsigned y = 0, height = height_of(exam);
	size_t i;

	(void)style;
	begin(height ? height : EMPTY_HEIGHT, out);
	if (!height)
		fprintf(out, "<title>No map</title>\n<text x=\"24\" y=\"44\">%s</text>\n", none);
	for (i = 0; i < exam->count; i++) {
		if (!exam->findings[i].drawing)
			continue;
		igd_map_svg(&exam->findings[i], y, i, out);
		y += igd_map_svg_height(&exam->findings[i]);
	}
	fputs("</svg>\n", out);
}
