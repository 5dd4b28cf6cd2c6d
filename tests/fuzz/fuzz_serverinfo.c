// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_serverinfo - what strangers say on the way to a stream: a Sunshine, libvirt's networks, tables of addresses
 *
 * All of it is read by every parser: that a text is of the wrong kind is a case too.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/guest/address.h"
#include "facts/guest/network.h"
#include "facts/guest/route.h"
#include "facts/guest/stream.h"
#include "facts/guest/sunshine.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is shown is one line that can be shown, and ends where it should. */
static void check_text(const char *text, size_t room)
{
	IGD_AUTOFREE char *shown = NULL;

	if (strnlen(text, room) == room)
		abort();
	shown = igd_printable(text, strlen(text), room);
	if (strcmp(shown, text) != 0)
		abort();
}

static void read_serverinfo(const uint8_t *data, size_t size)
{
	struct igd_serverinfo info = { .status = 0 };
	struct igd_error error = { 0 };

	if (igd_serverinfo_parse((const char *)data, size, &info, &error) < 0) {
		if (!*error.message || info.status)
			abort(); /* an error without a reason, or half an answer */
		return;
	}
	check_text(info.hostname, sizeof(info.hostname));
	check_text(info.message, sizeof(info.message));
	check_text(info.version, sizeof(info.version));
	check_text(info.local_ip, sizeof(info.local_ip));
	if (info.https_port > UINT16_MAX || (!info.has_codecs && info.codecs))
		abort();
	if (*info.local_ip && igd_address_classify(info.local_ip) == IGD_ADDRESS_IS_NONE &&
		!strpbrk(info.local_ip, ".:"))
		abort();
	igd_serverinfo_encoder(&info);
}

static void read_network(const uint8_t *data, size_t size)
{
	struct igd_network network = { .kind = IGD_LINK_UNKNOWN };
	struct igd_error error = { 0 };

	if (igd_network_parse((const char *)data, size, &network, &error) < 0) {
		if (!*error.message)
			abort();
		return;
	}
	if (memchr(network.interface, '\0', sizeof(network.interface)) == NULL ||
		memchr(network.mode, '\0', sizeof(network.mode)) == NULL)
		abort();
}

static void check_route(const struct igd_route *route)
{
	if (!memchr(route->interface, '\0', sizeof(route->interface)) ||
		!memchr(route->gateway, '\0', sizeof(route->gateway)))
		abort();
	if (route->kind == IGD_ROUTE_DIRECT && !*route->interface)
		abort();
}

static void read_tables(const char *text)
{
	static const unsigned char four[] = { 192, 168, 122, 57 };
	static const unsigned char six[16] = { 0xfd, 0, 1, 0x22, [15] = 0x57 };
	struct igd_route route = igd_route_parse_4(text, four);
	char address[16], interface[16], mac[IGD_NEIGHBOUR_MAC];
	struct igd_address_line line;
	const char *at = text;

	check_route(&route);
	route = igd_route_parse_6(text, six);
	check_route(&route);
	igd_route_parse_is_on(text, "virbr0");
	igd_neighbour_parse(text, "192.168.122.57", "virbr0", mac);
	while (igd_neighbour_of(&at, "52:54:00:ab:00:16", address, interface))
		if (strlen(address) >= sizeof(address) || strlen(interface) >= sizeof(interface))
			abort();
	for (at = text; igd_address_line(&at, &line);)
		if (strlen(line.mac) >= sizeof(line.mac) ||
			strlen(line.address) >= sizeof(line.address))
			abort();
	igd_address_classify(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	struct igd_stream stream = { .error = 0 };
	size_t i;

	read_serverinfo(data, size);
	read_network(data, size);
	read_tables(text);
	igd_stream_parse(text, &stream);
	for (i = 0; i < IGD_STREAM_PORT_COUNT; i++)
		if (stream.ports[i].number > UINT16_MAX)
			abort();
	igd_web_status((const char *)data, size);
	return 0;
}
