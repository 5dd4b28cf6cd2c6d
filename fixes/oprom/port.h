// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * port - I/O ports: the only thing the drivers do that a test on the host has to play
 */
#ifndef IGD_FIXES_OPROM_PORT_H
#define IGD_FIXES_OPROM_PORT_H

#include <stdint.h>

uint8_t igd_port_read(uint16_t port);
void igd_port_write(uint16_t port, uint8_t value);
void igd_port_write16(uint16_t port, uint16_t value);
/* size bytes, one after the other, from the same port. */
void igd_port_read_many(uint16_t port, void *ret, uint64_t size);

/* Memory that nothing else will look at as an array: no loop, which would be slow, and which a compiler would turn
 * into a call of memset(). */
void igd_zero(void *bytes, uint64_t size);

#endif
