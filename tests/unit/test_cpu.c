// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_cpu - cpuinfo texts, whole, odd and hostile
 */
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/host/cpu.h"
#include "tests/unit/unit.h"

static struct igd_cpu parse(const char *text)
{
	size_t size = strlen(text);
	char *exact = malloc(
		size ? size : 1); /* without a NUL behind it, so that a sanitizer sees over-reads */
	struct igd_cpu cpu;

	assert_non_null(exact);
	memcpy(exact, text, size);
	igd_cpu_parse(&cpu, exact, size);
	free(exact);
	return cpu;
}

static void reads_the_first_block(void **state)
{
	struct igd_cpu cpu = parse("processor\t: 0\n"
				   "vendor_id\t: GenuineIntel\n"
				   "cpu family\t: 6\n"
				   "model\t\t: 151\n"
				   "model name\t: 12th Gen Intel(R) Core(TM) i7-12700K\n"
				   "flags\t\t: fpu vmx smx\n"
				   "vmx flags\t: vnmi ept\n"
				   "address sizes\t: 46 bits physical, 48 bits virtual\n"
				   "\n"
				   "processor\t: 1\n"
				   "vendor_id\t: AuthenticAMD\n");

	(void)state;
	assert_string_equal(cpu.vendor, "GenuineIntel");
	assert_string_equal(cpu.name, "12th Gen Intel(R) Core(TM) i7-12700K");
	assert_int_equal(cpu.family, 6);
	assert_int_equal(cpu.model, 151);
	assert_int_equal(cpu.physical_bits, 46);
	assert_true(cpu.has_vmx);
	assert_false(cpu.has_svm);
	assert_false(cpu.has_hypervisor);
}

static void flags_are_whole_words(void **state)
{
	struct igd_cpu cpu = parse("flags\t\t: vmxnet xsvm hypervisors svm");

	(void)state;
	assert_false(cpu.has_vmx);
	assert_true(cpu.has_svm);
	assert_false(cpu.has_hypervisor);
	assert_true(parse("flags : hypervisor").has_hypervisor);
	assert_true(parse("flags : fpu  vmx ").has_vmx);
}

static void survives_nonsense(void **state)
{
	struct igd_cpu cpu;

	(void)state;
	assert_string_equal(parse("").vendor, "");
	assert_string_equal(parse("\n").vendor, "");
	assert_string_equal(parse("vendor_id").vendor, "");
	assert_string_equal(parse("vendor_id\t:").vendor, "");
	assert_string_equal(parse(": GenuineIntel\n").vendor, "");
	cpu = parse("vendor_id : a vendor whose name is far too long for the field\n"
		    "a key that is longer than any key that is known : 1\n"
		    "model : 99999999999999999999\n"
		    "address sizes : many\n");
	assert_string_equal(cpu.vendor, "a vendor whose ");
	assert_int_equal(cpu.model, 0);
	assert_int_equal(cpu.physical_bits, 0);
}

/* 512 processors are more than igd_host_text() would read. */
static void reads_a_large_machine(void **state)
{
	IGD_AUTOTEXT struct igd_text tree = { 0 };
	struct igd_error error = { 0 };
	struct igd_source *source;
	struct igd_host *host;
	unsigned i, j;

	(void)state;
	igd_text_printf(&tree, "igd-doctor.tree/1\nf /proc/cpuinfo\n");
	for (i = 0; i < 512; i++) {
		igd_text_printf(
			&tree, "|processor\t: %u\n|vendor_id\t: GenuineIntel\n|flags\t: vmx", i);
		for (j = 0; j < 300; j++)
			igd_text_printf(&tree, " flag_%u", j);
		igd_text_printf(&tree, "\n|\n");
	}
	assert_true(tree.size > IGD_TEXT_LIMIT);
	source = igd_source_tree_text(tree.text, tree.size, "test", &error);
	assert_non_null(source);
	host = igd_host_new(source);
	assert_string_equal(igd_cpu_get(host)->vendor, "GenuineIntel");
	assert_true(igd_cpu_get(host)->has_vmx);
	assert_int_equal(igd_host_error(host, IGD_PROC_CPUINFO), 0);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_first_block),
		cmocka_unit_test(flags_are_whole_words),
		cmocka_unit_test(survives_nonsense),
		cmocka_unit_test(reads_a_large_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
