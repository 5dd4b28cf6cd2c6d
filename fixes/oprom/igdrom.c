// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igdrom - the UEFI driver in igd-doctor's option ROM: what a guest's graphics driver needs of firmware
 *
 * OVMF knows nothing of iGPUs. This driver does what QEMU asks of firmware (QEMU 11.0 docs/igd-assign.rst, "Guest
 * firmware"): it copies the OpRegion out of fw_cfg and tells the device where it is (ASLS), and it reserves stolen
 * memory of the size that the device names (GGC) and tells where that is (BDSM).
 *
 * All of it is done in the entry point: a driver binding would be started only for what firmware boots from. The
 * handle that the image was loaded for is the device; no bus is searched. Whatever goes wrong, the guest boots.
 */
#include "fixes/oprom/igdrom.h"

#include <stdbool.h>

#include "facts/firmware/gms_size.h"
#include "fixes/oprom/devices.h"
#include "fixes/oprom/fw_cfg.h"
#include "fixes/oprom/gop_vbt.h"
#include "fixes/oprom/memory.h"
#include "fixes/oprom/origin.h"
#include "fixes/oprom/port.h"
#include "fixes/oprom/say.h"

/* Where the iGPU is on every PC, and where Intel's driver for Windows looks (tomitamoeko/VfioIgdPkg#5). */
#define USUAL_PLACE (2u << 3)
#define MIB (UINT64_C(1) << 20)

/* The OpRegion and a VBT of the largest kind: RVDS has 32 bits, no board's VBT more than 64 KiB. */
#define OPREGION_MOST MIB

/* Not upstream: lf-edge/eve#6432. The address of the host's own stolen memory, 64 bits, little-endian. */
#define STOLEN_BASE "etc/igd-stolen-base"

struct igd {
	const struct igd_efi_boot *boot;
	struct igd_origin origin;
	const struct igd_device *row;
};

static uint32_t read_config(const struct igd *igd, uint32_t at)
{
	return igd_origin_read(&igd->origin, at);
}

static void write_config(const struct igd *igd, uint32_t at, uint32_t value)
{
	igd->origin.pci->write_config(igd->origin.pci, IGD_EFI_WIDTH_32, at, 1, &value);
}

/* ASLS, once the copy is there. */
static bool tell_opregion(const struct igd *igd, uint64_t address, uint32_t size)
{
	if (!igd_is_opregion((const uint8_t *)(uintptr_t)address)) {
		igd_say("no OpRegion: " IGD_OPREGION_FILE " does not begin with its signature",
			NULL);
		return false;
	}
	write_config(igd, IGD_ASLS_AT, (uint32_t)address);
	if (read_config(igd, IGD_ASLS_AT) != address) {
		igd_say("no OpRegion: ASLS did not take %x, it reads %x",
			IGD_VALUES(address, read_config(igd, IGD_ASLS_AT)));
		return false;
	}
	igd_say("OpRegion of %d bytes copied to %x, ASLS set", IGD_VALUES(size, address));
	return true;
}

static bool set_up_opregion(const struct igd *igd)
{
	uint64_t address;
	uint32_t size;

	if (!igd_fw_cfg_open(IGD_OPREGION_FILE, &size)) {
		igd_say("no OpRegion: QEMU does not offer " IGD_OPREGION_FILE, NULL);
		return false;
	}
	if (size < IGD_OPREGION_SIZE || size > OPREGION_MOST) {
		igd_say("no OpRegion: " IGD_OPREGION_FILE " has %d bytes", IGD_VALUES(size));
		return false;
	}
	address = igd_memory_take(igd->boot, IGD_EFI_ACPI_NVS, size, IGD_EFI_PAGE);
	if (!address) {
		igd_say("no OpRegion: no memory below 4 GiB for %d bytes", IGD_VALUES(size));
		return false;
	}
	igd_fw_cfg_read((void *)(uintptr_t)address, size);
	if (tell_opregion(igd, address, size))
		return true;
	igd_memory_give_back(igd->boot, address, size);
	return false;
}

static uint64_t read_bdsm(const struct igd *igd, enum igd_bdsm_form form)
{
	if (form == IGD_BDSM_32)
		return read_config(igd, IGD_BDSM_32_AT);
	return read_config(igd, IGD_BDSM_64_AT) | (uint64_t)read_config(igd, IGD_BDSM_64_AT + 4)
							  << 32;
}

static bool tell_stolen(const struct igd *igd, enum igd_bdsm_form form, uint64_t address)
{
	uint64_t reads;

	if (form == IGD_BDSM_32) {
		write_config(igd, IGD_BDSM_32_AT, (uint32_t)address);
	} else {
		write_config(igd, IGD_BDSM_64_AT, (uint32_t)address);
		write_config(igd, IGD_BDSM_64_AT + 4, (uint32_t)(address >> 32));
	}
	reads = read_bdsm(igd, form) & IGD_BDSM_MASK;
	if (reads == address)
		return true;
	igd_say("no stolen memory: BDSM did not take %x, it reads %x", IGD_VALUES(address, reads));
	return false;
}

/* At the host's place if that is wanted and free, else anywhere. */
static uint64_t take_stolen(const struct igd *igd, uint64_t size)
{
	uint64_t wanted = 0, address;
	uint32_t bytes;

	if (igd_fw_cfg_open(STOLEN_BASE, &bytes) && bytes == sizeof(wanted))
		igd_fw_cfg_read(&wanted, sizeof(wanted));
	wanted &= IGD_BDSM_MASK;
	if (!wanted)
		return igd_memory_take(igd->boot, IGD_EFI_RESERVED, size, MIB);
	address = igd_memory_take_at(igd->boot, IGD_EFI_RESERVED, size, wanted);
	if (address)
		return address;
	igd_say("the host's place for stolen memory, %x, is not free in this guest",
		IGD_VALUES(wanted));
	return igd_memory_take(igd->boot, IGD_EFI_RESERVED, size, MIB);
}

static bool reserve_stolen(const struct igd *igd, enum igd_bdsm_form form, uint64_t size)
{
	uint64_t address = take_stolen(igd, size);

	if (!address) {
		igd_say("no stolen memory: no %d MiB of memory are free below 4 GiB",
			IGD_VALUES(size / MIB));
		return false;
	}
	igd_zero((void *)(uintptr_t)address, size);
	if (!tell_stolen(igd, form, address)) {
		igd_memory_give_back(igd->boot, address, size);
		return false;
	}
	igd_say("%d MiB of stolen memory reserved at %x, BDSM set",
		IGD_VALUES(size / MIB, address));
	return true;
}

static bool set_up_stolen(const struct igd *igd)
{
	enum igd_gms_family family = (enum igd_gms_family)igd->row->family;
	enum igd_bdsm_form form = igd_bdsm_form_of(igd->row->generation, family);
	uint16_t ggc = (uint16_t)read_config(igd, IGD_GGC_AT);
	unsigned mib;

	if (form == IGD_BDSM_NONE) {
		igd_say("this iGPU needs no stolen memory in the guest", NULL);
		return true;
	}
	if (read_bdsm(igd, form) & IGD_BDSM_LOCK) {
		igd_say("no stolen memory: BDSM is locked at %x, QEMU does not emulate it",
			IGD_VALUES(read_bdsm(igd, form) & IGD_BDSM_MASK));
		return false;
	}
	if (!igd_gms_size(igd_gms_coding_of(igd->row->generation, family), ggc, &mib)) {
		igd_say("no stolen memory: GGC %x has a size that this iGPU does not know",
			IGD_VALUES(ggc));
		return false;
	}
	if (mib == 0) {
		igd_say("no stolen memory: GGC %x asks for none", IGD_VALUES(ggc));
		return false;
	}
	return reserve_stolen(igd, form, mib * MIB);
}

static bool find_device(void *image, const struct igd_efi_boot *boot, struct igd *ret)
{
	ret->boot = boot;
	if (igd_origin_find(image, boot, &ret->origin))
		return true;
	igd_say("nothing done: firmware does not say which device this is the ROM of", NULL);
	return false;
}

static bool is_ours(struct igd *igd)
{
	if (igd_origin_is_display(&igd->origin))
		igd->row = igd_device_find((uint16_t)(igd->origin.id >> 16));
	if (igd->row)
		return true;
	igd_say("nothing done: %i at %a is no iGPU that this ROM knows",
		IGD_VALUES(igd->origin.id, igd->origin.place));
	return false;
}

uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system)
{
	struct igd igd = { 0 };
	bool has_opregion, has_stolen;

	if (!find_device(image, system->boot, &igd) || !is_ours(&igd))
		return IGD_EFI_UNSUPPORTED;
	igd_say("igd-doctor " IGD_VERSION " sets up %i at %a",
		IGD_VALUES(igd.origin.id, igd.origin.place));
	if (!igd_fw_cfg_is_there()) {
		igd_say("nothing done: this is not QEMU, or it has no fw_cfg", NULL);
		return IGD_EFI_UNSUPPORTED;
	}
	if (igd.origin.place != USUAL_PLACE)
		igd_say("at %a Intel's driver for Windows does not look: the place is 00:02.0",
			IGD_VALUES(igd.origin.place));
	has_opregion = set_up_opregion(&igd);
	has_stolen = set_up_stolen(&igd);
	if (has_opregion && has_stolen)
		igd_say("all is set up", NULL);
	/* An error has firmware unload the image, which is no longer needed either way. */
	return IGD_EFI_NOT_FOUND;
}
