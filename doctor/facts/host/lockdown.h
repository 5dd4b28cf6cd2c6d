// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lockdown - what the kernel refuses even to root, and why
 */
#ifndef IGD_FACTS_HOST_LOCKDOWN_H
#define IGD_FACTS_HOST_LOCKDOWN_H

#include "core/host.h"

#define IGD_LOCKDOWN "/sys/kernel/security/lockdown"
#define IGD_SIG_ENFORCE "/sys/module/module/parameters/sig_enforce"

/* "none", "integrity" or "confidentiality"; NULL where the kernel has no lockdown, or it could not be read. */
IGD_EXPORT const char *igd_lockdown_mode(struct igd_host *host);
/* Whether the kernel refuses unsigned modules without lockdown: module.sig_enforce. */
IGD_EXPORT bool igd_has_module_signatures(struct igd_host *host);
/* Whether firmware booted with Secure Boot on. False where that cannot be told; nothing of it sticks. */
IGD_EXPORT bool igd_is_secure_boot(struct igd_host *host);

#endif
