// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmar - the ACPI table by which firmware describes the DMA remapping units (VT-d)
 *
 * Layout: Intel VT-d specification, chapter 8 "BIOS Considerations"; Linux include/acpi/actbl1.h.
 */
#ifndef IGD_FACTS_FIRMWARE_DMAR_H
#define IGD_FACTS_FIRMWARE_DMAR_H

#include "core/host.h"

#define IGD_ACPI_DMAR "/sys/firmware/acpi/tables/DMAR"

/* What kind of device a scope names. */
enum igd_dmar_scope_type {
	IGD_DMAR_ENDPOINT = 1,
	IGD_DMAR_BRIDGE = 2, /* the bridge and all that is behind it */
	IGD_DMAR_IOAPIC = 3,
	IGD_DMAR_HPET = 4,
	IGD_DMAR_NAMESPACE = 5
};

struct igd_dmar_scope {
	uint8_t type;		/* enum igd_dmar_scope_type, or one that is not known yet */
	uint8_t enumeration_id; /* I/O APIC and HPET only */
	uint8_t start_bus;
	const uint8_t *
		path; /* hops pairs of device and function; points into the bytes that were parsed */
	size_t hops;  /* at least 1 */
};

struct igd_dmar_scopes {
	struct igd_dmar_scope *list;
	size_t count;
};

/* DRHD: one remapping unit. */
struct igd_dmar_unit {
	uint16_t segment;
	uint64_t address; /* of its registers; 0 or all ones is a known firmware bug */
	bool has_all; /* INCLUDE_PCI_ALL: every function of the segment that no other unit names */
	struct igd_dmar_scopes scopes;
};

/* RMRR: memory that firmware wants these devices to reach under every translation. Inclusive bounds. */
struct igd_dmar_reserved {
	uint16_t segment;
	uint64_t start, end;
	struct igd_dmar_scopes scopes;
};

/* ATSR: root ports behind which devices may cache translations. */
struct igd_dmar_ats {
	uint16_t segment;
	bool has_all; /* ALL_PORTS */
	struct igd_dmar_scopes scopes;
};

struct igd_dmar {
	unsigned host_address_width;  /* bits of DMA address the platform reaches (the field + 1) */
	bool has_interrupt_remapping; /* INTR_REMAP */
	bool is_x2apic_opted_out; /* X2APIC_OPT_OUT: firmware asks the system not to use x2APIC */
	bool is_dma_opted_in; /* DMA_CTRL_PLATFORM_OPT_IN: firmware guards DMA until the system takes over */
	bool is_checksum_right; /* Linux only warns of a wrong one (ACPICA tbutils.c) */
	struct igd_dmar_unit *units;
	size_t unit_count;
	struct igd_dmar_reserved *reserved;
	size_t reserved_count;
	struct igd_dmar_ats *ats;
	size_t ats_count;
	size_t skipped; /* structures of other types (RHSA, ANDD, SATC, SIDP, ...) */
};

/*
 * Takes a table apart. Bytes behind the length in its header are not looked at. 0, or -EBADMSG with the offset
 * and the reason in reterr and nothing in *ret. The bytes must outlive *ret, which the caller gives to
 * igd_dmar_done().
 */
IGD_EXPORT int igd_dmar_parse(
	const void *bytes, size_t size, struct igd_dmar *ret, struct igd_error *reterr);
IGD_EXPORT void igd_dmar_done(struct igd_dmar *dmar);

/*
 * The unit that translates for a function on a root bus: the one that names it, else the segment's
 * INCLUDE_PCI_ALL one; NULL for none. (Functions behind bridges would need the bridges' bus numbers; a scope
 * of more than one hop never matches. The iGPU sits on bus 0.)
 */
IGD_EXPORT const struct igd_dmar_unit *igd_dmar_unit_for(const struct igd_dmar *dmar,
	uint16_t segment, uint8_t bus, uint8_t device, uint8_t function);
/* The same for an address such as "0000:00:02.0". NULL for a malformed one. */
IGD_EXPORT const struct igd_dmar_unit *igd_dmar_unit_at(
	const struct igd_dmar *dmar, const char *address);

/* Whether one of the scopes is that function on a root bus. */
IGD_EXPORT bool igd_dmar_names(const struct igd_dmar_scopes *scopes, const char *address);

/*
 * The host's table. NULL where there is none (VT-d is off in firmware, or absent); where it could not be read
 * or is malformed, which sticks to IGD_ACPI_DMAR (EBADMSG; what is wrong with it is cited). It can be read by root
 * only, but igd_host_has() is told by everybody whether there is one.
 */
IGD_EXPORT const struct igd_dmar *igd_dmar_get(struct igd_host *host);

#endif
