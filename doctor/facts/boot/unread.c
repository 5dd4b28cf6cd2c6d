// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unread - kernel arguments in a file that another boot loader would read, but not the one in use
 *
 * Guides name one of the two files, and what is written into the other one is lost without a word. Where GRUB takes
 * the command line from boot loader entries, both files are read when a kernel is installed: neither is unread.
 */
#include "facts/boot/unread.h"

#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader_private.h"
#include "facts/boot/shell.h"

#define DEFAULT_GRUB "/etc/default/grub"
#define KERNEL_CMDLINE "/etc/kernel/cmdline"

static void read_default_grub(struct igd_host *host, struct igd_loader_config *config)
{
	struct igd_shell shell = { 0 };

	igd_loader_source(host, &shell, DEFAULT_GRUB);
	igd_loader_add_variable(host, config, &shell, "GRUB_CMDLINE_LINUX");
	igd_loader_add_variable(host, config, &shell, "GRUB_CMDLINE_LINUX_DEFAULT");
	igd_shell_done(&shell);
}

static void read_unread(struct igd_host *host, void *ret)
{
	const struct igd_loader *loader = igd_loader_get(host);

	if (!loader->name)
		return;
	if (!strstr(loader->name, "GRUB"))
		read_default_grub(host, ret);
	else if (loader->path)
		igd_loader_add_file(host, ret, KERNEL_CMDLINE);
}

static void unread_done(void *fact)
{
	struct igd_loader_config *config = fact;
	size_t i;

	for (i = 0; i < config->count; i++)
		free(config->arguments[i].text);
	free(config->arguments);
}

static const struct igd_fact unread_fact = { "unread kernel arguments",
	sizeof(struct igd_loader_config), read_unread, unread_done };

const struct igd_loader_config *igd_unread_arguments(struct igd_host *host)
{
	return igd_host_fact(host, &unread_fact);
}
