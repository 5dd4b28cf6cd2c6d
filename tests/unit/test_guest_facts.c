// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guest_facts - what is read out of a guest's answers, however they are meant, and what is concluded from it
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/guest/driver_version.h"
#include "facts/guest/json.h"
#include "facts/guest/listening.h"
#include "facts/guest/monitor.h"
#include "facts/guest/problem.h"
#include "tests/unit/unit.h"

static void test_info(void **state)
{
	static const struct {
		const char *json;
		bool is_good;
		enum igd_vm_answer may_exec;
		size_t count;
	} cases[] = {
		{ "{\"supported_commands\":[{\"name\":\"guest-exec\",\"enabled\":true}]}", true,
			IGD_VM_YES, 1 },
		{ "{\"supported_commands\":[{\"name\":\"guest-exec\",\"enabled\":false},{}]}", true,
			IGD_VM_NO, 2 },
		{ "{\"supported_commands\":[{\"name\":\"guest-exec-status\",\"enabled\":true}]}",
			true, IGD_VM_NO, 1 },
		{ "{\"supported_commands\":{\"name\":\"guest-exec\"}}", true, IGD_VM_UNKNOWN, 0 },
		{ "{\"supported_commands\":[null,7,[\"guest-exec\"]]}", true, IGD_VM_NO, 3 },
		{ "{}", true, IGD_VM_UNKNOWN, 0 },
		{ "[]", false, IGD_VM_UNKNOWN, 0 },
		{ "", false, IGD_VM_UNKNOWN, 0 },
		{ "{\"version\":", false, IGD_VM_UNKNOWN, 0 },
	};
	struct igd_agent_info info;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		memset(&info, 0, sizeof(info));
		assert_int_equal(igd_agent_parse_info(cases[i].json, strlen(cases[i].json), &info),
			cases[i].is_good);
		if (info.may_exec != cases[i].may_exec || info.command_count != cases[i].count)
			fail_msg("%s", cases[i].json);
	}
}

static void test_os(void **state)
{
	static const char windows[] =
		"{\"id\":\"mswindows\",\"pretty-name\":\"Windows\\u001b[31m 11\","
		"\"name\":\"x\",\"kernel-release\":\"22631\"}";
	static const char linux_os[] =
		"{\"id\":\"debian\",\"name\":\"Debian\",\"kernel-release\":7}";
	struct igd_agent_os os = { 0 };

	(void)state;
	assert_true(igd_agent_parse_os(windows, strlen(windows), &os));
	assert_true(os.is_windows);
	assert_string_equal(os.name, "Windows\\x1b[31m 11");
	assert_string_equal(os.build, "22631");
	assert_true(igd_agent_parse_os(linux_os, strlen(linux_os), &os));
	assert_false(os.is_windows);
	assert_string_equal(os.name, "Debian");
	assert_string_equal(os.build, "");
	assert_false(igd_agent_parse_os("7", 1, &os));
}

static void test_interfaces(void **state)
{
	static const char json[] =
		"[{\"name\":\"Ethernet\",\"hardware-address\":\"52-54-00-AA-bb-0C\",\"ip-addresses\":["
		"{\"ip-address\":\"192.168.122.50\",\"prefix\":24},"
		"{\"ip-address\":\"FE80:0::1%6\",\"prefix\":64},"
		"{\"ip-address\":\"999.1.1.1\",\"prefix\":24},{\"ip-address\":7},{},7,"
		"{\"ip-address\":\"10.0.0.1\",\"prefix\":129},{\"ip-address\":\"10.0.0.2\","
		"\"prefix\":1.5},{\"ip-address\":\"$(reboot)\"}]},"
		"{\"name\":\"x\",\"hardware-address\":\"52:54:00:aa:bb:cg\",\"ip-addresses\":"
		"{\"ip-address\":\"::1\",\"prefix\":128}},7]";
	struct igd_agent_interfaces ret = { 0 };
	const struct igd_agent_address *list;

	(void)state;
	assert_true(igd_agent_parse_interfaces(json, strlen(json), &ret));
	assert_int_equal(ret.count, 3);
	assert_string_equal(ret.list[0].name, "Ethernet");
	assert_string_equal(ret.list[0].mac, "52:54:00:aa:bb:0c");
	assert_int_equal(ret.list[0].address_count, 4);
	list = ret.list[0].addresses;
	assert_string_equal(list[0].text, "192.168.122.50");
	assert_int_equal(list[0].prefix, 24);
	assert_false(list[0].is_ipv6);
	assert_string_equal(list[1].text, "fe80::1");
	assert_true(list[1].is_ipv6);
	assert_string_equal(list[2].text, "10.0.0.1");
	assert_int_equal(list[2].prefix, 0);
	assert_int_equal(list[3].prefix, 0);
	assert_string_equal(ret.list[1].mac, "");
	assert_int_equal(ret.list[1].address_count, 1);
	assert_string_equal(ret.list[1].addresses[0].text, "::1");
	assert_int_equal(ret.list[2].address_count, 0);
	igd_agent_interfaces_done(&ret);
	assert_false(igd_agent_parse_interfaces("{}", 2, &ret));
	assert_null(ret.list);
}

