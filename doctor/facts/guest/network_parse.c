// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * network_parse - a network as libvirt defines it
 */
#include <errno.h>
#include <string.h>

#include "facts/guest/network.h"
#include "facts/vm/vm_libvirt_private.h"
#include "facts/vm/xml_document_private.h"

/* "private", "vepa" and "passthrough" are macvtap always; "bridge" is where there is no <bridge> (formatnetwork.rst). */
static enum igd_link_kind kind_of(const xmlNode *root)
{
	static const struct {
		const char *mode;
		enum igd_link_kind kind;
	} modes[] = { { "nat", IGD_LINK_NAT }, { "route", IGD_LINK_ROUTED },
		{ "open", IGD_LINK_OPEN }, { "private", IGD_LINK_MACVTAP },
		{ "vepa", IGD_LINK_MACVTAP }, { "passthrough", IGD_LINK_MACVTAP },
		{ "hostdev", IGD_LINK_PASSED } };
	const xmlNode *forward = igd_xml_first(root, "forward");
	const char *mode = igd_xml_raw(forward, "mode");
	size_t i;

	if (!forward)
		return IGD_LINK_ISOLATED;
	if (!mode)
		return IGD_LINK_NAT; /* "if the mode is not specified, nat is assumed" */
	if (strcmp(mode, "bridge") == 0)
		return igd_xml_first(root, "bridge") ? IGD_LINK_BRIDGE : IGD_LINK_MACVTAP;
	for (i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (strcmp(mode, modes[i].mode) == 0)
			return modes[i].kind;
	return IGD_LINK_UNKNOWN;
}

/* An interface's name, if it can be one (Linux net/core/dev.c dev_valid_name()). */
static void copy(char ret[16], const char *name)
{
	size_t length = name ? strlen(name) : 0, i;

	for (i = 0; i < length; i++)
		if (name[i] <= ' ' || name[i] == '/' || name[i] == 0x7f)
			return;
	if (length && length < 16)
		memcpy(ret, name, length + 1);
}

static void read_network(const xmlNode *root, struct igd_network *ret)
{
	const xmlNode *forward = igd_xml_first(root, "forward");
	const char *card = igd_xml_raw(forward, "dev");
	const xmlNode *ip;

	ret->kind = kind_of(root);
	for (ip = igd_xml_first(root, "ip"); ip; ip = igd_xml_next(ip, "ip"))
		ret->has_dhcp |= igd_xml_first(ip, "dhcp") != NULL;
	if (ret->kind != IGD_LINK_MACVTAP) {
		copy(ret->interface, igd_xml_raw(igd_xml_first(root, "bridge"), "name"));
		return;
	}
	/* Of several cards libvirt takes one for each VM: then which is not known from here. */
	if (!card && !igd_xml_next(igd_xml_find(forward, "interface"), "interface"))
		card = igd_xml_raw(igd_xml_find(forward, "interface"), "dev");
	copy(ret->interface, card);
	copy(ret->mode, igd_xml_raw(forward, "mode"));
}

int igd_network_parse(
	const char *text, size_t size, struct igd_network *ret, struct igd_error *reterr)
{
	xmlDoc *document = igd_xml_read(text, size, "libvirt network", reterr);
	const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
	struct igd_network network = { .kind = IGD_LINK_UNKNOWN };
	int r = -EBADMSG;

	if (root && igd_xml_is(root, "network")) {
		read_network(root, &network);
		*ret = network;
		r = 0;
	} else if (document) {
		igd_error_set(reterr, EBADMSG, "it is no definition of a network");
	}
	xmlFreeDoc(document);
	return r;
}
