// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_record - what was answered is what a recording answers
 *
 * A host of answers out of a table is asked, recorded, and the recording is asked the same: it has to say the
 * same, and to be recorded as the same bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "tests/unit/unit.h"

/* A question and its answer: an error, or a kind, or text ('|' stands for NUL in a list). */
struct row {
	enum igd_ask ask;
	const char *path;
	int error;
	enum igd_kind kind;
	const char *text;
};

struct table {
	struct igd_source source;
	const struct row *rows;
};

static void answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	const struct row *row = ((struct table *)source)->rows;
	char *at;

	while (row->path && (row->ask != question->ask || strcmp(row->path, question->path) != 0))
		row++;
	*ret = (struct igd_answer){ .error = row->path ? row->error : ENODATA };
	ret->kind = row->kind;
	if (ret->error || row->ask == IGD_ASK_KIND || row->ask == IGD_ASK_ACCESS)
		return;
	ret->size = strlen(row->text);
	ret->bytes = igd_strdup(row->text);
	for (at = ret->bytes; row->ask == IGD_ASK_LIST && *at; at++)
		*at = *at == '|' ? '\0' : *at;
}

static int open_nothing(struct igd_source *source, const char *path)
{
	(void)source;
	(void)path;
	return -ENOTSUP;
}

static void free_table(struct igd_source *source)
{
	free(source);
}

static const struct igd_source_ops table_ops = { answer, open_nothing, free_table };

static struct igd_host *host_of(const struct row *rows)
{
	struct table *table = igd_zalloc(sizeof(*table));

	table->source.ops = &table_ops;
	table->rows = rows;
	return igd_host_new(&table->source);
}

static const struct igd_answer *ask(struct igd_host *host, const struct row *row)
{
	return igd_host_ask(host, &(struct igd_question){ row->ask, row->path, 1 << 20 });
}

static char *record(const struct igd_host *host)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	assert_int_equal(igd_host_record(host, file), 0);
	fclose(file);
	return text;
}

static void expect_same(const struct igd_answer *was, const struct igd_answer *is)
{
	bool was_absent = was->error == ENOENT || was->error == ENOTDIR;
	bool is_absent = is->error == ENOENT || is->error == ENOTDIR;

	assert_int_equal(is_absent, was_absent);
	if (!was_absent)
		assert_int_equal(is->error, was->error);
	if (was->error)
		return;
	assert_int_equal(is->size, was->size);
	if (was->size)
		assert_memory_equal(is->bytes, was->bytes, was->size);
}

/* Asks all in this order, or in the opposite one. */
static void ask_all(struct igd_host *host, const struct row *rows, bool backwards)
{
	size_t i, count = 0;

	while (rows[count].path)
		count++;
	for (i = 0; i < count; i++)
		ask(host, &rows[backwards ? count - 1 - i : i]);
}

static void expect_in_order(const struct row *rows, const char *wanted, bool backwards)
{
	struct igd_host *host = host_of(rows), *replay;
	IGD_AUTOFREE char *text = NULL;
	IGD_AUTOFREE char *again = NULL;
	IGD_AUTOFREE char *whole = igd_printf(IGD_TREE_MAGIC " recorded\n%s", wanted);
	struct igd_error error = { 0 };
	struct igd_source *source;

	ask_all(host, rows, backwards);
	text = record(host);
	assert_string_equal(text, whole);
	source = igd_source_tree_text(text, strlen(text), "recording", &error);
	if (!source)
		fail_msg("%s", error.message);
	replay = igd_host_new(source);
	ask_all(replay, rows, backwards);
	for (; rows->path; rows++)
		expect_same(ask(host, rows), ask(replay, rows));
	again = record(replay);
	assert_string_equal(again, text);
	igd_host_free(replay);
	igd_host_free(host);
}

static void expect(const struct row *rows, const char *wanted)
{
	expect_in_order(rows, wanted, false);
	expect_in_order(rows, wanted, true);
}

#define ROWS(...) ((const struct row[]){ __VA_ARGS__, { .path = NULL } })
#define KIND(path, kind)                                                                           \
	{                                                                                          \
		IGD_ASK_KIND, path, 0, kind, NULL                                                  \
	}
#define READ(path, text)                                                                           \
	{                                                                                          \
		IGD_ASK_READ, path, 0, IGD_ABSENT, text                                            \
	}
#define LINK(path, text)                                                                           \
	{                                                                                          \
		IGD_ASK_LINK, path, 0, IGD_ABSENT, text                                            \
	}
