// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_text - what was found in a ROM, as text: all that a judgement needs and none of the ROM's code
 */
#include "facts/firmware/rom_text.h"

#include <stdlib.h>
#include <string.h>

/* Bounds on what a text may claim. */
#define MAX_IDS 4096u
#define MAX_NOTES 4096u
#define MAX_NOTE 240

static void write_ids(struct igd_text *ret, const char *key, const uint16_t *ids, size_t count)
{
	size_t i;

	if (!count)
		return;
	igd_text_printf(ret, "%s", key);
	for (i = 0; i < count; i++)
		igd_text_printf(ret, " %04x", ids[i]);
	igd_text_add(ret, "\n", 1);
}

static void write_contains(struct igd_text *ret, uint32_t contains)
{
	const char *separator = " ";
	int content;

	for (content = 0; content < IGD_ROM_CONTENT_COUNT; content++) {
		if (!(contains >> content & 1))
			continue;
		igd_text_printf(ret, "%s%s", separator,
			igd_rom_content_word((enum igd_rom_content)content));
		separator = ",";
	}
	igd_text_printf(ret, "%s\n", contains ? "" : " -");
}

static void write_note(struct igd_text *ret, const char *text)
{
	IGD_AUTOFREE char *shown = igd_printable(text, strlen(text), MAX_NOTE);

	igd_text_printf(ret, " %s\n", shown);
}

static void write_image(struct igd_text *ret, const struct igd_rom_image *image)
{
	const struct igd_rom_efi *efi = &image->efi;

	igd_text_printf(ret, "image %zu %zu %u %04x %04x %u %u %u %u %u %u", image->offset,
		image->size, image->code_type, image->vendor, image->device, image->config_utility,
		(unsigned)image->class_code, image->pcir_revision, image->is_last, image->is_broken,
		image->bdsm);
	write_contains(ret, image->contains);
	write_ids(ret, "devices", image->devices, image->device_count);
	igd_text_printf(ret, "efi %u %u %u %u %u %u %zu", efi->subsystem, efi->machine,
		efi->is_compressed, efi->is_readable, efi->pe_subsystem, efi->pe_machine,
		efi->pe_size);
	if (efi->version)
		write_note(ret, efi->version);
	else
		igd_text_add(ret, "\n", 1);
	write_ids(ret, "gop", image->gop_devices, image->gop_device_count);
	write_ids(ret, "assigned", image->assigned_devices, image->assigned_device_count);
}

/* Which image a note is of. */
static void write_place(struct igd_text *ret, const char *key, size_t image)
{
	if (image == SIZE_MAX)
		igd_text_printf(ret, "%s -", key);
	else
		igd_text_printf(ret, "%s %zu", key, image);
}

void igd_rom_write(const struct igd_rom *rom, struct igd_text *ret)
{
	size_t i;

	igd_text_printf(ret, "rom %zu %zu\n", rom->size, rom->trailing);
	for (i = 0; i < rom->image_count; i++)
		write_image(ret, &rom->images[i]);
	for (i = 0; i < rom->evidence_count; i++) {
		const struct igd_rom_evidence *evidence = &rom->evidence[i];

		write_place(ret, "evidence", evidence->image);
		igd_text_printf(ret, " %s %zu %u", igd_rom_content_word(evidence->content),
			evidence->offset, evidence->is_decompressed);
		write_note(ret, evidence->what);
	}
	for (i = 0; i < rom->problem_count; i++) {
		const struct igd_rom_problem *problem = &rom->problems[i];

		write_place(ret, "problem", problem->image);
		igd_text_printf(ret, " %zu %u", problem->offset, problem->is_fatal);
		write_note(ret, problem->what);
	}
}

/* The words of one line, taken one after the other; failed stays set. */
struct line {
	char *rest; /* NULL at the end */
	bool failed;
};

static const char *take_word(struct line *line)
{
	char *word = line->rest;

	if (!word || !*word) {
		line->failed = true;
		return "";
	}
	line->rest += strcspn(word, " ");
	if (*line->rest)
		*line->rest++ = '\0';
	return word;
}

static uint64_t take_number(struct line *line, int base, uint64_t max)
{
	uint64_t value = 0;

	if (igd_parse_u64(take_word(line), base, &value) < 0 || value > max) {
		line->failed = true;
		return 0;
	}
	return value;
}

static uint16_t take_u16(struct line *line, int base)
{
	return (uint16_t)take_number(line, base, UINT16_MAX);
}

static size_t take_size(struct line *line)
{
	return (size_t)take_number(line, 10, UINT32_MAX);
}

static bool take_bool(struct line *line)
{
	return take_number(line, 10, 1) != 0;
}

static enum igd_rom_content take_content(struct line *line, const char *word, size_t length)
{
	int content;

	for (content = 0; content < IGD_ROM_CONTENT_COUNT; content++) {
		const char *known = igd_rom_content_word((enum igd_rom_content)content);

		if (strlen(known) == length && strncmp(known, word, length) == 0)
			return (enum igd_rom_content)content;
	}
	line->failed = true;
	return IGD_ROM_ASSIGNMENT;
}

static uint32_t take_contains(struct line *line)
{
	const char *word = take_word(line);
	uint32_t contains = 0;
	size_t length;

	if (strcmp(word, "-") == 0)
		return 0;
	for (; *word && !line->failed; word += length, word += *word == ',') {
		length = strcspn(word, ",");
		contains |= 1u << take_content(line, word, length);
	}
	return contains;
}

