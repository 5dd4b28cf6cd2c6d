// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - option ROMs, for specimens
 */
#include "specimens/rom.h"

#include <string.h>

#include "specimens/compress.h"

static void add_pcir(struct specimen *out, const struct specimen_image *image)
{
	specimen_add(out, "PCIR", 4);
	specimen_add16(out, image->vendor ? image->vendor : 0x8086);
	specimen_add16(out, image->device ? image->device : 0xffff);
	specimen_add16(out, 0);
	specimen_add16(out, image->revision >= 3 ? 0x1c : 0x18);
	specimen_add32(out, image->revision | image->class_code << 8);
	specimen_add16(out, 0);
	specimen_add16(out, 0);
	specimen_add16(
		out, (uint16_t)((image->is_legacy ? 0 : 3) | (image->is_more ? 0 : 0x80) << 8));
	specimen_add16(out, 0);
	if (image->revision >= 3)
		specimen_add32(out, 0);
}

static void add_code(struct specimen *out, const struct specimen_image *image)
{
	if (image->compression)
		specimen_compress(out, image->code->bytes, image->code->size, image->compression);
	else
		specimen_add(out, image->code->bytes, image->code->size);
}

/* Behind the code, as nothing of the fixed places is left. */
static void add_devices(struct specimen *out, const uint16_t *devices)
{
	specimen_pad(out, 4, 0);
	specimen_put16(out, SPECIMEN_PCIR + 8, (uint16_t)(out->size - SPECIMEN_PCIR));
	while (*devices)
		specimen_add16(out, *devices++);
	specimen_add16(out, 0);
}

/* The subsystem and machine, as the PE header has them. */
static void copy_from_pe(struct specimen *out, const struct specimen *pe)
{
	size_t header = pe->size > 0x40 ? pe->bytes[0x3c] : 0;

	specimen_put16(out, 0x08, 11);
	specimen_put16(out, 0x0a, 0x8664);
	if (header == 0 || header + 24 + 70 > pe->size || memcmp(pe->bytes + header, "PE", 2) != 0)
		return;
	memcpy(out->bytes + 0x08, pe->bytes + header + 24 + 68, 2);
	memcpy(out->bytes + 0x0a, pe->bytes + header + 4, 2);
}

void specimen_add_image(struct specimen *rom, const struct specimen_image *image)
{
	struct specimen out = { 0 };
	size_t start = rom->size, units;

	specimen_add(&out, "\x55\xaa", 2);
	specimen_pad(&out, SPECIMEN_PCIR, 0);
	add_pcir(&out, image);
	specimen_pad(&out, SPECIMEN_CODE, 0);
	add_code(&out, image);
	if (image->devices)
		add_devices(&out, image->devices);
	specimen_pad(&out, 512, 0);
	units = out.size / 512;
	specimen_put16(&out, 0x18, SPECIMEN_PCIR);
	specimen_put16(&out, SPECIMEN_PCIR + 0x10, (uint16_t)units);
	if (image->is_legacy) {
		out.bytes[2] = (uint8_t)units;
	} else {
		specimen_put16(&out, 0x02, (uint16_t)units);
		specimen_put32(&out, 0x04, 0x0ef1);
		copy_from_pe(&out, image->code);
		specimen_put16(&out, 0x0c, image->compression ? 1 : 0);
		specimen_put16(&out, 0x16, SPECIMEN_CODE);
	}
	specimen_add(rom, out.bytes, out.size);
	specimen_done(&out);
	if (image->is_legacy)
		specimen_mend_sum(rom, start);
}

void specimen_mend_sum(struct specimen *rom, size_t offset)
{
	size_t size = rom->bytes[offset + 2] * (size_t)512, i;
	uint8_t sum = 0;

	for (i = 0; i < size && offset + i < rom->size; i++)
		sum = (uint8_t)(sum + rom->bytes[offset + i]);
	/* Byte 6 is where rom-fixer and others mend it, too. */
	rom->bytes[offset + 6] = (uint8_t)(rom->bytes[offset + 6] - sum);
}
