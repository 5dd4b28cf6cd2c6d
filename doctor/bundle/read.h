// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read - what a report says in short: who was examined, and what came of it
 *
 * For whoever has many reports to look through. Only manifest.json is read, which comes first and holds the findings in
 * short, and nothing behind it; where it does not hold them, findings.json, which has to be the one that it names. The
 * report may come from a stranger: nothing is extracted, sizes are bounded, and what is not as it should be refuses it,
 * with the member and the reason.
 */
#ifndef IGD_BUNDLE_READ_H
#define IGD_BUNDLE_READ_H

#include "core/exam.h"

/* The most that is read of each of the two. */
#define IGD_BRIEF_MAX_MEMBER ((size_t)8 << 20)
/* The most that is decompressed until both are there: in a report that was packed anew they may not be first. */
#define IGD_BRIEF_MAX_TOTAL ((size_t)64 << 20)
/* So many bytes may come out of one; a log of one line over and over is packed 400 to 1. */
#define IGD_BRIEF_MAX_RATIO ((size_t)1000)
#define IGD_BRIEF_MAX_MEMBERS 50000u
#define IGD_BRIEF_MAX_FINDINGS 4096

/* A check that failed. */
struct igd_brief_failed {
	char *id;
	enum igd_severity severity;
};

/* Strings are printable and at most 200 bytes long; NULL where the report does not say. */
struct igd_brief {
	char *tool; /* the version of the program that wrote it */
	enum igd_outcome outcome;
	char **start_with; /* ids; the first is what to mend first */
	size_t start_count;
	struct igd_brief_failed *failed; /* in the order of the findings */
	size_t failed_count;
	char **unknown; /* ids */
	size_t unknown_count;
	char *kernel, *distribution, *machine;
	char *igpu_id, *igpu_name, *igpu_platform, *igpu_driver; /* igpu_id NULL: no iGPU */
	char *qemu, *libvirt;					 /* versions */
	char *rom; /* what is in the option ROM: "assignment+gop"; "none" */
};

void igd_brief_done(struct igd_brief *brief);

/*
 * Reads the report at fd, which stays the caller's; name is for messages. 0, or -EBADMSG (or another errno of reading)
 * with reterr filled and *ret empty.
 */
int igd_brief_read(int fd, const char *name, struct igd_brief *ret, struct igd_error *reterr);

/* The two members, each a text that ends in a NUL behind size. */
struct igd_brief_members {
	struct igd_text manifest, findings;
};

/* Parses the manifest, and the findings where it does not hold them in short. As igd_brief_read(). */
int igd_brief_parse(const struct igd_brief_members *members, const char *name,
	struct igd_brief *ret, struct igd_error *reterr);
/* Parses findings.json alone, and adds what it says. */
int igd_brief_parse_findings(const char *text, size_t size, const char *name, struct igd_brief *ret,
	struct igd_error *reterr);

#endif
