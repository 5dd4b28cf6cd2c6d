// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_report - what is printed of ROMs, against tests/reports/rom/CASE*.{txt,json}
 *
 * With UPDATE_GOLDEN in the environment they are written again: read the difference before you believe it.
 */
#include <cjson/cJSON.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/rom.h"
#include "tests/unit/unit.h"

#define GOLDEN IGD_SOURCE_DIR "/tests/reports/rom/"
/* An escape sequence, a tab, a bell, text that runs the other way, half a character, a wide one. */
#define NASTY "\x1b[31mred\t\a \xe2\x80\xae\x67\x6e\x70\xe2\x80\xac \xc3( \xe7\xa9\xba %s%n"

static void add_words(struct igd_rom_words *words, const char *list)
{
	IGD_AUTOFREE char *copy = igd_strdup(list);
	char *word, *state = NULL;

	for (word = strtok_r(copy, ",", &state); word; word = strtok_r(NULL, ",", &state))
		igd_rom_words_add(words, igd_strdup(word));
}

static struct igd_rom_part *add_part(struct igd_rom_row *row, uint64_t offset, uint64_t size)
{
	struct igd_rom_part *part;

	row->parts = igd_regrow(row->parts, row->part_count + 1, sizeof(*row->parts));
	part = &row->parts[row->part_count++];
	*part = (struct igd_rom_part){ .offset = offset,
		.size = size,
		.code_type = 3,
		.kind = igd_strdup("EFI driver, x64"),
		.vendor = 0x8086,
		.device = 0xffff };
	return part;
}

static void add_note(struct igd_rom_note **notes, size_t *count, const struct igd_rom_note *note)
{
	*notes = igd_regrow(*notes, *count + 1, sizeof(**notes));
	(*notes)[*count] = *note;
	(*notes)[*count].what = igd_strdup(note->what);
	(*notes)[(*count)++].subject = note->subject ? igd_strdup(note->subject) : NULL;
}

static struct igd_rom_row *add_row(struct igd_rom_report *report, const char *file)
{
	struct igd_rom_row *row;

	report->rows = igd_regrow(report->rows, report->row_count + 1, sizeof(*report->rows));
	row = &report->rows[report->row_count++];
	*row = (struct igd_rom_row){ .file = igd_strdup(file), .size = 160256 };
	return row;
}

/* The three drivers, for a desktop. */
static void add_fitting(struct igd_rom_report *report, const char *file)
{
	struct igd_rom_row *row = add_row(report, file);
	struct igd_rom_part *part = add_part(row, 0, 17920);

	row->answer = IGD_ROM_FITS;
	row->summary = igd_strdup("assignment and display driver for Alder Lake-S, Raptor Lake-S");
	row->made_for = igd_strdup("Alder Lake-S, Raptor Lake-S");
	row->made_for_in_words = igd_strdup("Alder Lake-S (12th gen desktop and HX), Raptor Lake-S "
					    "(13th and 14th gen desktop and HX)");
	row->why = igd_strdup("Its assignment driver serves the 11th generation and later, and its "
			      "display driver lists 8086:4680.");
	row->next = igd_strdup("Give it to the iGPU of a VM with OVMF: `<rom file='...'/>`.");
	add_words(&row->recipes, "upt,legacy,gop");
	add_words(&part->contains, "assignment,gop-policy");
	add_words(&part->names, "IGD assignment driver,platform GOP policy");
	part = add_part(row, 17920, 142336);
	part->is_compressed = true;
	part->version = igd_strdup("17.0.1084");
	add_words(&part->contains, "gop");
	add_words(&part->names, "Intel GOP driver");
	add_words(&part->gop_devices, "4680,4682,4688,a780");
	add_note(&row->evidence, &row->evidence_count,
		&(struct igd_rom_note){ .offset = 0x20f00,
			.is_unpacked = true,
			.subject = (char[]){ "Intel GOP driver:" },
			.what = (char[]){ "name `Intel(R) GOP Driver`" } });
}

static void add_other(struct igd_rom_report *report, const char *file, enum igd_rom_answer answer)
{
	struct igd_rom_row *row = add_row(report, file);
	struct igd_rom_part *part;

	row->answer = answer;
	row->summary = igd_strdup("AMD graphics");
	row->made_for = igd_strdup("AMD graphics");
	row->made_for_in_words = igd_strdup("AMD graphics");
	row->why = igd_strdup("It is for AMD graphics, and holds nothing for Intel's iGPUs.");
	row->next = igd_strdup("Look for another.");
	add_note(&row->problems, &row->problem_count,
		&(struct igd_rom_note){
			.offset = 8, .is_fatal = true, .what = (char[]){ "the subsystem is 10" } });
	part = add_part(row, 0, 512);
	add_words(&part->contains, "amd");
	add_words(&part->names, "AMD graphics");
}

static void add_file(
	struct igd_rom_failure **files, size_t *count, const char *file, const char *why)
{
	*files = igd_regrow(*files, *count + 1, sizeof(**files));
	(*files)[(*count)++] = (struct igd_rom_failure){ igd_strdup(file), igd_strdup(why), 13 };
}

static void add_failure(struct igd_rom_report *report, const char *file, const char *why)
{
	add_file(&report->failures, &report->failure_count, file, why);
}

static void name_device(struct igd_rom_report *report)
{
	report->device = igd_strdup("8086:4680");
	report->device_name =
		igd_strdup("UHD Graphics 770, Alder Lake-S (12th gen desktop and HX)");
	report->device_source = "option";
}

