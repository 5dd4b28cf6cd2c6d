// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_command - the boot loader's own command, as steps that say which files it writes
 *
 * The commands are those of facts/boot/loader.h. One that a shell would have to take apart in a way that is not known here is
 * not run: the fix then declines, since an edit without it would change nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader.h"
#include "facts/boot/loader_text.h"
#include "facts/boot/shell.h"
#include "facts/host/kernel.h"
#include "fixes/apply/argument_job_private.h"

#define MAX_WORDS 16u
#define RESULT_SUFFIX ".igd-doctor"
#define RELEASE "$(uname -r)"
#define PARTITIONS ((const char *const[]){ "/efi", "/boot", "/boot/efi", NULL })

static void add_output(const struct igd_argument_job *job, struct igd_step *step,
	const char *directory, const char *rest)
{
	igd_step_output(step, igd_host_print(job->host, "%s%s", directory, rest));
}

/*
 * Debian's update-grub(8) is `grub-mkconfig -o /boot/grub/grub.cfg`, which writes grub.cfg.new, has grub-script-check
 * read it and copies it over grub.cfg (GRUB 2.06 util/grub-mkconfig.in). 05_debian_theme makes the background anew.
 */
static void of_grub(const struct igd_argument_job *job, struct igd_step *step)
{
	(void)job;
	igd_step_output(step, "/boot/grub/grub.cfg");
	igd_step_output(step, "/boot/grub/grub.cfg.new");
	igd_step_output(step, "/boot/grub/.background_cache.*");
}

/* What mkinitcpio's presets name (mkinitcpio(8) "default_uki", formerly "default_efi_image"). */
static void of_presets(const struct igd_argument_job *job, struct igd_step *step)
{
	const char *const *name = igd_host_list(job->host, "/etc/mkinitcpio.d");
	struct igd_shell shell;
	const char *text;
	size_t i;

	for (; name && *name; name++) {
		shell = (struct igd_shell){ 0 };
		text = igd_host_text(
			job->host, igd_host_print(job->host, "/etc/mkinitcpio.d/%s", *name));
		if (!text || !igd_ends_with(*name, ".preset"))
			continue;
		igd_shell_read(&shell, *name, text, strlen(text));
		for (i = 0; i < shell.count; i++) {
			const struct igd_shell_assignment *made = &shell.assignments[i];

			if (made->value && *made->value == '/' &&
				(igd_ends_with(made->name, "_uki") ||
					igd_ends_with(made->name, "_efi_image")))
				igd_step_output(step, made->value);
		}
		igd_shell_done(&shell);
	}
}

/* UAPI Group "Unified Kernel Image" and Boot Loader Specification type #2: EFI/Linux of the ESP or of XBOOTLDR. */
static void of_uki(const struct igd_argument_job *job, struct igd_step *step)
{
	const char *const *partition;

	for (partition = PARTITIONS; *partition; partition++) {
		if (igd_host_has(job->host, igd_host_print(job->host, "%s/EFI/Linux", *partition)))
			add_output(job, step, *partition, "/EFI/Linux/*.efi");
	}
	of_presets(job, step);
}

/*
 * kernel-install(8), 90-loaderentry.install: ROOT/loader/entries/TOKEN-VERSION.conf, and copies in
 * ROOT/TOKEN/VERSION/. The entry that boots tells ROOT, and its `linux` the token.
 */
static void of_entries(const struct igd_argument_job *job, struct igd_step *step)
{
	const char *entry = job->loader->sign, *end = strstr(entry, "/loader/entries/");
	const char *text = igd_host_text(job->host, entry), *root, *slash;
	struct igd_loader_span span = { 0 };

	if (!end)
		return;
	root = igd_host_print(job->host, "%.*s", (int)(end - entry), entry);
	add_output(job, step, root, "/loader/entries/*.conf");
	if (!text || !igd_loader_line(text, strlen(text), "linux", &span) || !span.size ||
		*span.text != '/')
		return;
	slash = memchr(span.text + 1, '/', span.size - 1);
	if (slash)
		add_output(job, step, root,
			igd_host_print(job->host, "%.*s/*/*", (int)(slash - span.text), span.text));
}

static bool has_entries(const struct igd_argument_job *job)
{
	return strcmp(job->loader->name, "systemd-boot") == 0;
}

