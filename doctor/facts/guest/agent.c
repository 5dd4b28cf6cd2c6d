// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agent - the QEMU guest agent in the VM under examination: whether it is there, and what it tells
 */
#include "facts/guest/agent.h"

#include <errno.h>
#include <string.h>

#include "facts/guest/json.h"
#include "facts/guest/name.h"
#include "facts/vm/view.h"

static enum igd_agent_state state_of(const struct igd_vm *vm)
{
	if (vm->has_agent == IGD_VM_NO)
		return IGD_AGENT_NO_CHANNEL;
	if (vm->is_agent_connected == IGD_VM_UNKNOWN)
		return IGD_AGENT_UNTOLD;
	return vm->is_agent_connected == IGD_VM_YES ? IGD_AGENT_CONNECTED : IGD_AGENT_DISCONNECTED;
}

static void look(struct igd_host *host, const struct igd_vm *vm, struct igd_agent *agent)
{
	const char *given = igd_host_given(host, "vm"), *name;

	agent->where = vm->where;
	if (vm->is_running == IGD_VM_NO) {
		agent->state = IGD_AGENT_OFF;
		agent->why = "the VM does not run";
	} else if ((given && *given == '/') || vm->is_running == IGD_VM_UNKNOWN) {
		agent->state = IGD_AGENT_OF_A_FILE;
		agent->why = "what is examined is a definition, and no VM that runs";
	} else {
		agent->state = state_of(vm);
		name = igd_guest_name(host, vm);
		agent->place = name ? igd_host_print(host, IGD_GUEST_DIR "/%s", name) : NULL;
	}
}

static void read_agent(struct igd_host *host, void *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	struct igd_agent *agent = ret;

	if (vm) {
		look(host, vm, agent);
		return;
	}
	agent->state = IGD_AGENT_NO_VM;
	agent->where = igd_vm_view(host)->where;
	agent->why = igd_vm_why_none(host);
}

const struct igd_agent *igd_agent_get(struct igd_host *host)
{
	static const struct igd_fact fact = { "guest agent", sizeof(struct igd_agent), read_agent,
		NULL };

	return igd_host_fact(host, &fact);
}

/* A file of the guest's; NULL, and why in *ret_error, which does not stick. */
static const struct igd_bytes *read_file(struct igd_host *host, const char *file, int *ret_error)
{
	const struct igd_agent *agent = igd_agent_get(host);
	const char *path = agent->place ? igd_host_print(host, "%s/%s", agent->place, file) : NULL;
	const struct igd_bytes *bytes =
		path ? igd_host_bytes(host, path, IGD_JSON_MAX_BYTES) : NULL;
	int error = path && !bytes ? igd_host_error(host, path) : 0;

	if (path)
		igd_host_forgive(host, path);
	*ret_error = bytes ? 0 : error ? error : ENOENT;
	return bytes;
}

struct kept_info {
	int error;
	struct igd_agent_info info;
};

static void read_info(struct igd_host *host, void *ret)
{
	struct kept_info *kept = ret;
	const struct igd_bytes *json = read_file(host, "info", &kept->error);

	if (json && !igd_agent_parse_info(json->data, json->size, &kept->info))
		kept->error = EBADMSG;
}

const struct igd_agent_info *igd_agent_info(struct igd_host *host, int *ret_error)
{
	static const struct igd_fact fact = { "guest info", sizeof(struct kept_info), read_info,
		NULL };
	const struct kept_info *kept = igd_host_fact(host, &fact);

	*ret_error = kept->error;
	return kept->error ? NULL : &kept->info;
}

struct kept_os {
	int error;
	struct igd_agent_os os;
};

static void read_os(struct igd_host *host, void *ret)
{
	struct kept_os *kept = ret;
	const struct igd_bytes *json = read_file(host, "os", &kept->error);

	if (json && !igd_agent_parse_os(json->data, json->size, &kept->os))
		kept->error = EBADMSG;
}

const struct igd_agent_os *igd_agent_os(struct igd_host *host, int *ret_error)
{
	static const struct igd_fact fact = { "guest os", sizeof(struct kept_os), read_os, NULL };
	const struct kept_os *kept = igd_host_fact(host, &fact);

	*ret_error = kept->error;
	return kept->error ? NULL : &kept->os;
}

struct kept_interfaces {
	int error;
	struct igd_agent_interfaces interfaces;
};

static void read_interfaces(struct igd_host *host, void *ret)
{
	struct kept_interfaces *kept = ret;
	const struct igd_bytes *json = read_file(host, "interfaces", &kept->error);

	if (json && !igd_agent_parse_interfaces(json->data, json->size, &kept->interfaces))
		kept->error = EBADMSG;
}

static void done_interfaces(void *fact)
{
	struct kept_interfaces *kept = fact;

	igd_agent_interfaces_done(&kept->interfaces);
}

const struct igd_agent_interfaces *igd_agent_interfaces(struct igd_host *host, int *ret_error)
{
	static const struct igd_fact fact = { "guest interfaces", sizeof(struct kept_interfaces),
		read_interfaces, done_interfaces };
	const struct kept_interfaces *kept = igd_host_fact(host, &fact);

	*ret_error = kept->error;
	return kept->error ? NULL : &kept->interfaces;
}

/* What stands behind "FILE: " in a line of its own. */
const char *igd_agent_words(struct igd_host *host, const char *file)
{
	int error;
	const struct igd_bytes *text = read_file(host, "error", &error);
	const char *line = text ? text->data : "";
	size_t length = strlen(file);

	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (strncmp(line, file, length) == 0 && igd_starts_with(line + length, ": ")) {
			size_t size = strcspn(line + length + 2, "\n");
			IGD_AUTOFREE char *shown =
				igd_printable(line + length + 2, size, IGD_AGENT_TEXT);

			return igd_host_print(host, "%s", shown);
		}
	}
	return "";
}
