// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff - the verb: what changed between two reports of one machine
 *
 * Both are examined here and now, by the same program: what differs is the machine, and never the program.
 */
#include "cli/diff.h"

#include <stdlib.h>
#include <string.h>

static int open_both(struct igd_comparison *comparison, const struct igd_options *options)
{
	struct igd_options one;
	int status = IGD_EXIT_OK;
	size_t i;

	for (i = 0; status == IGD_EXIT_OK && i < 2; i++) {
		comparison->names[i] = options->arguments.words[i];
		one = *options;
		one.from = comparison->names[i];
		status = igd_session_open(&comparison->sessions[i], &one, false);
	}
	return status;
}

static void comparison_done(struct igd_comparison *comparison)
{
	size_t i;

	while (comparison->field_count) {
		comparison->field_count--;
		free(comparison->fields[comparison->field_count].was);
		free(comparison->fields[comparison->field_count].now);
	}
	free(comparison->fields);
	free(comparison->findings);
	free(comparison->nodes);
	for (i = 0; i < 2; i++) {
		free(comparison->arguments[i].words);
		igd_session_done(&comparison->sessions[i]);
	}
}

size_t igd_comparison_count(const struct igd_comparison *comparison, enum igd_turn turn)
{
	size_t i, count = 0;

	for (i = 0; i < comparison->finding_count; i++)
		count += comparison->findings[i].turn == turn;
	return count;
}

bool igd_comparison_has_changes(const struct igd_comparison *comparison)
{
	size_t i;

	for (i = 0; i < comparison->node_count; i++) {
		if (!comparison->nodes[i].is_aside && !comparison->nodes[i].is_masked)
			return true;
	}
	return comparison->field_count || comparison->finding_count ||
	       comparison->arguments[0].count || comparison->arguments[1].count;
}

const char *igd_turn_word(enum igd_turn turn)
{
	static const char *const words[] = { [IGD_TURN_WORSE] = "worse",
		[IGD_TURN_SEEN] = "seen",
		[IGD_TURN_BETTER] = "better",
		[IGD_TURN_LOST] = "lost",
		[IGD_TURN_REWORDED] = "reworded" };

	return words[turn];
}

const char *igd_change_how_word(enum igd_change_how how)
{
	static const char *const words[] = { [IGD_HOW_ADDED] = "added",
		[IGD_HOW_REMOVED] = "removed",
		[IGD_HOW_CHANGED] = "changed" };

	return words[how];
}

int igd_verb_diff(const struct igd_options *options)
{
	IGD_CLEANUP(comparison_done) struct igd_comparison comparison = { 0 };
	struct igd_report_style style = igd_options_style(options);
	int status;

	if (options->from)
		return igd_complain(IGD_EXIT_USAGE, "diff takes two files, and neither by --from");
	status = open_both(&comparison, options);
	if (status != IGD_EXIT_OK)
		return status;
	igd_compare_hosts(&comparison);
	igd_compare_findings(&comparison);
	igd_compare_evidence(&comparison);
	if (strcmp(options->format, "json") == 0)
		igd_comparison_print_json(&comparison, &style, stdout);
	else
		igd_comparison_print(&comparison, &style, stdout);
	return igd_comparison_has_changes(&comparison) ? IGD_EXIT_DEGRADED : IGD_EXIT_OK;
}
