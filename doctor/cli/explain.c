// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explain - the verb: what a check means, why it matters, how to mend it, sources
 */
#include "cli/session.h"
#include "facts/host/advice.h"
#include "reports/page.h"

#define HANG 13

static void print_part(struct igd_page *page, const char *name, const char *text)
{
	igd_page_begin(page, 0, HANG);
	igd_page_add(page, IGD_INK_BOLD, name);
	igd_page_tab(page, HANG);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void print_list(struct igd_page *page, const char *name, char *const *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		print_part(page, i ? "" : name, list[i]);
}

/* The host of a session that only lists is an empty one: its remedies come in general words. */
static void print(const struct igd_session *session, const struct igd_finding *finding,
	const struct igd_report_style *style)
{
	IGD_AUTOFREE char *remedy =
		igd_remedy_expand(finding->remedy, session->host, igd_advice_expand);
	struct igd_page page;

	igd_page_init(&page, style, stdout);
	print_part(&page, finding->id, "");
	print_part(&page, "Healthy", finding->title);
	print_part(&page, "Otherwise", igd_severity_name(finding->severity));
	print_part(&page, "Why", finding->why);
	print_part(&page, "What to do", remedy);
	print_list(&page, "Needs", finding->needs, finding->need_count);
	print_list(&page, "References", finding->references, finding->reference_count);
	print_part(&page, "Plugin", finding->plugin);
}

int igd_verb_explain(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	struct igd_report_style style = igd_options_style(options);
	struct igd_options all = *options;
	const struct igd_finding *finding;
	int status;

	all.only = all.skip = (struct igd_words){ 0 };
	status = igd_session_open(&session, &all, true);
	if (status != IGD_EXIT_OK)
		return status;
	finding = igd_exam_find(&session.exam, options->arguments.words[0]);
	if (!finding)
		return igd_complain(IGD_EXIT_USAGE,
			"no check is called %s; igd-doctor list shows them",
			options->arguments.words[0]);
	print(&session, finding, &style);
	return IGD_EXIT_OK;
}
