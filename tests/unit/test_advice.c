// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_advice - every directive, on every kind of boot loader
 */
#include <string.h>

#include "core/host_private.h"
#include "core/source.h"
#include "facts/host/advice.h"
#include "tests/unit/unit.h"

#define GRUB_COMMAND_LINE "f /proc/cmdline BOOT_IMAGE=/boot/vmlinuz root=/dev/sda1 ro\\n\n"
#define DEFAULT_GRUB                                                                               \
	"f /etc/default/grub\n|GRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n"                             \
	"|GRUB_CMDLINE_LINUX=\"intel_iommu=igfx_off\"\n"

#define DEBIAN_SYSTEMD_BOOT                                                                        \
	"f /proc/cmdline initrd=\\\\debian\\\\1\\\\initrd.img ro\\n\n"                             \
	"f /boot/efi/loader/loader.conf\nf /etc/os-release ID=debian\\n\n"                         \
	"f /boot/efi/loader/entries/debian-1.conf # 90-loaderentry.install\\n\n"

/* UTF-16 text behind four bytes of attributes, as efivarfs shows it: "s" */
#define DEBIAN_UNIFIED                                                                             \
	"x /sys/firmware/efi/efivars/StubInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f "               \
	"060000007300\n"                                                                           \
	"f /etc/os-release ID=debian\\n\nf /etc/kernel/cmdline ro\\n\n"

