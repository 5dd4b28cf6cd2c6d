// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_boot_chart - an argument in the entries of a grub.cfg
 */
#include "facts/boot/boot_chart.h"
#include "tests/unit/unit.h"

static const char config[] = "set linux=1\n"
			     "menuentry 'one' {\n"
			     "\tlinux\t/boot/vmlinuz-6.12 root=UUID=1 ro quiet intel_iommu=on\n"
			     "\tinitrd\t/boot/initrd.img\n"
			     "}\n"
			     "  linux16 /vmlinuz ro intel-iommu=on video=efifb:off\n"
			     "\tlinuxefi /vmlinuz ro \n"
			     "\tlinux /vmlinuz ro single nomodeset intel_iommu=on\n"
			     "\tlinux /vmlinuz ro recovery intel_iommu=on\n"
			     "\tlinuxrc /vmlinuz intel_iommu=on\n"
			     "\tlinux /vmlinuz intel_iommu=on,sm_on vfio-pci.ids=\"8086:4680\"";

static void expect(const char *text, const char *argument, size_t found, size_t count)
{
	size_t got_count = 99;

	assert_int_equal(igd_grub_config_count(text, argument, &got_count), found);
	assert_int_equal(got_count, count);
}

/* Whole words, '-' and '_' alike in names, quotes taken off; recovery entries and other commands do not count. */
static void arguments_are_found(void **state)
{
	(void)state;
	expect(config, "intel_iommu=on", 2, 4);
	expect(config, "ro", 3, 4);
	expect(config, "video=efifb:off", 1, 4);
	expect(config, "vfio_pci.ids=8086:4680", 1, 4);
	expect(config, "nomodeset", 0, 4);
	expect(config, "root", 0, 4);
	expect("", "ro", 0, 0);
	expect("\n\n \nlinux", "ro", 0, 1);
	expect("menuentry linux {", "linux", 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arguments_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
