// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * registers - answers to what i915 waits for in BAR 0
 */
#ifndef IGD_LAB_REGISTERS_H
#define IGD_LAB_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the registers show from the beginning; stolen_end is that of stolen memory, 0 when it has no base. */
void igd_registers_init(uint8_t *mmio, size_t size, unsigned generation, uint64_t stolen_end);

/*
 * Does what has been asked for in this BAR 0 since last time, as a device of this generation would. True when
 * there was something.
 */
bool igd_registers_tick(uint8_t *mmio, size_t size, unsigned generation);

#endif
