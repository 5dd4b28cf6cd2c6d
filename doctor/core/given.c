// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * given - what the person named on the command line, as part of the host
 */
#include "core/given.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host.h"
#include "core/query.h"

/* The caller frees it; NULL with errno. */
static char *absolute(const char *path)
{
	IGD_AUTOFREE char *directory = NULL;

	if (*path == '/')
		return igd_strdup(path);
	directory = getcwd(NULL, 0);
	return directory ? igd_printf("%s/%s", directory, path) : NULL;
}

/*
 * A descriptor to read a regular file by, or -errno; -EINVAL for anything else. That is seen before it is opened to be
 * read, since some devices do something when they are opened (a watchdog begins to count).
 */
static int open_file(const char *path)
{
	IGD_AUTOCLOSE int place = open(path, O_PATH | O_CLOEXEC);
	IGD_AUTOFREE char *self = NULL;
	struct stat status;
	int fd;

	if (place < 0 || fstat(place, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	self = igd_printf("/proc/self/fd/%d", place);
	fd = open(self, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	return fd < 0 ? -errno : fd;
}

/* A file that can be read: everything else is better said before anything is examined. */
static int examine_file(const char *path, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = open_file(path);

	if (fd == -EINVAL)
		return igd_error_set(reterr, EINVAL, "%s: not a file", path);
	return fd < 0 ? igd_error_set(reterr, -fd, "%s: %s", path, strerror(-fd)) : 0;
}

/* "win11" is a file only if there is one of that name here. */
static bool is_a_path(const char *name, const char *argument)
{
	struct stat status;

	if (strcmp(name, "connect") == 0 || strcmp(name, "address") == 0)
		return false;
	return strcmp(name, "vm") != 0 || strchr(argument, '/') ||
	       (stat(argument, &status) == 0 && S_ISREG(status.st_mode));
}

static int examine(const char *name, const char *given, struct igd_error *reterr)
{
	size_t room = IGD_TREE_MAX_PATH / 4, length = strlen(given);
	int error = 0;

	if (strcmp(name, "qemu") == 0)
		error = igd_query_trust(given, reterr);
	else if (*given == '/')
		error = examine_file(given, reterr);
	if (!error && (length > room || strpbrk(given, "\n\r")))
		error = igd_error_set(
			reterr, EINVAL, "%.200s: nothing that can be recorded", given);
	/* That one would work in this process, and write. (libvirt docs/drvqemu.rst, embedded driver) */
	if (!error && strcmp(name, "connect") == 0 && strstr(given, ":///embed"))
		error = igd_error_set(reterr, EINVAL, "%s: no daemon is behind that", given);
	return error;
}

int igd_source_give(
	struct igd_source *source, const char *name, const char *argument, struct igd_error *reterr)
{
	char *whole = is_a_path(name, argument) ? absolute(argument) : igd_strdup(argument);
	struct igd_given *given;
	int error;

	if (!whole)
		return igd_error_set(reterr, errno, "%s: %s", argument, strerror(errno));
	error = examine(name, whole, reterr);
	if (error) {
		free(whole);
		return error;
	}
	source->given = igd_regrow(source->given, source->given_count + 1, sizeof(*source->given));
	given = &source->given[source->given_count++];
	*given = (struct igd_given){ igd_strdup(name), whole };
	return 0;
}

void igd_source_allow_probe(struct igd_source *source)
{
	source->may_probe = true;
}

void igd_source_allow_guest(struct igd_source *source)
{
	source->may_ask_guest = true;
}

const char *igd_source_given(const struct igd_source *source, const char *name)
{
	size_t i;

	for (i = source->given_count; i-- > 0;) {
		if (strcmp(source->given[i].name, name) == 0)
			return source->given[i].path;
	}
	return NULL;
}

static const char *given_behind(
	const struct igd_source *source, const char *path, const char *place)
{
	return igd_starts_with(path, place) ? igd_source_given(source, path + strlen(place)) : NULL;
}

int igd_given_open(const struct igd_source *source, const char *path)
{
	const char *given = given_behind(source, path, IGD_RECORD_GIVEN "/");

	return given && *given == '/' ? open_file(given) : -ENOTSUP;
}

static bool is_binary_given(const struct igd_source *source, const char *path)
{
	IGD_AUTOFREE char *binary = igd_query_binary(path);
	const char *given = igd_source_given(source, "qemu");

	return binary && given && strcmp(binary, given) == 0;
}

static void answer_text(
	const struct igd_question *question, const char *text, struct igd_answer *ret)
{
	switch (question->ask) {
	case IGD_ASK_KIND:
		ret->kind = IGD_FILE;
		return;
	case IGD_ASK_READ:
		ret->bytes = igd_printf("%s\n", text);
		ret->size = strlen(ret->bytes);
		return;
	case IGD_ASK_LINK:
	case IGD_ASK_LIST:
	case IGD_ASK_ACCESS:
	case IGD_ASK_PCI:
	case IGD_ASK_COUNT:
		break;
	}
	ret->error = EINVAL;
}

/* What a VM file holds is recorded, unlike a ROM: it is short, and a person wrote it. */
static void answer_vm_file(
	const char *given, const struct igd_question *question, struct igd_answer *ret)
{
	IGD_AUTOCLOSE int fd = given && *given == '/' ? open_file(given) : -ENODATA;
	size_t limit = question->limit < IGD_TEXT_LIMIT ? question->limit : IGD_TEXT_LIMIT;
	struct igd_text text = { 0 };
	char piece[1 << 14];
	ssize_t got = 0;

	ret->error = fd < 0 ? -fd : question->ask != IGD_ASK_READ ? EINVAL : 0;
	igd_text_add(&text, "", 0);
	while (!ret->error && ((got = read(fd, piece, sizeof(piece))) > 0 || errno == EINTR)) {
		igd_text_add(&text, piece, got > 0 ? (size_t)got : 0);
		ret->error = text.size > limit ? EFBIG : 0;
	}
	ret->bytes = text.text;
	ret->size = text.size;
	ret->error = got < 0 ? errno : ret->error;
}

/* What only another file, or another libvirt, has told: a recording's own answers are not of what was given. */
static bool answer_vm(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	const char *vm = igd_source_given(source, "vm");

	if (vm && strcmp(question->path, IGD_VM_FILE) == 0) {
		answer_vm_file(vm, question, ret);
		return true;
	}
	if (!igd_source_given(source, "connect") ||
		!igd_starts_with(question->path, IGD_LIBVIRT_DIR "/"))
		return false;
	igd_source_libvirt(source, question, ret);
	return true;
}

bool igd_given_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	const char *path;

	if (!igd_starts_with(question->path, IGD_RECORD_DIR "/"))
		return false;
	if (source->may_probe && strcmp(question->path, IGD_RECORD_GIVEN "/probe") == 0) {
		answer_text(question, "allowed", ret);
		return true;
	}
	if (source->may_ask_guest && strcmp(question->path, IGD_RECORD_GIVEN "/guest") == 0) {
		answer_text(question, "allowed", ret);
		return true;
	}
	if (!source->given_count)
		return false;
	path = given_behind(source, question->path, IGD_RECORD_GIVEN "/");
	if (path) {
		answer_text(question, path, ret);
		return true;
	}
	if (given_behind(source, question->path, IGD_RECORD_DERIVED "/given/")) {
		ret->error = ENODATA;
		return true;
	}
	if (answer_vm(source, question, ret))
		return true;
	if (!is_binary_given(source, question->path))
		return false;
	igd_query_answer(question, ret);
	return true;
}

void igd_given_done(struct igd_source *source)
{
	while (source->given_count) {
		struct igd_given *given = &source->given[--source->given_count];

		free(given->name);
		free(given->path);
	}
	free(source->given);
	source->given = NULL;
}
