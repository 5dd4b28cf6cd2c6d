// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * network.reach - a way from this host to the VM: a second card on a network of libvirt's, or that network started
 *
 * A macvtap cannot be made to let the host through, so the card that others reach the VM by stays as it is, and one for
 * the host alone comes beside it.
 */
#include <string.h>

#include "facts/guest/name.h"
#include "facts/guest/network.h"
#include "facts/vm/view.h"
#include "fixes/network/area.h"

#define NETWORKS IGD_LIBVIRT_DIR "/networks"
#define MODEL_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

struct scene {
	struct igd_host *host;
	struct igd_changes *changes;
	const struct igd_vm *vm;
	const struct igd_links *links;
};

static const struct igd_link *find(
	const struct scene *it, bool (*is_such)(const struct igd_link *link))
{
	size_t i;

	for (i = 0; i < it->links->count; i++)
		if (is_such(&it->links->list[i]))
			return &it->links->list[i];
	return NULL;
}

static bool is_reached(const struct igd_link *link)
{
	return igd_link_reaches_host(link) == IGD_VM_YES;
}

static bool is_inactive(const struct igd_link *link)
{
	return link->is_defined == IGD_VM_YES && link->is_active == IGD_VM_NO;
}

static bool is_macvtap(const struct igd_link *link)
{
	return link->kind == IGD_LINK_MACVTAP;
}

/* How good a network is for it; 0: it is not. The host must have an address in it, and the guest be given one. */
static unsigned rank_of(struct igd_host *host, const char *name)
{
	const char *path = igd_host_print(host, IGD_LIBVIRT_DIR "/network/%s.xml", name);
	const struct igd_bytes *text = igd_host_bytes(host, path, IGD_VM_MAX_TEXT);
	struct igd_network network;
	struct igd_error error;

	if (!text || igd_network_parse(text->data, text->size, &network, &error) < 0 ||
		!network.has_dhcp)
		return 0;
	if (network.kind == IGD_LINK_NAT)
		return strcmp(name, "default") == 0 ? 3 : 2;
	return network.kind == IGD_LINK_ISOLATED;
}

/* The best of the networks that are active, as it is called; NULL for none. */
static const char *choose(struct igd_host *host, const char *list)
{
	static const char active[] = "active ";
	const char *best = NULL, *line;
	unsigned rank, best_rank = 0;
	size_t length;

	for (line = list; *line; line += length + (line[length] == '\n')) {
		const char *name;

		length = strcspn(line, "\n");
		if (length <= strlen(active) || !igd_starts_with(line, active))
			continue;
		name = igd_host_print(
			host, "%.*s", (int)(length - strlen(active)), line + strlen(active));
		rank = rank_of(host, name);
		if (rank > best_rank) {
			best = name;
			best_rank = rank;
		}
	}
	return best;
}

/* In the words of libvirt's schema a name may hold all but '/'; one that would need escapes in XML is not taken. */
static bool is_plain(const char *encoded)
{
	return !strchr(encoded, '%');
}

/* Whether the VM will have a card on that network when it is started the next time. */
static bool will_be_on(const struct scene *it, const char *network)
{
	const char *path = igd_host_print(it->host, IGD_LIBVIRT_DIR "/domain/%s/inactive.xml",
		igd_guest_name(it->host, it->vm));
	const struct igd_bytes *text = igd_host_bytes(it->host, path, IGD_VM_MAX_TEXT);
	struct igd_error error;
	struct igd_vm vm = { 0 };
	bool is_on = false;
	size_t i;

	if (!text || igd_vm_parse_libvirt(text->data, text->size, &vm, &error) < 0)
		return false;
	for (i = 0; i < vm.nic_count; i++)
		is_on |= vm.nics[i].kind == IGD_VM_NET_NETWORK && vm.nics[i].source &&
			 strcmp(vm.nics[i].source, network) == 0;
	igd_vm_done(&vm);
	return is_on;
}

/*
 * The model of the card that it has: the guest has a driver for that one, and a Windows without NetKVM none for virtio's.
 * What libvirt is not told it chooses itself, for both alike.
 */
