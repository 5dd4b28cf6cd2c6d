// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * create - a VM for this host, from nothing: what it is to be like, its libvirt domain, and the plan that makes it
 *
 * Three steps that do not touch the machine: decide (by what the host is, as our own checks see it), write (XML), plan. What is
 * decided is decided by the facts that checks judge by, so that a VM made here passes them: the recipes' rows say
 * which of QEMU's properties the iGPU needs, facts/map/width.h how the VM's addresses are limited.
 */
#ifndef IGD_FIXES_CREATE_CREATE_H
#define IGD_FIXES_CREATE_CREATE_H

#include "facts/map/width.h"
#include "facts/recipe/recipe.h"
#include "facts/vm/smbios.h"
#include "mend/plan.h"

/* What a person asks for. */
struct igd_create_request {
	const char *name;
	const char *recipe;	   /* "upt", "legacy"; NULL: by the iGPU's generation */
	const char *disk;	   /* "FILE" or "FILE,SIZE" */
	const char *const *isos;   /* NULL at the end; NULL for none */
	const char *rom;	   /* NULL: none is named */
	unsigned memory_mib, cpus; /* 0: by the host's */
};

#define IGD_CREATE_MAX_ISOS 4u
#define IGD_CREATE_MAX_PROPERTIES 8u
#define IGD_CREATE_MAX_NOTES 24u

/* A property of QEMU's vfio-pci, for <qemu:override>. */
struct igd_create_property {
	const char *name, *type, *value;
};

enum igd_create_net { IGD_CREATE_NETWORK, IGD_CREATE_USER };

/* What the VM will be like. Texts are the host's, or constants. */
struct igd_create {
	struct igd_host *host;
	const char *name;
	char uuid[37]; /* its own; by it undo knows the VM, whatever else is called so */
	enum igd_recipe recipe;
	bool is_q35, is_kvm;
	bool is_uefi, has_secure_boot; /* able to, without keys */
	uint64_t memory_mib;
	unsigned cpus;
	enum igd_width_form width_form;
	unsigned width; /* 0: the processor's own will do */
	bool has_tpm, has_display;
	bool is_dark; /* no picture comes out of the iGPU until the guest's own driver runs */
	const struct igd_igpu *igpu;
	bool is_managed;
	const char *rom_from,
		*rom; /* the file that is named, or IGD_CHANGE_OWN_ROM, and where the VM finds it; NULL */
	const char *disk, *disk_format; /* "qcow2", "raw" */
	bool is_disk_new;
	const char *disk_size; /* as qemu-img takes it: "64G" */
	const char *isos[IGD_CREATE_MAX_ISOS];
	size_t iso_count;
	enum igd_create_net net;
	const char *network;
	struct igd_smbios_make make;
	struct igd_create_property properties[IGD_CREATE_MAX_PROPERTIES];
	size_t property_count;
	unsigned libvirt; /* version as 1000 * major + minor; 0: not known */
	bool has_libvirt; /* qemu:///system answers */
	struct igd_qemu_version qemu;
	bool is_qemu_known;
	const char
		*notes[IGD_CREATE_MAX_NOTES]; /* what a person should know of it, a sentence each */
	size_t note_count;
	const char
		*chores[IGD_CREATE_MAX_NOTES]; /* what a person has to do for it, a sentence each */
	size_t chore_count;
	bool hinders
		[IGD_CREATE_MAX_NOTES]; /* by chore: the VM does not start before that is done */
};

/*
 * Decides. -EINVAL: what is asked for makes no sense. -ENOPKG: something is not installed. -EEXIST: a VM of that name is there.
 * -ENODEV: no iGPU. -ENOTSUP: this host cannot have the recipe, or is too small. -ENOENT, -EACCES ...: a file. reterr says
 * what and what to do. Whether libvirt answers is has_libvirt.
 */
int igd_create_decide(struct igd_host *host, const struct igd_create_request *request,
	struct igd_create *ret, struct igd_error *reterr);

/* What a person has to do for it besides; the text is copied. */
IGD_FORMAT(2, 3) void igd_create_chore(struct igd_create *create, const char *format, ...);
/* Whether a person has something to do before it starts. */
bool igd_create_is_hindered(const struct igd_create *create);

/* The libvirt domain, valid for libvirt 8.2 and later; adds it to ret. */
void igd_create_write(const struct igd_create *create, struct igd_text *ret);

/*
 * The plan that makes it: the ROM, the disk, the definition, and what is left to a person. program as in struct
 * igd_resolve_options; has_notes: the definition's step says as its reason what a person should know, for a reader who is not shown
 * the notes themselves.
 */
void igd_create_plan(
	const struct igd_create *create, const char *program, bool has_notes, struct igd_plan *ret);

/* Whether libvirt takes it everywhere, and so do shells and paths: ASCII letters, digits and "._+-", at most 64. */
bool igd_create_is_name(const char *name);

#endif
