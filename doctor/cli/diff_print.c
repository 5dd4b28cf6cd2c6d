// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_print - in what two examinations differ, for people: what got worse comes first
 */
#include <stdlib.h>
#include <string.h>

#include "cli/diff.h"
#include "mend/diff.h"
#include "reports/text_finding.h"
#include "reports/words.h"

/* How many paths are named; with -v all. */
#define SHOWN ((size_t)20)
/* Of a text's difference, in lines; what is larger than a configuration is a log or a table. */
#define LINES ((size_t)60)
#define MAX_TEXT ((size_t)1 << 20)

static const char *const titles[] = { [IGD_TURN_WORSE] = "Worse",
	[IGD_TURN_SEEN] = "Seen only now",
	[IGD_TURN_BETTER] = "Better",
	[IGD_TURN_LOST] = "Cannot be told any more",
	[IGD_TURN_REWORDED] = "Still failing, otherwise than before" };

static void line(struct igd_page *page, enum igd_ink ink, size_t indent, const char *text)
{
	igd_page_verbatim(page, ink, indent, text, strlen(text));
}

static void paragraph(struct igd_page *page, enum igd_ink ink, const char *text)
{
	igd_page_begin(page, 0, 0);
	igd_page_add(page, ink, text);
	igd_page_end(page);
}

/* "fail, blocker", or the verdict alone where the severity says nothing. */
static char *verdict_of(const struct igd_finding *finding)
{
	if (!finding)
		return igd_strdup("not there");
	if (finding->verdict != IGD_FAIL)
		return igd_strdup(igd_verdict_name(finding->verdict));
	return igd_printf("fail (%s)", igd_severity_name(finding->severity));
}

static char *side_of(const struct igd_finding *finding)
{
	IGD_AUTOFREE char *verdict = verdict_of(finding);
	IGD_AUTOFREE char *found =
		finding && finding->verdict != IGD_BLOCKED ? igd_words_found(finding) : NULL;

	return igd_printf("%s%s%s", verdict, found && *found ? ": " : "", found ? found : "");
}

static void print_finding(struct igd_page *page, const struct igd_changed_finding *changed)
{
	const struct igd_finding *either = changed->now ? changed->now : changed->was;
	IGD_AUTOFREE char *was = side_of(changed->was);
	IGD_AUTOFREE char *now = side_of(changed->now);

	igd_page_begin(page, 0, page->margin);
	igd_page_mark(page, igd_text_mark(either));
	igd_page_add(page, IGD_INK_BOLD, either->id);
	igd_page_end(page);
	igd_text_labelled(page, "was", was);
	igd_text_labelled(page, "now", now);
	if (changed->now && changed->now->verdict == IGD_FAIL && changed->turn != IGD_TURN_REWORDED)
		igd_text_labelled(page, "do", changed->now->remedy);
}

static void print_findings(struct igd_page *page, const struct igd_comparison *comparison)
{
	unsigned turn;
	size_t i;

	for (turn = 0; turn < IGD_TURN_COUNT; turn++) {
		if (!igd_comparison_count(comparison, (enum igd_turn)turn))
			continue;
		igd_page_section(page, titles[turn]);
		for (i = 0; i < comparison->finding_count; i++) {
			if (comparison->findings[i].turn == (enum igd_turn)turn)
				print_finding(page, &comparison->findings[i]);
		}
	}
}

