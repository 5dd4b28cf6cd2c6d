// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modules - which kernel modules the running kernel has, and which of them match the iGPU
 */
#include "facts/host/modules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "facts/host/modules_kmod.h"
#include "facts/host/pci.h"

/* NixOS and Guix keep a kernel's modules elsewhere, and their libkmod looks there. */
static const char *const roots[] = { "/lib/modules",
	"/run/booted-system/kernel-modules/lib/modules", "/run/booted-system/kernel/lib/modules" };

/* libkmod reads the file system itself, so this is for the machine it runs on alone. */
static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	const struct igd_igpu *igpu;
	const char *release, *modalias = NULL;
	int error = ENOENT;
	size_t i;

	(void)context;
	if (!igd_host_is_live(host))
		return ENODATA;
	release = igd_kernel_release(host);
	if (!release || strchr(release, '/'))
		return ENODATA;
	igpu = igd_igpu_get(host);
	if (igpu)
		modalias = igd_pci_attribute(host, igpu->address, "modalias");
	for (i = 0; i < sizeof(roots) / sizeof(roots[0]) && error == ENOENT; i++) {
		const char *directory = igd_host_print(host, "%s/%s", roots[i], release);

		if (igd_host_has(host, directory))
			error = igd_modules_ask(directory, modalias, ret);
	}
	if (error == ENOENT)
		igd_text_printf(ret, "missing %s\n", release);
	return error == ENOENT ? 0 : error;
}

static bool is_name(const char *text)
{
	return *text && strlen(text) <= 64 &&
	       !text[strspn(
		       text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")];
}

/* modinfo paths and releases: printable, without blanks. */
static bool is_plain(const char *text)
{
	const char *at;

	for (at = text; *at; at++) {
		if (*at <= ' ' || *at >= 0x7f)
			return false;
	}
	return at > text && at - text <= 512;
}

static struct igd_module *find(struct igd_modules *modules, const char *name)
{
	size_t i;

	for (i = 0; i < modules->count; i++) {
		if (igd_cmdline_same_name(modules->modules[i].name, name))
			return &modules->modules[i];
	}
	return NULL;
}

static struct igd_module *add(struct igd_modules *modules, const char *name)
{
	struct igd_module *module;

	if (!name || !is_name(name) || modules->count == IGD_MODULES_MAX)
		return NULL;
	module = &modules->modules[modules->count++];
	*module = (struct igd_module){ .name = name };
	return module;
}

static bool read_kernel(struct igd_modules *modules, char *rest)
{
	if (modules->release || !is_plain(rest))
		return false;
	modules->release = rest;
	return true;
}

static bool read_missing(struct igd_modules *modules, char *rest)
{
	modules->is_missing = read_kernel(modules, rest);
	return modules->is_missing;
}

static bool read_module(struct igd_modules *modules, char *rest)
{
	char *name = strsep(&rest, " "), *state = strsep(&rest, " ");
	struct igd_module *module = find(modules, name) ? NULL : add(modules, name);

	if (!module || !state)
		return false;
	if (strcmp(state, "absent") == 0)
		module->state = IGD_MODULE_ABSENT;
	else if (strcmp(state, "builtin") == 0)
		module->state = IGD_MODULE_BUILTIN;
	else if (strcmp(state, "file") == 0)
		module->state = IGD_MODULE_FILE;
	else
		return false;
	module->path = rest;
	return module->state == IGD_MODULE_FILE ? rest && is_plain(rest) : !rest;
}

static bool read_depends(struct igd_modules *modules, char *rest)
{
	char *name = strsep(&rest, " ");
	struct igd_module *module = find(modules, name);
	const char *at;

	if (!module || module->depends || !rest || !*rest)
		return false;
	for (at = rest; *at; at++) {
		if (*at < ' ' || *at >= 0x7f)
			return false;
	}
	module->depends = rest;
	return true;
}

static bool read_match(struct igd_modules *modules, char *rest)
{
	struct igd_module *module = find(modules, rest);

	if (!module)
		module = add(modules, rest);
	if (!module)
		return false;
	module->is_match = true;
	return true;
}

static bool read_line(struct igd_modules *modules, char *line)
{
	static const struct {
		const char *word;
		bool (*read)(struct igd_modules *modules, char *rest);
	} words[] = { { "kernel", read_kernel }, { "missing", read_missing },
		{ "module", read_module }, { "depends", read_depends }, { "match", read_match } };
	char *word = strsep(&line, " ");
	size_t i;

	for (i = 0; line && i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, word) == 0)
			return words[i].read(modules, line);
	}
	return false;
}

int igd_modules_parse(struct igd_modules *ret, const char *text, size_t size)
{
	struct igd_modules modules = { 0 };
	char *rest, *line;
	bool is_good = size > 0 && size <= IGD_TEXT_LIMIT && text[size - 1] == '\n' &&
		       !memchr(text, '\0', size);

	*ret = modules;
	if (!is_good)
		return -EBADMSG;
	modules.memory = igd_strndup(text, size - 1);
	rest = modules.memory;
	while (is_good && (line = strsep(&rest, "\n")))
		is_good = read_line(&modules, line);
	if (!is_good || !modules.release || (modules.is_missing && modules.count)) {
		igd_modules_done(&modules);
		return -EBADMSG;
	}
	*ret = modules;
	return 0;
}

void igd_modules_done(struct igd_modules *modules)
{
	free(modules->memory);
	*modules = (struct igd_modules){ 0 };
}

const struct igd_module *igd_modules_find(const struct igd_modules *modules, const char *name)
{
	size_t i;

	for (i = 0; i < modules->count; i++) {
		if (igd_cmdline_same_name(modules->modules[i].name, name))
			return &modules->modules[i];
	}
	return NULL;
}

bool igd_module_depends(const struct igd_module *module, const char *other)
{
	const char *at = module->depends;
	size_t length, wanted = strlen(other);

	for (; at && *at; at += length + (at[length] == ' ')) {
		length = strcspn(at, " ");
		if (length == wanted && memcmp(at, other, length) == 0)
			return true;
	}
	return false;
}

static void read_modules(struct igd_host *host, void *ret)
{
	const char *text = igd_host_derive(host, IGD_MODULES_KEY, work, NULL);

	if (text && igd_modules_parse(ret, text, strlen(text)) < 0)
		igd_host_stick(host, IGD_MODULES_KEY, EBADMSG);
}

static void modules_done(void *fact)
{
	igd_modules_done(fact);
}

static const struct igd_fact modules_fact = { "modules", sizeof(struct igd_modules), read_modules,
	modules_done };

const struct igd_modules *igd_modules_get(struct igd_host *host)
{
	return igd_host_fact(host, &modules_fact);
}

enum igd_module_state igd_module_state(struct igd_host *host, const char *name)
{
	const struct igd_module *module = igd_modules_find(igd_modules_get(host), name);

	return module ? module->state : IGD_MODULE_UNKNOWN;
}
