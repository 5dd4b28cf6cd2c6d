// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - what option ROMs are, for people
 *
 * One ROM is one screen: the verdict first, then what is in the file, then what to do. Several are a table,
 * best first, and then the best one's screen.
 */
#include "reports/rom.h"

#include <stdlib.h>
#include <string.h>

#include "reports/page.h"

/* Where the text of a paragraph with a name begins: behind "Made for  ". */
#define NAMES 10
/* The columns of the table: the verdict's word, and the file's name. */
#define WORD_COLUMNS 9
#define FILE_MIN 12
#define FILE_MAX 32
/* So many other files are named without being asked for. */
#define FEW 3

static const struct {
	const char *word, *headline;
	enum igd_mark mark;
} answers[] = {
	[IGD_ROM_FITS] = { "fits", "It fits.", IGD_MARK_PASS },
	[IGD_ROM_UNKNOWN] = { "unknown", "Whether it fits cannot be told.", IGD_MARK_UNKNOWN },
	[IGD_ROM_FITS_NOT] = { "no", "It does not fit.", IGD_MARK_BLOCKER },
	[IGD_ROM_IS_NONE] = { "no", "It is no option ROM.", IGD_MARK_BLOCKER },
};

const char *igd_rom_answer_word(enum igd_rom_answer answer)
{
	return answers[answer].word;
}

/* A paragraph with a name before it; none without text. */
static void named(struct igd_page *page, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	igd_page_begin(page, 0, NAMES);
	igd_page_add(page, IGD_INK_BOLD, name);
	igd_page_tab(page, NAMES);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void device(struct igd_page *page, const struct igd_rom_report *report)
{
	IGD_AUTOFREE char *text = NULL;

	if (report->device)
		text = igd_printf("%s, %s%s", report->device_name, report->device,
			strcmp(report->device_source, "recording") == 0 ? " (recorded host)" : "");
	named(page, "iGPU", text ? text : "none here; give its id with `--device 8086:4680`");
}

/* "a, b and c"; the caller frees it. */
static char *join(const struct igd_rom_words *words)
{
	struct igd_text text = { 0 };
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < words->count; i++)
		igd_text_printf(&text, "%s%s", i ? ", " : "", words->words[i]);
	return text.text;
}

static void headline(struct igd_page *page, const struct igd_rom_row *row)
{
	igd_page_blank(page);
	igd_page_begin(page, 0, page->margin);
	igd_page_mark(page, answers[row->answer].mark);
	igd_page_add(page, IGD_INK_BOLD, answers[row->answer].headline);
	igd_page_add(page, IGD_INK_PLAIN, row->why);
	igd_page_end(page);
}

/* "at 0x4600, 142336 bytes, EFI driver, x64, compressed: Intel GOP driver (version 17.0)" */
static void part(struct igd_page *page, const struct igd_rom_part *part)
{
	IGD_AUTOFREE char *where = igd_printf("0x%llx", (unsigned long long)part->offset);
	IGD_AUTOFREE char *what = igd_printf("%s%s, %llu bytes:", part->kind,
		part->is_compressed ? ", compressed" : "", (unsigned long long)part->size);
	IGD_AUTOFREE char *names = join(&part->names);
	IGD_AUTOFREE char *count = part->gop_devices.count
					   ? igd_printf("(%zu devices)", part->gop_devices.count)
					   : igd_strdup("");
	IGD_AUTOFREE char *version =
		part->version ? igd_printf("(version %s)", part->version) : igd_strdup("");

	igd_page_begin(page, 2, NAMES + 2);
	igd_page_add(page, IGD_INK_PLAIN, where);
	igd_page_tab(page, NAMES);
	igd_page_add(page, IGD_INK_PLAIN, what);
	igd_page_add(page, IGD_INK_BOLD, *names ? names : "nothing known");
	igd_page_add(page, IGD_INK_PLAIN, count);
	igd_page_add(page, IGD_INK_PLAIN, version);
	igd_page_end(page);
}

