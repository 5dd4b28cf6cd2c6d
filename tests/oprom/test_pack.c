// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_pack - the packer: what it makes, the order it brings parts into, and what it refuses
 */
#include <errno.h>
#include <string.h>

#include "facts/firmware/bytes.h"
#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"
#include "fixes/oprom/pack.h"
#include "specimens/kinds.h"
#include "specimens/pe.h"
#include "specimens/rom.h"
#include "unit/unit.h"

#define ALDER_LAKE 0x4680
#define HAS(content) (1u << (content))

static const uint8_t *bytes_of(const struct igd_text *rom)
{
	return (const uint8_t *)rom->text;
}

/* Adds a specimen: an EFI file, or (with compression, or is_rom) a ROM of it. */
static int add_kind(struct igd_oprom *oprom, const char *kind,
	const struct specimen_options *options, bool is_rom, struct igd_error *reterr)
{
	struct specimen file = { 0 };
	int r;

	assert_true((is_rom ? specimen_add_kind : specimen_add_efi_kind)(&file, kind, options));
	r = igd_oprom_add_file(oprom, kind, file.bytes, file.size, reterr);
	specimen_done(&file);
	return r;
}

static void need_own(struct igd_oprom *oprom)
{
	struct igd_error error;

	if (igd_oprom_embedded_driver.absent)
		skip();
	assert_int_equal(igd_oprom_add_own(oprom, &error), 0);
}

/* Every field of the headers, by the specification's offsets. */
static void test_headers(void **state)
{
	static const uint8_t head[] = { 0x55, 0xaa };
	struct igd_oprom oprom = { 0 };
	struct igd_text rom = { 0 };
	struct igd_error error;
	const uint8_t *bytes, *pcir;

	(void)state;
	need_own(&oprom);
	assert_int_equal(igd_oprom_pack(&oprom, ALDER_LAKE, &rom, &error), 0);
	bytes = bytes_of(&rom);
	assert_int_equal(rom.size % 512, 0);
	assert_memory_equal(bytes, head, 2);
	assert_int_equal(igd_little16(bytes + 2) * 512u, rom.size);
	assert_int_equal(igd_little32(bytes + 4), 0xef1);
	assert_int_equal(igd_little16(bytes + 8), 11);
	assert_int_equal(igd_little16(bytes + 0xa), 0x8664);
	assert_int_equal(igd_little16(bytes + 0xc), 0);
	assert_memory_equal(
		bytes + igd_little16(bytes + 0x16), oprom.parts[0].bytes, oprom.parts[0].size);
	assert_int_equal(igd_little16(bytes + 0x18) % 4, 0);
	pcir = bytes + igd_little16(bytes + 0x18);
	assert_memory_equal(pcir, "PCIR", 4);
	assert_int_equal(igd_little16(pcir + 4), 0x8086);
	assert_int_equal(igd_little16(pcir + 6), ALDER_LAKE);
	assert_int_equal(igd_little16(pcir + 8), 0); /* no device list */
	assert_int_equal(igd_little16(pcir + 0xa), 0x1c);
	assert_int_equal(pcir[0xc], 3);
	assert_int_equal(igd_little32(pcir + 0xc) >> 8, 0x030000);
	assert_int_equal(igd_little16(pcir + 0x10), igd_little16(bytes + 2));
	assert_int_equal(pcir[0x14], 3);
	assert_int_equal(pcir[0x15], 0x80);
	igd_text_done(&rom);
	igd_oprom_done(&oprom);
}

/* It fits every device that the doctor knows, and it is the same for each but for the id. */
static void test_every_device(void **state)
{
	struct igd_oprom oprom = { 0 };
	struct igd_text first = { 0 };
	struct igd_error error;
	uint32_t id;

	(void)state;
	need_own(&oprom);
	assert_int_equal(igd_oprom_pack(&oprom, ALDER_LAKE, &first, &error), 0);
	first.text[0x1c + 6] = first.text[0x1c + 7] = 0;
	for (id = 0; id <= UINT16_MAX; id += id < 0x4600 || id > 0x4700 ? 0x11 : 1) {
		struct igd_text rom = { 0 };
		int r = igd_oprom_pack(&oprom, (uint16_t)id, &rom, &error);

		assert_int_equal(r, igd_igpu_model((uint16_t)id) ? 0 : -EINVAL);
		if (r == 0) {
			rom.text[0x1c + 6] = rom.text[0x1c + 7] = 0;
			assert_int_equal(rom.size, first.size);
			assert_memory_equal(rom.text, first.text, rom.size);
		}
		assert_true(r == 0 || rom.size == 0);
		igd_text_done(&rom);
	}
	igd_text_done(&first);
	igd_oprom_done(&oprom);
}

