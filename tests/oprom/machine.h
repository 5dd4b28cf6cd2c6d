// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - a machine for the ROM's drivers to run on, in a test: ports, memory, a device, UEFI's tables
 */
#ifndef IGD_TESTS_OPROM_MACHINE_H
#define IGD_TESTS_OPROM_MACHINE_H

#include <stdbool.h>

#include "fixes/oprom/efi.h"

/* Of memory below 4 GiB, for the driver to allocate from. */
#define MACHINE_MEMORY ((uint64_t)16 << 20)

struct machine_file {
	const char *name;
	const void *bytes;
	uint32_t size;
};

struct machine {
	/* What it has. */
	bool has_console, has_fw_cfg, has_protocols, refuses;
	struct machine_file files[4];
	uint32_t file_count; /* as the directory says */
	uint8_t config[256], writable[256];
	uint64_t place;		     /* bus << 8 | device << 3 | function */
	uint64_t memory, free_pages; /* where it begins; how much of it is free, from there on */

	/* What became of it. */
	const void *policy; /* what was installed, or is there already */
	char said[4096];
	size_t said_size, config_writes;
	uint8_t types[MACHINE_MEMORY / 4096]; /* of each page, plus 1; 0 is free */
};

/* An iGPU at 00:02.0 with an OpRegion, all memory free and full of aa. It is the one that the drivers run on. */
void machine_begin(struct machine *machine, uint16_t device, uint16_t ggc, const void *opregion);
void machine_end(struct machine *machine);

/* The entry point of the driver that the test is linked with. */
uint64_t machine_run(struct machine *machine);

void machine_put32(struct machine *machine, uint32_t at, uint32_t value);
uint32_t machine_get32(const struct machine *machine, uint32_t at);
/* How many pages are of that type. */
uint64_t machine_pages(const struct machine *machine, enum igd_efi_memory type);
/* The type of the page at an address, or -1 for free or none. */
int machine_type(const struct machine *machine, uint64_t address);

#endif
