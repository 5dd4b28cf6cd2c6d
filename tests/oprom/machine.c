// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - a machine for the ROM's drivers to run on, in a test
 *
 * In place of fixes/oprom/port.c. Addresses are true ones: the memory is mapped below 2 GiB.
 */
#include "machine.h"

#include <string.h>
#include <sys/mman.h>

#include "fixes/oprom/policy.h"
#include "fixes/oprom/port.h"
#include "unit/unit.h"

#define PAGES (MACHINE_MEMORY / IGD_EFI_PAGE)
#define ERROR(number) (IGD_EFI_ERROR | (number))

/* The drivers' ports and UEFI's calls have no argument to find it by. */
static struct machine *the_machine;
static uint32_t selected, position;

static uint8_t directory_byte(uint32_t at)
{
	const struct machine *machine = the_machine;
	uint32_t file = (at - 4) / 64, within = (at - 4) % 64;

	if (at < 4)
		return (uint8_t)(machine->file_count >> (24 - 8 * at));
	if (file >= sizeof(machine->files) / sizeof(*machine->files) || !machine->files[file].name)
		return 0xee;
	if (within < 4)
		return (uint8_t)(machine->files[file].size >> (24 - 8 * within));
	if (within < 6)
		return (uint8_t)((0x20 + file) >> (40 - 8 * within));
	if (within < 8)
		return 0;
	return within - 8 <= strlen(machine->files[file].name)
		       ? (uint8_t)machine->files[file].name[within - 8]
		       : 0;
}

static uint8_t data_byte(uint32_t at)
{
	const struct machine_file *file = &the_machine->files[(selected - 0x20) % 4];

	if (!the_machine->has_fw_cfg)
		return 0xff;
	if (selected == 0)
		return (uint8_t) "QEMU"[at % 4];
	if (selected == 0x19)
		return directory_byte(at);
	return at < file->size ? ((const uint8_t *)file->bytes)[at] : 0;
}

uint8_t igd_port_read(uint16_t port)
{
	assert_int_equal(port, 0x402);
	return the_machine->has_console ? 0xe9 : 0xff;
}

void igd_port_write(uint16_t port, uint8_t value)
{
	assert_int_equal(port, 0x402);
	assert_true(the_machine->has_console);
	assert_true(the_machine->said_size < sizeof(the_machine->said) - 1);
	the_machine->said[the_machine->said_size++] = (char)value;
}

void igd_port_write16(uint16_t port, uint16_t value)
{
	assert_int_equal(port, 0x510);
	selected = value;
	position = 0;
}

void igd_port_read_many(uint16_t port, void *ret, uint64_t size)
{
	uint8_t *bytes = ret;

	assert_int_equal(port, 0x511);
	while (size-- > 0)
		*bytes++ = data_byte(position++);
}

void igd_zero(void *bytes, uint64_t size)
{
	memset(bytes, 0, size);
}

static bool is_free(uint64_t first, uint64_t count)
{
	uint64_t i;

	for (i = first; i < first + count; i++)
		if (i >= the_machine->free_pages || the_machine->types[i])
			return false;
	return true;
}

