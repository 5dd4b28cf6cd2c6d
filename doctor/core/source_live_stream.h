// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream - what a Sunshine answers over the network; host.h says what that looks like (IGD_STREAM_DIR)
 */
#ifndef IGD_CORE_SOURCE_LIVE_STREAM_H
#define IGD_CORE_SOURCE_LIVE_STREAM_H

#include <netinet/in.h>

#include "core/child.h"
#include "core/source_private.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* All of it together, as host.h says; and when those that have not answered by then are given up. */
#define IGD_STREAM_TIMEOUT_MS 4000u
#define IGD_STREAM_PATIENCE_MS 3600u
/* Of a body, and of what stands in front of it. */
#define IGD_STREAM_MAX_BODY ((size_t)64 << 10)
#define IGD_STREAM_MAX_WORDS 200 /* of an error */
/* Different addresses and ports that are asked. */
#define IGD_STREAM_MAX_PLACES 16
/* Sunshine's own limits (docs/configuration.md "port"), so that no port that is counted from it is another's. */
#define IGD_STREAM_MIN_PORT 1029u
#define IGD_STREAM_MAX_PORT 65514u

/* Where a Sunshine is asked. */
struct igd_stream_place {
	char name[INET6_ADDRSTRLEN + 32]; /* "ADDRESS/PORT" as in the path */
	int family;			  /* AF_INET, AF_INET6 */
	struct in6_addr address;	  /* the first four bytes of it for AF_INET */
	char interface[16];		  /* "" but for a link-local address of IPv6 */
	unsigned port;
};

/* One place, and what came of asking it. */
struct igd_stream_asked {
	struct igd_stream_place place;
	bool is_known;
	struct igd_child child;
	struct igd_tree answers;
};

struct igd_live_stream {
	const char *library;  /* NULL: libcurl.so.4 */
	unsigned patience_ms; /* 0: IGD_STREAM_PATIENCE_MS */
	struct igd_stream_asked *asked;
	size_t count;
};

/*
 * Reads "ADDRESS/PORT/FILE", the part of a path behind IGD_STREAM_DIR "/". 0; ENODATA for what is none, or not as it is
 * written there; ECANCELED for an address that is nobody's own network.
 */
int igd_stream_read_path(const char *path, struct igd_stream_place *ret);

/* Asks, without waiting for the answer; does nothing the second time. NULL and ECANCELED where there are too many. */
struct igd_stream_asked *igd_live_stream_ask(
	struct igd_live_stream *stream, const struct igd_stream_place *place, int *ret_error);

/* Answers a question below IGD_STREAM_DIR; asks if that has not been done. */
void igd_source_live_stream(struct igd_live_stream *stream, const struct igd_question *question,
	struct igd_answer *ret);

void igd_live_stream_done(struct igd_live_stream *stream);

/* What the child is to do. */
struct igd_stream_order {
	const char *library;
	unsigned patience_ms;
	const struct igd_stream_place *place;
};

/* In the child: asks as the order in context says, and writes the answers as a .tree. The exit status. */
int igd_stream_tell(void *context, int out);

#pragma GCC visibility pop

#endif
