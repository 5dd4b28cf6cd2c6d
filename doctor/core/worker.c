// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * worker - the process in which a plugin is loaded and its checks are run
 *
 * A worker is a plain loop: read a message, run the check that it names, write what came of it. Its host is
 * one whose source asks the program through the same pipe, so the plugin's code cannot tell the difference.
 */
#include "core/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "core/given.h"
#include "core/host_private.h"
#include "core/wire.h"

struct pipe {
	struct igd_source source; /* first: what the host asks */
	int fd;
	struct igd_source *files; /* where large files are opened */
	struct igd_text in;
	size_t taken; /* bytes of in that belong to the message last read */
};

static IGD_NORETURN void give_up(void)
{
	_exit(EXIT_FAILURE); /* the program is gone, or speaks nonsense: there is nobody to tell */
}

static void send_all(int fd, const struct igd_text *out)
{
	size_t sent = 0;
	ssize_t wrote;

	while (sent < out->size) {
		wrote = write(fd, out->text + sent, out->size - sent);
		if (wrote < 0 && errno != EINTR)
			give_up();
		sent += wrote > 0 ? (size_t)wrote : 0;
	}
}

/* Waits for the next message. Its fields are valid until the next call. */
static enum igd_message receive(struct pipe *pipe, struct igd_wire *ret)
{
	char piece[1 << 14];
	ssize_t got;
	int type;

	pipe->in.size -= pipe->taken;
	if (pipe->taken)
		memmove(pipe->in.text, pipe->in.text + pipe->taken, pipe->in.size);
	pipe->taken = 0;
	while ((type = igd_wire_next(&pipe->in, ret, &pipe->taken)) == 0) {
		got = read(pipe->fd, piece, sizeof(piece));
		if (got == 0)
			_exit(EXIT_SUCCESS);
		if (got < 0 && errno != EINTR)
			give_up();
		if (got > 0)
			igd_text_add(&pipe->in, piece, (size_t)got);
	}
	if (type < 0)
		give_up();
	return (enum igd_message)type;
}

/* A worker can start no program, nor ask libvirt, which a recording can be given as well. */
static bool needs_the_program(const struct igd_source *source, const char *path)
{
	return igd_starts_with(path, IGD_RECORD_QUERY "/") ||
	       (igd_starts_with(path, IGD_LIBVIRT_DIR "/") && igd_source_given(source, "connect"));
}

static void pipe_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	struct pipe *pipe = (struct pipe *)source;
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;
	size_t at;

	if (pipe->files->answers_workers && !needs_the_program(pipe->files, question->path)) {
		igd_source_answer(pipe->files, question, ret);
		return;
	}
	igd_wire_begin(&out, IGD_SAY_ASK, &at);
	igd_wire_u32(&out, (uint32_t)question->ask);
	igd_wire_u32(&out, question->limit < UINT32_MAX ? (uint32_t)question->limit : UINT32_MAX);
	igd_wire_text(&out, question->path);
	igd_wire_end(&out, at);
	send_all(pipe->fd, &out);
	if (receive(pipe, &in) != IGD_SAY_ANSWER)
		give_up();
	igd_wire_get_answer(&in, ret);
}

static int pipe_open(struct igd_source *source, const char *path)
{
	struct pipe *pipe = (struct pipe *)source;
	int fd = igd_given_open(pipe->files, path);

	if (fd != -ENOTSUP || !source->is_live)
		return fd;
	return pipe->files->ops->open(pipe->files, path);
}

static void pipe_free(struct igd_source *source)
{
	(void)source;
}

static const struct igd_source_ops pipe_ops = { pipe_answer, pipe_open, pipe_free };

static int derive_begin(void *context, const char *key, struct igd_answer *ret)
{
	struct pipe *pipe = context;
	IGD_AUTOTEXT struct igd_text out = { 0 };
	struct igd_wire in;
	size_t at;

	igd_wire_begin(&out, IGD_SAY_DERIVE, &at);
	igd_wire_text(&out, key);
	igd_wire_end(&out, at);
	send_all(pipe->fd, &out);
	if (receive(pipe, &in) == IGD_SAY_WORK)
		return -EINPROGRESS;
	igd_wire_get_answer(&in, ret);
	return 0;
}

