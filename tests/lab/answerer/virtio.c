// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * virtio - finds a device, agrees with it, and moves buffers
 */
#include "virtio.h"

/* PCI Local Bus 3.0 section 6.1 and 6.7 */
#define PCI_COMMAND 0x04U
#define PCI_COMMAND_MEMORY_MASTER 0x6U
#define PCI_STATUS_CAPABILITIES (0x10U << 16)
#define PCI_HEADER 0x0cU
#define PCI_MULTIFUNCTION (0x80U << 16)
#define PCI_BAR0 0x10U
#define PCI_BAR_FLAGS 0xfU
#define PCI_BAR_64BIT 0x4U
#define PCI_CAPABILITIES 0x34U
#define BUSES 16U /* more than a VM of libvirt's has */

/* VIRTIO 1.2 sections 4.1.2 and 4.1.4 */
#define VENDOR 0x1af4U
#define MODERN 0x1040U
#define TRANSITIONAL_CONSOLE 0x1003U
#define CAPABILITY 0x09U
#define CAPABILITY_COMMON 1U
#define CAPABILITY_NOTIFY 2U
#define CAPABILITY_DEVICE 4U
#define FEATURE_VERSION_1 1U /* of the second 32 */
#define DESC_WRITE 2U

/* section 4.1.4.3, struct virtio_pci_common_cfg */
enum common {
	DEVICE_FEATURE_SELECT = 0,
	DEVICE_FEATURE = 4,
	DRIVER_FEATURE_SELECT = 8,
	DRIVER_FEATURE = 12,
	STATUS = 20,
	SELECT = 22,
	SIZE = 24,
	ENABLE = 28,
	NOTIFY_OFFSET = 30,
	DESC = 32,
	AVAIL = 40,
	USED = 48
};

/* section 2.1 */
#define ACKNOWLEDGE 1U
#define DRIVER 2U
#define DRIVER_OK 4U
#define FEATURES_OK 8U

static void set8(const struct virtio *device, enum common at, uint32_t value)
{
	device->common[at] = (uint8_t)value;
}

static void set16(const struct virtio *device, enum common at, uint32_t value)
{
	*(volatile uint16_t *)(device->common + at) = (uint16_t)value;
}

static void set32(const struct virtio *device, enum common at, uint32_t value)
{
	*(volatile uint32_t *)(device->common + at) = value;
}

static uint16_t get16(const struct virtio *device, enum common at)
{
	return *(volatile uint16_t *)(device->common + at);
}

static uint32_t get32(const struct virtio *device, enum common at)
{
	return *(volatile uint32_t *)(device->common + at);
}

/* A place in a BAR; NULL: it is beyond what a pointer reaches. */
static volatile uint8_t *in_bar(uint32_t function, uint32_t bar, uint32_t offset)
{
	uint32_t low = pci_read(function, PCI_BAR0 + 4 * bar);
	uint64_t at = low & ~PCI_BAR_FLAGS;

	if (low & PCI_BAR_64BIT)
		at |= (uint64_t)pci_read(function, PCI_BAR0 + 4 * bar + 4) << 32;
	return at == 0 || at + offset > UINTPTR_MAX ? NULL
						    : (volatile uint8_t *)(uintptr_t)(at + offset);
}

static bool read_capabilities(struct virtio *device)
{
	uint32_t at = pci_read(device->function, PCI_CAPABILITIES) & 0xfcU, head, bar, left = 48;
	volatile uint8_t *place;

	for (; at != 0 && left > 0; at = head >> 8 & 0xfcU, left--) {
		head = pci_read(device->function, at);
		if ((head & 0xffU) != CAPABILITY)
			continue;
		bar = pci_read(device->function, at + 4) & 0xffU;
		if (bar > 5)
			continue;
		place = in_bar(device->function, bar, pci_read(device->function, at + 8));
		if (head >> 24 == CAPABILITY_COMMON)
			device->common = place;
		if (head >> 24 == CAPABILITY_DEVICE)
			device->config = place;
		if (head >> 24 != CAPABILITY_NOTIFY)
			continue;
		device->notify = place;
		device->notify_step = pci_read(device->function, at + 16);
	}
	return device->common && device->config && device->notify;
}

