// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guest_network - how a VM's cards are attached, and by which way this host sends to it
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/guest/address.h"
#include "facts/guest/network.h"
#include "facts/guest/route.h"
#include "tests/unit/unit.h"

static void test_networks(void **state)
{
	static const struct {
		const char *xml;
		enum igd_link_kind kind;
		const char *interface, *mode;
		bool has_dhcp;
	} cases[] = {
		{ "<network><bridge name='virbr1'/><ip address='10.0.0.1'><dhcp/></ip></network>",
			IGD_LINK_ISOLATED, "virbr1", "", true },
		{ "<network><bridge name='virbr1'/><ip address='10.0.0.1'/><ip><dhcp/></ip></network>",
			IGD_LINK_ISOLATED, "virbr1", "", true },
		{ "<network><forward/><bridge name='virbr0'/><ip/></network>", IGD_LINK_NAT,
			"virbr0", "", false },
		{ "<network><forward mode='route'/></network>", IGD_LINK_ROUTED, "", "", false },
		{ "<network><forward mode='open'/></network>", IGD_LINK_OPEN, "", "", false },
		{ "<network><forward mode='bridge'/><bridge name='br0'/></network>",
			IGD_LINK_BRIDGE, "br0", "", false },
		{ "<network><forward mode='bridge' dev='eno1'/></network>", IGD_LINK_MACVTAP,
			"eno1", "bridge", false },
		{ "<network><forward mode='private'><interface dev='eno2'/></forward></network>",
			IGD_LINK_MACVTAP, "eno2", "private", false },
		{ "<network><forward mode='vepa'><interface dev='a'/><interface dev='b'/></forward></network>",
			IGD_LINK_MACVTAP, "", "vepa", false },
		{ "<network><forward mode='hostdev'/></network>", IGD_LINK_PASSED, "", "", false },
		{ "<network><forward mode='warp'/></network>", IGD_LINK_UNKNOWN, "", "", false },
		{ "<network><forward/><bridge name='a/b'/></network>", IGD_LINK_NAT, "", "",
			false },
		{ "<network><forward/><bridge name='a234567890123456'/></network>", IGD_LINK_NAT,
			"", "", false },
	};
	struct igd_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_network network = { .kind = IGD_LINK_TAP };

		assert_int_equal(
			igd_network_parse(cases[i].xml, strlen(cases[i].xml), &network, &error), 0);
		assert_int_equal(network.kind, cases[i].kind);
		assert_string_equal(network.interface, cases[i].interface);
		assert_string_equal(network.mode, cases[i].mode);
		assert_int_equal(network.has_dhcp, cases[i].has_dhcp);
	}
}

static void test_no_networks(void **state)
{
	static const char *const texts[] = { "", "<network>", "<domain/>",
		"<!DOCTYPE a [<!ENTITY b 'c'>]><network>&b;</network>", "\377\376<network/>" };
	struct igd_network network;
	struct igd_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		error.message[0] = '\0';
		assert_true(igd_network_parse(texts[i], strlen(texts[i]), &network, &error) < 0);
		assert_true(*error.message != '\0');
	}
}

static struct igd_vm command_line(const char *text)
{
	struct igd_error error = { 0 };
	struct igd_vm vm = { 0 };

	if (igd_vm_parse_command_line(text, strlen(text), &vm, &error) < 0)
		fail_msg("%s", error.message);
	assert_true(vm.nic_count >= 1);
	return vm;
}

static unsigned leads_to(const struct igd_vm *vm, bool is_udp, unsigned port, const char *address)
{
	struct igd_link link = { .kind = IGD_LINK_SLIRP, .nic = &vm->nics[0] };
	const char *found = "";
	unsigned own = igd_link_forward(&link, is_udp, port, &found);

	assert_string_equal(found, address);
	return own;
}

