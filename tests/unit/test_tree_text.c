// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_tree_text - the .tree form, read and written
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/source_private.h"
#include "tests/unit/unit.h"

#define COMPLETE "igd-doctor.tree/1\n"

/* The first is written so that it comes out as the second. */
static void expect_written(const char *line, const char *wanted)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	IGD_AUTOFREE char *text = igd_printf(COMPLETE "%s\n", line);
	IGD_AUTOFREE char *written = NULL;
	struct igd_error error = { 0 };
	size_t size;
	FILE *file = open_memstream(&written, &size);

	if (igd_tree_parse(&tree, text, strlen(text), "test", &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(tree.count, 1);
	igd_tree_write_node(file, &tree.nodes[0]);
	fclose(file);
	written[size - 1] = '\0';
	assert_string_equal(written, wanted);
}

static void writes_what_a_person_would(void **state)
{
	static const char *const same[] = { "d /a", "c /a", "a /a", "n /a", "n /a d", "n /a f",
		"n /a c", "e /a EACCES", "u /a EPERM", "l /a ../b c", "f /a", "f /a \\n",
		"f /a text\\n", "f /a text", "f /a    blanks before and behind  ",
		"f /a |not a block", "f /a \\\\c", "f /a tab\\tx", "f /a\n|one\n|two", "f /a\n|\n|",
		"f /a\n|one\n|two\\c", "f /a\n|one\n|two\\\\c", "f /a\n|one\n|two\\\\\\c",
		"f /a\n|one\n|\\\\c\\c", "x /a 00ff", "f /a\\x20b\\\\c x", "f /a\\xff\\x01 x",
		"f /\xc3\xa4 \xe2\x82\xac", "d /" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		expect_written(same[i], same[i]);
	expect_written("x /a 6162", "f /a ab");
	expect_written("x /a", "f /a");
	expect_written("f /a ", "f /a");
	expect_written("f /a\n|only\\c", "f /a only");
	expect_written("f /a\n|\\c", "f /a");
	expect_written("f //a/./b/ x\\x0ay\\rz", "f /a/b\n|x\n|y\\x0dz\\c");
}

static void random_bytes(unsigned *seed, char *bytes, size_t size)
{
	static const char likely[] = " \n\n|\\c#/\t\xc3\xa4\xff";
	size_t i;

	for (i = 0; i < size; i++)
		bytes[i] = (char)(rand_r(seed) % 3
					  ? likely[(size_t)rand_r(seed) % (sizeof(likely) - 1)]
					  : rand_r(seed) % 256);
}

static void add_random(struct igd_tree *tree, unsigned *seed)
{
	static const char letters[] = "dflceuna";
	static const int errors[] = { EACCES, EPERM, EIO, ENODATA, EFBIG };
	struct igd_node node = { 0 };
	char name[24];
	size_t size = 1 + (size_t)rand_r(seed) % 20, i;

	node.type = (enum igd_node_type)letters[rand_r(seed) % 8];
	random_bytes(seed, name, size);
	for (i = 0; i < size; i++)
		name[i] = name[i] && name[i] != '.' ? name[i] : 'z';
	node.path = igd_printf("/%zu/%.*s", tree->count, (int)size, name);
	if (node.type == IGD_NODE_ERROR || node.type == IGD_NODE_UNKNOWN)
		node.error = errors[rand_r(seed) % 5];
	if (node.type == IGD_NODE_NAME)
		node.kind = (enum igd_kind)(1 + rand_r(seed) % 4);
	if (node.type == IGD_NODE_FILE || node.type == IGD_NODE_LINK) {
		node.size = (size_t)rand_r(seed) % 60 + (node.type == IGD_NODE_LINK);
		node.bytes = igd_zalloc(node.size + 1);
		random_bytes(seed, node.bytes, node.size);
		for (i = 0; node.type == IGD_NODE_LINK && i < node.size; i++)
			node.bytes[i] = node.bytes[i] ? node.bytes[i] : '.';
	}
	assert_int_equal(igd_tree_add(tree, &node), 0);
}

static char *write_tree(const struct igd_tree *tree)
{
	char *text = NULL;
	size_t i, size;
	FILE *file = open_memstream(&text, &size);

	fputs(COMPLETE, file);
	for (i = 0; i < tree->count; i++)
		igd_tree_write_node(file, &tree->nodes[i]);
	fclose(file);
	return text;
}

static void expect_equal(const struct igd_tree *one, const struct igd_tree *two)
{
	size_t i;

	assert_int_equal(one->count, two->count);
	for (i = 0; i < one->count; i++) {
		assert_string_equal(one->nodes[i].path, two->nodes[i].path);
		assert_int_equal(one->nodes[i].type, two->nodes[i].type);
		assert_int_equal(one->nodes[i].error, two->nodes[i].error);
		assert_int_equal(one->nodes[i].kind, two->nodes[i].kind);
		assert_int_equal(one->nodes[i].size, two->nodes[i].size);
		if (one->nodes[i].size)
			assert_memory_equal(
				one->nodes[i].bytes, two->nodes[i].bytes, one->nodes[i].size);
	}
}

static void what_is_written_is_read_back(void **state)
{
	unsigned seed = 1, round, i;

	(void)state;
	for (round = 0; round < 200; round++) {
		IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
		IGD_CLEANUP(igd_tree_done) struct igd_tree again = { 0 };
		IGD_AUTOFREE char *text = NULL;
		IGD_AUTOFREE char *second = NULL;
		struct igd_error error = { 0 };

		for (i = 0; i < 20; i++)
			add_random(&tree, &seed);
		text = write_tree(&tree);
		if (igd_tree_parse(&again, text, strlen(text), "test", &error) < 0)
			fail_msg("%s\n%s", error.message, text);
		expect_equal(&tree, &again);
		second = write_tree(&again);
		assert_string_equal(text, second);
	}
}

static void expect_refusal(const char *text, size_t size, const char *message)
{
	struct igd_error error = { 0 };

	assert_null(igd_source_tree_text(text, size, "t", &error));
	assert_int_equal(error.code, EBADMSG);
	assert_string_equal(error.message, message);
}

#define LETTER "one of d f x l c e u n a, a blank and a path expected"
#define PATH "an absolute path expected"
#define INSIDE "an absolute path without .. expected"
#define ESCAPE "no escape of this format follows the backslash"
#define HEX "hexadecimal digits expected, two for each byte"
#define NAME "the name of an error (such as EACCES) expected"
#define KIND "d, f or c expected behind the path"
#define TARGET "a target expected behind the path"
#define NOTHING "nothing is expected behind the path"

static const struct {
	const char *line, *message;
} malformed[] = {
	{ "q /a", LETTER },
	{ "f", LETTER },
	{ "f ", LETTER },
	{ "f/a x", LETTER },
	{ "|x", LETTER },
	{ "  ", LETTER },
	{ "f  x", PATH },
	{ "d \\x00", PATH },
	{ "d /a\\", PATH },
	{ "d /a\\q", PATH },
	{ "d a", INSIDE },
	{ "d /a/../b", INSIDE },
	{ "d ..", INSIDE },
	{ "f /a \\", ESCAPE },
	{ "f /a \\q", ESCAPE },
	{ "f /a \\x1", ESCAPE },
	{ "f /a \\xg0", ESCAPE },
	{ "f /a \\c", ESCAPE },
	{ "x /a 0", HEX },
	{ "x /a 0g", HEX },
	{ "x /a 00 11", HEX },
	{ "e /a", NAME },
	{ "e /a EFOO", NAME },
	{ "u /a EACCES ", NAME },
	{ "n /a x", KIND },
	{ "n /a df", KIND },
	{ "l /a", TARGET },
	{ "l /a ", TARGET },
	{ "l /a \\q", TARGET },
	{ "l /a x\\x00y", "a NUL in a link's target" },
	{ "d /a x", NOTHING },
	{ "c /a x", NOTHING },
	{ "a /a ", NOTHING },
};

static void says_where_it_is_malformed(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		IGD_AUTOFREE char *text =
			igd_printf(COMPLETE "# first\n%s\nd /b\n", malformed[i].line);
		IGD_AUTOFREE char *message =
			igd_printf("t:3: %s (at byte 26)", malformed[i].message);

		expect_refusal(text, strlen(text), message);
	}
	expect_refusal(COMPLETE "f /a\n|x\\c\n|y\n", 34,
		"t:4: a line follows the one that ends the file with \\c (at byte 28)");
	expect_refusal(COMPLETE "f /a\n|x\n|\\y\n", 35,
		"t:4: no escape of this format follows the backslash (at byte 26)");
	expect_refusal(
		COMPLETE "n /a \0\n", 25, "t:2: d, f or c expected behind the path (at byte 18)");
	expect_refusal(COMPLETE "e /a EIO\0x\n", 29,
		"t:2: the name of an error (such as EACCES) expected (at byte 18)");
}

static void expect_accepted(const char *text)
{
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "t", NULL);

	assert_non_null(source);
	igd_source_free(source);
}

