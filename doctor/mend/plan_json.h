// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_json - a plan as JSON, "igd-doctor.plan/1": what `fix --dry-run --json` prints, what a plan file and a journal hold
 *
 * The fields are those of struct igd_plan and struct igd_step by the same names (without is_, in lower case), listed in the
 * manual. A file's new content is "content", or "content_base64" where it is no UTF-8 text; the old one is only a hash.
 */
#ifndef IGD_MEND_PLAN_JSON_H
#define IGD_MEND_PLAN_JSON_H

#include "mend/plan.h"

#define IGD_PLAN_SCHEMA "igd-doctor.plan/1"
#define IGD_PLAN_LIMIT ((size_t)16 << 20) /* bytes of a plan file */

/* The text, which the caller frees; it ends in a newline. The same plan gives the same bytes. */
char *igd_plan_write(const struct igd_plan *plan);
/*
 * Reads one that somebody else may have written: bounds first, every field of its type, paths absolute and without "..",
 * hashes true to the content. 0, or -EBADMSG with reterr filled (name and the field that is wrong); *ret is then empty.
 */
int igd_plan_read(struct igd_plan *ret, const char *text, size_t size, const char *name,
	struct igd_error *reterr);

#endif