#define LIST(path, text)                                                                           \
	{                                                                                          \
		IGD_ASK_LIST, path, 0, IGD_ABSENT, text                                            \
	}
#define ACCESS(path)                                                                               \
	{                                                                                          \
		IGD_ASK_ACCESS, path, 0, IGD_ABSENT, NULL                                          \
	}
#define PCI(text)                                                                                  \
	{                                                                                          \
		IGD_ASK_PCI, "/sys/bus/pci/devices", 0, IGD_ABSENT, text                           \
	}
#define ERROR(ask, path, error)                                                                    \
	{                                                                                          \
		IGD_ASK_##ask, path, error, IGD_ABSENT, NULL                                       \
	}

static void each_answer_has_its_letter(void **state)
{
	(void)state;
	expect(ROWS(KIND("/a", IGD_FILE)), "n /a f\n");
	expect(ROWS(KIND("/a", IGD_DIRECTORY)), "n /a d\n");
	expect(ROWS(KIND("/a", IGD_DEVICE)), "n /a c\n");
	expect(ROWS(KIND("/a", IGD_OTHER)), "n /a\n");
	expect(ROWS(READ("/a", "text\n")), "f /a text\\n\n");
	expect(ROWS(READ("/a", "")), "f /a\n");
	expect(ROWS(READ("/a", "\x01\xff\xfe")), "x /a 01fffe\n");
	expect(ROWS(READ("/a", "one\ntwo\n")), "f /a\n|one\n|two\n");
	expect(ROWS(LINK("/a", "../b c")), "l /a ../b c\n");
	expect(ROWS(LIST("/a", "")), "d /a\n");
	expect(ROWS(LIST("/a", "x|y z|")), "d /a\nn /a/x\nn /a/y\\x20z\n");
	expect(ROWS(LIST("/", "x|")), "d /\nn /x\n");
	expect(ROWS(ACCESS("/dev/kvm")), "c /dev/kvm\n");
	expect(ROWS(PCI("0000:00:02.0 8086 4680 0300\n")),
		"d /sys/bus/pci/devices\n"
		"f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"
		"f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
		"f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n");
	expect(ROWS(PCI("")), "d /sys/bus/pci/devices\n");
}

static void each_error_has_its_letter(void **state)
{
	static const int errors[] = { EACCES, EPERM, EIO, EBUSY, ENODEV, EISDIR, EINVAL, EFBIG,
		ELOOP, ENXIO, EBADMSG };
	static const enum igd_ask asks[] = { IGD_ASK_READ, IGD_ASK_LINK, IGD_ASK_LIST,
		IGD_ASK_ACCESS, IGD_ASK_KIND };
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		for (j = 0; j < sizeof(asks) / sizeof(*asks); j++) {
			IGD_AUTOFREE char *line = igd_printf("%c /a %s\n",
				asks[j] == IGD_ASK_KIND ? 'u' : 'e', igd_errno_name(errors[i]));
			const struct row rows[] = { { asks[j], "/a", errors[i], 0, NULL }, { 0 } };

			expect(rows, line);
		}
	}
	for (j = 0; j < sizeof(asks) / sizeof(*asks); j++) {
		const struct row rows[] = { { asks[j], "/a", ENOENT, 0, NULL },
			{ asks[j], "/b", ENOTDIR, 0, NULL }, { 0 } };

		expect(rows, "a /a\na /b\n");
	}
	expect(ROWS(ERROR(PCI, "/sys/bus/pci/devices", ENOENT)), "a /sys/bus/pci/devices\n");
}

