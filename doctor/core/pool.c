// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pool - the workers of a run, as processes
 */
#include "core/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/runner.h"
#include "core/worker.h"

/* Whether its memory was limited: how much it had says nothing otherwise. */
#ifdef IGD_SANITIZED
#define IS_LIMITED false
#else
#define IS_LIMITED true
#endif
/* What a worker may leave unread of what it asked for. */
#define MAX_UNSENT ((size_t)IGD_WIRE_MAX)
/* What is read of one worker before the others have their turn: one that never pauses would else keep it. */
#define MAX_TURN ((size_t)1 << 20)

uint64_t igd_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void start(
	struct igd_pool *pool, struct igd_worker *worker, struct igd_source *source, int null)
{
	int ends[2];
	size_t i;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
		worker->end = IGD_REASON_CRASHED;
		worker->end_text = igd_printf("no worker could be started: %s", strerror(errno));
		return;
	}
	worker->pid = fork();
	if (worker->pid == 0) {
		close(ends[0]);
		for (i = 0; i < pool->count; i++)
			igd_close_at(&pool->workers[i].fd); /* those of the workers before it */
		igd_worker_run(ends[1], null, worker->file, source);
	}
	close(ends[1]);
	worker->fd = ends[0];
	fcntl(worker->fd, F_SETFL, O_NONBLOCK);
	if (worker->pid < 0) {
		worker->pid = 0;
		igd_worker_stop(worker, IGD_REASON_CRASHED, "no worker could be started: %s",
			strerror(errno));
	}
}

void igd_pool_start(
	struct igd_pool *pool, const struct igd_plugin_set *plugins, struct igd_source *source)
{
	IGD_AUTOCLOSE int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	size_t i;

	pool->workers = igd_zalloc(plugins->count * sizeof(*pool->workers));
	for (i = 0; i < plugins->count; i++) {
		if (!plugins->files[i].refusal)
			pool->workers[pool->count++] =
				(struct igd_worker){ .file = &plugins->files[i], .fd = -1 };
	}
	for (i = 0; i < pool->count; i++)
		start(pool, &pool->workers[i], source, null);
}

void igd_pool_restart(struct igd_pool *pool, size_t i, struct igd_source *source)
{
	IGD_AUTOCLOSE int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct igd_worker *worker = &pool->workers[i];

	igd_text_done(&worker->in);
	igd_text_done(&worker->out);
	free(worker->end_text);
	*worker = (struct igd_worker){ .file = worker->file, .fd = -1 };
	start(pool, worker, source, null);
}

/* Why a process is gone, from what wait4() tells. */
static enum igd_reason autopsy(int status, const struct rusage *usage, char **ret_text)
{
	size_t peak = IS_LIMITED ? (size_t)usage->ru_maxrss * 1024 : 0;

	if (WIFEXITED(status) && WEXITSTATUS(status) == IGD_EXIT_MEMORY) {
		*ret_text =
			igd_printf("it ran out of memory (limit %zu MiB)", IGD_WORKER_MEMORY >> 20);
		return IGD_REASON_MEMORY;
	}
	if (WIFSIGNALED(status) && peak > IGD_WORKER_MEMORY / 4 * 3) {
		*ret_text = igd_printf(
			"it was killed by signal %d (%s) at %zu MiB of memory (limit %zu MiB)",
			WTERMSIG(status), strsignal(WTERMSIG(status)), peak >> 20,
			IGD_WORKER_MEMORY >> 20);
		return IGD_REASON_MEMORY;
	}
	if (WIFSIGNALED(status))
		*ret_text = igd_printf("it was killed by signal %d (%s)", WTERMSIG(status),
			strsignal(WTERMSIG(status)));
	else
		*ret_text = igd_printf("it ended by itself with status %d", WEXITSTATUS(status));
	return IGD_REASON_CRASHED;
}

/* Reaps the process; it is killed first, so that this never waits long. */
static void bury(struct igd_worker *worker)
{
	struct rusage usage = { 0 };
	enum igd_reason reason;
	int status = 0;
	char *text;

	if (worker->fd >= 0)
		close(worker->fd);
	worker->fd = -1;
	if (!worker->pid)
		return;
	kill(worker->pid, SIGKILL);
	while (wait4(worker->pid, &status, 0, &usage) < 0 && errno == EINTR)
		continue;
	worker->pid = 0;
	reason = autopsy(status, &usage, &text);
	if (worker->end_text) {
		free(text);
		return;
	}
	worker->end = reason;
	worker->end_text = text;
}

void igd_worker_stop(struct igd_worker *worker, enum igd_reason reason, const char *format, ...)
{
	va_list args;

	if (!worker->end_text) {
		worker->end = reason;
		va_start(args, format);
		worker->end_text = igd_vprintf(format, args);
		va_end(args);
	}
	bury(worker);
}

