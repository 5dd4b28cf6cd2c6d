// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_scene - a machine that is made up, for runs of `up`: a libvirt, a guest and a clock that are rows of a table
 *
 * Nothing waits: the clock goes on to what comes next. What a run does to the machine is noted, a word for each thing, in the order
 * in which it was done.
 */
#ifndef IGD_TESTS_UP_SCENE_H
#define IGD_TESTS_UP_SCENE_H

#include "cli/up_private.h"
#include "facts/log/symptom.h"
#include "tests/unit/unit.h"

/* A finding; a list ends with one without an id. */
struct row {
	const char *id;
	enum igd_verdict verdict;
	enum igd_severity severity;
	const char *what, *fix;
};

/* What the sentry hears, so long after the VM was started. */
struct happening {
	unsigned after_ms;
	enum igd_sentry_ear ear;
	enum igd_sentry_weight weight;
	enum igd_hand_word word;
	const char *text;
	const struct igd_symptom *symptom;
};

struct answer {
	int error;
	const char *text;
	unsigned after_ms;
};

/* What a guest's checks say, one time after the other; the last one again and again. A list ends with NULL. */
#define VIEWS 6u

/* How the run is asked for. */
enum how { KEEPING = 1, RESTORING = 2, TRYING = 4, HEADLESS = 8, WITH_ROM = 16, AGREED = 32 };

struct story {
	unsigned how;
	enum igd_up_stage last;	       /* 0: the last there is */
	const struct row *host;	       /* what an examination finds; NULL: nothing bad */
	const struct row *host_mended; /* ... once something was mended; NULL: nothing bad */
	enum igd_up_mend mend;	       /* NOTHING counts as DONE: */
	bool mends_nothing;
	const char *mend_why;
	int mend_status;
	int examine_status; /* it cannot be done at all */
	const char *why_none, *guard, *unlike, *network, *firmware_log;
	bool is_running, is_managed, is_unbound, has_no_agent;
	int open_error;
	struct answer start;
	const struct happening *happenings; /* the last without a text */
	const char *state;		    /* after the start; NULL: "running booted" */
	const struct row *agent[VIEWS], *driver[VIEWS], *stream[VIEWS];
	unsigned code;
	unsigned view_ms;  /* how long such an examination takes */
	bool view_is_void; /* it comes to nothing */
	/* A signal comes when this has been noted ("start", "mend driver.bind-now"), or at that time. */
	const char *signal_at;
	unsigned signal_ms;
	bool can_ask, says_yes;
	bool is_stubborn; /* it does not shut down when it is asked to */
	bool is_immortal; /* nor can it be destroyed */
	bool is_undead;	  /* libvirt does not answer any more once the VM runs */
	bool loses_rom;	  /* the ROM that is given does not get into the definition */
	int undo_error;
	bool keeps_driver;   /* the iGPU's driver does not come back */
	bool starts_late;    /* until the start is answered, libvirt tells that the VM is off */
	unsigned network_ms; /* how long a network takes to start; 0: hardly any time */
};

struct world {
	const struct story *story;
	struct igd_options options;
	struct igd_up_request request;
	struct igd_up_result result;
	int status;
	struct igd_text did;  /* words with "; " between */
	struct igd_text told; /* "preflight ok; prepare skipped" */
	/* the machine as it is */
	uint64_t now, started, fell; /* fell: when a stage had failed */
	bool runs, is_bound, has_signal, is_listening, has_hand;
	size_t mended, happened;
	unsigned orders;
	struct {
		unsigned number;
		uint64_t at;
		struct answer answer;
	} answers[8];
	size_t answer_count;
	uint64_t view_at; /* 0: none is under way */
	const struct row *view;
	bool view_has_code;
	size_t views[3];
	struct igd_exam exam;
};

/* Notes what was done. */
void up_scene_note(struct world *world, const char *what, const char *which);
void up_scene_fill(const struct row *rows, struct igd_exam *ret);
/* The ops of up_scene_ears.c. */
void up_scene_lend_ears(struct igd_up_ops *ret);

/* Runs the story. last: the stage that it ends with. */
void up_scene_play(struct world *world, const struct story *story, enum igd_up_stage last);
void up_scene_done(struct world *world);

#endif
