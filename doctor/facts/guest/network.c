// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * network - how the cards of the VM under examination are attached, and who can reach it by them
 */
#include "facts/guest/network.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/guest/name.h"
#include "facts/vm/view.h"

#define NETWORKS IGD_LIBVIRT_DIR "/networks"

/* What the list of networks says of one: the line "active NAME" or "inactive NAME". */
static void find_state(struct igd_host *host, const char *list, struct igd_link *link)
{
	const char *wanted = igd_guest_encode(host, link->network), *line;
	size_t length, lead;

	link->is_defined = link->is_active = IGD_VM_NO;
	for (line = list; *line; line += length + (line[length] == '\n')) {
		length = strcspn(line, "\n");
		lead = strcspn(line, " \n");
		if (lead + 1 + strlen(wanted) != length ||
			strncmp(line + lead + 1, wanted, length - lead - 1) != 0)
			continue;
		link->is_defined = IGD_VM_YES;
		if (lead == strlen("active") && igd_starts_with(line, "active"))
			link->is_active = IGD_VM_YES;
		igd_host_cite(host, NETWORKS, "%.*s", (int)length, line);
	}
}

static const char *or_else(const char *text, struct igd_host *host, const char *other)
{
	return text || !*other ? text : igd_host_print(host, "%s", other);
}

static void read_definition(struct igd_host *host, struct igd_link *link)
{
	const char *path = igd_host_print(
		host, IGD_LIBVIRT_DIR "/network/%s.xml", igd_guest_encode(host, link->network));
	const struct igd_bytes *text = igd_host_bytes(host, path, IGD_VM_MAX_TEXT);
	struct igd_network network = { .kind = IGD_LINK_UNKNOWN };
	struct igd_error error = { 0 };

	if (!text) {
		if (igd_host_error(host, path) == ENODATA)
			igd_host_forgive(host, path);
		return;
	}
	if (igd_network_parse(text->data, text->size, &network, &error) < 0) {
		igd_host_stick(host, path, EBADMSG);
		return;
	}
	link->kind = network.kind;
	link->interface = or_else(link->interface, host, network.interface);
	link->mode = or_else(link->mode, host, network.mode);
}

static void read_network(struct igd_host *host, struct igd_links *links, struct igd_link *link)
{
	const struct igd_bytes *list = igd_host_bytes(host, NETWORKS, IGD_TEXT_LIMIT);

	link->network = link->nic->source;
	link->interface = link->nic->bridge;
	if (!list) {
		links->error = igd_host_error(host, NETWORKS);
		links->error = links->error ? links->error : ENOENT;
		igd_host_forgive(host, NETWORKS);
		return;
	}
	find_state(host, list->data, link);
	if (link->is_defined == IGD_VM_YES)
		read_definition(host, link);
}

static void read_link(struct igd_host *host, struct igd_links *links, struct igd_link *link)
{
	static const enum igd_link_kind kinds[] = { [IGD_VM_NET_OTHER] = IGD_LINK_UNKNOWN,
		[IGD_VM_NET_NETWORK] = IGD_LINK_UNKNOWN,
		[IGD_VM_NET_BRIDGE] = IGD_LINK_BRIDGE,
		[IGD_VM_NET_MACVTAP] = IGD_LINK_MACVTAP,
		[IGD_VM_NET_USER] = IGD_LINK_SLIRP,
		[IGD_VM_NET_TAP] = IGD_LINK_TAP,
		[IGD_VM_NET_HOSTDEV] = IGD_LINK_PASSED };
	const struct igd_vm_nic *nic = link->nic;

	link->kind = kinds[nic->kind];
	if (link->kind == IGD_LINK_BRIDGE || link->kind == IGD_LINK_MACVTAP)
		link->interface = nic->source;
	/* docs/formatdomain.rst "Direct attachment to physical interface": "vepa ... is the default" */
	if (link->kind == IGD_LINK_MACVTAP)
		link->mode = nic->mode ? nic->mode : "vepa";
	if (nic->is_passt)
		link->kind = IGD_LINK_PASST;
	if (nic->kind == IGD_VM_NET_NETWORK && nic->source)
		read_network(host, links, link);
}

static void read_links(struct igd_host *host, void *ret)
{
	const struct igd_vm *vm = igd_vm_view(host)->vm;
	struct igd_links *links = ret;
	size_t i;

	if (!vm || !vm->nic_count)
		return;
	links->list = igd_zalloc(vm->nic_count * sizeof(*links->list));
	links->count = vm->nic_count;
	for (i = 0; i < vm->nic_count; i++) {
		links->list[i].nic = &vm->nics[i];
		read_link(host, links, &links->list[i]);
	}
}

static void done_links(void *fact)
{
	free(((struct igd_links *)fact)->list);
}

const struct igd_links *igd_links_get(struct igd_host *host)
{
	static const struct igd_fact fact = { "guest-links", sizeof(struct igd_links), read_links,
		done_links };

	return igd_host_fact(host, &fact);
}

static bool is_any(const char *address)
{
	return !address || strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

/* Whether it leads to that port of the VM. */
static bool leads(const struct igd_vm_forward *forward, bool is_udp, unsigned port)
{
	if (forward->is_excluded || forward->is_udp != is_udp)
		return false;
	return !forward->first ||
	       (port >= forward->to && port - forward->to <= forward->last - forward->first);
}

/* Whether a port of this host is left out of what is forwarded. */
static bool is_left_out(const struct igd_link *link, bool is_udp, unsigned port)
{
	size_t i;

	for (i = 0; i < link->nic->forward_count; i++) {
		const struct igd_vm_forward *forward = &link->nic->forwards[i];

		if (forward->is_excluded && forward->is_udp == is_udp && port >= forward->first &&
			port <= forward->last)
			return true;
	}
	return false;
}

unsigned igd_link_forward(
	const struct igd_link *link, bool is_udp, unsigned port, const char **ret_address)
{
	unsigned own;
	size_t i;

	for (i = 0; i < link->nic->forward_count; i++) {
		const struct igd_vm_forward *forward = &link->nic->forwards[i];

		if (!leads(forward, is_udp, port))
			continue;
		own = forward->first ? forward->first + (port - forward->to) : port;
		if (is_left_out(link, is_udp, own))
			continue;
		*ret_address = is_any(forward->address) ? "127.0.0.1" : forward->address;
		return own;
	}
	return 0;
}