/* What the last command of several leaves: an image in EFI/Linux, or entries with copies of kernel and initramfs. */
static void of_image(const struct igd_argument_job *job, struct igd_step *step)
{
	if (has_entries(job))
		of_entries(job, step);
	else
		of_uki(job, step);
}

/* The initramfs itself, wherever its builder has it. */
static void of_initramfs(const struct igd_argument_job *job, struct igd_step *step)
{
	(void)job;
	igd_step_output(step, "/boot/initrd.img-*");
	igd_step_output(step, "/boot/initramfs-*");
}

/* limine-entry-tool writes limine.conf, and copies images to ROOT/MACHINE-ID/ENTRY/. */
static void of_limine(const struct igd_argument_job *job, struct igd_step *step)
{
	const char *const *partition;

	for (partition = PARTITIONS; *partition; partition++) {
		if (!igd_host_has(
			    job->host, igd_host_print(job->host, "%s/limine.conf", *partition)))
			continue;
		add_output(job, step, *partition, "/limine.conf*");
		add_output(job, step, *partition, "/EFI/Linux/*.efi");
	}
}

/* Alpine update-extlinux(1) */
static void of_extlinux(const struct igd_argument_job *job, struct igd_step *step)
{
	(void)job;
	igd_step_output(step, "/boot/extlinux.conf*");
	igd_step_output(step, "/boot/*.c32");
}

/*
 * proxmox-boot-tool mounts each of its partitions for as long as it writes to it (Proxmox VE Administration Guide "Synchronizing the
 * content of the ESP with proxmox-boot-tool"): what it writes cannot be saved, but made again.
 */
static void of_unmounted(const struct igd_argument_job *job, struct igd_step *step)
{
	(void)job;
	(void)step;
}

static const struct {
	const char *program;
	enum igd_stage stage;
	const char *verify; /* fixes/apply/verify_loader.h; NULL */
	void (*add_outputs)(const struct igd_argument_job *job, struct igd_step *step);
	bool has_image; /* of what it makes the boot loader is given an image or entries */
} programs[] = {
	{ "update-grub", IGD_STAGE_LOADER, "grub", of_grub, false },
	{ "proxmox-boot-tool", IGD_STAGE_LOADER, NULL, of_unmounted, false },
	{ "update-extlinux", IGD_STAGE_LOADER, NULL, of_extlinux, false },
	{ "limine-update", IGD_STAGE_LOADER, NULL, of_limine, false },
	{ "limine-mkinitcpio", IGD_STAGE_LOADER, NULL, of_limine, false },
	{ "limine-dracut", IGD_STAGE_LOADER, NULL, of_limine, false },
	{ "kernel-install", IGD_STAGE_LOADER, NULL, of_unmounted, true },
	{ "update-initramfs", IGD_STAGE_INITRAMFS, NULL, of_initramfs, true },
	{ "mkinitcpio", IGD_STAGE_INITRAMFS, NULL, of_initramfs, true },
	{ "dracut", IGD_STAGE_INITRAMFS, NULL, of_initramfs, true },
	{ "dpkg-reconfigure", IGD_STAGE_INITRAMFS, NULL, of_initramfs, true },
};

/* What a shell would not take for itself. */
static bool is_plain(char byte)
{
	return !strchr("$`'\\;&|<>*", byte);
}

/* The length of the word at the beginning, with its quotes; 0: only a shell could tell. */
static size_t word_length(const char *command)
{
	bool is_quoted = false;
	size_t i;

	for (i = 0; command[i] && (is_quoted || command[i] != ' '); i++) {
		is_quoted ^= command[i] == '"';
		if (!is_plain(command[i]))
			return 0;
	}
	return is_quoted ? 0 : i;
}

/* Words at blanks; double quotes protect them. The words are the host's memory. False: too many, or a shell's. */
static bool split(struct igd_host *host, const char *command, const char **words)
{
	size_t count = 0, length, i;

	for (command += strspn(command, " "); *command; command += strspn(command, " ")) {
		IGD_AUTOTEXT struct igd_text word = { 0 };

		length = word_length(command);
		if (!length || count == MAX_WORDS - 1)
			return false;
		for (i = 0; i < length; i++)
			igd_text_add(&word, &command[i], command[i] != '"');
		words[count++] = igd_host_print(host, "%s", word.text);
		command += length;
	}
	words[count] = NULL;
	return count > 0;
}