static struct igd_windows windows_of(const char *json)
{
	struct igd_windows windows = { 0 };

	if (!igd_windows_parse(json, strlen(json), &windows))
		fail_msg("%s", json);
	return windows;
}

/* Numbers that are none, texts that are long, lists that are long, and values of the wrong type. */
static void test_bounds(void **state)
{
	IGD_AUTOTEXT struct igd_text json = { 0 };
	struct igd_windows windows;
	size_t i;

	(void)state;
	igd_text_printf(&json,
		"{\"v\":1,\"gpu\":[{\"name\":\"%0300d\",\"err\":4294967296,\"w\":-1,"
		"\"h\":1.5},{\"err\":4294967295,\"w\":true},7,null],\"tcp\":[",
		0);
	for (i = 0; i < 200; i++)
		igd_text_printf(&json, "\"0.0.0.0:%zu\",", 100 + i);
	igd_text_printf(&json,
		"0],\"udp\":\"[fe80::1]:53\",\"mon\":{\"inst\":\"A\",\"act\":\"True\"},\"out\":"
		"[{\"inst\":\"a\",\"tech\":17},{\"inst\":\"A\",\"tech\":5}],\"user\":0,\"hyp\":\"FALSE\","
		"\"vbs\":\"2\"}");
	windows = windows_of(json.text);
	assert_int_equal(windows.adapter_count, 4);
	assert_int_equal(strlen(windows.adapters[0].name), IGD_AGENT_TEXT - 1);
	assert_true(igd_ends_with(windows.adapters[0].name, "..."));
	assert_false(windows.adapters[0].has_code);
	assert_int_equal(windows.adapters[0].width, 0);
	assert_int_equal(windows.adapters[0].height, 0);
	assert_true(windows.adapters[1].has_code);
	assert_int_equal(windows.adapters[1].code, UINT32_MAX);
	assert_int_equal(windows.port_count, IGD_JSON_MAX_ITEMS + 1);
	assert_int_equal(windows.ports[0].port, 100);
	assert_true(windows.ports[IGD_JSON_MAX_ITEMS].is_udp);
	assert_string_equal(windows.ports[IGD_JSON_MAX_ITEMS].address, "[fe80::1]");
	assert_true(windows.monitors[0].is_active);
	assert_int_equal(windows.monitors[0].output, 17);
	assert_int_equal(windows.has_user, IGD_VM_UNKNOWN);
	assert_int_equal(windows.has_hypervisor, IGD_VM_NO);
	assert_false(windows.has_vbs);
	igd_windows_done(&windows);
}

static void test_refused(void **state)
{
	static const char *const none[] = { "", "7", "[]", "{}", "{\"v\":2}", "{\"v\":\"1\"}",
		"{\"v\":1", "\xff\xfe{\"v\":1}" };
	IGD_AUTOFREE char *deep = igd_zalloc(5000), *large = igd_zalloc(IGD_JSON_MAX_BYTES + 2);
	struct igd_windows windows = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(igd_windows_parse(none[i], strlen(none[i]), &windows));
	memset(deep, '[', 4999);
	assert_false(igd_windows_parse(deep, 4999, &windows));
	memset(large, ' ', IGD_JSON_MAX_BYTES + 1);
	memcpy(large, "{\"v\":1}", 7);
	assert_false(igd_windows_parse(large, IGD_JSON_MAX_BYTES + 1, &windows));
	assert_true(igd_windows_parse(large, IGD_JSON_MAX_BYTES, &windows));
	igd_windows_done(&windows);
}

