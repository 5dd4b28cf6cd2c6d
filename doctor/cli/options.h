// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options - the command line of igd-doctor, taken apart
 *
 * Options and verbs are rows of two tables; parsing, --help and the tests of the manual come from them.
 */
#ifndef IGD_CLI_OPTIONS_H
#define IGD_CLI_OPTIONS_H

#include <stdio.h>

#include "cli/style.h"
#include "core/util.h"

/* Exit statuses of the program; the lower ones are the examination's outcome. */
enum igd_exit {
	IGD_EXIT_OK = 0,
	IGD_EXIT_DEGRADED = 1,
	IGD_EXIT_BLOCKED = 2,
	IGD_EXIT_REFUSED = 2, /* fix: it would take away the last way in */
	IGD_EXIT_UNKNOWN = 3,
	IGD_EXIT_USAGE = 64,
	IGD_EXIT_DATA = 65,
	IGD_EXIT_UNAVAILABLE = 69,
	IGD_EXIT_INTERNAL = 70,
	IGD_EXIT_FAILED = 74, /* a step failed; what could not be put back is named */
	IGD_EXIT_BUSY = 75,   /* another igd-doctor is at work */
	IGD_EXIT_PERMISSION = 77,
	IGD_EXIT_INTERRUPTED = 130 /* by Ctrl-C, and everything was put back */
};

/* A list of words that ends in NULL; words is NULL for none. */
struct igd_words {
	const char **words;
	size_t count;
};

struct igd_options {
	const struct igd_verb *verb;
	const char *from;	  /* NULL: this machine */
	const char *rom, *qemu;	  /* files of this machine; NULL: none is given */
	const char *vm, *connect; /* a VM's name or file; the URI of a libvirt; NULL */
	uint16_t device;	  /* of vendor 8086; 0: this host's iGPU */
	const char *format;	  /* "text" */
	struct igd_words only, skip, plugin_dirs, symptom_dirs;
	struct igd_words arguments; /* behind the verb */
	enum igd_color_mode color;
	unsigned timeout_ms;
	const char *output;   /* of what is made; NULL: none is named */
	const char *extract;  /* a firmware image; NULL: none is named */
	struct igd_words add; /* files whose drivers go into the ROM */
	bool is_building, is_forced;
	const char *plan_to, *plan_from; /* files that hold a plan; NULL */
	bool is_dry_run, is_agreed, is_headless_ok, is_resuming, has_no_trial, is_listing;
	const char *forum; /* "markdown", "bbcode", "plain"; NULL: no post is wanted */
	size_t limit;	   /* of the post, in characters; 0: the usual one */
	const char *map;   /* where the redaction's map goes; NULL: the usual place */
	bool is_preview, is_unredacted, is_adding_up;
	bool is_verbose, is_quiet;
	bool may_probe;		/* open the iGPU through VFIO, which resets it */
	bool may_ask_guest;	/* ask the guest's agent, which runs a query in it */
	const char *vm_address; /* where the VM is in the network; NULL: that is found out */
	/* up */
	const char *create;   /* a new VM's name; NULL */
	const char *recipe;   /* "upt" or "legacy"; NULL */
	const char *try_roms; /* a folder; NULL */
	struct igd_words disks, isos;
	unsigned memory_mib, cpu_count; /* of a new VM; 0: by the host's */
	unsigned wait_ms; /* how long a stage of up may take; 0: as long as each usually does */
	bool is_restoring, is_keeping;
	char **memory; /* what the words point into */
	size_t memory_count;
};

struct igd_verb {
	const char *name;
	const char *arguments; /* "ID", "FILE", "[ID]" or "" */
	size_t argument_count; /* or one more in brackets, or any number with "..." */
	const char *summary;
	int (*run)(const struct igd_options *options); /* returns the exit status */
};

/* The verbs, the default one first; the last has no name. */
extern const struct igd_verb igd_verbs[];

/*
 * Fills *ret. Returns true to go on; false if all is done: --help or --version was answered on stdout, or the
 * mistake was named on stderr; *ret_status is then the exit status.
 */
bool igd_options_parse(struct igd_options *ret, int argc, char **argv, int *ret_status);
void igd_options_done(struct igd_options *options);

/* How reports are to look on stdout. */
struct igd_report_style igd_options_style(const struct igd_options *options);

/* Names a mistake on stderr as the program does, and returns status. */
IGD_FORMAT(2, 3) int igd_complain(enum igd_exit status, const char *format, ...);

#endif
