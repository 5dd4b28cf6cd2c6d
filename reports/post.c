// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * post - an examination in pieces, the most important of which are kept where not all have room
 */
#include "reports/post.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SECTION_LEVEL 2
/* Room for what is said of what was left out. */
#define NOTE_ROOM 400

/* One of a part, and several; NULL for what is never left out but with another piece. */
static const char *const names[IGD_POST_PART_COUNT][2] = {
	[IGD_POST_VERDICT] = { "verdict", "verdicts" },
	[IGD_POST_CAUSE] = { "cause", "causes" },
	[IGD_POST_MACHINE] = { "description of the machine", "descriptions of the machine" },
	[IGD_POST_CAUSE_REMEDY] = { "remedy", "remedies" },
	[IGD_POST_CAUSE_EVIDENCE] = { "block of evidence", "blocks of evidence" },
	[IGD_POST_FIRST_ANSWER] = { "answer", "answers" },
	[IGD_POST_FAILED] = { "finding", "findings" },
	[IGD_POST_UNKNOWN] = { "open question", "open questions" },
	[IGD_POST_REMEDY] = { "remedy", "remedies" },
	[IGD_POST_HINT] = { "hint", "hints" },
	[IGD_POST_WAITING] = { "list of waiting checks", "lists of waiting checks" },
	[IGD_POST_MISSING] = { "list of what is not known", "lists of what is not known" },
	[IGD_POST_ANSWER] = { "answer", "answers" },
	[IGD_POST_WHY] = { "explanation", "explanations" },
	[IGD_POST_EVIDENCE] = { "block of evidence", "blocks of evidence" },
};

void igd_post_init(
	struct igd_post *post, enum igd_markup_kind kind, const struct igd_report_style *style)
{
	*post = (struct igd_post){ .kind = kind, .style = style };
}

void igd_post_done(struct igd_post *post)
{
	while (post->count)
		free(post->pieces[--post->count].text);
	free(post->pieces);
	post->pieces = NULL;
}

void igd_post_begin(struct igd_post *post)
{
	igd_markup_init(
		&post->markup, post->kind, post->style, igd_markup_open(&post->text, &post->size));
}

size_t igd_post_end(
	struct igd_post *post, enum igd_post_part part, const char *section, size_t parent)
{
	fclose(post->markup.out);
	if (!post->size) {
		free(post->text);
		return parent;
	}
	post->pieces = igd_regrow(post->pieces, post->count + 1, sizeof(*post->pieces));
	post->pieces[post->count] = (struct igd_post_piece){
		.part = part,
		.section = section,
		.parent = parent,
		.text = post->text,
		.size = post->size,
	};
	return post->count++;
}

static bool is_same_section(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static char *heading_text(const struct igd_post *post, const char *section)
{
	struct igd_markup markup;
	char *text = NULL;
	size_t size = 0;
	FILE *out = igd_markup_open(&text, &size);

	igd_markup_init(&markup, post->kind, post->style, out);
	igd_markup_heading(&markup, SECTION_LEVEL, section);
	fclose(out);
	return text;
}

/* What keeping this piece costs: itself, and the heading if nothing is kept of its section yet. */
static size_t cost(const struct igd_post *post, const struct igd_post_piece *piece)
{
	const struct igd_post_piece *other;
	IGD_AUTOFREE char *heading = NULL;

	if (!piece->section)
		return piece->size;
	for (other = post->pieces; other < post->pieces + post->count; other++) {
		if (other->is_kept && is_same_section(other->section, piece->section))
			return piece->size;
	}
	heading = heading_text(post, piece->section);
	return piece->size + strlen(heading);
}

static void keep_part(struct igd_post *post, enum igd_post_part part, size_t *room)
{
	struct igd_post_piece *piece;
	size_t needed;

	for (piece = post->pieces; piece < post->pieces + post->count; piece++) {
		if (piece->part != part || (piece->parent != IGD_POST_NO_PARENT &&
						   !post->pieces[piece->parent].is_kept))
			continue;
		needed = cost(post, piece);
		if (needed > *room && piece != post->pieces)
			continue;
		piece->is_kept = true;
		*room -= needed < *room ? needed : *room;
	}
}

/* How many pieces were left out that are called so, of this part and later ones; 0 if an earlier part has counted them. */
static size_t count_left(const struct igd_post *post, size_t part)
{
	size_t i, count = 0;

	for (i = 0; i < part; i++) {
		if (strcmp(names[i][0], names[part][0]) == 0)
			return 0;
	}
	for (i = 0; i < post->count; i++)
		count += !post->pieces[i].is_kept &&
			 strcmp(names[post->pieces[i].part][0], names[part][0]) == 0;
	return count;
}

/* A text that tells of everything that was left out, by kinds; NULL if nothing was. */
static char *left_out(const struct igd_post *post)
{
	struct igd_text text = { 0 };
	size_t part, count;

	for (part = 0; part < IGD_POST_PART_COUNT; part++) {
		count = count_left(post, part);
		if (count)
			igd_text_printf(&text, "%s%zu %s", text.size ? ", " : "", count,
				names[part][count > 1]);
	}
	return text.text;
}

static void print_note(const struct igd_post *post, size_t limit, FILE *out)
{
	IGD_AUTOFREE char *parts = left_out(post);
	IGD_AUTOFREE char *note = NULL;
	struct igd_markup markup;

	if (!parts)
		return;
	note = igd_printf("%s; a post may have %zu characters. The file that `igd-doctor report` "
			  "writes has all of it.",
		parts, limit);
	igd_markup_init(&markup, post->kind, post->style, out);
	igd_markup_paragraph(&markup, "Left out", note);
}

static void print_pieces(const struct igd_post *post, size_t limit, FILE *out)
{
	const char *section = NULL;
	size_t i;

	for (i = 0; i < post->count; i++) {
		const struct igd_post_piece *piece = &post->pieces[i];

		if (!piece->is_kept)
			continue;
		if (piece->section && !is_same_section(piece->section, section)) {
			IGD_AUTOFREE char *heading = heading_text(post, piece->section);

			fputs(heading, out);
		}
		section = piece->section;
		fputs(piece->text, out);
	}
	print_note(post, limit, out);
}

void igd_post_print(struct igd_post *post, size_t limit, FILE *out)
{
	size_t part, room = limit > NOTE_ROOM ? limit - NOTE_ROOM : 0, size = 0;
	IGD_AUTOFREE char *text = NULL;
	FILE *memory = igd_markup_open(&text, &size);

	for (part = 0; part < IGD_POST_PART_COUNT; part++)
		keep_part(post, (enum igd_post_part)part, &room);
	print_pieces(post, limit, memory);
	fclose(memory);
	/* Each block begins with an empty line, and so does the first. */
	fputs(*text == '\n' ? text + 1 : text, out);
}
