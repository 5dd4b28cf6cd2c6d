// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments - the options of a QEMU command line, one after the other
 *
 * The option names are those of QEMU 11.0 qemu-options.hx, and of older ones what guides still show.
 */
#include "facts/vm/vm_arguments.h"

#include <stdlib.h>
#include <string.h>

#include "core/util.h"

static void on_object(struct igd_arguments *arguments, const char *value)
{
	igd_arguments_define(arguments, IGD_DEFINED_OBJECT, value, "qom-type");
}

static void on_chardev(struct igd_arguments *arguments, const char *value)
{
	igd_arguments_define(arguments, IGD_DEFINED_CHARDEV, value, "backend");
}

static void on_netdev(struct igd_arguments *arguments, const char *value)
{
	arguments->has_net = true;
	igd_arguments_define(arguments, IGD_DEFINED_NETDEV, value, "type");
}

static void on_nic(struct igd_arguments *arguments, const char *value)
{
	arguments->has_net = true;
	igd_arguments_define(arguments, IGD_DEFINED_NIC, value, "type");
}

/* -net nic is a card of the machine, -net user what it is connected to. */
static void on_net(struct igd_arguments *arguments, const char *value)
{
	bool is_card = strcmp(value, "nic") == 0 || igd_starts_with(value, "nic,");
	struct igd_definition *item;

	arguments->has_net = true;
	if (!is_card && strcmp(value, "none") != 0) {
		igd_arguments_define(arguments, IGD_DEFINED_NETDEV, value, "type");
		return;
	}
	item = is_card ? igd_arguments_define(arguments, IGD_DEFINED_NIC, value, "type") : NULL;
	if (item)
		igd_vm_set(arguments->vm, &item->properties, "type", "hub");
}

static void on_drive(struct igd_arguments *arguments, const char *value)
{
	igd_arguments_define(arguments, IGD_DEFINED_DRIVE, value, NULL);
}

static void on_blockdev(struct igd_arguments *arguments, const char *value)
{
	igd_arguments_define(arguments, IGD_DEFINED_BLOCK, value, "driver");
}

static void add_image(struct igd_arguments *arguments, const char *path, const char *media)
{
	struct igd_definition *item = igd_arguments_define(arguments, IGD_DEFINED_DRIVE, "", NULL);

	if (!item)
		return;
	igd_vm_set(arguments->vm, &item->properties, "file", path);
	igd_vm_set(arguments->vm, &item->properties, "media", media);
}

static void on_hard_disk(struct igd_arguments *arguments, const char *value)
{
	add_image(arguments, value, "disk");
}

static void on_cdrom(struct igd_arguments *arguments, const char *value)
{
	add_image(arguments, value, "cdrom");
}

static void on_pflash(struct igd_arguments *arguments, const char *path)
{
	struct igd_definition *item =
		igd_arguments_define(arguments, IGD_DEFINED_DRIVE, "if=pflash", NULL);

	if (item)
		igd_vm_set(arguments->vm, &item->properties, "file", path);
}

static void on_device(struct igd_arguments *arguments, const char *value)
{
	igd_arguments_define(arguments, IGD_DEFINED_DEVICE, value, "driver");
}

static void on_bios(struct igd_arguments *arguments, const char *value)
{
	arguments->vm->firmware.path = igd_vm_print(arguments->vm, "%s", value);
}

static void on_vga(struct igd_arguments *arguments, const char *value)
{
	arguments->vga = value;
}

static void on_debugcon(struct igd_arguments *arguments, const char *value)
{
	arguments->debugcon = value;
}

static void on_uuid(struct igd_arguments *arguments, const char *value)
{
	arguments->vm->uuid = igd_vm_print(arguments->vm, "%s", value);
}

static void on_name(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_properties properties = { 0 };
	const char *name;

	igd_arguments_read(arguments->vm, value, "guest", &properties);
	name = igd_vm_property(&properties, "guest");
	if (name && *name)
		arguments->vm->name = name;
}

