// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry_private - what the files of the sentry share
 */
#ifndef IGD_UP_SENTRY_PRIVATE_H
#define IGD_UP_SENTRY_PRIVATE_H

#include "facts/log/kernel_log.h"
#include "facts/log/log_clean.h"
#include "facts/log/symptom.h"
#include "up/sentry.h"

/* No message of the catalogue is nearly as long; what is beyond is left out. */
#define IGD_SENTRY_MAX_LINE ((size_t)4096)

/* A log that is read as it grows. */
struct igd_tail {
	char *path; /* NULL: nobody asked for it */
	int fd;	    /* -1: it is not there, or may not be read */
	int error;  /* why not; 0 */
	bool is_kmsg;
	uint64_t device, inode, at;
	struct igd_log_clean clean;
	struct igd_text line; /* what has come of one that has no end yet */
	uint64_t grown;	      /* when it last grew, of igd_now_ms() */
	uint64_t left_out;    /* bytes, or records of the kernel, that were skipped */
};

/* Who is called with each line that is new; seconds since boot, negative where the log does not tell. */
struct igd_tail_taker {
	void (*take)(void *context, const char *line, size_t size, double seconds);
	void *context;
};

/* Takes up its place behind what is there already. */
void igd_tail_open(struct igd_tail *tail, const char *path);
/* Reads some of what is new; true if there is more of it. */
bool igd_tail_read(struct igd_tail *tail, const struct igd_tail_taker *taker);
void igd_tail_done(struct igd_tail *tail);

/* How much of a kind comes out in a second: the rest is counted, and told together. */
struct igd_sentry_rate {
	uint64_t since; /* of igd_now_ms(): when its second began */
	unsigned passed;
	size_t held;
	char *last; /* of what is held */
};

/* What was heard of one symptom. */
struct igd_sentry_case {
	size_t count;
	bool is_fatal; /* that was told */
	enum igd_sentry_ear ear;
	char *first; /* line, as it stood */
	struct igd_sentry_rate rate;
};

/* DMA faults of the iGPU. */
struct igd_sentry_faults {
	struct igd_log_line *lines; /* count of them; what they say are the texts */
	char **texts;
	size_t count;
	bool is_mine; /* the last fault was the iGPU's */
	struct igd_sentry_rate rate;
};

struct igd_sentry {
	uint64_t posted; /* of igd_now_ms() */
	struct igd_hand *hand;
	bool is_hand_lost;
	char *igpu;
	int inotify;
	struct igd_tail tails[IGD_SENTRY_EAR_COUNT]; /* that of LIBVIRT is none */
	struct igd_sentry_rate plain[IGD_SENTRY_EAR_COUNT];
	struct igd_symptoms own;
	const struct igd_symptoms *symptoms;
	bool *is_candidate;	       /* one for each symptom: it may stand in this line */
	struct igd_sentry_case *cases; /* one for each symptom */
	struct igd_sentry_faults faults;
	struct igd_sentry_event *events; /* from first on, count of them */
	size_t first, count;
	struct igd_hand_message *answers;
	size_t answer_count;
};

/* Whether another one may come out now; else it is held. */
bool igd_sentry_may_pass(
	struct igd_sentry_rate *rate, unsigned limit, const char *text, size_t size);

/* Adds an event; symptom may be NULL. text is a stranger's. */
void igd_sentry_add(struct igd_sentry *sentry, const struct igd_sentry_event *event,
	const char *text, size_t size);

/* Judges a line, and adds what comes of it. */
void igd_sentry_judge(struct igd_sentry *sentry, enum igd_sentry_ear ear, const char *text,
	size_t size, double seconds);
/* What is held for a second by now. */
void igd_sentry_flush_cases(struct igd_sentry *sentry);

/* A line that tells of DMA faults, or counts those that were not printed. */
void igd_sentry_take_fault(
	struct igd_sentry *sentry, const char *text, size_t size, double seconds);
void igd_sentry_flush_faults(struct igd_sentry *sentry);

/* What a message of the hand is in words, and how grave. The caller frees it. */
char *igd_sentry_words(const struct igd_hand_message *message, enum igd_sentry_weight *ret_weight);

#endif
