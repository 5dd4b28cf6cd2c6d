// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmar - the ACPI table by which firmware describes the DMA remapping units (VT-d)
 *
 * A structure or a scope that does not fit into what holds it makes the whole table malformed, as it does for
 * the kernel (Linux drivers/iommu/intel/dmar.c dmar_walk_remapping_entries()): what would be read behind it is
 * anybody's guess.
 */
#include "facts/firmware/dmar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Real tables have some hundred bytes. */
#define MAX_TABLE ((size_t)1 << 16)

#define ACPI_HEADER 36 /* bytes of the header that all ACPI tables share */
#define DMAR_HEADER 48
#define SCOPE_HEADER 6

enum structure { DRHD = 0, RMRR = 1, ATSR = 2 };

/* Bytes of each before its device scopes begin. */
#define DRHD_HEADER 16
#define RMRR_HEADER 24
#define ATSR_HEADER 8

struct parser {
	const uint8_t *bytes;
	struct igd_dmar *dmar;
	struct igd_error *error;
};

static uint64_t little(const uint8_t *bytes, size_t size)
{
	uint64_t value = 0;

	while (size-- > 0)
		value = value << 8 | bytes[size];
	return value;
}

static uint16_t little16(const uint8_t *bytes)
{
	return (uint16_t)little(bytes, 2);
}

/* One device scope at offset, of which end - offset bytes are there; returns its length. */
static int parse_scope(struct parser *parser, size_t offset, size_t end, struct igd_dmar_scope *ret)
{
	const uint8_t *scope = parser->bytes + offset;
	size_t length = end - offset >= SCOPE_HEADER ? scope[1] : 0;

	if (end - offset < SCOPE_HEADER)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: %zu bytes are too few for a device scope", offset,
			end - offset);
	if (length > end - offset)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: a device scope of %zu bytes, but %zu are left", offset, length,
			end - offset);
	if (length < SCOPE_HEADER + 2 || length % 2)
		return igd_error_set(parser->error, EBADMSG,
			"offset %zu: a device scope cannot have %zu bytes", offset, length);
	*ret = (struct igd_dmar_scope){ scope[0], scope[4], scope[5], scope + SCOPE_HEADER,
		(length - SCOPE_HEADER) / 2 };
	return (int)length;
}

static int parse_scopes(
	struct parser *parser, size_t offset, size_t end, struct igd_dmar_scopes *ret)
{
	struct igd_dmar_scope scope;
	int length;

	for (; offset < end; offset += (size_t)length) {
		length = parse_scope(parser, offset, end, &scope);
		if (length < 0)
			return length;
		ret->list = igd_regrow(ret->list, ret->count + 1, sizeof(*ret->list));
		ret->list[ret->count++] = scope;
	}
	return 0;
}

static int need(struct parser *parser, size_t offset, size_t length, size_t least, const char *name)
{
	if (length >= least)
		return 0;
	return igd_error_set(parser->error, EBADMSG,
		"offset %zu: %s of %zu bytes, but it has at least %zu", offset, name, length,
		least);
}

static int parse_unit(struct parser *parser, size_t offset, size_t length)
{
	const uint8_t *bytes = parser->bytes + offset;
	struct igd_dmar *dmar = parser->dmar;
	struct igd_dmar_unit *unit;

	if (need(parser, offset, length, DRHD_HEADER, "a DRHD"))
		return -EBADMSG;
	dmar->units = igd_regrow(dmar->units, dmar->unit_count + 1, sizeof(*dmar->units));
	unit = &dmar->units[dmar->unit_count++];
	*unit = (struct igd_dmar_unit){ .has_all = bytes[4] & 1,
		.segment = little16(bytes + 6),
		.address = little(bytes + 8, 8) };
	return parse_scopes(parser, offset + DRHD_HEADER, offset + length, &unit->scopes);
}

