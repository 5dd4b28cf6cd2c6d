// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.obsolete - does anything ask for vfio_virqfd, which is gone?
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/autoload.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"

static const struct igd_autoload_entry *find(struct igd_host *host)
{
	const struct igd_autoload *list = igd_autoload_get(host);
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (strcmp(list->entries[i].module, "vfio_virqfd") == 0)
			return &list->entries[i];
	}
	return NULL;
}

/* Linux 6.2 made vfio_virqfd a part of vfio (S14). */
static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_autoload_entry *entry;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	entry = find(host);
	if (!entry)
		return igd_pass(ret, "/etc", "nothing asks for vfio_virqfd");
	igd_host_cite(host, entry->origin, "vfio_virqfd");
	if (!igd_kernel_is_at_least(host, 6, 2))
		return igd_pass(ret, entry->origin, "vfio_virqfd, which this kernel still has");
	if (entry->when == IGD_AUTOLOAD_BOOT)
		igd_severity(ret, IGD_HINT);
	igd_remedy(ret, "Take `vfio_virqfd` out of %s, then {initramfs}.", entry->origin);
	return igd_fail(ret, entry->origin,
		"asks for vfio_virqfd, which is a part of vfio since Linux 6.2");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = {
	"https://github.com/pavolelsig/passthrough_helper_fedora/issues/2", NULL
};

const struct igd_check igd_check_driver_obsolete = {
	.id = "driver.obsolete",
	.title = "No module is asked for that the kernel no longer has",
	.why = "Old guides list vfio_virqfd. Where it is gone, initramfs builders complain or stop, and the image that boots "
	       "is an older one, without the latest changes.",
	.remedy = "Take `vfio_virqfd` out of every list of modules, then {initramfs}.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.fix = "modprobe.options",
	.references = references,
	.run = run,
};
