// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igpu - the machine's Intel integrated graphics, and the other display adapters
 */
#include "facts/host/igpu.h"

#include <stdlib.h>
#include <string.h>

#include "facts/host/pci.h"

#define INTEL 0x8086
#define USUAL_ADDRESS "0000:00:02.0"

struct displays {
	struct igd_pci_device *devices;
	size_t count;
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

static void read_igpu(struct igd_host *host, void *ret)
{
	const struct igd_pci_device *devices, *chosen;
	struct igd_igpu *igpu = ret;
	size_t count;

	devices = igd_host_pci(host, &count);
	chosen = choose(devices, count);
	if (!chosen)
		return;
	memcpy(igpu->address, chosen->address, sizeof(chosen->address));
	igpu->vendor = chosen->vendor;
	igpu->device = chosen->device;
	igpu->class_code = chosen->class_code;
	igpu->model = igd_igpu_model(chosen->device);
}

static const struct igd_fact igpu_fact = { "iGPU", sizeof(struct igd_igpu), read_igpu, NULL };

const struct igd_igpu *igd_igpu_get(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_host_fact(host, &igpu_fact);

	return *igpu->address ? igpu : NULL;
}

/* Apart from the iGPU's own fact, so that what cannot be read of another display does not concern every check. */
static void read_others(struct igd_host *host, void *ret)
{
	struct displays *others = ret;
	const struct igd_pci_device *devices, *chosen;
	size_t i, count;

	devices = igd_host_pci(host, &count);
	chosen = choose(devices, count);
	for (i = 0; i < count; i++) {
		if (!is_display(&devices[i]) || &devices[i] == chosen ||
			igd_pci_link(host, devices[i].address, "physfn"))
			continue;
		others->devices =
			igd_regrow(others->devices, others->count + 1, sizeof(*others->devices));
		others->devices[others->count++] = devices[i];
	}
}

static void others_done(void *fact)
{
	free(((struct displays *)fact)->devices);
}

static const struct igd_fact others_fact = { "other displays", sizeof(struct displays), read_others,
	others_done };

const struct igd_pci_device *igd_other_displays(struct igd_host *host, size_t *ret_count)
{
	const struct displays *others = igd_host_fact(host, &others_fact);

	*ret_count = others->count;
	return others->devices;
}
