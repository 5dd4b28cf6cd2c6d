// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_beside - an examination in a child, while the run listens on
 *
 * A guest may take twenty seconds to answer, and what ends its VM must be heard meanwhile. So the session is opened in a process of
 * its own, which writes what it found as one message; one that hangs, or is not wanted any more, is ended.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/up_live.h"
#include "core/pool.h"
#include "core/wire.h"
#include "facts/guest/address.h"
#include "facts/guest/windows.h"

/* A guest is asked for twenty seconds (core/host.h, IGD_GUEST_DIR), Sunshine for four. */
#define CHECK_MS 25000u
#define CHILD_MS 40000u
#define ANSWER_LIMIT ((size_t)1 << 20)
#define FINDINGS_MOST 64u

struct work {
	struct igd_up_live *live;
	const char *const *only;
};

static void write_finding(struct igd_text *out, const struct igd_finding *finding)
{
	igd_wire_text(out, finding->id);
	igd_wire_text(out, finding->where);
	igd_wire_text(out, finding->what);
	igd_wire_text(out, finding->remedy);
	igd_wire_text(out, finding->fix);
	igd_wire_u32(out, (uint32_t)finding->verdict);
	igd_wire_u32(out, (uint32_t)finding->severity);
	igd_wire_u32(out, (uint32_t)finding->reason);
}

/* Of the iGPU in Windows; asking for it starts PowerShell there, so only where a check has done so. */
static void write_driver(struct igd_text *out, const struct igd_session *session)
{
	struct igd_windows_igpu igpu = { 0 };
	const struct igd_windows *windows = NULL;
	int error = 0;

	if (igd_exam_find(&session->exam, "guest.display-driver"))
		windows = igd_windows_get(session->host, &error);
	if (windows)
		igpu = igd_windows_igpu(windows, igd_windows_igpu_id(session->host));
	igd_wire_u32(out, igpu.is_there && igpu.has_code);
	igd_wire_u32(out, igpu.code);
	igd_wire_text(out, igpu.adapter && *igpu.adapter->version ? igpu.adapter->version : NULL);
}

static void write_address(struct igd_text *out, const struct igd_session *session)
{
	const struct igd_guest_address *address = NULL;

	if (igd_exam_find(&session->exam, "sunshine.address"))
		address = igd_guest_address_get(session->host);
	if (address && address->state != IGD_ADDRESS_FOUND)
		address = NULL;
	igd_wire_text(out, address ? address->text : NULL);
	igd_wire_u32(out, address ? address->port : 0);
}

static void write_session(struct igd_text *out, struct igd_session *session)
{
	size_t at, i;

	igd_wire_begin(out, IGD_SAY_ANSWER, &at);
	igd_wire_u32(out, (uint32_t)session->exam.count);
	for (i = 0; i < session->exam.count; i++)
		write_finding(out, &session->exam.findings[i]);
	write_driver(out, session);
	write_address(out, session);
	igd_wire_end(out, at);
}

static int write_out(int fd, const struct igd_text *text)
{
	size_t at = 0;

	while (at < text->size) {
		ssize_t written = write(fd, text->text + at, text->size - at);

		if (written <= 0)
			return EXIT_FAILURE;
		at += (size_t)written;
	}
	return EXIT_SUCCESS;
}

/* In the child, whose directory is / (core/child.h): options may name files from where the run was started. */
static int examine(void *context, int out)
{
	const struct work *work = context;
	struct igd_options options = work->live->options;
	struct igd_session session = { 0 };
	struct igd_text text = { 0 };

	if (fchdir(work->live->folder) < 0)
		return EXIT_FAILURE;
	igd_child_keep_only(out, false);
	options.only = igd_up_words(work->only);
	options.may_ask_guest = options.is_quiet = true;
	options.timeout_ms = CHECK_MS;
	if (igd_session_open(&session, &options, false) != IGD_EXIT_OK)
		return EXIT_FAILURE;
	write_session(&text, &session);
	return write_out(out, &text);
}

void igd_up_beside_begin(struct igd_up_live *live, const char *const *only)
{
	struct work work = { live, only };

	igd_up_beside_drop(live);
	if (igd_child_start(&live->beside.child, examine, &work, CHILD_MS) != 0)
		live->beside.child.pid = 0;
}

void igd_up_beside_drop(struct igd_up_live *live)
{
	igd_child_stop(&live->beside.child);
	igd_text_done(&live->beside.heard);
	live->beside = (struct igd_up_beside){ 0 };
}

static char *copy(const char *text)
{
	return text ? igd_strdup(text) : NULL;
}

static char *shown(const char *text)
{
	return text ? igd_printable(text, strlen(text), 200) : NULL;
}

static bool read_finding(struct igd_wire *in, struct igd_finding *ret)
{
	uint32_t verdict, severity, reason;

	ret->id = copy(igd_wire_get_text(in));
	ret->where = copy(igd_wire_get_text(in));
	ret->what = copy(igd_wire_get_text(in));
	ret->remedy = copy(igd_wire_get_text(in));
	ret->fix = copy(igd_wire_get_text(in));
	verdict = igd_wire_get_u32(in);
	severity = igd_wire_get_u32(in);
	reason = igd_wire_get_u32(in);
	if (in->failed || !ret->id || verdict > IGD_BLOCKED || severity > IGD_BLOCKER ||
		reason >= IGD_REASON_COUNT)
		return false;
	ret->verdict = (enum igd_verdict)verdict;
	ret->severity = (enum igd_severity)severity;
	ret->reason = (enum igd_reason)reason;
	return true;
}

/* False for what is no whole message. */
static bool read_view(const struct igd_text *text, struct igd_up_view *ret)
{
	struct igd_wire in = { 0 };
	size_t size = 0;
	uint32_t count, i;

	if (!text->size || igd_wire_next(text, &in, &size) != IGD_SAY_ANSWER)
		return false;
	count = igd_wire_get_u32(&in);
	if (in.failed || count > FINDINGS_MOST)
		return false;
	ret->exam.findings = igd_zalloc((count + 1) * sizeof(*ret->exam.findings));
	for (i = 0; i < count; i++) {
		ret->exam.count++;
		if (!read_finding(&in, &ret->exam.findings[i]))
			return false;
	}
	ret->has_code = igd_wire_get_u32(&in) != 0;
	ret->problem_code = igd_wire_get_u32(&in);
	ret->driver_version = shown(igd_wire_get_text(&in));
	ret->address = shown(igd_wire_get_text(&in));
	ret->port = igd_wire_get_u32(&in);
	igd_wire_get_end(&in);
	return !in.failed;
}

static void conclude(struct igd_up_live *live, struct igd_up_view *ret)
{
	if (!read_view(&live->beside.heard, ret)) {
		igd_up_view_done(ret);
		ret->is_void = true;
		ret->why = igd_strdup("the examination gave no answer");
	}
	igd_up_beside_drop(live);
}

bool igd_up_beside_get(struct igd_up_live *live, struct igd_up_view *ret)
{
	struct igd_child *child = &live->beside.child;
	struct pollfd poller = { child->in, POLLIN, 0 };
	char piece[4096];
	ssize_t got = 1;

	*ret = (struct igd_up_view){ 0 };
	while (child->pid && live->beside.heard.size < ANSWER_LIMIT && poll(&poller, 1, 0) > 0 &&
		(got = read(child->in, piece, sizeof(piece))) > 0)
		igd_text_add(&live->beside.heard, piece, (size_t)got);
	if (child->pid && got > 0 && live->beside.heard.size < ANSWER_LIMIT &&
		igd_now_ms() < child->end)
		return false;
	conclude(live, ret);
	return true;
}
