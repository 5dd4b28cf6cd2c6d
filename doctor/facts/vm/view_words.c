// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_words - what is said where no VM is under examination
 */
#include <stdlib.h>
#include <string.h>

#include "facts/vm/view_private.h"

/* How many VMs are named in one sentence. */
#define MAX_NAMED 8

static bool is_listed(const struct igd_vm_found *found, bool only_qualified)
{
	return !only_qualified || found->shown.has_igpu || found->is_meant;
}

/* Where a VM is kept is only said where that tells them apart. */
static bool are_of_one_place(const struct igd_vm_search *search)
{
	size_t i;

	for (i = 1; i < search->count; i++) {
		if (strcmp(search->found[i].shown.where, search->found[0].shown.where) != 0)
			return false;
	}
	return search->where && strcmp(search->where, search->found[0].shown.where) == 0;
}

static void add_name(struct igd_text *text, const struct igd_vm_candidate *shown, bool with_place)
{
	const char *place = with_place ? shown->where : "";
	const char *state = shown->is_running ? "running" : "";
	bool has_both = *place && *state;

	igd_text_printf(text, "%s%s", text->size ? ", " : "", shown->name);
	if (*place || *state)
		igd_text_printf(text, " (%s%s%s)", place, has_both ? ", " : "", state);
}

/* "win11 (libvirt qemu:///system, running), games (Proxmox VE 101) and 3 more" */
static const char *names(const struct igd_vm_search *search, bool only_qualified)
{
	bool with_place = !are_of_one_place(search);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i, named = 0;

	igd_text_add(&text, "", 0);
	for (i = 0; i < search->count; i++) {
		if (is_listed(&search->found[i], only_qualified) && named++ < MAX_NAMED)
			add_name(&text, &search->found[i].shown, with_place);
	}
	if (named > MAX_NAMED)
		igd_text_printf(&text, " and %zu more", named - MAX_NAMED);
	return igd_host_print(search->host, "%s", text.text);
}

const char *igd_vm_words_none(const struct igd_vm_search *search)
{
	struct igd_host *host = search->host;

	if (!search->count && search->where)
		return "no VM is defined";
	if (!search->count && search->is_silent)
		return "the recording holds no VM; `--vm FILE` adds one";
	if (!search->count)
		return "no VM was found: neither libvirt nor Proxmox VE runs here";
	if (!search->igpu)
		return igd_host_print(
			host, "this host has no Intel iGPU that one of its VMs could have");
	if (search->count == 1)
		return igd_host_print(host, "the only VM has not been given the iGPU %s: %s",
			search->igpu, names(search, false));
	return igd_host_print(host, "none of the %zu VMs has been given the iGPU %s: %s",
		search->count, search->igpu, names(search, false));
}

const char *igd_vm_words_several(const struct igd_vm_search *search)
{
	if (search->name)
		return igd_host_print(search->host, "several VMs are called %s: %s", search->name,
			names(search, true));
	return igd_host_print(search->host,
		"several VMs have the iGPU, and which one is meant is not known: %s",
		names(search, true));
}

const char *igd_vm_words_not_found(const struct igd_vm_search *search)
{
	if (!search->count)
		return igd_host_print(search->host,
			"no VM is called %s, and no file here either; there is no VM at all",
			search->name);
	return igd_host_print(search->host,
		"no VM is called %s, and no file here either; there is %s", search->name,
		names(search, false));
}
