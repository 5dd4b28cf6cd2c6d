// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reader - a UEFI application that says what the ROM has left in the guest
 *
 * It is what firmware boots from after the option ROMs have run, and looks from inside the guest: the device's
 * registers, the memory that they point to, and what the memory map (which an operating system goes by) says of it.
 * One line on the debug console, then it resets as often as opt/igd-doctor/resets says, and powers off.
 */
#include <stdbool.h>
#include <stddef.h>

#include "facts/firmware/gms_size.h"
#include "fixes/oprom/devices.h"
#include "fixes/oprom/efi.h"
#include "fixes/oprom/fw_cfg.h"
#include "fixes/oprom/port.h"
#include "fixes/oprom/say.h"

#define CONFIG_ADDRESS 0xcf8u
#define CONFIG_DATA 0xcfcu
#define MIB (UINT64_C(1) << 20)

struct efi_runtime {
	uint8_t header[24];
	void *gap_time[6];
	uint64_t(IGD_EFIAPI *get_variable)(const uint16_t *name, const struct igd_efi_guid *vendor,
		uint32_t *attributes, uint64_t *size, void *ret);
	void *gap_next;
	uint64_t(IGD_EFIAPI *set_variable)(const uint16_t *name, const struct igd_efi_guid *vendor,
		uint32_t attributes, uint64_t size, const void *value);
	void *gap_count;
	void(IGD_EFIAPI *reset_system)(
		uint32_t type, uint64_t status, uint64_t size, const void *data);
};

enum { RESET_COLD = 0, SHUT_DOWN = 2, NON_VOLATILE_BOOT = 3 };

struct map {
	uint8_t *bytes;
	uint64_t size, step;
};

static uint32_t read_config(uint64_t place, uint32_t at)
{
	uint32_t value;

	__asm__ volatile(
		"outl %0, %1"
		:
		: "a"((uint32_t)(0x80000000u | place << 8 | at)), "d"((uint16_t)CONFIG_ADDRESS));
	__asm__ volatile("inl %1, %0" : "=a"(value) : "d"((uint16_t)CONFIG_DATA));
	return value;
}

static void read_map(const struct igd_efi_boot *boot, struct map *ret)
{
	uint64_t address = 0, key;
	uint32_t version;

	ret->size = 0;
	if (boot->allocate_pages(IGD_EFI_ANYWHERE, IGD_EFI_BOOT_SERVICES_DATA, 16, &address))
		return;
	ret->bytes = (uint8_t *)(uintptr_t)address;
	ret->size = 16 * IGD_EFI_PAGE;
	if (boot->get_memory_map(&ret->size, ret->bytes, &key, &ret->step, &version))
		ret->size = 0;
}

/* Where the part of the map that holds the address and is of that type ends; 0: none. */
static uint64_t end_of(const struct map *map, uint64_t address, uint32_t type)
{
	uint64_t at, start, end;

	for (at = 0; at + map->step <= map->size; at += map->step) {
		start = *(const uint64_t *)(const void *)(map->bytes + at + 8);
		end = start +
		      *(const uint64_t *)(const void *)(map->bytes + at + 24) * IGD_EFI_PAGE;
		if (*(const uint32_t *)(const void *)(map->bytes + at) == type &&
			start <= address && address < end)
			return end;
	}
	return 0;
}

static bool is_all(const struct map *map, uint64_t address, uint64_t size, uint32_t type)
{
	uint64_t end = address + size;

	while (address < end) {
		address = end_of(map, address, type);
		if (!address)
			return false;
	}
	return true;
}

static uint64_t pages_of(const struct map *map, uint32_t type)
{
	uint64_t at, pages = 0;

	for (at = 0; at + map->step <= map->size; at += map->step)
		if (*(const uint32_t *)(const void *)(map->bytes + at) == type)
			pages += *(const uint64_t *)(const void *)(map->bytes + at + 24);
	return pages;
}

static bool is_zero(uint64_t address, uint64_t size)
{
	const uint64_t *word = (const uint64_t *)(uintptr_t)address;

	for (size /= 8; size; size--)
		if (*word++)
			return false;
	return true;
}

/* 1: the bytes there are those of the file. */
static bool is_copy(uint64_t address, uint32_t *ret_size)
{
	const uint8_t *copy = (const uint8_t *)(uintptr_t)address;
	uint8_t byte;
	uint32_t i;

	if (!igd_fw_cfg_open("etc/igd-opregion", ret_size) || !address)
		return false;
	for (i = 0; i < *ret_size; i++) {
		igd_fw_cfg_read(&byte, 1);
		if (copy[i] != byte)
			return false;
	}
	return true;
}

