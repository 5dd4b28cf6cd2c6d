// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain - DOMAIN: all that fixes want of one libvirt domain, as one edit of its inactive XML
 *
 * The new XML is a file of our own, so that it is shown and kept, and `virsh define` takes it, with libvirt's schema
 * looking first. libvirt's own copy is saved before and defined again by undo.
 *
 * libvirt does not tell passwords (host.h), so defining what it tells would lose one of a display. Where libvirt's copy,
 * which root may read, has one, the edit is left to a person.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/vm/vm.h"
#include "fixes/apply/domain_edit.h"
#include "fixes/apply/making.h"
#include "fixes/apply/resolve.h"

#define FOLDER "/var/lib/igd-doctor/domains/"
#define OWN_COPIES "/etc/libvirt/qemu/"
#define SYSTEM "qemu:///system"

/* One domain, and what is wished of it. */
struct job {
	struct igd_making *making;
	const char *name;
	char *encoded; /* as the host has it in paths */
	const struct igd_change *edits[IGD_DOMAIN_MAX_EDITS];
	size_t fixes[IGD_DOMAIN_MAX_EDITS];
	size_t count;
};

/* The name with %XX for all letters but ASCII's, digits and "._+-" (host.h, IGD_LIBVIRT_DIR). */
static char *encode(const char *name)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-";
	struct igd_text text = { 0 };

	igd_text_add(&text, "", 0);
	for (; *name; name++) {
		if (strchr(plain, *name))
			igd_text_add(&text, name, 1);
		else
			igd_text_printf(&text, "%%%02X", (unsigned)(unsigned char)*name);
	}
	return text.text;
}

static void decline(const struct job *job, const char *why)
{
	size_t i;

	for (i = 0; i < job->count; i++)
		igd_making_decline(job->making, job->fixes[i], "the VM %.100s: %s", job->name, why);
}

/* The text of a line "KEY VALUE" of `connection`, host memory; NULL for none. */
static const char *connection_value(struct igd_host *host, const char *key)
{
	const char *path = IGD_LIBVIRT_DIR "/connection";
	const char *line = igd_host_text(host, path);
	size_t length = strlen(key);

	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (strncmp(line, key, length) == 0 && line[length] == ' ')
			return igd_host_print(host, "%.*s", (int)strcspn(line + length + 1, "\n"),
				line + length + 1);
	return NULL;
}

/* Why the domain cannot be edited here; NULL: it can, and *ret is its XML. */
static const char *read_domain(const struct job *job, const struct igd_bytes **ret)
{
	struct igd_host *host = igd_making_host(job->making);
	const char *uri = connection_value(host, "uri"), *inactive, *live;

	if (!uri)
		return "libvirt does not answer, so that it cannot be changed";
	if (strcmp(uri, SYSTEM) != 0)
		return "it is not a VM of this machine's " SYSTEM
		       ", which alone is changed; `virsh edit` does it by hand";
	inactive = igd_host_print(host, IGD_LIBVIRT_DIR "/domain/%s/inactive.xml", job->encoded);
	live = igd_host_print(host, IGD_LIBVIRT_DIR "/domain/%s/live.xml", job->encoded);
	*ret = igd_host_bytes(host, inactive, IGD_VM_MAX_TEXT);
	if (*ret)
		return NULL;
	if (igd_host_error(host, inactive))
		return igd_host_print(host, "its definition could not be read: %s",
			igd_errno_text(igd_host_error(host, inactive)));
	return igd_host_has(host, live)
		       ? "it runs, but is not kept (it is transient): what created it has to be changed"
		       : "libvirt has no such VM";
}

/* Whether libvirt's own copy has a password, which `virsh dumpxml` keeps to itself. Unreadable, as to anyone but root: no. */
static bool has_password(const struct job *job)
{
	struct igd_host *host = igd_making_host(job->making);
	const char *path = igd_host_print(host, OWN_COPIES "%s.xml", job->name);
	const char *text = strchr(job->name, '/') ? NULL : igd_host_text(host, path);

	igd_host_forgive(host, path);
	return text && (strstr(text, " passwd='") || strstr(text, " passwd=\""));
}

/* glob(7)'s letters, escaped. */
static char *literal_glob(const char *path)
{
	struct igd_text text = { 0 };

	for (; *path; path++) {
		if (strchr("*?[]\\", *path))
			igd_text_add(&text, "\\", 1);
		igd_text_add(&text, path, 1);
	}
	return text.text;
}

