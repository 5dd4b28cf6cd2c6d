// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_preflight - the stage PREFLIGHT: does the host let a VM have its iGPU?
 *
 * What is the VM's own is left to PREPARE, the driver to BIND, and the guest to the stages behind. What only the next boot
 * will show (who claims the iGPU then) does not stop a run for which vfio-pci has it already.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"

static bool is_among(const char *id, const char *const *list)
{
	for (; *list; list++) {
		size_t length = strlen(*list);

		/* "vm." is an area */
		if ((*list)[length - 1] == '.' ? strncmp(id, *list, length) == 0
					       : strcmp(id, *list) == 0)
			return true;
	}
	return false;
}

bool igd_up_is_prepared(const struct igd_finding *finding)
{
	static const char *const ids[] = { "vm.", "rom.", "smbios.", "opregion.vm", "gms.vm",
		"ivshmem.address-width", NULL };
	const char *fix = finding->fix ? finding->fix : "";

	return is_among(finding->id, ids) || igd_starts_with(fix, "domain.") ||
	       strcmp(fix, "rom.install") == 0;
}

bool igd_up_is_blocker(const struct igd_finding *finding)
{
	return finding->verdict == IGD_FAIL && finding->severity == IGD_BLOCKER;
}

/* What later stages look at for themselves. */
static bool is_left_to_others(const struct igd_up_runner *runner, const struct igd_finding *finding)
{
	static const char *const later[] = { "driver.bound", "guest.", "sunshine.", "log.", NULL };
	static const char *const of_boot[] = { "driver.claimed", "driver.early", "driver.rivals",
		"boot.", NULL };

	return igd_up_is_prepared(finding) || is_among(finding->id, later) ||
	       (runner->scene.is_kept_by_vfio && is_among(finding->id, of_boot));
}

static bool stands_in_the_way(const struct igd_up_runner *runner, const struct igd_finding *finding)
{
	return finding && igd_up_is_blocker(finding) && !is_left_to_others(runner, finding);
}

/* The first thing to mend: what `check` would have begun with, as far as that stands in the way; NULL: nothing does. */
static const struct igd_finding *find_obstacle(const struct igd_up_runner *runner)
{
	const struct igd_exam *exam = runner->exam;
	size_t i;

	for (i = 0; i < exam->start_count; i++) {
		const struct igd_finding *finding = igd_exam_find(exam, exam->start_with[i]);

		if (stands_in_the_way(runner, finding))
			return finding;
	}
	for (i = 0; i < exam->count; i++) {
		if (stands_in_the_way(runner, &exam->findings[i]))
			return &exam->findings[i];
	}
	return NULL;
}

bool igd_up_examine(struct igd_up_runner *runner, const char *const *only)
{
	struct igd_up_scene fresh = { 0 };
	int status = IGD_EXIT_OK;

	runner->exam = runner->ops->examine(runner->ops->context, only, &status);
	if (!runner->exam) {
		runner->status = status;
		igd_up_fail(runner, NULL, NULL, "this machine could not be examined", NULL);
		return false;
	}
	runner->ops->look(runner->ops->context, &fresh);
	/* The drivers that count are those of the beginning. */
	if (runner->scene.function_count) {
		struct igd_up_function *functions = fresh.functions;
		size_t count = fresh.function_count;

		fresh.functions = runner->scene.functions;
		fresh.function_count = runner->scene.function_count;
		runner->scene.functions = functions;
		runner->scene.function_count = count;
	}
	igd_up_scene_done(&runner->scene);
	runner->scene = fresh;
	return true;
}

static enum igd_up_state fail_to_open(struct igd_up_runner *runner, const struct igd_error *error)
{
	static const char refused[] =
		"Give the same command to `sudo`, or become a member of the group `libvirt`.";
	static const char gone[] = "Start libvirt's daemon; `virsh list --all` must answer.";
	bool is_refused = error->code == EACCES || error->code == EPERM;

	if (is_refused)
		runner->status = IGD_EXIT_PERMISSION;
	return igd_up_fail(runner, NULL, "libvirt", error->message, is_refused ? refused : gone);
}

