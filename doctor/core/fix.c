// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fix - the changes that a fix appends
 */
#include "core/fix.h"

#include <stdlib.h>

static char *copy(const char *text)
{
	return text ? igd_strdup(text) : NULL;
}

static struct igd_change *add(struct igd_changes *changes, enum igd_change_kind kind,
	enum igd_effect effect, const char *subject, const char *value)
{
	struct igd_change *change;

	changes->items = igd_regrow(changes->items, changes->count + 1, sizeof(*changes->items));
	change = &changes->items[changes->count++];
	*change = (struct igd_change){ .kind = kind, .effect = effect };
	change->subject = copy(subject);
	change->value = copy(value);
	return change;
}

void igd_change_argument(
	struct igd_changes *changes, const char *old, const char *fresh, const char *why)
{
	add(changes, IGD_CHANGE_ARGUMENT, IGD_EFFECT_BOOT, old, fresh)->why = copy(why);
}

void igd_change_file(struct igd_changes *changes, const char *path, const char *content,
	enum igd_effect effect, const char *why)
{
	struct igd_change *change = add(changes, IGD_CHANGE_FILE, effect, path, content);

	change->mode = 0644;
	change->why = copy(why);
}

void igd_change_line(struct igd_changes *changes, const char *path, const struct igd_change *line,
	const char *why)
{
	struct igd_change *change = add(changes, IGD_CHANGE_LINE, line->effect, path, line->value);

	change->line = line->line;
	change->place = copy(line->place);
	change->why = copy(why);
}

void igd_change_initramfs(struct igd_changes *changes, const char *modules, const char *why)
{
	add(changes, IGD_CHANGE_INITRAMFS, IGD_EFFECT_BOOT, NULL, modules ? modules : "")->why =
		copy(why);
}

void igd_change_driver(
	struct igd_changes *changes, const char *address, const char *driver, const char *why)
{
	add(changes, IGD_CHANGE_DRIVER, IGD_EFFECT_NOW, address, driver)->why = copy(why);
}

void igd_change_framebuffer(struct igd_changes *changes, const char *path, const char *why)
{
	add(changes, IGD_CHANGE_FRAMEBUFFER, IGD_EFFECT_NOW, path, NULL)->why = copy(why);
}

void igd_change_install(struct igd_changes *changes, const char *from, const char *path,
	uint32_t mode, const char *owner)
{
	struct igd_change *change = add(changes, IGD_CHANGE_INSTALL, IGD_EFFECT_NOW, path, from);

	change->mode = mode;
	change->owner = copy(owner);
}

void igd_change_domain(struct igd_changes *changes, const char *domain, enum igd_domain_edit edit,
	const char *place, const char *value)
{
	struct igd_change *change = add(changes, IGD_CHANGE_DOMAIN, IGD_EFFECT_VM, domain, value);

	change->edit = edit;
	change->place = copy(place);
}

void igd_change_service(struct igd_changes *changes, const char *service, const char *why)
{
	add(changes, IGD_CHANGE_SERVICE, IGD_EFFECT_NOW, service, NULL)->why = copy(why);
}

/* A word a line; NULL for none. */
static char *lines_of(const char *const *words)
{
	struct igd_text text = { 0 };

	if (!words)
		return NULL;
	igd_text_add(&text, "", 0);
	for (; *words; words++)
		igd_text_printf(&text, "%s%s", text.size ? "\n" : "", *words);
	return text.text;
}

void igd_change_command(struct igd_changes *changes, const char *const *words,
	const char *const *opposite, const char *why)
{
	struct igd_change *change = add(changes, IGD_CHANGE_COMMAND, IGD_EFFECT_NOW, NULL, NULL);

	change->value = lines_of(words);
	change->place = lines_of(opposite);
	change->why = copy(why);
}

void igd_change_manual(struct igd_changes *changes, const char *what, const char *snippet)
{
	add(changes, IGD_CHANGE_MANUAL, IGD_EFFECT_NOW, NULL, what)->place = copy(snippet);
}

void igd_change_decline(struct igd_changes *changes, const char *format, ...)
{
	IGD_AUTOFREE char *why = NULL;
	va_list args;

	va_start(args, format);
	why = igd_vprintf(format, args);
	va_end(args);
	add(changes, IGD_CHANGE_DECLINE, IGD_EFFECT_NOW, NULL, why);
}

void igd_changes_done(struct igd_changes *changes)
{
	size_t i;

	for (i = 0; i < changes->count; i++) {
		free(changes->items[i].subject);
		free(changes->items[i].place);
		free(changes->items[i].value);
		free(changes->items[i].owner);
		free(changes->items[i].why);
	}
	free(changes->items);
	*changes = (struct igd_changes){ 0 };
}
