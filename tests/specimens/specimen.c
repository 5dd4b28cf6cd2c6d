// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * specimen - bytes that grow
 */
#include "specimens/specimen.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"

void specimen_done(struct specimen *specimen)
{
	free(specimen->bytes);
	*specimen = (struct specimen){ 0 };
}

void specimen_add(struct specimen *specimen, const void *bytes, size_t size)
{
	specimen->bytes = igd_regrow(specimen->bytes, specimen->size + size + 1, 1);
	if (size > 0)
		memcpy(specimen->bytes + specimen->size, bytes, size);
	specimen->size += size;
}

void specimen_add_wide(struct specimen *specimen, const char *text)
{
	for (; *text; text++)
		specimen_add16(specimen, (unsigned char)*text);
}

void specimen_add16(struct specimen *specimen, uint16_t value)
{
	const uint8_t bytes[] = { (uint8_t)value, (uint8_t)(value >> 8) };

	specimen_add(specimen, bytes, sizeof(bytes));
}

void specimen_add32(struct specimen *specimen, uint32_t value)
{
	specimen_add16(specimen, (uint16_t)value);
	specimen_add16(specimen, (uint16_t)(value >> 16));
}

void specimen_pad(struct specimen *specimen, size_t unit, uint8_t fill)
{
	size_t size = (specimen->size + unit - 1) / unit * unit, old = specimen->size;

	specimen->bytes = igd_regrow(specimen->bytes, size + 1, 1);
	memset(specimen->bytes + old, fill, size - old);
	specimen->size = size;
}

void specimen_put16(struct specimen *specimen, size_t offset, uint16_t value)
{
	specimen->bytes[offset] = (uint8_t)value;
	specimen->bytes[offset + 1] = (uint8_t)(value >> 8);
}

void specimen_put32(struct specimen *specimen, size_t offset, uint32_t value)
{
	specimen_put16(specimen, offset, (uint16_t)value);
	specimen_put16(specimen, offset + 2, (uint16_t)(value >> 16));
}

int specimen_write(const struct specimen *specimen, const char *path)
{
	FILE *file = fopen(path, "we");
	size_t done;

	if (!file)
		return -errno;
	done = fwrite(specimen->bytes, 1, specimen->size, file);
	if (fclose(file) != 0)
		return -errno;
	return done == specimen->size ? 0 : -EIO;
}
