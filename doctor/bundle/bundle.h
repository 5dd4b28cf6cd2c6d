// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bundle - the file that a stranger opens, reads and replays
 *
 * An archive (.tar.zst, .tar.gz or .zip), all of it below one folder, so that unpacking it makes no mess:
 *
 *     igd-doctor-report/manifest.json   what is in it: size and SHA-256 of each member, version, what was replaced,
 *                                       and the findings in short: whoever has a thousand of them reads no further
 *     igd-doctor-report/findings.json   igd-doctor.check/1, as examining host/ gives it
 *     igd-doctor-report/report.md       to read
 *     igd-doctor-report/report.html     to look at
 *     igd-doctor-report/host/...        the evidence, each file at its natural path
 *     igd-doctor-report/host/.igd-doctor/rest.tree   what is no file: errors, absences, names, links
 *
 * There are regular files in it and nothing else: unpacking it makes nothing that leads anywhere.
 * The first two come first: whoever wants only the findings need not read on. No member has a time, an owner or a name
 * of the machine, and members are sorted: the same evidence gives the same bytes.
 */
#ifndef IGD_BUNDLE_BUNDLE_H
#define IGD_BUNDLE_BUNDLE_H

#include "core/tree.h"

#define IGD_BUNDLE_FOLDER "igd-doctor-report"
#define IGD_BUNDLE_SCHEMA "igd-doctor.report/1"
/* The manifest's field that holds findings.json without what was found to be well, and without words: igd_report_short(). */
#define IGD_BUNDLE_SHORT "in_short"

/* A member besides the evidence: its name below the folder. Borrowed. */
struct igd_bundle_member {
	const char *name;
	const char *bytes;
	size_t size;
};

struct igd_bundle {
	const struct igd_tree *evidence; /* sorted; redacted, unless the person wanted otherwise */
	const struct igd_bundle_member *members;
	size_t member_count;
	const char *manifest; /* JSON (an object): what else the manifest holds; NULL: nothing */
	const char *version;  /* of the program */
};

enum igd_bundle_format { IGD_BUNDLE_TAR_ZST, IGD_BUNDLE_TAR_GZ, IGD_BUNDLE_ZIP };

/* By the name's suffix; -EINVAL for one that is none of the three. */
int igd_bundle_format_of(const char *path, enum igd_bundle_format *ret);

/*
 * All members as they will be packed, in order, manifest.json first. look() is called for each name and each content;
 * not 0 ends it with that value. For the closing scan, for --preview and for packing alike.
 */
int igd_bundle_each(const struct igd_bundle *bundle,
	int (*look)(void *context, const struct igd_bundle_member *member), void *context);

/* Packs it: adds the archive's bytes to ret. 0, or a negative errno with reterr filled. */
int igd_bundle_pack(const struct igd_bundle *bundle, enum igd_bundle_format format,
	struct igd_text *ret, struct igd_error *reterr);

/* SHA-256 in hexadecimal digits. */
#define IGD_BUNDLE_HASH_SIZE 65
void igd_bundle_hash(const void *bytes, size_t size, char ret[IGD_BUNDLE_HASH_SIZE]);

/* A file that is to be there whole, or not at all. */
struct igd_bundle_file {
	const char *path, *bytes;
	size_t size;
	mode_t mode;					     /* less the umask */
	bool may_replace;				     /* what has its name already */
	int (*before)(void *context, const char *operation); /* not 0: fails with that; NULL */
	void *context;
};

/*
 * Mode 0600 while it is written. 0, or a negative errno with reterr filled; -EEXIST where something has its name. Then
 * nothing is left behind, and what was to be replaced is as it was, unless it is only not sure whether the whole new file
 * outlives a power cut.
 */
int igd_bundle_put(const struct igd_bundle_file *file, struct igd_error *reterr);

#endif