/* The command with the running kernel's release in it. */
static const char *with_release(struct igd_host *host, const char *command)
{
	const char *at = strstr(command, RELEASE), *release = at ? igd_kernel_release(host) : NULL;

	for (; at && release; at = strstr(command, RELEASE))
		command = igd_host_print(host, "%.*s%s%s", (int)(at - command), command, release,
			at + strlen(RELEASE));
	return command;
}

static void add_verify(
	const struct igd_argument_job *job, struct igd_step *step, const char *verify)
{
	char *names;

	if (!verify || (step->verify && strstr(step->verify, verify)))
		return;
	names = igd_printf(
		"%s%s%s", step->verify ? step->verify : "", step->verify ? " " : "", verify);
	free(step->verify);
	step->verify = names;
	if (!step->verify_value)
		step->verify_value = igd_argument_wanted(job);
}

/*
 * grub-mkconfig -o FILE: told to write beside it, so that the one that boots is never half-written. It writes FILE.new first,
 * which is removed at its end.
 */
static void add_mkconfig(const struct igd_argument_job *job, const char **words)
{
	const char *path = words[2];
	struct igd_step *step;

	words[2] = igd_host_print(job->host, "%s" RESULT_SUFFIX, path);
	step = igd_making_command(job->making, IGD_STAGE_LOADER, words,
		igd_host_print(job->host, "Make %s anew", path));
	step->effect = IGD_EFFECT_BOOT;
	step->is_regenerator = true;
	if (step->path)
		return;
	step->path = igd_making_resolve(job->making, path);
	step->result = igd_strdup(words[2]);
	igd_step_output(step, path);
	igd_step_output(step, words[2]);
	igd_step_output(step, igd_host_print(job->host, "%s.new", words[2]));
	add_verify(job, step, "grub");
}

static bool add_program(const struct igd_argument_job *job, const char *const *words,
	const char *command, bool is_last)
{
	struct igd_step *step;
	size_t i;

	for (i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		if (strcmp(programs[i].program, words[0]) != 0)
			continue;
		step = igd_making_command(job->making, programs[i].stage, words,
			igd_host_print(job->host, "Run `%s`", command));
		step->effect = IGD_EFFECT_BOOT;
		step->is_regenerator = true;
		programs[i].add_outputs(job, step);
		add_verify(job, step, programs[i].verify);
		if (!programs[i].has_image || !is_last)
			return true;
		of_image(job, step);
		add_verify(job, step, has_entries(job) ? "entries" : "uki");
		return true;
	}
	return false;
}

static bool run_one(const struct igd_argument_job *job, const char *command, bool is_last)
{
	const char *words[MAX_WORDS];
	const char *filled = with_release(job->host, command);

	if (!split(job->host, filled, words))
		return false;
	if ((strcmp(words[0], "grub-mkconfig") == 0 || strcmp(words[0], "grub2-mkconfig") == 0) &&
		words[1] && words[2] && !words[3]) {
		add_mkconfig(job, words);
		return true;
	}
	return add_program(job, words, filled, is_last);
}

/* An image's partition must be there before anything is changed. */
static bool has_partition(const struct igd_argument_job *job)
{
	struct igd_step probe = { .kind = IGD_STEP_COMMAND };
	bool has;

	if (strcmp(job->loader->name, "a unified kernel image") != 0)
		return true;
	of_uki(job, &probe);
	has = probe.outputs && probe.outputs[0];
	igd_step_done(&probe);
	if (!has)
		igd_argument_decline(job,
			"no EFI/Linux below /efi, /boot or /boot/efi: is the EFI system partition "
			"mounted?");
	return has;
}

void igd_argument_run(const struct igd_argument_job *job, const char *command)
{
	const char *end, *part;

	if (!has_partition(job))
		return;
	do {
		end = strstr(command, " && ");
		part = end ? igd_host_print(job->host, "%.*s", (int)(end - command), command)
			   : command;
		if (!run_one(job, part, !end)) {
			igd_argument_decline(job,
				"it takes `%s` afterwards, which is not run by itself: do both by "
				"hand",
				command);
			return;
		}
		command = end ? end + strlen(" && ") : NULL;
	} while (command);
}
