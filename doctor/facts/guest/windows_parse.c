// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * windows_parse - the query's answer, as it is recorded
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "facts/guest/json.h"
#include "facts/guest/windows.h"

/* The form of the answer, which the query puts in front. */
#define VERSION 1

/* The value of a key into a field of that name's struct. */
#define TEXT(item, key, field) igd_json_text(item, key, field, sizeof(field))

static void read_adapter(const cJSON *item, void *ret)
{
	struct igd_windows_adapter *adapter = ret;

	TEXT(item, "name", adapter->name);
	TEXT(item, "id", adapter->id);
	adapter->has_code = igd_json_number(item, "err", &adapter->code);
	TEXT(item, "st", adapter->status);
	TEXT(item, "ver", adapter->version);
	TEXT(item, "date", adapter->date);
	TEXT(item, "inf", adapter->inf);
	igd_json_number(item, "w", &adapter->width);
	igd_json_number(item, "h", &adapter->height);
}

static void read_device(const cJSON *item, void *ret)
{
	struct igd_windows_device *device = ret;

	TEXT(item, "name", device->name);
	TEXT(item, "cls", device->class);
	TEXT(item, "id", device->id);
	TEXT(item, "hw", device->hardware_id);
	TEXT(item, "svc", device->service);
	device->has_code = igd_json_number(item, "err", &device->code);
}

static void read_monitor(const cJSON *item, void *ret)
{
	struct igd_windows_monitor *monitor = ret;

	TEXT(item, "inst", monitor->instance);
	TEXT(item, "name", monitor->name);
	TEXT(item, "par", monitor->adapter);
	igd_json_bool(item, "act", &monitor->is_active);
}

static void read_service(const cJSON *item, void *ret)
{
	struct igd_windows_service *service = ret;

	TEXT(item, "name", service->name);
	TEXT(item, "state", service->state);
	TEXT(item, "mode", service->mode);
	TEXT(item, "path", service->path);
}

static void read_process(const cJSON *item, void *ret)
{
	struct igd_windows_process *process = ret;

	igd_json_number(item, "pid", &process->pid);
	igd_json_number(item, "sess", &process->session);
	TEXT(item, "path", process->path);
}

/* "0.0.0.0:47989", ":::47989", "fe80::1%5:47989"; the port is 0 for what is none. */
static void read_port(const cJSON *item, void *ret)
{
	struct igd_windows_port *port = ret;
	char text[sizeof(port->address) + 8], *colon;
	uint64_t number;

	igd_json_copy(item, text, sizeof(text));
	colon = strrchr(text, ':');
	if (!colon || igd_parse_u64(colon + 1, 10, &number) < 0 || number > UINT16_MAX)
		return;
	*colon = '\0';
	if (strlen(text) >= sizeof(port->address))
		return;
	memcpy(port->address, text, strlen(text) + 1);
	port->port = (uint16_t)number;
}

static void read_network(const cJSON *item, void *ret)
{
	struct igd_windows_network *network = ret;

	TEXT(item, "nic", network->interface);
	TEXT(item, "cat", network->category);
}

static void read_profile(const cJSON *item, void *ret)
{
	struct igd_windows_profile *profile = ret;
	char inbound[32];

	TEXT(item, "name", profile->name);
	igd_json_bool(item, "on", &profile->is_on);
	TEXT(item, "inb", inbound);
	/* "NotConfigured" is "Block" (Set-NetFirewallProfile -DefaultInboundAction). */
	profile->blocks = strcasecmp(inbound, "Allow") != 0;
}

static void read_rule(const cJSON *item, void *ret)
{
	struct igd_windows_rule *rule = ret;
	char action[32];

	TEXT(item, "name", rule->name);
	igd_json_bool(item, "on", &rule->is_on);
	TEXT(item, "act", action);
	rule->allows = strcasecmp(action, "Allow") == 0;
	TEXT(item, "prof", rule->profiles);
	TEXT(item, "proto", rule->protocol);
	TEXT(item, "prog", rule->program);
}

/* The list of a key. */
#define LIST(root, key, list, read, count)                                                         \
	igd_json_list(cJSON_GetObjectItemCaseSensitive(root, key), sizeof(*(list)), read, count)

/* The output's kind, to the monitor of the same instance. */
static void read_output(const cJSON *item, struct igd_windows *windows)
{
	char instance[IGD_WINDOWS_ID];
	uint32_t output;
	size_t i;

	TEXT(item, "inst", instance);
	for (i = 0; i < windows->monitor_count && igd_json_number(item, "tech", &output); i++) {
		struct igd_windows_monitor *monitor = &windows->monitors[i];

		if (monitor->has_output || strcasecmp(monitor->instance, instance) != 0)
			continue;
		monitor->has_output = true;
		monitor->output = output;
	}
}

