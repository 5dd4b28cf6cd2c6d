// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_text - what was found in a ROM, as text: all that a judgement needs and none of the ROM's code
 *
 * A recording must not hold somebody's proprietary binary, so it holds this:
 *
 *     rom SIZE TRAILING
 *     image OFFSET SIZE CODE VENDOR DEVICE CONFIG CLASS REVISION LAST BROKEN BDSM CONTAINS
 *     devices ID...
 *     efi SUBSYSTEM MACHINE COMPRESSED READABLE PE-SUBSYSTEM PE-MACHINE PE-SIZE [VERSION]
 *     gop ID...
 *     assigned ID...
 *     evidence IMAGE CONTENT OFFSET DECOMPRESSED TEXT
 *     problem IMAGE OFFSET FATAL TEXT
 *
 * Numbers are decimal, ids four hexadecimal digits; CONTAINS and CONTENT are igd_rom_content_word()s, the former
 * joined by commas, or "-"; IMAGE counts from 0, or is "-"; the lines of an image follow its "image" line.
 */
#ifndef IGD_FACTS_FIRMWARE_ROM_TEXT_H
#define IGD_FACTS_FIRMWARE_ROM_TEXT_H

#include "facts/firmware/rom.h"

/* Adds the text to ret. */
IGD_EXPORT void igd_rom_write(const struct igd_rom *rom, struct igd_text *ret);

/*
 * Reads such a text back, so that igd_rom_judge() says of it what it said of the ROM. False for a malformed one;
 * *ret is then released. Lines that it does not know are skipped.
 */
IGD_EXPORT bool igd_rom_read(const char *text, struct igd_rom *ret);

#endif
