// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_create - a VM that is to be made, as XML and as a plan: what it was decided to be comes out, whatever its texts hold
 */
#include <string.h>

#include "core/host_private.h"
#include "facts/host/igpu.h"
#include "fixes/create/create.h"
#include "tests/unit/unit.h"

#define TREE                                                                                       \
	"igd-doctor.tree/1\n"                                                                      \
	"f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"                                   \
	"f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"
#define NASTY "/srv/it's <a> \"disk\" & [b]*.qcow2"

struct scene {
	struct igd_host *host;
	struct igd_igpu igpu;
	struct igd_create create;
	struct igd_text text;
	struct igd_vm vm;
};

static void begin(struct scene *scene)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(TREE, strlen(TREE), "test", &error);

	assert_non_null(source);
	memset(scene, 0, sizeof(*scene));
	scene->host = igd_host_new(source);
	scene->igpu = (struct igd_igpu){
		.address = "0000:00:02.0", .vendor = 0x8086, .device = 0x4680, .class_code = 0x0300
	};
	scene->create = (struct igd_create){ .host = scene->host,
		.name = "win11",
		.uuid = "01234567-89ab-4def-8123-456789abcdef",
		.igpu = &scene->igpu,
		.is_q35 = true,
		.is_kvm = true,
		.is_uefi = true,
		.memory_mib = 4096,
		.cpus = 3,
		.disk = NASTY,
		.disk_format = "qcow2",
		.network = "default" };
}

static void write(struct scene *scene)
{
	struct igd_error error = { 0 };

	igd_create_write(&scene->create, &scene->text);
	if (igd_vm_parse_libvirt(scene->text.text, scene->text.size, &scene->vm, &error) < 0)
		fail_msg("%s: %s", error.message, scene->text.text);
}

static void end(struct scene *scene)
{
	if (scene->vm.store)
		igd_vm_done(&scene->vm);
	igd_text_done(&scene->text);
	igd_host_free(scene->host);
}

static bool has_disk(const struct igd_vm *vm, const char *path, bool is_cdrom)
{
	size_t i;

	for (i = 0; i < vm->disk_count; i++) {
		if (vm->disks[i].path && strcmp(vm->disks[i].path, path) == 0)
			return vm->disks[i].is_cdrom == is_cdrom;
	}
	return false;
}

static bool says(const struct scene *scene, const char *words)
{
	return strstr(scene->text.text, words) != NULL;
}

static void test_kept(void **state)
{
	struct scene scene;
	const struct igd_vm *vm = &scene.vm;
	const struct igd_vm_hostdev *device;

	(void)state;
	begin(&scene);
	scene.create.isos[0] = "/srv/&lt;.iso";
	scene.create.isos[1] = "/srv/fen\xc3\xaatre.iso";
	scene.create.iso_count = 2;
	scene.create.has_tpm = scene.create.has_display = scene.create.is_managed = true;
	scene.create.has_secure_boot = true;
	scene.create.rom = "/usr/share/vgabios/x.rom";
	scene.create.make = (struct igd_smbios_make){
		.manufacturer = "A<B>&\"'", .product = "]]>", .vendor = "V"
	};
	scene.create.properties[0] =
		(struct igd_create_property){ "x-igd-opregion", "bool", "true" };
	scene.create.property_count = 1;
	scene.create.width = 39;
	write(&scene);
	assert_string_equal(vm->name, "win11");
	assert_string_equal(vm->uuid, scene.create.uuid);
	assert_int_equal(vm->memory.bytes, UINT64_C(4) << 30);
	assert_int_equal(vm->cpu.vcpus, 3);
	assert_int_equal(vm->cpu.host_phys_bits_limit, 39);
	assert_int_equal(vm->firmware.kind, IGD_VM_OVMF);
	assert_int_equal(vm->machine.chipset, IGD_VM_Q35);
	assert_int_equal(vm->display_count, 1);
	assert_int_equal(vm->has_tpm, IGD_VM_YES);
	assert_int_equal(vm->has_agent, IGD_VM_YES);
	assert_int_equal(vm->memory.has_balloon, IGD_VM_NO);
	assert_true(has_disk(vm, NASTY, false));
	assert_true(has_disk(vm, "/srv/&lt;.iso", true));
	assert_true(has_disk(vm, "/srv/fen\xc3\xaatre.iso", true));
	assert_string_equal(igd_smbios_value(&vm->smbios, 1, "manufacturer"), "A<B>&\"'");
	assert_string_equal(igd_smbios_value(&vm->smbios, 1, "product"), "]]>");
	device = igd_vm_hostdev(vm, "0000:00:02.0");
	assert_non_null(device);
	assert_int_equal(igd_vm_is_at_2(&device->guest), IGD_VM_YES);
	assert_int_equal(igd_vm_switch(&device->properties, "x-igd-opregion"), IGD_VM_YES);
	assert_string_equal(device->rom, "/usr/share/vgabios/x.rom");
	assert_int_equal(vm->remark_count, 0);
	end(&scene);
}

