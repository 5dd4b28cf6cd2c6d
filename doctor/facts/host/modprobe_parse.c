// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe_parse - statements of modprobe.d files and of kernel command lines
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/modprobe.h"

#define BLANKS "\t "

static char *keep(struct igd_modprobe *config, char *text)
{
	if (config->memory_count == config->memory_room) {
		config->memory_room = config->memory_room ? config->memory_room * 2 : 32;
		config->memory = igd_regrow(config->memory, config->memory_room, sizeof(char *));
	}
	config->memory[config->memory_count++] = text;
	return text;
}

static struct igd_modprobe_statement *add(struct igd_modprobe *config, enum igd_modprobe_kind kind,
	const char *module, const char *text)
{
	struct igd_modprobe_statement *statement;

	if (config->count == config->room) {
		config->room = config->room ? config->room * 2 : 32;
		config->statements =
			igd_regrow(config->statements, config->room, sizeof(*config->statements));
	}
	statement = &config->statements[config->count++];
	*statement = (struct igd_modprobe_statement){ .kind = kind, .module = module };
	statement->text = text;
	if (kind == IGD_MODPROBE_OPTIONS)
		igd_cmdline_parse(&statement->arguments, text, strlen(text));
	return statement;
}

/* kmod shared/util.c underscores(): what stands in brackets stays; unbalanced brackets are an error. */
static bool normalise(char *name)
{
	if (!name)
		return false;
	for (; *name; name++) {
		if (*name == ']')
			return false;
		if (*name == '-')
			*name = '_';
		if (*name == '[')
			name += strcspn(name, "]");
		if (!*name)
			return false;
	}
	return true;
}

/* What libkmod's strtok_r(NULL, "", ...) gives: all that is left of the line; NULL for nothing. */
static char *rest_of(char *save)
{
	return save && *save ? save : NULL;
}

struct word_kind {
	const char *word;
	enum igd_modprobe_kind kind;
	bool has_text;
};

static const struct word_kind *kind_of(const char *word)
{
	static const struct word_kind kinds[] = {
		{ "blacklist", IGD_MODPROBE_BLACKLIST, false },
		{ "options", IGD_MODPROBE_OPTIONS, true },
		{ "install", IGD_MODPROBE_INSTALL, true },
		{ "remove", IGD_MODPROBE_REMOVE, true },
		{ "softdep", IGD_MODPROBE_SOFTDEP, true },
		{ "weakdep", IGD_MODPROBE_WEAKDEP, true },
	};
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].word, word) == 0)
			return &kinds[i];
	}
	return NULL;
}

static struct igd_modprobe_statement *add_alias(struct igd_modprobe *config, char **save)
{
	char *alias = strtok_r(NULL, BLANKS, save), *module = strtok_r(NULL, BLANKS, save);

	if (!normalise(alias) || !normalise(module))
		return NULL;
	return add(config, IGD_MODPROBE_ALIAS, alias, module);
}

/* One logical line, in memory of the configuration. NULL if it is no statement. */
static struct igd_modprobe_statement *add_line(struct igd_modprobe *config, char *line)
{
	char *save = NULL, *word, *module, *text, *at;
	const struct word_kind *kind;

	word = *line == '#' ? NULL : strtok_r(line, BLANKS, &save);
	if (!word)
		return NULL;
	if (strcmp(word, "alias") == 0)
		return add_alias(config, &save);
	kind = kind_of(word);
	if (!kind)
		return NULL;
	module = strtok_r(NULL, BLANKS, &save);
	text = kind->has_text ? rest_of(save) : line + strlen(line);
	if (!normalise(module) || !text)
		return NULL;
	for (at = text; kind->kind == IGD_MODPROBE_OPTIONS && *at; at++)
		*at = *at == '\t' ? ' ' : *at;
	return add(config, kind->kind, module, text);
}

/*
 * kmod shared/util.c freadline_wrapped(): a backslash before the end of a line joins it with the next one,
 * before anything else it vanishes. Returns how many bytes of input the line took; 0 at the end.
 */
static size_t next_line(const char *bytes, size_t size, struct igd_text *ret, unsigned *ret_lines)
{
	size_t i, from = 0;

	*ret_lines = 0;
	ret->size = 0;
	for (i = 0; i < size && bytes[i] != '\n'; i++) {
		if (bytes[i] != '\\')
			continue;
		igd_text_add(ret, bytes + from, i - from);
		i++;
		from = i;
		if (i < size && bytes[i] == '\n') {
			from++;
			++*ret_lines;
		}
	}
	i = i > size ? size : i;
	from = from > i ? i : from;
	igd_text_add(ret, bytes + from, i - from);
	++*ret_lines;
	return i < size ? i + 1 : i;
}

