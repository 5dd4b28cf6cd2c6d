// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_kernel - releases, and configurations packed, plain, cut off and absent
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/host/kernel.h"
#include "tests/unit/unit.h"

/* printf 'CONFIG_VFIO_PCI=m\nCONFIG_VFIO_PCI_IGD=y\n# CONFIG_VFIO_PCI_VGA is not set\n' | gzip -n */
static const unsigned char packed[] = { 0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03,
	0x73, 0xf6, 0xf7, 0x73, 0xf3, 0x74, 0x8f, 0x0f, 0x73, 0xf3, 0xf4, 0x8f, 0x0f, 0x70, 0xf6,
	0xb4, 0xcd, 0xe5, 0x72, 0x46, 0x15, 0x89, 0xf7, 0x74, 0x77, 0xb1, 0xad, 0xe4, 0x52, 0x56,
	0x40, 0x17, 0x0f, 0x73, 0x77, 0x54, 0xc8, 0x2c, 0x56, 0xc8, 0xcb, 0x2f, 0x51, 0x28, 0x4e,
	0x2d, 0xe1, 0x02, 0x00, 0xc8, 0xf4, 0x58, 0x0f, 0x49, 0x00, 0x00, 0x00 };

static struct igd_host *host_of(const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void takes_releases_apart(void **state)
{
	unsigned major = 0, minor = 0;

	(void)state;
	assert_true(igd_kernel_release_parse("6.12.107+deb13-amd64", &major, &minor));
	assert_int_equal(major, 6);
	assert_int_equal(minor, 12);
	assert_true(igd_kernel_release_parse("7.1", &major, &minor));
	assert_int_equal(major, 7);
	assert_int_equal(minor, 1);
	assert_false(igd_kernel_release_parse("", &major, &minor));
	assert_false(igd_kernel_release_parse("6", &major, &minor));
	assert_false(igd_kernel_release_parse("6.", &major, &minor));
	assert_false(igd_kernel_release_parse("6.x", &major, &minor));
	assert_false(igd_kernel_release_parse("-6.1", &major, &minor));
	assert_false(igd_kernel_release_parse("4294967297.1", &major, &minor));
}

static void compares_releases(void **state)
{
	struct igd_host *host = host_of("f /proc/sys/kernel/osrelease 6.12.1-arch1\\n\n");

	(void)state;
	assert_true(igd_kernel_is_at_least(host, 6, 12));
	assert_true(igd_kernel_is_at_least(host, 5, 15));
	assert_false(igd_kernel_is_at_least(host, 6, 13));
	assert_false(igd_kernel_is_at_least(host, 7, 0));
	assert_int_equal(igd_host_error(host, "/proc/sys/kernel/osrelease"), 0);
	igd_host_free(host);
	host = host_of("");
	assert_false(igd_kernel_is_at_least(host, 1, 0));
	assert_int_equal(igd_host_error(host, "/proc/sys/kernel/osrelease"), ENODATA);
	igd_host_free(host);
}

static void unpacks(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	(void)state;
	assert_int_equal(igd_kernel_config_inflate(packed, sizeof(packed), &text), 0);
	assert_non_null(strstr(text.text, "CONFIG_VFIO_PCI_IGD=y\n"));
}

static void refuses_what_is_cut_off(void **state)
{
	size_t size;

	(void)state;
	for (size = 0; size < sizeof(packed) - 8; size++) {
		IGD_AUTOTEXT struct igd_text text = { 0 };

		assert_int_equal(igd_kernel_config_inflate(packed, size, &text), EBADMSG);
	}
}

static void refuses_what_is_not_packed(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	(void)state;
	assert_int_equal(igd_kernel_config_inflate("CONFIG_VFIO=y\n", 14, &text), EBADMSG);
	assert_int_equal(igd_kernel_config_inflate("\x1f\x8b rubbish", 10, &text), EBADMSG);
}

static void selects_and_finds(void **state)
{
	static const char config[] = "# Linux/x86\nCONFIG_VFIO_PCI=m\nCONFIG_E1000E=m\n"
				     "# CONFIG_VFIO_PCI_VGA is not set\nCONFIG_CMDLINE=\"a=b\"\n"
				     "CONFIG_=y\nCONFIG_KVM=y";
	IGD_AUTOTEXT struct igd_text kept = { 0 };

	(void)state;
	assert_int_equal(igd_kernel_config_select(config, sizeof(config) - 1, &kept), 0);
	assert_string_equal(kept.text, "CONFIG_VFIO_PCI=m\nCONFIG_CMDLINE=\"a=b\"\nCONFIG_KVM=y\n");
	assert_int_equal(igd_kernel_config_find(kept.text, "CONFIG_VFIO_PCI")[0], 'm');
	assert_null(igd_kernel_config_find(kept.text, "CONFIG_VFIO"));
	assert_null(igd_kernel_config_find(kept.text, "CONFIG_VFIO_PCI_VGA"));
	assert_null(igd_kernel_config_find("", "CONFIG_VFIO"));
	assert_int_equal(igd_kernel_config_select("no such thing\n", 14, &kept), EBADMSG);
}

#define RELEASE "f /proc/sys/kernel/osrelease 6.1.0\\n\n"
#define PLAIN "CONFIG_VFIO_PCI=m\\nCONFIG_VFIO_PCI_IGD=y\\nCONFIG_CMDLINE=\"x\"\\n\n"

static void reads_the_first_source_there_is(void **state)
{
	struct igd_host *host = host_of(RELEASE
		"f /boot/config-6.1.0 " PLAIN "f /lib/modules/6.1.0/config CONFIG_VFIO_PCI=y\\n\n");

	(void)state;
	assert_string_equal(igd_kernel_config_path(host), "/boot/config-6.1.0");
	assert_int_equal(igd_kernel_config(host, "CONFIG_VFIO_PCI"), IGD_CONFIG_MODULE);
	assert_int_equal(igd_kernel_config(host, "CONFIG_VFIO_PCI_IGD"), IGD_CONFIG_BUILTIN);
	assert_int_equal(igd_kernel_config(host, "CONFIG_VFIO_PCI_VGA"), IGD_CONFIG_OFF);
	assert_int_equal(igd_kernel_config(host, "CONFIG_CMDLINE"), IGD_CONFIG_VALUE);
	assert_int_equal(igd_kernel_config(host, "CONFIG_E1000E"), IGD_CONFIG_UNKNOWN);
	igd_host_free(host);
}

static void forgives_a_source_when_another_answers(void **state)
{
	struct igd_host *host =
		host_of(RELEASE "e /proc/config.gz EACCES\nf /boot/config-6.1.0 rubbish\n"
				"f /lib/modules/6.1.0/build/.config " PLAIN);
	struct igd_trace trace;

	(void)state;
	igd_host_begin(host);
	assert_int_equal(igd_kernel_config(host, "CONFIG_VFIO_PCI"), IGD_CONFIG_MODULE);
	trace = igd_host_end(host);
	assert_null(igd_trace_first(&trace));
	igd_trace_done(&trace);
	igd_host_free(host);
}

static void none_is_unknown_but_refused_sticks(void **state)
{
	struct igd_host *host = host_of(RELEASE);
	struct igd_trace trace;

	(void)state;
	igd_host_begin(host);
	assert_int_equal(igd_kernel_config(host, "CONFIG_VFIO_PCI"), IGD_CONFIG_UNKNOWN);
	assert_null(igd_kernel_config_path(host));
	trace = igd_host_end(host);
	assert_null(igd_trace_first(&trace));
	igd_trace_done(&trace);
	igd_host_free(host);

	host = host_of(RELEASE "e /boot/config-6.1.0 EACCES\n");
	assert_int_equal(igd_kernel_config(host, "CONFIG_VFIO_PCI"), IGD_CONFIG_UNKNOWN);
	assert_int_equal(igd_host_error(host, "/boot/config-6.1.0"), EACCES);
	igd_host_free(host);
}

/* A recorded release must not lead anywhere else. */
static void a_release_is_no_path(void **state)
{
	struct igd_host *host = host_of("f /proc/sys/kernel/osrelease x/../../etc/shadow\\n\n"
					"f /etc/shadow " PLAIN);

	(void)state;
	assert_null(igd_kernel_config_path(host));
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_releases_apart),
		cmocka_unit_test(compares_releases),
		cmocka_unit_test(unpacks),
		cmocka_unit_test(refuses_what_is_cut_off),
		cmocka_unit_test(refuses_what_is_not_packed),
		cmocka_unit_test(selects_and_finds),
		cmocka_unit_test(reads_the_first_source_there_is),
		cmocka_unit_test(forgives_a_source_when_another_answers),
		cmocka_unit_test(none_is_unknown_but_refused_sticks),
		cmocka_unit_test(a_release_is_no_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
