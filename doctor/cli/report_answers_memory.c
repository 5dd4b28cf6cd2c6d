// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers_memory - what firmware left in memory and registers, and who has the addresses of the iGPU
 */
#include <inttypes.h>
#include <string.h>

#include "cli/report_answers_private.h"
#include "facts/firmware/gms.h"
#include "facts/firmware/opregion.h"
#include "facts/host/igpu.h"
#include "facts/host/iomem.h"
#include "facts/qemu/rom_given.h"

/* A BAR that is much divided up has some ten lines. */
#define MAX_RANGES 60u

/* The registers below the extended ones, which hold serial numbers. */
#define CONFIG_SIZE 256u

/* Whether b lies, at any depth, in a. */
static bool encloses(const struct igd_iomem *iomem, size_t a, size_t b)
{
	size_t depth;

	for (depth = 0; depth <= IGD_IOMEM_MAX_DEPTH; depth++) {
		if (a == b)
			return true;
		if (iomem->ranges[b].parent == b)
			return false;
		b = iomem->ranges[b].parent;
	}
	return false;
}

static bool is_of_igpu(const struct igd_iomem *iomem, size_t range, const char *address)
{
	const char *name = iomem->ranges[range].name;

	return strcmp(name, address) == 0 || igd_iomem_is_within(iomem, range, address) ||
	       strstr(name, "Graphics Stolen Memory") || strcmp(name, "BOOTFB") == 0;
}

/* It is the iGPU's, or something of the iGPU's lies in it. */
static bool is_shown(const struct igd_iomem *iomem, size_t range, const char *address)
{
	size_t i;

	for (i = range; i < iomem->count; i++) {
		if (is_of_igpu(iomem, i, address) && encloses(iomem, range, i))
			return true;
	}
	return false;
}

const char *igd_reply_iomem(struct igd_reply *reply)
{
	const struct igd_igpu *igpu = igd_igpu_get(reply->host);
	const struct igd_iomem *iomem = igd_iomem_get(reply->host);
	size_t i, count = 0;

	if (!igpu)
		return "no Intel iGPU";
	for (i = 0; i < iomem->count && count < MAX_RANGES; i++) {
		const struct igd_iomem_range *range = &iomem->ranges[i];

		if (!is_shown(iomem, i, igpu->address))
			continue;
		igd_reply_line(reply, "%*s%08" PRIx64 "-%08" PRIx64 " : %s",
			(int)(2 * range->depth), "", range->start, range->end, range->name);
		count++;
	}
	if (count && iomem->is_hidden)
		igd_reply_line(reply, "(only root is shown the addresses)");
	return count ? NULL : igd_reply_refusal(reply, IGD_PROC_IOMEM, "nothing of the iGPU in it");
}

/* As lspci prints it. */
static void add_dump(struct igd_reply *reply, const struct igd_bytes *bytes)
{
	size_t at, i;

	for (at = 0; at < bytes->size && at < CONFIG_SIZE; at += 16) {
		IGD_AUTOTEXT struct igd_text row = { 0 };

		for (i = at; i < bytes->size && i < at + 16; i++)
			igd_text_printf(&row, " %02x", (unsigned char)bytes->data[i]);
		igd_reply_line(reply, "%02zx:%s", at, row.text);
	}
}

static const char *state_word(const struct igd_graphics_config *config)
{
	switch (config->state) {
	case IGD_CONFIG_SPACE_SHORT:
		return "not permitted";
	case IGD_CONFIG_SPACE_OFF:
		return "the iGPU is asleep";
	case IGD_CONFIG_SPACE_ABSENT:
		return "absent";
	case IGD_CONFIG_SPACE_UNREADABLE:
		return igd_errno_text(config->error);
	case IGD_CONFIG_SPACE_READ:
		break;
	}
	return NULL;
}

