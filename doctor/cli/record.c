// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record - the verb: examines, and writes down everything that was read
 *
 * The recording appears under its name only when it is whole, and readable by its owner only: nothing in it
 * has been taken out or replaced.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/session.h"

static int complain_of(int error, const char *path)
{
	return igd_complain(error == EACCES || error == EPERM || error == EROFS
				    ? IGD_EXIT_PERMISSION
				    : IGD_EXIT_INTERNAL,
		"%s: %s", path, strerror(error));
}

/* Writes to a file beside the target, then renames. Returns 0 or an errno. */
static int write_recording(const struct igd_host *host, const char *path)
{
	IGD_AUTOFREE char *beside = igd_printf("%s.XXXXXX", path);
	IGD_AUTOCLOSE int fd = mkstemp(beside); /* mode 0600 */
	FILE *file;
	int error = 0;

	if (fd < 0)
		return errno;
	file = fdopen(fd, "we");
	if (!file)
		return errno;
	(void)igd_take_fd(&fd);
	if (igd_host_record(host, file) < 0 || fsync(fileno(file)) < 0)
		error = errno ? errno : EIO;
	if (fclose(file) != 0 && !error)
		error = errno;
	if (!error && rename(beside, path) < 0)
		error = errno;
	if (error)
		unlink(beside);
	return error;
}

int igd_verb_record(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	const char *path = options->arguments.words[0];
	int error, status = igd_session_open(&session, options, false);
	size_t count;

	if (status != IGD_EXIT_OK)
		return status;
	if (strcmp(path, "-") == 0)
		return igd_host_record(session.host, stdout) < 0 ? complain_of(EIO, "stdout")
								 : IGD_EXIT_OK;
	error = write_recording(session.host, path);
	if (error)
		return complain_of(error, path);
	igd_host_kept(session.host, &count);
	if (!options->is_quiet)
		fprintf(stderr,
			"Recorded %zu readings of %s in %s.\n"
			"Replay it anywhere: igd-doctor --from %s\n"
			"Nothing in it is redacted: read it before you publish it.\n",
			count, options->from ? options->from : "this machine", path, path);
	return IGD_EXIT_OK;
}
