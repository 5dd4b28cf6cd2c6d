// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe - the configuration of modprobe: where its files are, and what their statements come to
 */
#include "facts/host/modprobe.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#define WHITE " \t\n\v\f\r"

/* kmod libkmod.c default_config_paths; a distribution may have one of the last two for the other. */
static const char *const directories[] = {
	"/etc/modprobe.d",
	"/run/modprobe.d",
	"/usr/local/lib/modprobe.d",
	"/usr/lib/modprobe.d",
	"/lib/modprobe.d",
};
#define DIRECTORY_COUNT (sizeof(directories) / sizeof(directories[0]))

struct file {
	const char *name;
	size_t directory;
};

struct files {
	struct file *files;
	size_t count, room;
};

static void list_directory(struct igd_host *host, size_t directory, struct files *files)
{
	const char *const *names = igd_host_list(host, directories[directory]);

	for (; names && *names; names++) {
		if (**names == '.' || !igd_ends_with(*names, ".conf"))
			continue;
		if (files->count == files->room) {
			files->room = files->room ? files->room * 2 : 32;
			files->files = igd_regrow(files->files, files->room, sizeof(*files->files));
		}
		files->files[files->count++] = (struct file){ *names, directory };
	}
}

static int by_name(const void *left_file, const void *right_file)
{
	const struct file *left = left_file, *right = right_file;
	int order = strcmp(left->name, right->name);

	return order ? order
		     : (left->directory > right->directory) - (left->directory < right->directory);
}

/*
 * Whether there is such a file, so that it hides those of its name in later directories. A link to /dev/null
 * is one; a directory and a link to nowhere are none.
 */
static bool read_file(struct igd_host *host, const char *path, struct igd_modprobe *config)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, path, IGD_TEXT_LIMIT);
	const char *target;
	int error = igd_host_error(host, path);

	if (bytes) {
		igd_modprobe_parse(config, path, bytes->data, bytes->size);
		return true;
	}
	if (error != EISDIR && error != EINVAL && error != 0)
		return true;
	igd_host_forgive(host, path);
	target = igd_host_link(host, path);
	return error == EINVAL || (target && strcmp(target, "/dev/null") == 0);
}

static void read_config(struct igd_host *host, void *ret)
{
	const struct igd_bytes *cmdline;
	struct files files = { 0 };
	const char *hidden = "";
	size_t i;

	for (i = 0; i < DIRECTORY_COUNT; i++)
		list_directory(host, i, &files);
	if (files.count)
		qsort(files.files, files.count, sizeof(*files.files), by_name);
	for (i = 0; i < files.count; i++) {
		const struct file *file = &files.files[i];

		if (strcmp(file->name, hidden) == 0)
			continue;
		if (read_file(host,
			    igd_host_print(host, "%s/%s", directories[file->directory], file->name),
			    ret))
			hidden = file->name;
	}
	free(files.files);
	cmdline = igd_host_bytes(host, IGD_PROC_CMDLINE, IGD_TEXT_LIMIT);
	if (cmdline)
		igd_modprobe_parse_cmdline(ret, IGD_PROC_CMDLINE, cmdline->data, cmdline->size);
}

static void config_done(void *fact)
{
	igd_modprobe_done(fact);
}

static const struct igd_fact config_fact = { "modprobe", sizeof(struct igd_modprobe), read_config,
	config_done };

const struct igd_modprobe *igd_modprobe_get(struct igd_host *host)
{
	return igd_host_fact(host, &config_fact);
}

char *igd_modprobe_options(const struct igd_modprobe *config, const char *module)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < config->count; i++) {
		const struct igd_modprobe_statement *statement = &config->statements[i];

		if (statement->kind != IGD_MODPROBE_OPTIONS || !*statement->text ||
			!igd_module_same_name(statement->module, module))
			continue;
		igd_text_printf(&text, "%s%s", text.text ? " " : "", statement->text);
	}
	return text.text;
}

