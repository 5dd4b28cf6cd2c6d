// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms - what firmware has left in the iGPU's config space: GGC, BDSM and ASLS
 */
#include "facts/firmware/gms.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "facts/firmware/opregion_bytes.h"
#include "facts/host/iomem.h"
#include "facts/host/pci.h"
#include "facts/log/kernel_log.h"

#define GGC_AT 0x50u
#define BDSM_32_AT 0x5cu
#define BDSM_64_AT 0xc0u
#define ASLS_AT 0xfcu
#define CONFIG_SIZE 256u
/* Extended config space has 4 KiB. */
#define CONFIG_LIMIT ((size_t)4096)

/* INTEL_BSM_MASK, INTEL_GEN11_BSM: 1 MiB aligned; the lowest bit locks the register. */
#define BDSM_MASK (~UINT64_C(0xfffff))
#define GGC_IVD (1u << 1)

#define RESERVING "Reserving Intel graphics memory at "

/* Of QEMU's generation -1, those that are old: Linux 7.1 early-quirks.c lists them with gen9_early_ops. */
static bool is_old(const struct igd_igpu_model *model)
{
	return strcmp(model->platform, "Cannon Lake") == 0 ||
	       strcmp(model->platform, "Amber Lake") == 0;
}

enum igd_gms_coding igd_gms_coding(const struct igd_igpu_model *model)
{
	if (!model)
		return IGD_GMS_UNKNOWN;
	if (strcmp(model->platform, "Cherry Trail") == 0)
		return IGD_GMS_CHERRY_TRAIL;
	if (model->generation == 6 || model->generation == 7)
		return IGD_GMS_GEN6;
	/* Linux 7.1 i915/gem/i915_gem_stolen.c mtl_get_gms_size(), xe/xe_ttm_stolen_mgr.c detect_bar2_integrated() */
	if (model->generation < 0 && !is_old(model))
		return IGD_GMS_METEOR_LAKE;
	return model->generation == 8 ? IGD_GMS_GEN8 : IGD_GMS_GEN9;
}

enum igd_bdsm_form igd_bdsm_form(const struct igd_igpu_model *model)
{
	if (!model)
		return IGD_BDSM_UNKNOWN;
	if (model->generation < 0)
		return is_old(model) ? IGD_BDSM_32 : IGD_BDSM_NONE;
	return model->generation < 11 ? IGD_BDSM_32 : IGD_BDSM_64;
}

unsigned igd_gms_code(enum igd_gms_coding coding, uint16_t ggc)
{
	switch (coding) {
	case IGD_GMS_GEN6:
	case IGD_GMS_CHERRY_TRAIL:
		return ggc >> 3 & 0x1f;
	case IGD_GMS_GEN8:
	case IGD_GMS_GEN9:
	case IGD_GMS_METEOR_LAKE:
		return ggc >> 8;
	case IGD_GMS_UNKNOWN:
		break;
	}
	return 0;
}

/* 0x11 to 0x16 are 8 to 28 MiB, 0x17 to 0x1d 36 to 60 MiB: chv_stolen_size() */
static unsigned cherry_trail_size(unsigned code)
{
	if (code <= 0x10)
		return code * 32;
	return code < 0x17 ? 8 + 4 * (code - 0x11) : 36 + 4 * (code - 0x17);
}

bool igd_gms_size(enum igd_gms_coding coding, uint16_t ggc, unsigned *ret_mib)
{
	static const unsigned last[] = { [IGD_GMS_GEN6] = 0x10,
		[IGD_GMS_GEN8] = 0x40,
		[IGD_GMS_CHERRY_TRAIL] = 0x1d,
		[IGD_GMS_GEN9] = 0x40,
		[IGD_GMS_METEOR_LAKE] = 0x04 };
	unsigned code = igd_gms_code(coding, ggc);

	if (coding == IGD_GMS_UNKNOWN)
		return false;
	if ((coding == IGD_GMS_GEN9 || coding == IGD_GMS_METEOR_LAKE) && code >= 0xf0 &&
		code <= 0xfe) {
		*ret_mib = (code - 0xf0 + 1) * 4;
		return true;
	}
	if (code > last[coding])
		return false;
	*ret_mib = coding == IGD_GMS_CHERRY_TRAIL ? cherry_trail_size(code) : code * 32;
	return true;
}

