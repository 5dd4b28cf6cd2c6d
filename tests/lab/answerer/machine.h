// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - the machine without an operating system: ports, PCI, time, the power button, and a line to print on
 */
#ifndef LAB_ANSWERER_MACHINE_H
#define LAB_ANSWERER_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PCI_FUNCTION(bus, slot, function)                                                          \
	((uint32_t)(bus) << 16 | (uint32_t)(slot) << 11 | (uint32_t)(function) << 8)
#define PCI_NONE 0xffffffffU /* what is read where no function is */

void out8(uint16_t port, uint32_t value);

uint32_t pci_read(uint32_t function, uint32_t offset);
void pci_write(uint32_t function, uint32_t offset, uint32_t value);

/* COM1, and the port that firmware writes its debug output to. */
void print(const char *text);
void print_bytes(const char *text, size_t size);
void print_hex(uint32_t value);

/* Whether somebody has pressed the power button since the last call. */
bool power_button(void);
/* Never returns. */
void power_off(void);

/* What follows is bare.c's or efi.c's. Begins to count; nothing may be waited for before. */
void machine_init(void);
/* Rests until the next tick, 10 ms at most. */
void rest(void);
/* Since machine_init(), in ticks of 10 ms. */
#define TICKS_IN_SECOND 100U
uint32_t ticks(void);

/* gcc calls the first three by itself, freestanding or not. */
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memset(void *to, int value, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t length_of(const char *text);
/* Where text begins in (from, size); NULL: nowhere. */
const char *find(const char *from, size_t size, const char *text);

/* Looks, answers, and never returns (main.c). */
void answerer_main(void);

#endif
