// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * problem - the problem codes of Windows' Device Manager, as far as an iGPU in a VM brings them about
 */
#include "facts/guest/problem.h"

#define CODE_43 43u
/* Win32_DeviceGuard VirtualizationBasedSecurityStatus: 0 off, 1 enabled, 2 running */
#define VBS_RUNS 2u

#define INSTALL                                                                                    \
	"Download Intel's graphics driver for this generation in Windows, and install it with "    \
	"\"clean installation\" ticked."
#define RESTART "Restart Windows (not only shut down: fast startup keeps the driver's state)."

/* Sources as problem.h says; what a row has besides is named with it. */
static const struct igd_problem rows[] = {
	{ 0, IGD_PROBLEM_NONE, "none", "it works", "Nothing." },
	{ 1, IGD_PROBLEM_DRIVER, "CM_PROB_NOT_CONFIGURED", "it has never been set up", INSTALL },
	{ 3, IGD_PROBLEM_DRIVER, "CM_PROB_OUT_OF_MEMORY",
		"its driver is damaged, or Windows is short of memory",
		"Give the VM 4 GiB or more. " INSTALL },
	/* S154: a BAR, the option ROM or the machine type is not what the driver expects. */
	{ 10, IGD_PROBLEM_DEVICE, "CM_PROB_FAILED_START",
		"its driver has tried to start it and failed",
		"Mend what `vm.recipe`, `vm.address`, `opregion.vm` and `rom.fits` find first; then "
		"restart the VM." },
	/* S155: the BARs do not fit below what the guest's firmware leaves, or above it. */
	{ 12, IGD_PROBLEM_DEVICE, "CM_PROB_NORMAL_CONFLICT",
		"Windows finds no room for its memory (BARs)",
		"Let OVMF place the BARs, on a Q35 machine; take emulated displays and devices with "
		"large BARs out of the VM; mend what `iommu.address-width` and `vm.recipe` find." },
	{ 14, IGD_PROBLEM_TRANSIENT, "CM_PROB_NEED_RESTART", "Windows has to be restarted for it",
		RESTART },
	{ 18, IGD_PROBLEM_DRIVER, "CM_PROB_REINSTALL", "its driver has to be installed again",
		INSTALL },
	{ 19, IGD_PROBLEM_DRIVER, "CM_PROB_REGISTRY", "its entries in the registry are damaged",
		INSTALL },
	{ 21, IGD_PROBLEM_TRANSIENT, "CM_PROB_WILL_BE_REMOVED", "Windows is about to remove it",
		RESTART },
	{ 22, IGD_PROBLEM_OTHER, "CM_PROB_DISABLED", "somebody has disabled it",
		"In Windows open the Device Manager, and choose \"Enable device\"." },
	{ 24, IGD_PROBLEM_DEVICE, "CM_PROB_DEVICE_NOT_THERE",
		"Windows remembers it, but it is not there, or does not answer",
		"Start the VM anew, from off. If it stays so, look at `vm.device` and `driver.reset`." },
	/* S156 */
	{ 28, IGD_PROBLEM_DRIVER, "CM_PROB_FAILED_INSTALL", "Windows has no driver for it",
		INSTALL },
	{ 31, IGD_PROBLEM_DRIVER, "CM_PROB_FAILED_ADD",
		"Windows cannot load the drivers that it takes", INSTALL },
	{ 32, IGD_PROBLEM_DRIVER, "CM_PROB_DISABLED_SERVICE", "its driver's service is disabled",
		INSTALL },
	{ 37, IGD_PROBLEM_DRIVER, "CM_PROB_FAILED_DRIVER_ENTRY",
		"its driver refused to begin: the wrong one, or a damaged one", INSTALL },
	{ 38, IGD_PROBLEM_TRANSIENT, "CM_PROB_DRIVER_FAILED_PRIOR_UNLOAD",
		"an earlier driver is still in memory", RESTART },
	/* S157: also what memory integrity (HVCI) keeps out. */
	{ 39, IGD_PROBLEM_DRIVER, "CM_PROB_DRIVER_FAILED_LOAD",
		"its driver is damaged, missing, or kept from loading", INSTALL },
	{ 43, IGD_PROBLEM_DEVICE, "CM_PROB_FAILED_POST_START",
		"its driver has reported a failure after the start",
		"Mend what `vm.recipe`, `opregion.vm` and `rom.fits` find first; then start the VM anew, "
		"from off." },
	{ 45, IGD_PROBLEM_OTHER, "CM_PROB_PHANTOM",
		"Windows remembers it from earlier; it is not there now",
		"Look in `vm.device` whether the VM that runs has it." },
	{ 47, IGD_PROBLEM_TRANSIENT, "CM_PROB_HELD_FOR_EJECT",
		"Windows has made it ready to be unplugged", RESTART },
	{ 48, IGD_PROBLEM_DRIVER, "CM_PROB_DRIVER_BLOCKED",
		"Windows blocks its driver, as one that is known to do harm", INSTALL },
	{ 52, IGD_PROBLEM_DRIVER, "CM_PROB_UNSIGNED_DRIVER",
		"its driver's signature is not accepted", INSTALL },
	{ 54, IGD_PROBLEM_TRANSIENT, "CM_PROB_DEVICE_RESET", "it has failed and is being reset",
		RESTART },
};

const struct igd_problem *igd_problem_rows(size_t *ret_count)
{
	*ret_count = sizeof(rows) / sizeof(*rows);
	return rows;
}

const struct igd_problem *igd_problem(uint32_t code)
{
	static const struct igd_problem other = { UINT32_MAX, IGD_PROBLEM_OTHER, "",
		"Windows has a problem with it that is not listed here",
		"Look the code up: learn.microsoft.com, \"Device Manager problem codes\"." };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].code == code)
			return &rows[i];
	}
	return &other;
}

const char *igd_problem_remedy(struct igd_host *host, const struct igd_problem *problem,
	const struct igd_windows *windows, const char **ret_seen)
{
	bool is_vbs = problem->code == CODE_43 && windows->has_vbs && windows->vbs == VBS_RUNS;
	bool is_hidden = problem->code == CODE_43 && windows->has_hypervisor == IGD_VM_NO;

	*ret_seen = "";
	if (is_vbs)
		*ret_seen = "; virtualization-based security runs in the guest, which is known to "
			    "bring it about";
	else if (is_hidden)
		*ret_seen =
			"; the hypervisor is hidden from Windows, which is known to bring it about";
	return igd_host_print(host, "%s%s%s",
		is_vbs ? "Switch virtualization-based security off in Windows first: Core isolation, "
			 "\"Memory integrity\" off, and `bcdedit /set hypervisorlaunchtype off`; then "
			 "restart it. "
		       : "",
		is_hidden
			? "Do not hide the hypervisor from the guest: `smbios.hypervisor` says what "
			  "Intel's driver expects. "
			: "",
		problem->remedy);
}