/* QEMU's command line, in both of its spellings. */
static void test_hostfwd(void **state)
{
	static const char *const lines[] = {
		"qemu-system-x86_64 -netdev user,id=n,hostfwd=tcp::47989-:47989,hostfwd=udp:127.0.0.1:5000-10.0.2.15:47998,"
		"hostfwd=tcp:0.0.0.0:1-:47990,hostfwd=nonsense,hostfwd=tcp::0-:1 -device virtio-net-pci,netdev=n",
		"qemu-system-x86_64 -netdev '{\"type\":\"user\",\"id\":\"n\",\"hostfwd\":[{\"str\":\"tcp::47989-:47989\"},"
		"{\"str\":\"udp:127.0.0.1:5000-10.0.2.15:47998\"},{\"str\":\"tcp:0.0.0.0:1-:47990\"}]}' "
		"-device virtio-net-pci,netdev=n",
		"qemu-system-x86_64 -nic user,model=virtio,hostfwd=tcp::47989-:47989,"
		"hostfwd=udp:127.0.0.1:5000-10.0.2.15:47998,hostfwd=::1-:47990",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct igd_vm vm = command_line(lines[i]);

		assert_int_equal(vm.nics[0].kind, IGD_VM_NET_USER);
		assert_int_equal(vm.nics[0].forward_count, 3);
		assert_int_equal(leads_to(&vm, false, 47989, "127.0.0.1"), 47989);
		assert_int_equal(leads_to(&vm, true, 47998, "127.0.0.1"), 5000);
		assert_int_equal(leads_to(&vm, false, 47990, "127.0.0.1"), 1);
		assert_int_equal(leads_to(&vm, true, 47989, ""), 0);
		assert_int_equal(leads_to(&vm, false, 47984, ""), 0);
		igd_vm_done(&vm);
	}
}

/* More than any VM has are passed over, and the first count. */
static void test_many_forwards(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_vm vm;
	unsigned i;

	(void)state;
	igd_text_printf(&text, "qemu-system-x86_64 -netdev user,id=n");
	for (i = 1; i <= 100; i++)
		igd_text_printf(&text, ",hostfwd=tcp::%u-:%u", i, i);
	igd_text_printf(&text, " -device virtio-net-pci,netdev=n");
	vm = command_line(text.text);
	assert_int_equal(vm.nics[0].forward_count, IGD_VM_MAX_FORWARDS);
	assert_int_equal(leads_to(&vm, false, 64, "127.0.0.1"), 64);
	assert_int_equal(leads_to(&vm, false, 65, ""), 0);
	igd_vm_done(&vm);
}

static const char interfaces[] =
	"<domain type='kvm' id='1'><name>a</name><devices>"
	"<interface type='user'><backend type='passt'/>"
	"<portForward proto='tcp' address='192.168.1.5'><range start='1000' end='1010' to='2000'/>"
	"<range start='1005' exclude='yes'/><range start='0'/><range start='9' end='8'/></portForward>"
	"<portForward proto='udp'/></interface>"
	"<interface type='direct'><source dev='eno1' mode='private'/><target dev='macvtap0'/>"
	"<link state='down'/></interface>"
	"<interface type='network'><source network='default' bridge='virbr0'/><target dev='vnet3'/></interface>"
	"<interface type='vhostuser'><backend type='passt'/><portForward proto='tcp'/></interface>"
	"</devices></domain>";

static void test_interfaces(void **state)
{
	struct igd_error error;
	struct igd_vm vm = { 0 };

	(void)state;
	assert_int_equal(igd_vm_parse_libvirt(interfaces, sizeof(interfaces) - 1, &vm, &error), 0);
	assert_int_equal(vm.nic_count, 4);
	assert_true(vm.nics[0].is_passt);
	assert_int_equal(vm.nics[0].forward_count, 3);
	assert_int_equal(leads_to(&vm, false, 2000, "192.168.1.5"), 1000);
	assert_int_equal(leads_to(&vm, false, 2010, "192.168.1.5"), 1010);
	assert_int_equal(leads_to(&vm, false, 2005, ""), 0);
	assert_int_equal(leads_to(&vm, false, 2011, ""), 0);
	assert_int_equal(leads_to(&vm, true, 47998, "127.0.0.1"), 47998);
	assert_string_equal(vm.nics[1].mode, "private");
	assert_string_equal(vm.nics[1].target, "macvtap0");
	assert_true(vm.nics[1].is_unplugged);
	assert_string_equal(vm.nics[2].bridge, "virbr0");
	assert_string_equal(vm.nics[2].target, "vnet3");
	assert_false(vm.nics[2].is_unplugged);
	assert_int_equal(vm.nics[3].kind, IGD_VM_NET_USER);
	assert_true(vm.nics[3].is_passt);
	igd_vm_done(&vm);
}

