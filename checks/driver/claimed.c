// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.claimed - is vfio-pci told to take the iGPU at boot?
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/claim.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"

static void advise(
	struct igd_finding *ret, const struct igd_igpu *igpu, const struct igd_claim *claim)
{
	bool is_builtin = claim->vfio == IGD_MODULE_BUILTIN;

	if (!is_builtin && !(claim->origin && strcmp(claim->origin, IGD_PROC_CMDLINE) == 0)) {
		igd_remedy(ret,
			"Tell vfio-pci to take it: {vfio-ids+ %04x:%04x}, then {initramfs} and {away}.",
			igpu->vendor, igpu->device);
		return;
	}
	igd_remedy(ret, "%s{vfio-ids+ %04x:%04x} and {away}.",
		is_builtin ? "Only the command line reaches a built-in vfio-pci: "
			   : "Tell vfio-pci to take it: ",
		igpu->vendor, igpu->device);
	igd_fix(ret, "kernel-cmdline.vfio");
}

static enum igd_verdict judge(
	struct igd_finding *ret, const struct igd_claim *claim, const char *id, const char *lapse)
{
	switch (claim->kind) {
	case IGD_CLAIM_NONE:
		return igd_fail(ret, "/etc/modprobe.d",
			"nothing tells vfio-pci to take %s at boot%s", id, lapse);
	case IGD_CLAIM_OTHER_IDS:
		return igd_fail(
			ret, claim->origin, "ids=%s does not name %s%s", claim->value, id, lapse);
	case IGD_CLAIM_REPLACED:
		igd_remedy(ret,
			"Write all ids into the one list in %s, and take the other one out.",
			claim->by);
		return igd_fail(ret, claim->by, "the ids= here replaces ids=%s of %s%s",
			claim->value, claim->origin, lapse);
	case IGD_CLAIM_IGNORED:
		return igd_fail(ret, claim->origin,
			"vfio-pci is built into this kernel, which ignores the ids= here%s", lapse);
	case IGD_CLAIM_COMMAND:
		return igd_unknown(ret, claim->origin,
			"modprobe runs a command to load vfio-pci: %s", claim->value);
	case IGD_CLAIM_IDS:
		return igd_pass(ret, claim->origin, "ids=%s", claim->value);
	case IGD_CLAIM_OVERRIDE:
		break;
	}
	return igd_pass(ret, claim->origin, "driverctl gives it to vfio-pci");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_claim *claim;
	const char *id, *lapse = "";

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	claim = &igd_claims_get(host)->vfio;
	if (claim->vfio == IGD_MODULE_UNKNOWN)
		return igd_unknown(
			ret, "/lib/modules", "the running kernel's modules are not there");
	if (claim->vfio == IGD_MODULE_ABSENT)
		return igd_na(
			ret, "/lib/modules", "this kernel has no vfio-pci (see driver.modules)");
	if (claim->value)
		igd_host_cite(host, claim->origin, "%s", claim->value);
	advise(ret, igpu, claim);
	if (claim->kind < IGD_CLAIM_COMMAND)
		lapse = igd_claim_lapse(host, "another driver");
	if (*lapse)
		igd_severity(ret, IGD_DEGRADED);
	id = igd_host_print(host, "%04x:%04x", igpu->vendor, igpu->device);
	return judge(ret, claim, id, lapse);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "modprobe.d(5)", "driverctl(8)",
	"https://github.com/ilayna/Single-GPU-passthrough-amd-nvidia/issues/28", NULL };

const struct igd_check igd_check_driver_claimed = {
	.id = "driver.claimed",
	.title = "vfio-pci is told to take the iGPU at boot",
	.why = "vfio-pci takes no device by itself: it has to be given the iGPU's id, in a place that this kernel reads.",
	.remedy = "Tell vfio-pci to take the iGPU, then {initramfs} and {away}.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "modprobe.vfio",
	.references = references,
	.run = run,
};
