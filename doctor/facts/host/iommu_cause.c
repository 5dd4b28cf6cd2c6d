// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu_cause - why the kernel translates for no device
 *
 * From the outside in: who hides the IOMMU from Linux, whether firmware describes one, what Linux was told, what
 * it was built with. That there is a DMAR table may be seen by everybody; what is in it is not needed here.
 */
#include <string.h>

#include "facts/firmware/dmar.h"
#include "facts/host/iommu.h"
#include "facts/host/kernel.h"

#define ACPI_TABLES "/sys/firmware/acpi/tables"
#define HYPERVISOR "/sys/hypervisor/type"

/* Xen drivers/passthrough/vtd/dmar.c acpi_dmar_zap() renames the table before its dom0 sees it. */
static bool is_xen(struct igd_host *host)
{
	const char *hypervisor = igd_host_line(host, HYPERVISOR);

	return hypervisor && strcmp(hypervisor, "xen") == 0;
}

static enum igd_iommu_cause why_linux(struct igd_host *host, const char **ret_argument)
{
	enum igd_iommu_switch given = igd_iommu_switch(host, ret_argument);

	if (given == IGD_IOMMU_OFF)
		return IGD_IOMMU_SWITCHED_OFF;
	if (igd_kernel_config(host, "CONFIG_INTEL_IOMMU") == IGD_CONFIG_OFF)
		return IGD_IOMMU_NOT_BUILT;
	if (given == IGD_IOMMU_ON ||
		igd_kernel_config(host, "CONFIG_INTEL_IOMMU_DEFAULT_ON") == IGD_CONFIG_BUILTIN)
		return IGD_IOMMU_NOT_STARTED;
	*ret_argument = igd_iommu_argument(host, "intel_iommu", "igfx_off");
	return IGD_IOMMU_NOT_ON;
}

enum igd_iommu_cause igd_iommu_why_off(struct igd_host *host, const char **ret_argument)
{
	*ret_argument = NULL;
	if (igd_host_has(host, IGD_ACPI_DMAR))
		return why_linux(host, ret_argument);
	if (is_xen(host))
		return IGD_IOMMU_XEN;
	return igd_host_has(host, ACPI_TABLES) ? IGD_IOMMU_NO_DMAR : IGD_IOMMU_NO_ACPI;
}
