// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fake_libvirt_hand_read - of the false libvirt, what those ask who only read; for tests/cli/watch
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/attr.h"
#include "tests/unit/fake_libvirt_hand.h"

IGD_EXPORT virConnectPtr virConnectOpenReadOnly(const char *name)
{
	fake_connect(name);
	return fake_is("dead") ? NULL : &fake_connection;
}

IGD_EXPORT char *virConnectGetURI(virConnectPtr conn)
{
	return strdup(conn->uri);
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt.h calls it so
IGD_EXPORT int virConnectGetLibVersion(virConnectPtr conn, unsigned long *libVer)
{
	(void)conn;
	*libVer = 11003000;
	return 0;
}

// NOLINTNEXTLINE(readability-identifier-naming): libvirt.h calls it so
IGD_EXPORT int virConnectGetVersion(virConnectPtr conn, unsigned long *hvVer)
{
	(void)conn;
	*hvVer = 10000008;
	return 0;
}

IGD_EXPORT char *virConnectGetCapabilities(virConnectPtr conn)
{
	(void)conn;
	return NULL;
}

IGD_EXPORT int virConnectListAllDomains(
	virConnectPtr conn, virDomainPtr **domains, unsigned int flags)
{
	(void)conn;
	(void)flags;
	*domains = calloc(2, sizeof(virDomainPtr));
	if (!*domains)
		return -1;
	(*domains)[0] = &fake_domain;
	return 1;
}

IGD_EXPORT const char *virDomainGetName(virDomainPtr domain)
{
	(void)domain;
	return "win11";
}

IGD_EXPORT int virDomainIsActive(virDomainPtr domain)
{
	return domain->state == VIR_DOMAIN_RUNNING;
}

IGD_EXPORT char *virDomainGetXMLDesc(virDomainPtr domain, unsigned int flags)
{
	char *xml = NULL;

	(void)domain;
	if (flags & VIR_DOMAIN_XML_SECURE)
		abort();
	if (asprintf(&xml,
		    "<domain type='kvm'><name>win11</name><memory unit='MiB'>4096</memory>"
		    "<os><type arch='x86_64' machine='pc-q35-9.2'>hvm</type></os><devices>"
		    "<emulator>/usr/bin/qemu-system-x86_64</emulator>"
		    "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'%s/>"
		    "</channel><channel type='unix'><target type='virtio' name='other.0' "
		    "state='connected'/></channel></devices></domain>",
		    fake_is("connected") ? " state='connected'" : "") < 0)
		abort();
	return xml;
}
