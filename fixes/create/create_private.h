// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * create_private - what the files of create share
 */
#ifndef IGD_FIXES_CREATE_CREATE_PRIVATE_H
#define IGD_FIXES_CREATE_CREATE_PRIVATE_H

#include "fixes/create/create.h"

/* What a person should know; what a person has to do before the VM starts at all. The text is copied. */
IGD_FORMAT(2, 3) void igd_create_note(struct igd_create *create, const char *format, ...);
IGD_FORMAT(2, 3) void igd_create_hinder(struct igd_create *create, const char *format, ...);

/* The parts of deciding, in this order; 0 or -errno with reterr filled. */
/* decide_libvirt.c: whether it is there, its version, QEMU's, the network, and that no VM has the name. */
int igd_create_by_libvirt(struct igd_create *create, struct igd_error *reterr);
/* decide_files.c: the disk, the CDs, the ROM. */
int igd_create_by_files(struct igd_create *create, const struct igd_create_request *request,
	struct igd_error *reterr);
/* disk_format.c: of a disk that is there; -ENOTSUP for one in a format that is no VM's here. */
int igd_create_disk_format(struct igd_create *create, struct igd_error *reterr);
/* decide_rom.c: the ROM that is named, and whether it fits; once the recipe is there, its kind, or igd-doctor's own. */
int igd_create_take_rom(struct igd_create *create, struct igd_error *reterr);
int igd_create_by_rom(struct igd_create *create, struct igd_error *reterr);
/* decide_size.c: memory and CPUs. */
int igd_create_by_size(struct igd_create *create, const struct igd_create_request *request,
	struct igd_error *reterr);
/* decide_recipe.c: the recipe; with it machine, firmware and display. */
int igd_create_by_recipe(struct igd_create *create, const struct igd_create_request *request,
	struct igd_error *reterr);
/* decide_rows.c: what the iGPU is given beyond that, by comparing what is written so far with the recipe. */
int igd_create_by_rows(struct igd_create *create, struct igd_error *reterr);

/* The model of what is written so far; the caller calls igd_vm_done(). */
int igd_create_model(const struct igd_create *create, struct igd_vm *ret, struct igd_error *reterr);

#endif
