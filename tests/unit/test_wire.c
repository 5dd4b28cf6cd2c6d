// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_wire - messages come through as they were, or not at all
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/wire.h"
#include "tests/unit/unit.h"

static const char *const needs[] = { "area.first", "area.second", NULL };
static const char *const references[] = { "https://example.org/", NULL };
static const struct igd_check check = { "area.claim", "A title", "Because.", "Do it.", IGD_DEGRADED,
	needs, "fix.id", references, NULL };

static struct igd_finding new_finding(void)
{
	struct igd_finding finding;

	igd_finding_init(&finding, &check, "plugin");
	igd_fail(&finding, "/a/path", "it says %d", 7);
	finding.verdict = IGD_FAIL;
	finding.evidence = igd_regrow(NULL, 2, sizeof(*finding.evidence));
	finding.evidence[0] = (struct igd_evidence){ igd_strdup("/a/path"), igd_strdup("7") };
	finding.evidence[1] = (struct igd_evidence){ igd_strdup("/b"), igd_strdup("") };
	finding.evidence_count = 2;
	return finding;
}

/* The fields of what was written, without a head. */
static struct igd_wire fields_of(const struct igd_text *out)
{
	return (struct igd_wire){ out->text, out->text + out->size, false };
}

static void numbers_and_texts(void **state)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;
	const char *bytes;
	size_t size;

	(void)state;
	igd_wire_u32(&out, UINT32_MAX);
	igd_wire_text(&out, "text");
	igd_wire_text(&out, "");
	igd_wire_text(&out, NULL);
	igd_wire_bytes(&out, "a\0b", 3);
	igd_wire_bytes(&out, NULL, 0);
	in = fields_of(&out);
	assert_int_equal(igd_wire_get_u32(&in), UINT32_MAX);
	assert_string_equal(igd_wire_get_text(&in), "text");
	assert_string_equal(igd_wire_get_text(&in), "");
	assert_null(igd_wire_get_text(&in));
	assert_false(in.failed);
	bytes = igd_wire_get_bytes(&in, &size);
	assert_int_equal(size, 3);
	assert_memory_equal(bytes, "a\0b", 4);
	assert_non_null(igd_wire_get_bytes(&in, &size));
	assert_int_equal(size, 0);
	igd_wire_get_end(&in);
	assert_false(in.failed);
	assert_int_equal(igd_wire_get_u32(&in), 0);
	assert_true(in.failed);
}

static void expect_answer(const struct igd_answer *answer)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	IGD_AUTOANSWER struct igd_answer got = { 0 };
	struct igd_wire in;

	igd_wire_answer(&out, answer);
	in = fields_of(&out);
	igd_wire_get_answer(&in, &got);
	igd_wire_get_end(&in);
	assert_false(in.failed);
	assert_int_equal(got.error, answer->error);
	assert_int_equal(got.kind, answer->kind);
	assert_int_equal(got.size, answer->size);
	if (answer->size)
		assert_memory_equal(got.bytes, answer->bytes, answer->size + 1);
}

static void answers(void **state)
{
	static char bytes[] = "a\0\xff\n";

	(void)state;
	expect_answer(&(struct igd_answer){ 0 });
	expect_answer(&(struct igd_answer){ .error = ENOENT });
	expect_answer(&(struct igd_answer){ .kind = IGD_OTHER });
	expect_answer(&(struct igd_answer){ .bytes = bytes, .size = 4 });
}

static void checks(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	(void)state;
	igd_wire_check(&out, &check);
	in = fields_of(&out);
	igd_wire_get_check(&in, &got);
	igd_wire_get_end(&in);
	assert_false(in.failed);
	assert_string_equal(got.id, check.id);
	assert_string_equal(got.title, check.title);
	assert_string_equal(got.remedy, check.remedy);
	assert_string_equal(got.fix, check.fix);
	assert_int_equal(got.severity, check.severity);
	assert_int_equal(got.need_count, 2);
	assert_string_equal(got.needs[1], needs[1]);
	assert_int_equal(got.reference_count, 1);
}

static void findings(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding sent = new_finding();
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	(void)state;
	igd_finding_init(&got, &check, "plugin");
	igd_fix(&sent, NULL);
	igd_remedy(&sent, "%s", "Do this.");
	igd_severity(&sent, IGD_BLOCKER);
	igd_wire_finding(&out, &sent);
	in = fields_of(&out);
	igd_wire_get_finding(&in, &got);
	assert_false(in.failed);
	assert_int_equal(got.verdict, IGD_FAIL);
	assert_int_equal(got.severity, IGD_BLOCKER);
	assert_string_equal(got.where, "/a/path");
	assert_string_equal(got.what, "it says 7");
	assert_string_equal(got.remedy, "Do this.");
	assert_null(got.fix);
	assert_int_equal(got.evidence_count, 2);
	assert_string_equal(got.evidence[1].source, "/b");
}

