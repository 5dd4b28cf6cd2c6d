// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader - finds plugins and decides which of them may be loaded
 */
#include "core/loader.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SUFFIX ".so"
#define MAX_PLUGINS 64
#define MAX_CHECKS 1000
#define MAX_FIXES 1000

/* Whose files may be loaded: root's, the caller's, and those of whoever this program itself belongs to. */
static bool is_trusted_owner(uid_t owner)
{
	struct stat self;

	if (owner == 0 || owner == geteuid())
		return true;
	return stat("/proc/self/exe", &self) == 0 && self.st_uid == owner;
}

/* Why a file or directory may not be trusted; NULL if it may. The caller frees it. */
static char *distrust(const struct stat *status, const char *what)
{
	if (!is_trusted_owner(status->st_uid))
		return igd_printf("%s belongs to user %u, neither to root nor to you", what,
			(unsigned)status->st_uid);
	if (status->st_mode & (S_IWGRP | S_IWOTH))
		return igd_printf("%s may be written to by others (mode %04o)", what,
			(unsigned)(status->st_mode & 07777));
	return NULL;
}

static void open_plugin(int directory, const char *name, struct igd_plugin_file *file)
{
	IGD_AUTOCLOSE int fd =
		openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;

	file->fd = -1;
	if (fd < 0 && errno == ELOOP)
		file->refusal = igd_strdup("it is a symbolic link");
	else if (fd < 0 || fstat(fd, &status) < 0)
		file->refusal = igd_printf("it cannot be opened: %s", strerror(errno));
	else if (!S_ISREG(status.st_mode))
		file->refusal = igd_strdup("it is not a regular file");
	else
		file->refusal = distrust(&status, "it");
	if (!file->refusal)
		file->fd = igd_take_fd(&fd);
}

static void add_file(struct igd_plugin_set *set, int fd, const char *directory, const char *name)
{
	struct igd_plugin_file *file;
	struct stat status;

	set->files = igd_regrow(set->files, set->count + 1, sizeof(*set->files));
	file = &set->files[set->count++];
	*file = (struct igd_plugin_file){ .fd = -1, .place = set->count - 1 };
	file->name = igd_strndup(name, strlen(name) - strlen(SUFFIX));
	file->path = igd_printf("%s/%s", directory, name);
	if (fstat(fd, &status) < 0)
		file->refusal = igd_strdup("its directory cannot be looked at");
	else
		file->refusal = distrust(&status, "its directory");
	if (!file->refusal)
		open_plugin(fd, name, file);
}

static int is_plugin(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && igd_ends_with(entry->d_name, SUFFIX);
}

