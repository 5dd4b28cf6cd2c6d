// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_drawing - a finding's drawing, of either kind, as a check makes it, and what comes of it through the pipe
 */
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "core/wire.h"
#include "tests/unit/unit.h"

static const struct igd_check check = { "area.claim", "A title", "Because.", "Do it.", IGD_DEGRADED,
	NULL, NULL, NULL, NULL };

static struct igd_finding new_finding(void)
{
	struct igd_finding finding;

	igd_finding_init(&finding, &check, "plugin");
	igd_fail(&finding, "/a/path", "it says %d", 7);
	finding.verdict = IGD_FAIL;
	igd_draw(&finding, "a title", 0xffffffffffff);
	igd_draw_span(&finding, &(struct igd_draw_span){ "RAM", 0, 0x7fffffff, IGD_DRAW_RAM,
					IGD_DRAW_REACHED, true });
	igd_draw_span(&finding, &(struct igd_draw_span){ "shared", 0x380010000000, 0x380013ffffff,
					IGD_DRAW_SHARED, IGD_DRAW_FATAL, false });
	igd_draw_mark(&finding, "39 bits", 0x7fffffffff);
	return finding;
}

static struct igd_finding new_lanes(void)
{
	struct igd_finding finding;

	igd_finding_init(&finding, &check, "plugin");
	igd_pass(&finding, "/a/path", "it says %d", 7);
	igd_draw_lanes(&finding, "lanes");
	igd_draw_lane(&finding, "a chain", true);
	igd_draw_box(&finding, &(struct igd_draw_box){ "first", NULL, IGD_BOX_PLAIN });
	igd_draw_box(&finding, &(struct igd_draw_box){ "second", "a note", IGD_BOX_BAD });
	igd_draw_lane(&finding, "an empty one", false);
	igd_draw_lane(&finding, "a group", false);
	igd_draw_box(&finding, &(struct igd_draw_box){ "third", "", IGD_BOX_UNKNOWN });
	return finding;
}

/* The fields of what was written, without a head. */
static struct igd_wire fields_of(const struct igd_text *out)
{
	return (struct igd_wire){ out->text, out->text + out->size, false };
}

static void expect_drawing(const struct igd_drawing *drawing)
{
	assert_non_null(drawing);
	assert_string_equal(drawing->title, "a title");
	assert_true(drawing->last == 0xffffffffffff);
	assert_int_equal(drawing->span_count, 2);
	assert_string_equal(drawing->spans[0].label, "RAM");
	assert_true(drawing->spans[0].is_exact);
	assert_int_equal(drawing->spans[0].state, IGD_DRAW_REACHED);
	assert_true(drawing->spans[1].start == 0x380010000000);
	assert_true(drawing->spans[1].end == 0x380013ffffff);
	assert_int_equal(drawing->spans[1].kind, IGD_DRAW_SHARED);
	assert_int_equal(drawing->spans[1].state, IGD_DRAW_FATAL);
	assert_false(drawing->spans[1].is_exact);
	assert_int_equal(drawing->mark_count, 1);
	assert_string_equal(drawing->marks[0].label, "39 bits");
	assert_true(drawing->marks[0].last == 0x7fffffffff);
}

static void a_drawing_comes_through(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding sent = new_finding();
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	(void)state;
	igd_wire_finding(&out, &sent);
	in = fields_of(&out);
	igd_wire_get_finding(&in, &got);
	assert_false(in.failed);
	expect_drawing(got.drawing);
}

