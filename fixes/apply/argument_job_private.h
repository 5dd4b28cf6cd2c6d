// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_job_private - the arguments that are wanted and not configured yet, and what is known of the boot loader
 */
#ifndef IGD_FIXES_APPLY_ARGUMENT_JOB_PRIVATE_H
#define IGD_FIXES_APPLY_ARGUMENT_JOB_PRIVATE_H

#include "facts/boot/loader.h"
#include "fixes/apply/argument_text.h"
#include "fixes/apply/making.h"

struct igd_argument_job {
	struct igd_making *making;
	struct igd_host *host;
	const struct igd_loader *loader;
	const struct igd_loader_config *config;
	const struct igd_wish *wishes;
	size_t wish_count;
	/* What is not so yet. Of a wish with two arguments, gone is NULL where that is not configured. */
	struct igd_argument_edit *edits;
	size_t count;
	const char *why; /* of the first wish; NULL */
};

/* Every fix that wants arguments declines, for this reason. */
IGD_FORMAT(2, 3)
void igd_argument_decline(const struct igd_argument_job *job, const char *format, ...);
/* "Add `intel_iommu=on` to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub"; host memory. where: "the line in ..." */
const char *igd_argument_title(const struct igd_argument_job *job,
	const struct igd_argument_edits *edits, const char *where);
/* What a verifier is to look for: a line "+WORD" or "-WORD" for each argument; the caller frees it. */
char *igd_argument_wanted(const struct igd_argument_job *job);
/* All that comes (or goes), with a separator between; NULL for nothing; host memory. */
const char *igd_argument_coming(const struct igd_argument_job *job, const char *separator);
const char *igd_argument_going(const struct igd_argument_job *job, const char *separator);

/* argument_edit.c: the edits in the files that hold the arguments. False: they are declined. */
bool igd_argument_edit_files(const struct igd_argument_job *job);
/* argument_grub.c: the same for GRUB's defaults, and more: what all its files say together is as it was wanted. */
bool igd_argument_edit_grub(const struct igd_argument_job *job);
/* Whether grub.cfg lacks an argument that is wanted, or has one that is not. */
bool igd_argument_is_stale(const struct igd_argument_job *job);
/* argument_command.c: the loader's command that applies an edit, as steps; parts of it are between "&&". */
void igd_argument_run(const struct igd_argument_job *job, const char *command);
/* argument_tool.c: loaders that are told by a command, or by a person. */
void igd_argument_grubby(const struct igd_argument_job *job);
void igd_argument_ostree(const struct igd_argument_job *job);
void igd_argument_kernelstub(const struct igd_argument_job *job);
void igd_argument_declared(const struct igd_argument_job *job);
void igd_argument_by_hand(const struct igd_argument_job *job);

#endif
