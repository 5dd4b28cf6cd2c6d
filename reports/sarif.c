// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sarif - the report as SARIF 2.1.0 (OASIS), which editors and code hosts show
 *
 * Every check that was run is a rule; results are what failed (kind "fail") and what could not be told (kind "open", "the
 * tool concluded that there was insufficient information to decide", 3.27.9). Where something stands is a file of the
 * host, as an address relative to its root, which a reader may set to the folder of a bundle; else the name of a thing.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reports/json_value.h"
#include "reports/report.h"
#include "reports/words.h"

#define SCHEMA                                                                                     \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#define ROOT "HOST"
#define PCI_DEVICES "/sys/bus/pci/devices/"

static cJSON *add_message(cJSON *object, const char *key, const char *text)
{
	cJSON *message = cJSON_AddObjectToObject(object, key);

	igd_json_add_text(message, "text", text);
	return message;
}

/* 3.27.10: the level of an open question is "none". */
static const char *level_of(enum igd_severity severity)
{
	static const char *const levels[] = {
		[IGD_HINT] = "note",
		[IGD_DEGRADED] = "warning",
		[IGD_BLOCKER] = "error",
	};

	return levels[severity];
}

static const char *page_of(const struct igd_finding *finding)
{
	size_t i;

	for (i = 0; i < finding->reference_count; i++) {
		if (igd_starts_with(finding->references[i], "https://") &&
			!strpbrk(finding->references[i], " \"<>\\^`{|}"))
			return finding->references[i];
	}
	return NULL;
}

static cJSON *rule_object(const struct igd_finding *finding)
{
	cJSON *rule = cJSON_CreateObject(), *configuration;

	igd_json_add_text(rule, "id", finding->id);
	add_message(rule, "shortDescription", finding->title);
	if (*finding->why)
		add_message(rule, "fullDescription", finding->why);
	if (*finding->remedy)
		add_message(rule, "help", finding->remedy);
	if (page_of(finding))
		igd_json_add_text(rule, "helpUri", page_of(finding));
	configuration = cJSON_AddObjectToObject(rule, "defaultConfiguration");
	igd_json_add_text(configuration, "level", level_of(finding->severity));
	return rule;
}

/* The place of the first finding of that id among those that differ: the rule's index. */
static size_t rule_index(const struct igd_exam *exam, const char *id, bool *ret_is_first)
{
	const struct igd_finding *finding;
	size_t index = 0, i;

	for (finding = exam->findings; strcmp(finding->id, id) != 0; finding++) {
		for (i = 0; strcmp(exam->findings[i].id, finding->id) != 0;)
			i++;
		index += &exam->findings[i] == finding;
	}
	*ret_is_first = finding->id == id;
	return index;
}

static void add_rules(cJSON *driver, const struct igd_exam *exam)
{
	cJSON *rules = cJSON_AddArrayToObject(driver, "rules");
	bool is_first;
	size_t i;

	for (i = 0; i < exam->count; i++) {
		rule_index(exam, exam->findings[i].id, &is_first);
		if (is_first)
			cJSON_AddItemToArray(rules, rule_object(&exam->findings[i]));
	}
}

/* RFC 3986: what is neither unreserved nor a slash is percent-encoded; so is a colon, which could look like a scheme. */
static char *relative_address(const char *path, size_t size)
{
	struct igd_text address = { 0 };
	size_t i;

	igd_text_add(&address, "", 0);
	for (i = strspn(path, "/"); i < size; i++) {
		if (isalnum((unsigned char)path[i]) || strchr("-._~/", path[i]))
			igd_text_add(&address, &path[i], 1);
		else
			igd_text_printf(&address, "%%%02X", (unsigned char)path[i]);
	}
	return address.text;
}

/* "/etc/default/grub:6": the length of the path, and the line; 0 without one. */
static size_t split_line(const char *where, unsigned long *ret_line)
{
	const char *colon = strrchr(where, ':');
	size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;

	*ret_line = 0;
	if (!digits || digits > 6 || colon[1 + digits])
		return strlen(where);
	*ret_line = strtoul(colon + 1, NULL, 10);
	return *ret_line ? (size_t)(colon - where) : strlen(where);
}

/* Not a path of what the program itself keeps under a name that looks like one. */
static bool is_file(const char *where)
{
	return where[0] == '/' && where[1] && !igd_starts_with(where, "/.igd-doctor/");
}

static void add_physical(cJSON *location, const char *where)
{
	cJSON *physical = cJSON_AddObjectToObject(location, "physicalLocation"), *artifact;
	unsigned long line;
	size_t length = split_line(where, &line);
	IGD_AUTOFREE char *address = relative_address(where, length);

	artifact = cJSON_AddObjectToObject(physical, "artifactLocation");
	igd_json_add_text(artifact, "uri", address);
	igd_json_add_text(artifact, "uriBaseId", ROOT);
	if (line)
		igd_json_add_number(cJSON_AddObjectToObject(physical, "region"), "startLine", line);
}

/* A PCI function, or whatever else a finding names that is no file. */
static void add_logical(cJSON *location, const char *where)
{
	bool is_function = igd_starts_with(where, PCI_DEVICES);
	const char *name = is_function ? where + strlen(PCI_DEVICES) : where;
	IGD_AUTOFREE char *shown =
		igd_strndup(name, is_function ? strcspn(name, "/") : strlen(name));
	cJSON *logical;

	if (!*shown)
		return;
	logical = cJSON_CreateObject();
	igd_json_add_text(logical, "name", shown);
	igd_json_add_text(logical, "kind", "resource");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(location, "logicalLocations"), logical);
}

