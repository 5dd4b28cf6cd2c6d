// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.igpu - is there an Intel iGPU, and which one?
 */
#include "checks/platform/area.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);

	if (!igpu)
		return igd_fail(ret, "/sys/bus/pci/devices", "no Intel display device on bus 0");
	igd_host_cite(host, igd_pci_path(host, igpu->address, ""), "%04x:%04x class %04x",
		igpu->vendor, igpu->device, igpu->class_code);
	if (!igpu->model)
		return igd_unknown(ret, igpu->address,
			"%04x:%04x is not in the table of known Intel graphics", igpu->vendor,
			igpu->device);
	return igd_pass(ret, igpu->address, "%04x:%04x %s%s%s%s", igpu->vendor, igpu->device,
		igpu->model->platform, igpu->model->name ? " (" : "",
		igpu->model->name ? igpu->model->name : "", igpu->model->name ? ")" : "");
}

const struct igd_check igd_check_platform_igpu = {
	.id = "platform.igpu",
	.title = "The machine has an Intel iGPU of a known generation",
	.why = "Everything else is about handing this device to a VM; without it there is nothing to "
	       "hand over.",
	.remedy = "Switch the integrated graphics on in firmware setup (\"Internal Graphics\", \"iGPU "
		  "Multi-Monitor\"). A processor whose name ends in F has none.",
	.severity = IGD_BLOCKER,
	.run = run,
};
