// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * edits - what the fixes of a VM share
 */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "fixes/domain/edits_private.h"

/* libvirt 8.2.0 brought <qemu:override> (libvirt 11.3 docs/drvqemu.rst, "Since 8.2.0"). */
#define FIRST_OVERRIDE 8002u

/* The daemon's version of IGD_LIBVIRT_DIR/connection, "libvirt 11.3.0". */
static unsigned libvirt_version(struct igd_host *host)
{
	const char *path = IGD_LIBVIRT_DIR "/connection", *text = igd_host_text(host, path);
	const char *line = text ? strstr(text, "libvirt ") : NULL;
	unsigned parts[2] = { 0, 0 };
	size_t i;

	igd_host_forgive(host, path);
	if (!line || (line > text && line[-1] != '\n'))
		return 0;
	line += strlen("libvirt ");
	for (i = 0; i < 2; i++, line += *line == '.')
		for (; isdigit((unsigned char)*line) && parts[i] < 1000; line++)
			parts[i] = parts[i] * 10 + (unsigned)(*line - '0');
	return parts[0] < 1000 && parts[1] < 1000 ? parts[0] * 1000 + parts[1] : 0;
}

/* The <hostdev> whose <source> is this address of the host, "0000:00:02.0", as libvirt writes it. */
static const char *device_of(struct igd_host *host, const char *address)
{
	if (!address || strlen(address) != strlen("0000:00:02.0"))
		return NULL;
	return igd_host_print(host,
		"/domain/devices/hostdev[source/address[@domain='0x%.4s' and @bus='0x%.2s' and @slot='0x%.2s' "
		"and @function='0x%.1s']]",
		address, address + 5, address + 8, address + 11);
}

bool igd_edits_begin(struct igd_host *host, struct igd_changes *changes, struct igd_edits *ret)
{
	const struct igd_vm_view *view = igd_vm_view(host);

	*ret = (struct igd_edits){ .host = host, .changes = changes, .vm = igd_vm_get(host) };
	if (!ret->vm) {
		igd_change_decline(changes, "%s", igd_vm_why_none(host));
		return false;
	}
	ret->igpu = igd_vm_igpu(host);
	ret->device = ret->igpu ? device_of(host, ret->igpu->host) : NULL;
	ret->is_editable = ret->vm->origin == IGD_VM_LIBVIRT && view->is_of_this_host;
	ret->libvirt = libvirt_version(host);
	return true;
}

void igd_edits_do(const struct igd_edits *edits, enum igd_domain_edit edit, const char *value,
	const char *place, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, place);
	text = igd_vprintf(place, args);
	va_end(args);
	igd_change_domain(edits->changes, edits->vm->name, edit, text, value);
}

/* What can stand between the quotes of an XPath, and in libvirt's schema for an alias. */
static bool is_plain(const char *word)
{
	for (; *word; word++)
		if (!isalnum((unsigned char)*word) && !strchr("-_.", *word))
			return false;
	return true;
}

static const char *alias_of(const struct igd_edits *edits)
{
	const char *alias = edits->igpu->alias;

	return alias && is_plain(alias) ? alias : NULL;
}

void igd_edits_drop_arguments(
	const struct igd_edits *edits, const char *option, const char *beginning)
{
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL,
		IGD_IN_COMMANDLINE
		"[@value='%s'][following-sibling::qemu:arg[1][starts-with(@value,'%s')]]"
		" | " IGD_IN_COMMANDLINE
		"[starts-with(@value,'%s')][preceding-sibling::qemu:arg[1][@value='%s']]",
		option, beginning, beginning, option);
}

static void drop_set(const struct igd_edits *edits, const char *alias, const char *name)
{
	igd_edits_drop_arguments(
		edits, "-set", igd_host_print(edits->host, "device.%s.%s=", alias, name));
}

#define PROPERTY                                                                                   \
	"/domain/qemu:override/qemu:device[@alias='%s']/qemu:frontend/qemu:property[@name='%s']"

bool igd_edits_set_property(
	const struct igd_edits *edits, const char *name, const char *type, const char *value)
{
	const char *alias = alias_of(edits);

	if (!alias || !is_plain(name) || (edits->libvirt && edits->libvirt < FIRST_OVERRIDE))
		return false;
	drop_set(edits, alias, name);
	igd_edits_do(edits, IGD_DOMAIN_SET, type, PROPERTY "/@type", alias, name);
	igd_edits_do(edits, IGD_DOMAIN_SET, value, PROPERTY "/@value", alias, name);
	return true;
}

bool igd_edits_drop_property(const struct igd_edits *edits, const char *name)
{
	const char *alias = alias_of(edits);

	if (!alias || !is_plain(name))
		return false;
	drop_set(edits, alias, name);
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, PROPERTY, alias, name);
	return true;
}

void igd_edits_by_hand(const struct igd_edits *edits, const char *clause)
{
	IGD_AUTOFREE char *text =
		igd_printf("%c%s", toupper((unsigned char)*clause), *clause ? clause + 1 : "");
	size_t length = strlen(text);
	IGD_AUTOFREE char *sentence = igd_printf(
		"VM %s: %s%s", edits->vm->name, text, length && text[length - 1] == '.' ? "" : ".");

	igd_change_manual(edits->changes, sentence, NULL);
}
