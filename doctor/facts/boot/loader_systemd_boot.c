// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_systemd_boot - systemd-boot: entries written by hand or by kernel-install; kernelstub
 */
#include <string.h>

#include "facts/boot/initramfs_tool.h"
#include "facts/boot/loader_entry.h"
#include "facts/boot/loader_private.h"
#include "facts/host/distribution.h"

#define KERNEL_CMDLINE "/etc/kernel/cmdline"

static const char *const directories[] = { "/efi/loader/entries", "/boot/loader/entries",
	"/boot/efi/loader/entries", NULL };

/* kernel-install's 90-loaderentry.install signs what it writes. */
static bool is_generated(struct igd_host *host, const char *entry)
{
	const char *text = igd_host_text(host, entry);

	return text && strstr(text, "90-loaderentry.install");
}

static void locate(struct igd_host *host, struct igd_loader *loader)
{
	const char *directory = igd_loader_first(host, directories);
	const char *entry = directory ? igd_loader_entry(host, directory) : NULL;

	if (!entry)
		return;
	loader->sign = entry;
	if (is_generated(host, entry)) {
		loader->path = KERNEL_CMDLINE;
		return;
	}
	loader->path = entry;
	loader->place = "the `options` line";
}

/*
 * kernel-install(8): add-all since systemd 255, add without arguments since 254. Debian keeps no kernel in
 * /lib/modules, where add-all looks. Its package systemd-boot has initramfs-tools run kernel-install
 * (/etc/initramfs/post-update.d/systemd-boot); its dracut 059-4 has no update-initramfs and runs none of that.
 */
static const char *command(struct igd_host *host, const struct igd_loader *loader)
{
	const struct igd_initramfs_tool *tool;

	if (!loader->path || loader->place)
		return NULL;
	if (igd_distribution_get(host)->family != IGD_FAMILY_DEBIAN)
		return "kernel-install add-all";
	tool = igd_initramfs_tool_get(host);
	return tool && tool->kind == IGD_INITRAMFS_DRACUT ? IGD_KERNEL_INSTALL_RUNNING
							  : "update-initramfs -u -k all";
}

static void read_entries(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	if (!loader->path)
		igd_loader_blind(config, loader->sign ? loader->sign : "/boot/loader/entries",
			"which entry boots cannot be told");
	else if (loader->place)
		igd_loader_add_entry(host, config, igd_loader_first(host, directories));
	else if (igd_host_has(host, KERNEL_CMDLINE))
		igd_loader_add_file(host, config, KERNEL_CMDLINE);
	else
		igd_loader_blind(config, KERNEL_CMDLINE,
			"absent: kernel-install copies the running command line");
}

static const char *const boots[] = { "systemd-boot", NULL };
static const char *const signs[] = { "/efi/loader/loader.conf", "/boot/loader/loader.conf",
	"/boot/efi/loader/loader.conf", NULL };

const struct igd_loader_family igd_loader_systemd_boot = {
	.name = "systemd-boot",
	.info = "systemd-boot ",
	.boots = boots,
	.signs = signs,
	.styles = IGD_STYLE_EFI_INITRD | IGD_STYLE_PLAIN,
	.locate = locate,
	.command = command,
	.read = read_entries,
};

static void locate_kernelstub(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->add = "kernelstub -a \"@\"";
	loader->remove = "kernelstub -d \"@\"";
}

static void read_kernelstub(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	const char *directory = igd_loader_first(host, directories);

	(void)loader;
	if (directory)
		igd_loader_add_entry(host, config, directory);
	else
		igd_loader_blind(config, "/boot/efi/loader/entries", "absent");
}

/* Pop!_OS writes the entries of systemd-boot with kernelstub(1), and over what is edited by hand. */
static const char *const kernelstub_signs[] = { "/etc/kernelstub/configuration", NULL };

const struct igd_loader_family igd_loader_kernelstub = {
	.name = "systemd-boot with kernelstub",
	.signs = kernelstub_signs,
	.styles = IGD_STYLE_EFI_INITRD | IGD_STYLE_PLAIN,
	.is_certain = true,
	.locate = locate_kernelstub,
	.read = read_kernelstub,
};
