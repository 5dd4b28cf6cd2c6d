// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * example.huge-pages - are huge pages reserved for the VM's memory?
 *
 * A whole check, small enough to copy. It asks the host, concludes, and has no error path: a file that cannot
 * be read turns the verdict UNKNOWN by itself (core/host.h).
 */
#include <errno.h>
#include <inttypes.h>

#include "example.h"
#include "facts/host/igpu.h"

/* Linux Documentation/admin-guide/mm/hugetlbpage.rst: how many of the default size are reserved. */
#define RESERVED "/proc/sys/vm/nr_hugepages"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const char *line;
	uint64_t count;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");

	line = igd_host_line(host, RESERVED);
	if (!line)
		return igd_fail(ret, RESERVED, "absent: this kernel has no huge pages");
	if (igd_parse_u64(line, 10, &count) < 0) {
		igd_host_stick(host, RESERVED, EBADMSG);
		return igd_unknown(ret, RESERVED, "not a number");
	}
	if (count == 0)
		return igd_fail(ret, RESERVED, "none is reserved");
	return igd_pass(ret, RESERVED, "%" PRIu64 " are reserved", count);
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check example_huge_pages = {
	.id = "example.huge-pages",
	.title = "Huge pages are reserved for the VM",
	.why = "VFIO pins and maps the VM's whole memory before it starts; with huge pages that is a "
	       "few mappings in place of a million.",
	.remedy = "To reserve them at boot, {kernel-arg+ hugepagesz=1G hugepages=8} and reboot.",
	.severity = IGD_HINT,
	.needs = needs,
	.run = run,
};
