// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan - what `igd-doctor fix` would do, for the person who is asked whether it may
 */
#include "reports/plan.h"

#include <string.h>

#include "mend/diff.h"
#include "reports/page.h"

#define INDENT 4u
#define DETAIL 6u

/* One that a shell takes as it is (POSIX, Shell Command Language, 2.2 Quoting). */
static bool is_plain(const char *word)
{
	return *word && !word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789%+,-./:=@_")];
}

char *igd_plan_command(char *const *words)
{
	struct igd_text line = { 0 };
	const char *at;

	igd_text_add(&line, "", 0);
	for (; words && *words; words++) {
		if (line.size)
			igd_text_add(&line, " ", 1);
		if (is_plain(*words)) {
			igd_text_printf(&line, "%s", *words);
			continue;
		}
		igd_text_add(&line, "'", 1);
		for (at = *words; *at; at++)
			igd_text_printf(&line, *at == '\'' ? "'\\''" : "%c", *at);
		igd_text_add(&line, "'", 1);
	}
	return line.text;
}

static void paragraph(
	struct igd_page *page, size_t indent, enum igd_ink ink, const char *label, const char *text)
{
	igd_page_begin(page, indent, indent + (*label ? 2 : 0));
	igd_page_add(page, ink, label);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void show_diff(struct igd_page *page, const char *diff)
{
	const char *end;
	enum igd_ink ink;

	for (; *diff; diff = *end ? end + 1 : end) {
		end = diff + strcspn(diff, "\n");
		ink = *diff == '+'   ? IGD_INK_GREEN
		      : *diff == '-' ? IGD_INK_RED
		      : *diff == '@' ? IGD_INK_CYAN
				     : IGD_INK_PLAIN;
		igd_page_verbatim(page, ink, DETAIL, diff, (size_t)(end - diff));
	}
}

static bool is_text(const struct igd_file_state *state)
{
	return !state->content || strlen(state->content) == state->size;
}

/* What a link leads to, a file as a diff, and of what is no text only how large it is. */
static void show_file(struct igd_page *page, const struct igd_step *step)
{
	const struct igd_file_state *before = &step->before, *after = &step->after;
	IGD_AUTOFREE char *diff = NULL, *words = NULL;

	if (after->type == IGD_FILE_LINK) {
		words = igd_printf("%s leads to %s", step->path, after->content);
	} else if (after->content && !is_text(after)) {
		words = igd_printf("%s, %zu bytes, mode %04o", step->path, after->size, step->mode);
	} else if (!before->content && before->type != IGD_FILE_ABSENT) {
		words = igd_printf("%s %s", step->path,
			after->type == IGD_FILE_ABSENT ? "goes" : "is written anew");
	}
	if (words) {
		paragraph(page, DETAIL, IGD_INK_PLAIN, "", words);
		return;
	}
	if (step->against && after->content)
		diff = igd_diff(&(struct igd_diff_side){ "as it is defined now", step->against,
					strlen(step->against) },
			&(struct igd_diff_side){ step->path, after->content, after->size });
	else
		diff = igd_diff(&(struct igd_diff_side){ before->content ? step->path : "/dev/null",
					before->content, before->size },
			&(struct igd_diff_side){ after->content ? step->path : "/dev/null",
				after->content, after->size });
	show_diff(page, diff);
}

static void show_command(struct igd_page *page, const struct igd_step *step)
{
	IGD_AUTOFREE char *line = igd_plan_command(step->words);
	IGD_AUTOTEXT struct igd_text saved = { 0 };
	size_t i;

	paragraph(page, DETAIL, IGD_INK_CYAN, "run", line);
	for (i = 0; step->outputs && step->outputs[i]; i++)
		igd_text_printf(&saved, "%s%s", i ? ", " : "", step->outputs[i]);
	if (saved.size)
		paragraph(page, DETAIL, IGD_INK_PLAIN, "saved before:", saved.text);
	if (step->verify)
		paragraph(page, DETAIL, IGD_INK_PLAIN,
			"looked at after:", step->path ? step->path : "what it has written");
}

static void show_sysfs(struct igd_page *page, const struct igd_step *step)
{
	IGD_AUTOFREE char *line = igd_printf("%s into %s", step->value, step->path);

	paragraph(page, DETAIL, IGD_INK_CYAN, "write", line);
}

/* In a trial a file is changed for as long as the image is built; its diff stands where it is changed for good. */
static bool is_told_later(const struct igd_plan *plan, size_t index)
{
	const struct igd_step *step = &plan->steps[index];
	bool is_behind = false;
	size_t i;

	for (i = index + 1; i < plan->step_count; i++) {
		const struct igd_step *later = &plan->steps[i];

		is_behind |= later->kind == IGD_STEP_BARRIER && later->is_trial;
		if (is_behind && later->kind == IGD_STEP_FILE && later->after.content &&
			strcmp(later->path, step->path) == 0)
			return true;
	}
	return false;
}

/* What an earlier step of the plan has made goes again: its text was shown there. */
static bool was_shown(const struct igd_plan *plan, size_t index)
{
	const struct igd_step *step = &plan->steps[index];
	size_t i;

	for (i = 0; i < index && step->after.type == IGD_FILE_ABSENT; i++) {
		const struct igd_step *earlier = &plan->steps[i];

		if (earlier->kind == IGD_STEP_FILE && earlier->after.content &&
			strcmp(earlier->path, step->path) == 0)
			return true;
	}
	return false;
}

static void show_step(struct igd_page *page, const struct igd_plan *plan, size_t index)
{
	const struct igd_step *step = &plan->steps[index];
	IGD_AUTOFREE char *label = igd_printf("%zu", igd_plan_count_own(plan, index + 1));

	igd_page_begin(page, 1, INDENT);
	igd_page_add(page, IGD_INK_BOLD, label);
	igd_page_tab(page, INDENT);
	igd_page_add(page, IGD_INK_PLAIN, step->title);
	igd_page_end(page);
	if (step->why)
		paragraph(page, DETAIL, IGD_INK_PLAIN, "because", step->why);
	if (step->kind == IGD_STEP_FILE && !is_told_later(plan, index) && !was_shown(plan, index))
		show_file(page, step);
	else if (step->kind == IGD_STEP_COMMAND)
		show_command(page, step);
	else if (step->kind == IGD_STEP_SYSFS)
		show_sysfs(page, step);
}

static void show_steps(struct igd_page *page, const struct igd_plan *plan)
{
	const struct igd_step *barrier = igd_plan_barrier(plan);
	size_t i;

	if (plan->step_count && barrier != plan->steps)
		igd_page_section(
			page, barrier && barrier->is_trial
				      ? "NOW: NOTHING THAT THE PRESENT SYSTEM BOOTS WITH IS CHANGED"
				      : "WHAT IS DONE");
	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_BARRIER) {
			igd_page_section(page, "THEN YOU REBOOT");
			paragraph(page, INDENT, IGD_INK_PLAIN, "", plan->steps[i].title);
			if (i + 1 < plan->step_count)
				igd_page_section(page, "ONCE IT HAS COME UP, BY ITSELF");
		} else if (plan->steps[i].kind != IGD_STEP_MANUAL) {
			show_step(page, plan, i);
		}
	}
}