/* An emulated one on i440fx, without what it could have. */
static void test_other(void **state)
{
	struct scene scene;
	const struct igd_vm *vm = &scene.vm;

	(void)state;
	begin(&scene);
	scene.create.is_q35 = scene.create.is_kvm = scene.create.is_uefi = false;
	scene.create.net = IGD_CREATE_USER;
	write(&scene);
	assert_int_equal(vm->machine.chipset, IGD_VM_I440FX);
	assert_int_equal(vm->firmware.kind, IGD_VM_SEABIOS);
	assert_int_equal(vm->memory.kvm, IGD_VM_NO);
	assert_int_equal(vm->display_count, 0);
	assert_int_equal(vm->has_tpm, IGD_VM_NO);
	assert_int_equal(vm->nics[0].kind, IGD_VM_NET_USER);
	assert_int_equal(vm->hostdevs[0].is_managed, IGD_VM_NO);
	assert_null(vm->hostdevs[0].rom);
	assert_int_equal(vm->smbios.value_count, 0);
	assert_false(says(&scene, "hyperv") || says(&scene, "<graphics") ||
		     says(&scene, "qemu:override"));
	end(&scene);
}

static void test_widths(void **state)
{
	static const struct {
		enum igd_width_form form;
		const char *words;
	} cases[] = {
		{ IGD_WIDTH_BY_LIMIT, "<maxphysaddr mode=\"passthrough\" limit=\"39\"/>" },
		{ IGD_WIDTH_BY_EMULATE, "<maxphysaddr mode=\"emulate\" bits=\"39\"/>" },
		{ IGD_WIDTH_BY_GLOBAL, "\"host-x86_64-cpu.host-phys-bits-limit=39\"" },
	};
	struct scene scene;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		begin(&scene);
		scene.create.width = 39;
		scene.create.width_form = cases[i].form;
		write(&scene);
		assert_true(says(&scene, cases[i].words));
		end(&scene);
	}
	begin(&scene);
	scene.create.width_form = IGD_WIDTH_BY_GLOBAL;
	write(&scene);
	assert_false(says(&scene, "maxphysaddr") || says(&scene, "phys-bits"));
	end(&scene);
}

/* The words of a command of the plan, with a blank behind each. */
static void assert_words(const struct igd_step *step, const char *wanted)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = 0; step->words[i]; i++)
		igd_text_printf(&text, "%s ", step->words[i]);
	assert_string_equal(text.text, wanted);
}

static void test_plan(void **state)
{
	struct igd_plan plan = { 0 };
	struct scene scene;

	(void)state;
	begin(&scene);
	scene.create.is_disk_new = true;
	scene.create.disk_size = "64G";
	scene.create.chores[scene.create.chore_count++] = "Do this.";
	scene.create.notes[scene.create.note_count++] = "Know this.";
	igd_create_plan(&scene.create, "/usr/bin/igd-doctor", true, &plan);
	assert_int_equal(plan.fix_count, 1);
	assert_null(plan.fixes[0].declined);
	assert_int_equal(plan.step_count, 5);
	assert_string_equal(plan.steps[0].path, "/var/lib/igd-doctor/domains/win11.xml");
	assert_string_equal(plan.steps[0].why, "Know this.");
	assert_words(&plan.steps[1],
		"qemu-img create -q -f qcow2 -- /var/lib/igd-doctor/domains/win11.empty 64G ");
	/* the path is an argument of the script's, never a part of it */
	assert_string_equal(plan.steps[2].words[5], NASTY);
	assert_null(strstr(plan.steps[2].words[2], "disk"));
	assert_words(&plan.steps[3], "virsh --connect qemu:///system define --validate "
				     "/var/lib/igd-doctor/domains/win11.xml ");
	assert_string_equal(plan.steps[3].opposite[4], scene.create.uuid);
	assert_string_equal(plan.steps[3].opposite[6], "/var/lib/igd-doctor/domains/win11.empty");
	assert_string_equal(plan.steps[3].opposite[7], NASTY);
	assert_null(strstr(plan.steps[3].opposite[2], "disk"));
	assert_true(plan.steps[3].is_gate);
	assert_string_equal(plan.steps[3].outputs[0], "/etc/libvirt/qemu/win11.xml");
	assert_int_equal(plan.steps[4].kind, IGD_STEP_MANUAL);
	igd_plan_done(&plan);

	scene.create.is_disk_new = false;
	igd_create_plan(&scene.create, "/usr/bin/igd-doctor", false, &plan);
	assert_int_equal(plan.step_count, 3);
	assert_null(plan.steps[0].why);
	assert_string_equal(plan.steps[1].opposite[6], "");
	igd_plan_done(&plan);
	end(&scene);
}

static void test_names(void **state)
{
	static const char *const good[] = { "a", "win11", "Win_11.pro+x-1", "0" };
	static const char *const bad[] = { "", "-a", ".a", "_a", "a b", "a/b", "a'b", "a\nb", "a%",
		"\xc3\xaa", "a\xc3\xaa",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(igd_create_is_name(good[i]));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(igd_create_is_name(bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_kept),
		cmocka_unit_test(test_other), cmocka_unit_test(test_widths),
		cmocka_unit_test(test_plan), cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
