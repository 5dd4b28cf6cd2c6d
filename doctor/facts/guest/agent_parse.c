// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * agent_parse - the agent's answers, as they are recorded
 *
 * QEMU qga/qapi-schema.json: GuestAgentInfo, GuestOSInfo, GuestNetworkInterface. What is not understood is left out.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts/guest/agent.h"
#include "facts/guest/json.h"

static void read_command(const cJSON *item, struct igd_agent_info *info)
{
	char name[64];
	bool is_enabled;

	info->command_count++;
	igd_json_text(item, "name", name, sizeof(name));
	if (strcmp(name, "guest-exec") == 0 && igd_json_bool(item, "enabled", &is_enabled))
		info->may_exec = is_enabled ? IGD_VM_YES : IGD_VM_NO;
}

bool igd_agent_parse_info(const char *json, size_t size, struct igd_agent_info *ret)
{
	cJSON *root = igd_json_parse(json, size);
	bool is_good = cJSON_IsObject(root);
	const cJSON *list, *item;

	if (is_good) {
		*ret = (struct igd_agent_info){ 0 };
		igd_json_text(root, "version", ret->version, sizeof(ret->version));
		list = cJSON_GetObjectItemCaseSensitive(root, "supported_commands");
		ret->may_exec = cJSON_IsArray(list) ? IGD_VM_NO : IGD_VM_UNKNOWN;
		for (item = cJSON_IsArray(list) ? list->child : NULL; item; item = item->next)
			read_command(item, ret);
	}
	cJSON_Delete(root);
	return is_good;
}

bool igd_agent_parse_os(const char *json, size_t size, struct igd_agent_os *ret)
{
	cJSON *root = igd_json_parse(json, size);
	bool is_good = cJSON_IsObject(root);
	struct igd_agent_os os = { 0 };

	if (is_good) {
		igd_json_text(root, "id", os.id, sizeof(os.id));
		igd_json_text(root, "pretty-name", os.name, sizeof(os.name));
		if (!*os.name)
			igd_json_text(root, "name", os.name, sizeof(os.name));
		igd_json_text(root, "kernel-release", os.build, sizeof(os.build));
		/* qga/commands-win32.c qmp_guest_get_osinfo() */
		os.is_windows = strcmp(os.id, "mswindows") == 0;
		*ret = os;
	}
	cJSON_Delete(root);
	return is_good;
}

/* Without what stands behind a '%', which is of the guest alone. */
static void read_address(const cJSON *item, void *ret)
{
	struct igd_agent_address *address = ret;
	unsigned char bytes[sizeof(struct in6_addr)];
	char text[64];
	uint32_t prefix;

	igd_json_text(item, "ip-address", text, sizeof(text));
	text[strcspn(text, "%")] = '\0';
	address->is_ipv6 = strchr(text, ':') != NULL;
	if (inet_pton(address->is_ipv6 ? AF_INET6 : AF_INET, text, bytes) == 1)
		inet_ntop(address->is_ipv6 ? AF_INET6 : AF_INET, bytes, address->text,
			sizeof(address->text));
	if (igd_json_number(item, "prefix", &prefix) && prefix <= 128)
		address->prefix = prefix;
}

/* "52:54:00:aa:bb:cc", in any case and with '-' as Windows writes it. */
static void read_mac(const cJSON *item, char *ret)
{
	char text[18];
	size_t i;

	igd_json_text(item, "hardware-address", text, sizeof(text));
	if (strlen(text) != 17)
		return;
	for (i = 0; i < 17; i++) {
		if (i % 3 == 2 ? text[i] != ':' && text[i] != '-'
			       : !isxdigit((unsigned char)text[i]))
			return;
		text[i] = (char)(i % 3 == 2 ? ':' : tolower((unsigned char)text[i]));
	}
	memcpy(ret, text, sizeof(text));
}

/* Those that are addresses. */
static size_t compact(struct igd_agent_address *list, size_t count)
{
	size_t i, kept = 0;

	for (i = 0; i < count; i++) {
		if (*list[i].text)
			list[kept++] = list[i];
	}
	return kept;
}

static void read_interface(const cJSON *item, void *ret)
{
	struct igd_agent_interface *interface = ret;

	igd_json_text(item, "name", interface->name, sizeof(interface->name));
	read_mac(item, interface->mac);
	interface->addresses = igd_json_list(cJSON_GetObjectItemCaseSensitive(item, "ip-addresses"),
		sizeof(*interface->addresses), read_address, &interface->address_count);
	interface->address_count = compact(interface->addresses, interface->address_count);
}

bool igd_agent_parse_interfaces(const char *json, size_t size, struct igd_agent_interfaces *ret)
{
	cJSON *root = igd_json_parse(json, size);
	bool is_good = cJSON_IsArray(root);

	if (is_good)
		ret->list = igd_json_list(root, sizeof(*ret->list), read_interface, &ret->count);
	cJSON_Delete(root);
	return is_good;
}

void igd_agent_interfaces_done(struct igd_agent_interfaces *interfaces)
{
	size_t i;

	for (i = 0; i < interfaces->count; i++)
		free(interfaces->list[i].addresses);
	free(interfaces->list);
	*interfaces = (struct igd_agent_interfaces){ 0 };
}
