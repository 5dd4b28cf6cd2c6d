// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - what the files of the verb share
 */
#ifndef IGD_CLI_ROM_H
#define IGD_CLI_ROM_H

#include "cli/options.h"
#include "reports/rom.h"

struct igd_rom_fit;
struct igd_rom;

/* Fills a row but for the file's name; fit is NULL where the bytes are no ROM. */
void igd_rom_row_fill(struct igd_rom_row *row, const struct igd_rom *rom,
	const struct igd_rom_fit *fit, bool has_device);

/* The files that are named, and those that are found in named directories. */
struct igd_rom_files {
	/*
	 * Is given each that may be a ROM, one after the other, in an order that does not depend on the file system.
	 * The bytes are gone when it returns.
	 */
	void (*take)(void *context, const char *name, const uint8_t *bytes, size_t size);
	void *context;
	struct igd_rom_report *report; /* failures and other files are counted there */
	size_t names;		       /* of how many other files it is to say what they are */
	uint8_t *buffer;	       /* one for all */
	size_t room;
};

/* name is a file, a directory, or "-" for stdin. */
void igd_rom_files_visit(struct igd_rom_files *files, const char *name);

/* Makes the ROM for a device and writes it. Returns the exit status after naming what went wrong. */
int igd_rom_build(const struct igd_options *options, uint16_t device);

/* Finds what is for the iGPU in a board's firmware, and writes it if there is an output. The same. */
int igd_rom_extract(const struct igd_options *options, uint16_t device);

/* Writes a file whole or not at all. 0, or -errno; -EEXIST for what is there already. */
int igd_rom_put_file(const char *name, const struct igd_text *bytes, bool may_replace);

#endif
