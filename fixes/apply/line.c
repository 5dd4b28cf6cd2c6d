// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * line - LINE: lines of somebody's file read otherwise, and all the rest of it stays as it is
 */
#include <ctype.h>
#include <string.h>

#include "fixes/apply/making.h"

#define SHOWN 100u /* bytes of a line that a title or a reason shows */

/* The edits of one file, and the text that becomes of it. */
struct editing {
	struct igd_making *making;
	const struct igd_wish *const *wishes;
	size_t count;
	const char *ending; /* of its lines */
	struct igd_text ret, title;
	enum igd_effect effect;
	const char *why;
};

static bool same_text(const char *left, const char *right)
{
	return left && right ? strcmp(left, right) == 0 : left == right;
}

static bool same_edit(const struct igd_change *left, const struct igd_change *right)
{
	return left->line == right->line && same_text(left->place, right->place) &&
	       same_text(left->value, right->value);
}

static bool is_line(const char *line, size_t size, const char *text)
{
	return text && strlen(text) == size && memcmp(line, text, size) == 0;
}

static char *title_of(const struct igd_change *change)
{
	const char *fresh = change->value ? change->value : change->place ? change->place : "";
	IGD_AUTOFREE char *shown = igd_printable(fresh, strlen(fresh), SHOWN);

	if (!change->line)
		return igd_printf("Add `%s` to %s", shown, change->subject);
	if (!change->value)
		return igd_printf("Take `%s` out of %s", shown, change->subject);
	return igd_printf("Make line %u of %s read `%s`", change->line, change->subject, shown);
}

/* An edit is made: what the step will say of it. */
static void note(struct editing *editing, const struct igd_change *change)
{
	IGD_AUTOFREE char *title = title_of(change);

	if (editing->title.size)
		title[0] = (char)tolower((unsigned char)title[0]);
	igd_text_printf(&editing->title, "%s%s", editing->title.size ? "; " : "", title);
	if (change->effect != IGD_EFFECT_NOW && editing->effect != IGD_EFFECT_BOOT)
		editing->effect = change->effect;
	if (!editing->why)
		editing->why = change->why;
}

static void add_line(struct editing *editing, const char *line, const char *ending)
{
	size_t length;

	for (; *line; line += length, line += *line == '\n') {
		length = strcspn(line, "\n");
		igd_text_add(&editing->ret, line, length);
		if (line[length])
			igd_text_printf(&editing->ret, "%s", editing->ending);
	}
	igd_text_printf(&editing->ret, "%s", ending);
}

/* The edit of a line; who wants the same line to read otherwise declines. */
static const struct igd_wish *edit_of(const struct editing *editing, uint32_t line)
{
	const struct igd_wish *found = NULL;
	size_t i;

	for (i = 0; i < editing->count; i++) {
		if (editing->wishes[i]->change->line != line)
			continue;
		if (!found)
			found = editing->wishes[i];
		else if (!same_edit(found->change, editing->wishes[i]->change))
			igd_making_decline(editing->making, editing->wishes[i]->fix,
				"line %u of %s is changed otherwise by another fix", line,
				editing->wishes[i]->change->subject);
	}
	return found;
}

/* One line of the file, without and with what ends it. */
static void edit_line(
	struct editing *editing, const struct igd_wish *wish, const char *line, size_t size)
{
	size_t bare = size;
	const char *ending;
	IGD_AUTOFREE char *seen = NULL, *rest = NULL;

	while (bare && strchr("\r\n", line[bare - 1]) && size - bare < 2)
		bare--;
	rest = igd_strndup(line + bare, size - bare);
	ending = rest;
	if (is_line(line, bare, wish->change->place)) {
		note(editing, wish->change);
		if (wish->change->value)
			add_line(editing, wish->change->value, ending);
		return;
	}
	igd_text_add(&editing->ret, line, size);
	if (is_line(line, bare, wish->change->value))
		return;
	seen = igd_printable(line, bare, SHOWN);
	igd_making_decline(editing->making, wish->fix, "line %u of %s now reads `%s`",
		wish->change->line, wish->change->subject, seen);
}