void igd_modprobe_parse(
	struct igd_modprobe *config, const char *path, const char *bytes, size_t size)
{
	IGD_AUTOTEXT struct igd_text line = { 0 };
	struct igd_modprobe_statement *statement;
	unsigned number = 1, lines;
	size_t taken;

	for (; (taken = next_line(bytes, size, &line, &lines)) > 0; number += lines) {
		bytes += taken;
		size -= taken;
		if (!line.size || !*line.text)
			continue;
		statement = add_line(config, keep(config, igd_strndup(line.text, line.size)));
		if (statement)
			statement->origin = keep(config, igd_printf("%s:%u", path, number));
	}
}

void igd_modprobe_done(struct igd_modprobe *config)
{
	size_t i;

	for (i = 0; i < config->count; i++)
		igd_cmdline_done(&config->statements[i].arguments);
	for (i = 0; i < config->memory_count; i++)
		free(config->memory[i]);
	free(config->statements);
	free(config->memory);
	*config = (struct igd_modprobe){ 0 };
}

/* kmod libkmod-config.c kmod_config_parse_kcmdline(): the same automaton, without its debts. */
enum state { IGNORE, MODULE, PARAMETER, VALUE, COMPLETE };

struct reader {
	enum state state;
	bool in_quote;
	char *module, *parameter, *value;
	char *quote; /* the quote before the module's name; NULL */
};

static void on_quote(struct reader *reader, char *at)
{
	reader->in_quote = !reader->in_quote;
	if (reader->in_quote && reader->state == MODULE && at == reader->module) {
		reader->quote = at;
		reader->module = at + 1;
	} else if (reader->state != VALUE) {
		reader->state = IGNORE;
	}
}

static void on_blank(struct reader *reader, char *at)
{
	if (reader->in_quote) {
		reader->state = reader->state == VALUE ? VALUE : IGNORE;
	} else if (reader->state == VALUE || reader->state == PARAMETER) {
		*at = '\0';
		reader->state = COMPLETE;
	} else {
		*reader = (struct reader){ .state = MODULE, .module = at + 1 };
	}
}

static void on_dot(struct reader *reader, char *at)
{
	if (reader->state == MODULE) {
		*at = '\0';
		reader->parameter = at + 1;
		reader->state = PARAMETER;
	} else if (reader->state == PARAMETER) {
		reader->state = IGNORE;
	}
}

static void on_equals(struct reader *reader, char *at)
{
	if (reader->state == PARAMETER) {
		reader->value = at + 1;
		reader->state = VALUE;
	} else if (reader->state == MODULE) {
		reader->state = IGNORE;
	}
}

static void add_blacklist(struct igd_modprobe *config, const char *path, char *names)
{
	char *name;

	/* libkmod does not normalise these names: "modprobe.blacklist=snd-hda-intel" has no effect. */
	while ((name = strsep(&names, ",")))
		add(config, IGD_MODPROBE_BLACKLIST, name, "")->origin = path;
}

static void complete(struct igd_modprobe *config, const char *path, struct reader *reader)
{
	char *text = reader->parameter;
	struct igd_modprobe_statement *statement;

	if (reader->quote && reader->value) /* "module.option=a b" means module.option="a b" */
		text = keep(config,
			igd_printf("%.*s\"%s", (int)(reader->value - text), text, reader->value));
	if (strcmp(reader->module, "modprobe") == 0 && igd_starts_with(text, "blacklist=")) {
		add_blacklist(config, path, text + strlen("blacklist="));
		return;
	}
	if (!normalise(reader->module))
		return;
	statement = add(config, IGD_MODPROBE_OPTIONS, reader->module, text);
	statement->origin = path;
	statement->is_cmdline = true;
}

static void step(struct reader *reader, char *at)
{
	if (*at == '"')
		on_quote(reader, at);
	else if (!*at || isspace((unsigned char)*at))
		on_blank(reader, at);
	else if (*at == '.')
		on_dot(reader, at);
	else if (*at == '=')
		on_equals(reader, at);
}

void igd_modprobe_parse_cmdline(
	struct igd_modprobe *config, const char *path, const char *bytes, size_t size)
{
	char *text = keep(config, igd_strndup(bytes, size));
	struct reader reader = { .state = MODULE, .module = text };
	char *at, *end = text + strlen(text);
	size_t before = config->count;

	path = keep(config, igd_strdup(path));
	for (at = text; at <= end; at++) {
		step(&reader, at);
		if (reader.state != COMPLETE)
			continue;
		complete(config, path, &reader);
		reader = (struct reader){ .state = MODULE, .module = at + 1 };
	}
	for (; before < config->count; before++)
		config->statements[before].is_cmdline = true;
}