static void what_is_shown_is_printable_and_bounded(void **state)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding sent = new_finding();
	IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	(void)state;
	free(sent.what);
	sent.what = igd_strdup("a\x1b[31mb\nc\xff");
	free(sent.evidence[0].excerpt);
	sent.evidence[0].excerpt = igd_zalloc(100001);
	memset(sent.evidence[0].excerpt, 'x', 100000);
	igd_wire_finding(&out, &sent);
	in = fields_of(&out);
	igd_wire_get_finding(&in, &got);
	assert_false(in.failed);
	assert_string_equal(got.what, "a\\x1b[31mb c\\xff");
	assert_true(strlen(got.evidence[0].excerpt) <= 8192);
}

enum form { FORM_CHECK, FORM_FINDING, FORM_ANSWER, FORM_COUNT };

static void put(enum form form, struct igd_text *out)
{
	static char bytes[] = "answer";
	IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };

	switch (form) {
	case FORM_CHECK:
		igd_wire_check(out, &check);
		return;
	case FORM_FINDING:
		finding = new_finding();
		igd_wire_finding(out, &finding);
		return;
	case FORM_ANSWER:
	case FORM_COUNT:
		igd_wire_answer(out, &(struct igd_answer){ .bytes = bytes, .size = 6 });
	}
}

/* Reads these bytes, from memory that ends with them, and returns whether they were refused. */
static bool is_refused(enum form form, const char *bytes, size_t size)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	IGD_AUTOFREE char *copy = igd_regrow(NULL, size ? size : 1, 1);
	struct igd_wire in;

	if (size)
		memcpy(copy, bytes, size);
	in = (struct igd_wire){ copy, copy + size, false };
	if (form == FORM_CHECK)
		igd_wire_get_check(&in, &finding);
	else if (form == FORM_FINDING)
		igd_wire_get_finding(&in, &finding);
	else
		igd_wire_get_answer(&in, &answer);
	igd_wire_get_end(&in);
	return in.failed;
}

static void every_truncation_is_refused(void **state)
{
	enum form form;
	size_t size;

	(void)state;
	for (form = 0; form < FORM_COUNT; form++) {
		IGD_AUTOTEXT struct igd_text out = { 0 };

		put(form, &out);
		assert_false(is_refused(form, out.text, out.size));
		for (size = 0; size < out.size; size++)
			assert_true(is_refused(form, out.text, size));
		igd_text_add(&out, "", 1);
		assert_true(is_refused(form, out.text, out.size));
	}
}

/* A finding that is refused part of the way must not be left half filled: it is shown nevertheless. */
static void a_refused_finding_changes_nothing(void **state)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t size;

	(void)state;
	put(FORM_FINDING, &out);
	igd_text_add(&out, "", 1);
	for (size = 0; size <= out.size; size += size + 2 == out.size ? 2 : 1) {
		IGD_CLEANUP(igd_finding_done) struct igd_finding got = { 0 };
		struct igd_wire in = { out.text, out.text + size, false };

		igd_finding_init(&got, &check, "plugin");
		igd_wire_get_finding(&in, &got);
		assert_true(in.failed);
		assert_int_equal(got.verdict, IGD_UNKNOWN);
		assert_string_equal(got.remedy, check.remedy);
		assert_string_equal(got.fix, check.fix);
		assert_int_equal(got.evidence_count, 0);
	}
}

/* The message of a form, with the number at this offset replaced. */
static bool is_refused_with(enum form form, size_t offset, uint32_t number)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };

	put(form, &out);
	assert_true(offset + sizeof(number) <= out.size);
	memcpy(out.text + offset, &number, sizeof(number));
	return is_refused(form, out.text, out.size);
}

static void numbers_out_of_range_are_refused(void **state)
{
	static const uint32_t wild[] = { 100, 0x7fffffff, 0x80000000, 0xfffffffe, UINT32_MAX };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wild) / sizeof(*wild); i++) {
		assert_true(is_refused_with(FORM_FINDING, 0, wild[i]));
		assert_true(is_refused_with(FORM_FINDING, 4, wild[i]));
		assert_true(is_refused_with(FORM_FINDING, 8, wild[i]));
		assert_true(is_refused_with(FORM_FINDING, 12, wild[i]));
		assert_true(is_refused_with(FORM_ANSWER, 4, wild[i]));
		assert_true(is_refused_with(FORM_ANSWER, 8, wild[i]));
		assert_true(is_refused_with(FORM_CHECK, 0, wild[i]));
	}
	/* the runner alone says BLOCKED */
	assert_true(is_refused_with(FORM_FINDING, 0, IGD_BLOCKED));
	assert_true(is_refused_with(FORM_FINDING, 4, IGD_BLOCKER + 1));
	assert_true(is_refused_with(FORM_FINDING, 8, IGD_REASON_COUNT));
	assert_true(is_refused_with(FORM_ANSWER, 0, 0x80000000));
	assert_false(is_refused_with(FORM_ANSWER, 0, 0x7fffffff));
}

