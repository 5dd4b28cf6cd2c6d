// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * windows - what Windows in the VM under examination tells of its displays and of Sunshine
 */
#include "facts/guest/windows.h"

#include <errno.h>
#include <string.h>

#include "facts/guest/json.h"
#include "facts/vm/view.h"

struct kept {
	int error;
	struct igd_windows windows;
};

static void read_windows(struct igd_host *host, void *ret)
{
	const char *place = igd_agent_get(host)->place;
	const char *path = place ? igd_host_print(host, "%s/windows", place) : NULL;
	const struct igd_bytes *json = path ? igd_host_bytes(host, path, IGD_JSON_MAX_BYTES) : NULL;
	struct kept *kept = ret;

	if (json) {
		kept->error =
			igd_windows_parse(json->data, json->size, &kept->windows) ? 0 : EBADMSG;
		return;
	}
	kept->error = path ? igd_host_error(host, path) : 0;
	kept->error = kept->error ? kept->error : ENOENT;
	if (path)
		igd_host_forgive(host, path);
}

static void done_windows(void *fact)
{
	struct kept *kept = fact;

	igd_windows_done(&kept->windows);
}

const struct igd_windows *igd_windows_get(struct igd_host *host, int *ret_error)
{
	static const struct igd_fact fact = { "guest windows", sizeof(struct kept), read_windows,
		done_windows };
	const struct kept *kept = igd_host_fact(host, &fact);

	*ret_error = kept->error;
	return kept->error ? NULL : &kept->windows;
}

/* ENOENT is no answer if the guest is not Windows, which what it said of itself has to show. */
static enum igd_verdict conclude_absent(struct igd_host *host, struct igd_finding *ret)
{
	int error;
	const struct igd_agent_os *os = igd_agent_os(host, &error);

	if (!os)
		return igd_agent_unknown(host, "os", error, ret);
	if (os->is_windows)
		return igd_agent_unknown(host, "windows", ENOENT, ret);
	return igd_na(ret, igd_agent_get(host)->where, "the guest is not Windows: it says %s",
		*os->name ? os->name : "nothing of itself");
}

static enum igd_verdict conclude(struct igd_host *host, int error, struct igd_finding *ret)
{
	const struct igd_agent *agent = igd_agent_get(host);
	const struct igd_vm *vm = igd_vm_get(host);

	if (agent->why)
		return igd_na(ret, agent->where, "%s", agent->why);
	if (!agent->place)
		return igd_na(ret, agent->where,
			"it is not libvirt's VM, so its guest cannot be asked from here");
	if (error == ENOENT)
		return conclude_absent(host, ret);
	/* A definition can say it without anyone being asked. */
	if ((error == ECANCELED || error == ENODATA) && vm && vm->guest_os &&
		strcmp(vm->guest_os, "windows") != 0)
		return igd_na(ret, agent->where, "its definition says that the guest is %s",
			vm->guest_os);
	return igd_agent_unknown(host, "windows", error, ret);
}

const struct igd_windows *igd_windows_examine(
	struct igd_host *host, struct igd_finding *ret, enum igd_verdict *ret_verdict)
{
	int error, os_error;
	const struct igd_windows *windows = igd_windows_get(host, &error);
	const struct igd_agent_os *os = windows ? igd_agent_os(host, &os_error) : NULL;

	if (!windows)
		*ret_verdict = conclude(host, error, ret);
	if (os && *os->name)
		igd_host_cite(host, "guest agent", "%s, build %s", os->name, os->build);
	return windows;
}

enum igd_verdict igd_windows_untold(struct igd_finding *ret, const char *what)
{
	igd_remedy(ret,
		"Try again in a minute; if it stays so, restart Windows: its management interface (WMI) "
		"does not answer.");
	return igd_unknown(ret, "Windows", "%s", what);
}
