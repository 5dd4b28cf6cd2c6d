// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_libvirt - the VMs that libvirt keeps
 *
 * A VM that runs is examined as it runs: its addresses are those that the guest sees, and what is wrong now stands
 * there. That it will be started otherwise the next time is a remark.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/vm/view_private.h"

/* A line of `domains`. */
struct domain {
	const char *name, *encoded;
	bool is_running;
};

struct libvirt {
	struct igd_vm_search *search;
	const char *uri;
	bool is_of_this_host;
};

static int hex(char digit)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* "my%20vm" as it is called; what is no escape stays. */
static const char *decode(struct igd_host *host, const char *encoded)
{
	IGD_AUTOTEXT struct igd_text name = { 0 };
	char letter;

	igd_text_add(&name, "", 0);
	for (; *encoded; encoded++) {
		letter = *encoded;
		if (letter == '%' && hex(encoded[1]) >= 0 && hex(encoded[2]) >= 0) {
			letter = (char)(hex(encoded[1]) * 16 + hex(encoded[2]));
			encoded += 2;
		}
		igd_text_add(&name, &letter, 1);
	}
	return igd_host_print(host, "%s", name.text);
}

/* The value of a line of `connection`; NULL for none. */
static const char *value_of(struct igd_host *host, const struct igd_bytes *text, const char *key)
{
	const char *line = text->data;
	size_t length = strlen(key);

	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (strncmp(line, key, length) == 0 && line[length] == ' ')
			return igd_host_print(host, "%.*s", (int)strcspn(line + length + 1, "\n"),
				line + length + 1);
	}
	return NULL;
}

/* "qemu:///system" is here, "qemu+ssh://host/system" is not. */
static bool is_here(const char *uri)
{
	const char *authority = strstr(uri, "://");

	return authority && authority[3] == '/';
}

static const char *source_of(
	const struct libvirt *libvirt, const struct domain *domain, bool is_inactive)
{
	bool is_usual = strcmp(libvirt->uri, "qemu:///system") == 0;

	return igd_host_print(libvirt->search->host, "virsh %s%s%sdumpxml %s%s",
		is_usual ? "" : "-c ", is_usual ? "" : libvirt->uri, is_usual ? "" : " ",
		is_inactive ? "--inactive " : "", domain->name);
}

static const struct igd_bytes *read_xml(
	struct libvirt *libvirt, const struct domain *domain, bool is_inactive)
{
	struct igd_host *host = libvirt->search->host;
	const char *path = igd_host_print(host, IGD_LIBVIRT_DIR "/domain/%s/%s.xml",
		domain->encoded, is_inactive ? "inactive" : "live");
	int error;
	const struct igd_bytes *text = igd_vm_read(host, path, &error);

	if (error && error != ENODATA)
		igd_vm_search_trouble(libvirt->search, IGD_VM_UNREADABLE, error,
			source_of(libvirt, domain, is_inactive),
			"the VM %s could not be read from libvirt: %s", domain->name,
			igd_errno_text(error));
	return text;
}

static struct igd_vm *parse(struct libvirt *libvirt, const struct domain *domain,
	const struct igd_bytes *text, bool is_inactive)
{
	return igd_vm_search_read(libvirt->search, text, igd_vm_parse_libvirt,
		source_of(libvirt, domain, is_inactive));
}

static bool has_igpu(const struct libvirt *libvirt, const struct igd_vm *vm)
{
	return vm && libvirt->search->igpu && igd_vm_hostdev(vm, libvirt->search->igpu);
}

/* Of one that runs: as it runs, unless only the next start gives it the iGPU. */
static struct igd_vm *read_running(
	struct libvirt *libvirt, const struct domain *domain, const struct igd_bytes *live_text)
{
	const struct igd_bytes *text = read_xml(libvirt, domain, true);
	struct igd_vm *live = parse(libvirt, domain, live_text, false);
	struct igd_vm *inactive = text && live ? parse(libvirt, domain, text, true) : NULL;

	if (has_igpu(libvirt, inactive) && !has_igpu(libvirt, live)) {
		igd_vm_free(live);
		igd_vm_remark(inactive,
			"the VM runs without the iGPU; it is examined as it will be started the next "
			"time");
		return inactive;
	}
	if (inactive)
		igd_vm_compare(live, inactive);
	igd_vm_free(inactive);
	return live;
}

/* --vm takes what virsh takes: the name, or the UUID. */
static bool is_meant(
	const struct igd_vm_search *search, const char *name, const struct igd_bytes *text)
{
	IGD_AUTOFREE char *uuid = search->name ? igd_printf("<uuid>%s</uuid>", search->name) : NULL;

	return search->name && (strcmp(search->name, name) == 0 ||
				       memmem(text->data, text->size, uuid, strlen(uuid)));
}