static void texts_are_what_they_say(void **state)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;

	(void)state;
	igd_wire_bytes(&out, "a\0b", 3); /* no text: a NUL in it */
	in = fields_of(&out);
	assert_true(!igd_wire_get_text(&in) && in.failed);
	out.text[out.size - 1] = 'x'; /* no NUL behind it */
	in = fields_of(&out);
	assert_true(!igd_wire_get_text(&in) && in.failed);
}

/* Needs are the list in front of the references, which here are none. */
static bool is_list_refused(uint32_t said, uint32_t sent)
{
	static const struct igd_check bare = { "a.b", "t", "w", "r", IGD_HINT, NULL, NULL, NULL,
		NULL };
	IGD_AUTOTEXT struct igd_text out = { 0 };

	igd_wire_check(&out, &bare);
	out.size -= 2 * sizeof(uint32_t);
	igd_wire_u32(&out, said);
	while (sent--)
		igd_wire_text(&out, "a.c");
	igd_wire_u32(&out, 0);
	return is_refused(FORM_CHECK, out.text, out.size);
}

static void lists_are_bounded(void **state)
{
	(void)state;
	assert_false(is_list_refused(0, 0));
	assert_false(is_list_refused(256, 256));
	assert_true(is_list_refused(257, 257));
	assert_true(is_list_refused(UINT32_MAX, 3));
}

static int next_of(const void *bytes, size_t size)
{
	IGD_AUTOTEXT struct igd_text buffer = { 0 };
	struct igd_wire in;

	igd_text_add(&buffer, bytes, size);
	return igd_wire_next(&buffer, &in, &size);
}

static void messages_are_taken_apart(void **state)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;
	size_t at, i, whole, size;

	(void)state;
	igd_wire_begin(&out, IGD_SAY_RUN, &at);
	igd_wire_u32(&out, 7);
	igd_wire_end(&out, at);
	whole = out.size;
	igd_wire_begin(&out, IGD_SAY_WORK, &at);
	igd_wire_end(&out, at);
	assert_int_equal(igd_wire_next(&out, &in, &size), IGD_SAY_RUN);
	assert_int_equal(size, whole);
	assert_int_equal(igd_wire_get_u32(&in), 7);
	assert_ptr_equal(in.at, in.end);
	for (i = 0; i < whole; i++)
		assert_int_equal(next_of(out.text, i), 0);
	assert_int_equal(next_of(out.text + whole, out.size - whole), IGD_SAY_WORK);
}

static void nonsense_is_refused(void **state)
{
	(void)state;
	assert_int_equal(next_of("\0\0\0\0\0", 5), -EBADMSG);
	assert_int_equal(next_of("\0\0\0\0\x0c", 5), -EBADMSG); /* IGD_SAY_LAST + 1 */
	assert_int_equal(next_of("\0\0\0\0\xff", 5), -EBADMSG);
	assert_int_equal(next_of("\x01\x00\x00\x05\x03", 5), -EBADMSG); /* IGD_WIRE_MAX + 1 */
	assert_int_equal(next_of("\xff\xff\xff\xff\x01", 5), -EBADMSG);
}

/* Whatever comes is read within its bounds; the sanitizers and valgrind watch. */
static void random_bytes_do_no_harm(void **state)
{
	uint32_t random = 20240607;
	char bytes[64];
	size_t i, j;

	(void)state;
	for (i = 0; i < 20000; i++) {
		for (j = 0; j < sizeof(bytes); j++) {
			random = random * 1664525 + 1013904223;
			/* mostly small numbers, so that sizes and counts are believed */
			bytes[j] = (char)((random >> 28) < 12 ? 0 : (random >> 20) & 15);
		}
		is_refused((enum form)(i % FORM_COUNT), bytes, i % sizeof(bytes));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_and_texts),
		cmocka_unit_test(answers),
		cmocka_unit_test(checks),
		cmocka_unit_test(findings),
		cmocka_unit_test(what_is_shown_is_printable_and_bounded),
		cmocka_unit_test(every_truncation_is_refused),
		cmocka_unit_test(a_refused_finding_changes_nothing),
		cmocka_unit_test(numbers_out_of_range_are_refused),
		cmocka_unit_test(texts_are_what_they_say),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(messages_are_taken_apart),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(random_bytes_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
