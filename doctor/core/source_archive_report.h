// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_archive_report - whether a report's members are those that its manifest names; for source_archive.c only
 */
#ifndef IGD_CORE_SOURCE_ARCHIVE_REPORT_H
#define IGD_CORE_SOURCE_ARCHIVE_REPORT_H

#include "core/util.h"

/* The folder that all of a report lies in, and what stands in it besides the host (doctor/bundle/bundle.h). */
#define IGD_REPORT_ROOT "/igd-doctor-report"
#define IGD_REPORT_HOST IGD_REPORT_ROOT "/host"
#define IGD_REPORT_MANIFEST IGD_REPORT_ROOT "/manifest.json"

/* The largest manifest that is accepted. */
#define IGD_REPORT_MAX_MANIFEST ((size_t)16 << 20)

/* A member as it was found in the archive. */
struct igd_sealed {
	char *path; /* "/igd-doctor-report/host/proc/cmdline" */
	size_t size;
	uint8_t digest[32]; /* SHA-256 */
	bool is_named;	    /* by the manifest */
};

struct igd_seals {
	struct igd_sealed *list;
	size_t count, room;
	struct igd_text manifest; /* what manifest.json holds */
};

/* Takes the path over. */
void igd_seals_add(struct igd_seals *seals, char *path, size_t size, const uint8_t digest[32]);
void igd_seals_done(struct igd_seals *seals);

/*
 * 0 if manifest.json is of a version that is known, and names every member with its size and hash and no other;
 * -EBADMSG with the archive, the member and the reason in reterr.
 */
int igd_seals_check(struct igd_seals *seals, const char *name, struct igd_error *reterr);

#endif
