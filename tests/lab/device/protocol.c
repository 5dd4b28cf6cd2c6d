// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * protocol - what is answered to each vfio-user request
 *
 * Structures, commands and error numbers: QEMU docs/interop/vfio-user.rst; the flags in them are those of
 * Linux include/uapi/linux/vfio.h.
 */
#include "protocol.h"

#include <errno.h>

#include "bytes.h"

enum {
	REGIONS = 9, /* BARs, ROM, configuration, VGA: VFIO_PCI_NUM_REGIONS */
	REGION_CONFIG = 7,
	INTERRUPTS = 5, /* VFIO_PCI_NUM_IRQS */
	DEVICE_RESETTABLE = 1 << 0,
	DEVICE_PCI = 1 << 1,
	REGION_READABLE = 1 << 0,
	REGION_WRITABLE = 1 << 1,
	REGION_MAPPABLE = 1 << 2,
	MAP_READ_WRITE = 0x3,
	UNMAP_ALL = 1 << 1,
	PAGE = 4096,
};

/* A client that is given more than 65535 for max_dma_maps refuses (QEMU 11.1). */
static const char capabilities[] =
	"{\"capabilities\":{\"max_msg_fds\":8,\"max_data_xfer_size\":1048576,"
	"\"pgsizes\":4096,\"max_dma_maps\":65535}}";

/* One request, and the answer to it. */
struct request {
	struct igd_bus *bus;
	struct igd_function *function;
	const struct igd_header *header;
	const uint8_t *body;
	size_t size; /* of the body */
	uint8_t answer[sizeof(capabilities) + 16];
	struct igd_body reply;
};

static void answer(struct request *request, size_t size)
{
	request->reply.data = request->answer;
	request->reply.size = size;
}

static int version(struct request *request)
{
	if (request->size < 4)
		return -EINVAL;
	if (request->size > 4 && request->body[request->size - 1])
		return -EINVAL;
	if (igd_get16(request->body) != 0)
		return -ENOTSUP;
	igd_put16(request->answer, 0);
	igd_put16(request->answer + 2, igd_get16(request->body + 2) < 1 ? 0 : 1);
	memcpy(request->answer + 4, capabilities, sizeof(capabilities));
	answer(request, 4 + sizeof(capabilities));
	request->function->negotiated = true;
	return 0;
}

/* The end may be 2^64, as when QEMU takes down a whole address space. */
static bool wraps(uint64_t start, uint64_t size)
{
	return size && size - 1 > UINT64_MAX - start;
}

static int dma_map(struct request *request)
{
	struct igd_memory *memory = request->bus->memory;
	const uint8_t *body = request->body;
	uint64_t address, size;

	if (request->size < 32 || igd_get32(body) < 32 ||
		igd_get32(body + 4) & ~(uint32_t)MAP_READ_WRITE)
		return -EINVAL;
	address = igd_get64(body + 16);
	size = igd_get64(body + 24);
	if (!size || (address | size) % PAGE || wraps(address, size) ||
		request->function->fd_count > 1)
		return -EINVAL;
	/* the first one is RAM from 0 on; firmware's flash has no descriptor */
	if (memory && !memory->bytes && request->function->fd_count && !address &&
		!igd_get64(body + 8)) {
		int r = igd_memory_map(memory, request->function->fds[0]);

		if (r < 0)
			return r;
		igd_log(request->bus->log, "the machine's memory: %zu MiB", memory->size >> 20);
	}
	return 0;
}

static int dma_unmap(struct request *request)
{
	const uint8_t *body = request->body;
	uint64_t address, size;

	if (request->size < 24 || igd_get32(body) < 24 ||
		igd_get32(body + 4) & ~(uint32_t)UNMAP_ALL)
		return -EINVAL;
	address = igd_get64(body + 8);
	size = igd_get64(body + 16);
	if (igd_get32(body + 4) & UNMAP_ALL ? address || size : !size || wraps(address, size))
		return -EINVAL;
	memcpy(request->answer, body, 24);
	answer(request, 24);
	return 0;
}

static int get_info(struct request *request)
{
	if (request->size < 16 || igd_get32(request->body) < 16)
		return -EINVAL;
	igd_put32(request->answer, 16);
	igd_put32(request->answer + 4, DEVICE_RESETTABLE | DEVICE_PCI);
	igd_put32(request->answer + 8, REGIONS);
	igd_put32(request->answer + 12, INTERRUPTS);
	answer(request, 16);
	return 0;
}

