// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scan_member - which members of an initramfs matter, and what is taken from them
 */
#ifndef IGD_FACTS_BOOT_SCAN_MEMBER_H
#define IGD_FACTS_BOOT_SCAN_MEMBER_H

#include "core/util.h"

/* Bounds on what is kept. */
#define IGD_SCAN_MAX_FILE ((uint64_t)64 << 10)
#define IGD_SCAN_MAX_YAML ((uint64_t)1 << 20) /* booster's own, which also holds all dependencies */
#define IGD_SCAN_MAX_KEPT ((size_t)512 << 10)

/* The lines about members: modules of interest once each, and all that are loaded or configured. */
struct igd_scan_members {
	struct igd_text modules, lines;
	unsigned long module_count;
};

/* For struct igd_cpio_reader; context is a struct igd_scan_members. */
bool igd_scan_want(void *context, const char *name, uint64_t size);
void igd_scan_file(void *context, const char *name, const char *content, size_t size);
void igd_scan_members_write(const struct igd_scan_members *members, struct igd_text *ret);
void igd_scan_members_done(struct igd_scan_members *members);

#endif
