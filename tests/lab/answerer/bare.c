// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bare - time without any firmware: the timer's interrupt, and what an exception says
 */
#include "machine.h"

/* Intel 8259A data sheet: the two controllers, and what they are told to begin */
#define PIC1 0x20
#define PIC2 0xa0
#define PIC_BEGIN 0x11U	 /* ICW1: edge triggered, cascaded, ICW4 follows */
#define PIC_8086 0x01U	 /* ICW4 */
#define PIC_VECTOR 0x20U /* ICW2: behind the processor's own 32 */
#define PIC2_AT 2U	 /* where the second hangs at the first */
#define ALL_BUT_TIMER 0xfeU

/* Intel 8254 data sheet: counter 0, low and high byte, rate generator */
#define PIT_COUNTER 0x40
#define PIT_CONTROL 0x43
#define PIT_RATE 0x34U
#define PIT_HZ 1193182U

/* Intel 64 SDM volume 3A section 6.11: present, ring 0, 32-bit interrupt gate */
#define GATE 0x8e00U
#define CODE 0x08U
#define EXCEPTIONS 32U

struct gate {
	uint16_t low, selector, kind, high;
};

extern volatile uint32_t timer_ticks;
volatile uint32_t timer_ticks;
void on_timer(void);
void on_exception(void);
void answerer_panic(uint32_t a, uint32_t b);

void answerer_panic(uint32_t a, uint32_t b)
{
	print("\nL2-PANIC ");
	print_hex(a);
	print(" ");
	print_hex(b);
	print("\n");
	for (;;)
		__asm__ volatile("cli; hlt");
}

static void set_gate(struct gate *gate, void (*to)(void))
{
	uint32_t address = (uint32_t)(uintptr_t)to;

	*gate = (struct gate){ (uint16_t)address, CODE, GATE, (uint16_t)(address >> 16) };
}

static void set_pics(void)
{
	static const uint16_t pics[] = { PIC1, PIC2 };
	unsigned i;

	for (i = 0; i < 2; i++) {
		out8(pics[i], PIC_BEGIN);
		out8((uint16_t)(pics[i] + 1), PIC_VECTOR + 8 * i);
		out8((uint16_t)(pics[i] + 1), i == 0 ? 1U << PIC2_AT : PIC2_AT);
		out8((uint16_t)(pics[i] + 1), PIC_8086);
		out8((uint16_t)(pics[i] + 1), i == 0 ? ALL_BUT_TIMER : 0xffU);
	}
}

void machine_init(void)
{
	static struct gate gates[EXCEPTIONS + 1];
	uint32_t base = (uint32_t)(uintptr_t)gates;
	/* Intel 64 SDM volume 3A section 2.4.3: the limit, and unaligned behind it the base */
	uint16_t table[] = { sizeof(gates) - 1, (uint16_t)base, (uint16_t)(base >> 16) };
	size_t i;

	for (i = 0; i < EXCEPTIONS; i++)
		set_gate(&gates[i], on_exception);
	set_gate(&gates[PIC_VECTOR], on_timer);
	__asm__ volatile("lidt (%0)" : : "r"(table) : "memory");
	set_pics();
	out8(PIT_CONTROL, PIT_RATE);
	out8(PIT_COUNTER, PIT_HZ / TICKS_IN_SECOND);
	out8(PIT_COUNTER, PIT_HZ / TICKS_IN_SECOND >> 8);
}

void rest(void)
{
	__asm__ volatile("sti; hlt; cli" : : : "memory");
}

uint32_t ticks(void)
{
	return timer_ticks;
}
