// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * name - what a VM is called below IGD_LIBVIRT_DIR and IGD_GUEST_DIR
 */
#ifndef IGD_FACTS_GUEST_NAME_H
#define IGD_FACTS_GUEST_NAME_H

#include "facts/vm/vm.h"

/* The VM's name as one part of a path, with %XX for all but ASCII's letters, digits and "._+-"; NULL: not libvirt's. */
IGD_EXPORT const char *igd_guest_name(struct igd_host *host, const struct igd_vm *vm);

/* The same of any text. */
IGD_EXPORT const char *igd_guest_encode(struct igd_host *host, const char *text);

#endif
