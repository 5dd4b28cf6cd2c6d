// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_entry - boot loader entries, and systemd-boot, which reads nothing else
 */
#include "facts/boot/loader_entry.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader_private.h"
#include "facts/host/cmdline.h"
#include "facts/host/distribution.h"

#define MAX_ENTRIES 64u
#define SUFFIX ".conf"

struct entries {
	const char *directory;
	const char *names[MAX_ENTRIES];
	size_t count;
};

static void list_entries(struct igd_host *host, const char *directory, struct entries *ret)
{
	const char *const *name = igd_host_list(host, directory);

	*ret = (struct entries){ .directory = directory };
	for (; name && *name && ret->count < MAX_ENTRIES; name++) {
		if (igd_ends_with(*name, SUFFIX))
			ret->names[ret->count++] = *name;
	}
}

/* The value of a key of an entry, in memory of the host; NULL for none. */
static const char *value_of(
	struct igd_host *host, const char *directory, const char *name, const char *key)
{
	const char *text = igd_host_text(host, igd_host_print(host, "%s/%s", directory, name));
	struct igd_loader_span span = { 0 };

	if (!text || !igd_loader_line(text, strlen(text), key, &span))
		return NULL;
	return igd_host_print(host, "%.*s", (int)span.size, span.text);
}

/* LoaderEntrySelected, "arch.conf" or (before systemd 246) "arch". */
static const char *selected(struct igd_host *host, const struct entries *entries)
{
	const char *id = igd_loader_interface(host, "LoaderEntrySelected");
	size_t i, length = id ? strlen(id) : 0;

	for (i = 0; id && i < entries->count; i++) {
		const char *name = entries->names[i];

		if (strncmp(name, id, length) == 0 &&
			(!name[length] || strcmp(name + length, SUFFIX) == 0))
			return name;
	}
	return NULL;
}

/* The name of a file that is written with '/' or '\\'. */
static const char *last_part(const char *path)
{
	const char *part = igd_basename(path), *backslash = strrchr(part, '\\');

	return backslash ? backslash + 1 : part;
}

/* Whether exactly one entry's key names the same file as the running argument; *ret is that entry. */
static bool is_named(struct igd_host *host, const struct entries *entries, const char *key,
	const struct igd_argument *argument, const char **ret)
{
	unsigned count = 0;
	size_t i;

	for (i = 0; argument && argument->value && i < entries->count; i++) {
		const char *value = value_of(host, entries->directory, entries->names[i], key);

		if (!value || strcmp(last_part(value), last_part(argument->value)) != 0)
			continue;
		count++;
		*ret = entries->names[i];
	}
	return count == 1;
}

/* rpm-ostree writes ostree-N.conf with a "version" that is highest for the deployment to boot next. */
static const char *newest_deployment(struct igd_host *host, const struct entries *entries)
{
	const char *found = NULL, *value;
	long version, highest = -1;
	size_t i;

	for (i = 0; i < entries->count; i++) {
		if (!igd_starts_with(entries->names[i], "ostree-"))
			return NULL;
		value = value_of(host, entries->directory, entries->names[i], "version");
		version = value ? strtol(value, NULL, 10) : -1;
		if (version <= highest)
			continue;
		highest = version;
		found = entries->names[i];
	}
	return found;
}

/* loader.conf(5): default is a glob over names; the last one that matches. */
static const char *configured_default(struct igd_host *host, const struct entries *entries)
{
	const int length = (int)(igd_basename(entries->directory) - entries->directory) - 1;
	const char *pattern = value_of(host,
		igd_host_print(host, "%.*s", length, entries->directory), "loader.conf", "default");
	size_t i;

	for (i = entries->count; pattern && i-- > 0;) {
		if (fnmatch(pattern, entries->names[i], 0) == 0)
			return entries->names[i];
	}
	return NULL;
}

static const char *choose(struct igd_host *host, const struct entries *entries)
{
	const struct igd_cmdline *running = igd_cmdline_running(host);
	const char *name;

	if (entries->count == 1)
		return entries->names[0];
	name = selected(host, entries);
	if (!name)
		name = newest_deployment(host, entries);
	if (name ||
		is_named(host, entries, "linux", igd_cmdline_find(running, "BOOT_IMAGE"), &name))
		return name;
	if (is_named(host, entries, "initrd", igd_cmdline_find(running, "initrd"), &name))
		return name;
	return configured_default(host, entries);
}

const char *igd_loader_entry(struct igd_host *host, const char *directory)
{
	struct entries entries;
	const char *name;

	list_entries(host, directory, &entries);
	name = entries.count ? choose(host, &entries) : NULL;
	return name ? igd_host_print(host, "%s/%s", directory, name) : NULL;
}

void igd_loader_add_entry(
	struct igd_host *host, struct igd_loader_config *config, const char *directory)
{
	struct igd_loader_argument where = { .place = "the `options` line",
		.path = igd_loader_entry(host, directory) };

	if (!where.path)
		igd_loader_blind(config, directory, "which entry boots cannot be told");
	else if (!igd_loader_add_lines(host, config, &where, "options"))
		igd_loader_blind(config, where.path, "it has no `options` line");
}
