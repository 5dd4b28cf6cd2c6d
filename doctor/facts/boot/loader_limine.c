// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_limine - Limine: limine.conf by hand, or written by limine-entry-tool from /etc/default/limine
 *
 * Limine CONFIG.md: "cmdline" (formerly "kernel_cmdline") of an entry; common/lib/bli.c: LoaderInfo.
 * limine-entry-tool sources /etc/limine-entry-tool.d and /etc/default/limine; its hooks for mkinitcpio and
 * dracut rewrite limine.conf.
 */
#include <string.h>

#include "facts/boot/initramfs_tool.h"
#include "facts/boot/loader_private.h"
#include "facts/boot/shell.h"

#define DEFAULT_LIMINE "/etc/default/limine"
#define TOOL_D "/etc/limine-entry-tool.d"
#define VARIABLE "KERNEL_CMDLINE[default]"

static const char *const signs[] = { DEFAULT_LIMINE, "/boot/limine.conf",
	"/boot/limine/limine.conf", "/boot/EFI/limine/limine.conf", "/boot/EFI/BOOT/limine.conf",
	"/boot/efi/limine.conf", "/boot/efi/EFI/limine/limine.conf", "/efi/limine.conf",
	"/efi/EFI/limine/limine.conf", NULL };

static void read_tool(struct igd_host *host, void *ret)
{
	igd_loader_source_all(host, ret, TOOL_D, ".conf");
	igd_loader_source(host, ret, DEFAULT_LIMINE);
}

static void tool_done(void *fact)
{
	igd_shell_done(fact);
}

static const struct igd_fact tool_fact = { "limine-entry-tool", sizeof(struct igd_shell), read_tool,
	tool_done };

static void locate(struct igd_host *host, struct igd_loader *loader)
{
	if (igd_host_has(host, DEFAULT_LIMINE)) {
		loader->path = DEFAULT_LIMINE;
		loader->place = VARIABLE;
		return;
	}
	loader->path = igd_loader_first(host, signs);
	loader->place = "the `cmdline:` line";
}

static const char *command(struct igd_host *host, const struct igd_loader *loader)
{
	const struct igd_initramfs_tool *tool;

	if (!loader->path || strcmp(loader->path, DEFAULT_LIMINE) != 0)
		return NULL;
	tool = igd_initramfs_tool_get(host);
	if (tool && tool->kind == IGD_INITRAMFS_MKINITCPIO)
		return "limine-mkinitcpio";
	return tool && tool->kind == IGD_INITRAMFS_DRACUT ? "limine-dracut" : "limine-update";
}

/* Whether the entry that boots is the first one: no default_entry, or the number 1. */
static bool boots_first(const char *text)
{
	struct igd_loader_span span = { 0 };

	return !igd_loader_line(text, strlen(text), "default_entry", &span) ||
	       (span.size == 1 && *span.text == '1');
}

static void read_conf(struct igd_host *host, const char *path, struct igd_loader_config *config)
{
	static const char *const keys[] = { "cmdline", "kernel_cmdline", NULL };
	const char *text = igd_host_text(host, path), *const * key;
	struct igd_loader_argument where = { .path = path, .place = "the `cmdline:` line" };
	struct igd_loader_span first, second;

	for (key = keys; text && *key; key++) {
		first = (struct igd_loader_span){ 0 };
		if (!igd_loader_line(text, strlen(text), *key, &first))
			continue;
		second = first;
		if (igd_loader_line(text, strlen(text), *key, &second) && !boots_first(text))
			break;
		where.line = first.line;
		igd_loader_add(config, where, first.text, first.size);
		return;
	}
	igd_loader_blind(config, path, "which entry boots cannot be told");
}

static void read_limine(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	const struct igd_shell *shell;

	if (!loader->path) {
		igd_loader_blind(config, "/boot/limine.conf", "absent");
		return;
	}
	if (strcmp(loader->path, DEFAULT_LIMINE) != 0) {
		read_conf(host, loader->path, config);
		return;
	}
	shell = igd_host_fact(host, &tool_fact);
	if (!igd_loader_add_variable(host, config, shell, VARIABLE))
		igd_loader_blind(config, DEFAULT_LIMINE, "it does not set " VARIABLE);
}

static const char *const boots[] = { "limine", NULL };

const struct igd_loader_family igd_loader_limine = {
	.name = "Limine",
	.info = "Limine ",
	.boots = boots,
	.signs = signs,
	.styles = IGD_STYLE_PLAIN,
	.locate = locate,
	.command = command,
	.read = read_limine,
};
