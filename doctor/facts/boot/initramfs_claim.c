// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_claim - whether the image that boots lets vfio-pci have the iGPU, as the configuration asks
 *
 * In the initramfs the same happens as later on the root file system, with the modules and the modprobe.d that
 * the image holds: what is listed is loaded first, then udev loads what matches the devices. A graphics driver
 * that is in the image therefore wins unless vfio-pci is in it too, is loaded before, and knows its ids.
 */
#include "facts/boot/initramfs_claim.h"

#include <string.h>

#include "facts/host/autoload.h"
#include "facts/host/claim.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/modprobe.h"
#include "facts/host/modules.h"

#define VFIO "vfio_pci"

/* The image's own configuration of modprobe, with the command line's. */
struct inside {
	struct igd_host *host;
	const struct igd_initramfs *image;
	struct igd_modprobe config;
};

static bool is_told(const struct igd_claim *claim)
{
	return claim->kind == IGD_CLAIM_IDS;
}

static bool is_for_image(const struct igd_autoload_entry *entry)
{
	return entry->when == IGD_AUTOLOAD_INITRAMFS || entry->when == IGD_AUTOLOAD_INCLUDED;
}

const char *igd_initramfs_asked(struct igd_host *host)
{
	const struct igd_autoload *autoload = igd_autoload_get(host);
	const struct igd_claim *claim = &igd_claims_get(host)->vfio;
	size_t i;

	for (i = 0; i < autoload->count; i++) {
		if (is_for_image(&autoload->entries[i]) &&
			igd_starts_with(autoload->entries[i].module, "vfio"))
			return autoload->entries[i].origin;
	}
	return is_told(claim) ? claim->origin : NULL;
}

/* A module that is asked for by name, that the kernel has as a file, and that the image has not. */
static const struct igd_autoload_entry *find_missing(
	struct igd_host *host, const struct igd_initramfs *image)
{
	const struct igd_autoload *autoload = igd_autoload_get(host);
	const struct igd_autoload_entry *entry;
	size_t i;

	for (i = 0; i < autoload->count; i++) {
		entry = &autoload->entries[i];
		if (is_for_image(entry) && !igd_initramfs_has_module(image, entry->module) &&
			igd_module_state(host, entry->module) == IGD_MODULE_FILE)
			return entry;
	}
	return NULL;
}

static bool is_blocked(const struct inside *inside, const struct igd_rival *rival)
{
	const struct igd_igpu *igpu = igd_igpu_get(inside->host);
	struct igd_modprobe_option probe =
		igd_modprobe_option(&inside->config, rival->name, "force_probe");

	if (igd_modprobe_blacklisted(&inside->config, rival->name) ||
		igd_modprobe_find(&inside->config, IGD_MODPROBE_INSTALL, rival->name))
		return true;
	if (probe.value && igd_force_probe_blocks(probe.value, igpu->device))
		return true;
	return igd_cmdline_has(inside->host, "module_blacklist", rival->name) ||
	       igd_cmdline_has(inside->host, "rd.driver.blacklist", rival->name);
}

/* A graphics driver that the image holds and that nothing keeps from taking the iGPU there; NULL for none. */
static const struct igd_rival *find_rival(const struct inside *inside)
{
	const struct igd_claims *claims = igd_claims_get(inside->host);
	size_t i;

	for (i = 0; i < 2; i++) {
		if (claims->rivals[i].name && claims->rivals[i].state != IGD_RIVAL_NONE &&
			claims->rivals[i].state != IGD_RIVAL_SHY &&
			igd_initramfs_has_module(inside->image, claims->rivals[i].name) &&
			!is_blocked(inside, &claims->rivals[i]))
			return &claims->rivals[i];
	}
	return NULL;
}