static void show_snippet(struct igd_page *page, const char *text)
{
	const char *end;

	for (; *text; text = *end ? end + 1 : end) {
		end = text + strcspn(text, "\n");
		igd_page_verbatim(page, IGD_INK_CYAN, DETAIL, text, (size_t)(end - text));
	}
}

static void show_manual(struct igd_page *page, const struct igd_plan *plan)
{
	bool is_first = true;
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		const struct igd_step *step = &plan->steps[i];

		if (step->kind != IGD_STEP_MANUAL)
			continue;
		if (is_first)
			igd_page_section(page, "WHAT YOU HAVE TO DO YOURSELF");
		is_first = false;
		paragraph(page, 1, IGD_INK_PLAIN, "-", step->title);
		if (step->why)
			paragraph(page, DETAIL, IGD_INK_PLAIN, "because", step->why);
		if (step->value)
			show_snippet(page, step->value);
	}
}

static char *findings_of(const struct igd_plan_fix *fix)
{
	struct igd_text text = { 0 };
	size_t i;

	igd_text_printf(&text, "%s", fix->title);
	for (i = 0; fix->findings && fix->findings[i]; i++)
		igd_text_printf(&text, "%s%s", i ? ", " : " (for ", fix->findings[i]);
	if (i)
		igd_text_add(&text, ")", 1);
	return text.text;
}

static void show_fixes(struct igd_page *page, const struct igd_plan *plan)
{
	bool has_title = false;
	size_t i;

	for (i = 0; i < plan->fix_count; i++) {
		const struct igd_plan_fix *fix = &plan->fixes[i];
		IGD_AUTOFREE char *label = igd_printf("%s:", fix->id), *words = findings_of(fix);

		if (!igd_plan_fix_takes_part(fix))
			continue;
		if (!has_title)
			igd_page_section(page, "WHAT IT IS FOR");
		has_title = true;
		paragraph(page, 1, IGD_INK_BOLD, label, words);
		if (fix->risk_text)
			paragraph(page, INDENT, IGD_INK_YELLOW, "risk:", fix->risk_text);
	}
}

static void show_left_out(struct igd_page *page, const struct igd_plan *plan)
{
	bool has_title = false;
	size_t i;

	for (i = 0; i < plan->fix_count; i++) {
		const struct igd_plan_fix *fix = &plan->fixes[i];
		IGD_AUTOFREE char *label = igd_printf("%s:", fix->id);

		if (igd_plan_fix_takes_part(fix))
			continue;
		if (!has_title)
			igd_page_section(page, "WHAT IS LEFT OUT");
		has_title = true;
		paragraph(page, 1, IGD_INK_BOLD, label,
			fix->declined ? fix->declined : "all that it wants is so already");
	}
}

static void show_safety(struct igd_page *page, const struct igd_plan *plan)
{
	if (!plan->guard && !plan->no_trial)
		return;
	igd_page_section(page, "THE WAY BACK");
	if (plan->no_trial)
		paragraph(page, 1, IGD_INK_YELLOW, "not tried for one boot first:", plan->no_trial);
	if (plan->guard)
		paragraph(page, 1, plan->is_guarded ? IGD_INK_RED : IGD_INK_PLAIN,
			plan->is_guarded ? "refused:" : "way in:", plan->guard);
}

void igd_plan_print(const struct igd_plan *plan, const struct igd_report_style *style, FILE *out)
{
	struct igd_page page;

	igd_page_init(&page, style, out);
	if (!plan->fix_count && !plan->step_count) {
		paragraph(&page, 0, IGD_INK_PLAIN, "", "Nothing that a fix could mend was found.");
		return;
	}
	show_fixes(&page, plan);
	show_steps(&page, plan);
	show_manual(&page, plan);
	show_left_out(&page, plan);
	show_safety(&page, plan);
}
