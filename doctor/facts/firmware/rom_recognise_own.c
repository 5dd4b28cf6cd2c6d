// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_recognise_own - the table of devices in the ROM that igd-doctor builds itself
 *
 * It stands in the image as fixes/oprom/devices.h has it: a mark, the version, the number of rows, and rows of four
 * bytes that begin with the id, sorted.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_recognise_private.h"

enum { VERSION = 16, COUNT = 32, ROWS = 36, ROW = 4, MOST = 4096 };

/* The ids; none if what stands behind the mark is no such table. */
static void read_rows(const uint8_t *rows, size_t count, struct igd_rom_ids *ret)
{
	size_t i;

	ret->ids = igd_regrow(NULL, count, sizeof(*ret->ids));
	for (i = 0; i < count; i++) {
		ret->ids[i] = igd_little16(rows + i * ROW);
		if (i && ret->ids[i] <= ret->ids[i - 1]) {
			free(ret->ids);
			*ret = (struct igd_rom_ids){ 0 };
			return;
		}
	}
	ret->count = count;
}

char *igd_rom_read_own(
	const struct igd_rom_code_bytes *code, size_t offset, struct igd_rom_ids *ret)
{
	const uint8_t *table = code->bytes + offset;
	IGD_AUTOFREE char *version = NULL;
	uint32_t count;

	*ret = (struct igd_rom_ids){ .offset = offset };
	if (!igd_within(offset, ROWS, code->size))
		return NULL;
	count = igd_little32(table + COUNT);
	if (!count || count > MOST || !igd_within(offset + ROWS, (size_t)count * ROW, code->size))
		return NULL;
	read_rows(table + ROWS, count, ret);
	if (!ret->count)
		return NULL;
	version = igd_printable(table + VERSION,
		strnlen((const char *)table + VERSION, COUNT - VERSION), COUNT - VERSION);
	return igd_printf("igd-doctor's own driver, version %s", version);
}