/* However they come, they are run as assignment, policy, display. */
static void test_order(void **state)
{
	static const uint32_t order[] = { HAS(IGD_ROM_ASSIGNMENT), HAS(IGD_ROM_GOP_POLICY),
		HAS(IGD_ROM_INTEL_GOP) };
	struct specimen_options options = { 0 };
	struct igd_oprom oprom = { 0 };
	struct igd_text text = { 0 };
	struct igd_rom_fit fit;
	struct igd_error error;
	struct igd_rom rom;
	size_t i;

	(void)state;
	assert_int_equal(add_kind(&oprom, "gop", &options, false, &error), 0);
	need_own(&oprom);
	assert_int_equal(add_kind(&oprom, "policy", &options, true, &error), 0);
	assert_int_equal(igd_oprom_pack(&oprom, ALDER_LAKE, &text, &error), 0);
	assert_true(igd_rom_parse(bytes_of(&text), text.size, &rom));
	assert_int_equal(rom.image_count, 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(rom.images[i].contains, order[i]);
		assert_int_equal(rom.images[i].is_last, i == 2);
	}
	igd_rom_judge(&rom, ALDER_LAKE, &fit);
	assert_int_equal(fit.fit, IGD_FIT_YES);
	assert_true(fit.recipes & IGD_ROM_FOR_GOP);
	igd_rom_fit_done(&fit);
	igd_rom_done(&rom);
	igd_text_done(&text);
	igd_oprom_done(&oprom);
}

/* The three of a ROM, in order; the second's size, or 0 for one that was not built here. */
static void expect_three(const struct igd_oprom *oprom, size_t policy_size)
{
	struct igd_text text = { 0 };
	struct igd_error error;
	struct igd_rom rom;
	size_t i;

	assert_int_equal(oprom->count, 3);
	assert_int_equal(oprom->parts[1].size == igd_oprom_embedded_policy.size, policy_size != 0);
	assert_int_equal(igd_oprom_pack(oprom, ALDER_LAKE, &text, &error), 0);
	assert_true(igd_rom_parse(bytes_of(&text), text.size, &rom));
	assert_int_equal(rom.image_count, 3);
	assert_int_equal(rom.images[0].contains, HAS(IGD_ROM_ASSIGNMENT));
	assert_int_equal(rom.images[1].contains, HAS(IGD_ROM_GOP_POLICY));
	assert_int_equal(rom.images[2].contains, HAS(IGD_ROM_INTEL_GOP));
	for (i = 0; i < 3; i++)
		assert_int_equal(rom.images[i].is_last, i == 2);
	igd_rom_done(&rom);
	igd_text_done(&text);
}

/* Our own policy comes to a display driver that has none, and to nothing else. */
static void test_own_policy(void **state)
{
	struct specimen_options options = { 0 };
	struct igd_oprom oprom = { 0 };
	struct igd_error error;

	(void)state;
	need_own(&oprom);
	assert_int_equal(igd_oprom_add_own_policy(&oprom, &error), 0);
	assert_int_equal(oprom.count, 1);
	assert_int_equal(add_kind(&oprom, "gop", &options, false, &error), 0);
	assert_int_equal(igd_oprom_add_own_policy(&oprom, &error), 0);
	assert_int_equal(oprom.parts[1].contains, HAS(IGD_ROM_GOP_POLICY));
	expect_three(&oprom, igd_oprom_embedded_policy.size);
	assert_int_equal(igd_oprom_add_own_policy(&oprom, &error), 0);
	assert_int_equal(oprom.count, 3);
	igd_oprom_done(&oprom);

	need_own(&oprom);
	assert_int_equal(add_kind(&oprom, "policy", &options, false, &error), 0);
	assert_int_equal(igd_oprom_add_own_policy(&oprom, &error), 0);
	assert_int_equal(oprom.count, 2);
	assert_int_equal(add_kind(&oprom, "gop", &options, false, &error), 0);
	assert_int_equal(igd_oprom_add_own_policy(&oprom, &error), 0);
	expect_three(&oprom, 0);
	igd_oprom_done(&oprom);
}

/* Out of somebody's ROM of three, compressed or not, come the two; its assignment driver stays behind. */
static void test_out_of_rom(void **state)
{
	static const char *const kinds[] = { "assignment", "policy", "gop" };
	struct specimen_options options = { 0 };
	struct igd_oprom oprom = { 0 };
	struct igd_error error;
	size_t i;

	(void)state;
	for (options.compression = 0; options.compression <= 4; options.compression += 4) {
		struct specimen file = { 0 };
		struct igd_text text = { 0 };

		for (i = 0; i < 3; i++) {
			options.is_more = i < 2;
			assert_true(specimen_add_kind(&file, kinds[i], &options));
		}
		need_own(&oprom);
		assert_int_equal(
			igd_oprom_add_file(&oprom, "trio", file.bytes, file.size, &error), 0);
		assert_int_equal(oprom.count, 3);
		assert_int_equal(igd_oprom_pack(&oprom, ALDER_LAKE, &text, &error), 0);
		specimen_done(&file);
		igd_text_done(&text);
		igd_oprom_done(&oprom);
	}
}

