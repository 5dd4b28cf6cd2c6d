// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * init_private - the service that goes on behind a boot, without a plan in the making
 */
#ifndef IGD_FIXES_APPLY_INIT_PRIVATE_H
#define IGD_FIXES_APPLY_INIT_PRIVATE_H

#include "core/host.h"
#include "mend/plan.h"

/* As igd_init_boot_service(): FILE steps that make it, or take away what those have made. */
bool igd_init_service(
	struct igd_host *host, const char *program, struct igd_plan *plan, bool is_wanted);

#endif
