// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_syslinux - extlinux as Alpine configures it, and syslinux by hand
 */
#include <string.h>

#include "facts/boot/loader_private.h"
#include "facts/boot/shell.h"

/* Alpine's update-extlinux(1) sources this and writes extlinux.conf. */
#define UPDATE_EXTLINUX "/etc/update-extlinux.conf"
#define VARIABLE "default_kernel_opts"

static void locate_extlinux(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->path = UPDATE_EXTLINUX;
	loader->place = VARIABLE;
}

static const char *command(struct igd_host *host, const struct igd_loader *loader)
{
	(void)host;
	(void)loader;
	return "update-extlinux";
}

static void read_extlinux(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	struct igd_shell shell = { 0 };

	(void)loader;
	igd_loader_source(host, &shell, UPDATE_EXTLINUX);
	if (!igd_loader_add_variable(host, config, &shell, VARIABLE))
		igd_loader_blind(config, UPDATE_EXTLINUX, "it does not set " VARIABLE);
	igd_shell_done(&shell);
}

static const char *const extlinux_signs[] = { UPDATE_EXTLINUX, NULL };

const struct igd_loader_family igd_loader_extlinux = {
	.name = "extlinux",
	.signs = extlinux_signs,
	.styles = IGD_STYLE_BOOT_IMAGE,
	.locate = locate_extlinux,
	.command = command,
	.read = read_extlinux,
};

static const char *const syslinux_signs[] = { "/boot/syslinux/syslinux.cfg",
	"/boot/extlinux/extlinux.conf", "/boot/efi/EFI/syslinux/syslinux.cfg", NULL };

static void locate_syslinux(struct igd_host *host, struct igd_loader *loader)
{
	loader->path = igd_loader_first(host, syslinux_signs);
	loader->place = "the `APPEND` line";
}

static void read_syslinux(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	const char *text = loader->path ? igd_host_text(host, loader->path) : NULL;
	struct igd_loader_argument where = { .path = loader->path, .place = loader->place };
	struct igd_loader_span first = { 0 }, second;

	if (!text || !igd_loader_line(text, strlen(text), "append", &first)) {
		igd_loader_blind(config, syslinux_signs[0], "it has no `APPEND` line");
		return;
	}
	second = first;
	if (igd_loader_line(text, strlen(text), "append", &second))
		igd_loader_blind(config, loader->path, "which entry boots cannot be told");
	where.line = first.line;
	igd_loader_add(config, where, first.text, first.size);
}

static const char *const boots[] = { "syslinux", NULL };

const struct igd_loader_family igd_loader_syslinux = {
	.name = "syslinux",
	.boots = boots,
	.signs = syslinux_signs,
	.styles = IGD_STYLE_BOOT_IMAGE | IGD_STYLE_EFI_INITRD,
	.locate = locate_syslinux,
	.read = read_syslinux,
};
