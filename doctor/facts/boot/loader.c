// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader - the boot loader in use
 *
 * Several are often installed, so it is asked what was used for this boot, in the order of how much the answer
 * proves: systems that are changed by a command of their own whatever boots them; what the loader said of
 * itself to the firmware; which file the firmware started; and last, which of those that write such a command
 * line are installed. Two of them left: it cannot be told.
 */
#include "facts/boot/loader.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts/boot/loader_private.h"
#include "facts/host/cmdline.h"

static const struct igd_loader_family *const families[] = {
	&igd_loader_ostree,
	&igd_loader_nixos,
	&igd_loader_guix,
	&igd_loader_kernelstub,
	&igd_loader_proxmox_efi,
	&igd_loader_proxmox_grub,
	&igd_loader_zfsbootmenu,
	&igd_loader_grub,
	&igd_loader_extlinux,
	&igd_loader_syslinux,
	&igd_loader_systemd_boot,
	&igd_loader_refind,
	&igd_loader_limine,
	&igd_loader_uki,
	&igd_loader_efistub,
	NULL,
};

static unsigned running_style(struct igd_host *host)
{
	const struct igd_cmdline *running = igd_cmdline_running(host);
	size_t i;

	for (i = 0; i < running->count; i++) {
		const struct igd_argument *argument = &running->arguments[i];

		if (strcmp(argument->name, "BOOT_IMAGE") == 0)
			return IGD_STYLE_BOOT_IMAGE;
		if (strcmp(argument->name, "initrd") == 0 && argument->value &&
			strchr(argument->value, '\\'))
			return IGD_STYLE_EFI_INITRD;
	}
	return IGD_STYLE_PLAIN;
}

static const char *sign_of(struct igd_host *host, const struct igd_loader_family *family)
{
	return family->signs ? igd_loader_first(host, family->signs) : NULL;
}

static bool choose(
	struct igd_loader *loader, const struct igd_loader_family *family, const char *sign)
{
	loader->family = family;
	loader->name = family->name;
	loader->sign = sign;
	return true;
}

static bool is_certain(struct igd_host *host, struct igd_loader *loader, unsigned style)
{
	const struct igd_loader_family *const *family;
	const char *sign;

	for (family = families; *family; family++) {
		if (!(*family)->is_certain || !((*family)->styles & style))
			continue;
		sign = sign_of(host, *family);
		if (sign)
			return choose(loader, *family, sign);
	}
	return false;
}

/* Limine and GRUB can start a unified kernel image too, but then it is the image that holds the command line. */
static bool told_itself(struct igd_host *host, struct igd_loader *loader, unsigned style)
{
	const struct igd_loader_family *const *family;
	const char *info = igd_loader_interface(host, "LoaderInfo");

	if (info && igd_starts_with(info, igd_loader_limine.info) &&
		sign_of(host, &igd_loader_limine))
		return choose(loader, &igd_loader_limine, "LoaderInfo");
	if (igd_loader_interface(host, "StubInfo"))
		return choose(loader, &igd_loader_uki, "StubInfo");
	for (family = families; info && *family; family++) {
		if ((*family)->info && ((*family)->styles & style) &&
			igd_starts_with(info, (*family)->info))
			return choose(loader, *family, "LoaderInfo");
	}
	return false;
}

static bool was_booted(struct igd_host *host, struct igd_loader *loader, unsigned style)
{
	const struct igd_loader_family *const *family;
	const char *file = igd_loader_booted(host, NULL, NULL);
	const char *const *part;

	for (family = families; file && *family; family++) {
		for (part = (*family)->boots; part && *part; part++) {
			if (strstr(file, *part) && ((*family)->styles & style))
				return choose(loader, *family, "BootCurrent");
		}
	}
	return false;
}

static void is_installed(struct igd_host *host, struct igd_loader *loader, unsigned style)
{
	const struct igd_loader_family *const *family;
	unsigned count = 0;
	const char *sign;

	for (family = families; *family; family++) {
		if ((*family)->is_certain || !((*family)->styles & style))
			continue;
		sign = sign_of(host, *family);
		if (!sign)
			continue;
		loader->candidates =
			igd_host_print(host, "%s%s%s", loader->candidates ? loader->candidates : "",
				loader->candidates ? ", " : "", (*family)->name);
		if (!count++)
			choose(loader, *family, sign);
	}
	if (count > 1) {
		loader->family = NULL;
		loader->name = loader->sign = NULL;
	}
}

static void read_loader(struct igd_host *host, void *ret)
{
	struct igd_loader *loader = ret;
	unsigned style = running_style(host);

	if (!is_certain(host, loader, style) && !told_itself(host, loader, style) &&
		!was_booted(host, loader, style))
		is_installed(host, loader, style);
	if (loader->family)
		loader->family->locate(host, loader);
}

static const struct igd_fact loader_fact = { "loader", sizeof(struct igd_loader), read_loader,
	NULL };

const struct igd_loader *igd_loader_get(struct igd_host *host)
{
	return igd_host_fact(host, &loader_fact);
}

const char *igd_loader_command(struct igd_host *host)
{
	const struct igd_loader *loader = igd_loader_get(host);

	return loader->family && loader->family->command ? loader->family->command(host, loader)
							 : NULL;
}

static void read_config(struct igd_host *host, void *ret)
{
	const struct igd_loader *loader = igd_loader_get(host);
	struct igd_loader_config *config = ret;

	if (loader->family)
		loader->family->read(host, loader, config);
	else
		igd_loader_blind(config, "the boot loader", "it is not known which one is in use");
}

static void config_done(void *fact)
{
	struct igd_loader_config *config = fact;
	size_t i;

	for (i = 0; i < config->count; i++)
		free(config->arguments[i].text);
	free(config->arguments);
}

static const struct igd_fact config_fact = { "loader configuration",
	sizeof(struct igd_loader_config), read_config, config_done };

const struct igd_loader_config *igd_loader_config_get(struct igd_host *host)
{
	return igd_host_fact(host, &config_fact);
}
