// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igdpolicy - the UEFI driver that hands the OpRegion's VBT to Intel's GOP driver
 *
 * It stands between the two others in a ROM: what igdrom has copied into the guest is there when it looks, and the GOP
 * driver, which shows nothing without a policy, finds it when its turn comes.
 */
#include <stdbool.h>

#include "facts/firmware/gms_size.h"
#include "fixes/oprom/fw_cfg.h"
#include "fixes/oprom/gop_vbt.h"
#include "fixes/oprom/origin.h"
#include "fixes/oprom/policy.h"
#include "fixes/oprom/say.h"

const struct igd_policy_mark igd_policy_mark = { IGD_POLICY_MARK, IGD_VERSION };

/* The protocol's functions are not told whose they are: this is the only place from which they can know. */
static struct igd_gop_vbt igd_policy_vbt;

/* A VM has no lid, and its picture is not on a built-in panel that one could close. */
static uint64_t IGD_EFIAPI get_lid(uint32_t *ret)
{
	if (!ret)
		return IGD_EFI_INVALID_PARAMETER;
	*ret = IGD_POLICY_LID_OPEN;
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI get_vbt(uint64_t *ret_address, uint32_t *ret_size)
{
	if (!ret_address || !ret_size)
		return IGD_EFI_INVALID_PARAMETER;
	*ret_address = igd_policy_vbt.address;
	*ret_size = igd_policy_vbt.size;
	return IGD_EFI_SUCCESS;
}

static uint64_t IGD_EFIAPI get_dock(uint32_t status)
{
	(void)status;
	return IGD_EFI_UNSUPPORTED;
}

static const struct igd_policy policy = {
	.revision = IGD_POLICY_REVISION,
	.get_lid = get_lid,
	.get_vbt = get_vbt,
	.get_dock = get_dock,
};

/* The copy that ASLS points to is as long as QEMU's file. */
static bool find_vbt(const struct igd_origin *origin)
{
	uint32_t asls = igd_origin_read(origin, IGD_ASLS_AT), size;

	if (!igd_fw_cfg_is_there() || !igd_fw_cfg_open(IGD_OPREGION_FILE, &size)) {
		igd_say("no GOP policy: QEMU does not offer " IGD_OPREGION_FILE, NULL);
		return false;
	}
	if (!asls || (uint64_t)asls + size > UINT32_MAX) {
		igd_say("no GOP policy: ASLS %x is not the place of an OpRegion", IGD_VALUES(asls));
		return false;
	}
	if (!igd_gop_vbt_find((uint8_t *)(uintptr_t)asls, size, &igd_policy_vbt)) {
		igd_say("no GOP policy: the OpRegion at %x has no VBT that is sound",
			IGD_VALUES(asls));
		return false;
	}
	return true;
}

static bool find_device(void *image, const struct igd_efi_boot *boot, struct igd_origin *ret)
{
	if (!igd_origin_find(image, boot, ret)) {
		igd_say("no GOP policy: firmware does not say which device this is the ROM of",
			NULL);
		return false;
	}
	if (!igd_origin_is_display(ret)) {
		igd_say("no GOP policy: %i at %a is no display of Intel's",
			IGD_VALUES(ret->id, ret->place));
		return false;
	}
	return true;
}

static uint64_t install(void *image, const struct igd_efi_boot *boot)
{
	static const struct igd_efi_guid guid = IGD_POLICY_GUID;
	void *other;
	uint64_t r;

	if (!boot->locate_protocol(&guid, NULL, &other)) {
		igd_say("no GOP policy: there is one already", NULL);
		return IGD_EFI_UNSUPPORTED;
	}
	r = boot->install_protocol(&image, &guid, 0, &policy);
	if (r) {
		igd_say("no GOP policy: firmware does not take it (%x)", IGD_VALUES(r));
		return r;
	}
	igd_say("GOP policy: VBT of %d bytes at %x",
		IGD_VALUES(igd_policy_vbt.size, igd_policy_vbt.address));
	if (igd_policy_vbt.is_mended)
		igd_say("GOP policy: the VBT's checksum was wrong, and is mended", NULL);
	return IGD_EFI_SUCCESS;
}

uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system)
{
	struct igd_origin origin;

	if (!find_device(image, system->boot, &origin) || !find_vbt(&origin))
		return IGD_EFI_UNSUPPORTED;
	return install(image, system->boot);
}
