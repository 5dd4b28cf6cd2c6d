/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * start - the multiboot header, the entry, and the jump into Linux
 *
 * Multiboot specification 0.6.96: section 3.1.1 the header, 3.2 the machine's state at the entry (32-bit
 * protected mode, no paging, EAX the magic, EBX the information).
 */
#define MAGIC 0x1badb002
#define FLAGS 0x3 /* bit 0: modules on page boundaries; bit 1: the memory map is wanted */
#define STACK 0x4000

	.section .multiboot, "a"
	.balign	4
	.long	MAGIC, FLAGS, -(MAGIC + FLAGS)

	.text
	.globl	start
start:
	cli
	cld
	mov	$stack_end, %esp
	push	%ebx
	push	%eax
	call	loader_main
1:	hlt
	jmp	1b

/*
 * void jump(uint32_t entry, struct boot_params *params), which does not return
 *
 * Linux Documentation/arch/x86/boot.rst "32-bit Boot Protocol": flat 4 GiB segments with CS 0x10 and the others
 * 0x18, interrupts off, ESI the address of struct boot_params, EBP, EDI and EBX zero.
 */
	.globl	jump
jump:
	mov	4(%esp), %eax
	mov	8(%esp), %esi
	lgdt	gdt_pointer
	ljmp	$0x10, $1f
1:	mov	$0x18, %ecx
	mov	%ecx, %ds
	mov	%ecx, %es
	mov	%ecx, %ss
	mov	%ecx, %fs
	mov	%ecx, %gs
	xor	%ebx, %ebx
	xor	%ebp, %ebp
	xor	%edi, %edi
	jmp	*%eax

	.section .rodata
	.balign	8
gdt:	.quad	0, 0
	.quad	0x00cf9a000000ffff /* 0x10: base 0, limit 4 GiB, execute and read */
	.quad	0x00cf92000000ffff /* 0x18: base 0, limit 4 GiB, read and write */
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt

	.bss
	.balign	16
	.skip	STACK
stack_end:
	.section .note.GNU-stack, "", @progbits
