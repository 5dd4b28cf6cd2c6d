// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * group_chart - the picture of the iGPU's IOMMU group
 *
 * To know every function's group and driver costs two links each, on a large machine a hundred. What is not of the group
 * hinders nobody, so only those are looked up that somebody who wonders about the group looks for; a link is no open
 * file.
 */
#include "facts/host/group_chart.h"

#include <string.h>

#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

/* Functions outside the group that are looked up. */
#define MAX_NEIGHBOURS 8u
/* Of the rest, this many kinds are named. */
#define MAX_KINDS 6u

struct chart {
	struct igd_finding *ret;
	const struct igd_igpu *igpu;
	const char *const *members;
};

/* PCI Code and ID Assignment Specification 1.11, 1: base class and subclass. The whole base class where mask is 0xff00. */
static const struct {
	uint16_t class_code, mask;
	const char *word, *many;
} classes[] = {
	{ 0x0106, 0xffff, "SATA", "SATA" },
	{ 0x0108, 0xffff, "NVMe", "NVMe" },
	{ 0x0100, 0xff00, "storage", "storage" },
	{ 0x0200, 0xff00, "network", "network" },
	{ 0x0300, 0xff00, "display", "displays" },
	{ 0x0400, 0xff00, "audio", "audio" },
	{ 0x0500, 0xff00, "memory", "memory" },
	{ 0x0600, 0xffff, "host bridge", "host bridges" },
	{ 0x0601, 0xffff, "ISA bridge", "ISA bridges" },
	{ 0x0604, 0xffff, "PCI bridge", "PCI bridges" },
	{ 0x0600, 0xff00, "bridge", "bridges" },
	{ 0x0700, 0xff00, "serial", "serial" },
	{ 0x0c03, 0xffff, "USB", "USB" },
	{ 0x0c05, 0xffff, "SMBus", "SMBus" },
	{ 0x0c00, 0xff00, "serial bus", "serial buses" },
	{ 0x0d00, 0xff00, "wireless", "wireless" },
	{ 0x1100, 0xff00, "sensors", "sensors" },
};
#define CLASSES (sizeof(classes) / sizeof(*classes))

static size_t class_of(uint16_t class_code)
{
	size_t i;

	for (i = 0; i < CLASSES; i++) {
		if ((class_code & classes[i].mask) == classes[i].class_code)
			break;
	}
	return i;
}

const char *igd_pci_class_word(uint16_t class_code)
{
	size_t i = class_of(class_code);

	return i < CLASSES ? classes[i].word : "function";
}

/* "00:1f.3" of "0000:00:1f.3": most machines have one domain. */
static const char *short_address(const char *address)
{
	return igd_starts_with(address, "0000:") ? address + 5 : address;
}

static bool is_member(const struct chart *chart, const char *address)
{
	const char *const *member;

	for (member = chart->members; *member; member++) {
		if (strcmp(*member, address) == 0)
			return true;
	}
	return false;
}

static const char *label_of(struct igd_host *host, const struct chart *chart, const char *address)
{
	const struct igd_pci_device *device = igd_pci_find(host, address);
	const char *word = device ? igd_pci_class_word(device->class_code) : "function";

	if (strcmp(address, chart->igpu->address) == 0)
		word = "iGPU";
	return igd_host_print(host, "%s %s", short_address(address), word);
}

static const char *id_of(struct igd_host *host, const char *address)
{
	const struct igd_pci_device *device = igd_pci_find(host, address);

	return device ? igd_pci_id(host, device) : "id unknown";
}

/* Who drives the iGPU itself is another check's question: nothing is said of another driver than vfio-pci. */
static void draw_member(struct igd_host *host, const struct chart *chart, const char *address)
{
	const char *driver = igd_pci_driver(host, address);
	bool is_igpu = strcmp(address, chart->igpu->address) == 0;
	struct igd_draw_box box = { .label = label_of(host, chart, address) };

	box.note = igd_host_print(host, "%s%s, %s", driver ? "driver " : "no driver",
		driver ? driver : "", id_of(host, address));
	if (is_igpu)
		box.state =
			driver && strcmp(driver, "vfio-pci") == 0 ? IGD_BOX_GOOD : IGD_BOX_PLAIN;
	else
		box.state = igd_driver_leaves_dma(driver) ? IGD_BOX_GOOD : IGD_BOX_BAD;
	igd_draw_box(chart->ret, &box);
}

static void draw_members(struct igd_host *host, const struct chart *chart, const char *group)
{
	const char *const *member;

	igd_draw_lane(chart->ret, igd_host_print(host, "Group %s, the iGPU's", group), false);
	if (is_member(chart, chart->igpu->address))
		draw_member(host, chart, chart->igpu->address);
	for (member = chart->members; *member; member++) {
		if (strcmp(*member, chart->igpu->address) != 0)
			draw_member(host, chart, *member);
	}
}

