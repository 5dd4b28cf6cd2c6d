// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide_libvirt - what libvirt says that the VM depends on
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "fixes/create/create_private.h"

#define CONNECTION IGD_LIBVIRT_DIR "/connection"
#define DOMAINS IGD_LIBVIRT_DIR "/domains"
#define NETWORKS IGD_LIBVIRT_DIR "/networks"
#define SYSTEM "qemu:///system"
/* <qemu:override> came with it (libvirt 11.3 docs/drvqemu.rst). */
#define FIRST_LIBVIRT 8002u

/* What follows "KEY " in a line of text, host memory; NULL for none. */
static const char *value_of(struct igd_host *host, const char *text, const char *key)
{
	size_t length = strlen(key);

	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strncmp(text, key, length) == 0 && text[length] == ' ')
			return igd_host_print(host, "%.*s", (int)strcspn(text + length + 1, "\n"),
				text + length + 1);
	return NULL;
}

static const char *read_text(struct igd_host *host, const char *path)
{
	const char *text = igd_host_text(host, path);

	igd_host_forgive(host, path);
	return text;
}

/* "11.3.0" as 11003. */
static unsigned version_of(const char *text)
{
	struct igd_qemu_version version;

	return text && igd_qemu_parse_number(text, &version) ? version.major * 1000 + version.minor
							     : 0;
}

/* One that is not told of here (beyond 256, or since): then `virsh define` refuses, as their UUIDs differ. */
static bool has_name(const char *domains, const char *name)
{
	const char *line = domains, *at;
	size_t length = strlen(name);

	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		at = line + strcspn(line, " \n");
		if (*at == ' ' && strncmp(at + 1, name, length) == 0 &&
			(at[1 + length] == '\n' || !at[1 + length]))
			return true;
	}
	return false;
}

/* Of a line "active NAME" the name, if it is one that can be written as it stands; NULL for any other line. */
static const char *network_of(struct igd_host *host, const char *line, const char *state)
{
	size_t length = strcspn(line, "\n"), lead = strlen(state);
	const char *name;

	if (length <= lead + 1 || strncmp(line, state, lead) != 0 || line[lead] != ' ')
		return NULL;
	name = igd_host_print(host, "%.*s", (int)(length - lead - 1), line + lead + 1);
	return strchr(name, '%') ? NULL : name;
}

/* "default" before any other of that state. */
static const char *find_network(struct igd_host *host, const char *networks, const char *state)
{
	const char *line, *name, *first = NULL;

	for (line = networks; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		name = network_of(host, line, state);
		if (name && strcmp(name, "default") == 0)
			return name;
		if (name && !first)
			first = name;
	}
	return first;
}

static void choose_network(struct igd_create *create)
{
	const char *networks = read_text(create->host, NETWORKS);

	create->net = IGD_CREATE_NETWORK;
	create->network = find_network(create->host, networks, "active");
	if (create->network)
		return;
	create->network = find_network(create->host, networks, "inactive");
	if (create->network) {
		igd_create_hinder(create,
			"Start libvirt's network before the VM, which does not start without it: `virsh net-start %s`, and "
			"`virsh net-autostart %s` for the next boots.",
			create->network, create->network);
		return;
	}
	create->net = IGD_CREATE_USER;
	igd_create_note(create,
		"libvirt %s, so the VM is in QEMU's user mode network: it reaches the internet, but nobody reaches it, "
		"and no Moonlight will connect. `virsh edit %s` gives it a bridge or network later.",
		networks ? "has no network" : "tells of no network", create->name);
}

static void read_versions(struct igd_create *create, const char *connection)
{
	const struct igd_qemu_version *asked =
		igd_host_given(create->host, "qemu") ? igd_qemu_version(create->host) : NULL;
	const char *qemu = value_of(create->host, connection, "qemu");

	create->libvirt = version_of(value_of(create->host, connection, "libvirt"));
	if (asked)
		create->qemu = *asked;
	create->is_qemu_known = asked || (qemu && igd_qemu_parse_number(qemu, &create->qemu));
}

int igd_create_by_libvirt(struct igd_create *create, struct igd_error *reterr)
{
	const char *connection = read_text(create->host, CONNECTION);
	const char *uri = value_of(create->host, connection, "uri");
	const char *domains = connection ? read_text(create->host, DOMAINS) : NULL;

	create->has_libvirt = uri && strcmp(uri, SYSTEM) == 0 && domains;
	read_versions(create, connection);
	if (create->libvirt && create->libvirt < FIRST_LIBVIRT)
		return igd_error_set(reterr, ENOTSUP,
			"libvirt %u.%u is too old: what the iGPU needs is said by <qemu:override>, which came with libvirt "
			"8.2",
			create->libvirt / 1000, create->libvirt % 1000);
	if (has_name(domains, create->name))
		return igd_error_set(reterr, EEXIST,
			"libvirt has a VM %s already: give another name, or bring that one up with `igd-doctor up --vm "
			"%s`",
			create->name, create->name);
	choose_network(create);
	return 0;
}
