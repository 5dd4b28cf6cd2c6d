// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_tool - boot loaders that are told their arguments by a command of their own, or by a person
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/argument_job_private.h"

#define MAX_WORDS 64u

static const char *title(const struct igd_argument_job *job, const char *where)
{
	const struct igd_argument_edits edits = { .items = job->edits, .count = job->count };

	return igd_argument_title(job, &edits, where);
}

static struct igd_step *add_command(
	const struct igd_argument_job *job, const char *const *words, const char *where)
{
	struct igd_step *step =
		igd_making_command(job->making, IGD_STAGE_LOADER, words, title(job, where));

	step->effect = IGD_EFFECT_BOOT;
	if (!step->why && job->why)
		step->why = igd_strdup(job->why);
	return step;
}

/*
 * grubby-bls takes away before it adds. It edits the entries, and for ALL also what new ones are made of: /etc/default/grub,
 * /etc/kernel/cmdline, or kernelopts in grubenv (rhboot/grubby grubby-bls update_bls_fragment()).
 */
void igd_argument_grubby(const struct igd_argument_job *job)
{
	const char *coming = igd_argument_coming(job, " "), *going = igd_argument_going(job, " ");
	const char *words[5] = { "grubby", "--update-kernel=ALL", NULL };
	struct igd_step *step;
	size_t count = 2;

	if (going)
		words[count++] = igd_host_print(job->host, "--remove-args=%s", going);
	if (coming)
		words[count] = igd_host_print(job->host, "--args=%s", coming);
	step = add_command(job, words, "all entries of GRUB");
	igd_step_output(step, "/boot/loader/entries/*.conf");
	igd_step_output(step, "/boot/grub2/grubenv");
	igd_step_output(step, "/etc/default/grub");
	igd_step_output(step, "/etc/kernel/cmdline");
	step->verify = igd_strdup("entries");
	step->verify_value = igd_argument_wanted(job);
}

/* Words, one for each argument behind a prefix. */
static size_t add_words(const struct igd_argument_job *job, const char **words, size_t count,
	bool is_coming, const char *prefix)
{
	size_t i;

	for (i = 0; i < job->count && count < MAX_WORDS - 1; i++) {
		const char *word = is_coming ? job->edits[i].come : job->edits[i].gone;

		if (word)
			words[count++] = igd_host_print(job->host, "%s%s", prefix, word);
	}
	return count;
}

/* rpm-ostree(1) kargs: a new deployment, whose entry the next boot takes. So undo is a command as well. */
void igd_argument_ostree(const struct igd_argument_job *job)
{
	const char *words[MAX_WORDS] = { "rpm-ostree", "kargs" };
	const char *opposite[MAX_WORDS] = { "rpm-ostree", "kargs" };
	size_t count = add_words(job, words, 2, false, "--delete-if-present=");
	size_t back = add_words(job, opposite, 2, true, "--delete-if-present=");
	struct igd_step *step;

	add_words(job, words, count, true, "--append-if-missing=");
	add_words(job, opposite, back, false, "--append-if-missing=");
	step = add_command(job, words, "the next deployment's kernel arguments");
	if (!step->opposite)
		step->opposite = igd_words_copy(opposite);
}

/* kernelstub(1) takes one string of options; of several -a the last counts alone. It writes its entry on the ESP by itself. */
static void add_kernelstub(
	const struct igd_argument_job *job, const char *option, const char *options)
{
	const char *const words[] = { "kernelstub", option, options, NULL };
	struct igd_step *step;

	if (!options)
		return;
	step = igd_making_command(job->making, IGD_STAGE_LOADER, words,
		igd_host_print(job->host, "Run `kernelstub %s \"%s\"`", option, options));
	igd_step_output(step, "/etc/kernelstub/configuration");
	igd_step_output(step, "/boot/efi/loader/entries/*.conf");
	igd_step_output(step, "/boot/efi/EFI/*/cmdline");
}

void igd_argument_kernelstub(const struct igd_argument_job *job)
{
	add_kernelstub(job, "-d", igd_argument_going(job, " "));
	add_kernelstub(job, "-a", igd_argument_coming(job, " "));
}

/* struct igd_loader: '@' is an argument in what is in braces, repeated for each; NULL: there is none. Host memory. */
static const char *declaration(const struct igd_argument_job *job)
{
	const char *template = job->loader->add;
	const char *open = strchrnul(template, '{'), *close = strchrnul(open, '}');
	const char *text = igd_host_print(job->host, "%.*s", (int)(open - template), template);
	const char *at = memchr(open, '@', (size_t)(close - open));
	bool is_any = false;
	size_t i;

	for (i = 0; at && i < job->count; i++) {
		if (!job->edits[i].come)
			continue;
		is_any = true;
		text = igd_host_print(job->host, "%s%.*s%s%.*s", text, (int)(at - open) - 1,
			open + 1, job->edits[i].come, (int)(close - at) - 1, at + 1);
	}
	return is_any ? igd_host_print(job->host, "%s%s", text, *close ? close + 1 : "") : NULL;
}

/* NixOS and Guix make their boot entries of a declaration. */
void igd_argument_declared(const struct igd_argument_job *job)
{
	const char *going = igd_argument_going(job, "`, `"), *snippet = declaration(job);
	const char *command = igd_loader_command(job->host);
	const char *what;

	what = going ? igd_host_print(job->host, "Take `%s` out of %s in %s%s", going,
			       job->loader->place, job->loader->path, snippet ? ", add" : "")
		     : igd_host_print(job->host, "Add to %s", job->loader->path);
	if (going && snippet)
		what = igd_host_print(job->host, "%s what is below", what);
	if (command)
		what = igd_host_print(job->host, "%s and run `%s`", what, command);
	igd_making_manual(job->making, what, snippet);
}

/* The configured command line with the edits. */
static const char *whole(const struct igd_argument_job *job)
{
	const struct igd_argument_edits edits = { .items = job->edits, .count = job->count };
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOFREE char *fresh = NULL;
	const char *why;
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < job->config->count; i++)
		igd_text_printf(&text, "%s%s", i ? " " : "", job->config->arguments[i].text);
	fresh = igd_arguments_in_file(text.text, text.size, &edits, &why);
	return igd_host_print(job->host, "%s", fresh ? fresh : text.text);
}

/*
 * ZFSBootMenu: zbm-kcl(8) edits the property org.zfsbootmenu:commandline, which only `zfs` can read. The EFI stub: the arguments are
 * part of the firmware's boot entry, of which the firmware may allow no more (Linux Documentation/admin-guide/efi-stub.rst).
 */
void igd_argument_by_hand(const struct igd_argument_job *job)
{
	const char *words[MAX_WORDS] = { NULL };
	const char *text = "zbm-kcl";
	size_t count, i;

	if (job->loader->add) {
		count = add_words(job, words, 0, false, "-r ");
		count = add_words(job, words, count, true, "-a ");
		for (i = 0; i < count; i++)
			text = igd_host_print(job->host, "%s %s", text, words[i]);
		igd_making_manual(job->making,
			title(job, "org.zfsbootmenu:commandline of the root file system"), text);
		return;
	}
	igd_making_manual(job->making,
		igd_host_print(job->host,
			"%s: make the entry anew with `efibootmgr`, with the same disk, partition, "
			"label and loader that `efibootmgr -v` shows, and keep the old one until "
			"the new one has booted",
			title(job, "the firmware's boot entry")),
		igd_host_print(job->host,
			"efibootmgr --create --disk DISK --part N --label LABEL --loader PATH "
			"--unicode '%s'",
			whole(job)));
}