static void read_ids(struct line *line, uint16_t **ret, size_t *ret_count)
{
	if (*ret)
		line->failed = true;
	while (!line->failed && line->rest && *line->rest) {
		*ret = igd_regrow(*ret, *ret_count + 1, sizeof(**ret));
		(*ret)[(*ret_count)++] = take_u16(line, 16);
		line->failed |= *ret_count > MAX_IDS;
	}
}

static void read_image(struct line *line, struct igd_rom *rom)
{
	struct igd_rom_image *image;

	if (rom->image_count == IGD_ROM_MAX_IMAGES) {
		line->failed = true;
		return;
	}
	rom->images = igd_regrow(rom->images, rom->image_count + 1, sizeof(*rom->images));
	image = &rom->images[rom->image_count++];
	*image = (struct igd_rom_image){ 0 };
	image->offset = take_size(line);
	image->size = take_size(line);
	image->code_type = (uint8_t)take_number(line, 10, UINT8_MAX);
	image->vendor = take_u16(line, 16);
	image->device = take_u16(line, 16);
	image->config_utility = take_u16(line, 10);
	image->class_code = (uint32_t)take_number(line, 10, 0xffffff);
	image->pcir_revision = (uint8_t)take_number(line, 10, UINT8_MAX);
	image->is_last = take_bool(line);
	image->is_broken = take_bool(line);
	image->bdsm = (unsigned)take_number(line, 10, IGD_ROM_BDSM_32 | IGD_ROM_BDSM_64);
	image->contains = take_contains(line);
}

static void read_efi(struct line *line, struct igd_rom_efi *efi)
{
	if (efi->version) {
		line->failed = true;
		return;
	}
	efi->subsystem = take_u16(line, 10);
	efi->machine = take_u16(line, 10);
	efi->is_compressed = take_bool(line);
	efi->is_readable = take_bool(line);
	efi->pe_subsystem = take_u16(line, 10);
	efi->pe_machine = take_u16(line, 10);
	efi->pe_size = take_size(line);
	if (line->rest && *line->rest)
		efi->version = igd_strdup(line->rest);
}

static size_t take_place(struct line *line, const struct igd_rom *rom)
{
	size_t image;

	if (line->rest && igd_starts_with(line->rest, "- ")) {
		take_word(line);
		return SIZE_MAX;
	}
	image = take_size(line);
	line->failed |= image >= rom->image_count;
	return image;
}

static void read_evidence(struct line *line, struct igd_rom *rom)
{
	struct igd_rom_evidence evidence = { .image = take_place(line, rom) };
	const char *word = take_word(line);

	evidence.content = take_content(line, word, strlen(word));
	evidence.offset = take_size(line);
	evidence.is_decompressed = take_bool(line);
	if (line->failed || rom->evidence_count == MAX_NOTES) {
		line->failed = true;
		return;
	}
	evidence.what = igd_strdup(line->rest);
	rom->evidence = igd_regrow(rom->evidence, rom->evidence_count + 1, sizeof(*rom->evidence));
	rom->evidence[rom->evidence_count++] = evidence;
}

static void read_problem(struct line *line, struct igd_rom *rom)
{
	struct igd_rom_problem problem = { .image = take_place(line, rom) };

	problem.offset = take_size(line);
	problem.is_fatal = take_bool(line);
	if (line->failed || rom->problem_count == MAX_NOTES) {
		line->failed = true;
		return;
	}
	problem.what = igd_strdup(line->rest);
	rom->problems = igd_regrow(rom->problems, rom->problem_count + 1, sizeof(*rom->problems));
	rom->problems[rom->problem_count++] = problem;
}

/* A line of the image that came last; false for any other. */
static bool read_of_image(struct line *line, const char *key, struct igd_rom *rom)
{
	struct igd_rom_image *image = rom->image_count ? &rom->images[rom->image_count - 1] : NULL;

	if (!image)
		return false;
	if (strcmp(key, "devices") == 0)
		read_ids(line, &image->devices, &image->device_count);
	else if (strcmp(key, "gop") == 0)
		read_ids(line, &image->gop_devices, &image->gop_device_count);
	else if (strcmp(key, "assigned") == 0)
		read_ids(line, &image->assigned_devices, &image->assigned_device_count);
	else if (strcmp(key, "efi") == 0)
		read_efi(line, &image->efi);
	else
		return false;
	return true;
}

static bool read_line(struct line *line, struct igd_rom *rom)
{
	const char *key = take_word(line);

	if (read_of_image(line, key, rom))
		return !line->failed;
	if (strcmp(key, "image") == 0)
		read_image(line, rom);
	else if (strcmp(key, "evidence") == 0)
		read_evidence(line, rom);
	else if (strcmp(key, "problem") == 0)
		read_problem(line, rom);
	return !line->failed;
}

bool igd_rom_read(const char *text, struct igd_rom *ret)
{
	IGD_AUTOFREE char *copy = igd_strdup(text);
	char *state = NULL, *next = strtok_r(copy, "\n", &state);
	struct line line = { next, false };

	*ret = (struct igd_rom){ 0 };
	line.failed = !next || strcmp(take_word(&line), "rom") != 0;
	ret->size = take_size(&line);
	ret->trailing = take_size(&line);
	while (!line.failed && (next = strtok_r(NULL, "\n", &state))) {
		line.rest = next;
		read_line(&line, ret);
	}
	if (line.failed)
		igd_rom_done(ret);
	return !line.failed;
}
