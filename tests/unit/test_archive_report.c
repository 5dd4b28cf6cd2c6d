// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_archive_report - a stranger's report is what its manifest says, or it is refused with member and reason
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bundle/bundle.h"
#include "core/source_private.h"
#include "tests/unit/unit.h"

#define FOLDER IGD_BUNDLE_FOLDER "/"
#define REST "igd-doctor.tree/1 recorded\na /gone\n"
#define CMDLINE "quiet\n"

/* A member. type 0 is a hard link to text; size is used where text is NULL. */
struct member {
	const char *path;
	unsigned type;
	const char *text;
	size_t size;
};

static void add_member(struct archive *archive, const struct member *member)
{
	struct archive_entry *entry = archive_entry_new();
	size_t size = member->text ? strlen(member->text) : member->size, sent = 0, part;
	static const char zeros[1 << 16];

	archive_entry_set_pathname(entry, member->path);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, member->type ? member->type : AE_IFREG);
	archive_entry_set_size(entry, member->type == AE_IFREG ? (la_int64_t)size : 0);
	if (member->type == AE_IFLNK)
		archive_entry_set_symlink(entry, member->text);
	if (!member->type)
		archive_entry_set_hardlink(entry, member->text);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	while (member->type == AE_IFREG && sent < size) {
		part = size - sent < sizeof(zeros) ? size - sent : sizeof(zeros);
		archive_write_data(archive, member->text ? member->text + sent : zeros, part);
		sent += part;
	}
	archive_entry_free(entry);
}

static int write_archive(const struct member *members, size_t count)
{
	struct archive *archive = archive_write_new();
	int fd = memfd_create("archive", MFD_CLOEXEC);
	size_t i;

	archive_write_set_format(archive, ARCHIVE_FORMAT_TAR_GNUTAR);
	archive_write_add_filter(archive, ARCHIVE_FILTER_ZSTD);
	assert_int_equal(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	for (i = 0; i < count; i++)
		add_member(archive, &members[i]);
	archive_write_close(archive);
	archive_write_free(archive);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void expect_refusal_of(const struct member *members, size_t count, const char *part)
{
	int fd = write_archive(members, count);
	struct igd_error error = { 0 };

	assert_null(igd_source_archive(fd, "name", &error));
	assert_int_equal(error.code, EBADMSG);
	if (strncmp(error.message, "name", 4) != 0 || !strstr(error.message, part))
		fail_msg("\"%s\" instead of \"%s\"", error.message, part);
	close(fd);
}

static void line_of(struct igd_text *ret, const char *name, const char *text)
{
	char hash[IGD_BUNDLE_HASH_SIZE];

	igd_bundle_hash(text, strlen(text), hash);
	igd_text_printf(ret, "%s{\"name\":\"%s\",\"size\":%zu,\"sha256\":\"%s\"}",
		ret->size ? "," : "", name, strlen(text), hash);
}

/* The manifest of a good report, with what stands before its members; the caller frees it. */
static char *manifest_of(const char *head)
{
	IGD_AUTOTEXT struct igd_text lines = { 0 };

	line_of(&lines, "host/.igd-doctor/rest.tree", REST);
	line_of(&lines, "host/proc/cmdline", CMDLINE);
	return igd_printf("{%s,\"members\":[%s]}", head, lines.text);
}

#define SCHEMA "\"schema\":\"igd-doctor.report/1\""
#define GOOD_COUNT 3

static void fill_good(struct member members[GOOD_COUNT], const char *manifest)
{
	members[0] = (struct member){ FOLDER "manifest.json", AE_IFREG, manifest, 0 };
	members[1] = (struct member){ FOLDER "host/.igd-doctor/rest.tree", AE_IFREG, REST, 0 };
	members[2] = (struct member){ FOLDER "host/proc/cmdline", AE_IFREG, CMDLINE, 0 };
}

static void expect_good(const struct member *members, size_t count)
{
	int fd = write_archive(members, count);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_archive(fd, "name", &error);
	struct igd_question question = { IGD_ASK_READ, "/proc/cmdline", 100 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };

	if (!source)
		fail_msg("%s", error.message);
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, 0);
	assert_string_equal(answer.bytes, CMDLINE);
	igd_answer_done(&answer);
	question.path = "/manifest.json";
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, ENODATA);
	igd_source_free(source);
	close(fd);
}

