// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unit - a VT-d unit that is played in a page of the machine's RAM
 *
 * QEMU has one unit only, real machines have one for graphics and one for the rest. The kernel does not care
 * whether registers are RAM, as long as somebody answers: commands appear in the status register, the
 * invalidation queue is consumed and its waits are signalled. Nothing is translated.
 *
 * Registers: Linux 7.1 drivers/iommu/intel/iommu.h; bits of the global command: DMA_GCMD_*, DMA_GSTS_*.
 */
#include "unit.h"

#include <stdatomic.h>

#include "bytes.h"

enum {
	VERSION = 0x00,
	CAP = 0x08,
	ECAP = 0x10,
	GLOBAL_COMMAND = 0x18,
	GLOBAL_STATUS = 0x1c,
	CONTEXT_COMMAND = 0x28,
	QUEUE_HEAD = 0x80,
	QUEUE_TAIL = 0x88,
	QUEUE_ADDRESS = 0x90,
	VERSION_4_0 = 0x40,
	DESCRIPTOR = 16,
	DESCRIPTOR_WAIT = 5,
	WAIT_WRITES = 1 << 5,
};

static const uint32_t queue_enable = 1u << 26;
static const uint32_t lasting =
	1u << 31 | 1u << 28 | 1u << 26 | 1u << 25 | 1u << 23; /* TE EAFL QIE IRE CFI */
static const uint32_t once = 1u << 30 | 1u << 29 | 1u << 24;  /* SRTP SFL SIRTP: done stays shown */
static const uint64_t busy = 1ull << 63;		      /* ICC, IVT: cleared when done */

static uint32_t load32(const uint8_t *page, uint32_t offset)
{
	return atomic_load((const _Atomic uint32_t *)(const void *)(page + offset));
}

static uint64_t load64(const uint8_t *page, uint32_t offset)
{
	return atomic_load((const _Atomic uint64_t *)(const void *)(page + offset));
}

static void store32(uint8_t *page, uint32_t offset, uint32_t value)
{
	atomic_store((_Atomic uint32_t *)(void *)(page + offset), value);
}

static void store64(uint8_t *page, uint32_t offset, uint64_t value)
{
	atomic_store((_Atomic uint64_t *)(void *)(page + offset), value);
}

bool igd_unit_start(
	struct igd_unit *unit, const struct igd_memory *memory, const struct igd_log *log)
{
	uint8_t *page = igd_memory_at(memory, unit->address, IGD_UNIT_PAGE);

	if (!page) {
		igd_log(log, "unit %s: %#llx is not RAM", unit->name,
			(unsigned long long)unit->address);
		return false;
	}
	memset(page, 0, IGD_UNIT_PAGE);
	store32(page, VERSION, VERSION_4_0);
	store64(page, CAP, unit->cap);
	store64(page, ECAP, unit->ecap);
	unit->started = true;
	igd_log(log, "unit %s: registers at %#llx, cap %llx ecap %llx", unit->name,
		(unsigned long long)unit->address, (unsigned long long)unit->cap,
		(unsigned long long)unit->ecap);
	return true;
}

static bool answer_command(const struct igd_unit *unit, uint8_t *page, const struct igd_log *log)
{
	uint32_t command = load32(page, GLOBAL_COMMAND);
	uint32_t status = load32(page, GLOBAL_STATUS);
	uint32_t next = (command & lasting) | ((status | command) & once);

	if (next == status)
		return false;
	store32(page, GLOBAL_STATUS, next);
	igd_log(log, "unit %s: command %08x, status %08x", unit->name, command, next);
	return true;
}

/* Invalidations by register: the context's, and the IOTLB's, whose place ECAP tells (IRO). */
static bool answer_register(uint8_t *page, uint32_t offset)
{
	uint64_t value = load64(page, offset);

	if (!(value & busy))
		return false;
	store64(page, offset, value & ~busy);
	return true;
}

static void answer_descriptor(
	struct igd_unit *unit, const struct igd_memory *memory, const uint8_t *at)
{
	uint64_t low = igd_get64(at);
	uint8_t *status;

	if ((low & 0xf) != DESCRIPTOR_WAIT || !(low & WAIT_WRITES))
		return;
	status = igd_memory_at(memory, igd_get64(at + 8) & ~0x3ull, sizeof(uint32_t));
	if (status)
		store32(status, 0, (uint32_t)(low >> 32));
	unit->waits++;
}

static bool answer_queue(struct igd_unit *unit, const struct igd_memory *memory, uint8_t *page)
{
	uint64_t address = load64(page, QUEUE_ADDRESS);
	uint64_t size = (uint64_t)IGD_UNIT_PAGE << (address & 0x7);
	uint64_t head = load64(page, QUEUE_HEAD) % size;
	uint64_t tail = load64(page, QUEUE_TAIL) % size & ~0xfull;
	uint8_t *queue = igd_memory_at(memory, address & ~0xfffull, size);

	head &= ~0xfull;
	if (!queue || head == tail)
		return false;
	while (head != tail) {
		answer_descriptor(unit, memory, queue + head);
		head = (head + DESCRIPTOR) % size;
	}
	store64(page, QUEUE_HEAD, head);
	return true;
}

bool igd_unit_tick(
	struct igd_unit *unit, const struct igd_memory *memory, const struct igd_log *log)
{
	uint32_t iotlb = (uint32_t)(unit->ecap >> 8 & 0x3ff) * 16 + 8;
	uint8_t *page;
	bool did;

	if (!unit->started)
		return false;
	page = igd_memory_at(memory, unit->address, IGD_UNIT_PAGE);
	if (!page)
		return false;
	did = answer_command(unit, page, log);
	did |= answer_register(page, CONTEXT_COMMAND);
	if (iotlb + sizeof(uint64_t) <= IGD_UNIT_PAGE)
		did |= answer_register(page, iotlb);
	if (load32(page, GLOBAL_STATUS) & queue_enable)
		did |= answer_queue(unit, memory, page);
	return did;
}
