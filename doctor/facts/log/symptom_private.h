// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptom_private - what the files of the symptom catalogue share
 */
#ifndef IGD_FACTS_LOG_SYMPTOM_PRIVATE_H
#define IGD_FACTS_LOG_SYMPTOM_PRIVATE_H

#include "facts/log/symptom.h"

/* checks/symptoms/ as it was at the time of the build; made by doctor/packaging/Symptoms.cmake. */
struct igd_symptom_file {
	const char *name, *text;
	size_t size;
};
extern const struct igd_symptom_file igd_symptom_files[]; /* the last one has no name */

/* Reads one file. What was read until an error stays in *ret, for igd_symptom_done(). */
int igd_symptom_read(struct igd_symptom *ret, const char *file, const char *text, size_t size,
	struct igd_error *reterr);
/* Where a text of the symptom's has a "{name}" that is no group of its pattern; NULL for nowhere. */
const char *igd_symptom_strange_name(const struct igd_symptom *symptom, const char *text);
void igd_symptom_done(struct igd_symptom *symptom);

#endif
