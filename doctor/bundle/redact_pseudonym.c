// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_pseudonym - what stands for a value
 *
 * Values are taken in their order, and numbered: so the same evidence gives the same pseudonyms, and those of one
 * kind sort as what they stand for. None of them is one of the values that were found, so that the closing scan can
 * tell them apart.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

static char *numbered(struct igd_redactor *redactor, const struct igd_value *value, uint64_t number)
{
	static const char *const forms[IGD_PRIVATE_COUNT] = { [IGD_PRIVATE_SERIAL] = "SERIAL",
		[IGD_PRIVATE_HOST] = "host-",
		[IGD_PRIVATE_USER] = "user-",
		[IGD_PRIVATE_VM] = "vm-",
		[IGD_PRIVATE_PATH] = "path-",
		[IGD_PRIVATE_MAIL] = "mail-",
		[IGD_PRIVATE_DOMAIN_NAME] = "domain-" };
	const char *original = value->original;

	switch (value->kind) {
	case IGD_PRIVATE_UUID:
		return igd_printf("%08" PRIx64 "-0000-%c000-%c000-000000000000", number,
			original[14], original[19]);
	case IGD_PRIVATE_MACHINE_ID:
		return igd_printf("%08" PRIx64 "000000000000000000000000", number);
	case IGD_PRIVATE_SECRET:
		return igd_strdup("SECRET");
	default:
		return igd_printf("%s%0*" PRIu64 "%s", forms[value->kind],
			redactor->text_width[value->kind], number,
			value->kind == IGD_PRIVATE_MAIL		 ? "@example.org"
			: value->kind == IGD_PRIVATE_DOMAIN_NAME ? ".example"
								 : "");
	}
}

/* Not one that was found itself. */
static bool is_fresh(const struct igd_redactor *redactor, unsigned kind, const char *pseudonym)
{
	return kind == IGD_PRIVATE_SECRET ||
	       !igd_value_find(redactor, kind, pseudonym, strlen(pseudonym));
}

static char *pseudonym_text(struct igd_redactor *redactor, const struct igd_value *value)
{
	char *text = numbered(redactor, value, ++redactor->text_numbers[value->kind]);

	while (!is_fresh(redactor, value->kind, text)) {
		free(text);
		text = numbered(redactor, value, ++redactor->text_numbers[value->kind]);
	}
	return text;
}

/* A folder that is called as a VM, a host or a user is: one thing keeps one name. */
static const char *twin_of(const struct igd_redactor *redactor, const struct igd_value *value)
{
	static const enum igd_private kinds[] = { IGD_PRIVATE_VM, IGD_PRIVATE_USER,
		IGD_PRIVATE_HOST };
	size_t i, index;

	for (i = 0; value->kind == IGD_PRIVATE_PATH && i < sizeof(kinds) / sizeof(*kinds); i++) {
		index = igd_value_find(redactor, kinds[i], value->original, value->size);
		if (index && redactor->values[index - 1].pseudonym)
			return redactor->values[index - 1].pseudonym;
	}
	return NULL;
}

static char *pseudonym_of(struct igd_redactor *redactor, const struct igd_value *value)
{
	const char *twin = twin_of(redactor, value);

	if (twin)
		return igd_strdup(twin);
	switch (value->kind) {
	case IGD_PRIVATE_MAC:
		return igd_pseudonym_mac(redactor, value->original);
	case IGD_PRIVATE_IPV4:
		return igd_pseudonym_ipv4(redactor, value->original);
	case IGD_PRIVATE_IPV6:
		return igd_pseudonym_ipv6(redactor, value->original);
	default:
		return pseudonym_text(redactor, value);
	}
}

void igd_pseudonym_give(struct igd_redactor *redactor, size_t index)
{
	redactor->values[index].pseudonym = pseudonym_of(redactor, &redactor->values[index]);
}

static int compare(const void *left_index, const void *right_index, void *context)
{
	const struct igd_redactor *redactor = context;
	const struct igd_value *left = &redactor->values[*(const size_t *)left_index];
	const struct igd_value *right = &redactor->values[*(const size_t *)right_index];
	unsigned char numbers[2][4];

	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	if (left->kind == IGD_PRIVATE_IPV4 && inet_pton(AF_INET, left->original, numbers[0]) == 1 &&
		inet_pton(AF_INET, right->original, numbers[1]) == 1)
		return memcmp(numbers[0], numbers[1], 4);
	return strcmp(left->original, right->original);
}

void igd_pseudonyms_settle(struct igd_redactor *redactor)
{
	IGD_AUTOFREE size_t *order = igd_zalloc((redactor->count + 1) * sizeof(*order));
	size_t totals[IGD_PRIVATE_COUNT + 1] = { 0 }, i, total;

	for (i = 0; i < redactor->count; i++) {
		order[i] = i;
		totals[redactor->values[i].kind]++;
	}
	for (i = 0; i < IGD_PRIVATE_COUNT; i++) {
		/* Two digits and more for VMs and serial numbers, and as many as there are values. */
		redactor->text_width[i] = i == IGD_PRIVATE_SERIAL ? 4 : i == IGD_PRIVATE_VM ? 2 : 1;
		for (total = totals[i] * 2; total >= 10; total /= 10)
			redactor->text_width[i] += redactor->text_width[i] < 2 || total >= 100;
	}
	qsort_r(order, redactor->count, sizeof(*order), compare, redactor);
	for (i = 0; i < redactor->count; i++) {
		if (redactor->values[order[i]].kind != IGD_LEFT)
			igd_pseudonym_give(redactor, order[i]);
	}
}

/* The pseudonym's digits in the places of the original's, in capitals where those were. */
static void overlay(const char *pseudonym, const char *matched, size_t size, struct igd_text *ret)
{
	bool is_upper = false;
	char letter;
	size_t i;

	for (i = 0; i < size; i++)
		is_upper |=
			isxdigit((unsigned char)matched[i]) && isupper((unsigned char)matched[i]);
	for (i = 0; i < size; i++) {
		letter = matched[i];
		while (*pseudonym && !isxdigit((unsigned char)*pseudonym))
			pseudonym++;
		if (isxdigit((unsigned char)letter) && *pseudonym)
			letter = is_upper ? (char)toupper((unsigned char)*pseudonym++)
					  : *pseudonym++;
		igd_text_add(ret, &letter, 1);
	}
}

/* Whether it was written in capitals that are not its own. */
static bool is_raised(const struct igd_value *value, const char *matched, size_t size)
{
	bool has_lower = false, is_upper = false;
	size_t i;

	for (i = 0; i < value->size; i++)
		has_lower |= islower((unsigned char)value->original[i]) != 0;
	for (i = 0; i < size; i++) {
		if (islower((unsigned char)matched[i]))
			return false;
		is_upper |= isupper((unsigned char)matched[i]) != 0;
	}
	return has_lower && is_upper;
}

void igd_pseudonym_write(
	const struct igd_value *value, const char *matched, size_t size, struct igd_text *ret)
{
	const char *each;
	char letter;
	bool is_upper;

	if (value->kind == IGD_PRIVATE_MAC || value->kind == IGD_PRIVATE_UUID ||
		value->kind == IGD_PRIVATE_MACHINE_ID) {
		overlay(value->pseudonym, matched, size, ret);
		return;
	}
	is_upper = is_raised(value, matched, size);
	for (each = value->pseudonym; *each; each++) {
		letter = is_upper ? (char)toupper((unsigned char)*each) : *each;
		igd_text_add(ret, &letter, 1);
	}
}
