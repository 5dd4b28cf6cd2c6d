// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_grub - GRUB, also where proxmox-boot-tool copies it, and where it reads boot loader entries
 *
 * grub-mkconfig(8) sources /etc/default/grub and then, on Debian, the .cfg files of /etc/default/grub.d. Fedora's GRUB
 * (GRUB_ENABLE_BLSCFG=true) takes the command line from /boot/loader/entries instead, and grubby(8) edits it.
 */
#include <string.h>

#include "facts/boot/loader_entry.h"
#include "facts/boot/loader_private.h"
#include "facts/boot/shell.h"
#include "facts/host/distribution.h"

#define DEFAULT_GRUB "/etc/default/grub"
#define LINUX_DEFAULT "GRUB_CMDLINE_LINUX_DEFAULT"
#define LINUX "GRUB_CMDLINE_LINUX"
#define GRUBENV "/boot/grub2/grubenv"
#define GRUBBY "grubby --update-kernel=ALL "

static void read_shell(struct igd_host *host, void *ret)
{
	igd_loader_source(host, ret, DEFAULT_GRUB);
	igd_loader_source_all(host, ret, "/etc/default/grub.d", ".cfg");
}

static void shell_done(void *fact)
{
	igd_shell_done(fact);
}

static const struct igd_fact shell_fact = { "GRUB defaults", sizeof(struct igd_shell), read_shell,
	shell_done };

static bool uses_entries(struct igd_host *host)
{
	const char *value = igd_shell_value(igd_host_fact(host, &shell_fact), "GRUB_ENABLE_BLSCFG");

	return value && strcmp(value, "true") == 0;
}

/*
 * The assignment to edit: the last one counts, but one that only adds to the value before it leads back to
 * where that stands.
 */
static const struct igd_shell_assignment *base_of(const struct igd_shell *shell, const char *name)
{
	const struct igd_shell_assignment *found = igd_shell_find(shell, name), *before;
	size_t i = found ? (size_t)(found - shell->assignments) : 0;

	while (found && i-- > 0) {
		before = &shell->assignments[i];
		if (strcmp(before->name, name) != 0)
			continue;
		if (!found->value || !before->value || !*before->value ||
			!strstr(found->value, before->value))
			break;
		found = before;
	}
	return found;
}

static void locate(struct igd_host *host, struct igd_loader *loader)
{
	const struct igd_shell *shell = igd_host_fact(host, &shell_fact);
	const struct igd_shell_assignment *base;

	loader->sign = DEFAULT_GRUB;
	if (uses_entries(host)) {
		loader->name = "GRUB with boot loader entries";
		loader->add = GRUBBY "--args=\"@\"";
		loader->remove = GRUBBY "--remove-args=\"@\"";
		return;
	}
	loader->place = igd_shell_find(shell, LINUX_DEFAULT) || !igd_shell_find(shell, LINUX)
				? LINUX_DEFAULT
				: LINUX;
	base = base_of(shell, loader->place);
	loader->path = base ? base->path : DEFAULT_GRUB;
}

static const struct {
	enum igd_family family;
	const char *command;
} commands[] = {
	{ IGD_FAMILY_DEBIAN, "update-grub" },
	{ IGD_FAMILY_PROXMOX, "update-grub" },
	{ IGD_FAMILY_VOID, "update-grub" },
	{ IGD_FAMILY_SUSE, "grub2-mkconfig -o /boot/grub2/grub.cfg" },
	{ IGD_FAMILY_ARCH, "grub-mkconfig -o /boot/grub/grub.cfg" },
	{ IGD_FAMILY_GENTOO, "grub-mkconfig -o /boot/grub/grub.cfg" },
	{ IGD_FAMILY_ALPINE, "grub-mkconfig -o /boot/grub/grub.cfg" },
};

/* Where Fedora's grub-mkconfig writes differs by release and by UEFI; the first that is there. */
static const char *const fedora_configs[] = {
	"/boot/grub2/grub.cfg",
	"/boot/efi/EFI/fedora/grub.cfg",
	"/boot/efi/EFI/redhat/grub.cfg",
	"/boot/efi/EFI/centos/grub.cfg",
	NULL,
};

