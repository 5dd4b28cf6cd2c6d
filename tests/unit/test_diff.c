// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_diff - the diff is the one that diff(1) reads, and is taken back by patch(1)'s rules
 *
 * The shortest of several right diffs need not be diff(1)'s, so the test applies what it gets: the context and what goes must be the
 * old text's, and what comes out must be the fresh one.
 */
#include <stdio.h>
#include <string.h>

#include "mend/diff.h"
#include "unit.h"

static char *diff_of(const char *old, const char *fresh)
{
	return igd_diff(
		&(struct igd_diff_side){ old ? "/etc/x" : "/dev/null", old, old ? strlen(old) : 0 },
		&(struct igd_diff_side){
			fresh ? "/etc/x" : "/dev/null", fresh, fresh ? strlen(fresh) : 0 });
}

static void expect(const char *old, const char *fresh, const char *wanted)
{
	IGD_AUTOFREE char *diff = diff_of(old, fresh);

	assert_string_equal(diff, wanted);
}

static void is_as_diff_writes_it(void **state)
{
	(void)state;
	expect("a\n", "a\n", "");
	expect("", "", "");
	expect("a\n", "b\n", "--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b\n");
	expect(NULL, "a\nb\n", "--- /dev/null\n+++ /etc/x\n@@ -0,0 +1,2 @@\n+a\n+b\n");
	expect("a\n", NULL, "--- /etc/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
	expect("a", "a\n",
		"--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
	expect("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
		"--- /etc/x\n+++ /etc/x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
	/* Six equal lines between two changes are one hunk, seven are two (diff -u does the same). */
	expect("a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
		"--- /etc/x\n+++ /etc/x\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n");
	expect("a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
		"--- /etc/x\n+++ /etc/x\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
		"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n");
}

/* What of old comes before its line of this number is taken over; *at and *number go on. */
static void keep_until(struct igd_text *out, const char **at, size_t *number, size_t line)
{
	for (; *number < line && **at; (*number)++) {
		size_t size = strcspn(*at, "\n") + 1;

		igd_text_add(out, *at, size);
		*at += size;
	}
}

/* What the diff makes of old; the caller frees it. */
static char *apply(const char *old, const char *diff)
{
	struct igd_text out = { 0 };
	const char *at = old ? old : "", *end;
	size_t number = 1, first, size;

	igd_text_add(&out, "", 0);
	diff = strstr(diff, "@@");
	for (; diff && *diff; diff = end) {
		end = diff + strcspn(diff, "\n") + 1;
		size = (size_t)(end - diff) - 1;
		if (sscanf(diff, "@@ -%zu", &first) == 1)
			keep_until(&out, &at, &number, first);
		if (*diff == ' ' || *diff == '+')
			igd_text_add(&out, diff + 1, size);
		if (*diff != ' ' && *diff != '-')
			continue;
		assert_memory_equal(at, diff + 1, size);
		at += size;
		number++;
	}
	igd_text_add(&out, at, strlen(at));
	return out.text;
}

/* The same numbers in every run (Knuth's MMIX generator). */
static unsigned next_number(uint64_t *state, unsigned limit)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33) % limit;
}

static char *random_text(uint64_t *state)
{
	struct igd_text text = { 0 };
	unsigned lines = next_number(state, 30);

	igd_text_add(&text, "", 0);
	while (lines--)
		igd_text_printf(&text, "%u\n", next_number(state, 6));
	return text.text;
}

static void makes_the_fresh_text_of_the_old(void **state)
{
	uint64_t numbers = 1;
	unsigned i;

	(void)state;
	for (i = 0; i < 2000; i++) {
		IGD_AUTOFREE char *old = random_text(&numbers), *fresh = random_text(&numbers);
		IGD_AUTOFREE char *diff = diff_of(old, fresh);
		IGD_AUTOFREE char *made = apply(old, diff);

		assert_string_equal(made, fresh);
	}
}

static void two_large_texts_are_one_block(void **state)
{
	IGD_AUTOTEXT struct igd_text old = { 0 }, fresh = { 0 };
	IGD_AUTOFREE char *diff = NULL, *made = NULL;
	unsigned i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		igd_text_printf(&old, "old %u\n", i);
		igd_text_printf(&fresh, "fresh %u\n", i);
	}
	diff = diff_of(old.text, fresh.text);
	made = apply(old.text, diff);
	assert_string_equal(made, fresh.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_as_diff_writes_it),
		cmocka_unit_test(makes_the_fresh_text_of_the_old),
		cmocka_unit_test(two_large_texts_are_one_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
