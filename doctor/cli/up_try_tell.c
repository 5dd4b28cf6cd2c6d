// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_try_tell - a tournament of option ROMs, for people and as JSON
 */
#include <stdlib.h>
#include <string.h>

#include "cli/up_try.h"
#include "reports/json_value.h"
#include "reports/page.h"

#define SCHEMA "igd-doctor.try-roms/1"
/* The columns of the table: the name, and what came of it. */
#define NAME_MIN 12u
#define NAME_MAX 32u
#define VERDICT 20u

static const struct {
	const char *name, *words;
	enum igd_mark mark;
} outcomes[IGD_TRY_OUTCOME_COUNT] = {
	[IGD_TRY_WAITING] = { "not-tried", "not tried", IGD_MARK_WAITING },
	[IGD_TRY_WORKS] = { "works", "works", IGD_MARK_PASS },
	[IGD_TRY_FAILED] = { "failed", "failed", IGD_MARK_BLOCKER },
	[IGD_TRY_UNTOLD] = { "untold", "cannot be told", IGD_MARK_UNKNOWN },
	[IGD_TRY_INTERRUPTED] = { "interrupted", "interrupted", IGD_MARK_UNKNOWN },
	[IGD_TRY_HOPELESS] = { "hopeless", "not tried: hopeless", IGD_MARK_NA },
	[IGD_TRY_DOUBLE] = { "double", "not tried: a copy", IGD_MARK_NA },
	[IGD_TRY_NO_ROM] = { "no-rom", "not tried: no ROM", IGD_MARK_NA },
};

const char *igd_try_outcome_name(enum igd_try_outcome outcome)
{
	return outcomes[outcome].name;
}

const char *igd_tries_end_name(enum igd_tries_end end)
{
	static const char *const names[] = { [IGD_TRIES_WON] = "won",
		[IGD_TRIES_NOT_KEPT] = "not-kept",
		[IGD_TRIES_LOST] = "lost",
		[IGD_TRIES_CANNOT_TELL] = "cannot-tell",
		[IGD_TRIES_HOST] = "not-the-roms",
		[IGD_TRIES_STUCK] = "stuck",
		[IGD_TRIES_INTERRUPTED] = "interrupted",
		[IGD_TRIES_NOTHING] = "nothing" };

	return names[end];
}

char *igd_try_verdict(const struct igd_try *rom)
{
	if (rom->outcome == IGD_TRY_FAILED && rom->has_code && rom->code)
		return igd_printf("Code %u", rom->code);
	if (rom->outcome == IGD_TRY_FAILED)
		return igd_printf("failed at %s", igd_up_stage_name(rom->stage));
	return igd_strdup(outcomes[rom->outcome].words);
}

static bool was_tried(const struct igd_try *rom)
{
	return rom->outcome == IGD_TRY_WORKS || rom->outcome == IGD_TRY_FAILED ||
	       rom->outcome == IGD_TRY_UNTOLD || rom->outcome == IGD_TRY_INTERRUPTED;
}

/* "1:24"; the caller frees it. */
static char *minutes(double seconds)
{
	unsigned whole = seconds > 0 ? (unsigned)(seconds + 0.5) : 0;

	return igd_printf("%u:%02u", whole / 60, whole % 60);
}

static void say(struct igd_page *page, enum igd_ink ink, const char *text)
{
	igd_page_begin(page, 0, 0);
	igd_page_add(page, ink, text);
	igd_page_end(page);
}

static size_t name_columns(const struct igd_tries *tries)
{
	size_t columns = NAME_MIN, i, length;

	for (i = 0; i < tries->count; i++) {
		length = strlen(tries->items[i].name);
		columns = length > columns ? length : columns;
	}
	return columns < NAME_MAX ? columns : NAME_MAX;
}

/* The catalogue's name and the check's stand in front of what it says. */
static void add_why(struct igd_page *page, const struct igd_try *rom)
{
	IGD_AUTOFREE char *id = rom->id && was_tried(rom) ? igd_printf("%s:", rom->id) : NULL;
	IGD_AUTOFREE char *version =
		rom->driver_version ? igd_printf("(driver %s)", rom->driver_version) : NULL;

	if (id && !igd_starts_with(rom->why, id))
		igd_page_add(page, IGD_INK_PLAIN, id);
	igd_page_add(page, IGD_INK_PLAIN, rom->why ? rom->why : "");
	if (version)
		igd_page_add(page, IGD_INK_PLAIN, version);
}

