// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read_private - a reading of one of the two members; for doctor/bundle/read*.c only
 */
#ifndef IGD_BUNDLE_READ_PRIVATE_H
#define IGD_BUNDLE_READ_PRIVATE_H

#include <cjson/cJSON.h>

#include "bundle/read.h"
#include "bundle/skim.h"

/* Which file and member, how far it has come, and what was wrong first. */
struct igd_reading {
	const char *name, *member;
	struct igd_error *error;
	bool failed;
	struct igd_skim skim;
};

/* Says where the member is wrong, and how; nothing more is taken from it. place may be "". */
void igd_reading_fault(struct igd_reading *reading, const char *place, const char *what);
/* The same of what is no JSON. */
void igd_reading_fault_of_json(struct igd_reading *reading);
/* A value, as a tree, the caller's to delete; NULL and a fault if it is no JSON. */
cJSON *igd_reading_parse(
	struct igd_reading *reading, const struct igd_slice *slice, const char *field);
/* A string, printable, the caller's; NULL where it is absent or null. */
char *igd_reading_text(struct igd_reading *reading, const cJSON *object, const char *field);
/* Faults a schema that is not this one, and names one that is of another number. */
void igd_reading_schema(
	struct igd_reading *reading, const struct igd_slice *slice, const char *schema);
/* Whether it is seen for the first time. */
bool igd_reading_take(bool *seen);
/* 0, or -EBADMSG and an empty *ret. */
int igd_reading_end(struct igd_reading *reading, struct igd_brief *ret);

/* What the manifest says of the findings; the slices are of its text. */
struct igd_manifest_says {
	bool names_findings;   /* as a member */
	struct igd_slice hash; /* of that member; empty: none */
	struct igd_slice
		in_short; /* the findings themselves, as much as triage wants of them; empty: not there */
};

/* 0, or -EBADMSG and an empty *ret. */
int igd_manifest_read(const struct igd_text *text, const char *name, struct igd_brief *ret,
	struct igd_manifest_says *says, struct igd_error *reterr);
/* Adds what the findings say; findings is not looked at where the manifest has them in short. As igd_manifest_read(). */
int igd_manifest_follow(const struct igd_manifest_says *says, const struct igd_text *findings,
	const char *name, struct igd_brief *ret, struct igd_error *reterr);
/* Adds what igd-doctor.check/1 says, whole or in short. As igd_manifest_read(). */
int igd_findings_read(const struct igd_slice *text, const char *name, const char *member,
	struct igd_brief *ret, struct igd_error *reterr);

#endif