/* Who reaches the VM by construction: the host, the LAN. */
static void test_reach(void **state)
{
	static const struct {
		enum igd_link_kind kind;
		const char *mode;
		enum igd_vm_answer host, lan;
	} cases[] = {
		{ IGD_LINK_NAT, NULL, IGD_VM_YES, IGD_VM_NO },
		{ IGD_LINK_ISOLATED, NULL, IGD_VM_YES, IGD_VM_NO },
		{ IGD_LINK_ROUTED, NULL, IGD_VM_YES, IGD_VM_UNKNOWN },
		{ IGD_LINK_OPEN, NULL, IGD_VM_YES, IGD_VM_UNKNOWN },
		{ IGD_LINK_BRIDGE, NULL, IGD_VM_UNKNOWN, IGD_VM_UNKNOWN },
		{ IGD_LINK_MACVTAP, "bridge", IGD_VM_NO, IGD_VM_YES },
		{ IGD_LINK_MACVTAP, "vepa", IGD_VM_UNKNOWN, IGD_VM_YES },
		{ IGD_LINK_MACVTAP, "passthrough", IGD_VM_UNKNOWN, IGD_VM_YES },
		{ IGD_LINK_SLIRP, NULL, IGD_VM_NO, IGD_VM_NO },
		{ IGD_LINK_UNKNOWN, NULL, IGD_VM_UNKNOWN, IGD_VM_UNKNOWN },
	};
	struct igd_vm_nic nic = { .kind = IGD_VM_NET_OTHER };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_link link = {
			.kind = cases[i].kind, .mode = cases[i].mode, .nic = &nic
		};

		assert_int_equal(igd_link_reaches_host(&link), cases[i].host);
		assert_int_equal(igd_link_reaches_lan(&link), cases[i].lan);
		link.is_active = IGD_VM_NO;
		assert_int_equal(igd_link_reaches_host(&link), IGD_VM_NO);
	}
}

static const char routes[] =
	"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
	"eno1\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
	"wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
	"eno1\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n"
	"virbr0\t007AA8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
	"down0\t0000000A\t00000000\t0000\t0\t0\t0\t000000FF\t0\t0\t0\n"
	"*\t0000FEA9\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0\n"
	"odd0\t80000AAC\t00000000\t0001\t0\t0\t0\tE0FFFFFF\t0\t0\t0\n"
	"nonsense\n\n";

static struct igd_route route_4(const char *table, const char *address)
{
	unsigned char bytes[4];

	assert_int_equal(inet_pton(AF_INET, address, bytes), 1);
	return igd_route_parse_4(table, bytes);
}

static void test_routes(void **state)
{
	static const struct {
		const char *address;
		enum igd_route_kind kind;
		const char *interface, *gateway;
	} cases[] = {
		{ "192.168.122.57", IGD_ROUTE_DIRECT, "virbr0", "" },
		{ "192.168.1.9", IGD_ROUTE_DIRECT, "eno1", "" },
		{ "10.1.2.3", IGD_ROUTE_GATEWAY, "eno1", "192.168.1.1" },
		{ "169.254.1.1", IGD_ROUTE_GATEWAY, "eno1", "192.168.1.1" },
		{ "127.0.0.1", IGD_ROUTE_LOOPBACK, "", "" },
		{ "172.10.0.130", IGD_ROUTE_DIRECT, "odd0", "" },
		{ "172.10.0.160", IGD_ROUTE_GATEWAY, "eno1", "192.168.1.1" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_route route = route_4(routes, cases[i].address);

		assert_int_equal(route.kind, cases[i].kind);
		assert_string_equal(route.interface, cases[i].interface);
		assert_string_equal(route.gateway, cases[i].gateway);
	}
	assert_int_equal(route_4("", "10.0.0.1").kind, IGD_ROUTE_NONE);
	assert_true(igd_route_parse_is_on(routes, "virbr0"));
	assert_false(igd_route_parse_is_on(routes, "wlan0"));
}

static void test_routes_6(void **state)
{
	static const char table[] =
		"fd000122000000000000000000000000 40 00000000000000000000000000000000 00 "
		"00000000000000000000000000000000 00000100 00000001 00000000 00000001   virbr0\n"
		"00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
		"fe800000000000000000000000000001 00000400 00000001 00000000 00000003     eno1\n"
		"fd000122000000000000000000000001 80 00000000000000000000000000000000 00 "
		"00000000000000000000000000000000 00000000 00000003 00000000 80200001       lo\n"
		"fd99 40 damaged\n";
	static const struct {
		const char *address;
		enum igd_route_kind kind;
		const char *interface;
	} cases[] = { { "fd00:122::57", IGD_ROUTE_DIRECT, "virbr0" },
		{ "fd00:122::1", IGD_ROUTE_LOOPBACK, "lo" },
		{ "2001:db8::1", IGD_ROUTE_GATEWAY, "eno1" } };
	unsigned char bytes[16];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_route route;

		assert_int_equal(inet_pton(AF_INET6, cases[i].address, bytes), 1);
		route = igd_route_parse_6(table, bytes);
		assert_int_equal(route.kind, cases[i].kind);
		assert_string_equal(route.interface, cases[i].interface);
	}
}

