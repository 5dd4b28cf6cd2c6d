// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_grub - one boot by GRUB: an entry in custom.cfg, and next_entry in its environment block
 *
 * Of an entry that is tried GRUB must be able to forget: it sets next_entry to nothing before it boots, and where it
 * cannot write its environment block the trial would be booted for ever. (GRUB 2.12 util/grub.d/00_header.in,
 * util/grub.d/41_custom.in; GRUB manual, "Environment block".)
 */
#include <string.h>

#include "facts/boot/initramfs.h"
#include "facts/host/cmdline.h"
#include "fixes/apply/trial_private.h"
#include "fixes/apply/trial_text.h"

#define BEGIN "### igd-doctor: begin of the trial entry\n"
#define END "### igd-doctor: end of the trial entry\n"
#define MOUNTS "/proc/self/mountinfo"

struct grub {
	const char *directory, *config, *custom, *environment;
	const char *reboot, *editor;
	const char *const *reboot_paths;
};

static const char *const grub_reboots[] = { "/usr/sbin/grub-reboot", "/usr/bin/grub-reboot",
	"/sbin/grub-reboot", NULL };
static const char *const grub2_reboots[] = { "/usr/sbin/grub2-reboot", "/usr/bin/grub2-reboot",
	"/sbin/grub2-reboot", NULL };

static const struct grub grubs[] = {
	{ "/boot/grub", "/boot/grub/grub.cfg", "/boot/grub/custom.cfg", "/boot/grub/grubenv",
		"grub-reboot", "grub-editenv", grub_reboots },
	{ "/boot/grub2", "/boot/grub2/grub.cfg", "/boot/grub2/custom.cfg", "/boot/grub2/grubenv",
		"grub2-reboot", "grub2-editenv", grub2_reboots },
};

static struct igd_piece piece_of(const char *text)
{
	return (struct igd_piece){ text, text ? strlen(text) : 0 };
}

static bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++) {
		if (strcmp(name, *names) == 0)
			return true;
	}
	return false;
}

/* A partition of a disk, by the kernel's names for what GRUB reaches through the firmware. */
static bool is_plain_disk(const char *source)
{
	static const char *const leads[] = { "/dev/sd", "/dev/hd", "/dev/vd", "/dev/xvd",
		"/dev/nvme", "/dev/mmcblk", NULL };
	const char *const *lead;

	for (lead = leads; *lead; lead++) {
		if (igd_starts_with(source, *lead))
			return true;
	}
	return false;
}

/* Why GRUB cannot write into its directory; NULL: it can. */
static const char *unwritable(struct igd_host *host, const struct grub *grub)
{
	static const char *const types[] = { "ext2", "ext3", "ext4", "vfat", "xfs", NULL };
	const char *text = igd_host_text(host, MOUNTS);
	struct igd_mount mount;

	if (!text || !igd_mount_find(piece_of(text), grub->directory, &mount))
		return igd_host_print(host,
			"which file system %s is on cannot be told from " MOUNTS ", and GRUB can "
			"forget a trial only on some",
			grub->directory);
	if (!is_among(mount.type, types))
		return igd_host_print(host,
			"GRUB cannot write to %s (%s on %s), so it could not forget the trial and would "
			"boot it for ever",
			grub->directory, mount.type, mount.source);
	if (!is_plain_disk(mount.source))
		return igd_host_print(host,
			"%s lies on %s, which is LVM, RAID or encrypted: GRUB cannot write there, so it "
			"could not forget the trial and would boot it for ever",
			grub->directory, mount.source);
	return NULL;
}

/* Whether grub.cfg still has what the trial needs: a person may have written another one. */
static const char *unfit(struct igd_host *host, const struct grub *grub, const char *config)
{
	if (!strstr(config, "custom.cfg"))
		return igd_host_print(host, "%s does not read %s", grub->config, grub->custom);
	if (!strstr(config, "save_env next_entry"))
		return igd_host_print(host,
			"%s does not know of an entry for one boot (next_entry)", grub->config);
	return igd_trial_first(host, grub->reboot_paths)
		       ? NULL
		       : igd_host_print(host, "`%s` is not installed", grub->reboot);
}

/* The image lies beside the one that is booted now; *ret_line tells whether the entry loads that one. */
static const char *place_image(struct igd_trial *trial, const struct igd_menu_entry *entry)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(trial->host);
	struct igd_piece line, word, last = { 0 };
	const char *name;

	if (!trial->needs_image)
		return NULL;
	if (!igd_menu_line(entry, "initrd", &line))
		return "GRUB's menu entry loads no initramfs, so none can be tried";
	while (igd_word_next(&line, &word))
		last = word;
	if (place->kind != IGD_INITRAMFS_FOUND)
		return "the initramfs that GRUB's menu entry loads was not found";
	name = igd_basename(place->path);
	if (!last.text || last.size < strlen(name) ||
		memcmp(last.text + last.size - strlen(name), name, strlen(name)) != 0)
		return igd_host_print(trial->host,
			"GRUB's menu entry loads another initramfs (%.*s) than %s", (int)last.size,
			last.text, place->path);
	trial->image = igd_host_print(
		trial->host, "%.*s" IGD_TRIAL_IMAGE, (int)(name - place->path), place->path);
	return NULL;
}

