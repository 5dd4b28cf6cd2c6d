// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand - does what it is told with a VM, through libvirt, and hears what libvirt tells of it
 *
 * libvirt's client library is loaded in a child process only (core/source_live_libvirt.h says why), which here lives as
 * long as the hand: it connects for writing, runs libvirt's event loop, and carries each order out on its own, so that
 * one that takes long (the start of a VM) holds up neither events nor the next order. A daemon that hangs holds up the
 * child, not the program: every order has a deadline of its own, which is kept here.
 *
 * Texts are libvirt's, QEMU's or the guest's: igd_printable() before they are shown.
 */
#ifndef IGD_UP_HAND_H
#define IGD_UP_HAND_H

#include "core/util.h"

struct igd_hand;

struct igd_hand_options {
	const char *library, *qemu_library; /* NULL: libvirt.so.0, libvirt-qemu.so.0 */
	const char *uri;		    /* NULL: qemu:///system */
	const char *vm;			    /* whose events are told */
};

enum igd_hand_order {
	IGD_HAND_START, /* virDomainCreate(); argument unused */
	IGD_HAND_SHUTDOWN, /* asks the guest to shut down, by its agent or by ACPI; does not wait for it */
	IGD_HAND_DESTROY, /* ends it at once */
	IGD_HAND_STATE, /* answers "running", "paused", "shutdown", "shutoff", "crashed" and a reason: "shutoff failed" */
	IGD_HAND_AGENT, /* argument is a command for the agent, in JSON; answers what it returned */
	IGD_HAND_NETWORK_START, /* argument is the network's name */
	IGD_HAND_NETWORK_STOP	/* likewise */
};

enum igd_hand_word {
	IGD_HAND_ANSWER, /* of the order that number names */
	/* events of the VM */
	IGD_HAND_STARTED,
	IGD_HAND_STOPPED, /* text: "shutdown", "destroyed", "crashed", "failed", "migrated", "saved" */
	IGD_HAND_PAUSED, /* text: "user", "ioerror", "watchdog" ... */
	IGD_HAND_RESUMED,
	IGD_HAND_CRASHED,  /* the guest panicked */
	IGD_HAND_REBOOTED, /* the guest */
	IGD_HAND_WATCHDOG, /* the guest's watchdog has run out; text: what QEMU does about it, "reset" ... */
	IGD_HAND_AGENT_UP, /* also the first that comes, where the agent is connected already */
	IGD_HAND_AGENT_DOWN,
	IGD_HAND_IO_ERROR,    /* text: the disk and the reason */
	IGD_HAND_DEVICE_GONE, /* text: the device's alias */
	/* The child or the connection is gone; text says why. Nothing follows, but answers (EIO) to what is begun after it. */
	IGD_HAND_LOST
};

struct igd_hand_message {
	enum igd_hand_word word;
	unsigned number; /* ANSWER */
	int error; /* ANSWER: 0, or an errno: ETIMEDOUT, ENOENT, EACCES, EINVAL (not in that state), ENOTCONN and
			    EOPNOTSUPP of the agent, EBUSY, E2BIG (the argument), EFBIG (the answer), EIO */
	char *text; /* what was answered, or libvirt's own words for the error; never NULL; the receiver frees it */
};

/*
 * Connects, for five seconds at most. NULL with reterr filled: -ENOENT, -ECONNREFUSED, -EACCES, -ETIMEDOUT, -ENOPKG, -EIO, and for
 * a VM that libvirt does not have, -ESRCH.
 */
struct igd_hand *igd_hand_open(const struct igd_hand_options *options, struct igd_error *reterr);
/* Ends the child; the VM is left as it is. */
void igd_hand_free(struct igd_hand *hand);

/* To be polled for POLLIN, also for deadlines; igd_hand_next() then has something, or nothing yet. */
int igd_hand_fd(const struct igd_hand *hand);
/* Begins it; answered by an ANSWER with the number that is returned (from 1 on), at the latest after timeout_ms. */
unsigned igd_hand_begin(struct igd_hand *hand, enum igd_hand_order order, const char *argument,
	unsigned timeout_ms);
/* The next message that has come; false: none. Never waits. */
bool igd_hand_next(struct igd_hand *hand, struct igd_hand_message *ret);
/*
 * Begins it and waits for its answer; what else comes meanwhile is kept for igd_hand_next(). 0 or -errno; *ret_text, which
 * the caller frees, is what was answered, or libvirt's own words for the error; ret_text may be NULL.
 */
int igd_hand_do(struct igd_hand *hand, enum igd_hand_order order, const char *argument,
	unsigned timeout_ms, char **ret_text);

/* "started", "stopped" ... as JSON has it; a constant. */
const char *igd_hand_word_name(enum igd_hand_word word);

#endif
