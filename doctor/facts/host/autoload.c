// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * autoload - the modules that configuration asks for at boot: where to look
 */
#include "facts/host/autoload.h"

#include <errno.h>
#include <string.h>

#include "facts/boot/shell.h"
#include "facts/host/cmdline.h"

#define MKINITFS_CONF "/etc/mkinitfs/mkinitfs.conf"
#define MKINITFS_FEATURES "/etc/mkinitfs/features.d"

struct place {
	const char *path; /* a file, or a directory of *.conf */
	bool is_directory;
	enum igd_autoload_form form;
	enum igd_autoload_when when;
};

/* modules-load.d(5), modules(5), initramfs-tools(7), mkinitcpio.conf(5), dracut.conf(5). */
static const struct place places[] = {
	{ "/etc/initramfs-tools/modules", false, IGD_AUTOLOAD_LINES, IGD_AUTOLOAD_INITRAMFS },
	{ "/etc/mkinitcpio.conf", false, IGD_AUTOLOAD_MKINITCPIO, IGD_AUTOLOAD_INITRAMFS },
	{ "/etc/mkinitcpio.conf.d", true, IGD_AUTOLOAD_MKINITCPIO, IGD_AUTOLOAD_INITRAMFS },
	{ "/etc/dracut.conf", false, IGD_AUTOLOAD_DRACUT, IGD_AUTOLOAD_INITRAMFS },
	{ "/etc/dracut.conf.d", true, IGD_AUTOLOAD_DRACUT, IGD_AUTOLOAD_INITRAMFS },
	{ "/etc/booster.yaml", false, IGD_AUTOLOAD_BOOSTER, IGD_AUTOLOAD_INITRAMFS },
	{ "/etc/modules", false, IGD_AUTOLOAD_LINES, IGD_AUTOLOAD_BOOT },
	{ "/etc/modules-load.d", true, IGD_AUTOLOAD_LINES, IGD_AUTOLOAD_BOOT },
	{ "/run/modules-load.d", true, IGD_AUTOLOAD_LINES, IGD_AUTOLOAD_BOOT },
	{ "/usr/lib/modules-load.d", true, IGD_AUTOLOAD_LINES, IGD_AUTOLOAD_BOOT },
	{ "/etc/conf.d/modules", false, IGD_AUTOLOAD_OPENRC, IGD_AUTOLOAD_BOOT },
};

static void read_file(struct igd_host *host, const char *path, const struct place *place,
	struct igd_autoload *list)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, path, IGD_TEXT_LIMIT);
	int error = igd_host_error(host, path);

	if (bytes)
		igd_autoload_parse(list, path, bytes, place->form, place->when);
	else if (error == EINVAL || error == EISDIR) /* /dev/null, or no file at all */
		igd_host_forgive(host, path);
}

static void read_place(struct igd_host *host, const struct place *place, struct igd_autoload *list)
{
	const char *const *names;

	if (!place->is_directory) {
		read_file(host, place->path, place, list);
		return;
	}
	names = igd_host_list(host, place->path);
	for (; names && *names; names++) {
		if (igd_ends_with(*names, ".conf"))
			read_file(host, igd_host_print(host, "%s/%s", place->path, *names), place,
				list);
	}
}

/* The names of an argument's value are separated by commas, as in booster's "modules: a,b". */
static void take_argument(
	struct igd_host *host, const struct igd_argument *argument, struct igd_autoload *list)
{
	const char *text = igd_host_print(host, "modules: %s", argument->value);
	struct igd_bytes bytes = { text, strlen(text) };
	size_t i = list->count;

	igd_autoload_parse(
		list, IGD_PROC_CMDLINE, &bytes, IGD_AUTOLOAD_BOOSTER, IGD_AUTOLOAD_CMDLINE);
	for (; i < list->count; i++) {
		list->entries[i].when = IGD_AUTOLOAD_CMDLINE;
		list->entries[i].origin = IGD_PROC_CMDLINE;
		list->entries[i].argument = argument->text;
	}
}

static bool loads_modules(struct igd_host *host, const struct igd_argument *argument)
{
	/* dracut.cmdline(7); systemd-modules-load.service(8) */
	static const char *const names[] = { "rd.driver.pre", "rd.modules-load", "modules-load" };
	size_t i;

	for (i = 0; argument->value && i < sizeof(names) / sizeof(names[0]); i++) {
		if (igd_cmdline_same_name(argument->name, names[i]))
			return true;
	}
	/* mkinitfs initramfs-init.in */
	return argument->value && strcmp(argument->name, "modules") == 0 &&
	       igd_host_has(host, MKINITFS_CONF);
}

static void read_cmdline(struct igd_host *host, struct igd_autoload *list)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		if (loads_modules(host, &cmdline->arguments[i]))
			take_argument(host, &cmdline->arguments[i], list);
	}
}

static bool has_word(const char *words, const char *word, size_t length)
{
	for (words += strspn(words, " \t\n"); *words; words += strspn(words, " \t\n")) {
		if (strcspn(words, " \t\n") == length && strncmp(words, word, length) == 0)
			return true;
		words += strcspn(words, " \t\n");
	}
	return false;
}

/*
 * mkinitfs 3.11 mkinitfs.in feature_files(): of each name in features= the file FEATURE.modules. Those that
 * the package itself brings to /usr/share/mkinitfs have nothing to do with vfio and are not read.
 */
static void read_mkinitfs(struct igd_host *host, struct igd_autoload *list)
{
	static const struct place place = { MKINITFS_FEATURES, true, IGD_AUTOLOAD_PATHS,
		IGD_AUTOLOAD_INCLUDED };
	const char *text = igd_host_text(host, MKINITFS_CONF), *features;
	const char *const *name = text ? igd_host_list(host, MKINITFS_FEATURES) : NULL;
	struct igd_shell shell = { 0 };
	size_t length;

	if (!name)
		return;
	igd_shell_read(&shell, MKINITFS_CONF, text, strlen(text));
	features = igd_shell_value(&shell, "features");
	for (; features && *name; name++) {
		length =
			strlen(*name) - (igd_ends_with(*name, ".modules") ? strlen(".modules") : 0);
		if ((*name)[length] && has_word(features, *name, length))
			read_file(host, igd_host_print(host, MKINITFS_FEATURES "/%s", *name),
				&place, list);
	}
	igd_shell_done(&shell);
}

static void read_autoload(struct igd_host *host, void *ret)
{
	size_t i;

	read_cmdline(host, ret);
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		read_place(host, &places[i], ret);
	read_mkinitfs(host, ret);
}

static void autoload_done(void *fact)
{
	igd_autoload_done(fact);
}

static const struct igd_fact autoload_fact = { "autoload", sizeof(struct igd_autoload),
	read_autoload, autoload_done };

const struct igd_autoload *igd_autoload_get(struct igd_host *host)
{
	return igd_host_fact(host, &autoload_fact);
}

const struct igd_autoload_entry *igd_autoload_find(
	const struct igd_autoload *list, const char *module)
{
	const struct igd_autoload_entry *found = NULL;
	size_t i;

	for (i = 0; i < list->count; i++) {
		const struct igd_autoload_entry *entry = &list->entries[i];

		if (entry->when != IGD_AUTOLOAD_INCLUDED &&
			igd_cmdline_same_name(entry->module, module) &&
			(!found || entry->when < found->when))
			found = entry;
	}
	return found;
}
