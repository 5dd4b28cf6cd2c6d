// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_grub - GRUB's defaults: /etc/default/grub and, on Debian, what follows it in /etc/default/grub.d
 *
 * All these files are sourced one behind the other, so an edit of one is judged by what all say together. Where a value is
 * worked out by a shell, an argument is added in a file of our own that is sourced last but takes nothing away.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/boot/shell.h"
#include "facts/host/cmdline.h"
#include "facts/host/distribution.h"
#include "fixes/apply/argument_job_private.h"
#include "fixes/apply/verify_loader.h"

#define DEFAULT_GRUB "/etc/default/grub"
#define DEFAULT_GRUB_D "/etc/default/grub.d"
#define OWN DEFAULT_GRUB_D "/igd-doctor.cfg"
#define LINUX_DEFAULT "GRUB_CMDLINE_LINUX_DEFAULT"
#define LINUX "GRUB_CMDLINE_LINUX"
#define OWN_HEAD "# Written by igd-doctor; `igd-doctor undo` takes it back.\n"

static void read_file(const struct igd_argument_job *job, struct igd_shell *shell, const char *path)
{
	const char *text = igd_making_text(job->making, path);

	if (text)
		igd_shell_read(shell, path, text, strlen(text));
}

/* All files as they will be, in the order in which grub-mkconfig sources them. The caller calls igd_shell_done(). */
static struct igd_shell read_all(const struct igd_argument_job *job)
{
	const char *const *name = igd_host_list(job->host, DEFAULT_GRUB_D);
	struct igd_shell shell = { 0 };
	bool has_own = false;

	read_file(job, &shell, DEFAULT_GRUB);
	for (; name && *name; name++) {
		if (!igd_ends_with(*name, ".cfg") || **name == '.')
			continue;
		has_own |= strcmp(*name, igd_basename(OWN)) == 0;
		read_file(job, &shell, igd_host_print(job->host, DEFAULT_GRUB_D "/%s", *name));
	}
	if (!has_own)
		read_file(job, &shell, OWN);
	return shell;
}

static bool holds(const char *value, const char *argument)
{
	struct igd_cmdline line;
	bool is_found = false;
	size_t i;

	igd_cmdline_parse(&line, value ? value : "", value ? strlen(value) : 0);
	for (i = 0; i < line.count && !is_found; i++)
		is_found = igd_argument_is_same(line.arguments[i].text, argument);
	igd_cmdline_done(&line);
	return is_found;
}

/*
 * What the kernel is given: GRUB 2.06 util/grub.d/10_linux.in puts LINUX first, and what is behind a "--" of it is for init.
 * The caller frees it.
 */
static char *given(const struct igd_shell *shell)
{
	const char *always = igd_shell_value(shell, LINUX);
	const char *usual = igd_shell_value(shell, LINUX_DEFAULT);

	return igd_printf("%s %s", always ? always : "", usual ? usual : "");
}

/* Whether GRUB's entries will have all that comes and nothing of what goes. */
static bool is_as_wanted(const struct igd_argument_job *job)
{
	struct igd_shell shell = read_all(job);
	IGD_AUTOFREE char *line = given(&shell);
	bool is_good = true;
	size_t i;

	for (i = 0; i < job->count && is_good; i++) {
		const struct igd_argument_edit *edit = &job->edits[i];

		if (edit->come)
			is_good = holds(line, edit->come);
		if (edit->gone)
			is_good = is_good && !holds(line, edit->gone);
	}
	igd_shell_done(&shell);
	return is_good;
}

/* Debian's grub-mkconfig sources the .cfg files of /etc/default/grub.d behind /etc/default/grub (GRUB 2.06-13+deb12u2). */
static bool has_own_place(const struct igd_argument_job *job)
{
	const enum igd_family family = igd_distribution_get(job->host)->family;

	return family == IGD_FAMILY_DEBIAN || family == IGD_FAMILY_PROXMOX;
}

/* Whether the file has a line of ours for it already. */
static bool is_in_own(const char *own, const char *argument)
{
	struct igd_shell shell = { 0 };
	bool is_found;

	igd_shell_read(&shell, OWN, own, strlen(own));
	is_found = holds(igd_shell_value(&shell, LINUX_DEFAULT), argument);
	igd_shell_done(&shell);
	return is_found;
}

/* What comes and is in no line of ours yet, each with a blank before it; NULL for nothing. */
static const char *missing(const struct igd_argument_job *job, const char *own)
{
	const char *words = NULL;
	size_t i;

	for (i = 0; i < job->count; i++) {
		const char *come = job->edits[i].come;

		if (come && !(own && is_in_own(own, come)))
			words = igd_host_print(job->host, "%s %s", words ? words : "", come);
	}
	return words;
}

/* Adds by a line of our own, where no line that is there can be edited. False: all is there. */
static bool add_line(const struct igd_argument_job *job, const char *path)
{
	const struct igd_argument_edits edits = { .items = job->edits, .count = job->count };
	const char *text = igd_making_text(job->making, path), *words;
	const size_t size = text ? strlen(text) : 0;

	words = missing(job, text);
	if (!words)
		return igd_argument_is_stale(job);
	igd_making_edit(job->making, path,
		igd_host_print(job->host, "%s%s" LINUX_DEFAULT "=\"$" LINUX_DEFAULT "%s\"\n",
			text ? text : OWN_HEAD, size && text[size - 1] != '\n' ? "\n" : "", words),
		IGD_EFFECT_BOOT,
		igd_argument_title(
			job, &edits, igd_host_print(job->host, LINUX_DEFAULT " in %s", path)),
		job->why);
	return true;
}

