// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_tree - what a recorded host answers
 */
#include <errno.h>
#include <string.h>

#include "core/source_private.h"
#include "tests/unit/unit.h"

#define COMPLETE "igd-doctor.tree/1\n"
#define RECORDED "igd-doctor.tree/1 recorded\n"

static struct igd_source *source_of(const char *text)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return source;
}

/* An answer as one word: an error's name, a kind's letter, or the bytes with ',' for each NUL. */
static char *ask(struct igd_source *source, enum igd_ask what, const char *path)
{
	struct igd_question question = { what, path, 100 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	size_t i;

	igd_source_answer(source, &question, &answer);
	if (answer.error)
		return igd_strdup(igd_errno_name(answer.error));
	if (what == IGD_ASK_KIND)
		return igd_printf("%c", "afdco"[answer.kind]);
	for (i = 0; what == IGD_ASK_LIST && i < answer.size; i++) {
		if (!answer.bytes[i])
			answer.bytes[i] = ',';
	}
	return igd_strdup(answer.bytes ? answer.bytes : "");
}

struct row {
	const char *path;
	const char *kind, *read, *link, *list, *access; /* in the order of enum igd_ask */
};

static void expect_one(
	struct igd_source *source, enum igd_ask what, const char *path, const char *wanted)
{
	IGD_AUTOFREE char *got = ask(source, what, path);

	if (strcmp(got, wanted) != 0)
		fail_msg("%s, question %d: %s instead of %s", path, (int)what, got, wanted);
}

static void expect_rows(const char *text, const struct row *rows, size_t count)
{
	struct igd_source *source = source_of(text);
	size_t i;

	for (i = 0; i < count; i++) {
		expect_one(source, IGD_ASK_KIND, rows[i].path, rows[i].kind);
		expect_one(source, IGD_ASK_READ, rows[i].path, rows[i].read);
		expect_one(source, IGD_ASK_LINK, rows[i].path, rows[i].link);
		expect_one(source, IGD_ASK_LIST, rows[i].path, rows[i].list);
		expect_one(source, IGD_ASK_ACCESS, rows[i].path, rows[i].access);
	}
	igd_source_free(source);
}

#define EXPECT(text, rows) expect_rows(text, rows, sizeof(rows) / sizeof((rows)[0]))
#define NODES                                                                                        \
	"# a comment\n\nd /dir\nf /file one\\n\nx /bytes 6162\nl /link file\nc /dev/vfio/vfio\n"     \
	"e /secret EACCES\nu /hidden/x EPERM\nn /named f\nn /named-dir d\nn /named-dev c\nn /some\n" \
	"a /gone\nf /below/a 1\n"

static void answers_for_a_complete_host(void **state)
{
	static const struct row rows[] = {
		{ "/dir", "d", "EISDIR", "EINVAL", "", "EISDIR" },
		{ "/dir/x", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/file", "f", "one\n", "EINVAL", "ENOTDIR", "" },
		{ "/file/x", "ENOTDIR", "ENOTDIR", "ENOTDIR", "ENOTDIR", "ENOTDIR" },
		{ "/bytes", "f", "ab", "EINVAL", "ENOTDIR", "" },
		{ "/link", "f", "one\n", "file", "ENOTDIR", "" },
		{ "/dev/vfio/vfio", "c", "EINVAL", "EINVAL", "ENOTDIR", "" },
		{ "/secret", "o", "EACCES", "EACCES", "EACCES", "EACCES" },
		{ "/secret/x", "EACCES", "EACCES", "EACCES", "EACCES", "EACCES" },
		{ "/hidden/x", "EPERM", "EPERM", "EPERM", "EPERM", "EPERM" },
		{ "/named", "f", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/named-dir", "d", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/named-dir/x", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/named-dev", "c", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/some", "o", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/gone", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/gone/x", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/below", "d", "EISDIR", "EINVAL", "a,", "EISDIR" },
		{ "/never", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/below/../file", "EINVAL", "EINVAL", "EINVAL", "EINVAL", "EINVAL" },
		{ "file", "EINVAL", "EINVAL", "EINVAL", "EINVAL", "EINVAL" },
		{ "//below/./a/", "f", "1", "EINVAL", "ENOTDIR", "" },
		{ "/.igd-doctor/derived/x", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
	};

	(void)state;
	EXPECT(COMPLETE NODES, rows);
}

static void answers_for_a_recording(void **state)
{
	static const struct row rows[] = {
		{ "/dir", "d", "EISDIR", "EINVAL", "", "EISDIR" },
		{ "/dir/x", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/file", "f", "one\n", "EINVAL", "ENOTDIR", "" },
		{ "/file/x", "ENOTDIR", "ENOTDIR", "ENOTDIR", "ENOTDIR", "ENOTDIR" },
		{ "/link", "f", "one\n", "file", "ENOTDIR", "" },
		{ "/secret/x", "EACCES", "EACCES", "EACCES", "EACCES", "EACCES" },
		{ "/named/x", "ENOTDIR", "ENOTDIR", "ENOTDIR", "ENOTDIR", "ENOTDIR" },
		{ "/some/x", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/gone/x", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/below", "d", "EISDIR", "EINVAL", "ENODATA", "EISDIR" },
		{ "/below/b", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/never", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/", "d", "EISDIR", "EINVAL", "ENODATA", "EISDIR" },
	};
	/* A name in a complete list of which only something below is known is there; a name not in it is not. */
	static const struct row listed[] = {
		{ "/l", "d", "EISDIR", "EINVAL", "a,a.b,c,", "EISDIR" },
		{ "/l/a/y", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
		{ "/l/b/y", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/m", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
	};
	static const struct row rooted[] = {
		{ "/x", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/", "d", "EISDIR", "EINVAL", "a,", "EISDIR" },
		{ "/.igd-doctor/derived/k", "f", "v", "EINVAL", "ENOTDIR", "" },
		{ "/.igd-doctor/derived/n", "ENOENT", "ENOENT", "ENOENT", "ENOENT", "ENOENT" },
		{ "/.igd-doctor/derived/o", "ENODATA", "ENODATA", "ENODATA", "ENODATA", "ENODATA" },
	};

	(void)state;
	EXPECT(RECORDED NODES, rows);
	EXPECT(RECORDED "d /l\nf /l/a/x 1\nf /l/a.b 2\nn /l/c f\na /l/d\na /m/n/o\n", listed);
	EXPECT(RECORDED "d /\nn /a d\nf /.igd-doctor/derived/k v\na /.igd-doctor/derived/n\n",
		rooted);
}

static void follows_links_as_the_kernel_does(void **state)
{
	static const struct row rows[] = {
		{ "/abs", "f", "1", "/r/file", "ENOTDIR", "" },
		{ "/up", "f", "1", "../../../r/file", "ENOTDIR", "" },
		{ "/class/card0/device/vendor", "f", "v", "EINVAL", "ENOTDIR", "" },
		{ "/class/card0/device", "d", "EISDIR", "../../00:02.0", "card0,drm,vendor,",
			"EISDIR" },
		{ "/class/card0", "d", "EISDIR", "../pci/00:02.0/drm/card0", "device,", "EISDIR" },
		/* ".." behind a link is the parent of where it leads */
		{ "/tricky", "f", "right", "jump/../answer", "ENOTDIR", "" },
		{ "/loop", "ELOOP", "ELOOP", "loop", "ELOOP", "ELOOP" },
		{ "/ping", "ELOOP", "ELOOP", "pong", "ELOOP", "ELOOP" },
		{ "/ping/x", "ELOOP", "ELOOP", "ELOOP", "ELOOP", "ELOOP" },
		{ "/dangling", "ENOENT", "ENOENT", "nowhere", "ENOENT", "ENOENT" },
		{ "/root", "d", "EISDIR", "/",
			"abs,answer,asked,away,class,dangling,jump,loop,pci,ping,"
			"pong,r,root,tricky,up,",
			"EISDIR" },
		/* the exact path goes before the link */
		{ "/asked", "f", "content", "r/file", "ENOTDIR", "" },
		{ "/asked/below", "f", "exact", "EINVAL", "ENOTDIR", "" },
	};

	(void)state;
	EXPECT(COMPLETE "f /r/file 1\nl /abs /r/file\nl /up ../../../r/file\n"
			"l /class/card0 ../pci/00:02.0/drm/card0\nf /pci/00:02.0/vendor v\n"
			"l /pci/00:02.0/drm/card0/device ../../../00:02.0\n"
			"l /pci/00:02.0/card0 drm/card0\nl /class/card0/device ../../00:02.0\n"
			"l /jump away/deep\nf /away/answer right\nf /answer wrong\nd /away/deep\n"
			"l /tricky jump/../answer\nl /loop loop\nl /ping pong\nl /pong ping\n"
			"l /dangling nowhere\nl /root /\nl /asked r/file\nf /asked content\n"
			"f /asked/below exact\n",
		rows);
}

static void bounds_are_kept(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_source *source;
	unsigned i;

	(void)state;
	igd_text_printf(&text, COMPLETE "l /a a");
	for (i = 0; i < 1000; i++)
		igd_text_printf(&text, "/a");
	igd_text_printf(&text, "\nl /b c");
	for (i = 0; i < 1000; i++)
		igd_text_printf(&text, "/d");
	igd_text_printf(&text, "\nl /c d");
	for (i = 0; i < 1500; i++)
		igd_text_printf(&text, "/d");
	source = source_of(text.text);
	expect_one(source, IGD_ASK_KIND, "/a", "ENAMETOOLONG");
	expect_one(source, IGD_ASK_KIND, "/b", "ENAMETOOLONG");
	igd_source_free(source);
	igd_text_done(&text);
	igd_text_printf(&text, COMPLETE);
	for (i = 0; i <= IGD_TREE_MAX_NODES; i++)
		igd_text_printf(&text, "d /%x\n", i);
	assert_null(igd_source_tree_text(text.text, text.size, "t", NULL));
}

static void a_larger_file_is_refused(void **state)
{
	IGD_AUTOFREE char *fill = igd_zalloc(102);
	IGD_AUTOFREE char *text = NULL;
	struct igd_source *source;

	(void)state;
	memset(fill, 'x', 101);
	text = igd_printf(COMPLETE "f /large %s\nf /fits %s\n", fill, fill + 1);
	source = source_of(text);
	expect_one(source, IGD_ASK_READ, "/large", "EFBIG");
	expect_one(source, IGD_ASK_READ, "/fits", fill + 1);
	igd_source_free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_for_a_complete_host),
		cmocka_unit_test(answers_for_a_recording),
		cmocka_unit_test(follows_links_as_the_kernel_does),
		cmocka_unit_test(bounds_are_kept),
		cmocka_unit_test(a_larger_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
