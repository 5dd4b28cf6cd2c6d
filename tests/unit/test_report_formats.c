// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_report_formats - the report for programs and pages, against tests/reports/CASE.{md,xml,tap,sarif,prom}
 *
 * What a format as such allows, tests/formats asks a tool made for it, of these files too. Here is held what such a tool
 * does not know: that counts, indexes and labels are those of the examination.
 */
#include <cjson/cJSON.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <locale.h>

#include "reports/report.h"
#include "tests/unit/report_hosts.h"

static const struct {
	const char *format, *suffix;
} formats[] = {
	{ "markdown", "md" },
	{ "junit", "xml" },
	{ "tap", "tap" },
	{ "sarif", "sarif" },
	{ "prometheus", "prom" },
};

static const char *const cases[] = { "blocked", "hostile", "crashed", "empty", "map" };

static size_t report_rows(const struct report_host *host)
{
	size_t count = 0;

	while (count < 12 && host->rows[count].id)
		count++;
	return count;
}

/* One that there is. */
static const struct report_host *host_of(const char *name)
{
	const struct report_host *host = report_hosts;

	while (strcmp(host->name, name) != 0)
		host++;
	return host;
}

static char *print(const char *format, const char *name, bool is_quiet)
{
	struct igd_report_style style = {
		.version = "0.1.0", .has_utf8 = true, .is_quiet = is_quiet
	};
	struct igd_exam exam = report_exam(host_of(name));
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	igd_report_format(format)->print(&exam, &style, out);
	fclose(out);
	assert_int_equal(strlen(text), size);
	igd_exam_done(&exam);
	return text;
}

/* Valid UTF-8 without any control character, whatever the examination holds. */
static void expect_clean(const char *text)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + strlen(text);
	size_t length;

	for (; at < end; at += length) {
		length = igd_utf8_length(at, (size_t)(end - at));
		assert_true(length > 0);
		assert_true(*at >= 0x20 || *at == '\n' || *at == '\t');
	}
}

static void test_golden(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (j = 0; j < sizeof(formats) / sizeof(*formats); j++) {
			IGD_AUTOFREE char *path =
				igd_printf(GOLDEN "%s.%s", cases[i], formats[j].suffix);
			IGD_AUTOFREE char *text = print(formats[j].format, cases[i], false);

			expect_clean(text);
			report_compare(path, text);
		}
	}
}

static void test_markdown_quiet(void **state)
{
	IGD_AUTOFREE char *text = print("markdown", "not-permitted", true);

	(void)state;
	assert_string_equal(text,
		"- **unknown** `iommu.faults`: `/dev/kmsg`: could not be read: permission denied\n"
		"- **unknown** `iommu.interrupt-remapping`: `/dev/kmsg`: could not be read: permission denied\n"
		"- **unknown** `driver.early`: `/etc`: what loads vfio-pci at boot is not to be seen\n"
		"- **hint** `efifb.effective`: `/proc/cmdline`: `video=efifb:off` does nothing on this kernel\n");
}

static unsigned long number_of(xmlNodePtr node, const char *name)
{
	xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
	unsigned long number;

	assert_non_null(value);
	number = strtoul((const char *)value, NULL, 10);
	xmlFree(value);
	return number;
}

static unsigned long count_children(xmlNodePtr parent, const char *name)
{
	unsigned long count = 0;
	xmlNodePtr node;

	for (node = parent->children; node; node = node->next)
		count += node->type == XML_ELEMENT_NODE &&
			 strcmp((const char *)node->name, name) == 0;
	return count;
}

static unsigned long count_results(xmlNodePtr suite, const char *name)
{
	unsigned long count = 0;
	xmlNodePtr node;

	for (node = suite->children; node; node = node->next)
		count += node->type == XML_ELEMENT_NODE ? count_children(node, name) : 0;
	return count;
}

