// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_child - the hand's child: one thread runs libvirt's event loop, and each order has a thread of its own
 *
 * libvirt's connections may be used by several threads at once, and a call that waits for its answer holds up no other.
 * (libvirt src/rpc/virnetclient.c virNetClientIOEventLoop(): who waits reads for all.) No function is newer than 1.1.
 */
#include "up/hand_child.h"

#include <errno.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/child.h"
#include "core/libvirt_client.h"

/* A daemon that is silent for so long is dead; a local one that ended is noticed at once. */
#define KEEP_ALIVE_S 3
#define KEEP_ALIVE_COUNT 3u
#define MAX_ORDERS 16u
/* Spare events are left out while so much has not been read. */
#define MAX_UNREAD (64 << 10)

#define SYMBOL(function, field)                                                                    \
	{                                                                                          \
#function, offsetof(struct igd_hand_library, field)                                \
	}
static const struct igd_library_symbol symbols[] = {
	SYMBOL(virSetErrorFunc, set_error_func),
	SYMBOL(virGetLastError, get_last_error),
	SYMBOL(virEventRegisterDefaultImpl, register_loop),
	SYMBOL(virEventRunDefaultImpl, run_loop),
	SYMBOL(virConnectOpen, open),
	SYMBOL(virConnectSetKeepAlive, set_keep_alive),
	SYMBOL(virConnectRegisterCloseCallback, on_close),
	SYMBOL(virConnectDomainEventRegisterAny, on_event),
	SYMBOL(virDomainLookupByName, look_up),
	SYMBOL(virDomainGetState, get_state),
	SYMBOL(virDomainGetXMLDesc, get_xml),
	SYMBOL(virDomainCreate, create),
	SYMBOL(virDomainShutdown, shutdown),
	SYMBOL(virDomainDestroy, destroy),
	SYMBOL(virNetworkLookupByName, look_up_network),
	SYMBOL(virNetworkCreate, create_network),
	SYMBOL(virNetworkDestroy, destroy_network),
	SYMBOL(virNetworkFree, free_network),
};
static const struct igd_library_symbol qemu_symbols[] = {
	{ "virDomainQemuAgentCommand", offsetof(struct igd_hand_qemu_library, agent_command) },
};

static void write_all(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;
	ssize_t sent;

	while (size) {
		sent = send(fd, at, size, MSG_NOSIGNAL);
		if (sent < 0 && errno != EINTR)
			_exit(EXIT_SUCCESS);
		at += sent > 0 ? sent : 0;
		size -= sent > 0 ? (size_t)sent : 0;
	}
}

static void tell(struct igd_hand_worker *worker, const struct igd_hand_head *head, const char *text)
{
	pthread_mutex_lock(&worker->lock);
	write_all(worker->fd, head, sizeof(*head));
	write_all(worker->fd, text, head->size);
	pthread_mutex_unlock(&worker->lock);
}

void igd_hand_tell(
	struct igd_hand_worker *worker, enum igd_hand_word word, unsigned number, const char *text)
{
	struct igd_hand_head head = { (uint32_t)strnlen(text, IGD_HAND_MAX_WORDS), number, word,
		0 };
	int unread = 0;

	if (igd_hand_is_spare(word) && ioctl(worker->fd, SIOCOUTQ, &unread) == 0 &&
		unread > MAX_UNREAD)
		return;
	tell(worker, &head, text);
}

void igd_hand_answer(struct igd_hand_worker *worker, unsigned number, int error, const char *text)
{
	struct igd_hand_head head = { 0, number, IGD_HAND_ANSWER, (uint32_t)error };
	size_t size = strlen(text);

	if (size > IGD_HAND_MAX_TEXT) {
		text = "the answer is too long";
		head.value = EFBIG;
	}
	head.size = (uint32_t)strnlen(text, head.value ? IGD_HAND_MAX_WORDS : IGD_HAND_MAX_TEXT);
	tell(worker, &head, text);
}

static void *run_loop(void *context)
{
	struct igd_hand_worker *worker = context;

	while (worker->library.run_loop() == 0)
		continue;
	igd_hand_tell(worker, IGD_HAND_LOST, 0, "libvirt's event loop has failed");
	return NULL;
}