int igd_plugins_add(struct igd_plugin_set *set, const char *directory, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **entries = NULL;
	int i, count;

	count = fd < 0 ? -1 : igd_scan_directory(fd, &entries, is_plugin);
	if (count < 0)
		return igd_error_set(reterr, errno, "%s: %s", directory, strerror(errno));
	for (i = 0; i < count; i++) {
		if (set->count < MAX_PLUGINS)
			add_file(set, fd, directory, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return 0;
}

static void refuse(struct igd_plugin_file *file, char *why)
{
	free(file->refusal);
	file->refusal = why;
	igd_close_at(&file->fd);
	file->fd = -1;
}

void igd_plugins_sort(struct igd_plugin_set *set)
{
	struct igd_plugin_file file;
	size_t i, j;

	/* By insertion: few, and of two of one name the one added first must stay first. */
	for (i = 1; i < set->count; i++) {
		file = set->files[i];
		for (j = i; j && strcmp(set->files[j - 1].name, file.name) > 0; j--)
			set->files[j] = set->files[j - 1];
		set->files[j] = file;
	}
	for (i = 1; i < set->count; i++) {
		if (strcmp(set->files[i - 1].name, set->files[i].name) == 0)
			refuse(&set->files[i],
				igd_printf("%s has the same name", set->files[i - 1].path));
	}
}

void igd_plugins_done(struct igd_plugin_set *set)
{
	size_t i;

	for (i = 0; i < set->count; i++) {
		igd_close_at(&set->files[i].fd);
		free(set->files[i].name);
		free(set->files[i].path);
		free(set->files[i].refusal);
	}
	free(set->files);
	*set = (struct igd_plugin_set){ 0 };
}

/* "area.claim", both of lower-case letters, digits and hyphens. */
static bool is_id(const char *id)
{
	size_t area = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-");
	size_t claim;

	if (!area || id[area] != '.')
		return false;
	claim = strspn(id + area + 1, "abcdefghijklmnopqrstuvwxyz0123456789-");
	return claim && !id[area + 1 + claim] && area + claim < 80;
}

static bool is_empty(const char *text)
{
	return !text || !*text;
}

/* What is missing in a check's struct; NULL for nothing. */
static const char *lack(const struct igd_check *check)
{
	if (is_empty(check->id) || !is_id(check->id))
		return "id (area.claim in lower case)";
	if (is_empty(check->title))
		return "title";
	if (is_empty(check->why))
		return "why";
	if (is_empty(check->remedy))
		return "remedy";
	if (check->severity > IGD_BLOCKER)
		return "severity";
	return check->run ? NULL : "run";
}

static int look_at_checks(const struct igd_plugin *plugin, struct igd_error *reterr)
{
	const struct igd_check *const *checks = plugin->checks;
	size_t i, j;

	for (i = 0; checks[i]; i++) {
		if (i == MAX_CHECKS)
			return igd_error_set(
				reterr, EINVAL, "it has more than %d checks", MAX_CHECKS);
		if (lack(checks[i]))
			return igd_error_set(reterr, EINVAL, "its check %s has no valid %s",
				checks[i]->id ? checks[i]->id : "?", lack(checks[i]));
		for (j = 0; j < i; j++) {
			if (strcmp(checks[i]->id, checks[j]->id) == 0)
				return igd_error_set(reterr, EINVAL,
					"its check %s stands in it twice", checks[i]->id);
		}
	}
	return i ? 0 : igd_error_set(reterr, EINVAL, "it has no checks");
}

/* The same of a fix. */
static const char *lack_of_fix(const struct igd_fix *fix)
{
	if (is_empty(fix->id) || !is_id(fix->id))
		return "id (area.what in lower case)";
	if (is_empty(fix->title))
		return "title";
	if (fix->risk > IGD_RISK_DISPLAY)
		return "risk";
	if (fix->risk != IGD_RISK_NONE && is_empty(fix->risk_text))
		return "risk_text, though it is risky";
	return fix->plan ? NULL : "plan";
}

static int look_at_fixes(const struct igd_plugin *plugin, struct igd_error *reterr)
{
	const struct igd_fix *const *fixes = plugin->fixes;
	size_t i, j;

	for (i = 0; fixes && fixes[i]; i++) {
		if (i == MAX_FIXES)
			return igd_error_set(
				reterr, EINVAL, "it has more than %d fixes", MAX_FIXES);
		if (lack_of_fix(fixes[i]))
			return igd_error_set(reterr, EINVAL, "its fix %s has no valid %s",
				fixes[i]->id ? fixes[i]->id : "?", lack_of_fix(fixes[i]));
		for (j = 0; j < i; j++) {
			if (strcmp(fixes[i]->id, fixes[j]->id) == 0)
				return igd_error_set(reterr, EINVAL,
					"its fix %s stands in it twice", fixes[i]->id);
		}
	}
	return 0;
}

const struct igd_plugin *igd_plugin_load(
	const struct igd_plugin_file *file, struct igd_error *reterr)
{
	IGD_AUTOFREE char *path = igd_printf("/proc/self/fd/%d", file->fd);
	const struct igd_plugin *plugin;
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!object) {
		igd_error_set(reterr, ENOEXEC, "it cannot be loaded: %s", dlerror());
		return NULL;
	}
	plugin = dlsym(object, "igd_plugin");
	if (!plugin)
		igd_error_set(reterr, ENOEXEC, "it has no symbol igd_plugin");
	else if (plugin->abi != IGD_PLUGIN_ABI)
		igd_error_set(reterr, ENOEXEC,
			"it was built for plugin ABI %u; this program has %u", plugin->abi,
			IGD_PLUGIN_ABI);
	else if (plugin->size != sizeof(*plugin) || is_empty(plugin->name) ||
		 is_empty(plugin->summary) || !plugin->checks)
		igd_error_set(reterr, EINVAL, "its table is not complete");
	else if (strcmp(plugin->name, file->name) != 0)
		igd_error_set(reterr, EINVAL, "it calls itself another name than its file's");
	else if (look_at_checks(plugin, reterr) == 0 && look_at_fixes(plugin, reterr) == 0)
		return plugin;
	return NULL;
}
