// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_initramfs_plan - what each builder of an initramfs is told, and how it is run
 */
#include "tests/unit/plan_scene.h"

#define MODULES "vfio_pci vfio"
#define MODPROBE "/etc/modprobe.d/igd-doctor.conf"
#define CONTENT "# igd-doctor wrote this\noptions vfio-pci ids=8086:4680\n"
#define RELEASE "f /proc/sys/kernel/osrelease 6.12.1\\n\n"
#define DRACUT "d /etc/dracut.conf.d\nn /usr/bin/dracut\n"
#define DRACUT_HEAD "# igd-doctor wrote this: vfio-pci has the iGPU before a graphics driver can\n"
#define DRACUT_TAIL "install_optional_items+=\" /etc/modprobe.d/*.conf \"\n"
#define DRACUT_FILE                                                                                \
	"file /etc/dracut.conf.d/igd-doctor.conf\n" DRACUT_HEAD "force_drivers+=\" " MODULES       \
	" \"\n" DRACUT_TAIL
#define DRACUT_OUTPUTS "outputs /boot/initramfs-*.img /boot/initrd.img-* /boot/initrd-*"
#define VERIFY "verify initramfs\n"
#define DEBIAN "f /etc/os-release ID=debian\\n\n"
#define TOOLS "d /etc/initramfs-tools\nn /usr/sbin/mkinitramfs\n"
#define TOOLS_RUN                                                                                  \
	"command update-initramfs -u -k all\n"                                                     \
	"outputs /boot/initrd.img-* /var/lib/initramfs-tools/*\n" VERIFY

/* A host, and its plan for MODULES in the image. */
static const char *const each[][2] = {
	{ "f /etc/mkinitcpio.conf MODULES=(i915)\\nHOOKS=(base udev modconf)\\n\n"
	  "n /usr/bin/mkinitcpio\n"
	  "f /etc/mkinitcpio.d/linux.preset ALL_kver=\"/boot/vmlinuz-linux\"\\n"
	  "default_uki=\"/efi/EFI/Linux/arch.efi\"\\n#fallback_image=\"/x\"\\n"
	  "fallback_image=\"/boot/fallback.img\"\\n\n",
		"file /etc/mkinitcpio.conf\nMODULES=(" MODULES " i915)\nHOOKS=(base udev modconf)\n"
		"command mkinitcpio -P\n"
		"outputs /boot/initramfs-*.img /efi/EFI/Linux/arch.efi "
		"/boot/fallback.img\n" VERIFY },
	/* a drop-in that sets the list is where it counts; a hook that is missing is put in */
	{ "f /etc/mkinitcpio.conf MODULES=()\\nHOOKS=(base udev)\\n\n"
	  "f /etc/mkinitcpio.conf.d/a.conf MODULES=(btrfs)\\n\n"
	  "f /etc/mkinitcpio.conf.d/b.conf MODULES+=(xe)\\n\nn /usr/bin/mkinitcpio\n",
		"file /etc/mkinitcpio.conf\nMODULES=()\nHOOKS=(modconf base udev)\n"
		"file /etc/mkinitcpio.conf.d/a.conf\nMODULES=(" MODULES " btrfs)\n"
		"command mkinitcpio -P\noutputs /boot/initramfs-*.img\n" VERIFY },
	{ "f /etc/os-release ID=fedora\\n\n" DRACUT, DRACUT_FILE
		"command dracut --force --regenerate-all\n" DRACUT_OUTPUTS "\n" VERIFY },
	{ DEBIAN DRACUT, DRACUT_FILE "command dracut --force --regenerate-all\n" DRACUT_OUTPUTS
				     "\n" VERIFY },
	/* the pacman hook alone knows the image's name there; the image itself tells it as well */
	{ "f /etc/os-release ID=arch\\n\nn /boot/initramfs-6.12.1.img\n" RELEASE DRACUT, DRACUT_FILE
		"command dracut --force /boot/initramfs-6.12.1.img 6.12.1\n" DRACUT_OUTPUTS
		" /boot/initramfs-6.12.1.img\n" VERIFY },
	{ "f /etc/os-release ID=arch\\n\n" DRACUT,
		DRACUT_FILE "manual Build the initramfs again, with dracut: pacman -S "
			    "\"$(cat /usr/lib/modules/$(uname -r)/pkgbase)\"\n" },
	{ "f /etc/initramfs-tools/modules # a\\ni915\\n\n" DEBIAN TOOLS,
		"file /etc/initramfs-tools/modules\n# a\nvfio_pci\nvfio\ni915\n" TOOLS_RUN },
	{ TOOLS, "file /etc/initramfs-tools/modules\nvfio_pci\nvfio\n" TOOLS_RUN },
	{ "f /etc/booster.yaml universal: true\\n\nn /usr/bin/booster\n",
		"file /etc/booster.yaml\nuniversal: true\nmodules_force_load: "
		"vfio_pci,vfio\ncommand /usr/lib/booster/regenerate_images\n"
		"outputs /boot/booster-*.img\n" VERIFY },
	{ "f /etc/mkinitfs/mkinitfs.conf features=\"ata base\"\\n\nn /sbin/mkinitfs\n",
		"file /etc/mkinitfs/features.d/vfio.modules\nkernel/drivers/vfio\n"
		"file /etc/mkinitfs/mkinitfs.conf\nfeatures=\"vfio ata base\"\n"
		"command mkinitfs\noutputs /boot/initramfs-*\n" VERIFY },
	{ "f /etc/genkernel.conf OLDCONFIG=\"yes\"\\n\nn /usr/bin/genkernel\n",
		"file /etc/genkernel.conf\nOLDCONFIG=\"yes\"\nAMODULES_MISC=\"" MODULES
		"\"\ncommand genkernel initramfs\noutputs /boot/initramfs-*\n" VERIFY },
	{ "f /etc/ugrd/config.toml modules = [ \"a\" ]\\n\nn /usr/bin/ugrd\n"
	  "n /boot/initramfs-6.12.1.img\n" RELEASE,
		"file /etc/ugrd/config.toml\nmodules = [ \"a\" ]\n"
		"kmod_init = [\"vfio_pci\", \"vfio\"]\n"
		"command ugrd /boot/initramfs-6.12.1.img\n"
		"outputs /boot/initramfs-* /boot/initramfs-6.12.1.img\n" VERIFY },
	{ "f /etc/NIXOS x\n", "manual For the initramfs, which NixOS makes: add "
			      "`boot.initrd.kernelModules = [ \"vfio_pci\" \"vfio\" ];` to "
			      "/etc/nixos/configuration.nix and run `nixos-rebuild boot`: \n" },
	{ "f /run/ostree-booted x\n" DRACUT,
		"manual For the initramfs, which rpm-ostree makes: run `rpm-ostree "
		"initramfs --enable --arg=--force-drivers --arg=\"vfio_pci vfio\"`: \n" },
};

