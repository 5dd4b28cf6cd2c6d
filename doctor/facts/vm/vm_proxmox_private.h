// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_proxmox_private - for the files of vm_proxmox: a configuration, and the command line that is made of it
 */
#ifndef IGD_FACTS_VM_VM_PROXMOX_PRIVATE_H
#define IGD_FACTS_VM_VM_PROXMOX_PRIVATE_H

#include "core/util.h"
#include "facts/vm/vm_build.h"

struct igd_proxmox_line {
	const char *key, *value;
};

/* The current section of a configuration, and what Proxmox VE starts QEMU with. */
struct igd_proxmox {
	struct igd_vm *vm;
	struct igd_proxmox_line *lines;
	size_t count;
	const char **words;
	size_t word_count, word_room;
	bool is_q35, has_ovmf;
	bool has_kvm;
	unsigned windows;    /* 11, 10, 8, 7; 0: not Windows */
	bool hides_kvm;	     /* a hostpci has x-vga */
	bool has_legacy_igd; /* a hostpci has it */
};

/* vm_proxmox_read.c: false if there is no line that could be one. */
bool igd_proxmox_read(struct igd_proxmox *proxmox, const char *text, size_t size);
/* The value of a key; NULL if it is not there. */
const char *igd_proxmox_get(const struct igd_proxmox *proxmox, const char *key);
/* The same of "hostpci3". */
const char *igd_proxmox_get_numbered(
	const struct igd_proxmox *proxmox, const char *key, unsigned number);
/* Whether a key is "1", "on", "yes" or "true" (PVE::JSONSchema parse_boolean()); otherwise if it is not there. */
bool igd_proxmox_is_on(const struct igd_proxmox *proxmox, const char *key, bool otherwise);
/* "a,b=c": a is the value of the implied key. No escapes, as PVE::JSONSchema parse_property_string() has none. */
struct igd_vm_properties igd_proxmox_parts(
	struct igd_proxmox *proxmox, const char *value, const char *implied);
/* A part of these that is a boolean. */
bool igd_proxmox_part_is_on(
	const struct igd_vm_properties *parts, const char *name, bool otherwise);

/* An option and its value; a NULL value is none. */
void igd_proxmox_add(struct igd_proxmox *proxmox, const char *option, const char *value);
IGD_FORMAT(3, 4)
void igd_proxmox_addf(struct igd_proxmox *proxmox, const char *option, const char *format, ...);

/* vm_proxmox_place.c: ",bus=pci.0,addr=0x10" of a device's name; "" for one that has no place. */
const char *igd_proxmox_place(struct igd_proxmox *proxmox, const char *name);
/* The same on the PCI Express buses of a Q35. */
const char *igd_proxmox_express_place(struct igd_proxmox *proxmox, const char *name);
/* The bridges that a Q35 is given by a file, and those of an i440fx. */
void igd_proxmox_add_bridges(struct igd_proxmox *proxmox);

void igd_proxmox_add_hostpci(struct igd_proxmox *proxmox); /* vm_proxmox_hostpci.c */
void igd_proxmox_add_cpu(struct igd_proxmox *proxmox);	   /* vm_proxmox_cpu.c */
void igd_proxmox_add_disks(struct igd_proxmox *proxmox);   /* vm_proxmox_disk.c */
void igd_proxmox_add_firmware(struct igd_proxmox *proxmox);

#endif
