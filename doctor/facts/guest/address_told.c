// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_told - who can be asked for a VM's addresses, and what they say
 */
#include <string.h>
#include <strings.h>

#include "facts/guest/address_told_private.h"
#include "facts/guest/agent.h"
#include "facts/guest/name.h"
#include "facts/guest/route.h"

#define NEIGHBOURS "/proc/net/arp"

int igd_told_by_agent(struct igd_host *host, const struct igd_listener *listener)
{
	int error = 0;
	const struct igd_agent_interfaces *interfaces = igd_agent_interfaces(host, &error);
	size_t i, j;

	for (i = 0; interfaces && i < interfaces->count; i++) {
		const struct igd_agent_interface *interface = &interfaces->list[i];

		for (j = 0; j < interface->address_count; j++)
			listener->hear(listener->context,
				&(struct igd_told){ interface->mac, interface->addresses[j].text,
					"the guest agent", IGD_ADDRESS_OF_AGENT, true });
	}
	return interfaces ? 0 : error;
}

/* A field of a line, up to a blank; false if it is too long or none. */
static bool field(const char **at, const char *end, char *ret, size_t room)
{
	size_t length = strcspn(*at, " \n");

	if (!length || length >= room || *at + length > end)
		return false;
	memcpy(ret, *at, length);
	ret[length] = '\0';
	*at += length + ((*at)[length] == ' ');
	return true;
}

bool igd_address_line(const char **at, struct igd_address_line *ret)
{
	char source[8];

	while (**at) {
		const char *line = *at, *end = line + strcspn(line, "\n");

		*at = end + (*end == '\n');
		if (!field(&line, end, ret->mac, sizeof(ret->mac)) ||
			!field(&line, end, ret->address, sizeof(ret->address)) ||
			!field(&line, end, source, sizeof(source)) || line != end)
			continue;
		ret->is_lease = strcmp(source, "lease") == 0;
		if (ret->is_lease || strcmp(source, "arp") == 0)
			return true;
	}
	return false;
}

/* Another way to know may be left, so nothing sticks. */
static const char *read_neighbours(struct igd_host *host)
{
	const char *table = igd_host_text(host, NEIGHBOURS);

	igd_host_forgive(host, NEIGHBOURS);
	return table ? table : "";
}

/* Whether the table of neighbours, as libvirt tells it, has a lease's address at its card: then it is in use. */
static bool is_listed(const char *list, const struct igd_address_line *lease)
{
	struct igd_address_line line;

	while (igd_address_line(&list, &line))
		if (!line.is_lease && strcmp(line.address, lease->address) == 0 &&
			strcasecmp(line.mac, lease->mac) == 0)
			return true;
	return false;
}

/* The same of this host's own table. */
static bool is_neighbour(const char *table, const struct igd_address_line *lease)
{
	char address[16], interface[16];

	while (igd_neighbour_of(&table, lease->mac, address, interface))
		if (strcmp(address, lease->address) == 0)
			return true;
	return false;
}

static void tell_lines(struct igd_host *host, const char *path, const char *list,
	const struct igd_listener *listener)
{
	const char *neighbours = read_neighbours(host), *at;
	struct igd_address_line line;
	unsigned pass;

	for (pass = 0; pass < 2; pass++) {
		for (at = list; igd_address_line(&at, &line);) {
			struct igd_told told = { line.mac, line.address, path,
				line.is_lease ? IGD_ADDRESS_OF_LEASE : IGD_ADDRESS_OF_NEIGHBOUR,
				true };

			if (line.is_lease != (pass == 0))
				continue;
			if (line.is_lease)
				told.is_sure =
					is_listed(list, &line) || is_neighbour(neighbours, &line);
			listener->hear(listener->context, &told);
		}
	}
}

int igd_told_by_libvirt(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_listener *listener)
{
	const char *name = igd_guest_name(host, vm), *path;
	const struct igd_bytes *list;
	int error;

	if (!name)
		return 0;
	path = igd_host_print(host, IGD_LIBVIRT_DIR "/domain/%s/addresses", name);
	list = igd_host_bytes(host, path, IGD_TEXT_LIMIT);
	if (list) {
		tell_lines(host, path, list->data, listener);
		return 0;
	}
	error = igd_host_error(host, path);
	igd_host_forgive(host, path);
	return error;
}

void igd_told_by_neighbours(
	struct igd_host *host, const struct igd_links *links, const struct igd_listener *listener)
{
	const char *table = read_neighbours(host), *at;
	char address[16], interface[16];
	size_t i;

	for (i = 0; i < links->count; i++) {
		const char *mac = links->list[i].nic->mac;

		for (at = table; mac && igd_neighbour_of(&at, mac, address, interface);)
			listener->hear(
				listener->context, &(struct igd_told){ mac, address, NEIGHBOURS,
							   IGD_ADDRESS_OF_NEIGHBOUR, true });
	}
}