static void test_neighbours(void **state)
{
	static const char table[] =
		"IP address       HW type     Flags       HW address            Mask     Device\n"
		"192.168.122.57   0x1         0x2         52:54:00:AB:00:16     *        virbr0\n"
		"192.168.122.58   0x1         0x0         00:00:00:00:00:00     *        virbr0\n"
		"192.168.1.80     0x1         0x2         52:54:00:ab:00:16     *        eno1\n"
		"192.168.1.81     0x1         0x0         52:54:00:ab:00:16     *        eno1\n"
		"cut\n";
	const char *at = table;
	char address[16], interface[16], mac[IGD_NEIGHBOUR_MAC];

	(void)state;
	assert_int_equal(
		igd_neighbour_parse(table, "192.168.122.57", "virbr0", mac), IGD_NEIGHBOUR_THERE);
	assert_string_equal(mac, "52:54:00:AB:00:16");
	assert_int_equal(
		igd_neighbour_parse(table, "192.168.122.57", "eno1", mac), IGD_NEIGHBOUR_ABSENT);
	assert_int_equal(
		igd_neighbour_parse(table, "192.168.122.58", "virbr0", mac), IGD_NEIGHBOUR_SILENT);
	assert_string_equal(mac, "");
	assert_string_equal(
		igd_neighbour_of(&at, "52:54:00:ab:00:16", address, interface), "192.168.122.57");
	assert_string_equal(
		igd_neighbour_of(&at, "52:54:00:ab:00:16", address, interface), "192.168.1.80");
	assert_string_equal(interface, "eno1");
	assert_null(igd_neighbour_of(&at, "52:54:00:ab:00:16", address, interface));
}

static void test_classes(void **state)
{
	static const struct {
		const char *text;
		enum igd_address_class class;
	} cases[] = {
		{ "192.168.1.1", IGD_ADDRESS_IS_USABLE },
		{ "fd00::1", IGD_ADDRESS_IS_USABLE },
		{ "127.9.9.9", IGD_ADDRESS_IS_LOOPBACK },
		{ "::1", IGD_ADDRESS_IS_LOOPBACK },
		{ "169.254.0.1", IGD_ADDRESS_IS_LINK_LOCAL },
		{ "fe80::1", IGD_ADDRESS_IS_LINK_LOCAL },
		{ "febf::1", IGD_ADDRESS_IS_LINK_LOCAL },
		{ "fec0::1", IGD_ADDRESS_IS_USABLE },
		{ "fe80::1%virbr0", IGD_ADDRESS_IS_LINK_LOCAL },
		{ "fe80::1%", IGD_ADDRESS_IS_NONE },
		{ "fe80::1%a/b", IGD_ADDRESS_IS_NONE },
		{ "192.168.1.1%eno1", IGD_ADDRESS_IS_NONE },
		{ "0.0.0.0", IGD_ADDRESS_IS_NONE },
		{ "::", IGD_ADDRESS_IS_NONE },
		{ "224.0.0.1", IGD_ADDRESS_IS_NONE },
		{ "255.255.255.255", IGD_ADDRESS_IS_NONE },
		{ "ff02::1", IGD_ADDRESS_IS_NONE },
		{ "1.2.3", IGD_ADDRESS_IS_NONE },
		{ "", IGD_ADDRESS_IS_NONE },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(igd_address_classify(cases[i].text), cases[i].class);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_no_networks),
		cmocka_unit_test(test_hostfwd),
		cmocka_unit_test(test_many_forwards),
		cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_reach),
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_routes_6),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
