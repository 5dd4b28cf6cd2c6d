// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest_errno - in a child: what libvirt says went wrong with a guest, as an errno of host.h
 *
 * Some of it is said of the agent, some of the VM, and some of libvirt itself; a guest is not blamed for the last.
 */
#include "core/source_live_guest_errno.h"

#include <errno.h>
#include <string.h>

#include "core/libvirt_client.h"

/* VIR_ERR_AGENT_COMMAND_TIMEOUT (libvirt include/libvirt/virterror.h), which headers of 9.0 do not have. */
#define AGENT_COMMAND_TIMEOUT 112

/*
 * What the agent itself says is in English, wherever libvirt's daemon puts its own words around it: QEMU
 * qapi/qmp-dispatch.c do_qmp_dispatch() to 5.0, and since.
 */
static int of_agent(const char *message)
{
	static const char *const refusals[] = { "has been disabled", "has not been found",
		"CommandNotFound", "CommandDisabled" };
	size_t i;

	for (i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		if (strstr(message, refusals[i]))
			return EOPNOTSUPP;
	}
	return EIO;
}

/* A call to the system that failed is libvirt's own: what it says of a socket is not said of the VM, nor of its agent. */
static int of_connection(const virError *error)
{
	int number = igd_libvirt_errno(error);

	switch (number) {
	case EIO:
		return of_agent(error && error->message ? error->message : "");
	case ENOENT:
		return EIO;
	case ETIMEDOUT:
		return ETIME;
	default:
		return number;
	}
}

/*
 * libvirt has one code for an agent that is away and one that is silent, and its words come in the
 * language of the daemon: then the time it took tells. (libvirt 11.3 src/qemu/qemu_domain.c
 * qemuDomainAgentAvailable(), src/qemu/qemu_agent.c qemuAgentGuestSync(), qemuAgentCommandFull()) VIR_ERR_OPERATION_TIMEOUT
 * is none of the agent's: another client's order was in libvirt's hands all the while (src/conf/virdomainjob.c
 * virDomainObjBeginJobInternal(), which waits for 30 s).
 */
int igd_guest_errno(const virError *error, bool is_late)
{
	const char *message = error && error->message ? error->message : "";

	switch (error ? error->code : VIR_ERR_OK) {
	case VIR_ERR_NO_DOMAIN:
	case VIR_ERR_OPERATION_INVALID:
		return ENOENT;
	case VIR_ERR_ARGUMENT_UNSUPPORTED:
		return ENODEV;
	case VIR_ERR_OPERATION_TIMEOUT:
		return EBUSY;
	case AGENT_COMMAND_TIMEOUT:
		return ETIMEDOUT;
	case VIR_ERR_AGENT_UNSYNCED:
		return EBADMSG;
	default:
		break;
	}
	if (strstr(message, "didn't respond"))
		return ETIMEDOUT;
	if (error && error->code == VIR_ERR_AGENT_UNRESPONSIVE) {
		if (is_late)
			return ETIMEDOUT;
		return strstr(message, "due to an error") ? EIO : ENOTCONN;
	}
	return of_connection(error);
}
