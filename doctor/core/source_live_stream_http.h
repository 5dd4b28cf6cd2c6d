// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_http - as much of HTTP as an answer needs that comes before its question
 */
#ifndef IGD_CORE_SOURCE_LIVE_STREAM_HTTP_H
#define IGD_CORE_SOURCE_LIVE_STREAM_HTTP_H

#include "core/util.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* The body of an answer; it points into the answer's bytes. */
struct igd_stream_body {
	const char *data;
	size_t size;
	unsigned status;
};

/*
 * Looks for the whole of an HTTP/1 answer in what has come so far. 0; EAGAIN: more has to come; EBADMSG: it is none, or
 * ends too early, or comes in pieces (Transfer-Encoding), as Sunshine never sends it; EFBIG: IGD_STREAM_MAX_BODY. A body
 * without Content-Length goes to the end; has_ended says that this is it.
 */
int igd_stream_read_answer(
	const char *bytes, size_t size, bool has_ended, struct igd_stream_body *ret);

/*
 * The port of HTTPS that serverinfo names; 0 where it names none that could be it. It is looked for as a text: what
 * the XML is worth is for others to say, and here it is worth one more connection.
 */
unsigned igd_stream_https_port(const char *serverinfo, size_t size);

#pragma GCC visibility pop

#endif
