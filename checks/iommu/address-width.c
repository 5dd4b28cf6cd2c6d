// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.address-width - how many bits of address does the iGPU's own IOMMU map?
 *
 * That this is less than the processor's width is how nearly all machines are made (39 bits, the processor 46):
 * nothing on the host is wrong and nothing there can be mended, so it is said, and is no failure. What fails
 * is a VM whose own width is not limited to it, and that is ivshmem.address-width's question, of each VM. This
 * check fails only where the unit offers no width that Linux could use (Linux 7.1 drivers/iommu/intel/dmar.c
 * alloc_iommu(): "Cannot get a valid agaw for iommu").
 *
 * Where vfio-pci has the iGPU and no VM uses it, VFIO itself tells what it would map; the unit's registers leave a
 * bit in doubt where the kernel may use first-stage tables.
 */
#include <inttypes.h>

#include "checks/iommu/area.h"
#include "facts/firmware/opregion_vfio.h"
#include "facts/host/cpu.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

/* A VM that is limited to limit bits is right. */
static enum igd_verdict tell(struct igd_host *host, const char *where, unsigned width,
	unsigned limit, struct igd_finding *ret)
{
	unsigned physical = igd_cpu_get(host)->physical_bits;

	if (!physical)
		return igd_pass(ret, where, "%u bits: limit a VM's physical address bits to %u",
			width, limit);
	if (physical <= limit)
		return igd_pass(ret, where,
			"%u bits, and the processor has %u: no VM can exceed it", width, physical);
	return igd_pass(ret, where,
		"%u bits, the processor has %u: limit a VM's physical address bits to %u", width,
		physical, limit);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *unit;
	uint64_t cap, ecap;
	unsigned width;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	unit = igd_iommu_unit(host, igpu->address);
	if (!unit)
		return igd_na(ret, igd_pci_path(host, igpu->address, "iommu"),
			"no IOMMU serves the iGPU");
	width = igd_vfio_address_width(host, igpu->address);
	if (width)
		return tell(host, "VFIO", width, width, ret);
	if (!igd_iommu_register(host, unit, "cap", &cap) ||
		!igd_iommu_register(host, unit, "ecap", &ecap))
		return igd_unknown(ret, unit, "it tells no VT-d capabilities");
	if (!igd_cap_width(cap))
		return igd_fail(ret, unit, "no usable width: cap is %" PRIx64, cap);
	width = igd_cap_width(cap);
	/* First-stage tables lose a bit. */
	return tell(host, unit, width, width - igd_ecap_has_first_stage(ecap), ret);
}

static const char *const needs[] = { "platform.igpu", "iommu.enabled", NULL };
static const char *const references[] = { "QEMU docs/igd-assign.txt, Known issues",
	"https://github.com/gnif/LookingGlass/issues/1184", NULL };

const struct igd_check igd_check_iommu_address_width = {
	.id = "iommu.address-width",
	.title = "The width of the iGPU's IOMMU is known",
	.why = "A VM that believes in more address bits places large BARs and shared memory where this IOMMU "
	       "cannot map them: \"vfio_container_dma_map(...) = -22 (Invalid argument)\".",
	.remedy =
		"Update the firmware. A VM is limited to a width N inside `<cpu>` by `<maxphysaddr "
		"mode='passthrough' limit='N'/>` with libvirt 9.3 or newer, and on QEMU's command "
		"line by `-cpu host,host-phys-bits-limit=N` or, beside a `-cpu host` that something "
		"else writes, by `-global host-x86_64-cpu.host-phys-bits-limit=N`.",
	.severity = IGD_HINT,
	.needs = needs,
	.references = references,
	.run = run,
};
