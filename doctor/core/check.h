// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check - one question about a host, and how it is answered
 *
 * A check is one constant struct and one function that looks and concludes. run() does not print, write,
 * allocate or fork, and has no error path: what cannot be read sticks to the host and makes the verdict
 * UNKNOWN whatever run() returns (host.h).
 */
#ifndef IGD_CORE_CHECK_H
#define IGD_CORE_CHECK_H

#include "core/host.h"

enum igd_verdict {
	IGD_UNKNOWN, /* the evidence could not be read */
	IGD_PASS,
	IGD_FAIL,
	IGD_NA,	    /* does not apply to this host */
	IGD_BLOCKED /* a check that it needs has failed; given by the runner only */
};

enum igd_severity {
	IGD_HINT,
	IGD_DEGRADED, /* works badly, or not for long */
	IGD_BLOCKER   /* passthrough cannot work */
};

struct igd_finding;

struct igd_check {
	const char *id;	   /* "area.claim"; never renamed, never reused */
	const char *title; /* states the healthy state */
	const char *why;   /* mandatory: why it matters */
	/*
	 * Mandatory: what to do. "{verb argument}" is filled in for the host by the plugin's expand(), for
	 * example "{kernel-arg+ intel_iommu=on}" by the file to edit and the command to run there.
	 */
	const char *remedy;
	enum igd_severity severity;
	const char *const *needs; /* ids that must not have failed; NULL at the end; may be NULL */
	const char *fix;	  /* the id of the fix that mends it; NULL for none */
	const char *const *references; /* where it can be read up; NULL at the end; may be NULL */
	enum igd_verdict (*run)(struct igd_host *host, struct igd_finding *ret);
};

/*
 * The four ways for run() to conclude: fill *ret and return the verdict. where is what was looked at (a path,
 * "path:line", or a thing's name), format says what it said, in words the reader knows.
 */
IGD_EXPORT IGD_FORMAT(3, 4) enum igd_verdict
	igd_pass(struct igd_finding *ret, const char *where, const char *format, ...);
IGD_EXPORT IGD_FORMAT(3, 4) enum igd_verdict
	igd_fail(struct igd_finding *ret, const char *where, const char *format, ...);
IGD_EXPORT IGD_FORMAT(3, 4) enum igd_verdict
	igd_na(struct igd_finding *ret, const char *where, const char *format, ...);
IGD_EXPORT IGD_FORMAT(3, 4) enum igd_verdict
	igd_unknown(struct igd_finding *ret, const char *where, const char *format, ...);

/* Before concluding: this cause's own remedy in place of the check's. "{verb argument}" is filled in. */
IGD_EXPORT IGD_FORMAT(2, 3) void igd_remedy(struct igd_finding *ret, const char *format, ...);
/* Before concluding: this cause's own severity in place of the check's. */
IGD_EXPORT void igd_severity(struct igd_finding *ret, enum igd_severity severity);
/* Before concluding: the fix for this cause in place of the check's; NULL if none can mend it. */
IGD_EXPORT void igd_fix(struct igd_finding *ret, const char *fix);

/* What lies on a line of addresses. */
enum igd_draw_kind {
	IGD_DRAW_RAM,
	IGD_DRAW_SHARED, /* memory that the host shares with the guest */
	IGD_DRAW_VRAM,	 /* of a display that is emulated */
	IGD_DRAW_DEVICE, /* a BAR of a device */
	IGD_DRAW_WINDOW	 /* where firmware puts BARs */
};
#define IGD_DRAW_KIND_COUNT (IGD_DRAW_WINDOW + 1u)

/* Whether what should be reached is. */
enum igd_draw_state {
	IGD_DRAW_REACHED,
	IGD_DRAW_LOST, /* it is not, and that is bad but can be borne */
	IGD_DRAW_FATAL /* it is not, and the VM ends of it */
};
#define IGD_DRAW_STATE_COUNT (IGD_DRAW_FATAL + 1u)

/* Inclusive bounds. */
struct igd_draw_span {
	const char *label;
	uint64_t start, end;
	enum igd_draw_kind kind;
	enum igd_draw_state state;
	bool is_exact; /* else it lies somewhere between the two */
};

/*
 * A picture for the finding: a line of addresses from 0 to last. Call igd_draw() first, then add what lies on it and
 * how far something reaches (the last address). It comes out in every report that can show it. A check that turns
 * out to be UNKNOWN because something could not be read has none. At most 64 of each.
 */
IGD_EXPORT void igd_draw(struct igd_finding *ret, const char *title, uint64_t last);
IGD_EXPORT void igd_draw_span(struct igd_finding *ret, const struct igd_draw_span *span);
IGD_EXPORT void igd_draw_mark(struct igd_finding *ret, const char *label, uint64_t last);

/* How what a box stands for is: printers add a mark and a word of their own to all but the first. */
enum igd_box_state {
	IGD_BOX_PLAIN, /* nothing is said of it */
	IGD_BOX_GOOD,  /* as it should be; in a chain: as the chain's beginning wants it */
	IGD_BOX_BAD,   /* in the way; in a chain: not as the chain's beginning wants it */
	IGD_BOX_UNKNOWN
};
#define IGD_BOX_STATE_COUNT (IGD_BOX_UNKNOWN + 1u)

struct igd_draw_box {
	const char *label; /* a few words: "00:1f.3 audio", "booted" */
	const char *note;  /* what there is to say of it, a line or two; NULL or "" for nothing */
	enum igd_box_state state;
};

/*
 * The other kind of picture: lanes of boxes. Call igd_draw_lanes() first, then igd_draw_lane() for each lane and, after
 * it, igd_draw_box() for each of its boxes. In a chain one box leads to the next, and arrows are drawn between them;
 * in any other lane the boxes belong together and nothing more. A finding has one picture: what is begun last
 * replaces what was there, and a box before the first lane, or a span among lanes, is left out. At most 64 lanes with
 * together 64 boxes.
 */
IGD_EXPORT void igd_draw_lanes(struct igd_finding *ret, const char *title);
IGD_EXPORT void igd_draw_lane(struct igd_finding *ret, const char *label, bool is_chain);
IGD_EXPORT void igd_draw_box(struct igd_finding *ret, const struct igd_draw_box *box);

#endif
