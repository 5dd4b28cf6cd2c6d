// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * child - a process that is forked to be heard out, for so long and no longer
 */
#include "core/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/pool.h"

/* How long the end of one that was killed is waited for. */
#define REAP_MS 1000u
/* How many descriptors are closed one by one where close_range() is not known. */
#define OLD_KERNEL_FILES 1024

/* Linux 5.9, with flags 5.11; before that one by one. */
void igd_child_keep_only(int fd, bool is_to_run)
{
	unsigned flags = is_to_run ? CLOSE_RANGE_CLOEXEC : 0;
	int other;

	if (fd > 3)
		syscall(SYS_close_range, 3u, (unsigned)fd - 1, flags);
	if (syscall(SYS_close_range, (unsigned)fd + 1, ~0u, flags) == 0)
		return;
	for (other = 3; other < OLD_KERNEL_FILES; other++) {
		if (other != fd && is_to_run)
			fcntl(other, F_SETFD, FD_CLOEXEC);
		else if (other != fd)
			close(other);
	}
}

/* What this program was started with reaches the child no further. */
static void settle(pid_t parent)
{
	static const struct rlimit nothing = { 0, 0 };
	int null = fcntl(open("/dev/null", O_RDWR | O_CLOEXEC), F_DUPFD_CLOEXEC, 3), number;
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	setsid();
	setrlimit(RLIMIT_CORE, &nothing);
	for (number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (getppid() != parent || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
		dup2(null, STDERR_FILENO) < 0 || chdir("/") < 0)
		_exit(EXIT_FAILURE);
}

int igd_child_start(struct igd_child *child, int (*work)(void *context, int out), void *context,
	unsigned timeout_ms)
{
	pid_t self = getpid();
	int ends[2], out, error;

	/* Whoever started this program may have ignored it: then there would be no status to wait for. */
	signal(SIGCHLD, SIG_DFL);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	out = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
	close(ends[1]);
	*child = (struct igd_child){ out < 0 ? -1 : fork(), ends[0], igd_now_ms() + timeout_ms };
	if (child->pid == 0) {
		settle(self);
		_exit(work(context, out));
	}
	error = child->pid < 0 ? errno : 0;
	igd_close_at(&out);
	if (error) {
		close(child->in);
		*child = (struct igd_child){ 0 };
	}
	return error;
}

static int collect(const struct igd_child *child, size_t limit, struct igd_text *ret)
{
	char piece[1 << 14];
	struct pollfd poller = { child->in, POLLIN, 0 };
	uint64_t now;
	ssize_t got;

	igd_text_add(ret, "", 0);
	while ((now = igd_now_ms()) < child->end) {
		if (poll(&poller, 1, (int)(child->end - now)) <= 0)
			continue;
		got = read(child->in, piece, sizeof(piece));
		if (got < 0 && errno != EINTR)
			return errno;
		if (got == 0)
			return 0;
		if (got > 0)
			igd_text_add(ret, piece, (size_t)got);
		if (ret->size > limit)
			return EFBIG;
	}
	return ETIMEDOUT;
}

/* Whether it has ended by then; it is not reaped. */
static bool has_ended(pid_t pid, uint64_t end)
{
	struct timespec pause = { 0, 1000000 };
	siginfo_t info = { 0 };

	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && !info.si_pid) {
		if (igd_now_ms() >= end)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* Waits until it has ended, or the time is up; then nothing of its session is left. */
static int finish(struct igd_child *child, int error)
{
	pid_t pid = child->pid;
	int status = 0;

	close(child->in);
	if (!error && !has_ended(pid, child->end))
		error = ETIMEDOUT;
	*child = (struct igd_child){ 0 };
	/* Not reaped before: the number is still its own. */
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	/* One that waits for a dead disk cannot even be killed: it is left to init. */
	if (!has_ended(pid, igd_now_ms() + REAP_MS))
		return ETIMEDOUT;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (!error && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		error = ETIMEDOUT;
	if (!error && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		error = ENOEXEC;
	return error;
}

int igd_child_hear(struct igd_child *child, size_t limit, struct igd_text *ret)
{
	return finish(child, collect(child, limit, ret));
}

void igd_child_stop(struct igd_child *child)
{
	if (child->pid)
		finish(child, ECANCELED);
}
