// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pack_private - what the files of the packer share
 */
#ifndef IGD_FIXES_OPROM_PACK_PRIVATE_H
#define IGD_FIXES_OPROM_PACK_PRIVATE_H

#include "fixes/oprom/pack.h"

/* One image of a ROM around an EFI file that firmware would run. -EBADMSG, -EFBIG. */
int igd_oprom_wrap(const struct igd_oprom_part *part, uint16_t device, bool is_last,
	struct igd_text *ret, struct igd_error *reterr);

/* What all parts contain, as bits of igd_oprom_part's. */
uint32_t igd_oprom_contains(const struct igd_oprom *oprom);

#endif