static uint64_t IGD_EFIAPI allocate_pages(
	uint32_t place, uint32_t memory, uint64_t pages, uint64_t *address)
{
	uint64_t first = PAGES;

	if (!pages || pages > PAGES)
		return ERROR(9);
	if (place == IGD_EFI_AT) {
		first = (*address - the_machine->memory) / IGD_EFI_PAGE;
		if (*address < the_machine->memory || first > PAGES || !is_free(first, pages))
			return ERROR(14);
	} else {
		/* from the top, as EDK2 does; one page off, so that nothing is aligned by chance */
		for (first = PAGES - pages - 1; first && !is_free(first, pages);)
			first--;
		if (!first)
			return ERROR(9);
	}
	memset(the_machine->types + first, (int)memory + 1, pages);
	*address = the_machine->memory + first * IGD_EFI_PAGE;
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI free_pages(uint64_t address, uint64_t pages)
{
	uint64_t first = (address - the_machine->memory) / IGD_EFI_PAGE, i;

	assert_true(first < PAGES && pages <= PAGES - first);
	for (i = first; i < first + pages && i < PAGES; i++) {
		assert_true(the_machine->types[i]);
		the_machine->types[i] = 0;
	}
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI read_config(
	struct igd_efi_pci_io *self, uint32_t width, uint32_t offset, uint64_t count, void *ret)
{
	(void)self;
	assert_true(width == IGD_EFI_WIDTH_32 && count == 1 && offset % 4 == 0 && offset < 256);
	memcpy(ret, the_machine->config + offset, 4);
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI write_config(
	struct igd_efi_pci_io *self, uint32_t width, uint32_t offset, uint64_t count, void *values)
{
	uint32_t i;

	(void)self;
	assert_true(width == IGD_EFI_WIDTH_32 && count == 1 && offset % 4 == 0 && offset < 256);
	the_machine->config_writes++;
	for (i = offset; i < offset + 4; i++)
		if (the_machine->writable[i])
			the_machine->config[i] = ((uint8_t *)values)[i - offset];
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI get_location(struct igd_efi_pci_io *self, uint64_t *segment,
	uint64_t *bus, uint64_t *device, uint64_t *function)
{
	(void)self;
	*segment = 0;
	*bus = the_machine->place >> 8;
	*device = the_machine->place >> 3 & 0x1f;
	*function = the_machine->place & 7;
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI handle_protocol(
	void *handle, const struct igd_efi_guid *protocol, void **ret)
{
	static char device;
	static struct igd_efi_loaded_image loaded = { .device = &device };
	static struct igd_efi_pci_io pci = { .read_config = read_config,
		.write_config = write_config,
		.get_location = get_location };

	if (!the_machine->has_protocols)
		return ERROR(3);
	if (handle == &device) {
		assert_int_equal(protocol->a, 0x4cf5b200);
		*ret = &pci;
	} else {
		assert_int_equal(protocol->a, 0x5b1b31a1);
		*ret = &loaded;
	}
	return IGD_EFI_SUCCESS;
}

static const struct igd_efi_guid policy_guid = IGD_POLICY_GUID;

static uint64_t IGD_EFIAPI locate_protocol(
	const struct igd_efi_guid *protocol, void *registration, void **ret)
{
	assert_null(registration);
	assert_memory_equal(protocol, &policy_guid, sizeof(policy_guid));
	if (!the_machine->policy)
		return ERROR(14);
	memcpy(ret, &the_machine->policy, sizeof(*ret));
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI install_protocol(
	void **handle, const struct igd_efi_guid *protocol, uint32_t type, const void *interface)
{
	assert_non_null(*handle);
	assert_int_equal(type, 0); /* EFI_NATIVE_INTERFACE */
	assert_memory_equal(protocol, &policy_guid, sizeof(policy_guid));
	if (the_machine->refuses)
		return ERROR(9);
	the_machine->policy = interface;
	return IGD_EFI_SUCCESS;
}

void machine_put32(struct machine *machine, uint32_t at, uint32_t value)
{
	memcpy(machine->config + at, &value, 4);
}

uint32_t machine_get32(const struct machine *machine, uint32_t at)
{
	uint32_t value;

	memcpy(&value, machine->config + at, 4);
	return value;
}

void machine_begin(struct machine *machine, uint16_t device, uint16_t ggc, const void *opregion)
{
	void *memory = mmap(NULL, MACHINE_MEMORY, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	assert_ptr_not_equal(memory, MAP_FAILED);
	memset(memory, 0xaa, MACHINE_MEMORY);
	*machine = (struct machine){ .has_console = true,
		.has_fw_cfg = true,
		.has_protocols = true,
		.files = { { "etc/other", "x", 1 }, { "etc/igd-opregion", opregion, 0x2000 } },
		.file_count = 2,
		.place = 0x10,
		.memory = (uint64_t)(uintptr_t)memory,
		.free_pages = PAGES };
	machine_put32(machine, 0x00, 0x8086u | (uint32_t)device << 16);
	machine_put32(machine, 0x08, 0x03000000);
	machine_put32(machine, 0x50, ggc);
	memset(machine->writable + 0x5c, 1, 4);
	memset(machine->writable + 0xc0, 1, 8);
	memset(machine->writable + 0xfc, 1, 4);
	the_machine = machine;
}

void machine_end(struct machine *machine)
{
	munmap((void *)(uintptr_t)machine->memory, MACHINE_MEMORY);
	the_machine = NULL;
}

uint64_t machine_run(struct machine *machine)
{
	static const struct igd_efi_boot boot = { .allocate_pages = allocate_pages,
		.free_pages = free_pages,
		.install_protocol = install_protocol,
		.handle_protocol = handle_protocol,
		.locate_protocol = locate_protocol };
	static const struct igd_efi_system system = { .boot = &boot };
	static char image;
	uint64_t ret = igd_efi_main(&image, &system);

	machine->said[machine->said_size] = '\0';
	return ret;
}

uint64_t machine_pages(const struct machine *machine, enum igd_efi_memory type)
{
	uint64_t i, pages = 0;

	for (i = 0; i < PAGES; i++)
		pages += machine->types[i] == (unsigned)type + 1;
	return pages;
}

int machine_type(const struct machine *machine, uint64_t address)
{
	uint64_t page = (address - machine->memory) / IGD_EFI_PAGE;

	return address < machine->memory || page >= PAGES ? -1 : machine->types[page] - 1;
}
