// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_wanted - findings with drawings, and what is wanted of formats for programs
 */
#ifndef IGD_TESTS_REPORT_WANTED_H
#define IGD_TESTS_REPORT_WANTED_H

#include <cjson/cJSON.h>
#include <libxml/parser.h>
#include <string.h>

#include "core/exam.h"
#include "tests/unit/unit.h"

/* The VM of a Looking Glass user: 46 bits, and an IOMMU of 39. */
static inline void draw_beyond(struct igd_finding *finding)
{
	static const struct igd_draw_span spans[] = {
		{ "RAM below 4 GiB", 0, 0x7fffffff, IGD_DRAW_RAM, IGD_DRAW_REACHED, true },
		{ "RAM above 4 GiB", 0x100000000, 0x47fffffff, IGD_DRAW_RAM, IGD_DRAW_REACHED,
			true },
		{ "just beyond", 0x8000000000, 0x8000000fff, IGD_DRAW_DEVICE, IGD_DRAW_LOST, true },
		{ "window for BARs", 0x380000000000, 0x3fffffffffff, IGD_DRAW_WINDOW,
			IGD_DRAW_REACHED, true },
		{ "00:02.0 BAR 2", 0x380000000000, 0x38000fffffff, IGD_DRAW_DEVICE, IGD_DRAW_LOST,
			true },
		{ "looking-glass", 0x380000000000, 0x3fffffffffff, IGD_DRAW_SHARED, IGD_DRAW_FATAL,
			false },
	};
	size_t i;

	igd_draw(finding, "the VM's addresses, 46 bits wide, under OVMF since edk2-stable202211",
		0x3fffffffffff);
	for (i = 0; i < sizeof(spans) / sizeof(*spans); i++)
		igd_draw_span(finding, &spans[i]);
	igd_draw_mark(finding, "the IOMMU ends: 39 bits", 0x7fffffffff);
}

/* Limited to what the IOMMU maps. */
static inline void draw_within(struct igd_finding *finding)
{
	static const struct igd_draw_span spans[] = {
		{ "RAM below 4 GiB", 0, 0x7fffffff, IGD_DRAW_RAM, IGD_DRAW_REACHED, true },
		{ "window for BARs", 0x7000000000, 0x7fffffffff, IGD_DRAW_WINDOW, IGD_DRAW_REACHED,
			true },
		{ "looking-glass", 0x7010000000, 0x7013ffffff, IGD_DRAW_SHARED, IGD_DRAW_REACHED,
			true },
	};
	size_t i;

	igd_draw(finding, "the VM's addresses, 39 bits wide", 0x7fffffffff);
	for (i = 0; i < sizeof(spans) / sizeof(*spans); i++)
		igd_draw_span(finding, &spans[i]);
	igd_draw_mark(finding, "the IOMMU ends: 39 bits", 0x7fffffffff);
}

/* What a broken plugin may declare. */
static inline void draw_wild(struct igd_finding *finding)
{
	static const char *const labels[] = { "\x1b[31mred <script>&\"'\xef\xbf\xbf",
		"\xe7\xa9\xba\xe9\x96\x93 wide, and longer than any column that there is on a page of "
		"any width, with words and without end" };
	size_t i;

	igd_draw(finding, labels[0], 0);
	for (i = 0; i < 70; i++)
		igd_draw_span(finding,
			&(struct igd_draw_span){ labels[i % 2], i % 3 ? 0 : UINT64_MAX, UINT64_MAX,
				(enum igd_draw_kind)(i % 5), (enum igd_draw_state)(i % 3), i % 2 });
	igd_draw_span(finding,
		&(struct igd_draw_span){ "backwards", 2, 1, IGD_DRAW_RAM, IGD_DRAW_FATAL, true });
	igd_draw_mark(finding, labels[1], UINT64_MAX);
	igd_draw_mark(finding, labels[0], 0);
}

/* What is printed parses, and says the same of the verdicts. */
static inline void expect_json(const struct igd_exam *exam, const char *text)
{
	const char *end = NULL;
	cJSON *root = cJSON_ParseWithOpts(text, &end, true);
	const cJSON *summary = cJSON_GetObjectItemCaseSensitive(root, "summary");

	assert_non_null(root);
	assert_true(igd_ends_with(text, "}\n"));
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "findings")),
		exam->count);
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(summary, "verdict")->valuestring,
		igd_outcome_name(igd_exam_outcome(exam)));
	cJSON_Delete(root);
}

/* Well-formed as far as this program writes XML, and nothing in it that runs or is fetched. */
static inline void expect_svg(const char *text)
{
	static const char *const banned[] = { "<script", "href", "url(", "@import", "onload",
		NULL };
	const char *const *word;
	xmlDocPtr document = xmlReadMemory(
		text, (int)strlen(text), "map.svg", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);

	if (!document)
		fail_msg("not XML: %s", text);
	xmlFreeDoc(document);
	for (word = banned; *word; word++)
		assert_null(strstr(text, *word));
}

#endif
