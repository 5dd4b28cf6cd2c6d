// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_survey - all spellings of all values, for the closing scan; between redact_survey.c and redact_survivor.c
 */
#ifndef IGD_BUNDLE_REDACT_SURVEY_H
#define IGD_BUNDLE_REDACT_SURVEY_H

#include "bundle/redact_private.h"

#define IGD_SURVEY_BUCKETS (1u << 15)
#define IGD_SURVEY_MIN 3u /* letters of a spelling */

struct igd_spelling {
	char *bytes;
	size_t size;
	const char *name;
	enum igd_private kind;
	bool is_exact;	/* the case counts */
	bool is_word;	/* no letter or digit at either end */
	bool is_binary; /* only among bytes that are no text */
	bool is_plain;	/* a name of letters alone, as a word of anybody's may be */
	uint32_t next;
};

struct igd_survey {
	struct igd_spelling *list;
	size_t count, room;
	size_t known;  /* how many of the redactor's values are in it */
	bool is_prose; /* what is looked through are sentences: plain names do not count */
	uint32_t buckets[IGD_SURVEY_BUCKETS];
	uint64_t filter[1u << 10]; /* a bit for the first two letters: most are those of nothing */
};

/* Spells what the redactor has learned since. */
void igd_survey_prepare(const struct igd_redactor *redactor);
/* Where in buckets, and in filter, a spelling that begins so is. Three letters, two. */
uint32_t igd_survey_bucket(const char *bytes);
uint32_t igd_survey_bit(const char *bytes);

#endif
