// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_arguments_paste - command lines as people paste them, additions to a model, and hostile text
 */
#include <errno.h>

#include "tests/unit/vm_cases.h"

/* The same command in what people paste. */
static void test_paste(void **state)
{
	static const char *const has_it[] = { "hostdev 0000:00:02.0 ", "memory 4294967296", NULL };
	static const char *const texts[] = {
		"sudo taskset -c 0-3 nice -n -5 env A=b X=y /usr/bin/qemu-system-x86_64 -m 4G -device vfio-pci,host=00:02.0 &",
		"#!/bin/sh\nmodprobe vfio-pci\nexec qemu-system-x86_64 -m 4G \\\n  -device vfio-pci,host=00:02.0\nsleep 1 2 3 4 5 6 7\n",
		"$ qemu-system-x86_64 -m 4G -device vfio-pci,host=00:02.0",
		"# qemu-system-x86_64 -m 4G -device vfio-pci,host=00:02.0\n",
		"root@pve:~# kvm -m 4G -device vfio-pci,host=00:02.0",
		"> qemu-system-x86_64 -m 4G \\\n> -device vfio-pci,host=00:02.0\n",
		"qemu 1234 99.0 50.0 1 2 ? Sl 10:00 1:00 /usr/bin/qemu-system-x86_64 -m 4G -device {\"driver\":\"vfio-pci\",\"host\":\"0000:00:02.0\"}",
		"2024-01-01 12:00:00.000+0000: starting up libvirt version: 11.3.0\nLC_ALL=C \\\nPATH=/usr/bin \\\n/usr/bin/qemu-system-x86_64 \\\n-m 4G \\\n-device '{\"driver\":\"vfio-pci\",\"host\":\"0000:00:02.0\"}' \\\n-msg timestamp=on\n2024-01-01: shutting down\n",
		"[Service]\nExecStart=/usr/bin/qemu-system-x86_64 -m 4G -device vfio-pci,host=00:02.0\n",
		"/usr/bin/qemu-system-x86_64\n-m\n4G\n-device\n{\"driver\":\"vfio-pci\",\"host\":\"0000:00:02.0\"}\n",
		"$QEMU -m 4G -device vfio-pci,host=00:02.0",
	};
	static const char process[] =
		"/usr/bin/qemu-system-x86_64\0-m\0004G\0-device\0vfio-pci,host=00:02.0";
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		vm_check_text(igd_vm_parse_command_line, texts[i], strlen(texts[i]), has_it);
	vm_check_text(igd_vm_parse_command_line, process, sizeof(process), has_it);
}

static void test_refused(void **state)
{
	static const char *const texts[] = { "", "\n", "ls -l", "which qemu-system-x86_64", "#",
		"qemu-img create -f qcow2 x 1G", "apt install foo" };
	struct igd_error error = { 0 };
	struct igd_vm vm;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_int_equal(igd_vm_parse_command_line(texts[i], strlen(texts[i]), &vm, &error),
			-EBADMSG);
		assert_string_equal(error.message, "it holds no command line of QEMU");
	}
}

/* Additions to a model that there is: nothing becomes a default. */
static void test_additions(void **state)
{
	static const char *const words[] = { "-set", "device.hostdev0.x-vga=on", "-device",
		"ivshmem-plain,memdev=lg,bus=pcie.0", "-object",
		"memory-backend-file,id=lg,share=on,mem-path=/dev/kvmfr0,size=64M", "-global",
		"vfio-pci.x-igd-gms=2", "-set", "device.net0.x=1" };
	struct igd_vm_hostdev *hostdev;
	struct igd_vm vm;
	IGD_AUTOFREE char *dump = NULL;

	(void)state;
	igd_vm_begin(&vm, IGD_VM_LIBVIRT);
	vm.machine.chipset = IGD_VM_Q35;
	vm.memory.bytes = 4096;
	hostdev = igd_vm_add_hostdev(&vm);
	igd_vm_set_hostdev(&vm, hostdev, "id", "hostdev0");
	igd_vm_set_hostdev(&vm, hostdev, "host", "00:02.0");
	igd_vm_apply_arguments(&vm, words, sizeof(words) / sizeof(*words));
	dump = vm_dump(&vm);
	assert_non_null(strstr(dump, "managed unknown x-igd-gms=2 x-vga=on\n"));
	assert_non_null(
		strstr(dump, "shmem lg ivshmem-plain /dev/kvmfr0 67108864 shared yes at ?\n"));
	assert_non_null(strstr(dump, "memory 4096 "));
	assert_null(strstr(dump, "display"));
	assert_null(strstr(dump, "nic "));
	assert_null(strstr(dump, "remark"));
	assert_non_null(strstr(dump, "firmware unknown - "));
	igd_vm_done(&vm);
}

static char *repeated(const char *start, const char *piece, size_t count)
{
	struct igd_text text = { 0 };

	igd_text_printf(&text, "%s", start);
	while (count--)
		igd_text_printf(&text, "%s", piece);
	return text.text;
}

static void check_repeated(
	const char *start, const char *piece, size_t count, const char *const *lines)
{
	IGD_AUTOFREE char *text = repeated(start, piece, count);

	vm_check_text(igd_vm_parse_command_line, text, strlen(text), lines);
}

static void test_hostile(void **state)
{
	static const char *const nothing[] = { "name ", NULL };
	static const char *const many[] = { "remark it has more than 512 host devices",
		"remark it has more than 4096 devices", NULL };
	static const char *const deep[] = { "begins like JSON and is none", "!hostdev", NULL };
	static const char *const parts[] = { "more than 1024 parts", NULL };
	static const char bytes[] = "qemu-system-x86_64 -name \xff\xfe\x1b[31m -m 1";

	(void)state;
	check_repeated("kvm -device ", ",", 1000000, nothing);
	check_repeated("kvm -device a", ",a=b", 250000, parts);
	check_repeated("kvm", " -device vfio-pci", 10000, many);
	check_repeated("kvm -device {\"driver\":\"vfio-pci\",\"a\":", "[", 100000, deep);
	check_repeated("kvm -device '", "{\"a\":", 100000, deep);
	check_repeated("kvm -m 4G -name ", "\"'", 100001, nothing);
	check_repeated("kvm -blockdev ", "{", 500000, nothing);
	check_repeated("kvm -set ", ".", 500000, nothing);
	vm_check_text(igd_vm_parse_command_line, bytes, sizeof(bytes) - 1,
		(const char *const[]){ "name \\xff\\xfe\\x1b[31m\n", "memory 1048576", NULL });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_additions),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
