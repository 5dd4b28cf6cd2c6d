// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agent - the QEMU guest agent in the VM under examination: whether it is there, and what it tells
 *
 * Whether anybody in the guest listens at the agent's channel is known to QEMU, and stands in the XML of a VM that runs:
 * that is not asked for. Everything else is (IGD_GUEST_DIR of core/host.h), so it is a fact of its own each, read when
 * it is wanted. Nothing here sticks: why something is not known is an errno that the caller concludes from, by
 * igd_agent_unknown() if it has no more to say.
 *
 * The answers are the guest's, and taken for hostile: bounded, printable, and what has the wrong type is left out.
 */
#ifndef IGD_FACTS_GUEST_AGENT_H
#define IGD_FACTS_GUEST_AGENT_H

#include "core/check.h"
#include "facts/vm/vm.h"

enum igd_agent_state {
	IGD_AGENT_NO_VM,     /* no VM is under examination */
	IGD_AGENT_OFF,	     /* it does not run */
	IGD_AGENT_OF_A_FILE, /* it is a file that was named, of which no VM is known to run */
	IGD_AGENT_NO_CHANNEL,
	IGD_AGENT_DISCONNECTED, /* there is a channel, and nobody in the guest listens at it */
	IGD_AGENT_CONNECTED,
	IGD_AGENT_UNTOLD /* there is a channel; whether anybody listens is not told */
};

struct igd_agent {
	enum igd_agent_state state;
	const char *where; /* what was looked at, for a finding */
	const char *why;   /* up to IGD_AGENT_OF_A_FILE: what to conclude NA with; else NULL */
	/* IGD_GUEST_DIR/NAME; NULL: not libvirt's, or not running, so that there is nobody to ask */
	const char *place;
};

/* Without asking; never NULL. The error that sticks is that of igd_vm_get(). */
IGD_EXPORT const struct igd_agent *igd_agent_get(struct igd_host *host);

/* At most 64 items of a list are read. */
#define IGD_AGENT_TEXT 128

struct igd_agent_info {
	char version[64]; /* "8.2.0"; "" if it is not told */
	size_t command_count;
	enum igd_vm_answer may_exec; /* guest-exec, which our query of Windows takes */
};

struct igd_agent_os {
	char id[64]; /* "mswindows", "debian"; "" if it is not told, as the rest may be */
	char name[IGD_AGENT_TEXT]; /* "Windows 11 Pro" (pretty-name, else name) */
	char build[64];		   /* "22631" (kernel-release) */
	bool is_windows;
};

struct igd_agent_address {
	char text[46]; /* as inet_ntop(3) writes it */
	bool is_ipv6;
	unsigned prefix; /* 24; 0 if it is not told */
};

struct igd_agent_interface {
	char name[IGD_AGENT_TEXT];
	char mac[18]; /* lower case; "" if it has none */
	struct igd_agent_address *addresses;
	size_t address_count;
};

struct igd_agent_interfaces {
	struct igd_agent_interface *list;
	size_t count;
};

/*
 * What the agent told; NULL with an errno of IGD_GUEST_DIR in *ret_error where it did not (EBADMSG also for a malformed
 * answer; ENOENT where igd_agent_get() has no place).
 */
IGD_EXPORT const struct igd_agent_info *igd_agent_info(struct igd_host *host, int *ret_error);
IGD_EXPORT const struct igd_agent_os *igd_agent_os(struct igd_host *host, int *ret_error);
/* As it lists them: also loopback, VPNs and link-local addresses. */
IGD_EXPORT const struct igd_agent_interfaces *igd_agent_interfaces(
	struct igd_host *host, int *ret_error);

/*
 * What libvirt or the agent said of a file ("info", "windows") that has an error, in one printable line; "" if nothing
 * was said.
 */
IGD_EXPORT const char *igd_agent_words(struct igd_host *host, const char *file);

/*
 * Concludes UNKNOWN because a file below IGD_GUEST_DIR/NAME has this error: with the reason in words, a remedy for it,
 * and only as a hint where it merely was not asked (ECANCELED, ENODATA) or could not be.
 */
IGD_EXPORT enum igd_verdict igd_agent_unknown(
	struct igd_host *host, const char *file, int error, struct igd_finding *ret);

/* The answers as they are recorded; false for a malformed one, and then nothing is in *ret. */
IGD_EXPORT bool igd_agent_parse_info(const char *json, size_t size, struct igd_agent_info *ret);
IGD_EXPORT bool igd_agent_parse_os(const char *json, size_t size, struct igd_agent_os *ret);
IGD_EXPORT bool igd_agent_parse_interfaces(
	const char *json, size_t size, struct igd_agent_interfaces *ret);
IGD_EXPORT void igd_agent_interfaces_done(struct igd_agent_interfaces *interfaces);

#endif