static int parse_reserved(struct parser *parser, size_t offset, size_t length)
{
	const uint8_t *bytes = parser->bytes + offset;
	struct igd_dmar *dmar = parser->dmar;
	struct igd_dmar_reserved *reserved;

	if (need(parser, offset, length, RMRR_HEADER, "an RMRR"))
		return -EBADMSG;
	dmar->reserved =
		igd_regrow(dmar->reserved, dmar->reserved_count + 1, sizeof(*dmar->reserved));
	reserved = &dmar->reserved[dmar->reserved_count++];
	*reserved = (struct igd_dmar_reserved){ .segment = little16(bytes + 6),
		.start = little(bytes + 8, 8),
		.end = little(bytes + 16, 8) };
	return parse_scopes(parser, offset + RMRR_HEADER, offset + length, &reserved->scopes);
}

static int parse_ats(struct parser *parser, size_t offset, size_t length)
{
	const uint8_t *bytes = parser->bytes + offset;
	struct igd_dmar *dmar = parser->dmar;
	struct igd_dmar_ats *ats;

	if (need(parser, offset, length, ATSR_HEADER, "an ATSR"))
		return -EBADMSG;
	dmar->ats = igd_regrow(dmar->ats, dmar->ats_count + 1, sizeof(*dmar->ats));
	ats = &dmar->ats[dmar->ats_count++];
	*ats = (struct igd_dmar_ats){ .has_all = bytes[4] & 1, .segment = little16(bytes + 6) };
	return parse_scopes(parser, offset + ATSR_HEADER, offset + length, &ats->scopes);
}

static int parse_structure(struct parser *parser, size_t offset, size_t length)
{
	switch (little16(parser->bytes + offset)) {
	case DRHD:
		return parse_unit(parser, offset, length);
	case RMRR:
		return parse_reserved(parser, offset, length);
	case ATSR:
		return parse_ats(parser, offset, length);
	default:
		parser->dmar->skipped++;
		return 0;
	}
}

static int parse_structures(struct parser *parser, size_t end)
{
	size_t offset = DMAR_HEADER, length;
	int r;

	for (; offset < end; offset += length) {
		length = end - offset >= 4 ? little16(parser->bytes + offset + 2) : 0;
		if (length < 4)
			return igd_error_set(parser->error, EBADMSG,
				"offset %zu: a remapping structure of %zu bytes, with %zu left",
				offset, length, end - offset);
		if (length > end - offset)
			return igd_error_set(parser->error, EBADMSG,
				"offset %zu: a remapping structure of %zu bytes runs out of the "
				"table, %zu are left",
				offset, length, end - offset);
		r = parse_structure(parser, offset, length);
		if (r < 0)
			return r;
	}
	return 0;
}

static bool is_sum_zero(const uint8_t *bytes, size_t size)
{
	uint8_t sum = 0;

	while (size-- > 0)
		sum = (uint8_t)(sum + bytes[size]);
	return sum == 0;
}

/* The table's length from its header. */
static int parse_header(struct parser *parser, size_t size)
{
	const uint8_t *bytes = parser->bytes;
	struct igd_dmar *dmar = parser->dmar;
	size_t length = size >= ACPI_HEADER ? little(bytes + 4, 4) : 0;

	if (size < DMAR_HEADER)
		return igd_error_set(parser->error, EBADMSG,
			"offset 0: %zu bytes are too few for a DMAR table", size);
	if (memcmp(bytes, "DMAR", 4) != 0)
		return igd_error_set(parser->error, EBADMSG, "offset 0: the signature is not DMAR");
	if (length < DMAR_HEADER || length > size || length > MAX_TABLE)
		return igd_error_set(parser->error, EBADMSG,
			"offset 4: the table says it has %zu bytes, there are %zu", length, size);
	dmar->is_checksum_right = is_sum_zero(bytes, length);
	dmar->host_address_width = bytes[ACPI_HEADER] + 1u;
	dmar->has_interrupt_remapping = bytes[ACPI_HEADER + 1] & 1;
	dmar->is_x2apic_opted_out = bytes[ACPI_HEADER + 1] & 2;
	dmar->is_dma_opted_in = bytes[ACPI_HEADER + 1] & 4;
	return (int)length;
}

