// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lines - lines of other people's files, and how they would read
 */
#include <string.h>

#include "facts/host/claim.h"
#include "fixes/kernel-cmdline/words_private.h"
#include "fixes/modprobe/lines_private.h"

#define BLANKS " \t"

bool igd_spot_get(struct igd_host *host, const char *origin, struct igd_spot *ret)
{
	const char *colon = strrchr(origin, ':'), *text;
	uint64_t number, i;

	if (!colon || igd_parse_u64(colon + 1, 10, &number) < 0 || !number || number > UINT32_MAX)
		return false;
	ret->path = igd_host_print(host, "%.*s", (int)(colon - origin), origin);
	ret->number = (uint32_t)number;
	text = igd_host_text(host, ret->path);
	for (i = 1; text && i < number; i++) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	if (!text)
		return false;
	number = strcspn(text, "\n");
	number -= number && text[number - 1] == '\r';
	ret->text = igd_host_print(host, "%.*s", (int)number, text);
	return true;
}

bool igd_spot_is_own(const char *origin)
{
	return igd_starts_with(origin, IGD_MODPROBE_FILE ":");
}

bool igd_spot_is_editable(const char *origin)
{
	return igd_starts_with(origin, "/etc/") && !igd_spot_is_own(origin);
}

void igd_spot_change(struct igd_changes *changes, const struct igd_spot *spot, const char *fresh,
	const char *why)
{
	IGD_AUTOFREE char *old = igd_strdup(spot->text);
	IGD_AUTOFREE char *value = fresh ? igd_strdup(fresh) : NULL;
	struct igd_change line = { .kind = IGD_CHANGE_LINE,
		.effect = IGD_EFFECT_BOOT,
		.place = old,
		.value = value,
		.line = spot->number };

	igd_change_line(changes, spot->path, &line, why);
}

static bool is_name(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '.';
}

static bool is_blank_line(const char *line)
{
	return !line[strspn(line, BLANKS)];
}

/* The next word of the line that is the module's name; NULL for none. */
static const char *find_module(const char *line, const char *module)
{
	size_t length;
	char word[64];

	for (; *line; line += length ? length : 1) {
		length = 0;
		while (is_name(line[length]))
			length++;
		if (!length || length >= sizeof(word))
			continue;
		memcpy(word, line, length);
		word[length] = '\0';
		if (igd_module_same_name(word, module))
			return line;
	}
	return NULL;
}

const char *igd_line_without_module(struct igd_host *host, const char *line, const char *module)
{
	const char *found, *behind, *before;

	while ((found = find_module(line, module))) {
		behind = found + strlen(module);
		before = found;
		if (before > line && strchr(BLANKS ",", before[-1]))
			before--;
		else if (*behind && strchr(BLANKS ",", *behind))
			behind++;
		line = igd_host_print(host, "%.*s%s", (int)(before - line), line, behind);
	}
	return is_blank_line(line) ? NULL : line;
}

bool igd_is_true(const char *value)
{
	return !*value || strchr("yYtT1", *value) ||
	       ((*value == 'o' || *value == 'O') && (value[1] == 'n' || value[1] == 'N'));
}

/* What takes the place of ids= in this statement; NULL: it stays; "": it goes. */
static const char *right_ids(struct igd_host *host, const struct igd_modprobe_statement *statement)
{
	const struct igd_claim *claim = &igd_claims_get(host)->vfio;
	struct igd_modprobe_option held =
		igd_modprobe_option(igd_modprobe_get(host), "vfio_pci", "ids");
	const char *wanted;

	if (!held.value || held.is_cmdline || claim->vfio == IGD_MODULE_BUILTIN)
		return NULL;
	wanted = igd_vfio_wanted(host).ids;
	if (claim->kind == IGD_CLAIM_REPLACED) {
		if (strcmp(statement->origin, held.lost_origin) == 0)
			return "";
		wanted = igd_vfio_ids_extended(host, held.lost_value, wanted);
	}
	if (strcmp(statement->origin, held.origin) != 0)
		return NULL;
	return igd_vfio_ids_extended(host, held.value, wanted);
}

/* A word of the line as it should read; "": it goes. */
static const char *right_word(struct igd_host *host, const char *word, const char *ids)
{
	const char *value = strchr(word, '=');
	IGD_AUTOFREE char *name = igd_strndup(word, strcspn(word, "="));

	if (igd_module_same_name(name, "disable_vga") && igd_is_true(value ? value + 1 : ""))
		return "";
	if (ids && strcmp(name, "ids") == 0)
		return *ids ? igd_host_print(host, "ids=%s", ids) : "";
	return word;
}

const char *igd_vfio_options_line(struct igd_host *host,
	const struct igd_modprobe_statement *statement, const struct igd_spot *spot)
{
	const char *ids = right_ids(host, statement), *at = spot->text, *line = "", *word;
	size_t blanks, length, count = 0;

	while (*at) {
		blanks = strspn(at, BLANKS);
		length = strcspn(at + blanks, BLANKS);
		word = igd_host_print(host, "%.*s", (int)length, at + blanks);
		word = right_word(host, word, ids);
		if (*word || !length) {
			line = igd_host_print(host, "%s%.*s%s", line, (int)blanks, at, word);
			count += length != 0;
		}
		at += blanks + length;
	}
	/* "options vfio-pci" with nothing behind it says nothing */
	return count > 2 || strchr(line, '\\') ? line : NULL;
}