static void print_field(struct igd_page *page, const char *name, const char *was, const char *now)
{
	IGD_AUTOFREE char *text =
		igd_printf("%s, now %s", was ? was : "not known", now ? now : "not known");

	igd_page_begin(page, 2, 20);
	igd_page_add(page, IGD_INK_PLAIN, name);
	igd_page_tab(page, 20);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void print_arguments(
	struct igd_page *page, const struct igd_words *arguments, const char *name)
{
	size_t i;

	for (i = 0; i < arguments->count; i++) {
		igd_page_begin(page, 2, 20);
		igd_page_add(page, IGD_INK_PLAIN, name);
		igd_page_tab(page, 20);
		igd_page_add(page, IGD_INK_PLAIN, arguments->words[i]);
		igd_page_end(page);
	}
}

static void print_host(struct igd_page *page, const struct igd_comparison *comparison)
{
	size_t i;

	if (!comparison->field_count && !comparison->arguments[0].count &&
		!comparison->arguments[1].count)
		return;
	igd_page_section(page, "The machine");
	for (i = 0; i < comparison->field_count; i++)
		print_field(page, comparison->fields[i].name, comparison->fields[i].was,
			comparison->fields[i].now);
	print_arguments(page, &comparison->arguments[0], "argument gone");
	print_arguments(page, &comparison->arguments[1], "argument new");
}

/* Some lines of it, and how many are left out. */
static void print_diff(struct igd_page *page, const char *text, size_t limit)
{
	size_t count = 0, left_out = 0, length;

	for (; *text; text += length, text += *text == '\n') {
		length = strcspn(text, "\n");
		if (strncmp(text, "---", 3) == 0 || strncmp(text, "+++", 3) == 0)
			continue;
		if (count++ < limit)
			igd_page_verbatim(page,
				*text == '-'   ? IGD_INK_RED
				: *text == '+' ? IGD_INK_GREEN
					       : IGD_INK_PLAIN,
				4, text, length);
		else
			left_out++;
	}
	if (left_out) {
		IGD_AUTOFREE char *rest = igd_printf("(%zu more lines)", left_out);

		line(page, IGD_INK_PLAIN, 4, rest);
	}
}

static void print_content(struct igd_page *page, const struct igd_changed_node *node)
{
	struct igd_diff_side was = { node->path, node->was.bytes, node->was.size };
	struct igd_diff_side now = { node->path, node->now.bytes, node->now.size };
	IGD_AUTOFREE char *text = NULL;

	if (!node->is_text || was.size > MAX_TEXT || now.size > MAX_TEXT)
		return;
	text = igd_diff(&was, &now);
	print_diff(page, text, LINES);
}

/* A VM's definition is what people change, and look for here. */
static bool is_definition(const char *path)
{
	return igd_starts_with(path, IGD_LIBVIRT_DIR "/domain/") ||
	       strcmp(path, IGD_VM_FILE) == 0 || igd_starts_with(path, "/etc/pve/qemu-server/") ||
	       igd_starts_with(path, "/etc/libvirt/qemu/");
}

static void print_node(struct igd_page *page, const struct igd_changed_node *node)
{
	static const char marks[] = {
		[IGD_HOW_ADDED] = '+', [IGD_HOW_REMOVED] = '-', [IGD_HOW_CHANGED] = '~'
	};
	IGD_AUTOFREE char *text = igd_printf("%c %s%s", marks[node->how], node->path,
		node->is_masked ? " (only pseudonyms)" : "");

	line(page, IGD_INK_PLAIN, 2, text);
	if (page->style->is_verbose ||
		(is_definition(node->path) && node->how == IGD_HOW_CHANGED && !node->is_masked))
		print_content(page, node);
}

static size_t print_nodes(struct igd_page *page, const struct igd_comparison *comparison)
{
	size_t i, shown = 0, aside = 0, masked = 0, more = 0;

	for (i = 0; i < comparison->node_count; i++) {
		const struct igd_changed_node *node = &comparison->nodes[i];
		bool is_shown = page->style->is_verbose || (!node->is_aside && !node->is_masked);

		if (!is_shown) {
			aside += node->is_aside;
			masked += node->is_masked && !node->is_aside;
			continue;
		}
		if (!page->style->is_verbose && shown == SHOWN && !is_definition(node->path)) {
			more++;
			continue;
		}
		if (!shown)
			igd_page_section(page, "Evidence");
		shown += !is_definition(node->path) || !shown;
		print_node(page, node);
	}
	if (more) {
		IGD_AUTOFREE char *text = igd_printf("and %zu more; -v shows all", more);

		line(page, IGD_INK_PLAIN, 2, text);
	}
	if (masked) {
		IGD_AUTOFREE char *text =
			igd_printf("%zu differ only in the pseudonyms that redaction gave", masked);

		line(page, IGD_INK_PLAIN, 2, text);
	}
	return aside;
}

static void print_evidence(struct igd_page *page, const struct igd_comparison *comparison)
{
	size_t aside = print_nodes(page, comparison);
	IGD_AUTOTEXT struct igd_text text = { 0 };

	if (aside)
		igd_text_printf(&text,
			"What changes by itself (logs, counters) is left out: %zu; -v shows it. ",
			aside);
	if (comparison->unsaid)
		igd_text_printf(&text, "Of %zu path%s only one of the two says anything. ",
			comparison->unsaid, comparison->unsaid == 1 ? "" : "s");
	if (comparison->has_no_evidence)
		igd_text_printf(&text,
			"The evidence is not compared: one of the two is a folder without a list of what is in it.");
	if (!text.size)
		return;
	igd_page_blank(page);
	paragraph(page, IGD_INK_PLAIN, text.text);
}

static void print_headline(struct igd_page *page, const struct igd_comparison *comparison)
{
	const char *was = igd_outcome_name(igd_exam_outcome(&comparison->sessions[0].exam));
	const char *now = igd_outcome_name(igd_exam_outcome(&comparison->sessions[1].exam));
	IGD_AUTOTEXT struct igd_text text = { 0 };
	unsigned turn;
	size_t count, said = 0;

	if (strcmp(was, now) != 0)
		igd_text_printf(&text, "It was %s, and is %s now", was, now);
	else
		igd_text_printf(&text, "It is %s, as it was", now);
	for (turn = 0; turn < IGD_TURN_COUNT; turn++) {
		count = igd_comparison_count(comparison, (enum igd_turn)turn);
		if (count)
			igd_text_printf(&text, "%s%zu %s", said++ ? ", " : ": ", count,
				igd_turn_word((enum igd_turn)turn));
	}
	igd_text_printf(&text, ".");
	paragraph(page, IGD_INK_BOLD, text.text);
}

static void print_quiet(const struct igd_comparison *comparison, FILE *out)
{
	size_t i;

	for (i = 0; i < comparison->finding_count; i++) {
		const struct igd_changed_finding *changed = &comparison->findings[i];
		IGD_AUTOFREE char *was = verdict_of(changed->was);
		IGD_AUTOFREE char *now = verdict_of(changed->now);

		fprintf(out, "%-8s %s: %s, now %s\n", igd_turn_word(changed->turn),
			changed->now ? changed->now->id : changed->was->id, was, now);
	}
}

void igd_comparison_print(
	const struct igd_comparison *comparison, const struct igd_report_style *style, FILE *out)
{
	struct igd_page page;

	if (style->is_quiet) {
		print_quiet(comparison, out);
		return;
	}
	igd_page_init(&page, style, out);
	if (comparison->is_other_machine) {
		paragraph(&page, IGD_INK_YELLOW,
			"These are two machines: what follows is how they differ, and not what changed.");
		igd_page_blank(&page);
	}
	print_headline(&page, comparison);
	if (!igd_comparison_has_changes(comparison))
		paragraph(&page, IGD_INK_PLAIN, "Nothing has changed.");
	print_host(&page, comparison);
	print_findings(&page, comparison);
	print_evidence(&page, comparison);
}
