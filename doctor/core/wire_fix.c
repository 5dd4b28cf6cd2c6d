// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * wire_fix - fixes and their changes as fields of messages
 *
 * What a broken plugin may put into a change ends in a file of the machine or on its command line, once a
 * person has said yes. So a change is taken whole or not at all: the kind is known, everything that it needs is there,
 * paths are absolute and lead nowhere else, and no text holds control characters.
 */
#include <stdlib.h>
#include <string.h>

#include "core/wire.h"

#define MAX_CHANGES 256u
#define MAX_TEXT                                                                                   \
	((size_t)256                                                                               \
		<< 10) /* bytes of one text; the largest that fixes write are domain XML and drop-ins */
#define MAX_SHOWN 2048u
#define MAX_ID 96u

void igd_wire_fix(struct igd_text *out, const struct igd_fix *fix)
{
	igd_wire_text(out, fix->id);
	igd_wire_text(out, fix->title);
	igd_wire_u32(out, (uint32_t)fix->risk);
	igd_wire_text(out, fix->risk_text);
}

static void put_change(struct igd_text *out, const struct igd_change *change)
{
	igd_wire_u32(out, (uint32_t)change->kind);
	igd_wire_u32(out, (uint32_t)change->effect);
	igd_wire_u32(out, (uint32_t)change->edit);
	igd_wire_u32(out, change->line);
	igd_wire_u32(out, change->mode);
	igd_wire_text(out, change->subject);
	igd_wire_text(out, change->place);
	igd_wire_text(out, change->value);
	igd_wire_text(out, change->owner);
	igd_wire_text(out, change->why);
}

void igd_wire_changes(struct igd_text *out, const struct igd_changes *changes, const char *failed)
{
	size_t i;

	igd_wire_text(out, failed);
	igd_wire_u32(out, (uint32_t)changes->count);
	for (i = 0; i < changes->count; i++)
		put_change(out, &changes->items[i]);
}

static char *get_shown(struct igd_wire *in, size_t limit)
{
	const char *text = igd_wire_get_text(in);

	return text ? igd_printable(text, strlen(text), limit) : NULL;
}

void igd_wire_get_fix(struct igd_wire *in, struct igd_fix_known *ret)
{
	uint32_t risk;

	ret->id = get_shown(in, MAX_ID);
	ret->title = get_shown(in, MAX_SHOWN);
	risk = igd_wire_get_u32(in);
	ret->risk_text = get_shown(in, MAX_SHOWN);
	in->failed |= !ret->id || !ret->title || risk > IGD_RISK_DISPLAY ||
		      (risk != IGD_RISK_NONE && !ret->risk_text);
	ret->risk = in->failed ? IGD_RISK_NONE : (enum igd_risk)risk;
}

/* UTF-8 without control characters; several lines where lines is true. */
static bool is_clean(const char *text, bool lines)
{
	size_t left = strlen(text), length;

	for (; left; text += length, left -= length) {
		length = igd_utf8_length((const unsigned char *)text, left);
		if (!length || (unsigned char)*text == 0x7f)
			return false;
		if ((unsigned char)*text < ' ' && *text != '\t' && !(lines && *text == '\n'))
			return false;
	}
	return true;
}

/* A line of a file that somebody wrote, in whatever encoding. */
static bool is_line(const char *text)
{
	return !strpbrk(text, "\n\r");
}

/* Absolute, and without anything that leads back up. */
static bool is_path(const char *path)
{
	return path && *path == '/' && is_clean(path, false) && !strstr(path, "/../") &&
	       !igd_ends_with(path, "/..") && !igd_ends_with(path, "/");
}

static bool is_word(const char *text)
{
	return text && *text && *text != '-' && is_clean(text, false) && !strchr(text, ' ');
}

/* An argument of the kernel's: one word, or quoted blanks. */
static bool is_argument(const char *text)
{
	return !text || (*text && is_clean(text, false) && *text != ' ');
}