/* Both are functions of one device: "0000:03:00.0" and "0000:03:00.1". */
static bool is_same_slot(const char *left, const char *right)
{
	const char *dot = strrchr(left, '.');

	return dot && strncmp(left, right, (size_t)(dot - left) + 1) == 0;
}

static bool is_of_other_display(struct igd_host *host, const struct igd_pci_device *device)
{
	const struct igd_pci_device *others;
	size_t i, count;

	others = igd_other_displays(host, &count);
	for (i = 0; i < count; i++) {
		if (is_same_slot(others[i].address, device->address))
			return !(device->class_code >> 8 == 0x03) ||
			       strcmp(others[i].address, device->address) == 0;
	}
	return false;
}

/* The host bridge, the ISA bridge and the audio of bus 0, and other displays with what is on their cards. */
static bool is_neighbour(struct igd_host *host, const struct igd_pci_device *device)
{
	if (igd_starts_with(device->address, "0000:00:") &&
		(device->class_code == 0x0600 || device->class_code == 0x0601 ||
			device->class_code >> 8 == 0x04))
		return true;
	return is_of_other_display(host, device);
}

/* What could not be read is not taken for absent. */
static const char *driver_words(struct igd_host *host, const char *address)
{
	const char *driver = igd_pci_driver(host, address);

	if (driver)
		return igd_host_print(host, "driver %s", driver);
	return igd_host_error(host, igd_pci_path(host, address, "driver")) ? "driver not known"
									   : "no driver";
}

static void draw_neighbour(
	struct igd_host *host, const struct chart *chart, const struct igd_pci_device *device)
{
	const char *group = igd_pci_group(host, device->address);
	struct igd_draw_box box = {
		.label = label_of(host, chart, device->address),
		.state = group ? IGD_BOX_PLAIN : IGD_BOX_UNKNOWN,
	};

	/* A recording that was made before the link was read has none, nor that of the driver. */
	if (group)
		box.note = igd_host_print(host, "%s, %s, group %s",
			driver_words(host, device->address), igd_pci_id(host, device), group);
	else
		box.note = igd_host_print(host, "%s, group not known", igd_pci_id(host, device));
	igd_draw_box(chart->ret, &box);
}

/* "6 PCI bridges, 2 USB", of the functions that were counted by class; the last count is that of all others. */
static const char *kinds(struct igd_host *host, const size_t *counts)
{
	const char *text = "";
	size_t i, named = 0, left = counts[CLASSES];

	for (i = 0; i < CLASSES; i++) {
		if (!counts[i])
			continue;
		if (named++ >= MAX_KINDS)
			left += counts[i];
		else
			text = igd_host_print(host, "%s%s%zu %s", text, *text ? ", " : "",
				counts[i], counts[i] == 1 ? classes[i].word : classes[i].many);
	}
	return left ? igd_host_print(host, "%s%s%zu others", text, *text ? ", " : "", left) : text;
}

static void draw_rest(
	struct igd_host *host, const struct chart *chart, const size_t *counts, size_t rest)
{
	if (!rest)
		return;
	igd_draw_box(chart->ret, &(struct igd_draw_box){
					 .label = igd_host_print(host, "%zu more function%s", rest,
						 rest == 1 ? "" : "s"),
					 .note = igd_host_print(host, "not in the iGPU's group: %s",
						 kinds(host, counts)),
				 });
}

static void draw_others(struct igd_host *host, void *context)
{
	const struct chart *chart = context;
	const struct igd_pci_device *devices;
	size_t i, count, shown = 0, rest = 0, counts[CLASSES + 1] = { 0 };

	devices = igd_host_pci(host, &count);
	for (i = 0; i < count; i++) {
		if (is_member(chart, devices[i].address))
			continue;
		if (!shown && !rest)
			igd_draw_lane(chart->ret, "In other groups", false);
		if (shown < MAX_NEIGHBOURS && is_neighbour(host, &devices[i])) {
			draw_neighbour(host, chart, &devices[i]);
			shown++;
		} else {
			counts[class_of(devices[i].class_code)]++;
			rest++;
		}
	}
	draw_rest(host, chart, counts, rest);
}

void igd_group_chart(struct igd_host *host, struct igd_finding *ret, const char *group,
	const char *const *members)
{
	struct chart chart = { ret, igd_igpu_get(host), members };

	if (!chart.igpu)
		return;
	igd_draw_lanes(ret, "IOMMU groups and who drives them");
	draw_members(host, &chart, group);
	igd_host_aside(host, draw_others, &chart);
}
