// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * claim_ids - the lists of device ids that vfio-pci, i915 and xe are given
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/claim.h"

/* PCI_ANY_ID */
#define ANY 0xffffffffu

/* The kernel's sscanf("%x:%x:%x:%x:%x:%x") with fewer than two numbers read is an error; more text is not. */
int igd_vfio_id_next(const char **list, struct igd_vfio_id *ret)
{
	struct igd_vfio_id id = { 0, 0, ANY, ANY, 0, 0 };
	uint32_t *const fields[] = { &id.vendor, &id.device, &id.subvendor, &id.subdevice,
		&id.class_code, &id.class_mask };
	const char *at = *list, *end;
	unsigned long number;
	char *behind;
	size_t i;

	at += strspn(at, ","); /* strsep() and "if (!strlen(id)) continue" */
	if (!*at)
		return 0;
	end = at + strcspn(at, ",");
	*list = end;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (*at == '-' || *at == '+' || at == end)
			break;
		number = strtoul(at, &behind, 16);
		if (behind == at || behind > end)
			break;
		*fields[i] = (uint32_t)number;
		at = behind;
		if (*at != ':') {
			i++;
			break;
		}
		at++;
	}
	if (i < 2)
		return -EINVAL;
	*ret = id;
	return 1;
}

static bool has_id(const char *list, const struct igd_vfio_id *id)
{
	struct igd_vfio_id held;
	int r;

	while ((r = igd_vfio_id_next(&list, &held)) != 0) {
		if (r > 0 && held.vendor == id->vendor && held.device == id->device)
			return true;
	}
	return false;
}

const char *igd_vfio_ids_extended(struct igd_host *host, const char *list, const char *more)
{
	struct igd_vfio_id id;
	int r;

	while ((r = igd_vfio_id_next(&more, &id)) != 0) {
		if (r > 0 && !has_id(list, &id))
			list = igd_host_print(host, "%s%s%04x:%04x", list, *list ? "," : "",
				id.vendor, id.device);
	}
	return list;
}

/* Linux 7.1 drivers/gpu/drm/i915/i915_pci.c and xe/xe_pci.c device_id_in_list(): "!*" only as the whole. */
bool igd_force_probe_blocks(const char *value, uint16_t device)
{
	char *behind;

	if (strcmp(value, "!*") == 0)
		return true;
	for (; value; value = strchr(value, ','), value = value ? value + 1 : NULL) {
		if (*value != '!')
			continue;
		if (strtoul(value + 1, &behind, 16) == device && behind > value + 1 &&
			(!*behind || *behind == ','))
			return true;
	}
	return false;
}