/* Has an obstacle mended here and now, if that can be and is agreed to. True: it was, and all is to be looked at again. */
static bool is_mended(struct igd_up_runner *runner, const struct igd_finding *finding)
{
	const char *const fixes[] = { finding->fix, NULL }, *const findings[] = { finding->id,
		NULL };
	struct igd_up_mended mended = { 0 };
	bool is_done;

	if (!finding->fix || runner->journal_count == IGD_UP_JOURNALS - 2 ||
		!(runner->options->is_agreed || runner->ops->can_ask(runner->ops->context)))
		return false;
	runner->ops->mend(runner->ops->context, fixes, findings, &mended);
	is_done = mended.outcome == IGD_UP_MEND_DONE;
	igd_up_keep_journal(runner, IGD_TAKE_PTR(mended.journal), IGD_UP_PREFLIGHT,
		mended.outcome == IGD_UP_MEND_LEFT);
	if (mended.outcome == IGD_UP_MEND_BOOT) {
		IGD_AUTOFREE char *remedy = igd_printf(
			"%s `igd-doctor fix %s` does it, and says when to reboot; then run "
			"`igd-doctor up` again.",
			finding->remedy ? finding->remedy : "", finding->fix);

		igd_up_fail(runner, finding->id, finding->where, finding->what, remedy);
	} else if (!is_done) {
		IGD_AUTOFREE char *what = igd_printf("%s%s%s", finding->what ? finding->what : "",
			mended.why ? "; not mended: " : "", mended.why ? mended.why : "");

		igd_up_fail(runner, finding->id, finding->where, what, finding->remedy);
		runner->status = mended.status;
	}
	igd_up_mended_done(&mended);
	return is_done;
}

/* The same obstacle is mended once: a fix that did not turn it will not the next time. */
static enum igd_up_state clear_the_way(struct igd_up_runner *runner)
{
	IGD_AUTOFREE char *last = NULL;
	const struct igd_finding *obstacle;

	while ((obstacle = find_obstacle(runner)) && !igd_up_is_interrupted(runner)) {
		if (last && strcmp(last, obstacle->id) == 0)
			return igd_up_fail_by(runner, obstacle);
		free(last);
		last = igd_strdup(obstacle->id);
		igd_up_fail_by(runner, obstacle);
		if (!is_mended(runner, obstacle))
			return IGD_UP_FAILED;
		if (!igd_up_examine(runner, NULL))
			return IGD_UP_FAILED;
	}
	/* What stood there in the meantime does no longer. */
	if (last)
		igd_up_fail(runner, NULL, NULL, NULL, NULL);
	return IGD_UP_OK;
}

/* Of those that count, which could not be told. */
static void sum_up(struct igd_up_runner *runner)
{
	IGD_AUTOTEXT struct igd_text unknown = { 0 };
	const struct igd_exam *exam = runner->exam;
	size_t count = 0, i;

	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		if (finding->verdict != IGD_UNKNOWN || finding->severity != IGD_BLOCKER ||
			is_left_to_others(runner, finding))
			continue;
		if (count++ < 6)
			igd_text_printf(&unknown, "%s%s", count > 1 ? ", " : "", finding->id);
	}
	if (count)
		igd_up_say(runner,
			"%zu checks, nothing known stands in the way; could not be told: %s%s",
			exam->count, unknown.text, count > 6 ? " ..." : "");
	else
		igd_up_say(runner, "%zu checks, nothing stands in the way", exam->count);
}

enum igd_up_state igd_up_preflight(struct igd_up_runner *runner)
{
	struct igd_up_scene *scene = &runner->scene;
	struct igd_error error = { 0 };
	const struct igd_finding *obstacle;

	if (!igd_up_examine(runner, NULL))
		return IGD_UP_FAILED;
	if (!scene->vm)
		return igd_up_fail(
			runner, "vm.found", scene->where, scene->why_none, scene->remedy);
	if (runner->ops->open(runner->ops->context, scene, &error) < 0)
		return fail_to_open(runner, &error);
	if (!scene->is_running) {
		if (clear_the_way(runner) == IGD_UP_FAILED)
			return IGD_UP_FAILED;
		sum_up(runner);
		return IGD_UP_OK;
	}
	if (runner->request->is_trial)
		return igd_up_fail(runner, NULL, scene->where, "the VM runs already",
			"Shut it down first: what is tried needs a start of its own.");
	obstacle = find_obstacle(runner);
	if (obstacle)
		igd_up_say(runner, "the VM runs already, although %s: %s", obstacle->id,
			obstacle->what ? obstacle->what : "");
	else
		sum_up(runner);
	return IGD_UP_OK;
}
