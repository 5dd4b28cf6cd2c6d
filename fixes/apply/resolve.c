// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * resolve - makes the changes of all chosen fixes into one plan for this host
 *
 * A fix takes part as a whole or not at all. So when a change turns out to be impossible, what was planned is
 * thrown away and planned again without that fix; the host is not asked twice, it keeps its answers.
 */
#include "fixes/apply/resolve.h"

#include <stdlib.h>
#include <string.h>

#include "fixes/apply/making_private.h"

#define BIT(kind) (1u << (kind))

static const struct {
	void (*make)(struct igd_making *making);
	unsigned kinds;
} makers[] = {
	{ igd_apply_lines, BIT(IGD_CHANGE_LINE) },
	{ igd_apply_files, BIT(IGD_CHANGE_FILE) | BIT(IGD_CHANGE_INSTALL) },
	{ igd_apply_arguments, BIT(IGD_CHANGE_ARGUMENT) },
	{ igd_apply_initramfs, BIT(IGD_CHANGE_INITRAMFS) },
	{ igd_apply_drivers, BIT(IGD_CHANGE_DRIVER) | BIT(IGD_CHANGE_FRAMEBUFFER) },
	{ igd_apply_domains, BIT(IGD_CHANGE_DOMAIN) },
	{ igd_apply_commands,
		BIT(IGD_CHANGE_COMMAND) | BIT(IGD_CHANGE_SERVICE) | BIT(IGD_CHANGE_MANUAL) },
};

/* What is resolved, and what is known of it so far. */
struct resolving {
	struct igd_host *host;
	const struct igd_proposal *proposals;
	size_t count;
	const struct igd_resolve_options *options;
	char **declined; /* by fix */
	bool *is_idle; /* by fix: nothing of it is to be done, so that its services need no restart */
	bool *is_settled; /* by fix: nor is anything left to a person */
};

/* Which fixes are planned for: all that have not declined, or one alone. */
#define ALL SIZE_MAX

/* Whether a fix wants anything to be changed, besides a service to be started again. */
static bool is_about_more(const struct igd_changes *changes)
{
	size_t i;

	for (i = 0; i < changes->count; i++) {
		if (changes->items[i].kind != IGD_CHANGE_SERVICE &&
			changes->items[i].kind != IGD_CHANGE_MANUAL)
			return true;
	}
	return false;
}

static void add_wish(struct igd_making *making, const struct igd_change *change, size_t fix)
{
	size_t *count = &making->wish_counts[change->kind];
	struct igd_wish **wishes = &making->wishes[change->kind];

	*wishes = igd_regrow(*wishes, *count + 1, sizeof(**wishes));
	(*wishes)[(*count)++] = (struct igd_wish){ change, fix };
}

/* A service is started again because something was changed: where nothing is, it is left alone. */
static void collect(
	struct igd_making *making, const struct resolving *all, size_t fix, bool is_alone)
{
	const struct igd_changes *changes = &all->proposals[fix].changes;
	bool is_quiet = all->is_idle[fix] || (is_alone && is_about_more(changes));
	size_t i;

	for (i = 0; i < changes->count; i++) {
		if (changes->items[i].kind != IGD_CHANGE_SERVICE || !is_quiet)
			add_wish(making, &changes->items[i], fix);
	}
}

static char **copy_words(char *const *words)
{
	static const char *const none[] = { NULL };

	return igd_words_copy(words ? (const char *const *)words : none);
}

static void add_fix(struct igd_plan *plan, const struct igd_proposal *proposal)
{
	struct igd_plan_fix *fix;

	plan->fixes = igd_regrow(plan->fixes, plan->fix_count + 1, sizeof(*plan->fixes));
	fix = &plan->fixes[plan->fix_count++];
	*fix = (struct igd_plan_fix){ .id = igd_strdup(proposal->id),
		.title = igd_strdup(proposal->title),
		.risk = proposal->risk,
		.risk_text = proposal->risk_text ? igd_strdup(proposal->risk_text) : NULL,
		.findings = copy_words(proposal->findings) };
}

static size_t count_declined(const struct resolving *all)
{
	size_t count = 0, i;

	for (i = 0; i < all->count; i++)
		count += all->declined[i] != NULL;
	return count;
}

