// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * command - COMMAND, SERVICE, MANUAL: what is run, started again, or left to a person
 */
#include <stdlib.h>
#include <string.h>

#include "facts/host/distribution.h"
#include "fixes/apply/making.h"

static void free_words(char **words)
{
	size_t i;

	for (i = 0; words[i]; i++)
		free(words[i]);
	free(words);
}

/* The words of a text, NULL at the end. */
static char **split(const char *text, const char *separators)
{
	char **words = igd_zalloc((strlen(text) + 1) * sizeof(*words));
	size_t count = 0, length;

	for (text += strspn(text, separators); *text; text += strspn(text, separators)) {
		length = strcspn(text, separators);
		words[count++] = igd_strndup(text, length);
		text += length;
	}
	return words;
}

static char *sentence(char *const *words)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; words[i]; i++)
		igd_text_printf(&text, "%s%s", i ? " " : "Run `", words[i]);
	igd_text_printf(&text, "`");
	return text.text;
}

static void run(struct igd_making *making, const struct igd_wish *wish)
{
	const struct igd_change *change = wish->change;
	char **words = split(change->value, "\n");
	IGD_AUTOFREE char *title = sentence(words);
	struct igd_step *step;

	step = igd_making_command(making, IGD_STAGE_NOW, (const char *const *)words, title);
	if (!step->opposite && change->place)
		step->opposite = split(change->place, "\n");
	if (!step->why && change->why)
		step->why = igd_strdup(change->why);
	free_words(words);
}

/*
 * libvirt's QEMU driver is a daemon of its own where libvirt is modular (libvirt.org/daemons.html): then virtqemud has
 * its socket and libvirtd no pid file.
 */
static const char *real_name(struct igd_host *host, const char *service)
{
	if (strcmp(service, "libvirtd") == 0 && igd_host_has(host, "/run/libvirt/virtqemud-sock") &&
		!igd_host_has(host, "/run/libvirtd.pid"))
		return "virtqemud";
	return service;
}

static void restart(struct igd_making *making, const struct igd_wish *wish)
{
	struct igd_host *host = igd_making_host(making);
	const char *service = real_name(host, wish->change->subject);
	const char *command = igd_service_restart(host, service);
	IGD_AUTOFREE char *title = igd_printf("Start the service %s again", service);
	struct igd_step *step;
	char **words;

	if (!command) {
		igd_making_manual(making, title, NULL);
		return;
	}
	words = split(command, " ");
	step = igd_making_command(making, IGD_STAGE_NOW, (const char *const *)words, title);
	free_words(words);
	if (!step->why && wish->change->why)
		step->why = igd_strdup(wish->change->why);
	if (!step->opposite)
		step->opposite = igd_words_copy((const char *const *)step->words);
}

void igd_apply_commands(struct igd_making *making)
{
	size_t count, i;
	const struct igd_wish *wishes = igd_making_wishes(making, IGD_CHANGE_COMMAND, &count);

	for (i = 0; i < count; i++)
		run(making, &wishes[i]);
	wishes = igd_making_wishes(making, IGD_CHANGE_SERVICE, &count);
	for (i = 0; i < count; i++)
		restart(making, &wishes[i]);
	wishes = igd_making_wishes(making, IGD_CHANGE_MANUAL, &count);
	for (i = 0; i < count; i++)
		igd_making_manual(making, wishes[i].change->value, wishes[i].change->place);
}
