// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_redact - names, what is left out, what only the machine tells
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/redacted.h"

static void test_user(void **state)
{
	(void)state;
	assert_redacted("/home/alice/vms/win11.qcow2 of alice, ALICE; alices %2Fhome%2Falice%2Fx",
		"/home/user-1/vms/win11.qcow2 of user-1, USER-1; alices %2Fhome%2Fuser-1%2Fx");
	assert_redacted(
		"C:\\Users\\Alice Smith\\Desktop and file:///home/bob/x.iso /run/media/bob/Holiday Pictures",
		"C:\\Users\\user-1\\Desktop and file:///home/user-2/x.iso /run/media/user-2/path-1 Pictures");
	assert_redacted("{\"a\":\"C:\\\\Users\\\\alice\\\\x\",\"b\":\"\\nalice\"}",
		"{\"a\":\"C:\\\\Users\\\\user-1\\\\x\",\"b\":\"\\nuser-1\"}");
	/* What stands for what it is stays; what somebody named does not. */
	assert_redacted("/home/alice/Familie Meier /home/alice/steuer2025.pdf /home/alice/igd.rom",
		"/home/user-1/path-1 Meier /home/user-1/path-2.pdf /home/user-1/igd.rom");
	/* Names that are words: only where they are meant. */
	assert_redacted("/home/debian/x.iso debian 13, kernel of debian",
		"/home/user-1/x.iso debian 13, kernel of debian");
	assert_stays("/home/root/x /home/libvirt-qemu/y");
}

static void test_vm(void **state)
{
	static const char domain[] =
		"<domain type='kvm'><name>B&#xfc;ro &amp; mehr</name><devices><disk><serial>SN-4711-XY</serial></disk>"
		"</devices></domain>";
	IGD_AUTOFREE char *is =
		redacted_at("/etc/libvirt/qemu/x.xml", domain, strlen(domain), NULL);

	(void)state;
	/* libxml2 reads what the name is; "&#xfc;" is no spelling that a text is searched for, and libvirt writes none. */
	assert_non_null(strstr(is, "<serial>SERIAL0001</serial>"));
	assert_redacted(
		"qemu-system-x86_64 -name guest=steuer-pc,debug-threads=on steuer-pc domain-3-steuer-pc/monitor.sock",
		"qemu-system-x86_64 -name guest=vm-01,debug-threads=on vm-01 domain-3-vm-01/monitor.sock");
	assert_redacted(
		"kvm -name win11 -machine q35 ostype: win11 /var/lib/libvirt/qemu/nvram/win11_VARS.fd",
		"kvm -name vm-01 -machine q35 ostype: win11 /var/lib/libvirt/qemu/nvram/vm-01_VARS.fd");
}

static void test_host(void **state)
{
	IGD_AUTOFREE char *name = redacted_at("/etc/hostname", "vm\n", 3, NULL);

	(void)state;
	assert_string_equal(name, "host-1\n");
	assert_redacted("systemd.hostname=vm type='kvm' vm vmlinuz root@vm",
		"systemd.hostname=host-1 type='kvm' vm vmlinuz root@host-1");
	assert_redacted("systemd.hostname=turing turing turing.lan",
		"systemd.hostname=host-1 host-1 host-1.lan");
	assert_redacted("ip=192.168.7.2::192.168.7.1:255.255.255.0:turing:eth0:off turing",
		"ip=192.168.1.2::192.168.1.1:255.255.255.0:host-1:eth0:off host-1");
}

static void test_refusal(void **state)
{
	static const char *const refused[] = { "/sys/firmware/acpi/tables/MSDM", "/etc/shadow",
		"/home/a/.ssh/id_rsa", "/home/a/.bash_history",
		"/home/a/.config/sunshine/sunshine_state.json",
		"/etc/NetworkManager/system-connections/x.nmconnection",
		"/etc/libvirt/secrets/x.xml", "/.igd-doctor/modes/%2Fhome%2Fa%2F.ssh%2Fx",
		"/proc/7/environ", "/etc/wireguard/wg0.conf",
		"/.igd-doctor/derived/x/home/a/.gnupg/y" };
	static const char *const taken[] = { "/etc/passwd", "/sys/firmware/acpi/tables/DMAR",
		"/dev/kmsg", "/var/lib/dkms/mok.pub", "/home/a/igd.rom" };
	struct igd_node node = { .type = IGD_NODE_FILE };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		IGD_AUTOFREE char *path = igd_strdup(refused[i]);

		node.path = path;
		assert_true(igd_redactor_refuses(&node));
		assert_non_null(igd_redactor_refusal(&node));
	}
	for (i = 0; i < sizeof(taken) / sizeof(*taken); i++) {
		IGD_AUTOFREE char *path = igd_strdup(taken[i]);

		node.path = path;
		assert_false(igd_redactor_refuses(&node));
	}
}

