// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_distribution - os-release texts, families, and inits by what runs
 */
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/host/distribution.h"
#include "tests/unit/unit.h"

static struct igd_host *host_of(const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void value_is(const char *text, const char *key, const char *value)
{
	char *got = igd_os_release_value(text, key);

	assert_string_equal(got, value);
	free(got);
}

static void unquotes_values(void **state)
{
	(void)state;
	value_is("ID=artix\nNAME=x\n", "ID", "artix");
	value_is("NAME=x\nID=\"opensuse-tumbleweed\"", "ID", "opensuse-tumbleweed");
	value_is("ID='void'\n", "ID", "void");
	value_is("P=\"a \\\"b\\\" \\$c\"\n", "P", "a \"b\" $c");
	value_is("P='a\\b'\n", "P", "a\\b");
	value_is("ID_LIKE=arch\n", "ID", "");
	value_is("#ID=a\n ID=b\n", "ID", "");
	value_is("ID=\"open", "ID", "open");
	value_is("ID=a\\", "ID", "a\\");
	value_is("", "ID", "");
}

static void expect_family(const char *nodes, enum igd_family family)
{
	struct igd_host *host = host_of(nodes);

	assert_int_equal(igd_distribution_get(host)->family, family);
	igd_host_free(host);
}

static void names_families(void **state)
{
	(void)state;
	expect_family("f /etc/os-release ID=debian\\n\n", IGD_FAMILY_DEBIAN);
	expect_family("f /etc/os-release ID=devuan\\nID_LIKE=debian\\n\n", IGD_FAMILY_DEBIAN);
	expect_family(
		"f /etc/os-release ID=debian\\n\nf /usr/bin/pveversion x\n", IGD_FAMILY_PROXMOX);
	expect_family("f /etc/os-release ID=artix\\n\n", IGD_FAMILY_ARCH);
	expect_family("f /etc/os-release ID=endeavouros\\nID_LIKE=\"arch\"\\n\n", IGD_FAMILY_ARCH);
	expect_family("f /usr/lib/os-release ID=fedora\\n\n", IGD_FAMILY_FEDORA);
	expect_family("f /etc/os-release ID=\"rocky\"\\nID_LIKE=\"rhel centos fedora\"\\n\n",
		IGD_FAMILY_FEDORA);
	expect_family(
		"f /etc/os-release ID=bazzite\\nID_LIKE=\"fedora\"\\n\nf /run/ostree-booted x\n",
		IGD_FAMILY_ATOMIC);
	expect_family(
		"f /etc/os-release ID=\"opensuse-tumbleweed\"\\nID_LIKE=\"opensuse suse\"\\n\n",
		IGD_FAMILY_SUSE);
	expect_family("f /etc/os-release ID=nixos\\n\n", IGD_FAMILY_NIXOS);
	expect_family("f /etc/os-release ID=haiku\\n\n", IGD_FAMILY_UNKNOWN);
	expect_family("", IGD_FAMILY_UNKNOWN);
}

static void expect_restart(const char *nodes, const char *init, const char *command)
{
	struct igd_host *host = host_of(nodes);

	assert_string_equal(igd_init_name(igd_distribution_get(host)->init), init);
	if (command)
		assert_string_equal(igd_service_restart(host, "libvirtd"), command);
	else
		assert_null(igd_service_restart(host, "libvirtd"));
	igd_host_free(host);
}

static void tells_inits_by_what_runs(void **state)
{
	(void)state;
	expect_restart("f /proc/1/comm systemd\\n\n", "systemd", "systemctl restart libvirtd");
	expect_restart("d /run/systemd/system\n", "systemd", "systemctl restart libvirtd");
	expect_restart("f /proc/1/comm init\\n\nd /run/openrc\nf /etc/inittab x\n", "OpenRC",
		"rc-service libvirtd restart");
	expect_restart("f /proc/1/comm openrc-init\\n\n", "OpenRC", "rc-service libvirtd restart");
	expect_restart("f /proc/1/comm runit\\n\n", "runit", "sv restart libvirtd");
	expect_restart("d /etc/runit/runsvdir\n", "runit", "sv restart libvirtd");
	expect_restart("f /proc/1/comm s6-svscan\\n\n", "s6", "s6-svc -r /run/service/libvirtd");
	expect_restart("f /proc/1/comm dinit\\n\n", "dinit", "dinitctl restart libvirtd");
	expect_restart("f /proc/1/comm init\\n\nf /etc/inittab x\n", "SysV init",
		"service libvirtd restart");
	expect_restart("f /proc/1/comm bash\\n\n", "an unknown init", NULL);
}

/* Artix with elogind has /run/systemd, but not /run/systemd/system. */
static void is_not_fooled_by_elogind(void **state)
{
	(void)state;
	expect_restart("d /run/systemd/seats\nd /run/openrc\nf /etc/os-release ID=artix\\n\n",
		"OpenRC", "rc-service libvirtd restart");
}

static void nothing_sticks(void **state)
{
	struct igd_host *host =
		host_of("e /etc/os-release EACCES\ne /proc/1/comm EACCES\n"
			"u /run/systemd/system EACCES\nf /usr/lib/os-release ID=void\\n\n");
	struct igd_trace trace;

	(void)state;
	igd_host_begin(host);
	assert_string_equal(igd_distribution_get(host)->id, "void");
	assert_int_equal(igd_distribution_get(host)->init, IGD_INIT_UNKNOWN);
	trace = igd_host_end(host);
	assert_null(igd_trace_first(&trace));
	igd_trace_done(&trace);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unquotes_values),
		cmocka_unit_test(names_families),
		cmocka_unit_test(tells_inits_by_what_runs),
		cmocka_unit_test(is_not_fooled_by_elogind),
		cmocka_unit_test(nothing_sticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