static void note(struct igd_page *page, const struct igd_rom_note *note)
{
	IGD_AUTOFREE char *where = igd_printf("0x%llx%s", (unsigned long long)note->offset,
		note->is_unpacked ? " (unpacked)" : "");

	igd_page_begin(page, 2, NAMES + 2);
	igd_page_add(page, IGD_INK_PLAIN, where);
	igd_page_tab(page, NAMES);
	if (note->is_fatal)
		igd_page_add(page, IGD_INK_RED, "fatal:");
	if (note->subject)
		igd_page_add(page, IGD_INK_BOLD, note->subject);
	igd_page_add(page, IGD_INK_PLAIN, note->what);
	igd_page_end(page);
}

static void notes(
	struct igd_page *page, const char *title, const struct igd_rom_note *list, size_t count)
{
	size_t i;

	if (!count)
		return;
	igd_page_section(page, title);
	for (i = 0; i < count; i++)
		note(page, &list[i]);
}

static void devices(struct igd_page *page, const struct igd_rom_part *part)
{
	IGD_AUTOFREE char *driven = join(&part->gop_devices);
	IGD_AUTOFREE char *assigned = join(&part->assigned_devices);

	named(page, "Drives", driven);
	named(page, "Assigns", assigned);
}

static void recipes(struct igd_page *page, const struct igd_rom_row *row)
{
	static const struct {
		const char *word, *text;
	} known[] = {
		{ "upt", "upt: q35 or i440fx, a picture once the guest's driver runs" },
		{ "legacy", "legacy: i440fx, the iGPU is the guest's first display" },
		{ "gop", "gop: a picture from power-on; i440fx, and from the 11th generation on "
			 "`x-igd-lpc=on`" },
	};
	const char *name = "Good for";
	size_t i, j;

	for (i = 0; i < row->recipes.count; i++) {
		for (j = 0; j < sizeof(known) / sizeof(*known); j++) {
			if (strcmp(known[j].word, row->recipes.words[i]) != 0)
				continue;
			named(page, name, known[j].text);
			name = "";
		}
	}
}

static void screen(struct igd_page *page, const struct igd_rom_row *row)
{
	size_t i;

	headline(page, row);
	if (row->part_count)
		igd_page_section(page, "WHAT IS IN IT");
	for (i = 0; i < row->part_count; i++)
		part(page, &row->parts[i]);
	notes(page, "WHAT IS WRONG WITH IT", row->problems,
		row->answer == IGD_ROM_IS_NONE ? 0 : row->problem_count);
	if (page->style->is_verbose)
		notes(page, "HOW THAT IS KNOWN", row->evidence, row->evidence_count);
	igd_page_blank(page);
	named(page, "Made for", row->made_for_in_words);
	for (i = 0; page->style->is_verbose && i < row->part_count; i++)
		devices(page, &row->parts[i]);
	recipes(page, row);
	named(page, "Next", row->next);
}

static void file_line(struct igd_page *page, const struct igd_rom_row *row)
{
	IGD_AUTOFREE char *text =
		igd_printf("%s, %llu bytes", row->file, (unsigned long long)row->size);

	named(page, "ROM", text);
}

/* How many bytes of every name are the same folders. */
static size_t common_folder(const struct igd_rom_report *report)
{
	const char *first = report->rows[0].file;
	size_t i, length = strlen(first);

	for (i = 1; i < report->row_count; i++) {
		size_t same = 0;

		while (same < length && report->rows[i].file[same] == first[same])
			same++;
		length = same;
	}
	while (length && first[length - 1] != '/')
		length--;
	return length > 1 ? length : 0; /* "/" is no folder worth naming */
}

/* Where the summaries stand; on a narrow page below the names. */
static size_t summary_column(
	const struct igd_page *page, const struct igd_rom_report *report, size_t folder)
{
	size_t columns = FILE_MIN, i, length;

	if (page->is_narrow)
		return page->margin + 2;
	for (i = 0; i < report->row_count; i++) {
		length = strlen(report->rows[i].file + folder) + 1;
		if (length > columns)
			columns = length;
	}
	return igd_page_mark_width(page) + WORD_COLUMNS + (columns < FILE_MAX ? columns : FILE_MAX);
}