static void make_one(struct igd_rom_report *ret)
{
	name_device(ret);
	add_fitting(ret, "/usr/share/kvm/igd.rom");
}

static void make_many(struct igd_rom_report *ret)
{
	name_device(ret);
	ret->is_search = true;
	ret->other_files = 1;
	add_file(&ret->others, &ret->other_count, "roms/igd.efi",
		"this is a bare EFI driver for x64, not yet a ROM");
	add_fitting(ret, "roms/desktop.rom");
	add_other(ret, "roms/unknown/with-a-name-that-is-longer-than-the-column.rom",
		IGD_ROM_UNKNOWN);
	add_other(ret, "roms/amd.rom", IGD_ROM_FITS_NOT);
	add_other(ret, "roms/page.html", IGD_ROM_IS_NONE);
	add_failure(ret, "roms/secret.rom", "not permitted");
}

/* No iGPU, and nothing found. */
static void make_nothing(struct igd_rom_report *ret)
{
	ret->device_source = "none";
	ret->is_search = true;
	ret->other_files = 4;
	add_file(&ret->others, &ret->other_count, "roms/README", "this is text, not a ROM");
}

static void make_hostile(struct igd_rom_report *ret)
{
	struct igd_rom_row *row;

	ret->device_source = "none";
	add_other(ret, NASTY, IGD_ROM_UNKNOWN);
	row = ret->rows;
	free(row->why);
	row->why = igd_strdup(NASTY);
	free(row->problems->what);
	row->problems->what = igd_strdup(NASTY);
	row->parts->version = igd_strdup(NASTY);
	add_failure(ret, NASTY, NASTY);
	ret->is_search = true;
	ret->other_files = 1;
	add_file(&ret->others, &ret->other_count, NASTY, NASTY);
}

static const struct {
	const char *name;
	void (*make)(struct igd_rom_report *ret);
} cases[] = {
	{ "one", make_one },
	{ "many", make_many },
	{ "nothing", make_nothing },
	{ "hostile", make_hostile },
};

static const struct {
	const char *suffix;
	struct igd_report_style style;
	bool is_json;
} looks[] = {
	{ ".txt", { .width = 80, .has_utf8 = true }, false },
	{ "-40.txt", { .width = 40 }, false },
	{ "-verbose.txt", { .width = 80, .has_utf8 = true, .is_verbose = true }, false },
	{ "-quiet.txt", { .width = 80, .has_utf8 = true, .is_quiet = true }, false },
	{ "-color.txt", { .width = 80, .has_utf8 = true, .has_color = true }, false },
	{ ".json", { .version = "0.1.0" }, true },
};

static char *print(const struct igd_rom_report *report, size_t look)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	(looks[look].is_json ? igd_rom_report_json : igd_rom_report_text)(
		report, &looks[look].style, out);
	fclose(out);
	return text;
}

static char *slurp(const char *path)
{
	static const size_t most = 1 << 16;
	char *text = igd_zalloc(most);
	FILE *file = fopen(path, "re");

	if (file) {
		text[fread(text, 1, most - 1, file)] = '\0';
		fclose(file);
	}
	return text;
}

static void compare(const char *path, const char *text)
{
	IGD_AUTOFREE char *golden = NULL;

	if (getenv("UPDATE_GOLDEN")) {
		FILE *file = fopen(path, "we");

		assert_non_null(file);
		fputs(text, file);
		fclose(file);
	}
	golden = slurp(path);
	if (strcmp(golden, text) != 0)
		print_error("%s differs; it is now:\n%s", path, text);
	assert_string_equal(golden, text);
}

/* Nothing that moves the cursor but colours, and a text that ends with its line. */
static void check_text(const char *text, const struct igd_report_style *style)
{
	const unsigned char *at;

	for (at = (const unsigned char *)text; *at; at++) {
		assert_true(*at >= 0x20 || *at == '\n' || (*at == 0x1b && style->has_color));
		assert_true(*at < 0x80 || style->has_utf8);
	}
	assert_null(strstr(text, " \n"));
	assert_true(!*text || at[-1] == '\n');
}

static void test_golden(void **state)
{
	size_t i, look;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_rom_report report = { 0 };

		cases[i].make(&report);
		for (look = 0; look < sizeof(looks) / sizeof(*looks); look++) {
			IGD_AUTOFREE char *text = print(&report, look);
			IGD_AUTOFREE char *path =
				igd_printf(GOLDEN "%s%s", cases[i].name, looks[look].suffix);

			compare(path, text);
			if (!looks[look].is_json)
				check_text(text, &looks[look].style);
		}
		igd_rom_report_done(&report);
	}
}

static void test_json(void **state)
{
	struct igd_rom_report report = { 0 };
	IGD_AUTOFREE char *text = NULL;
	const cJSON *rom;
	cJSON *root;

	(void)state;
	make_many(&report);
	text = print(&report, sizeof(looks) / sizeof(*looks) - 1);
	root = cJSON_Parse(text);
	assert_non_null(root);
	assert_string_equal(
		cJSON_GetStringValue(cJSON_GetObjectItem(root, "schema")), "igd-doctor.rom/1");
	assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(root, "roms")), 4);
	rom = cJSON_GetArrayItem(cJSON_GetObjectItem(root, "roms"), 3);
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(rom, "fit")), "no");
	assert_true(cJSON_IsFalse(cJSON_GetObjectItem(rom, "is_rom")));
	cJSON_Delete(root);
	igd_rom_report_done(&report);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_json),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
