// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_report_html - the page, against tests/reports/CASE.html; and of every page what a reader of XML can tell
 *
 * What only a browser can tell, tests/html asks one: with IGD_PAGES in the environment the pages are written into that
 * folder as they are. In tests/reports they are without their style sheet, which is the same for all.
 */
#include <libxml/tree.h>
#include <locale.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>

#include "reports/html.h"
#include "tests/unit/report_hosts.h"

/* What would run, load or end something if a single place did not escape it. */
#define INJECTED                                                                                   \
	"</title></style></pre>]]><!--\"'><script>alert(1)</script><img src=x onerror=alert(1)> "  \
	"&lt;b&#62; `</code><svg onload=alert(1)>` javascript:alert(1)"

static void draw_injected(struct igd_finding *finding)
{
	const struct igd_draw_span span = { INJECTED, 0, 0xffff, IGD_DRAW_RAM, IGD_DRAW_FATAL,
		true };

	igd_draw(finding, INJECTED, 0xffffff);
	igd_draw_span(finding, &span);
	igd_draw_mark(finding, INJECTED, 0xffff);
}

/* clang-format off */
static const struct report_host injected = {
	"injected", false, INJECTED, INJECTED, INJECTED,
	{ INJECTED, INJECTED, INJECTED, INJECTED, INJECTED }, 12, {
		{ .id = INJECTED, .verdict = IGD_FAIL, .severity = IGD_BLOCKER, .where = INJECTED,
			.what = INJECTED, .evidence = { INJECTED, INJECTED }, .why = INJECTED,
			.remedy = "Run `" INJECTED "`.", .draw = draw_injected },
		{ .id = "a." INJECTED, .verdict = IGD_FAIL, .severity = IGD_HINT, .where = INJECTED,
			.what = INJECTED, .why = INJECTED, .remedy = INJECTED },
		{ .id = "b." INJECTED, .verdict = IGD_UNKNOWN, .severity = IGD_HINT, .where = INJECTED,
			.what = INJECTED, .reason = IGD_REASON_CRASHED,
			.evidence = { INJECTED, INJECTED } },
		{ .id = "c." INJECTED, .verdict = IGD_BLOCKED, .severity = IGD_HINT,
			.blocked_by = "d." INJECTED },
		{ .id = "e." INJECTED, .verdict = IGD_PASS, .severity = IGD_HINT, .where = INJECTED,
			.what = INJECTED, .evidence = { INJECTED, INJECTED } },
		{ .id = "f.na", .verdict = IGD_NA, .severity = IGD_HINT },
	}
};
/* clang-format on */

static char *print(const struct report_host *host, const struct igd_answers *answers)
{
	struct igd_report_style style = { .version = "0.1.0" };
	struct igd_exam exam = report_exam(host);
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	igd_report_html_with(&exam, answers, &style, out);
	fclose(out);
	assert_int_equal(strlen(text), size);
	igd_exam_done(&exam);
	return text;
}

static struct igd_answers nasty_answers(void)
{
	struct igd_answers answers = { 0 };

	igd_answers_add(&answers, "cat /proc/cmdline", "ro quiet\n\tintel_iommu=on </pre>\n", NULL);
	igd_answers_add(&answers, NASTY, "\n" NASTY "\n\n", NULL);
	igd_answers_add(&answers, "lspci", NULL, "`lspci` says <nothing> " NASTY);
	igd_answers_add(&answers, "", "", NULL);
	igd_answers_add(&answers, "dmesg", NULL, NULL);
	return answers;
}

static bool is_one_of(const xmlChar *name, const char *words)
{
	IGD_AUTOFREE char *word = igd_printf(" %s ", (const char *)name);

	return strstr(words, word);
}

/* Nothing but what the page is made of: no element that runs, and no attribute that runs, loads or looks. */
static void expect_tame(xmlNodePtr node)
{
	static const char elements[] =
		" html head meta link title style body a header main footer section article h1 h2 "
		"h3 p b span code pre dl div dt dd ul li details summary figure svg g desc text "
		"tspan rect path ";
	static const char attributes[] =
		" lang charset http-equiv content name rel href class id role aria-label "
		"aria-labelledby aria-hidden tabindex width height viewBox x y rx d text-anchor ";
	xmlAttrPtr attribute;

	if (!is_one_of(node->name, elements))
		fail_msg("an element <%s>", (const char *)node->name);
	for (attribute = node->properties; attribute; attribute = attribute->next) {
		if (!is_one_of(attribute->name, attributes))
			fail_msg("an attribute %s", (const char *)attribute->name);
	}
}

