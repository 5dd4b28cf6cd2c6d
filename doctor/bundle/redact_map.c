// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_map - what was replaced by what; for the person alone
 *
 * Secrets all become one word, and are not repeated here either.
 */
#include <string.h>

#include "bundle/redact_private.h"

static void write_string(FILE *out, const char *text, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t i, length;

	putc('"', out);
	for (i = 0; i < size; i += length) {
		length = igd_utf8_length(bytes + i, size - i);
		if (!length || bytes[i] < ' ')
			fprintf(out, "\\u%04x", bytes[i]);
		else if (strchr("\"\\", bytes[i]))
			fprintf(out, "\\%c", bytes[i]);
		else
			fwrite(bytes + i, 1, length, out);
		length = length ? length : 1;
	}
	putc('"', out);
}

void igd_redactor_write_map(const struct igd_redactor *redactor, FILE *out)
{
	static const char *const kinds[IGD_PRIVATE_COUNT] = { "mac", "ipv4", "ipv6", "uuid",
		"serial", "machine-id", "host", "domain", "user", "vm", "mail", "secret", "path" };
	const struct igd_value *value;
	const char *comma = "";
	size_t i;

	fputs("{\"schema\":\"igd-doctor.map/1\",\"values\":[", out);
	for (i = 0; i < redactor->count; i++) {
		value = &redactor->values[i];
		if (!value->places || value->kind == IGD_LEFT || value->kind == IGD_PRIVATE_SECRET)
			continue;
		fprintf(out, "%s\n{\"kind\":\"%s\",\"original\":", comma, kinds[value->kind]);
		write_string(out, value->original, value->size);
		fputs(",\"pseudonym\":", out);
		write_string(out, value->pseudonym, strlen(value->pseudonym));
		fprintf(out, ",\"places\":%zu}", value->places);
		comma = ",";
	}
	fputs("\n]}\n", out);
}
