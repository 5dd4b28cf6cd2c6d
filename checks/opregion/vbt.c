// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion.vbt - does the VBT declare the board's outputs?
 *
 * The OpRegion's, as a VM gets it; else the one that the host's driver uses. An output that is not
 * declared does not exist for the guest's driver, whatever is plugged in.
 */
#include "checks/opregion/area.h"
#include "facts/firmware/opregion.h"
#include "facts/firmware/opregion_vfio.h"
#include "facts/host/igpu.h"

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_vbt_found *found, struct igd_finding *ret)
{
	IGD_AUTOFREE char *names = igd_vbt_output_names(&found->vbt);

	igd_host_cite(host, found->where, "%s, BDB version %u, %zu blocks, checksum %s",
		*found->vbt.product ? found->vbt.product : "$VBT", found->vbt.bdb_version,
		found->vbt.block_count, found->vbt.is_checksum_right ? "right" : "wrong");
	if (igd_vbt_has_outputs(&found->vbt))
		return igd_pass(
			ret, found->where, "VBT %u declares %s", found->vbt.bdb_version, names);
	igd_remedy(ret,
		"In firmware setup enable the internal graphics with its outputs (no \"headless\" mode) and "
		"update the firmware. Without an output the VM can still compute and encode, but needs a "
		"virtual display.");
	return igd_fail(ret, found->where, "VBT %u declares no outputs", found->vbt.bdb_version);
}

static enum igd_verdict unseen(struct igd_host *host, const struct igd_igpu *igpu,
	const struct igd_vbt_found *found, struct igd_finding *ret)
{
	const struct igd_opregion_found *opregion = igd_opregion_get(host);
	const struct igd_bytes *bytes;
	enum igd_vfio_state vfio = igd_vfio_opregion(host, igpu->address, &bytes);

	if (opregion->state == IGD_OPREGION_FOUND)
		return igd_unknown(ret, opregion->where,
			"it lies outside the OpRegion, where only vfio-pci shows it: %s",
			igd_vfio_state_text(vfio));
	if (found->error)
		igd_host_stick(host, found->where, found->error);
	return igd_unknown(ret, found->where, "nobody can show it now: %s%s%s",
		opregion->hidden ? opregion->hidden : "", opregion->hidden ? ", and " : "",
		igd_vfio_state_text(vfio));
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_vbt_found *found;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	found = igd_vbt_get(host);
	if (found->state == IGD_OPREGION_FOUND)
		return judge(host, found, ret);
	if (found->state == IGD_OPREGION_MALFORMED)
		return igd_fail(ret, found->where, "no valid VBT: %s", found->problem);
	return unseen(host, igpu, found, ret);
}

static const char *const needs[] = { "platform.igpu", "opregion.host", NULL };
static const char *const references[] = { "Linux drivers/gpu/drm/i915/display/intel_bios.c", NULL };

const struct igd_check igd_check_opregion_vbt = {
	.id = "opregion.vbt",
	.title = "The OpRegion holds a valid VBT",
	.why = "The Video BIOS Table lists the board's outputs and how they are wired. The guest's driver shows a "
	       "picture only on what is listed there, and firmware drivers (GOP) refuse to start without it.",
	.remedy =
		"Set the firmware to its defaults, enable the internal graphics, and update the firmware.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
