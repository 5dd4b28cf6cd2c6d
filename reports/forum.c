// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * forum - the post itself: what a person who asks for help would have had to write
 */
#include "reports/forum.h"

#include <stdint.h>
#include <string.h>

#include "reports/post.h"

struct row {
	struct igd_forum_kind kind;
	enum igd_markup_kind markup;
};

/*
 * Limits are those of sites as they are set up, and the smallest of those that speak the language: a post that is refused
 * helps nobody. GitHub has 65536 ("Body is too long (maximum is 65536 characters)", googleapis/release-please#1034),
 * Discourse 32000 (config/site_settings.yml max_post_length); Reddit's posts 40000, but its comments 10000; vBulletin
 * 10000 (its manual, "Message Posting and Editing Options"), XenForo 10000, phpBB 60000 (install schema_data.sql
 * max_post_chars); a list of Mailman 40 KB (max_message_size).
 */
static const struct row rows[] = {
	{ { "markdown", "GitHub, GitLab, Discourse", 32000 }, IGD_MARKUP_MARKDOWN },
	{ { "reddit", "Reddit, whose Markdown folds nothing", 40000 }, IGD_MARKUP_REDDIT },
	{ { "bbcode", "phpBB, vBulletin, XenForo, SMF", 10000 }, IGD_MARKUP_BBCODE },
	{ { "plain", "mail, IRC, a pastebin", 40000 }, IGD_MARKUP_PLAIN },
};

const struct igd_forum_kind *igd_forum_kind_at(size_t place)
{
	return place < sizeof(rows) / sizeof(*rows) ? &rows[place].kind : NULL;
}

const struct igd_forum_kind *igd_forum_kind(const char *name)
{
	const struct igd_forum_kind *kind;
	size_t place;

	for (place = 0; (kind = igd_forum_kind_at(place)); place++) {
		if (strcmp(kind->name, name) == 0)
			return kind;
	}
	return NULL;
}

static enum igd_markup_kind markup_of(const struct igd_forum_kind *kind)
{
	size_t place;

	for (place = 0; strcmp(rows[place].kind.name, kind->name) != 0;)
		place++;
	return rows[place].markup;
}

void igd_forum_print(const struct igd_exam *exam, const struct igd_answers *answers,
	const struct igd_report_style *style, const struct igd_forum *forum, FILE *out)
{
	IGD_CLEANUP(igd_post_done) struct igd_post post;

	igd_post_init(&post, markup_of(forum->kind), style);
	igd_post_add_exam(&post, exam, false);
	if (answers)
		igd_post_add_answers(&post, answers);
	igd_post_print(&post, forum->limit ? forum->limit : forum->kind->limit, out);
}