static void expect_refusal(struct igd_oprom *oprom, uint16_t device, const char *why)
{
	struct igd_text text = { 0 };
	struct igd_error error;

	assert_int_equal(igd_oprom_pack(oprom, device, &text, &error), -EINVAL);
	if (!strstr(error.message, why))
		fail_msg("\"%s\" is not in: %s", why, error.message);
	assert_int_equal(text.size, 0);
	igd_oprom_done(oprom);
}

static void test_refused_together(void **state)
{
	static const uint16_t others[] = { 0x46a0, 0x46a1, 0x46a3, 0x46a6, 0 };
	struct specimen_options options = { 0 };
	struct igd_oprom oprom = { 0 };
	struct igd_error error;

	(void)state;
	expect_refusal(&oprom, ALDER_LAKE, "no assignment driver");
	need_own(&oprom);
	assert_int_equal(add_kind(&oprom, "gop", &options, false, &error), 0);
	expect_refusal(&oprom, ALDER_LAKE, "without a platform GOP policy");
	need_own(&oprom);
	assert_int_equal(add_kind(&oprom, "policy", &options, false, &error), 0);
	expect_refusal(&oprom, ALDER_LAKE, "of no use without Intel's GOP driver");
	need_own(&oprom);
	options.devices = others;
	assert_int_equal(add_kind(&oprom, "policy", &options, false, &error), 0);
	assert_int_equal(add_kind(&oprom, "gop", &options, false, &error), 0);
	expect_refusal(&oprom, ALDER_LAKE, "is not known to drive 8086:4680");
	need_own(&oprom);
	expect_refusal(&oprom, 0x1234, "does not list 8086:1234");
}

static void expect_file_refused(const struct specimen *file, int error_number, const char *why)
{
	struct igd_oprom oprom = { 0 };
	struct igd_error error = { 0 };

	assert_int_equal(
		igd_oprom_add_file(&oprom, "file", file->bytes, file->size, &error), error_number);
	if (!strstr(error.message, why))
		fail_msg("\"%s\" is not in: %s", why, error.message);
	assert_int_equal(oprom.count, 0);
	igd_oprom_done(&oprom);
}

static void test_refused_files(void **state)
{
	struct specimen_options options = { 0 };
	struct specimen file = { 0 };
	uint32_t header;

	(void)state;
	specimen_add(&file, "nothing", 7);
	expect_file_refused(&file, -EINVAL, "neither an EFI file nor an option ROM");
	specimen_done(&file);
	specimen_add_efi_kind(&file, "ipxe", &options);
	expect_file_refused(&file, -EINVAL, "neither Intel's GOP driver nor a policy");
	specimen_done(&file);
	specimen_add_kind(&file, "assignment", &options);
	expect_file_refused(&file, -EINVAL, "none of its images is Intel's GOP driver");
	specimen_done(&file);
	/* what firmware passes over in silence */
	specimen_add_efi_kind(&file, "gop", &options);
	header = igd_little32(file.bytes + 0x3c);
	specimen_put16(&file, header + 24 + 68, 10);
	expect_file_refused(&file, -EBADMSG, "subsystem 10 is no driver");
	specimen_put16(&file, header + 24 + 68, 11);
	specimen_put16(&file, header + 4, 0xaa64);
	expect_file_refused(&file, -EBADMSG, "guests are x64");
	specimen_put16(&file, header + 4, 0x8664);
	specimen_put32(&file, header + 24 + igd_little16(file.bytes + header + 20) + 12, 0);
	expect_file_refused(&file, -EBADMSG, "onto the headers");
	specimen_done(&file);
}

/* A ROM that is cut off, at each place: an answer, and nothing read behind its end. */
static void test_cut(void **state)
{
	struct specimen_options options = { .compression = 4 };
	struct specimen file = { 0 };
	size_t size;

	(void)state;
	assert_true(specimen_add_kind(&file, "policy", &options));
	for (size = 0; size < file.size; size += 7) {
		struct specimen cut = { 0 };
		struct igd_oprom oprom = { 0 };
		struct igd_error error;

		specimen_add(&cut, file.bytes, size);
		igd_oprom_add_file(&oprom, "cut", cut.bytes, cut.size, &error);
		igd_oprom_done(&oprom);
		specimen_done(&cut);
	}
	specimen_done(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_every_device),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_own_policy),
		cmocka_unit_test(test_out_of_rom),
		cmocka_unit_test(test_refused_together),
		cmocka_unit_test(test_refused_files),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
