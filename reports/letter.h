// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * letter - which characters of a stranger's text can be shown as they stand
 */
#ifndef IGD_REPORTS_LETTER_H
#define IGD_REPORTS_LETTER_H

#include <stddef.h>
#include <stdint.h>

/*
 * The length of the UTF-8 sequence at text, and the character in *ret; 0 if it must not be shown as it is: what is not
 * UTF-8, controls anything, is no character at all (U+FFFF), or takes no room but changes how others look. Such a byte is
 * shown as "\xHH". size is how many bytes there are.
 */
size_t igd_letter(const unsigned char *text, size_t size, uint32_t *ret);

#endif