struct outline {
	char *ids[400], *links[400];
	size_t id_count, link_count, main_count;
	unsigned level; /* of the last heading */
	size_t titles;	/* h1 */
};

static void note_link(struct outline *outline, xmlNodePtr node)
{
	char *link = (char *)xmlGetProp(node, (const xmlChar *)"href");

	if (!link)
		return;
	assert_true(
		*link == '#' || igd_starts_with(link, "https://") || strcmp(link, "data:,") == 0);
	assert_true(outline->link_count < 400);
	outline->links[outline->link_count++] = link;
}

static void note_id(struct outline *outline, xmlNodePtr node)
{
	char *id = (char *)xmlGetProp(node, (const xmlChar *)"id");
	size_t i;

	if (!id)
		return;
	assert_true(*id && outline->id_count < 400);
	for (i = 0; i < outline->id_count; i++) {
		if (strcmp(outline->ids[i], id) == 0)
			fail_msg("the id %s is there twice", id);
	}
	outline->ids[outline->id_count++] = id;
}

/* No level is left out on the way down. */
static void note_heading(struct outline *outline, const char *name)
{
	unsigned level;

	outline->main_count += strcmp(name, "main") == 0;
	if (*name != 'h' || name[1] < '1' || name[1] > '6')
		return;
	level = (unsigned)(name[1] - '0');
	assert_true(level <= outline->level + 1);
	outline->level = level;
	outline->titles += level == 1;
}

/* The one that is read after it; NULL behind the last. */
static xmlNodePtr next_node(xmlNodePtr node)
{
	if (node->type == XML_ELEMENT_NODE && node->children)
		return node->children;
	while (node && !node->next)
		node = node->parent;
	return node ? node->next : NULL;
}

static void walk(struct outline *outline, xmlNodePtr root)
{
	xmlNodePtr node;

	for (node = root; node; node = next_node(node)) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		expect_tame(node);
		note_id(outline, node);
		note_link(outline, node);
		note_heading(outline, (const char *)node->name);
	}
}

static void expect_led(const struct outline *outline, const char *link)
{
	size_t i;

	for (i = 0; *link == '#' && i < outline->id_count; i++) {
		if (strcmp(outline->ids[i], link + 1) == 0)
			return;
	}
	if (*link == '#')
		fail_msg("%s leads nowhere", link);
}

static void expect_outline(xmlNodePtr root)
{
	struct outline outline = { 0 };

	walk(&outline, root);
	assert_int_equal(outline.titles, 1);
	assert_int_equal(outline.main_count, 1);
	while (outline.link_count) {
		expect_led(&outline, outline.links[--outline.link_count]);
		xmlFree(outline.links[outline.link_count]);
	}
	while (outline.id_count)
		xmlFree(outline.ids[--outline.id_count]);
}

/* What the policy says of the style is what a browser computes. */
static void expect_policy(const char *text)
{
	char wanted[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = { 0 };
	const char *rules = strstr(text, "<style>"), *end = strstr(text, "</style>");
	IGD_AUTOFREE char *policy = NULL;
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;

	if (!rules || !end) {
		fail_msg("no style");
		return;
	}
	rules += strlen("<style>");
	sha256_init(&context);
	sha256_update(&context, (size_t)(end - rules), (const uint8_t *)rules);
	sha256_digest(&context, sizeof(digest), digest);
	base64_encode_raw(wanted, sizeof(digest), digest);
	policy = igd_printf("default-src 'none'; style-src 'sha256-%s';", wanted);
	assert_non_null(strstr(text, policy));
	assert_null(memmem(rules, (size_t)(end - rules), "url(", 4));
	assert_null(memmem(rules, (size_t)(end - rules), "@import", 7));
}

/* Bytes that would move a cursor, hide, or turn text round. */
static void expect_plain(const char *text)
{
	for (; *text; text++)
		assert_true((unsigned char)*text >= 0x20 || *text == '\n' || *text == '\t');
}

static void expect_page(const char *name, const char *text)
{
	/* U+202E turns the direction of writing round. */
	static const char turn[] = { (char)0xe2, (char)0x80, (char)0xae, '\0' };
	xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), name, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	if (!document)
		fail_msg("%s: not XML: %s", name, text);
	expect_outline(xmlDocGetRootElement(document));
	xmlFreeDoc(document);
	expect_policy(text);
	expect_plain(text);
	assert_null(strstr(text, turn));
}

