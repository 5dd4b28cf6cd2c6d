// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act_run - runs a program that a plan names, heard out for so long and no longer
 *
 * Its environment is empty but for the path and the language, so that it does the same for everybody. It is a group of its
 * own: Ctrl-C does not reach it, and what it started can be ended with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mend/act.h"

/* how often it is looked whether a program has ended, where the kernel has no pidfd_open (before Linux 5.3) */
#define LOOK_MS 20

static const char *const folders[] = { "/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin",
	"/usr/local/bin" };
static const char path_variable[] =
	"PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

static bool is_program(const struct igd_act *act, const char *path)
{
	IGD_AUTOCLOSE int fd = igd_act_find(act, path, O_PATH);
	struct stat status;

	return fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	       (status.st_mode & 0111);
}

char *igd_act_program(const struct igd_act *act, const char *name)
{
	size_t i;

	if (strchr(name, '/'))
		return name[0] == '/' && is_program(act, name) ? igd_strdup(name) : NULL;
	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char *path = igd_printf("%s/%s", folders[i], name);

		if (is_program(act, path))
			return path;
		free(path);
	}
	return NULL;
}

/*
 * Nothing but what is wanted is open in it, and no signal is ignored or blocked. A Ctrl-C that came before it was a group
 * of its own waits for it; ignoring a signal is what throws such a one away (sigaction(2)).
 */
static void settle_in(const struct igd_run *run)
{
	struct sigaction normal = { .sa_handler = SIG_DFL };
	struct sigaction ignored = { .sa_handler = SIG_IGN };
	sigset_t none;
	int null = open("/dev/null", O_RDONLY), signal_number;

	setpgid(0, 0);
	for (signal_number = 1; signal_number < NSIG; signal_number++) {
		sigaction(signal_number, &ignored, NULL);
		sigaction(signal_number, &normal, NULL);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(022);
	if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(run->log, STDOUT_FILENO) < 0 ||
		dup2(run->log, STDERR_FILENO) < 0 || chdir("/") < 0)
		_exit(126);
	if (run->keep >= 0)
		fcntl(run->keep, F_SETFD, 0);
	if (null > STDERR_FILENO)
		close(null);
}

static void become(const struct igd_run *run, const char *program, const char *place_variable)
{
	IGD_AUTOFREE char *path = igd_strdup(path_variable);
	IGD_AUTOFREE char *place = igd_strdup(place_variable);
	char language[] = "LC_ALL=C";
	char *environment[] = { path, language, *place ? place : NULL, NULL };

	settle_in(run);
	execve(program, run->words, environment);
	_exit(127);
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* 0 with its status, or -ETIMEDOUT: then it is gone as well. */
static int hear_out(pid_t pid, unsigned timeout_ms, int *ret_status)
{
	IGD_AUTOCLOSE int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	uint64_t end = now_ms() + timeout_ms;
	struct pollfd wanted = { .fd = pidfd, .events = POLLIN };
	pid_t got = 0;

	while (!got && now_ms() < end) {
		poll(&wanted, 1, pidfd < 0 ? LOOK_MS : (int)(end - now_ms()));
		got = waitpid(pid, ret_status, WNOHANG);
	}
	if (got)
		return 0;
	kill(-pid, SIGKILL);
	while (waitpid(pid, ret_status, 0) < 0 && errno == EINTR)
		;
	return -ETIMEDOUT;
}

static int judge(const char *name, int status, struct igd_error *reterr)
{
	if (WIFSIGNALED(status))
		return igd_error_set(reterr, ENOEXEC, "`%s` was killed by signal %d (%s)", name,
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	if (WEXITSTATUS(status))
		return igd_error_set(
			reterr, ENOEXEC, "`%s` failed with status %d", name, WEXITSTATUS(status));
	return 0;
}

int igd_act_run(const struct igd_act *act, const struct igd_run *run, struct igd_error *reterr)
{
	const char *name = run->words[0];
	IGD_AUTOFREE char *path = igd_act_program(act, name);
	bool is_real = strcmp(act->place, "/") == 0;
	IGD_AUTOFREE char *program =
		igd_printf("%s%s", is_real ? "" : act->place, path ? path : "");
	IGD_AUTOFREE char *place = is_real ? igd_strdup("") : igd_printf("ROOT=%s", act->place);
	int ret, status = 0;
	pid_t pid;

	if (!path)
		return igd_error_set(reterr, ENOEXEC, "`%s` is not installed", name);
	ret = igd_act_ask(act, "exec", path);
	pid = ret ? -1 : fork();
	if (!ret && pid < 0)
		ret = -errno;
	if (ret)
		return igd_error_set(
			reterr, -ret, "`%s` could not be run: %s", name, igd_errno_text(-ret));
	if (!pid)
		become(run, program, place);
	ret = hear_out(pid, run->timeout_ms, &status);
	if (ret)
		return igd_error_set(reterr, ETIMEDOUT, "`%s` did not end within %u seconds", name,
			run->timeout_ms / 1000);
	return judge(name, status, reterr);
}
