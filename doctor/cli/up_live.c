// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_live - a run on this machine: what its stages ask for, done
 */
#include "cli/up_live.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli/symptoms.h"
#include "core/pool.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

/* Between two looks at what an examination beside the run has written. */
#define BESIDE_MS 20u
#define SYSTEM_LOGS "/var/log/libvirt/qemu"

static uint64_t now(void *context)
{
	(void)context;
	return igd_now_ms();
}

static bool is_interrupted(void *context)
{
	(void)context;
	return igd_signals_are_pending();
}

static bool can_ask(void *context)
{
	return igd_up_live_can_ask(context);
}

static bool ask(void *context, const char *question)
{
	return igd_up_live_ask(context, question);
}

static void forget_session(struct igd_up_live *live)
{
	if (live->has_session)
		igd_session_done(&live->session);
	live->has_session = false;
}

static const struct igd_exam *examine(void *context, const char *const *only, int *ret_status)
{
	struct igd_up_live *live = context;
	struct igd_options options = live->options;
	struct igd_words words = { 0 };

	forget_session(live);
	live->session = (struct igd_session){ 0 };
	live->has_session = true;
	if (only) {
		words = igd_up_words(only);
		options.only = words;
		/* What was skipped at first has not been judged, and is not judged now. */
	}
	*ret_status = igd_session_open(&live->session, &options, false);
	free(words.words);
	return *ret_status == IGD_EXIT_OK ? &live->session.exam : NULL;
}

static void look(void *context, struct igd_up_scene *ret)
{
	igd_up_live_look(context, ret);
}

static void mend(void *context, const char *const *fixes, const char *const *findings,
	struct igd_up_mended *ret)
{
	igd_up_live_mend(context, fixes, findings, ret);
}

static int undo(void *context, const char *journal, struct igd_error *reterr)
{
	return igd_up_live_undo(context, journal, reterr);
}

static char *driver(void *context, const char *address)
{
	struct igd_host *host = igd_host_new(igd_source_live());
	const char *name = igd_pci_driver(host, address);
	char *copy = name ? igd_printable(name, strlen(name), 100) : NULL;

	(void)context;
	igd_host_free(host);
	return copy;
}

static int open_hand(void *context, const struct igd_up_scene *scene, struct igd_error *reterr)
{
	struct igd_up_live *live = context;
	const struct igd_hand_options options = { .uri = live->uri, .vm = scene->vm };

	if (!live->hand)
		live->hand = igd_hand_open(&options, reterr);
	return live->hand ? 0 : -reterr->code;
}

/* Where libvirt keeps QEMU's log: of the system's VMs, or of the user's (libvirt 11.3 src/qemu/qemu_conf.c). */
static char *qemu_log(const struct igd_up_live *live, const char *vm)
{
	const char *home = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME");

	if (!live->uri || !igd_ends_with(live->uri, "/session"))
		return igd_printf(SYSTEM_LOGS "/%s.log", vm);
	if (cache && *cache == '/')
		return igd_printf("%s/libvirt/qemu/log/%s.log", cache, vm);
	return igd_printf("%s/.cache/libvirt/qemu/log/%s.log", home ? home : "", vm);
}

static void listen_to(void *context, const struct igd_up_scene *scene)
{
	struct igd_up_live *live = context;
	const struct igd_igpu *igpu = live->has_session ? igd_igpu_get(live->session.host) : NULL;
	IGD_AUTOFREE char *log = qemu_log(live, scene->vm);
	const struct igd_sentry_options options = { .hand = live->hand,
		.qemu_log = strchr(scene->vm, '/') ? NULL : log,
		.firmware_log = scene->firmware_log,
		.igpu = igpu ? igpu->address : NULL,
		.symptoms = &live->symptoms };

	if (!live->sentry)
		live->sentry = igd_sentry_post(&options);
}

static void close_all(void *context)
{
	struct igd_up_live *live = context;

	if (live->sentry)
		igd_sentry_free(live->sentry);
	if (live->hand)
		igd_hand_free(live->hand);
	live->sentry = NULL;
	live->hand = NULL;
}

static unsigned order(
	void *context, enum igd_hand_order what, const char *argument, unsigned timeout_ms)
{
	struct igd_up_live *live = context;

	return live->hand ? igd_hand_begin(live->hand, what, argument, timeout_ms) : 0;
}

