// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest - what the guests of running VMs answer through their agents; host.h says what that looks like
 * (IGD_GUEST_DIR)
 */
#ifndef IGD_CORE_SOURCE_LIVE_GUEST_H
#define IGD_CORE_SOURCE_LIVE_GUEST_H

#include "core/child.h"
#include "core/source_private.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* How long one guest is waited for in all, and how long before that the child gives up by itself, to say why. */
#define IGD_GUEST_TIMEOUT_MS 20000u
#define IGD_GUEST_LEAD_MS 1000u
/* A command's answer is waited for so long, which is libvirt's own default (VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT). */
#define IGD_GUEST_COMMAND_S 5
#define IGD_GUEST_MAX_ANSWER ((size_t)1 << 20)
/* What becomes of that in base64, twice, and in a reply around it. */
#define IGD_GUEST_MAX_REPLY ((size_t)2 << 20)
#define IGD_GUEST_MAX_VMS 16
#define IGD_GUEST_MAX_WORDS 300 /* of an error */

/* A guest that was asked. */
struct igd_live_vm {
	char *name;	    /* as libvirt calls it */
	char *place;	    /* IGD_GUEST_DIR/NAME */
	bool has_windows;   /* whether its query was made, or it is known why not */
	unsigned budget_ms; /* that is left of IGD_GUEST_TIMEOUT_MS */
	bool is_reached; /* the last child had the VM's domain of libvirt, and was about to ask */
	bool is_heard;	 /* ... and has had an answer of the agent's */
	struct igd_text words; /* what "error" answers */
	struct igd_tree answers;
};

struct igd_live_guest {
	const char *library, *qemu_library; /* NULL: libvirt.so.0, libvirt-qemu.so.0 */
	const char *directory; /* where the system's daemons listen; NULL: /run/libvirt */
	unsigned timeout_ms;   /* 0: IGD_GUEST_TIMEOUT_MS */
	struct igd_live_vm *vms;
	size_t count;
};

/*
 * Answers a question below IGD_GUEST_DIR; asks if that has not been done. uri is the person's; NULL: as for
 * IGD_LIBVIRT_DIR.
 */
void igd_source_live_guest(struct igd_live_guest *guest, const char *uri,
	const struct igd_question *question, struct igd_answer *ret);

void igd_live_guest_done(struct igd_live_guest *guest);

/* What the child is to do. */
struct igd_guest_order {
	const char *library, *qemu_library, *uri;
	const char *name, *place;
	bool wants_windows; /* the query; else info, os and interfaces */
	unsigned timeout_ms;
};

/*
 * What the child tells beside the answers: that libvirt has found the VM, and the agent is about to be asked; that the
 * agent has answered.
 */
#define IGD_GUEST_REACHED "reached"
#define IGD_GUEST_HEARD "heard"

/* In the child: asks the guest as the order in context says, and writes its answers as a .tree. The exit status. */
int igd_guest_tell(void *context, int out);

/* A command's answer, or why there is none. */
struct igd_guest_reply {
	int error;	      /* of host.h; 0: answer is what the agent returned */
	char *words;	      /* of an error; NULL */
	struct cJSON *answer; /* cJSON_Delete() */
};

struct igd_guest_line; /* to the guest */

/* Gives the agent a command, and waits for its answer, at most limit bytes. arguments are taken over; NULL for none. */
struct igd_guest_reply igd_guest_command(
	struct igd_guest_line *line, const char *command, struct cJSON *arguments, size_t limit);
void igd_guest_reply_done(struct igd_guest_reply *reply);

/* How much of the child's time is left. */
unsigned igd_guest_time_left(const struct igd_guest_line *line);

/*
 * Has PowerShell in the guest make the query, and waits for its end. *ret is what it printed, a JSON text; the result an
 * errno, with words for it.
 */
int igd_guest_query(struct igd_guest_line *line, struct igd_text *ret, char **ret_words);

/* The query as PowerShell's -EncodedCommand takes it; the caller frees it. */
char *igd_guest_script(void);

#pragma GCC visibility pop

#endif
