// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs - INITRAMFS: what boots holds the modules, and what /etc/modprobe.d says of them
 *
 * It is built once, whoever wants it: a fix, or an edit of a file that goes into it.
 */
#include "facts/boot/initramfs.h"

#include <stdlib.h>
#include <string.h>

#include "facts/boot/initramfs_claim.h"
#include "facts/host/modprobe.h"
#include "facts/host/modules.h"
#include "fixes/apply/initramfs_private.h"

#define MODPROBE "/etc/modprobe.d"

static bool is_listed(const char *const *words, size_t count, const char *word)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (igd_module_same_name(words[i], word))
			return true;
	}
	return false;
}

/* The modules of all wishes, each once, in the order in which they are wished. The caller frees the array. */
static const char **all_modules(struct igd_host *host, const struct igd_wish *wishes, size_t count)
{
	const char **words = igd_zalloc(sizeof(*words)), *at, *word;
	size_t found = 0, length, i;

	for (i = 0; i < count; i++) {
		at = wishes[i].change->value ? wishes[i].change->value : "";
		for (at += strspn(at, " "); *at; at += length, at += strspn(at, " ")) {
			length = strcspn(at, " ");
			word = igd_host_print(host, "%.*s", (int)length, at);
			if (is_listed(words, found, word))
				continue;
			words = igd_regrow(words, found + 2, sizeof(*words));
			words[found++] = word;
			words[found] = NULL;
		}
	}
	return words;
}

static bool is_touched(struct igd_making *making, const struct igd_initramfs_row *row)
{
	size_t i;

	if (igd_making_touches(making, MODPROBE))
		return true;
	for (i = 0; row && row->configs[i]; i++) {
		if (igd_making_touches(making, row->configs[i]))
			return true;
	}
	return false;
}

/* Whether the image that boots is already as it should be; false also where that cannot be told. */
static bool is_current(const struct igd_initramfs_job *job, const struct igd_initramfs_row *row)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(job->host);
	const struct igd_initramfs *image =
		place->kind == IGD_INITRAMFS_FOUND ? igd_initramfs_get(job->host) : NULL;
	enum igd_initramfs_answer answer;
	size_t i;

	if (!image || image->unread)
		return false;
	for (i = 0; job->modules[i]; i++) {
		IGD_AUTOFREE char *plain = igd_strdup(job->modules[i]);
		char *dash;

		while ((dash = strchr(plain, '-')))
			*dash = '_';
		if (igd_module_state(job->host, plain) == IGD_MODULE_FILE &&
			!igd_initramfs_has_module(image, plain))
			return false;
		if (row->has_loads && !igd_initramfs_loads(image, plain))
			return false;
	}
	answer = igd_initramfs_judge(job->host, image).answer;
	return answer == IGD_INITRAMFS_READY || answer == IGD_INITRAMFS_NEITHER;
}

/* What the outcome is looked at for: verify.h. */
static char *wanted(const struct igd_initramfs_job *job, const struct igd_initramfs_row *row)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(job->host);
	const struct igd_initramfs *old =
		place->kind == IGD_INITRAMFS_FOUND ? igd_initramfs_get(job->host) : NULL;
	const char *const *names = igd_host_list(job->host, MODPROBE);
	struct igd_text text = { 0 };
	size_t i;

	igd_text_printf(&text, "@%s", place->kind == IGD_INITRAMFS_FOUND ? place->path : "");
	if (old && !old->unread)
		igd_text_printf(&text, "\n=!");
	if (old && old->module_count)
		igd_text_printf(&text, "\n=*");
	for (i = 0; job->modules[i]; i++) {
		if (igd_module_state(job->host, job->modules[i]) == IGD_MODULE_FILE)
			igd_text_printf(&text, "\n=%s", job->modules[i]);
	}
	for (; row->has_modprobe && names && *names; names++) {
		const char *path = igd_host_print(job->host, MODPROBE "/%s", *names);

		if (igd_ends_with(*names, ".conf") && igd_making_touches(job->making, path))
			igd_text_printf(&text, "\n%%%s", path);
	}
	return text.text;
}

static void decline_all(struct igd_making *making, const char *why)
{
	size_t count, i;
	const struct igd_wish *wishes = igd_making_wishes(making, IGD_CHANGE_INITRAMFS, &count);

	for (i = 0; i < count; i++)
		igd_making_decline(making, wishes[i].fix, "%s", why);
}

/* NixOS and rpm-ostree build it as part of a whole system; the clause is the one of remedies. */
static void leave_to_person(const struct igd_initramfs_job *job)
{
	const char *clause =
		job->modules[0] ? igd_initramfs_module_clause(job->host, igd_initramfs_words(job))
				: igd_initramfs_rebuild_clause(job->host);

	igd_making_manual(job->making,
		igd_host_print(job->host, "For the initramfs, which %s makes: %s", job->tool->name,
			clause),
		NULL);
}

static void make(const struct igd_initramfs_job *job)
{
	const struct igd_initramfs_row *row = igd_initramfs_row(job->tool->kind);
	IGD_AUTOFREE char *value = NULL;
	const char *why;

	if (!row) {
		leave_to_person(job);
		return;
	}
	why = row->configure(job);
	if (why) {
		decline_all(job->making, why);
		return;
	}
	if (!is_touched(job->making, row) && is_current(job, row))
		return;
	value = wanted(job, row);
	igd_initramfs_rebuild(job, row, value);
}

/* Several builders or none: nothing can be told to do it, unless there is no image. */
static void without_tool(struct igd_making *making, bool is_wished)
{
	struct igd_host *host = igd_making_host(making);

	if (igd_initramfs_place(host)->kind == IGD_INITRAMFS_NONE)
		decline_all(making, "this kernel is booted without an initramfs");
	else if (is_wished)
		decline_all(making, "what builds the initramfs of this machine could not be told");
	else
		igd_making_manual(making,
			"Build the initramfs again with your distribution's tool: what it "
			"takes from /etc/modprobe.d has changed",
			NULL);
}

void igd_apply_initramfs(struct igd_making *making)
{
	size_t count;
	const struct igd_wish *wishes = igd_making_wishes(making, IGD_CHANGE_INITRAMFS, &count);
	struct igd_host *host = igd_making_host(making);
	const struct igd_initramfs_tool *tool = igd_initramfs_tool_get(host);
	IGD_AUTOFREE const char **modules = all_modules(host, wishes, count);
	struct igd_initramfs_job job = { making, host, tool, modules,
		count ? wishes[0].change->why : NULL };

	if (!count && !is_touched(making, tool ? igd_initramfs_row(tool->kind) : NULL))
		return;
	if (tool)
		make(&job);
	else
		without_tool(making, count > 0);
}