static uint64_t read_bdsm(const uint8_t *bytes, enum igd_bdsm_form form)
{
	if (form == IGD_BDSM_32)
		return igd_little32(bytes + BDSM_32_AT) & BDSM_MASK;
	return form == IGD_BDSM_64 ? igd_little64(bytes + BDSM_64_AT) & BDSM_MASK : 0;
}

static void read_registers(struct igd_host *host, const struct igd_igpu *igpu, const uint8_t *bytes,
	struct igd_graphics_config *ret)
{
	ret->state = IGD_CONFIG_SPACE_READ;
	ret->ggc = igd_little16(bytes + GGC_AT);
	ret->is_vga_disabled = ret->ggc & GGC_IVD;
	ret->bdsm = read_bdsm(bytes, igd_bdsm_form(igpu->model));
	ret->asls = igd_little32(bytes + ASLS_AT);
	igd_host_cite(host, ret->path, "GGC %04x%s, BDSM %08" PRIx64 ", ASLS %08" PRIx32, ret->ggc,
		ret->is_vga_disabled ? " (no legacy VGA)" : "", ret->bdsm, ret->asls);
}

static void read_config(struct igd_host *host, void *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	struct igd_graphics_config *config = ret;
	const struct igd_bytes *bytes;

	config->state = IGD_CONFIG_SPACE_ABSENT;
	config->path = igpu ? igd_pci_path(host, igpu->address, "config") : "";
	bytes = igpu ? igd_host_bytes(host, config->path, CONFIG_LIMIT) : NULL;
	if (!bytes) {
		config->error = igd_host_error(host, config->path);
		if (config->error)
			config->state = IGD_CONFIG_SPACE_UNREADABLE;
		igd_host_forgive(host, config->path);
	} else if (bytes->size >= 4 && memcmp(bytes->data, "\xff\xff\xff\xff", 4) == 0) {
		config->state = IGD_CONFIG_SPACE_OFF;
	} else if (bytes->size < CONFIG_SIZE) {
		config->state = IGD_CONFIG_SPACE_SHORT;
		config->error = EPERM;
	} else {
		read_registers(host, igpu, (const uint8_t *)bytes->data, config);
	}
}

static const struct igd_fact config_fact = { "graphics config", sizeof(struct igd_graphics_config),
	read_config, NULL };

const struct igd_graphics_config *igd_graphics_config(struct igd_host *host)
{
	return igd_host_fact(host, &config_fact);
}

const char *igd_graphics_config_missing(
	struct igd_host *host, const struct igd_graphics_config *config)
{
	if (config->error)
		igd_host_stick(host, config->path, config->error);
	switch (config->state) {
	case IGD_CONFIG_SPACE_OFF:
		return "every register reads as ones: the iGPU is powered off (D3cold)";
	case IGD_CONFIG_SPACE_SHORT:
		return "only root may read more than its first 64 bytes";
	case IGD_CONFIG_SPACE_READ:
	case IGD_CONFIG_SPACE_ABSENT:
	case IGD_CONFIG_SPACE_UNREADABLE:
		break;
	}
	return "the iGPU's registers could not be read";
}

uint64_t igd_stolen_in_iomem(struct igd_host *host)
{
	const struct igd_iomem *iomem = igd_iomem_get(host);
	const struct igd_iomem_range *range;
	size_t i;

	igd_host_forgive(host, IGD_PROC_IOMEM);
	for (i = 0; !iomem->is_hidden && i < iomem->count; i++) {
		range = &iomem->ranges[i];
		if (strcmp(range->name, "Graphics Stolen Memory") != 0 ||
			range->end <= range->start)
			continue;
		igd_host_cite(host, IGD_PROC_IOMEM, "%08" PRIx64 "-%08" PRIx64 " : %s",
			range->start, range->end, range->name);
		return range->end - range->start + 1;
	}
	return 0;
}

uint64_t igd_stolen_parse(const char *line)
{
	const char *at = strstr(line, RESERVING);
	uint64_t start, end;

	if (!at || sscanf(at + strlen(RESERVING), "[mem 0x%16" SCNx64 "-0x%16" SCNx64 "]", &start,
			   &end) != 2)
		return 0;
	return end > start ? end - start + 1 : 0;
}

uint64_t igd_stolen_in_log(struct igd_host *host)
{
	const struct igd_log_line *line = igd_kernel_log_find(host, RESERVING);

	return line ? igd_stolen_parse(line->text) : 0;
}
