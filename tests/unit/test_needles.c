// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_needles - many texts at once find what each of them finds alone
 */
#include <stdlib.h>
#include <string.h>

#include "facts/log/needles.h"
#include "unit.h"

#define MANY 24

/* The offset behind the first text that ends first, as strings say it. */
static size_t first_by_hand(const char *const *texts, size_t count, const char *bytes, size_t size)
{
	size_t end, i, length;

	for (end = 1; end <= size; end++) {
		for (i = 0; i < count; i++) {
			length = strlen(texts[i]);
			if (length <= end && memcmp(bytes + end - length, texts[i], length) == 0)
				return end;
		}
	}
	return size + 1;
}

static size_t count_by_hand(const char *text, const char *bytes, size_t size)
{
	size_t length = strlen(text), at, count = 0;

	for (at = 0; at + length <= size; at++)
		count += memcmp(bytes + at, text, length) == 0;
	return count;
}

static void count_found(void *context, size_t needle)
{
	((size_t *)context)[needle]++;
}

static void expect_as_by_hand(
	const char *const *texts, size_t count, const char *bytes, size_t size)
{
	struct igd_needles *needles = igd_needles_new(texts, count);
	size_t found[MANY] = { 0 }, i;

	assert_int_equal(
		igd_needles_find(needles, bytes, size), first_by_hand(texts, count, bytes, size));
	igd_needles_each(needles, bytes, size, count_found, found);
	for (i = 0; i < count; i++)
		assert_int_equal(found[i], count_by_hand(texts[i], bytes, size));
	igd_needles_free(needles);
}

static void test_overlapping(void **state)
{
	static const char *const texts[] = { "he", "she", "his", "hers", "he" };
	static const char bytes[] = "ushers and this \0 she";

	(void)state;
	expect_as_by_hand(texts, 5, bytes, sizeof(bytes) - 1);
	expect_as_by_hand(texts, 5, "h", 1);
	expect_as_by_hand(texts, 5, "", 0);
	expect_as_by_hand(texts, 0, bytes, sizeof(bytes) - 1);
}

static void test_every_byte(void **state)
{
	char texts[255][2], bytes[256];
	const char *pointers[255];
	struct igd_needles *needles;
	size_t found[255] = { 0 }, i;

	(void)state;
	for (i = 0; i < 255; i++) {
		texts[i][0] = (char)(i + 1);
		texts[i][1] = '\0';
		pointers[i] = texts[i];
		bytes[i] = (char)(i + 1);
	}
	needles = igd_needles_new(pointers, 255);
	igd_needles_each(needles, bytes, 255, count_found, found);
	for (i = 0; i < 255; i++)
		assert_int_equal(found[i], 1);
	igd_needles_free(needles);
}

/* Few letters, so that needles overlap, contain and repeat each other. */
static void test_at_random(void **state)
{
	char texts[MANY][8], bytes[300];
	const char *pointers[MANY];
	unsigned seed = 1, round;
	size_t i, j;

	(void)state;
	for (round = 0; round < 300; round++) {
		for (i = 0; i < MANY; i++) {
			for (j = 0; j < 1 + (size_t)rand_r(&seed) % 7; j++)
				texts[i][j] = (char)('a' + rand_r(&seed) % 3);
			texts[i][j] = '\0';
			pointers[i] = texts[i];
		}
		for (i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)('a' + rand_r(&seed) % 4);
		expect_as_by_hand(pointers, MANY, bytes, sizeof(bytes));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_overlapping),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_at_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
