// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest.agent - does the QEMU guest agent answer in the VM?
 *
 * QEMU knows whether anybody in the guest has opened the agent's channel, and libvirt writes it into the XML of a VM
 * that runs: so this is known without asking. Only who may ask learns whether what listens there also answers.
 */
#include "facts/guest/agent.h"

#include <errno.h>

#include "checks/guest/area.h"
#include "facts/vm/view.h"

#define INSTALL                                                                                    \
	"in Windows run virtio-win-guest-tools.exe from the virtio-win image, which installs the " \
	"virtio-serial driver and the service `QEMU Guest Agent`"

#define NO_EXEC ", but lets no program be started (guest-exec), so Windows cannot be looked into"

static enum igd_verdict fail_channel(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);

	if (vm->origin == IGD_VM_PROXMOX)
		igd_remedy(ret,
			"Run `qm set VMID --agent enabled=1`, start the VM anew, from off, and " INSTALL
			".");
	else if (vm->origin == IGD_VM_COMMAND_LINE)
		igd_remedy(ret,
			"Give QEMU `-device virtio-serial -chardev socket,path=/run/qga.sock,server=on,wait=off,id=qga0 -device virtserialport,chardev=qga0,name=org.qemu.guest_agent.0`, and " INSTALL
			".");
	return igd_fail(ret, vm->where, "the VM has no channel for a guest agent");
}

static enum igd_verdict fail_connection(const struct igd_agent *agent, struct igd_finding *ret)
{
	igd_remedy(ret, "Wait until Windows has started; if it has, " INSTALL
			". If that was done, see in services.msc whether it runs.");
	return igd_fail(ret, agent->where,
		"the VM has a channel for a guest agent, but nobody in the guest listens at it");
}

/* Nobody asked. */
static enum igd_verdict judge_unasked(const struct igd_agent *agent, struct igd_finding *ret)
{
	if (agent->state == IGD_AGENT_CONNECTED)
		return igd_pass(ret, agent->where,
			"somebody in the guest listens at the agent's channel (nothing was asked)");
	igd_remedy(
		ret, "Try `igd-doctor check --ask-guest`, with Proxmox VE `qm agent VMID ping`.");
	return igd_unknown(ret, agent->where,
		"the VM has a channel for a guest agent; whether anybody listens at it is not told");
}

static enum igd_verdict judge_asked(struct igd_host *host, int error, struct igd_finding *ret)
{
	const struct igd_agent *agent = igd_agent_get(host);

	if (error == ENOTCONN || error == ENODEV)
		return fail_connection(agent, ret);
	if (error == EOPNOTSUPP)
		return igd_pass(ret, agent->where,
			"the guest agent answers, but not what it is asked: `guest-info` is forbidden");
	if (error != ETIMEDOUT)
		return igd_agent_unknown(host, "info", error, ret);
	igd_remedy(ret, "Restart the service `QEMU Guest Agent` in Windows, or Windows.");
	return igd_fail(ret, agent->where,
		"somebody in the guest listens at the agent's channel, but does not answer");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_agent *agent = igd_agent_get(host);
	const struct igd_agent_info *info;
	int error;

	if (agent->why)
		return igd_na(ret, agent->where, "%s", agent->why);
	if (agent->state == IGD_AGENT_NO_CHANNEL)
		return fail_channel(host, ret);
	if (agent->state == IGD_AGENT_DISCONNECTED)
		return fail_connection(agent, ret);
	info = igd_agent_info(host, &error);
	if (!info && (!agent->place || error == ECANCELED || error == ENODATA))
		return judge_unasked(agent, ret);
	if (!info)
		return judge_asked(host, error, ret);
	return igd_pass(ret, agent->where, "the guest agent%s%s answers%s",
		*info->version ? " " : "", info->version,
		info->may_exec == IGD_VM_NO ? NO_EXEC : "");
}

const struct igd_check igd_check_guest_agent = {
	.id = "guest.agent",
	.title = "The guest agent answers",
	.why = "It tells what the host cannot see: whether Windows has stopped the iGPU (Code 43), "
	       "whether a display is active and Sunshine runs, and the VM's address.",
	.remedy =
		"Run `virsh edit` and put into `<devices>`: `<channel type='unix'><target "
		"type='virtio' name='org.qemu.guest_agent.0'/></channel>`. Start the VM anew, from "
		"off, and " INSTALL ".",
	.severity = IGD_HINT,
	.run = run,
};
