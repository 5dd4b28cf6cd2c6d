// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * query - a program that is asked a question: named, read-only commands, and no others
 *
 * This is the only file that starts a program. What is checked is what is executed: the binary is opened once,
 * and started by that descriptor. It gets two variables, the three descriptors and its own, no terminal, and no signal
 * ignored or blocked; it cannot gain privileges, leads a session of its own, and dies with this program.
 */
#include "core/query.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/pool.h"

#define MAX_ARGUMENTS 4
#define PLACE IGD_RECORD_QUERY "/"
/* How long the end of one that was killed is waited for. */
#define REAP_MS 1000u

/* All that can ever be run. Neither opens a device, a display or a disk (QEMU softmmu/vl.c, qdev-monitor.c). */
static const struct {
	const char *name;
	const char *arguments[MAX_ARGUMENTS];
} queries[] = {
	{ "qemu-version", { "--version" } },
	{ "qemu-vfio-pci", { "-device", "vfio-pci,help" } },
};

/* By the letters themselves: what isalnum() takes for one depends on the locale. */
static bool is_plain(int letter)
{
	return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
	       (letter >= 'a' && letter <= 'z') || (letter && strchr("._+-", letter));
}

char *igd_path_encode(const char *place, const char *path)
{
	struct igd_text name = { 0 };
	const unsigned char *at;

	igd_text_printf(&name, "%s/", place);
	for (at = (const unsigned char *)path; *at; at++)
		igd_text_printf(&name, is_plain(*at) ? "%c" : "%%%02X", *at);
	return name.text;
}

static int hex(char digit)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* The letter behind a '%'; 0 for none, or for one that igd_path_encode() leaves as it is. */
static int escaped(const char *digits)
{
	int high = hex(digits[0]), low = high < 0 ? -1 : hex(digits[1]);
	int letter = low < 0 ? 0 : high * 16 + low;

	return is_plain(letter) ? 0 : letter;
}

/* Only what igd_path_encode() writes: a path has one name, so that nothing is asked twice by another. */
char *igd_path_decode(const char *name)
{
	IGD_AUTOTEXT struct igd_text path = { 0 };
	int letter;

	for (; *name; name++) {
		letter = is_plain((unsigned char)*name) ? (unsigned char)*name : 0;
		if (*name == '%') {
			letter = escaped(name + 1);
			name += letter ? 2 : 0;
		}
		if (!letter)
			return NULL;
		igd_text_add(&path, &(char){ (char)letter }, 1);
	}
	return path.size && *path.text == '/' ? IGD_TAKE_PTR(path.text) : NULL;
}

char *igd_query_path(const char *name, const char *binary)
{
	IGD_AUTOFREE char *place = igd_printf(PLACE "%s", name);

	return igd_path_encode(place, binary);
}

char *igd_query_binary(const char *path)
{
	const char *slash = igd_starts_with(path, PLACE) ? strchr(path + strlen(PLACE), '/') : NULL;

	return slash ? igd_path_decode(slash + 1) : NULL;
}

/* The arguments of the query whose name these bytes are; NULL for none. */
static const char *const *find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		if (strlen(queries[i].name) == length &&
			strncmp(queries[i].name, name, length) == 0)
			return queries[i].arguments;
	}
	return NULL;
}

char *igd_query_command(const char *name, const char *binary)
{
	const char *const *arguments = find(name, strlen(name));
	struct igd_text command = { 0 };
	int i;

	igd_text_add(&command, binary, strlen(binary));
	for (i = 0; arguments && i < MAX_ARGUMENTS && arguments[i]; i++)
		igd_text_printf(&command, " %s", arguments[i]);
	return command.text;
}

static bool is_ours_alone(const struct stat *status)
{
	return (status->st_uid == 0 || status->st_uid == geteuid()) &&
	       !(status->st_mode & (S_IWGRP | S_IWOTH));
}

/* The directory that the opened file lies in, links resolved. */
static bool directory_of(int fd, struct stat *ret)
{
	IGD_AUTOFREE char *self = igd_printf("/proc/self/fd/%d", fd);
	char path[IGD_TREE_MAX_PATH];
	ssize_t size = readlink(self, path, sizeof(path) - 1);

	if (size <= 0 || *path != '/')
		return false;
	path[size] = '\0';
	strrchr(path, '/')[1] = '\0';
	return stat(path, ret) == 0;
}

static int refuse(struct igd_error *reterr, const char *binary, int error, const char *why)
{
	return igd_error_set(reterr, error, "%s: %s", binary, why);
}

