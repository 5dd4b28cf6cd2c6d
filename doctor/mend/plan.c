// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan - what is to be done to the machine, step by step, as a value
 */
#include "mend/plan.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#define NAME_OF(names, value)                                                                      \
	((size_t)(value) < sizeof(names) / sizeof(*(names)) ? (names)[value] : "")

static void free_words(char **words)
{
	size_t i;

	for (i = 0; words && words[i]; i++)
		free(words[i]);
	free(words);
}

void igd_file_state_done(struct igd_file_state *state)
{
	free(state->content);
	*state = (struct igd_file_state){ 0 };
}

void igd_step_done(struct igd_step *step)
{
	free(step->title);
	free(step->why);
	free(step->path);
	igd_file_state_done(&step->before);
	igd_file_state_done(&step->after);
	free(step->against);
	free(step->owner);
	free_words(step->words);
	free_words(step->opposite);
	free_words(step->outputs);
	free(step->result);
	free(step->verify);
	free(step->verify_value);
	free(step->value);
	free(step->value_undo);
	free(step->path_undo);
	free(step->marker);
	*step = (struct igd_step){ 0 };
}

static void fix_done(struct igd_plan_fix *fix)
{
	free(fix->id);
	free(fix->title);
	free(fix->risk_text);
	free_words(fix->findings);
	free(fix->declined);
}

void igd_plan_done(struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->fix_count; i++)
		fix_done(&plan->fixes[i]);
	for (i = 0; i < plan->step_count; i++)
		igd_step_done(&plan->steps[i]);
	free(plan->fixes);
	free(plan->steps);
	free(plan->host);
	free(plan->no_trial);
	free(plan->guard);
	*plan = (struct igd_plan){ 0 };
}

struct igd_step *igd_plan_add(struct igd_plan *plan, enum igd_step_kind kind)
{
	struct igd_step *step;

	plan->steps = igd_regrow(plan->steps, plan->step_count + 1, sizeof(*plan->steps));
	step = &plan->steps[plan->step_count++];
	*step = (struct igd_step){ .kind = kind };
	return step;
}

void igd_hash(const void *bytes, size_t size, char ret[IGD_HASH_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	size_t i;

	sha256_init(&context);
	sha256_update(&context, size, bytes);
	sha256_digest(&context, sizeof(digest), digest);
	for (i = 0; i < sizeof(digest); i++) {
		ret[2 * i] = digits[digest[i] >> 4];
		ret[2 * i + 1] = digits[digest[i] & 15];
	}
	ret[2 * sizeof(digest)] = '\0';
}

void igd_file_state_set(
	struct igd_file_state *state, enum igd_file_type type, const char *bytes, size_t size)
{
	igd_file_state_done(state);
	if (!bytes)
		return;
	state->type = type;
	state->content = igd_zalloc(size + 1);
	memcpy(state->content, bytes, size);
	state->size = size;
	igd_hash(bytes, size, state->hash);
}

bool igd_plan_is_empty(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind != IGD_STEP_MANUAL)
			return false;
	}
	return true;
}

size_t igd_plan_count_own(const struct igd_plan *plan, size_t count)
{
	size_t i, own = 0;

	for (i = 0; i < count; i++) {
		if (plan->steps[i].kind != IGD_STEP_MANUAL &&
			plan->steps[i].kind != IGD_STEP_BARRIER)
			own++;
	}
	return own;
}

bool igd_plan_fix_takes_part(const struct igd_plan_fix *fix)
{
	return !fix->declined && !fix->is_settled;
}

const struct igd_step *igd_plan_barrier(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_BARRIER)
			return &plan->steps[i];
	}
	return NULL;
}

bool igd_plan_needs_boot(const struct igd_plan *plan)
{
	return igd_plan_barrier(plan) != NULL;
}

enum igd_risk igd_plan_risk(const struct igd_plan *plan)
{
	enum igd_risk risk = IGD_RISK_NONE;
	size_t i;

	for (i = 0; i < plan->fix_count; i++) {
		const struct igd_plan_fix *fix = &plan->fixes[i];

		if (igd_plan_fix_takes_part(fix) && fix->risk > risk)
			risk = fix->risk;
	}
	return risk;
}

const char *igd_step_kind_name(enum igd_step_kind kind)
{
	static const char *const names[] = { [IGD_STEP_FILE] = "file",
		[IGD_STEP_COMMAND] = "command",
		[IGD_STEP_SYSFS] = "sysfs",
		[IGD_STEP_BARRIER] = "barrier",
		[IGD_STEP_MANUAL] = "manual" };

	return NAME_OF(names, kind);
}

const char *igd_file_type_name(enum igd_file_type type)
{
	static const char *const names[] = {
		[IGD_FILE_ABSENT] = "absent", [IGD_FILE_REGULAR] = "file", [IGD_FILE_LINK] = "link"
	};

	return NAME_OF(names, type);
}

const char *igd_effect_name(enum igd_effect effect)
{
	static const char *const names[] = {
		[IGD_EFFECT_NOW] = "now", [IGD_EFFECT_BOOT] = "boot", [IGD_EFFECT_VM] = "vm"
	};

	return NAME_OF(names, effect);
}

const char *igd_risk_name(enum igd_risk risk)
{
	static const char *const names[] = {
		[IGD_RISK_NONE] = "none", [IGD_RISK_BOOT] = "boot", [IGD_RISK_DISPLAY] = "display"
	};

	return NAME_OF(names, risk);
}
