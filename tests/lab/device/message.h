// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * message - vfio-user's frame: a header of 16 bytes, a body, descriptors beside it
 *
 * Source of the protocol: QEMU docs/interop/vfio-user.rst, hw/vfio-user/protocol.h.
 */
#ifndef IGD_LAB_MESSAGE_H
#define IGD_LAB_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "function.h"

enum {
	IGD_HEADER = 16,
	IGD_DATA_MAX = 1 << 20, /* max_data_xfer_size */
	IGD_MESSAGE_MAX = IGD_HEADER + 64 + IGD_DATA_MAX,

	IGD_TYPE_MASK = 0xf,
	IGD_TYPE_REQUEST = 0,
	IGD_TYPE_REPLY = 1,
	IGD_NO_REPLY = 0x10,
	IGD_ERROR = 0x20,
};

enum igd_command {
	IGD_VERSION_COMMAND = 1,
	IGD_DMA_MAP,
	IGD_DMA_UNMAP,
	IGD_GET_INFO,
	IGD_GET_REGION_INFO,
	IGD_GET_REGION_IO_FDS,
	IGD_GET_IRQ_INFO,
	IGD_SET_IRQS,
	IGD_REGION_READ,
	IGD_REGION_WRITE,
	IGD_DMA_READ,
	IGD_DMA_WRITE,
	IGD_RESET,
};

struct igd_header {
	uint16_t id;
	uint16_t command;
	uint32_t size; /* of header and body */
	uint32_t flags;
	uint32_t error;
};

/* What is to be sent: the body, and a descriptor beside it (-1: none), which stays the sender's. */
struct igd_body {
	const void *data;
	size_t size;
	int fd;
};

/*
 * Receives more of the client's current message, and never a byte of the next one. 1: it is whole, in
 * function->message and ->fds; 0: there is no more to read now; -EPIPE: the client left; -EBADMSG: its size
 * cannot be, so that what follows cannot be told apart (the header is whole); -errno.
 */
int igd_message_receive(struct igd_function *function, struct igd_header *ret);

/* Sends a message, waiting up to 5 seconds for a client that does not read. -errno. */
int igd_message_send(int client, struct igd_header header, const struct igd_body *body);

#endif