static void tells_each(void **state)
{
	struct scene scene;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
		scene_init(&scene, each[i][0]);
		igd_change_initramfs(scene_wants(&scene, 0), "vfio_pci", NULL);
		igd_change_initramfs(scene_wants(&scene, 1), "vfio-pci vfio", NULL);
		scene_expect(&scene, each[i][1]);
		assert_null(scene.plan.fixes[0].declined);
		scene_done(&scene);
	}
}

/* What goes into the image makes it be built again, once, and dracut has to be told to take it. */
static void builds_after_modprobe(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, TOOLS);
	igd_change_file(scene_wants(&scene, 0), MODPROBE, CONTENT, IGD_EFFECT_BOOT, NULL);
	igd_change_initramfs(scene_wants(&scene, 1), NULL, NULL);
	scene_expect(&scene, "file " MODPROBE "\n" CONTENT TOOLS_RUN);
	assert_true(scene.plan.steps[1].is_regenerator);
	assert_int_equal(scene.plan.steps[1].effect, IGD_EFFECT_BOOT);
	scene_done(&scene);

	scene_init(&scene, "f /etc/os-release ID=void\\n\n" DRACUT);
	igd_change_file(scene_wants(&scene, 0), MODPROBE, CONTENT, IGD_EFFECT_BOOT, NULL);
	scene_expect(&scene,
		"file /etc/dracut.conf.d/igd-doctor.conf\n" DRACUT_HEAD DRACUT_TAIL "file " MODPROBE
		"\n" CONTENT "command dracut --force --regenerate-all\n" DRACUT_OUTPUTS
		"\n" VERIFY);
	scene_done(&scene);

	scene_init(&scene, "d /etc\n");
	igd_change_file(scene_wants(&scene, 0), MODPROBE, CONTENT, IGD_EFFECT_BOOT, NULL);
	scene_expect(&scene,
		"file " MODPROBE "\n" CONTENT
		"manual Build the initramfs again with your distribution's tool: what it takes "
		"from /etc/modprobe.d has changed: \n");
	scene_done(&scene);
}

#define IMAGE "/boot/initrd.img-6.12.1"
#define BOOTED                                                                                     \
	DEBIAN TOOLS RELEASE                                                                       \
		"n " IMAGE "\n"                                                                    \
		"f /proc/cmdline BOOT_IMAGE=/boot/vmlinuz-6.12.1\\n\n"                             \
		"f /.igd-doctor/derived/modules kernel 6.12.1\\nmodule vfio_pci file "             \
		"a\\nmodule vfio file b\\n\n"
