// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_forum - posts: what is kept, what goes first, and that nothing a stranger wrote gets out of where it stands
 */
#include <locale.h>
#include <strings.h>

#include "reports/forum.h"
#include "reports/markup.h"
#include "tests/unit/report_hosts.h"

/* What ends a block in one language or another, starts a tag, tells a person, or becomes a picture. */
#define TRAP                                                                                             \
	"```` ``` ~~~ [/code] [/CODE] [code] [code=c] [b]x[/b] </details> <script> &lt; @someone #1 :o " \
	"http://a.example/ | ` $x$ \xe7\xa9\xba"

static struct igd_answers answers_of(size_t count, bool has_long)
{
	struct igd_answers answers = { 0 };
	IGD_AUTOTEXT struct igd_text lines = { 0 };
	size_t i;

	igd_answers_add(&answers, "cat /proc/cmdline", "ro quiet\n", NULL);
	igd_answers_add(&answers, TRAP, TRAP "\n" TRAP "\n\n```\n</details>\n[/code]\n", NULL);
	igd_answers_add(&answers, "dmesg", NULL, "not permitted");
	for (i = 0; has_long && i < 2000; i++)
		igd_text_printf(&lines, "line %zu of a long log\n", i);
	if (has_long)
		igd_answers_add(&answers, "long", lines.text, NULL);
	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *command = igd_printf("command-%zu", i);

		igd_answers_add(&answers, command, "what it said\n", NULL);
	}
	return answers;
}

/* The blocked host, whose findings say what a stranger wrote. */
static struct igd_exam trapped(void)
{
	struct igd_exam exam = report_exam(report_host("blocked"));
	size_t i, j;

	for (i = 0; i < exam.count; i++) {
		if (exam.findings[i].verdict != IGD_FAIL)
			continue;
		free(exam.findings[i].what);
		exam.findings[i].what = igd_strdup(TRAP);
		for (j = 0; j < exam.findings[i].evidence_count; j++) {
			free(exam.findings[i].evidence[j].excerpt);
			exam.findings[i].evidence[j].excerpt = igd_strdup(TRAP);
		}
	}
	return exam;
}

static char *post(const struct igd_exam *exam, const struct igd_answers *answers, const char *kind,
	size_t limit)
{
	struct igd_report_style style = { .version = "0.1.0", .has_utf8 = true };
	struct igd_forum forum = { igd_forum_kind(kind), limit };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_non_null(forum.kind);
	igd_forum_print(exam, answers, &style, &forum, out);
	fclose(out);
	return text;
}

static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : line + strlen(line);
}

static size_t run_of(const char *line, char of)
{
	size_t count = 0;

	while (line[count] == of)
		count++;
	return count;
}

/* As CommonMark reads fences: outside of them nothing stands that the writer does not write there himself. */
static void expect_markdown(const char *text)
{
	size_t fence = 0, run;
	int folds = 0;

	for (; *text; text = next_line(text)) {
		run = run_of(text, '`');
		if (fence) {
			if (run >= fence && text[run] == '\n')
				fence = 0;
			continue;
		}
		if (run >= 3) {
			assert_memory_equal(text + run, "text\n", 5);
			fence = run;
			continue;
		}
		folds += igd_starts_with(text, "<details>\n");
		folds -= igd_starts_with(text, "</details>\n");
		assert_in_range(folds, 0, 1);
		assert_false(*text == '<' && !igd_starts_with(text, "<details>\n") &&
			     !igd_starts_with(text, "</details>\n") &&
			     !igd_starts_with(text, "<summary>"));
	}
	assert_int_equal(fence, 0);
	assert_int_equal(folds, 0);
}

/* No fences and no HTML: what is in a block is indented. */
static void expect_reddit(const char *text)
{
	for (; *text; text = next_line(text)) {
		if (igd_starts_with(text, "    "))
			continue;
		assert_true(run_of(text, '`') < 3);
		assert_false(*text == '<' || *text == '~');
	}
}

/* Tags are the four that are written, and they close in turn. */
static void expect_bbcode(const char *text)
{
	bool is_code = false;

	for (text = strchr(text, '['); text; text = strchr(text + 1, '[')) {
		if (igd_starts_with(text, "[code]\n")) {
			assert_false(is_code);
			is_code = true;
		} else if (igd_starts_with(text, "[/code]\n")) {
			assert_true(is_code);
			is_code = false;
		} else if (!is_code && (text[1] == '/' || (text[1] >= 'a' && text[1] <= 'z'))) {
			assert_true(igd_starts_with(text, "[b]") || igd_starts_with(text, "[/b]") ||
				    igd_starts_with(text, "[u]") || igd_starts_with(text, "[/u]"));
		} else if (is_code) {
			assert_false(strncasecmp(text, "[code", 5) == 0 ||
				     strncasecmp(text, "[/code", 6) == 0);
		}
	}
	assert_false(is_code);
}

