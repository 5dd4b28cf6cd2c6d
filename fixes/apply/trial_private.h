// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_private - what the parts of a trial share
 *
 * A boot loader's part only finds out and writes texts; trial.c makes steps of them. So nothing is added to the plan
 * where a part finds at its end that there can be no trial.
 */
#ifndef IGD_FIXES_APPLY_TRIAL_PRIVATE_H
#define IGD_FIXES_APPLY_TRIAL_PRIVATE_H

#include "core/host.h"
#include "fixes/apply/making.h"

#define IGD_TRIAL_NAME "igd-doctor-trial"
#define IGD_TRIAL_MARKER "igd_doctor.trial="
#define IGD_TRIAL_TITLE "igd-doctor: one trial boot"
/* What to do where an earlier trial's boot entry is still there. */
#define IGD_TRIAL_BACK                                                                             \
	": finish that trial with `igd-doctor fix --resume`, or take it back with `igd-doctor "    \
	"undo`"
#define IGD_TRIAL_IMAGE IGD_TRIAL_NAME ".img"
/* Below it stands, with its whole path, what the trial's image is built of in place of the system's own. */
#define IGD_TRIAL_STAGE "/var/lib/igd-doctor/trial"

/* What is asked for. */
struct igd_trial_request {
	struct igd_host *host;
	const struct igd_wish *arguments; /* of the kernel command line */
	size_t argument_count;
	const char *program; /* as in struct igd_resolve_options */
	bool may_try;
};

#define IGD_TRIAL_WORDS 20u

/* A program and its arguments, NULL at the end; the first NULL: there is none. Strings live as long as the host. */
struct igd_trial_command {
	const char *words[IGD_TRIAL_WORDS];
};

/* What a boot loader's part works with, and what it answers. Strings live as long as the host. */
struct igd_trial {
	const struct igd_trial_request *request;
	struct igd_host *host;
	const struct igd_plan *plan; /* the plan proper */
	const char *marker;	     /* "igd_doctor.trial=0123456789ab" */
	bool needs_image;	     /* the initramfs changes */

	const char *reason; /* why there can be no trial; then nothing below counts */
	const char *image;  /* where the trial image is to be built; NULL: none is needed */
	bool is_for_uki;    /* of it a unified image is made */
	/* The file that holds the boot entry: as it is (NULL: absent), and with it. NULL: there is none. */
	const char *entry, *entry_before, *entry_after;
	struct igd_trial_command build; /* makes a boot entry */
	const char *built;		/* the one file that it writes */
	struct igd_trial_command once;	/* asks for one boot of the entry */
	struct igd_trial_command once_undo;
	bool is_kept; /* something of that is left behind the boot: once_undo is run then as well */
	const char *once_output; /* the file in which that is kept; NULL: an EFI variable */
};

/* The parts: each fills in trial, or trial->reason. */
void igd_trial_grub(struct igd_trial *trial);
void igd_trial_entry(struct igd_trial *trial); /* systemd-boot, an entry of type 1 */
void igd_trial_uki(struct igd_trial *trial);   /* systemd-boot, a unified kernel image */

/* Why systemd-boot cannot be asked for one boot of an entry; NULL: it can. */
const char *igd_trial_unasked(struct igd_host *host);
/* Fills in how it is asked for the entry with that id. */
void igd_trial_ask(struct igd_trial *trial, const char *id);

/* The words that build trial->image for the running kernel; false: this host's builder cannot, or is unknown. */
bool igd_trial_build_image(const struct igd_trial *trial, struct igd_trial_command *ret);
/* Why that image is not to be built; NULL: it can be. */
const char *igd_trial_image_refusal(const struct igd_trial *trial);
/* Whether a file belongs to what an initramfs is built of. */
bool igd_trial_is_input(const char *path);
/* The first of these paths that exists; NULL for none. */
const char *igd_trial_first(struct igd_host *host, const char *const *paths);

/*
 * Adds to ret the command line with the wanted arguments, without those that go, with the marker, and with a reboot after
 * a panic. is_quoted: for GRUB's shell, and words that it would not leave alone are put in quotes.
 */
void igd_trial_cmdline(const struct igd_trial *trial, const char *line, size_t size, bool is_quoted,
	struct igd_text *ret);

/* Plans the trial around the steps of plan, as igd_apply_trial() says. */
void igd_trial_plan(const struct igd_trial_request *request, struct igd_plan *plan);

#endif
