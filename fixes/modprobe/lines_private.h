// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lines - lines of other people's files, and how they would read
 */
#ifndef IGD_FIXES_MODPROBE_LINES_PRIVATE_H
#define IGD_FIXES_MODPROBE_LINES_PRIVATE_H

#include "core/fix.h"
#include "facts/host/modprobe.h"

#define IGD_MODPROBE_FILE "/etc/modprobe.d/igd-doctor.conf"

/* A line of a file, without what ends it. All of it lives as long as the host. */
struct igd_spot {
	const char *path, *text;
	uint32_t number; /* from 1 */
};

/* The line that an origin names ("/etc/modprobe.d/vfio.conf:3"). False for one that names none. */
bool igd_spot_get(struct igd_host *host, const char *origin, struct igd_spot *ret);
/* Whether the origin is the doctor's own drop-in. */
bool igd_spot_is_own(const char *origin);
/*
 * Whether a person may change it: a file below /etc that is not the doctor's own. What lies elsewhere belongs to
 * packages, which write it again.
 */
bool igd_spot_is_editable(const char *origin);
/* It is to read fresh; NULL: it goes. */
void igd_spot_change(struct igd_changes *changes, const struct igd_spot *spot, const char *fresh,
	const char *why);

/*
 * A line without every module of that name in a list ("MODULES=(vfio vfio_virqfd)", "vfio,vfio_virqfd"), and without one
 * of the blanks or commas beside it. NULL: nothing is left of the line. Lives as long as the host.
 */
const char *igd_line_without_module(struct igd_host *host, const char *line, const char *module);

/*
 * A statement "options vfio-pci ..." as it should read: with all ids where ids= does not name the iGPU, without ids=
 * where another list replaces it, without disable_vga=1. NULL: it should go. The line as it is where that is right.
 * Both fixes that change such lines use this, so that they want the same of a line.
 */
const char *igd_vfio_options_line(struct igd_host *host,
	const struct igd_modprobe_statement *statement, const struct igd_spot *spot);
/* Whether disable_vga with that value is on (Linux lib/kstrtox.c kstrtobool()). */
bool igd_is_true(const char *value);

#endif
