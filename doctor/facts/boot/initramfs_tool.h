// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_tool - the program that builds this host's initramfs, and how it is told and run
 */
#ifndef IGD_FACTS_BOOT_INITRAMFS_TOOL_H
#define IGD_FACTS_BOOT_INITRAMFS_TOOL_H

#include "core/host.h"

enum igd_initramfs_kind {
	IGD_INITRAMFS_MKINITCPIO,
	IGD_INITRAMFS_DRACUT,
	IGD_INITRAMFS_TOOLS, /* Debian's initramfs-tools */
	IGD_INITRAMFS_BOOSTER,
	IGD_INITRAMFS_MKINITFS,
	IGD_INITRAMFS_GENKERNEL,
	IGD_INITRAMFS_UGRD,
	IGD_INITRAMFS_NIXOS,
	IGD_INITRAMFS_OSTREE /* dracut, run by rpm-ostree */
};

/* A row of the table of initramfs builders. */
struct igd_initramfs_tool {
	enum igd_initramfs_kind kind;
	const char *name;
	const char *const *configs; /* any of these shows that it is configured; NULL at the end */
	const char *const
		*programs; /* any of these shows that it is installed; NULL: none is needed */
	const char *file;  /* where a module is added, to be created if need be */
	/* An imperative clause is lead + the modules with separator between them + tail. */
	const char *lead, *separator, *tail;
	const char *rebuild;   /* the command that builds the image again */
	bool builds_when_told; /* the clause is that command already */
};

/*
 * The builder of this host's initramfs; NULL if there is none, or several and nothing tells which. Of several
 * the one counts that kernel-install is configured for (initrd_generator=), that the booted image is named
 * after, or that alone has a configuration that mentions vfio.
 */
IGD_EXPORT const struct igd_initramfs_tool *igd_initramfs_tool_get(struct igd_host *host);

/* Makes the boot entry of the running kernel anew, with a copy of its image, where add-all finds no kernel. */
#define IGD_KERNEL_INSTALL_RUNNING                                                                 \
	"kernel-install add \"$(uname -r)\" \"/boot/vmlinuz-$(uname -r)\""

/* The command that rebuilds the image here (distributions differ); NULL if the tool is unknown. */
IGD_EXPORT const char *igd_initramfs_rebuild_command(struct igd_host *host);

/*
 * For remedies: an imperative clause without a capital and a full stop. host may be NULL, and the tool
 * unknown: general words. modules are separated by blanks. The text lives as long as the host, or for ever.
 */
IGD_EXPORT const char *igd_initramfs_rebuild_clause(struct igd_host *host);
/* The image is to hold the options of /etc/modprobe.d: the rebuild, with what some tools have to be told first. */
IGD_EXPORT const char *igd_initramfs_modprobe_clause(struct igd_host *host);
IGD_EXPORT const char *igd_initramfs_module_clause(struct igd_host *host, const char *modules);

#endif
