// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agent_unknown - why a guest did not tell, in words, and what to do
 */
#include <errno.h>
#include <stddef.h>

#include "facts/guest/agent.h"

struct reason {
	int error;
	bool is_hint; /* nobody tried */
	const char *what, *remedy;
};

#define CONNECT "`guest.agent` says what its guest agent lacks."

static const struct reason reasons[] = {
	{ ECANCELED, true, "the guest was not asked",
		"Let igd-doctor ask the guest: `igd-doctor check --ask-guest`. It starts PowerShell in "
		"Windows for a query that changes nothing, and libvirt marks the VM as tainted for it in "
		"its log." },
	{ ENODATA, true, "the recording does not say what the guest answered",
		"Record with the VM running and `--ask-guest`." },
	{ ENODEV, false, "the guest could not be asked: the VM has no channel for a guest agent",
		CONNECT },
	{ ENOTCONN, false,
		"the guest could not be asked: nobody in it listens at the guest agent's channel",
		CONNECT },
	{ ETIMEDOUT, false, "the guest did not answer in time",
		"Try again in a minute: Windows may be busy, as after a start, and PowerShell is slow the "
		"first time. If it stays so, restart the service `QEMU Guest Agent` in Windows." },
	{ ETIME, false, "the guest could not be asked: libvirt did not answer in time",
		"See whether `virsh list` answers at once. If it asks for a "
		"password, run igd-doctor as root; if it hangs, so does libvirt's daemon: restart it "
		"(libvirtd or virtqemud). Else another client, as a backup, may have the VM in hand: try "
		"again when it is done." },
	{ EBUSY, false,
		"the guest could not be asked: libvirt has another client's order for the VM in hand",
		"Try again when it is done: a backup, a snapshot, or a `virsh` that waits for the guest "
		"agent as well." },
	{ EINTR, false, "the guest could not be asked: the VM is paused",
		"See why (`virsh domstate --reason` and the VM's name), then let it go on: `virsh resume`." },
	{ EHOSTDOWN, false, "the guest could not be asked: it sleeps",
		"Wake it: `virsh dompmwakeup` and the VM's name. In Windows switch sleep off: `powercfg "
		"/change standby-timeout-ac 0`." },
	{ EOPNOTSUPP, false, "the guest agent does not know the command, or forbids it",
		"In Windows look at how the service `QEMU-GA` is started, and at its qemu-ga.conf: "
		"`--block-rpcs` must not name guest-exec, guest-exec-status and guest-get-osinfo, and "
		"`--allow-rpcs`, if it is there, must. Then restart the service." },
	{ EACCES, false, "libvirt refuses to let this user ask the guest",
		"Run igd-doctor as root: to ask a guest takes more than to read from libvirt." },
	{ EPERM, false, "libvirt refuses to let this user ask the guest",
		"Run igd-doctor as root: to ask a guest takes more than to read from libvirt." },
	{ EBADMSG, false, "what the guest answered is damaged",
		"Restart the service `QEMU Guest Agent` in the guest, and update it from the virtio-win "
		"image." },
	{ EFBIG, false, "what the guest answered is larger than 1 MiB",
		"Restart the service `QEMU Guest Agent` in the guest, and update it from the virtio-win "
		"image." },
	{ ENOPKG, false, "the guest could not be asked: libvirt's client libraries were not found",
		"Install libvirt's client libraries (libvirt.so.0 and libvirt-qemu.so.0)." },
	{ ENOENT, false, "the VM did not run when its guest was to be asked",
		"Start the VM and try again." },
};

static const struct reason *find(int error)
{
	static const struct reason other = {
		EIO, false, "the guest could not be asked",
		"See what `virsh guestinfo` says of the VM, and what its log in /var/log/libvirt/qemu does."
	};
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (reasons[i].error == error)
			return &reasons[i];
	}
	return &other;
}

/* To ask would not have helped where nobody is there to answer. */
static const struct reason *improve(const struct igd_agent *agent, const struct reason *reason)
{
	if (reason->is_hint && agent->state == IGD_AGENT_NO_CHANNEL)
		return find(ENODEV);
	if (reason->is_hint && agent->state == IGD_AGENT_DISCONNECTED)
		return find(ENOTCONN);
	return reason;
}

enum igd_verdict igd_agent_unknown(
	struct igd_host *host, const char *file, int error, struct igd_finding *ret)
{
	const struct igd_agent *agent = igd_agent_get(host);
	bool is_hint = find(error)->is_hint;
	const struct reason *reason = improve(agent, find(error));
	const char *words = is_hint ? "" : igd_agent_words(host, file);

	if (is_hint)
		igd_severity(ret, IGD_HINT);
	igd_remedy(ret, "%s", reason->remedy);
	return igd_unknown(ret, agent->where, "%s%s%s%s", reason->what, *words ? " (" : "", words,
		*words ? ")" : "");
}
