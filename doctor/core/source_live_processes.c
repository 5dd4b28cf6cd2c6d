// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_processes - which processes of the running system are QEMU
 *
 * A machine has hundreds of processes, of which one is looked for: so it is done here, in one go, and neither asked
 * for one by one nor recorded. The link to the program needs no file to be opened, but is shown to root and to the
 * process's user only; for the others there is the name (/proc/PID/comm, 15 letters), which everybody may read.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/host.h"
#include "core/source_private.h"

/* Names that are opened at most, from the youngest process on: kernel threads are the oldest. */
#define MAX_NAMES 100

static const char *const programs[] = { "qemu-system-", "qemu-kvm", "kvm" };

/* "/usr/bin/qemu-system-x86_64", "/usr/bin/qemu-kvm (deleted)", "qemu-system-x86" */
static bool is_qemu(const char *program)
{
	const char *name = igd_basename(program);
	size_t i, length;

	for (i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		length = strlen(programs[i]);
		if (strncmp(name, programs[i], length) == 0 &&
			(programs[i][length - 1] == '-' || !name[length] || name[length] == ' '))
			return true;
	}
	return false;
}

static int only_numbers(const struct dirent *entry)
{
	return *entry->d_name && !entry->d_name[strspn(entry->d_name, "0123456789")];
}

/* "" for a process that has no program, or is gone; false for one whose program is not told. */
static bool read_program(const char *pid, char *ret, size_t room)
{
	IGD_AUTOFREE char *path = igd_printf("/proc/%s/exe", pid);
	ssize_t size = readlink(path, ret, room - 1);

	ret[size < 0 ? 0 : size] = '\0';
	return size >= 0 || (errno != EACCES && errno != EPERM);
}

static void read_name(const char *pid, char *ret, size_t room)
{
	IGD_AUTOFREE char *path = igd_printf("/proc/%s/comm", pid);
	IGD_AUTOCLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, ret, room - 1);

	ret[size < 0 ? 0 : size] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
}

static int by_age(const struct dirent **left, const struct dirent **right)
{
	long a = strtol((*left)->d_name, NULL, 10), b = strtol((*right)->d_name, NULL, 10);

	return (a < b) - (a > b);
}

void igd_source_live_processes(const struct igd_question *question, struct igd_answer *ret)
{
	struct dirent **entries = NULL;
	struct igd_text list = { 0 };
	char program[4096];
	int i, names = 0, count = scandir("/proc", &entries, only_numbers, by_age);

	ret->error = count < 0 ? errno : 0;
	if (question->ask != IGD_ASK_READ || strcmp(question->path, IGD_PROCESSES_QEMU) != 0)
		ret->error = ENODATA;
	igd_text_add(&list, "", 0);
	for (i = 0; i < count; i++) {
		if (!ret->error && !read_program(entries[i]->d_name, program, sizeof(program)) &&
			names++ < MAX_NAMES)
			read_name(entries[i]->d_name, program, sizeof(program));
		if (!ret->error && is_qemu(program) && !strchr(program, '\n'))
			igd_text_printf(&list, "%s %s\n", entries[i]->d_name, program);
		free(entries[i]);
	}
	free(entries);
	ret->bytes = list.text;
	ret->size = list.size;
}
