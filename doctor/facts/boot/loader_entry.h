// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader_entry - boot loader entries (uapi-group.org Boot Loader Specification, type #1)
 */
#ifndef IGD_FACTS_BOOT_LOADER_ENTRY_H
#define IGD_FACTS_BOOT_LOADER_ENTRY_H

#include "facts/boot/loader.h"

/*
 * The entry of this directory that counts: the only one; else the one that systemd-boot says it has booted;
 * the one whose kernel the running command line names (BOOT_IMAGE=, initrd=); the one of the newest
 * deployment of rpm-ostree; the one that loader.conf makes the default. NULL: none, or it cannot be told.
 */
const char *igd_loader_entry(struct igd_host *host, const char *directory);
/* Adds that entry's options, or says why not. */
void igd_loader_add_entry(
	struct igd_host *host, struct igd_loader_config *config, const char *directory);

#endif
