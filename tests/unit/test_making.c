// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_making - what fixes want, merged into one plan
 */
#include "tests/unit/plan_scene.h"

#define OURS "# igd-doctor wrote this\n"
#define PATH "/etc/udev/rules.d/70-igd-doctor.rules"
#define IGPU "0000:00:02.0"
#define DEVICE "/sys/bus/pci/devices/" IGPU
#define SYSTEMD "d /run/systemd/system\n"

static void wants_file(struct scene *scene, size_t fix, const char *path, const char *content)
{
	igd_change_file(scene_wants(scene, fix), path, content, IGD_EFFECT_NOW, "so it is");
}

static void writes_files(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "d /etc\n");
	wants_file(&scene, 0, PATH, OURS "a\n");
	wants_file(&scene, 1, PATH, OURS "a\n");
	wants_file(&scene, 2, "/etc/a", OURS);
	scene_expect(&scene, "file /etc/a\n" OURS "file " PATH "\n" OURS "a\n");
	assert_int_equal(scene.plan.steps[1].before.type, IGD_FILE_ABSENT);
	assert_int_equal(scene.plan.steps[1].mode, 0644);
	assert_string_equal(scene.plan.steps[1].title, "Write " PATH);
	assert_string_equal(scene.plan.steps[1].why, "so it is");
	assert_int_equal(scene.plan.steps[1].effect, IGD_EFFECT_NOW);
	assert_true(scene.plan.fixes[3].is_settled);
	scene_done(&scene);
}

static void refuses_files_of_others(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f /etc/mine # by hand\\n\nf /etc/same x\\n\n"
			   "f /etc/old # igd-doctor wrote this\\nold\\n\n");
	wants_file(&scene, 0, "/etc/mine", OURS);
	wants_file(&scene, 1, "/etc/same", "x\n");
	wants_file(&scene, 2, "/etc/old", OURS "new\n");
	wants_file(&scene, 3, "/etc/old", OURS "newer\n");
	scene_expect(&scene, "file /etc/old\n" OURS "new\n");
	scene_declines(&scene, 0,
		"/etc/mine is there already, and not from igd-doctor: move it away first");
	assert_true(scene.plan.fixes[1].is_settled);
	assert_string_equal(scene.plan.steps[0].before.content, OURS "old\n");
	assert_string_equal(scene.plan.steps[0].title, "Change /etc/old");
	scene_declines(&scene, 3, "another fix wants /etc/old otherwise");
	scene_done(&scene);
}

static void declares_on_nixos(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f /etc/NIXOS x\nf /etc/os-release ID=nixos\\n\n");
	wants_file(&scene, 0, "/etc/modprobe.d/igd-doctor.conf", "options a b=''c$d\n");
	wants_file(&scene, 1, "/etc/x", "y\n");
	scene_expect(&scene,
		"manual Put this into /etc/nixos/configuration.nix: boot.extraModprobeConfig = ''\n"
		"options a b='''c''$d\n'';\n\n"
		"manual Put this into /etc/nixos/configuration.nix: environment.etc.\"x\".text = "
		"''\ny\n'';\n\n");
	assert_false(scene.plan.fixes[0].is_settled);
	scene_done(&scene);
}

static void installs(void **state)
{
	static const char nodes[] = "x /root/igd.rom 55aa00ff00\nx /usr/same 55aa00ff00\n"
				    "f /.igd-doctor/modes/usr/same f 0600 0 0 5 - /usr/same\\n\n";
	struct scene scene;

	(void)state;
	scene_init(&scene, nodes);
	igd_change_install(scene_wants(&scene, 0), "/root/igd.rom", "/usr/igd.rom", 0644, "1:2");
	igd_change_install(scene_wants(&scene, 1), "/root/none", "/usr/b", 0644, NULL);
	scene_plan(&scene);
	assert_int_equal(scene.plan.step_count, 1);
	assert_string_equal(scene.plan.steps[0].path, "/usr/igd.rom");
	assert_int_equal(scene.plan.steps[0].after.size, 5);
	assert_memory_equal(scene.plan.steps[0].after.content, "\x55\xaa\0\xff\0", 5);
	assert_string_equal(scene.plan.steps[0].owner, "1:2");
	scene_declines(&scene, 1, "/root/none cannot be read: there is no such file");
	scene_done(&scene);
}

