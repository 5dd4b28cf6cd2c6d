// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader - starts Linux with a firmware framebuffer on a BAR of the iGPU
 *
 * `qemu -kernel vmlinuz` goes through the kernel's 16-bit setup code, which asks the BIOS about the screen and
 * fills screen_info itself (Linux arch/x86/boot/video.c store_mode_params()). A real machine's firmware leaves a
 * picture in the iGPU's memory instead. So QEMU is given this program as the kernel and the kernel as its first
 * multiboot module; a second module, if there is one, is the initramfs:
 *
 *	-kernel loader.elf -append "LINUX ARGUMENTS" -initrd "vmlinuz efi 1024x768[,initramfs]"
 *
 * `efi` describes what a UEFI firmware leaves (efifb takes it), `vesa` what a BIOS leaves (vesafb). It then
 * enters Linux by its 32-bit boot protocol (Linux Documentation/arch/x86/boot.rst). acpi_rsdp_addr stays 0: the
 * kernel looks for the RSDP in the BIOS area itself, where SeaBIOS puts it (ACPI 6.5 section 5.2.5.1).
 */
#include <asm/bootparam.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Multiboot specification 0.6.96 section 3.3 "Boot information format", as far as it is used here. */
#define MULTIBOOT_LOADED 0x2badb002U
#define MULTIBOOT_CMDLINE (1U << 2)
#define MULTIBOOT_MODULES (1U << 3)
#define MULTIBOOT_MEMORY_MAP (1U << 6)

struct multiboot {
	uint32_t flags, mem_lower, mem_upper, boot_device, cmdline, mods_count, mods_addr, syms[4];
	uint32_t mmap_length, mmap_addr;
};

struct module {
	uint32_t start, end, string, reserved;
};

/* Each entry is preceded by its size, which does not count itself; the rest is as in the e820 table. */
struct memory {
	uint32_t size;
	uint32_t base_low, base_high, length_low, length_high, type;
};

/* boot.rst "The Real-Mode Kernel Header" */
#define HEADER 0x1f1U
#define HEADER_MAGIC 0x53726448U /* "HdrS" */
#define VERSION_INIT_SIZE 0x020aU
#define SECTOR 512U
#define LOADER_UNDEFINED 0xffU

/* PCI Local Bus 3.0 sections 3.2.2.3.2 (configuration mechanism) and 6.2.5 (base addresses) */
#define PCI_ADDRESS 0xcf8
#define PCI_DATA 0xcfc
#define PCI_ENABLE 0x80000000U
#define IGPU (2U << 11) /* 00:02.0 */
#define INTEL 0x8086U
#define PCI_COMMAND 0x04U
#define PCI_COMMAND_MEMORY 0x2U
#define BAR2 0x18U /* the iGPU's graphics memory */
#define BAR_IO 0x1U
#define BAR_64BIT 0x4U
#define BAR_FLAGS 0xfU

#define DEPTH 32U
#define COM1 0x3f8
#define COM1_STATUS (COM1 + 5)
#define TRANSMITTER_EMPTY 0x20U /* PC16550D, line status register bit 5 */
/* ICH9 datasheet section 13.7.5, RST_CNT: a full reset, on which `qemu -no-reboot` ends */
#define RESET 0xcf9
#define RESET_FULL 0x0eU

struct mode {
	bool is_efi;
	uint16_t width, height;
};

extern void jump(uint32_t entry, struct boot_params *params);
void loader_main(uint32_t magic, const struct multiboot *boot);

