// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_text - the file and variable formats of boot loaders, as pure functions over bytes
 */
#include "facts/boot/loader_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define EFI_ATTRIBUTES 4u
/* EFI_LOAD_OPTION: u32 attributes, u16 length of the device path, then the description. */
#define LOAD_OPTION_LENGTH 4u
#define LOAD_OPTION_NAME 6u
/* UEFI 2.10 section 10.3: a node is type, subtype, u16 length, data. */
#define NODE_HEADER 4u
#define NODE_MEDIA 4u
#define NODE_FILE 4u
#define NODE_END 0x7fu

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static void trim(struct igd_loader_span *span)
{
	while (span->size && is_blank(*span->text)) {
		span->text++;
		span->size--;
	}
	while (span->size && is_blank(span->text[span->size - 1]))
		span->size--;
}

/* The next line behind span->line, without blanks at its ends; *at is where to look for it. */
static bool next_line(const char **at, const char *end, struct igd_loader_span *span)
{
	const char *newline;

	if (*at >= end)
		return false;
	newline = memchr(*at, '\n', (size_t)(end - *at));
	span->text = *at;
	span->size = (size_t)((newline ? newline : end) - *at);
	span->line++;
	trim(span);
	*at = newline ? newline + 1 : end;
	return true;
}

/* Behind the line that the span is of, so that a file is walked only once. */
static const char *resume(const char *text, const char *end, const struct igd_loader_span *span,
	struct igd_loader_span *ret)
{
	const char *newline;

	*ret = (struct igd_loader_span){ .line = span->line };
	if (!span->text)
		return text;
	newline = memchr(span->text, '\n', (size_t)(end - span->text));
	return newline ? newline + 1 : end;
}

/* Cuts the key off the front of the line. */
static bool cut_key(struct igd_loader_span *line, const char *key)
{
	size_t length = strlen(key);

	if (line->size < length || strncasecmp(line->text, key, length) != 0)
		return false;
	if (line->size > length && !strchr(" \t:=", line->text[length]))
		return false;
	line->text += length;
	line->size -= length;
	trim(line);
	if (line->size && (*line->text == ':' || *line->text == '=')) {
		line->text++;
		line->size--;
	}
	trim(line);
	return true;
}

bool igd_loader_line(const char *text, size_t size, const char *key, struct igd_loader_span *span)
{
	struct igd_loader_span line;
	const char *end = text + size, *at = resume(text, end, span, &line);

	while (next_line(&at, end, &line)) {
		if (!cut_key(&line, key))
			continue;
		*span = line;
		return true;
	}
	return false;
}

/* Takes one quoted string, or an unquoted word, off the front of the line. */
static bool cut_string(struct igd_loader_span *line, struct igd_loader_span *ret)
{
	const char *from = line->text, *end = line->text + line->size, *at;
	bool is_quoted = line->size && *from == '"';

	from += is_quoted;
	for (at = from; at < end; at++) {
		if (is_quoted && at + 1 < end && at[0] == '"' && at[1] == '"')
			at++;
		else if (is_quoted ? *at == '"' : is_blank(*at))
			break;
	}
	if (at > end || at == from || (is_quoted && at == end))
		return false;
	*ret = (struct igd_loader_span){ from, (size_t)(at - from), line->line };
	at += is_quoted;
	line->text = at;
	line->size = (size_t)(end - at);
	trim(line);
	return true;
}

bool igd_loader_refind_line(const char *text, size_t size, struct igd_loader_span *span)
{
	struct igd_loader_span line, title, options;
	const char *end = text + size, *at = resume(text, end, span, &line);

	while (next_line(&at, end, &line)) {
		if (!line.size || *line.text == '#')
			continue;
		if (!cut_string(&line, &title) || !cut_string(&line, &options))
			continue;
		*span = options;
		return true;
	}
	return false;
}

/* UTF-16LE up to its NUL or the end, as ASCII; *ret_used is how many bytes it took. The caller frees it. */
static char *from_utf16(const unsigned char *bytes, size_t size, size_t *ret_used)
{
	char *text = igd_zalloc(size / 2 + 1);
	size_t i;

	for (i = 0; i + 1 < size; i += 2) {
		if (!bytes[i] && !bytes[i + 1])
			break;
		text[i / 2] =
			(char)(bytes[i + 1] || bytes[i] < ' ' || bytes[i] > '~' ? '?' : bytes[i]);
	}
	*ret_used = i + 1 < size ? i + 2 : i;
	return text;
}

char *igd_loader_efi_text(const char *bytes, size_t size)
{
	size_t used;

	if (size < EFI_ATTRIBUTES || (size - EFI_ATTRIBUTES) % 2)
		return NULL;
	return from_utf16(
		(const unsigned char *)bytes + EFI_ATTRIBUTES, size - EFI_ATTRIBUTES, &used);
}

static size_t u16_at(const unsigned char *bytes)
{
	return (size_t)(bytes[0] | bytes[1] << 8);
}

/* The path in the first file node of a device path; NULL for none, or a malformed path. */
static char *file_path(const unsigned char *nodes, size_t size)
{
	size_t at = 0, length, used;

	while (size - at >= NODE_HEADER && nodes[at] != NODE_END) {
		length = u16_at(nodes + at + 2);
		if (length < NODE_HEADER || length > size - at)
			return NULL;
		if (nodes[at] == NODE_MEDIA && nodes[at + 1] == NODE_FILE)
			return from_utf16(nodes + at + NODE_HEADER, length - NODE_HEADER, &used);
		at += length;
	}
	return NULL;
}

bool igd_loader_efi_entry(const char *bytes, size_t size, char **ret_path, char **ret_arguments)
{
	const unsigned char *option = (const unsigned char *)bytes + EFI_ATTRIBUTES;
	size_t left, length, used;
	char *path;

	if (size < EFI_ATTRIBUTES + LOAD_OPTION_NAME)
		return false;
	length = u16_at(option + LOAD_OPTION_LENGTH);
	option += LOAD_OPTION_NAME;
	left = size - EFI_ATTRIBUTES - LOAD_OPTION_NAME;
	free(from_utf16(option, left, &used)); /* the description */
	if (left - used < length)
		return false;
	path = file_path(option + used, length);
	if (!path)
		return false;
	*ret_path = path;
	used += length;
	*ret_arguments = from_utf16(option + used, left - used, &length);
	return true;
}
