// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff - what changes between two texts, as `diff -u` writes it
 *
 * What both begin and end with is set aside; the rest is compared by the length of the longest common subsequence, a table
 * of one number for each pair of lines. Configuration files are small, and what differs in them is smaller.
 */
#include "mend/diff.h"

#include <stdlib.h>
#include <string.h>

#define CONTEXT 3u
/* Pairs of lines: 4 bytes each. */
#define MAX_TABLE ((size_t)4 << 20)

struct line {
	const char *text;
	size_t size; /* with its newline */
};

struct lines {
	struct line *items;
	size_t count;
};

/* One line of the result: kept ' ', gone '-', come '+'. */
struct edit {
	char sign;
	const struct line *line;
};

struct script {
	struct edit *edits;
	size_t count;
};

/* items is never NULL: what begins at its end is asked for as well. */
static void split(const char *text, size_t size, struct lines *ret)
{
	size_t room = 64, at = 0;

	ret->items = igd_regrow(NULL, room, sizeof(*ret->items));
	while (text && at < size) {
		const char *next = memchr(text + at, '\n', size - at);
		size_t length = next ? (size_t)(next - text) + 1 - at : size - at;

		if (ret->count == room) {
			room *= 2;
			ret->items = igd_regrow(ret->items, room, sizeof(*ret->items));
		}
		ret->items[ret->count++] = (struct line){ text + at, length };
		at += length;
	}
}

static bool is_same(const struct line *one, const struct line *other)
{
	return one->size == other->size && memcmp(one->text, other->text, one->size) == 0;
}

static void put(struct script *script, char sign, const struct line *lines, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		script->edits[script->count++] = (struct edit){ sign, &lines[i] };
}

/* lengths[i * (fresh_count + 1) + j]: of the longest common subsequence of what follows line i and line j. */
static uint32_t *measure(
	const struct line *old, size_t old_count, const struct line *fresh, size_t fresh_count)
{
	size_t row = fresh_count + 1, i, j;
	uint32_t *lengths = igd_zalloc((old_count + 1) * row * sizeof(*lengths));

	for (i = old_count; i-- > 0;) {
		for (j = fresh_count; j-- > 0;) {
			uint32_t down = lengths[(i + 1) * row + j],
				 right = lengths[i * row + j + 1];

			if (is_same(&old[i], &fresh[j]))
				lengths[i * row + j] = lengths[(i + 1) * row + j + 1] + 1;
			else
				lengths[i * row + j] = down > right ? down : right;
		}
	}
	return lengths;
}

static void compare(struct script *script, const struct line *old, size_t old_count,
	const struct line *fresh, size_t fresh_count)
{
	IGD_AUTOFREE uint32_t *lengths = NULL;
	size_t row = fresh_count + 1, i = 0, j = 0;

	if ((old_count + 1) > MAX_TABLE / row) {
		put(script, '-', old, old_count);
		put(script, '+', fresh, fresh_count);
		return;
	}
	lengths = measure(old, old_count, fresh, fresh_count);
	while (i < old_count && j < fresh_count) {
		if (is_same(&old[i], &fresh[j])) {
			put(script, ' ', &old[i++], 1);
			j++;
		} else if (lengths[(i + 1) * row + j] >= lengths[i * row + j + 1]) {
			put(script, '-', &old[i++], 1);
		} else {
			put(script, '+', &fresh[j++], 1);
		}
	}
	put(script, '-', &old[i], old_count - i);
	put(script, '+', &fresh[j], fresh_count - j);
}

static void make_script(struct script *script, const struct lines *old, const struct lines *fresh)
{
	size_t shorter = old->count < fresh->count ? old->count : fresh->count, head = 0, tail = 0;

	while (head < shorter && is_same(&old->items[head], &fresh->items[head]))
		head++;
	while (tail < shorter - head &&
		is_same(&old->items[old->count - 1 - tail], &fresh->items[fresh->count - 1 - tail]))
		tail++;
	script->edits = igd_zalloc((old->count + fresh->count + 1) * sizeof(*script->edits));
	put(script, ' ', old->items, head);
	compare(script, old->items + head, old->count - head - tail, fresh->items + head,
		fresh->count - head - tail);
	put(script, ' ', old->items + old->count - tail, tail);
}

/* Where the hunk that begins with the change at first ends: behind the context of its last change. */
static size_t hunk_end(const struct script *script, size_t first)
{
	size_t i, last = first;

	for (i = first; i < script->count && i <= last + 2 * (size_t)CONTEXT + 1; i++) {
		if (script->edits[i].sign != ' ')
			last = i;
	}
	return last + 1 + CONTEXT < script->count ? last + 1 + CONTEXT : script->count;
}

static void print_range(struct igd_text *out, char sign, size_t before, size_t count)
{
	/* An empty range names the line before it (POSIX diff -u). */
	igd_text_printf(out, " %c%zu", sign, count ? before + 1 : before);
	if (count != 1)
		igd_text_printf(out, ",%zu", count);
}

static void print_hunk(struct igd_text *out, const struct script *script, size_t first, size_t end,
	const size_t before[2])
{
	size_t i, count[2] = { 0, 0 };

	for (i = first; i < end; i++) {
		count[0] += script->edits[i].sign != '+';
		count[1] += script->edits[i].sign != '-';
	}
	igd_text_printf(out, "@@");
	print_range(out, '-', before[0], count[0]);
	print_range(out, '+', before[1], count[1]);
	igd_text_printf(out, " @@\n");
	for (i = first; i < end; i++) {
		const struct line *line = script->edits[i].line;

		igd_text_add(out, &script->edits[i].sign, 1);
		igd_text_add(out, line->text, line->size);
		if (line->text[line->size - 1] != '\n')
			igd_text_printf(out, "\n\\ No newline at end of file\n");
	}
}

/* False where nothing differs. */
static bool print_script(struct igd_text *out, const struct script *script)
{
	size_t i, first, end, before[2] = { 0, 0 }, done = 0;

	for (i = 0; i < script->count; i++) {
		if (script->edits[i].sign == ' ')
			continue;
		first = i < done + CONTEXT ? done : i - CONTEXT;
		/* What lies between the hunks is the same on both sides. */
		before[0] += first - done;
		before[1] += first - done;
		end = hunk_end(script, i);
		print_hunk(out, script, first, end, before);
		for (; first < end; first++) {
			before[0] += script->edits[first].sign != '+';
			before[1] += script->edits[first].sign != '-';
		}
		done = end;
		i = end - 1;
	}
	return done;
}

char *igd_diff(const struct igd_diff_side *old, const struct igd_diff_side *fresh)
{
	struct lines before = { 0 }, after = { 0 };
	struct script script = { 0 };
	struct igd_text out = { 0 };

	split(old->text, old->size, &before);
	split(fresh->text, fresh->size, &after);
	make_script(&script, &before, &after);
	igd_text_printf(&out, "--- %s\n+++ %s\n", old->name, fresh->name);
	if (!print_script(&out, &script))
		*out.text = '\0';
	free(script.edits);
	free(before.items);
	free(after.items);
	return out.text;
}
