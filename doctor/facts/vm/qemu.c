// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu - the QEMU that runs the VM: its version, and the properties of its vfio-pci device
 */
#include "facts/vm/qemu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* QEMU 7.2 to 11.1 softmmu/vl.c, system/vl.c version(): "QEMU emulator version " QEMU_FULL_VERSION */
#define VERSION_LEAD "QEMU emulator version "
/* QEMU 7.2 to 11.1 softmmu/qdev-monitor.c, system/qdev-monitor.c qdev_device_help() */
#define HELP_LEAD "vfio-pci options:"

/* A number of at most four digits, and the dot behind it if there is to be one. */
static bool take_number(const char **at, bool has_dot, unsigned *ret)
{
	size_t digits = strspn(*at, "0123456789");

	if (!digits || digits > 4)
		return false;
	*ret = (unsigned)strtoul(*at, NULL, 10);
	*at += digits;
	if (has_dot && **at != '.')
		return false;
	*at += has_dot;
	return true;
}

static void copy(char *to, size_t room, const char *from, size_t size)
{
	IGD_AUTOFREE char *shown = igd_printable(from, size, room - 1);

	snprintf(to, room, "%s", shown);
}

bool igd_qemu_parse_version(const char *text, struct igd_qemu_version *ret)
{
	const char *begin, *at, *open, *close;

	if (!igd_starts_with(text, VERSION_LEAD))
		return false;
	*ret = (struct igd_qemu_version){ 0 };
	begin = at = text + strlen(VERSION_LEAD);
	if (!take_number(&at, true, &ret->major) || !take_number(&at, true, &ret->minor) ||
		!take_number(&at, false, &ret->micro))
		return false;
	copy(ret->text, sizeof(ret->text), begin, strcspn(begin, " \t\r\n("));
	open = begin + strcspn(begin, "(\n");
	close = *open == '(' ? strpbrk(open, ")\n") : NULL;
	if (close && *close == ')')
		copy(ret->vendor, sizeof(ret->vendor), open + 1, (size_t)(close - open - 1));
	return true;
}

/* The default at the end of a line, "(default: on)" or "(default: \"off\")". */
static void parse_default(const char *line, size_t length, char *ret, size_t room)
{
	static const char lead[] = "(default: ";
	const char *end = line + length, *at;

	if (!length || end[-1] != ')')
		return;
	for (at = end - 1; at > line && *at != '('; at--)
		continue;
	if ((size_t)(end - at) < sizeof(lead) || strncmp(at, lead, sizeof(lead) - 1) != 0)
		return;
	at += sizeof(lead) - 1;
	end--;
	if (end - at >= 2 && *at == '"' && end[-1] == '"') {
		at++;
		end--;
	}
	if ((size_t)(end - at) < room)
		copy(ret, room, at, (size_t)(end - at));
	if (strcmp(ret, "true") == 0 || strcmp(ret, "false") == 0)
		snprintf(ret, room, "%s", *ret == 't' ? "on" : "off");
}

/* "  x-igd-lpc=<bool>       - on/off (default: off)" */
static bool parse_property(const char *line, size_t length, struct igd_qemu_property *ret)
{
	const char *name = line + strspn(line, " "), *equals = memchr(line, '=', length), *close;
	size_t size;

	*ret = (struct igd_qemu_property){ 0 };
	if (name == line || !equals || equals <= name || equals + 1 >= line + length ||
		equals[1] != '<')
		return false;
	size = (size_t)(equals - name);
	if (size >= sizeof(ret->name) || memchr(name, ' ', size))
		return false;
	copy(ret->name, sizeof(ret->name), name, size);
	close = memchr(equals, '>', (size_t)(line + length - equals));
	if (!close)
		return false;
	copy(ret->type, sizeof(ret->type), equals + 2, (size_t)(close - equals - 2));
	parse_default(line, length, ret->value, sizeof(ret->value));
	return true;
}

bool igd_qemu_parse_properties(const char *text, struct igd_qemu_properties *ret)
{
	struct igd_qemu_property property;
	size_t length;

	if (!igd_starts_with(text, HELP_LEAD))
		return false;
	*ret = (struct igd_qemu_properties){ 0 };
	for (text += strcspn(text, "\n"); *text && ret->count < IGD_QEMU_MAX_PROPERTIES;
		text += length) {
		text++;
		length = strcspn(text, "\n");
		if (!parse_property(text, length, &property))
			continue;
		ret->properties =
			igd_regrow(ret->properties, ret->count + 1, sizeof(*ret->properties));
		ret->properties[ret->count++] = property;
	}
	if (!ret->count)
		igd_qemu_properties_done(ret);
	return ret->count > 0;
}

void igd_qemu_properties_done(struct igd_qemu_properties *properties)
{
	free(properties->properties);
	*properties = (struct igd_qemu_properties){ 0 };
}

const struct igd_qemu_property *igd_qemu_property(
	const struct igd_qemu_properties *properties, const char *name)
{
	size_t i;

	for (i = 0; i < properties->count; i++) {
		if (strcmp(properties->properties[i].name, name) == 0)
			return &properties->properties[i];
	}
	return NULL;
}

const char *igd_qemu_binary(struct igd_host *host)
{
	return igd_host_given(host, "qemu");
}

struct version_fact {
	bool is_known;
	struct igd_qemu_version version;
};

static void read_version(struct igd_host *host, void *ret)
{
	struct version_fact *fact = ret;
	const char *binary = igd_qemu_binary(host);
	const char *text = binary ? igd_host_query(host, "qemu-version", binary) : NULL;

	if (!text)
		return;
	igd_host_cite(host, igd_host_print(host, "%s --version", binary), "%.*s",
		(int)strcspn(text, "\n"), text);
	fact->is_known = igd_qemu_parse_version(text, &fact->version);
}

static const struct igd_fact version_fact = { "qemu version", sizeof(struct version_fact),
	read_version, NULL };

const struct igd_qemu_version *igd_qemu_version(struct igd_host *host)
{
	const struct version_fact *fact = igd_host_fact(host, &version_fact);

	return fact->is_known ? &fact->version : NULL;
}

static void read_properties(struct igd_host *host, void *ret)
{
	struct igd_qemu_properties *properties = ret;
	const char *binary = igd_qemu_binary(host);
	const char *text = binary ? igd_host_query(host, "qemu-vfio-pci", binary) : NULL;

	if (text)
		igd_qemu_parse_properties(text, properties);
}

static void free_properties(void *fact)
{
	igd_qemu_properties_done(fact);
}

static const struct igd_fact properties_fact = { "qemu properties",
	sizeof(struct igd_qemu_properties), read_properties, free_properties };

const struct igd_qemu_properties *igd_qemu_properties(struct igd_host *host)
{
	const struct igd_qemu_properties *properties = igd_host_fact(host, &properties_fact);

	return properties->count ? properties : NULL;
}
