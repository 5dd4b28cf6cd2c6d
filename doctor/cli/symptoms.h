// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptoms - the symptoms that the verbs know: the program's, this machine's, and those that are named
 */
#ifndef IGD_CLI_SYMPTOMS_H
#define IGD_CLI_SYMPTOMS_H

#include "cli/options.h"
#include "facts/log/symptom.h"

/*
 * The program's own, those of /etc/igd-doctor/symptoms.d, and those of each --symptom-dir. A file with an error is
 * named on stderr and left out. Returns IGD_EXIT_OK, or the exit status after naming a --symptom-dir that
 * cannot be read; *ret is to be released either way.
 */
int igd_cli_symptoms(const struct igd_options *options, struct igd_symptoms *ret);

#endif
