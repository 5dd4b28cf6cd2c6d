// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_evidence - what was read becomes evidence without what is private, and is examined again
 *
 * The findings of a report are those of its evidence, not of the machine: so it replays to what is written in it, and
 * no excerpt that was cut in the middle of a name gets out. Where the two differ, it is said.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/report.h"

/* Takes the node's path over. */
static void leave_out(struct igd_report *report, struct igd_node *node, const char *why)
{
	report->left_out =
		igd_regrow(report->left_out, report->left_out_count + 1, sizeof(*report->left_out));
	report->left_out[report->left_out_count++] =
		(struct igd_report_left_out){ IGD_TAKE_PTR(node->path), why };
	free(node->bytes);
}

/* Takes what must never be collected out of the tree. */
static void refuse(struct igd_report *report, struct igd_tree *tree)
{
	const char *why;
	size_t from, to = 0;

	for (from = 0; from < tree->count; from++) {
		struct igd_node node = tree->nodes[from];

		tree->nodes[from] = (struct igd_node){ 0 };
		why = igd_redactor_refusal(&node);
		if (why)
			leave_out(report, &node, why);
		else
			tree->nodes[to++] = node;
	}
	tree->count = to;
}

static void count(const struct igd_redactor *redactor, size_t ret[IGD_PRIVATE_COUNT])
{
	size_t kind;

	for (kind = 0; kind < IGD_PRIVATE_COUNT; kind++)
		ret[kind] = igd_redactor_count(redactor, (enum igd_private)kind).places;
}

/* Notes how many places of the node were replaced: what was counted since. */
static void note_places(struct igd_report *report, const struct igd_node *node,
	const size_t before[IGD_PRIVATE_COUNT])
{
	struct igd_report_places places = { 0 };
	bool is_any = false;
	size_t kind;

	count(report->redactor, places.places);
	for (kind = 0; kind < IGD_PRIVATE_COUNT; kind++) {
		places.places[kind] -= before[kind];
		is_any = is_any || places.places[kind];
	}
	if (!is_any)
		return;
	places.path = igd_strdup(node->path);
	report->places =
		igd_regrow(report->places, report->place_count + 1, sizeof(*report->places));
	report->places[report->place_count++] = places;
}

/* The node's place in the tree is taken by what is left of it. */
static void replace(struct igd_report *report, struct igd_node *node)
{
	size_t before[IGD_PRIVATE_COUNT];
	struct igd_node fresh = { 0 };

	count(report->redactor, before);
	igd_redactor_replace(report->redactor, node, &fresh);
	note_places(report, &fresh, before);
	free(node->path);
	free(node->bytes);
	*node = fresh;
}

/* What is left out is named, so its name is written anew as well. */
static void replace_left_out(struct igd_report *report)
{
	size_t i;

	for (i = 0; i < report->left_out_count; i++) {
		struct igd_node node = { .path = report->left_out[i].path,
			.type = IGD_NODE_ABSENT };
		struct igd_node fresh = { 0 };

		igd_redactor_replace(report->redactor, &node, &fresh);
		free(node.path);
		report->left_out[i].path = fresh.path;
		free(fresh.bytes);
	}
}

static void redact(struct igd_report *report, struct igd_tree *tree)
{
	size_t i;

	for (i = 0; i < tree->count; i++)
		igd_redactor_learn(report->redactor, &tree->nodes[i]);
	if (igd_host_is_live(report->session.host))
		igd_report_know(report->redactor);
	igd_redactor_settle(report->redactor);
	for (i = 0; i < tree->count; i++)
		replace(report, &tree->nodes[i]);
	replace_left_out(report);
}

static int examine(struct igd_report *report)
{
	struct igd_run_options run = { .only = report->options->only.words,
		.skip = report->options->skip.words,
		.timeout_ms = report->options->timeout_ms };
	struct igd_source *source = igd_source_of_tree(&report->tree);
	struct igd_error error;

	igd_source_answer_workers(source);
	report->host = igd_host_new(source);
	if (igd_run(report->host, &report->session.plugins, &run, &report->exam, &error) < 0)
		return igd_complain(IGD_EXIT_INTERNAL, "%s", error.message);
	igd_subject_read(report->host, &report->exam.subject);
	return IGD_EXIT_OK;
}

static void compare(struct igd_report *report)
{
	const struct igd_exam *live = &report->session.exam;
	const struct igd_finding *finding;
	size_t i;

	for (i = 0; i < live->count; i++) {
		finding = igd_exam_find(&report->exam, live->findings[i].id);
		if (!finding || finding->verdict == live->findings[i].verdict)
			continue;
		report->differs = igd_regrow(
			report->differs, report->differ_count + 1, sizeof(*report->differs));
		report->differs[report->differ_count++] =
			(struct igd_report_differs){ live->findings[i].id,
				igd_verdict_name(live->findings[i].verdict),
				igd_verdict_name(finding->verdict) };
	}
}

static int compare_places(const void *left, const void *right)
{
	const struct igd_report_places *a = left, *b = right;

	return strcmp(a->path, b->path);
}

int igd_report_make_evidence(struct igd_report *report)
{
	struct igd_error error = { 0 };
	int status;

	igd_host_tree(report->session.host, &report->tree);
	refuse(report, &report->tree);
	if (report->redactor) {
		igd_report_stage(report, "taking out what is private");
		redact(report, &report->tree);
	}
	if (report->place_count)
		qsort(report->places, report->place_count, sizeof(*report->places), compare_places);
	if (igd_tree_sort(&report->tree, "the redacted evidence", &error) < 0)
		return igd_complain(IGD_EXIT_INTERNAL, "%s", error.message);
	igd_report_stage(report, "examining what is left");
	status = examine(report);
	if (status == IGD_EXIT_OK)
		compare(report);
	return status;
}