static void derive_end(void *context, const char *key, const struct igd_answer *answer)
{
	struct pipe *pipe = context;
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t at;

	igd_wire_begin(&out, IGD_SAY_DERIVED, &at);
	igd_wire_text(&out, key);
	igd_wire_answer(&out, answer);
	igd_wire_end(&out, at);
	send_all(pipe->fd, &out);
}

static const struct igd_derive_ops derive_ops = { derive_begin, derive_end };

static void introduce(int fd, const struct igd_plugin *plugin)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	uint32_t count = 0, fix_count = 0, i;
	size_t at;

	while (plugin->checks[count])
		count++;
	while (plugin->fixes && plugin->fixes[fix_count])
		fix_count++;
	igd_wire_begin(&out, IGD_SAY_HELLO, &at);
	igd_wire_u32(&out, plugin->place);
	igd_wire_u32(&out, count);
	for (i = 0; i < count; i++)
		igd_wire_check(&out, plugin->checks[i]);
	igd_wire_u32(&out, fix_count);
	for (i = 0; i < fix_count; i++)
		igd_wire_fix(&out, plugin->fixes[i]);
	igd_wire_end(&out, at);
	send_all(fd, &out);
}

static void refuse(int fd, const char *why)
{
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t at;

	igd_wire_begin(&out, IGD_SAY_REFUSED, &at);
	igd_wire_text(&out, why);
	igd_wire_end(&out, at);
	send_all(fd, &out);
}

static void run_check(
	struct pipe *pipe, struct igd_host *host, const struct igd_plugin *plugin, uint32_t index)
{
	IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t at;

	igd_finding_init(&finding, plugin->checks[index], plugin->name);
	igd_check_examine(plugin->checks[index], host, plugin->expand, &finding);
	igd_wire_begin(&out, IGD_SAY_FINDING, &at);
	igd_wire_u32(&out, index);
	igd_wire_finding(&out, &finding);
	igd_wire_end(&out, at);
	send_all(pipe->fd, &out);
}

static void plan_fix(
	struct pipe *pipe, struct igd_host *host, const struct igd_plugin *plugin, uint32_t index)
{
	IGD_CLEANUP(igd_changes_done) struct igd_changes changes = { 0 };
	IGD_AUTOFREE char *failed = NULL;
	IGD_AUTOTEXT struct igd_text out = { 0 };
	size_t at;

	igd_fix_propose(plugin->fixes[index], host, &changes, &failed);
	igd_wire_begin(&out, IGD_SAY_CHANGES, &at);
	igd_wire_u32(&out, index);
	igd_wire_changes(&out, &changes, failed);
	igd_wire_end(&out, at);
	send_all(pipe->fd, &out);
}

/* Nothing a plugin prints may mix with what the program prints. */
static void silence(int null)
{
	if (dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0 ||
		dup2(null, STDERR_FILENO) < 0)
		give_up();
}

/* Whoever forked may have handlers, which are not to run here: the way in which a worker dies is told by its end. */
static void forget_handlers(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS };
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_DFL);
}

void igd_worker_run(int fd, int null, const struct igd_plugin_file *file, struct igd_source *source)
{
	struct pipe pipe = { { .ops = &pipe_ops, .is_live = source->is_live }, fd, source, { 0 },
		0 };
	struct igd_host *host = igd_host_new(&pipe.source);
	const struct igd_plugin *plugin;
	struct igd_error error;
	enum igd_message told;
	struct igd_wire in;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	forget_handlers();
	silence(null);
	igd_sandbox_enter();
	plugin = igd_plugin_load(file, &error);
	if (!plugin) {
		refuse(fd, error.message);
		_exit(EXIT_SUCCESS);
	}
	igd_host_set_derive(host, &derive_ops, &pipe);
	introduce(fd, plugin);
	for (;;) {
		told = receive(&pipe, &in);
		if (told == IGD_SAY_RUN)
			run_check(&pipe, host, plugin, igd_wire_get_u32(&in));
		else if (told == IGD_SAY_PLAN)
			plan_fix(&pipe, host, plugin, igd_wire_get_u32(&in));
		else
			give_up();
	}
}
