// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dropin - what the doctor's own file in modprobe.d says, and what has to change in the others
 *
 * Files of modprobe.d are read in the order of their names. Of two ids= the last counts, of two softdeps of one module
 * the first (facts/host/modprobe.h): so a line that is there already is changed in its place.
 */
#include <string.h>

#include "facts/host/claim.h"
#include "facts/host/distribution.h"
#include "facts/host/igpu.h"
#include "fixes/kernel-cmdline/words_private.h"
#include "fixes/modprobe/lines_private.h"
#include "fixes/modprobe/vfio_private.h"

#define VFIO "vfio_pci"

static bool has_all(struct igd_host *host, const char *list, const char *ids)
{
	return igd_vfio_ids_extended(host, list, ids) == list;
}

/* Whether all "options vfio-pci" lines of other files that have to change could be changed. */
static bool change_foreign_ids(struct igd_host *host, struct igd_changes *changes)
{
	const struct igd_modprobe *config = igd_modprobe_get(host);
	const struct igd_modprobe_statement *statement;
	struct igd_modprobe_option held = igd_modprobe_option(config, VFIO, "ids");
	bool is_done = false;
	struct igd_spot spot;
	const char *fresh;
	size_t i;

	for (i = 0; i < config->count; i++) {
		statement = &config->statements[i];
		if (statement->kind != IGD_MODPROBE_OPTIONS ||
			!igd_module_same_name(statement->module, VFIO) ||
			!igd_spot_is_editable(statement->origin) ||
			!igd_spot_get(host, statement->origin, &spot))
			continue;
		fresh = igd_vfio_options_line(host, statement, &spot);
		if (fresh && strcmp(fresh, spot.text) == 0)
			continue;
		igd_spot_change(changes, &spot, fresh,
			"of several lists of ids only the last counts, and it has to name the iGPU");
		is_done |= strcmp(statement->origin, held.origin) == 0;
	}
	return is_done;
}

/* The line with the ids for the own drop-in; "" where they stand elsewhere. */
static const char *own_ids(struct igd_host *host, struct igd_changes *changes)
{
	struct igd_modprobe_option held = igd_modprobe_option(igd_modprobe_get(host), VFIO, "ids");
	const char *wanted = igd_vfio_wanted(host).ids;
	const char *all = held.value ? igd_vfio_ids_extended(host, held.value, wanted) : wanted;

	if (igd_claims_get(host)->vfio.kind == IGD_CLAIM_REPLACED)
		all = igd_vfio_ids_extended(host, all, held.lost_value);
	if (!held.value || igd_spot_is_own(held.origin))
		return igd_host_print(host, "options vfio-pci ids=%s\n", all);
	if (has_all(host, held.value, wanted))
		return "";
	if (igd_distribution_get(host)->is_declarative && !held.is_cmdline)
		return igd_host_print(host, "options vfio-pci ids=%s\n", all);
	if (held.is_cmdline || !change_foreign_ids(host, changes))
		igd_change_vfio_argument(host, changes, all);
	return "";
}

/* What keeps this driver behind vfio-pci. */
static const char *tame(
	struct igd_host *host, struct igd_changes *changes, const char *driver, unsigned device)
{
	const struct igd_modprobe *config = igd_modprobe_get(host);
	const struct igd_modprobe_statement *softdep =
		igd_modprobe_find(config, IGD_MODPROBE_SOFTDEP, driver);
	struct igd_spot spot;

	if (!softdep || igd_spot_is_own(softdep->origin))
		return igd_host_print(host, "softdep %s pre: vfio-pci\n", driver);
	if (igd_modprobe_loads_before(config, driver, VFIO))
		return "";
	if (!igd_spot_is_editable(softdep->origin) || igd_distribution_get(host)->is_declarative ||
		!igd_spot_get(host, softdep->origin, &spot) || strchr(spot.text, '\\'))
		return igd_host_print(host, "options %s force_probe=!%04x\n", driver, device);
	/* kmod libkmod-config.c softdep parsing: "pre:" and "post:" may come several times */
	igd_spot_change(changes, &spot, igd_host_print(host, "%s pre: vfio-pci", spot.text),
		"of several softdeps of one module only the first counts");
	return "";
}

/* Whether it may take the iGPU, or only the own drop-in keeps it from that. */
static bool is_dangerous(struct igd_host *host, const struct igd_rival *rival)
{
	const struct igd_modprobe *config = igd_modprobe_get(host);
	const struct igd_modprobe_statement *softdep =
		igd_modprobe_find(config, IGD_MODPROBE_SOFTDEP, rival->name);
	struct igd_modprobe_option force = igd_modprobe_option(config, rival->name, "force_probe");

	if (rival->is_builtin || rival->state == IGD_RIVAL_NONE)
		return false;
	return rival->state == IGD_RIVAL_FREE || rival->state == IGD_RIVAL_SHY ||
	       (softdep && igd_spot_is_own(softdep->origin)) ||
	       (force.value && igd_spot_is_own(force.origin));
}

const char *igd_vfio_dropin(struct igd_host *host, struct igd_changes *changes)
{
	const struct igd_rival *rivals = igd_claims_get(host)->rivals;
	const char *lines = own_ids(host, changes);
	size_t i;

	for (i = 0; i < 2; i++) {
		if (is_dangerous(host, &rivals[i]))
			lines = igd_host_print(host, "%s%s", lines,
				tame(host, changes, rivals[i].name, igd_igpu_get(host)->device));
	}
	return lines;
}

static bool is_contradiction(
	const struct igd_modprobe *config, const struct igd_modprobe_statement *statement)
{
	if (!igd_module_same_name(statement->module, VFIO))
		return false;
	if (statement->kind == IGD_MODPROBE_BLACKLIST)
		return true;
	return statement->kind == IGD_MODPROBE_SOFTDEP &&
	       (igd_modprobe_loads_before(config, VFIO, "i915") == statement ||
		       igd_modprobe_loads_before(config, VFIO, "xe") == statement);
}

void igd_vfio_contradictions(struct igd_host *host, struct igd_changes *changes)
{
	const struct igd_modprobe *config = igd_modprobe_get(host);
	const struct igd_modprobe_statement *statement;
	struct igd_spot spot;
	size_t i;

	for (i = 0; i < config->count; i++) {
		statement = &config->statements[i];
		if (!is_contradiction(config, statement) ||
			!igd_spot_is_editable(statement->origin) ||
			!igd_spot_get(host, statement->origin, &spot))
			continue;
		igd_spot_change(changes, &spot, NULL,
			statement->kind == IGD_MODPROBE_BLACKLIST
				? "it keeps vfio-pci from being loaded"
				: "it has a graphics driver loaded before vfio-pci");
	}
}

void igd_vfio_mention_kept(struct igd_host *host, struct igd_changes *changes)
{
	const char *kept = igd_vfio_wanted(host).kept;

	if (*kept)
		igd_change_manual(changes,
			igd_host_print(host,
				"The iGPU's IOMMU group also holds %s. Whether the host can do without, "
				"only you can tell: as long as a host driver has it, the VM does not "
				"start. Move the card to another slot, or unbind it before the VM "
				"starts.",
				kept),
			NULL);
}
