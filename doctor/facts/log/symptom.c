// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptom - a set of symptoms
 */
#include "facts/log/symptom.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/log/needles.h"
#include "facts/log/symptom_pattern.h"
#include "facts/log/symptom_private.h"

static const char *const place_words[IGD_LOG_OF_COUNT] = {
	[IGD_LOG_OF_KERNEL] = "kernel",
	[IGD_LOG_OF_QEMU] = "qemu",
	[IGD_LOG_OF_LIBVIRT] = "libvirt",
	[IGD_LOG_OF_FIRMWARE] = "firmware",
	[IGD_LOG_OF_GUEST] = "guest",
	[IGD_LOG_OF_SUNSHINE] = "sunshine",
	[IGD_LOG_OF_LOOKING_GLASS] = "looking-glass",
	[IGD_LOG_OF_SHELL] = "shell",
};

const char *igd_symptom_verdict_word(enum igd_symptom_verdict verdict)
{
	static const char *const words[] = { [IGD_SYMPTOM_DEPENDS] = "depends",
		[IGD_SYMPTOM_HARMLESS] = "harmless",
		[IGD_SYMPTOM_FATAL] = "fatal" };

	return words[verdict];
}

const char *igd_log_place_word(enum igd_log_place place)
{
	return place_words[place];
}

static void free_list(char **list)
{
	char **at;

	for (at = list; at && *at; at++)
		free(*at);
	free(list);
}

void igd_symptom_done(struct igd_symptom *symptom)
{
	free(symptom->id);
	free(symptom->title);
	free(symptom->cause);
	free(symptom->remedy);
	free(symptom->depends);
	free(symptom->check);
	free(symptom->versions);
	free_list(symptom->fatal_with);
	free_list(symptom->sources);
	free_list(symptom->literals);
	igd_symptom_pattern_free(symptom->pattern);
}

static void forget_needles(struct igd_symptoms *symptoms)
{
	igd_needles_free(symptoms->needles);
	free(symptoms->symptom_of);
	symptoms->needles = NULL;
	symptoms->symptom_of = NULL;
}

void igd_symptoms_done(struct igd_symptoms *symptoms)
{
	forget_needles(symptoms);
	while (symptoms->count)
		igd_symptom_done(&symptoms->list[--symptoms->count]);
	free(symptoms->list);
	*symptoms = (struct igd_symptoms){ 0 };
}

const struct igd_symptom *igd_symptoms_find(const struct igd_symptoms *symptoms, const char *id)
{
	size_t i;

	for (i = 0; i < symptoms->count; i++) {
		if (strcmp(symptoms->list[i].id, id) == 0)
			return &symptoms->list[i];
	}
	return NULL;
}

int igd_symptoms_add(struct igd_symptoms *symptoms, const char *file, const char *text, size_t size,
	struct igd_error *reterr)
{
	struct igd_symptom symptom = { 0 };
	int r = igd_symptom_read(&symptom, file, text, size, reterr);

	if (r == 0 && igd_symptoms_find(symptoms, symptom.id))
		r = igd_error_set(
			reterr, EEXIST, "%s:1: there is a symptom %s already", file, symptom.id);
	if (r < 0) {
		igd_symptom_done(&symptom);
		return r;
	}
	forget_needles(symptoms);
	symptoms->list = igd_regrow(symptoms->list, symptoms->count + 1, sizeof(*symptoms->list));
	symptoms->list[symptoms->count++] = symptom;
	return 0;
}

/* "S9" before "S10" before "S10b". */
static int by_number(const void *a, const void *b)
{
	const struct igd_symptom *one = a, *other = b;
	unsigned long number = strtoul(one->id + 1, NULL, 10), other_number;

	other_number = strtoul(other->id + 1, NULL, 10);
	if (number != other_number)
		return number < other_number ? -1 : 1;
	return strcmp(one->id, other->id);
}

static void make_needles(struct igd_symptoms *symptoms)
{
	const char **texts = NULL;
	size_t count = 0, i;
	char **literal;

	forget_needles(symptoms);
	for (i = 0; i < symptoms->count; i++) {
		for (literal = symptoms->list[i].literals; *literal; literal++) {
			texts = igd_regrow(texts, count + 1, sizeof(*texts));
			symptoms->symptom_of = igd_regrow(
				symptoms->symptom_of, count + 1, sizeof(*symptoms->symptom_of));
			symptoms->symptom_of[count] = i;
			texts[count++] = *literal;
		}
	}
	symptoms->needles = igd_needles_new(texts, count);
	free(texts);
}

void igd_symptoms_sort(struct igd_symptoms *symptoms)
{
	if (symptoms->count)
		qsort(symptoms->list, symptoms->count, sizeof(*symptoms->list), by_number);
	make_needles(symptoms);
}

void igd_symptoms_own(struct igd_symptoms *ret)
{
	const struct igd_symptom_file *file;

	for (file = igd_symptom_files; file->name; file++)
		igd_symptoms_add(ret, file->name, file->text, file->size, NULL);
	igd_symptoms_sort(ret);
}

bool igd_symptom_matches(const struct igd_symptom *symptom, const char *line, size_t size)
{
	return !symptom->pattern || igd_symptom_pattern_matches(symptom->pattern, line, size);
}

/* The length of a name in braces at text, without them; 0 where there is none. */
static size_t name_length(const char *text)
{
	size_t length = *text == '{' ? strspn(text + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;

	return length && text[length + 1] == '}' ? length : 0;
}

const char *igd_symptom_strange_name(const struct igd_symptom *symptom, const char *text)
{
	for (; *text; text++) {
		size_t length = name_length(text);
		IGD_AUTOFREE char *name = igd_strndup(text + (length ? 1 : 0), length);

		if (length && !(symptom->pattern &&
				      igd_symptom_pattern_has_group(symptom->pattern, name)))
			return text;
	}
	return NULL;
}

char *igd_symptom_fill(
	const struct igd_symptom *symptom, const char *text, const char *line, size_t size)
{
	struct igd_text filled = { 0 };

	igd_text_add(&filled, "", 0);
	for (; *text; text++) {
		size_t length = name_length(text);
		IGD_AUTOFREE char *name = igd_strndup(text + (length ? 1 : 0), length);
		IGD_AUTOFREE char *found = NULL;

		if (!length) {
			igd_text_add(&filled, text, 1);
			continue;
		}
		if (!line)
			found = igd_printf("<%s>", name);
		else if (symptom->pattern)
			found = igd_symptom_pattern_group(symptom->pattern, name, line, size);
		igd_text_printf(&filled, "%s", found ? found : "?");
		text += length + 1;
	}
	return filled.text;
}
