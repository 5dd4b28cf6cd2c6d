// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.vtd - does firmware describe a DMA remapping unit for the iGPU?
 *
 * The DMAR table is there only with VT-d on in firmware setup. Root alone may read it; to an ordinary user the
 * iGPU's "iommu" link tells as much (Linux drivers/iommu/iommu-sysfs.c), since the kernel makes units of that
 * table only.
 */
#include <errno.h>

#include "checks/platform/area.h"
#include "facts/firmware/dmar.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

#define ACPI_TABLES "/sys/firmware/acpi/tables"

/* No registers there, or no answer from them: Linux drivers/iommu/intel/dmar.c warn_invalid_dmar(). */
static bool is_void(uint64_t address)
{
	return address == 0 || address == UINT64_MAX;
}

static enum igd_verdict judge(
	const struct igd_dmar *dmar, const struct igd_igpu *igpu, struct igd_finding *ret)
{
	const struct igd_dmar_unit *unit = igd_dmar_unit_at(dmar, igpu->address);
	bool is_named = unit && igd_dmar_names(&unit->scopes, igpu->address);

	if (!unit || is_void(unit->address))
		igd_remedy(ret,
			"This is a fault of the firmware: update it. If the newest has it too, "
			"only the maker of the board can mend it.");
	if (!unit)
		return igd_fail(ret, IGD_ACPI_DMAR,
			"VT-d is on, but none of %zu remapping units covers %s", dmar->unit_count,
			igpu->address);
	if (is_void(unit->address))
		return igd_fail(ret, IGD_ACPI_DMAR,
			"the remapping unit for %s has no registers (address 0x%llx)",
			igpu->address, (unsigned long long)unit->address);
	return igd_pass(ret, IGD_ACPI_DMAR, "the remapping unit at 0x%llx covers %s%s",
		(unsigned long long)unit->address, igpu->address,
		is_named ? "" : " among all that no other unit names");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_dmar *dmar;
	const char *unit;
	int error;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	dmar = igd_dmar_get(host);
	if (dmar)
		return judge(dmar, igpu, ret);
	error = igd_host_error(host, IGD_ACPI_DMAR);
	if (error == EACCES || error == EPERM) {
		unit = igd_pci_link(host, igpu->address, "iommu");
		if (!unit)
			return igd_unknown(ret, IGD_ACPI_DMAR, "only root may read it");
		igd_host_forgive(host, IGD_ACPI_DMAR);
		return igd_pass(ret, igd_pci_path(host, igpu->address, "iommu"),
			"the kernel uses %s for %s", igd_basename(unit), igpu->address);
	}
	if (!igd_host_has(host, ACPI_TABLES))
		return igd_unknown(
			ret, ACPI_TABLES, "absent: ACPI is off, or hidden by a container");
	return igd_fail(ret, IGD_ACPI_DMAR, "absent: VT-d is off in firmware setup");
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_platform_vtd = {
	.id = "platform.vtd",
	.title = "Firmware describes a DMA remapping unit for the iGPU",
	.why = "Without a remapping unit (VT-d) the kernel cannot confine the iGPU's memory accesses "
	       "to the VM, and will not hand it over.",
	.remedy =
		"Enable \"VT-d\" (\"Intel VT for Directed I/O\") in firmware setup, usually under "
		"System Agent or Chipset settings; it is another switch than VT-x.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.run = run,
};