static void expect_lanes(const struct igd_drawing *drawing)
{
	const struct igd_drawing_lane *lanes;

	assert_non_null(drawing);
	assert_true(drawing->has_lanes);
	assert_string_equal(drawing->title, "lanes");
	assert_int_equal(drawing->span_count + drawing->mark_count, 0);
	assert_int_equal(drawing->lane_count, 3);
	assert_int_equal(drawing->box_count, 3);
	lanes = drawing->lanes;
	assert_string_equal(lanes[0].label, "a chain");
	assert_true(lanes[0].is_chain && !lanes[1].is_chain && !lanes[2].is_chain);
	assert_int_equal(lanes[0].box_count, 2);
	assert_string_equal(lanes[0].boxes[0].note, "");
	assert_int_equal(lanes[0].boxes[0].state, IGD_BOX_PLAIN);
	assert_string_equal(lanes[0].boxes[1].label, "second");
	assert_string_equal(lanes[0].boxes[1].note, "a note");
	assert_int_equal(lanes[0].boxes[1].state, IGD_BOX_BAD);
	assert_int_equal(lanes[1].box_count, 0);
	assert_int_equal(lanes[2].boxes[0].state, IGD_BOX_UNKNOWN);
}

static void lanes_come_through(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding sent = new_lanes();
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	(void)state;
	expect_lanes(sent.drawing);
	igd_wire_finding(&out, &sent);
	in = fields_of(&out);
	igd_wire_get_finding(&in, &got);
	assert_false(in.failed);
	expect_lanes(got.drawing);
}

/* A finding whose drawing was made by a broken plugin, past igd_draw(). */
static bool is_drawing_refused(
	struct igd_finding (*make)(void), void (*damage)(struct igd_drawing *drawing))
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding sent = make();
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	damage(sent.drawing);
	igd_wire_finding(&out, &sent);
	in = fields_of(&out);
	igd_wire_get_finding(&in, &got);
	assert_true(in.failed == !got.drawing);
	return in.failed;
}

static void not_at_all(struct igd_drawing *drawing)
{
	(void)drawing;
}

static void backwards(struct igd_drawing *drawing)
{
	drawing->spans[0].start = drawing->spans[0].end + 1;
}

static void unknown_kind(struct igd_drawing *drawing)
{
	drawing->spans[0].kind = (enum igd_draw_kind)IGD_DRAW_KIND_COUNT;
}

static void unknown_state(struct igd_drawing *drawing)
{
	drawing->spans[1].state = (enum igd_draw_state)IGD_DRAW_STATE_COUNT;
}

static void no_label(struct igd_drawing *drawing)
{
	free(drawing->spans[0].label);
	drawing->spans[0].label = NULL;
}

static void no_mark_label(struct igd_drawing *drawing)
{
	free(drawing->marks[0].label);
	drawing->marks[0].label = NULL;
}

/* One more than is drawn. */
static void too_many(struct igd_drawing *drawing)
{
	size_t i;

	drawing->spans = igd_regrow(
		drawing->spans, (size_t)IGD_DRAWING_MAX + 1, sizeof(struct igd_drawing_span));
	for (i = drawing->span_count; i < IGD_DRAWING_MAX + 1; i++)
		drawing->spans[i] = (struct igd_drawing_span){ .label = igd_strdup("x") };
	drawing->span_count = IGD_DRAWING_MAX + 1;
}

static void unknown_box_state(struct igd_drawing *drawing)
{
	drawing->lanes[2].boxes[0].state = (enum igd_box_state)IGD_BOX_STATE_COUNT;
}

static void no_lane_label(struct igd_drawing *drawing)
{
	free(drawing->lanes[1].label);
	drawing->lanes[1].label = NULL;
}

static void no_box_label(struct igd_drawing *drawing)
{
	free(drawing->lanes[0].boxes[1].label);
	drawing->lanes[0].boxes[1].label = NULL;
}

static void no_note(struct igd_drawing *drawing)
{
	free(drawing->lanes[0].boxes[1].note);
	drawing->lanes[0].boxes[1].note = NULL;
}

