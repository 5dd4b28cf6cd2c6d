// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_create - up --create: makes a VM for this host
 *
 * A VM that is to be installed first (--iso, or an empty disk) is made and no more: what has to be clicked in Windows' Setup only a
 * person can do. One that gets a disk with a system on it is brought up at once, like any other.
 */
#include "cli/up_create.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mend/plan_json.h"
#include "reports/plan.h"

static bool is_json(const struct igd_options *options)
{
	return strcmp(options->format, "json") == 0;
}

static int look_at_options(const struct igd_options *options)
{
	if (options->disks.count != 1)
		return igd_complain(IGD_EXIT_USAGE,
			"--create needs one --disk FILE[,SIZE]: the VM's disk, which is made if it is not there");
	if (options->vm || options->try_roms)
		return igd_complain(IGD_EXIT_USAGE, "--create does not go together with %s",
			options->vm ? "--vm" : "--try-roms");
	if (options->connect && strcmp(options->connect, "qemu:///system") != 0)
		return igd_complain(IGD_EXIT_USAGE,
			"--create makes VMs of this machine's qemu:///system, not of %s",
			options->connect);
	if (strcmp(options->format, "text") != 0 && !is_json(options))
		return igd_complain(IGD_EXIT_USAGE, "up has no --format %s", options->format);
	if (options->is_keeping && options->is_restoring)
		return igd_complain(IGD_EXIT_USAGE,
			"--keep leaves the VM running as it is defined; --restore does not go with it");
	if (options->from && !options->is_dry_run)
		return igd_complain(IGD_EXIT_USAGE,
			"no VM can be made on a recorded host: --from goes with --dry-run");
	return IGD_EXIT_OK;
}

/* Whether a person can be asked. Who is not root is told so, once there is a plan to see. */
static int look_at_person(const struct igd_options *options)
{
	if (options->is_dry_run || options->is_agreed || geteuid() != 0)
		return IGD_EXIT_OK;
	if (is_json(options) || !igd_can_ask())
		return igd_complain(IGD_EXIT_USAGE,
			"there is nobody to ask: --dry-run shows the plan, --yes carries it out");
	return IGD_EXIT_OK;
}

/* From where the program was started; the caller frees it. */
static char *absolute(const char *path)
{
	IGD_AUTOFREE char *folder = *path == '/' ? NULL : getcwd(NULL, 0);

	return folder ? igd_printf("%s/%s", folder, path) : igd_strdup(path);
}

/* What is asked for, with absolute paths. */
struct wanted {
	struct igd_create_request request;
	char *disk, **isos;
	size_t iso_count;
};

static void take_wanted(struct wanted *wanted, const struct igd_options *options)
{
	size_t i;

	wanted->disk = absolute(options->disks.words[0]);
	wanted->isos = igd_zalloc((options->isos.count + 1) * sizeof(*wanted->isos));
	for (i = 0; i < options->isos.count; i++)
		wanted->isos[wanted->iso_count++] = absolute(options->isos.words[i]);
	wanted->request = (struct igd_create_request){ .name = options->create,
		.recipe = options->recipe,
		.disk = wanted->disk,
		.isos = (const char *const *)wanted->isos,
		.rom = options->rom,
		.memory_mib = options->memory_mib,
		.cpus = options->cpu_count };
}

static void wanted_done(struct wanted *wanted)
{
	size_t i;

	for (i = 0; i < wanted->iso_count; i++)
		free(wanted->isos[i]);
	free(wanted->isos);
	free(wanted->disk);
}

static int complain_of(const struct igd_error *error)
{
	switch (error->code) {
	case EINVAL:
		return igd_complain(IGD_EXIT_USAGE, "%s", error->message);
	case ENOPKG:
		return igd_complain(IGD_EXIT_UNAVAILABLE, "%s", error->message);
	case EACCES:
	case EPERM:
		return igd_complain(IGD_EXIT_PERMISSION, "%s", error->message);
	default:
		return igd_complain(IGD_EXIT_DATA, "%s", error->message);
	}
}

/* The host is opened as for any verb, and of the checks those are run that are of the host alone. */
static int open_host(struct igd_session *session, const struct igd_options *options)
{
	struct igd_options own = *options;
	size_t count = 0;

	while (igd_up_create_checks[count])
		count++;
	own.only = (struct igd_words){ (const char **)(uintptr_t)igd_up_create_checks, count };
	own.is_quiet = true;
	return igd_session_open(session, &own, false);
}

static void show(const struct igd_mending *mending)
{
	IGD_AUTOFREE char *text = NULL;

	if (!is_json(mending->options)) {
		if (!mending->options->is_quiet || mending->options->is_dry_run)
			igd_plan_print(&mending->plan, &mending->style, stdout);
		return;
	}
	text = igd_plan_write(&mending->plan);
	fputs(text, stdout);
}

