// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_row - the parts of a report on logs, and their memory
 */
#include <stdlib.h>

#include "reports/log.h"

const char *igd_log_verdict_word(enum igd_log_verdict verdict)
{
	static const char *const words[] = { [IGD_LOG_FATAL] = "fatal",
		[IGD_LOG_DEPENDS] = "depends",
		[IGD_LOG_HARMLESS] = "harmless" };

	return words[verdict];
}

static void row_done(struct igd_log_row *row)
{
	while (row->excerpt_count)
		free(row->excerpts[--row->excerpt_count].text);
	while (row->source_count)
		free(row->sources[--row->source_count]);
	free(row->excerpts);
	free(row->sources);
	free(row->id);
	free(row->title);
	free(row->device);
	free(row->depends);
	free(row->cause);
	free(row->remedy);
	free(row->check);
	free(row->versions);
}

void igd_log_report_done(struct igd_log_report *report)
{
	struct igd_log_file *file;

	while (report->file_count) {
		file = &report->files[--report->file_count];
		while (file->row_count)
			row_done(&file->rows[--file->row_count]);
		free(file->rows);
		free(file->file);
	}
	while (report->failure_count) {
		free(report->failures[--report->failure_count].file);
		free(report->failures[report->failure_count].why);
	}
	free(report->files);
	free(report->failures);
	*report = (struct igd_log_report){ 0 };
}
