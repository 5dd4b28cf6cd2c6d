// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * protocol - what is answered to each vfio-user request
 */
#ifndef IGD_LAB_PROTOCOL_H
#define IGD_LAB_PROTOCOL_H

#include "dma.h"
#include "memory.h"

/* What requests change beyond their function. */
struct igd_bus {
	struct igd_memory *memory; /* NULL: the machine's RAM is of no interest */
	struct igd_dma *dma;
	const struct igd_log *log;
	uint64_t bdsm; /* what BAR 0 shows where configuration space has no BDSM */
	/* Firmware has written ASLS; the write is answered when this returns. NULL: nobody cares. */
	void (*opregion_placed)(void *context);
	void *context;
};

/*
 * Carries out the message in function->message and answers it. -errno: the connection is of no further use
 * (the client cannot be written to, or did not begin with VERSION). A request that cannot be granted is
 * answered with an error and returns 0.
 */
int igd_protocol_handle(
	struct igd_bus *bus, struct igd_function *function, const struct igd_header *header);

/* Answers a message whose size is impossible. */
void igd_protocol_refuse(
	const struct igd_bus *bus, struct igd_function *function, const struct igd_header *header);

#endif
