// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * framebuffer - what the firmware left on the screen, and who drives it
 */
#include "facts/host/framebuffer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/iomem.h"
#include "facts/host/pci.h"

static const char *const range_names[] = { "BOOTFB", "efifb", "vesafb", "simplefb",
	"simple-framebuffer", "simpledrm", "efidrm", "vesadrm" };

/* The platform devices, and which fbdev and DRM driver each is driven by. */
static const struct {
	const char *prefix, *fbdev, *drm;
} kinds[] = {
	{ "simple-framebuffer.", "simplefb", "simpledrm" },
	{ "efi-framebuffer.", "efifb", "efidrm" },
	{ "vesa-framebuffer.", "vesafb", "vesadrm" },
	{ "vga-framebuffer.", "vga16fb", "vga16fb" },
};

static bool is_boot_name(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(range_names) / sizeof(range_names[0]); i++) {
		if (strcmp(name, range_names[i]) == 0)
			return true;
	}
	return false;
}

/* The kernel may have moved a framebuffer's claim out from under the BAR's own line; the addresses then tell. */
static bool overlaps(
	struct igd_host *host, const char *address, const struct igd_iomem_range *range)
{
	struct igd_pci_range bar;
	unsigned i;

	for (i = 0; i < 6; i++) {
		if (igd_pci_bar(host, address, i, &bar) && bar.start && range->start <= bar.end &&
			range->end >= bar.start)
			return true;
	}
	return false;
}

static bool shows_function(const struct igd_iomem *iomem, const char *address)
{
	size_t i;

	for (i = 0; i < iomem->count; i++) {
		if (strcmp(iomem->ranges[i].name, address) == 0)
			return true;
	}
	return false;
}

bool igd_boot_range(struct igd_host *host, const char *address, struct igd_boot_range *ret)
{
	const struct igd_iomem *iomem = igd_iomem_get(host);
	const struct igd_iomem_range *range, *found = NULL;
	size_t i;

	for (i = 0; i < iomem->count; i++) {
		range = &iomem->ranges[i];
		if (!is_boot_name(range->name) || (found && found->depth >= range->depth))
			continue;
		if (igd_iomem_is_within(iomem, i, address) ||
			(!iomem->is_hidden && overlaps(host, address, range)))
			found = range;
	}
	if (!found && iomem->is_hidden && !shows_function(iomem, address))
		igd_host_stick(host, IGD_PROC_IOMEM, EACCES);
	if (!found)
		return false;
	*ret = (struct igd_boot_range){ found->name, found->line, found->start, found->end,
		iomem->is_hidden };
	return true;
}

static bool read_device(struct igd_host *host, const char *name, struct igd_boot_device *ret)
{
	const char *target;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!igd_starts_with(name, kinds[i].prefix))
			continue;
		ret->name = name;
		target = igd_host_link(
			host, igd_host_print(host, IGD_PLATFORM_DEVICES "/%s/driver", name));
		ret->driver = target ? igd_basename(target) : NULL;
		ret->is_drm = target &&
			      igd_host_has(host,
				      igd_host_print(host, IGD_PLATFORM_DEVICES "/%s/drm", name));
		ret->user = ret->is_drm ? kinds[i].drm : kinds[i].fbdev;
		return true;
	}
	return false;
}

static void read_devices(struct igd_host *host, void *ret)
{
	const char *const *name = igd_host_list(host, IGD_PLATFORM_DEVICES);
	struct igd_boot_devices *devices = ret;
	struct igd_boot_device device;

	for (; name && *name; name++) {
		if (!read_device(host, *name, &device))
			continue;
		devices->devices = igd_regrow(devices->devices, devices->count + 1, sizeof(device));
		devices->devices[devices->count++] = device;
	}
}

static void devices_done(void *fact)
{
	free(((struct igd_boot_devices *)fact)->devices);
}

static const struct igd_fact devices_fact = { "boot-devices", sizeof(struct igd_boot_devices),
	read_devices, devices_done };

const struct igd_boot_devices *igd_boot_devices(struct igd_host *host)
{
	return igd_host_fact(host, &devices_fact);
}

const struct igd_boot_device *igd_boot_device_in_use(struct igd_host *host)
{
	const struct igd_boot_devices *devices = igd_boot_devices(host);
	size_t i;

	for (i = 0; i < devices->count; i++) {
		if (devices->devices[i].driver)
			return &devices->devices[i];
	}
	return NULL;
}
