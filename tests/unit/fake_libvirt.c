// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fake_libvirt - libvirt's client library as test_libvirt wants it: what it does is said by the URI "fake:///WORD"
 *
 * Built against the headers of the true one, so that every function has the type that callers expect.
 */
#include <dirent.h>
#include <errno.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/attr.h"
#define MAX_DOMAINS 300

struct _virDomain {
	char name[32];
	size_t size; /* of its XML */
};

struct _virConnect {
	char word[32];
};

struct _virNetwork {
	const char *name;
	int is_active;
};

static struct _virConnect connection;
static struct _virDomain machines[MAX_DOMAINS];
static virError last;
static char message[2048];

static int is(const char *word)
{
	return strcmp(connection.word, word) == 0;
}

static int fail(int code, int number, const char *text)
{
	snprintf(message, sizeof(message), "%s", text);
	last.code = code;
	last.int1 = number;
	last.message = message;
	return -1;
}

IGD_EXPORT void virSetErrorFunc(void *data, virErrorFunc handler)
{
	(void)data;
	(void)handler;
}

IGD_EXPORT virErrorPtr virGetLastError(void)
{
	return is("wordless") ? NULL : &last;
}

static int count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	int count = 0;

	while (directory && readdir(directory))
		count++;
	if (directory)
		closedir(directory);
	return count - 3; /* "." and "..", and the directory's own */
}

static void tell_surroundings(void)
{
	char text[1024], place[256] = "";

	snprintf(text, sizeof(text),
		"autostart=%s display=%s driver=%s directory=%s descriptors=%d",
		getenv("LIBVIRT_AUTOSTART"), getenv("DISPLAY") ? "set" : "unset",
		getenv("LIBVIRT_DRIVER_DIR") ? "set" : "unset",
		getcwd(place, sizeof(place)) ? place : "", count_descriptors());
	fail(VIR_ERR_INTERNAL_ERROR, 0, text);
}

IGD_EXPORT virConnectPtr virConnectOpenReadOnly(const char *name)
{
	static const struct {
		const char *word;
		int code, number;
	} failures[] = {
		{ "refused", VIR_ERR_AUTH_FAILED, 0 },
		{ "denied", VIR_ERR_ACCESS_DENIED, 0 },
		{ "forbidden", VIR_ERR_SYSTEM_ERROR, EACCES },
		{ "dead", VIR_ERR_SYSTEM_ERROR, ECONNREFUSED },
		{ "nowhere", VIR_ERR_SYSTEM_ERROR, ENOENT },
		{ "broken", VIR_ERR_SYSTEM_ERROR, EPIPE },
		{ "strange", VIR_ERR_INTERNAL_ERROR, EACCES },
	};
	size_t i;

	snprintf(connection.word, sizeof(connection.word), "%s", strrchr(name, '/') + 1);
	if (is("hang"))
		pause();
	if (is("crash"))
		raise(SIGSEGV);
	if (is("surroundings"))
		tell_surroundings();
	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		if (is(failures[i].word))
			fail(failures[i].code, failures[i].number, "in libvirt's\nown words");
	}
	if (is("long")) {
		memset(message, 'x', sizeof(message) - 1);
		last.message = message;
	}
	return last.code || is("wordless") || is("long") ? NULL : &connection;
}

