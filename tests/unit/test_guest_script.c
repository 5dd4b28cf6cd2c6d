// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guest_script - the query that PowerShell in the guest is given: that it arrives whole, and only reads
 */
#include <nettle/base64.h>
#include <string.h>

#include "core/source_live_guest.h"
#include "tests/unit/unit.h"

/* The script, out of base64 and UTF-16. */
static char *script(void)
{
	IGD_AUTOFREE char *text = igd_guest_script();
	struct base64_decode_ctx context;
	size_t size = BASE64_DECODE_LENGTH(strlen(text)), i;
	IGD_AUTOFREE uint8_t *wide = igd_zalloc(size);
	char *plain;

	base64_decode_init(&context);
	assert_int_equal(base64_decode_update(&context, &size, wide, strlen(text), text), 1);
	assert_int_equal(base64_decode_final(&context), 1);
	assert_int_equal(size % 2, 0);
	plain = igd_zalloc(size / 2 + 1);
	for (i = 0; i < size / 2; i++) {
		assert_int_equal(wide[2 * i + 1], 0);
		assert_true(wide[2 * i] == '\n' || (wide[2 * i] >= ' ' && wide[2 * i] < 0x7f));
		plain[i] = (char)wide[2 * i];
	}
	return plain;
}

/* Counts a bracket, if it is one, to the depth of its kind. */
static void count(int depth[3], char letter)
{
	static const char pairs[] = "()[]{}";
	const char *pair = strchr(pairs, letter);

	if (pair)
		depth[(pair - pairs) / 2] += (pair - pairs) % 2 ? -1 : 1;
}

/* It fits into a command line of Windows, and brackets and quotes are closed. */
static void test_form(void **state)
{
	IGD_AUTOFREE char *text = script();
	int depth[3] = { 0 };
	char quote = '\0';
	const char *at;
	size_t i;

	(void)state;
	assert_true(strlen(text) < 12000);
	for (at = text; *at; at++) {
		if (*at == quote)
			quote = '\0';
		else if (!quote && (*at == '\'' || *at == '"'))
			quote = *at;
		if (quote != '\'')
			count(depth, *at);
	}
	assert_int_equal(quote, 0);
	for (i = 0; i < 3; i++)
		assert_int_equal(depth[i], 0);
}

/* Every list is made by the block that tells one that failed from an empty one. */
static void test_lists(void **state)
{
	static const char *const lists[] = { "gpu", "pnp", "mon", "out", "svc", "proc", "tcp",
		"udp", "net", "fwp", "fwr" };
	IGD_AUTOFREE char *text = script();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		IGD_AUTOFREE char *made = igd_printf("$o.%s=&$q {", lists[i]);

		if (!strstr(text, made))
			fail_msg("%s", lists[i]);
	}
}

static bool is_capital(char letter)
{
	return letter >= 'A' && letter <= 'Z';
}

static bool is_letter(char letter)
{
	return is_capital(letter) || (letter >= 'a' && letter <= 'z');
}

static bool is_harmless(const char *word)
{
	static const char *const harmless[] = { "Get-", "ConvertTo-Json", "Sort-Object" };
	size_t i;

	for (i = 0; i < sizeof(harmless) / sizeof(*harmless); i++) {
		if (igd_starts_with(word, harmless[i]))
			return true;
	}
	return false;
}

/* No cmdlet ("Verb-Noun") in it changes anything, and nothing is written to a file. */
static void test_reads_only(void **state)
{
	IGD_AUTOFREE char *text = script();
	const char *at, *word;
	unsigned cmdlets = 0;

	(void)state;
	for (at = strchr(text, '-'); at; at = strchr(at + 1, '-')) {
		for (word = at; word > text && is_letter(word[-1]);)
			word--;
		if (word == at || !is_capital(*word) || !is_capital(at[1]))
			continue;
		cmdlets++;
		if (!is_harmless(word))
			fail_msg("%.30s", word);
	}
	assert_true(cmdlets > 10);
	assert_null(strchr(text, '>'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_reads_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
