// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * server - the loop: clients, registers, played units, forbidden DMA
 */
#ifndef IGD_LAB_SERVER_H
#define IGD_LAB_SERVER_H

#include "protocol.h"
#include "unit.h"

enum { IGD_FUNCTIONS = 2, IGD_UNITS = 2 };

struct igd_server {
	struct igd_function functions[IGD_FUNCTIONS]; /* graphics, audio */
	size_t function_count;
	struct igd_memory memory;
	struct igd_unit units[IGD_UNITS];
	struct igd_dma dma;
	struct igd_bus bus;
	unsigned generation; /* 0: registers are not answered */
	bool once;
	int signals; /* a signalfd: readable when it is time to end */
	const struct igd_log *log;
};

/* Serves until a signal, or until the first client left. -errno. */
int igd_server_run(struct igd_server *server);

#endif
