// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * file - FILE: a file of the doctor's own; INSTALL: a copy of a file, or the doctor's own ROM, where it is needed
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/distribution.h"
#include "fixes/apply/making.h"
#include "fixes/apply/own_rom.h"

#define NIX_MODPROBE "/etc/modprobe.d/"

/* What the doctor writes says so in its first line. */
static bool is_ours(const char *text)
{
	IGD_AUTOFREE char *line = igd_strndup(text, strcspn(text, "\n"));

	return strstr(line, "igd-doctor") != NULL;
}

/* An earlier wish for the same file that wants it otherwise. */
static bool is_contradicted(
	struct igd_making *making, const struct igd_wish *wishes, const struct igd_wish *wish)
{
	IGD_AUTOFREE char *path = igd_making_resolve(making, wish->change->subject);

	for (; wishes < wish; wishes++) {
		IGD_AUTOFREE char *other = igd_making_resolve(making, wishes->change->subject);

		if (strcmp(path, other) == 0 && wishes->change->value && wish->change->value &&
			strcmp(wishes->change->value, wish->change->value) != 0)
			return true;
	}
	return false;
}

/* The Nix manual, "String literals": in '' strings ''' stands for '' and ''$ for $. */
static char *nix_text(const char *text)
{
	struct igd_text ret = { 0 };

	for (; *text; text++) {
		if (text[0] == '\'' && text[1] == '\'') {
			igd_text_printf(&ret, "'''");
			text++;
		} else {
			igd_text_printf(&ret, text[0] == '$' ? "''$" : "%c", text[0]);
		}
	}
	return ret.text ? ret.text : igd_strdup("");
}

/* NixOS manual: boot.extraModprobeConfig, environment.etc. */
static char *nix_snippet(const char *path, const char *content)
{
	IGD_AUTOFREE char *text = nix_text(content);

	if (igd_starts_with(path, NIX_MODPROBE))
		return igd_printf("boot.extraModprobeConfig = ''\n%s'';\n", text);
	return igd_printf(
		"environment.etc.\"%s\".text = ''\n%s'';\n", path + strlen("/etc/"), text);
}

/* A system that is declared as a whole makes its /etc itself. */
static bool is_declared(struct igd_making *making, const struct igd_change *change)
{
	const struct igd_distribution *distribution = igd_distribution_get(igd_making_host(making));
	IGD_AUTOFREE char *snippet = NULL, *what = NULL;

	if (!distribution->is_declarative || !igd_starts_with(change->subject, "/etc/") ||
		!change->value)
		return false;
	if (strcmp(distribution->id, "nixos") == 0) {
		snippet = nix_snippet(change->subject, change->value);
		igd_making_manual(making, "Put this into /etc/nixos/configuration.nix", snippet);
		return true;
	}
	what = igd_printf(
		"Have the configuration of your system put this into %s", change->subject);
	igd_making_manual(making, what, change->value);
	return true;
}

static void write_file(
	struct igd_making *making, const struct igd_wish *wishes, const struct igd_wish *wish)
{
	const struct igd_change *change = wish->change;
	const char *text = igd_making_text(making, change->subject);
	int error = igd_making_error(making, change->subject);
	IGD_AUTOFREE char *title = igd_printf("%s %s",
		!change->value ? "Remove"
		: text	       ? "Change"
			       : "Write",
		change->subject);

	if (error)
		igd_making_decline(making, wish->fix, "%s cannot be read: %s", change->subject,
			igd_errno_text(error));
	else if (is_contradicted(making, wishes, wish))
		igd_making_decline(
			making, wish->fix, "another fix wants %s otherwise", change->subject);
	else if (text && change->value && strcmp(text, change->value) == 0)
		return;
	else if (text && !is_ours(text))
		igd_making_decline(making, wish->fix,
			"%s is there already, and not from igd-doctor: move it away first",
			change->subject);
	else {
		igd_making_edit(
			making, change->subject, change->value, change->effect, title, change->why);
		igd_making_mode(making, change->subject, change->mode, change->owner);
	}
}

/* "f 0644 0 0 512 - /usr/share/igd.rom" among the lines of igd_host_modes(): the file's is the last. */
static bool has_mode(struct igd_host *host, const char *path, uint32_t mode)
{
	const char *lines = igd_host_modes(host, path), *line;
	IGD_AUTOFREE char *word = NULL;
	uint64_t is = 0;

	if (!lines || !*lines || !mode)
		return true;
	for (line = lines; (lines = strchr(line, '\n')) && lines[1];)
		line = lines + 1;
	if (!igd_starts_with(line, "f "))
		return true;
	word = igd_strndup(line + 2, strspn(line + 2, "01234567"));
	return igd_parse_u64(word, 8, &is) < 0 || is == mode;
}