static void expect_plain(const char *text)
{
	assert_non_null(strstr(text, "This host will not give its iGPU away yet"));
}

static void expect_utf8(const char *text)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + strlen(text);
	size_t length;

	for (; at < end; at += length) {
		length = igd_utf8_length(at, (size_t)(end - at));
		assert_true(length > 0);
	}
}

static const struct {
	const char *name;
	void (*expect)(const char *text);
} kinds[] = {
	{ "markdown", expect_markdown },
	{ "reddit", expect_reddit },
	{ "bbcode", expect_bbcode },
	{ "plain", expect_plain },
};

#define KINDS (sizeof(kinds) / sizeof(*kinds))

static void check_limit(
	const struct igd_exam *exam, const struct igd_answers *answers, size_t kind, size_t limit)
{
	IGD_AUTOFREE char *text = post(exam, answers, kinds[kind].name, limit);

	if (strlen(text) > limit)
		fail_msg("%s: %zu bytes, not %zu", kinds[kind].name, strlen(text), limit);
	expect_utf8(text);
	kinds[kind].expect(text);
	assert_non_null(strstr(text, "This host will not"));
}

/* Every limit that `--limit` takes up to a whole post: it is kept, and what is there is whole. */
static void test_limits(void **state)
{
	struct igd_exam exam = trapped();
	struct igd_answers answers = answers_of(20, true);
	size_t i, limit;

	(void)state;
	for (i = 0; i < KINDS; i++) {
		for (limit = 1000; limit < 80000; limit += limit < 12000 ? 97 : 7919)
			check_limit(&exam, &answers, i, limit);
	}
	igd_answers_done(&answers);
	igd_exam_done(&exam);
}

/* The usual limit is the kind's, and the whole of a small post has room in it. */
static void test_whole(void **state)
{
	struct igd_exam exam = report_exam(report_host("blocked"));
	struct igd_answers answers = answers_of(3, false);
	size_t i;

	(void)state;
	for (i = 0; i < KINDS; i++) {
		IGD_AUTOFREE char *usual = post(&exam, &answers, kinds[i].name, 0);
		IGD_AUTOFREE char *same =
			post(&exam, &answers, kinds[i].name, igd_forum_kind(kinds[i].name)->limit);
		IGD_AUTOFREE char *path = igd_printf(GOLDEN "forum/blocked.%s", kinds[i].name);

		assert_string_equal(usual, same);
		assert_null(strstr(usual, "Left out"));
		assert_non_null(strstr(usual, "ro quiet"));
		assert_non_null(strstr(usual, "command-2"));
		report_compare(path, usual);
	}
	igd_answers_done(&answers);
	igd_exam_done(&exam);
}

/* What goes first: explanations and evidence, then answers from the last on; what is too large for the rest does not
 * push out what has room. */
static void test_order(void **state)
{
	struct igd_exam exam = report_exam(report_host("blocked"));
	struct igd_answers answers = answers_of(20, true);
	IGD_AUTOFREE char *text = post(&exam, &answers, "markdown", 5000);
	IGD_AUTOFREE char *less = post(&exam, &answers, "markdown", 1500);

	(void)state;
	assert_non_null(strstr(text, "Left out"));
	assert_non_null(strstr(text, "Add `intel_iommu=on` to"));
	assert_non_null(strstr(text, "ro quiet"));
	assert_non_null(strstr(text, "driver.bound"));
	assert_non_null(strstr(text, "command-0"));
	assert_null(strstr(text, "line 1999 of a long log"));
	assert_non_null(strstr(less, "Start here"));
	assert_non_null(strstr(less, "iommu.enabled"));
	assert_null(strstr(less, "command-0"));
	assert_null(strstr(less, "A VM gets a device by way of"));
	igd_answers_done(&answers);
	igd_exam_done(&exam);
}

/* Of answers of the same size the later ones go first. */
static void test_last_first(void **state)
{
	struct igd_exam exam = report_exam(report_host("blocked"));
	struct igd_answers answers = answers_of(20, false);
	size_t limit, i, shown = 0;

	(void)state;
	for (limit = 2000; limit < 6000; limit += 50) {
		IGD_AUTOFREE char *text = post(&exam, &answers, "markdown", limit);

		for (i = 0, shown = 0; i < 20; i++) {
			IGD_AUTOFREE char *command = igd_printf("<code>command-%zu</code>", i);

			assert_true(shown == i || !strstr(text, command));
			shown += strstr(text, command) != NULL;
		}
	}
	assert_int_equal(shown, 20);
	igd_answers_done(&answers);
	igd_exam_done(&exam);
}

