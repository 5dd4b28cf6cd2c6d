// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tiano - the compression of UEFI: LZ77 and Huffman codes, in blocks
 *
 * Ours, because no library of Debian's decodes it. UEFI Specification 2.10, chapter 19 "Compression Algorithm
 * Specification". EDK2 knows a second variant, "Tiano", which differs in the width of one field and so in how
 * far back a match may reach; its firmware reads only the first from an option ROM
 * (MdePkg/Library/BaseUefiDecompressLib/BaseUefiDecompressLib.c UefiTianoDecompress()).
 *
 * Every code table must be complete, as EDK2's MakeTable() demands. Time is linear in the bytes of both sides.
 */
#ifndef IGD_FACTS_FIRMWARE_TIANO_H
#define IGD_FACTS_FIRMWARE_TIANO_H

#include <stdbool.h>

#include "facts/firmware/bytes.h"

/* Width in bits of the size of the position set's code length array. */
enum igd_tiano { IGD_TIANO_UEFI = 4, IGD_TIANO_TIANO = 5 };

#define IGD_TIANO_HEADER 8 /* compressed size, original size */

/* What the header says of the size once decompressed; 0 if there is no whole header. */
IGD_EXPORT size_t igd_tiano_original_size(const uint8_t *bytes, size_t size);

/*
 * The decompressed bytes, of the original size, which the caller frees; or NULL with the reason in *reterr, the
 * offset being one of the compressed bytes. More than limit bytes of result are an error, found before they
 * are allocated.
 */
IGD_EXPORT uint8_t *igd_tiano_decompress(const uint8_t *bytes, size_t size, enum igd_tiano variant,
	size_t limit, struct igd_fault *reterr);

#endif
