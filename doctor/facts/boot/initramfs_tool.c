// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_tool - the program that builds this host's initramfs, and how it is told and run
 */
#include "facts/boot/initramfs_tool.h"

#include <string.h>

#include "facts/boot/loader.h"
#include "facts/host/cmdline.h"
#include "facts/host/distribution.h"

#define DRACUT_MODPROBE "install_optional_items+=\" /etc/modprobe.d/*.conf \""
#define PATHS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/*
 * Sources: mkinitcpio.conf(5); dracut.conf(5) force_drivers; initramfs.conf(5), initramfs-tools(7); booster
 * docs/manpage.md modules_force_load; mkinitfs features.d/usb.modules, initramfs-init.in "modules="; genkernel
 * genkernel.conf AMODULES_group, defaults/modules_load; ugrd kmod_init; NixOS manual boot.initrd.kernelModules;
 * rpm-ostree(1) initramfs. dracut is also what rpm-ostree runs, so rpm-ostree comes first. Without hostonly=yes,
 * which Debian 13 does not set, dracut leaves /etc/modprobe.d behind (dracut 106
 * modules.d/90kernel-modules/module-setup.sh), and with it the ids= that vfio-pci needs there.
 */
static const struct igd_initramfs_tool tools[] = {
	{ IGD_INITRAMFS_NIXOS, "NixOS", PATHS("/etc/NIXOS"), NULL, "/etc/nixos/configuration.nix",
		"add `boot.initrd.kernelModules = [ \"", "\" \"",
		"\" ];` to /etc/nixos/configuration.nix", "nixos-rebuild boot", false },
	{ IGD_INITRAMFS_OSTREE, "rpm-ostree", PATHS("/run/ostree-booted"),
		PATHS("/usr/bin/rpm-ostree"), "/etc/dracut.conf.d/igd-doctor.conf",
		"run `rpm-ostree initramfs --enable --arg=--force-drivers --arg=\"", " ", "\"`",
		"rpm-ostree initramfs --enable", true },
	{ IGD_INITRAMFS_MKINITCPIO, "mkinitcpio",
		PATHS("/etc/mkinitcpio.conf", "/etc/mkinitcpio.conf.d"),
		PATHS("/usr/bin/mkinitcpio", "/bin/mkinitcpio", "/sbin/mkinitcpio"),
		"/etc/mkinitcpio.conf", "put `", " ",
		"` first in MODULES=() in /etc/mkinitcpio.conf", "mkinitcpio -P", false },
	{ IGD_INITRAMFS_DRACUT, "dracut", PATHS("/etc/dracut.conf", "/etc/dracut.conf.d"),
		PATHS("/usr/bin/dracut", "/usr/sbin/dracut", "/sbin/dracut"),
		"/etc/dracut.conf.d/igd-doctor.conf", "put `force_drivers+=\" ", " ",
		" \" " DRACUT_MODPROBE "` into /etc/dracut.conf.d/igd-doctor.conf",
		"dracut --force --regenerate-all", false },
	{ IGD_INITRAMFS_TOOLS, "initramfs-tools",
		PATHS("/etc/initramfs-tools/initramfs.conf", "/etc/initramfs-tools/modules",
			"/etc/initramfs-tools"),
		PATHS("/usr/sbin/mkinitramfs", "/sbin/mkinitramfs"), "/etc/initramfs-tools/modules",
		"add `", "` and `", "` to /etc/initramfs-tools/modules, one module a line",
		"update-initramfs -u -k all", false },
	{ IGD_INITRAMFS_BOOSTER, "booster", PATHS("/etc/booster.yaml"), PATHS("/usr/bin/booster"),
		"/etc/booster.yaml", "add `", ",",
		"` to `modules_force_load:` in /etc/booster.yaml",
		"/usr/lib/booster/regenerate_images", false },
	{ IGD_INITRAMFS_MKINITFS, "mkinitfs", PATHS("/etc/mkinitfs/mkinitfs.conf", "/etc/mkinitfs"),
		PATHS("/sbin/mkinitfs", "/usr/sbin/mkinitfs"),
		"/etc/mkinitfs/features.d/vfio.modules",
		"put `kernel/drivers/vfio` into /etc/mkinitfs/features.d/vfio.modules, add `vfio` to "
		"`features=` in /etc/mkinitfs/mkinitfs.conf and `",
		",", "` to `modules=` on the kernel command line", "mkinitfs", false },
	{ IGD_INITRAMFS_GENKERNEL, "genkernel", PATHS("/etc/genkernel.conf"),
		PATHS("/usr/bin/genkernel", "/usr/sbin/genkernel"), "/etc/genkernel.conf",
		"add `AMODULES_MISC=\"", " ", "\"` to /etc/genkernel.conf", "genkernel initramfs",
		false },
	{ IGD_INITRAMFS_UGRD, "ugrd", PATHS("/etc/ugrd/config.toml"), PATHS("/usr/bin/ugrd"),
		"/etc/ugrd/config.toml", "add `\"", "\", \"",
		"\"` to `kmod_init` in /etc/ugrd/config.toml", "ugrd", false },
};

