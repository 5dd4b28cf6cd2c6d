// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_list - a list of modules in somebody's configuration file, lengthened without touching the rest
 */
#include "fixes/apply/initramfs_list.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS " \t"
#define WHITE BLANKS "\r\n"

/* Where the list is in the text. */
struct place {
	const char *start, *end; /* what stands in it; start NULL: there is no such key */
	bool is_bare;		 /* KEY=a: one word without quotes, or none */
	bool is_odd;		 /* it is not understood */
	bool has_comments;	 /* in brackets; within quotes '#' is a letter */
};

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* What follows "KEY=" ("KEY:"); NULL if this line does not begin so. */
static const char *value_of(const struct igd_list *list, const char *line)
{
	size_t length = strlen(list->key);

	if (list->form != IGD_LIST_YAML)
		line += strspn(line, BLANKS);
	if (strncmp(line, list->key, length) != 0)
		return NULL;
	line += length;
	if (list->form == IGD_LIST_TOML)
		line += strspn(line, BLANKS);
	if (*line != (list->form == IGD_LIST_YAML ? ':' : '='))
		return NULL;
	line++;
	return list->form == IGD_LIST_ARRAY || list->form == IGD_LIST_STRING
		       ? line
		       : line + strspn(line, BLANKS);
}

/* TOML: "[table]" or "[[table]]" on a line of its own; what follows belongs to it. */
static bool is_table(const char *line)
{
	const char *name =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. \t\"'";
	size_t brackets;

	line += strspn(line, BLANKS);
	brackets = strspn(line, "[");
	line += brackets;
	line += strspn(line, name);
	return brackets && strspn(line, "]") >= brackets;
}

static const char *first_table(const char *text)
{
	while (*text && !is_table(text))
		text = next_line(text);
	return text;
}

static const char *find_value(const struct igd_list *list, const char *text)
{
	const char *end = list->form == IGD_LIST_TOML ? first_table(text) : text + strlen(text);
	const char *found = NULL, *value, *line;

	for (line = text; line < end; line = next_line(line)) {
		value = value_of(list, line);
		if (!value)
			continue;
		found = value;
		if (list->form == IGD_LIST_TOML || list->form == IGD_LIST_YAML)
			break;
	}
	return found;
}

/* The quote that ends what this one begins; NULL: there is none. A backslash protects within double quotes. */
static const char *closing_quote(const char *open)
{
	const char *at;

	for (at = open + 1; *at && *at != *open; at++) {
		if (*open == '"' && *at == '\\' && at[1])
			at++;
	}
	return *at ? at : NULL;
}

/* The last byte of a string or a comment that begins here; at where none does; NULL: it does not end. */
static const char *pass_over(const char *first, const char *at)
{
	if (*at == '"' || *at == '\'')
		return closing_quote(at);
	if (*at != '#' || (at > first && !strchr(WHITE, at[-1])))
		return at;
	at += strcspn(at, "\n");
	return *at ? at : NULL;
}

/* The bracket that ends a list; strings and comments are passed over. NULL: there is none, or it nests. */
static const char *closing_bracket(const char *first, char bracket)
{
	const char *at;

	for (at = first; *at && *at != bracket; at++) {
		if (strchr("([`\\", *at))
			return NULL;
		at = pass_over(first, at);
		if (!at)
			return NULL;
	}
	return *at ? at : NULL;
}

static void set_end(struct place *place, const char *end)
{
	place->is_odd = !end;
	place->end = end;
}

static void set_brackets(struct place *place, char bracket)
{
	place->start++;
	place->has_comments = true;
	set_end(place, closing_bracket(place->start, bracket));
}

static void find_bare(const struct igd_list *list, struct place *place)
{
	const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,";
	const char *end = place->start + strspn(place->start, plain), *rest;

	if (list->form ==
		IGD_LIST_YAML) { /* "key: a, b # why"; a list below it is something else */
		end = place->start + strcspn(place->start, "#\n");
		rest = next_line(end);
		place->is_odd = end == place->start && (*rest == ' ' || *rest == '-');
		while (end > place->start && strchr(WHITE, end[-1]))
			end--;
		place->is_odd =
			place->is_odd || memchr(place->start, '[', (size_t)(end - place->start));
	} else {
		rest = end + strspn(end, BLANKS "\r");
		place->is_odd = list->form == IGD_LIST_TOML || (*rest && !strchr("#\n;", *rest));
	}
	place->end = end;
	place->is_bare = true;
}

static struct place find(const struct igd_list *list, const char *text)
{
	struct place place = { .start = list->form == IGD_LIST_LINES ? text
								     : find_value(list, text) };

	if (list->form == IGD_LIST_LINES)
		place.end = text + strlen(text);
	else if (!place.start)
		return place;
	else if (list->form != IGD_LIST_TOML && (*place.start == '"' || *place.start == '\''))
		set_end(&place, closing_quote(place.start++));
	else if (*place.start == '(' && list->form == IGD_LIST_ARRAY)
		set_brackets(&place, ')');
	else if (*place.start == '[' && list->form == IGD_LIST_TOML)
		set_brackets(&place, ']');
	else
		find_bare(list, &place);
	return place;
}

static bool same_name(const char *word, size_t size, const char *name)
{
	size_t i;

	for (i = 0; i < size && name[i]; i++) {
		if ((word[i] == '-' ? '_' : word[i]) != (name[i] == '-' ? '_' : name[i]))
			return false;
	}
	return i == size && !name[i];
}

