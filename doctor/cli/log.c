// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - the verb: names the known symptoms in logs, with their cause and what to do
 *
 * Of the host nothing is read but the width of the iGPU's IOMMU, and that only if a log shows an address that
 * could not be mapped: the log may well be another machine's.
 */
#include "cli/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "cli/symptoms.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/log/log_address.h"

struct reading {
	const struct igd_options *options;
	struct igd_symptoms symptoms;
	struct igd_log_report report;
	bool is_width_asked;
	unsigned width; /* of the iGPU's IOMMU; 0: not known */
};

static unsigned width_of(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *unit = igpu ? igd_iommu_unit(host, igpu->address) : NULL;
	uint64_t cap;

	return unit && igd_iommu_register(host, unit, "cap", &cap) ? igd_cap_width(cap) : 0;
}

/* A recording that cannot be read was refused before any log was. */
static unsigned width(struct reading *reading)
{
	const char *from = reading->options->from;
	struct igd_source *source;
	struct igd_host *host;

	if (reading->is_width_asked)
		return reading->width;
	reading->is_width_asked = true;
	source = from ? igd_source_recorded(from, NULL) : igd_source_live();
	if (source) {
		host = igd_host_new(source);
		reading->width = width_of(host);
		igd_host_free(host);
	}
	return reading->width;
}

static void add_address(
	struct reading *reading, const struct igd_log_hit *hit, struct igd_log_row *row)
{
	const struct igd_log_sample *sample = hit->samples;
	IGD_AUTOFREE char *cause = NULL;
	IGD_AUTOFREE char *text = igd_log_address_text(hit->symptom, sample->text, sample->size, 0);

	if (!text)
		return;
	free(text);
	text = igd_log_address_text(hit->symptom, sample->text, sample->size, width(reading));
	cause = igd_printf("%s %s", row->cause, text);
	free(row->cause);
	row->cause = IGD_TAKE_PTR(cause);
}

/* Worst first; the rows come in the order of lines. */
static void sort_rows(struct reading *reading, struct igd_log_file *file, struct igd_log_hits *hits)
{
	static const enum igd_symptom_verdict order[] = { IGD_SYMPTOM_FATAL, IGD_SYMPTOM_DEPENDS,
		IGD_SYMPTOM_HARMLESS };
	size_t i, j;

	file->rows = igd_zalloc((hits->count + 1) * sizeof(*file->rows));
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		for (j = 0; j < hits->count; j++) {
			if (hits->list[j].verdict != order[i])
				continue;
			igd_log_row_fill(&file->rows[file->row_count], &hits->list[j]);
			add_address(reading, &hits->list[j], &file->rows[file->row_count++]);
		}
	}
}

static void read_log(struct reading *reading, const char *name)
{
	struct igd_log_report *report = &reading->report;
	const char *shown = strcmp(name, "-") == 0 ? "stdin" : name;
	struct igd_log_hits hits = { 0 };
	char *why = NULL;
	int r = igd_log_read(name, &reading->symptoms, &hits, &why);

	if (r < 0) {
		report->failures = igd_regrow(
			report->failures, report->failure_count + 1, sizeof(*report->failures));
		report->failures[report->failure_count++] =
			(struct igd_log_failure){ igd_strdup(shown), why, -r };
		return;
	}
	report->files = igd_regrow(report->files, report->file_count + 1, sizeof(*report->files));
	report->files[report->file_count] = (struct igd_log_file){
		.file = igd_strdup(shown), .lines = hits.lines, .bytes = hits.bytes
	};
	sort_rows(reading, &report->files[report->file_count++], &hits);
	igd_log_hits_done(&hits);
}

/* What is fatal counts for most, then what could not be read: it may hold just that. */
static int exit_status(const struct igd_log_report *report)
{
	static const int statuses[] = { [IGD_LOG_FATAL] = IGD_EXIT_BLOCKED,
		[IGD_LOG_DEPENDS] = IGD_EXIT_DEGRADED,
		[IGD_LOG_HARMLESS] = IGD_EXIT_OK };
	int worst = IGD_EXIT_OK;
	size_t i;

	for (i = 0; i < report->file_count; i++) {
		if (report->files[i].row_count && statuses[report->files[i].rows->verdict] > worst)
			worst = statuses[report->files[i].rows->verdict];
	}
	if (worst == IGD_EXIT_BLOCKED || !report->failure_count)
		return worst;
	for (i = 0; i < report->failure_count; i++) {
		if (report->failures[i].error != EACCES && report->failures[i].error != EPERM)
			return IGD_EXIT_DATA;
	}
	return IGD_EXIT_PERMISSION;
}

static int check_recording(const struct igd_options *options)
{
	struct igd_error error = { 0 };
	struct igd_source *source;

	if (!options->from)
		return IGD_EXIT_OK;
	source = igd_source_recorded(options->from, &error);
	if (!source)
		return igd_complain(IGD_EXIT_DATA, "%s", error.message);
	igd_source_free(source);
	return IGD_EXIT_OK;
}

static void print(const struct reading *reading)
{
	struct igd_report_style style = igd_options_style(reading->options);
	const struct igd_log_report *report = &reading->report;
	size_t i;

	if (strcmp(reading->options->format, "json") == 0)
		igd_log_report_json(report, &style, stdout);
	else
		igd_log_report_text(report, &style, stdout);
	for (i = 0; i < report->failure_count; i++)
		igd_complain(
			IGD_EXIT_DATA, "%s: %s", report->failures[i].file, report->failures[i].why);
}

int igd_verb_log(const struct igd_options *options)
{
	struct reading reading = { .options = options };
	int status = check_recording(options);
	size_t i;

	if (status == IGD_EXIT_OK)
		status = igd_cli_symptoms(options, &reading.symptoms);
	if (status == IGD_EXIT_OK) {
		for (i = 0; i < options->arguments.count; i++)
			read_log(&reading, options->arguments.words[i]);
		print(&reading);
		status = exit_status(&reading.report);
	}
	igd_log_report_done(&reading.report);
	igd_symptoms_done(&reading.symptoms);
	return status;
}
