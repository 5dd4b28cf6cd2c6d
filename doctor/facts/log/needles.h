// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * needles - many fixed texts looked for at once
 *
 * An automaton (A. Aho, M. Corasick, "Efficient string matching", 1975) over classes of bytes: one step for
 * each byte of input, however many needles there are and whatever the input looks like.
 */
#ifndef IGD_FACTS_LOG_NEEDLES_H
#define IGD_FACTS_LOG_NEEDLES_H

#include "core/util.h"

struct igd_needles;

/*
 * Texts of one byte or more, at most 1 MiB in all; the same one may stand there twice. An empty set finds
 * nothing. The texts are not kept.
 */
IGD_EXPORT struct igd_needles *igd_needles_new(const char *const *texts, size_t count);
IGD_EXPORT void igd_needles_free(struct igd_needles *needles);

/* The offset behind the first needle in these bytes; size + 1 where there is none. */
IGD_EXPORT size_t igd_needles_find(
	const struct igd_needles *needles, const char *bytes, size_t size);

/* Calls found with the number of each needle in these bytes, as often as it stands there. */
IGD_EXPORT void igd_needles_each(const struct igd_needles *needles, const char *bytes, size_t size,
	void (*found)(void *context, size_t needle), void *context);

#endif
