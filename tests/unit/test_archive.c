// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_archive - one recording answers alike in every form, and hostile archives are refused
 *
 * not under valgrind: it does not know openat2 (3.19)
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/source_private.h"
#include "tests/unit/unit.h"

/* A member. type 0 is a hard link to text; size is used where text is NULL. */
struct member {
	const char *path;
	unsigned type;
	const char *text;
	size_t size;
};

/* Enough that does not shrink that no ratio is a bomb's. */
static void stir(char *piece)
{
	static unsigned state = 1;
	size_t i;

	for (i = 0; i < 512; i++)
		piece[i] = (char)rand_r(&state);
}

static void add_member(struct archive *archive, const struct member *member)
{
	struct archive_entry *entry = archive_entry_new();
	size_t size = member->text ? strlen(member->text) : member->size, sent = 0, part;
	char zeros[1 << 16] = { 0 };

	archive_entry_set_pathname(entry, member->path);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_filetype(entry, member->type ? member->type : AE_IFREG);
	archive_entry_set_size(entry, member->type == AE_IFREG ? (la_int64_t)size : 0);
	if (member->type == AE_IFLNK)
		archive_entry_set_symlink(entry, member->text);
	if (!member->type)
		archive_entry_set_hardlink(entry, member->text);
	archive_write_header(archive, entry);
	while (member->type == AE_IFREG && sent < size) {
		part = size - sent < sizeof(zeros) ? size - sent : sizeof(zeros);
		stir(zeros);
		archive_write_data(archive, member->text ? member->text + sent : zeros, part);
		sent += part;
	}
	archive_entry_free(entry);
}

static int write_archive(int format, int filter, const struct member *members, size_t count)
{
	struct archive *archive = archive_write_new();
	int fd = memfd_create("archive", MFD_CLOEXEC);
	size_t i;

	archive_write_set_format(archive, format);
	archive_write_add_filter(archive, filter);
	archive_write_set_bytes_in_last_block(archive, 1);
	assert_int_equal(archive_write_open_fd(archive, fd), ARCHIVE_OK);
	for (i = 0; i < count; i++)
		add_member(archive, &members[i]);
	archive_write_close(archive);
	archive_write_free(archive);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

#define REST_TEXT                                                                                  \
	"igd-doctor.tree/1 recorded\nd /listed\nn /listed/name f\ne /secret EACCES\na /gone\n"     \
	"a /.igd-doctor/derived/none\n"

static const struct member recording[] = {
	{ "./", AE_IFDIR, NULL, 0 },
	{ "./.igd-doctor/rest.tree", AE_IFREG, REST_TEXT, 0 },
	{ "./dir", AE_IFDIR, NULL, 0 },
	{ "./dir/empty", AE_IFREG, "", 0 },
	{ "./dir/file", AE_IFREG, "content\n", 0 },
	{ "./link", AE_IFLNK, "/dir", 0 },
	{ "./listed/file", AE_IFREG, "x", 0 },
	{ "./.igd-doctor/derived/key", AE_IFREG, "value", 0 },
};

static const char same_tree[] =
	REST_TEXT "f /dir/empty\nf /dir/file content\\n\nl /link /dir\nf /listed/file x\n"
		  "f /.igd-doctor/derived/key value\n";

static void expect_same(struct igd_source *one, struct igd_source *two, const char *path)
{
	int what;

	for (what = 0; what < IGD_ASK_PCI; what++) {
		struct igd_question question = { (enum igd_ask)what, path, 1000 };
		IGD_AUTOANSWER struct igd_answer first = { 0 };
		IGD_AUTOANSWER struct igd_answer second = { 0 };

		igd_source_answer(one, &question, &first);
		igd_source_answer(two, &question, &second);
		if (first.error != second.error || first.kind != second.kind ||
			first.size != second.size ||
			(first.size && memcmp(first.bytes, second.bytes, first.size) != 0))
			fail_msg("%s, question %d: %s instead of %s", path, what,
				igd_errno_name(second.error), igd_errno_name(first.error));
	}
}

static void expect_the_recording(struct igd_source *source)
{
	static const char *const paths[] = { "/", "/dir", "/dir/empty", "/dir/file", "/dir/none",
		"/dir/file/x", "/link", "/link/file", "/link/none", "/listed", "/listed/file",
		"/listed/name", "/listed/none", "/secret", "/secret/x", "/gone", "/gone/x", "/none",
		"/.igd-doctor/derived/key", "/.igd-doctor/derived/none", "/.igd-doctor/derived/x" };
	struct igd_source *wanted = igd_source_tree_text(same_tree, strlen(same_tree), "t", NULL);
	size_t i;

	assert_non_null(wanted);
	assert_non_null(source);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		expect_same(wanted, source, paths[i]);
	igd_source_free(wanted);
	igd_source_free(source);
}

#define COUNT(members) (sizeof(members) / sizeof((members)[0]))

static void archives_answer_as_the_tree_does(void **state)
{
	static const int forms[][2] = {
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE },
		{ ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP },
		{ ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_XZ },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD },
		{ ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2 },
		{ ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
	};
	struct igd_error error = { 0 };
	struct igd_source *source;
	size_t i;
	int fd;

	(void)state;
	for (i = 0; i < COUNT(forms); i++) {
		fd = write_archive(forms[i][0], forms[i][1], recording, COUNT(recording));
		source = igd_source_archive(fd, "archive", &error);
		if (!source)
			fail_msg("form %zu: %s", i, error.message);
		expect_the_recording(source);
		close(fd);
	}
}

