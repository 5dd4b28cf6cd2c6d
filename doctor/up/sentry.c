// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry - listens to all that tells of a VM, and names what it hears
 *
 * inotify only wakes it: four times a second it looks by itself, so that it hears also where there is no inotify (a
 * directory that may not be listed, a limit that is reached). All ears have their turn before an event is given out.
 */
#include "up/sentry.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "core/pool.h"
#include "up/sentry_private.h"

#define KERNEL_LOG "/dev/kmsg"
#define IGPU "0000:00:02.0"
#define LOOK_MS 250u
/* A log that is written without end wakes it a hundred times a second at most. */
#define REST_NS 10000000L
/* Messages of the hand that are taken before the logs have their turn. */
#define MAX_MESSAGES 64
/* Of what stands before a line of the kernel's. */
#define MAX_HEAD ((size_t)80)

void igd_sentry_event_done(struct igd_sentry_event *event)
{
	free(event->text);
	free(event->cause);
	free(event->remedy);
	*event = (struct igd_sentry_event){ 0 };
}

/* The directory, so that a file is heard of that is not there yet. */
static void wake_for(const struct igd_sentry *sentry, const struct igd_tail *tail)
{
	IGD_AUTOFREE char *directory = tail->path ? igd_strdup(tail->path) : NULL;
	char *slash = directory ? strrchr(directory, '/') : NULL;

	if (!slash || tail->is_kmsg || sentry->inotify < 0)
		return;
	slash[slash == directory] = '\0';
	inotify_add_watch(sentry->inotify, directory, IN_MODIFY | IN_CREATE | IN_MOVED_TO);
}

struct igd_sentry *igd_sentry_post(const struct igd_sentry_options *options)
{
	struct igd_sentry *sentry = igd_zalloc(sizeof(*sentry));
	const char *const paths[] = { [IGD_SENTRY_LIBVIRT] = NULL,
		[IGD_SENTRY_QEMU] = options->qemu_log,
		[IGD_SENTRY_KERNEL] = options->kernel_log ? options->kernel_log : KERNEL_LOG,
		[IGD_SENTRY_FIRMWARE] = options->firmware_log };
	size_t i;

	sentry->posted = igd_now_ms();
	sentry->hand = options->hand;
	sentry->igpu = igd_strdup(options->igpu ? options->igpu : IGPU);
	sentry->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	for (i = 0; i < IGD_SENTRY_EAR_COUNT; i++) {
		igd_tail_open(&sentry->tails[i], paths[i]);
		wake_for(sentry, &sentry->tails[i]);
	}
	sentry->symptoms = options->symptoms;
	if (!sentry->symptoms) {
		igd_symptoms_own(&sentry->own);
		sentry->symptoms = &sentry->own;
	}
	sentry->is_candidate = igd_zalloc(sentry->symptoms->count + 1);
	sentry->cases = igd_zalloc((sentry->symptoms->count + 1) * sizeof(*sentry->cases));
	return sentry;
}

static void free_cases(struct igd_sentry *sentry)
{
	size_t i;

	for (i = 0; i < sentry->symptoms->count; i++) {
		free(sentry->cases[i].first);
		free(sentry->cases[i].rate.last);
	}
	for (i = 0; i < IGD_SENTRY_EAR_COUNT; i++)
		free(sentry->plain[i].last);
	for (i = 0; i < sentry->faults.count; i++)
		free(sentry->faults.texts[i]);
	free(sentry->faults.texts);
	free(sentry->faults.lines);
	free(sentry->faults.rate.last);
	free(sentry->cases);
	free(sentry->is_candidate);
}

void igd_sentry_free(struct igd_sentry *sentry)
{
	size_t i;

	if (!sentry)
		return;
	free_cases(sentry);
	for (i = 0; i < IGD_SENTRY_EAR_COUNT; i++)
		igd_tail_done(&sentry->tails[i]);
	while (sentry->first < sentry->count)
		igd_sentry_event_done(&sentry->events[sentry->first++]);
	while (sentry->answer_count)
		free(sentry->answers[--sentry->answer_count].text);
	igd_close_at(&sentry->inotify);
	igd_symptoms_done(&sentry->own);
	free(sentry->events);
	free(sentry->answers);
	free(sentry->igpu);
	free(sentry);
}

int igd_sentry_deaf(const struct igd_sentry *sentry, enum igd_sentry_ear ear)
{
	if (ear != IGD_SENTRY_LIBVIRT)
		return sentry->tails[ear].error;
	if (!sentry->hand)
		return ENOENT;
	return sentry->is_hand_lost ? ENOTCONN : 0;
}

void igd_sentry_set_hand(struct igd_sentry *sentry, struct igd_hand *hand)
{
	sentry->hand = hand;
	sentry->is_hand_lost = false;
}

struct listening {
	struct igd_sentry *sentry;
	enum igd_sentry_ear ear;
};

/* What stands before the text of a line of the kernel's, in a file that was made of its log: "6,342,1234567,-;" or "[   12.345678] ". */
static size_t head_of(const char *line, size_t size, double *ret_seconds)
{
	IGD_AUTOFREE char *head = igd_strndup(line, size < MAX_HEAD ? size : MAX_HEAD);
	unsigned long long microseconds;
	const char *end = strchr(head, ';');
	double seconds;
	int length = 0;

	if (end && sscanf(head, "%*u,%*u,%18llu,", &microseconds) == 1) {
		*ret_seconds = (double)microseconds / 1e6;
		return (size_t)(end + 1 - head);
	}
	if (sscanf(head, "[%18lf] %n", &seconds, &length) != 1 || !length)
		return 0;
	*ret_seconds = seconds;
	return (size_t)length;
}

