// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_hand - one of the processes that read reports: names come in, rows go out
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cli/triage.h"
#include "core/worker.h"

/* Rows are told together, unless they are more than this. */
#define TOLD ((size_t)1 << 16)

static bool send_rows(int fd, struct igd_text *out)
{
	size_t sent = 0;
	ssize_t wrote;

	while (sent < out->size) {
		wrote = write(fd, out->text + sent, out->size - sent);
		if (wrote < 0 && errno != EINTR)
			return false;
		sent += wrote > 0 ? (size_t)wrote : 0;
	}
	out->size = 0;
	return true;
}

/* A row is '+' or, for what could not be read, '-', the line, and its end. */
static void add_row(struct igd_text *out, const char *name, bool may_be_link)
{
	IGD_AUTOFREE char *line = NULL;
	struct igd_triage_row row;

	igd_triage_read(name, may_be_link, &row);
	line = igd_triage_write(&row);
	igd_text_add(out, row.why ? "-" : "+", 1);
	igd_text_add(out, line, strlen(line));
	igd_text_add(out, "\n", 1);
	igd_triage_row_done(&row);
}

/* Reports whose names are there in full: 'l' or 'f' (may it be a link?), the name, a NUL. */
static bool do_jobs(int fd, struct igd_text *in, struct igd_text *out)
{
	size_t taken = 0;
	char *end;

	while ((end = memchr(in->text + taken, '\0', in->size - taken))) {
		add_row(out, in->text + taken + 1, in->text[taken] == 'l');
		if (out->size > TOLD && !send_rows(fd, out))
			return false;
		taken = (size_t)(end - in->text) + 1;
	}
	in->size -= taken;
	memmove(in->text, in->text + taken, in->size);
	return send_rows(fd, out);
}

void igd_triage_work(int fd)
{
	struct igd_text in = { 0 }, out = { 0 };
	char piece[1 << 13];
	ssize_t got;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	igd_sandbox_enter();
	while ((got = read(fd, piece, sizeof(piece))) != 0) {
		if (got < 0 && errno != EINTR)
			break;
		if (got > 0)
			igd_text_add(&in, piece, (size_t)got);
		if (in.size && !do_jobs(fd, &in, &out))
			break;
	}
	_exit(EXIT_SUCCESS);
}
