// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * session - what the verbs share: the host, the plugins, an examination of the one by the other
 */
#include "cli/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/given.h"
#include "facts/host/distribution.h"
#include "facts/host/dmi.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "facts/host/pci.h"

/* Where the plugins are, as seen from the program: installed, and in a build folder. */
static const char *const plugin_places[] = { "../" IGD_PLUGIN_DIR, "../lib/plugins" };

static int complain_of(const struct igd_error *error)
{
	return igd_complain(
		error->code == EACCES || error->code == EPERM ? IGD_EXIT_PERMISSION : IGD_EXIT_DATA,
		"%s", error->message);
}

static int add_own_plugins(struct igd_plugin_set *plugins)
{
	char program[4096];
	ssize_t size = readlink("/proc/self/exe", program, sizeof(program) - 1);
	struct igd_error error;
	size_t i;

	if (size < 0)
		return igd_complain(IGD_EXIT_INTERNAL, "/proc/self/exe: %s", strerror(errno));
	program[size] = '\0';
	*strrchr(program, '/') = '\0';
	for (i = 0; i < sizeof(plugin_places) / sizeof(*plugin_places); i++) {
		IGD_AUTOFREE char *place = igd_printf("%s/%s", program, plugin_places[i]);

		if (igd_plugins_add(plugins, place, &error) == 0)
			return IGD_EXIT_OK;
	}
	return igd_complain(IGD_EXIT_INTERNAL, "no plugins: %s", error.message);
}

static int open_plugins(struct igd_plugin_set *plugins, const struct igd_options *options)
{
	struct igd_error error;
	int status = add_own_plugins(plugins);
	size_t i;

	for (i = 0; status == IGD_EXIT_OK && i < options->plugin_dirs.count; i++) {
		if (igd_plugins_add(plugins, options->plugin_dirs.words[i], &error) < 0)
			status = complain_of(&error);
	}
	igd_plugins_sort(plugins);
	return status;
}

/* What is given becomes part of the host, this machine's or a recorded one. */
static int give(struct igd_source *source, const struct igd_options *options)
{
	const struct {
		const char *name, *argument;
	} gifts[] = { { "rom", options->rom }, { "qemu", options->qemu }, { "vm", options->vm },
		{ "connect", options->connect }, { "address", options->vm_address } };
	struct igd_error error = { 0 };
	size_t i;

	if (options->may_probe)
		igd_source_allow_probe(source);
	if (options->may_ask_guest)
		igd_source_allow_guest(source);
	for (i = 0; i < sizeof(gifts) / sizeof(*gifts); i++) {
		if (gifts[i].argument &&
			igd_source_give(source, gifts[i].name, gifts[i].argument, &error) < 0)
			return complain_of(&error);
	}
	/* Which VMs there are is what most areas begin with. */
	if (!options->only.count)
		igd_source_prepare(source);
	return IGD_EXIT_OK;
}

static int open_host(struct igd_session *session, const struct igd_options *options, bool list_only)
{
	static const char nothing[] = IGD_TREE_MAGIC "\n";
	struct igd_source *source;
	struct igd_error error = { 0 };

	if (options->from && options->may_probe)
		return igd_complain(IGD_EXIT_USAGE,
			"--probe opens this machine's iGPU; with --from there is nothing to open");
	if (options->from && options->may_ask_guest)
		return igd_complain(IGD_EXIT_USAGE,
			"--ask-guest asks a VM of this machine's; with --from there is none to ask");
	if (list_only)
		source = igd_source_tree_text(nothing, strlen(nothing), "nothing", &error);
	else if (options->from)
		source = igd_source_recorded(options->from, &error);
	else
		source = igd_source_live();
	if (!source)
		return complain_of(&error);
	if (options->verb->run != igd_verb_record && options->verb->run != igd_verb_report)
		igd_source_answer_workers(source);
	session->host = igd_host_new(source);
	return list_only ? IGD_EXIT_OK : give(source, options);
}

static void show_progress(void *context, size_t done, size_t total)
{
	(void)context;
	if (done < total)
		fprintf(stderr, "\rexamining: %zu of %zu checks", done, total);
	else
		fputs("\r                                        \r", stderr);
}

int igd_session_open(struct igd_session *session, const struct igd_options *options, bool list_only)
{
	struct igd_run_options run = { options->only.words, options->skip.words,
		options->timeout_ms, list_only,
		isatty(STDERR_FILENO) && !options->is_quiet ? show_progress : NULL, NULL,
		session->wants_proposals ? &session->proposals : NULL, session->propose };
	struct igd_error error;
	int status = open_host(session, options, list_only);

	if (status == IGD_EXIT_OK)
		status = open_plugins(&session->plugins, options);
	if (status != IGD_EXIT_OK)
		return status;
	if (igd_run(session->host, &session->plugins, &run, &session->exam, &error) < 0)
		return igd_complain(IGD_EXIT_USAGE, "%s", error.message);
	if (!list_only)
		igd_subject_read(session->host, &session->exam.subject);
	return IGD_EXIT_OK;
}

void igd_session_done(struct igd_session *session)
{
	igd_exam_done(&session->exam);
	igd_proposals_done(&session->proposals);
	igd_plugins_done(&session->plugins);
	igd_host_free(session->host);
}

static char *printable(const char *text)
{
	return text && *text ? igd_printable(text, strlen(text), 200) : NULL;
}

static void read_igpu(struct igd_host *host, struct igd_subject *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);

	if (!igpu)
		return;
	ret->igpu_address = igd_strdup(igpu->address);
	ret->igpu_id = igd_printf("%04x:%04x", igpu->vendor, igpu->device);
	ret->igpu_driver = printable(igd_pci_driver(host, igpu->address));
	if (!igpu->model)
		return;
	ret->igpu_name = printable(igpu->model->name);
	ret->igpu_platform = printable(igpu->model->platform);
	ret->igpu_generation = (int)igpu->model->generation;
}

void igd_subject_read(struct igd_host *host, struct igd_subject *ret)
{
	ret->is_live = igd_host_is_live(host);
	ret->kernel = printable(igd_kernel_release(host));
	ret->distribution = printable(igd_distribution_get(host)->name);
	ret->machine = printable(igd_dmi_machine(host));
	read_igpu(host, ret);
}
