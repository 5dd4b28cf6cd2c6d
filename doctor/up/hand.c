// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand - does what it is told with a VM, through libvirt, and hears what libvirt tells of it
 *
 * What the child says is bounded and looked at before it is believed: it speaks for a daemon, and that for a guest. One
 * descriptor is enough to wait for all of it: an epoll of the socket and of a timer, which stands at the next deadline,
 * or at once while something is left to be fetched.
 */
#include "up/hand.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "core/child.h"
#include "core/pool.h"
#include "up/hand_private.h"

#define LIBRARY "libvirt.so.0"
#define QEMU_LIBRARY "libvirt-qemu.so.0"
#define URI "qemu:///system"
#define OPEN_MS 5000u
/* So many messages are kept for a receiver who does not ask; spare ones beyond are dropped. */
#define MAX_KEPT 1024
/* What is read of the socket before what has come is handed out. */
#define MAX_DRAIN (4 * IGD_HAND_MAX_TEXT)

struct pending {
	unsigned number, timeout_ms;
	uint64_t end;
};

struct igd_hand {
	struct igd_child child;
	int fd, timer, waiter; /* fd: -1 once it is lost */
	struct igd_text in;
	struct pending *pending;
	size_t pending_count;
	struct igd_hand_message *messages;
	size_t count;
	unsigned last; /* number */
};

/* The next deadline, or now where something is kept that is to be fetched; UINT64_MAX: neither. */
static uint64_t soonest(const struct igd_hand *hand, bool is_fetched)
{
	uint64_t end = is_fetched && hand->count ? 0 : UINT64_MAX;
	size_t i;

	for (i = 0; i < hand->pending_count; i++)
		end = hand->pending[i].end < end ? hand->pending[i].end : end;
	return end;
}

static void set_timer(const struct igd_hand *hand)
{
	uint64_t end = soonest(hand, true), now = igd_now_ms();
	uint64_t wait = end > now ? end - now : 0;
	struct itimerspec at = { 0 };

	if (!wait)
		at.it_value.tv_nsec = 1;
	else if (end != UINT64_MAX)
		at.it_value =
			(struct timespec){ (time_t)(wait / 1000), (long)(wait % 1000) * 1000000L };
	timerfd_settime(hand->timer, 0, &at, NULL);
}

/* Takes the text over. */
static void keep(struct igd_hand *hand, struct igd_hand_message message)
{
	if (hand->count >= MAX_KEPT && igd_hand_is_spare(message.word)) {
		free(message.text);
		return;
	}
	hand->messages = igd_regrow(hand->messages, hand->count + 1, sizeof(*hand->messages));
	hand->messages[hand->count++] = message;
}

static void keep_answer(struct igd_hand *hand, unsigned number, int error, char *text)
{
	keep(hand, (struct igd_hand_message){ IGD_HAND_ANSWER, number, error, text });
}

/* Whether its answer is still waited for; then no longer. */
static bool settle(struct igd_hand *hand, unsigned number)
{
	size_t i;

	for (i = 0; i < hand->pending_count; i++) {
		if (hand->pending[i].number != number)
			continue;
		hand->pending[i] = hand->pending[--hand->pending_count];
		return true;
	}
	return false;
}

static void await(struct igd_hand *hand, unsigned number, unsigned timeout_ms)
{
	hand->pending = igd_regrow(hand->pending, hand->pending_count + 1, sizeof(*hand->pending));
	hand->pending[hand->pending_count++] =
		(struct pending){ number, timeout_ms, igd_now_ms() + timeout_ms };
}

/* Answers what is open, ends the child, and says so. */
static void lose(struct igd_hand *hand, const char *why)
{
	if (hand->fd < 0)
		return;
	while (hand->pending_count) {
		hand->pending_count--;
		keep_answer(hand, hand->pending[hand->pending_count].number, EIO, igd_strdup(why));
	}
	keep(hand, (struct igd_hand_message){ IGD_HAND_LOST, 0, 0, igd_strdup(why) });
	close(igd_take_fd(&hand->fd));
	igd_child_stop(&hand->child);
}

