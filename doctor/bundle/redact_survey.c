// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_survey - spells every value in all the ways it knows, for the closing scan (redact_survivor.c)
 */
#include "bundle/redact_survey.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIN_BASE64 10u /* fewer letters may stand anywhere by chance */

struct igd_survey *igd_survey_new(void)
{
	return igd_zalloc(sizeof(struct igd_survey));
}

void igd_survey_free(struct igd_survey *survey)
{
	size_t i;

	for (i = 0; survey && i < survey->count; i++)
		free(survey->list[i].bytes);
	if (survey)
		free(survey->list);
	free(survey);
}

uint32_t igd_survey_bucket(const char *bytes)
{
	uint32_t sum = (uint32_t)tolower((unsigned char)bytes[0]) * 31u * 31u +
		       (uint32_t)tolower((unsigned char)bytes[1]) * 31u +
		       (uint32_t)tolower((unsigned char)bytes[2]);

	return sum * 2654435761u >> 17;
}

uint32_t igd_survey_bit(const char *bytes)
{
	return (uint32_t)(bytes[0] & 0xdf) << 8 | (uint32_t)(bytes[1] & 0xdf);
}

static void spell(
	struct igd_survey *survey, const struct igd_spelling *like, const void *bytes, size_t size)
{
	struct igd_spelling *own;
	uint32_t *head;

	if (size < IGD_SURVEY_MIN)
		return;
	if (survey->count == survey->room) {
		survey->room = survey->room ? survey->room * 2 : 512;
		survey->list = igd_regrow(survey->list, survey->room, sizeof(*survey->list));
	}
	own = &survey->list[survey->count++];
	*own = *like;
	own->bytes = igd_zalloc(size + 1);
	memcpy(own->bytes, bytes, size);
	own->size = size;
	survey->filter[igd_survey_bit(own->bytes) >> 6] |= (uint64_t)1
							   << (igd_survey_bit(own->bytes) & 63);
	head = &survey->buckets[igd_survey_bucket(own->bytes)];
	own->next = *head;
	*head = (uint32_t)survey->count;
}

/* The letters that are the same whatever stands around the value, for each place in a group of three bytes. */
static void spell_base64(
	struct igd_survey *survey, const struct igd_spelling *like, const char *text, size_t size)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct igd_spelling own = { .name = "base64", .kind = like->kind, .is_exact = true };
	const unsigned char *bytes = (const unsigned char *)text;
	size_t phase, at, first, last, bit;
	unsigned code;

	for (phase = 0; phase < 3; phase++) {
		IGD_AUTOTEXT struct igd_text core = { 0 };

		first = (phase * 8 + 5) / 6;
		last = (phase + size) * 8 / 6;
		for (at = first; at < last; at++) {
			code = 0;
			for (bit = at * 6; bit < at * 6 + 6; bit++)
				code = code << 1 |
				       ((unsigned)bytes[bit / 8 - phase] >> (7 - bit % 8) & 1u);
			igd_text_add(&core, &letters[code & 63], 1);
		}
		if (core.size >= MIN_BASE64)
			spell(survey, &own, core.text, core.size);
	}
}

static void spell_wide(
	struct igd_survey *survey, const struct igd_spelling *like, const char *text, size_t size)
{
	struct igd_spelling own = { .name = "UTF-16", .kind = like->kind, .is_binary = true };
	IGD_AUTOTEXT struct igd_text wide = { 0 };
	size_t i;

	if (size < 4)
		return;
	for (i = 0; i < size; i++)
		igd_text_add(&wide, (char[]){ text[i], '\0' }, 2);
	spell(survey, &own, wide.text, wide.size - 1);
}

static void spell_percent(
	struct igd_survey *survey, const struct igd_spelling *like, const char *text, size_t size)
{
	struct igd_spelling own = *like;
	IGD_AUTOTEXT struct igd_text coded = { 0 };
	size_t i;

	own.name = "percent-encoded";
	for (i = 0; i < size; i++) {
		if (isalnum((unsigned char)text[i]) || strchr("._-", text[i]))
			igd_text_add(&coded, text + i, 1);
		else
			igd_text_printf(&coded, "%%%02x", (unsigned char)text[i]);
	}
	if (coded.size != size)
		spell(survey, &own, coded.text, coded.size);
}

static void change_case(char *text, int (*change)(int letter))
{
	for (; *text; text++)
		*text = (char)change((unsigned char)*text);
}

/* A text in every encoding. */
static void spell_all(struct igd_survey *survey, const struct igd_spelling *like, const char *text)
{
	IGD_AUTOFREE char *copy = igd_strdup(text);
	size_t size = strlen(text);

	spell(survey, like, text, size);
	spell_percent(survey, like, text, size);
	spell_wide(survey, like, text, size);
	spell_base64(survey, like, text, size);
	change_case(copy, tolower);
	if (strcmp(copy, text) != 0)
		spell_base64(survey, like, copy, size);
	change_case(copy, toupper);
	if (strcmp(copy, text) != 0)
		spell_base64(survey, like, copy, size);
}

/* Two digits each, with what stands between after so many bytes. */
static char *digits_of(const unsigned char *bytes, size_t count, size_t group, char separator)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < count; i++) {
		if (i && separator && i % group == 0)
			igd_text_add(&text, &separator, 1);
		igd_text_printf(&text, "%02x", bytes[i]);
	}
	return text.text;
}

