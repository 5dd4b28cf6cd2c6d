// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion_find - who can show the host's OpRegion and VBT
 *
 * Memory first, which nobody notices: what vfio-pci would give a VM is a copy of it. Where the kernel does not let
 * anyone see it and the host's own driver has the iGPU, that shows what it found (Linux 7.1 intel_opregion.c
 * intel_opregion_debugfs_register(), intel_bios.c intel_bios_debugfs_register(); xe is built with the same files).
 * vfio-pci last: it answers only if the person allowed that the iGPU be reset.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "facts/firmware/opregion.h"
#include "facts/firmware/opregion_vfio.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

/* The number of the iGPU's card among those of DRM: of "card0" in its directory "drm". False for none. */
static bool find_minor(struct igd_host *host, const char *address, unsigned *ret)
{
	const char *path = igd_pci_path(host, address, "drm");
	const char *const *names = igd_host_list(host, path);

	igd_host_forgive(host, path);
	for (; names && *names; names++) {
		if (sscanf(*names, "card%4u", ret) == 1)
			return true;
	}
	return false;
}

/* What the display driver shows under that name; NULL for nothing. *ret_path is set if it was looked at. */
static const struct igd_bytes *read_debugfs(
	struct igd_host *host, const char *name, const char **ret_path, int *ret_error)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_bytes *bytes;
	unsigned minor;

	if (!igpu || !find_minor(host, igpu->address, &minor))
		return NULL;
	*ret_path = igd_host_print(host, "/sys/kernel/debug/dri/%u/%s", minor, name);
	bytes = igd_host_bytes(host, *ret_path, IGD_OPREGION_MAX_SIZE);
	if (!bytes)
		*ret_error = igd_host_error(host, *ret_path);
	igd_host_forgive(host, *ret_path);
	return bytes;
}

/* What one of them showed. */
struct shown {
	const struct igd_bytes *bytes; /* NULL for nothing */
	const char *where;	       /* NULL if it could not be asked at all */
	int error; /* that one may not ask, which is worth saying where nobody else can be asked */
};

static int refusal(int error)
{
	return error == EACCES || error == EPERM ? error : 0;
}

static struct shown ask_memory(struct igd_host *host)
{
	struct shown shown = { .where = IGD_MEMORY_OPREGION };

	shown.bytes = igd_host_bytes(host, shown.where, IGD_OPREGION_MAX_SIZE);
	/* EPERM is for everybody: nobody gains by asking as root. */
	if (!shown.bytes && igd_host_error(host, shown.where) == EACCES)
		shown.error = EACCES;
	igd_host_forgive(host, shown.where);
	return shown;
}

static struct shown ask_driver(struct igd_host *host, const char *name)
{
	struct shown shown = { .where = NULL };
	int error = 0;

	shown.bytes = read_debugfs(host, name, &shown.where, &error);
	shown.error = refusal(error);
	return shown;
}

static struct shown ask_vfio(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	struct shown shown = { .where = NULL };

	if (!igpu)
		return shown;
	shown.where = igd_vfio_opregion_path(host, igpu->address);
	if (igd_vfio_opregion(host, igpu->address, &shown.bytes) != IGD_VFIO_ANSWERED)
		shown.error = refusal(igd_host_error(host, shown.where));
	return shown;
}

/* Why memory does not show it, where that is the kernel's doing. */
static const char *hidden(struct igd_host *host)
{
	switch (igd_host_error(host, IGD_MEMORY_OPREGION)) {
	case EPERM:
		return "the kernel keeps that memory to itself";
	case ENXIO:
		return "there is no /dev/mem";
	case EFAULT:
		return "it is not shown as memory that firmware keeps";
	default:
		return NULL;
	}
}

static void judge_opregion(
	struct igd_host *host, const struct shown *shown, struct igd_opregion_found *ret)
{
	struct igd_error error = { 0 };

