// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_file - the report's file, and the map of what was replaced, which stays on the machine
 *
 * The map comes first: a report that is out in the world and whose pseudonyms nobody can tell any more is the worse one of
 * the two to be left with.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/report.h"

static int complain_of(const struct igd_error *error, const char *advice)
{
	bool is_denied = error->code == EACCES || error->code == EPERM || error->code == EROFS;
	enum igd_exit status = is_denied	       ? IGD_EXIT_PERMISSION
			       : error->code == EEXIST ? IGD_EXIT_DATA
						       : IGD_EXIT_INTERNAL;

	return igd_complain(status, "%s%s", error->message,
		error->code == EEXIST ? ": `--force` replaces it" : advice);
}

int igd_report_may_write(const struct igd_report *report, const char *path)
{
	IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(igd_basename(path) - path));
	enum igd_bundle_format format;
	struct stat status;

	if (igd_bundle_format_of(path, &format) < 0)
		return igd_complain(IGD_EXIT_USAGE,
			"%s: the name says the format, and has to end in .tar.zst, .tar.gz or .zip",
			path);
	if (lstat(path, &status) == 0 && !report->options->is_forced)
		return igd_complain(
			IGD_EXIT_DATA, "%s is there already: `--force` replaces it", path);
	if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return igd_complain(IGD_EXIT_DATA, "%s is a folder", path);
	if (access(*folder ? folder : ".", W_OK | X_OK) < 0)
		return igd_complain(
			errno == ENOENT || errno == ENOTDIR ? IGD_EXIT_DATA : IGD_EXIT_PERMISSION,
			"%s: %s", *folder ? folder : ".", strerror(errno));
	return IGD_EXIT_OK;
}

/* Where the system keeps what programs know: for root /var/lib, for a person XDG_STATE_HOME (XDG Base Directory 0.8). */
static char *map_folder(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	const struct passwd *person;

	if (geteuid() == 0)
		return igd_strdup("/var/lib/igd-doctor/maps");
	if (state && *state == '/')
		return igd_printf("%s/igd-doctor", state);
	if (!home || *home != '/') {
		person = getpwuid(geteuid());
		home = person ? person->pw_dir : "/";
	}
	return igd_printf("%s/.local/state/igd-doctor", home);
}

/* Makes the folders that are missing, for their owner only. 0, or an errno: why it cannot be written to. */
static int make_folders(const char *path)
{
	IGD_AUTOFREE char *part = igd_strdup(path);
	char *slash;
	int error = 0;

	for (slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0700) < 0 && errno != EEXIST && !error)
			error = errno;
		*slash = '/';
	}
	if (mkdir(part, 0700) < 0 && errno != EEXIST && !error)
		error = errno;
	if (access(path, W_OK | X_OK) == 0)
		return 0;
	return error ? error : errno;
}

/* NULL with reterr filled if there is no place for it. */
static char *map_path(const struct igd_report *report, const char *hash, struct igd_error *reterr)
{
	IGD_AUTOFREE char *folder = NULL;
	int error;

	if (report->options->map)
		return igd_strdup(report->options->map);
	folder = map_folder();
	error = make_folders(folder);
	if (!error)
		return igd_printf("%s/%.16s.json", folder, hash);
	igd_error_set(reterr, error, "%s: %s", folder, strerror(error));
	return NULL;
}

static int complain_of_map(const struct igd_error *error)
{
	return complain_of(error, ": `--map FILE` keeps the map elsewhere");
}

static int write_map(const struct igd_report *report, const char *path)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct igd_bundle_file file = { .path = path,
		.mode = 0600,
		/* the same report has the same map */
		.may_replace = !report->options->map || report->options->is_forced };
	struct igd_error error = { 0 };
	int r;

	if (!out)
		_Exit(IGD_EXIT_MEMORY);
	igd_redactor_write_map(report->redactor, out);
	if (fclose(out) != 0)
		_Exit(IGD_EXIT_MEMORY);
	file.bytes = text;
	file.size = size;
	r = igd_bundle_put(&file, &error);
	explicit_bzero(text, size);
	free(text);
	return r < 0 ? complain_of_map(&error) : IGD_EXIT_OK;
}

int igd_report_write(
	const struct igd_report *report, const char *path, struct igd_report_written *ret)
{
	IGD_AUTOTEXT struct igd_text packed = { 0 };
	enum igd_bundle_format format = IGD_BUNDLE_TAR_ZST;
	struct igd_bundle_file file = {
		.path = path, .mode = 0644, .may_replace = report->options->is_forced
	};
	struct igd_error error = { 0 };
	int status = IGD_EXIT_OK;

	igd_bundle_format_of(path, &format);
	if (igd_bundle_pack(&report->bundle, format, &packed, &error) < 0)
		return complain_of(&error, "");
	file.bytes = packed.text;
	file.size = ret->size = packed.size;
	igd_bundle_hash(packed.text, packed.size, ret->hash);
	if (report->redactor) {
		ret->map = map_path(report, ret->hash, &error);
		status = ret->map ? write_map(report, ret->map) : complain_of_map(&error);
	}
	if (status == IGD_EXIT_OK && igd_bundle_put(&file, &error) < 0) {
		status = complain_of(&error, "");
		if (ret->map)
			unlink(ret->map);
	}
	if (status == IGD_EXIT_OK)
		ret->path = igd_strdup(path);
	return status;
}

void igd_report_written_done(struct igd_report_written *written)
{
	free(written->path);
	free(written->map);
}
