// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_create - what the files of up --create share
 */
#ifndef IGD_CLI_UP_CREATE_H
#define IGD_CLI_UP_CREATE_H

#include "cli/up.h"
#include "fixes/create/create.h"

/* The checks of the host that a VM which is started by hand, and not by `up`, has nobody else to look at; NULL at the end. */
extern const char *const igd_up_create_checks[];

/* What of them stands in the way of a start, as something that is to be done first. */
void igd_up_create_look(struct igd_create *create, const struct igd_exam *exam);

/* Whether there is something on its disk that could come up. */
bool igd_up_create_can_go_on(const struct igd_create *create);

/* What a person should know of it; before anything is done. */
void igd_up_create_tell(struct igd_mending *mending, const struct igd_create *create);

/* What only the person can do, now that the VM is there. */
void igd_up_create_tell_next(struct igd_mending *mending, const struct igd_create *create);

#endif
