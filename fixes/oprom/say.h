// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * say - lines for QEMU's debug console, from where the doctor's `log` reads them
 *
 * Port 0x402 reads as 0xe9 where `-device isa-debugcon` listens (QEMU 11.0 hw/char/debugcon.c); without one nothing
 * is written. Each line begins with "igdrom: ".
 */
#ifndef IGD_FIXES_OPROM_SAY_H
#define IGD_FIXES_OPROM_SAY_H

#include <stdint.h>

/*
 * One line. Of what follows a '%': d a number, x a number in hexadecimal with 0x, i a PCI id as 8086:4680 (device
 * << 16 | vendor), a an address as 00:02.0 (bus << 8 | device << 3 | function). Each takes one of the values.
 */
void igd_say(const char *format, const uint64_t values[]);

/* igd_say("... %x", IGD_VALUES(number, ...)) */
#define IGD_VALUES(...) ((const uint64_t[]){ __VA_ARGS__ })

#endif
