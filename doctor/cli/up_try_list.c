// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_try_list - which ROMs there are to try, and in which order
 *
 * The order is that of `igd-doctor rom FOLDER`, but that the VM has a word in it as well: what its firmware does
 * not run is not tried, however well it fits the iGPU. One file after the other is read whole and judged; only its hash stays.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/up_try.h"
#include "facts/firmware/rom_fit.h"

#define TEXT_LIMIT 600
#define NAME_LIMIT 100

/* What the rank begins with; igd_rom_fit_rank() has its highest digit at bit 56, of three values. */
#define CLASS_AT 58u
enum rom_class {
	DOES,	   /* it has all that this VM needs of one */
	DOES_DARK, /* and a display driver that will draw nothing here */
	DOES_LATE, /* it lacks what the picture before the guest's driver needs */
	MAY_DO,	   /* it cannot be told */
	CANNOT_DO, /* by what is in it */
	IS_NONE
};

static char *printable(const char *text, size_t limit)
{
	return igd_printable(text, strlen(text), limit);
}

static struct igd_try *add(struct igd_tries *tries, const char *path)
{
	struct igd_try *rom;

	tries->items = igd_regrow(tries->items, tries->count + 1, sizeof(*tries->items));
	rom = &tries->items[tries->count++];
	*rom = (struct igd_try){ .path = igd_strdup(path),
		.name = printable(igd_basename(path), NAME_LIMIT) };
	return rom;
}

/* It is no ROM, or cannot be read. */
static void refuse(struct igd_tries *tries, const char *path, const char *why)
{
	struct igd_try *rom = add(tries, path);

	rom->outcome = IGD_TRY_NO_ROM;
	rom->why = printable(why, TEXT_LIMIT);
	rom->rank = (uint64_t)IS_NONE << CLASS_AT;
}

static enum rom_class class_of(const struct igd_rom_fit *fit, enum igd_rom_kind kind)
{
	bool fits = fit->fit == IGD_FIT_YES;

	if (fit->fit == IGD_FIT_NO)
		return CANNOT_DO;
	switch (kind) {
	case IGD_ROM_SUITS:
		return fits ? DOES : MAY_DO;
	case IGD_ROM_SUITS_BUT_DARK:
		return fits ? DOES_DARK : MAY_DO;
	case IGD_ROM_LACKS_GOP:
	case IGD_ROM_LACKS_LPC:
	case IGD_ROM_LACKS_POLICY:
		return fits ? DOES_LATE : MAY_DO;
	case IGD_ROM_CANNOT_TELL:
		return MAY_DO;
	case IGD_ROM_LACKS_ASSIGNMENT:
	case IGD_ROM_IS_VIDEO_BIOS:
	case IGD_ROM_IS_EFI:
	case IGD_ROM_IS_TOO_OLD:
		break;
	}
	return CANNOT_DO;
}

static void judge(struct igd_tries *tries, struct igd_try *rom, const struct igd_rom *parsed)
{
	enum igd_rom_kind kind = igd_rom_kind(igd_rom_contains(parsed), &tries->target.use);
	struct igd_rom_fit fit = { 0 };
	enum rom_class class;
	const char *why;

	igd_rom_judge(parsed, tries->target.device, &fit);
	class = class_of(&fit, kind);
	rom->rank = (uint64_t) class << CLASS_AT | igd_rom_fit_rank(parsed, &fit);
	rom->outcome = class == CANNOT_DO ? IGD_TRY_HOPELESS : IGD_TRY_WAITING;
	why = class == CANNOT_DO && fit.fit != IGD_FIT_NO ? igd_rom_kind_words(kind)->what
							  : fit.why;
	rom->why = printable(why, TEXT_LIMIT);
	igd_rom_fit_done(&fit);
}

void igd_tries_add(
	struct igd_tries *tries, const char *path, bool is_own, const struct igd_bytes *bytes)
{
	struct igd_try *rom;
	struct igd_rom parsed;

	if (!bytes->size || !igd_rom_parse((const uint8_t *)bytes->data, bytes->size, &parsed)) {
		refuse(tries, path,
			bytes->size && parsed.problem_count ? parsed.problems[0].what
							    : "the file is empty");
	} else {
		rom = add(tries, path);
		rom->is_own = is_own;
		igd_hash(bytes->data, bytes->size, rom->hash);
		judge(tries, rom, &parsed);
	}
	if (bytes->size)
		igd_rom_done(&parsed);
}

