// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_libvirt_hostile - what is no domain, or too much of one
 */
#include <errno.h>
#include <stdlib.h>

#include "tests/unit/vm_domain.h"

/* Numbers that are none, or out of range, are not known; nothing else suffers. */
static void test_numbers(void **state)
{
	static const char text[] =
		"<domain type='kvm'><name>a&lt;b&amp;\xc3\xa4</name>"
		"<memory unit='EiB'>99999999999</memory><vcpu>-4</vcpu>"
		"<maxMemory unit='furlong'>12</maxMemory>"
		"<cpu mode='host-passthrough'><maxphysaddr mode='emulate' bits='4096'/></cpu>"
		"<os><type machine='a&#x26;b'>hvm</type></os>"
		"<devices><shmem name='x'><size unit='M'>x</size></shmem>"
		"<hostdev type='pci'><source><address bus='0x100' slot='2'/></source></hostdev>"
		"<hostdev type='pci'><source><address bus='0' slot='2' function='8'/></source>"
		"<address type='pci' slot='2' bus='0x100'/></hostdev>"
		"<hostdev type='pci'><source><address bus='0' slot='2' domain='x'/></source>"
		"<address type='pci' slot='2' function='9'/></hostdev></devices></domain>";
	struct igd_error error = { 0 };
	struct igd_vm vm;
	size_t i;

	(void)state;
	assert_int_equal(igd_vm_parse_libvirt(text, sizeof(text) - 1, &vm, &error), 0);
	assert_string_equal(vm.name, "a<b&\xc3\xa4");
	assert_string_equal(vm.machine.type, "a&b");
	assert_int_equal(vm.memory.bytes, 0);
	assert_int_equal(vm.memory.max_bytes, 0);
	assert_int_equal(vm.cpu.vcpus, 0);
	assert_int_equal(vm.cpu.phys_bits, 0);
	assert_int_equal(vm.shmems[0].bytes, 0);
	assert_int_equal(vm.hostdev_count, 3);
	for (i = 0; i < 3; i++) {
		assert_null(vm.hostdevs[i].host);
		assert_false(vm.hostdevs[i].guest.is_known);
	}
	igd_vm_done(&vm);
}

static void refuse(const char *text, size_t size, const char *why)
{
	char *exact = igd_zalloc(size ? size : 1);
	struct igd_error error = { 0 };
	struct igd_vm vm = { .hostdev_count = 77 };

	if (size)
		memcpy(exact, text, size);
	assert_int_equal(igd_vm_parse_libvirt(exact, size, &vm, &error), -EBADMSG);
	assert_int_equal(error.code, EBADMSG);
	if (why && !strstr(error.message, why))
		fail_msg("\"%s\" is not in \"%s\"", why, error.message);
	assert_int_equal(vm.hostdev_count, 77);
	free(exact);
}

static void test_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{ "", "empty" },
		{ "no XML", "line 1: " },
		{ "<domain type='kvm'>", "line 1: " },
		{ "\n\n<domain type='kvm'><a></b></domain>", "line 3: " },
		{ "<network/>", "line 1: no libvirt domain" },
		{ "\n<domstatus/>", "line 2: no libvirt domain" },
		{ "<domain/>", "a domain of type ''" },
		{ "<domain type='xen\x1b[31m'/>", "line 1: " },
		{ "<domain type='xen'/>", "a domain of type 'xen', which QEMU does not run" },
		{ "<x:domain xmlns:x='urn:x' type='kvm'/>", "no libvirt domain" },
		{ "<domain type='kvm'/><domain type='kvm'/>", "line 1: " },
		{ "<domain type='kvm'><name>\xff\xfe</name></domain>", "line 1: " },
		{ "<domain type='kvm'><name>&nothing;</name></domain>", "line 1: " },
		{ "<!DOCTYPE domain><domain type='kvm'/>", "document type" },
		{ "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a --><!DOCTYPE d [<!ENTITY a 'b'>]>"
		  "<domain type='kvm'><name>&a;</name></domain>",
			"document type (<!DOCTYPE ...>), which no libvirt domain has" },
		{ "<!DOCTYPE d SYSTEM 'file:///etc/passwd'><domain type='kvm'/>", "document type" },
		{ "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain type='kvm'>"
		  "<name>&x;</name></domain>",
			"document type" },
		{ "<!DOCTYPE d [<!ENTITY % x SYSTEM 'http://localhost/'> %x;]><domain/>",
			"document type" },
		{ "<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
		  "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;'>]>"
		  "<domain type='kvm'><name>&d;</name></domain>",
			"document type" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		refuse(cases[i].text, strlen(cases[i].text), i ? cases[i].why : NULL);
	refuse("<domain type='kvm'>\0</domain>", 29, "zero byte");
	refuse("<\0d\0o\0m\0a\0i\0n\0/\0>\0", 18, "zero byte");
}

/* A comment may say what it likes. */
static void test_comments(void **state)
{
	static const char text[] = "<!-- <!DOCTYPE x> --><?a <!DOCTYPE?>\n<domain type='kvm'>"
				   "<name><!-- a -->b<!-- c -->d</name></domain><!-- e -->";
	struct igd_error error = { 0 };
	struct igd_vm vm;

	(void)state;
	assert_int_equal(igd_vm_parse_libvirt(text, sizeof(text) - 1, &vm, &error), 0);
	assert_string_equal(vm.name, "bd");
	igd_vm_done(&vm);
}

