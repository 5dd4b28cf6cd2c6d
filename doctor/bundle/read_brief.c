// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read_brief - what the findings of a report say, from JSON that somebody else may have written
 *
 * Nothing is guessed: a field of another type, an id that is none, a verdict that this version does not know refuse the
 * report. Fields that are not known are passed over, because within a version of the schema they only grow.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/read_private.h"

#define CHECK_SCHEMA "igd-doctor.check/1"
#define MAX_ID ((size_t)100)

static bool is_id(const struct igd_slice *slice)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
	size_t i;

	if (slice->size < 3 || slice->size - 2 > MAX_ID || *slice->text != '"')
		return false;
	for (i = 1; i < slice->size - 1; i++) {
		if (!slice->text[i] || !strchr(letters, slice->text[i]))
			return false;
	}
	return true;
}

static char *id_of(const struct igd_slice *slice)
{
	return igd_strndup(slice->text + 1, slice->size - 2);
}

static void add_id(char ***list, size_t *count, const struct igd_slice *slice)
{
	IGD_AUTOFREE char *id = id_of(slice);

	igd_finding_add(list, count, id);
}

static void read_start(struct igd_reading *reading, struct igd_brief *ret)
{
	struct igd_slice id;

	if (!igd_skim_enter(&reading->skim, '[')) {
		igd_reading_fault(reading, "summary.start_with", "is not a list of ids");
		return;
	}
	while (igd_skim_element(&reading->skim, ret->start_count == 0)) {
		if (!igd_skim_value(&reading->skim, &id))
			return;
		if (!is_id(&id) || ret->start_count == IGD_BRIEF_MAX_FINDINGS) {
			igd_reading_fault(reading, "summary.start_with",
				"holds what is no id, or more than 4096");
			return;
		}
		add_id(&ret->start_with, &ret->start_count, &id);
	}
}

/* The number of the word among what a *_name() function knows; count if it is none of them. */
static unsigned number_of(
	const struct igd_slice *slice, const char *(*name_of)(unsigned), unsigned count)
{
	unsigned i = 0;

	while (i < count && !igd_slice_is(slice, name_of(i)))
		i++;
	return i;
}

static const char *outcome_of(unsigned i)
{
	return igd_outcome_name((enum igd_outcome)i);
}

static const char *verdict_of(unsigned i)
{
	return igd_verdict_name((enum igd_verdict)i);
}

static const char *severity_of(unsigned i)
{
	return igd_severity_name((enum igd_severity)i);
}

static void read_summary(struct igd_reading *reading, struct igd_brief *ret)
{
	struct igd_slice key, value = { "", 0 }, verdict = { "", 0 };
	bool is_first = true, has_start = false;
	unsigned outcome;

	if (!igd_skim_enter(&reading->skim, '{')) {
		igd_reading_fault(reading, "summary", "is not an object");
		return;
	}
	for (; igd_skim_key(&reading->skim, is_first, &key); is_first = false) {
		if (igd_slice_is(&key, "start_with") && !has_start) {
			has_start = true;
			read_start(reading, ret);
		} else if (igd_skim_value(&reading->skim, &value) &&
			   igd_slice_is(&key, "verdict")) {
			verdict = value;
		}
	}
	if (reading->skim.is_bad)
		return;
	outcome = number_of(&verdict, outcome_of, IGD_OUTCOME_UNKNOWN + 1u);
	if (outcome > IGD_OUTCOME_UNKNOWN)
		igd_reading_fault(
			reading, "summary.verdict", "is missing, or none that this version knows");
	else if (!has_start)
		igd_reading_fault(reading, "summary.start_with", "is not a list of ids");
	else
		ret->outcome = (enum igd_outcome)outcome;
}

static void read_host(
	struct igd_reading *reading, const struct igd_slice *slice, struct igd_brief *ret)
{
	cJSON *host = igd_reading_parse(reading, slice, "host");
	const cJSON *igpu = cJSON_GetObjectItemCaseSensitive(host, "igpu");

	if (!cJSON_IsObject(host)) {
		igd_reading_fault(reading, "host", "is not an object");
		cJSON_Delete(host);
		return;
	}
	ret->kernel = igd_reading_text(reading, host, "kernel");
	ret->distribution = igd_reading_text(reading, host, "distribution");
	ret->machine = igd_reading_text(reading, host, "machine");
	ret->igpu_id = igd_reading_text(reading, igpu, "id");
	ret->igpu_name = igd_reading_text(reading, igpu, "name");
	ret->igpu_platform = igd_reading_text(reading, igpu, "platform");
	ret->igpu_driver = igd_reading_text(reading, igpu, "driver");
	cJSON_Delete(host);
}

/* What counts of a finding. */
struct parts {
	struct igd_slice id, verdict, severity;
};

/* place is the number of the finding. */
static void fault_at(struct igd_reading *reading, size_t place, const char *what)
{
	char text[32];

	snprintf(text, sizeof(text), "findings[%zu]", place);
	igd_reading_fault(reading, text, what);
}

