// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * journal - the diary: what was done to this machine, plan by plan
 */
#include "mend/journal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "mend/work_private.h"

const char *igd_journal_state_name(enum igd_journal_state state)
{
	static const char *const names[] = { [IGD_JOURNAL_BEGUN] = "begun",
		[IGD_JOURNAL_WAITING] = "waiting",
		[IGD_JOURNAL_FINISHED] = "finished",
		[IGD_JOURNAL_FAILED] = "failed",
		[IGD_JOURNAL_TRIAL_FAILED] = "trial-failed",
		[IGD_JOURNAL_UNDOING] = "undoing",
		[IGD_JOURNAL_UNDONE] = "undone" };

	return (size_t)state < sizeof(names) / sizeof(*names) ? names[state] : "";
}

void igd_journals_done(struct igd_journal *journals, size_t count)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		struct igd_journal *journal = &journals[i];

		for (j = 0; j < journal->finding_count; j++) {
			free(journal->findings[j].id);
			free(journal->findings[j].verdict);
			free(journal->findings[j].text);
		}
		free(journal->findings);
		free(journal->id);
		free(journal->failed);
		igd_plan_done(&journal->plan);
	}
	free(journals);
}

/* "ID VERDICT TEXT"; a later word on the same check takes the place of an earlier one. */
static void add_finding(struct igd_journal *journal, const char *text)
{
	IGD_AUTOFREE char *line = igd_strdup(text);
	char *save = NULL, *id = strtok_r(line, " ", &save), *verdict = strtok_r(NULL, " ", &save);
	struct igd_journal_finding *found = NULL;
	size_t i;

	if (!id || !verdict)
		return;
	for (i = 0; i < journal->finding_count && !found; i++) {
		if (strcmp(journal->findings[i].id, id) == 0)
			found = &journal->findings[i];
	}
	if (!found) {
		journal->findings = igd_regrow(
			journal->findings, journal->finding_count + 1, sizeof(*journal->findings));
		found = &journal->findings[journal->finding_count++];
		*found = (struct igd_journal_finding){ .id = igd_strdup(id) };
	}
	free(found->verdict);
	free(found->text);
	found->verdict = igd_strdup(verdict);
	found->text = igd_strdup(save ? save : "");
}

static void fill(struct igd_journal *journal, struct igd_work *work)
{
	const struct igd_event *failed = igd_work_last(work, "failed");
	size_t i;

	journal->id = igd_strdup(work->id);
	journal->state = igd_work_state(work);
	journal->begun = work->events[0].seconds;
	journal->failed = failed ? igd_strdup(failed->text) : NULL;
	journal->may_undo =
		journal->state == IGD_JOURNAL_BEGUN || journal->state == IGD_JOURNAL_WAITING ||
		journal->state == IGD_JOURNAL_FINISHED || journal->state == IGD_JOURNAL_UNDOING;
	for (i = 0; i < work->event_count; i++) {
		if (strcmp(work->events[i].word, "finding") == 0)
			add_finding(journal, work->events[i].text);
		else
			journal->ended = work->events[i].seconds;
	}
	journal->plan = work->own;
	work->own = (struct igd_plan){ 0 };
	work->plan = &work->own;
}

static int add_journal(const struct igd_act *act, const char *name, struct igd_journal **list,
	size_t *count, struct igd_error *reterr)
{
	struct igd_work work = { .act = act, .lock = -1, .status = -1, .log = -1 };
	IGD_AUTOFREE char *status = igd_printf(IGD_JOURNAL_DIR "/%s/status", name);
	struct igd_seen seen;
	int ret = igd_act_look(act, status, &seen);
	/* Cut off before its first line: nothing was done. */
	bool is_one = !ret && seen.type == IGD_FILE_REGULAR && seen.size;

	igd_seen_done(&seen);
	if (!is_one)
		return 0;
	ret = igd_work_open(&work, name, false, reterr);
	if (!ret) {
		*list = igd_regrow(*list, *count + 1, sizeof(**list));
		(*list)[*count] = (struct igd_journal){ 0 };
		fill(&(*list)[(*count)++], &work);
	}
	igd_work_done(&work);
	return ret ? -EBADMSG : 0;
}

int igd_journal_list(const struct igd_act *act, struct igd_journal **ret, size_t *ret_count,
	struct igd_error *reterr)
{
	IGD_AUTOCLOSE int folder = igd_act_find(act, IGD_JOURNAL_DIR, O_RDONLY | O_DIRECTORY);
	struct igd_journal *list = NULL;
	struct dirent **names = NULL;
	size_t found = 0;
	int i, count, code = 0;

	if (folder < 0 && folder != -ENOENT)
		return igd_error_set(
			reterr, -folder, "%s: %s", IGD_JOURNAL_DIR, igd_errno_text(-folder));
	count = folder < 0 ? 0 : igd_scan_directory(folder, &names, NULL);
	for (i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.' &&
			add_journal(act, names[i]->d_name, &list, &found, reterr))
			code = -EBADMSG;
		free(names[i]);
	}
	free(names);
	*ret = list;
	*ret_count = found;
	return code;
}

char *igd_journal_newest(const struct igd_act *act, enum igd_journal_state state)
{
	struct igd_journal *list = NULL;
	size_t count = 0, i;
	char *found = NULL;

	igd_journal_list(act, &list, &count, NULL);
	for (i = count; i-- > 0 && !found;) {
		if (list[i].state == state)
			found = igd_strdup(list[i].id);
	}
	igd_journals_done(list, count);
	return found;
}

int igd_journal_note(const struct igd_act *act, const char *id,
	const struct igd_journal_finding *finding, struct igd_error *reterr)
{
	struct igd_work work = { .act = act, .lock = -1, .status = -1, .log = -1 };
	IGD_AUTOFREE char *text = igd_printable(finding->text, strlen(finding->text), 400);
	IGD_AUTOFREE char *name = igd_percent(finding->id);
	int ret = igd_work_open(&work, id, true, reterr);

	if (!ret) {
		ret = igd_work_note(&work, "finding %s %s %s", name, finding->verdict, text);
		if (ret)
			igd_error_set(reterr, -ret, "%s: %s", work.folder, igd_errno_text(-ret));
	}
	igd_work_done(&work);
	return ret;
}
