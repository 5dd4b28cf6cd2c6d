// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_files - the files of the verb: named ones, and those of a directory
 *
 * One is read after the other into one buffer. A directory is searched for what begins as a ROM does; links
 * in it are not followed, and nothing but regular files is opened for long.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/rom.h"
#include "facts/firmware/rom.h"

/* Directories within each other that are searched. */
#define DEPTH 8

static void fail(struct igd_rom_files *files, const char *name, int error, const char *why)
{
	struct igd_rom_report *report = files->report;

	report->failures =
		igd_regrow(report->failures, report->failure_count + 1, sizeof(*report->failures));
	report->failures[report->failure_count++] = (struct igd_rom_failure){ igd_strdup(name),
		igd_strdup(why ? why : igd_errno_text(error)), error };
}

/* Reads on until limit bytes are in the buffer or the file ends. Returns how many are there, or -errno. */
static ssize_t fill(struct igd_rom_files *files, int fd, size_t size, size_t limit)
{
	size_t room;
	ssize_t got;

	do {
		if (size == files->room) {
			files->room = files->room ? 2 * files->room : (size_t)1 << 16;
			files->buffer = igd_regrow(files->buffer, files->room, 1);
		}
		room = (limit < files->room ? limit : files->room) - size;
		got = igd_read(fd, files->buffer + size, room);
		size += got > 0 ? (size_t)got : 0;
	} while (size < limit && got == (ssize_t)room);
	return got < 0 ? got : (ssize_t)size;
}

/* A file of a directory that is no ROM; size bytes of it are in the buffer. */
static void count_other(struct igd_rom_files *files, const char *name, int fd, size_t size)
{
	struct igd_rom_report *report = files->report;
	struct igd_rom rom;
	ssize_t all;

	report->other_files++;
	if (report->other_count >= files->names)
		return;
	all = fill(files, fd, size, IGD_ROM_MAX_BYTES);
	if (all < 0) {
		fail(files, name, (int)-all, NULL);
		report->other_files--;
		return;
	}
	report->others =
		igd_regrow(report->others, report->other_count + 1, sizeof(*report->others));
	igd_rom_parse(files->buffer, (size_t)all, &rom);
	report->others[report->other_count++] = (struct igd_rom_failure){ igd_strdup(name),
		igd_strdup(rom.problem_count ? rom.problems[0].what : "nothing known"), 0 };
	igd_rom_done(&rom);
}

/* is_found: in a directory, where what is no ROM is only counted. */
static void visit_file(struct igd_rom_files *files, const char *name, int fd, bool is_found)
{
	static const uint8_t signature[] = { 0x55, 0xaa };
	ssize_t size = fill(files, fd, 0, is_found ? sizeof(signature) : IGD_ROM_MAX_BYTES + 1);

	if (is_found && size >= 0) {
		if (size < (ssize_t)sizeof(signature) ||
			memcmp(files->buffer, signature, sizeof(signature)) != 0) {
			count_other(files, name, fd, (size_t)size);
			return;
		}
		size = fill(files, fd, (size_t)size, IGD_ROM_MAX_BYTES + 1);
	}
	if (size < 0)
		fail(files, name, (int)-size, NULL);
	else if ((size_t)size > IGD_ROM_MAX_BYTES)
		fail(files, name, EFBIG, "larger than any option ROM (16 MiB)");
	else
		files->take(files->context, name, files->buffer, (size_t)size);
}

static int is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* A directory that is still to be searched. */
struct pending {
	char *name;
	unsigned depth;
};

struct search {
	struct igd_rom_files *files;
	struct pending *pending;
	size_t count, done;
};

static void add_pending(struct search *search, const char *name, unsigned depth)
{
	search->pending = igd_regrow(search->pending, search->count + 1, sizeof(*search->pending));
	search->pending[search->count++] = (struct pending){ igd_strdup(name), depth };
}

/* Opened without waiting, as a named pipe has it; what is a device is left alone. */
static void visit_entry(
	struct search *search, const struct pending *directory, int at, const char *entry)
{
	IGD_AUTOFREE char *name = igd_printf(
		"%s%s%s", directory->name, igd_ends_with(directory->name, "/") ? "" : "/", entry);
	IGD_AUTOCLOSE int fd = -1;
	struct stat status;

	if (fstatat(at, entry, &status, AT_SYMLINK_NOFOLLOW) < 0) {
		fail(search->files, name, errno, NULL);
		return;
	}
	if (S_ISDIR(status.st_mode))
		add_pending(search, name, directory->depth + 1);
	if (!S_ISREG(status.st_mode))
		return;
	fd = openat(at, entry, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		fail(search->files, name, errno, NULL);
	else
		visit_file(search->files, name, fd, true);
}

static void visit_directory(struct search *search, const struct pending *directory)
{
	int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (directory->depth ? O_NOFOLLOW : 0);
	IGD_AUTOCLOSE int fd = -1;
	struct dirent **entries;
	int count, i;

	if (directory->depth > DEPTH) {
		fail(search->files, directory->name, ELOOP, "too deep; name it by itself");
		return;
	}
	fd = open(directory->name, flags);
	count = fd < 0 ? -1 : igd_scan_directory(fd, &entries, is_entry);
	if (count < 0) {
		fail(search->files, directory->name, errno, NULL);
		return;
	}
	for (i = 0; i < count; i++) {
		visit_entry(search, directory, fd, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

/* The directory's files, then those of the directories in it, and so on. */
static void search_directory(struct igd_rom_files *files, const char *name)
{
	struct search search = { .files = files };

	files->report->is_search = true;
	add_pending(&search, name, 0);
	while (search.done < search.count) {
		struct pending directory = search.pending[search.done++];

		visit_directory(&search, &directory);
		free(directory.name);
	}
	free(search.pending);
}

void igd_rom_files_visit(struct igd_rom_files *files, const char *name)
{
	IGD_AUTOCLOSE int fd = -1;
	struct stat status;

	if (strcmp(name, "-") == 0) {
		visit_file(files, "stdin", STDIN_FILENO, false);
		return;
	}
	fd = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) < 0)
		fail(files, name, errno, NULL);
	else if (S_ISDIR(status.st_mode))
		search_directory(files, name);
	else if (S_ISREG(status.st_mode))
		visit_file(files, name, fd, false);
	else
		fail(files, name, EINVAL, "neither a file nor a directory");
}
