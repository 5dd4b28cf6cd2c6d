// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ask - what the plugins find on a machine, and what their fixes propose
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

static int is_plugin(const struct dirent *entry)
{
	return igd_ends_with(entry->d_name, ".so");
}

static int by_place(const void *left_plugin, const void *right_plugin)
{
	const struct igd_plugin *left = *(const struct igd_plugin *const *)left_plugin;
	const struct igd_plugin *right = *(const struct igd_plugin *const *)right_plugin;
	uint32_t before = left->place ? left->place : UINT32_MAX;
	uint32_t behind = right->place ? right->place : UINT32_MAX;

	return before == behind ? strcmp(left->name, right->name)
				: (before > behind) - (before < behind);
}

bool plugins_load(struct plugins *plugins, const char *directory)
{
	struct dirent **names = NULL;
	int i, count = scandir(directory, &names, is_plugin, alphasort);
	bool is_good = count > 0;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, names[i]->d_name);
		void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
		const struct igd_plugin *plugin = object ? dlsym(object, "igd_plugin") : NULL;

		if (plugin && plugins->count < MAX_PLUGINS)
			plugins->list[plugins->count++] = plugin;
		else
			is_good = false;
		if (!plugin)
			printf("%s: %s\n", path, dlerror());
		free(names[i]);
	}
	free(names);
	if (is_good)
		qsort(plugins->list, plugins->count, sizeof(*plugins->list), by_place);
	return is_good;
}

const struct igd_fix *plugins_find_fix(const struct plugins *plugins, const char *id)
{
	const struct igd_fix *const *fix;
	size_t i;

	for (i = 0; i < plugins->count; i++) {
		for (fix = plugins->list[i]->fixes; fix && *fix; fix++) {
			if (strcmp((*fix)->id, id) == 0)
				return *fix;
		}
	}
	return NULL;
}

const struct igd_finding *findings_get(const struct findings *findings, const char *id)
{
	size_t i;

	for (i = 0; i < findings->count; i++) {
		if (strcmp(findings->list[i].id, id) == 0)
			return &findings->list[i];
	}
	return NULL;
}

static bool has_failed_need(const struct findings *findings, const struct igd_finding *finding)
{
	size_t i;

	for (i = 0; i < finding->need_count; i++) {
		const struct igd_finding *need = findings_get(findings, finding->needs[i]);

		if (need && (need->verdict == IGD_FAIL || need->verdict == IGD_BLOCKED))
			return true;
	}
	return false;
}

/* A check whose need has failed, or is blocked itself, is not run by the program. Whether another one is. */
static bool block_more(struct findings *findings)
{
	bool is_more = false;
	size_t i;

	for (i = 0; i < findings->count; i++) {
		if (findings->list[i].verdict == IGD_BLOCKED ||
			!has_failed_need(findings, &findings->list[i]))
			continue;
		findings->list[i].verdict = IGD_BLOCKED;
		is_more = true;
	}
	return is_more;
}

struct findings machine_examine(struct igd_host *host, const struct plugins *plugins)
{
	const struct igd_check *const *check;
	struct findings findings = { NULL, 0 };
	size_t i;

	for (i = 0; i < plugins->count; i++) {
		for (check = plugins->list[i]->checks; *check; check++) {
			struct igd_finding *finding;

			findings.list = igd_regrow(
				findings.list, findings.count + 1, sizeof(*findings.list));
			finding = &findings.list[findings.count++];
			igd_finding_init(finding, *check, plugins->list[i]->name);
			igd_check_examine(*check, host, plugins->list[i]->expand, finding);
		}
	}
	while (block_more(&findings))
		;
	return findings;
}

void findings_done(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->count; i++)
		igd_finding_done(&findings->list[i]);
	free(findings->list);
}

static void add_finding(struct igd_proposal *proposal, const char *finding)
{
	size_t count = 0;

	while (proposal->findings[count])
		count++;
	proposal->findings = igd_regrow(proposal->findings, count + 2, sizeof(char *));
	proposal->findings[count] = igd_strdup(finding);
	proposal->findings[count + 1] = NULL;
}

void propose(struct igd_host *host, const struct igd_fix *fix, const char *finding,
	struct igd_proposals *ret)
{
	struct igd_proposal *proposal;
	size_t i;

	for (i = 0; i < ret->count; i++) {
		if (strcmp(ret->items[i].id, fix->id) == 0) {
			add_finding(&ret->items[i], finding);
			return;
		}
	}
	ret->items = igd_regrow(ret->items, ret->count + 1, sizeof(*ret->items));
	proposal = &ret->items[ret->count++];
	*proposal = (struct igd_proposal){ .id = igd_strdup(fix->id),
		.title = igd_strdup(fix->title),
		.risk = fix->risk,
		.risk_text = fix->risk_text ? igd_strdup(fix->risk_text) : NULL,
		.findings = igd_zalloc(sizeof(char *)) };
	if (finding)
		add_finding(proposal, finding);
	igd_fix_propose(fix, host, &proposal->changes, &proposal->failed);
}

void propose_all(struct igd_host *host, const struct plugins *plugins,
	const struct findings *findings, struct igd_proposals *ret)
{
	const struct igd_fix *fix;
	size_t i;

	for (i = 0; i < findings->count; i++) {
		const struct igd_finding *finding = &findings->list[i];

		if (finding->verdict != IGD_FAIL || !finding->fix)
			continue;
		fix = plugins_find_fix(plugins, finding->fix);
		if (fix)
			propose(host, fix, finding->id, ret);
	}
}
