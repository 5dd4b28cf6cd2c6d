// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff - what the files of the verb share: two examinations, and in what they differ
 */
#ifndef IGD_CLI_DIFF_H
#define IGD_CLI_DIFF_H

#include "cli/session.h"

/* What a host is, or runs: "kernel". One of was and now may be NULL. Owned. */
struct igd_changed_field {
	const char *name;
	char *was, *now;
};

/* In the order in which they are shown. */
enum igd_turn {
	IGD_TURN_WORSE,	   /* it fails now, or fails more gravely */
	IGD_TURN_SEEN,	   /* it fails now; before, it could not be told */
	IGD_TURN_BETTER,   /* it has been mended, or fails less gravely */
	IGD_TURN_LOST,	   /* it cannot be told any more */
	IGD_TURN_REWORDED, /* the same verdict, found otherwise */
	IGD_TURN_COUNT
};

/* Borrowed of the examinations; one of the two is NULL where only one of them has the check. */
struct igd_changed_finding {
	enum igd_turn turn;
	const struct igd_finding *was, *now;
};

enum igd_change_how { IGD_HOW_ADDED, IGD_HOW_REMOVED, IGD_HOW_CHANGED };

/* A file, link or name of the evidence. Borrowed of the hosts. */
struct igd_changed_node {
	const char *path;
	enum igd_change_how how;
	bool is_text;	/* was and now are texts of lines */
	bool is_aside;	/* it changes by itself: a log, a counter */
	bool is_masked; /* nothing differs but what redaction put there */
	struct igd_answer was, now;
};

struct igd_comparison {
	const char *names[2];
	struct igd_session sessions[2];
	bool is_other_machine;
	struct igd_changed_field *fields;
	size_t field_count;
	struct igd_words arguments[2]; /* of the kernel, which only one of them has; owned */
	struct igd_changed_finding *findings;
	size_t finding_count;
	struct igd_changed_node *nodes;
	size_t node_count;
	size_t unsaid;	      /* paths of which only one of them says anything */
	bool has_no_evidence; /* one is a folder, whose files are not listed */
};

/* Each adds to the comparison what differs. */
void igd_compare_hosts(struct igd_comparison *comparison);
void igd_compare_findings(struct igd_comparison *comparison);
void igd_compare_evidence(struct igd_comparison *comparison);

/* Two nodes that differ: whether they are the same but for MACs, UUIDs and the like, one for the other throughout. */
bool igd_is_same_but_masked(const char *was, size_t was_size, const char *now, size_t now_size);

/* Whether anything has changed that does not change by itself. */
bool igd_comparison_has_changes(const struct igd_comparison *comparison);
size_t igd_comparison_count(const struct igd_comparison *comparison, enum igd_turn turn);
/* "better" */
const char *igd_turn_word(enum igd_turn turn);
/* "added" */
const char *igd_change_how_word(enum igd_change_how how);

void igd_comparison_print(
	const struct igd_comparison *comparison, const struct igd_report_style *style, FILE *out);
void igd_comparison_print_json(
	const struct igd_comparison *comparison, const struct igd_report_style *style, FILE *out);

#endif
