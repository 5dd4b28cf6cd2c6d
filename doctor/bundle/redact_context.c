// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_context - where words begin, and where a common word is meant as a name
 */
#include <ctype.h>
#include <string.h>

#include "bundle/redact_private.h"

bool igd_is_word(char letter)
{
	unsigned char byte = (unsigned char)letter, folded = byte | 0x20;

	return (folded >= 'a' && folded <= 'z') || (byte >= '0' && byte <= '9');
}

static bool is_hex(const char *in, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (!isxdigit((unsigned char)in[i]))
			return false;
	}
	return true;
}

/* "%2F", "\n", "\x20", "\u00fc", "\040" before at */
static bool ends_escape(const char *in, size_t at)
{
	if (at >= 2 && in[at - 2] == '\\' && strchr("ntrbf", in[at - 1]))
		return true;
	if (at >= 3 && in[at - 3] == '%' && is_hex(in + at - 2, 2))
		return true;
	if (at >= 4 && in[at - 4] == '\\' && is_hex(in + at - 2, 2) &&
		(in[at - 3] == 'x' || isdigit((unsigned char)in[at - 3])))
		return true;
	return at >= 6 && in[at - 6] == '\\' && in[at - 5] == 'u' && is_hex(in + at - 4, 4);
}

bool igd_word_begins(const char *in, size_t at)
{
	return !at || !igd_is_word(in[at - 1]) || ends_escape(in, at);
}

/* A blank in the suffix is whatever parts words: also a NUL, a quotation mark or an equals sign. */
static bool is_same(char letter, char wanted)
{
	if (wanted == ' ')
		return !letter || strchr(" \t\n\"'=", letter);
	return tolower((unsigned char)letter) == tolower((unsigned char)wanted);
}

bool igd_text_ends(const char *in, size_t at, const char *suffix)
{
	size_t length = strlen(suffix), i;

	if (length > at)
		return false;
	for (i = 0; i < length; i++) {
		if (!is_same(in[at - length + i], suffix[i]))
			return false;
	}
	return true;
}

/* What stands before a name that is defined, or used as one. */
static const struct {
	enum igd_private kind;
	const char *before;
} definitions[] = {
	{ IGD_PRIVATE_HOST, "hostname " },
	{ IGD_PRIVATE_HOST, "hostname: " },
	{ IGD_PRIVATE_HOST, "<hostname>" },
	{ IGD_PRIVATE_HOST, "hostname to <" },
	{ IGD_PRIVATE_HOST, "nodename " },
	{ IGD_PRIVATE_HOST, "host name=" },
	{ IGD_PRIVATE_HOST, "host name " },
	{ IGD_PRIVATE_HOST, "host name='" },
	{ IGD_PRIVATE_HOST, "host name=\"" },
	{ IGD_PRIVATE_HOST, "@" },
	{ IGD_PRIVATE_USER, "/home/" },
	{ IGD_PRIVATE_USER, "/users/" },
	{ IGD_PRIVATE_USER, "\\users\\" },
	{ IGD_PRIVATE_USER, "\\users\\\\" },
	{ IGD_PRIVATE_USER, "/media/" },
	{ IGD_PRIVATE_USER, "user=" },
	{ IGD_PRIVATE_USER, "user='" },
	{ IGD_PRIVATE_USER, "user: " },
	{ IGD_PRIVATE_USER, "logname=" },
	{ IGD_PRIVATE_USER, "username " },
	{ IGD_PRIVATE_USER, "username='" },
	{ IGD_PRIVATE_VM, "<name>" },
	{ IGD_PRIVATE_VM, "guest=" },
	{ IGD_PRIVATE_VM, "-name " },
	{ IGD_PRIVATE_VM, "/libvirt/domain/" },
	{ IGD_PRIVATE_VM, "/.igd-doctor/guest/" },
	{ IGD_PRIVATE_VM, "/libvirt/qemu/" },
	{ IGD_PRIVATE_VM, "/qemu/autostart/" },
	{ IGD_PRIVATE_VM, "/qemu/nvram/" },
	{ IGD_PRIVATE_VM, "/qemu/save/" },
	{ IGD_PRIVATE_VM, "dumpxml " },
	{ IGD_PRIVATE_VM, "--inactive " },
	{ IGD_PRIVATE_SERIAL, "serial=" },
	{ IGD_PRIVATE_SERIAL, "<serial>" },
	{ IGD_PRIVATE_SERIAL, "'serial'>" },
	{ IGD_PRIVATE_SERIAL, "\"serial\">" },
	{ IGD_PRIVATE_SERIAL, "'asset'>" },
	{ IGD_PRIVATE_SERIAL, "\"asset\">" },
	{ IGD_PRIVATE_SERIAL, "asset=" },
	{ IGD_PRIVATE_SERIAL, "serialnumber: " },
	{ IGD_PRIVATE_SERIAL, "serial number: " },
	{ IGD_PRIVATE_SERIAL, "<wwn>" },
	{ IGD_PRIVATE_DOMAIN_NAME, "." },
	{ IGD_PRIVATE_DOMAIN_NAME, "@" },
	{ IGD_PRIVATE_PATH, "/" },
	{ IGD_PRIVATE_PATH, "\\" },
	{ IGD_PRIVATE_PATH, "label=" },
};

