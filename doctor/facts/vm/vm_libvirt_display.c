// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_display - <video>: the displays that QEMU emulates
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

/*
 * src/qemu/qemu_command.c qemuDeviceVideoGetModel(): of these only qxl and virtio may be secondary,
 * and libvirt refuses the others there.
 */
static const struct {
	const char *type, *primary, *secondary;
	bool is_vga;
} models[] = {
	{ "vga", "VGA", "VGA", true },
	{ "cirrus", "cirrus-vga", "cirrus-vga", true },
	{ "vmvga", "vmware-svga", "vmware-svga", true },
	{ "qxl", "qxl-vga", "qxl", true },
	{ "virtio", "virtio-vga", "virtio-gpu-pci", true },
	{ "bochs", "bochs-display", "bochs-display", false },
	{ "ramfb", "ramfb", "ramfb", false },
};

/* qemuBuildDeviceVideoCmd(): the sizes of <model> are KiB. */
static const struct {
	const char *type, *attribute, *property;
	uint64_t unit;
} sizes[] = {
	{ "qxl", "ram", "ram_size", 1 },
	{ "qxl", "vram", "vram_size", 1 },
	{ "qxl", "vram64", "vram64_size_mb", 1 << 20 },
	{ "qxl", "vgamem", "vgamem_mb", 1 << 20 },
	{ "vga", "vram", "vgamem_mb", 1 << 20 },
	{ "vmvga", "vram", "vgamem_mb", 1 << 20 },
	{ "bochs", "vram", "vgamem", 1 },
};

static void read_sizes(struct igd_vm *vm, struct igd_vm_display *display, const xmlNode *model)
{
	const char *type = igd_xml_raw(model, "type");
	uint64_t bytes;
	size_t i;

	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		if (strcmp(sizes[i].type, type) != 0)
			continue;
		bytes = igd_xml_size(model, sizes[i].attribute, "KiB");
		if (bytes)
			igd_vm_set(vm, &display->properties, sizes[i].property,
				igd_vm_print(
					vm, "%llu", (unsigned long long)(bytes / sizes[i].unit)));
	}
}

static void read_virtio(struct igd_vm *vm, struct igd_vm_display *display, const xmlNode *model)
{
	bool is_primary = display->is_primary;

	if (igd_xml_answer(model, "blob") == IGD_VM_YES)
		igd_vm_set(vm, &display->properties, "blob", "on");
	/*
	 * qemuDeviceVideoGetModel(), where that QEMU has it as a device of its own; else it is a
	 * property.
	 */
	if (igd_xml_answer(igd_xml_first(model, "acceleration"), "accel3d") == IGD_VM_YES)
		display->model = is_primary ? "virtio-vga-gl" : "virtio-gpu-gl-pci";
}

static void read_model(struct igd_vm *vm, struct igd_vm_display *display, const xmlNode *model)
{
	const char *type = igd_xml_raw(model, "type");
	bool is_primary = display->is_primary;
	size_t i;

	display->model = igd_xml_get(vm, model, "type");
	display->is_primary = false;
	for (i = 0; i < sizeof(models) / sizeof(*models); i++) {
		if (strcmp(models[i].type, type) != 0)
			continue;
		display->model = is_primary ? models[i].primary : models[i].secondary;
		display->is_primary = is_primary && models[i].is_vga;
	}
	read_sizes(vm, display, model);
	if (strcmp(type, "virtio") == 0)
		read_virtio(vm, display, model);
}

/*
 * The one that says so is the primary one, otherwise the first: src/conf/domain_conf.c
 * virDomainDefParseXML() puts it in front, src/conf/domain_postparse.c marks what stands there.
 */
static bool is_primary(const xmlNode *video)
{
	const xmlNode *each = igd_xml_first(video->parent, "video");

	for (; each; each = igd_xml_next(each, "video"))
		if (igd_xml_answer(igd_xml_first(each, "model"), "primary") == IGD_VM_YES)
			return each == video;
	return igd_xml_first(video->parent, "video") == video;
}

void igd_libvirt_display(struct igd_vm *vm, const xmlNode *video, const char *alias)
{
	const xmlNode *model = igd_xml_first(video, "model");
	const char *type = igd_xml_raw(model, "type");
	struct igd_vm_display *display;

	if (type && strcmp(type, "none") == 0)
		return;
	display = igd_vm_add_display(vm);
	display->guest = igd_xml_guest(video);
	display->is_primary = is_primary(video);
	if (type && *type) {
		read_model(vm, display, model);
	} else {
		/*
		 * src/qemu/qemu_postparse.c qemuDomainDefaultVideoDevice(), where that QEMU has it
		 */
		display->model = "cirrus-vga";
	}
	if (alias)
		igd_vm_set(vm, &display->properties, "id", alias);
}
