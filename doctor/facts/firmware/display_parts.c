// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * display_parts - what of a board's firmware is for the iGPU: Intel's GOP driver, and the VBTs
 */
#include "facts/firmware/display_parts.h"

#include <stdlib.h>
#include <string.h>

#include "facts/firmware/pe.h"
#include "facts/firmware/rom_recognise_private.h"
#include "facts/firmware/vbt.h"

#define HAS(content) (1u << (content))
#define INTEL 0x8086
/* More are no board's: one VBT for each kind of board that a vendor builds from one image was seen. */
#define MOST_PARTS 64

static bool is_there(const struct igd_display_parts *parts, const uint8_t *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < parts->count; i++)
		if (parts->parts[i].size == size && memcmp(parts->parts[i].bytes, bytes, size) == 0)
			return true;
	return false;
}

/* A copy of the bytes; NULL for what is there already. */
static struct igd_display_part *add(struct igd_display_parts *parts, enum igd_display_kind kind,
	const uint8_t *bytes, size_t size)
{
	struct igd_display_part *part;

	if (parts->count == MOST_PARTS || is_there(parts, bytes, size))
		return NULL;
	parts->parts = igd_regrow(parts->parts, parts->count + 1, sizeof(*parts->parts));
	part = &parts->parts[parts->count++];
	*part = (struct igd_display_part){ .kind = kind, .bytes = igd_zalloc(size), .size = size };
	memcpy(part->bytes, bytes, size);
	return part;
}

/* A driver: what the reader of ROMs recognises in its code. */
static void look_at_driver(struct igd_display_parts *parts, const uint8_t *bytes, size_t size)
{
	struct igd_rom rom = { .size = size, .image_count = 1 };
	struct igd_rom_code_bytes code = { .bytes = bytes, .size = size };
	struct igd_display_part *part = NULL;
	struct igd_rom_image *image;

	rom.images = igd_zalloc(sizeof(*rom.images));
	image = rom.images;
	image->vendor = INTEL;
	image->code_type = IGD_ROM_EFI;
	igd_rom_recognise(&rom, image, &code);
	if (image->contains & HAS(IGD_ROM_INTEL_GOP))
		part = add(parts, IGD_DISPLAY_GOP, bytes, size);
	if (part) {
		part->devices = IGD_TAKE_PTR(image->gop_devices);
		part->device_count = image->gop_device_count;
		image->gop_device_count = 0;
	}
	igd_rom_done(&rom);
}

/* Every VBT in these bytes. */
static void look_for_vbt(struct igd_display_parts *parts, const uint8_t *bytes, size_t size)
{
	const uint8_t *at = bytes, *found, *end = bytes + size;
	struct igd_display_part *part;
	struct igd_vbt vbt;
	size_t room;

	while ((found = memmem(at, (size_t)(end - at), "$VBT", 4))) {
		at = found + 4;
		room = (size_t)(end - found);
		if (igd_vbt_parse(found, room < IGD_VBT_MAX_SIZE ? room : IGD_VBT_MAX_SIZE, &vbt,
			    NULL) < 0)
			continue;
		part = add(parts, IGD_DISPLAY_VBT, found, vbt.size);
		if (part)
			part->product = igd_strdup(vbt.product);
		at = found + (vbt.size > 4 ? vbt.size : 4);
	}
}

static void take(void *context, uint8_t type, const uint8_t *bytes, size_t size)
{
	struct igd_display_parts *parts = context;

	if (type == IGD_FIRMWARE_PE32 && size <= IGD_ROM_MAX_BYTES)
		look_at_driver(parts, bytes, size);
	else if (type == IGD_FIRMWARE_RAW || type == IGD_FIRMWARE_FREEFORM)
		look_for_vbt(parts, bytes, size);
}

void igd_display_parts_find(const uint8_t *bytes, size_t size, struct igd_display_parts *ret)
{
	*ret = (struct igd_display_parts){ .walk = { .take = take, .context = ret } };
	igd_firmware_walk(&ret->walk, bytes, size);
}

void igd_display_parts_done(struct igd_display_parts *parts)
{
	size_t i;

	for (i = 0; i < parts->count; i++) {
		free(parts->parts[i].bytes);
		free(parts->parts[i].devices);
		free(parts->parts[i].product);
	}
	free(parts->parts);
	free(parts->walk.why);
	*parts = (struct igd_display_parts){ 0 };
}
