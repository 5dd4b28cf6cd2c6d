// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stage - a small root folder with a boot loader and an initramfs builder that are shell scripts, and a plan for it
 */
#ifndef IGD_TESTS_MEND_STAGE_H
#define IGD_TESTS_MEND_STAGE_H

#include "mend/apply.h"

#define STAGE_MARKER "igd_doctor.trial=1"

struct stage {
	char place[64];
	struct igd_act act;
	struct igd_plan plan;
	/* Of fault(): which operation is the next, at which something happens (0: never), and what: an errno, or -1: the end. */
	unsigned at, wanted;
	int error;
};

/* Made anew, in the folder that $STAGE_FOLDER names, else in memory where the machine has /dev/shm. */
void stage_init(struct stage *stage);
void stage_done(struct stage *stage);
void stage_write(const struct stage *stage, const char *path, const char *text, unsigned mode);
/* A file's text; NULL: there is none. The caller frees it. */
char *stage_read(const struct stage *stage, const char *path);
/* Another boot begins. */
void stage_boot(const struct stage *stage, const char *id);
/*
 * Everything below the root but the journal, /proc and /sys, a line each. is_exact: with mode, owner and time. The
 * caller frees it.
 */
char *stage_picture(const struct stage *stage, bool is_exact);
/*
 * Takes the times out of an exact picture, for what busybox has put back: it sets whole seconds, and none on a link (1.35
 * libbb/copy_file.c).
 */
void stage_leave_times_out(char *picture);
/* The first line in which two pictures differ, for a person; NULL: none. The caller frees it. */
char *stage_difference(const char *wanted, const char *got);
/* Carries the plan out, through a boot that its marker is on the command line of. 0 or -errno. */
int stage_run(struct stage *stage, struct igd_error *reterr);
/* The shells that restore.sh has to do with, NULL at the end; "sh" is dash on Debian. */
extern const char *const stage_shells[];
bool stage_has_shell(const char *shell);
/*
 * Runs restore.sh of the newest journal with that shell; its exit status, or -1 where there is no such script. force: "", or an
 * assignment that it is to see, with "export".
 */
int stage_restore(const struct stage *stage, const char *shell, const char *force);
/* Adds a step that puts text (NULL: nothing) in the place of before (NULL: nothing). */
struct igd_step *stage_file(
	struct igd_plan *plan, const char *path, const char *before, const char *after);
struct igd_step *stage_command(
	struct igd_plan *plan, const char *program, const char *argument, const char *output);

#endif
