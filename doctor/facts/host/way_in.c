// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * way_in - how a person still gets at the host when its iGPU has gone to a VM
 */
#include "facts/host/way_in.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/large.h"
#include "facts/host/pci.h"

/* Listening sockets come first (Linux net/ipv4/tcp_ipv4.c tcp_get_idx()), so the beginning holds them all. */
#define SOCKETS_LIMIT ((size_t)1 << 20)
#define LISTEN 0x0A /* TCP_LISTEN, Linux include/net/tcp_states.h */

static bool is_host_driver(const char *driver)
{
	return driver && strcmp(driver, "vfio-pci") != 0 && strcmp(driver, "pci-stub") != 0 &&
	       strcmp(driver, "pciback") != 0;
}

/* Whether one of the card's connectors has a monitor; without any connector the driver does not tell. */
static bool card_shows(struct igd_host *host, const char *card, const char *directory)
{
	const char *const *name = igd_host_list(host, directory);
	const char *lead = igd_host_print(host, "%s-", card), *status;
	bool has_connector = false;

	for (; name && *name; name++) {
		if (!igd_starts_with(*name, lead))
			continue;
		has_connector = true;
		status =
			igd_host_line(host, igd_host_print(host, "%s/%s/status", directory, *name));
		if (status && strcmp(status, "disconnected") != 0)
			return true;
	}
	return !has_connector;
}

static bool shows(struct igd_host *host, const struct igd_pci_device *device)
{
	const char *drm = igd_pci_path(host, device->address, "drm");
	const char *const *name = igd_host_list(host, drm);

	for (; name && *name; name++) {
		if (igd_starts_with(*name, "card"))
			return card_shows(host, *name, igd_host_print(host, "%s/%s", drm, *name));
	}
	return true;
}

const char *igd_way_in_display(struct igd_host *host)
{
	size_t i, count;
	const struct igd_pci_device *others = igd_other_displays(host, &count);
	const char *driver;

	for (i = 0; i < count; i++) {
		driver = igd_pci_driver(host, others[i].address);
		if (is_host_driver(driver) && shows(host, &others[i]))
			return igd_host_print(host, "display adapter %s (%s) is driven by %s",
				others[i].address, igd_pci_id(host, &others[i]), driver);
	}
	return NULL;
}

/* 127.0.0.0/8, ::1, and the former mapped into IPv6; words of four bytes, each printed as x86 holds it. */
static bool is_loopback(const char *address)
{
	size_t length = strlen(address);

	if (length == 32 && strcmp(address, "00000000000000000000000001000000") == 0)
		return true;
	if (length == 32 && !igd_starts_with(address, "0000000000000000FFFF0000"))
		return false;
	return length >= 8 && strcmp(address + length - 2, "7F") == 0;
}

static void parse_socket(const char *line, struct igd_text *ret)
{
	unsigned port, state;
	char address[33];

	if (sscanf(line, " %*u: %32[0-9A-F]:%4x %*32[0-9A-F]:%*4x %2x", address, &port, &state) !=
		3)
		return;
	if (state == LISTEN && !is_loopback(address))
		igd_text_printf(ret, "%u\n", port);
}

void igd_listeners_parse(const char *text, size_t size, struct igd_text *ret)
{
	const char *end = text + size, *line_end;
	char line[160];
	size_t length;

	for (; text < end; text = line_end + 1) {
		line_end = memchr(text, '\n', (size_t)(end - text));
		if (!line_end)
			return;
		length = (size_t)(line_end - text);
		length = length < sizeof(line) ? length : sizeof(line) - 1;
		memcpy(line, text, length);
		line[length] = '\0';
		parse_socket(line, ret);
	}
}

/* The addresses that the files hold are nobody's business, so only the ports are kept. */
static int read_listeners(struct igd_host *host, void *context, struct igd_text *ret)
{
	static const char *const paths[] = { "/proc/net/tcp", "/proc/net/tcp6" };
	bool has_any = false;
	size_t i;

	(void)context;
	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		IGD_AUTOTEXT struct igd_text text = { 0 };
		int error = igd_large_head(host, paths[i], SOCKETS_LIMIT, &text);

		if (error && error != ENOENT)
			return error;
		has_any |= !error;
		if (text.size)
			igd_listeners_parse(text.text, text.size, ret);
	}
	return has_any ? 0 : ENOENT;
}

static bool listens(const char *ports, const char *port)
{
	const char *at = ports ? strstr(ports, port) : NULL;

	while (at && at != ports && at[-1] != '\n')
		at = strstr(at + 1, port);
	return at != NULL;
}

const char *igd_way_in_login(struct igd_host *host)
{
	static const char *const servers[] = { "/run/sshd.pid", "/run/dropbear.pid" };
	size_t i;

	if (listens(igd_host_derive(host, "listeners", read_listeners, NULL), "22\n")) {
		igd_host_cite(host, "/proc/net/tcp", "port 22 listens");
		return "TCP port 22 (SSH) is open";
	}
	for (i = 0; i < sizeof(servers) / sizeof(*servers); i++) {
		if (igd_host_has(host, servers[i])) {
			igd_host_cite(host, servers[i], "present");
			return igd_host_print(host, "an SSH server runs (%s)", servers[i]);
		}
	}
	return NULL;
}

static bool is_serial(const char *console)
{
	return console && (igd_starts_with(console, "ttyS") || igd_starts_with(console, "ttyUSB") ||
				  igd_starts_with(console, "uart"));
}

/* "id:runlevels:action:process" */
static const char *inittab_getty(struct igd_host *host)
{
	const char *line = igd_host_text(host, "/etc/inittab"), *found;
	size_t length;

	for (; line && *line; line += length, line += *line == '\n') {
		length = strcspn(line, "\n");
		found = memmem(line, length, "ttyS", 4);
		if (*line == '#' || !found || !memmem(line, length, "getty", 5))
			continue;
		igd_host_cite(
			host, "/etc/inittab", "%.*s", (int)(length < 200 ? length : 200), line);
		return igd_host_print(host, "/etc/inittab starts a getty on %.*s",
			(int)strspn(found, "ttyS0123456789"), found);
	}
	return NULL;
}

const char *igd_way_in_serial(struct igd_host *host)
{
	const struct igd_cmdline *running = igd_cmdline_running(host);
	size_t i;

	for (i = 0; i < running->count; i++) {
		if (!igd_cmdline_same_name(running->arguments[i].name, "console") ||
			!is_serial(running->arguments[i].value))
			continue;
		igd_host_cite(host, IGD_PROC_CMDLINE, "%s", running->arguments[i].text);
		return igd_host_print(
			host, "the kernel has a serial console (%s)", running->arguments[i].text);
	}
	return inittab_getty(host);
}
