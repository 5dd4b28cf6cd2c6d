// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fake_libvirt_hand - libvirt's client library as test_hand and tests/cli/watch want it: the URI says what it does
 *
 * "fake:///WORD", or "fake:///WORD/session" where a session's daemon is meant. Both libraries in one, built against the headers of the true ones. Its event loop gives out events when they are due.
 */
#include "tests/unit/fake_libvirt_hand.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/attr.h"

#define MAX_EVENTS 64
#define MAX_KINDS 32
#define FLOOD 20000

struct event {
	int id, what, detail;
	double due;
};

struct _virConnect fake_connection;
struct _virDomain fake_domain = { VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_SHUTOFF_SHUTDOWN };
/* Of the type that may be cast to any other: libvirt.h has one for each kind of event. */
static void (*callbacks[MAX_KINDS])(void);
static void *listener;
static virConnectCloseFunc closer;
static struct event events[MAX_EVENTS];
static int event_count;
static int flood;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local virError last;
static _Thread_local char message[256];

int fake_is(const char *word)
{
	return strcmp(fake_connection.word, word) == 0;
}

void fake_connect(const char *uri)
{
	char copy[32], *slash;

	snprintf(fake_connection.uri, sizeof(fake_connection.uri), "%s", uri);
	snprintf(copy, sizeof(copy), "%s", uri);
	slash = strrchr(copy, '/');
	if (slash && strcmp(slash, "/session") == 0) {
		*slash = '\0';
		slash = strrchr(copy, '/');
	}
	snprintf(
		fake_connection.word, sizeof(fake_connection.word), "%s", slash ? slash + 1 : copy);
	if (fake_is("wreck") || fake_is("calm") || fake_is("steady"))
		fake_domain.state = VIR_DOMAIN_RUNNING;
}

int fake_fail(int code, int number, const char *text)
{
	snprintf(message, sizeof(message), "%s", text);
	last.code = code;
	last.int1 = number;
	last.message = message;
	return -1;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void fake_rest(double seconds)
{
	struct timespec time = { (time_t)seconds,
		(long)((seconds - (double)(time_t)seconds) * 1e9) };

	nanosleep(&time, NULL);
}

void fake_plan(double seconds, int id, int what, int detail)
{
	pthread_mutex_lock(&lock);
	if (event_count < MAX_EVENTS)
		events[event_count++] = (struct event){ id, what, detail, now() + seconds };
	pthread_mutex_unlock(&lock);
}

IGD_EXPORT void virSetErrorFunc(void *data, virErrorFunc handler)
{
	(void)data;
	(void)handler;
}

IGD_EXPORT virErrorPtr virGetLastError(void)
{
	return fake_is("wordless") ? NULL : &last;
}

IGD_EXPORT int virEventRegisterDefaultImpl(void)
{
	return 0;
}

static void give_out(const struct event *event)
{
	void (*callback)(void) = callbacks[event->id];

	if (!callback)
		return;
	switch (event->id) {
	case VIR_DOMAIN_EVENT_ID_LIFECYCLE:
		((virConnectDomainEventCallback)callback)(
			&fake_connection, &fake_domain, event->what, event->detail, listener);
		break;
	case VIR_DOMAIN_EVENT_ID_WATCHDOG:
		((virConnectDomainEventWatchdogCallback)callback)(
			&fake_connection, &fake_domain, event->what, listener);
		break;
	case VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON:
		((virConnectDomainEventIOErrorReasonCallback)callback)(&fake_connection,
			&fake_domain, "/images/disk.qcow2", "virtio-disk0", event->what, "enospc",
			listener);
		break;
	case VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED:
		((virConnectDomainEventDeviceRemovedCallback)callback)(
			&fake_connection, &fake_domain, "hostdev0", listener);
		break;
	case VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE:
		((virConnectDomainEventAgentLifecycleCallback)callback)(
			&fake_connection, &fake_domain, event->what, event->detail, listener);
		break;
	default:
		((virConnectDomainEventGenericCallback)callback)(
			&fake_connection, &fake_domain, listener);
	}
}

static void give_out_flood(void)
{
	struct event reboot = { VIR_DOMAIN_EVENT_ID_REBOOT, 0, 0, 0 };
	struct event stop = { VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED,
		VIR_DOMAIN_EVENT_STOPPED_CRASHED, 0 };

	while (flood && --flood)
		give_out(&reboot);
	give_out(&stop);
}

/* The next event that is due, out of the list; 0 for none. */
static int take(struct event *ret)
{
	int i, found = -1;

	pthread_mutex_lock(&lock);
	for (i = 0; i < event_count; i++) {
		if (events[i].due <= now() && (found < 0 || events[i].due < events[found].due))
			found = i;
	}
	if (found >= 0) {
		*ret = events[found];
		memmove(&events[found], &events[found + 1],
			(size_t)(--event_count - found) * sizeof(*events));
	}
	pthread_mutex_unlock(&lock);
	return found >= 0;
}

IGD_EXPORT int virEventRunDefaultImpl(void)
{
	struct event event;

	if (fake_is("broken-loop"))
		return -1;
	if (flood)
		give_out_flood();
	if (!take(&event))
		fake_rest(0.005);
	else if (event.id < 0)
		closer(&fake_connection, event.what, listener);
	else
		give_out(&event);
	return 0;
}

IGD_EXPORT virConnectPtr virConnectOpen(const char *name)
{
	static const struct {
		const char *word;
		int code, number;
	} failures[] = {
		{ "refused", VIR_ERR_AUTH_FAILED, 0 },
		{ "dead", VIR_ERR_SYSTEM_ERROR, ECONNREFUSED },
		{ "nowhere", VIR_ERR_SYSTEM_ERROR, ENOENT },
		{ "strange", VIR_ERR_INTERNAL_ERROR, 0 },
	};
	size_t i;

	fake_connect(name);
	if (fake_is("mute"))
		pause();
	if (fake_is("crash-early"))
		raise(SIGKILL);
	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		if (fake_is(failures[i].word)) {
			fake_fail(failures[i].code, failures[i].number, "in libvirt's\nown words");
			return NULL;
		}
	}
	return fake_is("wordless") ? NULL : &fake_connection;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): libvirt.h has it so