static uint32_t edit_lines(struct editing *editing, const char *text)
{
	const struct igd_wish *wish;
	uint32_t number = 0;
	size_t size;

	for (; *text; text += size) {
		size = strcspn(text, "\n");
		size += text[size] == '\n';
		wish = edit_of(editing, ++number);
		if (wish)
			edit_line(editing, wish, text, size);
		else
			igd_text_add(&editing->ret, text, size);
	}
	return number;
}

static bool has_line(const char *text, const char *wanted)
{
	size_t length;

	for (; text && *text; text += length, text += *text == '\n') {
		length = strcspn(text, "\n");
		if (is_line(text, length - (length && text[length - 1] == '\r'), wanted))
			return true;
	}
	return false;
}

/* A program that reads lines may pass over a last one that does not end, so what is added does. */
static void append(struct editing *editing)
{
	const char *fresh;
	size_t i;

	for (i = 0; i < editing->count; i++) {
		fresh = editing->wishes[i]->change->value;
		if (editing->wishes[i]->change->line || !fresh ||
			has_line(editing->ret.text, fresh))
			continue;
		if (editing->ret.size && editing->ret.text[editing->ret.size - 1] != '\n')
			igd_text_printf(&editing->ret, "%s", editing->ending);
		add_line(editing, fresh, editing->ending);
		note(editing, editing->wishes[i]->change);
	}
}

static void refuse_beyond(const struct editing *editing, uint32_t lines)
{
	size_t i;

	for (i = 0; i < editing->count; i++) {
		if (editing->wishes[i]->change->line > lines)
			igd_making_decline(editing->making, editing->wishes[i]->fix,
				"%s has only %u lines", editing->wishes[i]->change->subject, lines);
	}
}

static void edit_file(struct editing *editing)
{
	const char *path = editing->wishes[0]->change->subject;
	const char *text = igd_making_text(editing->making, path), *first;
	int error = igd_making_error(editing->making, path);
	size_t i;

	for (i = 0; error && i < editing->count; i++)
		igd_making_decline(editing->making, editing->wishes[i]->fix,
			"%s cannot be read: %s", path, igd_errno_text(error));
	if (error)
		return;
	first = text ? strchr(text, '\n') : NULL;
	editing->ending = first && first > text && first[-1] == '\r' ? "\r\n" : "\n";
	refuse_beyond(editing, edit_lines(editing, text ? text : ""));
	append(editing);
	if (!editing->title.size)
		return;
	igd_making_edit(editing->making, path, editing->ret.text ? editing->ret.text : "",
		editing->effect, editing->title.text, editing->why);
}

/* All wishes about the file that the first of them names, from that one on; they are marked as seen. */
static void edit_file_of(
	struct igd_making *making, const struct igd_wish *wishes, size_t count, bool *is_seen)
{
	IGD_AUTOFREE char *path = igd_making_resolve(making, wishes[0].change->subject);
	IGD_AUTOFREE const struct igd_wish **of_file = igd_zalloc(count * sizeof(*of_file));
	struct editing editing = { .making = making, .wishes = of_file };
	size_t i;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *other = igd_making_resolve(making, wishes[i].change->subject);

		if (is_seen[i] || strcmp(path, other) != 0)
			continue;
		is_seen[i] = true;
		of_file[editing.count++] = &wishes[i];
	}
	edit_file(&editing);
	igd_text_done(&editing.ret);
	igd_text_done(&editing.title);
}

/* What a distribution makes of its configuration is not there to be edited. */
static bool is_generated(struct igd_making *making, const struct igd_change *change)
{
	IGD_AUTOFREE char *path = igd_making_resolve(making, change->subject);
	IGD_AUTOFREE char *title = NULL, *what = NULL;

	if (!igd_starts_with(path, "/nix/store/") && !igd_starts_with(path, "/gnu/store/"))
		return false;
	title = title_of(change);
	what = igd_printf("%s: in the configuration of your system, which makes that file", title);
	igd_making_manual(making, what, change->value);
	return true;
}

void igd_apply_lines(struct igd_making *making)
{
	size_t count, i;
	const struct igd_wish *wishes = igd_making_wishes(making, IGD_CHANGE_LINE, &count);
	IGD_AUTOFREE bool *is_seen = igd_zalloc(count + 1);

	for (i = 0; i < count; i++) {
		if (is_seen[i])
			continue;
		is_seen[i] = is_generated(making, wishes[i].change);
		if (!is_seen[i])
			edit_file_of(making, wishes + i, count - i, is_seen + i);
	}
}
