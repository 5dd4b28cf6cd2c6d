// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_libvirt_net - in a child: libvirt's networks, and the addresses that are known without asking the guests
 *
 * A lease is known to the daemon that runs dnsmasq, a neighbour to the kernel. Where the daemons are split, networks are
 * another one's (libvirt docs/daemons.rst, virtnetworkd): that it does not answer takes nothing from what the VMs told.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "core/host.h"
#include "core/query.h"
#include "core/source_live_libvirt_private.h"

void igd_libvirt_load_networks(struct igd_libvirt_library *library, const char *name)
{
	static const struct igd_library_symbol addresses = { "virDomainInterfaceAddresses",
		offsetof(struct igd_libvirt_library, interface_addresses) };
	static const struct igd_library_symbol networks[] = {
		{ "virConnectListAllNetworks",
			offsetof(struct igd_libvirt_library, list_all_networks) },
		{ "virNetworkGetName", offsetof(struct igd_libvirt_library, get_network_name) },
		{ "virNetworkIsActive", offsetof(struct igd_libvirt_library, is_network_active) },
		{ "virNetworkGetXMLDesc", offsetof(struct igd_libvirt_library, get_network_xml) },
	};

	igd_library_load(name, &addresses, 1, library);
	/* In this order: who has the last has all. */
	igd_library_load(name, networks, sizeof(networks) / sizeof(*networks), library);
}

/* In lower case, if it is made of letters that such a thing has; else false. */
static bool add_word(struct igd_text *text, const char *word, const char *letters)
{
	size_t i, length = word ? strlen(word) : 0;
	char letter;

	if (!length || length > 64 || strspn(word, letters) != length)
		return false;
	for (i = 0; i < length; i++) {
		letter = (char)tolower((unsigned char)word[i]);
		igd_text_add(text, &letter, 1);
	}
	return true;
}

static void add_address(
	struct igd_text *list, const char *mac, const char *address, const char *source)
{
	static const char hex[] = "0123456789abcdefABCDEF:.";
	IGD_AUTOTEXT struct igd_text line = { 0 };

	if (!add_word(&line, mac, hex))
		return;
	igd_text_add(&line, " ", 1);
	if (add_word(&line, address, hex))
		igd_text_printf(list, "%s %s\n", line.text, source);
}

static void add_interfaces(struct igd_text *list, const virDomainInterfacePtr *interfaces,
	int count, const char *source)
{
	int i, told = 0;
	unsigned j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < interfaces[i]->naddrs && told < IGD_LIBVIRT_MAX_ADDRESSES;
			j++, told++)
			add_address(
				list, interfaces[i]->hwaddr, interfaces[i]->addrs[j].addr, source);
	}
}

void igd_libvirt_plan_addresses(struct igd_libvirt_teller *teller, const char *place)
{
	if (teller->library.interface_addresses && teller->planned++ < IGD_LIBVIRT_MAX_ASKED)
		igd_text_printf(&teller->plan, "%s/addresses\n", place);
}

/* Of one VM; nothing is told of one whose name cannot be, as in `domains`. */
static void say_domain(const struct igd_libvirt_teller *teller, virDomainPtr domain)
{
	static const struct {
		unsigned source;
		const char *name;
	} sources[] = { { VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE, "lease" },
		{ VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP, "arp" } };
	const char *name = teller->library.get_name(domain);
	IGD_AUTOFREE char *place = name && *name ? igd_path_encode("domain", name) : NULL;
	IGD_AUTOFREE char *path = igd_printf("%s/addresses", place ? place : "");
	IGD_AUTOTEXT struct igd_text list = { 0 };
	int error = 0, count;
	size_t i;

	if (!place || strlen(place) > IGD_TREE_MAX_PATH / 2)
		return;
	for (i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		virDomainInterfacePtr *interfaces = NULL;

		count = teller->library.interface_addresses(
			domain, &interfaces, sources[i].source, 0);
		if (count < 0)
			error = igd_libvirt_errno(teller->library.get_last_error());
		else
			igd_text_add(&list, "", 0); /* asked and answered, if only with nothing */
		add_interfaces(&list, interfaces, count, sources[i].name);
	}
	if (list.text)
		igd_libvirt_say(teller, path, IGD_NODE_FILE, 0, list.text);
	else
		igd_libvirt_say(teller, path, IGD_NODE_ERROR, error, NULL);
	fflush(teller->out);
}

void igd_libvirt_say_addresses(
	const struct igd_libvirt_teller *teller, const virDomainPtr *domains, int count)
{
	int i, asked = 0;

	if (!teller->library.interface_addresses)
		return;
	for (i = 0; i < count && i < IGD_LIBVIRT_MAX_DOMAINS && asked < IGD_LIBVIRT_MAX_ASKED;
		i++) {
		if (teller->library.is_active(domains[i]) != 1)
			continue;
		say_domain(teller, domains[i]);
		asked++;
	}
}

static void say_network(
	struct igd_libvirt_teller *teller, virNetworkPtr network, struct igd_text *list)
{
	const char *name = teller->library.get_network_name(network);
	IGD_AUTOFREE char *place = name && *name ? igd_path_encode("network", name) : NULL;
	IGD_AUTOFREE char *path = igd_printf("%s.xml", place ? place : "");
	IGD_AUTOFREE char *xml = NULL;

	if (!place || strlen(place) > IGD_TREE_MAX_PATH / 2)
		return;
	igd_text_printf(list, "%s %s\n",
		teller->library.is_network_active(network) == 1 ? "active" : "inactive",
		igd_basename(place));
	/* As it is, if it is active: then its bridge has a name. */
	xml = teller->library.get_network_xml(network, 0);
	igd_libvirt_say_xml(teller, path, xml);
}

/* A driver without networks has none (VIR_ERR_NO_SUPPORT). */
static void say_failure(const struct igd_libvirt_teller *teller)
{
	const virError *error = teller->library.get_last_error();

	if (error && error->code == VIR_ERR_NO_SUPPORT)
		igd_libvirt_say(teller, "networks", IGD_NODE_ABSENT, 0, NULL);
	else
		igd_libvirt_say(teller, "networks", IGD_NODE_ERROR, igd_libvirt_errno(error), NULL);
}

void igd_libvirt_say_networks(struct igd_libvirt_teller *teller)
{
	const struct igd_libvirt_library *library = &teller->library;
	IGD_AUTOTEXT struct igd_text list = { 0 };
	virNetworkPtr *networks = NULL;
	int count, i;

	if (!library->get_network_xml)
		return;
	count = library->list_all_networks(teller->connection, &networks, 0);
	if (count < 0) {
		say_failure(teller);
		return;
	}
	igd_text_add(&list, "", 0);
	for (i = 0; i < count && i < IGD_LIBVIRT_MAX_NETWORKS; i++)
		say_network(teller, networks[i], &list);
	igd_libvirt_say(teller, "networks", IGD_NODE_FILE, 0, list.text);
}
