// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_survivor - the closing scan
 *
 * It spells every value in all the ways it knows and looks for each, without knowing what is a word, a definition or
 * an encoding to redact_walk: what that overlooks, this must not. Common words alone are left out, because
 * they stand everywhere and tell nothing.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

#define BUCKETS (1u << 15)
#define MIN_SPELLING 3u
#define MIN_BASE64 10u /* fewer letters may stand anywhere by chance */

struct spelling {
	char *bytes;
	size_t size;
	const char *name;
	enum igd_private kind;
	bool is_exact;	/* the case counts */
	bool is_word;	/* no letter or digit at either end */
	bool is_binary; /* only among bytes that are no text */
	uint32_t next;
};

struct igd_survey {
	struct spelling *list;
	size_t count, room;
	size_t known; /* how many of the redactor's values are in it */
	uint32_t buckets[BUCKETS];
	uint64_t filter[1u << 10]; /* a bit for the first two letters: most are those of nothing */
};

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

static uint32_t bucket_of(const char *bytes)
{
	uint32_t sum = (uint32_t)tolower((unsigned char)bytes[0]) * 31u * 31u +
		       (uint32_t)tolower((unsigned char)bytes[1]) * 31u +
		       (uint32_t)tolower((unsigned char)bytes[2]);

	return sum * 2654435761u >> 17;
}

static uint32_t bit_of(const char *bytes)
{
	return (uint32_t)(bytes[0] & 0xdf) << 8 | (uint32_t)(bytes[1] & 0xdf);
}

static void spell(
	struct igd_survey *survey, const struct spelling *like, const void *bytes, size_t size)
{
	struct spelling *own;
	uint32_t *head;

	if (size < MIN_SPELLING)
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
	survey->filter[bit_of(own->bytes) >> 6] |= (uint64_t)1 << (bit_of(own->bytes) & 63);
	head = &survey->buckets[bucket_of(own->bytes)];
	own->next = *head;
	*head = (uint32_t)survey->count;
}

/* The letters that are the same whatever stands around the value, for each place in a group of three bytes. */
static void spell_base64(
	struct igd_survey *survey, const struct spelling *like, const char *text, size_t size)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct spelling own = { .name = "base64", .kind = like->kind, .is_exact = true };
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
	struct igd_survey *survey, const struct spelling *like, const char *text, size_t size)
{
	struct spelling own = { .name = "UTF-16", .kind = like->kind, .is_binary = true };
	IGD_AUTOTEXT struct igd_text wide = { 0 };
	size_t i;

	if (size < 4)
		return;
	for (i = 0; i < size; i++)
		igd_text_add(&wide, (char[]){ text[i], '\0' }, 2);
	spell(survey, &own, wide.text, wide.size - 1);
}

static void spell_percent(
	struct igd_survey *survey, const struct spelling *like, const char *text, size_t size)
{
	struct spelling own = *like;
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
static void spell_all(struct igd_survey *survey, const struct spelling *like, const char *text)
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
	struct igd_survey *survey, const struct spelling *like, const unsigned char *bytes)
{
	static const unsigned char order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14,
		15 };
	unsigned char turned[16];
	size_t i;

	for (i = 0; i < sizeof(turned); i++)
		turned[i] = bytes[order[i]];
	spell(survey, like, turned, sizeof(turned));
}

static void spell_digits(struct igd_survey *survey, struct spelling *like, const char *text)
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

static void spell_ipv6(struct igd_survey *survey, const struct spelling *like, const char *text)
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
	struct spelling like = { .name = "name of a file", .kind = (enum igd_private)value->kind };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		IGD_AUTOFREE char *dot = igd_printf("%s%s.", folders[i], value->original);
		IGD_AUTOFREE char *line = igd_printf("%s%s_", folders[i], value->original);

		spell(survey, &like, dot, strlen(dot));
		spell(survey, &like, line, strlen(line));
	}
}

static void spell_value(struct igd_survey *survey, const struct igd_value *value)
{
	struct spelling like = { .name = "as it is", .kind = (enum igd_private)value->kind };
	IGD_AUTOFREE char *behind = NULL;

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

static void prepare(const struct igd_redactor *redactor)
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

static bool is_letter(const char *bytes, size_t size, size_t at)
{
	return at < size && isalnum((unsigned char)bytes[at]);
}

/* The digits of "%2F" are no part of the word behind it. */
static bool is_code(const char *bytes, size_t at)
{
	return at >= 3 && bytes[at - 3] == '%' && isxdigit((unsigned char)bytes[at - 2]) &&
	       isxdigit((unsigned char)bytes[at - 1]);
}

static bool is_whole(const struct spelling *own, const char *bytes, size_t size, size_t at)
{
	size_t end = at + own->size;

	if (is_letter(own->bytes, own->size, 0) && at && is_letter(bytes, size, at - 1) &&
		!is_code(bytes, at))
		return false;
	if (is_letter(bytes, size, end))
		return false;
	/* A longer row of numbers is another address, or a version. */
	if (own->kind == IGD_PRIVATE_IPV4)
		return !(at > 1 && bytes[at - 1] == '.' && isdigit((unsigned char)bytes[at - 2])) &&
		       !(end + 1 < size && bytes[end] == '.' &&
			       isdigit((unsigned char)bytes[end + 1]));
	return own->kind != IGD_PRIVATE_IPV6 || end >= size || bytes[end] != ':';
}

static bool is_here(const struct spelling *own, const char *bytes, size_t size, size_t at)
{
	size_t i;

	if (own->size > size - at)
		return false;
	if (own->is_exact)
		return memcmp(own->bytes, bytes + at, own->size) == 0;
	for (i = 0; i < own->size; i++) {
		if (tolower((unsigned char)own->bytes[i]) != tolower((unsigned char)bytes[at + i]))
			return false;
	}
	return !own->is_word || is_whole(own, bytes, size, at);
}

static const struct spelling *find(
	const struct igd_survey *survey, const char *bytes, size_t size, size_t at, bool is_binary)
{
	const struct spelling *own;
	uint32_t bit = bit_of(bytes + at), number;

	if (!(survey->filter[bit >> 6] >> (bit & 63) & 1))
		return NULL;
	number = survey->buckets[bucket_of(bytes + at)];
	for (; number; number = own->next) {
		own = &survey->list[number - 1];
		if ((is_binary || !own->is_binary) && is_here(own, bytes, size, at))
			return own;
	}
	return NULL;
}

bool igd_redactor_survivor(const struct igd_redactor *redactor, const void *bytes, size_t size,
	struct igd_survivor *ret)
{
	bool is_binary = size && memchr(bytes, '\0', size);
	const struct spelling *own;
	size_t at;

	if (!redactor->is_settled)
		return false;
	prepare(redactor);
	for (at = 0; at + MIN_SPELLING <= size; at++) {
		own = find(redactor->survey, bytes, size, at, is_binary);
		if (!own)
			continue;
		*ret = (struct igd_survivor){ .kind = own->kind, .offset = at };
		snprintf(ret->spelling, sizeof(ret->spelling), "%s", own->name);
		return true;
	}
	return igd_survey_looks(redactor, bytes, size, ret);
}