static int get_region_info(struct request *request)
{
	struct igd_function *function = request->function;
	uint32_t index, flags = 0;
	uint64_t size = 0;

	if (request->size < 32 || igd_get32(request->body) < 32)
		return -EINVAL;
	index = igd_get32(request->body + 8);
	if (index >= REGIONS)
		return -EINVAL;
	if (index == REGION_CONFIG)
		size = IGD_CONFIG_SIZE;
	else if (index < IGD_BARS)
		size = function->bars[index].shape.size;
	if (size)
		flags = REGION_READABLE | REGION_WRITABLE;
	if (index < IGD_BARS && size >= PAGE) {
		flags |= REGION_MAPPABLE;
		request->reply.fd = function->bars[index].fd;
	}
	igd_put32(request->answer, 32);
	igd_put32(request->answer + 4, flags);
	igd_put32(request->answer + 8, index);
	igd_put32(request->answer + 12, 0);
	igd_put64(request->answer + 16, size);
	igd_put64(request->answer + 24, 0);
	answer(request, 32);
	return 0;
}

static int get_irq_info(struct request *request)
{
	/* INTx: eventfd, maskable, automasked; MSI: eventfd, not resizable */
	static const uint32_t flags[INTERRUPTS] = { 0x7, 0x9 };
	uint32_t index;

	if (request->size < 16 || igd_get32(request->body) < 16)
		return -EINVAL;
	index = igd_get32(request->body + 8);
	if (index >= INTERRUPTS)
		return -EINVAL;
	igd_put32(request->answer, 16);
	igd_put32(request->answer + 4, flags[index]);
	igd_put32(request->answer + 8, index);
	igd_put32(request->answer + 12, flags[index] ? 1 : 0);
	answer(request, 16);
	return 0;
}

/* The device never interrupts, so the eventfds are not kept. */
static int set_irqs(struct request *request)
{
	if (request->size < 20 || igd_get32(request->body) < 20)
		return -EINVAL;
	return igd_get32(request->body + 8) < INTERRUPTS ? 0 : -EINVAL;
}

/* The bytes of a region that a REGION_READ or _WRITE is about; NULL when they are not inside one. */
static uint8_t *region_bytes(const struct request *request, uint32_t *ret_count)
{
	uint64_t offset = igd_get64(request->body), size = 0;
	uint32_t region = igd_get32(request->body + 8), count = igd_get32(request->body + 12);
	uint8_t *bytes = NULL;

	if (region == REGION_CONFIG) {
		bytes = request->function->config.value;
		size = IGD_CONFIG_SIZE;
	} else if (region < IGD_BARS) {
		bytes = request->function->bars[region].memory;
		size = request->function->bars[region].shape.size;
	}
	if (!bytes || count > IGD_DATA_MAX || offset > size || count > size - offset)
		return NULL;
	*ret_count = count;
	return bytes + offset;
}

/* The answer is the request's header with the data behind it; the receive buffer has room for both. */
static int region_read(struct request *request)
{
	uint8_t *reply = request->function->message + IGD_HEADER;
	const uint8_t *bytes;
	uint32_t count;

	if (request->size < 16)
		return -EINVAL;
	bytes = region_bytes(request, &count);
	if (!bytes)
		return -EINVAL;
	memcpy(reply + 16, bytes, count);
	request->reply.data = reply;
	request->reply.size = 16 + count;
	return 0;
}

static void config_write(
	struct request *request, uint32_t offset, const uint8_t *data, uint32_t count)
{
	struct igd_function *function = request->function;
	struct igd_config *config = &function->config;

	if (igd_config_write(config, offset, data, count)) {
		igd_log(request->bus->log, "%s: function level reset", function->name);
		igd_function_reset(function);
	}
	if (offset + count > IGD_CONFIG_ASLS && config->writable[IGD_CONFIG_ASLS]) {
		igd_log(request->bus->log, "%s: ASLS %#x", function->name,
			igd_get32(&config->value[IGD_CONFIG_ASLS]));
		if (request->bus->opregion_placed)
			request->bus->opregion_placed(request->bus->context);
	}
	igd_function_mirror(function, request->bus->bdsm);
}

static int region_write(struct request *request)
{
	uint32_t count;
	uint8_t *bytes;

	if (request->size < 16)
		return -EINVAL;
	bytes = region_bytes(request, &count);
	if (!bytes || count > request->size - 16)
		return -EINVAL;
	if (igd_get32(request->body + 8) == REGION_CONFIG)
		config_write(
			request, (uint32_t)igd_get64(request->body), request->body + 16, count);
	else
		memcpy(bytes, request->body + 16, count);
	memcpy(request->answer, request->body, 16);
	answer(request, 16);
	return 0;
}