static void take_line(void *context, const char *line, size_t size, double seconds)
{
	const struct listening *listening = context;
	size_t head = 0;

	if (listening->ear == IGD_SENTRY_KERNEL && seconds < 0)
		head = head_of(line, size, &seconds);
	if (head < size)
		igd_sentry_judge(
			listening->sentry, listening->ear, line + head, size - head, seconds);
}

static void tell_left_out(struct igd_sentry *sentry, enum igd_sentry_ear ear)
{
	struct igd_tail *tail = &sentry->tails[ear];
	struct igd_sentry_event event = { .ear = ear, .count = 1 };
	IGD_AUTOFREE char *text = NULL;

	if (!tail->left_out)
		return;
	text = tail->is_kmsg ? igd_strdup("lines of the kernel's log were lost")
			     : igd_printf("%llu bytes of the log were left out",
				       (unsigned long long)tail->left_out);
	tail->left_out = 0;
	igd_sentry_add(sentry, &event, text, strlen(text));
}

/* True if there is more of a log. */
static bool hear_logs(struct igd_sentry *sentry)
{
	struct listening listening = { sentry, IGD_SENTRY_QEMU };
	const struct igd_tail_taker taker = { take_line, &listening };
	bool has_more = false;

	for (; listening.ear < IGD_SENTRY_EAR_COUNT; listening.ear++) {
		if (igd_tail_read(&sentry->tails[listening.ear], &taker))
			has_more = true;
		tell_left_out(sentry, listening.ear);
	}
	igd_sentry_flush_cases(sentry);
	igd_sentry_flush_faults(sentry);
	return has_more;
}

static void keep_answer(struct igd_sentry *sentry, const struct igd_hand_message *message)
{
	sentry->answers =
		igd_regrow(sentry->answers, sentry->answer_count + 1, sizeof(*sentry->answers));
	sentry->answers[sentry->answer_count++] = *message;
}

static void hear_hand(struct igd_sentry *sentry)
{
	struct igd_hand_message message;
	struct igd_sentry_event event;
	int left = MAX_MESSAGES;

	while (sentry->hand && left-- && igd_hand_next(sentry->hand, &message)) {
		IGD_AUTOFREE char *text = NULL;

		if (message.word == IGD_HAND_ANSWER) {
			keep_answer(sentry, &message);
			continue;
		}
		event = (struct igd_sentry_event){
			.ear = IGD_SENTRY_LIBVIRT, .word = message.word, .count = 1
		};
		text = igd_sentry_words(&message, &event.weight);
		igd_sentry_add(sentry, &event, text, strlen(text));
		sentry->is_hand_lost = sentry->is_hand_lost || message.word == IGD_HAND_LOST;
		free(message.text);
	}
}

static bool give_out(struct igd_sentry *sentry, struct igd_sentry_event *ret)
{
	if (sentry->first == sentry->count)
		return false;
	*ret = sentry->events[sentry->first++];
	if (sentry->first == sentry->count)
		sentry->first = sentry->count = 0;
	return true;
}

/* Something happens, or the time is up. */
static void wait_for(struct igd_sentry *sentry, uint64_t end)
{
	static const struct timespec rest = { 0, REST_NS };
	uint64_t now = igd_now_ms(), left = end > now ? end - now : 0;
	struct pollfd pollers[] = { { sentry->hand ? igd_hand_fd(sentry->hand) : -1, POLLIN, 0 },
		{ sentry->inotify, POLLIN, 0 },
		{ sentry->tails[IGD_SENTRY_KERNEL].is_kmsg ? sentry->tails[IGD_SENTRY_KERNEL].fd
							   : -1,
			POLLIN, 0 } };
	char events[4096];

	poll(pollers, 3, (int)(left < LOOK_MS ? left : LOOK_MS));
	if (!(pollers[1].revents & POLLIN) && !(pollers[2].revents & POLLIN))
		return;
	nanosleep(&rest, NULL);
	while (sentry->inotify >= 0 && read(sentry->inotify, events, sizeof(events)) > 0)
		continue;
}

bool igd_sentry_next(struct igd_sentry *sentry, unsigned timeout_ms, struct igd_sentry_event *ret)
{
	uint64_t end = igd_now_ms() + timeout_ms;
	size_t answers = sentry->answer_count;
	bool has_more;

	while (!give_out(sentry, ret)) {
		has_more = hear_logs(sentry);
		hear_hand(sentry);
		if (give_out(sentry, ret))
			return true;
		if (sentry->answer_count > answers || (!has_more && igd_now_ms() >= end))
			return false;
		if (!has_more)
			wait_for(sentry, end);
	}
	return true;
}

bool igd_sentry_answer(struct igd_sentry *sentry, struct igd_hand_message *ret)
{
	if (!sentry->answer_count)
		return false;
	*ret = sentry->answers[0];
	sentry->answer_count--;
	memmove(sentry->answers, sentry->answers + 1,
		sentry->answer_count * sizeof(*sentry->answers));
	return true;
}
