// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check - whether a plan can be carried out, found out before anything is written
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "mend/work_private.h"

/* for the journal's own files, and for what a generator writes besides */
#define ROOM_SPARE ((uint64_t)4 << 20)

/* What is to be written to each file system. */
struct room {
	uint64_t device, need, free;
	bool is_counted; /* free means something: some file systems do not say */
	char *path;	 /* a folder on it */
};

struct rooms {
	struct room *items;
	size_t count;
};

static void rooms_done(struct rooms *rooms)
{
	size_t i;

	for (i = 0; i < rooms->count; i++)
		free(rooms->items[i].path);
	free(rooms->items);
}

/* The nearest folder of path that is there; the caller closes it. ret_path is freed by the caller as well. */
static int nearest_folder(const struct igd_act *act, const char *path, char **ret_path)
{
	char *folder = igd_strdup(path);
	int fd = -ENOENT;

	while (fd == -ENOENT && folder[0]) {
		*strrchr(folder, '/') = '\0';
		fd = igd_act_find(act, folder[0] ? folder : "/", O_RDONLY | O_DIRECTORY);
	}
	if (!folder[0]) {
		free(folder);
		folder = igd_strdup("/");
	}
	*ret_path = folder;
	return fd;
}

static int add_room(struct rooms *rooms, int fd, const char *path, uint64_t bytes)
{
	struct statvfs status;
	struct stat folder;
	struct room *room;
	size_t i;

	if (fstat(fd, &folder) < 0 || fstatvfs(fd, &status) < 0)
		return -errno;
	if (status.f_flag & ST_RDONLY)
		return -EROFS;
	for (i = 0; i < rooms->count; i++) {
		if (rooms->items[i].device == folder.st_dev) {
			rooms->items[i].need += bytes;
			return 0;
		}
	}
	rooms->items = igd_regrow(rooms->items, rooms->count + 1, sizeof(*rooms->items));
	room = &rooms->items[rooms->count++];
	*room = (struct room){ .device = folder.st_dev,
		.need = bytes + ROOM_SPARE,
		.free = (uint64_t)status.f_bavail * status.f_frsize,
		.is_counted = status.f_blocks > 0,
		.path = igd_strdup(path) };
	return 0;
}

/* A file of that size is to be written to this path. */
static int plan_to_write(const struct igd_act *act, struct rooms *rooms, const char *path,
	uint64_t bytes, struct igd_error *reterr)
{
	IGD_AUTOFREE char *folder = NULL;
	IGD_AUTOCLOSE int fd = nearest_folder(act, path, &folder);
	int ret = fd < 0 ? fd : 0;

	if (!ret && faccessat(fd, ".", W_OK, AT_EACCESS) < 0)
		ret = -errno;
	if (!ret)
		ret = add_room(rooms, fd, folder, bytes);
	if (ret == -EROFS)
		return igd_error_set(reterr, EROFS,
			"%s: its file system is mounted read-only; make it writable (`mount -o remount,rw`) and try again",
			path);
	return ret ? igd_error_set(reterr, -ret, "%s: %s", path, igd_errno_text(-ret)) : 0;
}

static int check_rooms(const struct rooms *rooms, struct igd_error *reterr)
{
	size_t i;

	for (i = 0; i < rooms->count; i++) {
		const struct room *room = &rooms->items[i];

		if (room->is_counted && room->free < room->need)
			return igd_error_set(reterr, ENOSPC,
				"%s: %llu MiB more have to be free on its file system", room->path,
				(unsigned long long)((room->need - room->free) >> 20) + 1);
	}
	return 0;
}

static int check_file(
	const struct igd_work *work, struct rooms *rooms, size_t index, struct igd_error *reterr)
{
	const struct igd_step *step = &work->plan->steps[index];
	struct igd_seen seen;
	int ret = igd_act_look(work->act, step->path, &seen);
	bool is_linked = !ret && seen.type == IGD_FILE_REGULAR && seen.links > 1;
	uid_t uid;
	gid_t gid;

	igd_seen_done(&seen);
	if (ret)
		return igd_error_set(reterr, -ret, "%s: %s", step->path, igd_errno_text(-ret));
	if (is_linked)
		return igd_error_set(reterr, EMLINK,
			"%s has more than one hard link, which replacing it would break; copy it to a file of its own first",
			step->path);
	if (igd_step_is_first(work->plan, index, step->path))
		ret = igd_step_ready(work, index, reterr);
	if (!ret && step->owner && igd_act_owner(work->act, step->owner, &uid, &gid))
		ret = igd_error_set(reterr, ENOENT, "%s: there is no user or group \"%s\"",
			step->path, step->owner);
	return ret ? ret : plan_to_write(work->act, rooms, step->path, step->after.size, reterr);
}

