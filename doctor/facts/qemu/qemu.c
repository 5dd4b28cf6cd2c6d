// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu - the QEMU that runs the VM: its version, and the properties of its vfio-pci device
 */
#include "facts/qemu/qemu.h"

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

bool igd_qemu_parse_number(const char *text, struct igd_qemu_version *ret)
{
	const char *at = text;

	*ret = (struct igd_qemu_version){ 0 };
	if (!take_number(&at, true, &ret->major) || !take_number(&at, true, &ret->minor) ||
		!take_number(&at, false, &ret->micro))
		return false;
	copy(ret->text, sizeof(ret->text), text, strcspn(text, " \t\r\n("));
	return true;
}

bool igd_qemu_parse_version(const char *text, struct igd_qemu_version *ret)
{
	const char *begin, *open, *close;

	if (!igd_starts_with(text, VERSION_LEAD))
		return false;
	begin = text + strlen(VERSION_LEAD);
	if (!igd_qemu_parse_number(begin, ret))
		return false;
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

static bool is_name(const char *one, const char *other)
{
	for (; *one && *other; one++, other++) {
		if ((*one == '_' ? '-' : *one) != (*other == '_' ? '-' : *other))
			return false;
	}
	return *one == *other;
}

const struct igd_qemu_property *igd_qemu_property(
	const struct igd_qemu_properties *properties, const char *name)
{
	size_t i;

	for (i = 0; i < properties->count; i++) {
		if (is_name(properties->properties[i].name, name))
			return &properties->properties[i];
	}
	return NULL;
}
