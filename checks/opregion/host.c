// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion.host - did firmware leave an OpRegion, and will vfio-pci show it to a VM?
 *
 * ASLS settles a "no". What vfio-pci offers settles the rest, its region being what QEMU copies; but to see that
 * resets the iGPU, so it is asked only with `--probe`. Else memory or the display driver tells what is at ASLS, and
 * the kernel's version and configuration what vfio-pci would do with it. (Linux 7.1 drivers/vfio/pci/vfio_pci_igd.c.)
 */
#include <inttypes.h>

#include "checks/opregion/area.h"
#include "facts/firmware/gms.h"
#include "facts/firmware/opregion.h"
#include "facts/firmware/opregion_obstacle.h"

static enum igd_verdict none(struct igd_finding *ret, const char *where, const char *what)
{
	return igd_fail(ret, where, "firmware left none: %s", what);
}

static enum igd_verdict seen(
	struct igd_host *host, struct igd_finding *ret, enum igd_vfio_state vfio)
{
	const struct igd_opregion_found *found = igd_opregion_get(host);
	const struct igd_graphics_config *config = igd_graphics_config(host);
	const struct igd_opregion *opregion = &found->opregion;

	if (found->state == IGD_OPREGION_FOUND)
		return igd_pass(ret, found->where, "version %u.%u, %zu KiB%s%s", opregion->major,
			opregion->minor, opregion->size >> 10,
			*opregion->gop_version ? ", of firmware's graphics driver " : "",
			opregion->gop_version);
	if (found->state == IGD_OPREGION_MALFORMED)
		return igd_fail(
			ret, found->where, "no OpRegion where ASLS points: %s", found->problem);
	if (config->state != IGD_CONFIG_SPACE_READ)
		return igd_unknown(
			ret, config->path, "%s", igd_graphics_config_missing(host, config));
	if (vfio == IGD_VFIO_IN_USE)
		return igd_pass(ret, config->path,
			"ASLS is %08" PRIx32
			", and a VM has the iGPU, which vfio-pci opens only with a "
			"sound one",
			config->asls);
	if (found->error)
		igd_host_stick(host, found->where, found->error);
	return igd_unknown(ret, config->path,
		"ASLS is %08" PRIx32 "; what is there cannot be looked at now: %s%s%s",
		config->asls, found->hidden ? found->hidden : "", found->hidden ? ", and " : "",
		igd_vfio_state_text(vfio));
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_graphics_config *config = igd_graphics_config(host);
	struct igd_opregion_obstacle obstacle;
	enum igd_vfio_state vfio;
	const struct igd_bytes *bytes;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (config->state == IGD_CONFIG_SPACE_READ && (!config->asls || !~config->asls))
		return none(ret, config->path, config->asls ? "ASLS is ffffffff" : "ASLS is 0");
	vfio = igd_vfio_opregion(host, igpu->address, &bytes);
	if (igd_opregion_obstacle(host, vfio, &obstacle)) {
		if (obstacle.is_expected && vfio == IGD_VFIO_UNASKED)
			return igd_unknown(ret, obstacle.where, "%s; vfio-pci could not be asked",
				obstacle.what);
		igd_remedy(ret, "%s", obstacle.remedy);
		return igd_fail(ret, obstacle.where, "%s", obstacle.what);
	}
	if (vfio == IGD_VFIO_ABSENT)
		return none(ret, igd_vfio_opregion_path(host, igpu->address),
			"vfio-pci offers no region");
	return seen(host, ret, vfio);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "Linux drivers/vfio/pci/vfio_pci_igd.c",
	"QEMU docs/igd-assign.txt", NULL };

const struct igd_check igd_check_opregion_host = {
	.id = "opregion.host",
	.title = "Firmware left an OpRegion for the iGPU",
	.why = "In the OpRegion firmware tells the graphics driver what outputs the board has. QEMU copies it into "
	       "the VM from vfio-pci; without it the Windows driver stops with Code 43.",
	.remedy =
		"In firmware setup enable the internal graphics (\"IGD Multi-Monitor\") and make it the primary "
		"display (\"Primary Display: IGFX\"), switch CSM off, and reboot.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
