// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_private - what the stages of a run share, and what they do to the world, as a table of functions
 *
 * The stages (up_preflight.c to up_guest.c, and up_back.c, which puts back) know nothing of libvirt, processes or files:
 * they go through struct igd_up_ops, which up_live.c fills for this machine and tests/unit/test_up.c for one that is made up.
 */
#ifndef IGD_CLI_UP_PRIVATE_H
#define IGD_CLI_UP_PRIVATE_H

#include "cli/up.h"
#include "core/exam.h"
#include "up/sentry.h"

/* A function of the host's PCI that the VM is given, and the driver that it had at first; NULL: none. */
struct igd_up_function {
	char address[16];
	char *driver;
};

/* What a run goes by of the VM and its host. Texts are printable, but for vm and firmware_log. */
struct igd_up_scene {
	char *vm; /* its name; NULL: there is none that could be driven, and why_none, where and remedy say why */
	char *why_none, *where, *remedy;
	bool is_running, is_managed, is_kept_by_vfio; /* vfio-pci has the iGPU now */
	bool has_agent;				      /* an agent's channel */
	bool lacks_rom; /* a ROM is given, and it is not the one that the VM's definition names */
	char *firmware_log; /* absolute; NULL: the VM has none written */
	/* Of `--recipe NAME`: what keeps the VM from it, and what would have to be done; NULL: it follows it, or none is wished. */
	char *unlike, *unlike_remedy;
	char *guard; /* why giving the iGPU away takes the last way into the host; NULL: it does not */
	char *network; /* of the VM's networks the first that is not active; NULL: all are, or it is not known */
	struct igd_up_function *functions;
	size_t function_count;
};
void igd_up_scene_done(struct igd_up_scene *scene);

/* What an examination beside the run has come to: its findings, and what goes into the result as it is. */
struct igd_up_view {
	struct igd_exam exam; /* its findings only */
	bool has_code;
	unsigned problem_code;
	char *driver_version, *address; /* printable; NULL */
	unsigned port; /* of Sunshine at the address, from which its others are counted */
	bool is_void;  /* it could not be made: why */
	char *why;
};
void igd_up_view_done(struct igd_up_view *view);

/* What a line or an error of libvirt's is known as. */
struct igd_up_name {
	char *id, *title, *cause, *remedy;
	char *line;    /* that showed it, where that is kept; NULL */
	bool is_fatal; /* whatever else there is */
};
void igd_up_name_done(struct igd_up_name *name);

enum igd_up_mend {
	IGD_UP_MEND_NOTHING, /* all that the fixes want is so, or they can do nothing: why says which */
	IGD_UP_MEND_DONE,    /* journal takes it back */
	IGD_UP_MEND_BOOT,    /* not done: it needs a reboot */
	IGD_UP_MEND_REFUSED, /* not done: the person said no, or there is nobody to ask */
	IGD_UP_MEND_FAILED,  /* all is as it was */
	IGD_UP_MEND_LEFT,    /* nor could all of it be taken back: journal tries again */
	IGD_UP_MEND_INTERRUPTED
};

struct igd_up_mended {
	enum igd_up_mend outcome;
	char *journal; /* DONE, LEFT */
	char *why;     /* otherwise, printable; NULL: it has been said */
	int status;    /* REFUSED, FAILED, LEFT: an exit status that says more than BLOCKED; 0 */
};
void igd_up_mended_done(struct igd_up_mended *mended);

enum igd_up_kind {
	IGD_UP_QUIET, /* nothing has come in that time */
	IGD_UP_EVENT,
	IGD_UP_ANSWER, /* of the hand */
	IGD_UP_VIEW    /* the examination beside the run has ended */
};

struct igd_up_sound {
	enum igd_up_kind kind;
	struct igd_sentry_event event;
	struct igd_hand_message answer;
	struct igd_up_view view;
};

