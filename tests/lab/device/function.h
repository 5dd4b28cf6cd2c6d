// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * function - a PCI function: configuration space, BARs, and the connection through which QEMU uses it
 */
#ifndef IGD_LAB_FUNCTION_H
#define IGD_LAB_FUNCTION_H

#include <stddef.h>

#include "config.h"

enum { IGD_MESSAGE_FDS = 16 };

struct igd_bar {
	struct igd_bar_shape shape;
	int fd; /* a memfd; -1 when there is no such BAR */
	uint8_t *memory;
};

struct igd_function {
	const char *name;		   /* for the log */
	const char *path;		   /* of the socket */
	struct igd_config config, initial; /* as it is, and as a new client finds it */
	struct igd_bar bars[IGD_BARS];
	int listener, client; /* -1: closed */
	bool negotiated;

	/* the message that is being received, and the descriptors that came with it */
	uint8_t *message;
	size_t have;
	int fds[IGD_MESSAGE_FDS];
	size_t fd_count;
	unsigned long counts[16]; /* by command */
};

/* An empty one, which can be given to igd_function_done(). */
void igd_function_init(struct igd_function *function, const char *name, const char *path);

/* Makes the BARs' memory and listens; config is what a client finds. -errno; what failed is in *ret_what then. */
int igd_function_start(struct igd_function *function, const struct igd_bar_shape bars[IGD_BARS],
	const char **ret_what);

/* Accepts a client if none is connected; whoever comes second is turned away. */
void igd_function_accept(struct igd_function *function);

/* Forgets the client and what it left half said. */
void igd_function_disconnect(struct igd_function *function);

/* Closes the descriptors that came with the message. */
void igd_function_close_fds(struct igd_function *function);

/* What DEVICE_RESET and a function level reset do. */
void igd_function_reset(struct igd_function *function);

/* Copies GGC and BDSM to where BAR 0 shows them (QEMU 10.1 hw/vfio/igd.c IGD_GGC_MMIO_OFFSET, _BDSM_). */
void igd_function_mirror(struct igd_function *function, uint64_t bdsm);

/* Unlinks the socket and frees everything. */
void igd_function_done(struct igd_function *function);

#endif
