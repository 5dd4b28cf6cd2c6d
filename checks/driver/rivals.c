// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.rivals - can i915 or xe take the iGPU before vfio-pci?
 *
 * That such a driver exists is no fault: what counts is that it is kept away, or that vfio-pci is there first.
 */
#include "checks/driver/area.h"
#include "facts/host/claim.h"
#include "facts/host/igpu.h"

static enum igd_verdict judge_free(struct igd_host *host, struct igd_finding *ret,
	const struct igd_rival *rival, const struct igd_rival *other)
{
	unsigned device = igd_igpu_get(host)->device;
	const char *name = rival->name, *then = igd_claim_lapse(host, name);

	igd_severity(ret, *then ? IGD_DEGRADED : IGD_BLOCKER);
	if (rival->is_builtin) {
		igd_remedy(ret,
			"A built-in driver cannot be blacklisted: {kernel-arg+ %s.force_probe=!%04x} and {away}.",
			name, device);
		igd_fix(ret, "kernel-cmdline.vfio");
		return igd_fail(ret, name, "%s is built in and takes the iGPU first%s", name, then);
	}
	igd_remedy(ret,
		"Have vfio-pci loaded first: {modprobe softdep %1$s pre: vfio-pci}; or keep %1$s "
		"away from this device alone: {kernel-arg+ %1$s.force_probe=!%2$04x}. Then {initramfs} and {away}.",
		name, device);
	if (other->state == IGD_RIVAL_BLOCKED)
		return igd_fail(ret, name,
			"%s is kept away (%s), but nothing keeps %s from taking the iGPU%s",
			other->name, other->by, name, then);
	return igd_fail(
		ret, name, "nothing keeps %s from taking the iGPU before vfio-pci%s", name, then);
}

static enum igd_verdict judge_shy(
	struct igd_finding *ret, const struct igd_rival *xe, const struct igd_rival *other)
{
	igd_severity(ret, IGD_DEGRADED);
	igd_remedy(ret,
		"{modprobe softdep %1$s pre: vfio-pci}, or blacklist %1$s as well: {modprobe blacklist %1$s}. Then {initramfs} and {away}.",
		xe->name);
	return igd_fail(ret, xe->name,
		"%s is kept away (%s), and %s, which matches too, only by its default setting",
		other->name, other->by, xe->name);
}

static const char *explain(struct igd_host *host, const struct igd_rival *rival)
{
	if (rival->state == IGD_RIVAL_BLOCKED)
		return igd_host_print(host, "%s is kept away by %s", rival->name, rival->by);
	if (rival->state == IGD_RIVAL_SECOND)
		return igd_host_print(host, "%s comes second: %s", rival->name, rival->by);
	if (rival->state == IGD_RIVAL_SHY)
		return igd_host_print(host,
			"%s leaves this iGPU alone unless force_probe= names it", rival->name);
	return "";
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_rival *i915, *xe;
	const char *first, *second;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (igd_modules_get(host)->is_missing)
		return igd_unknown(ret, "/lib/modules", "no modules of the running kernel");
	i915 = &igd_claims_get(host)->rivals[0];
	xe = &igd_claims_get(host)->rivals[1];
	if (i915->state == IGD_RIVAL_FREE)
		return judge_free(host, ret, i915, xe);
	if (xe->state == IGD_RIVAL_FREE)
		return judge_free(host, ret, xe, i915);
	if (xe->state == IGD_RIVAL_SHY && i915->state == IGD_RIVAL_BLOCKED)
		return judge_shy(ret, xe, i915);
	first = explain(host, i915);
	second = explain(host, xe);
	if (!*first && !*second)
		first = "neither i915 nor xe is a driver for this iGPU here";
	return igd_pass(
		ret, "/lib/modules", "%s%s%s", first, *first && *second ? "; " : "", second);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/strongtz/i915-sriov-dkms/pull/247",
	NULL };

const struct igd_check igd_check_driver_rivals = {
	.id = "driver.rivals",
	.title = "Neither i915 nor xe can take the iGPU first",
	.why = "Whichever driver is first keeps the iGPU; taking it from i915 or xe later often hangs.",
	.remedy = "Have vfio-pci loaded before i915 and xe, or keep both from the device.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "modprobe.vfio",
	.references = references,
	.run = run,
};
