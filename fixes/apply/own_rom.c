// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * own_rom - igd-doctor's own option ROM for this host's iGPU
 *
 * The bytes stand in the plan as a whole, as those of every other file: what a plan that was saved says is what is
 * installed, whichever igd-doctor carries it out.
 */
#include "fixes/apply/own_rom.h"

#include <errno.h>

#include "facts/host/igpu.h"
#include "fixes/oprom/pack.h"

int igd_own_rom(struct igd_host *host, struct igd_text *ret, struct igd_error *reterr)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	struct igd_oprom oprom = { 0 };
	int r;

	if (!igpu)
		return igd_error_set(reterr, ENODEV, "there is no Intel iGPU to make a ROM for");
	if (!igpu->model)
		return igd_error_set(reterr, EINVAL,
			"%04x:%04x is no iGPU that igd-doctor's own ROM is known to drive; `--rom FILE` "
			"names another ROM",
			igpu->vendor, igpu->device);
	r = igd_oprom_add_own(&oprom, reterr);
	if (r >= 0)
		r = igd_oprom_pack(&oprom, igpu->device, ret, reterr);
	igd_oprom_done(&oprom);
	return r;
}
