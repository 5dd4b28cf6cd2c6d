// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * make-reports - many reports that differ, made of one recorded host and what an examination of it found
 *
 * usage: make-reports HOST.tree FINDINGS.json COUNT FOLDER [SUFFIX]
 *
 * Writes FOLDER/0000.tar.zst and so on. Kernel, verdict, first cause, iGPU, QEMU and ROM differ from one to the next;
 * the evidence, which nobody reads, does in one file. The same arguments give the same bytes.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/bundle.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))

static const char *const kernels[] = { "5.15.0-130-generic", "6.1.0-28-amd64", "6.6.8-arch1-1",
	"6.8.12-4-pve", "6.12.107+deb13-amd64", "6.17.1-zen1-1-zen" };
static const char *const verdicts[] = { "blocked", "blocked", "degraded", "ok", "unknown" };
static const char *const causes[] = { "iommu.enabled", "driver.bound", "platform.vtd",
	"efifb.released", "rom.recipe", "iommu.group", "boot.applied" };
static const char *const igpus[] = { "8086:4680", "8086:5912", "8086:9a49", "8086:7d55" };
static const char *const qemus[] = { "7.2.15", "8.2.2", "9.2.0", "10.0.13", "10.1.0" };
static const char *const roms[] = { "none", "assignment", "assignment+gop-policy+gop", "vbios" };

struct making {
	struct igd_tree tree;
	cJSON *findings;
	char *page; /* stands for report.md and report.html */
};

static char *read_file(const char *name, size_t *ret_size)
{
	struct igd_text text = { 0 };
	char piece[1 << 14];
	FILE *file = fopen(name, "re");
	size_t got;

	if (!file) {
		perror(name);
		exit(EXIT_FAILURE);
	}
	igd_text_add(&text, "", 0);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	fclose(file);
	*ret_size = text.size;
	return text.text;
}

static void set(cJSON *object, const char *field, const char *text)
{
	cJSON_ReplaceItemInObjectCaseSensitive(object, field, cJSON_CreateString(text));
}

/* Prime numbers, so that what differs does not differ in step. */
static char *findings_of(const struct making *making, size_t number)
{
	cJSON *root = cJSON_Duplicate(making->findings, true);
	cJSON *host = cJSON_GetObjectItemCaseSensitive(root, "host");
	cJSON *summary = cJSON_GetObjectItemCaseSensitive(root, "summary");
	const char *verdict = verdicts[number * 7 / 3 % LENGTH(verdicts)];
	const char *cause = causes[number * 13 / 5 % LENGTH(causes)];
	bool is_well = strcmp(verdict, "ok") == 0;
	char *text;

	set(host, "kernel", kernels[number * 11 / 7 % LENGTH(kernels)]);
	set(cJSON_GetObjectItemCaseSensitive(host, "igpu"), "id",
		igpus[number * 5 / 3 % LENGTH(igpus)]);
	set(summary, "verdict", verdict);
	cJSON_ReplaceItemInObjectCaseSensitive(
		summary, "start_with", cJSON_CreateStringArray(&cause, is_well ? 0 : 1));
	text = cJSON_Print(root);
	cJSON_Delete(root);
	return text;
}

static char *manifest_of(size_t number)
{
	return igd_printf(
		"{\"machine\": {\"qemu\": \"%s\", \"libvirt\": \"11.3.0\", \"rom\": \"%s\"}}",
		qemus[number * 17 / 3 % LENGTH(qemus)], roms[number * 19 / 11 % LENGTH(roms)]);
}

static int make(struct making *making, size_t number, const char *path)
{
	IGD_AUTOFREE char *findings = findings_of(making, number);
	IGD_AUTOFREE char *manifest = manifest_of(number);
	IGD_AUTOFREE char *page = igd_printf("# Report %zu\n\n%s", number, making->page);
	IGD_AUTOTEXT struct igd_text packed = { 0 };
	const struct igd_bundle_member members[] = {
		{ "findings.json", findings, strlen(findings) },
		{ "report.md", page, strlen(page) },
		{ "report.html", page, strlen(page) },
	};
	const struct igd_bundle bundle = { .evidence = &making->tree,
		.members = members,
		.member_count = LENGTH(members),
		.manifest = manifest,
		.version = "0.1.0" };
	struct igd_bundle_file file = { .path = path, .mode = 0644, .may_replace = true };
	enum igd_bundle_format format;
	struct igd_error error = { 0 };
	int r = igd_bundle_format_of(path, &format);

	if (r == 0)
		r = igd_bundle_pack(&bundle, format, &packed, &error);
	file.bytes = packed.text;
	file.size = packed.size;
	if (r == 0)
		r = igd_bundle_put(&file, &error);
	if (r < 0)
		fprintf(stderr, "make-reports: %s: %s\n", path, error.message);
	return r;
}

static int prepare(struct making *ret, char **arguments)
{
	IGD_AUTOFREE char *tree = NULL;
	struct igd_error error = { 0 };
	size_t size;

	tree = read_file(arguments[1], &size);
	if (igd_tree_parse(&ret->tree, tree, size, arguments[1], &error) < 0 ||
		igd_tree_sort(&ret->tree, arguments[1], &error) < 0) {
		fprintf(stderr, "make-reports: %s\n", error.message);
		return -1;
	}
	ret->page = read_file(arguments[2], &size);
	ret->findings = cJSON_ParseWithLength(ret->page, size);
	return ret->findings ? 0 : -1;
}

int main(int count, char **arguments)
{
	struct making making = { 0 };
	uint64_t number = 0, i;
	int r;

	if (count < 5 || igd_parse_u64(arguments[3], 10, &number) < 0) {
		fprintf(stderr,
			"usage: make-reports HOST.tree FINDINGS.json COUNT FOLDER [SUFFIX]\n");
		return EXIT_FAILURE;
	}
	r = prepare(&making, arguments);
	for (i = 0; r == 0 && i < number; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%04zu%s", arguments[4], (size_t)i,
			count > 5 ? arguments[5] : ".tar.zst");

		r = make(&making, i, path);
	}
	cJSON_Delete(making.findings);
	igd_tree_done(&making.tree);
	free(making.page);
	return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
