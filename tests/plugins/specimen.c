// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * specimen - plugins that no doctor should have to meet; built once for each, as -DSPECIMEN_<name>
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/plugin.h"

/* The pipe to the program: the only socket a worker has. */
static int find_pipe(void)
{
	struct stat status;
	int fd;

	for (fd = 3; fd < 256; fd++) {
		if (fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode))
			return fd;
	}
	return -1;
}

static void say(const void *bytes, size_t size)
{
	if (write(find_pipe(), bytes, size) < 0)
		_exit(9);
}

static enum igd_verdict good(struct igd_host *host, struct igd_finding *ret)
{
	(void)host;
	return igd_pass(ret, "specimen", "nothing was done");
}

#if defined SPECIMEN_crash
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	raise(SIGSEGV);
	return good(host, ret);
}
#elif defined SPECIMEN_hang || defined SPECIMEN_circle
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	for (;;)
		sleep(1);
	return good(host, ret);
}
#elif defined SPECIMEN_asks
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	const char *text = igd_host_text(host, "/slow");

	return text ? igd_pass(ret, "/slow", "%s", text) : good(host, ret);
}
#elif defined SPECIMEN_memory
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	char *piece;

	while ((piece = malloc(1 << 20)))
		memset(piece, 1, 1 << 20);
	raise(SIGSEGV); /* NOLINT: it leaks; what code that does not look at malloc()'s result comes to */
	return good(host, ret);
}
#elif defined SPECIMEN_memory_of_ours
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	for (;;)
		memset(igd_zalloc(1 << 20), 1, 1 << 20);
	return good(host, ret);
}
#elif defined SPECIMEN_garbage
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	static const char garbage[] = "The quick brown fox jumps over the lazy dog.";

	say(garbage, sizeof(garbage));
	return good(host, ret);
}
#elif defined SPECIMEN_liar
/* A finding of a check that it was not asked for. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	static const unsigned char finding[] = { 4, 0, 0, 0, 6, 99, 0, 0, 0 };

	say(finding, sizeof(finding));
	return good(host, ret);
}
#elif defined SPECIMEN_flood
/* Asks and never listens. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	static const unsigned char question[] = { 20, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0,
		0, '/', 'a', 'b', 'c', 'd', 'e', 'f', '\0' };

	for (;;)
		say(question, sizeof(question));
	return good(host, ret);
}
#elif defined SPECIMEN_torrent
/* One message without an end. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	static const unsigned char head[] = { 0, 0, 0, 5, 3 };
	static const char rest[1 << 20];

	say(head, sizeof(head));
	for (;;)
		say(rest, sizeof(rest));
	return good(host, ret);
}
#elif defined SPECIMEN_relative || defined SPECIMEN_strange || defined SPECIMEN_unasked
/* A question about no absolute path; one of no kind; an answer to what nobody asked. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
#if defined SPECIMEN_relative
	static const unsigned char message[] = { 14, 0, 0, 0, 3, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0,
		'a', 0 };
#elif defined SPECIMEN_strange
	static const unsigned char message[] = { 14, 0, 0, 0, 3, 99, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0,
		0, '/', 0 };
#else
	static const unsigned char message[] = { 19, 0, 0, 0, 5, 1, 0, 0, 0, 'k', 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0 };
#endif

	say(message, sizeof(message));
	return good(host, ret);
}
#elif defined SPECIMEN_owes
/* Takes on to work out the answer "key", and never tells it. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	static const unsigned char derive[] = { 8, 0, 0, 0, 4, 3, 0, 0, 0, 'k', 'e', 'y', 0 };

	say(derive, sizeof(derive));
	return good(host, ret);
}
#elif defined SPECIMEN_half
/* A finding that passes, up to its remedy, which is missing. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	static const unsigned char finding[] = { 46, 0, 0, 0, 6, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 1, 0, 0, 0, 'a', 0, 1, 0, 0, 0, 'b', 0, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 9, 0, 0, 0, 1, 0, 0, 0, 'c', 0 };

	say(finding, sizeof(finding));
	return good(host, ret);
}
#elif defined SPECIMEN_leaves
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	_exit(0);
	return good(host, ret);
}
#elif defined SPECIMEN_closes
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	close(find_pipe());
	for (;;)
		sleep(1);
	return good(host, ret);
}
#elif defined SPECIMEN_verdict
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	good(host, ret);
	return (enum igd_verdict)77;
}
#elif defined SPECIMEN_prints
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	puts("printed by a plugin");
	fputs("printed by a plugin\n", stderr);
	fflush(stdout);
	return good(host, ret);
}
#elif defined SPECIMEN_writes
/* Everything by which a check could change the machine; passes if nothing was possible. */
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	const char *target = getenv("SPECIMEN_TARGET");
	const char *done = NULL;

	if (!target)
		return igd_fail(ret, "specimen", "nothing was given to write to");
	if (open(target, O_WRONLY | O_CREAT, 0644) >= 0)
		done = "opened a file to write";
	if (open(target, O_RDONLY) < 0)
		done = "cannot even read";
	if (unlink(target) == 0)
		done = "removed a file";
	if (rename(target, "/tmp/igd-doctor-specimen") == 0)
		done = "renamed a file";
	if (chmod(target, 0777) == 0)
		done = "changed a mode";
	if (syscall(452, AT_FDCWD, target, 0777, 0) == 0)
		done = "changed a mode by fchmodat2()";
	if (shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0)
		done = "made shared memory";
	if (mkdir("/tmp/igd-doctor-specimen", 0700) == 0)
		done = "made a directory";
	if (truncate(target, 0) == 0)
		done = "truncated a file";
	if (fork() >= 0)
		done = "forked";
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		done = "opened a socket";
	if (kill(getppid(), 0) == 0)
		done = "could signal the program";
	execl("/bin/true", "true", NULL);
	(void)host;
	return done ? igd_fail(ret, "specimen", "%s", done) : good(host, ret);
}
#else
static enum igd_verdict act(struct igd_host *host, struct igd_finding *ret)
{
	return good(host, ret);
}
#endif

