// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.ids - are the ids that vfio-pci is given well-formed, and of this machine?
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/claim.h"
#include "facts/host/igpu.h"
#include "facts/host/modprobe.h"

/* Whether the machine has such a function. */
static bool is_there(struct igd_host *host, const struct igd_vfio_id *id)
{
	size_t i, count;
	const struct igd_pci_device *devices = igd_host_pci(host, &count);

	for (i = 0; i < count; i++) {
		if (devices[i].vendor == id->vendor && devices[i].device == id->device)
			return true;
	}
	return false;
}

/* The first id that is malformed, or (is_absent) not of this machine; NULL for none. */
static const char *bad_id(struct igd_host *host, const char *ids, bool is_absent)
{
	const char *begin;
	struct igd_vfio_id id;
	int r;

	for (;;) {
		begin = ids + strspn(ids, ",");
		r = igd_vfio_id_next(&ids, &id);
		if (r == 0)
			return NULL;
		if (is_absent ? r > 0 && !is_there(host, &id) : r < 0)
			return igd_host_print(host, "%.*s", (int)(ids - begin), begin);
	}
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	struct igd_modprobe_option ids;
	const char *bad;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	ids = igd_modprobe_option(igd_modprobe_get(host), "vfio_pci", "ids");
	if (!ids.value)
		return igd_na(ret, "/etc/modprobe.d", "vfio-pci is given no ids");
	igd_host_cite(host, ids.origin, "ids=%s", ids.value);
	bad = bad_id(host, ids.value, false);
	if (bad)
		return igd_fail(ret, ids.origin, "\"%s\" is not of the form vendor:device", bad);
	bad = bad_id(host, ids.value, true);
	if (!bad)
		return igd_pass(ret, ids.origin, "%s", ids.value);
	igd_severity(ret, IGD_HINT);
	igd_remedy(ret, "Take `%s` out of %s%s if you like; it does no harm.", bad,
		ids.is_cmdline ? "vfio-pci.ids= on the kernel command line" : "the list in ",
		ids.is_cmdline ? "" : ids.origin);
	return igd_fail(ret, ids.origin, "%s is named, which this machine does not have", bad);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "Linux drivers/vfio/pci/vfio_pci.c vfio_pci_fill_ids()",
	NULL };

const struct igd_check igd_check_driver_ids = {
	.id = "driver.ids",
	.title = "The ids that vfio-pci is given are well-formed and of this machine",
	.why = "An id that the kernel cannot read is skipped with one line in its log, and that device then stays with "
	       "its usual driver.",
	.remedy =
		"Write each id as `lspci -nn` shows it, vendor:device, separated by commas without blanks. If it stands "
		"in a file, {initramfs} afterwards; then reboot.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