/* dracut.cmdline(7) rd.driver.pre=; mkinitfs initramfs-init.in modules=. NULL: none names vfio-pci. */
static const char *by_argument(struct igd_host *host)
{
	const struct igd_cmdline *cmdline = igd_cmdline_running(host);
	const struct igd_argument *argument;
	size_t i;

	for (i = 0; i < cmdline->count; i++) {
		argument = &cmdline->arguments[i];
		if (!igd_cmdline_same_name(argument->name, "rd.driver.pre") &&
			!igd_cmdline_same_name(argument->name, "modules"))
			continue;
		if (!igd_value_has(argument->value, "vfio-pci") &&
			!igd_value_has(argument->value, VFIO))
			continue;
		igd_host_cite(host, IGD_PROC_CMDLINE, "%s", argument->text);
		return igd_host_print(host, "`%s` in %s", argument->text, IGD_PROC_CMDLINE);
	}
	return NULL;
}

/* What loads vfio_pci in the image, before the rival if there is one; NULL: nothing. */
static const char *loader(const struct inside *inside, const struct igd_rival *rival)
{
	const struct igd_initramfs_load *vfio = igd_initramfs_loads(inside->image, VFIO), *other;
	const struct igd_modprobe_statement *softdep;
	const char *asked = by_argument(inside->host);

	other = rival ? igd_initramfs_loads(inside->image, rival->name) : NULL;
	if (asked)
		return asked;
	if (vfio && (!other || vfio < other))
		return vfio->origin;
	if (!rival)
		return NULL;
	softdep = igd_modprobe_loads_before(&inside->config, rival->name, "vfio-pci");
	if (!softdep)
		softdep = igd_modprobe_loads_before(&inside->config, rival->name, VFIO);
	return softdep ? igd_host_print(inside->host, "%s", softdep->origin) : NULL;
}

static bool has_ids(const struct inside *inside)
{
	const struct igd_igpu *igpu = igd_igpu_get(inside->host);
	const char *list = igd_modprobe_option(&inside->config, VFIO, "ids").value;
	struct igd_vfio_id id;

	while (list && igd_vfio_id_next(&list, &id) > 0) {
		if (id.vendor == igpu->vendor && id.device == igpu->device)
			return true;
	}
	return false;
}

static struct igd_initramfs_claim judge(const struct inside *inside)
{
	const struct igd_rival *rival = find_rival(inside);
	bool is_there = igd_initramfs_has_module(inside->image, VFIO);
	const char *by = is_there ? loader(inside, rival) : NULL;

	if (!is_told(&igd_claims_get(inside->host)->vfio))
		return (struct igd_initramfs_claim){ IGD_INITRAMFS_READY, VFIO, by };
	if (rival && !is_there)
		return (struct igd_initramfs_claim){ IGD_INITRAMFS_RIVAL_ALONE, rival->name, NULL };
	if (rival && !by)
		return (struct igd_initramfs_claim){ IGD_INITRAMFS_RIVAL_FIRST, rival->name, NULL };
	if (by && !has_ids(inside))
		return (struct igd_initramfs_claim){ IGD_INITRAMFS_NO_IDS, VFIO,
			igd_claims_get(inside->host)->vfio.origin };
	return (struct igd_initramfs_claim){ by ? IGD_INITRAMFS_READY : IGD_INITRAMFS_NEITHER, VFIO,
		by };
}

struct igd_initramfs_claim igd_initramfs_judge(
	struct igd_host *host, const struct igd_initramfs *image)
{
	const struct igd_autoload_entry *missing = find_missing(host, image);
	struct inside inside = { .host = host, .image = image };
	const char *text = igd_host_text(host, IGD_PROC_CMDLINE);
	struct igd_initramfs_claim claim;
	size_t i;

	if (missing)
		return (struct igd_initramfs_claim){ IGD_INITRAMFS_MISSING, missing->module,
			missing->origin };
	for (i = 0; i < image->file_count; i++)
		igd_modprobe_parse(&inside.config, image->files[i].path, image->files[i].content,
			strlen(image->files[i].content));
	if (text)
		igd_modprobe_parse_cmdline(&inside.config, IGD_PROC_CMDLINE, text, strlen(text));
	claim = judge(&inside);
	igd_modprobe_done(&inside.config);
	return claim;
}

const char *igd_initramfs_obsolete(struct igd_host *host)
{
	const struct igd_autoload_entry *entry =
		igd_autoload_find(igd_autoload_get(host), "vfio_virqfd");

	if (!entry || igd_module_state(host, "vfio_virqfd") != IGD_MODULE_ABSENT)
		return NULL;
	return entry->origin;
}
