// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_learn - files that define what is private, by their paths
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"
#include "core/host.h"

/* A piece of a text, not terminated. */
struct piece {
	const char *text;
	size_t size;
};

static struct piece trimmed(const char *text, size_t size)
{
	while (size && isspace((unsigned char)*text)) {
		text++;
		size--;
	}
	while (size && (isspace((unsigned char)text[size - 1]) || !text[size - 1]))
		size--;
	return (struct piece){ text, size };
}

/* The next line; false at the end. */
static bool next_line(const char **text, size_t *size, struct piece *ret)
{
	const char *end = *size ? memchr(*text, '\n', *size) : NULL;

	if (!*size)
		return false;
	*ret = (struct piece){ *text, end ? (size_t)(end - *text) : *size };
	*size -= ret->size + (end != NULL);
	*text += ret->size + (end != NULL);
	return true;
}

static void learn_host(struct igd_redactor *redactor, struct piece name)
{
	const char *dot = name.size ? memchr(name.text, '.', name.size) : NULL;
	size_t length = dot ? (size_t)(dot - name.text) : name.size;

	igd_value_add(redactor, IGD_PRIVATE_HOST, name.text, length);
	if (dot && dot[1] && memchr(dot + 1, '.', name.size - length - 1))
		igd_value_add(redactor, IGD_PRIVATE_DOMAIN_NAME, dot + 1, name.size - length - 1);
}

/* "ro", with its colons: the field of that number */
static struct piece field(struct piece line, size_t number)
{
	const char *end = line.text + line.size, *colon;

	for (; number; number--) {
		colon = memchr(line.text, ':', (size_t)(end - line.text));
		if (!colon)
			return (struct piece){ end, 0 };
		line.text = colon + 1;
	}
	colon = memchr(line.text, ':', (size_t)(end - line.text));
	return (struct piece){ line.text, (size_t)((colon ? colon : end) - line.text) };
}

/* 1000 to 65533 are people (systemd docs/UIDS-GIDS.md). */
static bool is_of_person(struct piece number)
{
	IGD_AUTOFREE char *text = igd_strndup(number.text, number.size);
	uint64_t id;

	return igd_parse_u64(text, 10, &id) == 0 && id >= 1000 && id < 65534;
}

/* NAME:x:UID:GID:Full Name,...:HOME:SHELL, and NAME:x:GID:MEMBER,... */
static void learn_account(struct igd_redactor *redactor, struct piece line)
{
	struct piece name = field(line, 0), full = field(line, 4);
	const char *comma;

	if (!is_of_person(field(line, 2)))
		return;
	igd_value_add(redactor, IGD_PRIVATE_USER, name.text, name.size);
	comma = full.size ? memchr(full.text, ',', full.size) : NULL;
	full.size = comma ? (size_t)(comma - full.text) : full.size;
	if (full.size > 3)
		igd_value_add(redactor, IGD_PRIVATE_USER, full.text, full.size);
}

static void learn_accounts(struct igd_redactor *redactor, const char *text, size_t size)
{
	struct piece line;

	while (next_line(&text, &size, &line))
		learn_account(redactor, line);
}

/* "running NAME", "off NAME"; the name with %XX */
static void learn_domains(struct igd_redactor *redactor, const char *text, size_t size)
{
	struct piece line;
	const char *blank;

	while (next_line(&text, &size, &line)) {
		blank = memchr(line.text, ' ', line.size);
		if (blank)
			igd_learn_vm_encoded(
				redactor, blank + 1, (size_t)(line.text + line.size - blank - 1));
	}
}

static void learn_guest(struct igd_redactor *redactor, const char *text, size_t size)
{
	static const char key[] = "name: ";
	struct piece line;

	while (next_line(&text, &size, &line)) {
		if (line.size > strlen(key) && strncmp(line.text, key, strlen(key)) == 0) {
			line = trimmed(line.text + strlen(key), line.size - strlen(key));
			igd_value_add(redactor, IGD_PRIVATE_VM, line.text, line.size);
		}
	}
}