static void test_every_page(void **state)
{
	struct igd_answers answers = nasty_answers();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(report_hosts) / sizeof(*report_hosts); i++) {
		IGD_AUTOFREE char *alone = print(&report_hosts[i], NULL);
		IGD_AUTOFREE char *whole = print(&report_hosts[i], &answers);

		expect_page(report_hosts[i].name, alone);
		expect_page(report_hosts[i].name, whole);
		assert_non_null(strstr(alone, "igd-doctor report</code>"));
		assert_non_null(strstr(whole, "igd-doctor check --from FILE</code>"));
		assert_non_null(strstr(whole, "intel_iommu=on &#60;/pre&#62;\n</pre>"));
	}
	igd_answers_done(&answers);
}

/* What the page says, without how it looks. */
static char *without_style(const char *text)
{
	const char *hash = strstr(text, "sha256-"), *quote = strchr(hash, '\'');
	const char *rules = strstr(text, "<style>") + strlen("<style>");
	const char *end = strstr(text, "</style>");

	return igd_printf("%.*s%.*s%s", (int)(hash - text), text, (int)(rules - quote), quote, end);
}

static void expect_golden(const char *name, const char *text)
{
	IGD_AUTOFREE char *path = igd_printf(GOLDEN "%s.html", name);
	IGD_AUTOFREE char *bare = without_style(text);
	IGD_AUTOFREE char *page = NULL;
	const char *folder = getenv("IGD_PAGES");
	FILE *file;

	report_compare(path, bare);
	if (!folder)
		return;
	page = igd_printf("%s/%s.html", folder, name);
	file = fopen(page, "we");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* Every text of a stranger comes out as the text it is, in every place where there is one. */
static void test_injected(void **state)
{
	struct igd_answers answers = { 0 };
	IGD_AUTOFREE char *text = NULL;

	(void)state;
	igd_answers_add(&answers, INJECTED, INJECTED "\n", NULL);
	igd_answers_add(&answers, INJECTED, NULL, INJECTED);
	text = print(&injected, &answers);
	expect_page("injected", text);
	expect_golden("injected", text);
	igd_answers_done(&answers);
}

/* A place that is no address of the web is text. */
static void test_references(void **state)
{
	struct igd_report_style style = { .version = "\"'><script>" };
	struct igd_exam exam = report_exam(report_host("map"));
	IGD_AUTOFREE char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	igd_finding_add(&exam.findings[0].references, &exam.findings[0].reference_count,
		"javascript:alert(1)");
	igd_finding_add(&exam.findings[0].references, &exam.findings[0].reference_count,
		"https://example.org/\" onclick=\"alert(1)");
	igd_report_html(&exam, &style, out);
	fclose(out);
	expect_page("references", text);
	assert_non_null(strstr(text, "<li>javascript:alert(1)</li>"));
	assert_non_null(strstr(text, "href=\"https://example.org/&#34; onclick=&#34;alert(1)\""));
	igd_exam_done(&exam);
}

static void test_golden(void **state)
{
	static const char *const names[] = { "blocked", "empty", "hostile", "lanes", "map" };
	struct igd_answers answers = nasty_answers();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		bool is_nasty = strcmp(names[i], "hostile") == 0;
		IGD_AUTOFREE char *text = print(report_host(names[i]), is_nasty ? &answers : NULL);

		expect_golden(names[i], text);
	}
	igd_answers_done(&answers);
}

static void expect_words(const char *const words[4])
{
	IGD_AUTOFREE char *text = print(report_host(words[0]), NULL);
	size_t i;

	for (i = 1; i < 4; i++) {
		if (!strstr(text, words[i]))
			fail_msg("%s: no %s in %s", words[0], words[i], text);
	}
}

/* The verdict stands in the title, in the heading, and as the class that gives it its colour; ids can be linked to. */
static void test_verdicts(void **state)
{
	static const char *const wanted[][4] = {
		{ "blocked", "<title>blocked: ", "<header class=\"blocker\">",
			"<article class=\"card blocker\" id=\"iommu.enabled\">" },
		{ "healthy", "<title>ready: ", "<header class=\"pass\">",
			"<li id=\"iommu.enabled\">" },
		{ "empty", "<title>unknown: ", "<header class=\"unknown\">",
			"Nothing was looked at" },
		{ "crashed", "<title>unknown: ", "<header class=\"unknown\">",
			"id=\"plugin.refused-2\"" },
		{ "hostile", "<title>blocked: ", "id=\"finding.nodot\"", "id=\"finding.\"" },
		{ "not-permitted", "<title>unknown: ", "Run it as root", "id=\"efifb.effective\"" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		expect_words(wanted[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_page),
		cmocka_unit_test(test_injected),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_verdicts),
	};

	/* A page is UTF-8 wherever it is written. */
	setlocale(LC_ALL, "C");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
