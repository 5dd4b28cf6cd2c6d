// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * virtio - the queues of a virtio device on PCI, as far as a driver that polls needs them
 *
 * Virtual I/O Device (VIRTIO) 1.2: sections 4.1 (PCI; the modern interface, which transitional devices have as well),
 * 2.7 (split queues).
 */
#ifndef LAB_ANSWERER_VIRTIO_H
#define LAB_ANSWERER_VIRTIO_H

#include "machine.h"

#define QUEUE_SIZE 16U

struct virtio_desc {
	uint32_t address, address_high, length;
	uint16_t flags, next;
};

struct virtio_used {
	uint32_t id, length;
};

/* One queue, and where its buffers lie; the three parts are aligned as section 2.7 wants it. */
struct virtio_queue {
	_Alignas(16) struct virtio_desc desc[QUEUE_SIZE];
	_Alignas(4) struct {
		uint16_t flags, index, ring[QUEUE_SIZE];
	} avail;
	_Alignas(4) volatile struct {
		uint16_t flags, index;
		struct virtio_used ring[QUEUE_SIZE];
	} used;
	volatile uint16_t *notify;
	uint16_t number, seen;
};

struct virtio {
	uint32_t function; /* PCI */
	volatile uint8_t *common, *config, *notify;
	uint32_t notify_step;
};

/* The first device of this kind (section 5): 3 is a console. false: there is none, or none that can be driven. */
bool virtio_find(struct virtio *device, uint16_t kind);
/* Resets it and agrees on these features of the first 32 besides VERSION_1. */
bool virtio_begin(struct virtio *device, uint32_t features);
bool virtio_set_queue(struct virtio *device, struct virtio_queue *queue, uint16_t number);
void virtio_go(struct virtio *device);

/* Hands a buffer to the device, to be written by it or read. i is the place in the queue, which must be free. */
void virtio_give(struct virtio_queue *queue, uint16_t i, void *data, size_t size,
	bool is_for_device_to_write);
/* The next buffer that has come back; false: none. */
bool virtio_take(struct virtio_queue *queue, struct virtio_used *ret);

#endif
