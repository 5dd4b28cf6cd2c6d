// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory - the machine's RAM, which QEMU shares by the descriptor in its DMA_MAP messages
 *
 * A message's own address says where the bytes are only until the guest's kernel turns its IOMMU on. So the
 * file is mapped whole, and addresses are what the q35 machine makes of it: up to 2.75 GiB all of it lies at
 * 0, a larger one has 2 GiB there and the rest from 4 GiB on (QEMU 10.1 hw/i386/pc_q35.c pc_q35_init()).
 */
#include "memory.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/stat.h>

static const uint64_t q35_all_low = 0xb0000000, q35_low = 0x80000000, four_gib = 0x100000000;

int igd_memory_map(struct igd_memory *memory, int fd)
{
	struct stat st;
	void *bytes;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_size <= 0)
		return -EINVAL;
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		return -errno;
	igd_memory_done(memory);
	memory->bytes = bytes;
	memory->size = (size_t)st.st_size;
	memory->low = memory->size > q35_all_low ? q35_low : memory->size;
	return 0;
}

static bool within(uint64_t offset, size_t size, uint64_t total)
{
	return offset <= total && size <= total - offset;
}

void *igd_memory_at(const struct igd_memory *memory, uint64_t address, size_t size)
{
	if (!memory->bytes)
		return NULL;
	if (within(address, size, memory->low))
		return memory->bytes + address;
	if (address >= four_gib && within(address - four_gib, size, memory->size - memory->low))
		return memory->bytes + memory->low + (address - four_gib);
	return NULL;
}

void igd_memory_done(struct igd_memory *memory)
{
	if (memory->bytes)
		munmap(memory->bytes, memory->size);
	*memory = (struct igd_memory){ 0 };
}
