// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * words - arguments of the kernel command line as they are spelt, running and configured
 */
#include <string.h>

#include "facts/boot/loader.h"
#include "facts/host/cmdline.h"
#include "fixes/kernel-cmdline/words_private.h"

static bool has_name(const char *text, const char *name)
{
	size_t length = strcspn(text, "=");
	char held[64];

	if (length >= sizeof(held))
		return false;
	memcpy(held, text, length);
	held[length] = '\0';
	return igd_cmdline_same_name(held, name);
}

static void add(struct igd_spellings *list, const char *text, const char *name)
{
	size_t i;

	if (!has_name(text, name) || list->count == IGD_SPELLINGS_MAX)
		return;
	for (i = 0; i < list->count; i++) {
		if (strcmp(list->texts[i], text) == 0)
			return;
	}
	list->texts[list->count++] = text;
}

struct igd_spellings igd_spellings_get(struct igd_host *host, const char *name)
{
	const struct igd_cmdline *running = igd_cmdline_running(host);
	const struct igd_loader_config *config = igd_loader_config_get(host);
	struct igd_spellings list = { .count = 0 };
	size_t i;

	for (i = 0; i < running->count; i++)
		add(&list, running->arguments[i].text, name);
	for (i = 0; i < config->count; i++)
		add(&list, config->arguments[i].text, name);
	return list;
}

const char *igd_spelling_value(const char *text)
{
	text += strcspn(text, "=");
	return *text ? text + 1 : text;
}

const char *igd_spelling_without(
	struct igd_host *host, const char *text, bool (*is_out)(const char *element, size_t length))
{
	const char *value = igd_spelling_value(text), *rest = "";
	bool has_lost = false;
	size_t length;

	for (; *value; value += length, value += *value == ',') {
		length = strcspn(value, ",");
		if (is_out(value, length)) {
			has_lost = true;
			continue;
		}
		rest = igd_host_print(host, "%s%s%.*s", rest, *rest ? "," : "", (int)length, value);
	}
	if (!has_lost)
		return text;
	return *rest ? igd_host_print(host, "%.*s=%s", (int)strcspn(text, "="), text, rest) : NULL;
}
