// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fixes - what every fix plans on recorded machines
 *
 * usage: check-fixes PLUGINS CASES [ID]          CASES/ID/KIND-CASE.tree against CASES/ID/KIND-CASE.plan
 *        check-fixes PLUGINS MACHINES PLANS      MACHINES/NAME.tree against PLANS/NAME.plan
 *
 * A case asks one fix. KIND says what comes of it: "does" something, "settled" (all is so already), "declined", or
 * "manual" (only a person can do it); every fix needs the first three. A whole machine asks the fixes of all failed findings, as
 * `igd-doctor fix` does. With UPDATE_GOLDEN in the environment the plans are written: read the difference before you
 * believe it.
 *
 * Each plan is then carried out on the recording, as far as its files go, and made once more, before and after the
 * boot: no file may be left to be changed. And after that boot the checks that only look at the configuration must
 * pass, if a fix of the plan was for them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/spare.h"
#include "machine.h"

static unsigned failures, cases;

static IGD_FORMAT(1, 2) void fault(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	failures++;
}

/* A recording, and which fixes are asked on it. */
struct bench {
	const struct plugins *plugins;
	const struct igd_fix *fix; /* NULL: those of all failed findings */
	const char *path;
};

struct outcome {
	struct findings findings;
	struct igd_proposals proposals;
	struct igd_plan plan;
};

static void outcome_done(struct outcome *outcome)
{
	findings_done(&outcome->findings);
	igd_proposals_done(&outcome->proposals);
	igd_plan_done(&outcome->plan);
}

static struct outcome plan_for(const struct bench *bench, struct igd_host *host)
{
	static const struct igd_resolve_options options = { .program = "/usr/bin/igd-doctor" };
	const char *const named[] = { bench->fix ? bench->fix->id : NULL, NULL };
	struct outcome outcome = { { NULL, 0 }, { NULL, 0 }, { 0 } };

	outcome.findings = machine_examine(host, bench->plugins);
	if (bench->fix)
		propose(host, bench->fix, NULL, &outcome.proposals);
	else
		propose_all(host, bench->plugins, &outcome.findings, &outcome.proposals);
	igd_resolve_sparing(host, &outcome.proposals, named, &options, &outcome.plan);
	return outcome;
}

/* Whether the finding depends on nothing but what is configured, so that the recording can tell. */
static bool is_configured(const char *id)
{
	static const char *const ids[] = { "driver.claimed", "driver.early", "driver.rivals",
		"driver.obsolete", "boot.sane", NULL };
	const char *const *at = ids;

	while (*at && strcmp(*at, id) != 0)
		at++;
	return *at;
}

static void expect_mended(
	const struct bench *bench, const struct igd_plan *plan, const struct findings *after)
{
	size_t i, j;

	for (i = 0; i < plan->fix_count; i++) {
		for (j = 0; !plan->fixes[i].declined && plan->fixes[i].findings[j]; j++) {
			const struct igd_finding *finding =
				findings_get(after, plan->fixes[i].findings[j]);

			if (is_configured(finding->id) && finding->verdict == IGD_FAIL)
				fault("%s: %s fails after %s: %s: %s", bench->path, finding->id,
					plan->fixes[i].id, finding->where, finding->what);
		}
	}
}

/* What a plan adds for as long as it waits for its boot, and takes away itself. */
static bool is_passing(const struct igd_plan *plan, size_t index)
{
	size_t i, count = 0, last = index;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind != IGD_STEP_FILE ||
			strcmp(plan->steps[i].path, plan->steps[index].path) != 0)
			continue;
		last = i;
		count++;
	}
	return count > 1 && plan->steps[last].after.type == IGD_FILE_ABSENT;
}

static void expect_no_files(
	const struct bench *bench, const struct igd_plan *plan, const char *when)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_FILE && !is_passing(plan, i))
			fault("%s: planned again %s the boot, %s is changed once more: %s",
				bench->path, when, plan->steps[i].path, plan->steps[i].title);
	}
}

static bool has_manual(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_MANUAL)
			return true;
	}
	return false;
}

/* The same fixes once more, on what the plan leaves behind. */
static void plan_again(const struct bench *bench, struct igd_tree *machine,
	const struct outcome *first, bool is_booted)
{
	struct igd_host *host;
	struct outcome second;

	if (is_booted)
		machine_boot(machine, &first->proposals, &first->plan);
	host = machine_host(machine);
	second = plan_for(bench, host);
	expect_no_files(bench, &second.plan, is_booted ? "after" : "before");
	if (is_booted && !has_manual(&first->plan))
		expect_mended(bench, &first->plan, &second.findings);
	outcome_done(&second);
	igd_host_free(host);
}

