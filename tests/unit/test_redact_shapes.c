// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_redact_shapes - what is private by its looks, or by the key before it
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/redacted.h"

static void test_mac(void **state)
{
	(void)state;
	/* Of a hypervisor: its range stays. The spelling, and the case, stay always. */
	assert_redacted(
		"52:54:00:ab:cd:ef 52-54-00-AB-CD-EF 5254.00ab.cdef 525400abcdef MAC(525400ABCDEF,0)",
		"52:54:00:00:00:01 52-54-00-00-00-01 5254.0000.0001 525400000001 MAC(525400000001,0)");
	/* The same card behind two makers: libvirt's TAP device and the card in the VM. */
	assert_redacted(
		"fe:54:00:ab:cd:ef 52:54:00:ab:cd:ef", "fe:54:00:00:00:01 52:54:00:00:00:01");
	/* Others: one pseudo maker for each, and who administers it stays told. */
	assert_redacted("a4:bb:6d:10:20:30 a4:bb:6d:10:20:31 3c:7c:3f:01:02:03 02:42:aa:bb:cc:dd",
		"00:00:02:00:00:03 00:00:02:00:00:04 00:00:01:00:00:02 02:00:01:00:00:01");
	assert_redacted("fe80::5054:ff:feab:cdef%eth0 52:54:00:ab:cd:ef",
		"fe80::5054:ff:fe00:1%eth0 52:54:00:00:00:01");
	assert_redacted("enx525400abcdef: renamed", "enx525400000001: renamed");
	assert_redacted("52%3A54%3A00%3Aab%3Acd%3Aef", "52%3A54%3A00%3A00%3A00%3A01");
	assert_redacted("Device Serial Number a4-bb-6d-ff-fe-10-20-30 [148]",
		"Device Serial Number SERIAL0001 [148]");
	assert_stays("00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 01:00:5e:00:00:fb 33:33:00:00:00:01");
	assert_stays("0000:00:02.0 00:02.0 0000:00:1f.3 8086:4680 10:20:30 aa:bb:cc:dd:ee:ff:00");
}

static void test_uuid(void **state)
{
	(void)state;
	assert_redacted(
		"root=UUID=9F1C2A34-5b6d-4e7f-8a9b-0c1d2e3f4a5b luks-9f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b",
		"root=UUID=00000001-0000-4000-8000-000000000000 luks-00000001-0000-4000-8000-000000000000");
	assert_redacted("9f1c2a345b6d1e7f9a9b0c1d2e3f4a5b 9f1c2a34-5b6d-1e7f-9a9b-0c1d2e3f4a5b",
		"00000001000010009000000000000000 00000001-0000-1000-9000-000000000000");
	/* Their order stays. */
	assert_redacted("b0000000-0000-4000-8000-00000000000b a0000000-0000-4000-8000-00000000000a",
		"00000002-0000-4000-8000-000000000000 00000001-0000-4000-8000-000000000000");
	assert_stays("SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c");
	assert_stays("/sys/firmware/efi/efivars/Vendor-12345678-1234-1234-1234-123456789abc");
	assert_stays("FvFile(462CAA21-7614-4503-836E-8AB6F4662331)");
	assert_stays("c12a7328-f81f-11d2-ba4b-00a0c93ec93b 00000000-0000-0000-0000-000000000000");
}

static void test_ipv4(void **state)
{
	(void)state;
	/* One subnet stays one subnet, a network its own address, a private one of its block. */
	assert_redacted("192.168.1.5 192.168.1.77 192.168.1.0/24 192.168.9.5",
		"192.168.2.1 192.168.2.2 192.168.2.0/24 192.168.3.1");
	assert_redacted("10.1.2.3-10.1.2.9 172.20.3.4", "10.0.1.1-10.0.1.2 172.16.1.1");
	assert_redacted("8.8.8.8 93.184.216.34 192.0.2.7 169.254.7.8 100.64.3.3",
		"198.51.100.1 203.0.113.1 198.18.4.1 169.254.1.1 100.64.1.1");
	assert_stays("127.0.0.1 0.0.0.0 255.255.255.0 224.0.0.251 192.168.122.1");
	assert_stays(
		"QEMU emulator version 10.0.8.1 (pc-10.0.8.1) qemu 10.0.8.1 10.0.8.1-3 libvirt 11.3.0.1");
	assert_stays(
		"version=1.2.3.4 v1.2.3.4 1.2.3.4.5 25.11.20260320.0000000 0357.0032.2024.0430");
}

