// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stream - what the ports of a Sunshine said (IGD_STREAM_DIR)
 */
#ifndef IGD_FACTS_GUEST_STREAM_H
#define IGD_FACTS_GUEST_STREAM_H

#include "facts/guest/address.h"

enum igd_stream_port { IGD_STREAM_HTTPS, IGD_STREAM_HTTP, IGD_STREAM_WEB, IGD_STREAM_RTSP };
#define IGD_STREAM_PORT_COUNT (IGD_STREAM_RTSP + 1u)

enum igd_port_state {
	IGD_PORT_UNTOLD,
	IGD_PORT_OPEN,
	IGD_PORT_REFUSED,
	IGD_PORT_TIMEOUT,
	IGD_PORT_UNREACHABLE, /* no machine has the address, as far as this one can see */
	IGD_PORT_DENIED,      /* by this host's own firewall */
	IGD_PORT_FAILED	      /* otherwise */
};
#define IGD_PORT_STATE_COUNT (IGD_PORT_FAILED + 1u)

struct igd_stream {
	int error; /* of the file: ENODATA: the recording does not say, ECANCELED: not a private address; 0: told */
	const char *directory; /* IGD_STREAM_DIR/ADDRESS/PORT */
	const char *where;     /* its file `ports` */
	struct {
		unsigned number;
		enum igd_port_state state;
		int error; /* FAILED */
	} ports[IGD_STREAM_PORT_COUNT];
};

/*
 * Of the address and the port from which the others are counted. An error that says that nobody was asked does not
 * stick; any other does.
 */
IGD_EXPORT struct igd_stream igd_stream_get(
	struct igd_host *host, const char *address, unsigned port);

/* A file of the same directory; NULL with an errno in *ret_error, which does not stick (0: it is absent). */
IGD_EXPORT const struct igd_bytes *igd_stream_file(
	struct igd_host *host, const struct igd_stream *stream, const char *name, int *ret_error);

/* How many ports are in that state. */
IGD_EXPORT unsigned igd_stream_count(const struct igd_stream *stream, enum igd_port_state state);

/* "47984, 47989 and 48010": the numbers of those in that state; memory of the host. */
IGD_EXPORT const char *igd_stream_numbers(
	struct igd_host *host, const struct igd_stream *stream, enum igd_port_state state);

/* What is in `ports`: lines "NAME PORT STATE". What is no such line is passed over. */
IGD_EXPORT void igd_stream_parse(const char *text, struct igd_stream *ret);

#endif
