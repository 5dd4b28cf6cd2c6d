// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory - guest memory below 4 GiB that stays what it is once the operating system runs
 */
#include "fixes/oprom/memory.h"

static uint64_t pages(uint64_t size)
{
	return (size + IGD_EFI_PAGE - 1) / IGD_EFI_PAGE;
}

uint64_t igd_memory_take_at(
	const struct igd_efi_boot *boot, enum igd_efi_memory type, uint64_t size, uint64_t address)
{
	if (!address || address % IGD_EFI_PAGE || size > IGD_MEMORY_LIMIT ||
		address > IGD_MEMORY_LIMIT - size ||
		boot->allocate_pages(IGD_EFI_AT, type, pages(size), &address))
		return 0;
	return address;
}

/*
 * Where there is room is found by taking more than is needed, as ordinary memory; of that the aligned part is taken
 * for good. Otherwise what is too much would stay in the firmware's count of memory of that type, which OVMF with SMM
 * keeps from one boot to the next (EDK2 MdeModulePkg/Universal/BdsDxe, gEfiMemoryTypeInformationGuid).
 */
uint64_t igd_memory_take(const struct igd_efi_boot *boot, enum igd_efi_memory type, uint64_t size,
	uint64_t alignment)
{
	uint64_t room = pages(size) + (alignment - 1) / IGD_EFI_PAGE;
	uint64_t address = IGD_MEMORY_LIMIT - 1;

	if (size > IGD_MEMORY_LIMIT ||
		boot->allocate_pages(IGD_EFI_BELOW, IGD_EFI_BOOT_SERVICES_DATA, room, &address))
		return 0;
	boot->free_pages(address, room);
	return igd_memory_take_at(boot, type, size, (address + alignment - 1) & ~(alignment - 1));
}

void igd_memory_give_back(const struct igd_efi_boot *boot, uint64_t address, uint64_t size)
{
	boot->free_pages(address, pages(size));
}
