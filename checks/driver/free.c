// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.free - does anybody hold the iGPU open?
 *
 * Asked only while a graphics driver has it: under vfio-pci the one that holds it is QEMU, which is as it
 * should be. The driver's reference count says for everybody whether it is in use; who does, the kernel tells
 * root alone.
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/holders.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

static enum igd_verdict name_holders(struct igd_host *host, struct igd_finding *ret,
	const char *path, const struct igd_holders *holders)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < holders->count && i < 6; i++)
		text = igd_host_print(host, "%s%s%s (%u)", text, i ? ", " : "",
			holders->holders[i].name, holders->holders[i].pid);
	igd_host_cite(host, path, "%zu open files: %s", holders->total, text);
	return igd_fail(
		ret, path, "held open by %s%s", text, i < holders->count ? " and others" : "");
}

static enum igd_verdict judge_count(
	struct igd_host *host, struct igd_finding *ret, const char *driver, bool is_listed)
{
	const char *where = igd_host_print(host, "/sys/module/%s/refcnt", driver);
	const char *count = igd_host_line(host, where);
	bool has_sound = igd_host_has(host, "/sys/module/snd_hda_intel");

	if (!count && is_listed)
		return igd_pass(ret, where, "no program has it open");
	if (!count)
		return igd_unknown(
			ret, where, "%s is built in, and who holds it only root is told", driver);
	if (strcmp(count, "0") == 0)
		return igd_pass(ret, where, "%s has it, and nobody uses it", driver);
	if (!is_listed)
		return igd_fail(
			ret, where, "%s is in use %s times; root is told by whom", driver, count);
	igd_remedy(ret,
		"Before taking it from %s: unbind the console, `echo 0 > /sys/class/vtconsole/vtcon1/bind`%s.",
		driver,
		has_sound ? ", and unload the sound driver, `modprobe -r snd_hda_intel`" : "");
	return igd_fail(ret, where, "no program has it open, but the kernel's console%s holds %s",
		has_sound ? " or sound driver" : "", driver);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *driver, *where, *path;
	const char *const *nodes;
	struct igd_holders holders;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	driver = igd_pci_driver(host, igpu->address);
	where = igd_pci_path(host, igpu->address, "drm");
	if (!driver)
		return igd_pass(ret, where, "no driver has it, so nobody can hold it");
	if (igd_ends_with(driver, "vfio-pci"))
		return igd_pass(ret, where, "%s has it, so only a VM can hold it", driver);
	nodes = igd_host_list(host, where);
	if (!nodes || !*nodes)
		return igd_pass(
			ret, where, "%s has it, but offers nothing that could be opened", driver);
	path = igd_holders_read(host, nodes, &holders);
	if (path && holders.count)
		return name_holders(host, ret, path, &holders);
	return judge_count(host, ret, driver, path != NULL);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = {
	"https://github.com/joeknock90/Single-GPU-Passthrough/issues/11",
	"https://github.com/ipaqmaster/vfio/issues/18", NULL
};

const struct igd_check igd_check_driver_free = {
	.id = "driver.free",
	.title = "Nobody holds the iGPU open",
	.why = "Taking the iGPU from its driver waits for everybody who has it open; a desktop, a console or a sound driver "
	       "that does not let go leaves libvirt hanging, and then only a reboot helps.",
	.remedy =
		"Let vfio-pci take the iGPU at boot (driver.early), so that nobody can open it. To free it now, stop "
		"what `fuser -v /dev/dri/*` shows, as root.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
