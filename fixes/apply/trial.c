// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial - a plan is tried for one boot before anything that the old system uses is changed
 *
 * Before the barrier: an image and a boot entry of their own, and the request to boot that entry once. What the image is
 * built of is put where only its builder finds it (trial_image.c). Behind the barrier: the plan proper, and
 * the removal of what was only for the trial.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader.h"
#include "fixes/apply/init_private.h"
#include "fixes/apply/trial_private.h"

#define MARKER_DIGITS 12

const char *igd_trial_first(struct igd_host *host, const char *const *paths)
{
	for (; *paths; paths++) {
		if (igd_host_has(host, *paths))
			return *paths;
	}
	return NULL;
}

static void add_text(struct igd_text *text, const char *part)
{
	igd_text_printf(text, "%s\n", part ? part : "");
}

/* Two plans that do the same have the same marker. */
static const char *marker_of(const struct igd_trial_request *request, const struct igd_plan *plan)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char hash[IGD_HASH_SIZE];
	size_t i, word;

	for (i = 0; i < request->argument_count; i++) {
		add_text(&text, request->arguments[i].change->subject);
		add_text(&text, request->arguments[i].change->value);
	}
	for (i = 0; i < plan->step_count; i++) {
		add_text(&text, plan->steps[i].path);
		add_text(&text, plan->steps[i].after.hash);
		for (word = 0; plan->steps[i].words && plan->steps[i].words[word]; word++)
			add_text(&text, plan->steps[i].words[word]);
	}
	igd_hash(text.text ? text.text : "", text.size, hash);
	return igd_host_print(request->host, IGD_TRIAL_MARKER "%.*s", MARKER_DIGITS, hash);
}

static bool is_input_step(const struct igd_step *step)
{
	return step->kind == IGD_STEP_FILE && igd_trial_is_input(step->path);
}

static bool changes_image(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (is_input_step(&plan->steps[i]))
			return true;
	}
	return false;
}

/* By the names that facts/boot/loader*.c give. */
static const struct {
	const char *loader;
	void (*prepare)(struct igd_trial *trial);
} loaders[] = {
	{ "GRUB", igd_trial_grub },
	{ "systemd-boot", igd_trial_entry },
	{ "a unified kernel image", igd_trial_uki },
};

static bool writes(const struct igd_plan *plan, const char *path)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_FILE && strcmp(plan->steps[i].path, path) == 0)
			return true;
	}
	return false;
}

/*
 * Where no command line is configured, kernel-install(8) and mkinitcpio(8) take the running one. Run behind the trial's boot
 * they would make the trial's own for good.
 */
static bool copies_running(const struct igd_trial *trial)
{
	const struct igd_loader *loader = igd_loader_get(trial->host);

	if (strcmp(loader->name, "GRUB") == 0)
		return false;
	return !loader->path ||
	       (!igd_host_has(trial->host, loader->path) && !writes(trial->plan, loader->path));
}

static void prepare(struct igd_trial *trial)
{
	const char *name = igd_loader_get(trial->host)->name;
	size_t i;

	if (!name) {
		trial->reason = "which boot loader is in use cannot be told";
		return;
	}
	for (i = 0; i < sizeof(loaders) / sizeof(*loaders); i++) {
		if (strcmp(loaders[i].loader, name) != 0)
			continue;
		loaders[i].prepare(trial);
		if (!trial->reason && copies_running(trial))
			trial->reason =
				"no kernel command line is configured in /etc/kernel/cmdline, so "
				"that the trial's own would be taken for good";
		if (!trial->reason && trial->image)
			trial->reason = igd_trial_image_refusal(trial);
		return;
	}
	trial->reason = igd_host_print(
		trial->host, "this program cannot make an entry for one boot with %s", name);
}

/* Steps */

static char **copy_words(const struct igd_trial_command *command)
{
	char **copy = igd_zalloc((IGD_TRIAL_WORDS + 1) * sizeof(*copy));
	size_t i;

	for (i = 0; i < IGD_TRIAL_WORDS && command->words[i]; i++)
		copy[i] = igd_strdup(command->words[i]);
	return copy;
}