/* One more than is drawn in all, in lanes that hold fewer each. */
static void too_many_boxes(struct igd_drawing *drawing)
{
	struct igd_drawing_lane *lane;
	size_t i, j;

	for (i = 0; i < 3; i += 2) {
		lane = &drawing->lanes[i];
		lane->boxes = igd_regrow(lane->boxes, IGD_DRAWING_MAX, sizeof(*lane->boxes));
		for (j = lane->box_count; j < IGD_DRAWING_MAX / 2 + 1; j++)
			lane->boxes[j] = (struct igd_drawing_box){ igd_strdup("x"), igd_strdup(""),
				IGD_BOX_GOOD };
		lane->box_count = j;
	}
}

static void too_many_lanes(struct igd_drawing *drawing)
{
	size_t i;

	drawing->lanes =
		igd_regrow(drawing->lanes, (size_t)IGD_DRAWING_MAX + 1, sizeof(*drawing->lanes));
	for (i = drawing->lane_count; i < IGD_DRAWING_MAX + 1; i++)
		drawing->lanes[i] = (struct igd_drawing_lane){ .label = igd_strdup("x") };
	drawing->lane_count = IGD_DRAWING_MAX + 1;
}

static void drawings_are_bounded(void **state)
{
	(void)state;
	assert_false(is_drawing_refused(new_finding, not_at_all));
	assert_true(is_drawing_refused(new_finding, backwards));
	assert_true(is_drawing_refused(new_finding, unknown_kind));
	assert_true(is_drawing_refused(new_finding, unknown_state));
	assert_true(is_drawing_refused(new_finding, no_label));
	assert_true(is_drawing_refused(new_finding, no_mark_label));
	assert_true(is_drawing_refused(new_finding, too_many));
}

static void lanes_are_bounded(void **state)
{
	(void)state;
	assert_false(is_drawing_refused(new_lanes, not_at_all));
	assert_true(is_drawing_refused(new_lanes, unknown_box_state));
	assert_true(is_drawing_refused(new_lanes, no_lane_label));
	assert_true(is_drawing_refused(new_lanes, no_box_label));
	assert_true(is_drawing_refused(new_lanes, no_note));
	assert_true(is_drawing_refused(new_lanes, too_many_boxes));
	assert_true(is_drawing_refused(new_lanes, too_many_lanes));
}

/* igd_draw_span() before igd_draw(), a second igd_draw(), a span too many, one that ends before it starts. */
static void drawings_as_checks_make_them(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };
	struct igd_draw_span span = { "one\n\x1b", 1, 1, IGD_DRAW_DEVICE, IGD_DRAW_LOST, true };
	size_t i;

	(void)state;
	igd_draw_span(&finding, &span);
	igd_draw_mark(&finding, "mark", 1);
	assert_null(finding.drawing);
	igd_draw(&finding, "first", 1);
	igd_draw_span(&finding, &span);
	igd_draw(&finding, "second", 2);
	assert_int_equal(finding.drawing->span_count, 0);
	for (i = 0; i < 2 * (size_t)IGD_DRAWING_MAX; i++) {
		igd_draw_span(&finding, &span);
		igd_draw_mark(&finding, "mark", i);
	}
	assert_int_equal(finding.drawing->span_count, IGD_DRAWING_MAX);
	assert_int_equal(finding.drawing->mark_count, IGD_DRAWING_MAX);
	assert_string_equal(finding.drawing->spans[0].label, "one \\x1b");
	igd_draw(&finding, "third", 3);
	span.end = 0;
	igd_draw_span(&finding, &span);
	assert_int_equal(finding.drawing->span_count, 0);
}