static size_t bytes_of(const char *text, unsigned char *ret)
{
	size_t count = 0;
	unsigned byte;

	while (*text && count < 16) {
		if (isxdigit((unsigned char)*text) && sscanf(text, "%2x", &byte) == 1) {
			ret[count++] = (unsigned char)byte;
			text++;
		}
		text++;
	}
	return count;
}

/* As firmware keeps a UUID: the first three fields little-endian (UEFI 2.10, appendix A; SMBIOS 7.2.1). */
static void spell_turned(
	struct igd_survey *survey, const struct igd_spelling *like, const unsigned char *bytes)
{
	static const unsigned char order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14,
		15 };
	unsigned char turned[16];
	size_t i;

	for (i = 0; i < sizeof(turned); i++)
		turned[i] = bytes[order[i]];
	spell(survey, like, turned, sizeof(turned));
}

static void spell_digits(struct igd_survey *survey, struct igd_spelling *like, const char *text)
{
	static const struct {
		size_t group;
		char separator;
	} forms[] = { { 1, ':' }, { 1, '-' }, { 2, '.' }, { 1, '\0' } };
	unsigned char bytes[16] = { 0 };
	size_t count = bytes_of(text, bytes), i;

	like->is_word = true;
	for (i = like->kind == IGD_PRIVATE_MAC ? 0 : 3; i < 4; i++) {
		IGD_AUTOFREE char *form =
			digits_of(bytes, count, forms[i].group, forms[i].separator);

		like->name = forms[i].separator ? "as it is" : "without separators";
		spell_all(survey, like, form);
	}
	like->is_word = false;
	like->is_exact = like->is_binary = true;
	like->name = "bytes";
	spell(survey, like, bytes, count);
	if (like->kind == IGD_PRIVATE_UUID)
		spell_turned(survey, like, bytes);
}

static void spell_ipv6(struct igd_survey *survey, const struct igd_spelling *like, const char *text)
{
	unsigned char bytes[16];
	IGD_AUTOFREE char *full = NULL;
	IGD_AUTOFREE char *digits = NULL;

	if (inet_pton(AF_INET6, text, bytes) != 1)
		return;
	full = digits_of(bytes, 16, 2, ':');
	digits = digits_of(bytes, 16, 16, '\0');
	spell_all(survey, like, full);
	spell_all(survey, like, digits);
}

/* A name that is a common word is looked for where libvirt and most people keep a VM's files. */
static void spell_files(struct igd_survey *survey, const struct igd_value *value)
{
	static const char *const folders[] = { "/libvirt/images/", "/qemu/nvram/", "/libvirt/qemu/",
		"/run/" };
	struct igd_spelling like = { .name = "name of a file",
		.kind = (enum igd_private)value->kind };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		IGD_AUTOFREE char *dot = igd_printf("%s%s.", folders[i], value->original);
		IGD_AUTOFREE char *line = igd_printf("%s%s_", folders[i], value->original);

		spell(survey, &like, dot, strlen(dot));
		spell(survey, &like, line, strlen(line));
	}
}

/* Whether it is a name that could as well be a word of a sentence. */
static bool is_plain(const struct igd_value *value)
{
	size_t i;

	if (value->kind != IGD_PRIVATE_HOST && value->kind != IGD_PRIVATE_USER &&
		value->kind != IGD_PRIVATE_VM)
		return false;
	for (i = 0; i < value->size; i++) {
		if (!isalpha((unsigned char)value->original[i]))
			return false;
	}
	return true;
}

static void spell_value(struct igd_survey *survey, const struct igd_value *value)
{
	struct igd_spelling like = { .name = "as it is", .kind = (enum igd_private)value->kind };
	IGD_AUTOFREE char *behind = NULL;

	like.is_plain = is_plain(value);
	like.is_word = value->kind == IGD_PRIVATE_IPV4 || value->kind == IGD_PRIVATE_IPV6 ||
		       value->kind == IGD_PRIVATE_HOST || value->kind == IGD_PRIVATE_USER ||
		       value->kind == IGD_PRIVATE_VM || value->kind == IGD_PRIVATE_PATH ||
		       value->size < 8;
	if (value->kind == IGD_PRIVATE_PATH) {
		behind = igd_printf("/%s", value->original);
		if (!igd_name_is_common(value->original, value->size))
			spell(survey, &like, behind, strlen(behind));
		return;
	}
	if (value->is_common && value->kind == IGD_PRIVATE_VM)
		spell_files(survey, value);
	if (value->is_common)
		return;
	spell_all(survey, &like, value->original);
	if (value->kind == IGD_PRIVATE_IPV6)
		spell_ipv6(survey, &like, value->original);
	if (value->kind == IGD_PRIVATE_MAC || value->kind == IGD_PRIVATE_UUID)
		spell_digits(survey, &like, value->original);
}

void igd_survey_prepare(const struct igd_redactor *redactor)
{
	struct igd_survey *survey = redactor->survey;
	const struct igd_value *value;

	for (; survey->known < redactor->count; survey->known++) {
		value = &redactor->values[survey->known];
		if (value->kind != IGD_LEFT &&
			!igd_value_find(redactor, IGD_LEFT, value->original, value->size))
			spell_value(survey, value);
	}
}