static void gives_the_igpu(void **state)
{
	static const char undo[] =
		"sysfs " DEVICE "/driver_override < vfio-pci | " DEVICE "/driver_override < \n\n"
		"sysfs /sys/bus/pci/drivers_probe < " IGPU
		" | /sys/bus/pci/drivers/vfio-pci/unbind < " IGPU "\n";
	static const char *const i915 =
		"l " DEVICE "/driver ../../../bus/pci/drivers/i915\nf " DEVICE
		"/driver_override (null)\\n\n";
	IGD_AUTOFREE char *unloaded = igd_printf(
		"command modprobe vfio-pci\nsysfs /sys/bus/pci/drivers/i915/unbind < " IGPU
		" | /sys/bus/pci/drivers/i915/bind < " IGPU "\n%s",
		undo);
	struct scene scene;

	(void)state;
	scene_init(&scene, i915);
	igd_change_driver(scene_wants(&scene, 0), IGPU, "vfio-pci", NULL);
	igd_change_driver(scene_wants(&scene, 1), IGPU, "vfio-pci", NULL);
	scene_expect(&scene, unloaded);
	scene_done(&scene);

	scene_init(&scene, "d " DEVICE "\nd /sys/bus/pci/drivers/vfio-pci\n");
	igd_change_driver(scene_wants(&scene, 0), IGPU, "vfio-pci", NULL);
	scene_expect(&scene, undo);
	scene_done(&scene);

	scene_init(&scene, "l " DEVICE "/driver ../../../bus/pci/drivers/vfio-pci\n");
	igd_change_driver(scene_wants(&scene, 0), IGPU, "vfio-pci", NULL);
	igd_change_driver(scene_wants(&scene, 1), "0000:00:03.0", "vfio-pci", NULL);
	scene_expect(&scene, "");
	assert_true(scene.plan.fixes[0].is_settled);
	scene_declines(&scene, 1, "there is no PCI device 0000:00:03.0");
	scene_done(&scene);
}

static void takes_it_from_nobody_who_uses_it(void **state)
{
	static const char *const cases[][2] = {
		{ "l " DEVICE "/driver ../i915\nd " DEVICE "/drm/card0\n"
		  "f /sys/kernel/debug/dri/0/clients             command  tgid dev master a   uid  "
		  "    magic\\n                Xorg  1234   0   y    y     0          0\\n\n",
			"is with i915, and Xorg (process 1234) has it open: stop it first" },
		{ "l " DEVICE "/driver ../i915\nf " DEVICE "/sriov_numvfs 2\\n\n",
			"is with i915, and its virtual functions are switched on: write 0 to its "
			"sriov_numvfs first" },
		{ "l " DEVICE "/driver ../vfio-pci\ne /.igd-doctor/vfio/" IGPU "/opregion EBUSY\n",
			"is with vfio-pci, and a running VM has it: shut that down first" },
	};
	struct scene scene;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		IGD_AUTOFREE char *why = igd_printf(IGPU " %s", cases[i][1]);

		scene_init(&scene, cases[i][0]);
		igd_change_driver(scene_wants(&scene, 0), IGPU, NULL, NULL);
		scene_expect(&scene, "");
		scene_declines(&scene, 0, why);
		scene_done(&scene);
	}
}

static void releases_framebuffers(void **state)
{
	static const char efifb[] = "/sys/bus/platform/devices/efi-framebuffer.0";
	struct scene scene;

	(void)state;
	scene_init(&scene,
		"l /sys/bus/platform/devices/efi-framebuffer.0/driver ../drivers/efi-framebuffer\n"
		"f /sys/class/vtconsole/vtcon1/bind 1\\n\nf /sys/class/vtconsole/vtcon0/bind 0\\n\n");
	igd_change_framebuffer(scene_wants(&scene, 0), "/sys/class/vtconsole/vtcon0", NULL);
	igd_change_framebuffer(scene_wants(&scene, 1), "/sys/class/vtconsole/vtcon1", NULL);
	igd_change_framebuffer(scene_wants(&scene, 2), efifb, NULL);
	scene_expect(&scene,
		"sysfs /sys/class/vtconsole/vtcon1/bind < 0 | /sys/class/vtconsole/vtcon1/bind < "
		"1\nsysfs /sys/bus/platform/drivers/efi-framebuffer/unbind < efi-framebuffer.0 | "
		"/sys/bus/platform/drivers/efi-framebuffer/bind < efi-framebuffer.0\n");
	assert_true(scene.plan.fixes[0].is_settled);
	scene_done(&scene);
}

