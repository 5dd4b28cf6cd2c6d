// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms.host - is as much memory set aside for the iGPU as a VM can do with?
 *
 * The VM sees firmware's size, and its own firmware has to find as much in one piece below 4 GiB (VfioIgdPkg
 * IgdAssignment.c SetupVmBDSM(); "failed to allocate BDSM", gangqizai/igd#20). Its users advise 64 MiB and not more;
 * above 256 MiB is where it is told here, as below that there is room in the 2 GiB of a q35 VM. 32 MiB was too
 * little for a host's display engine behind the IOMMU (QubesOS/qubes-issues#11094).
 */
#include "checks/gms/area.h"
#include "facts/firmware/gms.h"

#define SMALLEST 33u
#define LARGEST 256u

static enum igd_verdict judge(
	const struct igd_igpu *igpu, const char *where, unsigned mib, struct igd_finding *ret)
{
	if (!mib)
		return igd_fail(ret, where, "none is set aside");
	if (mib < SMALLEST) {
		igd_severity(ret, IGD_HINT);
		return igd_fail(ret, where,
			"%u MiB: little for large displays, and known to stall the host's display "
			"behind the IOMMU",
			mib);
	}
	if (igd_bdsm_form(igpu->model) == IGD_BDSM_NONE)
		return igd_pass(ret, where,
			"%u MiB behind BAR 2: the VM's firmware need not find room for it", mib);
	if (mib > LARGEST)
		return igd_fail(ret, where,
			"%u MiB: the VM's firmware has to find as much in one piece below 4 GiB",
			mib);
	return igd_pass(ret, where, "%u MiB", mib);
}

/* The registers could not be read: what the kernel has noted. */
static enum igd_verdict judge_noted(struct igd_host *host, const struct igd_igpu *igpu,
	const struct igd_graphics_config *config, struct igd_finding *ret)
{
	uint64_t size = igd_stolen_in_iomem(host);

	if (size)
		return judge(igpu, "/proc/iomem", (unsigned)(size >> 20), ret);
	size = igd_stolen_in_log(host);
	if (size)
		return judge(igpu, "kernel log", (unsigned)(size >> 20), ret);
	return igd_unknown(ret, config->path, "%s", igd_graphics_config_missing(host, config));
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_graphics_config *config = igd_graphics_config(host);
	enum igd_gms_coding coding;
	uint64_t noted;
	unsigned mib;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	coding = igd_gms_coding(igpu->model);
	if (config->state != IGD_CONFIG_SPACE_READ || coding == IGD_GMS_UNKNOWN)
		return judge_noted(host, igpu, config, ret);
	if (!igd_gms_size(coding, config->ggc, &mib))
		return igd_unknown(ret, config->path,
			"GGC is %04x: its size code %x is none of %s's", config->ggc,
			igd_gms_code(coding, config->ggc), igpu->model->platform);
	noted = igd_stolen_in_iomem(host);
	if (noted && noted >> 20 != mib)
		return igd_unknown(ret, config->path,
			"GGC says %u MiB, but the kernel found %u MiB when it was booted", mib,
			(unsigned)(noted >> 20));
	return judge(igpu, config->path, mib, ret);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "QEMU docs/igd-assign.txt",
	"https://github.com/gangqizai/igd/issues/20",
	"https://github.com/QubesOS/qubes-issues/issues/11094", NULL };

const struct igd_check igd_check_gms_host = {
	.id = "gms.host",
	.title = "Stolen memory set in firmware suits the VM",
	.why = "The iGPU works with memory that firmware sets aside. The VM sees the same size, and its firmware has "
	       "to set as much aside below 4 GiB: without any the Windows driver stops with Code 43, and too much "
	       "leaves a garbled screen.",
	.remedy =
		"In firmware setup set the iGPU's pre-allocated memory (\"DVMT Pre-Allocated\") to 64M and reboot. "
		"Where that cannot be set, give the VM's iGPU the property `x-igd-gms=2` (64 MiB; QEMU 9.2 "
		"ignores it) and the VM at least 4 GiB of memory.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
