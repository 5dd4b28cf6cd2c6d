// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_initramfs_tool - which program builds the initramfs, and what one is told to do with it
 */
#include <string.h>

#include "core/host_private.h"
#include "facts/boot/initramfs_tool.h"
#include "tests/unit/unit.h"

#define MKINITCPIO "f /etc/mkinitcpio.conf MODULES=()\\n\nn /usr/bin/mkinitcpio\n"
#define DRACUT "d /etc/dracut.conf.d\nn /usr/bin/dracut\n"
#define BOOSTER "f /etc/booster.yaml x\nn /usr/bin/booster\n"

static struct igd_host *host_of(const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void finds_the_tool(void **state)
{
	static const char *const cases[][2] = {
		{ MKINITCPIO, "mkinitcpio" },
		{ DRACUT, "dracut" },
		{ "f /etc/initramfs-tools/modules x\nn /usr/sbin/mkinitramfs\n",
			"initramfs-tools" },
		{ BOOSTER, "booster" },
		{ "f /etc/mkinitfs/mkinitfs.conf x\nn /sbin/mkinitfs\n", "mkinitfs" },
		{ "f /etc/genkernel.conf x\nn /usr/bin/genkernel\n", "genkernel" },
		{ "f /etc/ugrd/config.toml x\nn /usr/bin/ugrd\n", "ugrd" },
		{ "f /etc/NIXOS x\n" DRACUT, "NixOS" },
		{ "f /run/ostree-booted x\n" DRACUT, "rpm-ostree" },
		/* what is left of a package that was removed does not count */
		{ "d /etc/initramfs-tools\n" DRACUT, "dracut" },
		{ "d /etc/initramfs-tools\n", "initramfs-tools" },
		{ MKINITCPIO DRACUT, NULL },
		{ MKINITCPIO DRACUT
			"f /etc/kernel/install.conf layout=bls\\ninitrd_generator=dracut\\n\n",
			"dracut" },
		{ MKINITCPIO DRACUT "f /etc/kernel/install.conf initrd_generator=none\\n\n", NULL },
		{ MKINITCPIO BOOSTER "f /proc/cmdline initrd=\\\\booster-linux.img\\n\n",
			"booster" },
		{ DRACUT BOOSTER
			"f /etc/dracut.conf.d/igd-doctor.conf force_drivers+=\" vfio_pci \"\\n\n",
			"dracut" },
		{ "", NULL },
	};
	const struct igd_initramfs_tool *tool;
	struct igd_host *host;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		host = host_of(cases[i][0]);
		tool = igd_initramfs_tool_get(host);
		if (cases[i][1] ? !tool || strcmp(tool->name, cases[i][1]) != 0 : !!tool)
			fail_msg("%s: %s", cases[i][0], tool ? tool->name : "none");
		igd_host_free(host);
	}
}

static void words_the_advice(void **state)
{
	static const char *const cases[][3] = {
		{ MKINITCPIO, "rebuild the initramfs with `mkinitcpio -P`",
			"put `vfio_pci vfio` first in MODULES=() in /etc/mkinitcpio.conf and run "
			"`mkinitcpio -P`" },
		{ "f /etc/os-release ID=arch\\n\n" DRACUT,
			"rebuild the initramfs with `pacman -S \"$(cat /usr/lib/modules/$(uname "
			"-r)/pkgbase)\"`",
			"put `force_drivers+=\" vfio_pci vfio \" install_optional_items+=\" "
			"/etc/modprobe.d/*.conf \"` into /etc/dracut.conf.d/igd-doctor.conf and run "
			"`pacman -S \"$(cat /usr/lib/modules/$(uname -r)/pkgbase)\"`" },
		{ "f /etc/os-release ID=debian\\n\n" DRACUT,
			"rebuild the initramfs with `dracut --force --regenerate-all`",
			"put `force_drivers+=\" vfio_pci vfio \" install_optional_items+=\" "
			"/etc/modprobe.d/*.conf \"` into /etc/dracut.conf.d/igd-doctor.conf and run "
			"`dracut --force --regenerate-all`" },
		{ "f /etc/NIXOS x\n", "rebuild the initramfs with `nixos-rebuild boot`",
			"add `boot.initrd.kernelModules = [ \"vfio_pci\" \"vfio\" ];` to "
			"/etc/nixos/configuration.nix and run `nixos-rebuild boot`" },
		{ "f /run/ostree-booted x\nn /usr/bin/rpm-ostree\n",
			"rebuild the initramfs with `rpm-ostree initramfs --enable`",
			"run `rpm-ostree initramfs --enable --arg=--force-drivers "
			"--arg=\"vfio_pci vfio\"`" },
		{ "", "rebuild the initramfs with your distribution's tool",
			"have the initramfs load `vfio_pci vfio` and rebuild it with your "
			"distribution's tool" },
	};
	struct igd_host *host;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		host = host_of(cases[i][0]);
		assert_string_equal(igd_initramfs_rebuild_clause(host), cases[i][1]);
		assert_string_equal(
			igd_initramfs_module_clause(host, "vfio_pci vfio"), cases[i][2]);
		igd_host_free(host);
	}
	assert_string_equal(igd_initramfs_module_clause(NULL, "vfio_pci"),
		"have the initramfs load the module and rebuild it");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_tool),
		cmocka_unit_test(words_the_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
