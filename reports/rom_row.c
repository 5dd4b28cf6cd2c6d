// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_row - the memory of a report on ROMs
 */
#include <stdlib.h>

#include "reports/rom.h"

void igd_rom_words_add(struct igd_rom_words *words, char *word)
{
	words->words = igd_regrow(words->words, words->count + 1, sizeof(*words->words));
	words->words[words->count++] = word;
}

static void words_done(struct igd_rom_words *words)
{
	while (words->count)
		free(words->words[--words->count]);
	free(words->words);
}

static void notes_done(struct igd_rom_note *notes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(notes[i].subject);
		free(notes[i].what);
	}
	free(notes);
}

static void part_done(struct igd_rom_part *part)
{
	free(part->kind);
	free(part->version);
	words_done(&part->contains);
	words_done(&part->names);
	words_done(&part->gop_devices);
	words_done(&part->assigned_devices);
}

void igd_rom_row_done(struct igd_rom_row *row)
{
	size_t i;

	for (i = 0; i < row->part_count; i++)
		part_done(&row->parts[i]);
	free(row->parts);
	notes_done(row->problems, row->problem_count);
	notes_done(row->evidence, row->evidence_count);
	words_done(&row->recipes);
	free(row->file);
	free(row->summary);
	free(row->made_for);
	free(row->made_for_in_words);
	free(row->why);
	free(row->next);
	*row = (struct igd_rom_row){ 0 };
}

static void failures_done(struct igd_rom_failure *failures, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		free(failures[i].file);
		free(failures[i].why);
	}
	free(failures);
}

void igd_rom_report_done(struct igd_rom_report *report)
{
	size_t i;

	for (i = 0; i < report->row_count; i++)
		igd_rom_row_done(&report->rows[i]);
	failures_done(report->failures, report->failure_count);
	failures_done(report->others, report->other_count);
	free(report->rows);
	free(report->device);
	free(report->device_name);
	*report = (struct igd_rom_report){ 0 };
}
