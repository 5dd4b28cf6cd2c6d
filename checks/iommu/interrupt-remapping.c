// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.interrupt-remapping - do devices' interrupts go through the IOMMU?
 *
 * By effect: the names of the interrupt chips in /proc/interrupts begin with "IR-" then, everybody may read them,
 * and unlike the line in the kernel log they do not go away. The log is asked only where that file is not there.
 */
#include <string.h>

#include "checks/iommu/area.h"
#include "facts/firmware/dmar.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/log/kernel_log.h"

#define INTERRUPTS "/proc/interrupts"
/* Linux 5.15 to 7.1 drivers/iommu/intel/irq_remapping.c intel_enable_irq_remapping() */
#define LOG_LINE "DMAR-IR: Enabled IRQ remapping in "

/* Why not. The unit's own word is asked last: it is about hardware, and nothing can be done. */
static enum igd_verdict explain(
	struct igd_host *host, const struct igd_igpu *igpu, struct igd_finding *ret)
{
	const char *argument = igd_iommu_argument(host, "intremap", "off");
	const char *unit = igd_iommu_unit(host, igpu->address);
	const struct igd_dmar *dmar;
	uint64_t ecap;

	if (!argument && igd_cmdline_get(host, "nointremap"))
		argument = "nointremap";
	if (argument) {
		igd_remedy(ret, "{kernel-arg- %s} and reboot.", argument);
		return igd_fail(ret, IGD_PROC_CMDLINE, "%s switches it off", argument);
	}
	if (unit && igd_iommu_register(host, unit, "ecap", &ecap) &&
		!igd_ecap_remaps_interrupts(ecap))
		return igd_fail(ret, unit, "this IOMMU cannot remap interrupts");
	dmar = igd_dmar_get(host);
	igd_host_forgive(
		host, IGD_ACPI_DMAR); /* for root only, and the verdict stands without it */
	if (dmar && !dmar->has_interrupt_remapping)
		return igd_fail(ret, IGD_ACPI_DMAR, "firmware does not offer it (INTR_REMAP is 0)");
	return igd_fail(ret, INTERRUPTS, "interrupts are not remapped");
}

/* Without /proc/interrupts. */
static enum igd_verdict ask_log(
	struct igd_host *host, const struct igd_igpu *igpu, struct igd_finding *ret)
{
	const struct igd_log_line *line = igd_kernel_log_find(host, LOG_LINE);
	const struct igd_kernel_log *log = igd_kernel_log_get(host);

	if (!line && !log->is_complete)
		return igd_unknown(ret, log->path ? log->path : "/dev/kmsg",
			"the kernel's message of it is no longer, or not, in the kernel log");
	igd_host_forgive(host, INTERRUPTS);
	return line ? igd_pass(ret, log->path, "%s", line->text) : explain(host, igpu, ret);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *text;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	text = igd_host_text(host, INTERRUPTS);
	if (text && (strstr(text, " IR-IO-APIC") || strstr(text, " IR-PCI-MSI"))) {
		igd_host_cite(host, INTERRUPTS, "IR-IO-APIC or IR-PCI-MSI");
		return igd_pass(ret, INTERRUPTS, "interrupts are remapped");
	}
	if (text && (strstr(text, " IO-APIC") || strstr(text, " PCI-MSI")))
		return explain(host, igpu, ret);
	return ask_log(host, igpu, ret);
}

static const char *const needs[] = { "platform.igpu", "iommu.enabled", NULL };

const struct igd_check igd_check_iommu_interrupt_remapping = {
	.id = "iommu.interrupt-remapping",
	.title = "Interrupts are remapped",
	.why = "A device writes its interrupts to memory. Unless the IOMMU remaps these writes, a VM could forge "
	       "any interrupt of the host, so the kernel refuses it the device: \"No interrupt remapping "
	       "support\", \"failed to set iommu for container: Operation not permitted\".",
	.remedy =
		"Switch on `VT-d` and, where it is offered, `x2APIC` or `Interrupt Remapping` in firmware setup, "
		"update the firmware, and read `dmesg | grep DMAR-IR`. Forum posts name "
		"`vfio_iommu_type1.allow_unsafe_interrupts=1`: it does not mend this, it takes the "
		"protection away.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.run = run,
};
