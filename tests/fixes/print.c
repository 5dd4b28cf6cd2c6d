// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * print - a plan as a text that can be read and compared
 */
#include <string.h>

#include "machine.h"
#include "mend/diff.h"

static void print_fix(const struct igd_plan_fix *fix, struct igd_text *ret)
{
	size_t i;

	igd_text_printf(ret, "fix %s", fix->id);
	for (i = 0; fix->findings && fix->findings[i]; i++)
		igd_text_printf(ret, "%s%s", i ? ", " : " for ", fix->findings[i]);
	if (fix->declined)
		igd_text_printf(ret, "\n    declined: %s", fix->declined);
	else if (fix->is_settled)
		igd_text_printf(ret, "\n    settled");
	igd_text_printf(ret, "\n");
}

/* An option ROM, say: how large it is depends on what built it. */
static bool is_text(const struct igd_file_state *state)
{
	return !state->content || strlen(state->content) == state->size;
}

static void print_file(const struct igd_step *step, struct igd_text *ret)
{
	const struct igd_file_state *before = &step->before, *after = &step->after;
	IGD_AUTOFREE char *diff = NULL;

	if (after->type == IGD_FILE_LINK) {
		igd_text_printf(ret, "    link %s -> %s\n", step->path, after->content);
		return;
	}
	if (!is_text(after)) {
		igd_text_printf(
			ret, "    %s, which is no text, mode %04o\n", step->path, step->mode);
		return;
	}
	if (step->against && after->content)
		diff = igd_diff(&(struct igd_diff_side){ "as it is defined now", step->against,
					strlen(step->against) },
			&(struct igd_diff_side){ step->path, after->content, after->size });
	else
		diff = igd_diff(
			&(struct igd_diff_side){
				before->type == IGD_FILE_ABSENT ? "/dev/null" : step->path,
				before->content, before->size },
			&(struct igd_diff_side){
				after->type == IGD_FILE_ABSENT ? "/dev/null" : step->path,
				after->content, after->size });
	igd_text_printf(ret, "%s", diff);
}

static void print_words(const char *lead, char *const *words, struct igd_text *ret)
{
	igd_text_printf(ret, "    %s", lead);
	for (; words && *words; words++)
		igd_text_printf(ret, " %s", **words ? *words : "''");
	igd_text_printf(ret, "\n");
}

static void print_command(const struct igd_step *step, struct igd_text *ret)
{
	print_words("run:", step->words, ret);
	if (step->opposite)
		print_words("undone by:", step->opposite, ret);
	if (step->outputs && *step->outputs)
		print_words("writes:", step->outputs, ret);
	if (step->result)
		igd_text_printf(ret, "    by way of: %s\n", step->result);
	if (step->verify)
		igd_text_printf(ret, "    looked at by: %s\n", step->verify);
}

static void print_snippet(const char *text, struct igd_text *ret)
{
	size_t length;

	for (; *text; text += length, text += *text == '\n') {
		length = strcspn(text, "\n");
		igd_text_printf(ret, "    | %.*s\n", (int)length, text);
	}
}

static void print_step(const struct igd_step *step, struct igd_text *ret)
{
	igd_text_printf(ret, "%s, %s: %s\n", igd_step_kind_name(step->kind),
		igd_effect_name(step->effect), step->title ? step->title : "");
	if (step->why)
		igd_text_printf(ret, "    because %s\n", step->why);
	switch (step->kind) {
	case IGD_STEP_FILE:
		print_file(step, ret);
		break;
	case IGD_STEP_COMMAND:
		print_command(step, ret);
		break;
	case IGD_STEP_SYSFS:
		igd_text_printf(ret, "    %s = %s\n", step->path, step->value);
		if (step->value_undo)
			igd_text_printf(ret, "    undone by: %s = %s\n",
				step->path_undo ? step->path_undo : step->path, step->value_undo);
		break;
	case IGD_STEP_MANUAL:
		if (step->value)
			print_snippet(step->value, ret);
		break;
	case IGD_STEP_BARRIER:
		break;
	}
}

void print_plan(const struct igd_plan *plan, struct igd_text *ret)
{
	size_t i;

	for (i = 0; i < plan->fix_count; i++)
		print_fix(&plan->fixes[i], ret);
	for (i = 0; i < plan->step_count; i++) {
		igd_text_printf(ret, "\n");
		print_step(&plan->steps[i], ret);
	}
}
