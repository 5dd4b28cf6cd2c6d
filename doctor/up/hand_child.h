// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_child - what the files of the hand's child share
 */
#ifndef IGD_UP_HAND_CHILD_H
#define IGD_UP_HAND_CHILD_H

#include <libvirt/libvirt-qemu.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdatomic.h>

#include "up/hand_private.h"

/* The functions that are used, each with the type of its prototype. */
struct igd_hand_library {
	__typeof__(virSetErrorFunc) *set_error_func;
	__typeof__(virGetLastError) *get_last_error;
	__typeof__(virEventRegisterDefaultImpl) *register_loop;
	__typeof__(virEventRunDefaultImpl) *run_loop;
	__typeof__(virConnectOpen) *open;
	__typeof__(virConnectSetKeepAlive) *set_keep_alive;
	__typeof__(virConnectRegisterCloseCallback) *on_close;
	__typeof__(virConnectDomainEventRegisterAny) *on_event;
	__typeof__(virDomainLookupByName) *look_up;
	__typeof__(virDomainGetState) *get_state;
	__typeof__(virDomainGetXMLDesc) *get_xml;
	__typeof__(virDomainCreate) *create;
	__typeof__(virDomainShutdown) *shutdown;
	__typeof__(virDomainDestroy) *destroy;
	__typeof__(virNetworkLookupByName) *look_up_network;
	__typeof__(virNetworkCreate) *create_network;
	__typeof__(virNetworkDestroy) *destroy_network;
	__typeof__(virNetworkFree) *free_network;
};

struct igd_hand_qemu_library {
	__typeof__(virDomainQemuAgentCommand) *agent_command; /* NULL: it is not installed */
};

struct igd_hand_worker {
	struct igd_hand_library library;
	struct igd_hand_qemu_library qemu;
	virConnectPtr connection;
	virDomainPtr domain;
	int fd;
	pthread_mutex_t lock; /* of what is written to fd */
	atomic_uint busy;     /* orders under way */
};

/* Tells one message; ends the process if nobody hears it. */
void igd_hand_tell(
	struct igd_hand_worker *worker, enum igd_hand_word word, unsigned number, const char *text);
void igd_hand_answer(struct igd_hand_worker *worker, unsigned number, int error, const char *text);

/* Tells of the VM's events from now on. 0, or -1 with libvirt's error set. */
int igd_hand_listen(struct igd_hand_worker *worker);

/* An order, with its argument behind it. */
struct igd_hand_task {
	struct igd_hand_worker *worker;
	struct igd_hand_head head;
	char *argument;
};
/* Carries the task out and answers it; frees it. For pthread_create(). */
void *igd_hand_carry_out(void *context);

/* What libvirt says went wrong last on this thread: an errno of hand.h, and its words. */
int igd_hand_failure(const struct igd_hand_worker *worker, const char **ret_words);

#endif
