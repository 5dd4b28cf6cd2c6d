// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_redact_fourteen - fourteen markers in a domain of libvirt's, of which tools in use leave eight to eleven
 *
 * A name, a UUID, two serial numbers, somebody's home, a MAC in single quotes, an IPv4 and two IPv6 addresses, mail,
 * passwords in either quotation marks, and two tokens in the environment; the document around them stays as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/redacted.h"

#define HOME "/home"

static const char domain[] =
	"<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n"
	"  <name>zephyr-tax-box</name>\n"
	"  <uuid>7d1f2a90-3b4c-4d5e-8f60-a1b2c3d4e5f6</uuid>\n"
	"  <description>ask alice.liddell@wonder.example.net, host 203.0.113.77, "
	"fe80::5054:ff:fe6b:3c71, 2001:db8:77:1::beef</description>\n"
	"  <sysinfo type='smbios'><system><entry name='serial'>SMB-77Q1X9Z</entry></system></sysinfo>\n"
	"  <devices>\n"
	"    <disk type='file'><source file='" HOME "/aliceliddell/vms/win11.qcow2'/>"
	"<serial>DSK0042ZQ7</serial></disk>\n"
	"    <interface type='network'><mac address='52:54:00:6b:3c:71'/></interface>\n"
	"    <graphics type='vnc' port='-1' passwd='Vn7cPa55w'/>\n"
	"    <graphics type=\"spice\" passwd=\"Sp1cePa55\"/>\n"
	"    <hostdev mode='subsystem' type='pci'><source><address domain='0x0000' bus='0x00' "
	"slot='0x02' function='0x0'/></source></hostdev>\n"
	"  </devices>\n"
	"  <qemu:commandline>\n"
	"    <qemu:env name='GITHUB_TOKEN' value='ghp_Q1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h6J7k8'/>\n"
	"    <qemu:env name='AWS_KEY' value='AKIAQ7Z3MARKER5TEST9'/>\n"
	"  </qemu:commandline>\n"
	"</domain>\n";

static const char *const markers[] = { "zephyr-tax-box", "7d1f2a90-3b4c-4d5e-8f60-a1b2c3d4e5f6",
	"SMB-77Q1X9Z", "DSK0042ZQ7", "aliceliddell", "52:54:00:6b:3c:71", "203.0.113.77",
	"fe80::5054:ff:fe6b:3c71", "2001:db8:77:1::beef", "alice.liddell@wonder.example.net",
	"Vn7cPa55w", "Sp1cePa55", "ghp_Q1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h6J7k8",
	"AKIAQ7Z3MARKER5TEST9" };

/* Also of the mail address, whose parts tell as much, and of the addresses' own ends. */
static const char *const parts[] = { "zephyr", "7d1f2a90", "liddell", "wonder", "6b:3c:71", "6b3c",
	"beef", "AKIA", "ghp_" };

static const char wanted[] =
	"<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n"
	"  <name>vm-01</name>\n"
	"  <uuid>00000001-0000-4000-8000-000000000000</uuid>\n"
	"  <description>ask mail-1@example.org, host 192.0.2.1, "
	"fe80::5054:ff:fe00:1, 2001:db8:0:1::1</description>\n"
	"  <sysinfo type='smbios'><system><entry name='serial'>SERIAL0002</entry></system></sysinfo>\n"
	"  <devices>\n"
	"    <disk type='file'><source file='" HOME "/user-1/vms/win11.qcow2'/>"
	"<serial>SERIAL0001</serial></disk>\n"
	"    <interface type='network'><mac address='52:54:00:00:00:01'/></interface>\n"
	"    <graphics type='vnc' port='-1' passwd='SECRET'/>\n"
	"    <graphics type=\"spice\" passwd=\"SECRET\"/>\n"
	"    <hostdev mode='subsystem' type='pci'><source><address domain='0x0000' bus='0x00' "
	"slot='0x02' function='0x0'/></source></hostdev>\n"
	"  </devices>\n"
	"  <qemu:commandline>\n"
	"    <qemu:env name='GITHUB_TOKEN' value='SECRET'/>\n"
	"    <qemu:env name='AWS_KEY' value='SECRET'/>\n"
	"  </qemu:commandline>\n"
	"</domain>\n";

static void test_are_planted(void **state)
{
	size_t i;

	(void)state;
	assert_int_equal(sizeof(markers) / sizeof(*markers), 14);
	for (i = 0; i < 14; i++)
		assert_non_null(strstr(domain, markers[i]));
}

static void test_leave_no_trace(void **state)
{
	IGD_AUTOFREE char *is =
		redacted_at("/etc/libvirt/qemu/zephyr-tax-box.xml", domain, strlen(domain), NULL);
	size_t i;

	(void)state;
	for (i = 0; i < 14; i++)
		assert_null(strcasestr(is, markers[i]));
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		assert_null(strcasestr(is, parts[i]));
}

static void test_leave_the_rest(void **state)
{
	IGD_AUTOFREE char *is =
		redacted_at("/etc/libvirt/qemu/x.xml", domain, strlen(domain), NULL);

	(void)state;
	assert_string_equal(is, wanted);
}

/* The closing scan knows each of them by itself. */
static void test_survivors(void **state)
{
	struct igd_redactor *redactor = igd_redactor_new();
	IGD_AUTOFREE char *path = igd_strdup("/etc/libvirt/qemu/x.xml");
	IGD_AUTOFREE char *bytes = igd_strdup(domain);
	struct igd_node node = {
		.path = path, .type = IGD_NODE_FILE, .bytes = bytes, .size = strlen(domain)
	};
	struct igd_survivor survivor;
	size_t i;

	(void)state;
	igd_redactor_learn(redactor, &node);
	igd_redactor_settle(redactor);
	for (i = 0; i < 14; i++)
		assert_true(
			igd_redactor_survivor(redactor, markers[i], strlen(markers[i]), &survivor));
	igd_redactor_free(redactor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_are_planted),
		cmocka_unit_test(test_leave_no_trace),
		cmocka_unit_test(test_leave_the_rest),
		cmocka_unit_test(test_survivors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
