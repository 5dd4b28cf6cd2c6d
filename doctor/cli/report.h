// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report - the rooms of the verb report
 *
 *     report            the verb: what is asked for, in which order it is done
 *     report_readings   what helpers ask for beyond what checks read
 *     report_known      what only the running machine tells of itself, for the redactor
 *     report_evidence   what was read becomes evidence without what is private, and is examined again
 *     report_manifest   what is said of it all in manifest.json
 *     report_members    findings.json, report.md, report.html; the closing scan
 *     report_file       the file and the map, each whole or not at all
 *     report_tell       what a person is told
 */
#ifndef IGD_CLI_REPORT_H
#define IGD_CLI_REPORT_H

#include "bundle/bundle.h"
#include "bundle/redact.h"
#include "cli/session.h"
#include "reports/answers.h"

/* A path of the evidence, and how many places in it were replaced. */
struct igd_report_places {
	char *path;
	size_t places[IGD_PRIVATE_COUNT];
};

/* What is never collected: its path, redacted, and why. */
struct igd_report_left_out {
	char *path;
	const char *why; /* static */
};

/* A check whose verdict the redacted evidence does not bear out. */
struct igd_report_differs {
	const char *id; /* the session's */
	const char *live, *redacted;
};

#define IGD_REPORT_MEMBERS 3u

struct igd_report {
	const struct igd_options *options;
	struct igd_session session;    /* of the machine as it is */
	struct igd_redactor *redactor; /* NULL: nothing is replaced */
	struct igd_tree tree;	       /* evidence on its way */
	struct igd_host *host;	       /* the evidence as it goes into the file */
	struct igd_exam exam;	       /* of it */
	struct igd_answers answers;    /* from it */
	struct igd_report_left_out *left_out;
	size_t left_out_count;
	struct igd_report_places *places; /* sorted by path; only where something was replaced */
	size_t place_count;
	struct igd_report_differs *differs;
	size_t differ_count;
	struct igd_bundle_member members[IGD_REPORT_MEMBERS];
	char *made[IGD_REPORT_MEMBERS]; /* what they hold */
	char *manifest;
	struct igd_bundle bundle; /* all of it */
};

/* Asks the host what helpers ask for; what it answers is kept, and what it does not is left out. */
void igd_report_read_more(struct igd_host *host);

/* Tells the redactor what this machine tells nobody through a host. */
void igd_report_know(struct igd_redactor *redactor);

/* Fills host, exam, left_out, places and differs. IGD_EXIT_OK, or the status after naming what went wrong. */
int igd_report_make_evidence(struct igd_report *report);

/* Fills manifest. */
void igd_report_make_manifest(struct igd_report *report);

/* Fills answers, members and bundle. */
void igd_report_make_members(struct igd_report *report);

/* IGD_EXIT_OK, or IGD_EXIT_INTERNAL after naming the kind and the place of a value that is still in it. */
int igd_report_scan(const struct igd_report *report);

/*
 * Writes the post of this kind to a text that is the caller's, after the same scan. IGD_EXIT_OK, or the status after naming
 * what went wrong.
 */
int igd_report_post(const struct igd_report *report, char **ret, size_t *ret_size);

/* What was written. */
struct igd_report_written {
	char *path, *map; /* map: NULL for none */
	size_t size;
	char hash[IGD_BUNDLE_HASH_SIZE];
};

/* IGD_EXIT_OK if the path can be written to as far as can be told, else the status after naming why not. */
int igd_report_may_write(const struct igd_report *report, const char *path);
int igd_report_write(
	const struct igd_report *report, const char *path, struct igd_report_written *ret);
void igd_report_written_done(struct igd_report_written *written);

/* What is being done, where a person waits at a terminal; NULL: nothing any more. */
void igd_report_stage(const struct igd_report *report, const char *what);
/* written is NULL where nothing was written. */
void igd_report_tell(
	const struct igd_report *report, const struct igd_report_written *written, FILE *out);
void igd_report_preview(const struct igd_report *report, FILE *out);
/* igd-doctor.report/1: the manifest, and where the file is. */
void igd_report_tell_json(
	const struct igd_report *report, const struct igd_report_written *written, FILE *out);

#endif
