// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry_words - what libvirt tells of a VM, in words; and what ears and weights are called
 */
#include <stdlib.h>
#include <string.h>

#include "up/sentry_private.h"

static const struct {
	const char *words;
	bool has_text;
} events[] = {
	[IGD_HAND_ANSWER] = { "libvirt has answered", false },
	[IGD_HAND_STARTED] = { "the VM has started", true },
	[IGD_HAND_STOPPED] = { "the VM has stopped", true },
	[IGD_HAND_PAUSED] = { "the VM is paused", true },
	[IGD_HAND_RESUMED] = { "the VM runs again", true },
	[IGD_HAND_CRASHED] = { "the guest has crashed", true },
	[IGD_HAND_REBOOTED] = { "the guest has rebooted", false },
	[IGD_HAND_WATCHDOG] = { "the guest's watchdog has run out", true },
	[IGD_HAND_AGENT_UP] = { "the guest agent is connected", false },
	[IGD_HAND_AGENT_DOWN] = { "the guest agent is gone", false },
	[IGD_HAND_IO_ERROR] = { "a disk of the VM has an error", true },
	[IGD_HAND_DEVICE_GONE] = { "a device has left the VM", true },
	[IGD_HAND_LOST] = { "libvirt is lost", true },
};

static enum igd_sentry_weight weight_of(const struct igd_hand_message *message)
{
	const char *text = message->text;

	switch (message->word) {
	case IGD_HAND_CRASHED:
		return IGD_SENTRY_FATAL;
	case IGD_HAND_STOPPED:
		return strcmp(text, "crashed") == 0 || strcmp(text, "failed") == 0
			       ? IGD_SENTRY_FATAL
			       : IGD_SENTRY_PLAIN;
	case IGD_HAND_PAUSED:
		return strcmp(text, "ioerror") == 0 || strcmp(text, "watchdog") == 0
			       ? IGD_SENTRY_OPEN
			       : IGD_SENTRY_PLAIN;
	case IGD_HAND_WATCHDOG:
	case IGD_HAND_IO_ERROR:
	case IGD_HAND_DEVICE_GONE:
	case IGD_HAND_LOST:
		return IGD_SENTRY_OPEN;
	case IGD_HAND_ANSWER:
	case IGD_HAND_STARTED:
	case IGD_HAND_RESUMED:
	case IGD_HAND_REBOOTED:
	case IGD_HAND_AGENT_UP:
	case IGD_HAND_AGENT_DOWN:
		break;
	}
	return IGD_SENTRY_PLAIN;
}

char *igd_sentry_words(const struct igd_hand_message *message, enum igd_sentry_weight *ret_weight)
{
	const char *text = message->text;
	/* What is meant where nothing else is said. */
	bool is_usual = !*text || strcmp(text, "booted") == 0 || strcmp(text, "unpaused") == 0;

	*ret_weight = weight_of(message);
	if (!events[message->word].has_text || is_usual)
		return igd_strdup(events[message->word].words);
	return igd_printf("%s: %s", events[message->word].words, text);
}

/* libvirt 11.3 src/qemu/qemu_conf.c virQEMUDriverConfigNew(); a name has no slash (src/conf/domain_conf.c). */
char *igd_sentry_qemu_log(const char *uri, const char *vm)
{
	const char *home = getenv("HOME"), *cache = getenv("XDG_CACHE_HOME");

	if (!*vm || strchr(vm, '/'))
		return NULL;
	if (!uri || !igd_ends_with(uri, "/session"))
		return igd_printf("/var/log/libvirt/qemu/%s.log", vm);
	if (cache && *cache == '/')
		return igd_printf("%s/libvirt/qemu/log/%s.log", cache, vm);
	return home && *home == '/' ? igd_printf("%s/.cache/libvirt/qemu/log/%s.log", home, vm)
				    : NULL;
}

const char *igd_sentry_ear_name(enum igd_sentry_ear ear)
{
	static const char *const names[] = { [IGD_SENTRY_LIBVIRT] = "libvirt",
		[IGD_SENTRY_QEMU] = "qemu",
		[IGD_SENTRY_KERNEL] = "kernel",
		[IGD_SENTRY_FIRMWARE] = "firmware" };

	return names[ear];
}

const char *igd_sentry_weight_name(enum igd_sentry_weight weight)
{
	static const char *const names[] = { [IGD_SENTRY_PLAIN] = "plain",
		[IGD_SENTRY_HARMLESS] = "harmless",
		[IGD_SENTRY_OPEN] = "open",
		[IGD_SENTRY_FATAL] = "fatal" };

	return names[weight];
}
