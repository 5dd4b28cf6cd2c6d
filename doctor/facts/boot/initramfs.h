// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs - the image that boots: which it is, and what it holds
 *
 * The archive itself is read, not what some tool says of it. What was found is kept as a text that a recording
 * holds in place of the image (igd_host_derive(), key "initramfs/PATH"). In words, '\n', '\t', '\\' and \xHH
 * stand for what cannot be written:
 *
 *     image PATH
 *     size BYTES
 *     segment OFFSET FORMAT          cpio gzip bzip2 lzma xz lzo lz4 zstd unknown
 *     unread OFFSET REASON           what begins there could not be read
 *     modules COUNT                  all of them
 *     module NAME                    of these: vfio* i915 xe kvmfr snd_hda* amdgpu nouveau nvidia* simpledrm
 *     load NAME ORIGIN               the image loads it by name, because ORIGIN says so; in order
 *     modprobe ORIGIN CONTENT        a file of modprobe.d
 *     large ORIGIN                   a file that is too large to be kept
 */
#ifndef IGD_FACTS_BOOT_INITRAMFS_H
#define IGD_FACTS_BOOT_INITRAMFS_H

#include "core/host.h"

struct igd_initramfs_load {
	const char *module, *origin;
};

struct igd_initramfs_file {
	const char *path, *content;
};

struct igd_initramfs {
	const char *path;
	uint64_t size;
	unsigned long module_count;
	const char *unread; /* why something of it could not be read; NULL if all was */
	const char **modules;
	size_t interest_count; /* how many modules[] has */
	struct igd_initramfs_load *loads;
	size_t load_count;
	struct igd_initramfs_file *files;
	size_t file_count;
	char *memory;
};

/* Reads the text. 0; -EBADMSG for one that is not exactly of that form, and then *ret is empty. */
IGD_EXPORT int igd_initramfs_parse(struct igd_initramfs *ret, const char *text, size_t size);
IGD_EXPORT void igd_initramfs_done(struct igd_initramfs *image);

/* Whether it holds the module as a file. Names are normalised ("vfio_pci"). */
IGD_EXPORT bool igd_initramfs_has_module(const struct igd_initramfs *image, const char *name);
/* The first that says the image loads the module by name; NULL for none. */
IGD_EXPORT const struct igd_initramfs_load *igd_initramfs_loads(
	const struct igd_initramfs *image, const char *name);

enum igd_initramfs_place_kind {
	IGD_INITRAMFS_FOUND,
	IGD_INITRAMFS_NONE, /* the kernel was given none */
	IGD_INITRAMFS_LOST  /* it was given one, or nobody knows, and its file was not found */
};

struct igd_initramfs_place {
	enum igd_initramfs_place_kind kind;
	const char *
		path; /* IGD_INITRAMFS_FOUND: the image, or the unified kernel image that holds it */
	const char *where; /* what said so */
};

/*
 * The image that the running kernel was booted with, as it is now: named by the kernel command line (initrd=,
 * or the kernel in BOOT_IMAGE=), by systemd-stub's variables, or found under the usual names. Never NULL.
 */
IGD_EXPORT const struct igd_initramfs_place *igd_initramfs_place(struct igd_host *host);

/* What that image holds; NULL if there is none or it cannot be read (which sticks to its path). */
IGD_EXPORT const struct igd_initramfs *igd_initramfs_get(struct igd_host *host);

#endif