static struct igd_step *add_command(
	struct igd_plan *plan, const struct igd_trial_command *command, const char *output)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_COMMAND);

	step->effect = IGD_EFFECT_BOOT;
	step->words = copy_words(command);
	step->outputs = igd_zalloc(2 * sizeof(*step->outputs));
	step->outputs[0] = output ? igd_strdup(output) : NULL;
	return step;
}

/* What an earlier trial may have left there. */
static void set_present(struct igd_host *host, const char *path, struct igd_file_state *ret)
{
	const char *text = igd_host_text(host, path);

	igd_file_state_set(
		ret, text ? IGD_FILE_REGULAR : IGD_FILE_ABSENT, text, text ? strlen(text) : 0);
}

/* A file that goes is an empty one there: none of these programs tells the two apart. */
static void set_staged(struct igd_file_state *ret, const struct igd_file_state *after)
{
	if (after->type == IGD_FILE_ABSENT)
		igd_file_state_set(ret, IGD_FILE_REGULAR, "", 0);
	else
		igd_file_state_set(ret, after->type, after->content, after->size);
}

static void add_files(struct igd_plan *plan, const struct igd_trial *trial,
	const struct igd_plan *proper, bool is_back)
{
	const struct igd_step *from;
	struct igd_step *step;
	size_t i;

	for (i = 0; i < proper->step_count; i++) {
		from = &proper->steps[i];
		if (!is_input_step(from))
			continue;
		step = igd_plan_add(plan, IGD_STEP_FILE);
		step->effect = IGD_EFFECT_BOOT;
		step->path = igd_printf(IGD_TRIAL_STAGE "%s", from->path);
		step->title = is_back ? igd_printf("Remove %s", step->path)
				      : igd_printf("For the trial's image alone: %s", from->title);
		step->mode = 0644;
		if (is_back) {
			set_staged(&step->before, &from->after);
		} else {
			set_present(trial->host, step->path, &step->before);
			set_staged(&step->after, &from->after);
		}
	}
}

static void add_image(
	struct igd_plan *plan, const struct igd_trial *trial, const struct igd_plan *proper)
{
	struct igd_trial_command build;
	struct igd_step *step;

	if (!trial->image)
		return;
	igd_trial_build_image(trial, &build);
	add_files(plan, trial, proper, false);
	step = add_command(plan, &build, trial->image);
	step->title = igd_strdup("Build an initramfs for the trial alone");
	step->why = igd_strdup("the one that boots now stays as it is");
	add_files(plan, trial, proper, true);
}

static void set_text(struct igd_file_state *state, const char *text)
{
	igd_file_state_set(
		state, text ? IGD_FILE_REGULAR : IGD_FILE_ABSENT, text, text ? strlen(text) : 0);
}

static struct igd_step *add_entry_file(
	struct igd_plan *plan, const struct igd_trial *trial, bool is_wanted)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	step->effect = IGD_EFFECT_BOOT;
	step->path = igd_strdup(trial->entry);
	step->mode = 0644;
	set_text(&step->before, is_wanted ? trial->entry_before : trial->entry_after);
	set_text(&step->after, is_wanted ? trial->entry_after : trial->entry_before);
	return step;
}

static void add_entry(struct igd_plan *plan, const struct igd_trial *trial)
{
	struct igd_step *step;

	if (trial->build.words[0])
		step = add_command(plan, &trial->build, trial->built);
	else
		step = add_entry_file(plan, trial, true);
	step->title = igd_strdup("Add a boot entry for the trial beside the others");
}

static void add_once(struct igd_plan *plan, const struct igd_trial *trial)
{
	struct igd_step *step = add_command(plan, &trial->once, trial->once_output);

	step->title = igd_strdup("Ask for that entry at the next boot, and only then");
	step->opposite = copy_words(&trial->once_undo);
}

