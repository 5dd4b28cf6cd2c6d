// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff - what changes between two texts, as `diff -u` writes it
 */
#ifndef IGD_MEND_DIFF_H
#define IGD_MEND_DIFF_H

#include "core/util.h"

/*
 * The unified diff with three lines of context; "" where they are equal. A NULL text is an absent file, whose name
 * should be "/dev/null". Bytes are not made printable. Texts that differ in more than some thousand lines come out as one
 * block that goes and one that comes, which is still a correct diff. The caller frees it.
 */
char *igd_diff(const char *old, size_t old_size, const char *fresh, size_t fresh_size,
	const char *old_name, const char *fresh_name);

#endif
