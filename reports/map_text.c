// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_text - a drawing in a terminal: a line for each thing, all on one scale, and where reach ends
 *
 *     map    Guest addresses, 46 bits
 *          ok RAM above 4 GiB  ####|                0x100000000
 *             window for BARs      |            -- 0x380000000000
 *          !! looking-glass        |             # 0x380010000000
 *                           4 GiB  | 1 TiB  64 TiB
 *                                  39 bits: the IOMMU
 *
 * Whoever looks at it sees what stands on the wrong side of the line; the marks in front say the same without colour.
 */
#include "reports/map_text.h"

#include <inttypes.h>
#include <string.h>

#include "reports/map_scale.h"
#include "reports/text_finding.h"

#define NARROWEST_WITH_ADDRESS 72u
#define MAX_LABEL 26u
#define MAX_LABEL_NARROW 14u
#define MIN_CHART 10u
/* Names of sizes do not stand closer than this. */
#define TICK_GAP 2u

struct chart {
	struct igd_page *page;
	const struct igd_drawing *drawing;
	struct igd_map_scale scale;
	size_t mark, label, left, columns; /* where things begin, and how wide the line is */
	size_t limit;			   /* the column of the limit; SIZE_MAX for none */
	size_t address;			   /* columns of the widest; 0: there is no room for any */
};

/* What is drawn in a column; the limit only where nothing else is. */
enum cell { CELL_BLANK, CELL_LIMIT, CELL_FILL };

static size_t column_of(const struct chart *chart, uint64_t address)
{
	size_t column = (size_t)igd_map_at(&chart->scale, address, chart->columns);

	return column < chart->columns ? column : chart->columns - 1;
}

static size_t widest_label(const struct chart *chart, size_t limit)
{
	size_t i, length, widest = 4;

	for (i = 0; i < chart->drawing->span_count; i++) {
		length = strlen(chart->drawing->spans[i].label);
		if (length > widest && length <= limit)
			widest = length;
	}
	return widest;
}

/* Of one that is not exact: where it begins at the earliest. */
static char *address_text(const struct igd_drawing_span *span)
{
	return igd_printf("0x%" PRIx64 "%s", span->start, span->is_exact ? "" : "..");
}

static size_t widest_address(const struct igd_drawing *drawing)
{
	size_t i, widest = 0;

	for (i = 0; i < drawing->span_count; i++) {
		IGD_AUTOFREE char *text = address_text(&drawing->spans[i]);

		if (strlen(text) > widest)
			widest = strlen(text);
	}
	return widest;
}

static void layout(struct chart *chart)
{
	const struct igd_page *page = chart->page;
	const struct igd_drawing_mark *limit = igd_map_limit(chart->drawing);
	size_t taken,
		width = page->width > IGD_REPORT_MAX_WIDTH ? IGD_REPORT_MAX_WIDTH : page->width;

	chart->address = width >= NARROWEST_WITH_ADDRESS ? widest_address(chart->drawing) : 0;
	chart->mark = page->margin;
	chart->label = chart->mark + igd_page_mark_width(page);
	chart->left = chart->label +
		      widest_label(chart, page->is_narrow ? MAX_LABEL_NARROW : MAX_LABEL) + 1;
	taken = chart->left + (chart->address ? chart->address + 1 : 0);
	chart->columns = width > taken + MIN_CHART ? width - taken : MIN_CHART;
	chart->limit = SIZE_MAX;
	if (limit && limit->last < chart->drawing->last)
		chart->limit = column_of(chart, limit->last);
}

/* What is beyond the limit is drawn beyond it, however near. */
static size_t start_column(const struct chart *chart, const struct igd_drawing_span *span)
{
	size_t column = column_of(chart, span->start);
	const struct igd_drawing_mark *limit = igd_map_limit(chart->drawing);

	if (chart->limit != SIZE_MAX && span->start > limit->last && column <= chart->limit)
		column = chart->limit + 1;
	return column < chart->columns ? column : chart->columns - 1;
}

static const char *glyph(const struct igd_page *page, const struct igd_drawing_span *span)
{
	static const char *const utf8[] = { "\xe2\x96\x88", "\xe2\x96\x92", "\xe2\x96\x91" };
	static const char *const ascii[] = { "#", "=", "-" };
	size_t i = span->kind == IGD_DRAW_WINDOW ? 2 : !span->is_exact;

	return page->style->has_utf8 ? utf8[i] : ascii[i];
}

