// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up - what the files of the verb share: a VM is brought up in stages, each of which says how it ended
 *
 * A stage up to BIND changes only what a journal can put back. From START on the VM runs, and a sentry (up/sentry.h)
 * listens to libvirt, QEMU, the kernel and the firmware at once: what is fatal ends the stage within two seconds of its
 * line. What a stage wants to know of the host it asks by running checks, so that `up` never knows more than `check`.
 */
#ifndef IGD_CLI_UP_H
#define IGD_CLI_UP_H

#include "cli/mending.h"
#include "cli/session.h"

enum igd_up_stage {
	IGD_UP_PREFLIGHT, /* all checks of the host and the VM, but for what the next two see to */
	IGD_UP_PREPARE,	  /* the VM's definition follows the recipe, as a journaled plan */
	IGD_UP_BIND,	  /* vfio-pci has the iGPU, or libvirt may give it to it */
	IGD_UP_START,	  /* libvirt starts it, and it does not die of that */
	IGD_UP_FIRMWARE,  /* it comes out of its firmware, as far as that can be seen */
	IGD_UP_AGENT,	  /* guest.agent */
	IGD_UP_DRIVER,	  /* guest.display-driver, and what goes with it */
	IGD_UP_STREAM	  /* sunshine.* */
};
#define IGD_UP_STAGE_COUNT (IGD_UP_STREAM + 1u)

enum igd_up_state {
	IGD_UP_BEGUN,
	IGD_UP_OK,
	IGD_UP_SKIPPED, /* there was nothing to do, or nothing that could be seen: text says which */
	IGD_UP_UNSURE,	/* it could not be told: UNKNOWN, with the reason; the run goes on */
	IGD_UP_FAILED
};

/* What a run has come to; igd_up_result_done() frees it. Texts are printable. */
struct igd_up_result {
	enum igd_up_stage stage;		      /* the last one that was begun */
	enum igd_up_state states[IGD_UP_STAGE_COUNT]; /* of those that were begun */
	double seconds[IGD_UP_STAGE_COUNT];	      /* how long each took */
	char *texts[IGD_UP_STAGE_COUNT];	      /* what each said in the end; NULL */
	bool is_done;	     /* the last stage that was wanted is through */
	bool is_interrupted; /* by a signal, and all is put back */
	char *id;	     /* of the check or symptom (S55) that names what stopped it; NULL */
	char *where, *what, *remedy; /* of that, in words; NULL */
	unsigned
		problem_code; /* of the iGPU in Windows, once the stage DRIVER was reached; see has_code */
	bool has_code;
	char *driver_version; /* of the iGPU in Windows; NULL: not known */
	char *address;	      /* of the stream; NULL: not known */
	unsigned
		port; /* of it there, as Moonlight counts: 47989 unless ports are forwarded; 0: not known */
	char *given_back;     /* what was put back, in words; NULL: nothing had to be */
	bool is_left_changed; /* something could not be put back: left says what and how */
	char *left;
	bool is_over; /* the run has come to its end, and all is put back that is to be */
	const struct igd_sentry_event *event; /* while one is told of; NULL */
};
void igd_up_result_done(struct igd_up_result *result);

struct igd_up_request {
	const struct igd_options *options; /* vm, recipe, yes, restore, keep, wait ... */
	const char *vm;			   /* its name; NULL: the one under examination */
	const char *
		rom; /* to be given to it for this run, an absolute path; NULL: as it is, or options->rom */
	enum igd_up_stage last; /* the run ends after this one */
	bool is_trial; /* whatever comes of it, the VM is stopped again and its definition put back */
	/*
	 * Told of each stage as it begins (BEGUN) and ends, of each event of the sentry that has a symptom (result->event), and
	 * in the end (result->is_over). NULL: nobody.
	 */
	void (*tell)(void *context, const struct igd_up_request *request,
		const struct igd_up_result *result, enum igd_up_state state);
	/* While a stage waits, some times a second: result->seconds tells for how long. NULL: nobody. */
	void (*tick)(void *context, const struct igd_up_request *request,
		const struct igd_up_result *result);
	void *context;
};

/* Runs. The exit status; *ret is filled whatever it is. */
int igd_up_run(const struct igd_up_request *request, struct igd_up_result *ret);

/* "preflight", "prepare" ...; "begun", "ok", "skipped", "unsure", "failed" */
const char *igd_up_stage_name(enum igd_up_stage stage);
const char *igd_up_state_name(enum igd_up_state state);

/* Prints a run's stages as they come, and its end; the context is the options. */
void igd_up_tell(void *context, const struct igd_up_request *request,
	const struct igd_up_result *result, enum igd_up_state state);

/* Shows on a terminal which stage has been running for how long; the context is the options. */
void igd_up_tick(
	void *context, const struct igd_up_request *request, const struct igd_up_result *result);

/* up --create: makes the VM, as a plan that undo takes back. The exit status. */
int igd_up_create(const struct igd_options *options);
/* up --try-roms: runs once for each ROM. The exit status. */
int igd_up_try_roms(const struct igd_options *options);

#endif
