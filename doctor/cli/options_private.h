// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options_private - the table of options, and what each sets; for options*.c only
 */
#ifndef IGD_CLI_OPTIONS_PRIVATE_H
#define IGD_CLI_OPTIONS_PRIVATE_H

#include "cli/options.h"

#define IGD_PROGRAM "igd-doctor"

enum igd_letter {
	OPTION_FROM = 256,
	OPTION_ROM,
	OPTION_QEMU,
	OPTION_VM,
	OPTION_CONNECT,
	OPTION_PROBE,
	OPTION_ASK_GUEST,
	OPTION_VM_ADDRESS,
	OPTION_DEVICE,
	OPTION_BUILD,
	OPTION_ADD,
	OPTION_EXTRACT,
	OPTION_FORCE,
	OPTION_DRY_RUN,
	OPTION_YES,
	OPTION_PLAN,
	OPTION_APPLY,
	OPTION_HEADLESS_OK,
	OPTION_RESUME,
	OPTION_NO_TRIAL,
	OPTION_LIST,
	OPTION_FORUM,
	OPTION_LIMIT,
	OPTION_PREVIEW,
	OPTION_NO_REDACT,
	OPTION_MAP,
	OPTION_TOTALS,
	OPTION_CREATE,
	OPTION_DISK,
	OPTION_ISO,
	OPTION_MEMORY,
	OPTION_CPUS,
	OPTION_RECIPE,
	OPTION_TRY_ROMS,
	OPTION_RESTORE,
	OPTION_KEEP,
	OPTION_ONLY,
	OPTION_SKIP,
	OPTION_PLUGIN_DIR,
	OPTION_SYMPTOM_DIR,
	OPTION_JSON,
	OPTION_FORMAT,
	OPTION_COLOR,
	OPTION_TIMEOUT,
	OPTION_VERSION
};

struct igd_option_row {
	int letter;
	const char *name, *argument, *help;
	const char *verbs; /* the only ones that have it, with blanks between; NULL: all */
};

#define IGD_OPTION_COUNT 49u
extern const struct igd_option_row igd_option_rows[IGD_OPTION_COUNT];

void igd_words_add(struct igd_words *words, const char *word);
/* Sets what the option sets; false for an argument that does not fit. */
bool igd_option_take(struct igd_options *options, int letter, const char *argument);

#endif