static void compare(const char *path, const struct igd_text *is)
{
	size_t size;
	IGD_AUTOFREE char *should = slurp(path, &size);
	FILE *file;

	if (!getenv("UPDATE_GOLDEN")) {
		if (!should || strcmp(is->text, should) != 0)
			fault("%s: the plan is\n%s", path, is->text);
		return;
	}
	file = fopen(path, "we");
	if (!file || fwrite(is->text, 1, is->size, file) != is->size || fclose(file) != 0)
		fault("%s: %s", path, strerror(errno));
}

static const char *kind_of(const struct igd_plan *plan)
{
	if (plan->fixes[0].declined)
		return "declined";
	if (!plan->step_count)
		return plan->fixes[0].is_settled ? "settled" : "nothing";
	return igd_plan_is_empty(plan) ? "manual" : "does";
}

/* What came of it; a literal. */
static const char *run_case(const struct bench *bench, const char *golden)
{
	struct igd_tree machine = { 0 };
	struct igd_host *host = machine_read(&machine, bench->path) ? machine_host(&machine) : NULL;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *kind = "unreadable";
	struct outcome outcome;

	if (host) {
		cases++;
		outcome = plan_for(bench, host);
		igd_text_add(&text, "", 0);
		print_plan(&outcome.plan, &text);
		compare(golden, &text);
		kind = bench->fix ? kind_of(&outcome.plan) : "";
		machine_apply(&machine, &outcome.plan);
		plan_again(bench, &machine, &outcome, false);
		plan_again(bench, &machine, &outcome, true);
		outcome_done(&outcome);
	} else {
		fault("%s: it is no machine", bench->path);
	}
	igd_host_free(host);
	igd_tree_done(&machine);
	return kind;
}

static int is_tree(const struct dirent *entry)
{
	return igd_ends_with(entry->d_name, ".tree");
}

static char *golden_of(const char *directory, const char *name)
{
	return igd_printf("%s/%.*s.plan", directory, (int)(strlen(name) - strlen(".tree")), name);
}

static void run_fix(const struct plugins *plugins, const struct igd_fix *fix, const char *root)
{
	static const char *const kinds[] = { "does", "settled", "declined" };
	IGD_AUTOFREE char *directory = igd_printf("%s/%s", root, fix->id);
	struct dirent **names = NULL;
	int i, count = scandir(directory, &names, is_tree, alphasort);
	bool has[3] = { false, false, false };
	size_t k;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, names[i]->d_name);
		IGD_AUTOFREE char *golden = golden_of(directory, names[i]->d_name);
		const struct bench bench = { plugins, fix, path };
		const char *kind = run_case(&bench, golden);

		if (!igd_starts_with(names[i]->d_name, kind))
			fault("%s: what comes of it is \"%s\"", path, kind);
		for (k = 0; k < 3; k++)
			has[k] |= igd_starts_with(names[i]->d_name, kinds[k]);
		free(names[i]);
	}
	free(names);
	for (k = 0; k < 3; k++) {
		if (!has[k])
			fault("%s: no case \"%s\"", directory, kinds[k]);
	}
}

/* Fixes that have no folder here are tested elsewhere. */
static void run_fixes(const struct plugins *plugins, const char *root, const char *only)
{
	struct dirent **names = NULL;
	int i, count = scandir(root, &names, NULL, alphasort);

	for (i = 0; i < count; i++) {
		const struct igd_fix *fix = plugins_find_fix(plugins, names[i]->d_name);

		if (fix && (!only || strcmp(only, fix->id) == 0))
			run_fix(plugins, fix, root);
		free(names[i]);
	}
	free(names);
}

static void run_machines(const struct plugins *plugins, const char *from, const char *plans)
{
	struct dirent **names = NULL;
	int i, count = scandir(from, &names, is_tree, alphasort);

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", from, names[i]->d_name);
		IGD_AUTOFREE char *golden = golden_of(plans, names[i]->d_name);
		const struct bench bench = { plugins, NULL, path };

		run_case(&bench, golden);
		free(names[i]);
	}
	free(names);
}

int main(int argc, char **argv)
{
	struct plugins plugins = { .count = 0 };

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: check-fixes PLUGINS CASES [ID] | PLUGINS MACHINES PLANS\n");
		return 2;
	}
	if (!plugins_load(&plugins, argv[1]))
		return 2;
	if (argc == 4 && strchr(argv[3], '/'))
		run_machines(&plugins, argv[2], argv[3]);
	else
		run_fixes(&plugins, argv[2], argc == 4 ? argv[3] : NULL);
	printf("%u cases, %u faults\n", cases, failures);
	return failures || !cases;
}