/* Without libvirt the plan can be seen, and not be carried out. */
static int look_at_libvirt(const struct igd_create *create, bool is_dry_run)
{
	if (create->has_libvirt)
		return IGD_EXIT_OK;
	if (is_dry_run) {
		fprintf(stderr,
			"igd-doctor: libvirt's qemu:///system does not answer here: the VM is shown as the newest libvirt "
			"would have it\n");
		return IGD_EXIT_OK;
	}
	return igd_complain(IGD_EXIT_UNAVAILABLE,
		"libvirt's qemu:///system does not answer, so no VM can be made: see the check vm.found");
}

static int check_first(const struct igd_mending *mending)
{
	struct igd_error error = { 0 };
	struct igd_act act = { 0 };
	int r = igd_act_open(&act, "/", &error);

	if (r == 0) {
		r = igd_apply_check(&act, &mending->plan, &error);
		igd_act_close(&act);
	}
	return r < 0 ? igd_mending_complain(&error) : IGD_EXIT_OK;
}

/* The VM is there; it is brought up like any other. */
static int go_on(const struct igd_options *options)
{
	struct igd_options own = *options;
	struct igd_up_request request = { .options = &own,
		.vm = options->create,
		.last = IGD_UP_STREAM,
		.tell = igd_up_tell,
		.tick = igd_up_tick,
		.context = &own };
	struct igd_up_result result = { 0 };
	int status;

	own.vm = options->create;
	own.create = own.rom = NULL;
	own.disks = own.isos = (struct igd_words){ 0 };
	own.memory_mib = own.cpu_count = 0;
	status = igd_up_run(&request, &result);
	igd_up_result_done(&result);
	return status;
}

/* From a plan that is shown to a VM that is there. */
static int carry_out(struct igd_mending *mending, const struct igd_create *create)
{
	int status;

	if (geteuid() != 0)
		return igd_complain(IGD_EXIT_PERMISSION,
			"only root can carry it out: give the same command to `sudo`; nothing was changed");
	status = check_first(mending);
	if (status != IGD_EXIT_OK)
		return status;
	if (!mending->options->is_agreed && !igd_ask("Make this VM?")) {
		puts("Nothing was changed.");
		return IGD_EXIT_DEGRADED;
	}
	status = igd_mending_carry_out(mending);
	if (status == IGD_EXIT_OK)
		igd_up_create_tell_next(mending, create);
	return status;
}

/* The path of this program; the caller frees it. */
static char *program_path(const struct igd_options *options)
{
	char path[4096];
	ssize_t size = options->from ? -1 : readlink("/proc/self/exe", path, sizeof(path) - 1);

	return size > 0 ? igd_strndup(path, (size_t)size) : igd_strdup("/usr/bin/igd-doctor");
}

static int make(struct igd_mending *mending, const struct igd_create *create)
{
	const struct igd_options *options = mending->options;
	IGD_AUTOFREE char *program = program_path(options);
	int status = look_at_libvirt(create, options->is_dry_run);

	if (status != IGD_EXIT_OK)
		return status;
	igd_create_plan(create, program, is_json(options), &mending->plan);
	if (mending->plan.fixes[0].declined)
		return igd_complain(IGD_EXIT_DATA, "%s", mending->plan.fixes[0].declined);
	if (options->is_dry_run || !is_json(options))
		show(mending);
	igd_up_create_tell(mending, create);
	if (options->is_dry_run)
		return IGD_EXIT_OK;
	return carry_out(mending, create);
}

/* Where the VM is made and has something to come up with, and nothing keeps it from that. */
static int bring_up(struct igd_mending *mending, const struct igd_create *create)
{
	bool can_go_on = igd_up_create_can_go_on(create);

	if (can_go_on && !igd_create_is_hindered(create))
		return go_on(mending->options);
	igd_mending_print_outcome(mending, "created");
	return can_go_on ? IGD_EXIT_DEGRADED : IGD_EXIT_OK;
}

int igd_up_create(const struct igd_options *options)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	IGD_CLEANUP(wanted_done) struct wanted wanted = { 0 };
	IGD_AUTOFREE struct igd_create *create = igd_zalloc(sizeof(*create));
	struct igd_error error = { 0 };
	int status = look_at_options(options);

	if (status == IGD_EXIT_OK)
		status = look_at_person(options);
	if (status == IGD_EXIT_OK)
		status = open_host(&session, options);
	if (status != IGD_EXIT_OK)
		return status;
	igd_mending_init(&mending, options);
	take_wanted(&wanted, options);
	if (igd_create_decide(session.host, &wanted.request, create, &error) < 0)
		return complain_of(&error);
	if (!igd_up_create_can_go_on(create))
		igd_up_create_look(create, &session.exam);
	status = make(&mending, create);
	if (status != IGD_EXIT_OK || options->is_dry_run)
		return status;
	return bring_up(&mending, create);
}
