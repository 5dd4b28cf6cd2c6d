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

#define CONFIG_SIZE 256u
/* Extended config space has 4 KiB. */
#define CONFIG_LIMIT ((size_t)4096)

#define GGC_IVD (1u << 1)

#define RESERVING "Reserving Intel graphics memory at "

static enum igd_gms_family family_of(const struct igd_igpu_model *model)
{
	if (strcmp(model->platform, "Cherry Trail") == 0)
		return IGD_GMS_OF_CHERRY_TRAIL;
	if (strcmp(model->platform, "Cannon Lake") == 0 ||
		strcmp(model->platform, "Amber Lake") == 0)
		return IGD_GMS_OF_OLD;
	return IGD_GMS_OF_GENERATION;
}

enum igd_gms_coding igd_gms_coding(const struct igd_igpu_model *model)
{
	return model ? igd_gms_coding_of(model->generation, family_of(model)) : IGD_GMS_UNKNOWN;
}

enum igd_bdsm_form igd_bdsm_form(const struct igd_igpu_model *model)
{
	return model ? igd_bdsm_form_of(model->generation, family_of(model)) : IGD_BDSM_UNKNOWN;
}

static uint64_t read_bdsm(const uint8_t *bytes, enum igd_bdsm_form form)
{
	if (form == IGD_BDSM_32)
		return igd_little32(bytes + IGD_BDSM_32_AT) & IGD_BDSM_MASK;
	return form == IGD_BDSM_64 ? igd_little64(bytes + IGD_BDSM_64_AT) & IGD_BDSM_MASK : 0;
}

static void read_registers(struct igd_host *host, const struct igd_igpu *igpu, const uint8_t *bytes,
	struct igd_graphics_config *ret)
{
	ret->state = IGD_CONFIG_SPACE_READ;
	ret->ggc = igd_little16(bytes + IGD_GGC_AT);
	ret->is_vga_disabled = ret->ggc & GGC_IVD;
	ret->bdsm = read_bdsm(bytes, igd_bdsm_form(igpu->model));
	ret->asls = igd_little32(bytes + IGD_ASLS_AT);
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