	/* The driver shows an empty file where it found nothing that it takes for an OpRegion. */
	if (!shown->bytes->size) {
		ret->state = IGD_OPREGION_MALFORMED;
		ret->problem = "the display driver found none there";
	} else if (igd_opregion_parse(
			   shown->bytes->data, shown->bytes->size, &ret->opregion, &error) < 0) {
		ret->state = IGD_OPREGION_MALFORMED;
		ret->problem = igd_host_print(host, "%s", error.message);
	} else {
		ret->state = IGD_OPREGION_FOUND;
	}
}

static void read_opregion(struct igd_host *host, void *ret)
{
	struct igd_opregion_found *found = ret;
	struct shown shown;
	unsigned i;

	if (!igd_igpu_get(host))
		return;
	for (i = 0; i < 3 && found->state == IGD_OPREGION_UNSEEN; i++) {
		if (i == 0)
			shown = ask_memory(host);
		else
			shown = i == 1 ? ask_driver(host, "i915_opregion") : ask_vfio(host);
		if (shown.where && !found->error) {
			found->where = shown.where;
			found->error = shown.error;
		}
		if (shown.bytes) {
			found->where = shown.where;
			judge_opregion(host, &shown, found);
		}
	}
	found->hidden = hidden(host);
}

static const struct igd_fact opregion_fact = { "OpRegion", sizeof(struct igd_opregion_found),
	read_opregion, NULL };

const struct igd_opregion_found *igd_opregion_get(struct igd_host *host)
{
	return igd_host_fact(host, &opregion_fact);
}

static void judge(struct igd_host *host, const void *bytes, size_t size, struct igd_vbt_found *ret)
{
	struct igd_error error = { 0 };

	ret->state = IGD_OPREGION_FOUND;
	if (igd_vbt_parse(bytes, size, &ret->vbt, &error) == 0)
		return;
	ret->state = IGD_OPREGION_MALFORMED;
	ret->problem = igd_host_print(host, "%s", error.message);
}

/* Of the OpRegion's bytes, if the VBT is among them. */
static void judge_within(
	struct igd_host *host, const struct shown *shown, struct igd_vbt_found *ret)
{
	const struct igd_bytes *bytes = shown->bytes;
	struct igd_opregion opregion;

	if (igd_opregion_parse(bytes->data, bytes->size, &opregion, NULL) == 0 &&
		opregion.vbt_place != IGD_VBT_ELSEWHERE &&
		opregion.vbt_offset + opregion.vbt_size <= bytes->size)
		judge(host, bytes->data + opregion.vbt_offset, opregion.vbt_size, ret);
}

static void look_for_vbt(
	struct igd_host *host, struct shown shown, bool is_vbt, struct igd_vbt_found *ret)
{
	if (shown.where && !ret->error) {
		ret->where = shown.where;
		ret->error = shown.error;
	}
	if (!shown.bytes)
		return;
	if (!is_vbt)
		judge_within(host, &shown, ret);
	else if (shown.bytes->size)
		judge(host, shown.bytes->data, shown.bytes->size, ret);
	if (ret->state != IGD_OPREGION_UNSEEN)
		ret->where = shown.where;
}

static void read_vbt(struct igd_host *host, void *ret)
{
	struct igd_vbt_found *found = ret;

	if (!igd_igpu_get(host))
		return;
	look_for_vbt(host, ask_memory(host), false, found);
	if (found->state == IGD_OPREGION_UNSEEN)
		look_for_vbt(host, ask_driver(host, "i915_vbt"), true, found);
	if (found->state == IGD_OPREGION_UNSEEN)
		look_for_vbt(host, ask_driver(host, "i915_opregion"), false, found);
	if (found->state == IGD_OPREGION_UNSEEN)
		look_for_vbt(host, ask_vfio(host), false, found);
}

static const struct igd_fact vbt_fact = { "VBT", sizeof(struct igd_vbt_found), read_vbt, NULL };

const struct igd_vbt_found *igd_vbt_get(struct igd_host *host)
{
	return igd_host_fact(host, &vbt_fact);
}
