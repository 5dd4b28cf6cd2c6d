// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - what option ROMs are, and whether they fit an iGPU: for people, and igd-doctor.rom/1
 *
 * The values are plain ones, filled in by whoever read the ROMs; file names and all text out of a ROM are
 * untrusted. A row holds no bytes of its file, so that a thousand of them are small.
 */
#ifndef IGD_REPORTS_ROM_H
#define IGD_REPORTS_ROM_H

#include "reports/report.h"

/* In the order in which they are shown. */
enum igd_rom_answer { IGD_ROM_FITS, IGD_ROM_UNKNOWN, IGD_ROM_FITS_NOT, IGD_ROM_IS_NONE };

/* A list of words; the words are the list's. */
struct igd_rom_words {
	char **words;
	size_t count;
};

struct igd_rom_part {
	uint64_t offset, size;
	unsigned code_type;
	char *kind; /* "EFI driver, x64" */
	uint16_t vendor, device;
	bool is_compressed;
	char *version;					    /* NULL: unknown */
	struct igd_rom_words contains, names;		    /* for programs; for people */
	struct igd_rom_words gop_devices, assigned_devices; /* "4680" */
};

struct igd_rom_note {
	uint64_t offset;
	bool is_fatal;
	bool is_unpacked; /* the offset is in the image once it is decompressed */
	char *subject;	  /* of evidence: what it is for; NULL of a problem */
	char *what;
};

struct igd_rom_row {
	char *file;
	uint64_t size;
	enum igd_rom_answer answer;
	char *summary;		 /* what it is, in a few words; for the table */
	char *made_for;		 /* NULL: not known */
	char *made_for_in_words; /* with the processors of each; "" if it is not known */
	char *why, *next;
	struct igd_rom_words recipes;
	struct igd_rom_part *parts;
	size_t part_count;
	struct igd_rom_note *problems, *evidence;
	size_t problem_count, evidence_count;
};

/* A file that could not be read, or is something else. */
struct igd_rom_failure {
	char *file, *why;
	int error; /* errno */
};

struct igd_rom_report {
	char *device;		   /* "8086:4680"; NULL for none */
	char *device_name;	   /* "UHD Graphics 770, Alder Lake-S (12th gen desktop and HX)" */
	const char *device_source; /* "option", "host", "recording"; "none" */
	struct igd_rom_row *rows;  /* best first */
	size_t row_count;
	struct igd_rom_failure *failures;
	size_t failure_count;
	size_t other_files;		/* found in directories, and no ROMs */
	struct igd_rom_failure *others; /* the first few of them, and what they are; error is 0 */
	size_t other_count;
	bool is_search; /* a directory was searched */
};

void igd_rom_report_text(
	const struct igd_rom_report *report, const struct igd_report_style *style, FILE *out);
void igd_rom_report_json(
	const struct igd_rom_report *report, const struct igd_report_style *style, FILE *out);

/* "fits", "no", "unknown" */
const char *igd_rom_answer_word(enum igd_rom_answer answer);

/* Takes the text. */
void igd_rom_words_add(struct igd_rom_words *words, char *word);
void igd_rom_row_done(struct igd_rom_row *row);
void igd_rom_report_done(struct igd_rom_report *report);

#endif
