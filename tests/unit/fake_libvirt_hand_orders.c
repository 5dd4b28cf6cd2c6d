// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fake_libvirt_hand_orders - of the false libvirt, what is done with a VM, a network and an agent
 */
#include <errno.h>
#include <libvirt/libvirt-qemu.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/attr.h"
#include "tests/unit/fake_libvirt_hand.h"

struct _virNetwork {
	char name[32];
};

static struct _virNetwork network;

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): libvirt.h has it so
IGD_EXPORT int virDomainGetState(virDomainPtr domain, int *state, int *reason, unsigned int flags)
{
	(void)flags;
	*state = fake_is("new") ? 12 : domain->state;
	*reason = fake_is("newer") ? 77 : domain->reason;
	return fake_is("stateless") ? fake_fail(VIR_ERR_NO_DOMAIN, 0, "it is gone") : 0;
}

static int start(virDomainPtr domain)
{
	domain->state = VIR_DOMAIN_RUNNING;
	domain->reason = VIR_DOMAIN_RUNNING_BOOTED;
	fake_plan(0, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STARTED,
		VIR_DOMAIN_EVENT_STARTED_BOOTED);
	if (fake_is("dies"))
		fake_plan(0.1, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED,
			VIR_DOMAIN_EVENT_STOPPED_FAILED);
	return 0;
}

static void talk_nonsense(void)
{
	static const unsigned nonsense[] = { ~0u, 1, 1, 1 };
	int fd;

	for (fd = 3; fd < 20; fd++) {
		if (write(fd, nonsense, sizeof(nonsense)) > 0)
			return;
	}
}

IGD_EXPORT int virDomainCreate(virDomainPtr domain)
{
	if (fake_is("diskless"))
		return fake_fail(VIR_ERR_SYSTEM_ERROR, ENOENT,
			"Cannot access storage file '/images/win11.qcow2': No such file or directory");
	if (fake_is("busy"))
		return fake_fail(VIR_ERR_OPERATION_INVALID, 0,
			"PCI device 0000:00:02.0 is in use by driver QEMU, domain other");
	if (domain->state == VIR_DOMAIN_RUNNING)
		return fake_fail(VIR_ERR_OPERATION_INVALID, 0, "domain is already running");
	if (fake_is("crash"))
		raise(SIGKILL);
	if (fake_is("nonsense"))
		talk_nonsense();
	if (fake_is("hang"))
		pause();
	if (fake_is("slow")) {
		fake_plan(0.5, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CRASHED, 0);
		fake_rest(1.5);
	}
	return start(domain);
}

IGD_EXPORT int virDomainShutdown(virDomainPtr domain)
{
	if (domain->state != VIR_DOMAIN_RUNNING)
		return fake_fail(VIR_ERR_OPERATION_INVALID, 0, "domain is not running");
	fake_plan(0.05, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED,
		VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN);
	return 0;
}

IGD_EXPORT int virDomainDestroy(virDomainPtr domain)
{
	domain->state = VIR_DOMAIN_SHUTOFF;
	domain->reason = VIR_DOMAIN_SHUTOFF_DESTROYED;
	fake_plan(0, VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_STOPPED,
		VIR_DOMAIN_EVENT_STOPPED_DESTROYED);
	return 0;
}

IGD_EXPORT virNetworkPtr virNetworkLookupByName(virConnectPtr conn, const char *name)
{
	(void)conn;
	snprintf(network.name, sizeof(network.name), "%s", name);
	if (strcmp(name, "default") == 0)
		return &network;
	fake_fail(VIR_ERR_NO_NETWORK, 0, "Network not found: no network with matching name");
	return NULL;
}

static int is_network_active;

IGD_EXPORT int virNetworkCreate(virNetworkPtr net)
{
	(void)net;
	if (is_network_active++)
		return fake_fail(VIR_ERR_OPERATION_INVALID, 0, "network is already active");
	return 0;
}

IGD_EXPORT int virNetworkDestroy(virNetworkPtr net)
{
	(void)net;
	is_network_active = 0;
	return 0;
}

IGD_EXPORT int virNetworkFree(virNetworkPtr net)
{
	net->name[0] = '\0';
	return 0;
}

static char *long_answer(void)
{
	size_t size = (size_t)2 << 20;
	char *text = malloc(size + 1);

	if (!text)
		abort();
	memset(text, 'x', size);
	text[size] = '\0';
	return text;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): libvirt-qemu.h has it so
IGD_EXPORT char *virDomainQemuAgentCommand(
	virDomainPtr domain, const char *cmd, int timeout, unsigned int flags)
{
	static const struct {
		const char *command;
		int code;
		const char *text;
	} failures[] = {
		{ "disabled", VIR_ERR_INTERNAL_ERROR,
			"unable to execute QEMU agent command 'guest-exec': Command guest-exec has "
			"been disabled: the command is not allowed" },
		{ "unknown", VIR_ERR_INTERNAL_ERROR,
			"unable to execute QEMU agent command 'x': The command x has not been found" },
		{ "fails", VIR_ERR_INTERNAL_ERROR,
			"unable to execute QEMU agent command 'guest-file-open': failed to open file" },
		{ "unresponsive", VIR_ERR_AGENT_UNRESPONSIVE,
			"Guest agent is not responding: QEMU guest agent is not connected" },
		{ "late", VIR_ERR_AGENT_UNRESPONSIVE,
			"Guest agent is not responding: guest agent didn't respond to command within "
			"'1' seconds" },
		{ "unconfigured", VIR_ERR_ARGUMENT_UNSUPPORTED,
			"argument unsupported: QEMU guest agent is not configured" },
		{ "off", VIR_ERR_OPERATION_INVALID, "domain is not running" },
		{ "locked", VIR_ERR_OPERATION_TIMEOUT,
			"Timed out during operation: cannot acquire state change lock" },
	};
	char answer[64];
	size_t i;

	(void)domain;
	(void)flags;
	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		if (strcmp(cmd, failures[i].command) == 0) {
			fake_fail(failures[i].code, 0, failures[i].text);
			return NULL;
		}
	}
	if (strcmp(cmd, "long") == 0)
		return long_answer();
	if (strcmp(cmd, "sleep") == 0)
		fake_rest(1.0);
	snprintf(answer, sizeof(answer), "{\"return\":%d}", timeout);
	return strdup(answer);
}
