// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * autoload_parse - lists of modules in the files that ask for them
 *
 * The shell-like ones are not run through a shell's rules: only "name=value" at the beginning of a line is
 * looked for, its value is what stands in its parentheses or quotes, and only words that can be the names of
 * modules are taken. Arrays, which these files are made of, are bash's; nothing of POSIX describes them.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/autoload.h"

#define MAX_NAME 64

struct cursor {
	const char *at, *end;
	unsigned line;
};

struct variable {
	const char *name;
	enum igd_autoload_when when;
	bool is_family; /* "modules" stands for "modules_6_1" as well */
};

struct adder {
	struct igd_autoload *list;
	const char *path;
	enum igd_autoload_when when;
};

static char *keep(struct igd_autoload *list, char *text)
{
	if (list->memory_count == list->memory_room) {
		list->memory_room = list->memory_room ? list->memory_room * 2 : 32;
		list->memory = igd_regrow(list->memory, list->memory_room, sizeof(char *));
	}
	list->memory[list->memory_count++] = text;
	return text;
}

static void add(const struct adder *adder, const char *word, size_t length, unsigned line)
{
	struct igd_autoload *list = adder->list;
	char *name, *at;

	if (!length || length > MAX_NAME)
		return;
	name = keep(list, igd_strndup(word, length));
	for (at = name; *at; at++)
		*at = *at == '-' ? '_' : *at;
	if (list->count == list->room) {
		list->room = list->room ? list->room * 2 : 32;
		list->entries = igd_regrow(list->entries, list->room, sizeof(*list->entries));
	}
	list->entries[list->count++] = (struct igd_autoload_entry){ name, adder->when,
		keep(list, igd_printf("%s:%u", adder->path, line)), NULL };
}

static bool is_name(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || byte == '-';
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && is_blank(*cursor->at))
		cursor->at++;
}

/* Behind the newline. */
static void skip_line(struct cursor *cursor)
{
	const char *newline = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));

	cursor->at = newline ? newline + 1 : cursor->end;
	cursor->line++;
}

static size_t name_length(const struct cursor *cursor)
{
	size_t length = 0;

	while (cursor->at + length < cursor->end && is_name(cursor->at[length]))
		length++;
	return length;
}

static void parse_lines(const struct adder *adder, struct cursor *cursor)
{
	while (cursor->at < cursor->end) {
		skip_blanks(cursor);
		add(adder, cursor->at, name_length(cursor), cursor->line);
		skip_line(cursor);
	}
}

static size_t word_length(const struct cursor *cursor)
{
	size_t length = 0;

	while (cursor->at + length < cursor->end && !is_blank(cursor->at[length]) &&
		cursor->at[length] != '\n')
		length++;
	return length;
}

/* The paths of one line; "kernel/drivers/vfio/pci/vfio-pci.ko.*" asks for "vfio-pci". */
static void take_paths(const struct adder *adder, struct cursor *cursor)
{
	struct cursor name = *cursor;
	const char *slash;
	size_t length;

	for (; (length = word_length(cursor)) > 0 && *cursor->at != '#'; skip_blanks(cursor)) {
		slash = memrchr(cursor->at, '/', length);
		name.at = slash ? slash + 1 : cursor->at;
		cursor->at += length;
		name.end = cursor->at;
		add(adder, name.at, name_length(&name), cursor->line);
	}
}

static void parse_paths(const struct adder *adder, struct cursor *cursor)
{
	while (cursor->at < cursor->end) {
		skip_blanks(cursor);
		take_paths(adder, cursor);
		skip_line(cursor);
	}
}

/* Names up to the byte that closes the value, or to the end of the line where there is none. */
static void take_names(const struct adder *adder, struct cursor *cursor, char close)
{
	size_t length;

	while (cursor->at < cursor->end && *cursor->at != (close ? close : '\n')) {
		length = name_length(cursor);
		if (*cursor->at == '#' || *cursor->at == '\n') {
			if (!close)
				return;
			skip_line(cursor);
		} else if (*cursor->at == '$') { /* an expansion, not a module */
			cursor->at++;
			cursor->at += cursor->at < cursor->end && *cursor->at == '{';
			cursor->at += name_length(cursor);
		} else if (length) {
			add(adder, cursor->at, length, cursor->line);
			cursor->at += length;
		} else {
			cursor->at++;
		}
	}
}

