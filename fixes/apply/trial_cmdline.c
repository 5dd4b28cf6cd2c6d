// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_cmdline - the kernel command line of the entry that is tried
 */
#include <string.h>

#include "fixes/apply/trial_private.h"
#include "fixes/apply/trial_text.h"

/* Seconds after which a kernel that has panicked boots again (Linux Documentation/admin-guide/kernel-parameters.txt). */
#define PANIC "panic=20"

static bool begins(struct igd_piece word, const char *lead)
{
	return word.size >= strlen(lead) && memcmp(word.text, lead, strlen(lead)) == 0;
}

static bool is_unwanted(const struct igd_trial *trial, struct igd_piece word)
{
	const struct igd_trial_request *request = trial->request;
	size_t i;

	if (begins(word, IGD_TRIAL_MARKER))
		return true;
	for (i = 0; i < request->argument_count; i++) {
		const struct igd_change *change = request->arguments[i].change;

		if (change->subject && igd_word_is(word, change->subject) &&
			(!change->value || strcmp(change->subject, change->value) != 0))
			return true;
	}
	return false;
}

static bool has_word(const struct igd_text *text, size_t start, const char *argument)
{
	struct igd_piece rest = { text->text + start, text->size - start }, word;

	while (igd_word_next(&rest, &word)) {
		if (igd_word_is(word, argument))
			return true;
	}
	return false;
}

static bool has_lead(const struct igd_text *text, size_t start, const char *lead)
{
	struct igd_piece rest = { text->text + start, text->size - start }, word;

	while (igd_word_next(&rest, &word)) {
		if (begins(word, lead))
			return true;
	}
	return false;
}

/* GRUB manual, "Quoting": within single quotes nothing is special; a single quote itself is written \'. */
static void add_quoted(struct igd_text *ret, const char *word)
{
	static const char special[] = " \t\"'\\{}|&$;<>#";

	if (!strpbrk(word, special)) {
		igd_text_printf(ret, "%s", word);
		return;
	}
	igd_text_printf(ret, "'");
	for (; *word; word++) {
		if (*word == '\'')
			igd_text_printf(ret, "'\\''");
		else
			igd_text_add(ret, word, 1);
	}
	igd_text_printf(ret, "'");
}

static void add_word(struct igd_text *ret, size_t start, const char *word, bool is_quoted)
{
	if (has_word(ret, start, word))
		return;
	if (ret->size > start)
		igd_text_printf(ret, " ");
	if (is_quoted)
		add_quoted(ret, word);
	else
		igd_text_printf(ret, "%s", word);
}

void igd_trial_cmdline(const struct igd_trial *trial, const char *line, size_t size, bool is_quoted,
	struct igd_text *ret)
{
	const struct igd_trial_request *request = trial->request;
	struct igd_piece rest = { line, size }, word;
	size_t i, start;

	igd_text_add(ret, "", 0);
	start = ret->size;
	while (igd_word_next(&rest, &word)) {
		if (is_unwanted(trial, word))
			continue;
		if (ret->size > start)
			igd_text_printf(ret, " ");
		igd_text_add(ret, word.text, word.size);
	}
	for (i = 0; i < request->argument_count; i++) {
		if (request->arguments[i].change->value)
			add_word(ret, start, request->arguments[i].change->value, is_quoted);
	}
	if (!has_lead(ret, start, "panic="))
		add_word(ret, start, PANIC, is_quoted);
	add_word(ret, start, trial->marker, is_quoted);
}
