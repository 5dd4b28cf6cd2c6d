// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * port - I/O ports
 */
#include "fixes/oprom/port.h"

uint8_t igd_port_read(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

void igd_port_write(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

void igd_port_write16(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

void igd_port_read_many(uint16_t port, void *ret, uint64_t size)
{
	__asm__ volatile("cld; rep insb" : "+D"(ret), "+c"(size) : "d"(port) : "memory", "cc");
}

void igd_zero(void *bytes, uint64_t size)
{
	__asm__ volatile("cld; rep stosb" : "+D"(bytes), "+c"(size) : "a"(0) : "memory", "cc");
}