static int reset(struct request *request)
{
	igd_log(request->bus->log, "%s: reset", request->function->name);
	igd_function_reset(request->function);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(struct request *request);
} commands[] = {
	[IGD_VERSION_COMMAND] = { "VERSION", version },
	[IGD_DMA_MAP] = { "DMA_MAP", dma_map },
	[IGD_DMA_UNMAP] = { "DMA_UNMAP", dma_unmap },
	[IGD_GET_INFO] = { "DEVICE_GET_INFO", get_info },
	[IGD_GET_REGION_INFO] = { "DEVICE_GET_REGION_INFO", get_region_info },
	[IGD_GET_REGION_IO_FDS] = { "DEVICE_GET_REGION_IO_FDS", NULL },
	[IGD_GET_IRQ_INFO] = { "DEVICE_GET_IRQ_INFO", get_irq_info },
	[IGD_SET_IRQS] = { "DEVICE_SET_IRQS", set_irqs },
	[IGD_REGION_READ] = { "REGION_READ", region_read },
	[IGD_REGION_WRITE] = { "REGION_WRITE", region_write },
	[IGD_DMA_READ] = { "DMA_READ", NULL },
	[IGD_DMA_WRITE] = { "DMA_WRITE", NULL },
	[IGD_RESET] = { "DEVICE_RESET", reset },
};

static const char *command_name(uint16_t command)
{
	bool known = command < sizeof(commands) / sizeof(commands[0]) && commands[command].name;

	return known ? commands[command].name : "unknown command";
}

static void log_message(const struct request *request, int r)
{
	const struct igd_function *function = request->function;
	char words[80] = "";
	size_t i, length = 0;

	if (!request->bus->log->verbose)
		return;
	for (i = 0; i + 4 <= request->size && i < 32; i += 4)
		length += (size_t)snprintf(words + length, sizeof(words) - length, " %x",
			igd_get32(request->body + i));
	igd_log(request->bus->log, "%s: %s id %u size %u fds %zu:%s -> %s", function->name,
		command_name(request->header->command), request->header->id, request->header->size,
		function->fd_count, words, r < 0 ? strerror(-r) : "ok");
}

static int send_reply(const struct request *request, int r)
{
	struct igd_header header = *request->header;
	struct igd_body none = { NULL, 0, -1 };

	if (header.flags & IGD_NO_REPLY)
		return 0;
	header.flags = r < 0 ? IGD_TYPE_REPLY | IGD_ERROR : IGD_TYPE_REPLY;
	header.error = r < 0 ? (uint32_t)-r : 0;
	return igd_message_send(request->function->client, header, r < 0 ? &none : &request->reply);
}

static int run(struct request *request)
{
	uint16_t command = request->header->command;

	if ((request->header->flags & IGD_TYPE_MASK) != IGD_TYPE_REQUEST)
		return -EINVAL;
	if (!request->function->negotiated && command != IGD_VERSION_COMMAND)
		return -EINVAL;
	if (command >= sizeof(commands) / sizeof(commands[0]) || !commands[command].run)
		return -ENOTSUP;
	request->function->counts[command]++;
	return commands[command].run(request);
}

int igd_protocol_handle(
	struct igd_bus *bus, struct igd_function *function, const struct igd_header *header)
{
	struct request request = { .bus = bus,
		.function = function,
		.header = header,
		.body = function->message + IGD_HEADER,
		.size = header->size - IGD_HEADER,
		.reply = { NULL, 0, -1 } };
	int r, sent;

	if ((header->flags & IGD_TYPE_MASK) == IGD_TYPE_REPLY) {
		igd_dma_answer(bus->dma, header, bus->log);
		igd_function_close_fds(function);
		return 0;
	}
	r = run(&request);
	log_message(&request, r);
	if (r < 0)
		igd_log(bus->log, "%s: %s refused: %s", function->name,
			command_name(header->command), strerror(-r));
	igd_function_close_fds(function);
	sent = send_reply(&request, r);
	if (sent < 0)
		return sent;
	return function->negotiated ? 0 : -EPROTO;
}

void igd_protocol_refuse(
	const struct igd_bus *bus, struct igd_function *function, const struct igd_header *header)
{
	struct igd_header reply = { header->id, header->command, 0, IGD_TYPE_REPLY | IGD_ERROR,
		EINVAL };
	struct igd_body none = { NULL, 0, -1 };

	igd_log(bus->log, "%s: a message of %u bytes cannot be", function->name, header->size);
	igd_message_send(function->client, reply, &none);
}