static void test_know(void **state)
{
	struct igd_redactor *redactor = igd_redactor_new();
	char path[] = "/srv/turing/52:54:00:ab:cd:ef",
	     text[] = "alice on turing at 10.9.8.7 with ABC1234 127.0.0.1";
	struct igd_node node = {
		.path = path, .type = IGD_NODE_FILE, .bytes = text, .size = strlen(text)
	};
	struct igd_node made;
	struct igd_survivor survivor;

	(void)state;
	igd_redactor_know(redactor, IGD_PRIVATE_USER, "alice");
	igd_redactor_know(redactor, IGD_PRIVATE_USER, "root");
	igd_redactor_know(redactor, IGD_PRIVATE_HOST, "turing");
	igd_redactor_know(redactor, IGD_PRIVATE_HOST, NULL);
	igd_redactor_know(redactor, IGD_PRIVATE_SERIAL, "ABC1234");
	igd_redactor_know(redactor, IGD_PRIVATE_SERIAL, "To Be Filled By O.E.M.");
	igd_redactor_know(redactor, IGD_PRIVATE_IPV4, "127.0.0.1");
	igd_redactor_know(redactor, IGD_PRIVATE_MAC, "52:54:00:AB:CD:EF");
	igd_redactor_settle(redactor);
	assert_true(igd_redactor_survivor(redactor, text, strlen(text), &survivor));
	assert_int_equal(survivor.kind, IGD_PRIVATE_USER);
	assert_int_equal(survivor.offset, 0);
	igd_redactor_replace(redactor, &node, &made);
	assert_string_equal(made.path, "/srv/host-1/52:54:00:00:00:01");
	assert_string_equal(made.bytes, "user-1 on host-1 at 10.0.1.1 with SERIAL0001 127.0.0.1");
	assert_int_equal(igd_redactor_count(redactor, IGD_PRIVATE_USER).places, 1);
	assert_int_equal(igd_redactor_count(redactor, IGD_PRIVATE_MAIL).values, 0);
	free(made.path);
	free(made.bytes);
	igd_redactor_free(redactor);
}

static void test_vm_files(void **state)
{
	(void)state;
	/* A name that is nobody else's, at every boundary */
	assert_redacted(
		"kvm -name guest=steuerbox,process=x -drive file=/srv/steuerbox_VARS.fd,if=pflash "
		"/dev/vg0/steuerbox path=/run/steuerbox.qga steuerbox-data.raw tap_steuerbox",
		"kvm -name guest=vm-01,process=x -drive file=/srv/vm-01_VARS.fd,if=pflash "
		"/dev/vg0/vm-01 path=/run/vm-01.qga vm-01-data.raw tap_vm-01");
	/* Common words: where they are the names of the VM's files */
	assert_redacted("kvm -name guest=upt-q35 -drive file=/var/lib/vm/upt-q35_VARS.fd,if=pflash "
			"-blockdev filename=/dev/vg0/upt-q35 -chardev socket,path=/run/upt-q35.qga",
		"kvm -name guest=vm-01 -drive file=/var/lib/vm/vm-01_VARS.fd,if=pflash "
		"-blockdev filename=/dev/vg0/vm-01 -chardev socket,path=/run/vm-01.qga");
	assert_redacted("kvm -name win11 /var/lib/libvirt/images/win11.qcow2 "
			"/var/lib/libvirt/images/win11-data.qcow2 /var/log/libvirt/qemu/win11.log "
			"%2Frun%2Fwin11.qga win11 ostype=win11",
		"kvm -name vm-01 /var/lib/libvirt/images/vm-01.qcow2 "
		"/var/lib/libvirt/images/vm-01-data.qcow2 /var/log/libvirt/qemu/vm-01.log "
		"%2Frun%2Fvm-01.qga win11 ostype=win11");
	/* ... and not of the system's */
	assert_redacted("kvm -name kvm /dev/kvm /usr/bin/kvm /sys/module/kvm/parameters /run/kvm "
			"/usr/share/kvm.rom /etc/modprobe.d/kvm.conf type='kvm' ../kvm.ko",
		"kvm -name vm-01 /dev/kvm /usr/bin/kvm /sys/module/kvm/parameters /run/kvm "
		"/usr/share/kvm.rom /etc/modprobe.d/kvm.conf type='kvm' ../kvm.ko");
	assert_redacted(
		"kvm -name guest=ovmf -drive file=/usr/share/OVMF/OVMF_CODE.fd /srv/ovmf_VARS.fd",
		"kvm -name guest=vm-01 -drive file=/usr/share/OVMF/OVMF_CODE.fd /srv/vm-01_VARS.fd");
	assert_redacted(
		"kvm -name guest=looking-glass -object mem-path=/dev/shm/looking-glass,size=64M",
		"kvm -name guest=vm-01 -object mem-path=/dev/shm/looking-glass,size=64M");
}

/* The closing scan by itself: what the replacing would have missed. */
static void test_vm_survivor(void **state)
{
	static const char left[] = "a /var/lib/libvirt/images/win11.qcow2",
			  fine[] = "win11 /usr/win11.x";
	struct igd_redactor *redactor = igd_redactor_new();
	struct igd_survivor survivor;

	(void)state;
	igd_redactor_know(redactor, IGD_PRIVATE_VM, "win11");
	igd_redactor_know(redactor, IGD_PRIVATE_VM, "steuerbox");
	igd_redactor_settle(redactor);
	assert_true(igd_redactor_survivor(redactor, left, strlen(left), &survivor));
	assert_int_equal(survivor.kind, IGD_PRIVATE_VM);
	assert_false(igd_redactor_survivor(redactor, fine, strlen(fine), &survivor));
	assert_true(igd_redactor_survivor(redactor, "/x/steuerbox_VARS.fd", 20, &survivor));
	assert_int_equal(survivor.offset, 3);
	igd_redactor_free(redactor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_user),
		cmocka_unit_test(test_vm),
		cmocka_unit_test(test_host),
		cmocka_unit_test(test_refusal),
		cmocka_unit_test(test_know),
		cmocka_unit_test(test_vm_files),
		cmocka_unit_test(test_vm_survivor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
