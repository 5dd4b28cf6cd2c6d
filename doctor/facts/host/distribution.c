// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * distribution - which distribution this is, which init runs it, and what its commands are
 *
 * os-release: freedesktop.org os-release(5). Init systems are told by what runs, not by what is installed:
 * Artix, Devuan and Gentoo ship several.
 */
#include "facts/host/distribution.h"

#include <string.h>

#define WORD_SIZE 32

static const struct {
	const char *id;
	enum igd_family family;
} families[] = {
	{ "debian", IGD_FAMILY_DEBIAN },
	{ "ubuntu", IGD_FAMILY_DEBIAN },
	{ "devuan", IGD_FAMILY_DEBIAN },
	{ "arch", IGD_FAMILY_ARCH },
	{ "artix", IGD_FAMILY_ARCH },
	{ "archlinux", IGD_FAMILY_ARCH },
	{ "cachyos", IGD_FAMILY_ARCH },
	{ "manjaro", IGD_FAMILY_ARCH },
	{ "fedora", IGD_FAMILY_FEDORA },
	{ "rhel", IGD_FAMILY_FEDORA },
	{ "centos", IGD_FAMILY_FEDORA },
	{ "suse", IGD_FAMILY_SUSE },
	{ "opensuse", IGD_FAMILY_SUSE },
	{ "sles", IGD_FAMILY_SUSE },
	{ "alpine", IGD_FAMILY_ALPINE },
	{ "void", IGD_FAMILY_VOID },
	{ "gentoo", IGD_FAMILY_GENTOO },
	{ "nixos", IGD_FAMILY_NIXOS },
	{ "guix", IGD_FAMILY_NIXOS },
};

static enum igd_family family_of(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (strcmp(families[i].id, word) == 0)
			return families[i].family;
	}
	return IGD_FAMILY_UNKNOWN;
}

/* The first word of a blank-separated list that names a family. */
static enum igd_family family_among(const char *words)
{
	enum igd_family family = IGD_FAMILY_UNKNOWN;
	char word[WORD_SIZE];
	size_t length;

	while (*words && family == IGD_FAMILY_UNKNOWN) {
		words += strspn(words, " ");
		length = strcspn(words, " ");
		if (length < sizeof(word)) {
			memcpy(word, words, length);
			word[length] = '\0';
			family = family_of(word);
		}
		words += length;
	}
	return family;
}

/* A value as a shell would read it: '...' literally, "..." with backslashes before what it would expand. */
static char *unquote(const char *value, size_t size)
{
	char *text = igd_zalloc(size + 1), quote = '\0';
	size_t i, out = 0;

	for (i = 0; i < size; i++) {
		if (value[i] == '\\' && quote != '\'' && i + 1 < size)
			text[out++] = value[++i];
		else if (quote ? value[i] == quote : value[i] == '"' || value[i] == '\'')
			quote = quote ? '\0' : value[i];
		else
			text[out++] = value[i];
	}
	return text;
}

char *igd_os_release_value(const char *text, const char *key)
{
	size_t length = strlen(key), line;

	for (; *text; text += line, text += *text == '\n') {
		line = strcspn(text, "\n");
		if (line > length && strncmp(text, key, length) == 0 && text[length] == '=')
			return unquote(text + length + 1, line - length - 1);
	}
	return igd_strdup("");
}

static const char *os_release(struct igd_host *host)
{
	const char *text = igd_host_text(host, "/etc/os-release");

	igd_host_forgive(host, "/etc/os-release");
	if (!text) {
		text = igd_host_text(host, "/usr/lib/os-release");
		igd_host_forgive(host, "/usr/lib/os-release");
	}
	return text ? text : "";
}

static bool has(struct igd_host *host, const char *path)
{
	bool is_there = igd_host_has(host, path);

	igd_host_forgive(host, path);
	return is_there;
}

/* What only more than os-release tells: Proxmox VE calls itself Debian, Silverblue calls itself Fedora. */
static enum igd_family refine(struct igd_host *host, enum igd_family family)
{
	if (family == IGD_FAMILY_DEBIAN && has(host, "/usr/bin/pveversion"))
		return IGD_FAMILY_PROXMOX;
	if (family == IGD_FAMILY_FEDORA && has(host, "/run/ostree-booted"))
		return IGD_FAMILY_ATOMIC;
	return family;
}

