// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptoms - the symptoms that the verbs know: the program's, this machine's, and those that are named
 */
#include "cli/symptoms.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MACHINE_DIR "/etc/igd-doctor/symptoms.d"
/* One byte more than a symptom may have (facts/log/symptom_read.c), so that a larger file is refused as such. */
#define ROOM (((size_t)64 << 10) + 1)

static int is_json(const struct dirent *entry)
{
	return *entry->d_name != '.' && igd_ends_with(entry->d_name, ".json");
}

/* How many bytes, or -errno. Opened without waiting: what is not a regular file is refused. */
static ssize_t read_file(int directory, const char *name, char *buffer)
{
	IGD_AUTOCLOSE int fd =
		openat(directory, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat status;
	size_t size = 0;
	ssize_t got = 1;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	while (got > 0 && size < ROOM) {
		got = read(fd, buffer + size, ROOM - size);
		if (got < 0)
			return -errno;
		size += (size_t)got;
	}
	return (ssize_t)size;
}

static void add_file(
	struct igd_symptoms *symptoms, const char *folder, int directory, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", folder, name);
	IGD_AUTOFREE char *buffer = igd_zalloc(ROOM);
	struct igd_error error = { 0 };
	ssize_t size = read_file(directory, name, buffer);

	if (size < 0)
		igd_complain(IGD_EXIT_DATA, "%s: %s", path, igd_errno_text((int)-size));
	else if (igd_symptoms_add(symptoms, path, buffer, (size_t)size, &error) < 0)
		igd_complain(IGD_EXIT_DATA, "%s", error.message);
}

/* 0 or -errno. */
static int add_folder(struct igd_symptoms *symptoms, const char *folder)
{
	IGD_AUTOCLOSE int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **entries;
	int count = fd < 0 ? -1 : igd_scan_directory(fd, &entries, is_json), i;

	if (count < 0)
		return -errno;
	for (i = 0; i < count; i++) {
		add_file(symptoms, folder, fd, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

static int complain_of_folder(const char *folder, int error)
{
	return igd_complain(error == EACCES || error == EPERM ? IGD_EXIT_PERMISSION : IGD_EXIT_DATA,
		"%s: %s", folder, igd_errno_text(error));
}

int igd_cli_symptoms(const struct igd_options *options, struct igd_symptoms *ret)
{
	int status = IGD_EXIT_OK, r;
	size_t i;

	igd_symptoms_own(ret);
	r = add_folder(ret, MACHINE_DIR);
	if (r < 0 && r != -ENOENT)
		complain_of_folder(MACHINE_DIR, -r);
	for (i = 0; status == IGD_EXIT_OK && i < options->symptom_dirs.count; i++) {
		r = add_folder(ret, options->symptom_dirs.words[i]);
		if (r < 0)
			status = complain_of_folder(options->symptom_dirs.words[i], -r);
	}
	igd_symptoms_sort(ret);
	return status;
}
