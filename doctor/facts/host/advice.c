// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * advice - the directives of remedies, filled in for one host
 */
#include "facts/host/advice.h"

#include <string.h>

#include "facts/boot/initramfs_tool.h"
#include "facts/boot/loader.h"
#include "facts/host/claim.h"
#include "facts/host/cmdline.h"
#include "facts/host/distribution.h"
#include "facts/host/modprobe.h"
#include "facts/host/way_in.h"

#define MODPROBE_FILE "/etc/modprobe.d/igd-doctor.conf"
#define NIXOS_FILE "/etc/nixos/configuration.nix"

/* Adds a part of a template, '@' replaced by arguments. */
static void fill_part(struct igd_text *text, const char *part, size_t size, const char *arguments)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (part[i] == '@')
			igd_text_printf(text, "%s", arguments);
		else
			igd_text_add(text, &part[i], 1);
	}
}

/* struct igd_loader: '@' stands for the arguments, what is in braces is repeated for each. */
static const char *fill(struct igd_host *host, const char *template, const char *arguments)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *open = strchrnul(template, '{'), *close = strchrnul(open, '}');
	struct igd_cmdline each;
	size_t i;

	fill_part(&text, template, (size_t)(open - template), arguments);
	igd_cmdline_parse(&each, arguments, strlen(arguments));
	for (i = 0; *close && i < each.count; i++)
		fill_part(&text, open + 1, (size_t)(close - open) - 1, each.arguments[i].text);
	igd_cmdline_done(&each);
	if (*close)
		fill_part(&text, close + 1, strlen(close + 1), arguments);
	return igd_host_print(host, "%s", text.text);
}

/* " and run `update-grub`", or nothing. */
static const char *and_run(struct igd_host *host)
{
	const char *command = igd_loader_command(host);

	return command ? igd_host_print(host, " and run `%s`", command) : "";
}

/* "GRUB_CMDLINE_LINUX in /etc/default/grub", "the line in /etc/kernel/cmdline" */
static const char *spot(struct igd_host *host, const char *place, const char *path)
{
	return igd_host_print(host, "%s in %s", place ? place : "the line", path);
}

static const char *add_argument(struct igd_host *host, const char *arguments)
{
	const struct igd_loader *loader = igd_loader_get(host);
	const char *filled = loader->add ? fill(host, loader->add, arguments) : NULL;

	if (loader->is_declared)
		return igd_host_print(
			host, "add `%s` to %s%s", filled, loader->path, and_run(host));
	if (filled)
		return igd_host_print(host, "run `%s`", filled);
	if (loader->path)
		return igd_host_print(host, "add `%s` to %s%s", arguments,
			spot(host, loader->place, loader->path), and_run(host));
	if (loader->place)
		return igd_host_print(host, "add `%s` to %s (make it anew with `efibootmgr`)",
			arguments, loader->place);
	if (loader->name)
		return igd_host_print(host,
			"add `%s` to the kernel command line (booted by: %s; where it is "
			"configured was not found)",
			arguments, loader->name);
	return igd_host_print(host,
		"add `%s` to the kernel command line in your boot loader's configuration",
		arguments);
}

/* Where the configuration holds the argument: as it is written, or by its name if none is asked for by value. */
static const struct igd_loader_argument *find(struct igd_host *host, const char *argument)
{
	const struct igd_loader_config *config = igd_loader_config_get(host);
	size_t i, length;

	for (i = 0; i < config->count; i++) {
		const struct igd_loader_argument *held = &config->arguments[i];

		length = strlen(argument);
		if (strcmp(held->text, argument) == 0 ||
			(strncmp(held->text, argument, length) == 0 && held->text[length] == '='))
			return held;
	}
	return NULL;
}

static const char *remove_argument(struct igd_host *host, const char *argument)
{
	const struct igd_loader *loader = igd_loader_get(host);
	const struct igd_loader_argument *held;

	if (loader->remove)
		return igd_host_print(host, "run `%s`", fill(host, loader->remove, argument));
	held = find(host, argument);
	if (held && held->line)
		return igd_host_print(host, "take `%s` out of %s (line %u)%s", argument,
			spot(host, held->place, held->path), held->line, and_run(host));
	if (loader->path)
		return igd_host_print(host, "take `%s` out of %s%s", argument,
			spot(host, loader->place, loader->path), and_run(host));
	return igd_host_print(host,
		"take `%s` out of the kernel command line in your boot loader's configuration",
		argument);
}

static const char *apply_arguments(struct igd_host *host, const char *argument)
{
	const char *command = igd_loader_command(host);

	(void)argument;
	return command ? igd_host_print(host, "run `%s`", command)
		       : "see that the entry that boots is the default one";
}

static const char *modprobe_line(struct igd_host *host, const char *line)
{
	if (igd_distribution_get(host)->is_declarative)
		return igd_host_print(host,
			"add `boot.extraModprobeConfig = \"%s\";` to " NIXOS_FILE
			" and run `nixos-rebuild boot`",
			line);
	return igd_host_print(host, "put `%s` into " MODPROBE_FILE, line);
}