static void a_good_one_is_read(void **state)
{
	static const char *const heads[] = { SCHEMA, "\"schema\":\"igd-doctor.report/1.7\"",
		"\"new\":{\"deep\":[1,[2,{}]]},\"schema\":\"igd-doctor.report/1\",\"tool\":null" };
	struct member members[GOOD_COUNT + 2], last;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		IGD_AUTOFREE char *manifest = manifest_of(heads[i]);

		fill_good(members, manifest);
		expect_good(members, GOOD_COUNT);
		/* packed anew: with folders, the manifest last */
		last = members[0];
		members[4] = last;
		members[3] = members[2];
		members[2] = members[1];
		members[0] = (struct member){ "./", AE_IFDIR, NULL, 0 };
		members[1] = (struct member){ "./" FOLDER, AE_IFDIR, NULL, 0 };
		expect_good(members, GOOD_COUNT + 2);
	}
}

static void what_the_manifest_does_not_say_is_refused(void **state)
{
	IGD_AUTOFREE char *manifest = manifest_of(SCHEMA);
	struct member members[GOOD_COUNT + 1];

	(void)state;
	fill_good(members, manifest);
	members[2].text = "Quiet\n";
	expect_refusal_of(members, GOOD_COUNT,
		"member igd-doctor-report/host/proc/cmdline: its SHA-256 is not");
	members[2].text = CMDLINE "\n";
	expect_refusal_of(members, GOOD_COUNT, "host/proc/cmdline: its size is not");
	expect_refusal_of(members, GOOD_COUNT - 1,
		"host/proc/cmdline: manifest.json names it, but it is not there");
	expect_refusal_of(members + 1, GOOD_COUNT - 1,
		"member igd-doctor-report/manifest.json: it is missing");
	fill_good(members, manifest);
	members[3] = (struct member){ FOLDER "report.md", AE_IFREG, "#", 0 };
	expect_refusal_of(members, GOOD_COUNT + 1, "report.md: manifest.json does not name it");
	members[3] = members[0];
	expect_refusal_of(members, GOOD_COUNT + 1, "manifest.json: it is there twice");
	members[3] = members[2];
	expect_refusal_of(members, GOOD_COUNT + 1, "host/proc/cmdline: it is there twice");
}