/* One look, for so long; false: nothing has come. */
static bool listen_once(struct igd_up_live *live, unsigned timeout_ms, struct igd_up_sound *ret)
{
	struct pollfd nothing = { -1, 0, 0 };

	if (live->beside.child.pid && igd_up_beside_get(live, &ret->view)) {
		ret->kind = IGD_UP_VIEW;
		return true;
	}
	if (!live->sentry) {
		poll(&nothing, 1, (int)timeout_ms);
		return false;
	}
	if (igd_sentry_answer(live->sentry, &ret->answer)) {
		ret->kind = IGD_UP_ANSWER;
		return true;
	}
	if (!igd_sentry_next(live->sentry, timeout_ms, &ret->event))
		return false;
	ret->kind = IGD_UP_EVENT;
	return true;
}

static void hear(void *context, unsigned timeout_ms, struct igd_up_sound *ret)
{
	struct igd_up_live *live = context;
	uint64_t at = igd_now_ms(), end = at + timeout_ms;
	bool has_come;

	*ret = (struct igd_up_sound){ 0 };
	do {
		unsigned left = at < end ? (unsigned)(end - at) : 0;

		has_come = listen_once(
			live, live->beside.child.pid && left > BESIDE_MS ? BESIDE_MS : left, ret);
		at = igd_now_ms();
	} while (!has_come && at < end);
}

static void begin_view(void *context, const char *const *only)
{
	igd_up_beside_begin(context, only);
}

static void drop_view(void *context)
{
	igd_up_beside_drop(context);
}

static bool name(void *context, const char *text, struct igd_up_name *ret)
{
	static const enum igd_sentry_ear ears[] = { IGD_SENTRY_LIBVIRT, IGD_SENTRY_QEMU };
	struct igd_up_live *live = context;
	struct igd_sentry_event event = { 0 };
	bool is_named = false;
	size_t i;

	for (i = 0; live->sentry && i < 2 && !is_named; i++)
		is_named = igd_sentry_name(live->sentry, ears[i], text, &event) && event.symptom;
	if (is_named)
		*ret = (struct igd_up_name){ .id = igd_strdup(event.symptom->id),
			.title = igd_strdup(event.symptom->title),
			.cause = igd_strdup(event.cause ? event.cause : event.symptom->cause),
			.remedy = igd_strdup(event.remedy ? event.remedy : event.symptom->remedy),
			.is_fatal = event.weight == IGD_SENTRY_FATAL };
	igd_sentry_event_done(&event);
	return is_named;
}

static const struct igd_up_ops table = { .now = now,
	.is_interrupted = is_interrupted,
	.can_ask = can_ask,
	.ask = ask,
	.examine = examine,
	.look = look,
	.mend = mend,
	.undo = undo,
	.driver = driver,
	.open = open_hand,
	.listen = listen_to,
	.close = close_all,
	.order = order,
	.hear = hear,
	.begin_view = begin_view,
	.drop_view = drop_view,
	.name = name };

/* The run's options as checks are to have them: --timeout is the stages'. */
static void set_options(struct igd_up_live *live, const struct igd_up_request *request)
{
	live->options = *request->options;
	live->options.timeout_ms = IGD_DEFAULT_TIMEOUT_MS;
	if (request->vm)
		live->options.vm = request->vm;
	if (request->rom)
		live->options.rom = request->rom;
}

int igd_up_run(const struct igd_up_request *request, struct igd_up_result *ret)
{
	struct igd_up_live live = { .folder = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC) };
	struct igd_up_ops ops = table;
	sigset_t before, held;
	int status;

	*ret = (struct igd_up_result){ 0 };
	set_options(&live, request);
	status = igd_cli_symptoms(request->options, &live.symptoms);
	if (status != IGD_EXIT_OK) {
		igd_symptoms_done(&live.symptoms);
		igd_close_at(&live.folder);
		return status;
	}
	igd_signals_hold(&before);
	sigprocmask(SIG_BLOCK, NULL, &held);
	sigdelset(&held, SIGPIPE);
	live.signals = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
	ops.context = &live;
	status = igd_up_engine(request, &ops, ret);
	igd_up_beside_drop(&live);
	forget_session(&live);
	igd_symptoms_done(&live.symptoms);
	free(live.uri);
	igd_close_at(&live.signals);
	igd_close_at(&live.folder);
	/* What has come is answered with the exit status, now that all is put back. */
	if (!ret->is_interrupted)
		sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
