// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - ports, PCI, the power button, and what the C library would have
 */
#include "machine.h"

#define COM1 0x3f8
#define COM1_STATUS (COM1 + 5)
#define TRANSMITTER_EMPTY 0x20U /* PC16550D, line status register bit 5 */
#define DEBUG_CONSOLE 0x402	/* SeaBIOS, OVMF */

/* PCI Local Bus 3.0 section 3.2.2.3.2, configuration mechanism 1 */
#define PCI_ADDRESS 0xcf8
#define PCI_DATA 0xcfc
#define PCI_ENABLE 0x80000000U

/*
 * Intel ICH9 data sheet sections 13.1.13 (PMBASE at 0x40 of the LPC bridge) and 13.8.3 (the registers there); Intel
 * PIIX4 data sheet section 7.2: the same, with a function of its own
 */
#define ICH9 PCI_FUNCTION(0, 0x1f, 0)
#define PIIX4 PCI_FUNCTION(0, 1, 3)
#define PIIX4_ID 0x71138086U
#define PMBASE 0x40U
#define PMBASE_MASK 0xff80U
#define PM1_STATUS 0U
#define PM1_ENABLE 2U
#define PM1_CONTROL 4U
#define POWER_BUTTON (1U << 8)
/* SLP_EN; QEMU hw/acpi/core.c acpi_pm1_cnt_write(): a sleep type of 0 is off */
#define SLEEP (1U << 13)

void out8(uint16_t port, uint32_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"((uint8_t)value), "Nd"(port));
}

static void out16(uint16_t port, uint32_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"((uint16_t)value), "Nd"(port));
}

static void out32(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t in8(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static uint16_t in16(uint16_t port)
{
	uint16_t value;

	__asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static uint32_t in32(uint16_t port)
{
	uint32_t value;

	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

uint32_t pci_read(uint32_t function, uint32_t offset)
{
	out32(PCI_ADDRESS, PCI_ENABLE | function | (offset & 0xfcU));
	return in32(PCI_DATA);
}

void pci_write(uint32_t function, uint32_t offset, uint32_t value)
{
	out32(PCI_ADDRESS, PCI_ENABLE | function | (offset & 0xfcU));
	out32(PCI_DATA, value);
}

void print_bytes(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		while (!(in8(COM1_STATUS) & TRANSMITTER_EMPTY))
			continue;
		out8(COM1, (uint8_t)text[i]);
		out8(DEBUG_CONSOLE, (uint8_t)text[i]);
	}
}

void print(const char *text)
{
	print_bytes(text, length_of(text));
}

void print_hex(uint32_t value)
{
	static const char digits[] = "0123456789abcdef";
	char text[8];
	size_t i;

	for (i = 0; i < sizeof(text); i++)
		text[i] = digits[value >> (28U - 4U * i) & 0xfU];
	print_bytes(text, sizeof(text));
}

static uint16_t pm(uint32_t offset)
{
	uint32_t function = pci_read(PIIX4, 0) == PIIX4_ID ? PIIX4 : ICH9;

	return (uint16_t)((pci_read(function, PMBASE) & PMBASE_MASK) + offset);
}

bool power_button(void)
{
	/* It is noticed only if somebody wants to know: hw/acpi/core.c acpi_pm1_evt_power_down(). */
	out16(pm(PM1_ENABLE), POWER_BUTTON);
	if (!(in16(pm(PM1_STATUS)) & POWER_BUTTON))
		return false;
	out16(pm(PM1_STATUS), POWER_BUTTON);
	return true;
}

void power_off(void)
{
	print("L2-OFF\n");
	out16(pm(PM1_CONTROL), SLEEP);
	for (;;)
		__asm__ volatile("cli; hlt");
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
	void *ret = to;

	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
	return ret;
}

void *memset(void *to, int value, size_t size)
{
	void *ret = to;

	__asm__ volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
	return ret;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const uint8_t *left = a, *right = b;
	size_t i;

	for (i = 0; i < size; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

size_t length_of(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

const char *find(const char *from, size_t size, const char *text)
{
	size_t length = length_of(text), i;

	for (i = 0; length > 0 && i + length <= size; i++)
		if (from[i] == text[0] && memcmp(from + i, text, length) == 0)
			return from + i;
	return NULL;
}
