// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit_private - what the files of the verdict share
 */
#ifndef IGD_FACTS_FIRMWARE_ROM_FIT_PRIVATE_H
#define IGD_FACTS_FIRMWARE_ROM_FIT_PRIVATE_H

#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"

#define HAS(content) (1u << (content))

/* What the rules look at: the images that firmware does not pass over. */
struct igd_rom_view {
	const struct igd_rom *rom;
	uint16_t device;
	const struct igd_igpu_model *model; /* NULL: an id that is not in the table */
	uint32_t contains;
	size_t sound; /* images that are not broken */
	size_t gops;  /* images with a GOP */
	bool is_listed_by_gop;
	bool has_gop_without_ids;
};

/* The next sound image that holds it, from *at on, which is then behind it; NULL for none. */
const struct igd_rom_image *igd_rom_next_with(
	const struct igd_rom_view *view, enum igd_rom_content content, size_t *at);

bool igd_rom_is_among(const uint16_t *ids, size_t count, uint16_t id);

/*
 * Whether its assignment drivers serve the device: the best answer of all. *ret is what to say, a sentence's
 * part, the caller's to free; NULL if there is no such driver.
 */
enum igd_fit igd_rom_judge_assignments(const struct igd_rom_view *view, char **ret);

/* The video BIOS that SeaBIOS would run for the device, in QEMU's legacy mode; NULL for none. */
const struct igd_rom_image *igd_rom_own_video_bios(const struct igd_rom_view *view);

/* Why the first video BIOS in it is none for the device; NULL if it holds none. The caller frees it. */
char *igd_rom_explain_video_bios(const struct igd_rom_view *view, bool *ret_is_misnamed);

#endif
