// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_uki - unified kernel images: the command line is inside, put there by whatever built the image
 *
 * Where it comes from, in this order: ukify's own configuration (ukify(1) Cmdline=), mkinitcpio's
 * /etc/cmdline.d, the /etc/kernel/cmdline that mkinitcpio and kernel-install share, dracut's kernel_cmdline=.
 */
#include <string.h>

#include "facts/boot/initramfs_tool.h"
#include "facts/boot/loader_private.h"
#include "facts/boot/shell.h"

#define UKIFY "/etc/kernel/uki.conf"
#define CMDLINE_D "/etc/cmdline.d"
#define KERNEL_CMDLINE "/etc/kernel/cmdline"
#define DRACUT "/etc/dracut.conf"
#define DRACUT_D "/etc/dracut.conf.d"

/* Cmdline= with '@' in front names a file; that file is then what is edited. */
static bool locate_ukify(struct igd_host *host, struct igd_loader *loader)
{
	const char *text = igd_host_text(host, UKIFY);
	struct igd_loader_span span = { 0 };

	if (!text || !igd_loader_line(text, strlen(text), "Cmdline", &span) || !span.size)
		return false;
	loader->path = UKIFY;
	loader->place = "Cmdline=";
	if (*span.text == '@') {
		loader->path = igd_host_print(host, "%.*s", (int)span.size - 1, span.text + 1);
		loader->place = NULL;
	}
	return true;
}

static bool locate_directory(struct igd_host *host, struct igd_loader *loader)
{
	const char *const *name = igd_host_list(host, CMDLINE_D);

	while (name && *name && !igd_ends_with(*name, ".conf"))
		name++;
	if (!name || !*name)
		return false;
	loader->path = igd_host_print(host, CMDLINE_D "/%s", *name);
	return true;
}

static void read_dracut(struct igd_host *host, void *ret)
{
	igd_loader_source(host, ret, DRACUT);
	igd_loader_source_all(host, ret, DRACUT_D, ".conf");
}

static void dracut_done(void *fact)
{
	igd_shell_done(fact);
}

static const struct igd_fact dracut_fact = { "dracut.conf", sizeof(struct igd_shell), read_dracut,
	dracut_done };

static void locate(struct igd_host *host, struct igd_loader *loader)
{
	const struct igd_shell_assignment *made;

	if (locate_ukify(host, loader) || locate_directory(host, loader))
		return;
	if (igd_host_has(host, KERNEL_CMDLINE)) {
		loader->path = KERNEL_CMDLINE;
		return;
	}
	made = igd_shell_find(igd_host_fact(host, &dracut_fact), "kernel_cmdline");
	if (!made)
		return;
	loader->path = made->path;
	loader->place = "kernel_cmdline";
}

static const char *command(struct igd_host *host, const struct igd_loader *loader)
{
	(void)loader;
	return igd_initramfs_rebuild_command(host);
}

static void read_directory(struct igd_host *host, struct igd_loader_config *config)
{
	const char *const *name = igd_host_list(host, CMDLINE_D);

	for (; name && *name; name++) {
		if (igd_ends_with(*name, ".conf"))
			igd_loader_add_file(
				host, config, igd_host_print(host, CMDLINE_D "/%s", *name));
	}
}

static void read_uki(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	const struct igd_loader_argument where = { .path = UKIFY, .place = "Cmdline=" };

	if (!loader->path)
		igd_loader_blind(config, KERNEL_CMDLINE,
			"absent, and so is every other source of an image's command line");
	else if (igd_starts_with(loader->path, CMDLINE_D "/"))
		read_directory(host, config);
	else if (!loader->place)
		igd_loader_add_file(host, config, loader->path);
	else if (strcmp(loader->path, UKIFY) == 0)
		igd_loader_add_lines(host, config, &where, "Cmdline");
	else
		igd_loader_add_variable(
			host, config, igd_host_fact(host, &dracut_fact), loader->place);
}

static const char *const boots[] = { "\\efi\\linux\\", NULL };
static const char *const signs[] = { UKIFY, CMDLINE_D, KERNEL_CMDLINE, NULL };

const struct igd_loader_family igd_loader_uki = {
	.name = "a unified kernel image",
	.boots = boots,
	.signs = signs,
	.styles = IGD_STYLE_PLAIN,
	.locate = locate,
	.command = command,
	.read = read_uki,
};
