// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_split_clean - what copying did to a text
 */
#include "facts/vm/vm_split_clean.h"

#include <ctype.h>
#include <string.h>

#include "facts/vm/vm_split.h"

bool igd_vm_is_emulator(const char *word)
{
	static const char *const names[] = { "kvm", "qemu-kvm", "qemu" };
	const char *name = igd_basename(word);
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return igd_starts_with(name, "qemu-system-") || igd_starts_with(name, "qemu-kvm-");
}

/* A line without the blanks around it. */
struct line {
	const char *text;
	size_t size;
};

static struct line next_line(const char **at, const char *end)
{
	struct line line = { .text = *at };
	const char *next = memchr(*at, '\n', (size_t)(end - *at));

	line.size = (size_t)((next ? next : end) - *at);
	*at = next ? next + 1 : end;
	while (line.size && isspace((unsigned char)*line.text)) {
		line.text++;
		line.size--;
	}
	while (line.size && isspace((unsigned char)line.text[line.size - 1]))
		line.size--;
	return line;
}

static bool is_quoted(const char *text, const char *end)
{
	bool is_any = false;
	struct line line;

	while (text < end) {
		line = next_line(&text, end);
		if (line.size && *line.text != '>')
			return false;
		is_any |= line.size > 0;
	}
	return is_any;
}

static void add_line(struct line line, struct igd_text *ret)
{
	static const char no_break_space[] = "\xc2\xa0";
	const char *at = line.text, *end = line.text + line.size, *next;

	while (at < end) {
		next = memmem(at, (size_t)(end - at), no_break_space, 2);
		next = next ? next : end;
		igd_text_add(ret, at, (size_t)(next - at));
		if (next < end)
			igd_text_add(ret, " ", 1);
		at = next < end ? next + 2 : end;
	}
}

/* The line as it stands but for its carriage returns and quoting. */
static struct line raw_line(const char **at, const char *end, bool is_quoted)
{
	struct line line = { .text = *at };
	const char *next = memchr(*at, '\n', (size_t)(end - *at));

	line.size = (size_t)((next ? next : end) - *at);
	*at = next ? next + 1 : end;
	while (line.size && line.text[line.size - 1] == '\r')
		line.size--;
	while (is_quoted && line.size && (*line.text == '>' || *line.text == ' ')) {
		line.text++;
		line.size--;
	}
	return line;
}

void igd_vm_clean_paste(const char *text, size_t size, struct igd_text *ret)
{
	const char *end = text + size;
	bool quoted;

	igd_text_add(ret, "", 0);
	if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	quoted = is_quoted(text, end);
	while (text < end) {
		bool is_ended = memchr(text, '\n', (size_t)(end - text));

		add_line(raw_line(&text, end, quoted), ret);
		if (is_ended)
			igd_text_add(ret, "\n", 1);
	}
}

static bool has_blank(struct line line)
{
	size_t i;

	for (i = 0; i < line.size; i++)
		if (isspace((unsigned char)line.text[i]))
			return true;
	return false;
}

static bool is_program(struct line line)
{
	IGD_AUTOFREE char *word = igd_strndup(line.text, line.size);

	return igd_vm_is_emulator(word);
}

/*
 * It begins with a program, or an option, alone on its line; no line is continued, or an option with its value; and at
 * least one line is a value, with which nobody begins a line that is to be typed.
 */
bool igd_vm_is_dump(const char *text, size_t size)
{
	const char *end = text + size;
	struct line line = { 0 };
	size_t values = 0;

	while (text < end && !line.size)
		line = next_line(&text, end);
	if (!line.size || has_blank(line) || (*line.text != '-' && !is_program(line)))
		return false;
	while (text < end) {
		line = next_line(&text, end);
		if (!line.size)
			continue;
		if (line.text[line.size - 1] == '\\' || (*line.text == '-' && has_blank(line)))
			return false;
		values += *line.text != '-';
	}
	return values > 0;
}
