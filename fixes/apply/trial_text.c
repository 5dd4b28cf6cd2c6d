// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_text - words of command lines, menu entries of grub.cfg and lines of mountinfo, over bytes
 *
 * What grub-mkconfig writes is read, and what is written like it: a head that ends in '{', a body of plain
 * lines, and a '}' on a line of its own (GRUB 2.12 util/grub.d/10_linux.in).
 */
#include "fixes/apply/trial_text.h"

#include <stdio.h>
#include <string.h>

static bool is_blank(char letter)
{
	return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

static struct igd_piece trimmed(struct igd_piece piece)
{
	while (piece.size && is_blank(*piece.text)) {
		piece.text++;
		piece.size--;
	}
	while (piece.size && is_blank(piece.text[piece.size - 1]))
		piece.size--;
	return piece;
}

/* How many bytes of the word's text stand for its next letter; *quote is the quote that is open, before and after. */
static size_t letter_at(struct igd_piece word, size_t at, char *quote)
{
	const char letter = word.text[at];

	if (letter == '\\' && *quote != '\'' && at + 1 < word.size)
		return 2;
	if (*quote == letter)
		*quote = '\0';
	else if (!*quote && (letter == '\'' || letter == '"'))
		*quote = letter;
	return 1;
}

bool igd_word_next(struct igd_piece *rest, struct igd_piece *ret)
{
	struct igd_piece all = trimmed(*rest);
	size_t at = 0;
	char quote = '\0';

	while (at < all.size && (quote || !is_blank(all.text[at])))
		at += letter_at(all, at, &quote);
	*ret = (struct igd_piece){ all.text, at };
	*rest = (struct igd_piece){ all.text + at, all.size - at };
	return at > 0;
}

bool igd_word_is(struct igd_piece word, const char *text)
{
	size_t at, step;
	char quote = '\0', before;

	for (at = 0; at < word.size; at += step) {
		before = quote;
		step = letter_at(word, at, &quote);
		if (step == 1 && before != quote)
			continue;
		if (!*text || *text++ != word.text[at + step - 1])
			return false;
	}
	return !*text;
}

bool igd_line_next(struct igd_piece *rest, struct igd_piece *ret)
{
	const char *end;

	if (!rest->size)
		return false;
	end = memchr(rest->text, '\n', rest->size);
	*ret = (struct igd_piece){ rest->text, end ? (size_t)(end - rest->text) : rest->size };
	rest->text += ret->size + (end ? 1 : 0);
	rest->size -= ret->size + (end ? 1 : 0);
	return true;
}

static bool begins(struct igd_piece line, const char *command, bool is_whole)
{
	const size_t length = strlen(command);
	struct igd_piece word;

	return igd_word_next(&line, &word) && word.size >= length &&
	       memcmp(word.text, command, length) == 0 && (!is_whole || word.size == length);
}

bool igd_menu_next(struct igd_piece *rest, struct igd_menu_entry *ret)
{
	struct igd_piece line, end;

	while (igd_line_next(rest, &line)) {
		end = trimmed(line);
		if (!begins(line, "menuentry", true) || end.text[end.size - 1] != '{')
			continue;
		*ret = (struct igd_menu_entry){ .head = line, .body = { rest->text, 0 } };
		while (igd_line_next(rest, &line)) {
			end = trimmed(line);
			if (end.size == 1 && *end.text == '}')
				return true;
			ret->body.size = (size_t)(rest->text - ret->body.text);
		}
	}
	return false;
}

bool igd_menu_line(const struct igd_menu_entry *entry, const char *command, struct igd_piece *ret)
{
	struct igd_piece rest = entry->body;

	while (igd_line_next(&rest, ret)) {
		if (begins(*ret, command, false))
			return true;
	}
	return false;
}

/* A path without the device in front: "(hd0,gpt2)/vmlinuz", "($root)/vmlinuz". */
static struct igd_piece without_device(struct igd_piece path)
{
	const char *close =
		path.size && *path.text == '(' ? memchr(path.text, ')', path.size) : NULL;

	if (!close)
		return path;
	return (struct igd_piece){ close + 1, path.size - (size_t)(close + 1 - path.text) };
}

static bool same(struct igd_piece left, struct igd_piece right)
{
	return left.text && right.text && left.size && left.size == right.size &&
	       memcmp(left.text, right.text, left.size) == 0;
}

static bool has_word(struct igd_piece line, struct igd_piece word)
{
	struct igd_piece each;

	while (igd_word_next(&line, &each)) {
		if (same(each, word))
			return true;
	}
	return false;
}

/* How many words of a line the other one lacks. */
static unsigned lacks(struct igd_piece line, struct igd_piece other)
{
	struct igd_piece word;
	unsigned count = 0;

	while (igd_word_next(&line, &word))
		count += !has_word(other, word);
	return count;
}

/* The kernel of a running command line, which GRUB puts first as BOOT_IMAGE=; rest becomes the arguments. */
static struct igd_piece booted_kernel(struct igd_piece *rest)
{
	static const char name[] = "BOOT_IMAGE=";
	struct igd_piece word;

	while (igd_word_next(rest, &word)) {
		if (word.size < sizeof(name) || memcmp(word.text, name, sizeof(name) - 1) != 0)
			continue;
		return without_device((struct igd_piece){
			word.text + sizeof(name) - 1, word.size - (sizeof(name) - 1) });
	}
	return (struct igd_piece){ 0 };
}

bool igd_menu_find(struct igd_piece config, struct igd_piece cmdline, struct igd_menu_entry *ret)
{
	const struct igd_piece kernel = booted_kernel(&cmdline);
	struct igd_menu_entry entry;
	struct igd_piece line, word;
	unsigned distance, nearest = 0;
	bool is_found = false;

	while (igd_menu_next(&config, &entry)) {
		if (!igd_menu_line(&entry, "linux", &line) || !igd_word_next(&line, &word) ||
			!igd_word_next(&line, &word) || !same(without_device(word), kernel))
			continue;
		distance = lacks(line, cmdline) + lacks(cmdline, line);
		if (is_found && distance >= nearest)
			continue;
		is_found = true;
		nearest = distance;
		*ret = entry;
	}
	return is_found;
}

/* Whether the path is that directory or below it. */
static bool is_below(const char *path, const char *directory)
{
	const size_t length = strlen(directory);

	return strcmp(directory, "/") == 0 ||
	       (strncmp(path, directory, length) == 0 && (!path[length] || path[length] == '/'));
}

/* "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw"; what is mounted later lies on top. */
bool igd_mount_find(struct igd_piece mountinfo, const char *path, struct igd_mount *ret)
{
	struct igd_piece line;
	char text[1024], place[512];
	const char *dash;
	size_t longest = 0;
	bool is_found = false;

	while (igd_line_next(&mountinfo, &line)) {
		if (line.size >= sizeof(text))
			continue;
		memcpy(text, line.text, line.size);
		text[line.size] = '\0';
		dash = strstr(text, " - ");
		if (!dash || sscanf(text, "%*s %*s %*s %*s %511s", place) != 1 ||
			!is_below(path, place) || strlen(place) < longest)
			continue;
		longest = strlen(place);
		is_found = sscanf(dash, " - %31s %255s", ret->type, ret->source) == 2;
	}
	return is_found;
}
