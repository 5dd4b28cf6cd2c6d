// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * claim - which driver will take the iGPU at boot: vfio-pci's claim to it, and that of its rivals i915 and xe
 *
 * Worked out of the configuration (modprobe.h, autoload.h, the command line) and of what the kernel has
 * (modules.h). What the initramfs holds of it is not looked at.
 */
#ifndef IGD_FACTS_HOST_CLAIM_H
#define IGD_FACTS_HOST_CLAIM_H

#include "facts/host/modules.h"

/* Whether vfio-pci is told to take the iGPU, and by what. */
enum igd_claim_kind {
	IGD_CLAIM_NONE,	     /* nothing tells it */
	IGD_CLAIM_OTHER_IDS, /* ids= is set, and does not name the iGPU */
	IGD_CLAIM_REPLACED,  /* one ids= names it, but a later one takes its place */
	IGD_CLAIM_IGNORED,   /* ids= of modprobe.d, which a built-in vfio-pci does not read (S15) */
	IGD_CLAIM_COMMAND,   /* modprobe runs a command in place of loading vfio-pci: who knows */
	IGD_CLAIM_IDS,
	IGD_CLAIM_OVERRIDE /* driverctl(8) keeps a driver override for it */
};

struct igd_claim {
	enum igd_claim_kind kind;
	enum igd_module_state vfio; /* of vfio_pci */
	const char *value;	    /* the ids, or the command */
	const char *origin;	    /* where it stands */
	const char *by;		    /* IGD_CLAIM_REPLACED: where the ids= stands that counts */
	/* What loads vfio-pci at boot, as "softdep i915 in /etc/modprobe.d/vfio.conf:2"; NULL: nothing does. */
	const char *loader;
	bool is_loaded_first; /* before devices are looked at */
	/* A softdep that would load it, were the module that has it not kept from loading; NULL. */
	const char *void_loader;
};

enum igd_rival_state {
	IGD_RIVAL_NONE,	   /* the kernel has no such driver, or it is not for this iGPU */
	IGD_RIVAL_BLOCKED, /* it is kept from loading, or from taking the iGPU */
	IGD_RIVAL_SECOND,  /* vfio-pci is there first, and takes the iGPU */
	IGD_RIVAL_SHY,	   /* an unmodified xe takes this iGPU only when force_probe= names it */
	IGD_RIVAL_FREE	   /* nothing keeps it from being first */
};

struct igd_rival {
	const char *name;
	enum igd_rival_state state;
	bool is_builtin;
	const char *by; /* BLOCKED, SECOND: what does it, with its place; never NULL then */
};

struct igd_claims {
	struct igd_claim vfio;
	struct igd_rival rivals[2]; /* i915, xe */
};

/* Never NULL; all NONE without an iGPU. */
IGD_EXPORT const struct igd_claims *igd_claims_get(struct igd_host *host);

/*
 * For the text of a check that found nothing to give vfio-pci the iGPU at boot: where vfio-pci has it now all
 * the same, what the next boot brings, to be appended; else "". rival: who has it then ("i915").
 */
IGD_EXPORT const char *igd_claim_lapse(struct igd_host *host, const char *rival);

/*
 * One element of vfio-pci's ids=, as Linux 7.1 drivers/vfio/pci/vfio_pci.c vfio_pci_fill_ids() reads it:
 * vendor:device[:subvendor[:subdevice[:class[:class_mask]]]] in hexadecimal.
 */
struct igd_vfio_id {
	uint32_t vendor, device, subvendor, subdevice, class_code, class_mask;
};
/* Takes the next element off *list. 1; 0 at the end; -EINVAL for one that the kernel refuses ("invalid id"). */
IGD_EXPORT int igd_vfio_id_next(const char **list, struct igd_vfio_id *ret);
/* The list, and behind it those of more that it lacks; either may be "". Lives as long as the host. */
IGD_EXPORT const char *igd_vfio_ids_extended(
	struct igd_host *host, const char *list, const char *more);
/* Whether i915's or xe's force_probe= ("4680,!56a0", "!*") refuses the device id. */
IGD_EXPORT bool igd_force_probe_blocks(const char *value, uint16_t device);

#endif
