// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * display - stands in for Intel's GOP driver in a ROM: it asks the policy what a GOP driver would ask, and says what it
 * was told
 *
 * Intel's is proprietary. It has the name and the table of devices by which `rom --build --add` knows a GOP driver.
 */
#include <stdbool.h>
#include <stddef.h>

#include "facts/firmware/gms_size.h"
#include "fixes/oprom/fw_cfg.h"
#include "fixes/oprom/origin.h"
#include "fixes/oprom/policy.h"
#include "fixes/oprom/say.h"

extern const uint16_t igd_display_name[], igd_display_devices[];
const uint16_t igd_display_name[] = u"Intel(R) GOP Driver";
const uint16_t igd_display_devices[] = { 0x4680, 0x4682, 0x4688, 0x468a, 0x4690, 0x4692, 0x4693,
	0x468b, 0 };

/* Of two parts: it is by the whole name that `rom` knows what sets the OpRegion up, which this is not. */
static bool open_opregion(uint32_t *ret_size)
{
	static const char parts[] = "etc/igd-\0opregion";
	char name[sizeof(parts)];
	unsigned i, at = 0;

	for (i = 0; i < sizeof(parts); i++)
		if (parts[i] || i == sizeof(parts) - 1)
			name[at++] = parts[i];
	return igd_fw_cfg_open(name, ret_size);
}

/* Whether the bytes there are those at that place of QEMU's OpRegion. */
static bool is_equal(uint64_t address, uint64_t offset, uint32_t size)
{
	const uint8_t *vbt = (const uint8_t *)(uintptr_t)address;
	uint32_t all, i;
	uint8_t byte;

	if (!open_opregion(&all) || offset > all || size > all - offset)
		return false;
	for (; offset; offset--)
		igd_fw_cfg_read(&byte, 1);
	for (i = 0; i < size; i++) {
		igd_fw_cfg_read(&byte, 1);
		if (vbt[i] != byte)
			return false;
	}
	return true;
}

static void say_policy(const struct igd_policy *policy, uint64_t asls)
{
	uint64_t address = 0, r;
	uint32_t size = 0, lid = 0;

	r = policy->get_lid(&lid);
	igd_say("revision=%d lid=%d status=%x", IGD_VALUES(policy->revision, lid, r));
	r = policy->get_vbt(&address, &size);
	igd_say("vbt=%x offset=%d size=%d equal=%d status=%x",
		IGD_VALUES(address, address - asls, size,
			!r && size && is_equal(address, address - asls, size), r));
	igd_say("dock=%x", IGD_VALUES(policy->get_dock(0)));
}

uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system)
{
	static const struct igd_efi_guid guid = IGD_POLICY_GUID;
	struct igd_origin origin;
	void *policy;

	if (!igd_origin_find(image, system->boot, &origin))
		return IGD_EFI_UNSUPPORTED;
	if (system->boot->locate_protocol(&guid, NULL, &policy))
		igd_say("no policy", NULL);
	else
		say_policy(policy, igd_origin_read(&origin, IGD_ASLS_AT));
	return IGD_EFI_UNSUPPORTED;
}
