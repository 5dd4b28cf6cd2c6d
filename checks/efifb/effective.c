// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efifb.effective - does what is configured against the firmware's framebuffer work on this kernel?
 *
 * Seen by effect first: is a driver on the framebuffer in spite of it? Only then, and only for the arguments
 * that are there, by what the kernel was built with.
 */
#include <string.h>

#include "checks/efifb/area.h"
#include "facts/host/boot_argument.h"
#include "facts/host/framebuffer.h"
#include "facts/host/igpu.h"

static enum igd_verdict judge_in_use(struct igd_host *host, struct igd_finding *ret,
	const struct igd_boot_device *device, const struct igd_argument *argument)
{
	const char *where = igd_host_print(host, IGD_PLATFORM_DEVICES "/%s", device->name);

	if (strcmp(argument->name, "video") != 0)
		igd_fix(ret, NULL);
	if (strcmp(argument->name, "video") != 0)
		igd_remedy(ret,
			"This kernel makes the framebuffer in spite of it. If efifb.released fails, as root "
			"at each boot: `echo %s > /sys/bus/platform/drivers/%s/unbind`.",
			device->name, device->driver);
	else
		igd_remedy(ret,
			"The driver %s does not %s: {kernel-arg- %s}; if efifb.released fails, "
			"{kernel-arg+ initcall_blacklist=sysfb_init} and reboot.",
			device->user, device->is_drm ? "read `video=`" : "heed this argument",
			argument->text);
	return igd_fail(ret, where, "%s drives %s in spite of %s", device->user, device->name,
		argument->text);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_boot_device *device;
	const struct igd_argument *argument;
	bool is_vain = false;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	argument = igd_boot_argument(host, &is_vain);
	if (!argument)
		return igd_na(ret, IGD_PROC_CMDLINE, "nothing is configured against it");
	device = igd_boot_device_in_use(host);
	if (device)
		return judge_in_use(host, ret, device, argument);
	if (!is_vain)
		return igd_pass(ret, IGD_PROC_CMDLINE,
			"%s is given, and no driver is on a firmware framebuffer", argument->text);
	igd_severity(ret, IGD_HINT);
	igd_remedy(ret, "{kernel-arg- %s}; it is not needed.", argument->text);
	return igd_fail(ret, IGD_PROC_CMDLINE,
		"%s does nothing on this kernel; no driver is on a firmware framebuffer anyway",
		argument->text);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/siderolabs/talos/issues/14356",
	"https://docs.kernel.org/fb/efifb.html", NULL };

const struct igd_check igd_check_efifb_effective = {
	.id = "efifb.effective",
	.title = "What is configured against the firmware's framebuffer works on this kernel",
	.why = "An argument that this kernel ignores gives a false certainty: the framebuffer stays, and the "
	       "search for the fault goes elsewhere.",
	.remedy =
		"Take it out of the kernel command line. If efifb.released fails, its remedy names what "
		"this kernel honours.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.fix = "kernel-cmdline.framebuffer",
	.references = references,
	.run = run,
};
