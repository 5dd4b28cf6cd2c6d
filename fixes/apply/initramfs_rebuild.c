// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_rebuild - the command that builds the image again, as a step
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/initramfs.h"
#include "facts/boot/loader.h"
#include "facts/host/kernel.h"
#include "fixes/apply/initramfs_private.h"

#define MAX_WORDS 16u
#define RELEASE "$(uname -r)"
#define PRESETS "/etc/mkinitcpio.d"

/* A command of igd_initramfs_rebuild_command() as words: blanks separate, double quotes vanish. */
static bool split(
	const struct igd_initramfs_job *job, const char *text, size_t size, const char **words)
{
	const char *release = igd_kernel_release(job->host), *word = "";
	size_t count = 0, i;

	for (i = 0; i <= size; i++) {
		if (i == size || text[i] == ' ') {
			if (*word && count < MAX_WORDS - 1)
				words[count++] = word;
			word = "";
		} else if (igd_starts_with(text + i, RELEASE) && release) {
			word = igd_host_print(job->host, "%s%s", word, release);
			i += strlen(RELEASE) - 1;
		} else if (strchr("$`'\\;|<>*", text[i])) {
			return false;
		} else if (text[i] != '"') {
			word = igd_host_print(job->host, "%s%c", word, text[i]);
		}
	}
	words[count] = NULL;
	return count > 0;
}

static struct igd_step *run(
	const struct igd_initramfs_job *job, const char *const *words, const char *title)
{
	struct igd_step *step = igd_making_command(job->making, IGD_STAGE_INITRAMFS, words, title);

	step->effect = IGD_EFFECT_BOOT;
	step->is_regenerator = true;
	if (!step->why && job->why)
		step->why = igd_strdup(job->why);
	return step;
}

static bool is_loader(struct igd_host *host, const char *name)
{
	const char *loader = igd_loader_get(host)->name;

	return loader && strcmp(loader, name) == 0;
}

/*
 * Where images are copied to, or put into unified ones, by the builder's hooks: what kernel-install(8) writes, and what the UAPI Group's
 * "Unified Kernel Image" says of EFI/Linux.
 */
static void add_copies(struct igd_host *host, struct igd_step *step)
{
	static const char *const partitions[] = { "/efi", "/boot", "/boot/efi" };
	size_t i;

	if (!is_loader(host, "systemd-boot") && !is_loader(host, "a unified kernel image"))
		return;
	for (i = 0; i < sizeof(partitions) / sizeof(partitions[0]); i++) {
		if (igd_host_has(host, igd_host_print(host, "%s/EFI/Linux", partitions[i])))
			igd_step_output(
				step, igd_host_print(host, "%s/EFI/Linux/*.efi", partitions[i]));
		if (!igd_host_has(host, igd_host_print(host, "%s/loader/entries", partitions[i])))
			continue;
		igd_step_output(
			step, igd_host_print(host, "%s/loader/entries/*.conf", partitions[i]));
		igd_step_output(step, igd_host_print(host, "%s/*/*/initrd*", partitions[i]));
		igd_step_output(step, igd_host_print(host, "%s/*/*/linux", partitions[i]));
	}
}

/* mkinitcpio(8): a preset's line PRESET_image="FILE", PRESET_uki or (until version 35) PRESET_efi_image. Host memory, or NULL. */
static const char *preset_file(struct igd_host *host, const char *line)
{
	static const char *const kinds[] = { "_image=", "_uki=" };
	const char *end = line + strcspn(line, "\n"), *value;
	size_t i;

	line += strspn(line, " \t");
	for (i = 0; *line != '#' && i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		value = strstr(line, kinds[i]);
		if (!value || value > end)
			continue;
		value += strlen(kinds[i]);
		value += strspn(value, "\"'");
		if (*value == '/')
			return igd_host_print(
				host, "%.*s", (int)strcspn(value, "\"' \t\r\n"), value);
	}
	return NULL;
}

