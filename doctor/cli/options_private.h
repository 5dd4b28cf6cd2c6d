// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options_private - the table of options; for options.c and options_rows.c only
 */
#ifndef IGD_CLI_OPTIONS_PRIVATE_H
#define IGD_CLI_OPTIONS_PRIVATE_H

#include <stddef.h>

#define IGD_PROGRAM "igd-doctor"

enum igd_letter {
	OPTION_FROM = 256,
	OPTION_ROM,
	OPTION_QEMU,
	OPTION_VM,
	OPTION_CONNECT,
	OPTION_PROBE,
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

#define IGD_OPTION_COUNT 32u
extern const struct igd_option_row igd_option_rows[IGD_OPTION_COUNT];

#endif