static const struct {
	const char *name, *tree, *directive, *text;
} cases[] = {
	{ "nothing is known", "", "kernel-arg+ intel_iommu=on",
		"add `intel_iommu=on` to the kernel command line in your boot loader's configuration" },
	{ "nothing is known", "", "kernel-arg- ff",
		"take `ff` out of the kernel command line in your boot loader's configuration" },
	{ "Debian", GRUB_COMMAND_LINE DEFAULT_GRUB "f /etc/os-release ID=debian\\n\n",
		"kernel-arg+ intel_iommu=on",
		"add `intel_iommu=on` to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub and run "
		"`update-grub`" },
	{ "Debian", GRUB_COMMAND_LINE DEFAULT_GRUB "f /etc/os-release ID=debian\\n\n",
		"kernel-arg- intel_iommu=igfx_off",
		"take `intel_iommu=igfx_off` out of GRUB_CMDLINE_LINUX in /etc/default/grub (line 2) and "
		"run `update-grub`" },
	{ "by name", GRUB_COMMAND_LINE DEFAULT_GRUB "f /etc/os-release ID=void\\n\n",
		"kernel-arg- intel_iommu",
		"take `intel_iommu` out of GRUB_CMDLINE_LINUX in /etc/default/grub (line 2) and run "
		"`update-grub`" },
	{ "Artix", GRUB_COMMAND_LINE DEFAULT_GRUB "f /etc/os-release ID=artix\\n\n",
		"kernel-arg+ a b",
		"add `a b` to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub and run `grub-mkconfig -o "
		"/boot/grub/grub.cfg`" },
	{ "Fedora with an old layout",
		GRUB_COMMAND_LINE DEFAULT_GRUB "f /etc/os-release ID=fedora\\n\n"
					       "f /boot/efi/EFI/fedora/grub.cfg\n",
		"kernel-arg-apply", "run `grub2-mkconfig -o /boot/efi/EFI/fedora/grub.cfg`" },
	{ "Fedora with entries",
		GRUB_COMMAND_LINE "f /etc/default/grub GRUB_ENABLE_BLSCFG=true\\n\n",
		"kernel-arg+ a b", "run `grubby --update-kernel=ALL --args=\"a b\"`" },
	{ "Fedora with entries",
		GRUB_COMMAND_LINE "f /etc/default/grub GRUB_ENABLE_BLSCFG=true\\n\n",
		"kernel-arg- a", "run `grubby --update-kernel=ALL --remove-args=\"a\"`" },
	{ "rpm-ostree", "f /run/ostree-booted\n", "kernel-arg+ a b",
		"run `rpm-ostree kargs --append-if-missing=a --append-if-missing=b`" },
	{ "NixOS", "f /etc/NIXOS\nf /etc/os-release ID=nixos\\n\n", "kernel-arg+ a b",
		"add `boot.kernelParams = [ \"a\" \"b\" ];` to /etc/nixos/configuration.nix and run "
		"`nixos-rebuild boot`" },
	{ "NixOS", "f /etc/NIXOS\nf /etc/os-release ID=nixos\\n\n", "kernel-arg- a",
		"take `a` out of boot.kernelParams in /etc/nixos/configuration.nix and run `nixos-rebuild "
		"boot`" },
	{ "NixOS", "f /etc/NIXOS\nf /etc/os-release ID=nixos\\n\n", "modprobe options a b=c",
		"add `boot.extraModprobeConfig = \"options a b=c\";` to /etc/nixos/configuration.nix and "
		"run `nixos-rebuild boot`" },
	{ "proxmox-boot-tool",
		"f /proc/cmdline initrd=\\\\EFI\\\\proxmox\\\\initrd.img ro\\n\n"
		"f /etc/kernel/proxmox-boot-uuids\n",
		"kernel-arg+ a",
		"add `a` to the line in /etc/kernel/cmdline and run `proxmox-boot-tool refresh`" },
	{ "modprobe.d", "", "modprobe options vfio-pci ids=8086:4680",
		"put `options vfio-pci ids=8086:4680` into /etc/modprobe.d/igd-doctor.conf" },
	{ "Debian with systemd-boot and dracut", DEBIAN_SYSTEMD_BOOT "d /etc/dracut.conf.d\n",
		"kernel-arg+ a",
		"add `a` to the line in /etc/kernel/cmdline and run `kernel-install add "
		"\"$(uname -r)\" \"/boot/vmlinuz-$(uname -r)\"`" },
	{ "Debian with systemd-boot and dracut", DEBIAN_SYSTEMD_BOOT "d /etc/dracut.conf.d\n",
		"initramfs",
		"rebuild the initramfs with `dracut --force --regenerate-all && kernel-install add "
		"\"$(uname -r)\" \"/boot/vmlinuz-$(uname -r)\"`" },
	{ "Debian with systemd-boot and dracut, which finds a folder of its own",
		DEBIAN_SYSTEMD_BOOT "d /etc/dracut.conf.d\nf /etc/machine-id 4680\\n\n"
				    "d /efi/loader/entries\nd /efi/4680\n",
		"initramfs",
		"rebuild the initramfs with `dpkg-reconfigure dracut && kernel-install add "
		"\"$(uname -r)\" \"/boot/vmlinuz-$(uname -r)\"`" },
	{ "Debian with a unified image and dracut", DEBIAN_UNIFIED "d /etc/dracut.conf.d\n",
		"kernel-arg+ a",
		"add `a` to the line in /etc/kernel/cmdline and run `dracut --force --regenerate-all && "
		"kernel-install add \"$(uname -r)\" \"/boot/vmlinuz-$(uname -r)\"`" },
	{ "dracut", "f /etc/os-release ID=debian\\n\nd /etc/dracut.conf.d\n", "initramfs-modprobe",
		"put `install_optional_items+=\" /etc/modprobe.d/*.conf \"` into "
		"/etc/dracut.conf.d/igd-doctor.conf and run `dracut --force --regenerate-all`" },
	{ "initramfs-tools", "f /etc/initramfs-tools/modules\n", "initramfs-modprobe",
		"rebuild the initramfs with `update-initramfs -u -k all`" },
	{ "Debian with systemd-boot", DEBIAN_SYSTEMD_BOOT "f /etc/initramfs-tools/modules\n",
		"kernel-arg+ a",
		"add `a` to the line in /etc/kernel/cmdline and run `update-initramfs -u -k all`" },
	{ "no ids", "", "vfio-ids+ 8086:4680",
		"put `options vfio-pci ids=8086:4680` into /etc/modprobe.d/igd-doctor.conf" },
	{ "ids in modprobe.d",
		"f /etc/modprobe.d/a.conf options vfio-pci ids=8086:4680,10DE:1:2:3\\n\n",
		"vfio-ids+ 8086:4680,8086:7ad0,10de:0001",
		"extend the list in /etc/modprobe.d/a.conf:1 to `ids=8086:4680,10DE:1:2:3,8086:7ad0`" },
	{ "ids on NixOS",
		"f /etc/NIXOS\nf /etc/os-release ID=nixos\\n\n"
		"f /etc/modprobe.d/nixos.conf options vfio-pci ids=10de:1\\n\n",
		"vfio-ids+ 8086:4680",
		"extend `ids=10de:1` in /etc/nixos/configuration.nix to `ids=10de:1,8086:4680` and run "
		"`nixos-rebuild boot`" },
	{ "ids with grubby",
		"f /proc/cmdline BOOT_IMAGE=/vmlinuz ro vfio-pci.ids=10de:1\\n\n"
		"f /etc/default/grub GRUB_ENABLE_BLSCFG=true\\n\n",
		"vfio-ids+ 8086:4680",
		"run `grubby --update-kernel=ALL --remove-args=\"vfio-pci.ids=10de:1\"`, then run "
		"`grubby --update-kernel=ALL --args=\"vfio-pci.ids=10de:1,8086:4680\"`" },
	{ "OpenRC", "f /proc/1/comm openrc-init\\n\n", "restart libvirtd",
		"`rc-service libvirtd restart`" },
	{ "an unknown init", "", "restart libvirtd",
		"the command of your init that restarts libvirtd" },
	{ "Void", "f /etc/os-release ID=void\\n\n", "install qemu", "`xbps-install -S qemu`" },
	{ "an unknown distribution", "", "install qemu", "your package manager to install qemu" },
};

static struct igd_host *open_host(const char *tree)
{
	struct igd_error error = { 0 };
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", tree);
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void directives(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_host *host = open_host(cases[i].tree);

		const char *text = igd_advice_expand(host, cases[i].directive);

		if (!text || strcmp(text, cases[i].text) != 0)
			fail_msg("%s: %s: %s", cases[i].name, cases[i].directive, text);
		igd_host_free(host);
	}
}

static void unknown(void **state)
{
	struct igd_host *host = open_host("");

	(void)state;
	assert_null(igd_advice_expand(host, "kernel-arg"));
	assert_null(igd_advice_expand(host, ""));
	assert_non_null(igd_advice_expand(host, "initramfs"));
	assert_non_null(igd_advice_expand(host, "initramfs-module+ vfio_pci"));
	assert_non_null(igd_advice_expand(NULL, "initramfs"));
	assert_null(igd_advice_expand(NULL, "kernel-arg+ a"));
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(directives),
		cmocka_unit_test(unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
