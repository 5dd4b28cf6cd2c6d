// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_windows - any bytes as what a guest's agent answers, and as what Windows does
 *
 * Whatever it is taken for: no text that is kept can do anything to a terminal, no list is longer than it may be, and
 * all that is concluded from it is one of the conclusions that there are.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/guest/driver_version.h"
#include "facts/guest/json.h"
#include "facts/guest/listening.h"
#include "facts/guest/monitor.h"
#include "facts/guest/problem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEVICE 0x4680

static void check_text(const char *text, size_t room)
{
	IGD_AUTOFREE char *shown = NULL;

	if (!memchr(text, '\0', room))
		abort();
	shown = igd_printable(text, strlen(text), SIZE_MAX / 2);
	if (strcmp(shown, text) != 0)
		abort();
}
#define CHECK(field) check_text(field, sizeof(field))

static void check_agent(const char *data, size_t size)
{
	struct igd_agent_interfaces interfaces = { 0 };
	struct igd_agent_info info = { 0 };
	struct igd_agent_os os = { 0 };
	size_t i, j;

	if (igd_agent_parse_info(data, size, &info))
		CHECK(info.version);
	if (igd_agent_parse_os(data, size, &os)) {
		CHECK(os.id);
		CHECK(os.name);
		CHECK(os.build);
	}
	if (!igd_agent_parse_interfaces(data, size, &interfaces) && interfaces.list)
		abort();
	if (interfaces.count > IGD_JSON_MAX_ITEMS)
		abort();
	for (i = 0; i < interfaces.count; i++) {
		CHECK(interfaces.list[i].name);
		CHECK(interfaces.list[i].mac);
		for (j = 0; j < interfaces.list[i].address_count; j++) {
			CHECK(interfaces.list[i].addresses[j].text);
			if (!*interfaces.list[i].addresses[j].text ||
				interfaces.list[i].addresses[j].prefix > 128)
				abort();
		}
	}
	igd_agent_interfaces_done(&interfaces);
}

static void check_displays(const struct igd_windows *windows)
{
	struct igd_windows_igpu igpu = igd_windows_igpu(windows, DEVICE);
	struct igd_driver_version version;
	enum igd_monitor_place place;
	const struct igd_windows_monitor *monitor = igd_monitor_choose(windows, DEVICE, &place);
	size_t i;

	if (!*igpu.name || igpu.is_there != (igpu.adapter || igpu.device) ||
		!igd_problem(igpu.code)->what || !monitor != (place == IGD_MONITOR_OFF))
		abort();
	if (monitor && (!monitor->is_active || place > IGD_MONITOR_ON_IGPU))
		abort();
	for (i = 0; i < windows->adapter_count; i++) {
		CHECK(windows->adapters[i].name);
		CHECK(windows->adapters[i].id);
		CHECK(windows->adapters[i].version);
		if (igd_driver_version_parse(windows->adapters[i].version, &version))
			igd_driver_version_is_old(&version);
	}
	for (i = 0; i < windows->device_count; i++)
		CHECK(windows->devices[i].hardware_id);
	for (i = 0; i < windows->monitor_count; i++)
		CHECK(windows->monitors[i].name);
}

static void check_sunshine(const struct igd_windows *windows)
{
	const struct igd_windows_service *service = igd_sunshine_service(windows);
	uint16_t port;
	enum igd_listening listening = igd_sunshine_listening(windows, &port);
	enum igd_firewall firewall = igd_sunshine_firewall(windows, "TCP");
	size_t i;

	if (!service != !windows->service_count || listening > IGD_LISTENING_NOBODY ||
		firewall > IGD_FIREWALL_UNTOLD)
		abort();
	if (listening == IGD_LISTENING ? igd_listening_words(listening) != NULL || port <= 5
				       : !igd_listening_words(listening))
		abort();
	for (i = 0; i < windows->port_count; i++) {
		CHECK(windows->ports[i].address);
		if (!windows->ports[i].port)
			abort();
	}
	for (i = 0; i < windows->rule_count; i++)
		CHECK(windows->rules[i].profiles);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_windows windows = { 0 };

	check_agent((const char *)data, size);
	if (!igd_windows_parse((const char *)data, size, &windows)) {
		if (windows.adapters || windows.ports)
			abort();
		return 0;
	}
	if (windows.adapter_count > IGD_JSON_MAX_ITEMS || windows.rule_count > IGD_JSON_MAX_ITEMS ||
		windows.port_count > 2 * IGD_JSON_MAX_ITEMS)
		abort();
	check_displays(&windows);
	check_sunshine(&windows);
	igd_windows_done(&windows);
	return 0;
}