/* -numa node,memdev=ID (QEMU 11.0 hw/core/numa.c parse_numa_node()) */
static void on_numa(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_properties properties = { 0 };
	const char *backend;

	igd_arguments_read(arguments->vm, value, "type", &properties);
	backend = igd_vm_property(&properties, "memdev");
	if (backend && !arguments->memory_backend)
		arguments->memory_backend = backend;
}

static void on_readconfig(struct igd_arguments *arguments, const char *value)
{
	igd_vm_remark(arguments->vm,
		"`-readconfig %.200s` adds devices from a file that is not read here", value);
}

/* What -set changes: "device.hostdev0.x-vga=on" (QEMU 11.0 system/vl.c qemu_set_option()). */
static void on_set_of(
	struct igd_arguments *arguments, const char *id, const char *name, const char *value)
{
	const struct igd_definition *found = igd_arguments_find(arguments, IGD_DEFINED_DEVICE, id);
	size_t at = found ? (size_t)(found - arguments->list) : 0;

	if (found && !found->is_json) {
		igd_vm_set(arguments->vm, &arguments->list[at].properties, name, value);
		return;
	}
	if (found)
		igd_vm_remark(arguments->vm,
			"`-set device.%.60s.%.60s` does not find a device that is given as JSON: QEMU does not start",
			id, name);
	else if (!igd_vm_set_device(arguments->vm, id, name, value) &&
		 arguments->vm->origin != IGD_VM_LIBVIRT)
		igd_vm_remark(arguments->vm,
			"`-set device.%.60s.%.60s` names a device that is not defined before it: QEMU does not start",
			id, name);
}

static void on_set(struct igd_arguments *arguments, const char *value)
{
	IGD_AUTOFREE char *text = igd_strdup(value);
	char *id = strchr(text, '.'), *name = id ? strchr(id + 1, '.') : NULL;
	char *setting = name ? strchr(name + 1, '=') : NULL;

	if (!setting || !igd_starts_with(text, "device."))
		return;
	*id++ = *name++ = *setting++ = '\0';
	on_set_of(arguments, id, name, setting);
}

static void on_enable_kvm(struct igd_arguments *arguments, const char *value)
{
	(void)value;
	arguments->vm->memory.kvm = IGD_VM_YES;
}

static void on_no_kvm(struct igd_arguments *arguments, const char *value)
{
	(void)value;
	arguments->vm->memory.kvm = IGD_VM_NO;
}

static void on_nodefaults(struct igd_arguments *arguments, const char *value)
{
	(void)value;
	arguments->vm->has_default_devices = IGD_VM_NO;
}

static void on_no_reboot(struct igd_arguments *arguments, const char *value)
{
	(void)value;
	arguments->vm->on_reboot = "destroy";
}

static const struct option {
	const char *name;
	bool has_value;
	void (*apply)(struct igd_arguments *arguments, const char *value);
} options[] = {
	{ "machine", true, igd_arguments_machine },
	{ "M", true, igd_arguments_machine },
	{ "accel", true, igd_arguments_accel },
	{ "enable-kvm", false, on_enable_kvm },
	{ "no-kvm", false, on_no_kvm },
	{ "cpu", true, igd_arguments_cpu },
	{ "m", true, igd_arguments_memory },
	{ "mem-path", true, igd_arguments_memory_path },
	{ "overcommit", true, igd_arguments_overcommit },
	{ "realtime", true, igd_arguments_overcommit },
	{ "numa", true, on_numa },
	{ "smp", true, igd_arguments_smp },
	{ "bios", true, on_bios },
	{ "pflash", true, on_pflash },
	{ "object", true, on_object },
	{ "chardev", true, on_chardev },
	{ "netdev", true, on_netdev },
	{ "nic", true, on_nic },
	{ "net", true, on_net },
	{ "drive", true, on_drive },
	{ "blockdev", true, on_blockdev },
	{ "hda", true, on_hard_disk },
	{ "hdb", true, on_hard_disk },
	{ "hdc", true, on_hard_disk },
	{ "hdd", true, on_hard_disk },
	{ "cdrom", true, on_cdrom },
	{ "device", true, on_device },
	{ "vga", true, on_vga },
	{ "smbios", true, igd_arguments_smbios },
	{ "uuid", true, on_uuid },
	{ "name", true, on_name },
	{ "fw_cfg", true, igd_arguments_fw_cfg },
	{ "global", true, igd_arguments_global },
	{ "set", true, on_set },
	{ "debugcon", true, on_debugcon },
	{ "nodefaults", false, on_nodefaults },
	{ "no-reboot", false, on_no_reboot },
	{ "action", true, igd_arguments_action },
	{ "readconfig", true, on_readconfig },
	/* switches that change nothing here; any other option that is not listed has a value */
	{ "S", false, NULL },
	{ "s", false, NULL },
	{ "daemonize", false, NULL },
	{ "enable-fips", false, NULL },
	{ "enable-sync-profile", false, NULL },
	{ "full-screen", false, NULL },
	{ "h", false, NULL },
	{ "help", false, NULL },
	{ "jitdump", false, NULL },
	{ "mem-prealloc", false, NULL },
	{ "no-acpi", false, NULL },
	{ "no-fd-bootchk", false, NULL },
	{ "no-frame", false, NULL },
	{ "no-hpet", false, NULL },
	{ "no-quit", false, NULL },
	{ "no-shutdown", false, NULL },
	{ "no-user-config", false, NULL },
	{ "nographic", false, NULL },
	{ "only-migratable", false, NULL },
	{ "perfmap", false, NULL },
	{ "preconfig", false, NULL },
	{ "sdl", false, NULL },
	{ "singlestep", false, NULL },
	{ "snapshot", false, NULL },
	{ "usb", false, NULL },
	{ "version", false, NULL },
	{ "xen-attach", false, NULL },
	{ "xen-domid-restrict", false, NULL },
};