/* "search corp.example.org" of /etc/resolv.conf */
static void learn_resolver(struct igd_redactor *redactor, const char *text, size_t size)
{
	struct piece line;
	size_t skip;

	while (next_line(&text, &size, &line)) {
		if (line.size < 8 || (strncmp(line.text, "search ", 7) != 0 &&
					     strncmp(line.text, "domain ", 7) != 0))
			continue;
		for (skip = 7; skip < line.size && line.text[skip] != ' ';)
			skip++;
		igd_value_add(redactor, IGD_PRIVATE_DOMAIN_NAME, line.text + 7, skip - 7);
	}
}

/* "127.0.1.1 NAME.DOMAIN NAME" of /etc/hosts */
static void learn_hosts(struct igd_redactor *redactor, const char *text, size_t size)
{
	struct piece line;
	size_t at, start;

	while (next_line(&text, &size, &line)) {
		if (line.size < 10 || strncmp(line.text, "127.0.", 6) != 0)
			continue;
		for (at = strcspn(line.text, " \t\n"); at < line.size;) {
			for (; at < line.size && isspace((unsigned char)line.text[at]);)
				at++;
			for (start = at; at < line.size && !isspace((unsigned char)line.text[at]);)
				at++;
			learn_host(redactor, (struct piece){ line.text + start, at - start });
		}
	}
}

/* "Nov 23 10:00:00 NAME kernel: ", "2026-11-23T10:00:00.000000+01:00 NAME kernel: " */
static void learn_syslog_line(struct igd_redactor *redactor, struct piece line)
{
	struct igd_walk walk = { .redactor = redactor, .in = line.text, .size = line.size };
	size_t end;

	for (walk.at = 15; walk.at < line.size && walk.at < 40; walk.at++) {
		if (line.text[walk.at - 1] == ' ' &&
			igd_context_defines(&walk, IGD_PRIVATE_HOST, 0))
			break;
	}
	if (walk.at >= line.size || walk.at >= 40)
		return;
	for (end = walk.at;
		end < line.size && (igd_is_word(line.text[end]) || strchr("-.", line.text[end]));)
		end++;
	if (end < line.size && line.text[end] == ' ')
		learn_host(redactor, (struct piece){ line.text + walk.at, end - walk.at });
}

static void learn_syslog(struct igd_redactor *redactor, const char *text, size_t size)
{
	struct piece line;

	while (next_line(&text, &size, &line))
		learn_syslog_line(redactor, line);
}

/* What a Sunshine calls itself: by default what its machine is called. */
static void learn_stream(struct igd_redactor *redactor, const char *text, size_t size)
{
	static const char key[] = "<hostname>";
	const char *at = memmem(text, size, key, strlen(key)), *end;

	at = at ? at + strlen(key) : NULL;
	end = at ? memchr(at, '<', size - (size_t)(at - text)) : NULL;
	if (end && end > at && end - at < 256)
		learn_host(redactor, (struct piece){ at, (size_t)(end - at) });
}

void igd_learn_file(struct igd_redactor *redactor, const char *path, const char *text, size_t size)
{
	unsigned place = igd_place_of(path);
	struct piece all = trimmed(text, size);

	if (place & IGD_PLACE_ACCOUNTS)
		learn_accounts(redactor, text, size);
	if (place & IGD_PLACE_DOMAINS)
		learn_domains(redactor, text, size);
	if (place & IGD_PLACE_GUEST)
		learn_guest(redactor, text, size);
	if (place & IGD_PLACE_HOST)
		learn_host(redactor, all);
	if (place & IGD_PLACE_VM && all.size && *all.text != '/')
		igd_value_add(redactor, IGD_PRIVATE_VM, all.text, all.size);
	if (place & IGD_PLACE_VALUE && !memchr(text, '\0', size))
		igd_value_add(redactor, IGD_PRIVATE_SERIAL, all.text, all.size);
	if (igd_ends_with(path, "/etc/resolv.conf"))
		learn_resolver(redactor, text, size);
	if (igd_ends_with(path, "/etc/hosts"))
		learn_hosts(redactor, text, size);
	if (strstr(path, "/var/log/"))
		learn_syslog(redactor, text, size);
	if (igd_starts_with(path, IGD_STREAM_DIR "/"))
		learn_stream(redactor, text, size);
}
