// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * apply - carries a plan out, and takes one back
 */
#include "mend/apply.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mend/work_private.h"

#define NOBODYS_WORK                                                                               \
	{                                                                                          \
		.lock = -1, .status = -1, .log = -1                                                \
	}

/* Nothing was begun, so nothing but the journal is to be taken away. */
static void discard(const struct igd_work *work)
{
	static const char *const patterns[] = { "saved/*", "left/*", "*" };
	static const char *const folders[] = { "saved", "left", "" };
	size_t i, j;

	for (i = 0; work->folder && i < sizeof(patterns) / sizeof(*patterns); i++) {
		IGD_AUTOFREE char *pattern = igd_work_path(work, patterns[i]);
		IGD_AUTOFREE char *folder =
			*folders[i] ? igd_work_path(work, folders[i]) : igd_strdup(work->folder);
		struct igd_paths paths = { 0 };

		igd_act_glob(work->act, pattern, &paths);
		for (j = 0; j < paths.count; j++)
			igd_act_remove(work->act, paths.items[j]);
		igd_paths_done(&paths);
		igd_act_remove_folder(work->act, folder);
	}
}

/* A step has failed, as error says; all is put back. */
static int fail(struct igd_work *work, struct igd_error *error, struct igd_error *reterr)
{
	struct igd_error worse = { 0 };

	if (igd_work_take_back(work, "failed", &worse) == 0)
		return igd_error_set(reterr, error->code, "%s", error->message);
	return igd_error_set(reterr, EREMOTEIO,
		"%s; and not all could be put back (%s): run `igd-doctor undo`, or `sh %s/restore.sh` from a rescue system",
		error->message, worse.message, work->folder);
}

int igd_apply(const struct igd_act *act, const struct igd_plan *plan,
	const struct igd_apply_ops *ops, char **ret_id, struct igd_error *reterr)
{
	struct igd_work work = NOBODYS_WORK;
	struct igd_error error = { 0 };
	int ret;

	work.act = act;
	work.ops = ops;
	ret = igd_apply_check(act, plan, reterr);
	if (!ret)
		ret = igd_work_lock(&work, reterr);
	/* Whoever held the lock may have changed something. */
	if (!ret)
		ret = igd_apply_check(act, plan, reterr);
	if (!ret) {
		ret = igd_work_begin(&work, plan, reterr);
		if (!ret)
			ret = igd_work_save(&work, reterr);
		if (ret)
			discard(&work);
	}
	if (!ret) {
		ret = igd_work_go_on(&work, 0, &error);
		if (ret)
			ret = fail(&work, &error, reterr);
		if (ret_id)
			*ret_id = igd_strdup(work.id);
	}
	igd_work_done(&work);
	return ret;
}

static bool can_be_undone(const struct igd_work *work)
{
	enum igd_journal_state state = igd_work_state(work);

	return state == IGD_JOURNAL_BEGUN || state == IGD_JOURNAL_WAITING ||
	       state == IGD_JOURNAL_FINISHED || state == IGD_JOURNAL_UNDOING;
}

int igd_undo(const struct igd_act *act, const char *id, const struct igd_apply_ops *ops,
	struct igd_error *reterr)
{
	struct igd_work work = NOBODYS_WORK;
	IGD_AUTOFREE char *found = id ? igd_strdup(id) : NULL;
	int ret;

	work.act = act;
	work.ops = ops;
	ret = igd_work_lock(&work, reterr);
	if (!ret && !found)
		found = igd_work_newest(act, can_be_undone);
	if (!ret && !found)
		ret = igd_error_set(reterr, ENOENT, "there is no plan that could be undone");
	if (!ret)
		ret = igd_work_open(&work, found, true, reterr);
	if (!ret && can_be_undone(&work)) {
		ret = igd_work_survey(&work, reterr);
		if (!ret)
			ret = igd_work_take_back(&work, "asked", reterr);
	}
	igd_work_done(&work);
	return ret;
}
