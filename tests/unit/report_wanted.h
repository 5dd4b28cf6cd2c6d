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

static inline void draw_boxes(
	struct igd_finding *finding, const struct igd_draw_box *boxes, size_t count)
{
	while (count--)
		igd_draw_box(finding, boxes++);
}

/* The iGPU's group with its sound, which the host drives. */
static inline void draw_group(struct igd_finding *finding)
{
	static const struct igd_draw_box members[] = {
		{ "00:02.0 iGPU", "driver vfio-pci, 8086:4680", IGD_BOX_GOOD },
		{ "00:1f.3 audio", "driver snd_hda_intel, 8086:7ad0", IGD_BOX_BAD },
		{ "00:1f.0 ISA bridge", "no driver, 8086:7a84", IGD_BOX_GOOD },
	};
	static const struct igd_draw_box others[] = {
		{ "03:00.0 display", "driver amdgpu, 1002:7550, group 12", IGD_BOX_PLAIN },
		{ "03:00.1 audio", "1002:ab40, group not known", IGD_BOX_UNKNOWN },
		{ "12 more functions", NULL, IGD_BOX_PLAIN },
	};

	igd_draw_lanes(finding, "IOMMU groups and who drives them");
	igd_draw_lane(finding, "Group 0, the iGPU's", false);
	draw_boxes(finding, members, 3);
	igd_draw_lane(finding, "In other groups", false);
	draw_boxes(finding, others, 3);
}

/* Configured and generated, but not booted; and a chain that does not fit one row of any page. */
static inline void draw_chain(struct igd_finding *finding)
{
	static const struct igd_draw_box line[] = {
		{ "configured", "/etc/default/grub: `intel_iommu=on`", IGD_BOX_PLAIN },
		{ "generated", "/boot/grub/grub.cfg has `intel_iommu=on`", IGD_BOX_GOOD },
		{ "booted", "without `intel_iommu=on`, with nothing for passthrough", IGD_BOX_BAD },
	};
	static const struct igd_draw_box gpu[] = {
		{ "configured", "vfio-pci is to have it, by /etc/modprobe.d/vfio.conf:1",
			IGD_BOX_PLAIN },
		{ "initramfs",
			"/boot/initramfs-6.19.8-with-a-name-that-is-too-long-for-a-line.img: not all of it "
			"could be read",
			IGD_BOX_UNKNOWN },
		{ "driver now", "i915 has it", IGD_BOX_BAD },
		{ "firmware's framebuffer", "BOOTFB still lies on it", IGD_BOX_BAD },
		{ "a fifth one", "", IGD_BOX_GOOD },
	};

	igd_draw_lanes(finding, "From configuration to kernel");
	igd_draw_lane(finding, "The kernel command line", true);
	draw_boxes(finding, line, 3);
	igd_draw_lane(finding, "Who has the iGPU", true);
	draw_boxes(finding, gpu, 5);
}

/* What a broken plugin may declare of that kind. */
static inline void draw_wild_lanes(struct igd_finding *finding)
{
	static const char *const labels[] = { "\x1b[31mred <script>&\"'\xef\xbf\xbf",
		("\xe7\xa9\xba\xe9\x96\x93 wide, and longer than any box that there is on a page of any "
		 "width, with words and without end"),
		"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
		"" };
	size_t i;

	igd_draw_lanes(finding, labels[0]);
	igd_draw_lane(finding, "", true);
	for (i = 0; i < 80; i++) {
		if (i % 9 == 4)
			igd_draw_lane(finding, labels[i % 4], i % 2);
		igd_draw_box(finding, &(struct igd_draw_box){ labels[i % 4], labels[(i / 2) % 4],
					      (enum igd_box_state)(i % 4) });
	}
	igd_draw_lane(finding, "empty", true);
	igd_draw_span(finding,
		&(struct igd_draw_span){ "a span", 1, 2, IGD_DRAW_RAM, IGD_DRAW_FATAL, true });
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