static void out8(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static uint8_t in8(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static uint32_t pci_read(uint32_t offset)
{
	uint32_t value;

	__asm__ volatile("outl %0, %1"
			 :
			 : "a"(PCI_ENABLE | IGPU | offset), "Nd"((uint16_t)PCI_ADDRESS));
	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"((uint16_t)PCI_DATA));
	return value;
}

static void print(const char *text)
{
	for (; *text; text++) {
		while (!(in8(COM1_STATUS) & TRANSMITTER_EMPTY))
			continue;
		out8(COM1, (uint8_t)*text);
	}
}

static void print_hex(uint32_t value)
{
	static const char digits[] = "0123456789abcdef";
	char text[] = "00000000";
	size_t i;

	for (i = 0; i < sizeof(text) - 1; i++)
		text[i] = digits[value >> (28U - 4U * i) & 0xfU];
	print(text);
}

static void die(const char *why)
{
	print("framebuffer: ");
	print(why);
	print("\n");
	out8(RESET, RESET_FULL);
	for (;;)
		__asm__ volatile("hlt");
}

/* gcc calls these by itself, freestanding or not. */
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memset(void *to, int value, size_t size);

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

static const void *at(uint32_t address)
{
	return (const void *)(uintptr_t)address;
}

/* What follows the first word; QEMU puts the file's name there. */
static const char *after_word(const char *text)
{
	while (*text && *text != ' ')
		text++;
	while (*text == ' ')
		text++;
	return text;
}

static uint16_t number(const char **text)
{
	uint32_t value = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++)
		value = value * 10 + (uint32_t)(**text - '0');
	if (value == 0 || value > UINT16_MAX)
		die("a size is not a number from 1 to 65535");
	return (uint16_t)value;
}

/* "efi 1024x768" or "vesa 1024x768" */
static struct mode parse_mode(const char *text)
{
	struct mode mode = { .is_efi = *text == 'e' };

	if (*text != 'e' && *text != 'v')
		die("the kernel's module wants `efi WxH` or `vesa WxH`");
	text = after_word(text);
	mode.width = number(&text);
	if (*text++ != 'x')
		die("a size is WIDTHxHEIGHT");
	mode.height = number(&text);
	return mode;
}

/* Where BAR 2 lies; Linux drops a framebuffer on a function that does not decode memory. */
static uint64_t igpu_memory(void)
{
	uint32_t id = pci_read(0), low = pci_read(BAR2), high = 0;

	if ((id & 0xffffU) != INTEL)
		die("00:02.0 is not an Intel device");
	if (low & BAR_IO || !(low & ~BAR_FLAGS))
		die("BAR 2 of 00:02.0 has no memory address");
	if (!(pci_read(PCI_COMMAND) & PCI_COMMAND_MEMORY))
		die("00:02.0 does not decode memory");
	if (low & BAR_64BIT)
		high = pci_read(BAR2 + 4);
	return (uint64_t)high << 32 | (low & ~BAR_FLAGS);
}

/* boot.rst "zero page"; lfb_size counts bytes for EFI, else 64 KiB (Linux drivers/firmware/sysfb_simplefb.c). */
static void set_screen(struct screen_info *screen, const struct mode *mode)
{
	uint64_t base = igpu_memory();
	uint32_t size = (uint32_t)mode->width * mode->height * DEPTH / 8;

	screen->orig_video_isVGA = mode->is_efi ? VIDEO_TYPE_EFI : VIDEO_TYPE_VLFB;
	screen->lfb_width = mode->width;
	screen->lfb_height = mode->height;
	screen->lfb_depth = DEPTH;
	screen->lfb_linelength = (uint16_t)(mode->width * DEPTH / 8);
	screen->lfb_base = (uint32_t)base;
	screen->ext_lfb_base = (uint32_t)(base >> 32);
	screen->capabilities = base >> 32 ? VIDEO_CAPABILITY_64BIT_BASE : 0;
	screen->lfb_size = mode->is_efi ? size : (size + 0xffffU) >> 16;
	screen->pages = 1;
	screen->blue_size = screen->green_size = screen->red_size = screen->rsvd_size = 8;
	screen->green_pos = 8;
	screen->red_pos = 16;
	screen->rsvd_pos = 24;
	print(mode->is_efi ? "framebuffer: efi at " : "framebuffer: vesa at ");
	print_hex((uint32_t)(base >> 32));
	print_hex((uint32_t)base);
	print(" on 00:02.0\n");
}

static void set_memory(struct boot_params *params, const struct multiboot *boot)
{
	uint32_t i = boot->mmap_addr, end = boot->mmap_addr + boot->mmap_length;
	const struct memory *entry;
	struct boot_e820_entry *to;

	for (; i < end && params->e820_entries < E820_MAX_ENTRIES_ZEROPAGE; i += entry->size + 4) {
		entry = at(i);
		to = &params->e820_table[params->e820_entries++];
		to->addr = (uint64_t)entry->base_high << 32 | entry->base_low;
		to->size = (uint64_t)entry->length_high << 32 | entry->length_low;
		to->type = entry->type;
	}
	if (i < end)
		die("the memory map is too long");
}

/* The header's length is told by its jump instruction: boot.rst "Details of Header Fields", 0x201. */
static void set_header(struct boot_params *params, const struct module *kernel)
{
	const uint8_t *image = at(kernel->start);

	if (kernel->end - kernel->start < HEADER + sizeof(params->hdr))
		die("the kernel is too short");
	memcpy(&params->hdr, image + HEADER, 0x202U + image[0x201] - HEADER);
	if (params->hdr.header != HEADER_MAGIC || params->hdr.version < VERSION_INIT_SIZE)
		die("the first module is no Linux kernel of boot protocol 2.10 or later");
	params->hdr.type_of_loader = LOADER_UNDEFINED;
}

/* Puts the 32-bit part where it wants to be and answers with that address, which is its entry. */
static uint32_t place(const struct boot_params *params, const struct module *kernel)
{
	const struct setup_header *header = &params->hdr;
	uint32_t setup = (header->setup_sects ? header->setup_sects + 1U : 5U) * SECTOR;
	uint32_t to = (uint32_t)header->pref_address;

	if (header->pref_address + header->init_size > (uintptr_t)params)
		die("the kernel would unpack itself over this loader");
	if (setup >= kernel->end - kernel->start)
		die("the kernel has no 32-bit part");
	memcpy((void *)(uintptr_t)to, at(kernel->start + setup),
		kernel->end - kernel->start - setup);
	return to;
}

void loader_main(uint32_t magic, const struct multiboot *boot)
{
	static struct boot_params params;
	const struct module *modules = at(boot->mods_addr);
	struct mode mode;

	if (magic != MULTIBOOT_LOADED ||
		~boot->flags & (MULTIBOOT_CMDLINE | MULTIBOOT_MODULES | MULTIBOOT_MEMORY_MAP))
		die("not loaded by a multiboot loader with modules and a memory map");
	if (boot->mods_count < 1)
		die("the kernel is not there: it is the first module");
	set_header(&params, &modules[0]);
	set_memory(&params, boot);
	mode = parse_mode(after_word(at(modules[0].string)));
	set_screen(&params.screen_info, &mode);
	params.hdr.cmd_line_ptr = (uint32_t)(uintptr_t)after_word(at(boot->cmdline));
	if (boot->mods_count > 1) {
		params.hdr.ramdisk_image = modules[1].start;
		params.hdr.ramdisk_size = modules[1].end - modules[1].start;
	}
	jump(place(&params, &modules[0]), &params);
}
