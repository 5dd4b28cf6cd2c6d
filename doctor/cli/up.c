// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up - the verb: brings the VM up, stage by stage, until its stream can be reached
 */
#include "cli/up.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What belongs to a VM that is to be made. */
static const char *option_of_create(const struct igd_options *options)
{
	if (options->disks.count)
		return "disk";
	if (options->isos.count)
		return "iso";
	if (options->memory_mib)
		return "memory";
	if (options->cpu_count)
		return "cpus";
	return options->is_dry_run ? "dry-run" : NULL;
}

/* Of a VM that there is; --create looks at its own. */
static int look_at_ways(const struct igd_options *options)
{
	const char *stray = option_of_create(options);

	if (strcmp(options->format, "text") != 0 && strcmp(options->format, "json") != 0)
		return igd_complain(IGD_EXIT_USAGE, "up has no --format %s", options->format);
	if (options->from)
		return igd_complain(IGD_EXIT_USAGE,
			"up is for this machine; a recorded one, --from, has nothing that could be started");
	if (options->vm && strchr(options->vm, '/'))
		return igd_complain(IGD_EXIT_USAGE,
			"up needs a VM of libvirt's by its name; %s is a file", options->vm);
	if (stray)
		return igd_complain(IGD_EXIT_USAGE, "--%s goes with --create", stray);
	if (options->try_roms && options->rom)
		return igd_complain(
			IGD_EXIT_USAGE, "--try-roms brings its own ROMs; leave --rom out");
	if (options->is_keeping && options->is_restoring)
		return igd_complain(IGD_EXIT_USAGE,
			"--keep leaves the VM running as it is defined; --restore does not go with it");
	return IGD_EXIT_OK;
}

/* With its absolute path: it goes into the plan, and what examines may have another working directory. */
static int bring_up(const struct igd_options *options)
{
	IGD_AUTOFREE char *rom = options->rom ? realpath(options->rom, NULL) : NULL;
	struct igd_up_request request = { .options = options,
		.rom = rom,
		.last = IGD_UP_STREAM,
		.tell = igd_up_tell,
		.tick = igd_up_tick,
		.context = (void *)(uintptr_t)options };
	struct igd_up_result result = { 0 };
	int status;

	if (options->rom && !rom)
		return igd_complain(IGD_EXIT_DATA, "%s: %s", options->rom, igd_errno_text(errno));
	status = igd_up_run(&request, &result);
	igd_up_result_done(&result);
	return status;
}

int igd_verb_up(const struct igd_options *options)
{
	int status;

	if (options->create)
		return igd_up_create(options);
	status = look_at_ways(options);
	if (status != IGD_EXIT_OK)
		return status;
	return options->try_roms ? igd_up_try_roms(options) : bring_up(options);
}
