// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cmdline - a kernel command line, taken apart as the kernel does
 *
 * next() is next_arg() of Linux lib/cmdline.c without writing into its input: what a quote does in the middle
 * of a word, and which quotes are taken off, is the same.
 */
#include "facts/host/cmdline.h"

#include <stdlib.h>
#include <string.h>

struct reader {
	const char *at, *end;
	char *room; /* where the next piece of memory begins */
};

/* Linux lib/ctype.c: beside the white space of C, byte 0xa0 (a no-break space in Latin-1). */
static bool is_blank(char byte)
{
	return (byte >= '\t' && byte <= '\r') || byte == ' ' || byte == '\xa0';
}

static const char *keep(struct reader *reader, const char *bytes, size_t size)
{
	char *kept = reader->room;

	memcpy(kept, bytes, size);
	kept[size] = '\0';
	reader->room += size + 1;
	return kept;
}

/* Where the word at the reader ends; where its first '=' is (not in front), else NULL. */
static const char *word_end(const struct reader *reader, bool in_quote, const char **ret_equals)
{
	const char *at;

	*ret_equals = NULL;
	for (at = reader->at; at < reader->end; at++) {
		if (is_blank(*at) && !in_quote)
			break;
		if (*at == '=' && !*ret_equals && at > reader->at)
			*ret_equals = at;
		if (*at == '"')
			in_quote = !in_quote;
	}
	return at;
}

static void next(struct reader *reader, struct igd_argument *ret)
{
	bool is_quoted = *reader->at == '"';
	const char *start = is_quoted ? ++reader->at : reader->at;
	const char *equals, *end = word_end(reader, is_quoted, &equals);
	const char *value = equals ? equals + 1 : start;

	reader->at = end;
	if (equals && value < end && *value == '"') {
		value++;
		is_quoted = true;
	}
	if (is_quoted && end > value && end[-1] == '"')
		end--;
	ret->name = keep(reader, start, (size_t)((equals ? equals : end) - start));
	ret->text = keep(reader, ret->name, strlen(ret->name));
	ret->value = NULL;
	if (!equals)
		return;
	reader->room[-1] = '=';
	ret->value = keep(reader, value, (size_t)(end - value));
}

/* Every word takes its own length twice and two NULs, and two words have a blank between them. */
void igd_cmdline_parse(struct igd_cmdline *cmdline, const char *text, size_t size)
{
	struct reader reader = { text, text + strnlen(text, size), NULL };
	struct igd_argument argument;
	size_t room = 0;

	*cmdline = (struct igd_cmdline){ .memory = igd_zalloc(3 * size + 4) };
	reader.room = cmdline->memory;
	for (;;) {
		while (reader.at < reader.end && is_blank(*reader.at))
			reader.at++;
		if (reader.at == reader.end)
			return;
		next(&reader, &argument);
		/* Linux kernel/params.c parse_args(): the rest is for init */
		if (!argument.value && strcmp(argument.name, "--") == 0) {
			cmdline->has_rest = true;
			return;
		}
		if (cmdline->count == room) {
			room = room ? room * 2 : 16;
			cmdline->arguments =
				igd_regrow(cmdline->arguments, room, sizeof(*cmdline->arguments));
		}
		cmdline->arguments[cmdline->count++] = argument;
	}
}

void igd_cmdline_done(struct igd_cmdline *cmdline)
{
	free(cmdline->arguments);
	free(cmdline->memory);
	*cmdline = (struct igd_cmdline){ 0 };
}

/* Linux kernel/params.c dash2underscore() */
static char fold(char byte)
{
	return byte == '-' ? '_' : byte;
}

bool igd_cmdline_same_name(const char *left, const char *right)
{
	for (; *left && fold(*left) == fold(*right); left++)
		right++;
	return !*left && !*right;
}

const struct igd_argument *igd_cmdline_find(const struct igd_cmdline *cmdline, const char *name)
{
	size_t i;

	for (i = cmdline->count; i-- > 0;) {
		if (igd_cmdline_same_name(cmdline->arguments[i].name, name))
			return &cmdline->arguments[i];
	}
	return NULL;
}

bool igd_value_has(const char *value, const char *element)
{
	size_t length, wanted = strlen(element);

	while (value) {
		length = strcspn(value, ",");
		if (length == wanted && memcmp(value, element, length) == 0)
			return true;
		value = value[length] ? value + length + 1 : NULL;
	}
	return false;
}

static void read_running(struct igd_host *host, void *ret)
{
	const char *text = igd_host_text(host, IGD_PROC_CMDLINE);

	igd_cmdline_parse(ret, text ? text : "", text ? strlen(text) : 0);
}

static void running_done(void *fact)
{
	igd_cmdline_done(fact);
}

static const struct igd_fact running_fact = { "cmdline", sizeof(struct igd_cmdline), read_running,
	running_done };

const struct igd_cmdline *igd_cmdline_running(struct igd_host *host)
{
	return igd_host_fact(host, &running_fact);
}

const char *igd_cmdline_get(struct igd_host *host, const char *name)
{
	const struct igd_argument *found = igd_cmdline_find(igd_cmdline_running(host), name);

	if (!found)
		return NULL;
	igd_host_cite(host, IGD_PROC_CMDLINE, "%s", found->text);
	return found->value ? found->value : "";
}

bool igd_cmdline_has(struct igd_host *host, const char *name, const char *element)
{
	const struct igd_cmdline *running = igd_cmdline_running(host);
	size_t i;

	for (i = 0; i < running->count; i++) {
		const struct igd_argument *argument = &running->arguments[i];

		if (!igd_cmdline_same_name(argument->name, name) ||
			!igd_value_has(argument->value, element))
			continue;
		igd_host_cite(host, IGD_PROC_CMDLINE, "%s", argument->text);
		return true;
	}
	return false;
}
