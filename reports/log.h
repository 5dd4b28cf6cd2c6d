// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - which known symptoms are in logs: for people, and igd-doctor.log/1
 *
 * The values are plain ones, filled in by whoever read the logs; names of files and excerpts are untrusted.
 */
#ifndef IGD_REPORTS_LOG_H
#define IGD_REPORTS_LOG_H

#include "reports/report.h"

/* In the order in which they are shown. */
enum igd_log_verdict { IGD_LOG_FATAL, IGD_LOG_DEPENDS, IGD_LOG_HARMLESS };

struct igd_log_excerpt {
	size_t line;
	char *text;
};

struct igd_log_row {
	char *id, *title;
	enum igd_log_verdict verdict;
	char *device;  /* of DMA faults: whose they are; NULL of anything else */
	char *depends; /* on what; NULL unless verdict is IGD_LOG_DEPENDS */
	size_t count;  /* lines */
	char *cause, *remedy;
	char *check, *versions;		  /* may be NULL */
	struct igd_log_excerpt *excerpts; /* the first lines that differ, at least one */
	size_t excerpt_count;
	char **sources;
	size_t source_count;
};

struct igd_log_file {
	char *file;
	size_t lines, bytes;
	struct igd_log_row *rows; /* worst first, then in the order of lines */
	size_t row_count;
};

/* A file that could not be read, or is no text. */
struct igd_log_failure {
	char *file, *why;
	int error; /* errno; EBADMSG for no text */
};

struct igd_log_report {
	struct igd_log_file *files;
	size_t file_count;
	struct igd_log_failure *failures;
	size_t failure_count;
};

void igd_log_report_text(
	const struct igd_log_report *report, const struct igd_report_style *style, FILE *out);
void igd_log_report_json(
	const struct igd_log_report *report, const struct igd_report_style *style, FILE *out);

/* "fatal", "depends", "harmless" */
const char *igd_log_verdict_word(enum igd_log_verdict verdict);

void igd_log_report_done(struct igd_log_report *report);

#endif
