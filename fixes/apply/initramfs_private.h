// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_private - what each builder of an initramfs is told, and what it writes
 */
#ifndef IGD_FIXES_APPLY_INITRAMFS_PRIVATE_H
#define IGD_FIXES_APPLY_INITRAMFS_PRIVATE_H

#include "facts/boot/initramfs_tool.h"
#include "fixes/apply/making.h"

/* What is wanted of the image. */
struct igd_initramfs_job {
	struct igd_making *making;
	struct igd_host *host;
	const struct igd_initramfs_tool *tool;
	const char *const *modules; /* in the order of loading, NULL at the end */
	const char *why;	    /* NULL */
};

struct igd_initramfs_row {
	enum igd_initramfs_kind kind;
	/* Has the image hold and load the modules; no module: only what modprobe.d needs. NULL, or why it cannot be done (the host's memory). */
	const char *(*configure)(const struct igd_initramfs_job *job);
	const char *const *outputs; /* glob patterns of the images that it writes */
	const char *const *
		configs; /* files and folders that go into the image, or say what does; NULL at the end */
	bool has_modprobe; /* files of /etc/modprobe.d come into the image as they are */
	bool has_loads;	   /* the image says which modules it loads (facts/boot/scan_member.c) */
};

/* NULL: a person has to do it (NixOS, rpm-ostree). */
const struct igd_initramfs_row *igd_initramfs_row(enum igd_initramfs_kind kind);
/* The modules, separated by blanks; the host's memory. */
const char *igd_initramfs_words(const struct igd_initramfs_job *job);
/*
 * Adds the command that builds the image, once, with its outputs; wanted is for verify.h. Where that is a shell's work, a person
 * is told to do it.
 */
void igd_initramfs_rebuild(const struct igd_initramfs_job *job, const struct igd_initramfs_row *row,
	const char *wanted);

#endif
