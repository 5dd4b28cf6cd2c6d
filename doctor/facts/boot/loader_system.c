// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_system - systems that are told their kernel arguments in a way of their own: rpm-ostree, NixOS, Guix,
 * ZFSBootMenu
 */
#include <string.h>

#include "facts/boot/loader_entry.h"
#include "facts/boot/loader_private.h"

static void locate_ostree(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->add = "rpm-ostree kargs{ --append-if-missing=@}";
	loader->remove = "rpm-ostree kargs{ --delete-if-present=@}";
}

static void read_ostree(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	(void)loader;
	igd_loader_add_entry(host, config, "/boot/loader/entries");
}

static const char *const ostree_signs[] = { "/run/ostree-booted", NULL };

const struct igd_loader_family igd_loader_ostree = {
	.name = "rpm-ostree",
	.signs = ostree_signs,
	.styles = IGD_STYLE_ANY,
	.is_certain = true,
	.locate = locate_ostree,
	.read = read_ostree,
};

static void locate_nixos(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->add = "boot.kernelParams = [{ \"@\"} ];";
	loader->is_declared = true;
	loader->path = "/etc/nixos/configuration.nix";
	loader->place = "boot.kernelParams";
}

static const char *command_nixos(struct igd_host *host, const struct igd_loader *loader)
{
	(void)host;
	(void)loader;
	return "nixos-rebuild boot";
}

/* NixOS system.build.toplevel: kernel-params is what the system that boots next asks for. */
static void read_nixos(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	static const char *const paths[] = { "/nix/var/nix/profiles/system/kernel-params",
		"/run/current-system/kernel-params", NULL };
	const char *path = igd_loader_first(host, paths);
	const char *text = path ? igd_host_text(host, path) : NULL;
	const struct igd_loader_argument where = { .path = loader->path, .place = loader->place };

	if (text)
		igd_loader_add(config, where, text, strlen(text));
	else
		igd_loader_blind(config, paths[0], "absent");
}

static const char *const nixos_signs[] = { "/etc/NIXOS", NULL };

const struct igd_loader_family igd_loader_nixos = {
	.name = "NixOS",
	.signs = nixos_signs,
	.styles = IGD_STYLE_ANY,
	.is_certain = true,
	.locate = locate_nixos,
	.command = command_nixos,
	.read = read_nixos,
};

static void locate_guix(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->add = "(kernel-arguments (append (list{ \"@\"}) %default-kernel-arguments))";
	loader->is_declared = true;
	loader->path = "/etc/config.scm";
	loader->place = "kernel-arguments";
}

static const char *command_guix(struct igd_host *host, const struct igd_loader *loader)
{
	(void)host;
	(void)loader;
	return "guix system reconfigure /etc/config.scm";
}

static void read_guix(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	(void)host;
	igd_loader_blind(config, loader->path, "a program, which is not run");
}

static const char *const guix_signs[] = { "/run/current-system/configuration.scm", NULL };

const struct igd_loader_family igd_loader_guix = {
	.name = "Guix",
	.signs = guix_signs,
	.styles = IGD_STYLE_ANY,
	.is_certain = true,
	.locate = locate_guix,
	.command = command_guix,
	.read = read_guix,
};

/* zbm-kcl(8) changes org.zfsbootmenu:commandline of the root file system. */
static void locate_zfsbootmenu(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->add = "zbm-kcl{ -a @}";
	loader->remove = "zbm-kcl{ -r @}";
}

static void read_zfsbootmenu(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	(void)host;
	(void)loader;
	igd_loader_blind(config, "org.zfsbootmenu:commandline",
		"a ZFS property, which only the `zfs` command can read");
}

static const char *const zfsbootmenu_signs[] = { "/etc/zfsbootmenu/config.yaml", NULL };

const struct igd_loader_family igd_loader_zfsbootmenu = {
	.name = "ZFSBootMenu",
	.signs = zfsbootmenu_signs,
	.styles = IGD_STYLE_PLAIN,
	.is_certain = true,
	.locate = locate_zfsbootmenu,
	.read = read_zfsbootmenu,
};