/* What is there as it should be, but for its mode. */
static void set_mode(struct igd_making *making, const struct igd_change *change)
{
	IGD_AUTOFREE char *path = igd_making_resolve(making, change->subject);
	IGD_AUTOFREE char *mode = igd_printf("%04o", change->mode);
	IGD_AUTOFREE char *title = igd_printf("Give %s the mode %s", path, mode);
	const char *const words[] = { "chmod", mode, path, NULL };
	struct igd_step *step;

	if (has_mode(igd_making_host(making), path, change->mode))
		return;
	step = igd_making_command(making, IGD_STAGE_NOW, words, title);
	igd_step_output(step, path);
}

/* The bytes are at path with this mode, whatever is there now. Whether anything has to be done for that. */
static bool put(struct igd_making *making, const struct igd_change *change,
	const struct igd_bytes *bytes, const char *title)
{
	IGD_AUTOFREE char *path = igd_making_resolve(making, change->subject);
	const struct igd_bytes *there =
		igd_host_bytes(igd_making_host(making), path, IGD_MAKING_LIMIT);

	if (there && there->size == bytes->size &&
		memcmp(there->data, bytes->data, bytes->size) == 0) {
		set_mode(making, change);
		return false;
	}
	igd_making_put(making, change->subject, bytes, change->effect, title);
	igd_making_mode(making, change->subject, change->mode, change->owner);
	return true;
}

/* The honest words stand beside the file itself: they count for no other ROM. */
static void install_own_rom(struct igd_making *making, const struct igd_wish *wish)
{
	IGD_AUTOTEXT struct igd_text rom = { 0 };
	IGD_AUTOFREE char *title = NULL;
	struct igd_error error = { 0 };

	if (igd_own_rom(igd_making_host(making), &rom, &error) < 0) {
		igd_making_decline(making, wish->fix, "%s", error.message);
		return;
	}
	title = igd_printf(
		"Make igd-doctor's own option ROM for this iGPU, as %s", wish->change->subject);
	if (put(making, wish->change, &(struct igd_bytes){ rom.text, rom.size }, title))
		igd_making_why(making, wish->change->subject, IGD_OWN_ROM_UNTRIED);
}

/* What was named with --rom is this machine's file, also where the host is a recorded one. False: the host has to be asked. */
static bool read_given(struct igd_host *host, const char *path, struct igd_text *ret)
{
	const char *given = igd_host_given(host, "rom");
	IGD_AUTOCLOSE int fd =
		given && strcmp(given, path) == 0 ? igd_host_open(host, IGD_GIVEN "rom") : -ENOENT;
	char piece[65536];
	ssize_t size = 0;

	while (fd >= 0 && ret->size <= IGD_MAKING_LIMIT &&
		(size = igd_read(fd, piece, sizeof(piece))) > 0)
		igd_text_add(ret, piece, (size_t)size);
	return fd >= 0 && size == 0 && ret->size && ret->size <= IGD_MAKING_LIMIT;
}

static void install(struct igd_making *making, const struct igd_wish *wish)
{
	const struct igd_change *change = wish->change;
	struct igd_host *host = igd_making_host(making);
	IGD_AUTOTEXT struct igd_text given = { 0 };
	bool is_given = read_given(host, change->value, &given);
	const struct igd_bytes own = { given.text, given.size };
	const struct igd_bytes *bytes =
		is_given ? &own : igd_host_bytes(host, change->value, IGD_MAKING_LIMIT);
	IGD_AUTOFREE char *title = igd_printf("Copy %s to %s", change->value, change->subject);
	int error = igd_host_error(host, change->value);

	if (bytes)
		put(making, change, bytes, title);
	else
		igd_making_decline(making, wish->fix, "%s cannot be read: %s", change->value,
			error ? igd_errno_text(error) : "there is no such file");
}

void igd_apply_files(struct igd_making *making)
{
	size_t count, i;
	const struct igd_wish *wishes = igd_making_wishes(making, IGD_CHANGE_FILE, &count);

	for (i = 0; i < count; i++) {
		if (!is_declared(making, wishes[i].change))
			write_file(making, wishes, &wishes[i]);
	}
	wishes = igd_making_wishes(making, IGD_CHANGE_INSTALL, &count);
	for (i = 0; i < count; i++) {
		if (strcmp(wishes[i].change->value, IGD_CHANGE_OWN_ROM) == 0)
			install_own_rom(making, &wishes[i]);
		else
			install(making, &wishes[i]);
	}
}
