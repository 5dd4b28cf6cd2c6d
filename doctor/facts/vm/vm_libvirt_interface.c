// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_interface - how a libvirt domain's network cards are attached
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

#define LAST_PORT 65535u

/* docs/formatdomain.rst "Userspace connection using passt": <range start= end= to= exclude=>; to is the VM's port. */
static void add_range(struct igd_vm *vm, struct igd_vm_nic *nic, const xmlNode *range,
	const struct igd_vm_forward *common)
{
	struct igd_vm_forward forward = *common;

	if (!igd_xml_number(range, "start", LAST_PORT, &forward.first) || !forward.first)
		return;
	forward.last = forward.first;
	igd_xml_number(range, "end", LAST_PORT, &forward.last);
	forward.to = forward.first;
	igd_xml_number(range, "to", LAST_PORT, &forward.to);
	forward.is_excluded = igd_xml_answer(range, "exclude") == IGD_VM_YES;
	if (forward.last >= forward.first)
		igd_vm_add_forward(vm, nic, &forward);
}

/* "If there are no <range> subelements, then all ports are forwarded" (the same place). */
static void read_forward(struct igd_vm *vm, struct igd_vm_nic *nic, const xmlNode *node)
{
	struct igd_vm_forward common = { .is_udp = igd_xml_has(node, "proto", "udp"),
		.address = igd_xml_get(vm, node, "address") };
	const xmlNode *range = igd_xml_first(node, "range");
	bool has_own = false;

	for (; range; range = igd_xml_next(range, "range")) {
		add_range(vm, nic, range, &common);
		has_own |= igd_xml_answer(range, "exclude") != IGD_VM_YES;
	}
	/* With only exclusions, all others are forwarded (passt(1) -t, "if only exclusions are given"). */
	if (!has_own)
		igd_vm_add_forward(vm, nic, &common);
}

static void read_user(struct igd_vm *vm, struct igd_vm_nic *nic, const xmlNode *node)
{
	const xmlNode *forward = igd_xml_first(node, "portForward");

	nic->is_passt = igd_xml_has(igd_xml_first(node, "backend"), "type", "passt");
	for (; forward; forward = igd_xml_next(forward, "portForward"))
		read_forward(vm, nic, forward);
}

static void read_source(struct igd_vm *vm, struct igd_vm_nic *nic, const xmlNode *node)
{
	static const struct {
		const char *type, *source;
		enum igd_vm_net kind;
	} kinds[] = {
		{ "network", "network", IGD_VM_NET_NETWORK },
		{ "bridge", "bridge", IGD_VM_NET_BRIDGE },
		{ "direct", "dev", IGD_VM_NET_MACVTAP },
		{ "user", "dev", IGD_VM_NET_USER },
		{ "ethernet", "dev", IGD_VM_NET_TAP },
		{ "hostdev", "dev", IGD_VM_NET_HOSTDEV },
	};
	const xmlNode *source = igd_xml_first(node, "source");
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!igd_xml_has(node, "type", kinds[i].type))
			continue;
		nic->kind = kinds[i].kind;
		nic->source = igd_xml_get(vm, source, kinds[i].source);
	}
	nic->mode = igd_xml_get(vm, source, "mode");
	/* As it runs, <source network='default' bridge='virbr0'> (src/conf/domain_conf.c virDomainActualNetDefContentsFormat()). */
	if (nic->kind == IGD_VM_NET_NETWORK)
		nic->bridge = igd_xml_get(vm, source, "bridge");
	/* Since libvirt 11.1 passt also speaks vhost-user (docs/formatdomain.rst, "vhost-user connection with passt backend"). */
	if (igd_xml_has(node, "type", "vhostuser") &&
		igd_xml_has(igd_xml_first(node, "backend"), "type", "passt"))
		nic->kind = IGD_VM_NET_USER;
}

enum igd_vm_net igd_libvirt_interface(struct igd_vm *vm, const xmlNode *node)
{
	struct igd_vm_nic *nic = igd_vm_add_nic(vm);

	read_source(vm, nic, node);
	if (nic->kind == IGD_VM_NET_USER)
		read_user(vm, nic, node);
	nic->model = igd_xml_get(vm, igd_xml_first(node, "model"), "type");
	nic->mac = igd_xml_get(vm, igd_xml_first(node, "mac"), "address");
	nic->target = igd_xml_get(vm, igd_xml_first(node, "target"), "dev");
	nic->is_unplugged = igd_xml_has(igd_xml_first(node, "link"), "state", "down");
	nic->guest = igd_xml_guest(node);
	return nic->kind;
}
