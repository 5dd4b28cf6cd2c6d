// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * work - a journal that is being written or gone on with: its folder, its files and the lock
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mend/plan_json.h"
#include "mend/work_private.h"

/* how long somebody else's lock is waited for; a generator may hold it for minutes, which is for a person to decide */
#define LOCK_WAIT_MS 10000u
#define LOCK_LOOK_MS 100u
/* of status and saved.tsv: more than the largest plan makes */
#define TEXT_MAX ((size_t)16 << 20)
/* journals begun in one second */
#define SAME_SECOND_MAX 100u

char *igd_work_path(const struct igd_work *work, const char *name)
{
	return igd_printf("%s/%s", work->folder, name);
}

void igd_work_done(struct igd_work *work)
{
	igd_events_done(work);
	igd_saved_done(work);
	igd_plan_done(&work->own);
	igd_close_at(&work->status);
	igd_close_at(&work->log);
	igd_close_at(&work->lock);
	free(work->id);
	free(work->folder);
	*work = (struct igd_work){ .lock = -1, .status = -1, .log = -1 };
}

static int fail(struct igd_error *reterr, const char *path, int ret)
{
	return igd_error_set(reterr, -ret, "%s: %s", path, igd_errno_text(-ret));
}

static int open_file(const struct igd_act *act, const char *path, int flags)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);
	int fd = folder < 0 ? folder : igd_act_ask(act, "write", path);

	if (fd < 0)
		return fd;
	fd = openat(folder, name, flags | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? -errno : fd;
}

