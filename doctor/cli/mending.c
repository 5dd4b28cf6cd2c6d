// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mending - carries a plan out before a person's eyes
 *
 * Ctrl-C must not leave half a plan. So the signals that end a program are held back while the engine works: it asks between
 * two steps whether one has come, and then takes back what it has done.
 */
#include "cli/mending.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "core/pool.h"
#include "fixes/apply/verify.h"
#include "mend/diff.h"
#include "reports/page.h"

void igd_mending_init(struct igd_mending *mending, const struct igd_options *options)
{
	*mending = (struct igd_mending){ .options = options, .style = igd_options_style(options) };
	mending->is_talked = strcmp(options->format, "json") != 0 && !options->is_quiet;
}

void igd_mending_done(struct igd_mending *mending)
{
	igd_plan_done(&mending->plan);
	free(mending->journal);
}

void igd_mending_say(struct igd_mending *mending, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	struct igd_page page;
	va_list args;

	if (!mending->is_talked)
		return;
	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	igd_page_init(&page, &mending->style, stdout);
	igd_page_begin(&page, 0, igd_starts_with(text, "- ") ? 2 : 0);
	igd_page_add(&page, IGD_INK_PLAIN, text);
	igd_page_end(&page);
	fflush(stdout);
}

bool igd_can_ask(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

bool igd_ask(const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	IGD_AUTOFREE char *shown = NULL;
	char answer[16] = "";
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	shown = igd_printable(text, strlen(text), 2000);
	printf("%s [y/N] ", shown);
	fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin)) {
		putchar('\n');
		return false;
	}
	answer[strcspn(answer, "\n")] = '\0';
	return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
}

int igd_mending_complain(const struct igd_error *error)
{
	enum igd_exit status = IGD_EXIT_FAILED;

	if (error->code == ESTALE || error->code == EBADMSG || error->code == ENOENT)
		status = IGD_EXIT_DATA;
	else if (error->code == EBUSY)
		status = IGD_EXIT_BUSY;
	else if (error->code == EACCES || error->code == EPERM)
		status = IGD_EXIT_PERMISSION;
	return igd_complain(status, "%s", error->message);
}