static void row(struct igd_page *page, const struct igd_tries *tries, const struct igd_try *rom)
{
	IGD_AUTOFREE char *verdict = igd_try_verdict(rom), *took = minutes(rom->seconds);
	size_t column = page->margin + name_columns(tries) + 2;

	igd_page_begin(page, 0, page->margin + 2);
	igd_page_mark(page, outcomes[rom->outcome].mark);
	igd_page_add(page, IGD_INK_BOLD, rom->name);
	igd_page_tab(page, column);
	igd_page_add(page, igd_mark_ink(outcomes[rom->outcome].mark), verdict);
	igd_page_tab(page, column + VERDICT);
	if (was_tried(rom))
		igd_page_add(page, IGD_INK_PLAIN, took);
	igd_page_end(page);
	if (!rom->why || !*rom->why)
		return;
	igd_page_begin(page, page->margin + 2, page->margin + 2);
	add_why(page, rom);
	igd_page_end(page);
}

void igd_tries_print_order(const struct igd_tries *tries, const char *vm,
	const struct igd_report_style *style, FILE *out)
{
	IGD_AUTOFREE char *head = igd_printf(
		"%zu option ROM%s to try with %s, the likeliest first, until the guest's display "
		"driver reports no problem code:",
		tries->to_try, tries->to_try == 1 ? "" : "s", vm);
	struct igd_page page;
	size_t i;

	igd_page_init(&page, style, out);
	say(&page, IGD_INK_PLAIN, head);
	for (i = 0; i < tries->to_try; i++) {
		IGD_AUTOFREE char *number = igd_printf("%zu", i + 1);

		igd_page_begin(&page, 1, 5);
		igd_page_add(&page, IGD_INK_BOLD, number);
		igd_page_tab(&page, 5);
		igd_page_add(&page, IGD_INK_BOLD, tries->items[i].name);
		igd_page_add(&page, IGD_INK_PLAIN,
			tries->items[i].is_own
				? "(igd-doctor's own, not yet tried on real hardware)"
				: "");
		igd_page_end(&page);
	}
	say(&page, IGD_INK_PLAIN,
		"For each the VM is started, waited for, and stopped again, and its definition put back: some minutes for one "
		"whose guest comes up, more for one whose does not. Ctrl-C ends it cleanly.");
	fflush(out);
}

void igd_tries_print_one(const struct igd_tries *tries, const struct igd_try *rom,
	const struct igd_report_style *style, FILE *out)
{
	IGD_AUTOFREE char *verdict = igd_try_verdict(rom), *took = minutes(rom->seconds);
	IGD_AUTOFREE char *line = igd_printf("%zu of %zu, %s: %s after %s", tries->tried,
		tries->to_try, rom->name, verdict, took);
	struct igd_page page;

	igd_page_init(&page, style, out);
	igd_page_begin(&page, 0, page.margin);
	igd_page_mark(&page, outcomes[rom->outcome].mark);
	igd_page_add(&page, IGD_INK_PLAIN, line);
	igd_page_end(&page);
	fflush(out);
}

/* As it stands within a sentence. The caller frees it. */
static char *clause(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	while (length && text[length - 1] == '.')
		length--;
	return igd_strndup(text ? text : "", length);
}

/* What it has come to, in a sentence or two. The caller frees it. */
static char *conclusion(const struct igd_tries *tries)
{
	IGD_AUTOFREE char *why = clause(tries->why);
	size_t left = tries->to_try - tries->tried;

	switch (tries->end) {
	case IGD_TRIES_WON:
		return igd_printf(
			"%s works, and is what the VM has now: `igd-doctor undo` takes it back, `igd-doctor up` "
			"goes on to the stream.%s",
			tries->winner->name, left ? " The ROMs behind it were not tried." : "");
	case IGD_TRIES_NOT_KEPT:
		return igd_printf("%s works, but could not be left with the VM: %s.",
			tries->winner->name, why);
	case IGD_TRIES_LOST:
		return igd_strdup(
			"With none of them does the guest's display driver run. The VM's definition is as it was.");
	case IGD_TRIES_CANNOT_TELL:
		return igd_printf(
			"It makes no sense to go on: %s. The VM's definition is as it was.", why);
	case IGD_TRIES_HOST:
		return igd_printf(
			"It is not the ROMs that it fails by: %s. The VM's definition is as it was.",
			why);
	case IGD_TRIES_STUCK:
		return igd_printf("Not everything could be put back: %s.", why);
	case IGD_TRIES_INTERRUPTED:
		return igd_strdup("Interrupted. The VM's definition is as it was.");
	case IGD_TRIES_NOTHING:
		break;
	}
	return igd_strdup("There is no option ROM to try.");
}

