// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modules - which kernel modules the running kernel has, and which of them match the iGPU
 *
 * libkmod reads the module indexes (modules.dep.bin and its like, megabytes) once; what it answers is kept as
 * a short text that a recording holds in their place (igd_host_derive(), key "modules"):
 *
 *     kernel RELEASE                 or "missing RELEASE" alone: there is no directory of its modules
 *     module NAME absent
 *     module NAME builtin
 *     module NAME file PATH          relative to the kernel's module directory
 *     depends NAME OTHER...          every module that is loaded before it because it needs it
 *     match NAME                     its aliases match the iGPU's modalias
 *
 * Whether a module is loaded is not said here: /sys/module/NAME tells.
 */
#ifndef IGD_FACTS_HOST_MODULES_H
#define IGD_FACTS_HOST_MODULES_H

#include "core/host.h"

#define IGD_MODULES_KEY "modules"

enum igd_module_state {
	IGD_MODULE_UNKNOWN, /* not one of those that are asked about, or nothing is known */
	IGD_MODULE_ABSENT,
	IGD_MODULE_FILE,
	IGD_MODULE_BUILTIN
};

struct igd_module {
	const char *name; /* "vfio_pci" */
	enum igd_module_state state;
	const char *path;    /* of IGD_MODULE_FILE: "kernel/drivers/vfio/pci/vfio-pci.ko.zst" */
	const char *depends; /* "drm ttm video", or NULL */
	bool is_match;	     /* an alias of it matches the iGPU */
};

/* Bounds on what is accepted. */
#define IGD_MODULES_MAX 64

struct igd_modules {
	const char *release; /* NULL: nothing is known */
	bool is_missing;     /* the running kernel's module directory is not there */
	struct igd_module modules[IGD_MODULES_MAX];
	size_t count;
	char *memory;
};

/* Reads the text. 0; -EBADMSG for one that is not exactly of that form, and then *ret is empty. */
IGD_EXPORT int igd_modules_parse(struct igd_modules *ret, const char *text, size_t size);
IGD_EXPORT void igd_modules_done(struct igd_modules *modules);
/* The module of that name ('-' is '_'); NULL for one that the text does not mention. */
IGD_EXPORT const struct igd_module *igd_modules_find(
	const struct igd_modules *modules, const char *name);
/* Whether module needs other ("drm_buddy", with '_') loaded before it. */
IGD_EXPORT bool igd_module_depends(const struct igd_module *module, const char *other);

/*
 * Of the running kernel. Never NULL. Known: i915, xe, kvmfr, kvm_intel, snd_hda_intel, vfio, vfio_pci,
 * vfio_pci_core, vfio_iommu_type1, vfio_virqfd, drm. What cannot be told sticks to "modules"; that the
 * module directory is absent (the kernel was updated since it was booted) does not.
 */
IGD_EXPORT const struct igd_modules *igd_modules_get(struct igd_host *host);
/* One module's state. */
IGD_EXPORT enum igd_module_state igd_module_state(struct igd_host *host, const char *name);

#endif