/* As large as what is there; what is new, as the largest of its neighbours that are to be written. */
static uint64_t size_of_new(
	const struct igd_act *act, const struct igd_paths *paths, const char *path)
{
	size_t length = (size_t)(igd_basename(path) - path), i;
	uint64_t largest = 0;

	for (i = 0; i < paths->count; i++) {
		struct igd_seen seen = { 0 };

		if (strncmp(paths->items[i], path, length) == 0 &&
			igd_act_look(act, paths->items[i], &seen) == 0 && seen.size > largest)
			largest = seen.size;
		igd_seen_done(&seen);
	}
	return largest;
}

static int check_outputs(const struct igd_work *work, struct rooms *rooms,
	const struct igd_paths *paths, struct igd_error *reterr)
{
	int ret = 0;
	size_t i;

	for (i = 0; !ret && i < paths->count; i++) {
		struct igd_seen seen = { 0 };
		const char *path = paths->items[i];
		bool is_absent;
		uint64_t size;

		ret = igd_act_look(work->act, path, &seen);
		size = seen.size;
		is_absent = seen.type == IGD_FILE_ABSENT;
		igd_seen_done(&seen);
		if (ret)
			return igd_error_set(reterr, -ret, "%s: %s", path, igd_errno_text(-ret));
		/* the copy in the journal, and the file itself once more, written anew */
		ret = plan_to_write(work->act, rooms, IGD_JOURNAL_DIR "/ID", size, reterr);
		if (!ret)
			ret = plan_to_write(work->act, rooms, path,
				is_absent ? size_of_new(work->act, paths, path) : size, reterr);
	}
	return ret;
}

/* The program that a command comes to: what env(1) runs behind its assignments. */
static const char *program_of(char *const *words)
{
	char *const *word = words + 1;

	if (strcmp(words[0], "env") != 0)
		return words[0];
	while (*word && **word != '-' && strchr(*word, '='))
		word++;
	return *word && **word != '-' ? *word : words[0];
}

static int check_program(const struct igd_work *work, char *const *words, const char *what_for,
	struct igd_error *reterr)
{
	const char *names[] = { words[0], program_of(words) };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		IGD_AUTOFREE char *program = igd_act_program(work->act, names[i]);

		if (!program)
			return igd_error_set(
				reterr, ENOEXEC, "`%s` is not installed%s", names[i], what_for);
	}
	return 0;
}

static int check_step(
	const struct igd_work *work, struct rooms *rooms, size_t index, struct igd_error *reterr)
{
	const struct igd_step *step = &work->plan->steps[index];
	int ret;

	if (step->kind == IGD_STEP_FILE)
		return check_file(work, rooms, index, reterr);
	if (step->kind != IGD_STEP_COMMAND)
		return 0;
	ret = check_program(work, step->words, "", reterr);
	if (!ret && step->opposite && step->opposite[0])
		ret = check_program(work, step->opposite, ", and undo needs it", reterr);
	return ret;
}

int igd_apply_check(
	const struct igd_act *act, const struct igd_plan *plan, struct igd_error *reterr)
{
	struct igd_work work = { .act = act, .plan = plan, .lock = -1, .status = -1, .log = -1 };
	struct igd_paths paths = { 0 };
	struct rooms rooms = { 0 };
	int ret = plan_to_write(act, &rooms, IGD_JOURNAL_DIR "/ID", 0, reterr);
	size_t i;

	for (i = 0; !ret && i < plan->step_count; i++)
		ret = check_step(&work, &rooms, i, reterr);
	if (!ret) {
		ret = igd_work_paths(act, plan, &paths);
		if (ret)
			igd_error_set(reterr, -ret,
				"what the plan's commands write cannot be looked at: %s",
				igd_errno_text(-ret));
	}
	if (!ret)
		ret = check_outputs(&work, &rooms, &paths, reterr);
	if (!ret)
		ret = check_rooms(&rooms, reterr);
	igd_paths_done(&paths);
	rooms_done(&rooms);
	return ret;
}
