// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.whole - is the iGPU one device, not split into virtual functions?
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

/* sysfsutils' sysfs.conf, tmpfiles.d(5), udev(7): where guides have it set at boot. Read for the remedy alone. */
static const char *const directories[] = { "/etc/sysfs.d", "/etc/tmpfiles.d", "/etc/udev/rules.d" };

static bool sets(struct igd_host *host, const char *path)
{
	const char *text = igd_host_text(host, path);

	igd_host_forgive(host, path);
	return text && strstr(text, "sriov_numvfs");
}

static const char *setter(struct igd_host *host)
{
	const char *const *name;
	const char *path = "/etc/sysfs.conf";
	size_t i;

	if (sets(host, path))
		return path;
	for (i = 0; i < sizeof(directories) / sizeof(directories[0]); i++) {
		name = igd_host_list(host, directories[i]);
		igd_host_forgive(host, directories[i]);
		for (; name && *name; name++) {
			path = igd_host_print(host, "%s/%s", directories[i], *name);
			if (sets(host, path))
				return path;
		}
	}
	return NULL;
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *where, *count, *by;
	uint64_t number;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	where = igd_pci_path(host, igpu->address, "sriov_numvfs");
	count = igd_pci_attribute(host, igpu->address, "sriov_numvfs");
	if (!count)
		return igd_pass(ret, where, "this iGPU does not offer virtual functions");
	if (igd_parse_u64(count, 10, &number) < 0)
		return igd_unknown(ret, where, "not a number: %s", count);
	if (number == 0)
		return igd_pass(ret, where, "no virtual functions");
	by = setter(host);
	igd_remedy(ret,
		"Set it back as root, `echo 0 > %s`, and take out what sets it at boot (%s). To pass virtual "
		"functions instead, leave the iGPU itself to i915 or xe.",
		where, by ? by : "a udev rule, sysfs.d, a service");
	return igd_fail(ret, where, "the iGPU is split into %s virtual function%s", count,
		number == 1 ? "" : "s");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/strongtz/i915-sriov-dkms/issues/359",
	NULL };

const struct igd_check igd_check_driver_whole = {
	.id = "driver.whole",
	.title = "The iGPU is not split into virtual functions",
	.why = "Virtual functions are run by i915 or xe on the host. As long as there are any, the iGPU itself cannot be "
	       "handed over.",
	.remedy = "Set sriov_numvfs back to 0.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