/* Which lists are not to be taken for empty. */
static void test_failed(void **state)
{
	static const struct {
		const char *json;
		unsigned failed;
	} cases[] = {
		{ "{\"v\":1}", 0 },
		{ "{\"v\":1,\"gpu\":null}", 1u << IGD_WINDOWS_ADAPTERS },
		{ "{\"v\":1,\"gpu\":[],\"pnp\":[{}],\"svc\":[]}", 0 },
		{ "{\"v\":1,\"gpu\":[],\"pnp\":[],\"svc\":[]}",
			1u << IGD_WINDOWS_ADAPTERS | 1u << IGD_WINDOWS_DEVICES |
				1u << IGD_WINDOWS_SERVICES },
		{ "{\"v\":1,\"svc\":null,\"proc\":null}",
			1u << IGD_WINDOWS_SERVICES | 1u << IGD_WINDOWS_PROCESSES },
		{ "{\"v\":1,\"tcp\":[],\"net\":[],\"fwp\":[{}],\"fwr\":null}",
			1u << IGD_WINDOWS_RULES },
		{ "{\"v\":1,\"tcp\":[],\"net\":[],\"fwp\":[]}",
			1u << IGD_WINDOWS_PORTS | 1u << IGD_WINDOWS_RULES },
		{ "{\"v\":1,\"tcp\":7,\"net\":{},\"fwp\":false}", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_windows windows = windows_of(cases[i].json);

		if (windows.failed != cases[i].failed)
			fail_msg("%s: %x", cases[i].json, windows.failed);
		igd_windows_done(&windows);
	}
}

static void test_ids(void **state)
{
	(void)state;
	assert_true(igd_windows_is_pci("PCI\\VEN_8086&DEV_4680&SUBSYS_1", 0x8086, 0x4680));
	assert_true(igd_windows_is_pci("pci\\ven_8086&dev_4680\\3&1", 0x8086, 0x4680));
	assert_true(igd_windows_is_pci("PCI\\VEN_8086&DEV_4680", 0x8086, 0x4680));
	assert_false(igd_windows_is_pci("PCI\\VEN_8086&DEV_46801", 0x8086, 0x4680));
	assert_false(igd_windows_is_pci("PCI\\VEN_8086&DEV_468", 0x8086, 0x4680));
	assert_false(igd_windows_is_pci("", 0x8086, 0x4680));
	assert_non_null(igd_virtual_display("ROOT\\mttvdd"));
	assert_non_null(igd_virtual_display("MttVDD"));
	assert_null(igd_virtual_display("VDD"));
	assert_null(igd_virtual_display(""));
	assert_string_equal(igd_virtual_display_of_monitor("display\\lgd1ddd\\1&2")->name,
		"Looking Glass Indirect Display Device");
	assert_null(igd_virtual_display_of_monitor("DISPLAY\\LGD\\1"));
	assert_null(igd_virtual_display_of_monitor("DISPLAY\\LGD1DDDX\\1"));
	assert_null(igd_virtual_display_of_monitor("MTT1337"));
}

static void test_versions(void **state)
{
	static const char *const none[] = { "", "32", "32.0.101", "32.0.101.", ".0.101.1",
		"32.0.101.1.1", "32.0.101.65536", "32.0.101.-1", "32.0.101.1 ", "32.0.1e1.1",
		"99999999.0.0.0" };
	static const struct {
		const char *text;
		bool is_old;
	} cases[] = { { "31.0.101.2099", false }, { "31.0.101.2100", true },
		{ "32.0.101.2199", true }, { "31.0.101.2200", false }, { "30.0.101.2114", false },
		{ "31.0.100.2114", false } };
	struct igd_driver_version version;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(none) / sizeof(*none); i++) {
		if (igd_driver_version_parse(none[i], &version))
			fail_msg("%s", none[i]);
	}
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(igd_driver_version_parse(cases[i].text, &version));
		if (igd_driver_version_is_old(&version) != cases[i].is_old)
			fail_msg("%s", cases[i].text);
	}
}

/* Every row can be told to a person, is there once, and code 0 alone is none. */
static void test_problems(void **state)
{
	size_t count, i;
	const struct igd_problem *rows = igd_problem_rows(&count);

	(void)state;
	for (i = 0; i < count; i++) {
		assert_ptr_equal(igd_problem(rows[i].code), &rows[i]);
		assert_true(*rows[i].what && *rows[i].remedy && *rows[i].name);
		assert_int_equal(rows[i].kind == IGD_PROBLEM_NONE, rows[i].code == 0);
	}
	assert_int_equal(igd_problem(4711)->kind, IGD_PROBLEM_OTHER);
}

#define PORTS(tcp) "{\"v\":1,\"proc\":[{\"pid\":1}],\"tcp\":[" tcp "]}"

