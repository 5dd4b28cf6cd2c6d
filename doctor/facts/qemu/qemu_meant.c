// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_meant - which QEMU is meant, and what is known of it
 *
 * A VM's definition in a file that was named does not say whose emulator it means, so its emulator is not run; but
 * where this host's libvirt would run it, what libvirt says of its QEMU holds.
 */
#include <errno.h>
#include <string.h>

#include "facts/qemu/qemu.h"
#include "facts/vm/view.h"

/* Lines "uri ...", "libvirt ...", "qemu 10.0.8", "emulator /usr/bin/qemu-system-x86_64"; some may be missing. */
#define CONNECTION "/.igd-doctor/libvirt/connection"
/* Who would be asked by hand. */
#define ASK_LIBVIRT "virsh version"

/* What a line of the connection says; NULL if there is no such line. */
static const char *told(struct igd_host *host, const char *text, const char *key)
{
	const char *line = igd_host_print(host, "\n%s", text);
	const char *lead = igd_host_print(host, "\n%s ", key), *at = strstr(line, lead);

	if (!at)
		return NULL;
	at += strlen(lead);
	return igd_host_print(host, "%.*s", (int)strcspn(at, "\n"), at);
}

/* NULL if there is no libvirt here. Where it refuses, that is why the version is not known. */
static const char *connection(struct igd_host *host)
{
	const char *text = igd_host_text(host, CONNECTION);
	int error = igd_host_error(host, CONNECTION);

	if (error == ENODATA || error == ECONNREFUSED || error == ENOPKG)
		igd_host_forgive(host, CONNECTION);
	return text;
}

/* The version that libvirt tells for the VM; NULL if it tells none, or that of another emulator. */
static const char *told_version(struct igd_host *host, const struct igd_vm *vm)
{
	const char *text = vm->origin == IGD_VM_LIBVIRT ? connection(host) : NULL;
	const char *emulator = text ? told(host, text, "emulator") : NULL;
	const char *version = text ? told(host, text, "qemu") : NULL;

	if (version && vm->emulator && (!emulator || strcmp(emulator, vm->emulator) != 0))
		return NULL;
	return version;
}

struct meant_fact {
	struct igd_qemu_meant meant;
	const char *version; /* TOLD */
};

static void nobody(struct igd_host *host, struct igd_qemu_meant *ret)
{
	/* Not of the view: where a VM may be hidden by a refusal, that sticks. */
	const struct igd_vm *vm = igd_vm_get(host);

	ret->where = vm ? vm->where : "--qemu";
	if (!vm)
		ret->why = "no QEMU was named";
	else if (vm->origin == IGD_VM_LIBVIRT)
		ret->why = igd_host_print(host,
			"which QEMU runs %s is not known, as libvirt did not tell the version of %s",
			vm->name, vm->emulator ? vm->emulator : "its own");
	else
		ret->why = igd_host_print(host,
			"which QEMU runs %s is not known: a file does not say whose %s it means, so that "
			"none was asked",
			vm->name, vm->emulator ? vm->emulator : "QEMU");
}

static void ask(struct igd_qemu_meant *meant, const char *binary)
{
	meant->source = IGD_QEMU_ASKED;
	meant->where = meant->binary = binary;
}

/*
 * Whether the VM's emulator could be asked. One that is not this system's own is not run unless it is named, which is no
 * error, but leaves open which QEMU it is.
 */
static bool can_be_asked(struct igd_host *host, const char *emulator)
{
	const char *command = igd_host_print(host, "%s --version", emulator);
	int error;

	if (igd_host_query(host, "qemu-version", emulator))
		return true;
	error = igd_host_error(host, command);
	if (error != ENODATA && error != EPERM)
		return true;
	igd_host_forgive(host, command);
	return false;
}

static void find_of_vm(
	struct igd_host *host, const struct igd_vm_view *view, struct meant_fact *ret)
{
	const char *emulator = view->vm && view->is_of_this_host ? view->vm->emulator : NULL;

	ret->version = view->vm ? told_version(host, view->vm) : NULL;
	if (ret->version) {
		ret->meant.source = IGD_QEMU_TOLD;
		ret->meant.where = ASK_LIBVIRT;
	} else if (emulator && can_be_asked(host, emulator)) {
		ask(&ret->meant, emulator);
	} else {
		nobody(host, &ret->meant);
		if (emulator)
			ret->meant.why = igd_host_print(host,
				"which QEMU runs %s is not known: %s is not one of this system's own, so it "
				"was not run",
				view->vm->name, emulator);
	}
}

static void find(struct igd_host *host, void *ret)
{
	struct meant_fact *fact = ret;
	const char *named = igd_host_given(host, "qemu");

	if (named)
		ask(&fact->meant, named);
	else
		find_of_vm(host, igd_vm_view(host), fact);
}

static const struct igd_fact meant_fact = { "qemu meant", sizeof(struct meant_fact), find, NULL };

const struct igd_qemu_meant *igd_qemu_meant(struct igd_host *host)
{
	const struct meant_fact *fact = igd_host_fact(host, &meant_fact);

	return &fact->meant;
}

const char *igd_qemu_reservation(struct igd_host *host)
{
	return igd_qemu_meant(host)->source == IGD_QEMU_TOLD
		       ? " (by its release: the binary was not asked, and its maker may have changed it)"
		       : "";
}

struct version_fact {
	bool is_known;
	struct igd_qemu_version version;
};

static void read_version(struct igd_host *host, void *ret)
{
	struct version_fact *fact = ret;
	const struct meant_fact *meant = igd_host_fact(host, &meant_fact);
	const char *binary = meant->meant.binary;
	const char *text = binary ? igd_host_query(host, "qemu-version", binary) : NULL;

	if (meant->version) {
		igd_host_cite(host, ASK_LIBVIRT, "QEMU %s", meant->version);
		fact->is_known = igd_qemu_parse_number(meant->version, &fact->version);
		if (!fact->is_known)
			igd_host_stick(host, CONNECTION, EBADMSG);
	}
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
	const char *binary = igd_qemu_meant(host)->binary;
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