static size_t indent_of(struct igd_piece line)
{
	size_t count = 0;

	while (count < line.size && (line.text[count] == ' ' || line.text[count] == '\t'))
		count++;
	return count;
}

/* "linux /vmlinuz ARGUMENTS": the first two words stay. */
static void add_linux(const struct igd_trial *trial, struct igd_piece line, struct igd_text *ret)
{
	struct igd_piece rest = line, word;

	igd_word_next(&rest, &word);
	igd_word_next(&rest, &word);
	igd_text_add(ret, line.text, line.size - rest.size);
	igd_text_printf(ret, " ");
	igd_trial_cmdline(trial, rest.text, rest.size, true, ret);
	igd_text_printf(ret, "\n");
}

/* Of several images the last one is the initramfs; those before it are microcode. */
static void add_initrd(struct igd_piece line, struct igd_text *ret)
{
	struct igd_piece rest = line, word, last = { 0 };
	size_t keep;

	while (igd_word_next(&rest, &word))
		last = word;
	for (keep = last.size; keep > 0 && last.text[keep - 1] != '/'; keep--)
		;
	igd_text_add(ret, line.text, (size_t)(last.text - line.text) + keep);
	igd_text_printf(ret, IGD_TRIAL_IMAGE "\n");
}

static bool word_begins(struct igd_piece line, const char *command)
{
	struct igd_piece word;

	return igd_word_next(&line, &word) && word.size >= strlen(command) &&
	       memcmp(word.text, command, strlen(command)) == 0;
}

/*
 * The entry's lines but `savedefault`, which would make a trial that is chosen by hand the default, and `echo`, which
 * may name the entry.
 */
static void add_body(
	const struct igd_trial *trial, const struct igd_menu_entry *entry, struct igd_text *ret)
{
	struct igd_piece rest = entry->body, line;

	while (igd_line_next(&rest, &line)) {
		if (word_begins(line, "savedefault") || word_begins(line, "echo"))
			continue;
		line.size = indent_of(line) == line.size ? 0 : line.size;
		if (word_begins(line, "linux")) {
			add_linux(trial, line, ret);
		} else if (trial->image && word_begins(line, "initrd")) {
			add_initrd(line, ret);
		} else if (line.size) {
			igd_text_add(ret, line.text, line.size);
			igd_text_printf(ret, "\n");
		}
	}
}

static const char *custom_text(struct igd_trial *trial, const struct igd_menu_entry *entry)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *before = trial->entry_before ? trial->entry_before : "";
	const char *is_open = memmem(entry->head.text, entry->head.size, "--unrestricted", 14)
				      ? "--unrestricted "
				      : "";

	igd_text_printf(
		&text, "%s%s" BEGIN, before, *before && !igd_ends_with(before, "\n") ? "\n" : "");
	igd_text_printf(
		&text, "menuentry '" IGD_TRIAL_TITLE "' %s--id " IGD_TRIAL_NAME " {\n", is_open);
	add_body(trial, entry, &text);
	igd_text_printf(&text, "}\n" END);
	return igd_host_print(trial->host, "%s", text.text);
}

static const struct grub *grub_of(struct igd_host *host)
{
	size_t i;

	for (i = 0; i < sizeof(grubs) / sizeof(*grubs); i++) {
		if (igd_host_has(host, grubs[i].config))
			return &grubs[i];
	}
	return NULL;
}

static void fill_once(struct igd_trial *trial, const struct grub *grub)
{
	trial->once = (struct igd_trial_command){ { grub->reboot, IGD_TRIAL_NAME } };
	trial->once_undo = (struct igd_trial_command){ { grub->editor, grub->environment, "unset",
		"next_entry" } };
	trial->is_kept = true;
	trial->once_output = grub->environment;
}

void igd_trial_grub(struct igd_trial *trial)
{
	struct igd_host *host = trial->host;
	const struct grub *grub = grub_of(host);
	const char *config = grub ? igd_host_text(host, grub->config) : NULL;
	struct igd_menu_entry entry;

	if (!config) {
		trial->reason = "GRUB's grub.cfg was not found in /boot/grub or /boot/grub2";
		return;
	}
	trial->reason = unwritable(host, grub);
	if (!trial->reason)
		trial->reason = unfit(host, grub, config);
	if (trial->reason)
		return;
	if (!igd_menu_find(
		    piece_of(config), piece_of(igd_host_text(host, IGD_PROC_CMDLINE)), &entry)) {
		trial->reason = igd_host_print(host,
			"the menu entry of the running kernel was not found in %s", grub->config);
		return;
	}
	trial->reason = place_image(trial, &entry);
	if (trial->reason)
		return;
	trial->entry = grub->custom;
	trial->entry_before = igd_host_text(host, grub->custom);
	if (trial->entry_before && strstr(trial->entry_before, IGD_TRIAL_NAME)) {
		trial->reason = igd_host_print(
			host, "%s holds a trial entry already" IGD_TRIAL_BACK, grub->custom);
		return;
	}
	trial->entry_after = custom_text(trial, &entry);
	fill_once(trial, grub);
}
