// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * layout - where everything lies without UEFI, for the assembler and the linker
 *
 * The disk begins with the boot sector, the code and the answers; in memory they are the same from LOAD on, below what
 * the BIOS keeps at the end of low memory. What is zero at first lies above 1 MiB.
 */
#ifndef LAB_ANSWERER_LAYOUT_H
#define LAB_ANSWERER_LAYOUT_H

#define LOAD 0x10000
#define LOAD_BYTES 0x70000 /* 448 KiB: up to 0x80000 */
#define ZEROES 0x100000

#endif