/* A descriptor to execute, or a negative errno. It is none of the standard ones. */
static int open_trusted(const char *binary, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int first = open(binary, O_PATH | O_CLOEXEC);
	IGD_AUTOCLOSE int fd = first < 0 ? first : fcntl(first, F_DUPFD_CLOEXEC, 3);
	struct stat status, directory;

	if (fd < 0 || fstat(fd, &status) < 0)
		return refuse(reterr, binary, errno, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return refuse(reterr, binary, EINVAL, "not a program");
	if (!(status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)))
		return refuse(reterr, binary, EACCES, "cannot be executed");
	if (status.st_mode & (S_ISUID | S_ISGID))
		return refuse(reterr, binary, EPERM, "not started: it is setuid or setgid");
	if (!is_ours_alone(&status))
		return refuse(reterr, binary, EPERM,
			"not started: others than root and you own it or may write to it");
	if (!directory_of(fd, &directory) || !is_ours_alone(&directory))
		return refuse(reterr, binary, EPERM,
			"not started: others than root and you own or may write to its directory");
	return igd_take_fd(&fd);
}

int igd_query_trust(const char *binary, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = open_trusted(binary, reterr);

	return fd < 0 ? fd : 0;
}

struct command {
	int program, out;
	const char *argv[MAX_ARGUMENTS + 2];
};

/* What this program was started with reaches the other one no further: signals and descriptors. */
static void forget(void)
{
	sigset_t none;
	int number;

	for (number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* Linux 5.11; before that there is none that was not opened with O_CLOEXEC, but for inherited ones. */
	syscall(SYS_close_range, 3u, ~0u, (unsigned)CLOSE_RANGE_CLOEXEC);
}

static IGD_NORETURN void become(const struct command *command, pid_t parent)
{
	static const struct rlimit nothing = { 0, 0 };
	char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", locale[] = "LC_ALL=C";
	char *environment[] = { path, locale, NULL };
	int null = fcntl(open("/dev/null", O_RDWR | O_CLOEXEC), F_DUPFD_CLOEXEC, 3);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	setsid();
	setrlimit(RLIMIT_CORE, &nothing);
	forget();
	if (getppid() != parent || dup2(null, STDIN_FILENO) < 0 ||
		dup2(command->out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0 ||
		chdir("/") < 0)
		_exit(EXIT_FAILURE);
	/* A script's interpreter opens the script by this descriptor. */
	fcntl(command->program, F_SETFD, 0);
	fexecve(command->program, (char *const *)(uintptr_t)command->argv, environment);
	_exit(EXIT_FAILURE);
}

static int collect(int fd, uint64_t end, struct igd_text *ret)
{
	char piece[1 << 14];
	struct pollfd poller = { fd, POLLIN, 0 };
	uint64_t now;
	ssize_t got;

	igd_text_add(ret, "", 0);
	while ((now = igd_now_ms()) < end) {
		if (poll(&poller, 1, (int)(end - now)) <= 0)
			continue;
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno != EINTR)
			return errno;
		if (got == 0)
			return 0;
		if (got > 0)
			igd_text_add(ret, piece, (size_t)got);
		if (ret->size > IGD_QUERY_MAX_BYTES)
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

/* Waits until it has ended, or the time is up; then nothing of its group is left. */
static int finish(pid_t pid, uint64_t end, int error)
{
	int status = 0;

	if (!error && !has_ended(pid, end))
		error = ETIMEDOUT;
	/* Not reaped before: the number is still its own. */
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	/* One that waits for a dead disk cannot even be killed: it is left to init. */
	if (!has_ended(pid, igd_now_ms() + REAP_MS))
		return ETIMEDOUT;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (!error && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		error = ENOEXEC;
	return error;
}

static int run(struct command *command, struct igd_text *ret)
{
	uint64_t end = igd_now_ms() + IGD_QUERY_TIMEOUT_MS;
	int ends[2], error;
	pid_t pid, self = getpid();

	/* Whoever started this program may have ignored it: then there would be no status to wait for. */
	signal(SIGCHLD, SIG_DFL);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	command->out = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
	close(ends[1]);
	pid = command->out < 0 ? -1 : fork();
	if (pid == 0)
		become(command, self);
	error = pid < 0 ? errno : 0;
	igd_close_at(&command->out);
	if (pid > 0)
		error = finish(pid, end, collect(ends[0], end, ret));
	close(ends[0]);
	return error;
}

void igd_query_answer(const struct igd_question *question, struct igd_answer *ret)
{
	IGD_AUTOFREE char *binary = igd_query_binary(question->path);
	const char *name = binary ? question->path + strlen(PLACE) : "";
	const char *const *arguments = find(name, strcspn(name, "/"));
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct command command = { .argv = { binary } };
	int i;

	if (!arguments || question->ask != IGD_ASK_READ) {
		ret->error = ENODATA;
		return;
	}
	for (i = 0; i < MAX_ARGUMENTS && arguments[i]; i++)
		command.argv[i + 1] = arguments[i];
	command.program = open_trusted(binary, NULL);
	ret->error = command.program < 0 ? -command.program : run(&command, &text);
	igd_close_at(&command.program);
	if (!ret->error && text.size > question->limit)
		ret->error = EFBIG;
	ret->size = text.size;
	ret->bytes = IGD_TAKE_PTR(text.text);
}
