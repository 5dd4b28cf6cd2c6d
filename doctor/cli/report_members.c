// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_members - what is written for people and programs beside the evidence; the closing scan over all of it
 */
#include <stdlib.h>
#include <string.h>

#include "cli/report.h"
#include "cli/report_answers.h"
#include "reports/forum.h"
#include "reports/html.h"

static void print_json(const struct igd_report *report, FILE *out)
{
	struct igd_report_style style = { .version = IGD_VERSION };

	igd_report_json(&report->exam, &style, out);
}

static void print_markdown(const struct igd_report *report, FILE *out)
{
	struct igd_report_style style = { .version = IGD_VERSION, .has_utf8 = true };

	igd_report_markdown(&report->exam, &style, out);
	igd_answers_markdown(&report->answers, out);
}

static void print_html(const struct igd_report *report, FILE *out)
{
	struct igd_report_style style = { .version = IGD_VERSION, .has_utf8 = true };

	igd_report_html_with(&report->exam, &report->answers, &style, out);
}

static void print_post(const struct igd_report *report, FILE *out)
{
	struct igd_report_style style = { .version = IGD_VERSION, .has_utf8 = true };
	struct igd_forum forum = { igd_forum_kind(report->options->forum), report->options->limit };

	igd_forum_print(&report->exam, &report->answers, &style, &forum, out);
}

static const struct {
	const char *name;
	void (*print)(const struct igd_report *report, FILE *out);
} rows[IGD_REPORT_MEMBERS] = { { "findings.json", print_json }, { "report.md", print_markdown },
	{ "report.html", print_html } };

static char *print(const struct igd_report *report,
	void (*printer)(const struct igd_report *report, FILE *out), size_t *ret_size)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, ret_size);

	if (!file)
		_Exit(IGD_EXIT_MEMORY);
	printer(report, file);
	if (fclose(file) != 0)
		_Exit(IGD_EXIT_MEMORY);
	return text;
}

void igd_report_make_members(struct igd_report *report)
{
	size_t i;

	igd_report_answers(report->host, &report->answers);
	for (i = 0; i < IGD_REPORT_MEMBERS; i++) {
		report->members[i].name = rows[i].name;
		report->made[i] = print(report, rows[i].print, &report->members[i].size);
		report->members[i].bytes = report->made[i];
	}
	report->bundle = (struct igd_bundle){ igd_source_tree(igd_host_source(report->host)),
		report->members, IGD_REPORT_MEMBERS, report->manifest, IGD_VERSION };
}

static int complain_of(
	const struct igd_survivor *survivor, const struct igd_bundle_member *member, bool is_name)
{
	return igd_complain(IGD_EXIT_INTERNAL,
		"nothing was written: of the %s one is still in %s%s, at byte %zu (%s). This is a fault "
		"of igd-doctor: please report this line",
		igd_private_name(survivor->kind), is_name ? "the name of " : "",
		is_name ? "a member" : member->name, survivor->offset, survivor->spelling);
}

/* All else is made by this program out of what is evidence. */
static bool is_evidence(const struct igd_bundle_member *member)
{
	return igd_starts_with(member->name, "host/");
}

static int look(void *context, const struct igd_bundle_member *member)
{
	const struct igd_redactor *redactor = context;
	struct igd_survivor survivor;

	if (igd_redactor_survivor(redactor, member->name, strlen(member->name), &survivor))
		return complain_of(&survivor, member, true);
	if (is_evidence(member)
			? igd_redactor_survivor(redactor, member->bytes, member->size, &survivor)
			: igd_redactor_survivor_in_prose(
				  redactor, member->bytes, member->size, &survivor))
		return complain_of(&survivor, member, false);
	return IGD_EXIT_OK;
}

int igd_report_scan(const struct igd_report *report)
{
	return report->redactor ? igd_bundle_each(&report->bundle, look, report->redactor)
				: IGD_EXIT_OK;
}

int igd_report_post(const struct igd_report *report, char **ret, size_t *ret_size)
{
	struct igd_bundle_member member = { .name = "the post" };
	char *text = print(report, print_post, &member.size);
	int status;

	member.bytes = text;
	status = report->redactor ? look(report->redactor, &member) : IGD_EXIT_OK;
	if (status == IGD_EXIT_OK) {
		*ret = IGD_TAKE_PTR(text);
		*ret_size = member.size;
	}
	free(text);
	return status;
}