#if defined SPECIMEN_crash_loading
__attribute__((constructor)) static void loading(void)
{
	raise(SIGSEGV);
}
#elif defined SPECIMEN_hang_loading
__attribute__((constructor)) static void loading(void)
{
	for (;;)
		sleep(1);
}
#endif

static const char *const needs[] = {
#if defined SPECIMEN_circle
	"specimen.circle-b",
#endif
	NULL,
};

static const struct igd_check check = {
#if defined SPECIMEN_double
	.id = "platform.igpu",
#elif defined SPECIMEN_early
	.id = "vm.found", /* its plugin is behind this one in the alphabet */
#elif defined SPECIMEN_circle
	.id = "specimen.circle-a",
#elif defined SPECIMEN_bad_id
	.id = "Specimen Check",
#else
	.id = "specimen.check",
#endif
	.title = "A specimen",
	.why = "It is a test.",
#if !defined SPECIMEN_no_remedy
	.remedy = "Take it away.",
#endif
	.severity = IGD_HINT,
	.needs = needs,
	.run = act,
};

static const char *const second_needs[] = { "specimen.circle-a", NULL };

static const struct igd_check second = {
#if defined SPECIMEN_circle
	.id = "specimen.circle-b",
	.needs = second_needs,
#elif defined SPECIMEN_twice
	.id = "specimen.check",
#else
	.id = "specimen.second",
#endif
	.title = "A specimen's second check",
	.why = "It is a test.",
	.remedy = "Take it away.",
	.severity = IGD_HINT,
	.run = good,
};

static const struct igd_check *const checks[] = { &check, &second, NULL };

#if defined SPECIMEN_no_symbol
extern IGD_EXPORT const struct igd_plugin another_name;
const struct igd_plugin another_name = {
#else
const struct igd_plugin igd_plugin = {
#endif
#if defined SPECIMEN_abi
	.abi = IGD_PLUGIN_ABI + 1,
#else
	.abi = IGD_PLUGIN_ABI,
#endif
#if !defined SPECIMEN_incomplete
	.size = sizeof(struct igd_plugin),
#endif
#if defined SPECIMEN_name
	.name = "platform",
#else
	.name = "specimen",
#endif
	.summary = "A specimen",
	.checks = checks,
};

/* Keeps what one specimen does not use. */
extern IGD_EXPORT const void *const igd_specimen_kept[];
const void *const igd_specimen_kept[] = { (const void *)(uintptr_t)say, second_needs };
