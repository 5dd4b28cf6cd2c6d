// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_foreign - what is no ROM is told by its name
 */
#include "rom_answer.h"

static void expect_foreign(const void *bytes, size_t size, size_t offset, const char *what)
{
	struct specimen file = { 0 };

	specimen_add(&file, bytes, size);
	specimen_add(&file, "\1\2\3\xfe\xfd", 5);
	specimen_pad(&file, 700, 0);
	expect_one(file, 0, offset, true, what);
}

#define FOREIGN(bytes, offset, what) expect_foreign(bytes, sizeof(bytes) - 1, offset, what)

static void test_foreign(void **state)
{
	(void)state;
	FOREIGN("\x7f"
		"ELF",
		0, "this is an ELF program, not a ROM");
	FOREIGN("PK\3\4", 0, "this is a zip archive; unpack it first");
	FOREIGN("7z\xbc\xaf\x27\x1c", 0, "this is a 7z archive; unpack it first");
	FOREIGN("\x1f\x8b\x08", 0, "this is compressed with gzip; unpack it first");
	FOREIGN("Rar!\x1a\7", 0, "this is a rar archive; unpack it first");
	FOREIGN("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x5a\xa5\xf0\x0f", 16,
		"this is a whole flash image (Intel flash descriptor at 0x10), not an option ROM; the "
		"BIOS region in it holds the drivers");
	FOREIGN("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0GUIDGUIDGUIDGUID\0\0\1\0\0\0\0\0_FVH", 0x28,
		"this is a UEFI firmware volume, a part of a BIOS, not an option ROM; a driver must be "
		"taken out of it (UEFITool) and packed as a ROM (EfiRom)");
	FOREIGN("\xed\xd5\xcb\x6d\x2d\xe8\x44\x4c\xbd\xa1\x71\x94\x19\x9a\xd9\x2a", 0,
		"this is a UEFI capsule (a firmware update), not an option ROM");
	FOREIGN("IntelGraphicsMem", 0, "this is a dump of the iGPU's OpRegion, not an option ROM");
	FOREIGN("$VBT SPECIMEN", 0, "this is a video BIOS table (VBT), not an option ROM");
	FOREIGN("MZ", 0, "this is a program for DOS, Windows or UEFI (`MZ`), not a ROM");
	FOREIGN("\x55\xab\1", 0,
		"an option ROM begins with 55 aa; this file begins with 55 ab 01 01 and is nothing that "
		"is known here");
}

static void expect_text(const char *text, const char *what)
{
	struct specimen file = { 0 };

	specimen_add(&file, text, strlen(text));
	expect_one(file, 0, 0, true, what);
}

static void test_texts(void **state)
{
	struct specimen file = { 0 };

	(void)state;
	expect_text("\n\n<!DOCTYPE html>\n<title>igd.rom</title>",
		"this is a web page, not a ROM: the page about the file was downloaded instead of the "
		"file");
	expect_text("version https://git-lfs.github.com/spec/v1\n",
		"this is a Git LFS pointer, not a ROM: the file itself is still to be downloaded");
	expect_text("404: Not Found", "this is text, not a ROM");
	expect_text("",
		"the file is empty. Of a dump of `/sys/.../rom` that means that the ROM was not enabled "
		"(`echo 1`) before, or that the device has none");
	specimen_pad(&file, 1, 0);
	specimen_add(&file, "\xff", 1);
	specimen_pad(&file, 65536, 0xff);
	expect_one(file, 0, 0, true,
		"nothing but ff. Of a dump of `/sys/.../rom` that means that the ROM was not decoded: the "
		"device has none, as iGPUs have, or something else owns the address");
}

static void test_near_roms(void **state)
{
	struct specimen_options options = { 0 };
	struct specimen file = { 0 }, rom = make_pair(0);

	(void)state;
	specimen_add_efi_kind(&file, "gop", &options);
	expect_one(file, 0, 0, true,
		"this is a bare EFI driver for x64, not yet a ROM: it is to be packed into one (`EfiRom "
		"-f 0x8086 -i 0xffff -e FILE`)");
	file = (struct specimen){ 0 };
	specimen_add_efi_kind(&file, "driver", &options);
	file.bytes[SPECIMEN_PE_OPTIONAL + 68] = 10;
	expect_one(file, 0, 0, true,
		"this is an EFI application (a boot loader, or a program for the UEFI shell), not a "
		"driver, and no ROM can be made of it");
	file = (struct specimen){ 0 };
	specimen_add(&file, "NVGI\1", 5);
	specimen_pad(&file, 0x400, 0);
	specimen_add(&file, rom.bytes, rom.size);
	expect_one(file, 0, 0x400, true,
		"this is a dump by NVIDIA's NVFlash (`NVGI`): the ROM begins here, not at the start: cut "
		"off the 1024 bytes before it (`dd bs=1024 skip=1 if=FILE of=NEW`)");
	file = (struct specimen){ 0 };
	specimen_add(&file, "\1\x55\xaa\2", 4);
	specimen_pad(&file, 7, 0);
	specimen_add(&file, rom.bytes, rom.size);
	expect_one(file, 0, 7, true,
		"a ROM begins here, not at the start: cut off the 7 bytes before it (`dd bs=7 skip=1 "
		"if=FILE of=NEW`)");
	specimen_done(&rom);
}

/* The vendor of a network card says nothing of graphics. */
static void test_other_class(void **state)
{
	struct specimen file = { 0 }, code = { 0 };
	struct specimen_image image = { .is_legacy = true,
		.vendor = 0x10de,
		.class_code = 0x020000,
		.revision = 3,
		.code = &code };
	struct igd_rom rom;

	(void)state;
	specimen_add(&code, "nothing", 8);
	specimen_add_image(&file, &image);
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	assert_int_equal(rom.images[0].contains, 0);
	igd_rom_done(&rom);
	specimen_done(&code);
	specimen_done(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_near_roms),
		cmocka_unit_test(test_other_class),
	};

	return cmocka_run_group_tests_name("rom_foreign", tests, NULL, NULL);
}
