// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verify - looks at what a plan's command has made (igd_apply_ops.verify)
 */
#ifndef IGD_FIXES_APPLY_VERIFY_H
#define IGD_FIXES_APPLY_VERIFY_H

#include "mend/plan.h"

/*
 * Asks each that step->verify names, separated by blanks: "initramfs" and those of verify_loader.h. host is fresh: it has not read what
 * the command wrote. 0, also for a file that is of no kind that is looked at; else -errno with reterr filled; -ENOSYS for a name
 * that is none.
 */
int igd_verify(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr);

/*
 * "initramfs": the file is an image, and not empty. Lines of step->verify_value: "@PATH" is the image that boots, of which what
 * follows is asked: "=!": it can be read as a whole; "=*": it holds modules at all; "=MODULE": it holds that one; "%PATH": it
 * holds that file of /etc/modprobe.d, as it is. Other lines are somebody else's.
 */
int igd_verify_initramfs(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr);

#endif