static void expire(struct igd_hand *hand)
{
	uint64_t now = igd_now_ms();
	size_t i = 0;

	while (i < hand->pending_count) {
		struct pending late = hand->pending[i];

		if (late.end > now) {
			i++;
			continue;
		}
		hand->pending[i] = hand->pending[--hand->pending_count];
		keep_answer(hand, late.number, ETIMEDOUT,
			igd_printf("libvirt gave no answer within %.1f seconds",
				late.timeout_ms / 1000.0));
	}
}

/* One message out of what has come; 0: none is whole. */
static size_t take(struct igd_hand *hand, const char *bytes, size_t size)
{
	struct igd_hand_head head;
	char *text;

	if (size < sizeof(head))
		return 0;
	memcpy(&head, bytes, sizeof(head));
	if (head.size > IGD_HAND_MAX_TEXT || head.what > IGD_HAND_LOST) {
		lose(hand, "the child that speaks with libvirt talks nonsense");
		return 0;
	}
	if (size - sizeof(head) < head.size)
		return 0;
	text = igd_strndup(bytes + sizeof(head), head.size);
	if (head.what == IGD_HAND_LOST)
		lose(hand, text);
	else if (head.what != IGD_HAND_ANSWER || settle(hand, head.number))
		keep(hand, (struct igd_hand_message){ (enum igd_hand_word)head.what, head.number,
				   (int)(head.value & 0xfff), IGD_TAKE_PTR(text) });
	free(text);
	return sizeof(head) + head.size;
}

static void take_all(struct igd_hand *hand)
{
	size_t at = 0, taken;

	while (hand->fd >= 0 && (taken = take(hand, hand->in.text + at, hand->in.size - at)) != 0)
		at += taken;
	if (!at)
		return;
	memmove(hand->in.text, hand->in.text + at, hand->in.size - at);
	hand->in.size -= at;
}

/* Fetches what has come, and answers what is overdue. */
static void drain(struct igd_hand *hand)
{
	char piece[1 << 14];
	size_t total = 0;
	ssize_t got = 1;

	while (hand->fd >= 0 && total < MAX_DRAIN && got > 0) {
		got = recv(hand->fd, piece, sizeof(piece), MSG_DONTWAIT);
		if (got > 0) {
			total += (size_t)got;
			igd_text_add(&hand->in, piece, (size_t)got);
			take_all(hand);
		} else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
			lose(hand, "the child that speaks with libvirt has ended");
		}
	}
	expire(hand);
	set_timer(hand);
}

/* The first message that is kept, or the ANSWER of that number; false for none. */
static bool fetch(struct igd_hand *hand, const unsigned *number, struct igd_hand_message *ret)
{
	size_t i = 0;

	while (number && i < hand->count &&
		(hand->messages[i].word != IGD_HAND_ANSWER || hand->messages[i].number != *number))
		i++;
	if (i >= hand->count)
		return false;
	*ret = hand->messages[i];
	hand->count--;
	memmove(&hand->messages[i], &hand->messages[i + 1],
		(hand->count - i) * sizeof(*hand->messages));
	set_timer(hand);
	return true;
}

/* There will be one: at its deadline at the latest. */
static void fetch_answer(struct igd_hand *hand, unsigned number, struct igd_hand_message *ret)
{
	drain(hand);
	while (!fetch(hand, &number, ret)) {
		uint64_t end = soonest(hand, false), now = igd_now_ms();
		struct pollfd poller = { hand->fd, POLLIN, 0 };

		poll(&poller, 1, end > now ? (int)(end - now) : 0);
		drain(hand);
	}
}

bool igd_hand_next(struct igd_hand *hand, struct igd_hand_message *ret)
{
	drain(hand);
	return fetch(hand, NULL, ret);
}

int igd_hand_fd(const struct igd_hand *hand)
{
	return hand->waiter;
}

static bool watch(int waiter, int fd)
{
	struct epoll_event event = { .events = EPOLLIN };

	return fd >= 0 && epoll_ctl(waiter, EPOLL_CTL_ADD, fd, &event) == 0;
}

