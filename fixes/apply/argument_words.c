// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_words - which bytes of a command line go, and where others come
 *
 * The same for all formats: a word goes with the blanks behind it, the last one with those before it.
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/argument_private.h"

/* What a shell leaves alone outside quotes. */
#define BARE_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:=/@%+"

void igd_argument_add_cell(struct igd_argument_value *value, struct igd_cell cell)
{
	if (value->count == value->room) {
		value->room = value->room ? value->room * 2 : 64;
		value->cells = igd_regrow(value->cells, value->room, sizeof(*value->cells));
	}
	value->cells[value->count++] = cell;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The next word from cell *at on; double quotes protect blanks (Linux lib/cmdline.c next_arg()). */
static bool next_word(
	const struct igd_argument_value *value, size_t *at, struct igd_argument_word *ret)
{
	bool is_quoted = false;

	*ret = (struct igd_argument_word){ 0 };
	while (*at < value->count && is_blank(value->cells[*at].byte))
		++*at;
	ret->from = *at;
	while (*at < value->count && (is_quoted || !is_blank(value->cells[*at].byte))) {
		is_quoted ^= value->cells[*at].byte == '"';
		++*at;
	}
	ret->to = *at;
	ret->is_open = is_quoted;
	return ret->to > ret->from;
}

static bool is_word(const struct igd_argument_piece *piece, const struct igd_argument_word *word,
	const char *argument)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = word->from; i < word->to; i++)
		igd_text_add(&text, &piece->value.cells[i].byte, 1);
	return text.text && !memchr(text.text, IGD_CELL_OPAQUE, text.size) &&
	       igd_argument_is_same(text.text, argument);
}

static bool is_held(const struct igd_argument_editor *editor, const char *argument)
{
	size_t i, j;

	for (i = 0; i < editor->count; i++) {
		for (j = 0; j < editor->pieces[i].count; j++) {
			if (is_word(&editor->pieces[i], &editor->pieces[i].words[j], argument))
				return true;
		}
	}
	return false;
}

/* What comes and is there already, or comes by an edit before, needs no place. */
static void leave_out_present(struct igd_argument_editor *editor)
{
	const struct igd_argument_edits *edits = editor->edits;
	size_t i, j;

	for (i = 0; i < edits->count; i++) {
		editor->is_done[i] = !edits->items[i].come || is_held(editor, edits->items[i].come);
		for (j = 0; j < i && !editor->is_done[i]; j++)
			editor->is_done[i] =
				edits->items[j].come &&
				igd_argument_is_same(edits->items[j].come, edits->items[i].come);
	}
}

/* Settles what is done to a word. */
static void judge(struct igd_argument_editor *editor, const struct igd_argument_piece *piece,
	struct igd_argument_word *word)
{
	const struct igd_argument_edits *edits = editor->edits;
	size_t i;

	for (i = 0; i < edits->count; i++) {
		if (!edits->items[i].gone || !is_word(piece, word, edits->items[i].gone))
			continue;
		word->edit = &edits->items[i];
		if (!editor->is_done[i])
			word->fresh = edits->items[i].come;
		editor->is_done[i] = true;
		return;
	}
}

static bool stays(const struct igd_argument_word *word)
{
	return !word->edit || word->fresh;
}

/* Copies the text up to there. */
static void copy_to(struct igd_argument_editor *editor, size_t to)
{
	if (to <= editor->at)
		return;
	igd_text_add(&editor->out, editor->text + editor->at, to - editor->at);
	editor->at = to;
}

/* Leaves out these cells, and keeps what is between them. */
static void drop(struct igd_argument_editor *editor, const struct igd_argument_piece *piece,
	size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to; i++) {
		copy_to(editor, piece->value.cells[i].from);
		editor->at = piece->value.cells[i].to;
	}
}

/* Words, as they are written in these quotes. */
static void put(struct igd_argument_editor *editor, const struct igd_argument_piece *piece,
	char quote, const char *words)
{
	const bool is_bare =
		!piece->value.is_shell || quote || strspn(words, BARE_BYTES) == strlen(words);

	igd_text_printf(&editor->out, is_bare ? "%s" : "\"%s\"", words);
}

/* Behind the last word that stays, all others go with the blanks before them; before it, with those behind. */
static void edit_words(struct igd_argument_editor *editor, const struct igd_argument_piece *piece)
{
	size_t i, last = piece->count;

	while (last && !stays(&piece->words[last - 1]))
		last--;
	for (i = 0; i < last; i++) {
		const struct igd_argument_word *word = &piece->words[i];

		if (!word->edit)
			continue;
		copy_to(editor, piece->value.cells[word->from].from);
		if (word->fresh)
			put(editor, piece, piece->value.cells[word->from].quote, word->fresh);
		drop(editor, piece, word->from, word->fresh ? word->to : word[1].from);
	}
	if (last < piece->count)
		drop(editor, piece, last ? piece->words[last - 1].to : piece->words[0].from,
			piece->words[piece->count - 1].to);
}

/* All that comes and has no place yet, a blank before each; NULL for nothing. The caller frees it. */
static char *additions(const struct igd_argument_editor *editor)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < editor->edits->count; i++) {
		if (!editor->is_done[i])
			igd_text_printf(&text, " %s", editor->edits->items[i].come);
	}
	return text.text;
}

/* Whether a shell's value is written without any quotes, so that it can be put into some. */
static bool is_unquoted(const struct igd_argument_value *value)
{
	size_t i;

	for (i = 0; i < value->count; i++) {
		if (value->cells[i].quote || value->cells[i].to - value->cells[i].from != 1)
			return false;
	}
	return value->is_shell && value->count && value->to - value->from == value->count;
}