/* The whole of a regular file. 0, or an errno; EFBIG for one that is larger than any ROM. */
static int read_file(int at, const char *name, struct igd_text *ret)
{
	IGD_AUTOCLOSE int fd =
		openat(at, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;
	ssize_t got;

	if (fd < 0 || fstat(fd, &status) < 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return EINVAL;
	if ((uint64_t)status.st_size > IGD_ROM_MAX_BYTES)
		return EFBIG;
	ret->room = (size_t)status.st_size + 1;
	ret->text = igd_zalloc(ret->room);
	got = igd_read(fd, ret->text, (size_t)status.st_size);
	ret->size = got > 0 ? (size_t)got : 0;
	return got < 0 ? (int)-got : 0;
}

static const char *why_not(int error)
{
	if (error == EINVAL)
		return "it is no regular file";
	if (error == EFBIG)
		return "it is larger than any option ROM (16 MiB)";
	return error == ELOOP ? "it is a link, which is not followed" : igd_errno_text(error);
}

static void read_entry(struct igd_tries *tries, const char *folder, int at, const char *name)
{
	IGD_AUTOFREE char *path =
		igd_printf("%s%s%s", folder, igd_ends_with(folder, "/") ? "" : "/", name);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct stat status;
	int error;

	if (fstatat(at, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode))
		return;
	if (tries->count >= IGD_TRIES_MAX) {
		tries->left_out++;
		return;
	}
	error = read_file(at, name, &text);
	if (error)
		refuse(tries, path, why_not(error));
	else
		igd_tries_add(tries, path, false, &(struct igd_bytes){ text.text, text.size });
}

static int is_entry(const struct dirent *entry)
{
	return *entry->d_name != '.';
}

int igd_tries_read(struct igd_tries *tries, const char *folder, struct igd_error *reterr)
{
	IGD_AUTOFREE char *real = realpath(folder, NULL);
	IGD_AUTOCLOSE int fd = real ? open(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	struct dirent **entries;
	int count = fd < 0 ? -1 : igd_scan_directory(fd, &entries, is_entry), i;

	if (count < 0)
		return igd_error_set(reterr, errno, "%s: %s", folder, igd_errno_text(errno));
	for (i = 0; i < count; i++) {
		read_entry(tries, real, fd, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

/* Of those that are as good, igd-doctor's own comes last: it has not been tried on real hardware. */
static int compare(const void *one, const void *other)
{
	const struct igd_try *left = one, *right = other;

	if (left->rank != right->rank)
		return left->rank < right->rank ? -1 : 1;
	if (left->is_own != right->is_own)
		return left->is_own ? 1 : -1;
	return strcmp(left->path, right->path);
}

static void mark_doubles(struct igd_tries *tries)
{
	struct igd_try *rom, *first;

	for (rom = tries->items; rom < tries->items + tries->count; rom++) {
		for (first = tries->items; first < rom && *rom->hash; first++) {
			if (first->outcome == IGD_TRY_DOUBLE || strcmp(first->hash, rom->hash) != 0)
				continue;
			rom->outcome = IGD_TRY_DOUBLE;
			free(rom->why);
			rom->why = igd_printf("the same as %s, to the byte", first->name);
			rom->rank = (uint64_t)IS_NONE << CLASS_AT;
			break;
		}
	}
}

static void sort(struct igd_tries *tries)
{
	if (tries->count)
		qsort(tries->items, tries->count, sizeof(*tries->items), compare);
}

void igd_tries_rank(struct igd_tries *tries)
{
	size_t i, of_folder = 0;

	sort(tries);
	mark_doubles(tries);
	sort(tries);
	for (i = 0; i < tries->count; i++)
		of_folder += tries->items[i].outcome == IGD_TRY_WAITING && !tries->items[i].is_own;
	for (i = 0; i < tries->count; i++) {
		if (!of_folder && tries->items[i].outcome == IGD_TRY_HOPELESS)
			tries->items[i].outcome = IGD_TRY_WAITING;
		tries->to_try += tries->items[i].outcome == IGD_TRY_WAITING;
	}
}

void igd_tries_done(struct igd_tries *tries)
{
	size_t i;

	for (i = 0; i < tries->count; i++) {
		struct igd_try *rom = &tries->items[i];

		free(rom->name);
		free(rom->path);
		free(rom->why);
		free(rom->id);
		free(rom->remedy);
		free(rom->driver_version);
	}
	free(tries->items);
	free(tries->why);
	free(tries->remedy);
	*tries = (struct igd_tries){ 0 };
}