static void runs_commands(void **state)
{
	static const char *const words[] = { "virsh", "net-start", "default", NULL };
	static const char *const back[] = { "virsh", "net-destroy", "default", NULL };
	struct scene scene;

	(void)state;
	scene_init(&scene, SYSTEMD);
	igd_change_command(scene_wants(&scene, 0), words, back, NULL);
	igd_change_command(scene_wants(&scene, 1), words, back, NULL);
	igd_change_service(scene_wants(&scene, 2), "libvirtd", NULL);
	igd_change_manual(scene_wants(&scene, 2), "Turn VT-d on", NULL);
	igd_change_manual(scene_wants(&scene, 3), "Turn VT-d on", NULL);
	scene_expect(&scene,
		"command virsh net-start default\nopposite virsh net-destroy default\n"
		"command systemctl restart libvirtd\nopposite systemctl restart libvirtd\n"
		"manual Turn VT-d on: \n");
	scene_done(&scene);
}

/* A service is started again where something was changed, and only there. */
static void restarts_services(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(
		&scene, SYSTEMD "f /etc/libvirt/qemu.conf a\\n\nf /run/libvirt/virtqemud-sock x\n");
	scene_line(&scene, 0, "/etc/libvirt/qemu.conf", scene_edit(1, "a", "b"));
	igd_change_service(scene_wants(&scene, 0), "libvirtd", NULL);
	igd_change_service(scene_wants(&scene, 1), "libvirtd", NULL);
	scene_expect(&scene, "file /etc/libvirt/qemu.conf\nb\ncommand systemctl restart virtqemud\n"
			     "opposite systemctl restart virtqemud\n");
	scene_done(&scene);

	scene_init(&scene, SYSTEMD "f /etc/libvirt/qemu.conf b\\n\n");
	scene_line(&scene, 0, "/etc/libvirt/qemu.conf", scene_edit(1, "a", "b"));
	igd_change_service(scene_wants(&scene, 0), "libvirtd", NULL);
	scene_expect(&scene, "");
	assert_true(scene.plan.fixes[0].is_settled);
	scene_done(&scene);
}

static void keeps_what_fixes_say(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f /etc/machine-id 0123456789abcdef0123456789abcdef\\n\n");
	scene.proposals[0].failed = igd_strdup("it crashed");
	wants_file(&scene, 0, "/etc/a", OURS);
	igd_change_decline(scene_wants(&scene, 1), "not %s", "here");
	wants_file(&scene, 1, "/etc/b", OURS);
	scene_expect(&scene, "");
	scene_declines(&scene, 0, "it crashed");
	scene_declines(&scene, 1, "not here");
	assert_false(scene.plan.fixes[0].is_settled);
	assert_string_equal(scene.plan.fixes[3].id, "fix.d");
	assert_int_equal(strlen(scene.plan.host), 64);
	assert_null(strstr(scene.plan.host, "0123456789abcdef0123456789abcdef"));
	scene_done(&scene);
}

static void tells_hosts_apart(void **state)
{
	static const char *const nodes[] = {
		"f /etc/machine-id 0123456789abcdef0123456789abcdef\\n\n",
		"f /etc/machine-id 1123456789abcdef0123456789abcdef\\n\n",
		"f /etc/machine-id uninitialized\\n\n", "d /etc\n",
		"f /sys/class/dmi/id/board_name Z690\\n\n",
		"f /proc/cpuinfo model name\\t: A\\nflags : x\\n\n"
	};
	char *hosts[sizeof(nodes) / sizeof(nodes[0])];
	struct scene scene;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		scene_init(&scene, nodes[i]);
		scene_plan(&scene);
		hosts[i] = IGD_TAKE_PTR(scene.plan.host);
		scene_done(&scene);
	}
	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
		for (j = 0; j < i; j++)
			assert_int_equal(strcmp(hosts[i], hosts[j]) == 0, i == 3 && j == 2);
	}
	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++)
		free(hosts[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_files),
		cmocka_unit_test(refuses_files_of_others),
		cmocka_unit_test(declares_on_nixos),
		cmocka_unit_test(installs),
		cmocka_unit_test(gives_the_igpu),
		cmocka_unit_test(takes_it_from_nobody_who_uses_it),
		cmocka_unit_test(releases_framebuffers),
		cmocka_unit_test(runs_commands),
		cmocka_unit_test(restarts_services),
		cmocka_unit_test(keeps_what_fixes_say),
		cmocka_unit_test(tells_hosts_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
