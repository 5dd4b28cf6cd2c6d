// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * say - lines for QEMU's debug console
 */
#include "fixes/oprom/say.h"

#include <stdbool.h>

#include "fixes/oprom/port.h"

#define CONSOLE 0x402u
/* QEMU 11.0 hw/char/debugcon.c, property "readback" of isa-debugcon */
#define LISTENS 0xe9u

#ifndef IGD_SAY_WHO
#define IGD_SAY_WHO "igdrom"
#endif

static void put_text(const char *text)
{
	while (*text)
		igd_port_write(CONSOLE, (uint8_t)*text++);
}

/* At least so many digits; base is 10 or 16. */
static void put_number(uint64_t number, unsigned base, unsigned digits)
{
	char text[21]; /* 2^64 has 20 */
	unsigned at = sizeof(text) - 1;

	text[at] = '\0';
	do {
		text[--at] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number || at > sizeof(text) - 1 - digits);
	put_text(text + at);
}

static void put_value(char kind, uint64_t value)
{
	if (kind == 'd') {
		put_number(value, 10, 1);
	} else if (kind == 'x') {
		put_text("0x");
		put_number(value, 16, 1);
	} else if (kind == 'i') {
		put_number(value & 0xffff, 16, 4);
		put_text(":");
		put_number(value >> 16 & 0xffff, 16, 4);
	} else {
		put_number(value >> 8 & 0xff, 16, 2);
		put_text(":");
		put_number(value >> 3 & 0x1f, 16, 2);
		put_text(".");
		put_number(value & 7, 16, 1);
	}
}

void igd_say(const char *format, const uint64_t values[])
{
	if (igd_port_read(CONSOLE) != LISTENS)
		return;
	put_text(IGD_SAY_WHO ": ");
	for (; *format; format++) {
		if (*format == '%')
			put_value(*++format, *values++);
		else
			igd_port_write(CONSOLE, (uint8_t)*format);
	}
	put_text("\n");
}
