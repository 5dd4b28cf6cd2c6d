// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_try - the tournament of option ROMs: which there are, in which order they are tried, and how each fared
 *
 * What a run does to the VM stands behind a table of functions, so that the order, the end and the words of a tournament
 * are tested without any VM (tests/unit/test_try_roms.c).
 */
#ifndef IGD_CLI_UP_TRY_H
#define IGD_CLI_UP_TRY_H

#include "cli/up.h"
#include "facts/recipe/rom_recipe.h"
#include "mend/plan.h"

/* Files of a folder that are looked at; there is no collection of ROMs for one iGPU that comes near. */
#define IGD_TRIES_MAX 256u

enum igd_try_outcome {
	IGD_TRY_WAITING, /* it has not been tried */
	IGD_TRY_WORKS,
	IGD_TRY_FAILED, /* the guest's driver has a problem, or the VM did not come that far */
	IGD_TRY_UNTOLD, /* the VM ran, and how the guest's driver is could not be told */
	IGD_TRY_INTERRUPTED,
	IGD_TRY_HOPELESS, /* not tried: by what is in it, it can do nothing for this VM */
	IGD_TRY_DOUBLE,	  /* not tried: its bytes are those of another */
	IGD_TRY_NO_ROM	  /* not tried: it is no ROM, or could not be read */
};
#define IGD_TRY_OUTCOME_COUNT (IGD_TRY_NO_ROM + 1u)

/* A ROM. Texts are printable, but for path. */
struct igd_try {
	char *name;
	char *path;  /* absolute */
	bool is_own; /* igd-doctor's own, which is no file of the folder */
	enum igd_try_outcome outcome;
	char *why; /* what is known of it: before it was tried, by what is in it, and then what came of that */
	uint64_t rank;		  /* the smaller, the better */
	char hash[IGD_HASH_SIZE]; /* of its bytes; "" if they were not read */
	/* Once it was tried: */
	enum igd_up_stage stage; /* how far it came */
	bool has_code;
	unsigned code;	      /* of Windows' device manager: 43 */
	char *id;	      /* of the check or symptom that names what stopped it; NULL */
	char *remedy;	      /* NULL */
	char *driver_version; /* NULL */
	double seconds;
};

/* What they are judged for. */
struct igd_try_target {
	uint16_t device; /* the iGPU's */
	struct igd_rom_use use;
};

enum igd_tries_end {
	IGD_TRIES_WON,	    /* one works, and stays */
	IGD_TRIES_NOT_KEPT, /* one works, but could not be left installed: why */
	IGD_TRIES_LOST,	    /* none works */
	IGD_TRIES_CANNOT_TELL, /* how the guest's driver is cannot be told, so that it makes no sense to go on: why */
	IGD_TRIES_HOST,	 /* it is not the ROMs that the VM fails by: why */
	IGD_TRIES_STUCK, /* something could not be put back: why */
	IGD_TRIES_INTERRUPTED,
	IGD_TRIES_NOTHING /* there is no ROM to try */
};

struct igd_tries {
	struct igd_try_target target;
	struct igd_try *items; /* once they are ranked: in the order of rank */
	size_t count;
	size_t left_out; /* files beyond IGD_TRIES_MAX */
	size_t to_try;	 /* how many are to be tried; they stand in front */
	size_t tried;
	enum igd_tries_end end;
	char *why;		      /* printable; NULL */
	char *remedy;		      /* printable; NULL */
	const struct igd_try *winner; /* NULL */
	double seconds;		      /* of all of it */
};
void igd_tries_done(struct igd_tries *tries);

/* The files of a folder, not of those in it; links are not followed. 0, or -errno with reterr. */
int igd_tries_read(struct igd_tries *tries, const char *folder, struct igd_error *reterr);
/* One that is there as bytes. */
void igd_tries_add(
	struct igd_tries *tries, const char *path, bool is_own, const struct igd_bytes *bytes);
/* Brings them into order, and marks doubles. What cannot do is to be tried only if nothing else is in the folder. */
void igd_tries_rank(struct igd_tries *tries);

struct igd_try_ops {
	void *context;
	double (*now)(void *context); /* seconds */
	bool (*is_interrupted)(void *context);
	/* A run with this ROM, up to the stage DRIVER, after which all is as it was. */
	void (*attempt)(void *context, const struct igd_try *rom, struct igd_up_result *ret);
	/* Gives it to the VM for good, as a plan that undo takes back. 0, or an exit status. */
	int (*keep)(void *context, const struct igd_try *rom, struct igd_up_result *ret);
	/* Before (outcome WAITING) and after each. */
	void (*tell)(void *context, const struct igd_tries *tries, const struct igd_try *rom);
};

/* Tries one after the other until one works. The exit status. */
int igd_tries_run(struct igd_tries *tries, const struct igd_try_ops *ops);

/* "works", "failed" ...; constants. */
const char *igd_try_outcome_name(enum igd_try_outcome outcome);
const char *igd_tries_end_name(enum igd_tries_end end);
/* "Code 43", "works", "failed at firmware"; the caller frees it. */
char *igd_try_verdict(const struct igd_try *rom);

/* Which will be tried, and in which order. */
void igd_tries_print_order(const struct igd_tries *tries, const char *vm,
	const struct igd_report_style *style, FILE *out);
/* One that was tried, on a line. */
void igd_tries_print_one(const struct igd_tries *tries, const struct igd_try *rom,
	const struct igd_report_style *style, FILE *out);
/* The table, and what is to be done now. */
void igd_tries_print(
	const struct igd_tries *tries, const struct igd_report_style *style, FILE *out);

/* The same as JSON, igd-doctor.try-roms/1, a line for each. */
void igd_tries_json_begin(const struct igd_tries *tries, const char *vm, FILE *out);
void igd_tries_json_one(const struct igd_tries *tries, const struct igd_try *rom, FILE *out);
void igd_tries_json_stage(
	const struct igd_tries *tries, enum igd_up_stage stage, enum igd_up_state state, FILE *out);
void igd_tries_json_end(const struct igd_tries *tries, FILE *out);

#endif
