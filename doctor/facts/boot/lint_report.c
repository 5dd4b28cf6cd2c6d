// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lint_report - the problems of a command line, and one remedy for all of them
 */
#include "facts/boot/lint_report.h"

#include <stdlib.h>
#include <string.h>

/* Whether the text can stand in a directive: printable ASCII without what a remedy gives a meaning to. */
static bool is_plain(const char *text)
{
	for (; *text; text++) {
		if (*text <= ' ' || *text > '~' || strchr("{}`", *text))
			return false;
	}
	return true;
}

static IGD_FORMAT(4, 0) void report_args(struct igd_lint *lint, enum igd_severity severity,
	const char *clause, const char *format, va_list args)
{
	struct igd_lint_problem *problem = &lint->problems[lint->count];

	if (lint->count == IGD_LINT_MAX)
		return;
	problem->what = igd_vprintf(format, args);
	problem->clause = igd_strdup(clause);
	problem->severity = severity;
	lint->count++;
}

void igd_lint_report(struct igd_lint *lint, enum igd_severity severity, const char *clause,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	report_args(lint, severity, clause, format, args);
	va_end(args);
}

void igd_lint_reject(struct igd_lint *lint, enum igd_severity severity, const char *text,
	const char *format, ...)
{
	IGD_AUTOFREE char *clause = igd_printf("{kernel-arg- %s}", text);
	size_t count = lint->count;
	va_list args;

	va_start(args, format);
	report_args(lint, severity,
		is_plain(text) ? clause : "take that argument out of the kernel command line",
		format, args);
	va_end(args);
	if (lint->count > count && is_plain(text))
		lint->problems[count].surplus = igd_strdup(text);
}

char *igd_lint_ascii(const char *text)
{
	struct igd_text shown = { 0 };

	igd_text_add(&shown, "", 0);
	for (; *text && shown.size < 80; text++) {
		if (*text < ' ' || *text > '~')
			igd_text_printf(&shown, "\\x%02x", (unsigned char)*text);
		else
			igd_text_add(&shown, text, 1);
	}
	return shown.text;
}

void igd_lint_done(struct igd_lint *lint)
{
	size_t i;

	for (i = 0; i < lint->count; i++) {
		free(lint->problems[i].what);
		free(lint->problems[i].clause);
		free(lint->problems[i].surplus);
	}
	igd_text_done(&lint->unneeded);
	*lint = (struct igd_lint){ 0 };
}

/* Whether an earlier problem has the same argument taken out. */
static bool is_repeated(const struct igd_lint *lint, size_t which)
{
	size_t i;

	for (i = 0; i < which; i++) {
		if (lint->problems[i].surplus &&
			strcmp(lint->problems[i].surplus, lint->problems[which].surplus) == 0)
			return true;
	}
	return false;
}

/* "`ff`, `nomodeset`": what is to be taken out. The number of them, and the clause of the first. */
static size_t list_surplus(
	const struct igd_lint *lint, struct igd_text *list, const char **ret_clause)
{
	size_t i, count = 0;

	for (i = 0; i < lint->count; i++) {
		if (!lint->problems[i].surplus || is_repeated(lint, i))
			continue;
		igd_text_printf(list, "%s`%s`", count ? ", " : "", lint->problems[i].surplus);
		if (!count++)
			*ret_clause = lint->problems[i].clause;
	}
	return count;
}

void igd_lint_remedy(const struct igd_lint *lint, struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text list = { 0 };
	const char *clause = "{kernel-arg-apply}";
	size_t i, count = list_surplus(lint, &list, &clause);

	for (i = 0; i < lint->count; i++) {
		if (!lint->problems[i].surplus)
			igd_text_printf(ret, "%s; ", lint->problems[i].clause);
	}
	if (count > 1)
		igd_text_printf(ret, "for each of %s do as for the first: ", list.text);
	igd_text_printf(ret, "%s; then reboot.", clause);
}
