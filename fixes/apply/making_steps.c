// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * making_steps - a plan in the making: its steps, and how they come into the plan
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/making_private.h"

#define USUAL_MODE 0644u

struct igd_step *igd_making_add(
	struct igd_making *making, enum igd_stage stage, enum igd_step_kind kind)
{
	return igd_plan_add(&making->stages[stage], kind);
}

bool igd_words_equal(char *const *left, const char *const *right)
{
	if (!left || !right)
		return !left && !right;
	for (; *left && *right; left++, right++) {
		if (strcmp(*left, *right) != 0)
			return false;
	}
	return !*left && !*right;
}

char **igd_words_copy(const char *const *words)
{
	size_t count = 0, i;
	char **copy;

	while (words[count])
		count++;
	copy = igd_zalloc((count + 1) * sizeof(*copy));
	for (i = 0; i < count; i++)
		copy[i] = igd_strdup(words[i]);
	return copy;
}

static struct igd_step *find_command(struct igd_making *making, const char *const *words)
{
	struct igd_plan *stage;
	size_t i;

	for (stage = making->stages; stage < making->stages + IGD_STAGE_COUNT; stage++) {
		for (i = 0; i < stage->step_count; i++) {
			if (stage->steps[i].kind == IGD_STEP_COMMAND &&
				igd_words_equal(stage->steps[i].words, words))
				return &stage->steps[i];
		}
	}
	return NULL;
}

struct igd_step *igd_making_command(struct igd_making *making, enum igd_stage stage,
	const char *const *words, const char *title)
{
	struct igd_step *step = find_command(making, words);

	if (step)
		return step;
	step = igd_making_add(making, stage, IGD_STEP_COMMAND);
	step->title = igd_strdup(title);
	step->words = igd_words_copy(words);
	step->effect = stage == IGD_STAGE_NOW ? IGD_EFFECT_NOW : IGD_EFFECT_BOOT;
	return step;
}

void igd_step_output(struct igd_step *step, const char *pattern)
{
	size_t count = 0;

	while (step->outputs && step->outputs[count]) {
		if (strcmp(step->outputs[count++], pattern) == 0)
			return;
	}
	step->outputs = igd_regrow(step->outputs, count + 2, sizeof(*step->outputs));
	step->outputs[count] = igd_strdup(pattern);
	step->outputs[count + 1] = NULL;
}

void igd_making_manual(struct igd_making *making, const char *what, const char *snippet)
{
	struct igd_step *step;
	size_t i;

	for (i = 0; i < making->manual.step_count; i++) {
		step = &making->manual.steps[i];
		if (strcmp(step->title, what) == 0 &&
			strcmp(step->value ? step->value : "", snippet ? snippet : "") == 0)
			return;
	}
	step = igd_plan_add(&making->manual, IGD_STEP_MANUAL);
	step->title = igd_strdup(what);
	step->value = snippet ? igd_strdup(snippet) : NULL;
}

static int compare_edits(const void *left, const void *right)
{
	const struct igd_edit *const *first = left, *const *second = right;

	return strcmp((*first)->path, (*second)->path);
}

static bool is_change(const struct igd_edit *edit)
{
	if (!edit->is_edited || (!edit->fresh && !edit->before.data))
		return false;
	return !edit->fresh || !edit->before.data || edit->fresh_size != edit->before.size ||
	       memcmp(edit->fresh, edit->before.data, edit->fresh_size) != 0;
}

static void set_state(struct igd_file_state *state, const char *bytes, size_t size)
{
	igd_file_state_set(state, bytes ? IGD_FILE_REGULAR : IGD_FILE_ABSENT, bytes, size);
}

static void add_file(struct igd_plan *plan, struct igd_edit *edit)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	step->title = edit->title.text ? igd_strdup(edit->title.text)
				       : igd_printf("Write %s", edit->path);
	step->why = edit->why.text ? igd_strdup(edit->why.text) : NULL;
	step->effect = edit->effect;
	step->path = igd_strdup(edit->path);
	set_state(&step->before, edit->before.data, edit->before.size);
	set_state(&step->after, edit->fresh, edit->fresh_size);
	if (edit->before.data)
		return;
	step->mode = edit->mode ? edit->mode : USUAL_MODE;
	step->owner = IGD_TAKE_PTR(edit->owner);
}

static void move_steps(struct igd_plan *to, struct igd_plan *from)
{
	size_t i;

	for (i = 0; i < from->step_count; i++)
		*igd_plan_add(to, from->steps[i].kind) = from->steps[i];
	free(from->steps);
	from->steps = NULL;
	from->step_count = 0;
}

void igd_making_finish(struct igd_making *making)
{
	size_t i;

	if (making->edit_count)
		qsort(making->edits, making->edit_count, sizeof(struct igd_edit *), compare_edits);
	for (i = 0; i < making->edit_count; i++) {
		if (is_change(making->edits[i]))
			add_file(making->plan, making->edits[i]);
	}
	for (i = 0; i < IGD_STAGE_COUNT; i++)
		move_steps(making->plan, &making->stages[i]);
	move_steps(making->plan, &making->manual);
}

static void free_edit(struct igd_edit *edit)
{
	free(edit->path);
	free(edit->fresh);
	free(edit->owner);
	igd_text_done(&edit->title);
	igd_text_done(&edit->why);
	free(edit);
}

void igd_making_done(struct igd_making *making)
{
	size_t i;

	for (i = 0; i < making->edit_count; i++)
		free_edit(making->edits[i]);
	free(making->edits);
	for (i = 0; i < IGD_CHANGE_KIND_COUNT; i++)
		free(making->wishes[i]);
	for (i = 0; i < IGD_STAGE_COUNT; i++)
		igd_plan_done(&making->stages[i]);
	igd_plan_done(&making->manual);
}