static int begin_thread(void *(*run)(void *context), void *context)
{
	pthread_attr_t detached;
	pthread_t thread;
	int error;

	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	error = pthread_create(&thread, &detached, run, context);
	pthread_attr_destroy(&detached);
	return error;
}

static int refuse(struct igd_hand_worker *worker, int error, const char *words)
{
	igd_hand_answer(worker, IGD_HAND_OPENING, error, words);
	return EXIT_FAILURE;
}

static int refuse_as_told(struct igd_hand_worker *worker)
{
	const virError *last = worker->library.get_last_error();
	const char *words;
	int error = igd_hand_failure(worker, &words);

	if (last && last->code == VIR_ERR_NO_DOMAIN)
		error = ESRCH;
	return refuse(worker, error, words);
}

/* No callbacks are given: nobody is asked for a password. */
static bool open_connection(struct igd_hand_worker *worker, const struct igd_hand_job *job)
{
	const struct igd_hand_library *library = &worker->library;

	library->set_error_func(NULL, igd_libvirt_ignore);
	if (library->register_loop() < 0 || begin_thread(run_loop, worker) != 0)
		return false;
	worker->connection = library->open(job->uri);
	if (!worker->connection)
		return false;
	/* 1: not of this kind of connection, as one within this process. */
	if (library->set_keep_alive(worker->connection, KEEP_ALIVE_S, KEEP_ALIVE_COUNT) < 0)
		return false;
	worker->domain = library->look_up(worker->connection, job->vm);
	return worker->domain && igd_hand_listen(worker) == 0;
}

/* The agent's channel as it stands, <target type='virtio' name='org.qemu.guest_agent.0' state='connected'/>. */
static bool has_agent(const struct igd_hand_worker *worker)
{
	IGD_AUTOFREE char *xml = worker->library.get_xml(worker->domain, 0);
	const char *at = xml ? strstr(xml, "'org.qemu.guest_agent.0'") : NULL;
	const char *end = at ? strchr(at, '>') : NULL;
	const char *state = end ? memmem(at, (size_t)(end - at), "state='connected'", 17) : NULL;

	return state != NULL;
}

static bool read_all(int fd, void *ret, size_t size)
{
	return igd_read(fd, ret, size) == (ssize_t)size;
}

/* Orders until the other end is closed. */
static void obey(struct igd_hand_worker *worker)
{
	struct igd_hand_task task = { .worker = worker };

	while (read_all(worker->fd, &task.head, sizeof(task.head)) &&
		task.head.size <= IGD_HAND_MAX_ARGUMENT) {
		struct igd_hand_task *own = igd_zalloc(sizeof(*own));

		*own = task;
		own->argument = igd_zalloc(task.head.size + 1);
		if (!read_all(worker->fd, own->argument, task.head.size))
			_exit(EXIT_FAILURE);
		if (atomic_fetch_add(&worker->busy, 1) < MAX_ORDERS &&
			begin_thread(igd_hand_carry_out, own) == 0)
			continue;
		atomic_fetch_sub(&worker->busy, 1);
		igd_hand_answer(worker, task.head.number, EBUSY, "too many orders are open");
		free(own->argument);
		free(own);
	}
}

int igd_hand_work(void *context, int out)
{
	const struct igd_hand_job *job = context;
	struct igd_hand_worker worker = { .fd = job->fd, .lock = PTHREAD_MUTEX_INITIALIZER };

	(void)out; /* the socket does instead */
	igd_child_keep_only(job->fd, false);
	igd_libvirt_clean_environment();
	if (!igd_library_load(
		    job->library, symbols, sizeof(symbols) / sizeof(*symbols), &worker.library))
		return refuse(&worker, ENOPKG, "libvirt's client library is not installed");
	igd_library_load(job->qemu_library, qemu_symbols, 1, &worker.qemu);
	if (!open_connection(&worker, job))
		return refuse_as_told(&worker);
	igd_hand_answer(&worker, IGD_HAND_OPENING, 0, "");
	if (has_agent(&worker))
		igd_hand_tell(&worker, IGD_HAND_AGENT_UP, 0, "");
	obey(&worker);
	/* Threads may still be at work. */
	_exit(EXIT_SUCCESS);
}
