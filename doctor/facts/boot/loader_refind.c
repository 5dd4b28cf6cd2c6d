// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_refind - rEFInd: refind_linux.conf beside the kernel, or an entry in refind.conf
 *
 * The first line of refind_linux.conf is the one that boots by default (The rEFInd Boot Manager: Methods of
 * Booting Linux, "Using Linux Kernel Auto-Detection").
 */
#include <string.h>

#include "facts/boot/loader_private.h"

static const char *const beside_kernel[] = { "/boot/refind_linux.conf", "/efi/refind_linux.conf",
	"/boot/efi/refind_linux.conf", NULL };
static const char *const configs[] = { "/boot/EFI/refind/refind.conf",
	"/boot/efi/EFI/refind/refind.conf", "/efi/EFI/refind/refind.conf", NULL };
static const char *const signs[] = { "/boot/refind_linux.conf", "/efi/refind_linux.conf",
	"/boot/efi/refind_linux.conf", "/boot/EFI/refind/refind.conf",
	"/boot/efi/EFI/refind/refind.conf", "/efi/EFI/refind/refind.conf", NULL };

static void locate(struct igd_host *host, struct igd_loader *loader)
{
	loader->path = igd_loader_first(host, beside_kernel);
	loader->place = "the second quotes of the first line";
	if (loader->path)
		return;
	loader->path = igd_loader_first(host, configs);
	loader->place = "the `options` line";
}

static void read_refind(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	struct igd_loader_argument where = { .path = loader->path, .place = loader->place };
	const char *text = loader->path ? igd_host_text(host, loader->path) : NULL;
	struct igd_loader_span span = { 0 };

	if (text && igd_ends_with(loader->path, "refind_linux.conf") &&
		igd_loader_refind_line(text, strlen(text), &span)) {
		where.line = span.line;
		igd_loader_add(config, where, span.text, span.size);
		return;
	}
	igd_loader_blind(config, loader->path ? loader->path : beside_kernel[0],
		"the entry that boots cannot be told");
}

static const char *const boots[] = { "refind", NULL };

const struct igd_loader_family igd_loader_refind = {
	.name = "rEFInd",
	.boots = boots,
	.signs = signs,
	.styles = IGD_STYLE_EFI_INITRD | IGD_STYLE_PLAIN,
	.locate = locate,
	.read = read_refind,
};
