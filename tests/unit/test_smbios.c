// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_smbios - what a VM is told of itself, judged, and the host's own to be pasted
 */
#include <stdio.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/vm/smbios.h"
#include "tests/unit/unit.h"

static void test_dates(void **state)
{
	static const char *const good[] = { "10/27/2023", "01/01/1999", "12/31/0000" };
	static const char *const bad[] = { "", "10/27/23", "2023-10-27", "13/01/2023", "00/10/2023",
		"10/32/2023", "10/00/2023", "1/1/2023", "10/27/2023 ", "10/27/20233", "10/27/202x",
		"10-27-2023", "10/27-2023" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(igd_smbios_is_date(good[i]));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(igd_smbios_is_date(bad[i]));
}

static void test_makers(void **state)
{
	(void)state;
	assert_true(igd_smbios_same_maker("Intel(R) Client Systems", "INTEL Corporation"));
	assert_true(igd_smbios_same_maker("ASUSTeK COMPUTER INC.", "ASUSTeK"));
	assert_true(igd_smbios_same_maker("ASUS", "ASUSTeK COMPUTER INC."));
	assert_true(igd_smbios_same_maker("ASUSTeK COMPUTER INC.", "ASUS"));
	assert_false(igd_smbios_same_maker("Dell Inc.", "Del"));
	assert_false(igd_smbios_same_maker("HP", "Hewlett-Packard"));
	assert_true(igd_smbios_same_uuid("6f1e2b34-AA", "6F1E2B34-aa"));
	assert_false(igd_smbios_same_uuid("6f1e2b34", "6f1e2b34-"));
}

static void test_values(void **state)
{
	struct igd_vm_smbios_value values[] = { { 1, "product", "first" },
		{ 2, "product", "board" }, { 1, "product", "last" } };
	struct igd_vm_smbios smbios = { .values = values, .value_count = 3 };

	(void)state;
	assert_string_equal(igd_smbios_value(&smbios, 1, "product"), "last");
	assert_string_equal(igd_smbios_value(&smbios, 2, "product"), "board");
	assert_null(igd_smbios_value(&smbios, 1, "serial"));
	assert_null(igd_smbios_value(&smbios, 3, "product"));
}

static void assert_fault(
	struct igd_vm *vm, enum igd_smbios_fault fault, const char *left, const char *right)
{
	const char *is_left = NULL, *is_right = NULL;

	assert_int_equal(
		igd_smbios_judge(vm, "12th Gen Intel(R) Core(TM) i7-12700K", &is_left, &is_right),
		fault);
	if (fault == IGD_SMBIOS_SOUND)
		return;
	assert_string_equal(is_left, left);
	assert_string_equal(is_right, right);
}

static void test_faults(void **state)
{
	struct igd_vm_smbios_value values[] = { { 0, "vendor", "American Megatrends Inc." },
		{ 0, "date", "10/27/2023" }, { 1, "manufacturer", "ASUSTeK COMPUTER INC." },
		{ 1, "product", "Z690" }, { 1, "serial", "Default string" },
		{ 2, "manufacturer", "ASUSTeK COMPUTER INC." }, { 1, "uuid", "AA-BB" },
		{ 4, "version", "12th Gen Intel(R) Core(TM) i7-12700K" } };
	struct igd_vm vm = { .uuid = "aa-bb",
		.cpu.model = "host",
		.smbios = { .values = values, .value_count = 8 } };

	(void)state;
	assert_fault(&vm, IGD_SMBIOS_SOUND, "", "");
	values[7].value = "i9";
	assert_fault(&vm, IGD_SMBIOS_CPU, "i9", "12th Gen Intel(R) Core(TM) i7-12700K");
	vm.cpu.model = "Skylake-Client";
	assert_fault(&vm, IGD_SMBIOS_SOUND, "", "");
	values[1].value = "today";
	assert_fault(&vm, IGD_SMBIOS_DATE, "today", "today");
	values[5].value = "Dell Inc.";
	assert_fault(&vm, IGD_SMBIOS_MAKERS, "ASUSTeK COMPUTER INC.", "Dell Inc.");
	values[6].value = "cc";
	assert_fault(&vm, IGD_SMBIOS_UUID, "cc", "aa-bb");
	vm.uuid = NULL;
	assert_fault(&vm, IGD_SMBIOS_MAKERS, "ASUSTeK COMPUTER INC.", "Dell Inc.");
	values[0].value = "SeaBIOS";
	assert_fault(&vm, IGD_SMBIOS_VIRTUAL, "the firmware's vendor", "SeaBIOS");
	values[0].value = "to be filled by o.e.m.";
	assert_fault(&vm, IGD_SMBIOS_FILLER, "the firmware's vendor", "to be filled by o.e.m.");
}

static struct igd_host *open_host(const char *maker, const char *board)
{
	char text[1024];
	struct igd_source *source;

	snprintf(text, sizeof(text),
		"igd-doctor.tree/1\n"
		"f /sys/class/dmi/id/sys_vendor System manufacturer\n"
		"f /sys/class/dmi/id/product_name To Be Filled By O.E.M.\n"
		"f /sys/class/dmi/id/board_vendor %s\n"
		"f /sys/class/dmi/id/board_name %s\n"
		"f /sys/class/dmi/id/bios_date 27.10.2023\n"
		"f /sys/class/dmi/id/bios_version 2802\n"
		"f /sys/class/dmi/id/product_serial SECRET\n",
		maker, board);
	source = igd_source_tree_text(text, strlen(text), "test", NULL);
	assert_non_null(source);
	return igd_host_new(source);
}

static void test_advice(void **state)
{
	struct igd_host *host = open_host("A & B <{C}>, Ltd.", "Z'690$(x)");
	struct igd_vm vm = { .origin = IGD_VM_LIBVIRT, .name = "win11" };

	(void)state;
	assert_string_equal(igd_smbios_advice(host, &vm),
		"put `<smbios mode='sysinfo'/>` inside <os>, and behind it `<sysinfo "
		"type='smbios'><bios><entry name='version'>2802</entry></bios><system><entry "
		"name='manufacturer'>A &amp; B &lt;_C_>, Ltd.</entry><entry "
		"name='product'>Z'690$(x)</entry></system><baseBoard><entry name='manufacturer'>A "
		"&amp; B &lt;_C_>, Ltd.</entry><entry "
		"name='product'>Z'690$(x)</entry></baseBoard></sysinfo>` behind </os> (`virsh edit "
		"win11`)");
	vm.origin = IGD_VM_COMMAND_LINE;
	assert_string_equal(igd_smbios_advice(host, &vm),
		"add `-smbios 'type=1,manufacturer=A & B <_C_>,, Ltd.,product=Z_690_(x)' -smbios "
		"'type=2,manufacturer=A & B <_C_>,, Ltd.,product=Z_690_(x)'` to QEMU's command "
		"line");
	vm.origin = IGD_VM_PROXMOX;
	assert_non_null(strstr(igd_smbios_advice(host, &vm), "`args:`"));
	igd_host_free(host);
	host = open_host("Default string", "Default string");
	assert_null(igd_smbios_advice(host, &vm));
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_makers),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
