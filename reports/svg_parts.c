// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * svg_parts - what every drawing as SVG has in common
 */
#include "reports/svg_parts.h"

#include <string.h>

const char igd_svg_rules[] =
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
	".soft{fill:var(--soft)}.lane-note{font-size:13px}\n"
	".lane-box{fill:var(--space);stroke:var(--line)}.lane-box.good{stroke:var(--ok)}\n"
	".lane-box.lost{fill:var(--space);stroke:var(--lost);stroke-width:2}\n"
	".lane-box.fatal{fill:var(--space);stroke:var(--fatal);stroke-width:2}\n"
	".lane-box.unknown{stroke:var(--soft);stroke-dasharray:5 4}\n"
	".lane-sign{fill:none;stroke:var(--soft);stroke-width:2}.lane-sign.good{stroke:var(--ok)}\n"
	".lane-sign.lost{fill:none;stroke:var(--lost)}.lane-sign.fatal{fill:none;stroke:var(--fatal)}\n"
	".lane-arrow{fill:none;stroke:var(--soft);stroke-width:1.5}\n"
	".lane-arrow.lost{fill:none;stroke:var(--lost)}.lane-arrow.fatal{fill:none;stroke:var(--fatal)}\n"
	".paper{fill:var(--paper)}\n";

void igd_svg_text(const char *text, FILE *out)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + strlen(text);
	size_t length;

	for (; at < end; at += length) {
		length = igd_utf8_length(at, (size_t)(end - at));
		/* U+FFFE and U+FFFF (XML 1.0, 2.2). */
		if (!length || *at < 0x20 || *at == 0x7f ||
			(length == 3 && at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe)) {
			length = length ? length : 1;
			fputc('?', out);
		} else if (strchr("&<>\"'", *at)) {
			fprintf(out, "&#%u;", *at);
		} else {
			fwrite(at, 1, length, out);
		}
	}
}

void igd_svg_short(const char *text, size_t columns, FILE *out)
{
	const unsigned char *at = (const unsigned char *)text, *cut = at;
	size_t count = 0, length, left = strlen(text);
	IGD_AUTOFREE char *begin = NULL;

	for (; left; count++, at += length, left -= length) {
		length = igd_utf8_length(at, left);
		length = length ? length : 1;
		if (count == columns - 3)
			cut = at;
	}
	if (count <= columns) {
		igd_svg_text(text, out);
		return;
	}
	begin = igd_strndup(text, (size_t)((const char *)cut - text));
	igd_svg_text(begin, out);
	fputs("...", out);
}

/*
 * Of a letter, in hundredths of its size: as wide as in DejaVu Sans, the widest of the fonts that stand for system-ui,
 * and a bit. What is not ASCII may be as wide as high.
 */
static unsigned width_of(unsigned char letter)
{
	if (letter >= 0x80)
		return 105;
	if (strchr("mwMW@%", letter))
		return 101;
	if (strchr("iljtfrI .,:;'|!()[]{}-/\"`\\", letter))
		return 42;
	return letter >= 'A' && letter <= 'Z' ? 80 : 66;
}

/* How many bytes fit, wherever that ends; at least one letter. */
static size_t fit_letters(const char *text, uint64_t room, unsigned weight)
{
	size_t at = 0, length, left = strlen(text);
	uint64_t taken = 0;

	for (; left; at += length, left -= length) {
		length = igd_utf8_length((const unsigned char *)text + at, left);
		length = length ? length : 1;
		taken += (uint64_t)width_of((unsigned char)text[at]) * weight;
		if (taken > room && at)
			break;
	}
	return at;
}

/* Behind the last of these signs within size bytes; 0 if there is none. */
static size_t behind_last(const char *text, size_t size, const char *signs)
{
	while (size && !strchr(signs, text[size - 1]))
		size--;
	return size;
}

size_t igd_svg_fit(const char *text, unsigned pixels, unsigned size, bool is_bold)
{
	uint64_t room = (uint64_t)pixels * 100 * 100;
	unsigned weight = size * (is_bold ? 112u : 100u);
	size_t fits = fit_letters(text, room, weight), blank, word, sign;

	if (!text[fits] || text[fits] == ' ')
		return fits;
	blank = behind_last(text, fits, " ");
	word = strcspn(text + blank, " ");
	if (blank && fit_letters(text + blank, room, weight) >= word)
		return blank;
	sign = behind_last(text, fits, "/,:;=_-.");
	if (sign > blank)
		return sign;
	return blank ? blank : fits;
}

void igd_svg_line(const char *text, unsigned pixels, unsigned size, bool is_bold, FILE *out)
{
	bool is_cut = igd_svg_fit(text, pixels, size, is_bold) < strlen(text);
	size_t fits = igd_svg_fit(text, pixels - (is_cut ? 2 * size : 0), size, is_bold);
	IGD_AUTOFREE char *line = igd_strndup(text, fits);

	igd_svg_text(line, out);
	fputs(is_cut ? "..." : "", out);
}

void igd_svg_head(const struct igd_finding *finding, unsigned x, unsigned y, FILE *out)
{
	static const char *const verdicts[] = { "unknown", "ok", "", "does not apply", "waits" };
	bool has_failed = finding->verdict == IGD_FAIL;

	fprintf(out, "<text x=\"%u\" y=\"%u\" class=\"head\">", x, y + 30);
	igd_svg_short(finding->id, 60, out);
	fprintf(out, " <tspan class=\"%s\">%s</tspan></text>\n",
		!has_failed			   ? "ok"
		: finding->severity == IGD_BLOCKER ? "fatal"
						   : "lost",
		has_failed ? igd_severity_name(finding->severity) : verdicts[finding->verdict]);
}
