// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pack_part - the drivers that a ROM is made of, out of the files they come in
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/bytes.h"
#include "facts/firmware/rom.h"
#include "facts/firmware/tiano.h"
#include "fixes/oprom/pack_private.h"

#define HAS(content) (1u << (content))
/* Offset of the EFI image in an image of a ROM: UEFI Specification 2.10, 14.4.2.1. */
#define EFI_IMAGE_AT 0x16u
/* More parts than this are no ROM for an iGPU: three were seen. */
#define MOST_PARTS 16

/* Where firmware is to run it: who hands out the OpRegion, who hands out the VBT in it, who asks for that. */
static unsigned place(uint32_t contains)
{
	if (contains & HAS(IGD_ROM_ASSIGNMENT))
		return 0;
	return contains & HAS(IGD_ROM_GOP_POLICY) ? 1 : 2;
}

/* Behind what has the same place. The part is taken. */
static void insert(struct igd_oprom *oprom, struct igd_oprom_part part)
{
	size_t at = oprom->count;

	oprom->parts = igd_regrow(oprom->parts, oprom->count + 1, sizeof(*oprom->parts));
	for (; at && place(oprom->parts[at - 1].contains) > place(part.contains); at--)
		oprom->parts[at] = oprom->parts[at - 1];
	oprom->parts[at] = part;
	oprom->count++;
}

static void part_done(struct igd_oprom_part *part)
{
	free(part->name);
	free(part->bytes);
}

/* What the reader recognises in it, as the only image of a ROM. -EBADMSG, -EFBIG. */
static int recognise(struct igd_oprom_part *part, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_rom rom;
	int r = igd_oprom_wrap(part, UINT16_MAX, true, &text, reterr);

	if (r < 0)
		return r;
	igd_rom_parse((const uint8_t *)text.text, text.size, &rom);
	part->contains = igd_rom_contains(&rom);
	igd_rom_done(&rom);
	return 0;
}

static struct igd_oprom_part make_part(char *name, const uint8_t *bytes, size_t size)
{
	struct igd_oprom_part part = { .name = name, .bytes = igd_zalloc(size + 1), .size = size };

	memcpy(part.bytes, bytes, size);
	return part;
}

static int add_embedded(struct igd_oprom *oprom, const struct igd_oprom_embedded *embedded,
	const char *name, struct igd_error *reterr)
{
	struct igd_oprom_part part;
	int r;

	if (embedded->absent)
		return igd_error_set(reterr, ENOTSUP,
			"this igd-doctor has no ROM to give: it was %s", embedded->absent);
	part = make_part(igd_strdup(name), embedded->bytes, embedded->size);
	r = recognise(&part, reterr);
	if (r < 0)
		part_done(&part);
	else
		insert(oprom, part);
	return r;
}

int igd_oprom_add_own(struct igd_oprom *oprom, struct igd_error *reterr)
{
	return add_embedded(oprom, &igd_oprom_embedded_driver, "igd-doctor's own driver", reterr);
}

uint32_t igd_oprom_contains(const struct igd_oprom *oprom)
{
	uint32_t ret = 0;
	size_t i;

	for (i = 0; i < oprom->count; i++)
		ret |= oprom->parts[i].contains;
	return ret;
}

int igd_oprom_add_own_policy(struct igd_oprom *oprom, struct igd_error *reterr)
{
	uint32_t contains = igd_oprom_contains(oprom);

	if (!(contains & HAS(IGD_ROM_INTEL_GOP)) || contains & HAS(IGD_ROM_GOP_POLICY))
		return 0;
	return add_embedded(oprom, &igd_oprom_embedded_policy, "igd-doctor's own policy", reterr);
}

/* Takes the part if it is a display driver or a policy, and frees it otherwise. Whether it was taken. */
static bool take(struct igd_oprom *oprom, struct igd_oprom_part *part)
{
	uint32_t wanted = HAS(IGD_ROM_INTEL_GOP) | HAS(IGD_ROM_GOP_POLICY);

	if (part->contains & wanted && !(part->contains & HAS(IGD_ROM_ASSIGNMENT)) &&
		oprom->count < MOST_PARTS) {
		insert(oprom, *part);
		return true;
	}
	part_done(part);
	return false;
}

/* The EFI file of a ROM's image. Returns false if there is none that can be read. */
static bool read_image(const char *name, const uint8_t *bytes, const struct igd_rom_image *image,
	struct igd_oprom_part *ret)
{
	size_t offset;
	struct igd_fault fault;
	uint8_t *plain;

	if (image->code_type != IGD_ROM_EFI || image->is_broken || !image->efi.is_readable)
		return false;
	bytes += image->offset;
	offset = igd_little16(bytes + EFI_IMAGE_AT);
	if (offset >= image->size)
		return false;
	*ret = make_part(igd_printf("%s at 0x%zx", name, image->offset), bytes + offset,
		image->size - offset);
	if (!image->efi.is_compressed)
		return true;
	plain = igd_tiano_decompress(
		ret->bytes, ret->size, IGD_TIANO_UEFI, IGD_ROM_MAX_BYTES, &fault);
	ret->size = plain ? igd_tiano_original_size(ret->bytes, ret->size) : 0;
	free(ret->bytes);
	ret->bytes = plain;
	if (!plain)
		part_done(ret);
	return plain;
}

static int add_rom(struct igd_oprom *oprom, const char *name, const uint8_t *bytes,
	const struct igd_rom *rom, struct igd_error *reterr)
{
	struct igd_oprom_part part;
	size_t i, taken = 0;
	int r;

	for (i = 0; i < rom->image_count; i++) {
		if (!read_image(name, bytes, &rom->images[i], &part))
			continue;
		r = recognise(&part, reterr);
		if (r < 0) {
			part_done(&part);
			return r;
		}
		taken += take(oprom, &part);
	}
	return taken ? 0
		     : igd_error_set(reterr, EINVAL,
			       "%s: none of its images is Intel's GOP driver, or a policy for it",
			       name);
}

static int add_efi(struct igd_oprom *oprom, const char *name, const uint8_t *bytes, size_t size,
	struct igd_error *reterr)
{
	struct igd_oprom_part part = make_part(igd_strdup(name), bytes, size);
	int r = recognise(&part, reterr);

	if (r < 0) {
		part_done(&part);
		return r;
	}
	return take(oprom, &part)
		       ? 0
		       : igd_error_set(reterr, EINVAL,
				 "%s: neither Intel's GOP driver nor a policy for it", name);
}

int igd_oprom_add_file(struct igd_oprom *oprom, const char *name, const uint8_t *bytes, size_t size,
	struct igd_error *reterr)
{
	struct igd_rom rom;
	int r;

	if (igd_rom_parse(bytes, size, &rom))
		r = add_rom(oprom, name, bytes, &rom, reterr);
	else if (size >= 2 && memcmp(bytes, "MZ", 2) == 0)
		r = add_efi(oprom, name, bytes, size, reterr);
	else
		r = igd_error_set(
			reterr, EINVAL, "%s: neither an EFI file nor an option ROM", name);
	igd_rom_done(&rom);
	return r;
}

void igd_oprom_done(struct igd_oprom *oprom)
{
	size_t i;

	for (i = 0; i < oprom->count; i++)
		part_done(&oprom->parts[i]);
	free(oprom->parts);
	*oprom = (struct igd_oprom){ 0 };
}
