// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * specimen - what firmware files are made of, made from nothing
 *
 * For tests: nothing of anybody's firmware is in here but names that a driver is known by.
 */
#ifndef IGD_TESTS_SPECIMEN_H
#define IGD_TESTS_SPECIMEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that grow. Zero-initialised is empty. */
struct specimen {
	uint8_t *bytes;
	size_t size;
};

void specimen_done(struct specimen *specimen);
void specimen_add(struct specimen *specimen, const void *bytes, size_t size);
/* The text's ASCII as UTF-16, without a final 0. */
void specimen_add_wide(struct specimen *specimen, const char *text);
void specimen_add16(struct specimen *specimen, uint16_t value);
void specimen_add32(struct specimen *specimen, uint32_t value);
/* Up to the next multiple of unit. */
void specimen_pad(struct specimen *specimen, size_t unit, uint8_t fill);
/* Little-endian, over what is there. */
void specimen_put16(struct specimen *specimen, size_t offset, uint16_t value);
void specimen_put32(struct specimen *specimen, size_t offset, uint32_t value);
/* 0, or a negative errno. */
int specimen_write(const struct specimen *specimen, const char *path);

#endif
