// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_initramfs_text - which image boots, and the text about one
 */
#include <errno.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/boot/initramfs.h"
#include "tests/unit/unit.h"

static void parses_only_its_own_form(void **state)
{
	static const char *const bad[] = { "", "image\n", "image /x", "size 1\n",
		"image /x\nsize x\n", "image /x\nmodule a b\n", "image /x\nmodule \n",
		"image /x\nload vfio_pci\n", "image /x\nmodprobe etc/x a\\q\n",
		"image /x\nmodprobe etc/x a\\x4\n", "image /x\nwhat is this\n", "image /x\n\n",
		"image /x\nunread 0\n", "image /x\nsegment 0\n", "image /x\nmodules -1\n",
		"image /x\nload a-b c\n" };
	static const char good[] = "image /a\\x20b\nmodprobe etc/m\\x20x a\\tb\\\\\\x00c\n";
	struct igd_initramfs image;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (igd_initramfs_parse(&image, bad[i], strlen(bad[i])) != -EBADMSG)
			fail_msg("%zu: %s", i, bad[i]);
	}
	assert_int_equal(igd_initramfs_parse(&image, "image /x\n\0\n", 11), -EBADMSG);
	assert_int_equal(igd_initramfs_parse(&image, good, strlen(good)), 0);
	assert_string_equal(image.path, "/a b");
	assert_string_equal(image.files[0].path, "etc/m x");
	assert_string_equal(image.files[0].content, "a\tb\\ c");
	igd_initramfs_done(&image);
}

static void expect_place(const char *nodes, const char *path, enum igd_initramfs_place_kind kind)
{
	IGD_AUTOFREE char *text = igd_printf(
		"igd-doctor.tree/1\nf /proc/sys/kernel/osrelease 6.12.1-x\\n\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);
	struct igd_host *host;
	const struct igd_initramfs_place *place;

	if (!source)
		fail_msg("%s", error.message);
	host = igd_host_new(source);
	place = igd_initramfs_place(host);
	if (place->kind != kind ||
		(path ? !place->path || strcmp(path, place->path) != 0 : !!place->path))
		fail_msg("%s: %s", nodes, place->path ? place->path : "(none)");
	igd_host_free(host);
}

#define CMDLINE(text) "f /proc/cmdline " text "\\n\n"
#define STUB(name) "/sys/firmware/efi/efivars/" name "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"

static void finds_the_image(void **state)
{
	static const char *const cases[][2] = {
		{ CMDLINE("initrd=\\\\intel-ucode.img initrd=\\\\initramfs-linux.img root=x") "n /efi/initramfs-linux.img\nn /efi/intel-ucode.img\n",
			"/efi/initramfs-linux.img" },
		{ CMDLINE("initrd=/boot/initrd.img-6.12.1-x BOOT_IMAGE=/boot/vmlinuz-6.12.1-x") "n /boot/initrd.img-6.12.1-x\n",
			"/boot/initrd.img-6.12.1-x" },
		{ CMDLINE("initrd=\\\\EFI\\\\proxmox\\\\6.12.1-x\\\\initrd.img-6.12.1-x root=ZFS=a") "n /boot/initrd.img-6.12.1-x\n",
			"/boot/initrd.img-6.12.1-x" },
		{ CMDLINE("BOOT_IMAGE=/boot/vmlinuz-linux") "n /boot/booster-linux.img\n",
			"/boot/booster-linux.img" },
		{ CMDLINE("BOOT_IMAGE=/@/boot/vmlinuz-linux-zen") "n /boot/initramfs-linux-zen.img\n",
			"/boot/initramfs-linux-zen.img" },
		{ CMDLINE("BOOT_IMAGE=(hd0,gpt3)/ostree/fedora-1f/vmlinuz-6.11") "n /boot/ostree/fedora-1f/initramfs-6.11.img\n",
			"/boot/ostree/fedora-1f/initramfs-6.11.img" },
		{ CMDLINE("BOOT_IMAGE=vmlinuz-lts") "n /boot/initramfs-lts\n",
			"/boot/initramfs-lts" },
		{ CMDLINE("root=x") "f /lib/modules/6.12.1-x/pkgbase linux-lts\\n\n"
				    "n /boot/initramfs-linux-lts.img\n",
			"/boot/initramfs-linux-lts.img" },
		{ CMDLINE("init=/nix/store/x/init") "n /run/booted-system/initrd\n",
			"/run/booted-system/initrd" },
		{ CMDLINE("root=x") "n " STUB("StubInfo") "\nx " STUB(
			  "StubImageIdentifier") " 060000005c0045004600490"
						 "05c004c0069006e00750078005c0061002e006500660069000000\n"
						 "n /efi/EFI/Linux/a.efi\nn /efi/EFI/Linux/b.efi\n",
			"/efi/EFI/Linux/a.efi" },
		{ CMDLINE("root=x") "n " STUB(
			  "StubInfo") "\nn /boot/EFI/Linux/debian-6.12.1-x.efi\n"
				      "n /boot/EFI/Linux/debian-6.1.efi\n",
			"/boot/EFI/Linux/debian-6.12.1-x.efi" },
		{ CMDLINE("initrd=\\\\..\\\\..\\\\etc\\\\shadow") "n /etc/shadow\n", NULL },
		{ CMDLINE("root=x") "n " STUB("StubInfo") "\nn /boot/EFI/Linux/a.efi\n"
							  "n /boot/EFI/Linux/b.efi\n",
			NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_place(cases[i][0], cases[i][1],
			cases[i][1] ? IGD_INITRAMFS_FOUND : IGD_INITRAMFS_LOST);
	expect_place(CMDLINE("root=x") "f /.igd-doctor/derived/initramfs/given 0\\n\n", NULL,
		IGD_INITRAMFS_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_only_its_own_form),
		cmocka_unit_test(finds_the_image),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