static void test_listening(void **state)
{
	static const struct {
		const char *json;
		enum igd_listening listening;
		unsigned port;
	} cases[] = {
		{ PORTS("\"0.0.0.0:47984\",\":::47989\",\"0.0.0.0:47990\",\"0.0.0.0:48010\""),
			IGD_LISTENING, 47989 },
		{ PORTS("\"0.0.0.0:47984\",\"127.0.0.1:47989\",\"0.0.0.0:47990\",\"0.0.0.0:48010\""),
			IGD_LISTENING_PARTLY, 47989 },
		{ PORTS("\"0.0.0.0:1\",\"0.0.0.0:6\",\"0.0.0.0:7\",\"0.0.0.0:27\""), IGD_LISTENING,
			6 },
		{ PORTS("\"0.0.0.0:65535\""), IGD_LISTENING_PARTLY, 0 },
		{ PORTS("\"0.0.0.0:47989\""), IGD_LISTENING_PARTLY, 47989 },
		{ PORTS("\"0.0.0.0:47989\",\"0.0.0.0:57984\",\"0.0.0.0:58010\""),
			IGD_LISTENING_PARTLY, 57989 },
		{ PORTS("\"[::1]:47989\""), IGD_LISTENING_LOCALLY, 0 },
		{ PORTS(""), IGD_LISTENING_NOT, 0 },
		{ "{\"v\":1,\"proc\":1,\"udp\":[\"0.0.0.0:47989\"]}", IGD_LISTENING_NOT, 0 },
		{ "{\"v\":1,\"tcp\":[\"0.0.0.0:47989\"]}", IGD_LISTENING_NOBODY, 0 },
		{ "{\"v\":1,\"proc\":null,\"tcp\":[]}", IGD_LISTENING_UNTOLD, 0 },
		{ "{\"v\":1,\"proc\":[{\"pid\":1}],\"tcp\":null}", IGD_LISTENING_UNTOLD, 0 },
		{ "{\"v\":1,\"proc\":[{\"pid\":1}],\"tcp\":[],\"net\":null,\"fwp\":[]}",
			IGD_LISTENING_UNTOLD, 0 },
	};
	uint16_t port;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_windows windows = windows_of(cases[i].json);

		if (igd_sunshine_listening(&windows, &port) != cases[i].listening ||
			(cases[i].port && port != cases[i].port))
			fail_msg("%s: %u", cases[i].json, port);
		igd_windows_done(&windows);
	}
}

/* Nothing sticks to whoever asks, and the words are of the file that is asked for. */
static void test_words(void **state)
{
	static const char tree[] =
		"igd-doctor.tree/1\n"
		"f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"
		"f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
		"f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"
		"f /.igd-doctor/libvirt/connection uri qemu:///system\\n\n"
		"f /.igd-doctor/libvirt/domains running my%20vm\\n\n"
		"f /.igd-doctor/libvirt/domain/my%20vm/live.xml <domain type='kvm' id='1'><name>my "
		"vm</name><devices><channel type='unix'><target type='virtio' "
		"name='org.qemu.guest_agent.0' state='connected'/></channel></devices></domain>\\n\n"
		"f /.igd-doctor/given/vm my\\x20vm\\n\n"
		"e /.igd-doctor/guest/my%20vm/info ETIMEDOUT\n"
		"e /.igd-doctor/guest/my%20vm/os ENOTSUP\n"
		"f /.igd-doctor/guest/my%20vm/windows 7\n"
		"f /.igd-doctor/guest/my%20vm/error info: too late\\nos:no\\nos: forbidden\\x1b\\nos: x\\n\n";
	struct igd_source *source = igd_source_tree_text(tree, strlen(tree), "test", NULL);
	struct igd_host *host = igd_host_new(source);
	struct igd_trace trace;
	int error;

	(void)state;
	igd_host_begin(host);
	assert_int_equal(igd_agent_get(host)->state, IGD_AGENT_CONNECTED);
	assert_string_equal(igd_agent_get(host)->place, "/.igd-doctor/guest/my%20vm");
	assert_null(igd_agent_info(host, &error));
	assert_int_equal(error, ETIMEDOUT);
	assert_null(igd_agent_os(host, &error));
	assert_int_equal(error, EOPNOTSUPP);
	assert_null(igd_agent_interfaces(host, &error));
	assert_int_equal(error, ENODATA);
	assert_null(igd_windows_get(host, &error));
	assert_int_equal(error, EBADMSG);
	assert_string_equal(igd_agent_words(host, "info"), "too late");
	assert_string_equal(igd_agent_words(host, "os"), "forbidden\\x1b");
	assert_string_equal(igd_agent_words(host, "windows"), "");
	trace = igd_host_end(host);
	assert_null(igd_trace_first(&trace));
	igd_trace_done(&trace);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_info),
		cmocka_unit_test(test_os),
		cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_failed),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_problems),
		cmocka_unit_test(test_listening),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
