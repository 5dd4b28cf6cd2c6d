// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_extract - `rom --extract`: Intel's GOP driver and the VBTs out of a board's firmware
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/rom.h"
#include "facts/firmware/display_parts.h"
#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"

/* The whole file; returns the exit status after naming what went wrong. */
static int read_firmware(const char *name, struct igd_text *ret)
{
	IGD_AUTOCLOSE int fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;
	ssize_t got;

	if (fd < 0 || fstat(fd, &status) < 0)
		return igd_complain(errno == EACCES ? IGD_EXIT_PERMISSION : IGD_EXIT_DATA, "%s: %s",
			name, igd_errno_text(errno));
	if (!S_ISREG(status.st_mode))
		return igd_complain(IGD_EXIT_DATA, "%s: not a file", name);
	if ((uint64_t)status.st_size > IGD_FIRMWARE_MAX_BYTES)
		return igd_complain(
			IGD_EXIT_DATA, "%s: larger than any board's firmware (256 MiB)", name);
	ret->text = igd_zalloc((size_t)status.st_size + 1);
	got = igd_read(fd, ret->text, (size_t)status.st_size);
	if (got < 0)
		return igd_complain(IGD_EXIT_DATA, "%s: %s", name, igd_errno_text((int)-got));
	ret->size = (size_t)got;
	return IGD_EXIT_OK;
}

static bool drives(const struct igd_display_part *part, uint16_t device)
{
	size_t i;

	for (i = 0; i < part->device_count; i++)
		if (part->devices[i] == device)
			return true;
	return false;
}

/* What it is, for a person. The caller frees it. */
static char *describe(const struct igd_display_part *part, uint16_t device)
{
	IGD_AUTOFREE char *platforms = NULL;

	if (part->kind == IGD_DISPLAY_VBT)
		return igd_printf("VBT %s, %zu bytes", part->product, part->size);
	platforms = igd_rom_platforms(part->devices, part->device_count);
	if (!device)
		return igd_printf("Intel GOP driver, %zu bytes, for %s", part->size,
			platforms ? platforms : "devices that it does not tell");
	return igd_printf("Intel GOP driver, %zu bytes, for %s: it %s 8086:%04x", part->size,
		platforms ? platforms : "devices that it does not tell",
		drives(part, device) ? "drives" : "does not list", device);
}

/* "IntelGopDriver.efi", "vbt-ALDERLAKE-S.bin", and with a number from the second of the kind on. */
static char *name_part(const struct igd_display_parts *parts, size_t at, const char *folder)
{
	const struct igd_display_part *part = &parts->parts[at];
	IGD_AUTOFREE char *product = igd_strdup(part->product ? part->product : "");
	IGD_AUTOFREE char *number = NULL;
	size_t i, before = 0;
	char *c;

	for (c = product; *c; c++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-", *c))
			*c = '_';
	for (i = 0; i < at; i++)
		before += parts->parts[i].kind == part->kind;
	number = before ? igd_printf("-%zu", before + 1) : igd_strdup("");
	if (part->kind == IGD_DISPLAY_GOP)
		return igd_printf("%s/IntelGopDriver%s.efi", folder, number);
	return igd_printf("%s/vbt-%s%s.bin", folder, product, number);
}

static int write_part(const struct igd_options *options, const struct igd_display_parts *parts,
	size_t at, const char *what)
{
	IGD_AUTOFREE char *name = name_part(parts, at, options->output);
	struct igd_text text = { (char *)parts->parts[at].bytes, parts->parts[at].size, 0 };
	int r = igd_rom_put_file(name, &text, options->is_forced);

	if (r == -EEXIST)
		return igd_complain(
			IGD_EXIT_DATA, "%s: it is there already (--force replaces it)", name);
	if (r < 0)
		return igd_complain(IGD_EXIT_DATA, "%s: %s", name, igd_errno_text(-r));
	printf("Wrote %s: %s\n", name, what);
	return IGD_EXIT_OK;
}

static int show(
	const struct igd_options *options, const struct igd_display_parts *parts, uint16_t device)
{
	int status = IGD_EXIT_OK;
	size_t i;

	for (i = 0; i < parts->count && status == IGD_EXIT_OK; i++) {
		IGD_AUTOFREE char *what = describe(&parts->parts[i], device);

		if (options->output)
			status = write_part(options, parts, i, what);
		else
			printf("%s\n", what);
	}
	return status;
}

/* Why nothing was found. */
static int explain(const char *name, const struct igd_firmware_walk *walk)
{
	if (!walk->volumes)
		return igd_complain(IGD_EXIT_DATA,
			"%s: no firmware volume is in it: it is packed in an archive or a program, or "
			"is no firmware",
			name);
	return igd_complain(IGD_EXIT_DATA,
		"%s: neither Intel's GOP driver nor a VBT is in its %zu volumes and %zu files%s%s",
		name, walk->volumes, walk->files, walk->why ? "; left out: " : "",
		walk->why ? walk->why : "");
}

int igd_rom_extract(const struct igd_options *options, uint16_t device)
{
	IGD_AUTOTEXT struct igd_text firmware = { 0 };
	struct igd_display_parts parts;
	int status = read_firmware(options->extract, &firmware);

	if (status != IGD_EXIT_OK)
		return status;
	if (options->output && mkdir(options->output, 0777) < 0 && errno != EEXIST)
		return igd_complain(
			IGD_EXIT_DATA, "%s: %s", options->output, igd_errno_text(errno));
	igd_display_parts_find((const uint8_t *)firmware.text, firmware.size, &parts);
	status = parts.count ? show(options, &parts, device)
			     : explain(options->extract, &parts.walk);
	if (parts.count && parts.walk.left_out)
		igd_complain(IGD_EXIT_OK, "%s: %zu sections were left out: %s", options->extract,
			parts.walk.left_out, parts.walk.why);
	igd_display_parts_done(&parts);
	return status;
}