static bool any_stays(const struct igd_argument_piece *piece)
{
	size_t i;

	for (i = 0; i < piece->count; i++) {
		if (stays(&piece->words[i]))
			return true;
	}
	return false;
}

/* Adds words, of which each has a blank before it, behind all others, but before a "--". */
static void add_words(struct igd_argument_editor *editor, const struct igd_argument_piece *piece,
	const char *words)
{
	const struct igd_argument_value *value = &piece->value;
	IGD_AUTOFREE char *before = NULL;
	const struct igd_cell *cell;

	if (piece->count) {
		cell = &value->cells[piece->words[piece->count - 1].to - 1];
		copy_to(editor, cell->to);
		put(editor, piece, cell->quote, any_stays(piece) ? words : words + 1);
	} else if (piece->is_ended) {
		cell = &value->cells[piece->end];
		copy_to(editor, cell->from);
		before = igd_printf("%s ", words + 1);
		put(editor, piece, cell->quote, before);
	} else {
		copy_to(editor, value->empty_at);
		put(editor, piece, value->empty_quote, words + 1);
	}
}

/* Whether nothing is left of a line, and another one is there that has something. */
static bool is_to_go(
	const struct igd_argument_editor *editor, const struct igd_argument_piece *piece)
{
	size_t i;

	if (!piece->value.line_to || !piece->count || piece->is_ended || any_stays(piece))
		return false;
	for (i = 0; i < editor->count; i++) {
		if (any_stays(&editor->pieces[i]))
			return true;
	}
	return false;
}

static void edit_piece(struct igd_argument_editor *editor, const struct igd_argument_piece *piece,
	const char *words)
{
	const bool is_wrapped = words && !piece->is_ended && is_unquoted(&piece->value);

	if (!words && is_to_go(editor, piece)) {
		copy_to(editor, piece->value.line_from);
		editor->at = piece->value.line_to;
		return;
	}
	if (!words) {
		edit_words(editor, piece);
		return;
	}
	copy_to(editor, piece->value.from);
	if (is_wrapped)
		igd_text_add(&editor->out, "\"", 1);
	edit_words(editor, piece);
	if (!is_wrapped) {
		add_words(editor, piece, words);
		return;
	}
	copy_to(editor, piece->value.to);
	igd_text_printf(&editor->out, "%s\"", any_stays(piece) ? words : words + 1);
}

/* The piece to which words are added: the first with any, else the first. */
static const struct igd_argument_piece *target(const struct igd_argument_editor *editor)
{
	size_t i;

	for (i = 0; i < editor->count; i++) {
		if (editor->pieces[i].count)
			return &editor->pieces[i];
	}
	return editor->pieces;
}

/* What is behind "--" is not the kernel's (Linux kernel/params.c parse_args()). */
static void split(struct igd_argument_piece *piece)
{
	struct igd_argument_word word;
	size_t at = 0;

	while (!piece->is_ended && next_word(&piece->value, &at, &word)) {
		const struct igd_cell *cell = &piece->value.cells[word.from];

		piece->is_ended =
			word.to - word.from == 2 && cell[0].byte == '-' && cell[1].byte == '-';
		piece->end = word.from;
		if (piece->is_ended)
			break;
		piece->words = igd_regrow(piece->words, piece->count + 1, sizeof(*piece->words));
		piece->words[piece->count++] = word;
	}
}

void igd_argument_add_piece(struct igd_argument_editor *editor, struct igd_argument_value value)
{
	struct igd_argument_piece piece = { .value = value };

	/* Pieces are joined: behind one with a "--" none is the kernel's. */
	piece.is_ended = editor->count && editor->pieces[editor->count - 1].is_ended;
	split(&piece);
	editor->pieces = igd_regrow(editor->pieces, editor->count + 1, sizeof(*editor->pieces));
	editor->pieces[editor->count++] = piece;
}

static void make(struct igd_argument_editor *editor)
{
	IGD_AUTOFREE char *words = NULL;
	const struct igd_argument_piece *end;
	size_t i, j;

	leave_out_present(editor);
	for (i = 0; i < editor->count; i++) {
		for (j = 0; j < editor->pieces[i].count; j++)
			judge(editor, &editor->pieces[i], &editor->pieces[i].words[j]);
	}
	words = additions(editor);
	end = target(editor);
	for (i = 0; i < editor->count; i++)
		edit_piece(editor, &editor->pieces[i], &editor->pieces[i] == end ? words : NULL);
	copy_to(editor, editor->size);
	igd_text_add(&editor->out, "", 0);
}

/* Edits what was read into pieces, and releases them. why: it could not be read. */
/* An argument that is put behind a quote that is not closed would be part of another one. */
static bool any_open(const struct igd_argument_editor *editor)
{
	size_t i;

	for (i = 0; i < editor->count; i++) {
		const struct igd_argument_piece *piece = &editor->pieces[i];

		if (piece->count && piece->words[piece->count - 1].is_open)
			return true;
	}
	return false;
}

char *igd_argument_finish(struct igd_argument_editor *editor, const char *why, const char **ret_why)
{
	size_t i;

	if (!why && any_open(editor))
		why = "a double quote of the command line is not closed";
	editor->is_done = igd_zalloc(editor->edits->count + 1);
	if (!why && editor->count)
		make(editor);
	for (i = 0; i < editor->count; i++) {
		free(editor->pieces[i].value.cells);
		free(editor->pieces[i].words);
	}
	free(editor->pieces);
	free(editor->is_done);
	if (editor->out.text)
		return editor->out.text;
	*ret_why = why ? why : "it holds no command line";
	return NULL;
}
