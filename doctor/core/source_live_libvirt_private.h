// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_libvirt_private - in the child that asks libvirt: its library, and how its answers are told
 */
#ifndef IGD_CORE_SOURCE_LIVE_LIBVIRT_PRIVATE_H
#define IGD_CORE_SOURCE_LIVE_LIBVIRT_PRIVATE_H

#include <libvirt/libvirt.h>
#include <stdio.h>

#include "core/libvirt_client.h"
#include "core/source_live_libvirt.h"

/* The functions that are used, each with the type of its prototype; NULL for one that this library is too old for. */
struct igd_libvirt_library {
	__typeof__(virSetErrorFunc) *set_error_func;
	__typeof__(virGetLastError) *get_last_error;
	__typeof__(virConnectOpenReadOnly) *open_read_only;
	__typeof__(virConnectGetURI) *get_uri;
	__typeof__(virConnectGetLibVersion) *get_lib_version;
	__typeof__(virConnectGetVersion) *get_version;
	__typeof__(virConnectGetCapabilities) *get_capabilities;
	__typeof__(virConnectListAllDomains) *list_all_domains;
	__typeof__(virDomainGetName) *get_name;
	__typeof__(virDomainIsActive) *is_active;
	__typeof__(virDomainGetXMLDesc) *get_xml;
	/* NULL if missing: 1.2.14 */
	__typeof__(virDomainInterfaceAddresses) *interface_addresses;
	/* 0.10.2, and what the list of networks is good for */
	__typeof__(virConnectListAllNetworks) *list_all_networks;
	__typeof__(virNetworkGetName) *get_network_name;
	__typeof__(virNetworkIsActive) *is_network_active;
	__typeof__(virNetworkGetXMLDesc) *get_network_xml;
};

struct igd_libvirt_teller {
	struct igd_libvirt_library library;
	virConnectPtr connection;
	FILE *out;
	size_t told, max_all; /* bytes of XML */
	struct igd_text plan; /* IGD_LIBVIRT_PLAN */
	unsigned planned;     /* VMs in it */
};

/* Tells a node below IGD_LIBVIRT_DIR. */
void igd_libvirt_say(const struct igd_libvirt_teller *teller, const char *name,
	enum igd_node_type type, int error, const char *text);

/* Tells a file of XML, as far as the bounds let it; NULL: what it described is gone. */
void igd_libvirt_say_xml(struct igd_libvirt_teller *teller, const char *path, const char *xml);

/* Finds the functions that may be missing. */
void igd_libvirt_load_networks(struct igd_libvirt_library *library, const char *name);

/* Takes the addresses of a VM that runs into the plan; place is "domain/NAME". */
void igd_libvirt_plan_addresses(struct igd_libvirt_teller *teller, const char *place);

/* `networks` and `network/NAME.xml`: nothing where libvirt is too old to be asked, an error where it does not tell. */
void igd_libvirt_say_networks(struct igd_libvirt_teller *teller);

/* `domain/NAME/addresses` of those that run, each at once. */
void igd_libvirt_say_addresses(
	const struct igd_libvirt_teller *teller, const virDomainPtr *domains, int count);

#endif
