// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_net - how QEMU's command line attaches a network card
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

static enum igd_vm_net kind_of(const char *type)
{
	static const struct {
		const char *name;
		enum igd_vm_net kind;
	} kinds[] = { { "user", IGD_VM_NET_USER }, { "tap", IGD_VM_NET_TAP },
		{ "bridge", IGD_VM_NET_BRIDGE } };
	size_t i;

	for (i = 0; type && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(type, kinds[i].name) == 0)
			return kinds[i].kind;
	return IGD_VM_NET_OTHER;
}

static bool read_port(const char *text, size_t length, unsigned *ret)
{
	char digits[8] = "";
	uint64_t port;

	if (!length || length >= sizeof(digits))
		return false;
	memcpy(digits, text, length);
	if (igd_parse_u64(digits, 10, &port) != 0 || !port || port > UINT16_MAX)
		return false;
	*ret = (unsigned)port;
	return true;
}

/*
 * "[tcp|udp]:[HOST]:PORT-[GUEST]:PORT", up to a comma; the guest's address is SLIRP's first if it is not said, and no
 * other guest is meant here (QEMU 11.0 net/slirp.c slirp_hostfwd()). False for one that is none.
 */
static bool read_forward(
	struct igd_vm *vm, const char *text, size_t length, struct igd_vm_forward *ret)
{
	const char *end = text + length, *host, *dash, *port, *to;

	ret->is_udp = igd_starts_with(text, "udp:");
	if (!ret->is_udp && !igd_starts_with(text, "tcp:") && *text != ':')
		return false;
	host = memchr(text, ':', length);
	host = host ? host + 1 : end;
	dash = memchr(host, '-', (size_t)(end - host));
	port = dash ? memrchr(host, ':', (size_t)(dash - host)) : NULL;
	to = dash ? memrchr(dash, ':', (size_t)(end - dash)) : NULL;
	if (!port || !to || !read_port(port + 1, (size_t)(dash - port - 1), &ret->first) ||
		!read_port(to + 1, (size_t)(end - to - 1), &ret->to))
		return false;
	ret->last = ret->first;
	ret->address = port > host ? igd_vm_keep(vm, host, (size_t)(port - host)) : NULL;
	return true;
}

static void add_forwards(struct igd_vm *vm, struct igd_vm_nic *nic, const char *list)
{
	size_t length;

	for (; *list; list += length + (list[length] == ',')) {
		struct igd_vm_forward forward = { 0 };

		length = strcspn(list, ",");
		if (read_forward(vm, list, length, &forward))
			igd_vm_add_forward(vm, nic, &forward);
	}
}

/* By JSON, each is an object of its own: "hostfwd.0.str". */
static void add_all_forwards(
	struct igd_vm *vm, struct igd_vm_nic *nic, const struct igd_vm_properties *properties)
{
	size_t i;

	for (i = 0; i < properties->count; i++)
		if (strcmp(properties->list[i].name, "hostfwd") == 0 ||
			igd_starts_with(properties->list[i].name, "hostfwd."))
			add_forwards(vm, nic, properties->list[i].value);
}

void igd_arguments_set_net(
	struct igd_vm *vm, struct igd_vm_nic *nic, const struct igd_definition *net)
{
	const char *bridge = igd_definition_property(net, "br");
	const char *interface = igd_definition_property(net, "ifname");

	nic->kind = kind_of(igd_definition_property(net, "type"));
	nic->source = bridge ? bridge : interface;
	if (net && nic->kind == IGD_VM_NET_USER)
		add_all_forwards(vm, nic, &net->properties);
}
