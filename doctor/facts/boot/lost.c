// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lost - configured arguments that the kernel was not given, and a reason that can be seen
 */
#include "facts/boot/lost.h"

#include <string.h>

#include "facts/boot/shell.h"

const struct igd_loader_argument *igd_lost_find(const struct igd_loader_config *config,
	const struct igd_cmdline *running, bool *ret_is_relevant)
{
	const struct igd_loader_argument *first =
		igd_loader_missing(config, running, ret_is_relevant);
	const struct igd_loader_argument *found = first;
	struct igd_loader_config rest = *config;
	bool is_relevant = *ret_is_relevant;

	while (found && is_relevant && igd_starts_with(found->text, "video=")) {
		rest.arguments = config->arguments + (found - config->arguments) + 1;
		rest.count = config->count - (size_t)(rest.arguments - config->arguments);
		found = igd_loader_missing(&rest, running, &is_relevant);
	}
	return found && is_relevant ? found : first;
}

bool igd_lost_by_break(struct igd_host *host, const struct igd_loader_argument *lost)
{
	const char *text = lost->place && igd_starts_with(lost->place, "GRUB_CMDLINE_LINUX")
				   ? igd_host_text(host, lost->path)
				   : NULL;
	const struct igd_shell_assignment *made;
	struct igd_shell shell = { 0 };
	bool is_found;

	if (!text)
		return false;
	igd_shell_read(&shell, lost->path, text, strlen(text));
	made = igd_shell_find(&shell, lost->place);
	is_found = made && made->value && strchr(made->value, '\n');
	igd_shell_done(&shell);
	return is_found;
}
