// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu - the DMA remapping unit that serves a PCI function, and the function's IOMMU group
 *
 * What firmware says of the units is facts/firmware/dmar.h; this is what the kernel made of it.
 */
#ifndef IGD_FACTS_HOST_IOMMU_H
#define IGD_FACTS_HOST_IOMMU_H

#include "core/host.h"

#define IGD_IOMMU_GROUPS "/sys/kernel/iommu_groups"

/*
 * The capability registers, CAP and ECAP (Intel VT-d specification, 11.4.2 and 11.4.3; Linux 7.1
 * drivers/iommu/intel/iommu.h cap_*() and ecap_*()).
 */

/* MGAW, bits 21:16: the widest address, in bits, that the unit translates. */
IGD_EXPORT unsigned igd_cap_mgaw(uint64_t cap);
/* SAGAW, bits 12:8: the widest address that its page tables can be built for: 39, 48, 57; 0 for none of these. */
IGD_EXPORT unsigned igd_cap_sagaw(uint64_t cap);
/*
 * The width of what can be mapped for a device: the smaller of the two; 0 where SAGAW offers nothing. With
 * first-stage page tables it is one bit less (Linux 6.12 to 7.1, paging_domain_alloc(), compute_vasz_lg2_fs()).
 */
IGD_EXPORT unsigned igd_cap_width(uint64_t cap);
/* IR, bit 3: can remap interrupts; EIM, bit 4: also to x2APIC processors. */
IGD_EXPORT bool igd_ecap_remaps_interrupts(uint64_t ecap);
IGD_EXPORT bool igd_ecap_has_x2apic(uint64_t ecap);
/* SMTS, bit 43, and FLTS, bit 47: the kernel may use first-stage tables (it prefers to from 6.18 on). */
IGD_EXPORT bool igd_ecap_has_first_stage(uint64_t ecap);

/* The name of the unit that serves the function ("dmar0"), cited; NULL for none. (Linux iommu-sysfs.c.) */
IGD_EXPORT const char *igd_iommu_unit(struct igd_host *host, const char *address);
/*
 * A number that the unit tells of itself: "cap", "ecap", "address" (of its registers), all hexadecimal without
 * "0x" (Linux Documentation/ABI/testing/sysfs-class-iommu-intel-iommu). False where it is absent, as for a
 * unit that is not VT-d; where it is no number, which sticks (EBADMSG).
 */
IGD_EXPORT bool igd_iommu_register(
	struct igd_host *host, const char *unit, const char *name, uint64_t *ret);
/* The unit's architecture version as the kernel writes it ("1:0"), cited; NULL if absent. */
IGD_EXPORT const char *igd_iommu_version(struct igd_host *host, const char *unit);

/* What the kernel command line says of translation; the last word counts. */
enum igd_iommu_switch { IGD_IOMMU_UNSET, IGD_IOMMU_ON, IGD_IOMMU_OFF };
/*
 * intel_iommu=on, intel_iommu=off, iommu=off (Linux 7.1 drivers/iommu/intel/iommu.c intel_iommu_setup(),
 * arch/x86/kernel/pci-dma.c iommu_setup()). ret_argument is the argument that decides; NULL for UNSET.
 */
IGD_EXPORT enum igd_iommu_switch igd_iommu_switch(struct igd_host *host, const char **ret_argument);
/*
 * The last argument of that name ("intel_iommu") that has a comma-separated element which begins so; NULL for
 * none. The kernel compares beginnings: "on_please" is "on".
 */
IGD_EXPORT const char *igd_iommu_argument(
	struct igd_host *host, const char *name, const char *element);

/* Whether the kernel translates for any device: there are IOMMU groups. */
IGD_EXPORT bool igd_iommu_has_groups(struct igd_host *host);
/* Why no device at all has a group; the first that holds. */
enum igd_iommu_cause {
	IGD_IOMMU_XEN,	   /* Xen hides the DMAR table from its dom0 */
	IGD_IOMMU_NO_ACPI, /* there are no ACPI tables */
	IGD_IOMMU_NO_DMAR, /* firmware describes no unit: VT-d is off there, or the machine has none */
	IGD_IOMMU_SWITCHED_OFF, /* on the command line */
	IGD_IOMMU_NOT_BUILT,	/* CONFIG_INTEL_IOMMU=n */
	IGD_IOMMU_NOT_ON, /* off unless it is switched on, as far as the configuration can be read */
	IGD_IOMMU_NOT_STARTED /* switched on; the kernel failed */
};
/* ret_argument: the argument that switches it off, or (NOT_ON) intel_iommu=igfx_off; NULL for none. */
IGD_EXPORT enum igd_iommu_cause igd_iommu_why_off(struct igd_host *host, const char **ret_argument);

/* The addresses of a group's members, sorted, NULL at the end; NULL if there is no such group. */
IGD_EXPORT const char *const *igd_iommu_members(struct igd_host *host, const char *group);
/* How the kernel itself uses it: "DMA", "DMA-FQ", "identity", "blocked", "auto", cited; NULL if not told. */
IGD_EXPORT const char *igd_iommu_group_type(struct igd_host *host, const char *group);
/*
 * Whether a member bound to this driver (NULL: to none) leaves the group to VFIO: the driver does no DMA of
 * its own. (Linux 7.1 driver_managed_dma in struct pci_driver: vfio-pci and its variants, pci-stub, pcieport.)
 */
IGD_EXPORT bool igd_driver_leaves_dma(const char *driver);

enum igd_reserved_type {
	IGD_RESERVED_UNKNOWN,
	IGD_RESERVED_DIRECT,	/* an RMRR: has to be mapped one to one; VFIO is refused */
	IGD_RESERVED_RELAXABLE, /* an RMRR of a graphics or USB device: VFIO may ignore it */
	IGD_RESERVED_HOLE,	/* cannot be mapped */
	IGD_RESERVED_MSI	/* the interrupt window, 0xfee00000 */
};

/* Inclusive bounds. */
struct igd_reserved_region {
	uint64_t start, end;
	enum igd_reserved_type type;
};

struct igd_reserved_regions {
	struct igd_reserved_region *list;
	size_t count;
};

/*
 * Takes a group's "reserved_regions" apart: "0x000000006c000000 0x00000000707fffff direct-relaxable" a line
 * (Linux Documentation/ABI/testing/sysfs-kernel-iommu_groups). 0, or -EBADMSG with the line and the reason in
 * reterr and nothing in *ret. The caller calls igd_reserved_done().
 */
IGD_EXPORT int igd_reserved_parse(
	const char *text, size_t size, struct igd_reserved_regions *ret, struct igd_error *reterr);
IGD_EXPORT void igd_reserved_done(struct igd_reserved_regions *regions);

/* The reserved regions of the iGPU's group. NULL where there is no group, or it does not tell. */
IGD_EXPORT const struct igd_reserved_regions *igd_iommu_reserved(struct igd_host *host);

#endif
