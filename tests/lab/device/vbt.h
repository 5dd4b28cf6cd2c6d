// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vbt - a video BIOS table with two outputs
 */
#ifndef IGD_LAB_VBT_H
#define IGD_LAB_VBT_H

#include <stddef.h>
#include <stdint.h>

#include "identity.h"

enum { IGD_VBT_MAX = 512 };

/* Writes a VBT as this generation's, and returns its size. */
size_t igd_vbt_write(uint8_t bytes[IGD_VBT_MAX], const struct igd_layout *layout);

#endif
