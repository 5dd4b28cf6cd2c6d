// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_totals - how often what occurs in rows
 *
 * The same in any order of rows, and sums of sums are sums, as long as no kind has more different values than there is
 * room for.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/triage.h"
#include "reports/json_value.h"

/* How many of a kind people are shown; with -v all. */
#define SHOWN ((size_t)10)

static const struct {
	const char *word, *title;
	bool is_detail; /* for people only with -v */
} kinds[] = {
	[IGD_TRIAGE_VERDICTS] = { "verdicts", "Verdicts", false },
	[IGD_TRIAGE_CAUSES] = { "causes", "First to mend", false },
	[IGD_TRIAGE_FAILED] = { "failed", "Failed checks", true },
	[IGD_TRIAGE_UNKNOWN] = { "unknown", "Checks that could not tell", true },
	[IGD_TRIAGE_KERNELS] = { "kernels", "Kernels", false },
	[IGD_TRIAGE_DISTRIBUTIONS] = { "distributions", "Distributions", true },
	[IGD_TRIAGE_IGPUS] = { "igpus", "iGPUs", false },
	[IGD_TRIAGE_QEMUS] = { "qemus", "QEMU", false },
	[IGD_TRIAGE_LIBVIRTS] = { "libvirts", "libvirt", true },
	[IGD_TRIAGE_ROMS] = { "roms", "Option ROMs", false },
};

const char *igd_triage_kind_word(enum igd_triage_kind kind)
{
	return kinds[kind].word;
}

static int compare(const void *key, const void *value)
{
	return strcmp(key, ((const struct igd_triage_value *)value)->text);
}

void igd_triage_tally_add(struct igd_triage_tally *tally, const char *text, size_t count)
{
	struct igd_triage_value *found;
	size_t at = tally->count;

	if (!text) {
		tally->others += count;
		return;
	}
	found = tally->count ? bsearch(text, tally->values, tally->count, sizeof(*tally->values),
				       compare)
			     : NULL;
	if (found) {
		found->count += count;
		return;
	}
	if (tally->count == IGD_TRIAGE_MAX_VALUES) {
		tally->others += count;
		return;
	}
	tally->values = igd_regrow(tally->values, tally->count + 1, sizeof(*tally->values));
	for (; at && strcmp(tally->values[at - 1].text, text) > 0; at--)
		tally->values[at] = tally->values[at - 1];
	tally->values[at] = (struct igd_triage_value){ igd_strdup(text), count };
	tally->count++;
}

static void add(struct igd_triage_totals *totals, enum igd_triage_kind kind, const char *text)
{
	igd_triage_tally_add(&totals->tallies[kind], text, 1);
}

/* "6.12" of "6.12.107+deb13-amd64"; all of what does not begin so. */
static void add_series(
	struct igd_triage_totals *totals, enum igd_triage_kind kind, const char *text)
{
	static const char digits[] = "0123456789";
	IGD_AUTOFREE char *series = NULL;
	size_t length;

	if (!text) {
		add(totals, kind, "not known");
		return;
	}
	length = strspn(text, digits);
	if (length && text[length] == '.')
		length += 1 + strspn(text + length + 1, digits);
	series = length > 2 ? igd_strndup(text, length) : igd_strdup(text);
	add(totals, kind, series);
}

static void add_igpu(struct igd_triage_totals *totals, const struct igd_brief *brief)
{
	IGD_AUTOFREE char *text = NULL;

	if (!brief->igpu_id)
		text = igd_strdup("none");
	else
		text = igd_printf("%s%s%s", brief->igpu_id, brief->igpu_name ? " " : "",
			brief->igpu_name ? brief->igpu_name : "");
	add(totals, IGD_TRIAGE_IGPUS, text);
}

void igd_triage_count(struct igd_triage_totals *totals, const struct igd_triage_row *row)
{
	const struct igd_brief *brief = &row->brief;
	size_t i;

	if (row->why) {
		totals->unreadable++;
		return;
	}
	totals->reports++;
	add(totals, IGD_TRIAGE_VERDICTS, igd_outcome_name(brief->outcome));
	if (brief->start_count)
		add(totals, IGD_TRIAGE_CAUSES, brief->start_with[0]);
	for (i = 0; i < brief->failed_count; i++)
		add(totals, IGD_TRIAGE_FAILED, brief->failed[i].id);
	for (i = 0; i < brief->unknown_count; i++)
		add(totals, IGD_TRIAGE_UNKNOWN, brief->unknown[i]);
	add_series(totals, IGD_TRIAGE_KERNELS, brief->kernel);
	add(totals, IGD_TRIAGE_DISTRIBUTIONS,
		brief->distribution ? brief->distribution : "not known");
	add_igpu(totals, brief);
	add_series(totals, IGD_TRIAGE_QEMUS, brief->qemu);
	add_series(totals, IGD_TRIAGE_LIBVIRTS, brief->libvirt);
	add(totals, IGD_TRIAGE_ROMS, brief->rom ? brief->rom : "not known");
}