/* A finding that says more than a post can hold. */
static void test_endless(void **state)
{
	struct igd_exam exam = report_exam(report_host("hostile"));
	IGD_AUTOTEXT struct igd_text words = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 20000; i++)
		igd_text_printf(&words, "[a.b:c] ");
	for (i = 0; i < exam.count; i++) {
		free(exam.findings[i].what);
		exam.findings[i].what = igd_strdup(words.text);
		free(exam.findings[i].remedy);
		exam.findings[i].remedy = igd_strdup(words.text);
	}
	free(exam.subject.machine);
	exam.subject.machine = igd_strdup(words.text);
	for (i = 0; i < KINDS; i++) {
		IGD_AUTOFREE char *text = post(&exam, NULL, kinds[i].name, 1000);

		assert_true(strlen(text) <= 1000);
		assert_non_null(strstr(text, "This host will not"));
		assert_non_null(strstr(text, "Left out"));
	}
	igd_exam_done(&exam);
}

static char *paragraph(enum igd_markup_kind kind, const char *words)
{
	static const struct igd_report_style style = { .has_utf8 = true };
	struct igd_markup markup;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	igd_markup_init(&markup, kind, &style, out);
	igd_markup_paragraph(&markup, "Found", words);
	fclose(out);
	return text;
}

static void test_words(void **state)
{
	static const struct {
		enum igd_markup_kind kind;
		const char *words, *text;
	} rows[] = {
		{ IGD_MARKUP_MARKDOWN, "add `intel_iommu=on`, then reboot",
			"\n**Found:** add `intel_iommu=on`, then reboot\n" },
		{ IGD_MARKUP_MARKDOWN, "(8086:4680) of 11/14/2024, kernel 6.12.10.",
			"\n**Found:** (`8086:4680`) of 11/14/2024, kernel 6.12.10.\n" },
		{ IGD_MARKUP_MARKDOWN, "@someone sees #1 at www.example.com",
			"\n**Found:** `@someone` sees `#1` at `www.example.com`\n" },
		{ IGD_MARKUP_MARKDOWN, "GNU/Linux, r/name, a/b",
			"\n**Found:** GNU/Linux, `r/name`, `a/b`\n" },
		{ IGD_MARKUP_MARKDOWN, "a ` b", "\n**Found:** a \\` b\n" },
		{ IGD_MARKUP_MARKDOWN, "see modprobe.d(5), it's (said) \"no\"!",
			"\n**Found:** see `modprobe.d(5)`, it's (said) \"no\"!\n" },
		{ IGD_MARKUP_MARKDOWN, "it ends <b>so</b>", "\n**Found:** it ends `<b>so</b>`\n" },
		{ IGD_MARKUP_BBCODE, "/proc/cmdline: nothing",
			"\n[b]Found:[/b] /proc/cmdline: nothing\n" },
		{ IGD_MARKUP_BBCODE, "`video=efifb:off` does nothing",
			"\n[b]Found:[/b]\n[code]\n`video=efifb:off` does nothing\n[/code]\n" },
		{ IGD_MARKUP_BBCODE, "8086:a7a8 at 0000:00:02.0, vfio.conf:1",
			"\n[b]Found:[/b] 8086:a7a8 at 0000:00:02.0, vfio.conf:1\n" },
		{ IGD_MARKUP_BBCODE, "[b]x[/b] [/code]",
			"\n[b]Found:[/b]\n[code]\n[b]x[/b] [ /code]\n[/code]\n" },
		{ IGD_MARKUP_PLAIN, "nothing", "\nFound: nothing\n" },
		{ IGD_MARKUP_PLAIN, "", "" },
		{ IGD_MARKUP_MARKDOWN, " ", "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		IGD_AUTOFREE char *text = paragraph(rows[i].kind, rows[i].words);

		assert_string_equal(text, rows[i].text);
	}
}

static void test_kinds(void **state)
{
	(void)state;
	assert_string_equal(igd_forum_kind_at(0)->name, "markdown");
	assert_int_equal(igd_forum_kind("bbcode")->limit, 10000);
	assert_null(igd_forum_kind("html"));
	assert_null(igd_forum_kind(""));
	assert_null(igd_forum_kind_at(4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_last_first),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_kinds),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
