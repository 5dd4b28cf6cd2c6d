// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_order - in the hand's child: one order, from its beginning to its answer
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/libvirt_client.h"
#include "up/hand_child.h"

/* In the order of libvirt-domain.h's enums: virDomainState, then the reasons of each. */
static const char *const states[] = { "nostate", "running", "running", "paused", "shutdown",
	"shutoff", "crashed", "pmsuspended" };
static const char *const running[] = { "unknown", "booted", "migrated", "restored", "from-snapshot",
	"unpaused", "migration-canceled", "save-canceled", "wakeup", "crashed", "post-copy",
	"post-copy-failed" };
static const char *const paused[] = { "unknown", "user", "migration", "save", "dump", "ioerror",
	"watchdog", "from-snapshot", "shutting-down", "snapshot", "crashed", "starting-up",
	"post-copy", "post-copy-failed", "api-error" };
static const char *const shut_down[] = { "unknown", "user" };
static const char *const shut_off[] = { "unknown", "shutdown", "destroyed", "crashed", "migrated",
	"saved", "failed", "from-snapshot", "daemon" };
static const char *const crashed[] = { "unknown", "panicked" };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
static const struct {
	const char *const *names;
	size_t count;
} reasons[] = { [VIR_DOMAIN_RUNNING] = { running, COUNT(running) },
	[VIR_DOMAIN_PAUSED] = { paused, COUNT(paused) },
	[VIR_DOMAIN_SHUTDOWN] = { shut_down, COUNT(shut_down) },
	[VIR_DOMAIN_SHUTOFF] = { shut_off, COUNT(shut_off) },
	[VIR_DOMAIN_CRASHED] = { crashed, COUNT(crashed) } };

/* A daemon may be newer than this. */
static char *state_text(int state, int reason)
{
	size_t at = (size_t)state, why = (size_t)reason;
	const char *name = state >= 0 && at < COUNT(states) ? states[at] : "nostate";

	if (state < 0 || at >= COUNT(reasons) || reason < 0 || why >= reasons[at].count)
		return igd_printf("%s unknown", name);
	return igd_printf("%s %s", name, reasons[at].names[why]);
}

/* What the words tell beyond the code; before 11.2 the code of an agent's refusal was that of any inner error. */
static int of_words(const char *words)
{
	static const struct {
		const char *words;
		int error;
	} known[] = {
		/* libvirt src/hypervisor/virhostdev.c virHostdevIsPCINodeDeviceUsed() */
		{ "is in use by driver", EBUSY },
		/* src/conf/virdomainjob.c, src/qemu/qemu_domainjob.c: the lock of its state */
		{ "cannot acquire state change lock", EBUSY },
		/* src/qemu/qemu_agent.c qemuAgentSend() */
		{ "respond to command within", ETIMEDOUT },
		/* QEMU qga/commands-common.h, qapi/qmp-dispatch.c qmp_dispatch() */
		{ "has been disabled", EOPNOTSUPP },
		{ "has not been found", EOPNOTSUPP },
	};
	size_t i;

	for (i = 0; words && i < COUNT(known); i++) {
		if (strstr(words, known[i].words))
			return known[i].error;
	}
	return 0;
}

static int of_code(const virError *error)
{
	switch (error->code) {
	case VIR_ERR_NO_DOMAIN:
	case VIR_ERR_NO_NETWORK:
		return ENOENT;
	case VIR_ERR_OPERATION_INVALID:
		return EINVAL;
	case VIR_ERR_OPERATION_TIMEOUT:
		return ETIMEDOUT;
	case VIR_ERR_RESOURCE_BUSY:
		return EBUSY;
	case VIR_ERR_AGENT_UNRESPONSIVE:
	case VIR_ERR_AGENT_UNSYNCED:
		return ENOTCONN;
	case VIR_ERR_ARGUMENT_UNSUPPORTED: /* no agent is configured */
	case VIR_ERR_NO_SUPPORT:
	case VIR_ERR_OPERATION_UNSUPPORTED:
		return EOPNOTSUPP;
	default:
		return igd_libvirt_errno(error);
	}
}

int igd_hand_failure(const struct igd_hand_worker *worker, const char **ret_words)
{
	const virError *error = worker->library.get_last_error();
	int of_text = error ? of_words(error->message) : 0;

	*ret_words = error && error->message ? error->message : "no reason was told";
	if (of_text)
		return of_text;
	return error ? of_code(error) : EIO;
}

/* What an order comes to: below 0 with libvirt's error set. */
static int state(const struct igd_hand_worker *worker, char **ret_text)
{
	int number = 0, reason = 0;
	int result = worker->library.get_state(worker->domain, &number, &reason, 0);

	*ret_text = result < 0 ? NULL : state_text(number, reason);
	return result;
}

static int network(const struct igd_hand_worker *worker, const struct igd_hand_task *task)
{
	const struct igd_hand_library *library = &worker->library;
	virNetworkPtr found = library->look_up_network(worker->connection, task->argument);
	int result;

	if (!found)
		return -1;
	result = task->head.what == IGD_HAND_NETWORK_START ? library->create_network(found)
							   : library->destroy_network(found);
	/* It may change the last error only if it fails itself, which it does not of a valid pointer. */
	if (result == 0)
		library->free_network(found);
	return result;
}

/* libvirt's own deadline lies before ours, so that it lets go of the agent. */
static int ask_agent(
	const struct igd_hand_worker *worker, const struct igd_hand_task *task, char **ret_text)
{
	int seconds = (int)(task->head.value / 1000);

	*ret_text = worker->qemu.agent_command(
		worker->domain, task->argument, seconds > 2 ? seconds - 1 : 1, 0);
	return *ret_text ? 0 : -1;
}

static int carry_out(
	const struct igd_hand_worker *worker, const struct igd_hand_task *task, char **ret_text)
{
	switch ((enum igd_hand_order)task->head.what) {
	case IGD_HAND_START:
		return worker->library.create(worker->domain);
	case IGD_HAND_SHUTDOWN:
		return worker->library.shutdown(worker->domain);
	case IGD_HAND_DESTROY:
		return worker->library.destroy(worker->domain);
	case IGD_HAND_STATE:
		return state(worker, ret_text);
	case IGD_HAND_AGENT:
		return ask_agent(worker, task, ret_text);
	case IGD_HAND_NETWORK_START:
	case IGD_HAND_NETWORK_STOP:
		return network(worker, task);
	}
	return -1;
}

void *igd_hand_carry_out(void *context)
{
	struct igd_hand_task *task = context;
	struct igd_hand_worker *worker = task->worker;
	IGD_AUTOFREE char *text = NULL;
	const char *words;
	int error;

	if (task->head.what == IGD_HAND_AGENT && !worker->qemu.agent_command) {
		igd_hand_answer(worker, task->head.number, EOPNOTSUPP,
			"libvirt's library for the agent is not installed");
	} else if (carry_out(worker, task, &text) < 0) {
		error = igd_hand_failure(worker, &words);
		igd_hand_answer(worker, task->head.number, error, words);
	} else {
		igd_hand_answer(worker, task->head.number, 0, text ? text : "");
	}
	atomic_fetch_sub(&worker->busy, 1);
	free(task->argument);
	free(task);
	return NULL;
}
