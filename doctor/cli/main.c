// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main - igd-doctor, the program: a table of verbs
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/session.h"

const struct igd_verb igd_verbs[] = {
	{ "check", "", 0, "examine, and name the first thing to mend", igd_verb_check },
	{ "diff", "A B", 2, "what changed between two reports or recordings of one machine",
		igd_verb_diff },
	{ "explain", "ID", 1, "what a check, a fix or a symptom means, and how to mend it",
		igd_verb_explain },
	{ "fix", "[ID...]", 0, "show what would mend it, ask, and do it; undo takes it back",
		igd_verb_fix },
	{ "list", "", 0, "the plugins, their checks and fixes, and the symptoms", igd_verb_list },
	{ "log", "FILE...", 1, "what known symptoms mean that are in logs (- is stdin)",
		igd_verb_log },
	{ "record", "FILE", 1, "examine, and write down all that was read (- is stdout)",
		igd_verb_record },
	{ "report", "", 0,
		"write a file for a stranger: redacted evidence, findings, a page to read",
		igd_verb_report },
	{ "rom", "FILE...", 0, "what option ROMs are, and which fits this iGPU", igd_verb_rom },
	{ "triage", "REPORT...", 0,
		"a line for each report, and totals (a folder is looked through; - reads names)",
		igd_verb_triage },
	{ "undo", "[JOURNAL]", 0, "take back what the last fix did, or the one of this name",
		igd_verb_undo },
	{ "up", "", 0, "bring the VM up, stage by stage, until its stream can be reached",
		igd_verb_up },
	{ "watch", "", 0, "follow a running VM, and name what goes wrong as it happens",
		igd_verb_watch },
	{ 0 },
};

int main(int argc, char **argv)
{
	IGD_CLEANUP(igd_options_done) struct igd_options options = { 0 };
	int status = IGD_EXIT_INTERNAL;

	setlocale(LC_ALL, "");
	if (igd_options_parse(&options, argc, argv, &status))
		status = options.verb->run(&options);
	if (fflush(stdout) != 0 || ferror(stdout))
		return igd_complain(IGD_EXIT_INTERNAL, "stdout: %s", strerror(errno));
	return status;
}
