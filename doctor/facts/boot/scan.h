// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scan - what an initramfs image holds, as the text that initramfs.h describes
 */
#ifndef IGD_FACTS_BOOT_SCAN_H
#define IGD_FACTS_BOOT_SCAN_H

#include "facts/boot/image.h"

/* Bounds on what is accepted. */
#define IGD_SCAN_MAX_IMAGE ((uint64_t)1 << 30)
#define IGD_SCAN_MAX_CONTENT ((uint64_t)1 << 30) /* unpacked; less for a small image */

/*
 * Adds the lines about the image to ret: of a unified kernel image, about its .initrd section. What cannot be
 * read of it becomes an "unread" line. 0, or the errno of a read.
 */
IGD_EXPORT int igd_scan_image(
	const struct igd_image *image, const char *path, struct igd_text *ret);
/* Writes text on one line: '\n', '\t', '\\' and "\xHH"; as one word, also without blanks. */
IGD_EXPORT void igd_scan_escape(struct igd_text *ret, const char *text, size_t size, bool is_word);

#endif
