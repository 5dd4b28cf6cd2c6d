// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument - kernel arguments, in the configuration of the boot loader in use
 *
 * Where the loader has its arguments, what is configured and which command applies an edit is known to
 * facts/boot/loader.h, of which a remedy's words are made too: so the plan does what the advice says.
 */
#include "fixes/apply/argument.h"

#include <stdlib.h>
#include <string.h>

#include "fixes/apply/argument_job_private.h"

/* Linux arch/x86/include/asm/setup.h COMMAND_LINE_SIZE, with its NUL */
#define COMMAND_LINE_SIZE 2048u

static void edit_and_run(const struct igd_argument_job *job)
{
	const char *command = igd_loader_command(job->host);

	if (igd_argument_edit_files(job) && command)
		igd_argument_run(job, command);
}

static void edit_grub_and_run(const struct igd_argument_job *job)
{
	const char *command = igd_loader_command(job->host);

	if (command && (job->count ? igd_argument_edit_grub(job) : igd_argument_is_stale(job)))
		igd_argument_run(job, command);
}

/* By the name that facts/boot/loader.h gives it. A loader that is not here has its arguments in a file. */
static const struct {
	const char *name;
	void (*apply)(const struct igd_argument_job *job);
	bool may_be_blind; /* it copes with a configuration that could not be told */
	bool is_run_empty; /* also where all is configured */
} loaders[] = {
	{ "GRUB", edit_grub_and_run, true, true },
	{ "proxmox-boot-tool with GRUB", edit_grub_and_run, true, false },
	{ "GRUB with boot loader entries", igd_argument_grubby, false, false },
	{ "rpm-ostree", igd_argument_ostree, false, false },
	{ "systemd-boot with kernelstub", igd_argument_kernelstub, false, false },
	{ "NixOS", igd_argument_declared, true, false },
	{ "Guix", igd_argument_declared, true, false },
	{ "ZFSBootMenu", igd_argument_by_hand, true, false },
	{ "EFI stub", igd_argument_by_hand, true, false },
};

void igd_argument_decline(const struct igd_argument_job *job, const char *format, ...)
{
	IGD_AUTOFREE char *why = NULL;
	va_list args;
	size_t i;

	va_start(args, format);
	why = igd_vprintf(format, args);
	va_end(args);
	for (i = 0; i < job->wish_count; i++)
		igd_making_decline(job->making, job->wishes[i].fix, "%s", why);
}

static bool is_configured(const struct igd_loader_config *config, const char *argument)
{
	size_t i;

	for (i = 0; argument && i < config->count; i++) {
		if (igd_argument_is_same(config->arguments[i].text, argument))
			return true;
	}
	return false;
}

static bool is_equal(const char *left, const char *right)
{
	return left && right ? igd_argument_is_same(left, right) : left == right;
}

/* Adds an edit unless it is there. */
static void add_edit(struct igd_argument_job *job, struct igd_argument_edit edit)
{
	size_t i;

	for (i = 0; i < job->count; i++) {
		if (is_equal(job->edits[i].gone, edit.gone) &&
			is_equal(job->edits[i].come, edit.come))
			return;
	}
	job->edits = igd_regrow(job->edits, job->count + 1, sizeof(*job->edits));
	job->edits[job->count++] = edit;
}

/* A fix that wants what another one takes away. */
static void decline_contradictions(const struct igd_argument_job *job)
{
	size_t i, j;

	for (i = 0; i < job->wish_count; i++) {
		for (j = 0; j < i; j++) {
			const struct igd_change *one = job->wishes[j].change,
						*other = job->wishes[i].change;
			const bool is_taken = one->value && other->subject &&
					      igd_argument_is_same(one->value, other->subject);
			const bool is_wanted = one->subject && other->value &&
					       igd_argument_is_same(one->subject, other->value);

			if (is_taken || is_wanted)
				igd_making_decline(job->making, job->wishes[i].fix,
					"another fix of this plan wants the opposite of `%s`",
					is_taken ? one->value : one->subject);
		}
	}
}