/* Each suite's numbers are those of its cases, and the whole's the sum of them. */
static void check_junit(const char *name)
{
	IGD_AUTOFREE char *text = print("junit", name, false);
	xmlDocPtr document = xmlReadMemory(text, (int)strlen(text), "junit", NULL, XML_PARSE_NONET);
	xmlNodePtr root = xmlDocGetRootElement(document), suite;
	unsigned long tests = 0, failures = 0, errors = 0;

	assert_non_null(root);
	for (suite = root->children; suite; suite = suite->next) {
		if (suite->type != XML_ELEMENT_NODE)
			continue;
		assert_int_equal(number_of(suite, "tests"), count_children(suite, "testcase"));
		assert_int_equal(number_of(suite, "failures"), count_results(suite, "failure"));
		assert_int_equal(number_of(suite, "errors"), count_results(suite, "error"));
		assert_int_equal(number_of(suite, "skipped"), count_results(suite, "skipped"));
		tests += number_of(suite, "tests");
		failures += number_of(suite, "failures");
		errors += number_of(suite, "errors");
	}
	assert_int_equal(number_of(root, "tests"), tests);
	assert_int_equal(number_of(root, "failures"), failures);
	assert_int_equal(number_of(root, "errors"), errors);
	assert_int_equal(tests, report_rows(host_of(name)));
	xmlFreeDoc(document);
}

static void check_tap(const char *name)
{
	IGD_AUTOFREE char *text = print("tap", name, false);
	IGD_AUTOFREE char *plan = igd_printf("\n1..%zu", report_rows(host_of(name)));
	const char *line, *next;
	unsigned long number = 0;

	assert_non_null(strstr(text, plan));
	for (line = text; line; line = next) {
		next = strchr(line, '\n');
		next = next ? next + 1 : NULL;
		if (igd_starts_with(line, "ok ") || igd_starts_with(line, "not ok "))
			assert_int_equal(strtoul(strstr(line, "ok ") + 3, NULL, 10), ++number);
	}
	assert_int_equal(number, report_rows(host_of(name)));
}

static cJSON *only_run(cJSON *document)
{
	cJSON *runs = cJSON_GetObjectItem(document, "runs");

	assert_int_equal(cJSON_GetArraySize(runs), 1);
	return cJSON_GetArrayItem(runs, 0);
}

/* Each rule stands there once, and each result points to its own. */
static void check_sarif(const char *name)
{
	IGD_AUTOFREE char *text = print("sarif", name, false);
	cJSON *document = cJSON_Parse(text), *run = only_run(document), *result, *rule, *other;
	cJSON *rules = cJSON_GetObjectItem(
		cJSON_GetObjectItem(cJSON_GetObjectItem(run, "tool"), "driver"), "rules");

	cJSON_ArrayForEach(rule, rules)
	{
		for (other = rule->next; other; other = other->next)
			assert_string_not_equal(
				cJSON_GetStringValue(cJSON_GetObjectItem(rule, "id")),
				cJSON_GetStringValue(cJSON_GetObjectItem(other, "id")));
	}
	cJSON_ArrayForEach(result, cJSON_GetObjectItem(run, "results"))
	{
		int index = cJSON_GetObjectItem(result, "ruleIndex")->valueint;

		rule = cJSON_GetArrayItem(rules, index);
		assert_non_null(rule);
		assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(rule, "id")),
			cJSON_GetStringValue(cJSON_GetObjectItem(result, "ruleId")));
	}
	cJSON_Delete(document);
}

/* No two samples have the same name and labels: the collector would refuse the file. */
static void check_prometheus(const char *name)
{
	IGD_AUTOFREE char *text = print("prometheus", name, false);
	const char *line, *next;

	for (line = text; *line; line = next) {
		size_t length = strcspn(line, "\n");
		IGD_AUTOFREE char *series = NULL;

		next = line + length + 1;
		if (*line == '#')
			continue;
		while (line[length] != '}')
			length--;
		series = igd_printf("\n%.*s ", (int)length + 1, line);
		assert_null(strstr(next - 1, series));
	}
}

static void test_of_all(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(report_hosts) / sizeof(*report_hosts); i++) {
		check_junit(report_hosts[i].name);
		check_tap(report_hosts[i].name);
		check_sarif(report_hosts[i].name);
		check_prometheus(report_hosts[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_markdown_quiet),
		cmocka_unit_test(test_of_all),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
