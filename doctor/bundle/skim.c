// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * skim - a JSON text from front to back (RFC 8259)
 */
#include "bundle/skim.h"

#include <string.h>

static bool fail(struct igd_skim *skim)
{
	skim->is_bad = true;
	return false;
}

static bool is_blank(char letter)
{
	return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}

/* The next letter that means something; '\0' at the end. */
static char peek(struct igd_skim *skim)
{
	while (skim->at < skim->end && is_blank(*skim->at))
		skim->at++;
	return skim->is_bad || skim->at == skim->end ? '\0' : *skim->at;
}

/* Goes behind the string that is here; its quotes are found, and those with an odd number of backslashes are not its end. */
static bool pass_string(struct igd_skim *skim)
{
	const char *at = skim->at + 1, *back;

	while ((at = memchr(at, '"', (size_t)(skim->end - at)))) {
		for (back = at; back[-1] == '\\' && back - 1 > skim->at;)
			back--;
		at++;
		if ((at - back) % 2) {
			skim->at = at;
			return true;
		}
	}
	return fail(skim);
}

/* A number, true, false, null: whoever wants it parses it. */
static bool pass_word(struct igd_skim *skim)
{
	const char *start = skim->at;

	while (skim->at < skim->end && !is_blank(*skim->at) && *skim->at &&
		!strchr(",:\"[]{}", *skim->at))
		skim->at++;
	return skim->at > start || fail(skim);
}

static bool pass_nested(struct igd_skim *skim)
{
	unsigned depth = 0;

	while (skim->at < skim->end) {
		switch (*skim->at) {
		case '"':
			if (!pass_string(skim))
				return false;
			continue;
		case '[':
		case '{':
			if (++depth > IGD_SKIM_MAX_DEPTH)
				return fail(skim);
			break;
		case ']':
		case '}':
			depth--;
			break;
		default:
			break;
		}
		skim->at++;
		if (!depth)
			return true;
	}
	return fail(skim);
}

bool igd_skim_value(struct igd_skim *skim, struct igd_slice *ret)
{
	char letter = peek(skim);
	const char *start = skim->at;
	bool is_passed;

	if (letter == '"')
		is_passed = pass_string(skim);
	else if (letter == '{' || letter == '[')
		is_passed = pass_nested(skim);
	else
		is_passed = letter ? pass_word(skim) : fail(skim);
	*ret = (struct igd_slice){ start, (size_t)(skim->at - start) };
	return is_passed;
}

bool igd_skim_enter(struct igd_skim *skim, char open)
{
	if (peek(skim) != open)
		return false;
	skim->at++;
	return true;
}

static bool has_another(struct igd_skim *skim, bool is_first, char close)
{
	char letter = peek(skim);

	if (letter == close) {
		skim->at++;
		return false;
	}
	if (is_first)
		return letter ? true : fail(skim);
	if (letter != ',')
		return fail(skim);
	skim->at++;
	return true;
}

bool igd_skim_element(struct igd_skim *skim, bool is_first)
{
	return has_another(skim, is_first, ']');
}

bool igd_skim_key(struct igd_skim *skim, bool is_first, struct igd_slice *ret)
{
	if (!has_another(skim, is_first, '}'))
		return false;
	if (peek(skim) != '"' || !igd_skim_value(skim, ret) || peek(skim) != ':')
		return fail(skim);
	skim->at++;
	return true;
}

bool igd_skim_end(struct igd_skim *skim)
{
	return peek(skim) == '\0' && !skim->is_bad && skim->at == skim->end;
}
