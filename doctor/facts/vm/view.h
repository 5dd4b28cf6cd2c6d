// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view - the VM under examination: which there are, and which one is meant
 *
 * `--vm NAME|FILE` names it. Otherwise the VMs of libvirt, of Proxmox VE, and where those have none with the iGPU, the
 * running QEMU processes are looked through, and the one that has the iGPU is taken; of several, the one that runs.
 */
#ifndef IGD_FACTS_VM_VIEW_H
#define IGD_FACTS_VM_VIEW_H

#include "facts/vm/vm.h"

enum igd_vm_state {
	IGD_VM_NONE,	   /* none is defined here, or the recording holds none */
	IGD_VM_NO_IGPU,	   /* there are VMs, but none has the iGPU */
	IGD_VM_SEVERAL,	   /* several have it, and none or more than one of them runs */
	IGD_VM_NOT_FOUND,  /* --vm names one that is not there */
	IGD_VM_MALFORMED,  /* what was named is no definition of a VM, or a damaged one */
	IGD_VM_UNREADABLE, /* whether there is one could not be told: libvirt is down or refuses */
	IGD_VM_FOUND
};

/* A VM that there is. */
struct igd_vm_candidate {
	const char *name, *where; /* "win11", "libvirt qemu:///system" */
	bool is_running, has_igpu;
};

struct igd_vm_view {
	enum igd_vm_state state;
	const struct igd_vm *vm; /* IGD_VM_FOUND; else NULL */
	const char *where;	 /* what was looked at, for a finding */
	const char *why;	 /* not FOUND: the reason in words, for a finding */
	int error;		 /* UNREADABLE: an errno, which does not stick */
	const struct igd_vm_candidate *candidates;
	size_t candidate_count;
	bool is_named;	      /* by --vm */
	bool is_of_this_host; /* its emulator is the host's: it does not come from a file that was named */
};

/* Never NULL; nothing sticks. */
IGD_EXPORT const struct igd_vm_view *igd_vm_view(struct igd_host *host);

/* The VM under examination, and a line of evidence that says which; NULL if there is none. */
IGD_EXPORT const struct igd_vm *igd_vm_get(struct igd_host *host);

/* For a check that has no VM to examine: what to conclude NA with. */
IGD_EXPORT const char *igd_vm_why_none(struct igd_host *host);

/* IGD_VM_UNREADABLE: what to do, as a remedy with directives; never NULL. */
IGD_EXPORT const char *igd_vm_access_remedy(struct igd_host *host);

/* IGD_VM_UNREADABLE because libvirt's daemon is dead or hangs: the command that restarts it, if the init is known. */
IGD_EXPORT const char *igd_vm_daemon_command(struct igd_host *host);

/* The iGPU in it; NULL if it has not been given it. */
IGD_EXPORT const struct igd_vm_hostdev *igd_vm_igpu(struct igd_host *host);

#endif