static void collect(struct igd_argument_job *job)
{
	struct igd_argument_edit edit;
	size_t i;

	for (i = 0; i < job->wish_count; i++) {
		const struct igd_change *change = job->wishes[i].change;

		edit = (struct igd_argument_edit){ change->subject, change->value };
		if (!is_configured(job->config, edit.gone))
			edit.gone = NULL;
		if (is_configured(job->config, edit.come))
			edit.come = NULL;
		if (edit.gone || edit.come)
			add_edit(job, edit);
		if (!job->why)
			job->why = change->why;
	}
}

/* Whether an argument is one that no file can hold as it is, or there are too many of them. */
static bool is_refused(const struct igd_argument_job *job)
{
	size_t i, size = 0;

	for (i = 0; i < job->config->count; i++)
		size += strlen(job->config->arguments[i].text) + 1;
	for (i = 0; i < job->count; i++) {
		const char *come = job->edits[i].come;

		if (come && !igd_argument_is_plain(come)) {
			igd_argument_decline(
				job, "`%s` holds a quote, a blank or a '$': add it by hand", come);
			return true;
		}
		size += come ? strlen(come) + 1 : 0;
	}
	if (size < COMMAND_LINE_SIZE)
		return false;
	igd_argument_decline(job,
		"the kernel command line would be longer than the %u bytes that the kernel reads: "
		"take something out of it first",
		COMMAND_LINE_SIZE - 1);
	return true;
}

static void apply(const struct igd_argument_job *job)
{
	bool may_be_blind = false, is_run_empty = false;
	void (*function)(const struct igd_argument_job *) = edit_and_run;
	size_t i;

	for (i = 0; i < sizeof(loaders) / sizeof(*loaders); i++) {
		if (strcmp(loaders[i].name, job->loader->name) != 0)
			continue;
		function = loaders[i].apply;
		may_be_blind = loaders[i].may_be_blind;
		is_run_empty = loaders[i].is_run_empty;
	}
	if (job->config->blind_path && !may_be_blind)
		igd_argument_decline(job,
			"what %s is configured with could not be told (%s: %s): see to it by hand",
			job->loader->name, job->config->blind_path, job->config->blind_why);
	else if ((job->count || is_run_empty) && !is_refused(job))
		function(job);
}

void igd_apply_arguments(struct igd_making *making)
{
	struct igd_argument_job job = { .making = making, .host = igd_making_host(making) };

	job.wishes = igd_making_wishes(making, IGD_CHANGE_ARGUMENT, &job.wish_count);
	if (!job.wish_count)
		return;
	job.loader = igd_loader_get(job.host);
	job.config = igd_loader_config_get(job.host);
	decline_contradictions(&job);
	if (!job.loader->name) {
		igd_argument_decline(&job,
			job.loader->candidates
				? "which boot loader is in use could not be told (installed: %s): "
				  "edit the kernel command line by hand"
				: "the boot loader in use was not recognised%s: edit the kernel "
				  "command line by hand",
			job.loader->candidates ? job.loader->candidates : "");
		return;
	}
	collect(&job);
	apply(&job);
	free(job.edits);
}

char *igd_arguments_applied(struct igd_making *making, const char *cmdline)
{
	struct igd_argument_edits edits = { 0 };
	struct igd_argument_edit *items;
	const struct igd_wish *wishes;
	const char *why = NULL;
	char *fresh;
	size_t i;

	wishes = igd_making_wishes(making, IGD_CHANGE_ARGUMENT, &edits.count);
	items = igd_zalloc((edits.count + 1) * sizeof(*items));
	for (i = 0; i < edits.count; i++)
		items[i] = (struct igd_argument_edit){ wishes[i].change->subject,
			wishes[i].change->value };
	edits.items = items;
	fresh = igd_arguments_in_file(cmdline, strlen(cmdline), &edits, &why);
	free(items);
	return fresh ? fresh : igd_strdup(cmdline);
}