static void test_ipv6(void **state)
{
	(void)state;
	assert_redacted(
		"2001:db8:1234:5678::42/64 2001:DB8:1234:5678::43 2a02:8071::1 fd12:3456:789a:1::5",
		"2001:db8:0:1::1/64 2001:DB8:0:1::2 2001:db8:0:2::1 fd00:0:0:1::1");
	assert_redacted("2001:db8:1234:5678::42 20010db8123456780000000000000042",
		"2001:db8:0:1::1 20010db8000000010000000000000001");
	assert_stays("::1 :: ff02::1 std::string dead::beef 12:34:56 0000:00:02.0");
}

static void test_mail(void **state)
{
	(void)state;
	assert_redacted("write to alice.private@corp.example.net, or to bob@gmail.com.",
		"write to mail-1@example.org, or to mail-2@example.org.");
	assert_stays("debian-kernel@lists.debian.org getty@tty1.service root@host 1920x1080@60");
}

static void test_secrets(void **state)
{
	(void)state;
	assert_redacted(
		"<graphics type='vnc' passwd='vncP4ss!'/> password: hunter22, token=ab12cd34ef",
		"<graphics type='vnc' passwd='SECRET'/> password: SECRET, token=SECRET");
	assert_redacted(
		"ghp_abcdefghijklmnopqrstuvwxyz0123456789 AKIAIOSFODNN7EXAMPLE", "SECRET SECRET");
	assert_redacted("-object secret,id=s0,data=Zm9vYmFyMTIzNDU2Nzg5 -vnc :0,password=on",
		"-object secret,id=s0,data=SECRET -vnc :0,password=on");
	assert_redacted("\"api_key\": \"k3yk3yk3yk3yk3y99\" k3yk3yk3yk3yk3y99",
		"\"api_key\": \"SECRET\" SECRET");
	assert_stays(
		"password-secret=sec0 vf-token=<str> rd.luks.key=/root/key CONFIG_MODULE_SIG_KEY=\"certs/signing_key.pem\"");
}

static void test_serial(void **state)
{
	(void)state;
	assert_redacted(
		"usb 1-4: SerialNumber: 0123456789ABCDEF0\nusb 1-5: SerialNumber: AA0BB1CC2",
		"usb 1-4: SerialNumber: SERIAL0001\nusb 1-5: SerialNumber: SERIAL0002");
	assert_redacted(
		"/dev/disk/by-id/ata-Samsung_SSD_860_EVO_1TB_S3Z9NB0K123456A-part1 S3Z9NB0K123456A",
		"/dev/disk/by-id/ata-Samsung_SSD_860_EVO_1TB_SERIAL0001-part1 SERIAL0001");
	assert_redacted("/dev/disk/by-id/wwn-0x5002538e40a1b2c3 nvme-eui.0025385b01a2b3c4",
		"/dev/disk/by-id/wwn-0xSERIAL0001 nvme-eui.0025385b01a2b3c4");
	assert_redacted(
		"-smbios type=1,manufacturer=Dell,serial=4XYZ123,uuid=00000000-0000-0000-0000-000000000000",
		"-smbios type=1,manufacturer=Dell,serial=SERIAL0001,uuid=00000000-0000-0000-0000-000000000000");
	assert_stays("serial=none SerialNumber: 0 Serial: 8250/16550 driver, 4 ports");
}

static void test_firewall(void **state)
{
	(void)state;
	assert_redacted(
		"4,7,9,-;[UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:ab:cd:ef:a4:bb:6d:10:20:30:08:00 SRC=8.8.8.8 DST=1.1.1.1\n6,8,9,-;next",
		"4,7,9,-;[UFW BLOCK] IN=(left out)\n6,8,9,-;next");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mac),
		cmocka_unit_test(test_uuid),
		cmocka_unit_test(test_ipv4),
		cmocka_unit_test(test_ipv6),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_serial),
		cmocka_unit_test(test_firewall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
