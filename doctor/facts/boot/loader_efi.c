// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_efi - what EFI variables tell of the boot, and kernels that firmware boots without a boot loader
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader_private.h"

/* UEFI 2.10 section 3.3: the globally defined variables. */
#define GLOBAL_GUID "-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define ENTRY "the firmware's boot entry"
#define MAX_VARIABLE ((size_t)64 << 10)

static const char *const no_signs[] = { NULL };

static char *keep(struct igd_host *host, char *text, bool is_lower)
{
	const char *kept = igd_host_print(host, "%s", text);
	size_t i;

	free(text);
	text = (char *)(uintptr_t)kept; /* just made, and nobody else's */
	for (i = 0; is_lower && text[i]; i++)
		text[i] = (char)tolower((unsigned char)text[i]);
	return text;
}

/* systemd.io/BOOT_LOADER_INTERFACE: volatile variables, so they are of this very boot. */
const char *igd_loader_interface(struct igd_host *host, const char *name)
{
	const char *path = igd_host_print(host, IGD_EFIVARS "%s" IGD_LOADER_GUID, name);
	const struct igd_bytes *bytes = igd_host_bytes(host, path, MAX_VARIABLE);
	char *text = bytes ? igd_loader_efi_text(bytes->data, bytes->size) : NULL;

	if (bytes && !text)
		igd_host_stick(host, path, EBADMSG);
	if (!text)
		return NULL;
	igd_host_cite(host, path, "%s", text);
	return keep(host, text, false);
}

const char *igd_loader_booted(
	struct igd_host *host, const char **ret_arguments, const char **ret_path)
{
	const struct igd_bytes *bytes =
		igd_host_bytes(host, IGD_EFIVARS "BootCurrent" GLOBAL_GUID, MAX_VARIABLE);
	char *file, *arguments;
	const char *path;

	if (!bytes || bytes->size != 6)
		return NULL;
	path = igd_host_print(host, IGD_EFIVARS "Boot%02X%02X" GLOBAL_GUID,
		(unsigned char)bytes->data[5], (unsigned char)bytes->data[4]);
	bytes = igd_host_bytes(host, path, MAX_VARIABLE);
	if (!bytes || !igd_loader_efi_entry(bytes->data, bytes->size, &file, &arguments))
		return NULL;
	igd_host_cite(host, path, "%s %s", file, arguments);
	arguments = keep(host, arguments, false);
	if (ret_arguments)
		*ret_arguments = arguments;
	if (ret_path)
		*ret_path = path;
	return keep(host, file, true);
}

static void locate(struct igd_host *host, struct igd_loader *loader)
{
	(void)host;
	loader->place = ENTRY;
}

static void read_entry(
	struct igd_host *host, const struct igd_loader *loader, struct igd_loader_config *config)
{
	struct igd_loader_argument where = { .place = ENTRY };
	const char *arguments;

	(void)loader;
	if (igd_loader_booted(host, &arguments, &where.path))
		igd_loader_add(config, where, arguments, strlen(arguments));
	else
		igd_loader_blind(config, IGD_EFIVARS, "the boot entry that was used is not known");
}

static const char *const kernel_files[] = { "vmlinuz", "bzimage", "vmlinux", NULL };

/* Linux Documentation/admin-guide/efi-stub.rst */
const struct igd_loader_family igd_loader_efistub = {
	.name = "EFI stub",
	.boots = kernel_files,
	.signs = no_signs,
	.styles = IGD_STYLE_EFI_INITRD | IGD_STYLE_PLAIN,
	.locate = locate,
	.read = read_entry,
};