/* Linux kernel/params.c: the names of parameters, too, do not tell '-' from '_'. */
struct igd_modprobe_option igd_modprobe_option(
	const struct igd_modprobe *config, const char *module, const char *name)
{
	struct igd_modprobe_option found = { 0 };
	const struct igd_modprobe_statement *statement;
	const struct igd_argument *argument;
	size_t i;

	for (i = 0; i < config->count; i++) {
		statement = &config->statements[i];
		if (statement->kind != IGD_MODPROBE_OPTIONS ||
			!igd_module_same_name(statement->module, module))
			continue;
		argument = igd_cmdline_find(&statement->arguments, name);
		if (!argument)
			continue;
		found = (struct igd_modprobe_option){ argument->value ? argument->value : "",
			statement->origin, statement->is_cmdline, found.value, found.origin };
	}
	return found;
}

static bool is_about(const struct igd_modprobe_statement *statement, const char *module)
{
	char name[256];
	size_t i;

	if (statement->kind <= IGD_MODPROBE_BLACKLIST)
		return igd_module_same_name(statement->module, module);
	for (i = 0; module[i] && i < sizeof(name) - 1; i++)
		name[i] = module[i] == '-' ? '_' : module[i];
	name[i] = '\0';
	return fnmatch(statement->module, name, 0) == 0;
}

const struct igd_modprobe_statement *igd_modprobe_find(
	const struct igd_modprobe *config, enum igd_modprobe_kind kind, const char *module)
{
	size_t i;

	for (i = 0; i < config->count; i++) {
		if (config->statements[i].kind == kind && is_about(&config->statements[i], module))
			return &config->statements[i];
	}
	return NULL;
}

/* libkmod compares with the module's real name: a name that kept its '-' matches nothing. */
const struct igd_modprobe_statement *igd_modprobe_blacklisted(
	const struct igd_modprobe *config, const char *module)
{
	const struct igd_modprobe_statement *statement;
	size_t i;

	for (i = 0; i < config->count; i++) {
		statement = &config->statements[i];
		if (statement->kind == IGD_MODPROBE_BLACKLIST && !strchr(statement->module, '-') &&
			igd_module_same_name(statement->module, module))
			return statement;
	}
	return NULL;
}

struct dependency_walk {
	bool in_pre;
	const char *needed;
};

static bool is_needed(struct dependency_walk *walk, const char *word, size_t length)
{
	char name[256];

	if (length == 4 && strncmp(word, "pre:", 4) == 0)
		walk->in_pre = true;
	else if (length == 5 && strncmp(word, "post:", 5) == 0)
		walk->in_pre = false;
	else if (walk->in_pre && length < sizeof(name)) {
		memcpy(name, word, length);
		name[length] = '\0';
		return igd_module_same_name(name, walk->needed);
	}
	return false;
}

/*
 * kmod libkmod-config.c kmod_config_add_softdep() takes the text apart so that exactly one blank in front of
 * the first word becomes part of it: with two blanks before "pre:" modprobe ignores the statement.
 */
static bool has_before(const char *text, const char *needed)
{
	struct dependency_walk walk = { false, needed };
	size_t blanks = strspn(text, WHITE), length;

	if (blanks != 1)
		text += blanks;
	while (*text) {
		length = strcspn(text + (blanks == 1), WHITE) + (blanks == 1);
		if (is_needed(&walk, text, length))
			return true;
		text += length;
		text += strspn(text, WHITE);
		blanks = 0;
	}
	return false;
}

const struct igd_modprobe_statement *igd_modprobe_loads_before(
	const struct igd_modprobe *config, const char *module, const char *needed)
{
	const struct igd_modprobe_statement *statement =
		igd_modprobe_find(config, IGD_MODPROBE_SOFTDEP, module);

	return statement && has_before(statement->text, needed) ? statement : NULL;
}

bool igd_module_same_name(const char *left, const char *right)
{
	return igd_cmdline_same_name(left, right);
}