/* What each kind needs; what it does not use has to be clean all the same. */
static bool has_what_it_needs(const struct igd_change *change)
{
	const char *subject = change->subject, *value = change->value;

	switch (change->kind) {
	case IGD_CHANGE_ARGUMENT:
		return (subject || value) && is_argument(subject) && is_argument(value);
	case IGD_CHANGE_FILE:
	case IGD_CHANGE_INSTALL:
		return is_path(subject) && value && change->mode <= 07777;
	case IGD_CHANGE_LINE:
		return is_path(subject) && (change->place || value) &&
		       (change->line != 0) == (change->place != NULL);
	case IGD_CHANGE_INITRAMFS:
	case IGD_CHANGE_MANUAL:
	case IGD_CHANGE_DECLINE:
		return value;
	case IGD_CHANGE_DRIVER:
		return is_word(subject) && (!value || is_word(value));
	case IGD_CHANGE_FRAMEBUFFER:
		return is_path(subject) && igd_starts_with(subject, "/sys/");
	case IGD_CHANGE_DOMAIN:
		return subject && *subject && change->place && *change->place == '/' &&
		       (value || change->edit == IGD_DOMAIN_REMOVE);
	case IGD_CHANGE_SERVICE:
		return is_word(subject);
	case IGD_CHANGE_COMMAND:
		return value && *value && *value != '/' && *value != '-';
	}
	return false;
}

static bool is_multiline(enum igd_change_kind kind)
{
	return kind == IGD_CHANGE_FILE || kind == IGD_CHANGE_DOMAIN || kind == IGD_CHANGE_COMMAND ||
	       kind == IGD_CHANGE_MANUAL || kind == IGD_CHANGE_DECLINE;
}

static bool are_texts_clean(const struct igd_change *change)
{
	const char *both[] = { change->place, change->value };
	size_t i;

	if ((change->subject && !is_clean(change->subject, false)) ||
		(change->owner && !is_clean(change->owner, false)) ||
		(change->why && !is_clean(change->why, false)))
		return false;
	for (i = 0; i < sizeof(both) / sizeof(*both); i++) {
		if (!both[i])
			continue;
		if (change->kind == IGD_CHANGE_LINE
				? !is_line(both[i])
				: !is_clean(both[i], is_multiline(change->kind)))
			return false;
	}
	return true;
}

static char *get_bounded(struct igd_wire *in)
{
	const char *text = igd_wire_get_text(in);

	if (text && strlen(text) > MAX_TEXT)
		in->failed = true;
	return text && !in->failed ? igd_strdup(text) : NULL;
}

static uint32_t get_below(struct igd_wire *in, uint32_t limit)
{
	uint32_t value = igd_wire_get_u32(in);

	in->failed |= value >= limit;
	return in->failed ? 0 : value;
}

static void get_change(struct igd_wire *in, struct igd_change *ret)
{
	*ret = (struct igd_change){ 0 };
	ret->kind = (enum igd_change_kind)get_below(in, IGD_CHANGE_KIND_COUNT);
	ret->effect = (enum igd_effect)get_below(in, IGD_EFFECT_COUNT);
	ret->edit = (enum igd_domain_edit)get_below(in, IGD_DOMAIN_EDIT_COUNT);
	ret->line = igd_wire_get_u32(in);
	ret->mode = igd_wire_get_u32(in);
	ret->subject = get_bounded(in);
	ret->place = get_bounded(in);
	ret->value = get_bounded(in);
	ret->owner = get_bounded(in);
	ret->why = get_bounded(in);
	in->failed |= !in->failed && (!has_what_it_needs(ret) || !are_texts_clean(ret));
}

void igd_wire_get_changes(struct igd_wire *in, struct igd_proposal *ret)
{
	IGD_AUTOFREE char *failed = get_shown(in, MAX_SHOWN);
	struct igd_changes changes = { 0 };
	uint32_t count = get_below(in, MAX_CHANGES + 1);

	changes.items = igd_regrow(NULL, count, sizeof(*changes.items));
	while (changes.count < count && !in->failed)
		get_change(in, &changes.items[changes.count++]);
	igd_wire_get_end(in);
	if (in->failed) {
		igd_changes_done(&changes);
		return;
	}
	ret->failed = IGD_TAKE_PTR(failed);
	ret->changes = changes;
}