/* The other end was closed: wait a moment for the process to be gone by itself, so that its own end is told. */
static void ended(struct igd_worker *worker)
{
	struct timespec pause = { 0, 1000000 };
	siginfo_t info;
	int i;

	for (i = 0; i < 200; i++) {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)worker->pid, &info, WEXITED | WNOHANG | WNOWAIT) < 0 ||
			info.si_pid)
			break;
		nanosleep(&pause, NULL);
	}
	bury(worker);
}

void igd_worker_flush(struct igd_worker *worker)
{
	ssize_t wrote;

	while (worker->fd >= 0 && worker->sent < worker->out.size) {
		wrote = send(worker->fd, worker->out.text + worker->sent,
			worker->out.size - worker->sent, MSG_NOSIGNAL);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			break; /* EAGAIN: later; anything else shows as its end when it is read */
		worker->sent += (size_t)wrote;
	}
	if (worker->sent == worker->out.size)
		worker->sent = worker->out.size = 0;
	else if (worker->out.size > MAX_UNSENT)
		igd_worker_stop(
			worker, IGD_REASON_PROTOCOL, "it asked without reading the answers");
}

/* Makes room of what was taken: once for all messages that came together. */
static void drop_taken(struct igd_worker *worker)
{
	worker->in.size -= worker->taken;
	if (worker->taken)
		memmove(worker->in.text, worker->in.text + worker->taken, worker->in.size);
	worker->taken = 0;
}

static void take_in(struct igd_worker *worker)
{
	char piece[1 << 14];
	size_t read = 0;
	ssize_t got;

	drop_taken(worker);
	while (read < MAX_TURN) {
		got = recv(worker->fd, piece, sizeof(piece), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return;
		if (got <= 0) {
			ended(worker);
			return;
		}
		igd_text_add(&worker->in, piece, (size_t)got);
		read += (size_t)got;
		if ((size_t)got < sizeof(piece))
			return;
	}
}

static int until_deadline(const struct igd_pool *pool, unsigned timeout_ms)
{
	uint64_t now = igd_now_ms(), end = now + timeout_ms;
	size_t i;

	for (i = 0; i < pool->count; i++) {
		if (pool->workers[i].pid && pool->workers[i].deadline &&
			pool->workers[i].deadline < end)
			end = pool->workers[i].deadline;
	}
	return end > now ? (int)(end - now) : 0;
}

static void stop_late(struct igd_pool *pool)
{
	uint64_t now = igd_now_ms();
	size_t i;

	for (i = 0; i < pool->count; i++) {
		struct igd_worker *worker = &pool->workers[i];

		if (worker->pid && worker->deadline && worker->deadline <= now)
			igd_worker_stop(worker, IGD_REASON_TIMEOUT, "it did not answer in time");
	}
}

void igd_pool_postpone(struct igd_pool *pool, uint64_t ms)
{
	size_t i;

	for (i = 0; i < pool->count; i++) {
		if (pool->workers[i].deadline)
			pool->workers[i].deadline += ms;
	}
}

void igd_pool_wait(struct igd_pool *pool, unsigned timeout_ms)
{
	IGD_AUTOFREE struct pollfd *fds = igd_zalloc(pool->count * sizeof(*fds));
	size_t i;

	for (i = 0; i < pool->count; i++) {
		fds[i].fd = pool->workers[i].fd;
		fds[i].events = POLLIN;
		if (pool->workers[i].sent < pool->workers[i].out.size)
			fds[i].events |= POLLOUT;
	}
	if (poll(fds, (nfds_t)pool->count, until_deadline(pool, timeout_ms)) < 0)
		return;
	for (i = 0; i < pool->count; i++) {
		if (fds[i].revents & POLLOUT)
			igd_worker_flush(&pool->workers[i]);
		if (fds[i].revents & (POLLIN | POLLHUP | POLLERR) && pool->workers[i].fd >= 0)
			take_in(&pool->workers[i]);
	}
	stop_late(pool);
}

int igd_worker_next(struct igd_worker *worker, struct igd_wire *ret, size_t *ret_size)
{
	struct igd_text left = { NULL, worker->in.size - worker->taken, 0 };
	int type;

	if (!left.size)
		return 0;
	left.text = worker->in.text + worker->taken;
	type = igd_wire_next(&left, ret, ret_size);
	if (type < 0) {
		worker->in.size = worker->taken = 0;
		igd_worker_stop(
			worker, IGD_REASON_PROTOCOL, "it sent what is no message of this program");
		return 0;
	}
	return type;
}

void igd_worker_taken(struct igd_worker *worker, size_t size)
{
	worker->taken += size;
}

void igd_pool_done(struct igd_pool *pool)
{
	size_t i;

	for (i = 0; i < pool->count; i++) {
		bury(&pool->workers[i]);
		igd_text_done(&pool->workers[i].in);
		igd_text_done(&pool->workers[i].out);
		free(pool->workers[i].end_text);
	}
	free(pool->workers);
	*pool = (struct igd_pool){ 0 };
}
