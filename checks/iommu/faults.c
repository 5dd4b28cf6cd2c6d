// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.faults - does the iGPU keep reaching for memory that it is not given?
 *
 * By rate and time, not by presence: a burst while booting and a handful when a VM starts are harmless. A log that
 * has lost its beginning still counts: what it shows is there, and a stream that goes on is in what is left.
 */
#include <inttypes.h>

#include "checks/iommu/area.h"
#include "facts/host/igpu.h"
#include "facts/log/dmar_faults.h"

static enum igd_verdict fail(
	struct igd_finding *ret, const char *where, const struct igd_dmar_faults *faults)
{
	if (faults->first < 0)
		return igd_fail(ret, where, "a stream of %zu DMA faults, and %" PRIu64 " not shown",
			faults->lines, faults->suppressed);
	return igd_fail(ret, where,
		"a stream of DMA faults from %.0f to %.0f s after boot: %zu shown, %" PRIu64 " not",
		faults->first, faults->last, faults->lines, faults->suppressed);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_kernel_log *log;
	struct igd_dmar_faults faults;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	log = igd_kernel_log_get(host);
	if (!log->path)
		return igd_unknown(ret, "/dev/kmsg", "there is no kernel log");
	faults = igd_dmar_faults(log->lines, log->count, igpu->address);
	if (!faults.count)
		return igd_pass(ret, log->path, "no DMA fault of the iGPU%s",
			log->is_complete ? "" : " in what is left of the kernel log");
	igd_host_cite(host, log->path, "%s", faults.sample->text);
	if (faults.is_stream)
		return fail(ret, log->path, &faults);
	if (faults.early == faults.count)
		return igd_pass(ret, log->path,
			"%zu DMA faults while booting, none since: harmless, it is firmware's picture",
			faults.count);
	return igd_pass(
		ret, log->path, "%zu DMA faults, but no stream of them: harmless", faults.count);
}

static const char *const needs[] = { "platform.igpu", "iommu.enabled", NULL };
static const char *const references[] = { "https://github.com/tomitamoeko/VfioIgdPkg/issues/5",
	NULL };

const struct igd_check igd_check_iommu_faults = {
	.id = "iommu.faults",
	.title = "The iGPU causes no stream of DMA faults",
	.why = "A stream means that the driver in the VM uses addresses of the host, mostly of stolen memory: "
	       "the picture flickers, and handling the faults costs the whole host time.",
	.remedy =
		"Use QEMU 10.1 or newer for the VM without `x-igd-gms`, set `DVMT Pre-Allocated` in firmware "
		"setup to its smallest value (32M or 64M), and follow one recipe as a whole. If no VM "
		"runs, reboot: the display engine was left running by firmware or by a driver.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
