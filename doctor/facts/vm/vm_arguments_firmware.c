// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_firmware - which firmware the guest gets, and where its debug output goes
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

/* The flash chip: by its unit, and without one the first that is free (QEMU 11.0 blockdev.c drive_new()). */
static void set_flash(struct igd_vm_firmware *firmware, size_t unit, const char *path)
{
	if (unit == 0)
		firmware->path = path;
	else if (unit == 1)
		firmware->nvram = path;
}

static void settle_flash_drives(struct igd_arguments *arguments)
{
	struct igd_vm_firmware *firmware = &arguments->vm->firmware;
	size_t i, next = 0;

	for (i = 0; i < arguments->count; i++) {
		const struct igd_definition *item = &arguments->list[i];
		const char *interface = igd_definition_property(item, "if");
		const char *unit = igd_definition_property(item, "unit");
		uint64_t number = next;

		if (item->kind != IGD_DEFINED_DRIVE || !interface ||
			strcmp(interface, "pflash") != 0)
			continue;
		if (unit && igd_parse_u64(unit, 10, &number) != 0)
			continue;
		set_flash(firmware, (size_t)number, igd_definition_property(item, "file"));
		next = (size_t)number + 1;
	}
}

static void settle_flash_nodes(struct igd_arguments *arguments)
{
	static const char *const units[] = { "pflash0", "pflash1" };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		const char *node = igd_vm_property(&arguments->vm->machine.properties, units[i]);

		if (node)
			set_flash(&arguments->vm->firmware, i, igd_arguments_file(arguments, node));
	}
}

/* OVMF writes to I/O port 0x402 (edk2 OvmfPkg/README, "OVMF debug log"). */
static bool is_ovmf_port(const char *port)
{
	uint64_t number;

	return port && igd_parse_u64(port, 0, &number) == 0 && number == 0x402;
}

/* "file:PATH", of -debugcon. */
static const char *debugcon_file(const struct igd_arguments *arguments)
{
	const char *port = igd_vm_property(&arguments->vm->globals, "isa-debugcon.iobase");

	if (!arguments->debugcon || !igd_starts_with(arguments->debugcon, "file:") ||
		!is_ovmf_port(port))
		return NULL;
	return igd_vm_print(arguments->vm, "%s", arguments->debugcon + strlen("file:"));
}

static void settle_debug_log(struct igd_arguments *arguments)
{
	const char *global = igd_vm_property(&arguments->vm->globals, "isa-debugcon.iobase");
	const char *path = debugcon_file(arguments);
	size_t i;

	for (i = 0; i < arguments->count && !path; i++) {
		const struct igd_definition *item = &arguments->list[i], *chardev;
		const char *driver = igd_definition_property(item, "driver");
		const char *port = igd_definition_property(item, "iobase");

		if (item->kind != IGD_DEFINED_DEVICE || !driver ||
			strcmp(driver, "isa-debugcon") != 0 || !is_ovmf_port(port ? port : global))
			continue;
		chardev = igd_arguments_find(
			arguments, IGD_DEFINED_CHARDEV, igd_definition_property(item, "chardev"));
		path = igd_definition_property(chardev, "path");
	}
	if (path)
		arguments->vm->firmware.debug_log = path;
}

void igd_arguments_settle_firmware(struct igd_arguments *arguments)
{
	struct igd_vm_firmware *firmware = &arguments->vm->firmware;
	const char *before = firmware->path;

	settle_flash_drives(arguments);
	settle_flash_nodes(arguments);
	settle_debug_log(arguments);
	if (firmware->path && (firmware->path != before || arguments->is_whole))
		firmware->kind = igd_vm_firmware_of(firmware->path);
	/* a flash chip of variables is UEFI's alone */
	if (firmware->kind == IGD_VM_FIRMWARE_UNKNOWN && firmware->path && firmware->nvram)
		firmware->kind = IGD_VM_OVMF;
	/* QEMU 11.0 hw/i386/x86-common.c x86_bios_rom_init(): bios-256k.bin, which is SeaBIOS */
	if (arguments->is_whole && !firmware->path &&
		arguments->vm->machine.chipset != IGD_VM_CHIPSET_OTHER)
		firmware->kind = IGD_VM_SEABIOS;
}
