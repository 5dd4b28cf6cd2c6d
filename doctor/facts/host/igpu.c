// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igpu - the machine's Intel integrated graphics, and the other display adapters
 */
#include "facts/host/igpu.h"

#include <stdlib.h>
#include <string.h>

#define INTEL 0x8086
#define USUAL_ADDRESS "0000:00:02.0"

struct displays {
	bool has_igpu;
	struct igd_igpu igpu;
	struct igd_pci_device *others;
	size_t other_count;
};

static bool is_display(const struct igd_pci_device *device)
{
	return device->class_code >> 8 == 0x03;
}

/* An integrated device sits on bus 0, never behind a bridge as a card does. */
static bool is_candidate(const struct igd_pci_device *device)
{
	return is_display(device) && device->vendor == INTEL &&
		igd_starts_with(device->address, "0000:00:");
}

static const struct igd_pci_device *choose(const struct igd_pci_device *devices, size_t count)
{
	const struct igd_pci_device *first = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		if (!is_candidate(&devices[i]))
			continue;
		if (strcmp(devices[i].address, USUAL_ADDRESS) == 0)
			return &devices[i];
		if (!first)
			first = &devices[i];
	}
	return first;
}

static void read_displays(struct igd_host *host, void *ret)
{
	struct displays *displays = ret;
	const struct igd_pci_device *devices, *chosen;
	size_t i, count;

	devices = igd_host_pci(host, &count);
	chosen = choose(devices, count);
	for (i = 0; i < count; i++) {
		if (!is_display(&devices[i]) || &devices[i] == chosen)
			continue;
		displays->others = igd_regrow(
			displays->others, displays->other_count + 1, sizeof(*displays->others));
		displays->others[displays->other_count++] = devices[i];
	}
	if (!chosen)
		return;
	displays->has_igpu = true;
	memcpy(displays->igpu.address, chosen->address, sizeof(chosen->address));
	displays->igpu.vendor = chosen->vendor;
	displays->igpu.device = chosen->device;
	displays->igpu.class_code = chosen->class_code;
	displays->igpu.model = igd_igpu_model(chosen->device);
}

static void displays_done(void *fact)
{
	free(((struct displays *)fact)->others);
}

static const struct igd_fact displays_fact = { "displays", sizeof(struct displays), read_displays,
	displays_done };

const struct igd_igpu *igd_igpu_get(struct igd_host *host)
{
	const struct displays *displays = igd_host_fact(host, &displays_fact);

	return displays->has_igpu ? &displays->igpu : NULL;
}

const struct igd_pci_device *igd_other_displays(struct igd_host *host, size_t *ret_count)
{
	const struct displays *displays = igd_host_fact(host, &displays_fact);

	*ret_count = displays->other_count;
	return displays->others;
}
