// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * serial - the control messages and queues of a virtio console
 */
#include "serial.h"

#include "virtio.h"

#define CONSOLE 3U	/* section 5.3.1 */
#define MULTIPORT 0x2U	/* section 5.3.3, VIRTIO_CONSOLE_F_MULTIPORT is bit 1 */
#define MAX_PORTS_AT 4U /* section 5.3.4, max_nr_ports */
#define PORTS                                                                                      \
	4U /* ports that can be used: libvirt leaves 0 free, and gives the agent the first or so */
#define NAME_BYTES 64U
#define BUFFER_BYTES 4096U

/* section 5.3.2: two queues a port, the control queues in between */
#define CONTROL_RECEIVE 2U
#define CONTROL_SEND 3U
#define RECEIVE(port) ((uint16_t)((port) == 0 ? 0 : 2 * (port) + 2))
#define SEND(port) ((uint16_t)(RECEIVE(port) + 1))

/* section 5.3.6.2 */
enum event { DEVICE_READY = 0, DEVICE_ADD = 1, PORT_READY = 3, PORT_OPEN = 6, PORT_NAME = 7 };

struct control {
	uint32_t id;
	uint16_t event, value;
	char name[NAME_BYTES];
};
#define CONTROL_BYTES 8U /* without a name */

struct port {
	struct virtio_queue receive, send;
	char buffers[QUEUE_SIZE][BUFFER_BYTES];
	char name[NAME_BYTES];
	bool is_open; /* at the other end */
	bool is_held; /* a buffer that serial_read() told of */
	uint16_t held;
};

static struct virtio device;
static struct virtio_queue control_receive, control_send;
static struct control messages[QUEUE_SIZE];
static struct port ports[PORTS];
static struct port *chosen;

static void send(struct virtio_queue *queue, void *data, size_t size)
{
	struct virtio_used used;

	virtio_give(queue, 0, data, size, false);
	while (!virtio_take(queue, &used))
		rest();
}

static void tell(uint32_t id, enum event event, uint16_t value)
{
	struct control message = { .id = id, .event = (uint16_t)event, .value = value };

	send(&control_send, &message, CONTROL_BYTES);
}

static bool set_queues(void)
{
	uint32_t i;

	for (i = 0; i < PORTS; i++)
		if (!virtio_set_queue(&device, &ports[i].receive, RECEIVE(i)) ||
			!virtio_set_queue(&device, &ports[i].send, SEND(i)))
			return false;
	return virtio_set_queue(&device, &control_receive, CONTROL_RECEIVE) &&
	       virtio_set_queue(&device, &control_send, CONTROL_SEND);
}

bool serial_init(void)
{
	uint32_t port;
	uint16_t i;

	if (!virtio_find(&device, CONSOLE) || !virtio_begin(&device, MULTIPORT) ||
		*(volatile uint32_t *)(device.config + MAX_PORTS_AT) < PORTS || !set_queues())
		return false;
	virtio_go(&device);
	for (i = 0; i < QUEUE_SIZE; i++) {
		virtio_give(&control_receive, i, &messages[i], sizeof(messages[i]), true);
		for (port = 0; port < PORTS; port++)
			virtio_give(&ports[port].receive, i, ports[port].buffers[i], BUFFER_BYTES,
				true);
	}
	tell(0, DEVICE_READY, 1);
	return true;
}

static void handle(const struct control *message, size_t length)
{
	struct port *port;
	size_t size;

	if (length < CONTROL_BYTES || message->id >= PORTS)
		return;
	port = &ports[message->id];
	if (message->event == DEVICE_ADD)
		tell(message->id, PORT_READY, 1);
	if (message->event == PORT_OPEN)
		port->is_open = message->value != 0;
	if (message->event != PORT_NAME)
		return;
	size = length - CONTROL_BYTES < NAME_BYTES - 1 ? length - CONTROL_BYTES : NAME_BYTES - 1;
	memcpy(port->name, message->name, size);
	port->name[size] = '\0';
}

void serial_poll(void)
{
	struct virtio_used used;

	while (virtio_take(&control_receive, &used)) {
		handle(&messages[used.id % QUEUE_SIZE], used.length);
		virtio_give(&control_receive, (uint16_t)(used.id % QUEUE_SIZE),
			&messages[used.id % QUEUE_SIZE], sizeof(messages[0]), true);
	}
}

static struct port *named(const char *name)
{
	size_t i, size = length_of(name) + 1;

	for (i = 0; i < PORTS; i++)
		if (size <= NAME_BYTES && memcmp(ports[i].name, name, size) == 0)
			return &ports[i];
	return NULL;
}

bool serial_is_there(const char *name)
{
	const struct port *port = named(name);

	return port != NULL;
}

void serial_open(const char *name, bool is_open)
{
	struct port *port = named(name);

	if (!port)
		return;
	tell((uint32_t)(port - ports), PORT_OPEN, is_open);
	chosen = is_open ? port : NULL;
}

size_t serial_read(const char **ret)
{
	struct virtio_used used;

	if (!chosen)
		return 0;
	if (chosen->is_held)
		virtio_give(&chosen->receive, chosen->held, chosen->buffers[chosen->held],
			BUFFER_BYTES, true);
	chosen->is_held = virtio_take(&chosen->receive, &used);
	if (!chosen->is_held)
		return 0;
	chosen->held = (uint16_t)(used.id % QUEUE_SIZE);
	*ret = chosen->buffers[chosen->held];
	return used.length <= BUFFER_BYTES ? used.length : BUFFER_BYTES;
}

void serial_write(const char *text, size_t size)
{
	if (chosen && size > 0)
		send(&chosen->send, (void *)(uintptr_t)text, size);
}