/* One attempt. False: a fix has declined meanwhile, and plan is worth nothing. */
static bool attempt(struct resolving *all, size_t only, struct igd_plan *plan)
{
	struct igd_making making = {
		.host = all->host, .options = all->options, .plan = plan, .declined = all->declined
	};
	size_t before = count_declined(all), i;
	bool is_whole;

	for (i = 0; i < all->count; i++) {
		add_fix(plan, &all->proposals[i]);
		if (!all->declined[i] && (only == ALL || only == i))
			collect(&making, all, i, only != ALL);
	}
	for (i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		making.at_work = makers[i].kinds;
		makers[i].make(&making);
	}
	is_whole = count_declined(all) == before;
	igd_making_finish(&making);
	if (is_whole && only == ALL)
		igd_apply_trial(&making);
	igd_making_done(&making);
	return is_whole;
}

/* What a fix says before anything is looked at. */
static char *refusal(const struct igd_proposal *proposal)
{
	size_t i;

	if (proposal->failed)
		return igd_strdup(proposal->failed);
	for (i = 0; i < proposal->changes.count; i++) {
		if (proposal->changes.items[i].kind == IGD_CHANGE_DECLINE)
			return igd_strdup(proposal->changes.items[i].value);
	}
	return NULL;
}

/* What the fix alone would come to. */
static void plan_alone(struct resolving *all, size_t fix)
{
	struct igd_plan plan = { 0 };
	size_t manual = 0, i;

	if (attempt(all, fix, &plan)) {
		for (i = 0; i < plan.step_count; i++)
			manual += plan.steps[i].kind == IGD_STEP_MANUAL;
		all->is_idle[fix] =
			manual == plan.step_count && is_about_more(&all->proposals[fix].changes);
		all->is_settled[fix] = plan.step_count == 0;
	}
	igd_plan_done(&plan);
}

static void set_host(struct igd_host *host, struct igd_plan *plan)
{
	static const char *const board[] = { "/sys/class/dmi/id/board_vendor",
		"/sys/class/dmi/id/board_name", "/sys/class/dmi/id/product_name" };
	const char *id = igd_host_line(host, "/etc/machine-id");
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char hash[IGD_HASH_SIZE];
	const char *line;
	size_t i;

	/* machine-id(5): it is to be hashed with something of the application's own, and may be unset */
	igd_text_printf(&text, "igd-doctor");
	if (id && strlen(id) == 32) {
		igd_text_printf(&text, "\n%s", id);
	} else {
		for (i = 0; i < sizeof(board) / sizeof(board[0]); i++) {
			line = igd_host_line(host, board[i]);
			igd_text_printf(&text, "\n%s", line ? line : "");
		}
		line = igd_host_text(host, "/proc/cpuinfo");
		line = line ? strstr(line, "model name") : NULL;
		igd_text_printf(
			&text, "\n%.*s", line ? (int)strcspn(line, "\n") : 0, line ? line : "");
	}
	igd_hash(text.text, text.size, hash);
	plan->host = igd_strdup(hash);
}

static void fill_fixes(const struct resolving *all, struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < all->count; i++) {
		plan->fixes[i].declined = all->declined[i] ? igd_strdup(all->declined[i]) : NULL;
		plan->fixes[i].is_settled = !all->declined[i] && all->is_settled[i];
	}
}

void igd_resolve(struct igd_host *host, const struct igd_proposal *proposals, size_t count,
	const struct igd_resolve_options *options, struct igd_plan *ret)
{
	struct resolving all = { host, proposals, count, options, NULL, NULL, NULL };
	size_t i;

	all.declined = igd_zalloc((count + 1) * sizeof(*all.declined));
	all.is_idle = igd_zalloc((count + 1) * sizeof(*all.is_idle));
	all.is_settled = igd_zalloc((count + 1) * sizeof(*all.is_settled));
	for (i = 0; i < count; i++)
		all.declined[i] = refusal(&proposals[i]);
	for (i = 0; i < count; i++) {
		if (!all.declined[i])
			plan_alone(&all, i);
	}
	*ret = (struct igd_plan){ 0 };
	while (!attempt(&all, ALL, ret))
		igd_plan_done(ret);
	fill_fixes(&all, ret);
	set_host(host, ret);
	igd_resolve_against(host, ret);
	for (i = 0; i < count; i++)
		free(all.declined[i]);
	free(all.declined);
	free(all.is_idle);
	free(all.is_settled);
}