static void say_opregion(const struct map *map, uint64_t place)
{
	uint64_t asls = read_config(place, IGD_ASLS_AT);
	uint32_t size = 0;
	bool is_equal = is_copy(asls, &size);

	igd_say("asls=%x size=%d equal=%d nvs=%d",
		IGD_VALUES(asls, size, is_equal, is_all(map, asls, size, IGD_EFI_ACPI_NVS)));
}

static void say_stolen(const struct map *map, uint64_t place, const struct igd_device *row)
{
	enum igd_gms_family family = (enum igd_gms_family)row->family;
	enum igd_bdsm_form form = igd_bdsm_form_of(row->generation, family);
	uint32_t ggc = read_config(place, IGD_GGC_AT);
	uint64_t bdsm, size;
	unsigned mib = 0;

	if (form == IGD_BDSM_NONE) {
		igd_say("bdsm=none 5c=%x c0=%x", IGD_VALUES(read_config(place, IGD_BDSM_32_AT),
							 read_config(place, IGD_BDSM_64_AT)));
		return;
	}
	bdsm = read_config(place, form == IGD_BDSM_32 ? IGD_BDSM_32_AT : IGD_BDSM_64_AT);
	if (form == IGD_BDSM_64)
		bdsm |= (uint64_t)read_config(place, IGD_BDSM_64_AT + 4) << 32;
	igd_gms_size(igd_gms_coding_of(row->generation, family), (uint16_t)ggc, &mib);
	size = mib * MIB;
	if (!bdsm || !is_all(map, bdsm, size, IGD_EFI_RESERVED)) {
		igd_say("bdsm=%x mib=%d reserved=0", IGD_VALUES(bdsm, mib));
		return;
	}
	igd_say("bdsm=%x mib=%d reserved=1 zero=%d aligned=%d",
		IGD_VALUES(bdsm, mib, is_zero(bdsm, size), bdsm % MIB == 0));
}

static const struct igd_device *find(uint64_t *ret_place)
{
	const struct igd_device *row;
	uint64_t place;
	uint32_t id;

	for (place = 0; place < 0x100; place += 8) {
		id = read_config(place, 0);
		if ((id & 0xffff) != 0x8086 || read_config(place, 8) >> 24 != 3)
			continue;
		row = igd_device_find((uint16_t)(id >> 16));
		*ret_place = place;
		igd_say("found %i at %a", IGD_VALUES(id, place));
		if (row)
			return row;
	}
	return NULL;
}

static bool is_secure(const struct efi_runtime *runtime)
{
	static const uint16_t name[] = u"SecureBoot";
	static const struct igd_efi_guid global = { 0x8be4df61, 0x93ca, 0x11d2,
		{ 0xaa, 0x0d, 0x00, 0xe0, 0x98, 0x03, 0x2b, 0x8c } };
	uint64_t size = 1;
	uint8_t value = 0;

	return !runtime->get_variable(name, &global, NULL, &size, &value) && value == 1;
}

/* How often it has run before with these variables, this time not counted. */
static uint8_t count(const struct efi_runtime *runtime)
{
	static const uint16_t name[] = u"Reader";
	static const struct igd_efi_guid ours = { 0x0f1e2d3c, 0x4b5a, 0x4968,
		{ 0x87, 0x96, 0xa5, 0xb4, 0xc3, 0xd2, 0xe1, 0xf0 } };
	uint64_t size = 1;
	uint8_t value = 0, next;

	if (runtime->get_variable(name, &ours, NULL, &size, &value))
		value = 0;
	next = (uint8_t)(value + 1);
	runtime->set_variable(name, &ours, NON_VOLATILE_BOOT, 1, &next);
	return value;
}

uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system);

uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system)
{
	const struct efi_runtime *runtime = system->runtime;
	const struct igd_device *row;
	uint64_t place = 0;
	uint8_t before = count(runtime), resets = 0;
	uint32_t size;
	struct map map = { .step = 1 };

	(void)image;
	read_map(system->boot, &map);
	row = find(&place);
	igd_say("secure=%d before=%d pages=%d",
		IGD_VALUES(is_secure(runtime), before, pages_of(&map, IGD_EFI_RESERVED)));
	if (row) {
		say_opregion(&map, place);
		say_stolen(&map, place, row);
	}
	if (igd_fw_cfg_open("opt/igd-doctor/resets", &size) && size == 1)
		igd_fw_cfg_read(&resets, 1);
	resets = (uint8_t)(resets >= '0' ? resets - '0' : 0);
	igd_say("end", NULL);
	runtime->reset_system(before < resets ? RESET_COLD : SHUT_DOWN, 0, 0, NULL);
	return IGD_EFI_SUCCESS;
}
