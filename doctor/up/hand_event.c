// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hand_event - in the hand's child: what libvirt tells of the VM, passed on
 */
#include <stdlib.h>

#include "up/hand_child.h"

/* In the order of libvirt-domain.h's enums: the details of each event of the life cycle. */
static const char *const started[] = { "booted", "migrated", "restored", "from-snapshot",
	"wakeup" };
static const char *const suspended[] = { "user", "migrated", "ioerror", "watchdog", "restored",
	"from-snapshot", "api-error", "post-copy", "post-copy-failed" };
static const char *const resumed[] = { "unpaused", "migrated", "from-snapshot", "post-copy",
	"post-copy-failed" };
static const char *const stopped[] = { "shutdown", "destroyed", "crashed", "migrated", "saved",
	"failed", "from-snapshot" };
static const char *const asleep[] = { "asleep", "hibernating" };
static const char *const crashed[] = { "panicked", "crashloaded" };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
static const struct {
	const char *const *details;
	size_t count;
	enum igd_hand_word word;
} lives[] = { [VIR_DOMAIN_EVENT_STARTED] = { started, COUNT(started), IGD_HAND_STARTED },
	[VIR_DOMAIN_EVENT_SUSPENDED] = { suspended, COUNT(suspended), IGD_HAND_PAUSED },
	[VIR_DOMAIN_EVENT_RESUMED] = { resumed, COUNT(resumed), IGD_HAND_RESUMED },
	[VIR_DOMAIN_EVENT_STOPPED] = { stopped, COUNT(stopped), IGD_HAND_STOPPED },
	[VIR_DOMAIN_EVENT_PMSUSPENDED] = { asleep, COUNT(asleep), IGD_HAND_PAUSED },
	[VIR_DOMAIN_EVENT_CRASHED] = { crashed, COUNT(crashed), IGD_HAND_CRASHED } };

/* virDomainEventWatchdogAction and virDomainEventIOErrorAction */
static const char *const watchdog[] = { "none", "pause", "reset", "poweroff", "shutdown", "debug",
	"inject-nmi" };
static const char *const io_error[] = { "ignored", "the VM is paused", "told to the guest" };

static const char *name(const char *const *names, size_t count, int at)
{
	return at >= 0 && (size_t)at < count ? names[at] : "unknown";
}

static int on_life(
	virConnectPtr connection, virDomainPtr domain, int event, int detail, void *worker)
{
	(void)connection;
	(void)domain;
	if (event >= 0 && (size_t)event < COUNT(lives) && lives[event].details)
		igd_hand_tell(worker, lives[event].word, 0,
			name(lives[event].details, lives[event].count, detail));
	return 0;
}

static void on_reboot(virConnectPtr connection, virDomainPtr domain, void *worker)
{
	(void)connection;
	(void)domain;
	igd_hand_tell(worker, IGD_HAND_REBOOTED, 0, "");
}

static void on_watchdog(virConnectPtr connection, virDomainPtr domain, int action, void *worker)
{
	(void)connection;
	(void)domain;
	igd_hand_tell(worker, IGD_HAND_WATCHDOG, 0, name(watchdog, COUNT(watchdog), action));
}

/* NOLINTBEGIN(bugprone-easily-swappable-parameters,readability-function-size): libvirt's type of callback */
static void on_io_error(virConnectPtr connection, virDomainPtr domain, const char *path,
	const char *alias, int action, const char *reason, void *worker)
{
	const char *what = path && *path ? path : alias ? alias : "a disk";
	IGD_AUTOFREE char *text =
		igd_printf("%s: %s (%s)", what, reason && *reason ? reason : "no reason was told",
			name(io_error, COUNT(io_error), action));

	(void)connection;
	(void)domain;
	igd_hand_tell(worker, IGD_HAND_IO_ERROR, 0, text);
}
/* NOLINTEND(bugprone-easily-swappable-parameters,readability-function-size) */

static void on_removed(
	virConnectPtr connection, virDomainPtr domain, const char *alias, void *worker)
{
	(void)connection;
	(void)domain;
	igd_hand_tell(worker, IGD_HAND_DEVICE_GONE, 0, alias ? alias : "");
}

static void on_agent(
	virConnectPtr connection, virDomainPtr domain, int state, int reason, void *worker)
{
	bool is_up = state == VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED;

	(void)connection;
	(void)domain;
	/* That it is not there yet as the VM starts is no news. */
	if (is_up || reason == VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL)
		igd_hand_tell(worker, is_up ? IGD_HAND_AGENT_UP : IGD_HAND_AGENT_DOWN, 0, "");
}

static void on_close(virConnectPtr connection, int reason, void *worker)
{
	static const char *const reasons[] = { "the connection to libvirt has failed",
		"libvirt has closed the connection", "libvirt does not answer any more",
		"the connection to libvirt was closed" };

	(void)connection;
	igd_hand_tell(worker, IGD_HAND_LOST, 0, name(reasons, COUNT(reasons), reason));
}

int igd_hand_listen(struct igd_hand_worker *worker)
{
	/* The one that every VM has is asked for; what an older daemon, or another driver, does not know is left out. */
	static const struct {
		int id;
		virConnectDomainEventGenericCallback callback;
		bool is_needed;
	} events[] = {
		{ VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(on_life), true },
		{ VIR_DOMAIN_EVENT_ID_REBOOT, on_reboot, false },
		{ VIR_DOMAIN_EVENT_ID_WATCHDOG, VIR_DOMAIN_EVENT_CALLBACK(on_watchdog), false },
		{ VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, VIR_DOMAIN_EVENT_CALLBACK(on_io_error),
			false },
		{ VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, VIR_DOMAIN_EVENT_CALLBACK(on_removed),
			false },
		{ VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(on_agent), false },
	};
	size_t i;

	for (i = 0; i < COUNT(events); i++) {
		if (worker->library.on_event(worker->connection, worker->domain, events[i].id,
			    events[i].callback, worker, NULL) < 0 &&
			events[i].is_needed)
			return -1;
	}
	/* A connection within this process has nothing that could be closed. */
	worker->library.on_close(worker->connection, on_close, worker, NULL);
	return 0;
}