/* "<domain type='kvm'>" + inside repeated + what closes it. */
static struct igd_text repeat(const char *open, const char *close, unsigned times)
{
	struct igd_text text = { 0 };
	unsigned i;

	igd_text_printf(&text, "<domain type='kvm'>");
	for (i = 0; i < times; i++)
		igd_text_add(&text, open, strlen(open));
	for (i = 0; i < times; i++)
		igd_text_add(&text, close, strlen(close));
	igd_text_printf(&text, "</domain>");
	return text;
}

static void test_bounds(void **state)
{
	struct igd_error error = { 0 };
	struct igd_text text;
	struct igd_vm vm;

	(void)state;
	text = repeat("<a>", "</a>", 63);
	assert_int_equal(igd_vm_parse_libvirt(text.text, text.size, &vm, &error), 0);
	igd_vm_done(&vm);
	igd_text_done(&text);
	text = repeat("<a>", "</a>", 64);
	refuse(text.text, text.size, "more than 64 levels deep");
	igd_text_done(&text);
	text = repeat("<a>", "</a>", 20000);
	refuse(text.text, text.size, NULL);
	igd_text_done(&text);
	text = repeat("<a/>", "", 4096);
	assert_int_equal(igd_vm_parse_libvirt(text.text, text.size, &vm, &error), 0);
	igd_vm_done(&vm);
	igd_text_done(&text);
	text = repeat("<a/>", "", 4097);
	refuse(text.text, text.size, "more than 4096 elements");
	igd_text_done(&text);
	text = repeat(" ", "", 2 << 20);
	refuse(text.text, text.size, "larger than 1024 KiB");
	igd_text_done(&text);
	text = repeat(" ", "", (1 << 20) - 27);
	assert_int_equal(text.size, IGD_VM_MAX_TEXT + 1);
	refuse(text.text, text.size, "larger than 1024 KiB");
	igd_text_done(&text);
	text = repeat(" ", "", (1 << 20) - 28);
	assert_int_equal(text.size, IGD_VM_MAX_TEXT);
	assert_int_equal(igd_vm_parse_libvirt(text.text, text.size, &vm, &error), 0);
	igd_vm_done(&vm);
	igd_text_done(&text);
}

/* <a>, with so many attributes of its own, among elements that have many together. */
static struct igd_text with_attributes(unsigned count)
{
	struct igd_text text = { 0 };
	unsigned i;

	igd_text_printf(&text, "<domain type='kvm'><!-- ");
	for (i = 0; i < 300; i++)
		igd_text_printf(&text, "a='' ");
	igd_text_printf(&text, "--><b/><a");
	for (i = 0; i < count; i++)
		igd_text_printf(&text, i % 2 ? " a%u=''" : "\na%u \n=\t\"\"", i);
	igd_text_printf(&text, "/></domain>");
	return text;
}

static void test_many_attributes(void **state)
{
	struct igd_text text = with_attributes(256);
	struct igd_error error = { 0 };
	struct igd_vm vm;

	(void)state;
	assert_int_equal(igd_vm_parse_libvirt(text.text, text.size, &vm, &error), 0);
	igd_vm_done(&vm);
	igd_text_done(&text);
	text = with_attributes(257);
	refuse(text.text, text.size, "more than 256 attributes");
	igd_text_done(&text);
}

/* More devices than a list holds: those in front count, and a remark says that there are more. */
static void test_many_devices(void **state)
{
	static const char hostdev[] = "<hostdev type='pci'><source><address bus='1' slot='0'/>"
				      "</source></hostdev>";
	struct igd_error error = { 0 };
	struct igd_text text = { 0 };
	struct igd_vm vm;
	unsigned i;

	(void)state;
	igd_text_printf(&text, "<domain type='kvm'><devices>");
	for (i = 0; i < 600; i++)
		igd_text_add(&text, hostdev, strlen(hostdev));
	igd_text_printf(&text, "</devices></domain>");
	assert_int_equal(igd_vm_parse_libvirt(text.text, text.size, &vm, &error), 0);
	assert_int_equal(vm.hostdev_count, IGD_VM_MAX_ITEMS);
	assert_true(is_said(&vm, "more than 512 host devices"));
	igd_vm_done(&vm);
	igd_text_done(&text);
}

/* Cut behind each byte, from exactly so many: no cut one is a domain. */
static void test_truncated(void **state)
{
	IGD_AUTOFREE char *text = igd_zalloc(65536);
	FILE *file = fopen(DOMAINS "set-json.xml", "r");
	size_t size, i;

	(void)state;
	assert_non_null(file);
	size = fread(text, 1, 65536, file);
	fclose(file);
	while (size && text[size - 1] == '\n')
		size--;
	for (i = 0; i < size; i++)
		refuse(text, i, NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_many_attributes),
		cmocka_unit_test(test_many_devices),
		cmocka_unit_test(test_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
