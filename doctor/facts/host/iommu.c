// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu - the DMA remapping unit that serves a PCI function, and the function's IOMMU group
 *
 * Small readers rather than one fact: what a check does not ask for cannot make it UNKNOWN.
 */
#include "facts/host/iommu.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

/* A group has a handful of regions, of less than 60 bytes each. */
#define MAX_REGIONS ((size_t)1 << 16)
#define MAX_REGION_LINE 80

static uint64_t bits(uint64_t value, unsigned high, unsigned low)
{
	return value >> low & ((UINT64_C(2) << (high - low)) - 1);
}

unsigned igd_cap_mgaw(uint64_t cap)
{
	return (unsigned)bits(cap, 21, 16) + 1;
}

unsigned igd_cap_sagaw(uint64_t cap)
{
	uint64_t sagaw = bits(cap, 12, 8);

	if (sagaw & 8)
		return 57;
	if (sagaw & 4)
		return 48;
	return sagaw & 2 ? 39 : 0;
}

unsigned igd_cap_width(uint64_t cap)
{
	unsigned mgaw = igd_cap_mgaw(cap), sagaw = igd_cap_sagaw(cap);

	return mgaw < sagaw ? mgaw : sagaw;
}

bool igd_ecap_remaps_interrupts(uint64_t ecap)
{
	return bits(ecap, 3, 3);
}

bool igd_ecap_has_x2apic(uint64_t ecap)
{
	return bits(ecap, 4, 4);
}

bool igd_ecap_has_first_stage(uint64_t ecap)
{
	return bits(ecap, 43, 43) && bits(ecap, 47, 47);
}

const char *igd_iommu_unit(struct igd_host *host, const char *address)
{
	const char *target = igd_pci_link(host, address, "iommu");

	return target ? igd_basename(target) : NULL;
}

static const char *attribute(struct igd_host *host, const char *unit, const char *name)
{
	return igd_host_print(host, "/sys/class/iommu/%s/intel-iommu/%s", unit, name);
}

bool igd_iommu_register(struct igd_host *host, const char *unit, const char *name, uint64_t *ret)
{
	const char *path = attribute(host, unit, name);
	const char *text = igd_host_line(host, path);

	if (!text)
		return false;
	if (igd_parse_u64(text, 16, ret) == 0)
		return true;
	igd_host_stick(host, path, EBADMSG);
	return false;
}

const char *igd_iommu_version(struct igd_host *host, const char *unit)
{
	return igd_host_line(host, attribute(host, unit, "version"));
}

static bool has_element(const char *value, const char *element)
{
	while (value && *value) {
		if (igd_starts_with(value, element))
			return true;
		value += strcspn(value, ",");
		value += strspn(value, ",");
	}
	return false;
}

/* The index behind the last argument that has the element; 0 for none. */
static size_t last_with(const struct igd_cmdline *cmdline, const char *name, const char *element)
{
	size_t i;

	for (i = cmdline->count; i > 0; i--) {
		if (igd_cmdline_same_name(cmdline->arguments[i - 1].name, name) &&
			has_element(cmdline->arguments[i - 1].value, element))
			break;
	}
	return i;
}

const char *igd_iommu_argument(struct igd_host *host, const char *name, const char *element)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	size_t i = last_with(cmdline, name, element);

	if (!i)
		return NULL;
	igd_host_cite(host, IGD_PROC_CMDLINE, "%s", cmdline->arguments[i - 1].text);
	return cmdline->arguments[i - 1].text;
}

enum igd_iommu_switch igd_iommu_switch(struct igd_host *host, const char **ret_argument)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	size_t on = last_with(cmdline, "intel_iommu", "on");
	size_t off = last_with(cmdline, "intel_iommu", "off");
	/* Nothing takes iommu=off back. */
	const char *never = igd_iommu_argument(host, "iommu", "off");

	*ret_argument = never;
	if (never)
		return IGD_IOMMU_OFF;
	/* Both in one argument, "on,off": too odd to be told apart; off is the safer answer. */
	*ret_argument = igd_iommu_argument(host, "intel_iommu", off >= on ? "off" : "on");
	if (!*ret_argument)
		return IGD_IOMMU_UNSET;
	return off >= on ? IGD_IOMMU_OFF : IGD_IOMMU_ON;
}