int igd_dmar_parse(const void *bytes, size_t size, struct igd_dmar *ret, struct igd_error *reterr)
{
	struct igd_dmar dmar = { 0 };
	struct parser parser = { bytes, &dmar, reterr };
	int length = parse_header(&parser, size);
	int r = length < 0 ? length : parse_structures(&parser, (size_t)length);

	if (r < 0)
		igd_dmar_done(&dmar);
	else
		*ret = dmar;
	return r;
}

void igd_dmar_done(struct igd_dmar *dmar)
{
	size_t i;

	for (i = 0; i < dmar->unit_count; i++)
		free(dmar->units[i].scopes.list);
	for (i = 0; i < dmar->reserved_count; i++)
		free(dmar->reserved[i].scopes.list);
	for (i = 0; i < dmar->ats_count; i++)
		free(dmar->ats[i].scopes.list);
	free(dmar->units);
	free(dmar->reserved);
	free(dmar->ats);
	*dmar = (struct igd_dmar){ 0 };
}

struct address {
	unsigned segment, bus, device, function;
};

static bool parse_address(const char *text, struct address *ret)
{
	int end = 0;

	return sscanf(text, "%4x:%2x:%2x.%1x%n", &ret->segment, &ret->bus, &ret->device,
		       &ret->function, &end) == 4 &&
	       text[end] == '\0';
}

static bool is_named(const struct igd_dmar_scopes *scopes, const struct address *address)
{
	const struct igd_dmar_scope *scope;
	size_t i;

	for (i = 0; i < scopes->count; i++) {
		scope = &scopes->list[i];
		if (scope->type == IGD_DMAR_ENDPOINT && scope->hops == 1 &&
			scope->start_bus == address->bus && scope->path[0] == address->device &&
			scope->path[1] == address->function)
			return true;
	}
	return false;
}

static const struct igd_dmar_unit *find_unit(
	const struct igd_dmar *dmar, const struct address *address)
{
	const struct igd_dmar_unit *rest = NULL;
	size_t i;

	for (i = 0; i < dmar->unit_count; i++) {
		if (dmar->units[i].segment != address->segment)
			continue;
		if (is_named(&dmar->units[i].scopes, address))
			return &dmar->units[i];
		if (dmar->units[i].has_all && !rest)
			rest = &dmar->units[i];
	}
	return rest;
}

const struct igd_dmar_unit *igd_dmar_unit_for(const struct igd_dmar *dmar, uint16_t segment,
	uint8_t bus, uint8_t device, uint8_t function)
{
	return find_unit(dmar, &(struct address){ segment, bus, device, function });
}

const struct igd_dmar_unit *igd_dmar_unit_at(const struct igd_dmar *dmar, const char *address)
{
	struct address parsed;

	return parse_address(address, &parsed) ? find_unit(dmar, &parsed) : NULL;
}

bool igd_dmar_names(const struct igd_dmar_scopes *scopes, const char *address)
{
	struct address parsed;

	return parse_address(address, &parsed) && is_named(scopes, &parsed);
}

struct table {
	bool is_there;
	struct igd_dmar dmar;
};

static void read_table(struct igd_host *host, void *ret)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, IGD_ACPI_DMAR, MAX_TABLE);
	struct igd_error error = { 0 };
	struct table *table = ret;

	if (!bytes)
		return;
	table->is_there = igd_dmar_parse(bytes->data, bytes->size, &table->dmar, &error) == 0;
	if (table->is_there)
		return;
	igd_host_cite(host, IGD_ACPI_DMAR, "malformed at %s", error.message);
	igd_host_stick(host, IGD_ACPI_DMAR, EBADMSG);
}

static void table_done(void *fact)
{
	igd_dmar_done(&((struct table *)fact)->dmar);
}

static const struct igd_fact table_fact = { "dmar", sizeof(struct table), read_table, table_done };

const struct igd_dmar *igd_dmar_get(struct igd_host *host)
{
	const struct table *table = igd_host_fact(host, &table_fact);

	return table->is_there ? &table->dmar : NULL;
}
