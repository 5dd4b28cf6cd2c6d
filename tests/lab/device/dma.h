// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dma - a device that reads or writes where it may not, so often a second
 */
#ifndef IGD_LAB_DMA_H
#define IGD_LAB_DMA_H

#include "function.h"
#include "log.h"
#include "message.h"

struct igd_dma {
	uint64_t address;    /* the I/O address; 0: the device keeps to its mappings */
	unsigned rate;	     /* times a second */
	unsigned long count; /* how often in all; 0: for ever */
	bool write;

	uint64_t next; /* igd_now() of the next one */
	unsigned long sent, refused, done;
	bool waiting; /* for the client's answer */
};

/* Sends one if it is time and bus mastering is on. -errno: the client cannot be written to. */
int igd_dma_tick(
	struct igd_dma *dma, const struct igd_function *function, const struct igd_log *log);

/* Takes the client's answer to one. */
void igd_dma_answer(
	struct igd_dma *dma, const struct igd_header *header, const struct igd_log *log);

#endif