IGD_EXPORT int virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count)
{
	(void)conn;
	return interval > 0 && count > 0 ? 1 : -1;
}

static void plan_everything(void)
{
	fake_plan(0, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_DEFINED, 0);
	fake_plan(0.01, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STARTED,
		VIR_DOMAIN_EVENT_STARTED_RESTORED);
	fake_plan(0.02, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_SUSPENDED,
		VIR_DOMAIN_EVENT_SUSPENDED_IOERROR);
	fake_plan(0.03, VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON, VIR_DOMAIN_EVENT_IO_ERROR_PAUSE, 0);
	fake_plan(0.04, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_RESUMED, 99);
	fake_plan(0.05, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED);
	fake_plan(0.06, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL);
	fake_plan(0.07, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL);
	fake_plan(0.08, VIR_DOMAIN_EVENT_ID_WATCHDOG, VIR_DOMAIN_EVENT_WATCHDOG_RESET, 0);
	fake_plan(0.09, VIR_DOMAIN_EVENT_ID_REBOOT, 0, 0);
	fake_plan(0.10, VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED, 0, 0);
	fake_plan(0.11, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_PMSUSPENDED, 0);
	fake_plan(0.12, VIR_DOMAIN_EVENT_ID_LIFECYCLE, 77, 0);
	fake_plan(0.13, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CRASHED, 0);
	fake_plan(0.14, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED,
		VIR_DOMAIN_EVENT_STOPPED_CRASHED);
}

/* What tests/cli/watch is to see, from the start of the VM, or in its midst, to its end. */
static void plan_evening(void)
{
	int end = fake_is("wreck") ? VIR_DOMAIN_EVENT_STOPPED_CRASHED
				   : VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN;

	if (fake_is("late"))
		fake_plan(0.3, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STARTED, 0);
	fake_plan(0.4, VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED,
		VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL);
	fake_plan(0.5, VIR_DOMAIN_EVENT_ID_REBOOT, 0, 0);
	fake_plan(0.6, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_SUSPENDED,
		VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG);
	fake_plan(0.7, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_RESUMED, 0);
	fake_plan(2.0, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED, end);
}

IGD_EXPORT int virConnectRegisterCloseCallback(
	virConnectPtr conn, virConnectCloseFunc cb, void *opaque, virFreeCallback freecb)
{
	(void)conn;
	(void)opaque;
	(void)freecb;
	closer = cb;
	if (fake_is("events"))
		plan_everything();
	if (fake_is("wreck") || fake_is("calm") || fake_is("late"))
		plan_evening();
	if (fake_is("vanish"))
		fake_plan(0.2, -1, VIR_CONNECT_CLOSE_REASON_KEEPALIVE, 0);
	if (fake_is("flood"))
		flood = FLOOD;
	return 0;
}

// NOLINTNEXTLINE(readability-function-size,readability-identifier-naming): libvirt.h has it so
IGD_EXPORT int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom, int eventID,
	virConnectDomainEventGenericCallback cb, void *opaque, virFreeCallback freecb)
{
	(void)conn;
	(void)dom;
	(void)freecb;
	if (fake_is("eventless") ||
		(fake_is("old") && eventID == VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE))
		return fake_fail(VIR_ERR_NO_SUPPORT, 0, "this function is not supported");
	callbacks[eventID] = (void (*)(void))cb;
	listener = opaque;
	return eventID;
}

IGD_EXPORT virDomainPtr virDomainLookupByName(virConnectPtr conn, const char *name)
{
	(void)conn;
	if (strcmp(name, "win11") == 0)
		return &fake_domain;
	fake_fail(VIR_ERR_NO_DOMAIN, 0, "Domain not found: no domain with matching name");
	return NULL;
}