static enum igd_ink ink_of(enum igd_tries_end end)
{
	if (end == IGD_TRIES_WON)
		return IGD_INK_GREEN;
	return end == IGD_TRIES_CANNOT_TELL || end == IGD_TRIES_INTERRUPTED ? IGD_INK_YELLOW
									    : IGD_INK_RED;
}

void igd_tries_print(const struct igd_tries *tries, const struct igd_report_style *style, FILE *out)
{
	IGD_AUTOFREE char *words = conclusion(tries);
	IGD_AUTOFREE char *beyond =
		tries->left_out ? igd_printf("%zu more files of the folder were not looked at.",
					  tries->left_out)
				: NULL;
	struct igd_page page;
	size_t i;

	igd_page_init(&page, style, out);
	if (tries->count)
		igd_page_section(&page, "OPTION ROMS");
	for (i = 0; i < tries->count; i++)
		row(&page, tries, &tries->items[i]);
	if (beyond)
		say(&page, IGD_INK_YELLOW, beyond);
	igd_page_blank(&page);
	say(&page, ink_of(tries->end), words);
	if (tries->remedy)
		say(&page, IGD_INK_PLAIN, tries->remedy);
	fflush(out);
}

static cJSON *line(const char *event)
{
	cJSON *object = igd_json_document(SCHEMA, NULL);

	igd_json_add_text(object, "event", event);
	return object;
}

/* A line is a line, and there when it is written. */
static void print_line(cJSON *object, FILE *out)
{
	char *text = cJSON_PrintUnformatted(object);

	fprintf(out, "%s\n", text ? text : "");
	fflush(out);
	cJSON_free(text);
	cJSON_Delete(object);
}

static void fill_rom(cJSON *object, const struct igd_try *rom)
{
	bool has_run = was_tried(rom);

	igd_json_add_text(object, "name", rom->name);
	cJSON_AddBoolToObject(object, "own", rom->is_own);
	igd_json_add_text(object, "sha256", *rom->hash ? rom->hash : NULL);
	igd_json_add_text(object, "outcome", igd_try_outcome_name(rom->outcome));
	igd_json_add_text(object, "stage", has_run ? igd_up_stage_name(rom->stage) : NULL);
	if (has_run && rom->has_code)
		igd_json_add_number(object, "problem_code", rom->code);
	else
		cJSON_AddNullToObject(object, "problem_code");
	igd_json_add_text(object, "driver_version", rom->driver_version);
	igd_json_add_text(object, "id", rom->id);
	igd_json_add_text(object, "what", rom->why && *rom->why ? rom->why : NULL);
	igd_json_add_text(object, "remedy", rom->remedy);
	if (has_run)
		cJSON_AddNumberToObject(object, "seconds", (double)(int)(rom->seconds * 10) / 10);
	else
		cJSON_AddNullToObject(object, "seconds");
}

void igd_tries_json_begin(const struct igd_tries *tries, const char *vm, FILE *out)
{
	cJSON *object = line("begin");

	igd_json_add_text(object, "vm", vm);
	igd_json_add_number(object, "files", tries->count);
	igd_json_add_number(object, "to_try", tries->to_try);
	print_line(object, out);
}

void igd_tries_json_one(const struct igd_tries *tries, const struct igd_try *rom, FILE *out)
{
	cJSON *object = line(rom->outcome == IGD_TRY_WAITING ? "trying" : "tried");

	igd_json_add_number(object, "number", tries->tried);
	igd_json_add_number(object, "of", tries->to_try);
	fill_rom(object, rom);
	print_line(object, out);
}

void igd_tries_json_stage(
	const struct igd_tries *tries, enum igd_up_stage stage, enum igd_up_state state, FILE *out)
{
	cJSON *object = line("stage");

	igd_json_add_number(object, "number", tries->tried);
	igd_json_add_text(object, "stage", igd_up_stage_name(stage));
	igd_json_add_text(object, "state", igd_up_state_name(state));
	print_line(object, out);
}

void igd_tries_json_end(const struct igd_tries *tries, FILE *out)
{
	cJSON *object = line("end"), *roms;
	size_t i;

	igd_json_add_text(object, "outcome", igd_tries_end_name(tries->end));
	igd_json_add_text(object, "winner", tries->winner ? tries->winner->name : NULL);
	igd_json_add_text(object, "what", tries->why);
	igd_json_add_text(object, "remedy", tries->remedy);
	igd_json_add_number(object, "tried", tries->tried);
	igd_json_add_number(object, "left_out", tries->left_out);
	roms = cJSON_AddArrayToObject(object, "roms");
	for (i = 0; i < tries->count; i++) {
		cJSON *rom = cJSON_CreateObject();

		fill_rom(rom, &tries->items[i]);
		cJSON_AddItemToArray(roms, rom);
	}
	print_line(object, out);
}
