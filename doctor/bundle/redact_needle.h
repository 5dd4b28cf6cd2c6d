// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_needle - a spelling that is looked for; between redact_needle.c and redact_spelling.c
 */
#ifndef IGD_BUNDLE_REDACT_NEEDLE_H
#define IGD_BUNDLE_REDACT_NEEDLE_H

#include "bundle/redact_private.h"

enum igd_spelled_form {
	FORM_TEXT,     /* replaced by the pseudonym */
	FORM_DIGITS,   /* hexadecimal digits alone: those of the pseudonym */
	FORM_BYTES,    /* a MAC's six, a UUID's sixteen in the order of RFC 4122 */
	FORM_BYTES_LE, /* a UUID's as SMBIOS and EFI hold it: the first three fields little-endian */
};

enum igd_spelled_bound {
	BOUND_NONE,
	BOUND_DIGIT, /* no further hexadecimal digit at either end */
	BOUND_NAME,  /* where a word begins, and where it, or its letters, end */
	BOUND_WORD,  /* a whole word */
	BOUND_MEANT, /* a whole word, where igd_context_defines() it */
};

struct igd_spelled {
	char *bytes;
	size_t size, value; /* value: its position plus 1 */
	enum igd_spelled_form form;
	enum igd_spelled_bound bound;
	uint32_t next; /* position plus 1 */
};

/* Copies the bytes; the rest is as in like. */
void igd_spelled_put(struct igd_spelleds *needles, const struct igd_spelled *like,
	const char *bytes, size_t size);

/* The bytes that hexadecimal digits stand for, whatever stands between. How many. */
size_t igd_hex_bytes(const char *text, char *ret, size_t room);
/* A UUID's sixteen bytes from one order to the other. */
void igd_uuid_turn(char *bytes);

#endif