#define TOOLS (sizeof(tools) / sizeof(tools[0]))

/* Where a distribution's own names for the image make the tool's usual command the wrong one. */
static const struct {
	enum igd_initramfs_kind kind;
	enum igd_family family;
	const char *rebuild;
} elsewhere[] = {
	/* the image is /boot/initramfs-linux.img there, which only the package's own hook knows */
	{ IGD_INITRAMFS_DRACUT, IGD_FAMILY_ARCH,
		"pacman -S \"$(cat /usr/lib/modules/$(uname -r)/pkgbase)\"" },
};

static bool has_any(struct igd_host *host, const char *const *paths)
{
	for (; *paths; paths++) {
		if (igd_host_has(host, *paths))
			return true;
	}
	return false;
}

/* Bit i stands for tools[i]. Configured and installed counts more than configured alone. */
static unsigned candidates(struct igd_host *host)
{
	unsigned configured = 0, installed = 0;
	size_t i;

	for (i = 0; i < TOOLS; i++) {
		if (!has_any(host, tools[i].configs))
			continue;
		if (!tools[i].programs)
			return 1u << i;
		configured |= 1u << i;
		installed |= has_any(host, tools[i].programs) ? 1u << i : 0;
		if (tools[i].kind == IGD_INITRAMFS_OSTREE)
			return 1u << i;
	}
	return installed ? installed : configured;
}

static unsigned named(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < TOOLS; i++) {
		if (strlen(tools[i].name) == length && strncmp(tools[i].name, name, length) == 0)
			return 1u << i;
	}
	return 0;
}

/* kernel-install(8), install.conf: "initrd_generator=dracut". The file under /etc replaces the other. */
static unsigned by_kernel_install(struct igd_host *host)
{
	const char *text = igd_host_text(host, "/etc/kernel/install.conf");

	if (!text)
		text = igd_host_text(host, "/usr/lib/kernel/install.conf");
	while (text && !igd_starts_with(text, "initrd_generator=")) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	if (!text)
		return 0;
	text = strchr(text, '=') + 1;
	return named(text, strcspn(text, " \t\r\n"));
}

static unsigned by_image(struct igd_host *host)
{
	const char *image = igd_cmdline_get(host, "initrd");

	return image && strstr(image, "booster") ? named("booster", 7) : 0;
}

static unsigned by_content(struct igd_host *host, unsigned set)
{
	const char *text;
	unsigned found = 0;
	size_t i;

	for (i = 0; i < TOOLS; i++) {
		if (!(set & 1u << i))
			continue;
		text = igd_host_text(host, tools[i].file);
		found |= text && strstr(text, "vfio") ? 1u << i : 0;
	}
	return found;
}

static bool is_one(unsigned set)
{
	return set && !(set & (set - 1));
}

static unsigned decide(struct igd_host *host, unsigned set)
{
	unsigned narrowed;

	if (!set || is_one(set))
		return set;
	narrowed = by_kernel_install(host) & set;
	if (!narrowed)
		narrowed = by_image(host) & set;
	return narrowed ? narrowed : by_content(host, set);
}

static void read_tool(struct igd_host *host, void *ret)
{
	const struct igd_initramfs_tool **tool = ret;
	unsigned set = decide(host, candidates(host));
	size_t i;

	for (i = 0; is_one(set) && i < TOOLS; i++) {
		if (set == 1u << i)
			*tool = &tools[i];
	}
}

static const struct igd_fact tool_fact = { "initramfs-tool", sizeof(struct igd_initramfs_tool *),
	read_tool, NULL };

const struct igd_initramfs_tool *igd_initramfs_tool_get(struct igd_host *host)
{
	const struct igd_initramfs_tool *const *tool = igd_host_fact(host, &tool_fact);

	return *tool;
}

/*
 * Debian's dracut (059-4 and 106-6, /usr/bin/dracut) prefers the directory that kernel-install(8) has on the ESP to /boot, and
 * gives the image a name there that no entry has.
 */