static int start(struct igd_hand *hand, struct igd_hand_job *job)
{
	int ends[2], error;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return errno;
	hand->fd = ends[0];
	/* Above the standard ones, which the child gets anew. */
	job->fd = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
	close(ends[1]);
	hand->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	hand->waiter = epoll_create1(EPOLL_CLOEXEC);
	error = job->fd < 0 || !watch(hand->waiter, hand->fd) || !watch(hand->waiter, hand->timer)
			? errno
			: igd_child_start(&hand->child, igd_hand_work, job, OPEN_MS);
	igd_close_at(&job->fd);
	return error;
}

static int say_why(int error, const char *text, const char *uri, struct igd_error *reterr)
{
	IGD_AUTOFREE char *shown = igd_printable(text, strlen(text), 400);

	return igd_error_set(reterr, error, "%s: %s", uri, shown);
}

struct igd_hand *igd_hand_open(const struct igd_hand_options *options, struct igd_error *reterr)
{
	struct igd_hand *hand = igd_zalloc(sizeof(*hand));
	struct igd_hand_job job = { options->library ? options->library : LIBRARY,
		options->qemu_library ? options->qemu_library : QEMU_LIBRARY,
		options->uri ? options->uri : URI, options->vm, -1 };
	struct igd_hand_message message = { 0 };
	int error;

	hand->fd = hand->timer = hand->waiter = -1;
	error = start(hand, &job);
	if (error) {
		say_why(error, igd_errno_text(error), job.uri, reterr);
	} else {
		await(hand, IGD_HAND_OPENING, OPEN_MS);
		fetch_answer(hand, IGD_HAND_OPENING, &message);
		error = message.error;
		if (error)
			say_why(error, message.text, job.uri, reterr);
		free(message.text);
	}
	if (!error)
		return hand;
	igd_hand_free(hand);
	return NULL;
}

void igd_hand_free(struct igd_hand *hand)
{
	if (!hand)
		return;
	igd_close_at(&hand->fd);
	igd_close_at(&hand->timer);
	igd_close_at(&hand->waiter);
	igd_child_stop(&hand->child);
	while (hand->count)
		free(hand->messages[--hand->count].text);
	free(hand->messages);
	free(hand->pending);
	igd_text_done(&hand->in);
	free(hand);
}

/* 0, or why the order cannot be given. */
static int give(struct igd_hand *hand, const struct igd_hand_head *head, const char *argument)
{
	struct iovec parts[] = { { (void *)(uintptr_t)head, sizeof(*head) },
		{ (void *)(uintptr_t)argument, head->size } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	ssize_t sent;

	if (head->size > IGD_HAND_MAX_ARGUMENT)
		return E2BIG;
	if (hand->fd < 0)
		return EIO;
	sent = sendmsg(hand->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && errno == EAGAIN)
		return EBUSY;
	if (sent == (ssize_t)(sizeof(*head) + head->size))
		return 0;
	lose(hand, "the child that speaks with libvirt takes no orders");
	return EIO;
}

unsigned igd_hand_begin(
	struct igd_hand *hand, enum igd_hand_order order, const char *argument, unsigned timeout_ms)
{
	struct igd_hand_head head = { (uint32_t)strlen(argument ? argument : ""), ++hand->last,
		order, timeout_ms };
	int error = give(hand, &head, argument ? argument : "");

	if (error)
		keep_answer(hand, head.number, error,
			igd_strdup(error == EBUSY   ? "too many orders are open"
				   : error == E2BIG ? "the order is too long"
						    : "the connection to libvirt is lost"));
	else
		await(hand, head.number, timeout_ms);
	set_timer(hand);
	return head.number;
}

int igd_hand_do(struct igd_hand *hand, enum igd_hand_order order, const char *argument,
	unsigned timeout_ms, char **ret_text)
{
	unsigned number = igd_hand_begin(hand, order, argument, timeout_ms);
	struct igd_hand_message message;

	fetch_answer(hand, number, &message);
	if (ret_text)
		*ret_text = IGD_TAKE_PTR(message.text);
	free(message.text);
	return -message.error;
}
