// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * edits_private - what the fixes of a VM share: which VM it is, and the edits of a libvirt domain that they have in common
 */
#ifndef IGD_FIXES_DOMAIN_EDITS_PRIVATE_H
#define IGD_FIXES_DOMAIN_EDITS_PRIVATE_H

#include "core/fix.h"
#include "facts/vm/view.h"

#define IGD_IN_COMMANDLINE "/domain/qemu:commandline/qemu:arg"

/* What a fix of a VM works with. */
struct igd_edits {
	struct igd_host *host;
	struct igd_changes *changes;
	const struct igd_vm *vm;
	const struct igd_vm_hostdev *igpu; /* NULL: it has not been given it */
	const char *device;		   /* XPath of the iGPU's <hostdev>; NULL for none */
	bool is_editable; /* a domain of this machine's libvirt; else a person has to do it */
	unsigned libvirt; /* version as 1000 * major + minor; 0: not known */
};

/* False, after declining, where there is no VM under examination. */
bool igd_edits_begin(struct igd_host *host, struct igd_changes *changes, struct igd_edits *ret);

/* An edit of the VM's domain; place is a format. value NULL: it is taken out. */
IGD_FORMAT(4, 5)
void igd_edits_do(const struct igd_edits *edits, enum igd_domain_edit edit, const char *value,
	const char *place, ...);

/*
 * Gives the iGPU a property of QEMU's vfio-pci by <qemu:override>, and takes it out of <qemu:commandline>. type is
 * libvirt's. False where this libvirt has no <qemu:override>, or the device's alias is not one that can be named.
 */
bool igd_edits_set_property(
	const struct igd_edits *edits, const char *name, const char *type, const char *value);
/* Takes it out of both. */
bool igd_edits_drop_property(const struct igd_edits *edits, const char *name);

/* Takes `OPTION ARGUMENT` out of <qemu:commandline>, for each argument that begins with this. */
void igd_edits_drop_arguments(
	const struct igd_edits *edits, const char *option, const char *beginning);

/* A sentence for a person, from a clause such as "use QEMU 10.1 or later". */
void igd_edits_by_hand(const struct igd_edits *edits, const char *clause);

#endif