/* The next word of the place, from at on; NULL: there is none. */
static const char *next_word(const struct place *place, const char *at, size_t *ret_size)
{
	const char *end = place->end;
	const char *separators = " \t\r\n,\"'";

	while (at < end && (strchr(separators, *at) || (place->has_comments && *at == '#'))) {
		if (*at == '#')
			at += strcspn(at, "\n");
		else
			at++;
	}
	if (at >= end)
		return NULL;
	*ret_size = strcspn(at, separators);
	if (*ret_size > (size_t)(end - at))
		*ret_size = (size_t)(end - at);
	return at;
}

/* LINES: the first word of a line; 0: it is empty or a comment. */
static size_t first_word(const char **line)
{
	*line += strspn(*line, BLANKS "\r");
	return **line == '#' ? 0 : strcspn(*line, BLANKS "\r\n");
}

static const char *next_item(
	const struct igd_list *list, const struct place *place, const char *at, size_t *ret_size)
{
	if (list->form != IGD_LIST_LINES)
		return next_word(place, at, ret_size);
	for (; at < place->end; at = next_line(at)) {
		const char *word = at;

		*ret_size = first_word(&word);
		if (*ret_size)
			return word;
	}
	return NULL;
}

static bool is_rival(const char *word, size_t size)
{
	return same_name(word, size, "i915") || same_name(word, size, "xe");
}

/* All words in order, before any driver that would take the iGPU. */
static bool is_so(const struct igd_list *list, const struct place *place, const char *const *words)
{
	const char *at = place->start;
	size_t size = 0;

	while (*words && (at = next_item(list, place, at, &size))) {
		if (same_name(at, size, *words))
			words++;
		else if (is_rival(at, size))
			return false;
		at = list->form == IGD_LIST_LINES ? next_line(at) : at + size;
	}
	return !*words;
}

static char *join(const char *const *words, const char *separator, const char *quote)
{
	struct igd_text text = { 0 };

	for (; *words; words++)
		igd_text_printf(
			&text, "%s%s%s%s", text.size ? separator : "", quote, *words, quote);
	return text.text ? text.text : igd_strdup("");
}

static char *listed(const struct igd_list *list, const char *const *words)
{
	switch (list->form) {
	case IGD_LIST_YAML:
		return join(words, ",", "");
	case IGD_LIST_TOML:
		return join(words, ", ", "\"");
	case IGD_LIST_LINES:
		return join(words, "\n", "");
	case IGD_LIST_ARRAY:
	case IGD_LIST_STRING:
		break;
	}
	return join(words, " ", "");
}

/* before + words + after, put in at that place. */
static char *insert(
	const char *text, const char *at, const char *words, const char *const around[2])
{
	return igd_printf("%.*s%s%s%s%s", (int)(at - text), text, around[0], words, around[1], at);
}

static char *add_key(const struct igd_list *list, const char *text, const char *words)
{
	static const char *const forms[][2] = { [IGD_LIST_ARRAY] = { "=(", ")\n" },
		[IGD_LIST_STRING] = { "=\"", "\"\n" },
		[IGD_LIST_YAML] = { ": ", "\n" },
		[IGD_LIST_TOML] = { " = [", "]\n" } };
	const char *at = list->form == IGD_LIST_TOML ? first_table(text) : text + strlen(text);
	const char *line = at > text && at[-1] != '\n' ? "\n" : "";
	IGD_AUTOFREE char *before = igd_printf("%s%s%s", line, list->key, forms[list->form][0]);
	const char *const around[2] = { before, forms[list->form][1] };

	return insert(text, at, words, around);
}

/* Before the first driver that would take the iGPU, or at the end. */
static char *add_lines(const char *text, const char *words)
{
	const char *line = text, *word;
	const char *around[2] = { "", "\n" };
	size_t size;

	for (; *line; line = next_line(line)) {
		word = line;
		size = first_word(&word);
		if (is_rival(word, size))
			break;
	}
	if (line > text && line[-1] != '\n')
		around[0] = "\n";
	return insert(text, line, words, around);
}

/* KEY=a becomes KEY="words a", and KEY= what a missing one would be. */
static char *quote_bare(
	const struct igd_list *list, const char *text, const struct place *place, const char *words)
{
	bool is_empty = place->start == place->end;
	bool is_array = list->form == IGD_LIST_ARRAY && is_empty;

	return igd_printf("%.*s%s%s%s%.*s%s%s", (int)(place->start - text), text,
		is_array ? "(" : "\"", words, is_empty ? "" : " ", (int)(place->end - place->start),
		place->start, is_array ? ")" : "\"", place->end);
}

/* What goes between the words and what stands there already. */
static const char *behind(const struct igd_list *list, const struct place *place)
{
	const char *at = place->start;

	while (at < place->end && strchr(WHITE, *at))
		at++;
	if (at == place->end)
		return "";
	if (list->form == IGD_LIST_YAML)
		return ",";
	if (list->form == IGD_LIST_TOML)
		return ", ";
	return at > place->start ? "" : " ";
}

bool igd_list_is_set(const struct igd_list *list, const char *text)
{
	return find(list, text).start != NULL;
}

char *igd_list_edit(const struct igd_list *list, const char *text, const char *const *words)
{
	struct place place = find(list, text);
	IGD_AUTOFREE char *fresh = listed(list, words);
	/* "key:value" is no mapping in YAML */
	bool is_tight = list->form == IGD_LIST_YAML && place.start && place.start[-1] == ':';
	const char *const around[2] = { is_tight ? " " : "",
		place.start && !place.is_odd ? behind(list, &place) : "" };

	if (place.is_odd)
		return NULL;
	if (place.start && is_so(list, &place, words))
		return igd_strdup(text);
	if (list->form == IGD_LIST_LINES)
		return add_lines(text, fresh);
	if (!place.start)
		return add_key(list, text, fresh);
	if (place.is_bare && list->form != IGD_LIST_YAML)
		return quote_bare(list, text, &place, fresh);
	return insert(text, place.start, fresh, around);
}