static enum igd_ink ink_of(const struct igd_drawing_span *span)
{
	static const enum igd_ink inks[] = { IGD_INK_GREEN, IGD_INK_YELLOW, IGD_INK_RED };

	return span->kind == IGD_DRAW_WINDOW ? IGD_INK_PLAIN : inks[span->state];
}

static void add_at(struct igd_page *page, size_t column, enum igd_ink ink, const char *text)
{
	if (page->column < column)
		igd_page_tab(page, column);
	igd_page_join(page);
	igd_page_add(page, ink, text);
}

static void add_limit(const struct chart *chart)
{
	add_at(chart->page, chart->left + chart->limit, IGD_INK_BOLD,
		chart->page->style->has_utf8 ? "\xe2\x94\x82" : "|");
}

static void draw_line(const struct chart *chart, const struct igd_drawing_span *span)
{
	size_t from = start_column(chart, span), to = column_of(chart, span->end), i;
	IGD_AUTOTEXT struct igd_text bar = { 0 };
	const char *sign = glyph(chart->page, span);

	for (i = from; i <= to || i == from; i++)
		igd_text_add(&bar, sign, strlen(sign));
	if (chart->limit < from)
		add_limit(chart);
	add_at(chart->page, chart->left + from, ink_of(span), bar.text);
	if (chart->limit != SIZE_MAX && chart->limit > to)
		add_limit(chart);
}

static void draw_span(const struct chart *chart, const struct igd_drawing_span *span)
{
	static const enum igd_mark marks[] = { IGD_MARK_PASS, IGD_MARK_DEGRADED, IGD_MARK_BLOCKER };
	IGD_AUTOFREE char *address = address_text(span);
	struct igd_page *page = chart->page;

	igd_page_begin(page, chart->mark, chart->label);
	if (span->kind != IGD_DRAW_WINDOW)
		igd_page_mark(page, marks[span->state]);
	else
		igd_page_tab(page, chart->label);
	igd_page_add(page, IGD_INK_PLAIN, span->label);
	igd_page_tab(page, chart->left);
	draw_line(chart, span);
	if (chart->address)
		add_at(page, chart->left + chart->columns + 1, IGD_INK_PLAIN, address);
	igd_page_end(page);
}

/* Every fourth power of two that has room, and the limit's line through them. */
static void draw_ticks(const struct chart *chart)
{
	struct igd_page *page = chart->page;
	unsigned bits;
	size_t at;

	igd_page_begin(page, chart->left, chart->left);
	for (bits = chart->scale.first + 3; bits < chart->scale.last; bits++) {
		IGD_AUTOFREE char *size = igd_map_size(bits);

		at = chart->left + column_of(chart, UINT64_C(1) << bits);
		if ((page->column > chart->left && at < page->column + TICK_GAP) ||
			at + strlen(size) > chart->left + chart->columns)
			continue;
		add_at(page, at, IGD_INK_PLAIN, size);
	}
	igd_page_end(page);
}

static void draw_mark(const struct chart *chart, const struct igd_drawing_mark *mark)
{
	struct igd_page *page = chart->page;
	size_t at = chart->left + column_of(chart, mark->last), length = strlen(mark->label) + 2;

	if (at + length > page->width)
		at = page->width > chart->label + length ? page->width - length : chart->label;
	igd_page_begin(page, at, at);
	igd_page_add(page, IGD_INK_BOLD, page->style->has_utf8 ? "\xe2\x94\x94" : "^");
	igd_page_add(page, IGD_INK_BOLD, mark->label);
	igd_page_end(page);
}

void igd_map_text(struct igd_page *page, const struct igd_drawing *drawing)
{
	struct chart chart = { .page = page, .drawing = drawing, .scale = igd_map_scale(drawing) };
	size_t i;

	layout(&chart);
	igd_text_labelled(page, "map", drawing->title);
	for (i = 0; i < drawing->span_count; i++)
		draw_span(&chart, &drawing->spans[i]);
	draw_ticks(&chart);
	for (i = 0; i < drawing->mark_count; i++)
		draw_mark(&chart, &drawing->marks[i]);
}
