// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * making_private - what a plan in the making is made of; for making*.c and resolve.c alone
 */
#ifndef IGD_FIXES_APPLY_MAKING_PRIVATE_H
#define IGD_FIXES_APPLY_MAKING_PRIVATE_H

#include "fixes/apply/making.h"

/* A file that was looked at, and what becomes of it. */
struct igd_edit {
	char *path;		 /* without links */
	struct igd_bytes before; /* the host's; data NULL: there is none, or it could not be read */
	int error;		 /* why it could not be read */
	bool is_edited;
	char *fresh; /* NULL: it goes */
	size_t fresh_size;
	enum igd_effect effect;
	struct igd_text title, why;
	uint32_t mode;
	char *owner;
};

struct igd_making {
	struct igd_host *host;
	const struct igd_resolve_options *options;
	struct igd_plan *plan;
	char **declined;  /* why, by fix; what igd_making_decline() fills */
	unsigned at_work; /* bit k: the changes of kind k are being made */
	struct igd_wish *wishes[IGD_CHANGE_KIND_COUNT];
	size_t wish_counts[IGD_CHANGE_KIND_COUNT];
	struct igd_edit **edits;
	size_t edit_count;
	struct igd_plan stages[IGD_STAGE_COUNT]; /* their steps alone */
	struct igd_plan manual;
};

void igd_making_done(struct igd_making *making);
/* Moves all steps into the plan: edits, stages, and what is left to a person. */
void igd_making_finish(struct igd_making *making);

#endif