bool igd_iommu_has_groups(struct igd_host *host)
{
	const char *const *groups = igd_host_list(host, IGD_IOMMU_GROUPS);

	return groups && *groups;
}

static const char *group_path(struct igd_host *host, const char *group, const char *name)
{
	return igd_host_print(host, IGD_IOMMU_GROUPS "/%s/%s", group, name);
}

const char *const *igd_iommu_members(struct igd_host *host, const char *group)
{
	return igd_host_list(host, group_path(host, group, "devices"));
}

const char *igd_iommu_group_type(struct igd_host *host, const char *group)
{
	return igd_host_line(host, group_path(host, group, "type"));
}

bool igd_driver_leaves_dma(const char *driver)
{
	return !driver || strcmp(driver, "pci-stub") == 0 || strcmp(driver, "pcieport") == 0 ||
	       igd_ends_with(driver, "vfio-pci") || igd_ends_with(driver, "vfio_pci");
}

static const struct {
	const char *name;
	enum igd_reserved_type type;
} reserved_types[] = {
	{ "direct", IGD_RESERVED_DIRECT },
	{ "direct-relaxable", IGD_RESERVED_RELAXABLE },
	{ "reserved", IGD_RESERVED_HOLE },
	{ "msi", IGD_RESERVED_MSI },
};

static enum igd_reserved_type reserved_type(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(reserved_types) / sizeof(*reserved_types); i++) {
		if (strcmp(reserved_types[i].name, name) == 0)
			return reserved_types[i].type;
	}
	return IGD_RESERVED_UNKNOWN;
}

static bool parse_region(const char *text, size_t size, struct igd_reserved_region *ret)
{
	char line[MAX_REGION_LINE], type[24];
	int end = 0;

	if (size >= sizeof(line) || memchr(text, '\0', size))
		return false;
	memcpy(line, text, size);
	line[size] = '\0';
	if (sscanf(line, "0x%16" SCNx64 " 0x%16" SCNx64 " %23s%n", &ret->start, &ret->end, type,
		    &end) != 3 ||
		line[end] || ret->start > ret->end)
		return false;
	ret->type = reserved_type(type);
	return true;
}

int igd_reserved_parse(
	const char *text, size_t size, struct igd_reserved_regions *ret, struct igd_error *reterr)
{
	struct igd_reserved_regions regions = { 0 };
	struct igd_reserved_region region;
	const char *end = text + size, *next;

	for (; text < end; text = next ? next + 1 : end) {
		next = memchr(text, '\n', (size_t)(end - text));
		if (!parse_region(text, (size_t)((next ? next : end) - text), &region)) {
			igd_error_set(
				reterr, EBADMSG, "line %zu: no reserved region", regions.count + 1);
			igd_reserved_done(&regions);
			return -EBADMSG;
		}
		regions.list = igd_regrow(regions.list, regions.count + 1, sizeof(region));
		regions.list[regions.count++] = region;
	}
	*ret = regions;
	return 0;
}

void igd_reserved_done(struct igd_reserved_regions *regions)
{
	free(regions->list);
	*regions = (struct igd_reserved_regions){ 0 };
}

struct reserved {
	bool is_there;
	struct igd_reserved_regions regions;
};

static void read_reserved(struct igd_host *host, void *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *group = igpu ? igd_pci_group(host, igpu->address) : NULL;
	const char *path = group ? group_path(host, group, "reserved_regions") : NULL;
	const struct igd_bytes *bytes = path ? igd_host_bytes(host, path, MAX_REGIONS) : NULL;
	struct igd_error error = { 0 };
	struct reserved *reserved = ret;

	if (!bytes)
		return;
	reserved->is_there =
		igd_reserved_parse(bytes->data, bytes->size, &reserved->regions, &error) == 0;
	if (reserved->is_there)
		return;
	igd_host_cite(host, path, "malformed at %s", error.message);
	igd_host_stick(host, path, EBADMSG);
}

static void reserved_done(void *fact)
{
	igd_reserved_done(&((struct reserved *)fact)->regions);
}

static const struct igd_fact reserved_fact = { "reserved-regions", sizeof(struct reserved),
	read_reserved, reserved_done };

const struct igd_reserved_regions *igd_iommu_reserved(struct igd_host *host)
{
	const struct reserved *reserved = igd_host_fact(host, &reserved_fact);

	return reserved->is_there ? &reserved->regions : NULL;
}