static bool is_unset(const struct igd_argument_job *job)
{
	struct igd_shell shell = read_all(job);
	const bool is_free = !shell.is_open && !igd_shell_find(&shell, LINUX) &&
			     !igd_shell_find(&shell, LINUX_DEFAULT);

	igd_shell_done(&shell);
	return is_free;
}

/* What is configured could not be told: then nothing can be taken away for certain. */
static bool edit_blind(const struct igd_argument_job *job)
{
	const char *path = has_own_place(job) ? OWN : NULL;
	size_t i;

	if (is_unset(job) && !path)
		path = igd_making_text(job->making, DEFAULT_GRUB) ? DEFAULT_GRUB : NULL;
	for (i = 0; i < job->wish_count && path && !is_unset(job); i++) {
		if (job->wishes[i].change->subject)
			path = NULL;
	}
	if (path)
		return add_line(job, path);
	igd_argument_decline(job,
		"what GRUB is configured with could not be told (%s: %s): see to it by hand",
		job->config->blind_path, job->config->blind_why);
	return false;
}

/* Takes what goes out of one assignment, where it is written there. */
static void take_out(const struct igd_argument_job *job, const struct igd_shell_assignment *made)
{
	struct igd_argument_edit *items = igd_zalloc((job->count + 1) * sizeof(*items));
	struct igd_argument_edits edits = { items, 0, made->name, made->line };
	const char *text = igd_making_text(job->making, made->path), *why;
	IGD_AUTOFREE char *fresh = NULL;
	size_t i;

	for (i = 0; i < job->count; i++) {
		if (job->edits[i].gone)
			items[edits.count++].gone = job->edits[i].gone;
	}
	if (text)
		fresh = igd_arguments_in_shell(text, strlen(text), &edits, &why);
	if (fresh)
		igd_making_edit(job->making, made->path, fresh, IGD_EFFECT_BOOT,
			igd_argument_title(job, &edits,
				igd_host_print(job->host, "%s in %s", made->name, made->path)),
			job->why);
	free(items);
}

/* An argument may be in several assignments of which each adds to the one before: the facts know the first. */
static void take_out_everywhere(const struct igd_argument_job *job)
{
	struct igd_shell shell = read_all(job);
	size_t i;

	for (i = 0; i < shell.count; i++) {
		if (strcmp(shell.assignments[i].name, LINUX_DEFAULT) == 0 ||
			strcmp(shell.assignments[i].name, LINUX) == 0)
			take_out(job, &shell.assignments[i]);
	}
	igd_shell_done(&shell);
}

/*
 * A newline inside the quotes comes out in grub.cfg, where it ends the `linux` line (GRUB 2.06 util/grub.d/10_linux.in puts the
 * value into a here-document).
 */
static bool is_broken(const struct igd_argument_job *job)
{
	struct igd_shell shell = read_all(job);
	const char *usual = igd_shell_value(&shell, LINUX_DEFAULT);
	const char *always = igd_shell_value(&shell, LINUX);
	const bool is_found = (usual && strchr(usual, '\n')) || (always && strchr(always, '\n'));

	igd_shell_done(&shell);
	return is_found;
}

/* Adds to LINUX where that has a "--", since LINUX_DEFAULT comes behind it. ret: the same loader, with that place. */
static bool has_rest(const struct igd_argument_job *job, struct igd_loader *ret)
{
	struct igd_shell shell = read_all(job);
	const struct igd_shell_assignment *found = igd_shell_find(&shell, LINUX);
	struct igd_cmdline line = { 0 };
	bool is_so = false;

	if (found && found->value) {
		igd_cmdline_parse(&line, found->value, strlen(found->value));
		is_so = line.has_rest;
		*ret = *job->loader;
		ret->place = LINUX;
		ret->path = igd_host_print(job->host, "%s", found->path);
	}
	igd_cmdline_done(&line);
	igd_shell_done(&shell);
	return is_so;
}

bool igd_argument_edit_grub(const struct igd_argument_job *job)
{
	struct igd_argument_job placed = *job;
	struct igd_loader loader;

	if (has_rest(job, &loader))
		placed.loader = &loader;
	if (job->config->blind_path)
		return edit_blind(job);
	if (is_broken(job)) {
		igd_argument_decline(job,
			"the value of " LINUX_DEFAULT " or " LINUX
			" goes over several lines, of which GRUB takes only the first: join them to "
			"one line in %s first",
			job->loader->path);
		return false;
	}
	if (!igd_argument_edit_files(&placed))
		return false;
	if (is_as_wanted(job))
		return true;
	if (igd_argument_going(job, " "))
		take_out_everywhere(job);
	if (is_as_wanted(job))
		return true;
	igd_argument_decline(job,
		"the files that %s sources do more with " LINUX_DEFAULT
		" than can be followed: edit it by hand",
		DEFAULT_GRUB);
	return false;
}

bool igd_argument_is_stale(const struct igd_argument_job *job)
{
	static const char *const paths[] = { "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", NULL };
	IGD_AUTOFREE char *wanted = igd_argument_wanted(job);
	struct igd_step step = { .kind = IGD_STEP_COMMAND, .verify_value = wanted };
	const char *const *path;

	for (path = paths; *path; path++) {
		if (igd_host_has(job->host, *path))
			return igd_verify_grub(job->host, &step, *path, NULL) == -ENODATA;
	}
	return false;
}