static bool has_folder_on_esp(struct igd_host *host)
{
	static const char *const partitions[] = { "/efi", "/boot", "/boot/efi" };
	const char *id = igd_host_line(host, "/etc/machine-id");
	size_t i;

	for (i = 0; id && *id && i < sizeof(partitions) / sizeof(partitions[0]); i++) {
		if (igd_host_has(host, igd_host_print(host, "%s/loader/entries", partitions[i])) &&
			igd_host_has(host, igd_host_print(host, "%s/%s", partitions[i], id)))
			return true;
	}
	return false;
}

/*
 * /boot/initrd.img-VERSION of every kernel. What the package itself does writes there always, but for the newest kernel
 * only, and it writes dpkg's own files and takes its lock.
 */
static const char *of_debian(struct igd_host *host, const struct igd_initramfs_tool *tool)
{
	return has_folder_on_esp(host) ? "dpkg-reconfigure dracut" : tool->rebuild;
}

static bool is_debian_dracut(struct igd_host *host, const struct igd_initramfs_tool *tool)
{
	const enum igd_family family = igd_distribution_get(host)->family;

	return tool->kind == IGD_INITRAMFS_DRACUT &&
	       (family == IGD_FAMILY_DEBIAN || family == IGD_FAMILY_PROXMOX);
}

/*
 * Debian's dracut writes to /boot. With systemd-boot another copy of the image boots,
 * which kernel-install makes, be it a file of its own or part of a unified image (seen with systemd 257 and ukify).
 */
static bool boots_a_copy(struct igd_host *host, const struct igd_initramfs_tool *tool)
{
	const char *loader;

	if (tool->kind != IGD_INITRAMFS_DRACUT ||
		igd_distribution_get(host)->family != IGD_FAMILY_DEBIAN)
		return false;
	loader = igd_loader_get(host)->name;
	return loader && (strcmp(loader, "systemd-boot") == 0 ||
				 strcmp(loader, "a unified kernel image") == 0);
}

const char *igd_initramfs_rebuild_command(struct igd_host *host)
{
	const struct igd_initramfs_tool *tool = igd_initramfs_tool_get(host);
	const struct igd_distribution *distribution;
	size_t i;

	if (!tool)
		return NULL;
	if (boots_a_copy(host, tool))
		return igd_host_print(
			host, "%s && " IGD_KERNEL_INSTALL_RUNNING, of_debian(host, tool));
	if (is_debian_dracut(host, tool))
		return of_debian(host, tool);
	distribution = igd_distribution_get(host);
	for (i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		if (elsewhere[i].kind == tool->kind && elsewhere[i].family == distribution->family)
			return elsewhere[i].rebuild;
	}
	return tool->rebuild;
}

const char *igd_initramfs_rebuild_clause(struct igd_host *host)
{
	const char *command = host ? igd_initramfs_rebuild_command(host) : NULL;

	if (!command)
		return "rebuild the initramfs with your distribution's tool";
	return igd_host_print(host, "rebuild the initramfs with `%s`", command);
}

/* dracut alone decides by its own configuration whether /etc/modprobe.d is in the image. */
const char *igd_initramfs_modprobe_clause(struct igd_host *host)
{
	const struct igd_initramfs_tool *tool = igd_initramfs_tool_get(host);

	if (!tool || tool->kind != IGD_INITRAMFS_DRACUT)
		return igd_initramfs_rebuild_clause(host);
	return igd_host_print(host, "put `" DRACUT_MODPROBE "` into %s and run `%s`", tool->file,
		igd_initramfs_rebuild_command(host));
}

static const char *join(struct igd_host *host, const char *modules, const char *separator)
{
	const char *joined = "";
	size_t length;

	for (modules += strspn(modules, " "); *modules; modules += strspn(modules, " ")) {
		length = strcspn(modules, " ");
		joined = igd_host_print(
			host, "%s%s%.*s", joined, *joined ? separator : "", (int)length, modules);
		modules += length;
	}
	return joined;
}

const char *igd_initramfs_module_clause(struct igd_host *host, const char *modules)
{
	const struct igd_initramfs_tool *tool = host ? igd_initramfs_tool_get(host) : NULL;
	const char *told;

	if (!host)
		return "have the initramfs load the module and rebuild it";
	if (!tool)
		return igd_host_print(host,
			"have the initramfs load `%s` and rebuild it with your distribution's tool",
			modules);
	told = igd_host_print(
		host, "%s%s%s", tool->lead, join(host, modules, tool->separator), tool->tail);
	if (tool->builds_when_told)
		return told;
	return igd_host_print(host, "%s and run `%s`", told, igd_initramfs_rebuild_command(host));
}