static void unpack(const char *root, const struct member *member)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", root, member->path);
	FILE *file;

	if (member->type == AE_IFLNK) {
		assert_int_equal(symlink(member->text, path), 0);
	} else if (member->type == AE_IFREG) {
		file = fopen(path, "we");
		assert_non_null(file);
		fputs(member->text, file);
		fclose(file);
	}
}

static void a_directory_answers_as_the_tree_does(void **state)
{
	static const char *const folders[] = { "dir", "listed", ".igd-doctor",
		".igd-doctor/derived" };
	char root[] = "/tmp/igd-test-archive.XXXXXX";
	size_t i;

	(void)state;
	assert_non_null(mkdtemp(root));
	for (i = 0; i < COUNT(folders); i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", root, folders[i]);

		assert_int_equal(mkdir(path, 0755), 0);
	}
	for (i = 0; i < COUNT(recording); i++)
		unpack(root, &recording[i]);
	expect_the_recording(igd_source_recorded(root, NULL));
	for (i = 0; i < COUNT(recording); i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", root, recording[i].path);

		unlink(path);
	}
	for (i = COUNT(folders); i-- > 0;) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", root, folders[i]);

		rmdir(path);
	}
	assert_int_equal(rmdir(root), 0);
}

static void expect_refusal_of(int fd, const char *part)
{
	struct igd_error error = { 0 };

	assert_null(igd_source_archive(fd, "name", &error));
	assert_int_equal(error.code, EBADMSG);
	if (strncmp(error.message, "name", 4) != 0 || !strstr(error.message, part))
		fail_msg("\"%s\" instead of \"%s\"", error.message, part);
	close(fd);
}

static void hostile_members_are_refused(void **state)
{
	static const struct {
		struct member member;
		const char *message;
	} cases[] = {
		{ { "/etc/passwd", AE_IFREG, "x", 0 }, "member /etc/passwd (at byte " },
		{ { "../x", AE_IFREG, "x", 0 }, "member ../x (at byte " },
		{ { "a/../../x", AE_IFREG, "x", 0 }, "not a name that stays inside" },
		{ { "a/..", AE_IFDIR, NULL, 0 }, "not a name that stays inside" },
		{ { "hard", 0, "ok", 0 }, "member hard (at byte " },
		{ { "device", AE_IFCHR, NULL, 0 },
			"neither a file, a directory nor a symbolic link" },
		{ { "pipe", AE_IFIFO, NULL, 0 },
			"neither a file, a directory nor a symbolic link" },
		{ { "link", AE_IFLNK, "", 0 }, "name: " },
		{ { ".", AE_IFREG, "x", 0 }, "the root can only be a directory" },
		{ { "ok", AE_IFREG, "y", 0 }, "name: /ok stands in it twice" },
		{ { "./ok/", AE_IFDIR, NULL, 0 }, "name: /ok stands in it twice" },
		{ { ".igd-doctor/rest.tree", AE_IFREG, "igd-doctor.tree/1\nq\n", 0 },
			"name/.igd-doctor/rest.tree:2: one of d f x l" },
		{ { "e\x1b[31m", AE_IFCHR, NULL, 0 }, "member e\\x1b[31m (at" },
		{ { "large", AE_IFREG, NULL, IGD_RECORD_MAX_MEMBER + 1 },
			"larger than is accepted" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct member members[2] = { { "ok", AE_IFREG, "fine", 0 } };

		members[1] = cases[i].member;
		expect_refusal_of(
			write_archive(ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_GZIP, members, 2),
			cases[i].message);
	}
}

static void bombs_are_refused(void **state)
{
	struct member *members = igd_zalloc(60000 * sizeof(*members));
	char(*names)[8] = igd_zalloc(60000 * sizeof(*names));
	size_t i;

	(void)state;
	for (i = 0; i < 60000; i++) {
		snprintf(names[i], sizeof(names[i]), "%zu", i);
		members[i] = (struct member){ names[i], AE_IFDIR, NULL, 0 };
	}
	expect_refusal_of(
		write_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, members, 60000),
		"member 50000/ (at byte ");
	for (i = 0; i < 5; i++)
		members[i] = (struct member){ names[i], AE_IFREG, NULL, IGD_RECORD_MAX_MEMBER };
	expect_refusal_of(write_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, members, 5),
		"member 4 (at byte ");
	free(members);
	free(names);
}

static int memory_file(const void *bytes, size_t size)
{
	int fd = memfd_create("archive", MFD_CLOEXEC);

	assert_int_equal(write(fd, bytes, size), size);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static void damage_is_refused(void **state)
{
	char bytes[4096] = { 0 };
	int fd = write_archive(
		ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, recording, COUNT(recording));
	ssize_t size = read(fd, bytes, sizeof(bytes)), cut;

	(void)state;
	close(fd);
	assert_in_range(size, 100, sizeof(bytes) - 1);
	for (cut = 0; cut < size; cut += 7)
		expect_refusal_of(memory_file(bytes, (size_t)cut), "");
	bytes[size / 2] ^= 0x55;
	expect_refusal_of(memory_file(bytes, (size_t)size), "at byte ");
	expect_refusal_of(
		memory_file("garbage, garbage", 16), "neither a .tree, a directory nor an archive");
	memset(bytes, 0, sizeof(bytes));
	expect_refusal_of(memory_file(bytes, 1024), "name: ");
	expect_refusal_of(write_archive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL, 0),
		"an empty archive");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(archives_answer_as_the_tree_does),
		cmocka_unit_test(a_directory_answers_as_the_tree_does),
		cmocka_unit_test(hostile_members_are_refused),
		cmocka_unit_test(bombs_are_refused),
		cmocka_unit_test(damage_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
