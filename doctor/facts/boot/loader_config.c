// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_config - collecting configured arguments out of the files of boot loaders
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader_private.h"
#include "facts/boot/shell.h"
#include "facts/host/cmdline.h"

/* A command line is at most 2048 bytes long (Linux arch/x86/include/asm/setup.h COMMAND_LINE_SIZE). */
#define MAX_ARGUMENTS 2048u

void igd_loader_add(struct igd_loader_config *config, struct igd_loader_argument where,
	const char *text, size_t size)
{
	struct igd_cmdline cmdline;
	size_t i;

	if (config->is_ended)
		return;
	igd_cmdline_parse(&cmdline, text, size);
	for (i = 0; i < cmdline.count; i++) {
		if (config->count == MAX_ARGUMENTS) {
			igd_loader_blind(config, where.path, "has too many arguments");
			break;
		}
		where.text = igd_strdup(cmdline.arguments[i].text);
		config->arguments = igd_regrow(
			config->arguments, config->count + 1, sizeof(*config->arguments));
		config->arguments[config->count++] = where;
	}
	config->is_ended = cmdline.has_rest;
	igd_cmdline_done(&cmdline);
}

void igd_loader_blind(struct igd_loader_config *config, const char *where, const char *why)
{
	if (config->blind_path)
		return;
	config->blind_path = where;
	config->blind_why = why;
}

void igd_loader_add_file(struct igd_host *host, struct igd_loader_config *config, const char *path)
{
	const char *text = igd_host_text(host, path), *end;
	unsigned line;

	for (line = 1; text && *text; line++) {
		end = strchrnul(text, '\n');
		text += strspn(text, " \t");
		if (*text != '#')
			igd_loader_add(config,
				(struct igd_loader_argument){ .path = path, .line = line }, text,
				(size_t)(end - text));
		text = *end ? end + 1 : NULL;
	}
}

bool igd_loader_add_lines(struct igd_host *host, struct igd_loader_config *config,
	const struct igd_loader_argument *where, const char *key)
{
	const char *text = igd_host_text(host, where->path);
	size_t size = text ? strlen(text) : 0;
	struct igd_loader_span span = { 0 };
	struct igd_loader_argument at = *where;

	while (text && igd_loader_line(text, size, key, &span)) {
		at.line = span.line;
		igd_loader_add(config, at, span.text, span.size);
	}
	return span.text != NULL;
}

/* Whether a command line has that very argument. */
static bool holds(const char *value, const char *argument)
{
	struct igd_cmdline cmdline;
	bool found = false;
	size_t i;

	igd_cmdline_parse(&cmdline, value, strlen(value));
	for (i = 0; i < cmdline.count && !found; i++)
		found = strcmp(cmdline.arguments[i].text, argument) == 0;
	igd_cmdline_done(&cmdline);
	return found;
}

/* The earliest assignment from which on the variable holds the argument to the end. */
static const struct igd_shell_assignment *holder(
	const struct igd_shell *shell, const char *name, const char *argument)
{
	const struct igd_shell_assignment *found = NULL, *made;
	size_t i;

	for (i = shell->count; i-- > 0;) {
		made = &shell->assignments[i];
		if (strcmp(made->name, name) != 0)
			continue;
		if (!made->value || !holds(made->value, argument))
			break;
		found = made;
	}
	return found;
}

bool igd_loader_add_variable(struct igd_host *host, struct igd_loader_config *config,
	const struct igd_shell *shell, const char *name)
{
	const struct igd_shell_assignment *last = igd_shell_find(shell, name), *made;
	struct igd_loader_argument where = { .place = name };
	size_t i, first = config->count;

	if (!last)
		return false;
	if (!last->value) {
		igd_loader_blind(config, igd_host_print(host, "%s:%u", last->path, last->line),
			"the value is worked out by a shell");
		return true;
	}
	where.path = last->path;
	where.line = last->line;
	igd_loader_add(config, where, last->value, strlen(last->value));
	for (i = first; i < config->count; i++) {
		made = holder(shell, name, config->arguments[i].text);
		if (!made)
			continue;
		config->arguments[i].path = made->path;
		config->arguments[i].line = made->line;
	}
	return true;
}

void igd_loader_source(struct igd_host *host, struct igd_shell *shell, const char *path)
{
	const char *text = igd_host_text(host, path);

	if (text)
		igd_shell_read(shell, path, text, strlen(text));
}

void igd_loader_source_all(
	struct igd_host *host, struct igd_shell *shell, const char *directory, const char *suffix)
{
	const char *const *name = igd_host_list(host, directory);

	for (; name && *name; name++) {
		if (igd_ends_with(*name, suffix) && **name != '.')
			igd_loader_source(
				host, shell, igd_host_print(host, "%s/%s", directory, *name));
	}
}

const char *igd_loader_first(struct igd_host *host, const char *const *paths)
{
	for (; *paths; paths++) {
		if (igd_host_has(host, *paths))
			return *paths;
	}
	return NULL;
}
