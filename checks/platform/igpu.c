// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.igpu - is there an Intel iGPU, and which one?
 *
 * The processor is asked only to explain a "no": it may be another maker's, one without graphics, or virtual.
 */
#include "facts/host/igpu.h"

#include <string.h>

#include "checks/platform/area.h"
#include "facts/host/cpu.h"
#include "facts/host/pci.h"

#define PCI_DEVICES "/sys/bus/pci/devices"

/* "i7-12700KF", "i9-9900KF CPU @ 3.60GHz", "Core(TM) Ultra 7 265KF": a word that ends in a digit or K, and F. */
static bool has_no_graphics(const char *name)
{
	size_t length;

	for (; *name; name += length, name += strspn(name, " ")) {
		length = strcspn(name, " ");
		if (length > 3 && name[length - 1] == 'F' &&
			strchr("0123456789K", name[length - 2]))
			return true;
	}
	return false;
}

static enum igd_verdict explain_none(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_cpu *cpu = igd_cpu_get(host);

	/* It explains only; the verdict stands without it. */
	igd_host_forgive(host, IGD_PROC_CPUINFO);
	igd_host_forgive(host, "cpu");
	if (cpu->has_hypervisor) {
		igd_remedy(ret,
			"Run this on the machine itself, not in a virtual machine. A recording "
			"of another machine is examined with `igd-doctor check --from FILE`.");
		return igd_fail(ret, PCI_DEVICES,
			"no Intel display device on bus 0: this is itself a virtual machine");
	}
	if (*cpu->vendor && strcmp(cpu->vendor, "GenuineIntel") != 0) {
		igd_remedy(ret, "Nothing can be done: this program is about Intel graphics only.");
		return igd_fail(ret, PCI_DEVICES,
			"no Intel display device on bus 0: the processor is not Intel's (%s)",
			cpu->vendor);
	}
	if (has_no_graphics(cpu->name)) {
		igd_remedy(ret,
			"Nothing can be done with this processor: models that end in F have no "
			"graphics.");
		return igd_fail(ret, PCI_DEVICES,
			"no Intel display device on bus 0: a processor of this name has no graphics (%s)",
			cpu->name);
	}
	return igd_fail(ret, PCI_DEVICES, "no Intel display device on bus 0");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);

	if (!igpu)
		return explain_none(host, ret);
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
	.remedy =
		"Switch the integrated graphics on in firmware setup (\"Internal Graphics\", \"iGPU "
		"Multi-Monitor\"). With a graphics card in the machine many boards switch it off.",
	.severity = IGD_BLOCKER,
	.run = run,
};