IGD_EXPORT char *virConnectGetURI(virConnectPtr conn)
{
	return strdup(
		conn == &connection && is("forged") ? "qemu:///a\nqemu 1.2.3" : "qemu:///system");
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt.h calls it so
IGD_EXPORT int virConnectGetLibVersion(virConnectPtr conn, unsigned long *libVer)
{
	(void)conn;
	*libVer = 11003001;
	return 0;
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt.h calls it so
IGD_EXPORT int virConnectGetVersion(virConnectPtr conn, unsigned long *hvVer)
{
	(void)conn;
	if (is("slow") || is("slow-running"))
		pause();
	*hvVer = 10000008;
	return is("modest") ? -1 : 0;
}

IGD_EXPORT char *virConnectGetCapabilities(virConnectPtr conn)
{
	(void)conn;
	if (is("modest"))
		return NULL;
	if (is("forged"))
		return strdup("<arch name='x86_64'><emulator>/a\nqemu 1</emulator>");
	return strdup(
		"<guest><arch name='i686'><emulator>/usr/bin/qemu-system-i386</emulator></arch>"
		"</guest><guest><arch name='x86_64'>\n"
		"<emulator>/usr/bin/qemu-system-x86_64</emulator></arch></guest>");
}

static int fill(int count, size_t size)
{
	int i;

	for (i = 0; i < count; i++) {
		snprintf(machines[i].name, sizeof(machines[i].name), "vm%d", i);
		machines[i].size = size;
	}
	return count;
}

IGD_EXPORT int virConnectListAllDomains(
	virConnectPtr conn, virDomainPtr **domains, unsigned int flags)
{
	int i, count = 1;

	(void)conn;
	(void)flags;
	if (is("listless"))
		return fail(VIR_ERR_OPERATION_DENIED, 0, "not for you");
	fill(1, 64);
	if (is("many"))
		count = fill(MAX_DOMAINS, 64);
	if (is("large"))
		machines[0].size = (size_t)(1 << 20) + 1;
	if (is("fat"))
		count = fill(20, 1 << 10);
	if (is("names"))
		strcpy(machines[0].name, "my vm/\xc3\xa4%\n");
	if (is("nameless"))
		strcpy(machines[0].name, "");
	*domains = calloc((size_t)count + 1, sizeof(virDomainPtr));
	for (i = 0; *domains && i < count; i++)
		(*domains)[i] = &machines[i];
	return count;
}

IGD_EXPORT const char *virDomainGetName(virDomainPtr domain)
{
	return domain->name;
}

IGD_EXPORT int virDomainIsActive(virDomainPtr domain)
{
	(void)domain;
	return is("running") || is("gone") || is("arp") || is("addressless") || is("hostile") ||
	       is("nethang") || is("leasehang") || is("netcrash") || is("slow-running");
}

IGD_EXPORT char *virDomainGetXMLDesc(virDomainPtr domain, unsigned int flags)
{
	char *xml = NULL;

	if (flags & VIR_DOMAIN_XML_SECURE)
		abort();
	if (!is("gone"))
		xml = malloc(domain->size + 1);
	if (!xml)
		return NULL;
	memset(xml, flags & VIR_DOMAIN_XML_INACTIVE ? 'i' : 'l', domain->size);
	xml[domain->size] = '\0';
	return xml;
}

/* An older library has no such functions. */
#ifndef FAKE_LIBVIRT_IS_OLD
static virDomainInterfacePtr interface_of(const char *mac, const char *const *addresses)
{
	virDomainInterfacePtr interface = calloc(1, sizeof(*interface));
	unsigned i;

	if (!interface)
		abort();
	interface->hwaddr = strdup(mac);
	while (addresses[interface->naddrs])
		interface->naddrs++;
	interface->addrs = calloc(interface->naddrs + 1, sizeof(*interface->addrs));
	if (!interface->addrs)
		abort();
	for (i = 0; i < interface->naddrs; i++)
		interface->addrs[i].addr = strdup(addresses[i]);
	return interface;
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt.h calls it so
IGD_EXPORT int virDomainInterfaceAddresses(
	virDomainPtr dom, virDomainInterfacePtr **ifaces, unsigned int source, unsigned int flags)
{
	static const char *const leases[] = { "192.168.122.57", "fe80::5054:ff:fe00:16", NULL };
	static const char *const neighbours[] = { "192.168.122.58", NULL };
	static const char *const lies[] = { "1.2.3.4 lease\n00:00 5.6.7.8", "", "10.0.0.1", NULL };
	int is_lease = source == VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE;

	(void)dom;
	if (flags || source == VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT)
		abort();
	if (is("leasehang"))
		pause();
	if (is("addressless") || (is("arp") && is_lease))
		return fail(VIR_ERR_SYSTEM_ERROR, ECONNREFUSED, "no virtnetworkd");
	*ifaces = calloc(2, sizeof(virDomainInterfacePtr));
	if (!*ifaces)
		abort();
	if (is("hostile"))
		(*ifaces)[0] = interface_of("52:54:00:00:00:16", lies);
	else
		(*ifaces)[0] = interface_of("52:54:00:AB:00:16", is_lease ? leases : neighbours);
	return 1;
}

IGD_EXPORT int virConnectListAllNetworks(
	virConnectPtr conn, virNetworkPtr **nets, unsigned int flags)
{
	static struct _virNetwork networks[] = { { "default", 1 }, { "my net", 0 } };

	(void)conn;
	(void)flags;
	if (is("nethang"))
		pause();
	if (is("netcrash"))
		raise(SIGSEGV);
	if (is("modest"))
		return fail(VIR_ERR_NO_SUPPORT, 0, "this function is not supported");
	if (is("addressless"))
		return fail(VIR_ERR_SYSTEM_ERROR, ECONNREFUSED, "no virtnetworkd");
	*nets = calloc(3, sizeof(virNetworkPtr));
	if (!*nets)
		abort();
	(*nets)[0] = &networks[0];
	(*nets)[1] = &networks[1];
	return 2;
}

IGD_EXPORT const char *virNetworkGetName(virNetworkPtr network)
{
	return network->name;
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt.h calls it so
IGD_EXPORT int virNetworkIsActive(virNetworkPtr net)
{
	return net->is_active;
}

IGD_EXPORT char *virNetworkGetXMLDesc(virNetworkPtr network, unsigned int flags)
{
	(void)flags;
	return is("gone") ? NULL
			  : strdup(network->is_active ? "<network/>" : "<network>i</network>");
}
#endif
