// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_json_private - bounds of a plan file, for its reader
 */
#ifndef IGD_MEND_PLAN_JSON_PRIVATE_H
#define IGD_MEND_PLAN_JSON_PRIVATE_H

#define IGD_PLAN_MAX_STEPS 1000
#define IGD_PLAN_MAX_FIXES 200
#define IGD_PLAN_MAX_WORDS 1000 /* of one command, or of its outputs */

#endif
