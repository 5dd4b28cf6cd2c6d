// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_crew - processes that read reports
 *
 * A report comes from a stranger, so what unpacks and parses it is a process that can write to no file and start no
 * program, whose memory is bounded, and whose death is one row. The program gives it names and takes rows, a few at a
 * time, and hands the rows on in the order of the names: what it holds does not grow with their number.
 */
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/triage.h"

#define MAX_HANDS ((size_t)64)
/* So many names are given at a time: to change between processes costs as much as to read a small report. */
#define GIVEN ((size_t)8)
/* So many rows may wait for one that takes long, for each hand. */
#define WAITING ((size_t)16)

struct job {
	struct igd_triage_name name;
	char *line; /* NULL: not there yet */
	bool is_bad;
	bool is_given;
	bool is_suspect; /* it was among those that somebody had who died: it is read alone */
};

struct hand {
	pid_t pid; /* 0: not started, or gone */
	int fd;
	size_t jobs
		[GIVEN]; /* what it was given, the oldest first; numbers that are never used again */
	size_t count;
	struct igd_text in;
};

struct igd_triage_crew {
	struct hand hands[MAX_HANDS];
	size_t hand_count;
	struct job jobs[MAX_HANDS * WAITING]; /* a ring: job number n is at n % room */
	size_t room;
	size_t first, given, next; /* not taken yet; not given yet; not there yet */
};

struct igd_triage_crew *igd_triage_crew_new(void)
{
	struct igd_triage_crew *crew = igd_zalloc(sizeof(*crew));
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;

	crew->hand_count = count < (int)MAX_HANDS ? (size_t)count : MAX_HANDS;
	crew->room = crew->hand_count * WAITING;
	return crew;
}

static struct job *job_of(struct igd_triage_crew *crew, size_t number)
{
	return &crew->jobs[number % crew->room];
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	ssize_t wrote;

	while (size) {
		wrote = send(fd, bytes, size, MSG_NOSIGNAL);
		if (wrote < 0 && errno != EINTR)
			return false;
		bytes += wrote > 0 ? wrote : 0;
		size -= wrote > 0 ? (size_t)wrote : 0;
	}
	return true;
}

static bool start(struct igd_triage_crew *crew, struct hand *hand)
{
	int pair[2];
	size_t i;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return false;
	fflush(NULL);
	hand->pid = fork();
	if (hand->pid == 0) {
		for (i = 0; i < crew->hand_count; i++) {
			if (crew->hands[i].pid && &crew->hands[i] != hand)
				close(crew->hands[i].fd);
		}
		close(pair[0]);
		igd_triage_work(pair[1]);
	}
	close(pair[1]);
	if (hand->pid < 0) {
		hand->pid = 0;
		close(pair[0]);
		return false;
	}
	hand->fd = pair[0];
	return true;
}

static void end_job(struct job *job, const char *why)
{
	struct igd_triage_row row;

	igd_triage_fail(job->name.file, why, &row);
	job->line = igd_triage_write(&row);
	job->is_bad = true;
	igd_triage_row_done(&row);
}

static char *why_it_died(int status)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == IGD_EXIT_MEMORY)
		return igd_strdup("reading it took more memory than is allowed");
	if (WIFSIGNALED(status))
		return igd_printf("reading it crashed (%s)", strsignal(WTERMSIG(status)));
	return igd_strdup("what was to read it ended");
}

/*
 * What it was given is tried again, each report alone: it may have died of one of them. One of which a process dies that
 * has nothing else is lost.
 */
static void bury(struct igd_triage_crew *crew, struct hand *hand)
{
	IGD_AUTOFREE char *why = NULL;
	struct job *job;
	int status = 0;
	size_t i;

	close(hand->fd);
	kill(hand->pid, SIGKILL);
	while (waitpid(hand->pid, &status, 0) < 0 && errno == EINTR)
		;
	why = why_it_died(status);
	igd_text_done(&hand->in);
	hand->pid = 0;
	for (i = 0; i < hand->count; i++) {
		job = job_of(crew, hand->jobs[i]);
		job->is_given = false;
		if (job->is_suspect)
			end_job(job, why);
		job->is_suspect = true;
		if (hand->jobs[i] < crew->given)
			crew->given = hand->jobs[i];
	}
	hand->count = 0;
}

static bool give(struct igd_triage_crew *crew, struct hand *hand, size_t number)
{
	const struct igd_triage_name *name = &job_of(crew, number)->name;
	IGD_AUTOTEXT struct igd_text out = { 0 };

	if (!hand->pid && !start(crew, hand))
		return false;
	igd_text_printf(&out, "%c%s", name->may_be_link ? 'l' : 'f', name->file);
	igd_text_add(&out, "", 1);
	hand->jobs[hand->count++] = number;
	job_of(crew, number)->is_given = true;
	write_all(hand->fd, out.text,
		out.size); /* whether it is gone is seen when it is listened to */
	return true;
}

