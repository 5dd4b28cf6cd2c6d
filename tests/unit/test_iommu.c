// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_iommu - capability registers of real machines, the command line's switches, reserved regions
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>

#include "core/host_private.h"
#include "facts/host/iommu.h"

static void test_capabilities(void **state)
{
	static const struct {
		uint64_t cap;
		unsigned mgaw, sagaw, width;
	} rows[] = {
		/* 12th generation graphics (stefanpartheym/archlinux-ipu6-webcam#42) */
		{ 0x1c0000c40660462, 39, 48, 39 },
		/* Arrow Lake-S graphics (LongQT-sea/intel-igpu-passthru#15) */
		{ 0xe9de008cee690462, 42, 48, 42 },
		/* made up: walks of five levels; of three; of none */
		{ 0x0f00 | 0x380000, 57, 57, 57 },
		{ 0x0200 | 0x2f0000, 48, 39, 39 },
		{ 0x1000 | 0x2f0000, 48, 0, 0 },
		{ 0, 1, 0, 0 },
		{ UINT64_MAX, 64, 57, 57 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(igd_cap_mgaw(rows[i].cap), rows[i].mgaw);
		assert_int_equal(igd_cap_sagaw(rows[i].cap), rows[i].sagaw);
		assert_int_equal(igd_cap_width(rows[i].cap), rows[i].width);
	}
	assert_true(igd_ecap_remaps_interrupts(8) && !igd_ecap_remaps_interrupts(~UINT64_C(8)));
	assert_true(igd_ecap_has_x2apic(16) && !igd_ecap_has_x2apic(~UINT64_C(16)));
	assert_true(igd_ecap_has_first_stage(UINT64_C(1) << 43 | UINT64_C(1) << 47));
	assert_false(igd_ecap_has_first_stage(UINT64_C(1) << 43));
	assert_false(igd_ecap_has_first_stage(UINT64_C(1) << 47));
}

static void expect_switch(const char *line, enum igd_iommu_switch expected, const char *argument)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\nf /proc/cmdline %s\\n\n", line);
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(text, strlen(text), "test", NULL));
	const char *found;

	assert_int_equal(igd_iommu_switch(host, &found), expected);
	if (argument)
		assert_string_equal(found, argument);
	else
		assert_null(found);
	igd_host_free(host);
}

static void test_switch(void **state)
{
	(void)state;
	expect_switch("quiet iommu=pt", IGD_IOMMU_UNSET, NULL);
	expect_switch("intel_iommu=igfx_off", IGD_IOMMU_UNSET, NULL);
	expect_switch("intel_iommu", IGD_IOMMU_UNSET, NULL);
	expect_switch("intel-iommu=sm_on,on", IGD_IOMMU_ON, "intel-iommu=sm_on,on");
	expect_switch("intel_iommu=off intel_iommu=on", IGD_IOMMU_ON, "intel_iommu=on");
	expect_switch("intel_iommu=on intel_iommu=off", IGD_IOMMU_OFF, "intel_iommu=off");
	expect_switch("iommu=pt,off intel_iommu=on", IGD_IOMMU_OFF, "iommu=pt,off");
	expect_switch("quiet -- intel_iommu=on", IGD_IOMMU_UNSET, NULL);
}

static void test_drivers(void **state)
{
	(void)state;
	assert_true(igd_driver_leaves_dma(NULL));
	assert_true(igd_driver_leaves_dma("vfio-pci"));
	assert_true(igd_driver_leaves_dma("mlx5_vfio_pci"));
	assert_true(igd_driver_leaves_dma("pci-stub"));
	assert_true(igd_driver_leaves_dma("pcieport"));
	assert_false(igd_driver_leaves_dma("snd_hda_intel"));
	assert_false(igd_driver_leaves_dma(""));
}

static void test_reserved(void **state)
{
	static const char text[] = "0x000000006c000000 0x00000000707fffff direct-relaxable\n"
				   "0x00000000fee00000 0x00000000feefffff msi\n"
				   "0x000000fd00000000 0xffffffffffffffff news\n"
				   "0x00000000000e0000 0x00000000000effff direct";
	struct igd_reserved_regions regions;

	(void)state;
	assert_int_equal(igd_reserved_parse(text, strlen(text), &regions, NULL), 0);
	assert_int_equal(regions.count, 4);
	assert_int_equal(regions.list[0].type, IGD_RESERVED_RELAXABLE);
	assert_true(regions.list[0].start == 0x6c000000 && regions.list[0].end == 0x707fffff);
	assert_int_equal(regions.list[1].type, IGD_RESERVED_MSI);
	assert_int_equal(regions.list[2].type, IGD_RESERVED_UNKNOWN);
	assert_true(regions.list[2].end == UINT64_MAX);
	assert_int_equal(regions.list[3].type, IGD_RESERVED_DIRECT);
	igd_reserved_done(&regions);
	assert_int_equal(igd_reserved_parse("", 0, &regions, NULL), 0);
	assert_int_equal(regions.count, 0);
}

static void refuse(const char *text, size_t size, const char *message)
{
	struct igd_reserved_regions regions = { .count = 77 };
	struct igd_error error = { 0 };

	assert_int_equal(igd_reserved_parse(text, size, &regions, &error), -EBADMSG);
	assert_string_equal(error.message, message);
	assert_int_equal(regions.count, 77);
}

static void test_reserved_hostile(void **state)
{
	(void)state;
	refuse("\n", 1, "line 1: no reserved region");
	refuse("0x1 0x2 msi\n0x1 0x2\n", 20, "line 2: no reserved region");
	refuse("0x2 0x1 msi\n", 12, "line 1: no reserved region");
	refuse("0x1 0x2 msi more\n", 17, "line 1: no reserved region");
	refuse("0x1 0x2 m\0i\n", 12, "line 1: no reserved region");
	refuse("1 2 msi\n", 8, "line 1: no reserved region");
	refuse("0x1 0x2 "
	       "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
		88, "line 1: no reserved region");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_capabilities),
		cmocka_unit_test(test_switch),
		cmocka_unit_test(test_drivers),
		cmocka_unit_test(test_reserved),
		cmocka_unit_test(test_reserved_hostile),
	};

	return cmocka_run_group_tests_name("iommu", tests, NULL, NULL);
}