/* What is out of place is left out: a box without a lane, spans among lanes, lanes on a map, what is too many. */
static void lanes_as_checks_make_them(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };
	struct igd_draw_box box = { "one\n\x1b", "two\n\x1b", IGD_BOX_GOOD };
	struct igd_draw_span span = { "span", 1, 1, IGD_DRAW_DEVICE, IGD_DRAW_LOST, true };
	size_t i;

	(void)state;
	igd_draw_lane(&finding, "lane", true);
	igd_draw_box(&finding, &box);
	assert_null(finding.drawing);
	igd_draw(&finding, "a map", 1);
	igd_draw_lane(&finding, "lane", true);
	igd_draw_box(&finding, &box);
	assert_int_equal(finding.drawing->lane_count + finding.drawing->box_count, 0);
	igd_draw_lanes(&finding, "lanes");
	igd_draw_box(&finding, &box);
	igd_draw_span(&finding, &span);
	igd_draw_mark(&finding, "mark", 1);
	assert_int_equal(finding.drawing->box_count, 0);
	assert_int_equal(finding.drawing->span_count + finding.drawing->mark_count, 0);
	for (i = 0; i < 2 * (size_t)IGD_DRAWING_MAX; i++) {
		igd_draw_lane(&finding, "lane", false);
		igd_draw_box(&finding, &box);
		igd_draw_box(&finding, &box);
	}
	assert_int_equal(finding.drawing->lane_count, IGD_DRAWING_MAX);
	assert_int_equal(finding.drawing->box_count, IGD_DRAWING_MAX);
	assert_string_equal(finding.drawing->lanes[0].boxes[0].label, "one \\x1b");
	assert_string_equal(finding.drawing->lanes[0].boxes[0].note, "two \\x1b");
	igd_draw(&finding, "a map again", 1);
	assert_false(finding.drawing->has_lanes);
}

/* Cut off anywhere it is refused whole, and so it is with more behind it. */
static void expect_truncations_refused(struct igd_finding (*make)(void))
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding sent = make();
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t size, whole;

	igd_wire_finding(&out, &sent);
	whole = out.size;
	igd_text_add(&out, "", 1);
	for (size = 0; size <= whole + 1; size++) {
		IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
		IGD_AUTOFREE char *copy = igd_regrow(NULL, size + 1, 1);
		struct igd_wire in = { copy, copy + size, false };

		memcpy(copy, out.text, size);
		igd_wire_get_finding(&in, &got);
		assert_true(in.failed == (size != whole));
		assert_true(in.failed == !got.drawing);
	}
}

static void truncations_are_refused(void **state)
{
	(void)state;
	expect_truncations_refused(new_finding);
	expect_truncations_refused(new_lanes);
}

static enum igd_verdict draw_and_read(struct igd_host *host, struct igd_finding *ret)
{
	igd_draw(ret, "a title", 1);
	return igd_host_line(host, "/file") ? igd_pass(ret, "/file", "read")
					    : igd_fail(ret, "/file", "absent");
}

/* What could not be read may have been the base of the drawing. */
static void an_unreadable_file_takes_it_away(void **state)
{
	static const char good[] = "igd-doctor.tree/1\nf /file x\\n\n";
	static const char bad[] = "igd-doctor.tree/1\ne /file EACCES\n";
	struct igd_check drawing = check;
	size_t i;

	(void)state;
	drawing.run = draw_and_read;
	for (i = 0; i < 2; i++) {
		IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };
		const char *text = i ? bad : good;
		struct igd_host *host =
			igd_host_new(igd_source_tree_text(text, strlen(text), "t", NULL));

		igd_finding_init(&finding, &drawing, "plugin");
		igd_check_examine(&drawing, host, NULL, &finding);
		assert_int_equal(finding.verdict, i ? IGD_UNKNOWN : IGD_PASS);
		assert_true(!finding.drawing == !!i);
		igd_host_free(host);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_drawing_comes_through),
		cmocka_unit_test(lanes_come_through),
		cmocka_unit_test(truncations_are_refused),
		cmocka_unit_test(drawings_are_bounded),
		cmocka_unit_test(lanes_are_bounded),
		cmocka_unit_test(drawings_as_checks_make_them),
		cmocka_unit_test(lanes_as_checks_make_them),
		cmocka_unit_test(an_unreadable_file_takes_it_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
