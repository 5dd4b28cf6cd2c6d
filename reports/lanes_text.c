// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lanes_text - lanes of boxes in a terminal
 *
 *     chart  PCI functions by IOMMU group
 *            group 2
 *          ok ok          00:02.0 display  8086:4680, vfio-pci
 *          !! in the way  00:1f.3 audio    8086:7ad0, snd_hda_intel
 *            kernel command line
 *          ok in step     configured       /etc/default/grub
 *          !! differs     -> booted        without `intel_iommu=on`
 *
 * A line for each box; where there is no room for columns, as on a narrow page, the note follows the label.
 */
#include "reports/lanes_text.h"

#include <string.h>

#include "reports/lanes.h"
#include "reports/text_finding.h"

#define MAX_LABEL 30u
/* "-> " or as many blanks. */
#define ARROW 3u

struct chart {
	struct igd_page *page;
	const struct igd_finding *finding;
	size_t mark, word, label, note; /* columns where each begins */
};

static size_t wider(size_t widest, const char *text, size_t limit)
{
	size_t length = strlen(text);

	return length > widest && length <= limit ? length : widest;
}

static struct chart layout(struct igd_page *page, const struct igd_finding *finding)
{
	const struct igd_drawing *drawing = finding->drawing;
	struct chart chart = { .page = page, .finding = finding };
	size_t i, j, word = 0, label = 4, arrow = 0;

	for (i = 0; i < drawing->lane_count; i++) {
		const struct igd_drawing_lane *lane = &drawing->lanes[i];

		arrow = lane->is_chain ? ARROW : arrow;
		for (j = 0; j < lane->box_count; j++) {
			word = wider(word, igd_lanes_word(lane, &lane->boxes[j]), MAX_LABEL);
			label = wider(label, lane->boxes[j].label, MAX_LABEL);
		}
	}
	chart.mark = page->margin;
	chart.word = chart.mark + igd_page_mark_width(page);
	chart.label = chart.word + (word ? word + 2 : 0);
	chart.note = chart.label + arrow + label + 2;
	return chart;
}

static enum igd_mark mark_of(const struct chart *chart, const struct igd_drawing_box *box)
{
	if (box->state == IGD_BOX_GOOD)
		return IGD_MARK_PASS;
	if (box->state == IGD_BOX_UNKNOWN)
		return IGD_MARK_UNKNOWN;
	return igd_lanes_is_fatal(chart->finding) ? IGD_MARK_BLOCKER : IGD_MARK_DEGRADED;
}

/* How many columns the longest word takes at most: what is not ASCII may come out as "\xHH". */
static size_t longest_word(const char *text)
{
	size_t columns = 0, longest = 0;

	for (; *text; text++) {
		columns = *text == ' ' ? 0 : columns + ((unsigned char)*text < 0x80 ? 1 : 4);
		longest = columns > longest ? columns : longest;
	}
	return longest;
}

/* Whether the box is drawn in columns: there is room for them, and each of its words fits into its own. */
static bool is_row(const struct chart *chart, const struct igd_drawing_box *box)
{
	const struct igd_page *page = chart->page;

	return !page->is_narrow && chart->note + longest_word(box->note) <= page->width &&
	       chart->note + longest_word(box->label) <= page->width;
}

/* Up to where the label begins. */
static void draw_state(const struct chart *chart, const struct igd_drawing_lane *lane,
	const struct igd_drawing_box *box)
{
	struct igd_page *page = chart->page;

	if (box->state != IGD_BOX_PLAIN) {
		igd_page_mark(page, mark_of(chart, box));
		igd_page_add(page, igd_mark_ink(mark_of(chart, box)), igd_lanes_word(lane, box));
	}
	if (is_row(chart, box))
		igd_page_tab(page, chart->label);
	else if (box->state == IGD_BOX_PLAIN)
		igd_page_tab(page, chart->word);
}

static void draw_box(const struct chart *chart, const struct igd_drawing_lane *lane, size_t i)
{
	const struct igd_drawing_box *box = &lane->boxes[i];
	struct igd_page *page = chart->page;
	bool is_table = is_row(chart, box);
	IGD_AUTOFREE char *label =
		igd_printf("%s%s", box->label, !is_table && *box->note ? ":" : "");

	igd_page_begin(page, chart->mark, is_table ? chart->note : chart->word);
	draw_state(chart, lane, box);
	if (lane->is_chain && i)
		igd_page_add(page, IGD_INK_PLAIN, page->style->has_utf8 ? "\xe2\x86\x92" : "->");
	if (is_table && lane->is_chain)
		igd_page_tab(page, chart->label + ARROW);
	igd_page_add(page, IGD_INK_BOLD, label);
	if (is_table && *box->note)
		igd_page_tab(page, chart->note);
	igd_page_add(page, IGD_INK_PLAIN, box->note);
	igd_page_end(page);
}

void igd_lanes_text(struct igd_page *page, const struct igd_finding *finding)
{
	const struct igd_drawing *drawing = finding->drawing;
	struct chart chart = layout(page, finding);
	size_t i, j;

	igd_text_labelled(page, "chart", drawing->title);
	for (i = 0; i < drawing->lane_count; i++) {
		igd_text_labelled(page, "", drawing->lanes[i].label);
		for (j = 0; j < drawing->lanes[i].box_count; j++)
			draw_box(&chart, &drawing->lanes[i], j);
	}
}
