/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * payload - what a guest of one sector says about the iGPU that its firmware has set up
 *
 * One source, two programs: a boot sector for SeaBIOS and, with EFI defined, a UEFI application for OVMF (build).
 * It prints one line on COM1 and on port 0x402 (where SeaBIOS and OVMF write their own debug output)
 *
 *	L2-PAYLOAD id=46808086 ... asls=0fffe000 opregion=IntelGraphicsMem
 *
 * and ends QEMU through isa-debug-exit, which makes `2 * status + 1` QEMU's exit status:
 *	 97	no Intel device at 00:02.0
 *	 99	there is one, and an OpRegion lies where ASLS points
 *	101	there is one, and ASLS is 0: no OpRegion
 *	103	there is one, and where ASLS points lies something else
 */
#define STATUS_NO_DEVICE 0x30
#define STATUS_OPREGION 0x31
#define STATUS_NO_ASLS 0x32
#define STATUS_NO_SIGNATURE 0x33

/* QEMU hw/misc/debugexit.c; port 0xf4 is its default */
#define DEBUG_EXIT 0xf4
#define DEBUG_CONSOLE 0x402
#define COM1 0x3f8
#define TRANSMITTER_EMPTY 0x20 /* PC16550D, line status register bit 5 */

/* PCI Local Bus 3.0 section 3.2.2.3.2: configuration of 00:02.0, through ports */
#define PCI_ADDRESS 0xcf8
#define PCI_DATA 0xcfc
#define IGPU 0x80001000
#define INTEL 0x8086

#define LAST 0xff /* no register: they are at multiples of 4 */
#define SIGNATURE_BYTES 16

	.text
	.globl	start
#ifdef EFI
	.code64
start:	lea	text(%rip), %rsi
#else
	.code16
start:	ljmp	$0, $1f
1:	xor	%ax, %ax
	mov	%ax, %ds
	mov	%ax, %es
	mov	%ax, %ss
	mov	$0x7c00, %sp
	/* Limits of 4 GiB stay in the segment registers after protected mode: ASLS points far above 1 MiB. */
	cli
	lgdt	gdt_pointer
	mov	%cr0, %eax
	or	$1, %al
	mov	%eax, %cr0
	mov	$8, %bx
	mov	%bx, %ds
	and	$0xfe, %al
	mov	%eax, %cr0
	xor	%ax, %ax
	mov	%ax, %ds
	mov	$text, %esi
#endif
	cld
	call	puts
next:	lodsb
	cmp	$LAST, %al
	je	judge
	call	read
	call	puts
	call	hex
	jmp	next

	/* ASLS was the last: %ebx. %esi stands at the OpRegion's signature. */
judge:	call	puts
	test	%ebx, %ebx
	jz	1f
	mov	%ebx, %edi
	mov	$SIGNATURE_BYTES, %ecx
2:	mov	(%edi), %al
	inc	%edi
	cmp	$' ', %al /* what cannot be printed is shown as a dot */
	jb	3f
	cmp	$'~', %al
	jbe	4f
3:	mov	$'.', %al
4:	call	putc
	loop	2b
1:	mov	$'\n', %al
	call	putc

	mov	%ebx, %edi
	xor	%eax, %eax
	call	read
	mov	$STATUS_NO_DEVICE, %al
	cmp	$INTEL, %bx
	jne	exit
	mov	$STATUS_NO_ASLS, %al
	test	%edi, %edi
	jz	exit
	mov	$STATUS_NO_SIGNATURE, %al
	mov	$SIGNATURE_BYTES, %ecx
5:	mov	(%esi), %bl
	cmp	(%edi), %bl
	jne	exit
	inc	%esi
	inc	%edi
	loop	5b
	mov	$STATUS_OPREGION, %al
exit:	mov	$DEBUG_EXIT, %dx
	out	%al, %dx
6:	hlt
	jmp	6b

	/* %ebx = the register of 00:02.0 whose number is in %al */
read:	movzbl	%al, %eax
	or	$IGPU, %eax
	mov	$PCI_ADDRESS, %dx
	out	%eax, %dx
	mov	$PCI_DATA, %dx
	in	%dx, %eax
	mov	%eax, %ebx
	ret

	/* prints %ebx */
hex:	mov	$8, %ecx
1:	rol	$4, %ebx
	mov	%bl, %al
	and	$15, %al
	add	$'0', %al
	cmp	$'9', %al
	jbe	2f
	add	$('a' - '9' - 1), %al
2:	call	putc
	loop	1b
	ret

	/* prints from %esi up to and including a zero byte */
puts:	lodsb
	test	%al, %al
	jz	1f
	call	putc
	jmp	puts

putc:	mov	%al, %ah
	mov	$(COM1 + 5), %dx
2:	in	%dx, %al
	test	$TRANSMITTER_EMPTY, %al
	jz	2b
	mov	%ah, %al
	mov	$COM1, %dx
	out	%al, %dx
	mov	$DEBUG_CONSOLE, %dx
	out	%al, %dx
1:	ret

/* BDSM is at 0x5c up to gen 10 and at 0xc0 from gen 11 on (Linux arch/x86/kernel/early-quirks.c) */
text:	.asciz	"\nL2-PAYLOAD"
	.byte	0x00; .asciz " id="
	.byte	0x08; .asciz " class="
	.byte	0x10; .asciz " bar0="
	.byte	0x14; .asciz ":"
	.byte	0x18; .asciz " bar2="
	.byte	0x1c; .asciz ":"
	.byte	0x50; .asciz " ggc="
	.byte	0x5c; .asciz " bdsm5c="
	.byte	0xc0; .asciz " bdsmc0="
	.byte	0xc4; .asciz ":"
	.byte	0xfc; .asciz " asls="
	.byte	LAST; .asciz " opregion="
	.ascii	"IntelGraphicsMem" /* Intel OpRegion specification section 3.1 */

#ifndef EFI
gdt:	.quad	0
	.quad	0x00cf92000000ffff /* base 0, limit 4 GiB, read and write */
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt
	.org	510
	.word	0xaa55
#endif
