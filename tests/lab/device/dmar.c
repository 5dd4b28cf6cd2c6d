// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmar - the ACPI table of VT-d units that takes the place of QEMU's, as an initramfs
 *
 * The kernel replaces a table by one of the same signature, OEM id and OEM table id and of a higher OEM
 * revision (Linux 7.1 drivers/acpi/tables.c acpi_table_initrd_override()), so the header is QEMU's but for
 * that. The structures are those of the VT-d specification, 8.1 to 8.4; the I/O APIC's scope is QEMU's
 * (hw/i386/acpi-build.c build_dmar_q35(), Q35_PSEUDO_BUS_PLATFORM).
 */
#include "dmar.h"

#include <stdio.h>

#include "bytes.h"

enum {
	HEADER = 48,
	DRHD = 0,
	RMRR = 1,
	INCLUDE_ALL = 1,
	SCOPE = 8,
	SCOPE_ENDPOINT = 1,
	SCOPE_IOAPIC = 3,
	FLAG_INTERRUPTS = 1,
	QEMU_PLATFORM_BUS = 0xff,
};

/* A device scope with a path of one step. */
static uint8_t *put_scope(uint8_t *at, uint8_t type, uint8_t bus, uint8_t device)
{
	memset(at, 0, SCOPE);
	at[0] = type;
	at[1] = SCOPE;
	at[5] = bus;
	at[6] = device;
	return at + SCOPE;
}

static uint8_t *put_drhd(uint8_t *at, uint64_t base, bool all)
{
	memset(at, 0, 16);
	igd_put16(at, DRHD);
	igd_put16(at + 2, 16 + SCOPE);
	at[4] = all ? INCLUDE_ALL : 0;
	igd_put64(at + 8, base);
	if (all)
		return put_scope(at + 16, SCOPE_IOAPIC, QEMU_PLATFORM_BUS, 0);
	return put_scope(at + 16, SCOPE_ENDPOINT, 0, 2);
}

static uint8_t *put_rmrr(uint8_t *at, uint64_t start, uint64_t end)
{
	memset(at, 0, 24);
	igd_put16(at, RMRR);
	igd_put16(at + 2, 24 + SCOPE);
	igd_put64(at + 8, start);
	igd_put64(at + 16, end);
	return put_scope(at + 24, SCOPE_ENDPOINT, 0, 2);
}

size_t igd_dmar_write(uint8_t bytes[IGD_DMAR_MAX], const struct igd_dmar *dmar)
{
	uint8_t *at = bytes + HEADER;
	size_t size;

	memset(bytes, 0, IGD_DMAR_MAX);
	if (dmar->graphics)
		at = put_drhd(at, dmar->graphics, false);
	at = put_drhd(at, dmar->rest, true);
	if (dmar->rmrr_end)
		at = put_rmrr(at, dmar->rmrr_start, dmar->rmrr_end);
	size = (size_t)(at - bytes);

	memcpy(bytes, "DMAR", 4);
	igd_put32(bytes + 4, (uint32_t)size);
	bytes[8] = 1;
	memcpy(bytes + 10, "BOCHS BXPC    ", 14);
	igd_put32(bytes + 24, 2); /* QEMU's is 1 */
	memcpy(bytes + 28, "BXPC", 4);
	igd_put32(bytes + 32, 1);
	bytes[36] = (uint8_t)(dmar->width - 1);
	bytes[37] = dmar->remaps_interrupts ? FLAG_INTERRUPTS : 0;
	bytes[9] = igd_checksum(bytes, size);
	return size;
}

/* A member, padded to 4 bytes; returns where the next one begins. */
static size_t put_member(
	uint8_t *archive, size_t at, const char *name, const uint8_t *data, size_t size)
{
	size_t length = strlen(name) + 1;
	unsigned mode = size ? 0100644 : 040755;

	at += (size_t)snprintf((char *)archive + at, IGD_CPIO_MAX - at,
		"070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x", 0u, mode, 0u, 0u,
		1u, 0u, size, 0u, 0u, 0u, 0u, length, 0u);
	memcpy(archive + at, name, length);
	at = (at + length + 3) & ~(size_t)3;
	if (size)
		memcpy(archive + at, data, size);
	return (at + size + 3) & ~(size_t)3;
}

size_t igd_dmar_cpio(uint8_t archive[IGD_CPIO_MAX], const uint8_t *table, size_t size)
{
	size_t at = 0;

	memset(archive, 0, IGD_CPIO_MAX);
	at = put_member(archive, at, "kernel", NULL, 0);
	at = put_member(archive, at, "kernel/firmware", NULL, 0);
	at = put_member(archive, at, "kernel/firmware/acpi", NULL, 0);
	at = put_member(archive, at, "kernel/firmware/acpi/dmar.aml", table, size);
	at = put_member(archive, at, "TRAILER!!!", NULL, 0);
	return (at + 511) & ~(size_t)511;
}