/* The name of process 1, where it tells; "init" may be sysvinit, busybox or OpenRC under either. */
static enum igd_init init_of_process(struct igd_host *host)
{
	static const struct {
		const char *name;
		enum igd_init init;
	} names[] = {
		{ "systemd", IGD_INIT_SYSTEMD },
		{ "openrc-init", IGD_INIT_OPENRC },
		{ "runit", IGD_INIT_RUNIT },
		{ "runit-init", IGD_INIT_RUNIT },
		{ "s6-svscan", IGD_INIT_S6 },
		{ "dinit", IGD_INIT_DINIT },
	};
	const char *name = igd_host_line(host, "/proc/1/comm");
	size_t i;

	igd_host_forgive(host, "/proc/1/comm");
	for (i = 0; name && i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i].name, name) == 0)
			return names[i].init;
	}
	return IGD_INIT_UNKNOWN;
}

/* What each leaves when it runs (sd_booted(3), OpenRC RC_SVCDIR, Void and Artix runit, s6-rc's live directory),
 * then what only says that it is installed. */
static enum igd_init init_of_effect(struct igd_host *host)
{
	static const struct {
		const char *path;
		enum igd_init init;
	} effects[] = {
		{ "/run/systemd/system", IGD_INIT_SYSTEMD },
		{ "/run/openrc", IGD_INIT_OPENRC },
		{ "/run/runit", IGD_INIT_RUNIT },
		{ "/run/s6-rc", IGD_INIT_S6 },
		{ "/run/s6", IGD_INIT_S6 },
		{ "/run/dinitctl", IGD_INIT_DINIT },
		{ "/etc/runit/runsvdir", IGD_INIT_RUNIT },
		{ "/etc/inittab", IGD_INIT_SYSV },
	};
	size_t i;

	for (i = 0; i < sizeof(effects) / sizeof(*effects); i++) {
		if (has(host, effects[i].path))
			return effects[i].init;
	}
	return IGD_INIT_UNKNOWN;
}

static void read_distribution(struct igd_host *host, void *ret)
{
	const char *text = os_release(host);
	IGD_AUTOFREE char *id = igd_os_release_value(text, "ID");
	IGD_AUTOFREE char *like = igd_os_release_value(text, "ID_LIKE");
	IGD_AUTOFREE char *name = igd_os_release_value(text, "PRETTY_NAME");
	struct igd_distribution *distribution = ret;
	enum igd_family family = family_among(id);

	if (family == IGD_FAMILY_UNKNOWN)
		family = family_among(like);
	distribution->id = igd_host_print(host, "%s", id);
	distribution->name = *name ? igd_host_print(host, "%s", name)
			     : *id ? distribution->id
				   : "an unknown distribution";
	distribution->family = refine(host, family);
	distribution->is_declarative = family == IGD_FAMILY_NIXOS;
	distribution->init = init_of_process(host);
	if (distribution->init == IGD_INIT_UNKNOWN)
		distribution->init = init_of_effect(host);
}

static const struct igd_fact distribution_fact = { "distribution", sizeof(struct igd_distribution),
	read_distribution, NULL };

const struct igd_distribution *igd_distribution_get(struct igd_host *host)
{
	return igd_host_fact(host, &distribution_fact);
}

const char *igd_init_name(enum igd_init init)
{
	static const char *const names[] = {
		[IGD_INIT_UNKNOWN] = "an unknown init",
		[IGD_INIT_SYSTEMD] = "systemd",
		[IGD_INIT_OPENRC] = "OpenRC",
		[IGD_INIT_RUNIT] = "runit",
		[IGD_INIT_S6] = "s6",
		[IGD_INIT_DINIT] = "dinit",
		[IGD_INIT_SYSV] = "SysV init",
	};

	return names[(size_t)init < sizeof(names) / sizeof(*names) ? init : IGD_INIT_UNKNOWN];
}

/* s6-rc has no restart; s6-svc(1) -r on the supervised directory is what Artix and Obarun document. */
const char *igd_service_restart(struct igd_host *host, const char *service)
{
	switch (igd_distribution_get(host)->init) {
	case IGD_INIT_SYSTEMD:
		return igd_host_print(host, "systemctl restart %s", service);
	case IGD_INIT_OPENRC:
		return igd_host_print(host, "rc-service %s restart", service);
	case IGD_INIT_RUNIT:
		return igd_host_print(host, "sv restart %s", service);
	case IGD_INIT_S6:
		return igd_host_print(host, "s6-svc -r /run/service/%s", service);
	case IGD_INIT_DINIT:
		return igd_host_print(host, "dinitctl restart %s", service);
	case IGD_INIT_SYSV:
		return igd_host_print(host, "service %s restart", service);
	case IGD_INIT_UNKNOWN:
		break;
	}
	return NULL;
}
