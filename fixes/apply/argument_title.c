// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_title - a job's edits in words: for people, for commands, for those who look at the outcome
 */
#include <string.h>

#include "fixes/apply/argument_job_private.h"

/* What an edit does. */
enum deed { ADDS, TAKES, CHANGES };

static enum deed deed_of(const struct igd_argument_edit *edit)
{
	if (edit->gone && edit->come)
		return CHANGES;
	return edit->gone ? TAKES : ADDS;
}

static size_t count_of(const struct igd_argument_edits *edits, enum deed deed)
{
	size_t i, count = 0;

	for (i = 0; i < edits->count; i++)
		count += deed_of(&edits->items[i]) == deed;
	return count;
}

/* "`a`, `b` and `c`", of changes "`a` to `b`" */
static const char *list(
	struct igd_host *host, const struct igd_argument_edits *edits, enum deed deed)
{
	const size_t count = count_of(edits, deed);
	const char *text = "", *separator;
	size_t i, done = 0;

	for (i = 0; i < edits->count; i++) {
		const struct igd_argument_edit *edit = &edits->items[i];

		if (deed_of(edit) != deed)
			continue;
		separator = !done ? "" : done + 1 == count ? " and " : ", ";
		done++;
		if (deed == CHANGES)
			text = igd_host_print(
				host, "%s%s`%s` to `%s`", text, separator, edit->gone, edit->come);
		else
			text = igd_host_print(host, "%s%s`%s`", text, separator,
				deed == ADDS ? edit->come : edit->gone);
	}
	return text;
}

const char *igd_argument_title(const struct igd_argument_job *job,
	const struct igd_argument_edits *edits, const char *where)
{
	const size_t adds = count_of(edits, ADDS), takes = count_of(edits, TAKES),
		     changes = count_of(edits, CHANGES);
	const char *text;

	if (adds == edits->count)
		return igd_host_print(
			job->host, "Add %s to %s", list(job->host, edits, ADDS), where);
	if (takes == edits->count)
		return igd_host_print(
			job->host, "Take %s out of %s", list(job->host, edits, TAKES), where);
	if (changes == edits->count)
		return igd_host_print(
			job->host, "Change %s in %s", list(job->host, edits, CHANGES), where);
	text = igd_host_print(job->host, "Edit %s:", where);
	if (changes)
		text = igd_host_print(
			job->host, "%s change %s", text, list(job->host, edits, CHANGES));
	if (takes)
		text = igd_host_print(job->host, "%s%s take %s out", text, changes ? "," : "",
			list(job->host, edits, TAKES));
	return adds ? igd_host_print(job->host, "%s, add %s", text, list(job->host, edits, ADDS))
		    : text;
}

static const char *join(const struct igd_argument_job *job, bool is_coming, const char *separator)
{
	const char *text = NULL;
	size_t i;

	for (i = 0; i < job->count; i++) {
		const char *word = is_coming ? job->edits[i].come : job->edits[i].gone;

		if (word)
			text = igd_host_print(
				job->host, "%s%s%s", text ? text : "", text ? separator : "", word);
	}
	return text;
}

const char *igd_argument_coming(const struct igd_argument_job *job, const char *separator)
{
	return join(job, true, separator);
}

const char *igd_argument_going(const struct igd_argument_job *job, const char *separator)
{
	return join(job, false, separator);
}

char *igd_argument_wanted(const struct igd_argument_job *job)
{
	struct igd_text text = { 0 };
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < job->wish_count; i++) {
		const struct igd_change *change = job->wishes[i].change;

		if (change->value)
			igd_text_printf(&text, "+%s\n", change->value);
		if (change->subject)
			igd_text_printf(&text, "-%s\n", change->subject);
	}
	return text.text;
}