static bool is_alone(struct igd_triage_crew *crew, const struct hand *hand)
{
	return hand->count && job_of(crew, hand->jobs[0])->is_suspect;
}

/* One that does nothing, rather one that runs already; else one that has room. NULL: all have enough. */
static struct hand *choose(struct igd_triage_crew *crew, bool is_suspect)
{
	struct hand *best = NULL, *hand;
	size_t i;

	for (i = 0; i < crew->hand_count; i++) {
		hand = &crew->hands[i];
		if (hand->pid && !hand->count)
			return hand;
		if (hand->count == GIVEN || is_alone(crew, hand) || (is_suspect && hand->count))
			continue;
		if (!best || hand->count < best->count)
			best = hand;
	}
	return best;
}

static void give_out(struct igd_triage_crew *crew)
{
	struct hand *hand;

	for (; crew->given < crew->next; crew->given++) {
		struct job *job = job_of(crew, crew->given);

		if (job->line || job->is_given)
			continue;
		hand = choose(crew, job->is_suspect);
		if (!hand)
			return;
		if (!give(crew, hand, crew->given))
			end_job(job, "no process could be started to read it");
	}
}

bool igd_triage_crew_has_room(const struct igd_triage_crew *crew)
{
	return crew->next - crew->first < crew->room;
}

bool igd_triage_crew_is_idle(const struct igd_triage_crew *crew)
{
	return crew->next == crew->first;
}

void igd_triage_crew_add(struct igd_triage_crew *crew, struct igd_triage_name *name)
{
	struct job *job = job_of(crew, crew->next++);

	*job = (struct job){ .name = *name };
	*name = (struct igd_triage_name){ 0 };
	if (job->name.why)
		end_job(job, job->name.why);
	give_out(crew);
}

static void job_done(struct job *job)
{
	free(job->name.file);
	free(job->name.why);
	free(job->line);
	*job = (struct job){ 0 };
}

char *igd_triage_crew_take(struct igd_triage_crew *crew, bool *ret_is_bad)
{
	struct job *job = job_of(crew, crew->first);
	char *line;

	if (crew->first == crew->next || !job->line)
		return NULL;
	line = IGD_TAKE_PTR(job->line);
	*ret_is_bad = job->is_bad;
	job_done(job);
	crew->first++;
	return line;
}

/* Rows that are there in full. */
static void take_rows(struct igd_triage_crew *crew, struct hand *hand)
{
	struct igd_text *in = &hand->in;
	size_t taken = 0;
	char *end;

	while (hand->count && (end = memchr(in->text + taken, '\n', in->size - taken))) {
		struct job *job = job_of(crew, hand->jobs[0]);

		job->is_bad = in->text[taken] == '-';
		job->line = igd_strndup(in->text + taken + 1, (size_t)(end - in->text) - taken - 1);
		taken = (size_t)(end - in->text) + 1;
		memmove(hand->jobs, hand->jobs + 1, --hand->count * sizeof(*hand->jobs));
	}
	in->size -= taken;
	memmove(in->text, in->text + taken, in->size);
}

static void listen_to(struct igd_triage_crew *crew, struct hand *hand)
{
	char piece[1 << 14];
	ssize_t got = read(hand->fd, piece, sizeof(piece));

	if (got > 0)
		igd_text_add(&hand->in, piece, (size_t)got);
	if (got > 0 && hand->in.size <= IGD_TRIAGE_MAX_LINE)
		take_rows(crew, hand);
	else if (got >= 0 || errno != EINTR)
		bury(crew, hand);
}

void igd_triage_crew_wait(struct igd_triage_crew *crew, int also_fd)
{
	struct pollfd asked[MAX_HANDS + 1];
	struct hand *hands[MAX_HANDS];
	size_t count = 0, i;

	for (i = 0; i < crew->hand_count; i++) {
		if (!crew->hands[i].pid)
			continue;
		hands[count] = &crew->hands[i];
		asked[count++] = (struct pollfd){ crew->hands[i].fd, POLLIN, 0 };
	}
	asked[count] = (struct pollfd){ also_fd, POLLIN, 0 };
	if (poll(asked, count + 1, -1) > 0) {
		for (i = 0; i < count; i++) {
			if (asked[i].revents)
				listen_to(crew, hands[i]);
		}
	}
	give_out(crew);
}

void igd_triage_crew_free(struct igd_triage_crew *crew)
{
	size_t i;

	if (!crew)
		return;
	for (i = 0; i < crew->hand_count; i++) {
		struct hand *hand = &crew->hands[i];

		if (!hand->pid)
			continue;
		close(hand->fd);
		while (waitpid(hand->pid, NULL, 0) < 0 && errno == EINTR)
			;
		igd_text_done(&hand->in);
	}
	for (i = 0; i < crew->room; i++)
		job_done(&crew->jobs[i]);
	free(crew);
}
