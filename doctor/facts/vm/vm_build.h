// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_build - for the readers of vm.h: how a model is filled
 *
 * Nothing here fails. A list holds at most IGD_VM_MAX_ITEMS; what comes behind goes to a spare item that nobody
 * sees, and vm.remarks says so.
 */
#ifndef IGD_FACTS_VM_VM_BUILD_H
#define IGD_FACTS_VM_VM_BUILD_H

#include "facts/vm/vm.h"

#define IGD_VM_MAX_ITEMS 512

#pragma GCC visibility push(default) /* for the tests; not part of the SDK */

/*
 * A model of which nothing is known but QEMU's defaults: no agent, TPM, IOMMU, balloon, huge pages or locked memory, the
 * CPU says that there is a hypervisor. igd_vm_done() releases it.
 */
void igd_vm_begin(struct igd_vm *vm, enum igd_vm_origin origin);

/* Zeroed memory that belongs to the model. */
void *igd_vm_room(struct igd_vm *vm, size_t size);

/* A copy that belongs to the model, printable (control and broken UTF-8 as "\xHH"), of at most 4096 bytes; NULL of NULL. */
const char *igd_vm_keep(struct igd_vm *vm, const char *text, size_t size);
IGD_FORMAT(2, 3) const char *igd_vm_print(struct igd_vm *vm, const char *format, ...);
/* What has been said already is not said again. */
IGD_FORMAT(2, 3) void igd_vm_remark(struct igd_vm *vm, const char *format, ...);

/*
 * A zeroed item at the end of its list; pointers to earlier ones of that list are void afterwards. A hostdev's ROM BAR
 * is on, which is QEMU's default.
 */
struct igd_vm_hostdev *igd_vm_add_hostdev(struct igd_vm *vm);
struct igd_vm_display *igd_vm_add_display(struct igd_vm *vm);
struct igd_vm_shmem *igd_vm_add_shmem(struct igd_vm *vm);
struct igd_vm_nic *igd_vm_add_nic(struct igd_vm *vm);
struct igd_vm_disk *igd_vm_add_disk(struct igd_vm *vm);
struct igd_vm_other *igd_vm_add_other(struct igd_vm *vm);
/* To a NIC that is the last of the list; more than IGD_VM_MAX_FORWARDS are passed over. */
void igd_vm_add_forward(
	struct igd_vm *vm, struct igd_vm_nic *nic, const struct igd_vm_forward *forward);
/* In place of an earlier value of that field, except for type 11, whose strings are many. */
void igd_vm_add_smbios(struct igd_vm *vm, unsigned type, const char *field, const char *value);

/*
 * Sets a property, in place of an earlier one of that name ('_' and '-' are alike); a NULL value takes it away. "true",
 * "yes", "false" and "no" become "on" and "off".
 */
void igd_vm_set(struct igd_vm *vm, struct igd_vm_properties *properties, const char *name,
	const char *value);

/*
 * Sets a property of a hostdev and what of the model follows from it: "romfile", "rombar", "addr", "bus", "host",
 * "id"; the rest goes to properties. So an override, a -set and a -device mean the same.
 */
void igd_vm_set_hostdev(
	struct igd_vm *vm, struct igd_vm_hostdev *hostdev, const char *name, const char *value);

/*
 * What "bus" and "addr" of a -device say of where it stands. "pcie.0" is the root bus, and "pci.0" is it unless the
 * machine is a Q35 (Proxmox VE gives a Q35 a bridge of that name): so the machine has to be known first.
 */
void igd_vm_set_address(const struct igd_vm *vm, struct igd_vm_address *address, const char *name,
	const char *value);

/*
 * Sets a property of the device with that id: a hostdev by its alias, a display or one of vm.others by its property
 * "id". False if there is none; shared memories, NICs and disks keep no properties, so nothing is set for them.
 */
bool igd_vm_set_device(struct igd_vm *vm, const char *id, const char *name, const char *value);

/*
 * Arguments of QEMU on top of what the model has: a whole command line without the program's name, <qemu:commandline>,
 * or Proxmox's `args:`. What is not understood is passed over.
 */
void igd_vm_apply_arguments(struct igd_vm *vm, const char *const *arguments, size_t count);

/*
 * Text as a shell would split it: quotes, backslashes, line continuations, comments; no variable, command or glob is
 * expanded (a remark names those). A list that ends in NULL and belongs to the model.
 */
const char *const *igd_vm_split(
	struct igd_vm *vm, const char *text, size_t size, size_t *ret_count);

/* "q35", "pc-q35-9.2", "pc", "pc-i440fx-jammy"; UNKNOWN for NULL. */
enum igd_vm_chipset igd_vm_chipset_of(const char *machine);
/* What an image's name says: OVMF and edk2, SeaBIOS, or UNKNOWN. */
enum igd_vm_firmware_kind igd_vm_firmware_of(const char *path);
/* "windows", "linux"; NULL for neither. text is a libosinfo id, or a Proxmox ostype such as "win11" and "l26". */
const char *igd_vm_guest_of(const char *text);

/* "0000:00:02.0" of "00:02.0", "0000:00:02.0", "00:02" (function 0); NULL for anything else. */
const char *igd_vm_host_address(struct igd_vm *vm, const char *text);

/* Bytes of "16G", "8192", "512M", "1.5G" where a number without a letter counts in unit bytes; false for no size. */
bool igd_vm_size(const char *text, uint64_t unit, uint64_t *ret);

#pragma GCC visibility pop

#endif