static void refuses_what_is_no_tree(void **state)
{
	static const char first[] =
		"t:1: no recording: the first line is not \"igd-doctor.tree/1\" (at byte 0)";
	static const char behind[] =
		"t:1: nothing or \"recorded\" expected behind igd-doctor.tree/1 (at byte 0)";

	(void)state;
	expect_refusal("", 0, "t:1: empty: no recording (at byte 0)");
	expect_refusal("\n", 1, first);
	expect_refusal("igd-doctor.tree/", 16, first);
	expect_refusal("igd-doctor.tree/12\n", 19, behind);
	expect_refusal("igd-doctor.tree/1 recorded \n", 28, behind);
	expect_refusal("igd-doctor.tree/1\r\n", 19, behind);
	expect_refusal(
		COMPLETE "f /a\\x1b 1\nf //a\\x1b/ 2\n", 42, "t: /a\\x1b stands in it twice");
	expect_refusal(COMPLETE "f /a 1\ne /a EACCES\n", 37, "t: /a stands in it twice");
	expect_refusal(COMPLETE "l /a 1\nl /a 2\n", 32, "t: /a stands in it twice");
	expect_accepted("igd-doctor.tree/1");
	expect_accepted(COMPLETE "l /a 1\nf /a 2");
	assert_null(igd_source_tree_text(COMPLETE, 5, "t", NULL));
}

static void expect_too_long(char letter, size_t path, size_t target)
{
	IGD_AUTOFREE char *text = NULL;
	IGD_AUTOFREE char *fill = igd_zalloc(IGD_TREE_MAX_PATH + 1);

	memset(fill, 'a', IGD_TREE_MAX_PATH);
	text = igd_printf(COMPLETE "%c /%.*s %.*s", letter, (int)path - 1, fill, (int)target, fill);
	expect_refusal(
		text, strlen(text), "t:2: a path or a target longer than is accepted (at byte 18)");
}

static void paths_and_targets_are_bounded(void **state)
{
	(void)state;
	expect_too_long('f', IGD_TREE_MAX_PATH, 1);
	expect_too_long('l', 4, IGD_TREE_MAX_PATH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_what_a_person_would),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(says_where_it_is_malformed),
		cmocka_unit_test(refuses_what_is_no_tree),
		cmocka_unit_test(paths_and_targets_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