static cJSON *location_object(const char *where)
{
	cJSON *location = cJSON_CreateObject();

	if (is_file(where))
		add_physical(location, where);
	if (!is_file(where) || igd_starts_with(where, PCI_DEVICES))
		add_logical(location, where);
	return location;
}

static void add_evidence(cJSON *result, const struct igd_finding *finding)
{
	cJSON *related, *location;
	size_t i;

	if (!finding->evidence_count)
		return;
	related = cJSON_AddArrayToObject(result, "relatedLocations");
	for (i = 0; i < finding->evidence_count; i++) {
		location = location_object(finding->evidence[i].source);
		igd_json_add_number(location, "id", i);
		add_message(location, "message", finding->evidence[i].excerpt);
		cJSON_AddItemToArray(related, location);
	}
}

static void add_properties(
	cJSON *result, const struct igd_exam *exam, const struct igd_finding *finding)
{
	cJSON *properties = cJSON_AddObjectToObject(result, "properties");
	const struct igd_fix_known *fix = igd_exam_fix(exam, finding);

	igd_json_add_text(properties, "severity", igd_severity_name(finding->severity));
	igd_json_add_text(properties, "remedy", finding->remedy);
	igd_json_add_text(properties, "fix", fix ? fix->id : NULL);
	if (finding->verdict == IGD_UNKNOWN)
		igd_json_add_text(properties, "reason", igd_reason_name(finding->reason));
}

static cJSON *result_object(const struct igd_exam *exam, const struct igd_finding *finding)
{
	bool is_open = finding->verdict == IGD_UNKNOWN, is_first;
	IGD_AUTOFREE char *found = igd_words_found(finding);
	cJSON *result = cJSON_CreateObject();

	igd_json_add_text(result, "ruleId", finding->id);
	igd_json_add_number(result, "ruleIndex", rule_index(exam, finding->id, &is_first));
	igd_json_add_text(result, "kind", is_open ? "open" : "fail");
	igd_json_add_text(result, "level", is_open ? "none" : level_of(finding->severity));
	add_message(result, "message", *found ? found : finding->title);
	if (finding->where && *finding->where)
		cJSON_AddItemToArray(cJSON_AddArrayToObject(result, "locations"),
			location_object(finding->where));
	add_evidence(result, finding);
	add_properties(result, exam, finding);
	return result;
}

static void add_tool(cJSON *run, const struct igd_exam *exam, const struct igd_report_style *style)
{
	cJSON *driver = cJSON_AddObjectToObject(cJSON_AddObjectToObject(run, "tool"), "driver");

	igd_json_add_text(driver, "name", "igd-doctor");
	if (style->version)
		igd_json_add_text(driver, "version", style->version);
	add_rules(driver, exam);
}

static void add_host(cJSON *run, const struct igd_exam *exam)
{
	cJSON *bases = cJSON_AddObjectToObject(run, "originalUriBaseIds");
	cJSON *root = cJSON_AddObjectToObject(bases, ROOT), *properties;
	IGD_AUTOFREE char *host = igd_words_host(exam);
	IGD_AUTOFREE char *igpu = igd_words_igpu(exam);

	igd_json_add_text(root, "uri", "file:///");
	properties = cJSON_AddObjectToObject(run, "properties");
	igd_json_add_text(properties, "host", host);
	igd_json_add_text(properties, "igpu", igpu);
	igd_json_add_text(properties, "verdict", igd_outcome_name(igd_exam_outcome(exam)));
}

void igd_report_sarif(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	cJSON *document = igd_json_document("", NULL), *run = cJSON_CreateObject(), *results;
	size_t i;

	cJSON_DeleteItemFromObject(document, "schema");
	igd_json_add_text(document, "$schema", SCHEMA);
	igd_json_add_text(document, "version", "2.1.0");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(document, "runs"), run);
	add_tool(run, exam, style);
	add_host(run, exam);
	results = cJSON_AddArrayToObject(run, "results");
	for (i = 0; i < exam->count; i++) {
		if (exam->findings[i].verdict == IGD_FAIL ||
			exam->findings[i].verdict == IGD_UNKNOWN)
			cJSON_AddItemToArray(results, result_object(exam, &exam->findings[i]));
	}
	igd_json_print(document, out);
}
