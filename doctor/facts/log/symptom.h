// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptom - what logs say, and what it means: the catalogue checks/symptoms/
 *
 * One JSON file for each symptom, named by its number. It is data, so that somebody who knows a line and its
 * cause can add it without writing C; this reader refuses what it does not understand, naming file and line.
 *
 *	{
 *		"id": "S55",
 *		"title": "The guest's address space is wider than the IOMMU",
 *		"where": ["qemu"],                 kernel qemu libvirt firmware guest sunshine looking-glass shell
 *		"literal": "_dma_map(",            a text, or a list of texts, that every such line holds (one of)
 *		"pattern": "vfio_(container_)?...",  optional: a PCRE2 pattern that the line must match as well
 *		"verdict": "fatal|harmless|depends",
 *		"depends": "on whether ...",       with "depends" only: on what, in words
 *		"fatal_with": ["S130"],            with "depends" only: fatal if the log (of that kind) shows one of these too
 *		"harmless_up_to": 10,              with "depends" only: harmless up to so many lines, fatal beyond
 *		"faults": "stream",                DMA faults of one device that come so: at-boot, few, stream; or
 *						   left-out, lines that count those which were not printed
 *		"cause": "...", "remedy": "...",
 *		"check": "ivshmem.address-width",  optional: the check that looks for the cause
 *		"versions": "QEMU 10.0 and later", optional: who writes the line so
 *		"source": ["..."]                  where that is known from
 *	}
 *
 * Named groups of the pattern may be used in cause and remedy: "{iova}".
 */
#ifndef IGD_FACTS_LOG_SYMPTOM_H
#define IGD_FACTS_LOG_SYMPTOM_H

#include "core/util.h"

enum igd_symptom_verdict { IGD_SYMPTOM_DEPENDS, IGD_SYMPTOM_HARMLESS, IGD_SYMPTOM_FATAL };

/* Lines that tell of DMA faults are not counted each for itself, but by device and rate (log_faults.h). */
enum igd_symptom_faults {
	IGD_FAULTS_NONE,
	IGD_FAULTS_AT_BOOT,
	IGD_FAULTS_FEW,
	IGD_FAULTS_STREAM,
	IGD_FAULTS_LEFT_OUT
};

/* Which logs show it. */
enum igd_log_place {
	IGD_LOG_OF_KERNEL,
	IGD_LOG_OF_QEMU,
	IGD_LOG_OF_LIBVIRT,
	IGD_LOG_OF_FIRMWARE,
	IGD_LOG_OF_GUEST,
	IGD_LOG_OF_SUNSHINE,
	IGD_LOG_OF_LOOKING_GLASS,
	IGD_LOG_OF_SHELL,
	IGD_LOG_OF_COUNT
};

struct igd_needles;
struct igd_symptom_pattern;

struct igd_symptom {
	char *id, *title, *cause, *remedy;
	unsigned where; /* bits (1 << enum igd_log_place) */
	enum igd_symptom_verdict verdict;
	char *depends;	       /* NULL unless verdict is IGD_SYMPTOM_DEPENDS */
	char **fatal_with;     /* ids; NULL at the end; may be NULL */
	size_t harmless_up_to; /* 0: says nothing */
	enum igd_symptom_faults faults;
	char *check, *versions;		     /* may be NULL */
	char **sources;			     /* NULL at the end */
	char **literals;		     /* NULL at the end */
	struct igd_symptom_pattern *pattern; /* NULL: a literal is enough */
};

/* A set of symptoms, sorted by number, with what looks for the literals of all of them at once. */
struct igd_symptoms {
	struct igd_symptom *list;
	size_t count;
	struct igd_needles *needles; /* NULL before igd_symptoms_sort() */
	size_t *symptom_of;	     /* a needle's number to a place in the list */
};

/*
 * Takes one file's text in. -EBADMSG with a message "FILE:LINE: reason", -EEXIST for an id that is there
 * already; the set stays as it was then. To be followed by igd_symptoms_sort() before a scan.
 */
IGD_EXPORT int igd_symptoms_add(struct igd_symptoms *symptoms, const char *file, const char *text,
	size_t size, struct igd_error *reterr);
IGD_EXPORT void igd_symptoms_sort(struct igd_symptoms *symptoms);
IGD_EXPORT void igd_symptoms_done(struct igd_symptoms *symptoms);

/* Those that came with the program. Never fails: the build has looked at them. */
IGD_EXPORT void igd_symptoms_own(struct igd_symptoms *ret);
/* NULL if no symptom has that id. */
IGD_EXPORT const struct igd_symptom *igd_symptoms_find(
	const struct igd_symptoms *symptoms, const char *id);

/* "fatal", as a symptom's file writes it; a constant. */
IGD_EXPORT const char *igd_symptom_verdict_word(enum igd_symptom_verdict verdict);
/* "qemu"; a constant. */
IGD_EXPORT const char *igd_log_place_word(enum igd_log_place place);

/*
 * Whether a line shows the symptom, given that a literal stands in it. Work is bounded whatever the line and
 * the pattern are like; a line that exceeds the bound does not match.
 */
IGD_EXPORT bool igd_symptom_matches(
	const struct igd_symptom *symptom, const char *line, size_t size);
/* A text of the symptom's with "{group}" replaced by what the pattern's group found in the line; by "<group>" without
 * a line. */
IGD_EXPORT char *igd_symptom_fill(
	const struct igd_symptom *symptom, const char *text, const char *line, size_t size);

#endif
