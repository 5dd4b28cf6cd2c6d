// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * server - the loop: clients, registers, played units, forbidden DMA
 *
 * One thread: messages have precedence, and between them, and whenever a tick is due, it looks at the memory
 * that the guest shares. Ticks come the faster the more recently the guest has asked for something: what
 * i915 begins with, a forcewake, it waits 50 ms for (FORCEWAKE_ACK_TIMEOUT_MS), what comes next often less.
 */
#include "server.h"

#include <errno.h>
#include <poll.h>
#include <time.h>

#include "bytes.h"
#include "registers.h"

enum {
	BATCH = 64, /* messages of one client in a row */
	OPREGION_VERSION = 0x16,
	OPREGION_RVDA = 0x3ba,
	OPREGION_RVDS = 0x3c2,
	OPREGION_SIZE = 0x2000,
};

static const uint64_t microsecond = 1000, millisecond = 1000000;

static void log_counts(const struct igd_server *server, const struct igd_function *function)
{
	const unsigned long *counts = function->counts;

	igd_log(server->log,
		"%s: client left: %lu DMA_MAP, %lu DMA_UNMAP, %lu reads, %lu writes, %lu resets",
		function->name, counts[IGD_DMA_MAP], counts[IGD_DMA_UNMAP], counts[IGD_REGION_READ],
		counts[IGD_REGION_WRITE], counts[IGD_RESET]);
	if (server->dma.sent)
		igd_log(server->log, "DMA: %lu sent, %lu refused, %lu done", server->dma.sent,
			server->dma.refused, server->dma.done);
}

/*
 * Version 2.0 has the extended VBT's physical address, which only the firmware that placed the OpRegion
 * knows (Linux 7.1 drivers/gpu/drm/i915/display/intel_opregion.c).
 */
static void place_vbt(const struct igd_server *server, uint32_t asls)
{
	uint8_t *opregion = igd_memory_at(&server->memory, asls, OPREGION_SIZE);

	if (!asls || !opregion || igd_get16(opregion + OPREGION_VERSION) != 0x0200)
		return;
	if (igd_get32(opregion + OPREGION_RVDS) &&
		igd_get64(opregion + OPREGION_RVDA) == OPREGION_SIZE)
		igd_put64(opregion + OPREGION_RVDA, (uint64_t)asls + OPREGION_SIZE);
}

/* Firmware has copied the OpRegion and what comes behind it: the units' pages are there now. */
static void opregion_placed(void *context)
{
	struct igd_server *server = context;
	uint32_t asls = igd_get32(&server->functions[0].config.value[IGD_CONFIG_ASLS]);
	size_t i;

	place_vbt(server, asls);
	for (i = 0; i < IGD_UNITS; i++)
		if (server->units[i].address)
			igd_unit_start(&server->units[i], &server->memory, server->log);
}

/* Handles what the client has sent. False: it is gone. */
static bool serve(struct igd_server *server, struct igd_function *function)
{
	struct igd_header header;
	int i, r;

	for (i = 0; i < BATCH; i++) {
		r = igd_message_receive(function, &header);
		if (r == -EBADMSG)
			igd_protocol_refuse(&server->bus, function, &header);
		if (r > 0)
			r = igd_protocol_handle(&server->bus, function, &header);
		else if (!r)
			return true;
		if (r < 0) {
			if (r != -EPIPE)
				igd_log(server->log, "%s: %s", function->name, strerror(-r));
			return false;
		}
	}
	return true;
}

static bool tick(struct igd_server *server)
{
	struct igd_function *graphics = &server->functions[0];
	bool did = false;
	size_t i;

	if (graphics->client < 0)
		return false;
	if (server->generation)
		did = igd_registers_tick(graphics->bars[0].memory,
			(size_t)graphics->bars[0].shape.size, server->generation);
	for (i = 0; i < IGD_UNITS; i++)
		did |= igd_unit_tick(&server->units[i], &server->memory, server->log);
	if (igd_dma_tick(&server->dma, graphics, server->log) < 0)
		igd_log(server->log, "DMA: the client does not take it");
	return did;
}

static void leave(struct igd_server *server, struct igd_function *function)
{
	size_t i;

	log_counts(server, function);
	igd_function_disconnect(function);
	if (function != &server->functions[0])
		return;
	for (i = 0; i < IGD_UNITS; i++)
		server->units[i].started = false;
	igd_memory_done(&server->memory);
	server->dma.waiting = false;
}

/*
 * What poll() said about the functions; first to those who are there, so that one who has left makes room for
 * the next. True: the only client that was to come has gone.
 */
static bool serve_all(struct igd_server *server, const struct pollfd *fds)
{
	size_t i;

	for (i = 0; i < server->function_count; i++) {
		struct igd_function *function = &server->functions[i];

		if (fds[2 * i + 1].fd >= 0 && fds[2 * i + 1].revents && !serve(server, function)) {
			leave(server, function);
			if (server->once && !i)
				return true;
		}
		if (fds[2 * i].revents)
			igd_function_accept(function);
	}
	return false;
}

static struct timespec until(uint64_t due, uint64_t now)
{
	uint64_t wait = due > now ? due - now : 0;

	return (struct timespec){ 0, (long)wait };
}

/* How long until the next tick, when the guest last asked for something so long ago. */
static uint64_t pace(uint64_t ago)
{
	if (ago < 50 * millisecond)
		return 50 * microsecond;
	return ago < 2000 * millisecond ? 200 * microsecond : 2 * millisecond;
}

int igd_server_run(struct igd_server *server)
{
	uint64_t due = igd_now(), last = due;

	server->bus.opregion_placed = opregion_placed;
	server->bus.context = server;

	for (;;) {
		struct pollfd fds[2 * IGD_FUNCTIONS + 1];
		size_t i, count = server->function_count;
		uint64_t now = igd_now();
		struct timespec wait = until(due, now);
		bool idle = server->functions[0].client < 0;

		for (i = 0; i < count; i++) {
			fds[2 * i] = (struct pollfd){ server->functions[i].listener, POLLIN, 0 };
			fds[2 * i + 1] = (struct pollfd){ server->functions[i].client, POLLIN, 0 };
		}
		fds[2 * count] = (struct pollfd){ server->signals, POLLIN, 0 };
		if (ppoll(fds, 2 * count + 1, idle ? NULL : &wait, NULL) < 0 && errno != EINTR)
			return -errno;
		if (fds[2 * count].revents || serve_all(server, fds))
			return 0;
		now = igd_now();
		if (now < due)
			continue;
		if (tick(server))
			last = now;
		due = now + pace(now - last);
	}
}
