// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_key - values that are private by the key before them
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact_private.h"

enum rule {
	WHOLE,	/* the key is this word */
	LAST,	/* its last part is: "spice-password", "DB_PASSWORD" */
	RANDOM, /* the same, if the value looks as if it was made by chance */
};

static const struct {
	const char *key;
	enum rule rule;
	unsigned kind;
} keys[] = {
	{ "password", LAST, IGD_PRIVATE_SECRET },
	{ "passwd", LAST, IGD_PRIVATE_SECRET },
	{ "passphrase", LAST, IGD_PRIVATE_SECRET },
	{ "pass", LAST, IGD_PRIVATE_SECRET },
	{ "token", LAST, IGD_PRIVATE_SECRET },
	{ "secret", LAST, IGD_PRIVATE_SECRET },
	{ "psk", LAST, IGD_PRIVATE_SECRET },
	{ "apikey", LAST, IGD_PRIVATE_SECRET },
	{ "key", RANDOM, IGD_PRIVATE_SECRET },
	{ "credential", RANDOM, IGD_PRIVATE_SECRET },
	{ "auth", RANDOM, IGD_PRIVATE_SECRET },
	{ "data", RANDOM, IGD_PRIVATE_SECRET },
	{ "serial", WHOLE, IGD_PRIVATE_SERIAL },
	{ "serialnumber", WHOLE, IGD_PRIVATE_SERIAL },
	{ "number", WHOLE, IGD_PRIVATE_SERIAL }, /* "Serial Number: " */
	{ "asset", WHOLE, IGD_PRIVATE_SERIAL },
	{ "wwn", WHOLE, IGD_PRIVATE_SERIAL },
	{ "guest", WHOLE, IGD_PRIVATE_VM },
	{ "hostname", LAST, IGD_PRIVATE_HOST },
	{ "user", WHOLE, IGD_PRIVATE_USER },
	{ "username", WHOLE, IGD_PRIVATE_USER },
	{ "logname", WHOLE, IGD_PRIVATE_USER },
	{ "label", WHOLE, IGD_PRIVATE_PATH },
	{ "partlabel", WHOLE, IGD_PRIVATE_PATH },
};

static bool is_of_key(char letter)
{
	return isalnum((unsigned char)letter) || letter == '_' || letter == '-' || letter == '.';
}

static bool is_key(size_t row, const char *key, size_t size)
{
	size_t length = strlen(keys[row].key);

	if (size < length || strncasecmp(key + size - length, keys[row].key, length) != 0)
		return false;
	if (size == length)
		return true;
	return keys[row].rule != WHOLE &&
	       (!isalpha((unsigned char)key[size - length - 1]) ||
		       (islower((unsigned char)key[size - length - 1]) &&
			       isupper((unsigned char)key[size - length])));
}

/* "password-secret=sec0" names an object of QEMU's that holds it. */
static bool is_reference(const char *key, size_t size)
{
	return size > 7 && strncasecmp(key + size - 7, "-secret", 7) == 0;
}

/* Letters and digits in a mess, as long as a key: not a word, not a path. */
static bool is_random(const char *text, size_t size)
{
	size_t letters = 0, digits = 0, i;

	for (i = 0; i < size; i++) {
		letters += isalpha((unsigned char)text[i]) != 0;
		digits += isdigit((unsigned char)text[i]) != 0;
		if (!isalnum((unsigned char)text[i]) && !strchr("+/=_-", text[i]))
			return false;
	}
	return size >= 16 && letters >= 4 && digits >= 3 && text[0] != '/' &&
	       !igd_starts_with(text, "0x");
}

static bool is_quote(char letter)
{
	return letter == '"' || letter == '\'';
}

static bool ends_value(char letter, char quote)
{
	if (quote)
		return letter == quote || letter == '\n';
	return !letter || strchr(" \t\r\n,;&<>\"'", letter);
}

/* Where the value begins that the '=' or ':' at walk->at is followed by, and where it ends. */
static bool find_value(const struct igd_walk *walk, size_t *ret_start, size_t *ret_end)
{
	const char *in = walk->in;
	size_t at = walk->at + 1, end;
	bool is_escaped;
	char quote = '\0';

	while (at < walk->size && at - walk->at < 4 && in[at] == ' ')
		at++;
	is_escaped = at + 1 < walk->size && in[at] == '\\' && is_quote(in[at + 1]);
	at += is_escaped;
	if (at < walk->size && is_quote(in[at]))
		quote = in[at++];
	if (at - walk->at > 1 && in[walk->at] == '=' && !quote)
		return false;
	for (end = at; end < walk->size && end - at < 4096 && !ends_value(in[end], quote);)
		end++;
	end -= is_escaped && end > at && in[end - 1] == '\\';
	*ret_start = at;
	*ret_end = end;
	return end > at;
}

/* What stands for a value that is not there, or a path to it, or a variable. */
static bool is_no_secret(const char *text, size_t size)
{
	return size < 2 || text[0] == '$' || text[0] == '<' || text[0] == '/' || text[0] == '{' ||
	       igd_value_is_filler(text, size);
}

static void take(struct igd_walk *walk, size_t row, size_t start, size_t end)
{
	const char *text = walk->in + start;
	size_t size = end - start;

	if (keys[row].kind == IGD_PRIVATE_SECRET) {
		if (is_no_secret(text, size) ||
			(keys[row].rule == RANDOM && !is_random(text, size)))
			return;
		walk->secret_start = start;
		walk->secret_end = end;
	}
	if (keys[row].kind == IGD_PRIVATE_HOST || keys[row].kind == IGD_PRIVATE_USER) {
		for (size = 0; start + size < end &&
			       (igd_is_word(text[size]) || strchr("._-", text[size]));)
			size++;
	}
	if (keys[row].kind == IGD_PRIVATE_PATH && igd_name_is_common(text, size))
		return;
	if (!walk->redactor->is_settled)
		igd_value_add(walk->redactor, keys[row].kind, text, size);
}

/*
 * A colon is what "Serial Number:", "SerialNumber:" and keys of secrets have. The kernel's "key: 6ccece7e..." is a
 * fingerprint: what only looks like a secret has to be in quotation marks as well, as in JSON.
 */
static bool may_have_colon(const struct igd_walk *walk, size_t row, size_t start)
{
	size_t next = walk->at + 1;

	if (strcmp(keys[row].key, "number") == 0)
		return walk->in[walk->at] == ':' && igd_text_ends(walk->in, start, "Serial ");
	if (walk->in[walk->at] == '=' || strcmp(keys[row].key, "serialnumber") == 0)
		return true;
	if (keys[row].kind != IGD_PRIVATE_SECRET || keys[row].rule == LAST)
		return keys[row].kind == IGD_PRIVATE_SECRET;
	next += next < walk->size && walk->in[next] == ' ';
	return next < walk->size && is_quote(walk->in[next]);
}

void igd_key_look(struct igd_walk *walk)
{
	const char *in = walk->in;
	size_t end = walk->at, start, value, value_end, row;

	if (end && is_quote(in[end - 1]))
		end--;
	for (start = end; start && end - start < 40 && is_of_key(in[start - 1]);)
		start--;
	if (end - start < 3 || !strchr("dDeEnNtTkKyYshSHrRLlaA", in[end - 1]) ||
		is_reference(in + start, end - start))
		return;
	for (row = 0; row < sizeof(keys) / sizeof(*keys); row++) {
		if (is_key(row, in + start, end - start) && may_have_colon(walk, row, start)) {
			if (find_value(walk, &value, &value_end))
				take(walk, row, value, value_end);
			return;
		}
	}
}
