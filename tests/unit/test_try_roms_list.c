// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_try_roms_list - the tournament of option ROMs: which are tried, and in which order
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/try_scene.h"

#define MOST 8u

/* By what fits and what the VM needs of one; doubles, strangers and what is no ROM are listed behind. */
static void ranks(void **state)
{
	static const char page[] = "<!DOCTYPE html>\n";
	static const struct fate fates[] = { CODE_43, CODE_43, CODE_43, CODE_43, CODE_43 };
	struct field field = { .fates = fates };
	struct igd_tries tries = { .target = upt };

	(void)state;
	add(&tries, "vbios.rom", "vbios", NULL);
	add_bytes(&tries, "page.rom", page, sizeof(page) - 1);
	add_bytes(&tries, "empty.rom", "", 0);
	add(&tries, "unknown.rom", "driver", NULL);
	add(&tries, "radeon.rom", "amd", NULL);
	add(&tries, "own.rom", "assignment", "9");
	add(&tries, "three.rom", "assignment,policy,gop", NULL);
	add(&tries, "z-noGOP.rom", "assignment", "1");
	add(&tries, "copy.rom", "assignment", "1");
	add(&tries, "gop.rom", "gop", NULL);
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_string_equal(field.tried, "copy.rom own.rom three.rom unknown.rom ");
	assert_int_equal(find(&tries, "z-noGOP.rom")->outcome, IGD_TRY_DOUBLE);
	assert_int_equal(find(&tries, "gop.rom")->outcome, IGD_TRY_HOPELESS);
	assert_int_equal(find(&tries, "vbios.rom")->outcome, IGD_TRY_HOPELESS);
	assert_int_equal(find(&tries, "radeon.rom")->outcome, IGD_TRY_HOPELESS);
	assert_int_equal(find(&tries, "page.rom")->outcome, IGD_TRY_NO_ROM);
	assert_string_equal(find(&tries, "empty.rom")->why, "the file is empty");
	expect_text(&tries, "ranks.txt");
	igd_tries_done(&tries);
}

/* SeaBIOS runs a video BIOS and none of the drivers. */
static void ranks_for_seabios(void **state)
{
	static const struct fate fates[] = { CODE_43 };
	struct field field = { .fates = fates };
	struct igd_tries tries = { .target = { 0x1912, { .firmware = IGD_VM_SEABIOS,
							       .chipset = IGD_VM_I440FX,
							       .is_legacy = true,
							       .generation = 9 } } };
	struct specimen_options options = { .vendor = 0x8086, .device = 0x1912 };
	struct specimen rom = { 0 };

	(void)state;
	add(&tries, "a.rom", "assignment", NULL);
	assert_true(specimen_add_kind(&rom, "vbios", &options));
	add_bytes(&tries, "vbios.rom", rom.bytes, rom.size);
	specimen_done(&rom);
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_string_equal(field.tried, "vbios.rom ");
	assert_int_equal(find(&tries, "a.rom")->outcome, IGD_TRY_HOPELESS);
	igd_tries_done(&tries);
}

/* Where a folder holds nothing better, what is hopeless is tried all the same, behind igd-doctor's own. */
static void tries_the_hopeless_last(void **state)
{
	static const struct fate fates[] = { CODE_43, CODE_43 };
	struct field field = { .fates = fates };
	struct igd_tries tries = { .target = upt };

	(void)state;
	add(&tries, "gop.rom", "gop", NULL);
	add(&tries, "own.rom", "assignment", "9");
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_string_equal(field.tried, "own.rom gop.rom ");
	igd_tries_done(&tries);
}

static void nothing_to_try(void **state)
{
	struct field field = { 0 };
	struct igd_tries tries = { .target = upt };

	(void)state;
	add_bytes(&tries, "page.rom", "<html>", 6);
	assert_int_equal(play(&tries, &field), IGD_EXIT_DATA);
	assert_int_equal(tries.end, IGD_TRIES_NOTHING);
	assert_int_equal(field.attempts, 0);
	igd_tries_done(&tries);
}

/* A folder of a file system: what is in it is a row each, but for folders and hidden files. */
struct folder {
	char path[64];
	char *names[MOST];
	size_t count;
};

static char *within(struct folder *folder, const char *name)
{
	assert_true(folder->count < MOST);
	folder->names[folder->count] = igd_printf("%s/%s", folder->path, name);
	return folder->names[folder->count++];
}

static void make_file(struct folder *folder, const char *name, const void *bytes, size_t size)
{
	FILE *file = fopen(within(folder, name), "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

static void make_large(struct folder *folder, const char *name)
{
	int fd = open(within(folder, name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)IGD_ROM_MAX_BYTES + 1), 0);
	close(fd);
}

static void reads_a_folder(void **state)
{
	struct folder folder = { .path = "/tmp/igd-tries.XXXXXX" };
	struct igd_tries tries = { .target = upt };
	struct specimen rom = { 0 };
	const struct specimen_options none = { 0 };
	struct igd_error error = { 0 };
	char *inner;

	(void)state;
	assert_non_null(mkdtemp(folder.path));
	assert_true(specimen_add_kind(&rom, "assignment", &none));
	make_file(&folder, "good.rom", rom.bytes, rom.size);
	make_file(&folder, ".hidden", rom.bytes, rom.size);
	make_file(&folder, "evil\x1b[2J.rom", "text", 4);
	make_large(&folder, "large.rom");
	assert_int_equal(symlink("/etc/passwd", within(&folder, "link.rom")), 0);
	assert_int_equal(mkfifo(within(&folder, "pipe.rom"), 0600), 0);
	inner = within(&folder, "folder");
	assert_int_equal(mkdir(inner, 0700), 0);
	assert_int_equal(igd_tries_read(&tries, folder.path, &error), 0);
	igd_tries_rank(&tries);
	assert_int_equal(tries.count, 5);
	assert_int_equal(tries.to_try, 1);
	assert_string_equal(tries.items[0].name, "good.rom");
	assert_string_equal(find(&tries, "link.rom")->why, "it is a link, which is not followed");
	assert_string_equal(find(&tries, "pipe.rom")->why, "it is no regular file");
	assert_string_equal(
		find(&tries, "large.rom")->why, "it is larger than any option ROM (16 MiB)");
	assert_int_equal(find(&tries, "evil\\x1b[2J.rom")->outcome, IGD_TRY_NO_ROM);
	igd_tries_done(&tries);
	specimen_done(&rom);
	while (folder.count--) {
		assert_int_equal(remove(folder.names[folder.count]), 0);
		free(folder.names[folder.count]);
	}
	assert_int_equal(igd_tries_read(&tries, folder.path, &error), 0);
	assert_int_equal(tries.count, 0);
	assert_int_equal(rmdir(folder.path), 0);
	assert_int_equal(igd_tries_read(&tries, folder.path, &error), -ENOENT);
	assert_true(igd_starts_with(error.message, folder.path));
	assert_int_equal(igd_tries_read(&tries, "/etc/passwd", &error), -ENOTDIR);
	igd_tries_done(&tries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranks),
		cmocka_unit_test(ranks_for_seabios),
		cmocka_unit_test(tries_the_hopeless_last),
		cmocka_unit_test(nothing_to_try),
		cmocka_unit_test(reads_a_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
