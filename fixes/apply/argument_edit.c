// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_edit - the edits of a job, each in the file and the line that hold its arguments
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader_text.h"
#include "facts/boot/shell.h"
#include "fixes/apply/argument_job_private.h"

#define MAX_SPOTS 64u

/* How a file keeps a command line. */
struct format {
	const char *place; /* as facts/boot/loader.h calls it */
	const char *key;   /* of its lines; NULL: not by lines of a key */
	bool is_by_line;   /* only the line that boots is edited, not every one of that key */
	char *(*edit)(const char *text, size_t size, const struct igd_argument_edits *edits,
		const char **ret_why);
};

/*
 * Boot Loader Specification: "options" may stand in several lines, which count together. Of syslinux, Limine and rEFInd only
 * the entry that boots by default is changed: the others are a way back.
 */
static const struct format formats[] = {
	{ "the `options` line", "options", false, igd_arguments_in_lines },
	{ "Cmdline=", "Cmdline", false, igd_arguments_in_lines },
	{ "the `APPEND` line", "append", true, igd_arguments_in_lines },
	{ "the `cmdline:` line", "cmdline", true, igd_arguments_in_lines },
	{ "the `cmdline:` line", "kernel_cmdline", true, igd_arguments_in_lines },
	{ "the second quotes of the first line", NULL, true, igd_arguments_in_refind },
};
static const struct format whole_file = { NULL, NULL, false, igd_arguments_in_file };
static const struct format shell = { NULL, NULL, true, igd_arguments_in_shell };

/* A place in a file, and the edits that are to be made there. */
struct spot {
	const char *path, *place, *text;
	const struct format *format;
	struct igd_argument_edit *items;
	size_t count;
	unsigned line;
};

struct spots {
	struct spot items[MAX_SPOTS];
	size_t count;
};

static const struct format *format_of(const char *place, const char *text)
{
	struct igd_loader_span span;
	size_t i;

	if (!place)
		return &whole_file;
	for (i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		span = (struct igd_loader_span){ 0 };
		if (strcmp(formats[i].place, place) == 0 &&
			(!formats[i].key ||
				igd_loader_line(text, strlen(text), formats[i].key, &span)))
			return &formats[i];
	}
	return &shell;
}

/* The line of the last assignment to the variable in a file; 0 for none. */
static unsigned assignment_line(const char *text, const char *name)
{
	struct igd_shell read = { 0 };
	const struct igd_shell_assignment *found;
	unsigned line;

	igd_shell_read(&read, "", text, strlen(text));
	found = igd_shell_find(&read, name);
	line = found ? found->line : 0;
	igd_shell_done(&read);
	return line;
}

/* Where an argument is added. */
static unsigned default_line(const struct spot *spot)
{
	const size_t size = strlen(spot->text);
	struct igd_loader_span span = { 0 };

	if (spot->format == &shell)
		return assignment_line(spot->text, spot->place);
	if (!spot->format->key)
		igd_loader_refind_line(spot->text, size, &span);
	else
		igd_loader_line(spot->text, size, spot->format->key, &span);
	return span.line;
}

/* The spot of that place, made if there is none; NULL: there are too many, or the file is not there. */
static struct spot *spot_at(const struct igd_argument_job *job, struct spots *spots,
	const struct igd_loader_argument *where)
{
	struct spot made = { .path = where->path, .place = where->place };
	size_t i;

	made.text = igd_making_text(job->making, made.path);
	if (!made.text || spots->count == MAX_SPOTS)
		return NULL;
	made.format = format_of(made.place, made.text);
	if (made.format->is_by_line)
		made.line = where->line ? where->line : default_line(&made);
	for (i = 0; i < spots->count; i++) {
		struct spot *spot = &spots->items[i];

		if (strcmp(spot->path, made.path) == 0 && spot->line == made.line &&
			spot->format == made.format &&
			(made.format != &shell || strcmp(spot->place, made.place) == 0))
			return spot;
	}
	spots->items[spots->count] = made;
	return &spots->items[spots->count++];
}

static void add_edit(struct spot *spot, const char *gone, const char *come)
{
	size_t i;

	for (i = 0; i < spot->count && !come; i++) {
		if (spot->items[i].gone && igd_argument_is_same(spot->items[i].gone, gone))
			return;
	}
	spot->items = igd_regrow(spot->items, spot->count + 1, sizeof(*spot->items));
	spot->items[spot->count++] = (struct igd_argument_edit){ gone, come };
}

/* Every place that holds what goes. What comes takes the place of the first, else the loader's own place. */
static bool place_edit(const struct igd_argument_job *job, struct spots *spots,
	const struct igd_argument_edit *edit)
{
	const struct igd_loader_argument own = { .path = job->loader->path,
		.place = job->loader->place };
	const char *come = edit->come;
	struct spot *spot;
	size_t i;

	for (i = 0; edit->gone && i < job->config->count; i++) {
		const struct igd_loader_argument *held = &job->config->arguments[i];

		if (!igd_argument_is_same(held->text, edit->gone))
			continue;
		spot = held->path ? spot_at(job, spots, held) : NULL;
		if (!spot)
			return false;
		add_edit(spot, edit->gone, come);
		come = NULL;
	}
	if (!come)
		return true;
	spot = own.path ? spot_at(job, spots, &own) : NULL;
	if (spot)
		add_edit(spot, NULL, come);
	return spot != NULL;
}

static bool make(const struct igd_argument_job *job, const struct spot *spot)
{
	const struct igd_argument_edits edits = { spot->items, spot->count,
		spot->format->key ? spot->format->key : spot->place, spot->line };
	const char *text = igd_making_text(job->making, spot->path), *why = "it is gone";
	IGD_AUTOFREE char *fresh = NULL;

	if (text)
		fresh = spot->format->edit(text, strlen(text), &edits, &why);
	if (!fresh) {
		igd_argument_decline(
			job, "%s cannot be edited safely: %s. Edit it by hand", spot->path, why);
		return false;
	}
	igd_making_edit(job->making, spot->path, fresh, IGD_EFFECT_BOOT,
		igd_argument_title(job, &edits,
			igd_host_print(job->host, "%s in %s",
				spot->place ? spot->place : "the line", spot->path)),
		job->why);
	return true;
}

bool igd_argument_edit_files(const struct igd_argument_job *job)
{
	struct spots spots = { .count = 0 };
	bool is_good = true;
	size_t i;

	if (!job->loader->path) {
		igd_argument_decline(job,
			"%s is in use, but where it is configured was not found: is its partition "
			"mounted?",
			job->loader->name);
		return false;
	}
	for (i = 0; i < job->count && is_good; i++)
		is_good = place_edit(job, &spots, &job->edits[i]);
	if (!is_good)
		igd_argument_decline(job, "%s is not there or cannot be read", job->loader->path);
	for (i = 0; i < spots.count; i++) {
		is_good = is_good && make(job, &spots.items[i]);
		free(spots.items[i].items);
	}
	return is_good;
}