static char **copy_words(const char *const *words)
{
	size_t count = 0, i;
	char **copy;

	while (words[count])
		count++;
	copy = igd_zalloc((count + 1) * sizeof(*copy));
	for (i = 0; i < count; i++)
		copy[i] = igd_printf("%s", words[i]);
	return copy;
}

static void add_steps(const struct job *job, const char *fresh)
{
	IGD_AUTOFREE char *path = igd_printf(FOLDER "%s.xml", job->encoded);
	IGD_AUTOFREE char *own = igd_printf(OWN_COPIES "%s.xml", job->name);
	IGD_AUTOFREE char *pattern = literal_glob(own);
	IGD_AUTOFREE char *file_title = igd_printf("Write down how the VM %s is to be", job->name);
	IGD_AUTOFREE char *title = igd_printf("Have libvirt define the VM %s so", job->name);
	const char *const words[] = { "virsh", "--connect", SYSTEM, "define", "--validate", path,
		NULL };
	const char *const opposite[] = { "virsh", "--connect", SYSTEM, "define", "@", NULL };
	struct igd_step *step;

	igd_making_edit(job->making, path, fresh, IGD_EFFECT_VM, file_title, NULL);
	igd_making_mode(job->making, path, 0600, NULL);
	step = igd_making_command(job->making, IGD_STAGE_NOW, words, title);
	step->effect = IGD_EFFECT_VM;
	step->why = igd_printf("a VM that runs shows it when it has been shut down and started");
	step->opposite = copy_words(opposite);
	igd_step_output(step, pattern);
}

static void make_job(const struct job *job)
{
	IGD_AUTOTEXT struct igd_text fresh = { 0 }, same = { 0 };
	struct igd_error error = { 0 };
	const struct igd_bytes *xml = NULL;
	const char *why = read_domain(job, &xml);

	if (why) {
		decline(job, why);
		return;
	}
	if (igd_domain_edit(xml, NULL, 0, &same, &error) < 0 ||
		igd_domain_edit(xml, job->edits, job->count, &fresh, &error) < 0) {
		decline(job, error.message);
		return;
	}
	/* Compared in one and the same spelling. */
	if (same.size == fresh.size && memcmp(same.text, fresh.text, same.size) == 0)
		return;
	if (has_password(job))
		decline(job,
			"its display has a password, which libvirt does not tell and which would be lost; "
			"`virsh edit` keeps it");
	else
		add_steps(job, fresh.text);
}

/* Whether a wish before this one is for the same domain, and so has been seen to. */
static bool is_done(const struct igd_wish *wishes, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (strcmp(wishes[i].change->subject, wishes[index].change->subject) == 0)
			return true;
	return false;
}

static void begin_job(struct job *job, const struct igd_wish *wishes, size_t count, size_t first)
{
	size_t i;

	job->name = wishes[first].change->subject;
	job->encoded = encode(job->name);
	job->count = 0;
	for (i = first; i < count; i++) {
		if (strcmp(wishes[i].change->subject, job->name) != 0)
			continue;
		if (job->count == IGD_DOMAIN_MAX_EDITS) {
			igd_making_decline(job->making, wishes[i].fix,
				"more than %u changes of one VM", IGD_DOMAIN_MAX_EDITS);
			continue;
		}
		job->edits[job->count] = wishes[i].change;
		job->fixes[job->count++] = wishes[i].fix;
	}
}

/* What libvirt has now stands beside the host's other files, under the same encoded name. */
void igd_resolve_against(struct igd_host *host, struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		struct igd_step *step = &plan->steps[i];
		const struct igd_bytes *xml;
		const char *path;

		if (step->kind != IGD_STEP_FILE || !step->after.content ||
			!igd_starts_with(step->path, FOLDER) || !igd_ends_with(step->path, ".xml"))
			continue;
		path = step->path + strlen(FOLDER);
		path = igd_host_print(host, IGD_LIBVIRT_DIR "/domain/%.*s/inactive.xml",
			(int)(strlen(path) - strlen(".xml")), path);
		xml = igd_host_bytes(host, path, IGD_VM_MAX_TEXT);
		igd_host_forgive(host, path);
		free(step->against);
		step->against = xml ? igd_strndup(xml->data, xml->size) : NULL;
	}
}

void igd_apply_domains(struct igd_making *making)
{
	struct job job = { .making = making };
	const struct igd_wish *wishes;
	size_t count, i;

	wishes = igd_making_wishes(making, IGD_CHANGE_DOMAIN, &count);
	for (i = 0; i < count; i++) {
		if (is_done(wishes, i))
			continue;
		begin_job(&job, wishes, count, i);
		make_job(&job);
		free(job.encoded);
	}
}