/* "domain-3-NAME" below libvirt's directories */
static bool is_domain_directory(const char *in, size_t at)
{
	if (!at || in[at - 1] != '-')
		return false;
	for (at--; at && isdigit((unsigned char)in[at - 1]);)
		at--;
	return igd_text_ends(in, at, "/domain-");
}

static bool is_timestamp(char letter)
{
	return isalnum((unsigned char)letter) || strchr(" :.+-", letter);
}

/* "Nov 23 10:00:00 NAME kernel:", "2026-11-23T10:00:00+01:00 NAME kernel:" */
static bool is_behind_timestamp(const char *in, size_t at)
{
	size_t start = at, colons = 0;

	while (start && in[start - 1] != '\n' && at - start < 40) {
		start--;
		if (!in[start] || !is_timestamp(in[start]))
			return false;
		colons += in[start] == ':';
	}
	return at - start >= 15 && at - start < 40 && colons >= 2 && in[at - 1] == ' ' &&
	       isdigit((unsigned char)in[at - 2]);
}

/* A name that is all of a line of that place. */
static bool is_whole(const struct igd_walk *walk, unsigned kind, size_t size)
{
	unsigned place = kind == IGD_PRIVATE_HOST     ? IGD_PLACE_HOST
			 : kind == IGD_PRIVATE_VM     ? IGD_PLACE_VM
			 : kind == IGD_PRIVATE_SERIAL ? IGD_PLACE_VALUE
						      : 0;
	size_t end = walk->at + size;

	return (walk->place & place) && (!walk->at || walk->in[walk->at - 1] == '\n') &&
	       (end == walk->size || strchr("\n.", walk->in[end]));
}

static bool is_of_place(const struct igd_walk *walk, unsigned kind)
{
	const char *in = walk->in;
	size_t at = walk->at;

	if (kind == IGD_PRIVATE_USER && walk->place & IGD_PLACE_ACCOUNTS)
		return !at || strchr("\n:,", in[at - 1]);
	if (kind == IGD_PRIVATE_VM && walk->place & IGD_PLACE_DOMAINS)
		return igd_text_ends(in, at, "running ") || igd_text_ends(in, at, "off ");
	if (kind == IGD_PRIVATE_VM && walk->place & IGD_PLACE_GUEST)
		return igd_text_ends(in, at, "name: ");
	return false;
}

bool igd_context_defines(const struct igd_walk *walk, unsigned kind, size_t size)
{
	size_t i;

	if (is_whole(walk, kind, size) || is_of_place(walk, kind))
		return true;
	if (kind == IGD_PRIVATE_VM &&
		(is_domain_directory(walk->in, walk->at) || igd_file_is_of_vm(walk, size)))
		return true;
	if (kind == IGD_PRIVATE_HOST && is_behind_timestamp(walk->in, walk->at))
		return true;
	for (i = 0; i < sizeof(definitions) / sizeof(*definitions); i++) {
		if (definitions[i].kind == kind &&
			igd_text_ends(walk->in, walk->at, definitions[i].before))
			return true;
	}
	return false;
}

unsigned igd_place_of(const char *path)
{
	static const struct {
		const char *end;
		unsigned place;
	} places[] = { { "/etc/passwd", IGD_PLACE_ACCOUNTS }, { "/etc/group", IGD_PLACE_ACCOUNTS },
		{ "/etc/hostname", IGD_PLACE_HOST }, { "/kernel/hostname", IGD_PLACE_HOST },
		{ "/given/vm", IGD_PLACE_VM }, { "/libvirt/domains", IGD_PLACE_DOMAINS },
		{ "serial", IGD_PLACE_VALUE }, { "asset_tag", IGD_PLACE_VALUE },
		{ "/unique_id", IGD_PLACE_VALUE }, { "/wwid", IGD_PLACE_VALUE },
		{ "version", IGD_PLACE_VERSION }, { "release", IGD_PLACE_VERSION },
		{ "bios_date", IGD_PLACE_VERSION } };
	unsigned place = 0;
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		place |= igd_ends_with(path, places[i].end) ? places[i].place : 0;
	if (strstr(path, "/qemu-server/") || igd_ends_with(path, "/vm/file"))
		place |= IGD_PLACE_GUEST;
	return place;
}