struct igd_up_ops {
	void *context;
	uint64_t (*now)(void *context); /* ms */
	/* Whether a signal that ends a program has come. */
	bool (*is_interrupted)(void *context);
	bool (*can_ask)(void *context);
	/* Only a yes is a yes; a signal meanwhile is none. */
	bool (*ask)(void *context, const char *question);
	/*
	 * Examines the host here and now, only these checks (NULL: all that the options let be looked at). What is lent lives until the
	 * next time, and so only must not be of it; NULL with *ret_status after naming on stderr why it could not be done.
	 */
	const struct igd_exam *(*examine)(void *context, const char *const *only, int *ret_status);
	/* What was examined last. */
	void (*look)(void *context, struct igd_up_scene *ret);
	/* Has these fixes carried out, for these findings, after showing the plan and asking. */
	void (*mend)(void *context, const char *const *fixes, const char *const *findings,
		struct igd_up_mended *ret);
	/* Takes a journal back; 0 or -errno. */
	int (*undo)(void *context, const char *journal, struct igd_error *reterr);
	/* The driver that a function has now; NULL: none. The caller frees it. */
	char *(*driver)(void *context, const char *address);
	/* Opens the hand, if there is none; 0 or -errno as igd_hand_open(). */
	int (*open)(void *context, const struct igd_up_scene *scene, struct igd_error *reterr);
	/* Posts the sentry, if there is none. */
	void (*listen)(void *context, const struct igd_up_scene *scene);
	/* Closes both. */
	void (*close)(void *context);
	/* Begins an order; its number. */
	unsigned (*order)(void *context, enum igd_hand_order order, const char *argument,
		unsigned timeout_ms);
	/* What comes next, waited for at most so long; the caller frees what it holds. */
	void (*hear)(void *context, unsigned timeout_ms, struct igd_up_sound *ret);
	/* Begins an examination of these checks beside the run, which may ask the guest; ended by a VIEW or drop(). */
	void (*begin_view)(void *context, const char *const *only);
	void (*drop_view)(void *context);
	/* Names a text; false: nothing is known of it. */
	bool (*name)(void *context, const char *text, struct igd_up_name *ret);
};

/* A journal of this run's. */
struct igd_up_journal {
	char *id;
	enum igd_up_stage stage;
	bool is_half; /* neither done nor taken back: whatever is wished, the rest of it goes back too */
};

#define IGD_UP_JOURNALS 8u
#define IGD_UP_CLUES 16u

struct igd_up_runner {
	const struct igd_up_request *request;
	const struct igd_options *options; /* the request's */
	const struct igd_up_ops *ops;
	struct igd_up_result *result;
	struct igd_up_scene scene;
	const struct igd_exam *exam; /* the last one; the ops' */
	struct igd_up_journal journals[IGD_UP_JOURNALS];
	size_t journal_count;
	const struct igd_symptom
		*clues[IGD_UP_CLUES]; /* symptoms that something else may turn out fatal */
	struct igd_up_name clue_names[IGD_UP_CLUES];
	size_t clue_count;
	uint64_t stage_began, ticked;
	bool is_ours;	     /* this run has started the VM, or may have */
	unsigned unanswered; /* an order that was given up before its answer came; 0 */
	bool is_lost;	     /* the hand is */
	bool has_agent;	     /* the guest's agent has answered, or said that it is there */
	bool is_past_firmware;
	char *firmware_text; /* what told of the firmware's end; NULL */
	size_t firmware_lines;
	uint64_t firmware_spoke; /* when the last of them came */
	char *network;		 /* that this run has started, or may have; NULL */
	int status;		 /* of a failure, if not IGD_EXIT_BLOCKED; 0 */
};

enum igd_up_heard {
	IGD_UP_HEARD_NOTHING, /* the time is up */
	IGD_UP_HEARD_SOUND,   /* an ANSWER or a VIEW, in *ret */
	IGD_UP_HEARD_EVENT,   /* an event that ends nothing; it has been taken in */
	IGD_UP_HEARD_END      /* it is over: a fatal event, now the result's, or a signal */
};