static void add_finding(
	struct igd_reading *reading, const struct parts *parts, size_t place, struct igd_brief *ret)
{
	unsigned verdict = number_of(&parts->verdict, verdict_of, IGD_BLOCKED + 1u);
	unsigned severity = number_of(&parts->severity, severity_of, IGD_BLOCKER + 1u);

	if (!is_id(&parts->id))
		fault_at(reading, place, "has no id");
	else if (verdict > IGD_BLOCKED)
		fault_at(reading, place, "has no verdict that this version knows");
	else if (verdict == IGD_FAIL && severity > IGD_BLOCKER)
		fault_at(reading, place, "has no severity that this version knows");
	else if (verdict == IGD_UNKNOWN)
		add_id(&ret->unknown, &ret->unknown_count, &parts->id);
	if (reading->failed || verdict != IGD_FAIL)
		return;
	ret->failed = igd_regrow(ret->failed, ret->failed_count + 1, sizeof(*ret->failed));
	ret->failed[ret->failed_count++] =
		(struct igd_brief_failed){ id_of(&parts->id), (enum igd_severity)severity };
}

static void read_finding(struct igd_reading *reading, size_t place, struct igd_brief *ret)
{
	struct parts parts = { { "", 0 }, { "", 0 }, { "", 0 } };
	struct igd_slice key, value = { "", 0 };
	bool is_first = true;

	if (!igd_skim_enter(&reading->skim, '{')) {
		fault_at(reading, place, "is not an object");
		return;
	}
	for (; igd_skim_key(&reading->skim, is_first, &key); is_first = false) {
		if (!igd_skim_value(&reading->skim, &value))
			return;
		if (igd_slice_is(&key, "id"))
			parts.id = value;
		else if (igd_slice_is(&key, "verdict"))
			parts.verdict = value;
		else if (igd_slice_is(&key, "severity"))
			parts.severity = value;
	}
	if (!reading->skim.is_bad)
		add_finding(reading, &parts, place, ret);
}

static void read_findings(struct igd_reading *reading, struct igd_brief *ret)
{
	size_t i;

	if (!igd_skim_enter(&reading->skim, '[')) {
		igd_reading_fault(reading, "findings", "is not a list");
		return;
	}
	for (i = 0; igd_skim_element(&reading->skim, i == 0); i++) {
		if (i == IGD_BRIEF_MAX_FINDINGS)
			fault_at(reading, i, "is one more than is accepted");
		else
			read_finding(reading, i, ret);
	}
}

/* Which fields there were; each counts once. */
struct seen {
	bool schema, host, summary, findings;
};

static void read_field(struct igd_reading *reading, const struct igd_slice *key, struct seen *seen,
	struct igd_brief *ret)
{
	struct igd_slice value;

	if (igd_slice_is(key, "summary") && igd_reading_take(&seen->summary))
		read_summary(reading, ret);
	else if (igd_slice_is(key, "findings") && igd_reading_take(&seen->findings))
		read_findings(reading, ret);
	else if (!igd_skim_value(&reading->skim, &value))
		return;
	else if (igd_slice_is(key, "schema") && igd_reading_take(&seen->schema))
		igd_reading_schema(reading, &value, CHECK_SCHEMA);
	else if (igd_slice_is(key, "host") && igd_reading_take(&seen->host))
		read_host(reading, &value, ret);
}

int igd_findings_read(const struct igd_slice *text, const char *name, const char *member,
	struct igd_brief *ret, struct igd_error *reterr)
{
	struct igd_reading reading = { name, member, reterr, false,
		{ text->text, text->text, text->text + text->size, false } };
	struct seen seen = { false, false, false, false };
	struct igd_slice key;
	bool is_first = true;

	if (!igd_skim_enter(&reading.skim, '{'))
		igd_reading_fault_of_json(&reading);
	for (; igd_skim_key(&reading.skim, is_first, &key); is_first = false)
		read_field(&reading, &key, &seen, ret);
	if (!reading.skim.is_bad && (!seen.schema || !seen.host || !seen.summary || !seen.findings))
		igd_reading_fault(&reading,
			!seen.schema	? "schema"
			: !seen.host	? "host"
			: !seen.summary ? "summary"
					: "findings",
			"is missing");
	return igd_reading_end(&reading, ret);
}

int igd_brief_parse_findings(const char *text, size_t size, const char *name, struct igd_brief *ret,
	struct igd_error *reterr)
{
	return igd_findings_read(
		&(struct igd_slice){ text, size }, name, "findings.json", ret, reterr);
}

void igd_brief_done(struct igd_brief *brief)
{
	while (brief->start_count)
		free(brief->start_with[--brief->start_count]);
	while (brief->failed_count)
		free(brief->failed[--brief->failed_count].id);
	while (brief->unknown_count)
		free(brief->unknown[--brief->unknown_count]);
	free(brief->start_with);
	free(brief->failed);
	free(brief->unknown);
	free(brief->tool);
	free(brief->kernel);
	free(brief->distribution);
	free(brief->machine);
	free(brief->igpu_id);
	free(brief->igpu_name);
	free(brief->igpu_platform);
	free(brief->igpu_driver);
	free(brief->qemu);
	free(brief->libvirt);
	free(brief->rom);
	*brief = (struct igd_brief){ 0 };
}
