// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_scene - a VM made by hand, and what the recipes say of it
 */
#ifndef IGD_TESTS_UNIT_RECIPE_SCENE_H
#define IGD_TESTS_UNIT_RECIPE_SCENE_H

#include <stdio.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/recipe/recipe_private.h"
#include "facts/vm/vm_build.h"
#include "tests/unit/unit.h"

#define ALDER_LAKE 0x4680
#define COFFEE_LAKE 0x3e92
#define METEOR_LAKE 0x7d55
#define TREE "igd-doctor.tree/1\nd /sys/firmware/efi\nf /proc/sys/kernel/osrelease 6.18.5\\n\n"

struct scene {
	struct igd_host *host;
	struct igd_vm vm;
	struct igd_vm_hostdev *hostdev;
	struct igd_vm_display *display;
	struct igd_igpu igpu;
	struct igd_qemu_version version;
	struct igd_recipe_case it;
	struct igd_recipe_comparison comparison;
};

static inline struct igd_host *host_of(const char *tree)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(tree, strlen(tree), "test", &error);

	assert_non_null(source);
	return igd_host_new(source);
}

/* A VM that is given the iGPU at 00:02.0 with a ROM, and boots OVMF. */
static inline void begin(struct scene *scene, uint16_t device, enum igd_vm_chipset chipset)
{
	struct igd_vm_hostdev *hostdev;

	memset(scene, 0, sizeof(*scene));
	scene->host = host_of(TREE);
	igd_vm_begin(&scene->vm, IGD_VM_LIBVIRT);
	scene->vm.machine.chipset = chipset;
	scene->vm.firmware.kind = IGD_VM_OVMF;
	scene->vm.memory.bytes = UINT64_C(8) << 30;
	hostdev = igd_vm_add_hostdev(&scene->vm);
	hostdev->host = "0000:00:02.0";
	hostdev->rom = "/usr/share/vgabios/igd.rom";
	hostdev->guest = (struct igd_vm_address){ .is_known = true, .slot = 2 };
	scene->hostdev = hostdev;
	strcpy(scene->igpu.address, "0000:00:02.0");
	scene->igpu.vendor = 0x8086;
	scene->igpu.device = device;
	scene->igpu.class_code = 0x0300;
	scene->igpu.model = igd_igpu_model(device);
	assert_non_null(scene->igpu.model);
	scene->it = (struct igd_recipe_case){
		.vm = &scene->vm, .hostdev = hostdev, .igpu = &scene->igpu
	};
}

static inline void set(struct scene *scene, const char *name, const char *value)
{
	igd_vm_set_hostdev(&scene->vm, scene->hostdev, name, value);
}

static inline void add_display(struct scene *scene)
{
	struct igd_vm_display *display = igd_vm_add_display(&scene->vm);

	scene->display = display;
	display->model = "qxl-vga";
	display->guest = (struct igd_vm_address){ .is_known = true, .slot = 1 };
}

static inline void end(struct scene *scene)
{
	igd_vm_done(&scene->vm);
	igd_host_free(scene->host);
}

/* major 0: the version is not known. */
static inline const struct igd_recipe_comparison *compare(
	struct scene *scene, unsigned major, unsigned minor)
{
	scene->version = (struct igd_qemu_version){ .major = major, .minor = minor };
	snprintf(scene->version.text, sizeof(scene->version.text), "%u.%u.0", major, minor);
	scene->it.version = major ? &scene->version : NULL;
	igd_recipe_compare(scene->host, &scene->it, &scene->comparison);
	return &scene->comparison;
}

#endif
