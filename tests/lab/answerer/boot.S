/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boot - the boot sector, the way into protected mode, and the two interrupts that are taken
 *
 * The sector reads itself and all that lies behind it on the disk, READS times SECTORS, to LOAD, where the rest is
 * linked to run (answerer.ld), and goes on there in 32 bits with flat segments.
 */
#include "layout.h"

#define SECTORS 64 /* in one read: 32 KiB, within a segment and what any BIOS can do (127) */
#define READS (LOAD_BYTES / 512 / SECTORS)
#define STACK 0x8000

#define CODE 0x08
#define DATA 0x10
#define PIC_COMMAND 0x20
#define END_OF_INTERRUPT 0x20 /* Intel 8259A data sheet, OCW2: non-specific */

	.section .boot, "ax"
	.code16
	.globl	boot
boot:	ljmp	$0, $(1f - boot + 0x7c00)
1:	xor	%ax, %ax
	mov	%ax, %ds
	mov	%ax, %ss
	mov	$0x7c00, %sp
	cld
	/* INT 13h function 42h (Enhanced Disk Drive 3.0 section 8.2.4); %dl is the drive, as the BIOS left it */
	mov	$READS, %cx
2:	mov	$(packet - boot + 0x7c00), %si
	mov	$0x42, %ah
	push	%cx
	int	$0x13
	pop	%cx
	jc	4f
	addw	$(SECTORS * 512 / 16), packet_segment - boot + 0x7c00
	addl	$SECTORS, packet_sector - boot + 0x7c00
	loop	2b
	cli
	lgdtl	gdt_pointer - boot + 0x7c00
	mov	%cr0, %eax
	or	$1, %al
	mov	%eax, %cr0
	ljmpl	$CODE, $start
4:	hlt
	jmp	4b

	.balign	4
packet:	.byte	16, 0
	.word	SECTORS
	.word	0
packet_segment:
	.word	LOAD / 16
packet_sector:
	.quad	0

	.balign	8
gdt:	.quad	0
	.quad	0x00cf9a000000ffff /* CODE: base 0, limit 4 GiB, execute and read */
	.quad	0x00cf92000000ffff /* DATA: base 0, limit 4 GiB, read and write */
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt
	.org	510
	.word	0xaa55

	.code32
	.text
start:	mov	$DATA, %eax
	mov	%eax, %ds
	mov	%eax, %es
	mov	%eax, %fs
	mov	%eax, %gs
	mov	%eax, %ss
	mov	$stack_end, %esp
	mov	$bss_start, %edi
	mov	$bss_end, %ecx
	sub	%edi, %ecx
	xor	%eax, %eax
	rep stosb
	call	answerer_main
1:	hlt
	jmp	1b

	/* The timer: counts, and wakes whoever waits in hlt. */
	.globl	on_timer
on_timer:
	push	%eax
	incl	timer_ticks
	mov	$END_OF_INTERRUPT, %al
	out	%al, $PIC_COMMAND
	pop	%eax
	iret

	/* Whatever else there is: an exception, so a fault in here. */
	.globl	on_exception
on_exception:
	mov	(%esp), %eax
	mov	4(%esp), %edx
	push	%edx
	push	%eax
	call	answerer_panic
1:	hlt
	jmp	1b

	.bss
	.balign	16
	.skip	STACK
stack_end:
	.section .note.GNU-stack, "", @progbits