static const char *command(struct igd_host *host, const struct igd_loader *loader)
{
	const enum igd_family family = igd_distribution_get(host)->family;
	const char *path;
	size_t i;

	if (loader->add)
		return NULL;
	for (i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		if (commands[i].family == family)
			return commands[i].command;
	}
	if (family != IGD_FAMILY_FEDORA && igd_host_has(host, "/usr/sbin/update-grub"))
		return "update-grub";
	if (family != IGD_FAMILY_FEDORA && igd_host_has(host, "/boot/grub/grub.cfg"))
		return "grub-mkconfig -o /boot/grub/grub.cfg";
	path = igd_loader_first(host, fedora_configs);
	return igd_host_print(host, "grub2-mkconfig -o %s", path ? path : fedora_configs[0]);
}

/*
 * "$kernelopts" and "$tuned_params" in an entry stand for variables of GRUB's environment block (RHEL 8, TuneD);
 * one that is not set there is empty. What is added is not looked at again.
 */
static void add_environment(struct igd_host *host, struct igd_loader_config *config)
{
	struct igd_loader_argument where = { .path = GRUBENV };
	size_t i, count = config->count;

	for (i = 0; i < count; i++) {
		if (config->arguments[i].text[0] != '$')
			continue;
		where.place = igd_host_print(host, "%s", config->arguments[i].text + 1);
		igd_loader_add_lines(host, config, &where, where.place);
	}
}

static void read_grub(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	const struct igd_shell *shell = igd_host_fact(host, &shell_fact);
	bool is_set;

	if (loader->add) {
		igd_loader_add_entry(host, config, "/boot/loader/entries");
		add_environment(host, config);
		return;
	}
	is_set = igd_loader_add_variable(host, config, shell, LINUX);
	is_set |= igd_loader_add_variable(host, config, shell, LINUX_DEFAULT);
	if (!is_set)
		igd_loader_blind(config, DEFAULT_GRUB, "it sets no kernel command line");
	if (shell->is_open)
		igd_loader_blind(config, DEFAULT_GRUB, "only a shell can follow all it does");
}

static const char *const boots[] = { "grub", "shim", NULL };
static const char *const signs[] = { DEFAULT_GRUB, NULL };

const struct igd_loader_family igd_loader_grub = {
	.name = "GRUB",
	.info = "GRUB ", /* grub-core/commands/bli.c, GRUB 2.12 */
	.boots = boots,
	.signs = signs,
	.styles = IGD_STYLE_BOOT_IMAGE,
	.locate = locate,
	.command = command,
	.read = read_grub,
};

static const char *refresh(struct igd_host *host, const struct igd_loader *loader)
{
	(void)host;
	(void)loader;
	return "proxmox-boot-tool refresh";
}

static void locate_cmdline(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->path = "/etc/kernel/cmdline";
}

static void read_cmdline(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	if (igd_host_has(host, loader->path))
		igd_loader_add_file(host, config, loader->path);
	else
		igd_loader_blind(config, loader->path, "it is absent");
}

/* Proxmox VE Administration Guide 3.13 "Host Bootloader" */
static const char *const proxmox_signs[] = { "/etc/kernel/proxmox-boot-uuids", NULL };

const struct igd_loader_family igd_loader_proxmox_efi = {
	.name = "proxmox-boot-tool with systemd-boot",
	.signs = proxmox_signs,
	.styles = IGD_STYLE_EFI_INITRD | IGD_STYLE_PLAIN,
	.is_certain = true,
	.locate = locate_cmdline,
	.command = refresh,
	.read = read_cmdline,
};

const struct igd_loader_family igd_loader_proxmox_grub = {
	.name = "proxmox-boot-tool with GRUB",
	.signs = proxmox_signs,
	.styles = IGD_STYLE_BOOT_IMAGE,
	.is_certain = true,
	.locate = locate,
	.command = refresh,
	.read = read_grub,
};