#define HOLDS(modules)                                                                             \
	"f /.igd-doctor/derived/initramfs/boot/initrd.img-6.12.1 image " IMAGE                     \
	"\\nsize 1000\\nmodules 9\\n" modules "\n"

/* The image is asked where the configuration says it already. */
static void leaves_an_image_that_is_so(void **state)
{
	struct scene scene;
	const char *listed = "f /etc/initramfs-tools/modules vfio_pci\\nvfio\\n\n";
	IGD_AUTOFREE char *good = igd_printf("%s%s%s", BOOTED,
		HOLDS("module vfio\\nmodule vfio_pci\\nload vfio_pci conf/modules\\nload vfio "
		      "conf/modules\\n"),
		listed);
	IGD_AUTOFREE char *old = igd_printf("%s%s%s", BOOTED, HOLDS("module vfio\\n"), listed);

	(void)state;
	scene_init(&scene, good);
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	scene_expect(&scene, "");
	assert_true(scene.plan.fixes[0].is_settled);
	scene_done(&scene);

	scene_init(&scene, old);
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	scene_expect(&scene, "command update-initramfs -u -k all\noutputs /boot/initrd.img-* "
			     "/var/lib/initramfs-tools/* " IMAGE "\n" VERIFY);
	assert_string_equal(
		scene.plan.steps[0].verify_value, "@" IMAGE "\n=!\n=*\n=vfio_pci\n=vfio");
	scene_done(&scene);
}

/* It is built again where it lacks a module that it would load, or where what goes into it is edited. */
static void builds_an_image_that_is_not(void **state)
{
	const char *loads =
		HOLDS("module vfio\\nload vfio_pci conf/modules\\nload vfio conf/modules\\n");
	const char *whole = HOLDS("module vfio\\nmodule vfio_pci\\nload vfio_pci conf/modules\\n"
				  "load vfio conf/modules\\n");
	const char *listed = "f /etc/initramfs-tools/modules vfio_pci\\nvfio\\n\n";
	IGD_AUTOFREE char *lacking = igd_printf("%s%s%s", BOOTED, loads, listed);
	IGD_AUTOFREE char *good = igd_printf("%s%s%s", BOOTED, whole, listed);
	struct scene scene;

	(void)state;
	scene_init(&scene, lacking);
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	scene_plan(&scene);
	assert_false(scene.plan.fixes[0].is_settled);
	scene_done(&scene);

	scene_init(&scene, good);
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	igd_change_file(scene_wants(&scene, 1), MODPROBE, CONTENT, IGD_EFFECT_BOOT, NULL);
	scene_expect(&scene, "file " MODPROBE "\n" CONTENT
			     "command update-initramfs -u -k all\noutputs /boot/initrd.img-* "
			     "/var/lib/initramfs-tools/* " IMAGE "\n" VERIFY);
	assert_true(scene.plan.fixes[0].is_settled);
	scene_done(&scene);
}

static void declines(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f /etc/mkinitcpio.conf MODULES=($(x))\\n\nn /usr/bin/mkinitcpio\n");
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	igd_change_file(scene_wants(&scene, 0), MODPROBE, CONTENT, IGD_EFFECT_BOOT, NULL);
	scene_expect(&scene, "");
	scene_declines(&scene, 0,
		"`MODULES` in /etc/mkinitcpio.conf is written in a way that igd-doctor does not "
		"understand");
	scene_done(&scene);

	scene_init(&scene, "f /etc/dracut.conf.d/igd-doctor.conf mine\\n\n" DRACUT);
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	scene_expect(&scene, "");
	scene_declines(&scene, 0,
		"/etc/dracut.conf.d/igd-doctor.conf is not from igd-doctor: move it away first");
	scene_done(&scene);

	scene_init(&scene, "d /etc\n");
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	scene_expect(&scene, "");
	scene_declines(&scene, 0, "what builds the initramfs of this machine could not be told");
	scene_done(&scene);

	scene_init(&scene, "e /etc/initramfs-tools/modules EIO\nn /usr/sbin/mkinitramfs\n");
	igd_change_initramfs(scene_wants(&scene, 0), MODULES, NULL);
	scene_expect(&scene, "");
	scene_declines(
		&scene, 0, "/etc/initramfs-tools/modules cannot be read: Input/output error");
	scene_done(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_each),
		cmocka_unit_test(builds_after_modprobe),
		cmocka_unit_test(leaves_an_image_that_is_so),
		cmocka_unit_test(builds_an_image_that_is_not),
		cmocka_unit_test(declines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
