// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guard - no plan takes away the last way in without being told to
 */
#ifndef IGD_FIXES_APPLY_GUARD_H
#define IGD_FIXES_APPLY_GUARD_H

#include "core/host.h"
#include "mend/plan.h"

/*
 * Fills in plan->guard and plan->is_guarded. Where a fix that takes part costs the host its picture and the iGPU shows
 * it: what way in remains, or that none was found and how to get back. What could not be read counts as none.
 */
void igd_guard(struct igd_host *host, struct igd_plan *plan);

#endif