static void add_domain(struct libvirt *libvirt, const struct domain *domain)
{
	struct igd_vm_search *search = libvirt->search;
	const struct igd_bytes *live = domain->is_running ? read_xml(libvirt, domain, false) : NULL;
	const struct igd_bytes *text = live ? live : read_xml(libvirt, domain, true);
	struct igd_vm_found *found;
	struct igd_vm *vm = NULL;

	if (!text)
		return;
	found = igd_vm_search_add(
		search, domain->name, igd_host_print(search->host, "libvirt %s", libvirt->uri));
	found->shown.is_running = domain->is_running;
	found->is_of_this_host = libvirt->is_of_this_host;
	found->is_meant = is_meant(search, domain->name, text);
	/* One that runs without any device of the host may have been given one meanwhile. */
	if (!igd_vm_search_wants(search, found, text) && !(live && !search->name))
		return;
	vm = live ? read_running(libvirt, domain, live) : parse(libvirt, domain, text, true);
	igd_vm_search_take(search, found, vm);
}

/* A line of `domains`; false for one that is none. */
static bool read_line(struct igd_host *host, const char *line, struct domain *ret)
{
	size_t lead;

	ret->is_running = igd_starts_with(line, "running ");
	lead = ret->is_running ? strlen("running ") : strlen("off ");
	if (!ret->is_running && !igd_starts_with(line, "off "))
		return false;
	ret->encoded = igd_host_print(host, "%.*s", (int)strcspn(line + lead, "\n"), line + lead);
	ret->name = decode(host, ret->encoded);
	return *ret->encoded != '\0';
}

static void add_domains(struct libvirt *libvirt)
{
	struct igd_vm_search *search = libvirt->search;
	struct domain domain;
	const char *line;
	int error;
	const struct igd_bytes *list =
		igd_vm_read(search->host, IGD_LIBVIRT_DIR "/domains", &error);

	if (!list && error != ENODATA) {
		error = error ? error : EIO;
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, search->where,
			"libvirt did not tell which VMs there are: %s", igd_errno_text(error));
	}
	for (line = list ? list->data : ""; *line;
		line += strcspn(line, "\n"), line += *line == '\n') {
		if (read_line(search->host, line, &domain))
			add_domain(libvirt, &domain);
	}
}

/* What libvirt says itself, in brackets; "" if it says nothing. */
static const char *own_words(struct igd_host *host)
{
	int error;
	const struct igd_bytes *text = igd_vm_read(host, IGD_LIBVIRT_DIR "/error", &error);

	return text && text->size
		       ? igd_host_print(host, " (%.*s)", (int)strcspn(text->data, "\n"), text->data)
		       : "";
}

static void explain(struct igd_vm_search *search, int error)
{
	const char *words = error == ETIMEDOUT ? "" : own_words(search->host), *what;

	switch (error) {
	case ECONNREFUSED:
		what = "libvirt's socket is there, but nobody answers at it: its daemon has stopped";
		break;
	case EACCES:
	case EPERM:
		what = "libvirt refuses to tell this user which VMs there are; root may ask";
		break;
	case ETIMEDOUT:
		what = "libvirt's daemon did not answer within 5 seconds: it hangs";
		break;
	case ENOPKG:
		what = "libvirt runs here, but its client library (libvirt.so.0) was not found";
		break;
	case ENOENT:
		what = "the libvirt that `--connect` names has no socket here";
		break;
	default:
		what = "libvirt did not tell which VMs there are";
		break;
	}
	igd_vm_search_trouble(search, IGD_VM_UNREADABLE, error, "libvirt", "%s%s", what, words);
}

void igd_vm_search_libvirt(struct igd_vm_search *search)
{
	struct libvirt libvirt = { .search = search };
	const struct igd_bytes *connection;
	const char *left_out;
	int error;

	connection = igd_vm_read(search->host, IGD_LIBVIRT_DIR "/connection", &error);
	if (!connection) {
		if (!error && igd_host_given(search->host, "connect"))
			error = ENOENT;
		if (error && error != ENODATA)
			explain(search, error);
		search->is_silent = error == ENODATA;
		return;
	}
	libvirt.uri = value_of(search->host, connection, "uri");
	if (!libvirt.uri)
		libvirt.uri = "qemu:///system";
	libvirt.is_of_this_host = is_here(libvirt.uri);
	search->where = igd_host_print(search->host, "libvirt %s", libvirt.uri);
	add_domains(&libvirt);
	left_out = value_of(search->host, connection, "left-out");
	if (left_out)
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE, EFBIG, search->where,
			"it has %s VMs more than are looked at", left_out);
}
