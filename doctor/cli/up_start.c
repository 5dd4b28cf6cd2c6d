// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_start - the stages START and FIRMWARE
 *
 * `virsh start` succeeds as soon as QEMU runs; what is wrong with the guest's addresses or its ROM ends it seconds later, when
 * firmware maps the device. So the start counts only when the VM has lived for a while, and the sentry listens on.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"

/* So long a VM must live after libvirt has said that it runs. */
#define LIVES_MS 3000u
/* A line of QEMU's that explains why libvirt could not start it comes within that. */
#define EXPLAINED_MS 500u
#define STATE_MS 10000u
#define NETWORK_MS 30000u
/* A firmware that says nothing for so long has nothing to say: one that was not built for debugging writes no log. */
#define SILENCE_MS 8000u

#define ASK_LOG                                                                                    \
	"What QEMU wrote last stands in /var/log/libvirt/qemu; `igd-doctor log FILE` names what is known of it."

static void forget_network(struct igd_up_runner *runner)
{
	free(runner->network);
	runner->network = NULL;
}

/* An inactive network is started only where a person says so: it belongs to more than this VM. */
static bool see_to_network(struct igd_up_runner *runner)
{
	const char *network = runner->scene.network;
	IGD_AUTOFREE char *question = NULL;
	IGD_AUTOFREE char *shown = NULL;
	int error;

	if (!network || !runner->ops->can_ask(runner->ops->context))
		return true;
	shown = igd_printable(network, strlen(network), 100);
	question = igd_printf("The VM's network %s is not active. Start it now?", shown);
	if (!runner->ops->ask(runner->ops->context, question))
		return !igd_up_is_interrupted(runner);
	runner->network = igd_strdup(network);
	error = igd_up_order(runner, IGD_HAND_NETWORK_START, network, NETWORK_MS, NULL);
	/* What was not done for certain may still come about. */
	if (error && error != ECANCELED && error != ETIMEDOUT && error != ENOTCONN &&
		!runner->is_lost)
		forget_network(runner);
	return !igd_up_is_interrupted(runner);
}

/* libvirt could not: in its own words, and by the name of what QEMU said, if that comes now. */
static enum igd_up_state fail_to_start(struct igd_up_runner *runner, int error, const char *words)
{
	uint64_t until = runner->ops->now(runner->ops->context) + EXPLAINED_MS;
	enum igd_up_heard heard;

	/* Whoever is still at it is not asked any more: what follows goes through another connection. */
	if (error == ETIMEDOUT || error == ENOTCONN)
		runner->is_lost = true;
	do {
		heard = igd_up_hear(runner, until, NULL);
	} while (heard == IGD_UP_HEARD_EVENT);
	/* A daemon that is lost may still finish what it was told. */
	runner->is_ours = runner->is_ours || runner->is_lost;
	if (heard == IGD_UP_HEARD_END && (runner->result->id || runner->result->is_interrupted))
		return IGD_UP_FAILED;
	if (error == ETIMEDOUT)
		return igd_up_fail(runner, NULL, "libvirt", "it did not start the VM in time",
			"`virsh list --all` says whether libvirt answers at all. An iGPU that its driver does not let go of keeps "
			"libvirt waiting: `--only driver.free` looks.");
	return igd_up_fail_named(
		runner, "libvirt", words && *words ? words : igd_errno_text(error), ASK_LOG);
}

/* Whether it still runs when its first seconds are over. */
static enum igd_up_state watch_it_live(struct igd_up_runner *runner)
{
	uint64_t until = runner->ops->now(runner->ops->context) + LIVES_MS;
	IGD_AUTOFREE char *words = NULL;
	enum igd_up_heard heard;
	int error;

	do {
		heard = igd_up_hear(runner, until, NULL);
	} while (heard == IGD_UP_HEARD_EVENT);
	if (heard == IGD_UP_HEARD_END)
		return IGD_UP_FAILED;
	error = igd_up_order(runner, IGD_HAND_STATE, NULL, STATE_MS, &words);
	if (error == ECANCELED)
		return IGD_UP_FAILED;
	if (error)
		return igd_up_fail(runner, NULL, "libvirt",
			words && *words ? words : igd_errno_text(error), ASK_LOG);
	if (!igd_starts_with(words ? words : "", "running")) {
		IGD_AUTOFREE char *what = igd_printf("the VM has started, and is now: %s", words);

		return igd_up_fail_named(runner, "libvirt", what, ASK_LOG);
	}
	igd_up_say(runner, "the VM runs");
	return IGD_UP_OK;
}

enum igd_up_state igd_up_start(struct igd_up_runner *runner)
{
	IGD_AUTOFREE char *words = NULL;
	struct igd_error broken = { 0 };
	int error;

	/* Afresh: what was mended may have had libvirt's daemon started anew, and what was told before is not of this start. */
	runner->ops->close(runner->ops->context);
	if (runner->ops->open(runner->ops->context, &runner->scene, &broken) < 0)
		return igd_up_fail(runner, NULL, "libvirt", broken.message,
			"Start libvirt's daemon; `virsh list --all` must answer.");
	runner->ops->listen(runner->ops->context, &runner->scene);
	if (runner->scene.is_running) {
		igd_up_say(runner, "the VM runs already");
		return IGD_UP_SKIPPED;
	}
	if (!see_to_network(runner))
		return IGD_UP_FAILED;
	runner->is_ours = true;
	error = igd_up_order(
		runner, IGD_HAND_START, NULL, igd_up_limit(runner, IGD_UP_START), &words);
	if (error == ECANCELED)
		return IGD_UP_FAILED;
	if (!error)
		return watch_it_live(runner);
	/* Whatever libvirt did not get done for certain may still come about. */
	runner->is_ours = error == ETIMEDOUT || error == ENOTCONN;
	return fail_to_start(runner, error, words);
}

static enum igd_up_state conclude_firmware(struct igd_up_runner *runner)
{
	if (runner->firmware_text)
		igd_up_say(runner, "%s", runner->firmware_text);
	else if (runner->has_agent)
		igd_up_say(runner, "the guest's agent is there already");
	else if (runner->firmware_lines)
		igd_up_say(runner, "its log says nothing of how it ended");
	else
		igd_up_say(runner,
			"it has written nothing to its log so far (one that was not built for debugging "
			"never does)");
	return runner->is_past_firmware || runner->has_agent ? IGD_UP_OK : IGD_UP_SKIPPED;
}

enum igd_up_state igd_up_firmware(struct igd_up_runner *runner)
{
	uint64_t end =
		runner->ops->now(runner->ops->context) + igd_up_limit(runner, IGD_UP_FIRMWARE);
	enum igd_up_heard heard = IGD_UP_HEARD_EVENT;

	if (runner->scene.is_running) {
		igd_up_say(runner, "the VM runs already");
		return IGD_UP_SKIPPED;
	}
	if (!runner->scene.firmware_log) {
		igd_up_say(runner, "the VM writes no firmware log");
		return IGD_UP_SKIPPED;
	}
	if (!runner->firmware_lines)
		runner->firmware_spoke = runner->ops->now(runner->ops->context);
	while (heard == IGD_UP_HEARD_EVENT && !runner->is_past_firmware && !runner->has_agent) {
		uint64_t quiet = runner->firmware_spoke + SILENCE_MS;

		heard = igd_up_hear(runner, quiet < end ? quiet : end, NULL);
	}
	return heard == IGD_UP_HEARD_END ? IGD_UP_FAILED : conclude_firmware(runner);
}
