// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markers - private values made by chance, and the files of a host that hold them
 */
#ifndef IGD_TESTS_REDACT_MARKERS_H
#define IGD_TESTS_REDACT_MARKERS_H

#include <stdint.h>

#include "core/util.h"

enum kind { MAC, UUID, SERIAL, USER, VM, IPV4, IPV6, TOKEN, PASSWORD, MAIL, HOST, KINDS };

struct marker {
	enum kind kind;
	char text[96]; /* as it is defined */
	unsigned char bytes[16];
	size_t byte_count;
};

struct line {
	char *head, *middle, *tail;
	size_t marker;
};

/* A file of lines, or of bytes. */
struct file {
	char *path;
	struct line *lines;
	size_t line_count;
	struct igd_text bytes;
};

struct form; /* of markers.c: a spelling that must stand nowhere */

struct trial {
	uint64_t state;
	struct marker *markers;
	size_t marker_count;
	struct file *files;
	size_t file_count;
	struct form **forms;
	unsigned faults;
};

/* Below the limit; the same row of numbers for the same state. */
uint32_t marker_chance(struct trial *trial, uint32_t limit);
/* The marker at that place, of the kind whose turn it is. */
void marker_make(struct trial *trial, size_t index);

/* How many spellings marker_spelled() has; all of them are the caller's to free. */
#define MARKER_USES 6u
char *marker_spelled(struct trial *trial, const struct marker *marker, unsigned use);
/* Its bytes as digits, with what stands between after each so many. */
char *marker_grouped(const struct marker *marker, size_t group, const char *separator);
char *marker_base64(const char *text);
char *marker_percent(const char *text);
/* The address that a card makes of its MAC (RFC 4291, appendix A) */
char *marker_eui64(const struct marker *marker);

/* Makes all markers, and the files that define and use them. */
void markers_plant(struct trial *trial);

#endif
