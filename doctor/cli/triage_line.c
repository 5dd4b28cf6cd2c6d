// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_line - lines of JSON that triage wrote, here or on another machine, taken in again
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <string.h>

#include "cli/triage.h"

/* What a line of totals may add to one value: beyond it a number of JSON's is not exact. */
#define MAX_COUNT 9007199254740992.0 /* 2^53 */

static const cJSON *get(const cJSON *object, const char *field)
{
	return cJSON_GetObjectItemCaseSensitive(object, field);
}

static bool is_word(const cJSON *item, const char *word)
{
	return cJSON_IsString(item) && strcmp(item->valuestring, word) == 0;
}

static char *text_of(const cJSON *object, const char *field)
{
	const cJSON *item = get(object, field);

	return cJSON_IsString(item)
		       ? igd_printable(item->valuestring, strlen(item->valuestring), 200)
		       : NULL;
}

static void read_ids(const cJSON *array, char ***list, size_t *count)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, array)
	{
		if (cJSON_IsString(item))
			igd_finding_add(list, count, item->valuestring);
	}
}

static void read_failed(const cJSON *array, struct igd_brief *ret)
{
	struct igd_brief_failed failed;
	const cJSON *item;
	unsigned i;

	cJSON_ArrayForEach(item, array)
	{
		failed = (struct igd_brief_failed){ text_of(item, "id"), IGD_HINT };
		for (i = 0; i <= IGD_BLOCKER; i++) {
			if (is_word(get(item, "severity"), igd_severity_name((enum igd_severity)i)))
				failed.severity = (enum igd_severity)i;
		}
		if (!failed.id)
			continue;
		ret->failed = igd_regrow(ret->failed, ret->failed_count + 1, sizeof(*ret->failed));
		ret->failed[ret->failed_count++] = failed;
	}
}

static int read_brief(const cJSON *root, struct igd_brief *ret, struct igd_error *reterr)
{
	const cJSON *igpu = get(root, "igpu");
	unsigned i = 0;

	while (i <= IGD_OUTCOME_UNKNOWN &&
		!is_word(get(root, "verdict"), igd_outcome_name((enum igd_outcome)i)))
		i++;
	if (i > IGD_OUTCOME_UNKNOWN)
		return igd_error_set(
			reterr, EBADMSG, "verdict: is missing, or none that this version knows");
	ret->outcome = (enum igd_outcome)i;
	read_ids(get(root, "start_with"), &ret->start_with, &ret->start_count);
	read_failed(get(root, "failed"), ret);
	read_ids(get(root, "unknown"), &ret->unknown, &ret->unknown_count);
	ret->kernel = text_of(root, "kernel");
	ret->distribution = text_of(root, "distribution");
	ret->machine = text_of(root, "machine");
	ret->igpu_id = text_of(igpu, "id");
	ret->igpu_name = text_of(igpu, "name");
	ret->igpu_platform = text_of(igpu, "platform");
	ret->igpu_driver = text_of(igpu, "driver");
	ret->qemu = text_of(root, "qemu");
	ret->libvirt = text_of(root, "libvirt");
	ret->rom = text_of(root, "rom");
	ret->tool = text_of(root, "written_by");
	return 0;
}

static int read_row(const cJSON *root, struct igd_triage_row *ret, struct igd_error *reterr)
{
	const cJSON *file = get(root, "file"), *why = get(root, "unreadable");

	if (!cJSON_IsString(file))
		return igd_error_set(reterr, EBADMSG, "file: is missing");
	*ret = (struct igd_triage_row){ 0 };
	if (!cJSON_IsString(why) && read_brief(root, &ret->brief, reterr) < 0)
		return -EBADMSG;
	ret->file = igd_strdup(file->valuestring);
	ret->why = cJSON_IsString(why) ? igd_strdup(why->valuestring) : NULL;
	return 0;
}

static cJSON *parse(const char *line, size_t size, struct igd_error *reterr)
{
	const char *end = NULL;
	cJSON *root = cJSON_ParseWithLengthOpts(line, size, &end, false);

	/* Hadoop streaming puts a tab behind a line that has no value. */
	if (root && end[strspn(end, " \t\r\n")]) {
		cJSON_Delete(root);
		root = NULL;
	}
	if (!root)
		igd_error_set(reterr, EBADMSG, "not JSON at byte %zu of the line",
			end ? (size_t)(end - line) : 0);
	return root;
}

int igd_triage_parse(
	const char *line, size_t size, struct igd_triage_row *ret, struct igd_error *reterr)
{
	cJSON *root = parse(line, size, reterr);
	int r;

	if (!root)
		return -EBADMSG;
	r = read_row(root, ret, reterr);
	cJSON_Delete(root);
	return r;
}

static bool is_count(const cJSON *item)
{
	return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble <= MAX_COUNT;
}

static size_t count_of(const cJSON *object, const char *field)
{
	const cJSON *item = get(object, field);

	return is_count(item) ? (size_t)item->valuedouble : 0;
}

static void add_tally(struct igd_triage_tally *tally, const cJSON *array)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, array)
	{
		IGD_AUTOFREE char *text = text_of(item, "value");

		igd_triage_tally_add(tally, text, count_of(item, "count"));
	}
}

static int add_totals(struct igd_triage_totals *totals, const cJSON *root, struct igd_error *reterr)
{
	unsigned i;

	if (!is_count(get(root, "reports")) || !is_count(get(root, "unreadable")))
		return igd_error_set(reterr, EBADMSG, "reports, unreadable: are no numbers");
	totals->reports += count_of(root, "reports");
	totals->unreadable += count_of(root, "unreadable");
	for (i = 0; i < IGD_TRIAGE_KIND_COUNT; i++)
		add_tally(&totals->tallies[i],
			get(root, igd_triage_kind_word((enum igd_triage_kind)i)));
	return 0;
}

static int add_object(struct igd_triage_totals *totals, const cJSON *root, struct igd_error *reterr)
{
	const cJSON *schema = get(root, "schema");
	struct igd_triage_row row;

	if (is_word(schema, IGD_TRIAGE_TOTALS_SCHEMA))
		return add_totals(totals, root, reterr);
	if (!is_word(schema, IGD_TRIAGE_SCHEMA))
		return igd_error_set(
			reterr, EBADMSG, "schema: is not " IGD_TRIAGE_SCHEMA ": no row of triage");
	if (read_row(root, &row, reterr) < 0)
		return -EBADMSG;
	igd_triage_count(totals, &row);
	igd_triage_row_done(&row);
	return 0;
}

int igd_triage_add_line(
	struct igd_triage_totals *totals, const char *line, size_t size, struct igd_error *reterr)
{
	cJSON *root = parse(line, size, reterr);
	int r;

	if (!root)
		return -EBADMSG;
	r = add_object(totals, root, reterr);
	cJSON_Delete(root);
	return r;
}
