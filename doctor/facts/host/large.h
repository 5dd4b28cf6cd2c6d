// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * large - reads, for igd_host_derive()'s work(), a file that is not worth recording as a whole
 *
 * From a descriptor where the source has one, so that nothing is recorded but what the work makes of it;
 * else through igd_host_bytes().
 */
#ifndef IGD_FACTS_HOST_LARGE_H
#define IGD_FACTS_HOST_LARGE_H

#include "core/host.h"

/* The whole file is added to ret. 0, or an errno: ENOENT if absent, EFBIG if larger than limit. */
IGD_EXPORT int igd_large_read(
	struct igd_host *host, const char *path, size_t limit, struct igd_text *ret);
/* The file's first bytes, at most size of them. 0, or an errno. */
IGD_EXPORT int igd_large_head(
	struct igd_host *host, const char *path, size_t size, struct igd_text *ret);

#endif
