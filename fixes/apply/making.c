// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * making - a plan in the making: files as texts
 */
#include "fixes/apply/making.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/making_private.h"

/* Links in one path, as many as a person would have made; the kernel's own limit is 40 (path_resolution(7)). */
#define MAX_HOPS 8u

struct igd_host *igd_making_host(struct igd_making *making)
{
	return making->host;
}

const struct igd_resolve_options *igd_making_options(struct igd_making *making)
{
	return making->options;
}

struct igd_plan *igd_making_plan(struct igd_making *making)
{
	return making->plan;
}

const struct igd_wish *igd_making_wishes(
	struct igd_making *making, enum igd_change_kind kind, size_t *ret_count)
{
	static const struct igd_wish none;

	*ret_count = making->wish_counts[kind];
	return making->wishes[kind] ? making->wishes[kind] : &none;
}

/* A walk along a path: the part without links, and what is still to be walked. */
struct walk {
	struct igd_text done;
	char *rest;
	unsigned hops;
};

static void cut(struct igd_text *done, size_t size)
{
	done->size = size;
	if (done->text)
		done->text[size] = '\0';
}

static void go_up(struct igd_text *done)
{
	const char *slash = done->text ? strrchr(done->text, '/') : NULL;

	if (slash)
		cut(done, (size_t)(slash - done->text));
}

/* Puts the link's target in place of the component that was walked last. */
static void follow(struct walk *walk, const char *target, size_t before)
{
	char *rest = igd_printf("%s/%s", target, walk->rest);

	walk->hops++;
	cut(&walk->done, *target == '/' ? 0 : before);
	free(walk->rest);
	walk->rest = rest;
}

static void step_along(struct igd_host *host, struct walk *walk)
{
	IGD_AUTOFREE char *all = walk->rest;
	size_t start = strspn(all, "/"), length = strcspn(all + start, "/"), before;
	IGD_AUTOFREE char *name = igd_strndup(all + start, length);
	const char *target;

	walk->rest = igd_strdup(all + start + length);
	if (!*name || strcmp(name, ".") == 0)
		return;
	if (strcmp(name, "..") == 0) {
		go_up(&walk->done);
		return;
	}
	before = walk->done.size;
	igd_text_printf(&walk->done, "/%s", name);
	target = walk->hops < MAX_HOPS ? igd_host_link(host, walk->done.text) : NULL;
	if (!target)
		igd_host_forgive(host, walk->done.text);
	else if (*target)
		follow(walk, target, before);
}

char *igd_making_resolve(struct igd_making *making, const char *path)
{
	struct walk walk = { .rest = igd_strdup(path) };

	while (*walk.rest)
		step_along(making->host, &walk);
	free(walk.rest);
	return walk.done.text ? walk.done.text : igd_strdup("/");
}

static void look(struct igd_host *host, struct igd_edit *edit)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, edit->path, IGD_MAKING_LIMIT);

	if (bytes)
		edit->before = *bytes;
	else
		edit->error = igd_host_error(host, edit->path);
}

static struct igd_edit *edit_of(struct igd_making *making, const char *path)
{
	IGD_AUTOFREE char *real = igd_making_resolve(making, path);
	struct igd_edit *edit;
	size_t i;

	for (i = 0; i < making->edit_count; i++) {
		if (strcmp(making->edits[i]->path, real) == 0)
			return making->edits[i];
	}
	edit = igd_zalloc(sizeof(*edit));
	edit->path = IGD_TAKE_PTR(real);
	look(making->host, edit);
	making->edits =
		igd_regrow(making->edits, making->edit_count + 1, sizeof(struct igd_edit *));
	making->edits[making->edit_count++] = edit;
	return edit;
}

static struct igd_bytes current(const struct igd_edit *edit)
{
	return edit->is_edited ? (struct igd_bytes){ edit->fresh, edit->fresh_size } : edit->before;
}

static int text_error(const struct igd_edit *edit)
{
	if (edit->error || edit->is_edited || !edit->before.data)
		return edit->error;
	if (edit->before.size > IGD_TEXT_LIMIT)
		return EFBIG;
	return memchr(edit->before.data, '\0', edit->before.size) ? EBADMSG : 0;
}

int igd_making_error(struct igd_making *making, const char *path)
{
	return text_error(edit_of(making, path));
}

const char *igd_making_text(struct igd_making *making, const char *path)
{
	const struct igd_edit *edit = edit_of(making, path);

	return text_error(edit) ? NULL : current(edit).data;
}

