// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report - the verb: a file that a stranger can open, read and replay; or the post itself
 *
 * What can be refused is refused before anything is read: a report takes a second, a mistake in its name should not.
 */
#include "cli/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/mending.h"
#include "reports/forum.h"

#define DEFAULT_PATH "igd-doctor-report.tar.zst"

static void report_done(struct igd_report *report)
{
	size_t i;

	for (i = 0; i < IGD_REPORT_MEMBERS; i++)
		free(report->made[i]);
	for (i = 0; i < report->left_out_count; i++)
		free(report->left_out[i].path);
	for (i = 0; i < report->place_count; i++)
		free(report->places[i].path);
	free(report->left_out);
	free(report->places);
	free(report->differs);
	free(report->manifest);
	igd_answers_done(&report->answers);
	igd_exam_done(&report->exam);
	igd_host_free(report->host);
	igd_tree_done(&report->tree);
	igd_redactor_free(report->redactor);
	igd_session_done(&report->session);
}

/* Nothing is taken out: a person says so twice. */
static int agree(const struct igd_options *options)
{
	if (!options->is_unredacted || options->is_agreed)
		return IGD_EXIT_OK;
	fputs("With --no-redact the report holds what names you and this machine: host and user names, names\n"
	      "of VMs, MAC and IP addresses, serial numbers, UUIDs, paths. Passwords that stand in a\n"
	      "configuration are then in it as well. Do not publish such a report.\n",
		stderr);
	if (!igd_can_ask())
		return igd_complain(IGD_EXIT_USAGE,
			"--no-redact needs a yes, and there is no terminal to ask at: add `--yes`");
	return igd_ask("Write it all the same?") ? IGD_EXIT_OK : IGD_EXIT_DEGRADED;
}

static int look_at_forum(const struct igd_options *options)
{
	IGD_AUTOTEXT struct igd_text kinds = { 0 };
	const struct igd_forum_kind *kind;
	size_t i;

	if (!options->forum)
		return options->limit ? igd_complain(IGD_EXIT_USAGE,
						"--limit is for a post: `report --forum KIND`")
				      : IGD_EXIT_OK;
	if (igd_forum_kind(options->forum))
		return IGD_EXIT_OK;
	for (i = 0; (kind = igd_forum_kind_at(i)); i++)
		igd_text_printf(&kinds, "%s%s", i ? ", " : "", kind->name);
	return igd_complain(IGD_EXIT_USAGE, "--forum cannot be '%s', only one of: %s",
		options->forum, kinds.text);
}

/* What is asked for, as far as it can be told before anything is read. */
static int look_at_options(const struct igd_report *report, const char *path)
{
	const struct igd_options *options = report->options;
	bool is_json = strcmp(options->format, "json") == 0;
	int status = look_at_forum(options);

	if (status != IGD_EXIT_OK)
		return status;
	if (!is_json && strcmp(options->format, "text") != 0)
		return igd_complain(IGD_EXIT_USAGE,
			"a report has no --format %s: `igd-doctor check --format %s` prints findings so",
			options->format, options->format);
	if (options->only.count || options->skip.count)
		return igd_complain(IGD_EXIT_USAGE,
			"a report is of all checks: it has neither --only nor --skip");
	if (options->forum && (is_json || options->is_preview))
		return igd_complain(IGD_EXIT_USAGE,
			"--forum prints the post and nothing else: it goes with neither --json nor --preview");
	status = agree(options);
	return status == IGD_EXIT_OK && path ? igd_report_may_write(report, path) : status;
}

static int make(struct igd_report *report)
{
	int status = igd_session_open(&report->session, report->options, false);

	if (status != IGD_EXIT_OK)
		return status;
	if (!report->options->is_unredacted)
		report->redactor = igd_redactor_new();
	igd_report_stage(report, "reading what helpers ask for");
	igd_report_read_more(report->session.host);
	status = igd_report_make_evidence(report);
	if (status != IGD_EXIT_OK)
		return status;
	igd_report_make_manifest(report);
	igd_report_make_members(report);
	igd_report_stage(report, "looking for what must not be in it");
	return igd_report_scan(report);
}

static int print_post(const struct igd_report *report)
{
	IGD_AUTOFREE char *text = NULL;
	size_t size = 0;
	int status = igd_report_post(report, &text, &size);

	igd_report_stage(report, NULL);
	if (status == IGD_EXIT_OK)
		fwrite(text, 1, size, stdout);
	return status;
}

/* A post, or what is in the file, for a person or a program. */
static int tell(const struct igd_report *report, const struct igd_report_written *written)
{
	const struct igd_options *options = report->options;
	int status = IGD_EXIT_OK;

	if (strcmp(options->format, "json") == 0)
		igd_report_tell_json(report, written, stdout);
	else if (options->forum)
		status = print_post(report);
	else if (!written)
		igd_report_preview(report, stdout);
	if (status == IGD_EXIT_OK && written && !options->is_quiet &&
		strcmp(options->format, "json") != 0)
		igd_report_tell(report, written, options->forum ? stderr : stdout);
	return status;
}

static int deliver(struct igd_report *report, const char *path)
{
	IGD_CLEANUP(igd_report_written_done) struct igd_report_written written = { 0 };
	int status = IGD_EXIT_OK;

	igd_report_stage(report, "packing");
	if (path)
		status = igd_report_write(report, path, &written);
	igd_report_stage(report, NULL);
	return status == IGD_EXIT_OK ? tell(report, path ? &written : NULL) : status;
}

int igd_verb_report(const struct igd_options *options)
{
	IGD_CLEANUP(report_done) struct igd_report report = { .options = options };
	const char *path = options->output ? options->output : DEFAULT_PATH;
	int status;

	if (options->is_preview || (options->forum && !options->output))
		path = NULL;
	status = look_at_options(&report, path);
	if (status == IGD_EXIT_OK)
		status = make(&report);
	if (status == IGD_EXIT_OK)
		status = deliver(&report, path);
	else
		igd_report_stage(&report, NULL);
	return status;
}