static const char *model_of(const struct scene *it, const struct igd_link *link)
{
	const char *model = link->nic->model;

	if (!model || !*model || strspn(model, MODEL_LETTERS) != strlen(model))
		return "";
	return igd_host_print(it->host, "<model type='%s'/>", model);
}

static void add_card(const struct scene *it, const struct igd_link *beside)
{
	const struct igd_bytes *list = igd_host_bytes(it->host, NETWORKS, IGD_TEXT_LIMIT);
	const char *name = list ? choose(it->host, list->data) : NULL;

	if (!name || !is_plain(name)) {
		igd_change_decline(it->changes,
			"libvirt has no active NAT or isolated network with a DHCP server to put a second card on; its own is "
			"defined by `virsh net-define /usr/share/libvirt/networks/default.xml` and started by "
			"`virsh net-start default`");
		return;
	}
	if (will_be_on(it, name))
		return;
	igd_change_domain(it->changes, it->vm->name, IGD_DOMAIN_ADD, "/domain/devices",
		igd_host_print(it->host,
			"<interface type='network'><source network='%s'/>%s</interface>", name,
			model_of(it, beside)));
}

/* The libvirt that was asked. */
static const char *uri_of(struct igd_host *host)
{
	const char *text = igd_host_text(host, IGD_LIBVIRT_DIR "/connection");

	if (!text || !igd_starts_with(text, "uri "))
		return "qemu:///system";
	text += strlen("uri ");
	return igd_host_print(host, "%.*s", (int)strcspn(text, "\n"), text);
}

/*
 * Whether libvirt is known not to start it at boot (src/conf/virnetworkobj.c, a link to the definition): only then can
 * that be taken back.
 */
static bool is_unmarked(struct igd_host *host, const char *name)
{
	const char *path =
		igd_host_print(host, "/etc/libvirt/qemu/networks/autostart/%s.xml", name);
	bool is_there = igd_host_has(host, path), is_told = !igd_host_error(host, path);

	igd_host_forgive(host, path);
	return is_told && !is_there;
}

static void start_network(const struct scene *it, const char *name)
{
	const char *uri = uri_of(it->host);
	const char *const start[] = { "virsh", "--connect", uri, "net-start", name, NULL };
	const char *const destroy[] = { "virsh", "--connect", uri, "net-destroy", name, NULL };
	const char *const mark[] = { "virsh", "--connect", uri, "net-autostart", name, NULL };
	const char *const unmark[] = { "virsh", "--connect", uri, "net-autostart", "--disable",
		name, NULL };

	igd_change_command(it->changes, start, destroy,
		"a VM that runs has to be shut down and started before it hangs from its bridge");
	if (is_unmarked(it->host, name))
		igd_change_command(
			it->changes, mark, unmark, "so that it is there after each boot");
}

static void mend(const struct scene *it)
{
	const struct igd_link *link = find(it, is_inactive);

	if (link && (*link->network == '-' || strpbrk(link->network, " \t\n\\"))) {
		igd_change_decline(it->changes,
			"the network %s is not active, and its name is none for a command line",
			link->network);
		return;
	}
	if (link) {
		start_network(it, link->network);
		return;
	}
	if (find(it, is_reached))
		return;
	link = find(it, is_macvtap);
	if (link) {
		add_card(it, link);
		return;
	}
	igd_change_decline(it->changes,
		it->links->count
			? "neither a macvtap nor a network that is not active keeps this host from the VM"
			: "the VM has no network card: whether it is to have one is its owner's to say");
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_vm_view *view = igd_vm_view(host);
	struct scene it = { .host = host, .changes = ret, .vm = igd_vm_get(host) };

	if (!it.vm) {
		igd_change_decline(ret, "%s", igd_vm_why_none(host));
		return;
	}
	if (it.vm->origin != IGD_VM_LIBVIRT || !view->is_of_this_host) {
		igd_change_decline(
			ret, "only a VM of this machine's libvirt can be given another card");
		return;
	}
	it.links = igd_links_get(host);
	mend(&it);
}

const struct igd_fix igd_fix_network_reach = {
	.id = "network.reach",
	.title = "Give this host a way to the VM: a second network card, or its network started",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
