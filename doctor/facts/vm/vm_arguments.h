// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments - for its own files: the options of a QEMU command line on their way into the model
 *
 * QEMU sorts its options: what a device refers to may stand behind it. So definitions are gathered first, and become
 * part of the model when all are there.
 */
#ifndef IGD_FACTS_VM_VM_ARGUMENTS_H
#define IGD_FACTS_VM_VM_ARGUMENTS_H

#include "facts/vm/vm_build.h"

/* What options define under a name, for others to refer to. */
enum igd_defined {
	IGD_DEFINED_OBJECT,
	IGD_DEFINED_CHARDEV,
	IGD_DEFINED_NETDEV,
	IGD_DEFINED_DRIVE, /* -drive, and the older -hda, -cdrom ... */
	IGD_DEFINED_BLOCK, /* -blockdev */
	IGD_DEFINED_DEVICE,
	IGD_DEFINED_NIC /* -nic and -net nic, which the machine makes itself */
};

struct igd_definition {
	enum igd_defined kind;
	const char *id; /* NULL if it has none */
	bool is_json;
	struct igd_vm_properties properties;
};

struct igd_arguments {
	struct igd_vm *vm;
	struct igd_definition *list;
	size_t count, room;
	bool is_whole;	 /* a whole command line: what it does not say is QEMU's default */
	const char *vga; /* of -vga */
	const char *memory_backend; /* an object's id: of -machine or -numa */
	const char *debugcon;	    /* of -debugcon */
	bool has_net, has_memory, has_smp;
};

/* NULL if there is none of that name; a NULL id finds nothing. */
const struct igd_definition *igd_arguments_find(
	const struct igd_arguments *arguments, enum igd_defined kind, const char *id);
const char *igd_definition_property(const struct igd_definition *definition, const char *name);
/* Keeps what an option defines; NULL if there are too many, or its value cannot be read. Void with the next one. */
struct igd_definition *igd_arguments_define(struct igd_arguments *arguments, enum igd_defined kind,
	const char *value, const char *implied);

/*
 * The properties in an option's value: "a,key=value,flag" where ",," is a comma, and the first may lack its key, which is
 * then implied (NULL: it is a flag); or JSON, whose nested keys are joined with points. False if it is JSON and damaged;
 * a remark says so.
 */
bool igd_arguments_read(
	struct igd_vm *vm, const char *text, const char *implied, struct igd_vm_properties *ret);
bool igd_arguments_is_json(const char *text);

/* vm_arguments_machine.c, vm_arguments_memory.c: options that say what the machine is. */
void igd_arguments_machine(struct igd_arguments *arguments, const char *value);
void igd_arguments_accel(struct igd_arguments *arguments, const char *value);
void igd_arguments_cpu(struct igd_arguments *arguments, const char *value);
void igd_arguments_memory(struct igd_arguments *arguments, const char *value);
void igd_arguments_memory_path(struct igd_arguments *arguments, const char *value);
void igd_arguments_smp(struct igd_arguments *arguments, const char *value);
void igd_arguments_overcommit(struct igd_arguments *arguments, const char *value);
void igd_arguments_smbios(struct igd_arguments *arguments, const char *value);
void igd_arguments_fw_cfg(struct igd_arguments *arguments, const char *value);
void igd_arguments_global(struct igd_arguments *arguments, const char *value);
/* The -global properties of a driver. */
void igd_arguments_globals(
	struct igd_arguments *arguments, const char *driver, struct igd_vm_properties *ret);
void igd_arguments_action(struct igd_arguments *arguments, const char *value);
/* When all are read: what backs the memory, and the defaults of a whole line. */
void igd_arguments_settle_memory(struct igd_arguments *arguments);
void igd_arguments_settle_machine(struct igd_arguments *arguments);

/* vm_arguments_firmware.c: when all are read, where firmware comes from, and where its debug output goes. */
void igd_arguments_settle_firmware(struct igd_arguments *arguments);

/* vm_arguments_device.c: definitions become devices of the model. */
void igd_arguments_settle_devices(struct igd_arguments *arguments);
/* vm_arguments_builtin.c: the display and the network cards that the machine makes before any -device. */
void igd_arguments_settle_builtin(struct igd_arguments *arguments);
/* vm_arguments_disk.c */
bool igd_arguments_is_disk(const char *driver);
void igd_arguments_add_disk(struct igd_arguments *arguments, const struct igd_definition *device);
void igd_arguments_settle_drives(struct igd_arguments *arguments);
/* The file behind a -drive or -blockdev; NULL. */
const char *igd_arguments_file(const struct igd_arguments *arguments, const char *id);

/* vm_arguments_net.c: what a -netdev, -nic or -net says of how a card is attached; NULL is known to nobody. */
void igd_arguments_set_net(
	struct igd_vm *vm, struct igd_vm_nic *nic, const struct igd_definition *net);
void igd_arguments_add_nic(struct igd_arguments *arguments, const struct igd_definition *device,
	const struct igd_definition *net);

/* The whole command line behind the program's name, with QEMU's defaults. */
void igd_arguments_apply_whole(struct igd_vm *vm, const char *const *words, size_t count);

#endif
