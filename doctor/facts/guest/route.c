// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route - by which way this host sends to an address, and whether somebody is there
 */
#include "facts/guest/route.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "facts/host/large.h"

#define ROUTES "/proc/net/route"
#define ROUTES_6 "/proc/net/ipv6_route"
#define NEIGHBOURS "/proc/net/arp"

static void cite(
	struct igd_host *host, const char *path, const char *address, const struct igd_route *route)
{
	if (route->kind == IGD_ROUTE_DIRECT)
		igd_host_cite(host, path, "%s is on %s", address, route->interface);
	else if (route->kind == IGD_ROUTE_GATEWAY)
		igd_host_cite(host, path, "%s is reached by way of %s on %s", address,
			route->gateway, route->interface);
	else if (route->kind == IGD_ROUTE_NONE)
		igd_host_cite(host, path, "no route to %s", address);
}

/* The table's text; NULL: it could not be read, which sticks, or the recording does not say. */
static const char *table_of(struct igd_host *host, const char *path)
{
	const char *text = igd_host_text(host, path);

	if (text)
		return text;
	if (igd_host_error(host, path) == ENODATA)
		igd_host_forgive(host, path);
	else if (!igd_host_error(host, path))
		return "";
	return NULL;
}

/*
 * The tables of routes hold addresses as hexadecimal numbers, which a redacted report would have to know as such; so what
 * is asked of them is recorded, and they are not.
 */
struct question {
	const char *path;
	const unsigned char *address; /* NULL: whether interface has a network of its own */
	const char *interface;
};

static void add_route(const struct igd_route *route, struct igd_text *ret)
{
	if (route->kind == IGD_ROUTE_LOOPBACK)
		igd_text_printf(ret, "loopback\n");
	else if (route->kind == IGD_ROUTE_DIRECT)
		igd_text_printf(ret, "direct %s\n", route->interface);
	else if (route->kind == IGD_ROUTE_GATEWAY)
		igd_text_printf(ret, "gateway %s %s\n", route->interface, route->gateway);
	else
		igd_text_printf(ret, "none\n");
}

static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	const struct question *question = context;
	IGD_AUTOTEXT struct igd_text table = { 0 };
	int error = igd_large_read(host, question->path, IGD_TEXT_LIMIT, &table);
	struct igd_route route;

	/* A kernel without IPv6 has no table of it, and no route. */
	if (error && error != ENOENT)
		return error;
	igd_text_add(&table, "", 1);
	if (!question->address) {
		igd_text_printf(ret, "%s\n",
			igd_route_parse_is_on(table.text, question->interface) ? "yes" : "no");
		return 0;
	}
	route = strcmp(question->path, ROUTES) == 0
			? igd_route_parse_4(table.text, question->address)
			: igd_route_parse_6(table.text, question->address);
	add_route(&route, ret);
	return 0;
}

/* What the recording does not say is no error. */
static const char *ask(struct igd_host *host, const char *key, struct question *question)
{
	const char *answer = igd_host_derive(host, key, work, question);

	if (!answer && igd_host_error(host, key) == ENODATA)
		igd_host_forgive(host, key);
	return answer;
}

static struct igd_route read_answer(const char *answer)
{
	struct igd_route route = { .kind = IGD_ROUTE_UNTOLD };

	if (strcmp(answer, "none\n") == 0)
		route.kind = IGD_ROUTE_NONE;
	else if (strcmp(answer, "loopback\n") == 0)
		route.kind = IGD_ROUTE_LOOPBACK;
	else if (sscanf(answer, "direct %15s", route.interface) == 1)
		route.kind = IGD_ROUTE_DIRECT;
	else if (sscanf(answer, "gateway %15s %45s", route.interface, route.gateway) == 2)
		route.kind = IGD_ROUTE_GATEWAY;
	return route;
}

static struct igd_route of_scope(const char *interface)
{
	struct igd_route route = { .kind = IGD_ROUTE_DIRECT };

	snprintf(route.interface, sizeof(route.interface), "%s", interface);
	return route;
}

struct igd_route igd_route_get(struct igd_host *host, const char *address)
{
	const char *scope = strchr(address, '%'), *answer;
	struct igd_route route = { .kind = IGD_ROUTE_UNTOLD };
	unsigned char bytes[16];
	struct question question = { ROUTES_6, bytes, NULL };

	if (scope)
		return of_scope(scope + 1);
	if (inet_pton(AF_INET, address, bytes) == 1)
		question.path = ROUTES;
	else if (inet_pton(AF_INET6, address, bytes) != 1)
		return route;
	answer = ask(host, igd_host_print(host, "route/%s", address), &question);
	if (!answer)
		return route;
	route = read_answer(answer);
	cite(host, question.path, address, &route);
	return route;
}

enum igd_neighbour igd_neighbour_get(struct igd_host *host, const char *address,
	const char *interface, char ret_mac[IGD_NEIGHBOUR_MAC])
{
	const char *table = strchr(address, ':') ? NULL : table_of(host, NEIGHBOURS);
	enum igd_neighbour neighbour;

	*ret_mac = '\0';
	if (!table)
		return IGD_NEIGHBOUR_UNTOLD;
	neighbour = igd_neighbour_parse(table, address, interface, ret_mac);
	if (neighbour == IGD_NEIGHBOUR_THERE)
		igd_host_cite(host, NEIGHBOURS, "%s on %s is %s", address, interface, ret_mac);
	else if (neighbour == IGD_NEIGHBOUR_SILENT)
		igd_host_cite(host, NEIGHBOURS, "%s on %s does not answer", address, interface);
	return neighbour;
}

bool igd_route_is_on(struct igd_host *host, const char *interface)
{
	struct question question = { ROUTES, NULL, interface };
	const char *answer = ask(host, igd_host_print(host, "route-on/%s", interface), &question);

	return answer && strcmp(answer, "yes\n") == 0;
}