static void read_outputs(const cJSON *root, struct igd_windows *windows)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, "out"), *item;
	size_t count = 0;

	if (cJSON_IsObject(list))
		read_output(list, windows);
	for (item = cJSON_IsArray(list) ? list->child : NULL; item && count < IGD_JSON_MAX_ITEMS;
		item = item->next, count++)
		read_output(item, windows);
}

static enum igd_vm_answer answer_of(const cJSON *root, const char *key)
{
	bool value;

	if (!igd_json_bool(root, key, &value))
		return IGD_VM_UNKNOWN;
	return value ? IGD_VM_YES : IGD_VM_NO;
}

static void read_ports(const cJSON *root, struct igd_windows *windows)
{
	struct igd_windows_port *tcp, *udp;
	size_t tcp_count, udp_count, i;

	tcp = LIST(root, "tcp", tcp, read_port, &tcp_count);
	udp = LIST(root, "udp", udp, read_port, &udp_count);
	windows->ports = igd_zalloc((tcp_count + udp_count + 1) * sizeof(*windows->ports));
	for (i = 0; i < tcp_count + udp_count; i++) {
		struct igd_windows_port port = i < tcp_count ? tcp[i] : udp[i - tcp_count];

		port.is_udp = i >= tcp_count;
		if (port.port)
			windows->ports[windows->port_count++] = port;
	}
	free(tcp);
	free(udp);
}

static void read_all(const cJSON *root, struct igd_windows *windows)
{
	windows->adapters =
		LIST(root, "gpu", windows->adapters, read_adapter, &windows->adapter_count);
	windows->devices = LIST(root, "pnp", windows->devices, read_device, &windows->device_count);
	windows->monitors =
		LIST(root, "mon", windows->monitors, read_monitor, &windows->monitor_count);
	read_outputs(root, windows);
	windows->services =
		LIST(root, "svc", windows->services, read_service, &windows->service_count);
	windows->processes =
		LIST(root, "proc", windows->processes, read_process, &windows->process_count);
	read_ports(root, windows);
	windows->networks =
		LIST(root, "net", windows->networks, read_network, &windows->network_count);
	windows->profiles =
		LIST(root, "fwp", windows->profiles, read_profile, &windows->profile_count);
	windows->rules = LIST(root, "fwr", windows->rules, read_rule, &windows->rule_count);
	windows->has_user = answer_of(root, "user");
	windows->has_hypervisor = answer_of(root, "hyp");
	windows->has_vbs = igd_json_number(root, "vbs", &windows->vbs);
}

/* Whether there is such a list, and nothing in it. */
static bool is_empty(const cJSON *root, const char *key)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, key);

	return cJSON_IsNull(list) || (cJSON_IsArray(list) && !list->child);
}

/*
 * Windows always has a display adapter, if only its own, and profiles of the firewall: where they are missing, whoever
 * tells of them did not answer, and so nor of services (WMI), or ports and rules (which are told by way of it as well).
 */
static void note_failures(const cJSON *root, struct igd_windows *windows)
{
	static const struct {
		const char *key;
		enum igd_windows_list list;
	} rows[] = { { "gpu", IGD_WINDOWS_ADAPTERS }, { "pnp", IGD_WINDOWS_DEVICES },
		{ "svc", IGD_WINDOWS_SERVICES }, { "proc", IGD_WINDOWS_PROCESSES },
		{ "tcp", IGD_WINDOWS_PORTS }, { "fwr", IGD_WINDOWS_RULES } };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(root, rows[i].key)))
			windows->failed |= 1u << rows[i].list;
	}
	if (is_empty(root, "gpu") && is_empty(root, "pnp"))
		windows->failed |= 1u << IGD_WINDOWS_ADAPTERS | 1u << IGD_WINDOWS_DEVICES |
				   1u << IGD_WINDOWS_SERVICES;
	if (is_empty(root, "tcp") && is_empty(root, "net") && is_empty(root, "fwp"))
		windows->failed |= 1u << IGD_WINDOWS_PORTS | 1u << IGD_WINDOWS_RULES;
}

bool igd_windows_is_told(const struct igd_windows *windows, enum igd_windows_list list)
{
	return !(windows->failed & 1u << list);
}

bool igd_windows_parse(const char *json, size_t size, struct igd_windows *ret)
{
	cJSON *root = igd_json_parse(json, size);
	uint32_t version;
	bool is_good =
		cJSON_IsObject(root) && igd_json_number(root, "v", &version) && version == VERSION;

	if (is_good) {
		*ret = (struct igd_windows){ 0 };
		read_all(root, ret);
		note_failures(root, ret);
	}
	cJSON_Delete(root);
	return is_good;
}

void igd_windows_done(struct igd_windows *windows)
{
	free(windows->adapters);
	free(windows->devices);
	free(windows->monitors);
	free(windows->services);
	free(windows->processes);
	free(windows->ports);
	free(windows->networks);
	free(windows->profiles);
	free(windows->rules);
	*windows = (struct igd_windows){ 0 };
}