static bool is_variable(const struct variable *variable, const char *name, size_t length)
{
	size_t own = strlen(variable->name);

	if (length < own || strncmp(name, variable->name, own) != 0)
		return false;
	return length == own || (variable->is_family && name[own] == '_');
}

/* The variable that the line assigns to, with the cursor behind the sign; NULL for another line. */
static const struct variable *take_variable(
	struct cursor *cursor, const struct variable *variables, char sign)
{
	size_t length;

	skip_blanks(cursor);
	length = name_length(cursor);
	while (variables->name && !is_variable(variables, cursor->at, length))
		variables++;
	cursor->at += length;
	if (sign == '=' && cursor->at < cursor->end && *cursor->at == '+')
		cursor->at++;
	if (!variables->name || cursor->at == cursor->end || *cursor->at != sign)
		return NULL;
	cursor->at++;
	return variables;
}

static char closing(char open)
{
	if (open == '(')
		return ')';
	return open == '"' || open == '\'' ? open : '\0';
}

static void parse_variables(
	struct adder *adder, struct cursor *cursor, const struct variable *variables, char sign)
{
	const struct variable *variable;
	char close;

	while (cursor->at < cursor->end) {
		variable = take_variable(cursor, variables, sign);
		if (variable) {
			skip_blanks(cursor);
			close = cursor->at < cursor->end ? closing(*cursor->at) : '\0';
			cursor->at += close ? 1 : 0;
			adder->when = variable->when;
			take_names(adder, cursor, close);
		}
		skip_line(cursor);
	}
}

/* mkinitcpio.conf(5), dracut.conf(5), booster's manual page, OpenRC's conf.d/modules. */
static const struct variable mkinitcpio[] = { { "MODULES", IGD_AUTOLOAD_INITRAMFS, false },
	{ NULL, IGD_AUTOLOAD_INITRAMFS, false } };
static const struct variable dracut[] = { { "force_drivers", IGD_AUTOLOAD_INITRAMFS, false },
	{ "add_drivers", IGD_AUTOLOAD_INCLUDED, false },
	{ "drivers", IGD_AUTOLOAD_INCLUDED, false }, { NULL, IGD_AUTOLOAD_INCLUDED, false } };
static const struct variable booster[] = { { "modules_force_load", IGD_AUTOLOAD_INITRAMFS, false },
	{ "modules", IGD_AUTOLOAD_INCLUDED, false }, { NULL, IGD_AUTOLOAD_INCLUDED, false } };
static const struct variable openrc[] = { { "modules", IGD_AUTOLOAD_BOOT, true },
	{ NULL, IGD_AUTOLOAD_BOOT, false } };

void igd_autoload_parse(struct igd_autoload *list, const char *path, const struct igd_bytes *bytes,
	enum igd_autoload_form form, enum igd_autoload_when when)
{
	struct adder adder = { list, path, when };
	struct cursor cursor = { bytes->data, bytes->data + bytes->size, 1 };

	switch (form) {
	case IGD_AUTOLOAD_LINES:
		parse_lines(&adder, &cursor);
		return;
	case IGD_AUTOLOAD_MKINITCPIO:
		parse_variables(&adder, &cursor, mkinitcpio, '=');
		return;
	case IGD_AUTOLOAD_DRACUT:
		parse_variables(&adder, &cursor, dracut, '=');
		return;
	case IGD_AUTOLOAD_BOOSTER:
		parse_variables(&adder, &cursor, booster, ':');
		return;
	case IGD_AUTOLOAD_OPENRC:
		parse_variables(&adder, &cursor, openrc, '=');
		return;
	case IGD_AUTOLOAD_PATHS:
		parse_paths(&adder, &cursor);
		return;
	}
}

void igd_autoload_done(struct igd_autoload *list)
{
	size_t i;

	for (i = 0; i < list->memory_count; i++)
		free(list->memory[i]);
	free(list->memory);
	free(list->entries);
	*list = (struct igd_autoload){ 0 };
}
