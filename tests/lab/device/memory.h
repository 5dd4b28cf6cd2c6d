// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory - the machine's RAM, which QEMU shares by the descriptor in its DMA_MAP messages
 */
#ifndef IGD_LAB_MEMORY_H
#define IGD_LAB_MEMORY_H

#include <stddef.h>
#include <stdint.h>

struct igd_memory {
	uint8_t *bytes; /* NULL: not seen yet */
	size_t size;
	uint64_t low; /* how much of it lies below 4 GiB */
};

/* Maps the whole of the file behind fd, which stays the caller's. -errno. */
int igd_memory_map(struct igd_memory *memory, int fd);

/* Where a guest physical address and size bytes behind it are; NULL when they are not RAM. */
void *igd_memory_at(const struct igd_memory *memory, uint64_t address, size_t size);

void igd_memory_done(struct igd_memory *memory);

#endif
