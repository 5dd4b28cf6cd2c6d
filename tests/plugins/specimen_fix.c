// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * specimen_fix - plugins whose fixes are what no plan should have to be made of; built once for each, as
 * -DSPECIMEN_<name>. The good one is what tests/cli/fix-terminal lets a person be asked about.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/plugin.h"

#define FOLDER "/etc/modprobe.d/"

static enum igd_verdict good(struct igd_host *host, struct igd_finding *ret)
{
	(void)host;
	return igd_pass(ret, "specimen", "nothing was done");
}

static void write_one(struct igd_host *host, struct igd_changes *ret)
{
	(void)host;
	igd_change_file(ret, FOLDER "igd-doctor-one.conf", "# one, of igd-doctor's tests\n",
		IGD_EFFECT_NOW, NULL);
}

#if defined SPECIMEN_fix_crash
static void act(struct igd_host *host, struct igd_changes *ret)
{
	write_one(host, ret);
	raise(SIGSEGV);
}
#elif defined SPECIMEN_fix_hang
static void act(struct igd_host *host, struct igd_changes *ret)
{
	write_one(host, ret);
	for (;;)
		sleep(1);
}
#elif defined SPECIMEN_fix_leaves
static void act(struct igd_host *host, struct igd_changes *ret)
{
	write_one(host, ret);
	_exit(0);
}
#elif defined SPECIMEN_fix_relative
/* A path that leads elsewhere: nothing of it may come through. */
static void act(struct igd_host *host, struct igd_changes *ret)
{
	write_one(host, ret);
	igd_change_file(ret, FOLDER "../shadow", "root::\n", IGD_EFFECT_NOW, NULL);
}
#elif defined SPECIMEN_fix_many
/* More than any fix has to say. */
static void act(struct igd_host *host, struct igd_changes *ret)
{
	int i;

	for (i = 0; i < 100000; i++)
		write_one(host, ret);
}
#elif defined SPECIMEN_fix_unread
/* Goes on although what it goes by could not be read. */
static void act(struct igd_host *host, struct igd_changes *ret)
{
	igd_host_text(host, "/unreadable");
	write_one(host, ret);
}
#else
static void act(struct igd_host *host, struct igd_changes *ret)
{
	(void)host;
	igd_change_file(ret, FOLDER "igd-doctor-two.conf", "# two, of igd-doctor's tests\n",
		IGD_EFFECT_NOW, NULL);
}
#endif

/* Long enough to be interrupted in. */
static void take_long(struct igd_host *host, struct igd_changes *ret)
{
	static const char *const words[] = { "sleep", "5", NULL };
	static const char *const last[] = { "true", NULL };

	write_one(host, ret);
	igd_change_command(ret, words, NULL, NULL);
	igd_change_command(ret, last, NULL, NULL);
}

/* The step that can be interrupted is the last. */
static void end_slowly(struct igd_host *host, struct igd_changes *ret)
{
	static const char *const words[] = { "sleep", "5", NULL };

	write_one(host, ret);
	igd_change_command(ret, words, NULL, NULL);
}

static const struct igd_fix fix = {
#if defined SPECIMEN_fix_double
	.id = "kernel-cmdline.iommu",
#elif defined SPECIMEN_fix_bad_id
	.id = "Specimen Fix",
#else
	.id = "specimen.fix",
#endif
#if !defined SPECIMEN_fix_untitled
	.title = "Do what a specimen does",
#endif
#if defined SPECIMEN_fix_strange_risk
	.risk = (enum igd_risk)7,
#else
	.risk = IGD_RISK_DISPLAY,
#endif
#if !defined SPECIMEN_fix_riskless
	.risk_text = "The picture may go, said the test.",
#endif
#if !defined SPECIMEN_fix_planless
	.plan = act,
#endif
};

static const struct igd_fix plain = {
#if defined SPECIMEN_fix_twice
	.id = "specimen.fix",
#else
	.id = "specimen.plain",
#endif
	.title = "Do what is harmless",
	.plan = write_one,
};

static const struct igd_fix slow = {
	.id = "specimen.slow",
	.title = "Do what takes long",
	.plan = take_long,
};

static const struct igd_fix last = {
	.id = "specimen.last",
	.title = "Do what takes long in the end",
	.plan = end_slowly,
};

static const struct igd_check check = {
	.id = "specimen.check",
	.title = "A specimen",
	.why = "It is a test.",
	.remedy = "Take it away.",
	.severity = IGD_HINT,
	.run = good,
};

static const struct igd_check *const checks[] = { &check, NULL };
static const struct igd_fix *const fixes[] = { &fix, &plain, &slow, &last, NULL };

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "specimen",
	.summary = "A specimen",
	.checks = checks,
	.fixes = fixes,
};

/* Keeps what one specimen does not use. */
extern IGD_EXPORT const void *const igd_specimen_kept[];
const void *const igd_specimen_kept[] = { (const void *)(uintptr_t)act };
