// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * claim - lists of device ids, of modules to load, and of the programs that hold a device
 */
#include <errno.h>
#include <string.h>

#include "facts/host/autoload.h"
#include "facts/host/claim.h"
#include "facts/host/holders.h"
#include "tests/unit/unit.h"

static void test_ids(void **context)
{
	const char *list =
		",8086:4680,,10de:1:2:3:30000:ff0000,8086,8086-4680,-1:2,8086:4680x,0x8086:0x1\n";
	struct igd_vfio_id id;

	(void)context;
	assert_int_equal(igd_vfio_id_next(&list, &id), 1);
	assert_int_equal(id.vendor, 0x8086);
	assert_int_equal(id.device, 0x4680);
	assert_int_equal(id.subvendor, 0xffffffff);
	assert_int_equal(id.class_mask, 0);
	assert_int_equal(igd_vfio_id_next(&list, &id), 1);
	assert_int_equal(id.subdevice, 3);
	assert_int_equal(id.class_code, 0x30000);
	assert_int_equal(id.class_mask, 0xff0000);
	assert_int_equal(igd_vfio_id_next(&list, &id), -EINVAL);
	assert_int_equal(igd_vfio_id_next(&list, &id), -EINVAL);
	assert_int_equal(igd_vfio_id_next(&list, &id), -EINVAL);
	assert_int_equal(igd_vfio_id_next(&list, &id), 1);
	assert_int_equal(igd_vfio_id_next(&list, &id), 1);
	assert_int_equal(id.device, 1);
	assert_int_equal(igd_vfio_id_next(&list, &id), 0);
}

static void test_force_probe(void **context)
{
	(void)context;
	assert_true(igd_force_probe_blocks("!4680", 0x4680));
	assert_true(igd_force_probe_blocks("56a0,!4680", 0x4680));
	assert_true(igd_force_probe_blocks("!*", 0x4680));
	assert_false(igd_force_probe_blocks("!*,56a0", 0x4680));
	assert_false(igd_force_probe_blocks("4680", 0x4680));
	assert_false(igd_force_probe_blocks("*", 0x4680));
	assert_false(igd_force_probe_blocks("!46800", 0x4680));
	assert_false(igd_force_probe_blocks("!4680x", 0x4680));
	assert_false(igd_force_probe_blocks("", 0x4680));
	assert_false(igd_force_probe_blocks("!", 0));
}

static void expect(const char *text, enum igd_autoload_form form, const char *origin,
	enum igd_autoload_when when)
{
	struct igd_autoload list = { 0 };
	const struct igd_bytes bytes = { text, strlen(text) };
	const struct igd_autoload_entry *found;

	igd_autoload_parse(&list, "f", &bytes, form, IGD_AUTOLOAD_BOOT);
	found = igd_autoload_find(&list, "vfio-pci");
	if (origin) {
		assert_non_null(found);
		assert_string_equal(found->origin, origin);
		assert_int_equal(found->when, when);
	} else {
		assert_null(found);
	}
	igd_autoload_done(&list);
}

static void test_autoload(void **context)
{
	(void)context;
	expect("# vfio_pci\n; vfio_pci\n\n  vfio-pci ids=1:2\n", IGD_AUTOLOAD_LINES, "f:4",
		IGD_AUTOLOAD_BOOT);
	expect("vfio_pci", IGD_AUTOLOAD_LINES, "f:1", IGD_AUTOLOAD_BOOT);
	expect("#MODULES=(vfio_pci)\n", IGD_AUTOLOAD_MKINITCPIO, NULL, 0);
	expect("MODULES=()\nHOOKS=(vfio_pci)\n", IGD_AUTOLOAD_MKINITCPIO, NULL, 0);
	expect("MODULES=(a # vfio_pci\n b\n 'vfio_pci' c)", IGD_AUTOLOAD_MKINITCPIO, "f:3",
		IGD_AUTOLOAD_INITRAMFS);
	expect("MODULES+=( $vfio_pci ${vfio_pci} )\n", IGD_AUTOLOAD_MKINITCPIO, NULL, 0);
	expect("MODULES=\"a vfio-pci\"\n", IGD_AUTOLOAD_MKINITCPIO, "f:1", IGD_AUTOLOAD_INITRAMFS);
	expect("MODULES=(a\nb", IGD_AUTOLOAD_MKINITCPIO, NULL, 0);
	expect("add_drivers+=\" vfio-pci \"\n", IGD_AUTOLOAD_DRACUT, NULL, 0);
	expect("force_drivers+=\" vfio-pci \"\n", IGD_AUTOLOAD_DRACUT, "f:1",
		IGD_AUTOLOAD_INITRAMFS);
	expect("modules: vfio_pci\n", IGD_AUTOLOAD_BOOSTER, NULL, 0);
	expect("modules_force_load: a,vfio_pci\n", IGD_AUTOLOAD_BOOSTER, "f:1",
		IGD_AUTOLOAD_INITRAMFS);
	expect("modules_6_1=\"vfio-pci\"\n", IGD_AUTOLOAD_OPENRC, "f:1", IGD_AUTOLOAD_BOOT);
	expect("# vfio-pci\nkernel/drivers/vfio/vfio.ko.* kernel/drivers/vfio/pci/vfio-pci.ko.gz\n",
		IGD_AUTOLOAD_PATHS, "f:2", IGD_AUTOLOAD_BOOT);
	expect("kernel/a.ko  /kernel/drivers/vfio/pci/vfio-pci.ko", IGD_AUTOLOAD_PATHS, "f:1",
		IGD_AUTOLOAD_BOOT);
	expect("vfio-pci.ko.* # x\n", IGD_AUTOLOAD_PATHS, "f:1", IGD_AUTOLOAD_BOOT);
	expect("\v\f\n\v vfio-pci", IGD_AUTOLOAD_PATHS, "f:2", IGD_AUTOLOAD_BOOT);
	expect("kernel/vfio-pci/\n", IGD_AUTOLOAD_PATHS, NULL, 0);
	expect("module_vfio_pci_args=\"vfio-pci\"\n", IGD_AUTOLOAD_OPENRC, NULL, 0);
}

static void test_holders(void **context)
{
	static const char text[] = "             command  tgid dev master a   uid      magic\n"
				   "                Xorg  1034   1   y    y     0          0\n"
				   "                Xorg  1034   1   y    y     0          1\n"
				   "      Isolated Web C 12345 128   n    n  1000          0\n";
	struct igd_holders holders;

	(void)context;
	assert_int_equal(igd_holders_parse(&holders, text, sizeof(text) - 1), 0);
	assert_int_equal(holders.count, 2);
	assert_int_equal(holders.total, 3);
	assert_string_equal(holders.holders[1].name, "Isolated Web C");
	assert_int_equal(holders.holders[1].pid, 12345);
	assert_int_equal(igd_holders_parse(&holders, "", 0), 0);
	assert_int_equal(igd_holders_parse(&holders, "a\nb\n", 4), -EBADMSG);
	assert_int_equal(igd_holders_parse(&holders, "a", 1), -EBADMSG);
	assert_int_equal(holders.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_force_probe),
		cmocka_unit_test(test_autoload),
		cmocka_unit_test(test_holders),
	};

	return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
