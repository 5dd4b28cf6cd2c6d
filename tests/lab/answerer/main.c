// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * answerer - a system for the VM inside the lab: it looks at the iGPU, and answers for a guest agent
 *
 * Linux takes minutes to start there, and Windows is not to be had. This takes no time at all, and does what igd-doctor can see
 * of a system: it says on COM1 what it finds of the iGPU and its OpRegion (in one line, as ../vm/payload.S does), listens
 * at the agent's virtio-serial port with answers that were recorded (agent.h), and goes down when libvirt asks it to.
 */
#include "agent.h"
#include "machine.h"
#include "serial.h"

/* Where the answers are put, into the file: behind this mark. */
#define ANSWERS_MARK "LAB-ANSWERS:"
#define ANSWERS_BYTES 0x60000

#define IGPU PCI_FUNCTION(0, 2, 0)
#define INTEL 0x8086U
/* PCI Local Bus 3.0 sections 6.1 and 6.2.5.2 */
#define PCI_COMMAND 0x04U
#define PCI_COMMAND_MEMORY 0x2U
#define PCI_ROM 0x30U
#define PCI_ROM_ENABLE 0x1U
#define PCI_ROM_FLAGS 0x7ffU
#define ROM_LIMIT 0x100000U
/* Near the end of what PCI has below 4 GiB, which firmware fills from the other end. */
#define FREE_PLACE 0xfbf00000U
#define ASLS 0xfcU /* Intel OpRegion specification section 3.1; the signature there */
#define SIGNATURE "IntelGraphicsMem"

static char answers[ANSWERS_BYTES] = ANSWERS_MARK;

static void print_register(const char *name, uint32_t offset)
{
	print(name);
	print_hex(pci_read(IGPU, offset));
}

/* BDSM is at 0x5c up to gen 10 and at 0xc0 from gen 11 on (Linux arch/x86/kernel/early-quirks.c). */
static void report(void)
{
	const char *opregion = (const char *)(uintptr_t)pci_read(IGPU, ASLS);
	size_t i, length = length_of(SIGNATURE);

	print_register("\nL2-PAYLOAD id=", 0);
	print_register(" class=", 0x08);
	print_register(" bar0=", 0x10);
	print_register(" ggc=", 0x50);
	print_register(" bdsm5c=", 0x5c);
	print_register(" bdsmc0=", 0xc0);
	print_register(" asls=", ASLS);
	print(" opregion=");
	if ((pci_read(IGPU, 0) & 0xffffU) == INTEL && opregion)
		for (i = 0; i < length; i++)
			print_bytes(
				opregion[i] >= ' ' && opregion[i] <= '~' ? &opregion[i] : ".", 1);
	print("\n");
}

/* The iGPU's option ROM, switched on to be read; 0: it has none. UEFI reads it once, and leaves it without a place. */
static size_t rom(const char **ret)
{
	uint32_t bar = pci_read(IGPU, PCI_ROM) & ~PCI_ROM_FLAGS, size;

	if ((pci_read(IGPU, 0) & 0xffffU) != INTEL)
		return 0;
	pci_write(IGPU, PCI_ROM, ~PCI_ROM_FLAGS);
	size = ~(pci_read(IGPU, PCI_ROM) & ~PCI_ROM_FLAGS) + 1;
	if (size == 0)
		return 0;
	if (bar == 0 ||
		bar > FREE_PLACE) /* above lie the I/O APIC and what UEFI leaves after it has sized the ROM */
		bar = FREE_PLACE & ~(size - 1);
	pci_write(IGPU, PCI_ROM, bar | PCI_ROM_ENABLE);
	pci_write(IGPU, PCI_COMMAND, (pci_read(IGPU, PCI_COMMAND) & 0xffffU) | PCI_COMMAND_MEMORY);
	*ret = (const char *)(uintptr_t)bar;
	return size < ROM_LIMIT ? size : ROM_LIMIT;
}

static void listen(void)
{
	const char *text;
	size_t size;

	while ((size = serial_read(&text)) > 0)
		agent_hear(text, size);
}

void answerer_main(void)
{
	const char *text = answers + sizeof(ANSWERS_MARK) - 1, *rom_at = NULL;
	bool has_port, is_open = false;
	size_t rom_size;

	machine_init();
	report();
	rom_size = rom(&rom_at);
	print("L2-ROM ");
	print_hex((uint32_t)rom_size);
	print("\n");
	agent_init(text, length_of(text), rom_at, rom_size);
	has_port = serial_init();
	print(has_port ? "L2-SERIAL yes\n" : "L2-SERIAL no\n");
	for (;;) {
		rest();
		if (power_button())
			power_off();
		if (!has_port)
			continue;
		serial_poll();
		if (!is_open && !agent_is_absent() && ticks() >= agent_begins() &&
			serial_is_there(AGENT_PORT)) {
			serial_open(AGENT_PORT, true);
			is_open = true;
			print("L2-AGENT open\n");
		}
		listen();
	}
}