static void add_presets(struct igd_host *host, struct igd_step *step)
{
	const char *const *names = igd_host_list(host, PRESETS);
	const char *line, *path;

	for (; names && *names; names++) {
		if (!igd_ends_with(*names, ".preset"))
			continue;
		line = igd_host_text(host, igd_host_print(host, PRESETS "/%s", *names));
		for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
			path = preset_file(host, line);
			if (path)
				igd_step_output(step, path);
		}
	}
}

static void add_outputs(const struct igd_initramfs_job *job, const struct igd_initramfs_row *row,
	struct igd_step *step)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(job->host);
	size_t i;

	for (i = 0; row->outputs[i]; i++)
		igd_step_output(step, row->outputs[i]);
	if (place->kind == IGD_INITRAMFS_FOUND)
		igd_step_output(step, place->path);
	if (row->kind == IGD_INITRAMFS_MKINITCPIO)
		add_presets(job->host, step);
	add_copies(job->host, step);
}

/* Where the distribution's own command is a shell's work, or would leave the image elsewhere: the image itself is named. */
static bool name_image(const struct igd_initramfs_job *job, const char **words)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(job->host);
	const char *release = igd_kernel_release(job->host);
	size_t count = 0;

	if (place->kind != IGD_INITRAMFS_FOUND || igd_ends_with(place->path, ".efi"))
		return false;
	if (job->tool->kind == IGD_INITRAMFS_UGRD) {
		words[count++] = "ugrd";
		words[count++] = place->path;
	} else if (job->tool->kind == IGD_INITRAMFS_DRACUT && release) {
		words[count++] = "dracut";
		words[count++] = "--force";
		words[count++] = place->path;
		words[count++] = release;
	}
	words[count] = NULL;
	return count > 0;
}

static bool first_words(
	const struct igd_initramfs_job *job, const char *command, const char **words)
{
	const char *end = strstr(command, " && ");
	size_t size = end ? (size_t)(end - command) : strlen(command);

	if (job->tool->kind == IGD_INITRAMFS_UGRD)
		return name_image(job, words);
	return split(job, command, size, words) || name_image(job, words);
}

/*
 * Proxmox VE: a hook of update-initramfs (/etc/initramfs/post-update.d/proxmox-boot-sync) copies the image to partitions that are mounted for
 * that alone. So that undo copies the old one back, what copies is a step of its own.
 */
static void add_sync(const struct igd_initramfs_job *job)
{
	static const char *const words[] = { "proxmox-boot-tool", "refresh", NULL };
	const char *command = igd_loader_command(job->host);
	struct igd_step *step;

	if (!command || strcmp(command, "proxmox-boot-tool refresh") != 0)
		return;
	step = igd_making_command(
		job->making, IGD_STAGE_LOADER, words, "Run `proxmox-boot-tool refresh`");
	step->is_regenerator = true;
}

static void add_text(char **text, const char *separator, const char *more)
{
	char *all = igd_printf("%s%s%s", *text ? *text : "", *text ? separator : "", more);

	free(*text);
	*text = all;
}

void igd_initramfs_rebuild(const struct igd_initramfs_job *job, const struct igd_initramfs_row *row,
	const char *wanted)
{
	const char *command = igd_initramfs_rebuild_command(job->host), *more;
	const char *words[MAX_WORDS] = { NULL };
	struct igd_step *step;

	if (!command)
		command = job->tool->rebuild;
	if (!first_words(job, command, words)) {
		igd_making_manual(job->making,
			igd_host_print(
				job->host, "Build the initramfs again, with %s", job->tool->name),
			command);
		return;
	}
	step = run(job, words, "Build the initramfs again");
	add_outputs(job, row, step);
	add_text(&step->verify, " ", "initramfs");
	add_text(&step->verify_value, "\n", wanted);
	add_sync(job);
	more = strstr(command, " && ");
	if (more && split(job, more + 4, strlen(more + 4), words))
		add_copies(job->host, run(job, words, "Copy the initramfs to where it boots from"));
}
