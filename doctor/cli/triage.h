// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage - what the files of the verb share
 *
 * A report becomes a row, a row is a line of JSON (igd-doctor.triage/1), and everything else is made of rows: the table,
 * the totals, and the totals of rows that were written elsewhere. So one process and a thousand machines agree.
 */
#ifndef IGD_CLI_TRIAGE_H
#define IGD_CLI_TRIAGE_H

#include "bundle/read.h"
#include "cli/options.h"
#include "reports/page.h"

#define IGD_TRIAGE_SCHEMA "igd-doctor.triage/1"
#define IGD_TRIAGE_TOTALS_SCHEMA "igd-doctor.triage-totals/1"
/* The longest line of JSON that is read. */
#define IGD_TRIAGE_MAX_LINE ((size_t)4 << 20)

struct igd_triage_row {
	char *file;
	char *why; /* it could not be read; NULL: brief holds what it says */
	struct igd_brief brief;
};

/* Reads a report; a file that cannot be read is a row as well. may_be_link: a person named it. */
void igd_triage_read(const char *file, bool may_be_link, struct igd_triage_row *ret);
/* A row for what could not even be tried. */
void igd_triage_fail(const char *file, const char *why, struct igd_triage_row *ret);
/* The row as one line of JSON without its end. The caller frees it. */
char *igd_triage_write(const struct igd_triage_row *row);
void igd_triage_row_done(struct igd_triage_row *row);

/* Values and how often they occur, sorted by value. */
struct igd_triage_tally {
	struct igd_triage_value {
		char *text;
		size_t count;
	} * values;
	size_t count;
	size_t others; /* occurrences of values for which there was no room */
};

/* How many different values are told apart; more are counted together. */
#define IGD_TRIAGE_MAX_VALUES ((size_t)4096)

enum igd_triage_kind {
	IGD_TRIAGE_VERDICTS,
	IGD_TRIAGE_CAUSES, /* what to mend first */
	IGD_TRIAGE_FAILED,
	IGD_TRIAGE_UNKNOWN,
	IGD_TRIAGE_KERNELS, /* by series: "6.12" */
	IGD_TRIAGE_DISTRIBUTIONS,
	IGD_TRIAGE_IGPUS,
	IGD_TRIAGE_QEMUS, /* by series */
	IGD_TRIAGE_LIBVIRTS,
	IGD_TRIAGE_ROMS,
	IGD_TRIAGE_KIND_COUNT
};

struct igd_triage_totals {
	size_t reports, unreadable;
	struct igd_triage_tally tallies[IGD_TRIAGE_KIND_COUNT];
};

/* "verdicts": in JSON. */
const char *igd_triage_kind_word(enum igd_triage_kind kind);
void igd_triage_count(struct igd_triage_totals *totals, const struct igd_triage_row *row);
/* Adds occurrences of a value; NULL: of others. */
void igd_triage_tally_add(struct igd_triage_tally *tally, const char *text, size_t count);
void igd_triage_totals_done(struct igd_triage_totals *totals);
/* The line of a row or of totals, which is added. -EBADMSG with reterr for neither. */
int igd_triage_add_line(
	struct igd_triage_totals *totals, const char *line, size_t size, struct igd_error *reterr);
/* Parses a row that igd_triage_write() wrote. -EBADMSG with reterr. */
int igd_triage_parse(
	const char *line, size_t size, struct igd_triage_row *ret, struct igd_error *reterr);

void igd_triage_print_head(struct igd_page *page);
void igd_triage_print_row(struct igd_page *page, const struct igd_triage_row *row);
void igd_triage_print_totals(struct igd_page *page, const struct igd_triage_totals *totals);
void igd_triage_print_totals_json(
	const struct igd_triage_totals *totals, const struct igd_report_style *style, FILE *out);

/* The files that are named, found in folders, or listed on stdin. */
struct igd_triage_name {
	char *file, *why; /* why: it is known already that it cannot be read */
	bool may_be_link;
};
enum igd_triage_next { IGD_TRIAGE_NAME, IGD_TRIAGE_LATER, IGD_TRIAGE_END };
struct igd_triage_names;
IGD_MALLOC struct igd_triage_names *igd_triage_names_new(const struct igd_words *words);
/* LATER: stdin has no whole line yet. NAME fills *ret, the caller's. */
enum igd_triage_next igd_triage_names_next(
	struct igd_triage_names *names, struct igd_triage_name *ret);
/* Files in folders that have no report's name. */
size_t igd_triage_names_passed_over(const struct igd_triage_names *names);
void igd_triage_names_free(struct igd_triage_names *names);

/*
 * Processes that read reports, one for each processor, started when there is work for them. Each is confined as a
 * plugin's is (core/worker.h); one that dies costs the report that it was reading.
 */
struct igd_triage_crew;
IGD_MALLOC struct igd_triage_crew *igd_triage_crew_new(void);
bool igd_triage_crew_has_room(const struct igd_triage_crew *crew);
bool igd_triage_crew_is_idle(const struct igd_triage_crew *crew);
/* Takes the name over. */
void igd_triage_crew_add(struct igd_triage_crew *crew, struct igd_triage_name *name);
/* The line of the report that was added first, if it is there; the caller's. NULL: not yet. */
char *igd_triage_crew_take(struct igd_triage_crew *crew, bool *ret_is_bad);
/* Waits until something may have come; also_fd: or this descriptor can be read; -1 for none. */
void igd_triage_crew_wait(struct igd_triage_crew *crew, int also_fd);
void igd_triage_crew_free(struct igd_triage_crew *crew);
/* One of them, in the forked child: confines itself, and reads what is named at fd until that is closed. */
IGD_NORETURN void igd_triage_work(int fd);

#endif
