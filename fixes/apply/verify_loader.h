// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verify_loader - whether what a boot loader's generator wrote can boot, with the arguments that were asked for
 *
 * For the table of fixes/apply/verify.c. step->verify_value: a line "+WORD" for an argument that must be there, "-WORD" for one that
 * must not; NULL: none. host is read anew for it. 0 also for a file that is not of this kind; else -errno with reterr
 * filled: -ENOENT: nothing that could boot, -ENODATA: the arguments are not as asked for, -EBADMSG: malformed.
 */
#ifndef IGD_FIXES_APPLY_VERIFY_LOADER_H
#define IGD_FIXES_APPLY_VERIFY_LOADER_H

#include "mend/plan.h"

/*
 * A grub.cfg: the first entry whose kernel is on this machine has its initrd as well, and the arguments. What only a recovery entry
 * or another system's has is not asked.
 */
int igd_verify_grub(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr);
/* A boot loader entry ("*.conf") with the running kernel's release in its name: kernel and initrds are there, and the arguments. */
int igd_verify_entries(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr);
/*
 * A unified kernel image ("*.efi") with the running kernel's release in its name, or that is an output by its very name: a PE
 * file with a kernel and a command line with the arguments.
 */
int igd_verify_uki(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr);

#endif