static const struct option *find_option(const char *name)
{
	static const struct option unknown = { .has_value = true };
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return &unknown;
}

/* An option, and its value if it has one; how many words these are. */
static size_t apply_one(struct igd_arguments *arguments, const char *const *words, size_t count)
{
	const char *name = words[0] + 1 + (words[0][0] && words[0][1] == '-');
	const struct option *option;
	const char *value = count > 1 ? words[1] : NULL;

	if (words[0][0] != '-') {
		if (arguments->is_whole && *words[0])
			on_hard_disk(arguments, words[0]);
		return 1;
	}
	option = find_option(name);
	if (!option->has_value) {
		if (option->apply)
			option->apply(arguments, NULL);
		return 1;
	}
	/* of an unknown option, which may be a switch, an option is no value */
	if (!value || (!option->name && *value == '-'))
		return 1;
	if (option->apply)
		option->apply(arguments, value);
	return 2;
}

/* -global vfio-pci.x-igd-opregion=on, of the devices that were there before these arguments. */
static void settle_globals(struct igd_arguments *arguments)
{
	const struct igd_vm *vm = arguments->vm;
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++) {
		struct igd_vm_properties globals = { 0 };
		const struct igd_vm_hostdev *hostdev = &vm->hostdevs[i];
		size_t k;

		igd_arguments_globals(arguments, "vfio-pci", &globals);
		for (k = 0; hostdev->alias && k < globals.count; k++)
			if (!igd_vm_property(&hostdev->properties, globals.list[k].name))
				igd_vm_set_device(arguments->vm, hostdev->alias,
					globals.list[k].name, globals.list[k].value);
	}
}

static void apply(struct igd_arguments *arguments, const char *const *words, size_t count)
{
	size_t i = 0;

	while (i < count)
		i += apply_one(arguments, words + i, count - i);
	igd_arguments_settle_machine(arguments);
	igd_arguments_settle_memory(arguments);
	igd_arguments_settle_firmware(arguments);
	settle_globals(arguments);
	igd_arguments_settle_builtin(arguments);
	igd_arguments_settle_devices(arguments);
	igd_arguments_settle_drives(arguments);
	free(arguments->list);
}

void igd_vm_apply_arguments(struct igd_vm *vm, const char *const *arguments, size_t count)
{
	struct igd_arguments reading = { .vm = vm };

	apply(&reading, arguments, count);
}

void igd_arguments_apply_whole(struct igd_vm *vm, const char *const *words, size_t count)
{
	struct igd_arguments reading = { .vm = vm, .is_whole = true };

	apply(&reading, words, count);
}