/* Says who has the lock in its file, for those who wait; not being able to is no reason to stop. */
static void sign(int lock)
{
	char command[64] = "igd-doctor";
	IGD_AUTOCLOSE int fd = open("/proc/self/comm", O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? 0 : igd_read(fd, command, sizeof(command) - 1);
	IGD_AUTOFREE char *text = NULL;

	if (size > 0)
		command[size] = '\0';
	command[strcspn(command, "\n")] = '\0';
	text = igd_printf("process %ld (%s)\n", (long)getpid(), command);
	if (ftruncate(lock, 0) == 0 && pwrite(lock, text, strlen(text), 0) < 0)
		errno = 0;
}

static void holder(int lock, char *ret, size_t size)
{
	char text[128] = "";
	ssize_t got = pread(lock, text, sizeof(text) - 1, 0);
	IGD_AUTOFREE char *shown = NULL;

	text[got > 0 ? got : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	shown = igd_printable(text, strlen(text), size - 1);
	snprintf(ret, size, "%s", *shown ? shown : "another process");
}

int igd_work_lock(struct igd_work *work, struct igd_error *reterr)
{
	static const char path[] = IGD_STATE_DIR "/lock";
	const struct timespec pause = { .tv_nsec = LOCK_LOOK_MS * 1000000L };
	char who[128];
	unsigned waited;
	int ret = igd_act_make_folders(work->act, path);

	if (ret)
		return fail(reterr, IGD_STATE_DIR, ret);
	work->lock = open_file(work->act, path, O_RDWR);
	if (work->lock < 0)
		return fail(reterr, path, work->lock);
	for (waited = 0; flock(work->lock, LOCK_EX | LOCK_NB) < 0; waited += LOCK_LOOK_MS) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fail(reterr, path, -errno);
		holder(work->lock, who, sizeof(who));
		if (!waited && work->ops && work->ops->waiting)
			work->ops->waiting(work->ops->context, who);
		if (waited >= LOCK_WAIT_MS)
			return igd_error_set(reterr, EBUSY,
				"%s is changing this machine; wait until it has ended (%s)", who,
				path);
		nanosleep(&pause, NULL);
	}
	sign(work->lock);
	return 0;
}

static int make_folder(struct igd_work *work)
{
	char name[32];
	time_t now = time(NULL);
	struct tm parts;
	unsigned attempt;
	int ret = -EEXIST;

	gmtime_r(&now, &parts);
	strftime(name, sizeof(name), "%Y%m%d-%H%M%S", &parts);
	for (attempt = 1; ret == -EEXIST && attempt < SAME_SECOND_MAX; attempt++) {
		free(work->id);
		free(work->folder);
		work->id = attempt == 1 ? igd_strdup(name) : igd_printf("%s-%u", name, attempt);
		work->folder = igd_printf(IGD_JOURNAL_DIR "/%s", work->id);
		ret = igd_act_make_folder(work->act, work->folder, 0700);
	}
	return ret;
}

static int open_files(struct igd_work *work)
{
	IGD_AUTOFREE char *status = igd_work_path(work, "status");
	IGD_AUTOFREE char *log = igd_work_path(work, "log");

	work->status = open_file(work->act, status, O_RDWR | O_APPEND);
	if (work->status < 0)
		return work->status;
	work->log = open_file(work->act, log, O_RDWR | O_APPEND);
	return work->log < 0 ? work->log : 0;
}

int igd_work_begin(struct igd_work *work, const struct igd_plan *plan, struct igd_error *reterr)
{
	IGD_AUTOFREE char *text = igd_plan_write(plan);
	struct igd_seen like = { .mode = 0600, .uid = geteuid(), .gid = getegid() };
	struct igd_put put = { .type = IGD_FILE_REGULAR,
		.bytes = text,
		.size = strlen(text),
		.from = -1,
		.like = &like };
	IGD_AUTOFREE char *path = NULL;
	char boot[IGD_BOOT_SIZE];
	int ret = igd_act_make_folders(work->act, IGD_JOURNAL_DIR "/");

	work->plan = plan;
	if (!ret)
		ret = make_folder(work);
	if (ret)
		return fail(reterr, IGD_JOURNAL_DIR, ret);
	path = igd_work_path(work, "plan.json");
	/* What could not be read back could not be undone. */
	ret = igd_plan_read(&work->own, text, strlen(text), path, reterr);
	if (ret)
		return ret;
	ret = igd_act_make(work->act, path, &put);
	if (!ret)
		ret = open_files(work);
	igd_boot_id(work->act, boot);
	if (!ret)
		ret = igd_work_note(work, "begun %s", boot);
	return ret ? fail(reterr, work->folder, ret) : 0;
}

static int read_plan(struct igd_work *work, struct igd_error *reterr)
{
	IGD_AUTOFREE char *path = igd_work_path(work, "plan.json");
	struct igd_file_state text = { 0 };
	int ret = igd_act_read(work->act, path, IGD_PLAN_LIMIT, &text);

	if (!ret && text.type != IGD_FILE_REGULAR)
		ret = -ENOENT;
	if (ret)
		fail(reterr, path, ret);
	else
		ret = igd_plan_read(&work->own, text.content, text.size, path, reterr);
	work->plan = &work->own;
	igd_file_state_done(&text);
	return ret;
}

/* A line that was torn is cut off, so that the next one begins a line. */
static int read_status(struct igd_work *work, bool may_write)
{
	IGD_AUTOFREE char *path = igd_work_path(work, "status");
	struct igd_file_state text = { 0 };
	int ret = igd_act_read(work->act, path, TEXT_MAX, &text);
	size_t whole = text.size;

	if (!ret && text.type != IGD_FILE_REGULAR)
		ret = -ENOENT;
	while (!ret && whole && text.content[whole - 1] != '\n')
		whole--;
	if (!ret)
		igd_events_parse(work, text.content, whole);
	if (!ret && !work->event_count)
		ret = -ENOENT;
	if (!ret && may_write)
		ret = open_files(work);
	if (!ret && may_write && whole < text.size && ftruncate(work->status, (off_t)whole) < 0)
		ret = -errno;
	igd_file_state_done(&text);
	return ret;
}

static int read_saved(struct igd_work *work)
{
	IGD_AUTOFREE char *path = igd_work_path(work, "saved.tsv");
	struct igd_file_state text = { 0 };
	int ret = igd_act_read(work->act, path, TEXT_MAX, &text);

	if (!ret)
		ret = text.type == IGD_FILE_REGULAR ? igd_saved_parse(work, text.content, text.size)
						    : -ENOENT;
	igd_file_state_done(&text);
	return ret;
}

int igd_work_open(struct igd_work *work, const char *id, bool may_write, struct igd_error *reterr)
{
	int ret;

	if (!*id || strchr(id, '/') || id[0] == '.')
		return igd_error_set(reterr, ENOENT, "there is no journal of that name");
	work->id = igd_strdup(id);
	work->folder = igd_printf(IGD_JOURNAL_DIR "/%s", id);
	ret = read_plan(work, reterr);
	if (ret)
		return ret;
	ret = read_status(work, may_write);
	/* Where saving was cut off, no step was begun. */
	if (!ret && igd_work_has(work, "saved", IGD_NO_STEP))
		ret = read_saved(work);
	return ret ? fail(reterr, work->folder, ret) : 0;
}

char *igd_work_newest(const struct igd_act *act, bool (*is_wanted)(const struct igd_work *work))
{
	IGD_AUTOCLOSE int folder = igd_act_find(act, IGD_JOURNAL_DIR, O_RDONLY | O_DIRECTORY);
	struct dirent **names = NULL;
	int i, count = folder < 0 ? 0 : igd_scan_directory(folder, &names, NULL);
	char *found = NULL;

	for (i = count - 1; i >= 0; i--) {
		struct igd_work work = { .act = act, .lock = -1, .status = -1, .log = -1 };

		if (!found && igd_work_open(&work, names[i]->d_name, false, NULL) == 0 &&
			is_wanted(&work))
			found = igd_strdup(names[i]->d_name);
		igd_work_done(&work);
		free(names[i]);
	}
	free(names);
	return found;
}
