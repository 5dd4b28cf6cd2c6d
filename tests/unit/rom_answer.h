// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_answer - what the tests of the ROM reader ask, and what must hold of every answer
 */
#ifndef IGD_TESTS_ROM_ANSWER_H
#define IGD_TESTS_ROM_ANSWER_H

#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/rom.h"
#include "specimens/kinds.h"
#include "specimens/pe.h"
#include "unit.h"

/* Where the parts stand in a specimen's image. */
enum {
	INIT_SIZE = 2,
	PCIR_POINTER = 0x18,
	LENGTH = SPECIMEN_PCIR + 0x10,
	INDICATOR = SPECIMEN_PCIR + 0x15
};

/* From exactly so many bytes. */
static inline bool parse(const struct specimen *file, struct igd_rom *ret)
{
	uint8_t *bytes = igd_zalloc(file->size ? file->size : 1);
	bool is_rom;

	if (file->size)
		memcpy(bytes, file->bytes, file->size);
	is_rom = igd_rom_parse(bytes, file->size, ret);
	free(bytes);
	return is_rom;
}

/* What must hold of every answer. */
static inline void check_answer(const struct igd_rom *rom, const struct specimen *file, bool is_rom)
{
	const struct igd_rom_problem *problem;
	size_t i, end = 0;

	assert_int_equal(rom->size, file->size);
	assert_true(is_rom == (rom->image_count > 0));
	assert_true(rom->image_count <= IGD_ROM_MAX_IMAGES);
	assert_true(is_rom || rom->problem_count > 0);
	for (i = 0; i < rom->image_count; i++) {
		assert_true(rom->images[i].offset >= end);
		assert_true(rom->images[i].size <= file->size - rom->images[i].offset);
		end = rom->images[i].offset + rom->images[i].size;
		assert_true(rom->images[i].device_count == 0 || rom->images[i].devices);
	}
	for (i = 0; i < rom->problem_count; i++) {
		problem = &rom->problems[i];
		assert_true(problem->offset <= file->size);
		assert_true(problem->image < rom->image_count || problem->image == SIZE_MAX);
		assert_true(*problem->what && !strchr(problem->what, '\n'));
	}
	for (i = 0; i < rom->evidence_count; i++)
		assert_true(rom->evidence[i].image < rom->image_count);
}

/* Two drivers, compressed or not: at 0 and at 0x600, of 0x600 bytes each if not. */
static inline struct specimen make_pair(unsigned compression)
{
	struct specimen_options options = { .compression = compression, .is_more = true };
	struct specimen rom = { 0 };

	specimen_add_kind(&rom, "driver", &options);
	options.is_more = false;
	specimen_add_kind(&rom, "ipxe", &options);
	return rom;
}

static inline void expect(
	const struct igd_rom *rom, size_t number, size_t offset, bool is_fatal, const char *what)
{
	assert_true(number < rom->problem_count);
	assert_string_equal(rom->problems[number].what, what);
	assert_int_equal(rom->problems[number].offset, offset);
	assert_int_equal(rom->problems[number].is_fatal, is_fatal);
}

/* The only problem of a ROM with so many images; takes the ROM. */
static inline void expect_one(
	struct specimen file, size_t images, size_t offset, bool is_fatal, const char *what)
{
	struct igd_rom rom;
	bool is_rom = parse(&file, &rom);

	check_answer(&rom, &file, is_rom);
	expect(&rom, 0, offset, is_fatal, what);
	assert_int_equal(rom.problem_count, 1);
	assert_int_equal(rom.image_count, images);
	igd_rom_done(&rom);
	specimen_done(&file);
}

#endif
