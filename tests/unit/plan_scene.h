// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_scene - a host of a few nodes, fixes that want things of it, and the plan that comes of them as a text
 */
#ifndef IGD_TESTS_PLAN_SCENE_H
#define IGD_TESTS_PLAN_SCENE_H

#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "fixes/apply/resolve.h"
#include "tests/unit/unit.h"

#define SCENE_FIXES 4u

struct scene {
	struct igd_host *host;
	struct igd_proposal proposals[SCENE_FIXES];
	struct igd_plan plan;
};

static inline void scene_init(struct scene *scene, const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);
	size_t i;

	if (!source)
		fail_msg("%s", error.message);
	*scene = (struct scene){ .host = igd_host_new(source) };
	for (i = 0; i < SCENE_FIXES; i++) {
		scene->proposals[i].id = igd_printf("fix.%c", (char)('a' + i));
		scene->proposals[i].title = igd_strdup("Mend it");
	}
}

/* What the fix of that number wants, to be appended to. */
static inline struct igd_changes *scene_wants(struct scene *scene, size_t fix)
{
	return &scene->proposals[fix].changes;
}

/* Line number reads old and is to read fresh. */
static inline struct igd_change scene_edit(uint32_t number, const char *old, const char *fresh)
{
	return (struct igd_change){ .line = number,
		.effect = IGD_EFFECT_BOOT,
		.place = (char *)(uintptr_t)old,
		.value = (char *)(uintptr_t)fresh };
}

static inline void scene_line(
	struct scene *scene, size_t fix, const char *path, struct igd_change line)
{
	igd_change_line(scene_wants(scene, fix), path, &line, NULL);
}

static inline void scene_plan(struct scene *scene)
{
	static const struct igd_resolve_options options = { false, "/usr/bin/igd-doctor" };

	igd_plan_done(&scene->plan);
	igd_resolve(scene->host, scene->proposals, SCENE_FIXES, &options, &scene->plan);
}

static inline void scene_done(struct scene *scene)
{
	size_t i;

	igd_plan_done(&scene->plan);
	for (i = 0; i < SCENE_FIXES; i++)
		igd_proposal_done(&scene->proposals[i]);
	igd_host_free(scene->host);
}

static inline void scene_dump_words(struct igd_text *text, const char *name, char *const *words)
{
	if (!words)
		return;
	igd_text_printf(text, "%s", name);
	for (; *words; words++)
		igd_text_printf(text, " %s", *words);
	igd_text_printf(text, "\n");
}

/* "file PATH\n<after>", "command WORDS", "sysfs PATH < VALUE | PATH < VALUE", "manual TITLE: SNIPPET"; a barrier is left out. */
static inline char *scene_dump(const struct scene *scene)
{
	struct igd_text text = { 0 };
	const struct igd_step *step;
	size_t i;

	for (i = 0; i < scene->plan.step_count; i++) {
		step = &scene->plan.steps[i];
		switch (step->kind) {
		case IGD_STEP_FILE:
			igd_text_printf(&text, "file %s\n%s", step->path,
				step->after.content ? step->after.content : "(gone)\n");
			break;
		case IGD_STEP_COMMAND:
			scene_dump_words(&text, "command", step->words);
			scene_dump_words(&text, "opposite", step->opposite);
			scene_dump_words(&text, "outputs", step->outputs);
			if (step->verify)
				igd_text_printf(&text, "verify %s\n", step->verify);
			break;
		case IGD_STEP_SYSFS:
			igd_text_printf(&text, "sysfs %s < %s | %s < %s\n", step->path, step->value,
				step->path_undo, step->value_undo);
			break;
		case IGD_STEP_MANUAL:
			igd_text_printf(&text, "manual %s: %s\n", step->title,
				step->value ? step->value : "");
			break;
		case IGD_STEP_BARRIER:
			break;
		}
	}
	return text.text ? text.text : igd_strdup("");
}

static inline void scene_expect(struct scene *scene, const char *wanted)
{
	IGD_AUTOFREE char *is = NULL;

	scene_plan(scene);
	is = scene_dump(scene);
	assert_string_equal(is, wanted);
}

static inline void scene_declines(struct scene *scene, size_t fix, const char *why)
{
	assert_non_null(scene->plan.fixes[fix].declined);
	assert_string_equal(scene->plan.fixes[fix].declined, why);
}

#endif
