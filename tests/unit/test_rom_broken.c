// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_broken - whether a ROM fits of which firmware passes over a part
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/rom_fit.h"
#include "specimens/kinds.h"
#include "unit.h"

/* The images, with commas between them. */
static void make(struct specimen *file, const char *names)
{
	IGD_AUTOFREE char *kinds = igd_strdup(names);
	char *kind, *rest = kinds;

	while ((kind = strsep(&rest, ","))) {
		struct specimen_options options = { .is_more = rest != NULL };

		assert_true(specimen_add_kind(file, kind, &options));
	}
}

static void judge(struct specimen *file, uint16_t device, struct igd_rom_fit *ret)
{
	struct igd_rom rom;

	assert_true(igd_rom_parse(file->bytes, file->size, &rom));
	igd_rom_judge(&rom, device, ret);
	igd_rom_done(&rom);
	specimen_done(file);
}

/* Three images; what is written over byte offset of image number. */
static void judge_broken(size_t number, size_t offset, uint8_t value, struct igd_rom_fit *ret)
{
	struct specimen file = { 0 };
	struct igd_rom rom;
	size_t at;

	make(&file, "assignment,policy,gop");
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	at = rom.images[number].offset + offset;
	igd_rom_done(&rom);
	file.bytes[at] = value;
	judge(&file, 0x4680, ret);
}

enum { SUBSYSTEM = 8, MACHINE = 10, SIGNATURE = 4 };

/* What firmware passes over is no help, whatever is in it. */
static void test_broken(void **state)
{
	struct specimen file = { 0 };
	struct igd_rom_fit fit;

	(void)state;
	make(&file, "assignment");
	file.bytes[SUBSYSTEM] = 10; /* an application */
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_NO);
	assert_non_null(strstr(fit.why, "The file is broken"));
	assert_non_null(strstr(fit.why, "At 0x8: "));
	igd_rom_fit_done(&fit);

	/* What is compressed, and cannot be unpacked: firmware cannot do so either. */
	specimen_add_kind(&file, "driver", &(struct specimen_options){ .compression = 4 });
	memset(file.bytes + SPECIMEN_CODE + 8, 0xff, 64);
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_NO);
	assert_int_equal(fit.recipes, 0);
	assert_non_null(strstr(fit.why, "cannot be decompressed"));
	igd_rom_fit_done(&fit);

	/* Without the assignment driver the rest is a part, but nobody is told to build on a broken file. */
	judge_broken(0, SIGNATURE, 0, &fit);
	assert_int_equal(fit.fit, IGD_FIT_NO);
	assert_false(fit.is_part);
	assert_non_null(strstr(fit.why, "The file is broken"));
	igd_rom_fit_done(&fit);
}

/* The sound images do what they do. */
static void test_partly_broken(void **state)
{
	static const char part[] = "Part of the file is broken";
	struct specimen file = { 0 };
	struct igd_rom_fit fit;

	(void)state;
	judge_broken(2, SUBSYSTEM, 10, &fit); /* no display driver */
	assert_int_equal(fit.fit, IGD_FIT_YES);
	assert_int_equal(fit.recipes, IGD_ROM_FOR_UPT);
	assert_non_null(strstr(fit.why, "Without a display driver"));
	assert_non_null(strstr(fit.why, part));
	igd_rom_fit_done(&fit);

	judge_broken(1, SUBSYSTEM, 10, &fit); /* no policy */
	assert_int_equal(fit.recipes, IGD_ROM_FOR_UPT);
	assert_non_null(strstr(fit.why, "lacks the platform policy"));
	igd_rom_fit_done(&fit);

	/* A driver for another processor beside ours. */
	make(&file, "driver,assignment");
	file.bytes[MACHINE] = 0x4c; /* IA32 */
	file.bytes[MACHINE + 1] = 0x01;
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_YES);
	assert_non_null(strstr(fit.why, part));
	igd_rom_fit_done(&fit);

	/* Behind what says that it is the last is nothing. */
	make(&file, "assignment");
	make(&file, "policy,gop");
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.recipes, IGD_ROM_FOR_UPT);
	assert_non_null(strstr(fit.why, "firmware never looks here"));
	igd_rom_fit_done(&fit);
}

/* OVMF never gets past an image of no length that is not the last, and so runs none of them. */
static void test_endless(void **state)
{
	struct specimen file = { 0 };
	struct igd_rom_fit fit;
	struct igd_rom rom;
	uint8_t *pcir;

	(void)state;
	make(&file, "assignment,driver,driver");
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	pcir = file.bytes + rom.images[1].offset;
	igd_rom_done(&rom);
	pcir += pcir[0x18] | pcir[0x19] << 8;
	pcir[0x10] = pcir[0x11] = 0;
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	assert_true(rom.images[0].is_broken);
	igd_rom_judge(&rom, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_NO);
	assert_non_null(strstr(fit.why, "its length is 0"));
	igd_rom_fit_done(&fit);
	igd_rom_done(&rom);

	pcir[0x15] = 0x80; /* the last: what stands before it is run */
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_YES);
	igd_rom_fit_done(&fit);
}

/* OVMF may have an interpreter, or not. */
static void test_byte_code(void **state)
{
	struct specimen file = { 0 };
	struct igd_rom_fit fit;

	(void)state;
	make(&file, "assignment");
	assert_non_null(file.bytes);
	if (!file.bytes)
		return;
	file.bytes[MACHINE] = 0xbc;
	file.bytes[MACHINE + 1] = 0x0e;
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_UNKNOWN);
	assert_non_null(strstr(fit.why, "EbcDxe"));
	igd_rom_fit_done(&fit);

	make(&file, "driver,assignment");
	file.bytes[MACHINE] = 0xbc;
	file.bytes[MACHINE + 1] = 0x0e;
	judge(&file, 0x4680, &fit);
	assert_int_equal(fit.fit, IGD_FIT_YES);
	igd_rom_fit_done(&fit);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_partly_broken),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_byte_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
