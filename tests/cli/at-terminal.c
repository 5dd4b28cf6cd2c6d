// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * at-terminal - runs a program on a terminal of its own and answers its questions
 *
 * usage: at-terminal [EXPECTED ANSWER]... -- PROGRAM ARGUMENTS...
 *
 * Each time that EXPECTED has been shown (behind what was expected before), ANSWER is typed, as it is: with a newline where one
 * is wanted; \003 is Ctrl-C, \004 at the begin of a line the end of input. What is shown goes to stdout. The exit
 * status is the program's, 128 + N where signal N killed it, 124 where it took longer than a minute (the
 * program is ended then), 125 where it ended before all was asked, 77 where there is no terminal to be had.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LIMIT_S 60
#define SHOWN_MAX ((size_t)1 << 20)

enum { TOO_LONG = 124, NOT_ASKED = 125, CANNOT_RUN = 126 };

struct talk {
	char **pairs; /* what is still expected, and answered */
	size_t left;
	char *shown; /* all of it, with a NUL */
	size_t size, heard;
};

static void answer(struct talk *talk, int terminal)
{
	while (talk->left) {
		const char *found = strstr(talk->shown + talk->heard, talk->pairs[0]);

		if (!found)
			return;
		talk->heard = (size_t)(found - talk->shown) + strlen(talk->pairs[0]);
		if (write(terminal, talk->pairs[1], strlen(talk->pairs[1])) < 0)
			return;
		talk->pairs += 2;
		talk->left--;
	}
}

/* One piece of what the program shows; false: it has ended, or shows without an end. */
static bool listen_once(struct talk *talk, int terminal)
{
	ssize_t got = read(terminal, talk->shown + talk->size, SHOWN_MAX - talk->size);

	if (got <= 0)
		return got < 0 && errno == EINTR;
	if (fwrite(talk->shown + talk->size, 1, (size_t)got, stdout) != (size_t)got)
		return false;
	talk->size += (size_t)got;
	talk->shown[talk->size] = '\0';
	answer(talk, terminal);
	return talk->size < SHOWN_MAX;
}

/* false: it takes too long. */
static bool converse(struct talk *talk, int terminal)
{
	struct pollfd wanted = { .fd = terminal, .events = POLLIN };
	time_t end = time(NULL) + LIMIT_S;

	while (time(NULL) < end) {
		if (poll(&wanted, 1, 1000) > 0 && !listen_once(talk, terminal))
			return true;
	}
	return false;
}

static int end_of(pid_t pid, const struct talk *talk)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return talk->left ? NOT_ASKED : WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	struct talk talk = { .pairs = argv + 1 };
	int terminal, rest = 1, status;
	pid_t pid;

	while (rest < argc && strcmp(argv[rest], "--") != 0)
		rest++;
	if (rest + 1 >= argc || rest % 2 == 0) {
		fputs("usage: at-terminal [EXPECTED ANSWER]... -- PROGRAM ARGUMENTS...\n", stderr);
		return CANNOT_RUN;
	}
	talk.left = (size_t)(rest - 1) / 2;
	setvbuf(stdout, NULL, _IONBF, 0);
	talk.shown = calloc(1, SHOWN_MAX + 1);
	if (!talk.shown)
		return CANNOT_RUN;
	pid = forkpty(&terminal, NULL, NULL, NULL);
	if (pid < 0) {
		perror("at-terminal: no terminal");
		free(talk.shown);
		return 77;
	}
	if (!pid) {
		/* what a shell has in the background ignores it */
		signal(SIGINT, SIG_DFL);
		execv(argv[rest + 1], argv + rest + 1);
		_exit(CANNOT_RUN);
	}
	if (converse(&talk, terminal)) {
		status = end_of(pid, &talk);
	} else {
		kill(pid, SIGKILL);
		end_of(pid, &talk);
		status = TOO_LONG;
	}
	free(talk.shown);
	return status;
}
