// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dma - a device that reads or writes where it may not, so often a second
 *
 * QEMU carries it out as the device's own access (hw/vfio-user/pci.c vfio_user_dma_read() and _write(), 10.1):
 * through the IOMMU, whose fault the guest's kernel then reports. The next one waits for the answer, so that a
 * busy QEMU is not buried under them.
 */
#include "dma.h"

#include "bytes.h"

enum { WIDTH = 4, BODY = 16 };

static const uint64_t second = 1000000000;

static bool is_master(const struct igd_function *function)
{
	return igd_get16(&function->config.value[IGD_CONFIG_COMMAND]) & IGD_CONFIG_BUS_MASTER;
}

int igd_dma_tick(
	struct igd_dma *dma, const struct igd_function *function, const struct igd_log *log)
{
	uint8_t bytes[BODY + WIDTH] = { 0 };
	struct igd_body body = { bytes, dma->write ? BODY + WIDTH : BODY, -1 };
	struct igd_header header = { .flags = IGD_TYPE_REQUEST };
	uint64_t now = igd_now();

	if (!dma->address || !function->negotiated || !is_master(function))
		return 0;
	if (dma->waiting || now < dma->next || (dma->count && dma->sent >= dma->count))
		return 0;
	igd_put64(bytes, dma->address);
	igd_put64(bytes + 8, WIDTH);
	header.command = dma->write ? IGD_DMA_WRITE : IGD_DMA_READ;
	header.id = (uint16_t)dma->sent;
	dma->next = now + second / dma->rate;
	dma->sent++;
	dma->waiting = true;
	if (log->verbose || dma->sent == 1)
		igd_log(log, "%s: DMA %s %#llx, number %lu", function->name,
			dma->write ? "write" : "read", (unsigned long long)dma->address, dma->sent);
	return igd_message_send(function->client, header, &body);
}

void igd_dma_answer(struct igd_dma *dma, const struct igd_header *header, const struct igd_log *log)
{
	dma->waiting = false;
	if (header->flags & IGD_ERROR)
		dma->refused++;
	else
		dma->done++;
	if (log->verbose || dma->refused + dma->done == 1)
		igd_log(log, "DMA answered: %s %u", header->flags & IGD_ERROR ? "error" : "done",
			header->error);
}
