// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * explain - the verb: what a check, a fix or a symptom means, why it matters, how to mend it, sources
 */
#include <ctype.h>
#include <string.h>

#include "cli/session.h"
#include "cli/symptoms.h"
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
	if (igd_exam_find_fix(&session->exam, finding->fix ? finding->fix : "")) {
		IGD_AUTOFREE char *command = igd_printf("`igd-doctor fix %s`", finding->fix);

		print_part(&page, "Or", command);
	}
	print_list(&page, "Needs", finding->needs, finding->need_count);
	print_list(&page, "References", finding->references, finding->reference_count);
	print_part(&page, "Plugin", finding->plugin);
}

/* The checks that name a fix for all their causes; those that name it for one of several are not known here. */
static void print_fix(const struct igd_exam *exam, const struct igd_fix_known *fix,
	const struct igd_report_style *style)
{
	static const char *const risks[] = {
		[IGD_RISK_NONE] = "none that you would notice",
		[IGD_RISK_BOOT] = "the next boot",
		[IGD_RISK_DISPLAY] = "the host's picture",
	};
	IGD_AUTOFREE char *command = igd_printf(
		"`igd-doctor fix --dry-run %s` shows what it would do here, and `igd-doctor fix %s` "
		"does it; `igd-doctor undo` takes it back.",
		fix->id, fix->id);
	struct igd_page page;
	bool is_first = true;
	size_t i;

	igd_page_init(&page, style, stdout);
	print_part(&page, fix->id, "");
	print_part(&page, "Fix", fix->title);
	print_part(&page, "At risk", risks[fix->risk]);
	if (fix->risk_text)
		print_part(&page, "", fix->risk_text);
	print_part(&page, "How", command);
	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		if (!finding->fix || strcmp(finding->fix, fix->id) != 0)
			continue;
		print_part(&page, is_first ? "Mends" : "", finding->id);
		is_first = false;
	}
	print_part(&page, "Plugin", fix->plugin);
}

/* Without a log, "{iova}" has no value: it is shown as "<iova>". */
static void print_filled(struct igd_page *page, const char *name, const struct igd_symptom *symptom,
	const char *text)
{
	IGD_AUTOFREE char *shown = igd_symptom_fill(symptom, text, NULL, 0);

	print_part(page, name, shown);
}

static void print_places(struct igd_page *page, const struct igd_symptom *symptom)
{
	IGD_AUTOTEXT struct igd_text places = { 0 };
	int place;

	for (place = 0; place < IGD_LOG_OF_COUNT; place++) {
		if (symptom->where & 1u << place)
			igd_text_printf(&places, "%s%s", places.size ? ", " : "",
				igd_log_place_word((enum igd_log_place)place));
	}
	print_part(page, "Logs of", places.text);
}

static void print_symptom(const struct igd_symptom *symptom, const struct igd_report_style *style)
{
	IGD_AUTOFREE char *depends =
		symptom->depends ? igd_printf("depends %s", symptom->depends) : NULL;
	struct igd_page page;
	size_t i;

	igd_page_init(&page, style, stdout);
	print_part(&page, symptom->id, "");
	print_part(&page, "Symptom", symptom->title);
	print_places(&page, symptom);
	for (i = 0; symptom->literals[i]; i++)
		print_part(&page, i ? "" : "Says", symptom->literals[i]);
	print_part(&page, "It is", depends ? depends : igd_symptom_verdict_word(symptom->verdict));
	print_filled(&page, "Why", symptom, symptom->cause);
	print_filled(&page, "What to do", symptom, symptom->remedy);
	if (symptom->check)
		print_part(&page, "Check", symptom->check);
	if (symptom->versions)
		print_part(&page, "Versions", symptom->versions);
	for (i = 0; symptom->sources[i]; i++)
		print_part(&page, i ? "" : "Sources", symptom->sources[i]);
}

static int explain_symptom(const struct igd_options *options, const char *id)
{
	IGD_CLEANUP(igd_symptoms_done) struct igd_symptoms symptoms = { 0 };
	struct igd_report_style style = igd_options_style(options);
	const struct igd_symptom *symptom;
	int status = igd_cli_symptoms(options, &symptoms);

	if (status != IGD_EXIT_OK)
		return status;
	symptom = igd_symptoms_find(&symptoms, id);
	if (!symptom)
		return igd_complain(
			IGD_EXIT_USAGE, "no symptom is called %s; igd-doctor list shows them", id);
	print_symptom(symptom, &style);
	return IGD_EXIT_OK;
}

int igd_verb_explain(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	struct igd_report_style style = igd_options_style(options);
	struct igd_options all = *options;
	const struct igd_finding *finding;
	const struct igd_fix_known *fix;
	const char *id = options->arguments.words[0];
	int status;

	/* "S55"; the id of a check has a dot, and no capital */
	if (*id == 'S' && isdigit((unsigned char)id[1]))
		return explain_symptom(options, id);
	all.only = all.skip = (struct igd_words){ 0 };
	status = igd_session_open(&session, &all, true);
	if (status != IGD_EXIT_OK)
		return status;
	finding = igd_exam_find(&session.exam, id);
	fix = igd_exam_find_fix(&session.exam, id);
	if (!finding && !fix)
		return igd_complain(IGD_EXIT_USAGE,
			"no check and no fix is called %s; igd-doctor list shows them", id);
	if (finding)
		print(&session, finding, &style);
	if (finding && fix)
		putchar('\n');
	if (fix)
		print_fix(&session.exam, fix, &style);
	return IGD_EXIT_OK;
}
