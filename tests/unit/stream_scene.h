// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stream_scene - stand-ins for Sunshine (tests/standin/sunshine), and what is answered when they are asked
 */
#ifndef IGD_TESTS_UNIT_STREAM_SCENE_H
#define IGD_TESTS_UNIT_STREAM_SCENE_H

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/host.h"
#include "core/pool.h"
#include "core/source_live_stream.h"
#include "tests/unit/unit.h"

#define MAX_OPTIONS 24

struct standin {
	const char *address;
	pid_t pid;
	FILE *out; /* what it prints */
	unsigned port;
};

/* options: words with single blanks between them. It is not waited for. */
static inline struct standin standin_start(const char *address, const char *options)
{
	struct standin standin = { .address = address };
	IGD_AUTOFREE char *words = igd_strdup(options);
	char *argv[MAX_OPTIONS] = { (char *)(uintptr_t) "sunshine-standin",
		(char *)(uintptr_t) "--port", (char *)(uintptr_t) "0", (char *)(uintptr_t) "--bind",
		(char *)(uintptr_t)address };
	char *rest = words, *word;
	posix_spawn_file_actions_t actions;
	int ends[2], count = 5;

	while ((word = strsep(&rest, " ")) && *word && count < MAX_OPTIONS - 1)
		argv[count++] = word;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	assert_int_equal(
		posix_spawn(&standin.pid, IGD_STANDIN_SUNSHINE, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	standin.out = fdopen(ends[0], "r");
	assert_non_null(standin.out);
	return standin;
}

/* Until its ports are open. */
static inline void standin_wait(struct standin *standin)
{
	char line[64] = "";

	if (!fgets(line, sizeof(line), standin->out) ||
		sscanf(line, "ready %u", &standin->port) != 1)
		fail_msg("the stand-in at %s does not begin: %s", standin->address, line);
}

/* Ends it; all that it has seen, to be freed. */
static inline char *standin_end(struct standin *standin)
{
	struct igd_text text = { 0 };
	char piece[1024];
	size_t got;

	kill(standin->pid, SIGTERM);
	waitpid(standin->pid, NULL, 0);
	igd_text_add(&text, "", 0);
	while ((got = fread(piece, 1, sizeof(piece), standin->out)) > 0)
		igd_text_add(&text, piece, got);
	fclose(standin->out);
	return text.text;
}

/* What is answered to reading this of a place; "" for an error, which *ret_error is. The caller frees it. */
static inline char *stream_read(struct igd_live_stream *stream, const struct standin *standin,
	const char *file, int *ret_error)
{
	IGD_AUTOFREE char *path =
		igd_printf(IGD_STREAM_DIR "/%s/%u/%s", standin->address, standin->port, file);
	struct igd_question question = { IGD_ASK_READ, path, 1u << 20 };
	struct igd_answer answer = { 0 };

	igd_source_live_stream(stream, &question, &answer);
	*ret_error = answer.error;
	return answer.bytes ? answer.bytes : igd_strdup("");
}

/* Begins to ask, without waiting for the answer. */
static inline void stream_ask(struct igd_live_stream *stream, const struct standin *standin)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%u/ports", standin->address, standin->port);
	struct igd_stream_place place;
	int error;

	assert_int_equal(igd_stream_read_path(path, &place), 0);
	assert_non_null(igd_live_stream_ask(stream, &place, &error));
}

#endif