static bool is_it(uint32_t function, uint16_t kind)
{
	uint32_t id = pci_read(function, 0);

	return id == ((MODERN + kind) << 16 | VENDOR) ||
	       (kind == 3 && id == (TRANSITIONAL_CONSOLE << 16 | VENDOR));
}

bool virtio_find(struct virtio *device, uint16_t kind)
{
	uint32_t i, count = BUSES * 32 * 8;

	/* bits 15:8 are the bus, 7:3 the slot, 2:0 the function */
	for (i = 0; i < count; i++) {
		device->function = i << 8;
		if (i % 8 == 0 && pci_read(device->function, 0) == PCI_NONE) {
			i += 7;
			continue;
		}
		if (is_it(device->function, kind))
			break;
		if (i % 8 == 0 && !(pci_read(device->function, PCI_HEADER) & PCI_MULTIFUNCTION))
			i += 7;
	}
	if (i >= count || !(pci_read(device->function, PCI_COMMAND) & PCI_STATUS_CAPABILITIES))
		return false;
	pci_write(device->function, PCI_COMMAND,
		(pci_read(device->function, PCI_COMMAND) & 0xffffU) | PCI_COMMAND_MEMORY_MASTER);
	return read_capabilities(device);
}

bool virtio_begin(struct virtio *device, uint32_t features)
{
	set8(device, STATUS, 0);
	while (device->common[STATUS] != 0)
		continue;
	set8(device, STATUS, ACKNOWLEDGE | DRIVER);
	set32(device, DEVICE_FEATURE_SELECT, 0);
	if (~get32(device, DEVICE_FEATURE) & features)
		return false;
	set32(device, DRIVER_FEATURE_SELECT, 0);
	set32(device, DRIVER_FEATURE, features);
	set32(device, DRIVER_FEATURE_SELECT, 1);
	set32(device, DRIVER_FEATURE, FEATURE_VERSION_1);
	set8(device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
	return device->common[STATUS] & FEATURES_OK;
}

static void set_address(const struct virtio *device, enum common at, const volatile void *address)
{
	set32(device, at, (uint32_t)(uintptr_t)address);
	*(volatile uint32_t *)(device->common + at + 4) =
		(uint32_t)((uint64_t)(uintptr_t)address >> 32);
}

bool virtio_set_queue(struct virtio *device, struct virtio_queue *queue, uint16_t number)
{
	set16(device, SELECT, number);
	if (get16(device, SIZE) < QUEUE_SIZE)
		return false;
	set16(device, SIZE, QUEUE_SIZE);
	set_address(device, DESC, queue->desc);
	set_address(device, AVAIL, &queue->avail);
	set_address(device, USED, &queue->used);
	queue->number = number;
	queue->notify =
		(volatile uint16_t *)(device->notify +
				      (size_t)device->notify_step * get16(device, NOTIFY_OFFSET));
	set16(device, ENABLE, 1);
	return true;
}

void virtio_go(struct virtio *device)
{
	set8(device, STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
}

/* The device reads what is written here: the compiler may not put it off. */
static void barrier(void)
{
	__asm__ volatile("mfence" : : : "memory");
}

void virtio_give(struct virtio_queue *queue, uint16_t i, void *data, size_t size,
	bool is_for_device_to_write)
{
	queue->desc[i] = (struct virtio_desc){ .address = (uint32_t)(uintptr_t)data,
		.address_high = (uint32_t)((uint64_t)(uintptr_t)data >> 32),
		.length = (uint32_t)size,
		.flags = is_for_device_to_write ? DESC_WRITE : 0 };
	queue->avail.ring[queue->avail.index % QUEUE_SIZE] = i;
	barrier();
	queue->avail.index++;
	barrier();
	*queue->notify = queue->number;
}

bool virtio_take(struct virtio_queue *queue, struct virtio_used *ret)
{
	if (queue->used.index == queue->seen)
		return false;
	barrier();
	ret->id = queue->used.ring[queue->seen % QUEUE_SIZE].id;
	ret->length = queue->used.ring[queue->seen % QUEUE_SIZE].length;
	queue->seen++;
	return true;
}
