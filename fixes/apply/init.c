// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * init - a service of the running init that goes on with the plan once the machine is up
 *
 * It is there from before a trial's boot until the plan is finished or taken back, and takes itself away: the last
 * steps of the plan remove it. Nothing waits for it, and a program that is gone only makes it fail.
 */
#include <string.h>

#include "facts/host/distribution.h"
#include "fixes/apply/init_private.h"
#include "fixes/apply/making.h"

#define NAME "igd-doctor-resume"
#define ABOUT "Finishes what igd-doctor began before this boot"
#define PROGRAM "@"
#define RESUME PROGRAM " fix --resume --quiet"
#define REMARK "# Made by igd-doctor, which takes it away again\n"

/* A file of the service; mode 0: content is a link's target. '@' in it is the program. */
struct file {
	const char *path;
	uint32_t mode;
	const char *content;
};

#define MAX_FILES 3u

struct service {
	enum igd_init init;
	const char *needs; /* a directory that shows that services are enabled in this way here */
	struct file files[MAX_FILES];
};

/*
 * systemd: a unit that multi-user.target wants and that names it in After= gets no ordering the other way round
 * (systemd.target(5), "Default Dependencies"; systemd 257 src/core/unit.c unit_add_default_target_dependency()).
 * A oneshot service has no time limit (systemd.service(5) TimeoutStartSec=).
 * OpenRC: openrc-run(8); `local` is what runs last.
 * runit: a service that ends is started again (runsv(8)), so it waits to be taken away. supervise is in /run where
 * the distribution has it so for its own (Void, Artix), and the service folder holds nothing else then.
 * dinit: dinit-service(5); 0 is no time limit, in place of a minute's.
 */
static const struct service services[] = {
	{ IGD_INIT_SYSTEMD, "/etc/systemd/system",
		{ { "/etc/systemd/system/" NAME ".service", 0644,
			  REMARK "[Unit]\nDescription=" ABOUT "\nDocumentation=man:igd-doctor(1)\n"
				 "After=multi-user.target\nRequiresMountsFor=/var/lib/igd-doctor\n"
				 "\n[Service]\nType=oneshot\nExecStart=" RESUME "\n"
				 "\n[Install]\nWantedBy=multi-user.target\n" },
			{ "/etc/systemd/system/multi-user.target.wants/" NAME ".service", 0,
				"/etc/systemd/system/" NAME ".service" } } },
	{ IGD_INIT_OPENRC, "/etc/runlevels/default",
		{ { "/etc/init.d/" NAME, 0755,
			  "#!/sbin/openrc-run\n" REMARK "\ndescription=\"" ABOUT "\"\n"
			  "\ndepend() {\n\tuse localmount\n\tafter localmount local\n}\n"
			  "\nstart() {\n\tebegin \"" ABOUT "\"\n\t" RESUME "\n\teend $?\n}\n" },
			{ "/etc/runlevels/default/" NAME, 0, "/etc/init.d/" NAME } } },
	{ IGD_INIT_RUNIT, "/etc/runit/sv",
		{ { "/etc/runit/sv/" NAME "/run", 0755,
			  "#!/bin/sh\n" REMARK RESUME "\nexec sleep 2147483647\n" },
			{ "/etc/runit/sv/" NAME "/supervise", 0, "/run/runit/supervise." NAME },
			{ "/etc/runit/runsvdir/default/" NAME, 0, "/etc/runit/sv/" NAME } } },
	{ IGD_INIT_RUNIT, "/etc/runit/runsvdir/default",
		{ { "/etc/sv/" NAME "/run", 0755,
			  "#!/bin/sh\n" REMARK RESUME "\nexec sleep 2147483647\n" },
			{ "/etc/sv/" NAME "/supervise", 0, "/run/runit/supervise." NAME },
			{ "/etc/runit/runsvdir/default/" NAME, 0, "/etc/sv/" NAME } } },
	{ IGD_INIT_DINIT, "/etc/dinit.d/boot.d",
		{ { "/etc/dinit.d/" NAME, 0644,
			  REMARK "type = scripted\ncommand = " RESUME "\nstart-timeout = 0\n" },
			{ "/etc/dinit.d/boot.d/" NAME, 0, "../" NAME } } },
};

/* A path that no init's syntax takes for anything else. */
static bool is_plain(const char *path)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-";

	return path && *path == '/' && !path[strspn(path, plain)];
}

static void fill(const struct file *file, const char *program, struct igd_text *ret)
{
	const char *at = strstr(file->content, PROGRAM);

	if (!file->mode || !at)
		igd_text_printf(ret, "%s", file->content);
	else
		igd_text_printf(ret, "%.*s%s%s", (int)(at - file->content), file->content, program,
			at + strlen(PROGRAM));
}

/* What an earlier run may have left, so that it is saved and put back. */
static void set_present(struct igd_host *host, const struct file *file, struct igd_file_state *ret)
{
	const char *held =
		file->mode ? igd_host_text(host, file->path) : igd_host_link(host, file->path);

	if (held)
		igd_file_state_set(
			ret, file->mode ? IGD_FILE_REGULAR : IGD_FILE_LINK, held, strlen(held));
}

static void add_step(
	struct igd_host *host, const struct file *file, const char *program, struct igd_plan *plan)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	fill(file, program, &text);
	step->effect = IGD_EFFECT_BOOT;
	step->title = igd_strdup(file->mode ? "Add a service that finishes this after the boot"
				 : igd_starts_with(file->content, "/run/")
					 ? "Have that service keep its state in /run"
					 : "Have that service run");
	step->path = igd_strdup(file->path);
	step->mode = file->mode;
	set_present(host, file, &step->before);
	igd_file_state_set(
		&step->after, file->mode ? IGD_FILE_REGULAR : IGD_FILE_LINK, text.text, text.size);
}

/* The opposite, in the opposite order: who looks meanwhile finds no link to nowhere. */
static void add_removal(const struct file *file, const char *program, struct igd_plan *plan)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_step *step = igd_plan_add(plan, IGD_STEP_FILE);

	fill(file, program, &text);
	step->effect = IGD_EFFECT_BOOT;
	step->title = igd_printf("Remove %s", file->path);
	step->path = igd_strdup(file->path);
	igd_file_state_set(
		&step->before, file->mode ? IGD_FILE_REGULAR : IGD_FILE_LINK, text.text, text.size);
}

static const struct service *service_of(struct igd_host *host)
{
	const enum igd_init init = igd_distribution_get(host)->init;
	size_t i;

	for (i = 0; i < sizeof(services) / sizeof(*services); i++) {
		if (services[i].init == init && igd_host_has(host, services[i].needs))
			return &services[i];
	}
	return NULL;
}

bool igd_init_service(
	struct igd_host *host, const char *program, struct igd_plan *plan, bool is_wanted)
{
	const struct service *service = is_plain(program) ? service_of(host) : NULL;
	size_t count = 0, i;

	if (!service)
		return false;
	while (count < MAX_FILES && service->files[count].path)
		count++;
	for (i = 0; i < count; i++) {
		if (is_wanted)
			add_step(host, &service->files[i], program, plan);
		else
			add_removal(&service->files[count - 1 - i], program, plan);
	}
	return true;
}

bool igd_init_boot_service(struct igd_making *making, struct igd_plan *plan, bool is_wanted)
{
	return igd_init_service(
		igd_making_host(making), igd_making_options(making)->program, plan, is_wanted);
}
