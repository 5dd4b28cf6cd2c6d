// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_claim - whether the image that boots lets vfio-pci have the iGPU, as the configuration asks
 */
#ifndef IGD_FACTS_BOOT_INITRAMFS_CLAIM_H
#define IGD_FACTS_BOOT_INITRAMFS_CLAIM_H

#include "facts/boot/initramfs.h"

/*
 * What asks that the image concern itself with vfio-pci: "/etc/mkinitcpio.conf:7", or where vfio-pci is told to
 * take the iGPU; NULL: nothing does. The image is not read for this.
 */
IGD_EXPORT const char *igd_initramfs_asked(struct igd_host *host);

enum igd_initramfs_answer {
	IGD_INITRAMFS_MISSING,	   /* module is asked for by origin, and not there */
	IGD_INITRAMFS_RIVAL_ALONE, /* module (i915, xe) is there and vfio_pci is not (S13) */
	IGD_INITRAMFS_RIVAL_FIRST, /* both are there, and module is loaded before vfio_pci */
	IGD_INITRAMFS_NO_IDS, /* vfio_pci is loaded there without being told to take the iGPU */
	IGD_INITRAMFS_NEITHER, /* it holds no driver for the iGPU: the root file system's are first */
	IGD_INITRAMFS_READY /* vfio_pci takes the iGPU there, or what is there does not hinder it */
};

struct igd_initramfs_claim {
	enum igd_initramfs_answer answer;
	const char *module;
	const char *origin; /* MISSING, NO_IDS: as said; else what loads vfio_pci there, or NULL */
};

/* Compares the image with what is asked. */
IGD_EXPORT struct igd_initramfs_claim igd_initramfs_judge(
	struct igd_host *host, const struct igd_initramfs *image);

/* What still lists vfio_virqfd, which the running kernel does not have (S14); NULL: nothing does. */
IGD_EXPORT const char *igd_initramfs_obsolete(struct igd_host *host);

#endif