/* The argument that is there has to go: of two, the kernel takes the last one alone. */
static const char *change_argument_ids(struct igd_host *host, const char *ids)
{
	const struct igd_loader *loader = igd_loader_get(host);
	const struct igd_argument *old =
		igd_cmdline_find(igd_cmdline_running(host), "vfio-pci.ids");
	const char *wanted = igd_host_print(host, "vfio-pci.ids=%s", ids);
	const struct igd_loader_argument *held;

	if (!old)
		return add_argument(host, wanted);
	held = find(host, old->text);
	if (loader->remove || !held || !held->line)
		return igd_host_print(host, "%s, then %s", remove_argument(host, old->text),
			add_argument(host, wanted));
	return igd_host_print(host, "change `%s` to `%s` in %s (line %u)%s", old->text, wanted,
		spot(host, held->place, held->path), held->line, and_run(host));
}

static const char *vfio_ids(struct igd_host *host, const char *ids)
{
	struct igd_modprobe_option held =
		igd_modprobe_option(igd_modprobe_get(host), "vfio_pci", "ids");
	const char *all = igd_vfio_ids_extended(host, held.value ? held.value : "", ids);

	if (held.value && held.is_cmdline)
		return change_argument_ids(host, all);
	if (igd_module_state(host, "vfio_pci") == IGD_MODULE_BUILTIN)
		return add_argument(host, igd_host_print(host, "vfio-pci.ids=%s", all));
	if (!held.value)
		return modprobe_line(host, igd_host_print(host, "options vfio-pci ids=%s", all));
	if (igd_distribution_get(host)->is_declarative)
		return igd_host_print(host,
			"extend `ids=%s` in " NIXOS_FILE
			" to `ids=%s` and run `nixos-rebuild boot`",
			held.value, all);
	return igd_host_print(host, "extend the list in %s to `ids=%s`", held.origin, all);
}

static const char *rebuild(struct igd_host *host, const char *argument)
{
	(void)argument;
	return igd_initramfs_rebuild_clause(host);
}

static const char *take_options(struct igd_host *host, const char *argument)
{
	(void)argument;
	return igd_initramfs_modprobe_clause(host);
}

static const char *restart(struct igd_host *host, const char *service)
{
	const char *command = igd_service_restart(host, service);

	return command ? igd_host_print(host, "`%s`", command)
		       : igd_host_print(host, "the command of your init that restarts %s", service);
}

static const struct {
	enum igd_family family;
	const char *command;
} installers[] = {
	{ IGD_FAMILY_DEBIAN, "apt install" },
	{ IGD_FAMILY_PROXMOX, "apt install" },
	{ IGD_FAMILY_ARCH, "pacman -S" },
	{ IGD_FAMILY_FEDORA, "dnf install" },
	{ IGD_FAMILY_ATOMIC, "rpm-ostree install" },
	{ IGD_FAMILY_SUSE, "zypper install" },
	{ IGD_FAMILY_ALPINE, "apk add" },
	{ IGD_FAMILY_VOID, "xbps-install -S" },
	{ IGD_FAMILY_GENTOO, "emerge" },
	{ IGD_FAMILY_NIXOS, "nix-shell -p" },
};

static const char *install(struct igd_host *host, const char *package)
{
	const enum igd_family family = igd_distribution_get(host)->family;
	size_t i;

	for (i = 0; i < sizeof(installers) / sizeof(*installers); i++) {
		if (installers[i].family == family)
			return igd_host_print(host, "`%s %s`", installers[i].command, package);
	}
	return igd_host_print(host, "your package manager to install %s", package);
}

/* Behind this reboot the iGPU's screen stays black; nobody may be sent there unwarned. */
static const char *reboot_away(struct igd_host *host, const char *argument)
{
	(void)argument;
	if (igd_way_in_display(host) || igd_way_in_login(host) || igd_way_in_serial(host))
		return "reboot";
	return "reboot, but first see to platform.way-in: the screen will stay black";
}

static const struct {
	const char *verb;
	const char *(*expand)(struct igd_host *host, const char *argument);
	const char *general; /* without a host; NULL: the argument says enough by itself */
} directives[] = {
	{ "kernel-arg+", add_argument, NULL },
	{ "kernel-arg-", remove_argument, NULL },
	{ "kernel-arg-apply", apply_arguments,
		"have your boot loader's configuration written again" },
	{ "modprobe", modprobe_line, NULL },
	{ "vfio-ids+", vfio_ids, NULL },
	{ "initramfs", rebuild, "rebuild the initramfs with your distribution's tool" },
	{ "initramfs-modprobe", take_options,
		"rebuild the initramfs with the options of /etc/modprobe.d in it" },
	{ "initramfs-module+", igd_initramfs_module_clause, NULL },
	{ "away", reboot_away, "reboot, once there is another way in than the iGPU's screen" },
	{ "restart", restart, NULL },
	{ "install", install, NULL },
};

const char *igd_advice_expand(struct igd_host *host, const char *directive)
{
	size_t i, length = strcspn(directive, " ");
	const char *argument = directive + length + strspn(directive + length, " ");

	for (i = 0; i < sizeof(directives) / sizeof(*directives); i++) {
		if (strlen(directives[i].verb) != length ||
			strncmp(directives[i].verb, directive, length) != 0)
			continue;
		return host ? directives[i].expand(host, argument) : directives[i].general;
	}
	return NULL;
}
