// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_words - a comparison with the recipes in sentences
 */
#include "facts/recipe/recipe_words.h"

#include <string.h>

#define OVERRIDE                                                                                   \
	" A `<qemu:override>` needs `xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'` in " \
	"`<domain>`, and libvirt 8.2 or later; add both in one edit, or libvirt drops it."

static enum igd_recipe other_of(enum igd_recipe recipe)
{
	return recipe == IGD_RECIPE_UPT ? IGD_RECIPE_LEGACY : IGD_RECIPE_UPT;
}

const char *igd_recipe_list(
	struct igd_host *host, const struct igd_recipe_fit *fit, bool wants_open)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < fit->count; i++) {
		if (fit->deviations[i].is_open == wants_open)
			text = igd_host_print(
				host, "%s%s%s", text, *text ? "; " : "", fit->deviations[i].what);
	}
	return text;
}

/* Setting it settles it, whatever QEMU does by itself; or QEMU's version does. */
const char *igd_recipe_remedy_of_open(
	struct igd_host *host, const struct igd_recipe_comparison *comparison)
{
	const struct igd_recipe_fit *fit = &comparison->fits[comparison->nearest];
	const char *text = "", *mends = "";
	size_t i;

	if (!comparison->is_qemu_known)
		text = "Name the QEMU that runs the VM: `--qemu /usr/bin/qemu-system-x86_64`. ";
	for (i = 0; i < fit->count; i++) {
		if (fit->deviations[i].rule->mend.kind == IGD_MEND_SET || comparison->is_qemu_known)
			mends = igd_host_print(
				host, "%s%s%s", mends, *mends ? "; " : "", fit->deviations[i].mend);
	}
	return *mends ? igd_host_print(host, "%sTo leave no doubt, %s.", text, mends) : text;
}

/* "(1) use ... (2) add ..."; a single one without a number. */
static const char *steps(struct igd_host *host, const struct igd_recipe_fit *fit)
{
	const char *text = "", *mend;
	size_t i, number = 0;

	for (i = 0; i < fit->count; i++) {
		mend = fit->deviations[i].mend;
		if (fit->deviations[i].is_open || strstr(text, mend))
			continue;
		number++;
		text = fit->broken == 1 ? mend
					: igd_host_print(host, "%s%s(%zu) %s", text,
						  number > 1 ? "; " : "", number, mend);
	}
	return text;
}

/* Where the machine itself would have to be another one, or both are as near, the other recipe is as good a way. */
static const char *alternative(
	struct igd_host *host, const struct igd_recipe_comparison *comparison)
{
	enum igd_recipe other = other_of(comparison->advised);
	const struct igd_recipe_fit *fit = &comparison->fits[comparison->advised];
	const char *text;
	size_t i;

	for (i = 0; i < fit->count && strcmp(fit->deviations[i].rule->id, "machine") != 0;)
		i++;
	if ((i == fit->count && !comparison->is_tie) ||
		comparison->fits[other].chance.answer == IGD_VM_NO)
		return "";
	text = steps(host, &comparison->fits[other]);
	return *text ? igd_host_print(
			       host, " Or go over to `%s`: %s.", igd_recipe_name(other), text)
		     : "";
}

static const char *introduction(
	struct igd_host *host, const struct igd_recipe_comparison *comparison)
{
	const struct igd_recipe_chance *chance = &comparison->fits[comparison->advised].chance;
	const char *name = igd_recipe_name(comparison->advised);

	if (comparison->advised != comparison->nearest)
		return igd_host_print(host, "%s to `%s`, which this host can have",
			comparison->fits[comparison->nearest].chance.is_of_qemu
				? "Use QEMU 10.1 or later; or go over"
				: "Go over",
			name);
	if (chance->answer == IGD_VM_NO && !chance->is_of_qemu)
		return igd_host_print(host, "For `%s` %s", name, chance->mend);
	return igd_host_print(host, "For `%s`", name);
}

const char *igd_recipe_remedy(struct igd_host *host, const struct igd_recipe_comparison *comparison)
{
	const char *text = steps(host, &comparison->fits[comparison->advised]);
	const char *start = introduction(host, comparison);
	const char *other = alternative(host, comparison);

	return igd_host_print(host, "%s%s%s.%s%s", start, *text ? ": " : "", text, other,
		strstr(text, "<qemu:property") || strstr(other, "<qemu:property") ? OVERRIDE : "");
}

static void cite_host(
	struct igd_host *host, enum igd_recipe recipe, const struct igd_recipe_fit *fit)
{
	const char *source = igd_host_print(host, "recipe %s", igd_recipe_name(recipe));

	switch (fit->chance.answer) {
	case IGD_VM_YES:
		igd_host_cite(host, source, "this host can have it");
		return;
	case IGD_VM_NO:
		igd_host_cite(host, source, "this host cannot have it: %s", fit->chance.why);
		return;
	case IGD_VM_UNKNOWN:
		break;
	}
	igd_host_cite(
		host, source, "whether this host can have it cannot be told: %s", fit->chance.why);
}

void igd_recipe_cite_choice(struct igd_host *host, const struct igd_recipe_comparison *comparison)
{
	enum igd_recipe nearest = comparison->nearest, other = other_of(nearest);
	const struct igd_recipe_fit *fit = &comparison->fits[other];

	igd_host_cite(host, igd_host_print(host, "recipe %s", igd_recipe_name(nearest)),
		"it is the nearest: %s", comparison->why);
	if (fit->broken)
		igd_host_cite(host, igd_host_print(host, "recipe %s", igd_recipe_name(other)),
			"from this the VM deviates in: %s", igd_recipe_list(host, fit, false));
	cite_host(host, nearest, &comparison->fits[nearest]);
	cite_host(host, other, fit);
}