static const int held_back[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

bool igd_signals_are_pending(void)
{
	sigset_t pending;
	size_t i;

	sigpending(&pending);
	for (i = 0; i < sizeof(held_back) / sizeof(*held_back); i++) {
		if (sigismember(&pending, held_back[i]) == 1)
			return true;
	}
	return false;
}

/* The engine's own steps come out as lines: what is done, and how long it took where that is worth a word. */
static void show_step(
	void *context, const struct igd_plan *plan, size_t index, enum igd_step_state state)
{
	struct igd_mending *mending = context;
	uint64_t took = igd_now_ms() - mending->began;
	size_t number = igd_plan_count_own(plan, index + 1),
	       count = igd_plan_count_own(plan, plan->step_count);
	const char *title = plan->steps[index].title;
	IGD_AUTOFREE char *shown =
		igd_printable(title ? title : "", title ? strlen(title) : 0, 300);

	if (state == IGD_STEP_DOING)
		mending->began = igd_now_ms();
	if (!mending->is_talked || !*shown)
		return;
	if (state == IGD_STEP_DOING)
		printf("step %zu of %zu: %s\n", number, count, shown);
	else if (state == IGD_STEP_FAILED && igd_signals_are_pending())
		printf("interrupted; taking back what was done\n");
	else if (state == IGD_STEP_FAILED)
		printf("step %zu of %zu has failed; taking back what was done\n", number, count);
	else if (state == IGD_STEP_UNDONE)
		printf("taken back: %s\n", shown);
	else if (state == IGD_STEP_DONE && took > 1000)
		printf("    done in %" PRIu64 ".%" PRIu64 " s\n", took / 1000, took / 100 % 10);
	fflush(stdout);
}

static int verify(
	void *context, const struct igd_step *step, const char *file, struct igd_error *reterr)
{
	struct igd_host *host = igd_host_new(igd_source_live());
	int r = igd_verify(host, step, file, reterr);

	(void)context;
	igd_host_free(host);
	return r;
}

/* A diff is shown line by line: each is foreign text. */
static void print_lines(const char *text)
{
	size_t length;

	for (; *text; text += length + (text[length] == '\n')) {
		IGD_AUTOFREE char *shown = NULL;

		length = strcspn(text, "\n");
		shown = igd_printable(text, length, 1000);
		printf("%s\n", shown);
	}
}

static bool overwrite(void *context, const char *path, const struct igd_file_state *left,
	const struct igd_file_state *now)
{
	IGD_AUTOFREE char *diff = NULL;

	(void)context;
	if (!igd_can_ask())
		return false;
	printf("%s has been changed since by somebody else.\n", path);
	if (left->content || left->type == IGD_FILE_ABSENT) {
		diff = igd_diff(
			&(struct igd_diff_side){ "as it was left", left->content, left->size },
			&(struct igd_diff_side){ "as it is now", now->content, now->size });
		print_lines(diff);
	}
	return igd_ask("Put %s back as it was before the fix, and lose that change?", path);
}

static void show_waiting(void *context, const char *who)
{
	(void)context;
	fprintf(stderr, "igd-doctor: waiting for another one that is at work: %s\n", who);
}

static bool stop(void *context)
{
	(void)context;
	return igd_signals_are_pending();
}

struct igd_apply_ops igd_mending_ops(struct igd_mending *mending)
{
	return (struct igd_apply_ops){ .context = mending,
		.progress = show_step,
		.verify = verify,
		.overwrite = overwrite,
		.waiting = show_waiting,
		.stop = stop };
}

/* What is ignored (nohup, a shell's background) does not count: held back, it would be pending all the same. */
static bool is_ignored(int signal_number)
{
	struct sigaction now;

	return sigaction(signal_number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void igd_signals_hold(sigset_t *ret_before)
{
	sigset_t held;
	size_t i;

	sigemptyset(&held);
	for (i = 0; i < sizeof(held_back) / sizeof(*held_back); i++) {
		if (!is_ignored(held_back[i]))
			sigaddset(&held, held_back[i]);
	}
	/* Ctrl-C ends whoever reads along as well: what is written then is lost, and the work goes on. */
	sigaddset(&held, SIGPIPE);
	sigprocmask(SIG_BLOCK, &held, ret_before);
}

int igd_mending_carry_out(struct igd_mending *mending)
{
	struct igd_apply_ops ops = igd_mending_ops(mending);
	struct igd_error error = { 0 }, worse = { 0 };
	struct igd_act act = { 0 };
	sigset_t before;
	bool is_stopped;
	int r = igd_act_open(&act, "/", &error);

	if (r < 0)
		return igd_mending_complain(&error);
	igd_signals_hold(&before);
	r = igd_apply(&act, &mending->plan, &ops, &mending->journal, &error);
	is_stopped = igd_signals_are_pending();
	if (r == 0 && is_stopped && igd_undo(&act, mending->journal, &ops, &worse) < 0)
		r = igd_error_set(&error, EREMOTEIO,
			"interrupted, but not all could be taken back: %s; `igd-doctor undo` tries again",
			worse.message);
	mending->is_left = r == -EREMOTEIO;
	igd_act_close(&act);
	/* What has come is answered with the exit status, now that all is taken back. */
	if (!is_stopped)
		sigprocmask(SIG_SETMASK, &before, NULL);
	if (r < 0 && !(is_stopped && (error.code == EINTR || error.code == ECANCELED)))
		return igd_mending_complain(&error);
	if (is_stopped)
		return igd_complain(
			IGD_EXIT_INTERRUPTED, "interrupted: everything is as it was before");
	return IGD_EXIT_OK;
}

char *igd_moment(uint64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm parts = { 0 };
	char text[32];

	localtime_r(&when, &parts);
	return igd_strndup(text, strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &parts));
}