static void what_says_most_is_kept(void **state)
{
	(void)state;
	expect(ROWS(KIND("/a", IGD_FILE), READ("/a", "x")), "f /a x\n");
	expect(ROWS(KIND("/a", IGD_FILE), ERROR(READ, "/a", EACCES)), "e /a EACCES\n");
	expect(ROWS(KIND("/a", IGD_DIRECTORY), ERROR(READ, "/a", EISDIR)), "e /a EISDIR\n");
	expect(ROWS(KIND("/a", IGD_DIRECTORY), ERROR(READ, "/a", EISDIR), LIST("/a", "")),
		"d /a\n");
	expect(ROWS(KIND("/a", IGD_FILE), ERROR(LINK, "/a", EINVAL)), "e /a EINVAL\n");
	expect(ROWS(READ("/a", "x"), ERROR(LINK, "/a", EINVAL)), "f /a x\n");
	expect(ROWS(READ("/a", "x"), LINK("/a", "b")), "f /a x\nl /a b\n");
	expect(ROWS(KIND("/a", IGD_DIRECTORY), LINK("/a", "b"), LIST("/a", "c|")),
		"d /a\nl /a b\nn /a/c\n");
	expect(ROWS(LIST("/a", "x|y|"), KIND("/a/x", IGD_DEVICE), READ("/a/y", "1")),
		"d /a\nn /a/x c\nf /a/y 1\n");
	expect(ROWS(KIND("/a", IGD_DEVICE), ACCESS("/a")), "c /a\n");
	expect(ROWS(KIND("/a", IGD_DEVICE), ERROR(ACCESS, "/a", EACCES)), "e /a EACCES\n");
	/* what is behind a directory that may not be searched */
	expect(ROWS(ERROR(KIND, "/a", EACCES), ERROR(READ, "/a", EACCES)), "u /a EACCES\n");
	expect(ROWS(ERROR(KIND, "/a", ENOENT), ERROR(READ, "/a", ENOENT)), "a /a\n");
	expect(ROWS(ERROR(READ, "/a", EACCES), LIST("/", "a|")), "d /\ne /a EACCES\n");
	/* a file that is taken for a directory */
	expect(ROWS(KIND("/a", IGD_FILE), ERROR(LIST, "/a", ENOTDIR)), "e /a ENOTDIR\n");
	expect(ROWS(READ("/a", "x"), ERROR(LIST, "/a", ENOTDIR)), "f /a x\n");
}

static void a_link_to_nowhere(void **state)
{
	(void)state;
	expect(ROWS(LIST("/a", "x|"), ERROR(READ, "/a/x", ENOENT)), "d /a\nu /a/x ENOENT\n");
	expect(ROWS(LIST("/a", "x|"), ERROR(KIND, "/a/x", ENOENT), LINK("/a/x", "/b")),
		"d /a\nu /a/x ENOENT\nl /a/x /b\n");
	expect(ROWS(KIND("/a", IGD_FILE), ERROR(READ, "/a", ENOENT)), "e /a ENOENT\n");
}

static void attributes_that_were_read_stay_as_they_were(void **state)
{
	(void)state;
	expect(ROWS(PCI("0000:01:00.0 144d a80a 0108\n"),
		       READ("/sys/bus/pci/devices/0000:01:00.0/class", "0x010802\n")),
		"d /sys/bus/pci/devices\n"
		"f /sys/bus/pci/devices/0000:01:00.0/class 0x010802\\n\n"
		"f /sys/bus/pci/devices/0000:01:00.0/device 0xa80a\\n\n"
		"f /sys/bus/pci/devices/0000:01:00.0/vendor 0x144d\\n\n");
}

static void only_what_was_asked_is_recorded(void **state)
{
	static const char text[] = "igd-doctor.tree/1\nd /secret\nf /secret/key hidden\n"
				   "f /asked yes\nl /link /secret\nf /other no\n";
	static const struct row silent[] = { ERROR(READ, "/b", ENODATA), { 0 } };
	struct igd_error error = { 0 };
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(text, strlen(text), "test", &error));
	IGD_AUTOFREE char *recording = NULL;

	(void)state;
	igd_host_text(host, "/asked");
	igd_host_link(host, "/link");
	igd_host_has(host, "/secret/key");
	recording = record(host);
	assert_string_equal(recording,
		IGD_TREE_MAGIC " recorded\nf /asked yes\nl /link /secret\nn /secret/key f\n");
	igd_host_free(host);
	expect(silent, "");
}

static void a_full_disk_is_told(void **state)
{
	static const struct row rows[] = { READ("/a", "x"), { 0 } };
	struct igd_host *host = host_of(rows);
	FILE *file = fopen("/dev/full", "we");

	(void)state;
	if (!file)
		skip();
	ask_all(host, rows, false);
	assert_int_equal(igd_host_record(host, file), -EIO);
	fclose(file);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_has_its_letter),
		cmocka_unit_test(each_error_has_its_letter),
		cmocka_unit_test(what_says_most_is_kept),
		cmocka_unit_test(a_link_to_nowhere),
		cmocka_unit_test(attributes_that_were_read_stay_as_they_were),
		cmocka_unit_test(only_what_was_asked_is_recorded),
		cmocka_unit_test(a_full_disk_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