static void table(struct igd_page *page, const struct igd_rom_report *report)
{
	size_t folder = common_folder(report), i, file = igd_page_mark_width(page) + WORD_COLUMNS,
	       summary = summary_column(page, report, folder);
	IGD_AUTOFREE char *in = igd_strndup(report->rows[0].file, folder);

	named(page, "ROMs in", in);
	igd_page_blank(page);
	for (i = 0; i < report->row_count; i++) {
		const struct igd_rom_row *row = &report->rows[i];

		igd_page_begin(page, 0, summary);
		igd_page_mark(page, answers[row->answer].mark);
		igd_page_add(page, IGD_INK_PLAIN, answers[row->answer].word);
		igd_page_tab(page, file);
		igd_page_add(page, IGD_INK_PLAIN, row->file + folder);
		igd_page_tab(page, summary);
		igd_page_add(page, IGD_INK_PLAIN, row->summary);
		igd_page_end(page);
	}
}

static void line(struct igd_page *page, size_t column, const char *text)
{
	igd_page_begin(page, column, column ? column + 2 : 0);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

static void list(struct igd_page *page, const struct igd_rom_failure *files, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *text = igd_printf("%s: %s", files[i].file, files[i].why);

		line(page, 2, text);
	}
}

/* What else a directory holds: by name where it is little, or asked for. */
static void others(struct igd_page *page, const struct igd_rom_report *report)
{
	bool is_listed =
		report->other_count && (report->other_files <= FEW || page->style->is_verbose);
	IGD_AUTOFREE char *count = igd_printf("%s%zu other %s no option ROM%s%s",
		report->row_count ? "" : "No option ROM was found. ", report->other_files,
		report->other_files == 1 ? "file is" : "files are",
		report->other_files == 1 ? "" : "s",
		is_listed ? ":" : "; `-v` says what they are.");
	IGD_AUTOFREE char *more =
		igd_printf("and %zu more", report->other_files - report->other_count);

	igd_page_blank(page);
	line(page, 0, report->other_files ? count : "No option ROM was found.");
	if (!is_listed)
		return;
	list(page, report->others, report->other_count);
	if (report->other_files > report->other_count)
		line(page, 2, more);
}

static void failures(struct igd_page *page, const struct igd_rom_report *report)
{
	if (report->failure_count)
		igd_page_section(page, "COULD NOT BE READ");
	list(page, report->failures, report->failure_count);
	if (report->is_search && (report->other_files || !report->row_count))
		others(page, report);
}

static void quiet(struct igd_page *page, const struct igd_rom_report *report)
{
	size_t i;

	for (i = 0; i < report->row_count; i++) {
		const struct igd_rom_row *row = &report->rows[i];
		IGD_AUTOFREE char *shown = igd_printable(row->file, strlen(row->file), 4096);
		IGD_AUTOFREE char *why = igd_printable(row->why, strlen(row->why), 4096);

		fprintf(page->out, "%-8s %s: %s\n", answers[row->answer].word, shown, why);
	}
}

void igd_rom_report_text(
	const struct igd_rom_report *report, const struct igd_report_style *style, FILE *out)
{
	struct igd_page page;

	igd_page_init(&page, style, out);
	if (style->is_quiet) {
		quiet(&page, report);
		return;
	}
	if (report->row_count == 1)
		file_line(&page, report->rows);
	device(&page, report);
	if (report->row_count > 1) {
		table(&page, report);
		igd_page_section(&page, report->rows->answer == IGD_ROM_FITS
						? "THE BEST OF THEM"
						: "THE NEAREST OF THEM");
		file_line(&page, report->rows);
	}
	if (report->row_count)
		screen(&page, report->rows);
	failures(&page, report);
}
