// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efi - the few things of UEFI that the ROM's drivers use
 *
 * Ours, after the UEFI Specification 2.10: 4.3 (system table), 4.4 (boot services), 7.2 (memory), 9.1
 * (EFI_LOADED_IMAGE_PROTOCOL), 14.4 (EFI_PCI_IO_PROTOCOL); values of EFI_STATUS: appendix D. x64 only. What is
 * not used is a gap of the right size; the offsets are checked below.
 */
#ifndef IGD_FIXES_OPROM_EFI_H
#define IGD_FIXES_OPROM_EFI_H

#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"

#define IGD_EFI_ERROR (UINT64_C(1) << 63)
#define IGD_EFI_SUCCESS UINT64_C(0)
#define IGD_EFI_INVALID_PARAMETER (IGD_EFI_ERROR | 2)
#define IGD_EFI_UNSUPPORTED (IGD_EFI_ERROR | 3)
#define IGD_EFI_DEVICE_ERROR (IGD_EFI_ERROR | 7)
#define IGD_EFI_OUT_OF_RESOURCES (IGD_EFI_ERROR | 9)
#define IGD_EFI_NOT_FOUND (IGD_EFI_ERROR | 14)

#define IGD_EFI_PAGE UINT64_C(4096)

struct igd_efi_guid {
	uint32_t a;
	uint16_t b, c;
	uint8_t d[8];
};

/* EFI_ALLOCATE_TYPE, EFI_MEMORY_TYPE */
enum igd_efi_place { IGD_EFI_ANYWHERE, IGD_EFI_BELOW, IGD_EFI_AT };
enum igd_efi_memory {
	IGD_EFI_RESERVED = 0,
	IGD_EFI_BOOT_SERVICES_DATA = 4,
	IGD_EFI_CONVENTIONAL = 7,
	IGD_EFI_ACPI_NVS = 10
};

struct igd_efi_boot {
	uint8_t header[24];
	void *gap[2];
	uint64_t(IGD_EFIAPI *allocate_pages)(
		uint32_t place, uint32_t memory, uint64_t pages, uint64_t *address);
	uint64_t(IGD_EFIAPI *free_pages)(uint64_t address, uint64_t pages);
	uint64_t(IGD_EFIAPI *get_memory_map)(uint64_t *size, void *map, uint64_t *key,
		uint64_t *descriptor_size, uint32_t *version);
	void *gap_events[8];
	uint64_t(IGD_EFIAPI *install_protocol)(void **handle, const struct igd_efi_guid *protocol,
		uint32_t type, const void *interface);
	void *gap_protocols[2];
	uint64_t(IGD_EFIAPI *handle_protocol)(
		void *handle, const struct igd_efi_guid *protocol, void **ret);
	void *gap_more[20];
	uint64_t(IGD_EFIAPI *locate_protocol)(
		const struct igd_efi_guid *protocol, void *registration, void **ret);
};

struct igd_efi_system {
	uint8_t header[24];
	void *gap[8];
	void *runtime;
	const struct igd_efi_boot *boot;
};

struct igd_efi_loaded_image {
	void *gap[3];
	void *device;
};

enum igd_efi_width { IGD_EFI_WIDTH_16 = 1, IGD_EFI_WIDTH_32 = 2 };

struct igd_efi_pci_io;
struct igd_efi_pci_io {
	void *gap[6];
	uint64_t(IGD_EFIAPI *read_config)(struct igd_efi_pci_io *self, uint32_t width,
		uint32_t offset, uint64_t count, void *ret);
	uint64_t(IGD_EFIAPI *write_config)(struct igd_efi_pci_io *self, uint32_t width,
		uint32_t offset, uint64_t count, void *values);
	void *gap_dma[6];
	uint64_t(IGD_EFIAPI *get_location)(struct igd_efi_pci_io *self, uint64_t *segment,
		uint64_t *bus, uint64_t *device, uint64_t *function);
};

_Static_assert(offsetof(struct igd_efi_boot, allocate_pages) == 0x28, "AllocatePages");
_Static_assert(offsetof(struct igd_efi_boot, get_memory_map) == 0x38, "GetMemoryMap");
_Static_assert(offsetof(struct igd_efi_boot, install_protocol) == 0x80, "InstallProtocolInterface");
_Static_assert(offsetof(struct igd_efi_boot, handle_protocol) == 0x98, "HandleProtocol");
_Static_assert(offsetof(struct igd_efi_boot, locate_protocol) == 0x140, "LocateProtocol");
_Static_assert(offsetof(struct igd_efi_system, runtime) == 0x58, "RuntimeServices");
_Static_assert(offsetof(struct igd_efi_system, boot) == 0x60, "BootServices");
_Static_assert(offsetof(struct igd_efi_loaded_image, device) == 0x18, "DeviceHandle");
_Static_assert(offsetof(struct igd_efi_pci_io, read_config) == 0x30, "Pci.Read");
_Static_assert(offsetof(struct igd_efi_pci_io, write_config) == 0x38, "Pci.Write");
_Static_assert(offsetof(struct igd_efi_pci_io, get_location) == 0x70, "GetLocation");

#endif
