// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_framebuffer - /proc/iomem, firmware framebuffers, consoles and cards
 */
#include <errno.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/host/framebuffer.h"
#include "facts/host/iomem.h"
#include "tests/unit/unit.h"

#define IGPU "0000:00:02.0"

static struct igd_host *host_of(const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void reads_nesting(void **state)
{
	static const char text[] = "00000000-00000fff : Reserved\n"
				   "4000000000-7fffffffff : PCI Bus 0000:00\n"
				   "  4000000000-400fffffff : " IGPU "\n"
				   "    4000000000-40007e8fff : BOOTFB\n"
				   "      4000000000-40007e8fff : simpledrm\n"
				   "  6000000000-6000ffffff : " IGPU "\n"
				   "8000000000-8000000fff : a - b : c\n";
	struct igd_iomem iomem;

	(void)state;
	assert_int_equal(igd_iomem_parse(&iomem, text, strlen(text)), 0);
	assert_int_equal(iomem.count, 7);
	assert_false(iomem.is_hidden);
	assert_int_equal(iomem.ranges[4].parent, 3);
	assert_int_equal(iomem.ranges[5].parent, 1);
	assert_int_equal(iomem.ranges[6].parent, 6);
	assert_string_equal(iomem.ranges[6].name, "a - b : c");
	assert_true(igd_iomem_is_within(&iomem, 4, IGPU));
	assert_false(igd_iomem_is_within(&iomem, 5, IGPU));
	assert_int_equal(iomem.ranges[3].end, 0x40007e8fff);
	igd_iomem_done(&iomem);
}

static void refuses_other_text(void **state)
{
	static const char *const bad[] = { "hello\n", "0-1 : no end", " 0-1 : odd\n",
		"1-0 : backwards\n", "  0-1 : no parent\n",
		"0-f : a\n    0-1 : a level is left out\n", "-1 : x\n", "0- : x\n", "0-1: x\n",
		"00000000000000000-1 : x\n", "+1-2 : x\n", "0-0x1 : x\n", "\n" };
	struct igd_iomem iomem;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (igd_iomem_parse(&iomem, bad[i], strlen(bad[i])) != -EBADMSG)
			fail_msg("%zu: %s", i, bad[i]);
		assert_null(iomem.ranges);
	}
	assert_int_equal(igd_iomem_parse(&iomem, "0-1 : a\0\n", 9), -EBADMSG);
	assert_int_equal(igd_iomem_parse(&iomem, "", 0), 0);
	assert_false(iomem.is_hidden);
	igd_iomem_done(&iomem);
}

static void knows_hidden_addresses(void **state)
{
	struct igd_host *host = host_of("f /proc/iomem 00000000-00000000 : System RAM\\n"
					"00000000-00000000 : PCI Bus 0000:00\\n\n");
	struct igd_boot_range range;

	(void)state;
	assert_true(igd_iomem_get(host)->is_hidden);
	assert_false(igd_boot_range(host, IGPU, &range));
	assert_int_equal(igd_host_error(host, IGD_PROC_IOMEM), EACCES);
	igd_host_free(host);
}

static void tells_the_drivers_apart(void **state)
{
	struct igd_host *host = host_of(
		"d " IGD_PLATFORM_DEVICES "/efi-framebuffer.0\n"
		"d " IGD_PLATFORM_DEVICES "/simple-framebuffer.0/drm\n"
		"l " IGD_PLATFORM_DEVICES
		"/simple-framebuffer.0/driver ../drivers/simple-framebuffer\n"
		"l " IGD_PLATFORM_DEVICES "/vesa-framebuffer.0/driver ../drivers/vesa-framebuffer\n"
		"d " IGD_PLATFORM_DEVICES "/regulatory.0\n");
	const struct igd_boot_devices *devices = igd_boot_devices(host);

	(void)state;
	assert_int_equal(devices->count, 3);
	assert_null(devices->devices[0].driver);
	assert_string_equal(devices->devices[1].user, "simpledrm");
	assert_string_equal(devices->devices[2].user, "vesafb");
	assert_ptr_equal(igd_boot_device_in_use(host), &devices->devices[1]);
	igd_host_free(host);
}

static void finds_the_function_of_a_link(void **state)
{
	struct igd_host *host = host_of("");

	(void)state;
	assert_string_equal(igd_link_pci(host, "../../devices/pci0000:00/0000:00:02.0/drm/card0"),
		"0000:00:02.0");
	assert_string_equal(
		igd_link_pci(host, "../pci0000:00/0000:00:01.0/0000:01:00.0"), "0000:01:00.0");
	assert_null(igd_link_pci(host, "../../devices/platform/simple-framebuffer.0/drm/card0"));
	assert_null(igd_link_pci(host, "0000:00:02.00/0000:0g:02.0"));
	assert_null(igd_link_pci(host, NULL));
	igd_host_free(host);
}

static void lists_consoles_and_cards(void **state)
{
	struct igd_host *host = host_of(
		"l /sys/class/graphics/fb10 ../../devices/platform/efi-framebuffer.0/graphics/fb10\n"
		"l /sys/class/graphics/fb9 ../../devices/pci0000:00/0000:00:02.0/graphics/fb9\n"
		"f /sys/class/graphics/fb9/name i915drmfb\\n\nd /sys/class/graphics/fbcon\n"
		"f /sys/class/vtconsole/vtcon0/name (S) dummy device\\n\n"
		"f /sys/class/vtconsole/vtcon0/bind 0\\n\n"
		"f /sys/class/vtconsole/vtcon1/name (M) frame buffer device\\n\n"
		"f /sys/class/vtconsole/vtcon1/bind 1\\n\n"
		"l /sys/class/drm/card1 ../../devices/pci0000:00/0000:00:02.0/drm/card1\n"
		"f /sys/class/drm/card1-DP-1/status connected\\n\n"
		"f /sys/class/drm/card1-DP-2/status disconnected\\n\n"
		"f /sys/class/drm/card10-DP-2/status connected\\n\nf /sys/class/drm/version x\\n\n");
	const struct igd_fbs *fbs = igd_fbs(host);
	const struct igd_drm_cards *cards = igd_drm_cards(host);

	(void)state;
	assert_int_equal(fbs->count, 2);
	assert_int_equal(fbs->fbs[0].number, 9);
	assert_string_equal(fbs->fbs[0].device, IGPU);
	assert_true(fbs->fbs[1].is_boot);
	assert_null(fbs->fbs[1].device);
	assert_int_equal(igd_vtcons(host)->count, 2);
	assert_int_equal(igd_vtcon_bound(host, "frame buffer")->number, 1);
	assert_null(igd_vtcon_bound(host, "dummy"));
	assert_int_equal(cards->count, 1);
	assert_int_equal(cards->cards[0].connectors, 2);
	assert_int_equal(cards->cards[0].connected, 1);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_nesting),
		cmocka_unit_test(refuses_other_text),
		cmocka_unit_test(knows_hidden_addresses),
		cmocka_unit_test(tells_the_drivers_apart),
		cmocka_unit_test(finds_the_function_of_a_link),
		cmocka_unit_test(lists_consoles_and_cards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
