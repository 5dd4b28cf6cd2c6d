// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff - what changes between two texts, as `diff -u` writes it
 */
#ifndef IGD_MEND_DIFF_H
#define IGD_MEND_DIFF_H

#include "core/util.h"

/* One side: text NULL is an absent file, whose name should be "/dev/null". */
struct igd_diff_side {
	const char *name, *text;
	size_t size;
};

/*
 * The unified diff with three lines of context; "" where they are equal. Bytes are not made printable. Texts that
 * differ in more than some thousand lines come out as one block that goes and one that comes, which is still a
 * correct diff. The caller frees it.
 */
char *igd_diff(const struct igd_diff_side *old, const struct igd_diff_side *fresh);

#endif