const char *igd_reply_registers(struct igd_reply *reply)
{
	const struct igd_graphics_config *config = igd_graphics_config(reply->host);
	const struct igd_igpu *igpu = igd_igpu_get(reply->host);
	const struct igd_bytes *bytes;
	unsigned mib;

	if (!igpu)
		return "no Intel iGPU";
	if (config->state != IGD_CONFIG_SPACE_READ)
		return state_word(config);
	bytes = igd_host_bytes(reply->host, config->path, CONFIG_SIZE);
	if (bytes)
		add_dump(reply, bytes);
	igd_reply_line(reply, "GGC %04x, BDSM %" PRIx64 ", ASLS %08" PRIx32, config->ggc,
		config->bdsm, config->asls);
	if (igd_gms_size(igd_gms_coding(igpu->model), config->ggc, &mib))
		igd_reply_line(reply, "stolen memory: %u MiB", mib);
	return NULL;
}

static void add_opregion(struct igd_reply *reply)
{
	const struct igd_opregion_found *found = igd_opregion_get(reply->host);
	const struct igd_opregion *opregion = &found->opregion;

	if (found->state == IGD_OPREGION_FOUND)
		igd_reply_line(reply, "OpRegion: version %u.%u.%u, %zu bytes, GOP driver %s (%s)",
			opregion->major, opregion->minor, opregion->revision, opregion->size,
			*opregion->gop_version ? opregion->gop_version : "not named", found->where);
	else if (found->state == IGD_OPREGION_MALFORMED)
		igd_reply_line(reply, "OpRegion: %s (%s)", found->problem, found->where);
	else
		igd_reply_line(reply, "OpRegion: not seen (%s)",
			found->hidden  ? found->hidden
			: found->error ? igd_errno_text(found->error)
				       : "nobody could be asked");
}

static void add_vbt(struct igd_reply *reply)
{
	const struct igd_vbt_found *found = igd_vbt_get(reply->host);
	IGD_AUTOFREE char *outputs = NULL;

	if (found->state == IGD_OPREGION_FOUND) {
		outputs = igd_vbt_output_names(&found->vbt);
		igd_reply_line(reply, "VBT: %s, BDB version %u, %zu bytes, outputs %s (%s)",
			found->vbt.product, found->vbt.bdb_version, found->vbt.size, outputs,
			found->where);
	} else if (found->state == IGD_OPREGION_MALFORMED) {
		igd_reply_line(reply, "VBT: %s (%s)", found->problem, found->where);
	} else {
		igd_reply_line(reply, "VBT: not seen");
	}
}

static void add_rom_image(struct igd_reply *reply, const struct igd_rom_image *image, size_t number)
{
	IGD_AUTOTEXT struct igd_text contents = { 0 };
	unsigned content;

	for (content = 0; content < IGD_ROM_CONTENT_COUNT; content++) {
		if (image->contains & (UINT32_C(1) << content))
			igd_text_printf(&contents, ", %s",
				igd_rom_content_name((enum igd_rom_content)content));
	}
	igd_reply_line(reply, "  image %zu: %04x:%04x, code type %u, %zu bytes%s%s", number,
		image->vendor, image->device, image->code_type, image->size,
		contents.text ? contents.text : "", image->is_last ? ", the last" : "");
}

static void add_rom(struct igd_reply *reply)
{
	static const char *const states[] = {
		[IGD_ROM_NOT_GIVEN] = "none is given",
		[IGD_ROM_ABSENT] = "there is no such file",
		[IGD_ROM_EMPTY] = "the file is empty",
		[IGD_ROM_TOO_LARGE] = "the file is too large",
		[IGD_ROM_NOT_A_ROM] = "it is no option ROM",
	};
	const struct igd_rom_given *given = igd_rom_given_get(reply->host);
	size_t i;

	if (given->state != IGD_ROM_READ) {
		igd_reply_line(reply, "option ROM of the VM: %s%s%s",
			given->path ? given->path : "", given->path ? ": " : "",
			given->path && given->state == IGD_ROM_NOT_GIVEN ? "could not be read"
									 : states[given->state]);
		return;
	}
	igd_reply_line(reply, "option ROM of the VM: %s, %zu bytes", given->path, given->rom.size);
	for (i = 0; i < given->rom.image_count; i++)
		add_rom_image(reply, &given->rom.images[i], i + 1);
}

const char *igd_reply_firmware(struct igd_reply *reply)
{
	if (!igd_igpu_get(reply->host))
		return "no Intel iGPU";
	add_opregion(reply);
	add_vbt(reply);
	add_rom(reply);
	return NULL;
}