/* A member that the manifest names rightly; only what it is counts. */
static void hostile_members_are_refused(void **state)
{
	static const struct {
		struct member member;
		const char *message;
	} cases[] = {
		{ { "/etc/passwd", AE_IFREG, "x", 0 }, "not a relative name" },
		{ { FOLDER "../x", AE_IFREG, "x", 0 }, "not a name that stays inside" },
		{ { FOLDER "host/../../x", AE_IFREG, "x", 0 }, "not a name that stays inside" },
		{ { "elsewhere", AE_IFREG, "x", 0 }, "it lies outside of the report's folder" },
		{ { IGD_BUNDLE_FOLDER "-2/x", AE_IFREG, "x", 0 },
			"it lies outside of the report's folder" },
		{ { IGD_BUNDLE_FOLDER, AE_IFREG, "x", 0 },
			"it lies outside of the report's folder" },
		{ { FOLDER "host/link", AE_IFLNK, "/etc", 0 },
			"only files have a place in a report" },
		{ { FOLDER "host/hard", 0, FOLDER "host/proc/cmdline", 0 },
			"only files have a place in a report" },
		{ { FOLDER "host/device", AE_IFCHR, NULL, 0 },
			"only files have a place in a report" },
		{ { FOLDER "host/pipe", AE_IFIFO, NULL, 0 },
			"only files have a place in a report" },
		{ { FOLDER "large", AE_IFREG, NULL, IGD_RECORD_MAX_MEMBER + 1 },
			"it is made to fill a memory" },
		{ { FOLDER "host/gone", AE_IFREG, "x", 0 }, "/gone stands in it twice" },
		{ { FOLDER "e\x1b[31m", AE_IFCHR, NULL, 0 },
			"member igd-doctor-report/e\\x1b[31m" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		IGD_AUTOTEXT struct igd_text lines = { 0 };
		IGD_AUTOFREE char *manifest = NULL;
		struct member members[GOOD_COUNT + 1];

		line_of(&lines, "host/.igd-doctor/rest.tree", REST);
		line_of(&lines, "host/proc/cmdline", CMDLINE);
		line_of(&lines, "host/gone", "x");
		manifest = igd_printf("{" SCHEMA ",\"members\":[%s]}", lines.text);
		fill_good(members, manifest);
		members[3] = cases[i].member;
		expect_refusal_of(members, GOOD_COUNT + 1, cases[i].message);
	}
}

static void absurd_manifests_are_refused(void **state)
{
	static const struct {
		const char *manifest, *message;
	} cases[] = {
		{ "", "manifest.json: it is no JSON object" },
		{ "null", "manifest.json: it is no JSON object" },
		{ "[1]", "manifest.json: it is no JSON object" },
		{ "{\"schema\":", "manifest.json: it is no JSON object" },
		{ "{\"members\":[]}", "manifest.json: it has no schema" },
		{ "{\"schema\":1,\"members\":[]}", "manifest.json: it has no schema" },
		{ "{\"schema\":\"igd-doctor.report/2\",\"members\":[]}",
			"its schema is \"igd-doctor.report/2\", and this igd-doctor knows" },
		{ "{\"schema\":\"igd-doctor.report/10\",\"members\":[]}", "its schema is" },
		{ "{\"schema\":\"\\u001b[2J\",\"members\":[]}", "its schema is \"\\x1b[2J\"" },
		{ "{" SCHEMA "}", "manifest.json: it has no list of members" },
		{ "{" SCHEMA ",\"members\":{}}", "manifest.json: it has no list of members" },
		{ "{" SCHEMA ",\"members\":[1]}",
			"manifest.json: it lists a member without a name" },
		{ "{" SCHEMA ",\"members\":[{\"name\":[]}]}", "it lists a member without a name" },
		{ "{" SCHEMA ",\"members\":[{\"name\":\"../../etc/passwd\"}]}",
			"etc/passwd: manifest.json names it, but it is not there" },
		{ "{" SCHEMA ",\"members\":[{\"name\":\"host/proc/cmdline\"}]}",
			"its size is not" },
		{ "{" SCHEMA ",\"members\":[{\"name\":\"host/proc/cmdline\",\"size\":1e308}]}",
			"its size is not" },
		{ "{" SCHEMA ",\"members\":[{\"name\":\"host/proc/cmdline\",\"size\":6}]}",
			"its SHA-256 is not" },
		{ "{" SCHEMA ",\"members\":[{\"name\":\"host/proc/cmdline\",\"size\":6,"
		  "\"sha256\":\"00\"}]}",
			"its SHA-256 is not" },
	};
	struct member members[GOOD_COUNT];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		fill_good(members, cases[i].manifest);
		expect_refusal_of(members, GOOD_COUNT, cases[i].message);
	}
}

static char *repeated(const char *head, const char *part, size_t count, const char *tail)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	igd_text_printf(&text, "%s", head);
	for (i = 0; i < count; i++)
		igd_text_add(&text, part, strlen(part));
	igd_text_printf(&text, "%s", tail);
	return IGD_TAKE_PTR(text.text);
}

