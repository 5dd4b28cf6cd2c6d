// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest.display-driver - does Windows run the iGPU without a problem code?
 *
 * The code is Windows' own verdict. That a picture is there says nothing: Windows shows one with a driver of its own.
 */
#include "checks/guest/area.h"
#include "facts/guest/problem.h"
#include "facts/guest/windows.h"

/* CM_PROB_FAILED_INSTALL */
#define NO_DRIVER 28u

static void cite_others(struct igd_host *host, const struct igd_windows *windows,
	const struct igd_windows_igpu *igpu)
{
	size_t i;

	for (i = 0; i < windows->adapter_count; i++) {
		const struct igd_windows_adapter *other = &windows->adapters[i];

		if (other != igpu->adapter)
			igd_host_cite(host, "Windows", "another display adapter: %s, code %u",
				other->name, other->code);
	}
}

static enum igd_verdict fail_code(struct igd_host *host, const struct igd_windows *windows,
	const struct igd_windows_igpu *igpu, struct igd_finding *ret)
{
	const struct igd_problem *problem = igd_problem(igpu->code);
	const char *version = igpu->adapter ? igpu->adapter->version : "";
	const char *status = igpu->adapter ? igpu->adapter->status : "", *seen;

	igd_remedy(ret, "%s", igd_problem_remedy(host, problem, windows, &seen));
	return igd_fail(ret, "Windows", "Code %u of %s: %s%s%s%s%s%s", igpu->code, igpu->name,
		problem->what, *version ? "; driver " : "", version, *status ? ", status " : "",
		status, seen);
}

static enum igd_verdict judge(struct igd_host *host, const struct igd_windows *windows,
	const struct igd_windows_igpu *igpu, struct igd_finding *ret)
{
	const char *version = igpu->adapter ? igpu->adapter->version : "";

	if (!igpu->has_code)
		return igd_unknown(
			ret, "Windows", "it does not say how it gets on with %s", igpu->name);
	if (igpu->code)
		return fail_code(host, windows, igpu, ret);
	if (!igpu->is_basic)
		return igd_pass(ret, "Windows", "%s works%s%s", igpu->name,
			*version ? ", driver " : "", version);
	igd_remedy(ret, "%s", igd_problem(NO_DRIVER)->remedy);
	return igd_fail(ret, "Windows",
		"Intel's driver is not installed: Windows shows a picture with its own, which does not "
		"use the GPU");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	enum igd_verdict verdict = IGD_UNKNOWN;
	const struct igd_windows *windows = igd_windows_examine(host, ret, &verdict);
	uint16_t id = windows ? igd_windows_igpu_id(host) : 0;
	struct igd_windows_igpu igpu;

	if (!windows)
		return verdict;
	if (!id)
		return igd_na(
			ret, igd_agent_get(host)->where, "the VM has not been given the iGPU");
	igpu = igd_windows_igpu(windows, id);
	cite_others(host, windows, &igpu);
	if (igpu.is_there)
		return judge(host, windows, &igpu, ret);
	if (!igd_windows_is_told(windows, IGD_WINDOWS_DEVICES) ||
		(!windows->adapter_count && !windows->device_count))
		return igd_unknown(ret, "Windows",
			"%s, so its management interface (WMI) did not answer",
			windows->adapter_count ? "it names no devices"
					       : "it names no display adapter at all");
	igd_remedy(ret, "Look at `vm.device` and `vm.address`; then start the VM anew, from off.");
	return igd_fail(ret, "Windows", "it does not see the iGPU (8086:%04x) at all", id);
}

const struct igd_check igd_check_guest_display_driver = {
	.id = "guest.display-driver",
	.title = "Windows runs the iGPU without a problem code",
	.why = "With a problem code in the Device Manager the iGPU does nothing: no picture of its own, "
	       "nothing to encode with. Code 43 is how Intel's driver gives up.",
	.remedy =
		"In Windows open the Device Manager, look at the display adapter, and mend what its "
		"problem code says.",
	.severity = IGD_BLOCKER,
	.references =
		(const char *const[]){
			"https://learn.microsoft.com/windows-hardware/drivers/install/device-manager-error-messages",
			NULL },
	.run = run,
};