static bool same(struct igd_bytes left, struct igd_bytes right)
{
	if (!left.data || !right.data)
		return !left.data && !right.data;
	return left.size == right.size && memcmp(left.data, right.data, left.size) == 0;
}

/* "Add this; add that": each once. */
static void put_together(struct igd_text *text, const char *more)
{
	size_t at = text->size;

	if (!more || !*more || (text->text && strstr(text->text, more)))
		return;
	igd_text_printf(text, "%s%s", at ? "; " : "", more);
	if (at && isupper((unsigned char)text->text[at + 2]) &&
		islower((unsigned char)text->text[at + 3]))
		text->text[at + 2] = (char)tolower((unsigned char)text->text[at + 2]);
}

/* Every fix declines that wants a change of the kind that is being made; all where none does. */
static void decline_at_work(struct igd_making *making, const char *path, int error)
{
	const struct igd_plan *plan = making->plan;
	bool is_wanted = false;
	size_t kind, i;

	for (kind = 0; kind < IGD_CHANGE_KIND_COUNT; kind++) {
		if (!(making->at_work & 1u << kind))
			continue;
		for (i = 0; i < making->wish_counts[kind]; i++) {
			igd_making_decline(making, making->wishes[kind][i].fix,
				"%s cannot be read: %s", path, igd_errno_text(error));
			is_wanted = true;
		}
	}
	for (i = 0; !is_wanted && i < plan->fix_count; i++)
		igd_making_decline(making, i, "%s cannot be read: %s", path, igd_errno_text(error));
}

/* The effect that shows last is that of the whole, but what waits for the boot waits for it. */
static enum igd_effect later(enum igd_effect left, enum igd_effect right)
{
	if (left == IGD_EFFECT_BOOT || right == IGD_EFFECT_BOOT)
		return IGD_EFFECT_BOOT;
	return left == IGD_EFFECT_VM ? left : right;
}

static void change(struct igd_edit *edit, struct igd_bytes fresh, enum igd_effect effect)
{
	char *copy = fresh.data ? igd_zalloc(fresh.size + 1) : NULL;

	if (copy && fresh.size)
		memcpy(copy, fresh.data, fresh.size);
	free(edit->fresh);
	edit->fresh = copy;
	edit->fresh_size = fresh.size;
	edit->effect = edit->is_edited ? later(edit->effect, effect) : effect;
	edit->is_edited = true;
}

/* NOLINTNEXTLINE(readability-function-size): six parameters: what the step will be and say, as everybody has it at hand */
void igd_making_edit(struct igd_making *making, const char *path, const char *fresh,
	enum igd_effect effect, const char *title, const char *why)
{
	struct igd_edit *edit = edit_of(making, path);
	struct igd_bytes bytes = { fresh, fresh ? strlen(fresh) : 0 };
	int error = text_error(edit);

	if (error) {
		decline_at_work(making, edit->path, error);
		return;
	}
	if (same(current(edit), bytes))
		return;
	change(edit, bytes, effect);
	put_together(&edit->title, title);
	put_together(&edit->why, why);
}

void igd_making_put(struct igd_making *making, const char *path, const struct igd_bytes *fresh,
	enum igd_effect effect, const char *title)
{
	struct igd_edit *edit = edit_of(making, path);

	if (edit->error) {
		decline_at_work(making, edit->path, edit->error);
		return;
	}
	if (same(current(edit), *fresh))
		return;
	change(edit, *fresh, effect);
	put_together(&edit->title, title);
}

void igd_making_mode(struct igd_making *making, const char *path, uint32_t mode, const char *owner)
{
	struct igd_edit *edit = edit_of(making, path);

	edit->mode = mode;
	free(edit->owner);
	edit->owner = owner ? igd_strdup(owner) : NULL;
}

void igd_making_why(struct igd_making *making, const char *path, const char *why)
{
	put_together(&edit_of(making, path)->why, why);
}

bool igd_making_touches(struct igd_making *making, const char *path)
{
	IGD_AUTOFREE char *real = igd_making_resolve(making, path);
	size_t length = strlen(real), i;
	const struct igd_edit *edit;

	for (i = 0; i < making->edit_count; i++) {
		edit = making->edits[i];
		if (!igd_starts_with(edit->path, real) || same(current(edit), edit->before))
			continue;
		if (edit->path[length] == '\0' || edit->path[length] == '/')
			return true;
	}
	return false;
}

void igd_making_decline(struct igd_making *making, size_t fix, const char *format, ...)
{
	va_list args;

	if (making->declined[fix])
		return;
	va_start(args, format);
	making->declined[fix] = igd_vprintf(format, args);
	va_end(args);
}
