// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compress - UEFI's compression, for specimens
 */
#ifndef IGD_TESTS_COMPRESS_H
#define IGD_TESTS_COMPRESS_H

#include "specimens/specimen.h"

/*
 * Appends the bytes compressed, with the header of both sizes. bits is 4 for the variant of UEFI, 5 for
 * Tiano's. Greedy and simple: right rather than small.
 */
void specimen_compress(struct specimen *specimen, const uint8_t *bytes, size_t size, unsigned bits);

#endif