/*
 * Listens until that moment (of ops->now()), takes in what comes, tells of it, and names what is fatal. ret may be NULL where no
 * sound is waited for.
 */
enum igd_up_heard igd_up_hear(
	struct igd_up_runner *runner, uint64_t until, struct igd_up_sound *ret);
void igd_up_sound_done(struct igd_up_sound *sound);
/* What comes next, as ops->hear(), taken note of where it answers runner->unanswered, and no more. */
void igd_up_listen(struct igd_up_runner *runner, unsigned timeout_ms, struct igd_up_sound *ret);
/* Whether it is the answer to that order; then its error (0 or a positive errno), and its text is the caller's where wanted. */
bool igd_up_sound_answers(
	struct igd_up_sound *sound, unsigned number, int *ret_error, char **ret_text);
/* Whether a signal has come; the result then says so. */
bool igd_up_is_interrupted(struct igd_up_runner *runner);
/* An order, waited for; what else comes is taken in. 0 or a positive errno, ECANCELED after HEARD_END; ret_text may be NULL. */
int igd_up_order(struct igd_up_runner *runner, enum igd_hand_order order, const char *argument,
	unsigned timeout_ms, char **ret_text);

/* What a stage says in the end; the last one counts. */
IGD_FORMAT(2, 3) void igd_up_say(struct igd_up_runner *runner, const char *format, ...);
/* FAILED, with what is to be told of it. Texts are copied, and made printable; NULL for what there is not. */
enum igd_up_state igd_up_fail(struct igd_up_runner *runner, const char *id, const char *where,
	const char *what, const char *remedy);
/* FAILED because of a finding. */
enum igd_up_state igd_up_fail_by(struct igd_up_runner *runner, const struct igd_finding *finding);
/* What was heard while the VM ran is what libvirt's words are named by, if they are known. */
enum igd_up_state igd_up_fail_named(
	struct igd_up_runner *runner, const char *where, const char *words, const char *remedy);
/* How long this stage may take, in ms. */
unsigned igd_up_limit(const struct igd_up_runner *runner, enum igd_up_stage stage);
void igd_up_keep_journal(
	struct igd_up_runner *runner, char *journal, enum igd_up_stage stage, bool is_half);
/* Examines these checks (NULL: all), and looks; false: it could not be done, and the result says so. */
bool igd_up_examine(struct igd_up_runner *runner, const char *const *only);
/* Whether what a check says is seen to by the stage PREPARE. */
bool igd_up_is_prepared(const struct igd_finding *finding);
/* A blocker that has failed. */
bool igd_up_is_blocker(const struct igd_finding *finding);

/* The stages. */
enum igd_up_state igd_up_preflight(struct igd_up_runner *runner);
enum igd_up_state igd_up_prepare(struct igd_up_runner *runner);
enum igd_up_state igd_up_bind(struct igd_up_runner *runner);
enum igd_up_state igd_up_start(struct igd_up_runner *runner);
enum igd_up_state igd_up_firmware(struct igd_up_runner *runner);
enum igd_up_state igd_up_agent(struct igd_up_runner *runner);
enum igd_up_state igd_up_driver(struct igd_up_runner *runner);
enum igd_up_state igd_up_stream(struct igd_up_runner *runner);

/* Puts back what is to be, and says in the result what was and what could not be. No signal is heeded any more. */
void igd_up_put_back(struct igd_up_runner *runner);

/* A run over these ops. The exit status. */
int igd_up_engine(const struct igd_up_request *request, const struct igd_up_ops *ops,
	struct igd_up_result *ret);

/* The same as JSON, a line for each. */
void igd_up_tell_json(const struct igd_up_request *request, const struct igd_up_result *result,
	enum igd_up_state state);

#endif