static void add_barrier(struct igd_plan *plan, const char *marker, bool has_service)
{
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_BARRIER);

	step->effect = IGD_EFFECT_BOOT;
	step->is_trial = marker != NULL;
	step->marker = marker ? igd_strdup(marker) : NULL;
	if (!marker && has_service)
		step->title = igd_strdup("Reboot: what is left to be done is done by itself then");
	else if (!marker)
		step->title = igd_strdup("Reboot, then run `igd-doctor fix --resume`");
	else if (has_service)
		step->title = igd_strdup("Reboot: the plan is tried for one boot, and finished by "
					 "itself once the machine is up");
	else
		step->title = igd_strdup("Reboot: the plan is tried for one boot; then run "
					 "`igd-doctor fix --resume` to finish it");
	if (marker)
		step->why = igd_strdup(
			"should it hang, switch the machine off and on: the next boot is "
			"the old system");
}

/* What the file is cannot be known before it was made: whatever stands there goes. */
static void add_removal(struct igd_plan *plan, const char *path)
{
	struct igd_step *step;

	if (!path)
		return;
	step = igd_plan_add(plan, IGD_STEP_FILE);
	step->effect = IGD_EFFECT_BOOT;
	step->title = igd_printf("Remove %s", path);
	step->path = igd_strdup(path);
	step->before.type = IGD_FILE_REGULAR;
}

static void clear(struct igd_plan *plan, const struct igd_trial *trial, bool has_service)
{
	struct igd_step *step;

	if (trial->is_kept) {
		step = add_command(plan, &trial->once_undo, trial->once_output);
		step->title = igd_strdup("Have the boot loader forget the trial");
		step->is_regenerator = true;
	}
	if (trial->entry) {
		step = add_entry_file(plan, trial, false);
		step->title = igd_strdup("Take the trial's boot entry away");
	}
	add_removal(plan, trial->built);
	add_removal(plan, trial->image);
	if (has_service)
		igd_init_service(trial->host, trial->request->program, plan, false);
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

static void arrange(struct igd_plan *plan, const struct igd_trial *trial)
{
	struct igd_plan proper = { .steps = plan->steps, .step_count = plan->step_count };
	bool has_service;

	plan->steps = NULL;
	plan->step_count = 0;
	add_image(plan, trial, &proper);
	add_entry(plan, trial);
	has_service = igd_init_service(trial->host, trial->request->program, plan, true);
	add_once(plan, trial);
	add_barrier(plan, trial->marker, has_service);
	move_steps(plan, &proper);
	clear(plan, trial, has_service);
}

static bool waits_for_boot(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind != IGD_STEP_MANUAL &&
			plan->steps[i].effect == IGD_EFFECT_BOOT)
			return true;
	}
	return false;
}

void igd_trial_plan(const struct igd_trial_request *request, struct igd_plan *plan)
{
	struct igd_trial trial = { .request = request, .host = request->host, .plan = plan };
	bool has_service;

	if (!waits_for_boot(plan))
		return;
	trial.needs_image = changes_image(plan);
	trial.marker = marker_of(request, plan);
	if (!request->may_try)
		trial.reason = "it was asked for without a trial";
	else if (!request->argument_count && !trial.needs_image)
		trial.reason = "what changes is read by every boot entry alike";
	else
		prepare(&trial);
	if (!trial.reason) {
		arrange(plan, &trial);
		return;
	}
	plan->no_trial = igd_strdup(trial.reason);
	has_service = igd_init_service(trial.host, request->program, plan, true);
	add_barrier(plan, NULL, has_service);
	if (has_service)
		igd_init_service(trial.host, request->program, plan, false);
}

void igd_apply_trial(struct igd_making *making)
{
	struct igd_trial_request request = { .host = igd_making_host(making) };

	request.arguments = igd_making_wishes(making, IGD_CHANGE_ARGUMENT, &request.argument_count);
	request.program = igd_making_options(making)->program;
	request.may_try = igd_making_options(making)->may_try;
	igd_trial_plan(&request, igd_making_plan(making));
}
