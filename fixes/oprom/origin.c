// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * origin - the device that a driver's ROM belongs to
 */
#include "fixes/oprom/origin.h"

#define INTEL 0x8086u
#define ID_AT 0x00u
#define CLASS_AT 0x08u
#define DISPLAY 0x03u

bool igd_origin_find(void *image, const struct igd_efi_boot *boot, struct igd_origin *ret)
{
	static const struct igd_efi_guid loaded_image = { 0x5b1b31a1, 0x9562, 0x11d2,
		{ 0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b } };
	static const struct igd_efi_guid pci_io = { 0x4cf5b200, 0x68b8, 0x4ca5,
		{ 0x9e, 0xec, 0xb2, 0x3e, 0x3f, 0x50, 0x02, 0x9a } };
	uint64_t segment = 0, bus = 0, device = 0, function = 0;
	void *loaded, *pci;

	if (boot->handle_protocol(image, &loaded_image, &loaded) ||
		boot->handle_protocol(
			((const struct igd_efi_loaded_image *)loaded)->device, &pci_io, &pci))
		return false;
	ret->pci = pci;
	ret->pci->get_location(ret->pci, &segment, &bus, &device, &function);
	ret->place = bus << 8 | device << 3 | function;
	ret->id = igd_origin_read(ret, ID_AT);
	return true;
}

uint32_t igd_origin_read(const struct igd_origin *origin, uint32_t at)
{
	uint32_t value = 0;

	origin->pci->read_config(origin->pci, IGD_EFI_WIDTH_32, at, 1, &value);
	return value;
}

bool igd_origin_is_display(const struct igd_origin *origin)
{
	return (origin->id & 0xffff) == INTEL && igd_origin_read(origin, CLASS_AT) >> 24 == DISPLAY;
}