/* Of few bytes JSON makes many values, and of nesting a deep stack. */
static void json_bombs_are_refused(void **state)
{
	struct member members[GOOD_COUNT];
	char *bomb;

	(void)state;
	bomb = repeated("{" SCHEMA ",\"members\":[0", ",0", 3000000, "]}");
	fill_good(members, bomb);
	expect_refusal_of(members, GOOD_COUNT, "manifest.json: larger than is accepted");
	free(bomb);
	bomb = repeated("{" SCHEMA ",\"members\":", "[", 300000, "");
	fill_good(members, bomb);
	expect_refusal_of(members, GOOD_COUNT, "manifest.json: it is no JSON object");
	free(bomb);
	bomb = repeated("{" SCHEMA ",\"x\":\"", "0123456789abcdef", 1 << 20, "\"}");
	fill_good(members, bomb);
	expect_refusal_of(members, GOOD_COUNT, "larger than is accepted");
	free(bomb);
}

static void depth_is_bounded(void **state)
{
	IGD_AUTOFREE char *manifest = manifest_of(SCHEMA);
	char *path = repeated(FOLDER "host", "/d", 101, "");
	struct member members[GOOD_COUNT + 1];

	(void)state;
	fill_good(members, manifest);
	members[3] = (struct member){ path, AE_IFREG, "x", 0 };
	expect_refusal_of(members, GOOD_COUNT + 1, "deeper than is accepted");
	free(path);
}

/* Ten gigabytes of zeros, as far as they are asked for: in one member, in a folder, packed twice. */
static int zeros(size_t size)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();
	int fd = memfd_create("archive", MFD_CLOEXEC);
	static const char piece[1 << 20];
	size_t i;

	archive_write_set_format(archive, ARCHIVE_FORMAT_TAR_GNUTAR);
	archive_write_add_filter(archive, ARCHIVE_FILTER_ZSTD);
	assert_int_equal(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	archive_entry_set_pathname(entry, FOLDER "host/dev/mem");
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, (la_int64_t)10 << 30);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	for (i = 0; i < size; i += sizeof(piece))
		archive_write_data(archive, piece, sizeof(piece));
	archive_entry_free(entry);
	archive_write_fail(archive); /* it is never finished */
	archive_write_close(archive);
	archive_write_free(archive);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void zeros_are_refused(void **state)
{
	int fd = zeros((size_t)96 << 20);
	struct igd_error error = { 0 };

	(void)state;
	assert_null(igd_source_archive(fd, "zeros", &error));
	assert_non_null(strstr(error.message, "igd-doctor-report/host/dev/mem"));
	assert_non_null(strstr(error.message, "it is made to fill a memory"));
	close(fd);
}

static void what_is_packed_twice_is_refused(void **state)
{
	struct archive *archive = archive_write_new();
	struct member member = { "proc/cmdline", AE_IFREG, "quiet\n", 0 };
	int fd = memfd_create("archive", MFD_CLOEXEC);
	struct igd_error error = { 0 };

	(void)state;
	archive_write_set_format(archive, ARCHIVE_FORMAT_TAR_USTAR);
	archive_write_add_filter(archive, ARCHIVE_FILTER_GZIP);
	archive_write_add_filter(archive, ARCHIVE_FILTER_ZSTD);
	assert_int_equal(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	add_member(archive, &member);
	archive_write_close(archive);
	archive_write_free(archive);
	lseek(fd, 0, SEEK_SET);
	assert_null(igd_source_archive(fd, "name", &error));
	assert_string_equal(error.message, "name: compressed more than once");
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_one_is_read),
		cmocka_unit_test(what_the_manifest_does_not_say_is_refused),
		cmocka_unit_test(hostile_members_are_refused),
		cmocka_unit_test(absurd_manifests_are_refused),
		cmocka_unit_test(json_bombs_are_refused),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(zeros_are_refused),
		cmocka_unit_test(what_is_packed_twice_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