/* The most frequent first; values of one count stay in their order. */
static int by_count(const void *a, const void *b)
{
	const struct igd_triage_value *one = *(const struct igd_triage_value *const *)a;
	const struct igd_triage_value *other = *(const struct igd_triage_value *const *)b;

	if (one->count != other->count)
		return one->count < other->count ? 1 : -1;
	return strcmp(one->text, other->text);
}

/* The caller frees the array. */
static const struct igd_triage_value **sorted(const struct igd_triage_tally *tally)
{
	const struct igd_triage_value **values =
		igd_zalloc((tally->count + 1) * sizeof(const struct igd_triage_value *));
	size_t i;

	for (i = 0; i < tally->count; i++)
		values[i] = &tally->values[i];
	qsort(values, tally->count, sizeof(*values), by_count);
	return values;
}

static void print_count(struct igd_page *page, size_t count, const char *text)
{
	IGD_AUTOFREE char *line = igd_printf("%7zu  %s", count, text);

	igd_page_verbatim(page, IGD_INK_PLAIN, 0, line, strlen(line));
}

static void print_tally(
	struct igd_page *page, const struct igd_triage_tally *tally, const char *title)
{
	const struct igd_triage_value **values = sorted(tally);
	size_t shown = page->style->is_verbose || tally->count <= SHOWN ? tally->count : SHOWN;
	size_t rest = tally->others, i;

	igd_page_section(page, title);
	for (i = 0; i < shown; i++)
		print_count(page, values[i]->count, values[i]->text);
	for (; i < tally->count; i++)
		rest += values[i]->count;
	if (rest)
		print_count(page, rest,
			page->style->is_verbose ? "(others)" : "(others; -v shows more)");
	free(values);
}

void igd_triage_print_totals(struct igd_page *page, const struct igd_triage_totals *totals)
{
	IGD_AUTOFREE char *line = igd_printf(
		totals->unreadable ? "%zu report%s; %zu more could not be read" : "%zu report%s",
		totals->reports, totals->reports == 1 ? "" : "s", totals->unreadable);
	unsigned i;

	igd_page_verbatim(page, IGD_INK_BOLD, 0, line, strlen(line));
	for (i = 0; i < IGD_TRIAGE_KIND_COUNT; i++) {
		if (totals->tallies[i].count && (!kinds[i].is_detail || page->style->is_verbose))
			print_tally(page, &totals->tallies[i], kinds[i].title);
	}
}

static void add_tally(cJSON *root, const struct igd_triage_tally *tally, const char *word)
{
	const struct igd_triage_value **values = sorted(tally);
	cJSON *array = cJSON_AddArrayToObject(root, word), *item;
	size_t i;

	for (i = 0; i < tally->count + (tally->others > 0); i++) {
		bool is_other = i == tally->count;

		item = cJSON_CreateObject();
		igd_json_add_text(item, "value", is_other ? NULL : values[i]->text);
		igd_json_add_number(item, "count", is_other ? tally->others : values[i]->count);
		cJSON_AddItemToArray(array, item);
	}
	free(values);
}

void igd_triage_print_totals_json(
	const struct igd_triage_totals *totals, const struct igd_report_style *style, FILE *out)
{
	cJSON *root = igd_json_document(IGD_TRIAGE_TOTALS_SCHEMA, style->version);
	char *line;
	unsigned i;

	igd_json_add_number(root, "reports", totals->reports);
	igd_json_add_number(root, "unreadable", totals->unreadable);
	for (i = 0; i < IGD_TRIAGE_KIND_COUNT; i++)
		add_tally(root, &totals->tallies[i], kinds[i].word);
	line = cJSON_PrintUnformatted(root);
	fprintf(out, "%s\n", line);
	cJSON_free(line);
	cJSON_Delete(root);
}

void igd_triage_totals_done(struct igd_triage_totals *totals)
{
	struct igd_triage_tally *tally;
	unsigned i;

	for (i = 0; i < IGD_TRIAGE_KIND_COUNT; i++) {
		tally = &totals->tallies[i];
		while (tally->count)
			free(tally->values[--tally->count].text);
		free(tally->values);
	}
	*totals = (struct igd_triage_totals){ 0 };
}
