// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * post_answers - what a helper asks for first, as pieces of a post and as a list of its own
 */
#include <string.h>

#include "reports/post.h"

#define SECTION "Answers to what is asked for first"
/* So many of the first answers are what every helper wants (the rest depends on the matter). */
#define FIRST 4

static void add_answer(struct igd_markup *markup, const struct igd_answered *answered)
{
	IGD_AUTOFREE char *title = igd_printf("`%s`", answered->command);

	igd_markup_block(markup, title, answered->text);
}

static void add_missing(struct igd_markup *markup, const struct igd_answers *answers)
{
	IGD_AUTOTEXT struct igd_text list = { 0 };
	size_t i;

	for (i = 0; i < answers->count; i++) {
		if (!answers->items[i].text)
			igd_text_printf(&list, "%s`%s` (%s)", list.size ? ", " : "",
				answers->items[i].command,
				answers->items[i].missing ? answers->items[i].missing
							  : "not known");
	}
	igd_markup_paragraph(markup, "Not known", list.text);
}

void igd_post_add_answers(struct igd_post *post, const struct igd_answers *answers)
{
	size_t i;

	for (i = 0; i < answers->count; i++) {
		if (!answers->items[i].text)
			continue;
		igd_post_begin(post);
		add_answer(&post->markup, &answers->items[i]);
		igd_post_end(post, i < FIRST ? IGD_POST_FIRST_ANSWER : IGD_POST_ANSWER, SECTION,
			IGD_POST_NO_PARENT);
	}
	igd_post_begin(post);
	add_missing(&post->markup, answers);
	igd_post_end(post, IGD_POST_MISSING, SECTION, IGD_POST_NO_PARENT);
}

static void print(const struct igd_answers *answers, enum igd_markup_kind kind, FILE *out)
{
	static const struct igd_report_style style = { .has_utf8 = true };
	struct igd_markup markup;
	size_t i;

	if (!answers->count)
		return;
	igd_markup_init(&markup, kind, &style, out);
	igd_markup_heading(&markup, 2, SECTION);
	for (i = 0; i < answers->count; i++) {
		if (answers->items[i].text)
			add_answer(&markup, &answers->items[i]);
	}
	add_missing(&markup, answers);
}

void igd_answers_markdown(const struct igd_answers *answers, FILE *out)
{
	print(answers, IGD_MARKUP_MARKDOWN, out);
}

void igd_answers_text(const struct igd_answers *answers, FILE *out)
{
	print(answers, IGD_MARKUP_PLAIN, out);
}
