// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot.sane - does the running command line hold damaged, void or harmful arguments?
 *
 * What guides add out of habit and what neither helps nor hurts (symptoms 1.J) is mentioned, not failed.
 */
#include "checks/boot/area.h"
#include "facts/boot/lint.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"

static enum igd_verdict conclude(
	struct igd_host *host, struct igd_finding *ret, const struct igd_lint *lint)
{
	IGD_AUTOTEXT struct igd_text remedy = { 0 };
	enum igd_severity severity = IGD_HINT;
	const char *what = "", *fix = NULL;
	size_t i;

	for (i = 0; i < lint->count; i++) {
		what = igd_host_print(host, "%s%s%s", what, i ? "; " : "", lint->problems[i].what);
		if (lint->problems[i].severity > severity)
			severity = lint->problems[i].severity;
		if (lint->problems[i].surplus)
			fix = "kernel-cmdline.clean";
	}
	igd_severity(ret, severity);
	igd_fix(ret, fix);
	igd_lint_remedy(lint, &remedy);
	igd_remedy(ret, "%s", remedy.text);
	return igd_fail(ret, IGD_PROC_CMDLINE, "%s", what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_lint *lint;
	const char *text, *off;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	text = igd_host_line(host, IGD_PROC_CMDLINE);
	if (!text)
		return igd_unknown(ret, IGD_PROC_CMDLINE, "absent: /proc is not mounted");
	lint = igd_lint_get(host);
	if (lint->count)
		return conclude(host, ret, lint);
	off = igd_iommu_argument(host, "intel_iommu", "igfx_off");
	if (off)
		return igd_pass(ret, IGD_PROC_CMDLINE,
			"nothing damaged or void; what %s does is said by iommu.graphics", off);
	if (lint->unneeded.size)
		return igd_pass(ret, IGD_PROC_CMDLINE,
			"nothing damaged; not needed for an iGPU: %s", lint->unneeded.text);
	return igd_pass(ret, IGD_PROC_CMDLINE, "nothing damaged, void or harmful");
}

const struct igd_check igd_check_boot_sane = {
	.id = "boot.sane",
	.title = "The command line has no damaged, void or harmful arguments",
	.why = "Web forums damage kernel arguments (`:off` becomes a picture), and guides copy arguments that this "
	       "kernel does not have. Neither is reported by the kernel, so they look as if they worked.",
	.remedy =
		"Take such arguments out of the kernel command line in your boot loader's configuration.",
	.severity = IGD_DEGRADED,
	.needs = (const char *const[]){ "platform.igpu", NULL },
	.fix = "kernel-cmdline.clean",
	.references =
		(const char *const[]){ "https://docs.kernel.org/admin-guide/kernel-parameters.html",
			"https://forum.proxmox.com/threads/180742", NULL },
	.run = run,
};
