// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * claim - what vfio-pci is to be given, and how the command line says so
 */
#include "facts/host/claim.h"

#include <string.h>

#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"
#include "fixes/kernel-cmdline/words_private.h"

/* Whether a function of that id lies outside the group: vfio-pci would take that one as well. */
static bool has_twin(
	struct igd_host *host, const struct igd_pci_device *device, const char *const *members)
{
	const struct igd_pci_device *all;
	const char *const *member;
	size_t i, count;

	all = igd_host_pci(host, &count);
	for (i = 0; i < count; i++) {
		if (all[i].vendor != device->vendor || all[i].device != device->device)
			continue;
		member = members;
		while (*member && strcmp(*member, all[i].address) != 0)
			member++;
		if (!*member)
			return true;
	}
	return false;
}

/*
 * Base classes (PCI Code and ID Assignment Specification 1.16, 1): 01 mass storage, 02 network, 06 bridges, 0c serial
 * buses. The host may boot from such a device, or be reached by it, so a person has to decide.
 */
static bool is_needed(const struct igd_pci_device *device)
{
	unsigned base = device->class_code >> 8;

	return base == 0x01 || base == 0x02 || base == 0x06 || base == 0x0c;
}

static void add_member(struct igd_host *host, const char *const *members, const char *address,
	struct igd_vfio_wanted *ret)
{
	const struct igd_pci_device *device = igd_pci_find(host, address);
	const char *driver = igd_pci_driver(host, address);

	if (!device || igd_driver_leaves_dma(driver))
		return;
	if (is_needed(device) || has_twin(host, device, members))
		ret->kept = igd_host_print(
			host, "%s%s%s (%s)", ret->kept, *ret->kept ? ", " : "", address, driver);
	else
		ret->ids = igd_vfio_ids_extended(host, ret->ids, igd_pci_id(host, device));
}

struct igd_vfio_wanted igd_vfio_wanted(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *group = igd_pci_group(host, igpu->address);
	const char *const *members = group ? igd_iommu_members(host, group) : NULL;
	struct igd_vfio_wanted wanted = { .kept = "" };
	size_t i;

	wanted.ids = igd_host_print(host, "%04x:%04x", igpu->vendor, igpu->device);
	for (i = 0; members && members[i]; i++) {
		if (strcmp(members[i], igpu->address) != 0)
			add_member(host, members, members[i], &wanted);
	}
	return wanted;
}

/* All ids of all lists, and these. */
static const char *all_ids(struct igd_host *host, const struct igd_spellings *list, const char *ids)
{
	const char *all = list->count ? igd_spelling_value(list->texts[0]) : "";
	size_t i;

	for (i = 1; i < list->count; i++)
		all = igd_vfio_ids_extended(host, all, igd_spelling_value(list->texts[i]));
	return igd_vfio_ids_extended(host, all, ids);
}

/* Of several the kernel takes the last alone (Linux kernel/params.c param_set_charp()): one has to hold all. */
void igd_change_vfio_argument(struct igd_host *host, struct igd_changes *changes, const char *ids)
{
	const struct igd_spellings list = igd_spellings_get(host, "vfio-pci.ids");
	const char *all = all_ids(host, &list, ids);
	const char *fresh = igd_host_print(host, "vfio-pci.ids=%s", all);
	size_t i, kept = 0;

	for (i = 0; i < list.count; i++) {
		if (strcmp(igd_spelling_value(list.texts[i]), all) == 0)
			kept = i;
	}
	for (i = 0; i < list.count; i++) {
		if (i != kept)
			igd_change_argument(changes, list.texts[i], NULL,
				"of several lists only the last counts");
		else if (strcmp(igd_spelling_value(list.texts[i]), all) != 0)
			igd_change_argument(changes, list.texts[i], fresh,
				"it has to hold all ids, as of several lists only the last counts");
	}
	if (!list.count)
		igd_change_argument(changes, NULL, fresh, "vfio-pci takes what is listed there");
}

static bool is_about_all(const char *element, size_t length)
{
	return length && element[length - 1] == '*';
}

/*
 * Linux 7.1 drivers/gpu/drm/i915/i915_pci.c and xe/xe_pci.c device_id_in_list(): "!4680" refuses a device; "*" counts
 * only as the whole value; a device that is named without '!' is taken.
 */
static const char *refusing(struct igd_host *host, const char *value, uint16_t device)
{
	const char *list = "";
	size_t length;

	for (; *value; value += length, value += *value == ',') {
		length = strcspn(value, ",");
		if (is_about_all(value, length) ||
			igd_force_probe_blocks(
				igd_host_print(host, "!%.*s", (int)length, value), device))
			continue;
		list = igd_host_print(host, "%s%.*s,", list, (int)length, value);
	}
	return igd_host_print(host, "%s!%04x", list, device);
}

void igd_change_force_probe(struct igd_host *host, struct igd_changes *changes, const char *driver)
{
	const uint16_t device = igd_igpu_get(host)->device;
	const char *name = igd_host_print(host, "%s.force_probe", driver);
	const struct igd_spellings list = igd_spellings_get(host, name);
	const char *why = igd_host_print(host,
		"%s is built into this kernel: only this keeps it from the iGPU, and it still "
		"drives other cards",
		driver);
	const char *value;
	bool is_there = false;
	size_t i;

	for (i = 0; i < list.count; i++) {
		value = igd_spelling_value(list.texts[i]);
		if (igd_force_probe_blocks(value, device))
			igd_change_argument(changes, NULL, list.texts[i], why);
		else
			igd_change_argument(changes, list.texts[i],
				is_there ? NULL
					 : igd_host_print(host, "%s=%s", name,
						   refusing(host, value, device)),
				why);
		is_there = true;
	}
	if (!is_there)
		igd_change_argument(
			changes, NULL, igd_host_print(host, "%s=!%04x", name, device), why);
}

const char *igd_vfio_obstacle(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_claim *claim;
	const char *count;

	if (!igpu)
		return "this machine has no Intel iGPU";
	claim = &igd_claims_get(host)->vfio;
	if (claim->vfio == IGD_MODULE_UNKNOWN)
		return "the running kernel's modules are not there, as after an update: reboot, and "
		       "run this again";
	if (claim->vfio == IGD_MODULE_ABSENT)
		return "this kernel has no vfio-pci: driver.modules says what to install";
	if (claim->kind == IGD_CLAIM_COMMAND)
		return igd_host_print(host,
			"%s has modprobe run a command in place of loading vfio-pci (`%s`): take that "
			"line out first",
			claim->origin, claim->value);
	/* Documentation/ABI/testing/sysfs-bus-pci sriov_numvfs; the functions have the iGPU's own id (S78) */
	count = igd_pci_attribute(host, igpu->address, "sriov_numvfs");
	if (count && strcmp(count, "0") != 0)
		return igd_host_print(host,
			"the iGPU is shared out (virtual functions: %s), and by its id vfio-pci would "
			"take all of it away from the host: set sriov_numvfs to 0 first if that is what "
			"you want",
			count);
	return NULL;
}
