// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_entry - one boot by systemd-boot: an entry of type 1, and the EFI variable LoaderEntryOneShot
 *
 * systemd-boot deletes that variable as it reads it. A new entry must not become the one that boots by default: with no
 * default set, that is the first of its list. (UAPI Group Boot Loader Specification, "Sorting"; loader.conf(5);
 * bootctl(1) set-oneshot; systemd 257 src/boot/boot.c config_load_defaults(), boot_entry_compare().)
 */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader.h"
#include "facts/boot/loader_text.h"
#include "fixes/apply/trial_private.h"
#include "fixes/apply/trial_text.h"

#define ENTRY_FILE IGD_TRIAL_NAME ".conf"
#define LOADER_INFO "/sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"
#define VARIABLE_LIMIT ((size_t)4096)

const char *igd_trial_unasked(struct igd_host *host)
{
	static const char *const programs[] = { "/usr/bin/bootctl", "/bin/bootctl", NULL };
	const struct igd_bytes *bytes = igd_host_bytes(host, LOADER_INFO, VARIABLE_LIMIT);
	IGD_AUTOFREE char *info = bytes ? igd_loader_efi_text(bytes->data, bytes->size) : NULL;

	if (!info || !igd_starts_with(info, "systemd-boot "))
		return "systemd-boot did not boot this machine, and only it can be asked for one boot of "
		       "an entry";
	if (!igd_trial_first(host, programs))
		return "`bootctl` is not installed";
	return NULL;
}

void igd_trial_ask(struct igd_trial *trial, const char *id)
{
	trial->once = (struct igd_trial_command){ { "bootctl", "set-oneshot", id } };
	trial->once_undo = (struct igd_trial_command){ { "bootctl", "set-oneshot", "" } };
}

/* A line's value if its first word is key; NULL size for none. */
static bool has_key(struct igd_piece line, const char *key, struct igd_piece *ret_value)
{
	struct igd_piece word;

	*ret_value = line;
	if (!igd_word_next(ret_value, &word) || word.size != strlen(key))
		return false;
	return memcmp(word.text, key, word.size) == 0;
}

static bool has_line(const char *text, const char *key)
{
	struct igd_loader_span span = { 0 };

	return igd_loader_line(text, strlen(text), key, &span);
}

/* How many lines have that key. */
static unsigned count_lines(const char *text, const char *key)
{
	struct igd_piece rest = { text, strlen(text) }, line, value;
	unsigned count = 0;

	while (igd_line_next(&rest, &line))
		count += has_key(line, key, &value);
	return count;
}

static bool is_dropped(struct igd_piece line)
{
	static const char *const keys[] = { "title", "version", "machine-id", "sort-key", "options",
		NULL };
	const char *const *key;
	struct igd_piece value;

	for (key = keys; *key; key++) {
		if (has_key(line, *key, &value))
			return true;
	}
	return line.size == 0 || *line.text == '#';
}

static void add_options(const struct igd_trial *trial, const char *text, struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text all = { 0 };
	struct igd_piece rest = { text, strlen(text) }, line, value;

	igd_text_add(&all, "", 0);
	while (igd_line_next(&rest, &line)) {
		if (!has_key(line, "options", &value))
			continue;
		igd_text_add(&all, value.text, value.size);
		igd_text_printf(&all, " ");
	}
	igd_text_printf(ret, "options ");
	igd_trial_cmdline(trial, all.text, all.size, false, ret);
	igd_text_printf(ret, "\n");
}

/* Of several images the last one is the initramfs; those before it are microcode. */
static const char *entry_text(const struct igd_trial *trial, const char *text)
{
	IGD_AUTOTEXT struct igd_text ret = { 0 };
	struct igd_piece rest = { text, strlen(text) }, line, value;
	unsigned images = count_lines(text, "initrd");

	igd_text_printf(&ret, "title " IGD_TRIAL_TITLE "\n");
	while (igd_line_next(&rest, &line)) {
		if (is_dropped(line))
			continue;
		if (has_key(line, "initrd", &value) && --images == 0 && trial->image)
			igd_text_printf(&ret, "initrd /" IGD_TRIAL_IMAGE "\n");
		else
			igd_text_printf(&ret, "%.*s\n", (int)line.size, line.text);
	}
	add_options(trial, text, &ret);
	return igd_host_print(trial->host, "%s", ret.text);
}

/* Whether loader.conf says which entry boots, so that the list's order does not. */
static bool has_default(struct igd_host *host, const char *root, const char *entry)
{
	const char *path = igd_host_print(host, "%s/loader/loader.conf", root);
	const char *text = igd_host_text(host, path), *pattern;
	struct igd_loader_span span = { 0 };

	if (!text || !igd_loader_line(text, strlen(text), "default", &span) || !span.size)
		return false;
	pattern = igd_host_print(host, "%.*s", (int)span.size, span.text);
	return fnmatch(pattern, igd_basename(entry), 0) == 0 &&
	       fnmatch(pattern, ENTRY_FILE, 0) != 0;
}

void igd_trial_entry(struct igd_trial *trial)
{
	static const char directory[] = "/loader/entries/";
	struct igd_host *host = trial->host;
	const char *entry = igd_loader_get(host)->sign, *text, *root;
	const char *end = entry ? strstr(entry, directory) : NULL;

	trial->reason = igd_trial_unasked(host);
	text = end ? igd_host_text(host, entry) : NULL;
	if (!trial->reason && !text)
		trial->reason = "which boot loader entry was booted cannot be told";
	if (trial->reason)
		return;
	root = igd_host_print(host, "%.*s", (int)(end - entry), entry);
	if (!has_line(text, "sort-key") && !has_default(host, root, entry))
		trial->reason = igd_host_print(host,
			"%s/loader/loader.conf does not say which entry boots by default, so that a new "
			"one might; put `default %s` there first",
			root, igd_basename(entry));
	else if (trial->needs_image && !has_line(text, "initrd"))
		trial->reason =
			igd_host_print(host, "%s loads no initramfs, so none can be tried", entry);
	else if (igd_host_has(host, igd_host_print(host, "%s%s" ENTRY_FILE, root, directory)))
		trial->reason = igd_host_print(host,
			"%s%s" ENTRY_FILE " is there already" IGD_TRIAL_BACK, root, directory);
	if (trial->reason)
		return;
	if (trial->needs_image)
		trial->image = igd_host_print(host, "%s/" IGD_TRIAL_IMAGE, root);
	trial->entry = igd_host_print(host, "%s%s" ENTRY_FILE, root, directory);
	trial->entry_after = entry_text(trial, text);
	igd_trial_ask(trial, ENTRY_FILE);
}
