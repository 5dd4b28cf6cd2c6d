// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms - what firmware has left in the iGPU's config space: GGC, BDSM and ASLS
 *
 * GGC says how much memory firmware set aside for the iGPU (graphics mode select: "DVMT Pre-Allocated" in firmware
 * setup), BDSM where that "stolen" memory begins, ASLS where the OpRegion is. How it is coded: gms_size.h.
 */
#ifndef IGD_FACTS_FIRMWARE_GMS_H
#define IGD_FACTS_FIRMWARE_GMS_H

#include "core/host.h"
#include "facts/firmware/gms_size.h"
#include "facts/host/igpu.h"

/* NULL is an unknown model. QEMU's generation -1 holds old and new ones; these tell them apart. */
IGD_EXPORT enum igd_gms_coding igd_gms_coding(const struct igd_igpu_model *model);
IGD_EXPORT enum igd_bdsm_form igd_bdsm_form(const struct igd_igpu_model *model);

enum igd_config_state {
	IGD_CONFIG_SPACE_READ,
	IGD_CONFIG_SPACE_ABSENT,     /* the host does not have the file */
	IGD_CONFIG_SPACE_SHORT,	     /* 64 bytes, all that the kernel shows without CAP_SYS_ADMIN */
	IGD_CONFIG_SPACE_OFF,	     /* all ones: the device does not answer (D3cold) */
	IGD_CONFIG_SPACE_UNREADABLE, /* error says why */
};

struct igd_graphics_config {
	enum igd_config_state state;
	const char *path;
	int error; /* of UNREADABLE; EPERM for SHORT */
	/* The rest is of READ only. */
	uint16_t ggc;
	bool is_vga_disabled; /* GGC bit 1 (IVD): it does not decode legacy VGA; the legacy recipe needs that */
	uint64_t bdsm; /* where stolen memory begins; 0 where that is not told */
	uint32_t asls; /* 0 or all ones: firmware left no OpRegion */
};

/* Never NULL. Nothing sticks: who cannot do without calls igd_graphics_config_missing(). Cites the registers. */
IGD_EXPORT const struct igd_graphics_config *igd_graphics_config(struct igd_host *host);
/*
 * For a check that has no other source: makes it UNKNOWN for the reason that the registers could not be read, by
 * what sticks, or by the text that it returns for igd_unknown().
 */
IGD_EXPORT const char *igd_graphics_config_missing(
	struct igd_host *host, const struct igd_graphics_config *config);

/*
 * The size that the kernel has noted, in bytes: of "Graphics Stolen Memory" in /proc/iomem (i915 is bound; nothing
 * sticks), else 0.
 */
IGD_EXPORT uint64_t igd_stolen_in_iomem(struct igd_host *host);
/* The same of "Reserving Intel graphics memory at [mem 0x7a000000-0x7dffffff]" in the kernel log, cited. */
IGD_EXPORT uint64_t igd_stolen_in_log(struct igd_host *host);
/* The size of such a line's range; 0 for a line without. */
IGD_EXPORT uint64_t igd_stolen_parse(const char *line);

#endif
