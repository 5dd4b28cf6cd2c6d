// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * inquiry - what a host is asked that stands in no file of it
 */
#include <errno.h>
#include <string.h>

#include "core/host_private.h"
#include "core/query.h"

const char *igd_host_given(struct igd_host *host, const char *name)
{
	const char *path = igd_host_print(host, IGD_RECORD_GIVEN "/%s", name);
	const char *text = igd_host_text(host, path);

	/* A recording in which nobody asked is one to which nothing was given. */
	if (igd_host_error(host, path) == ENODATA)
		igd_host_forgive(host, path);
	if (!text)
		return NULL;
	return igd_host_print(host, "%.*s", (int)strcspn(text, "\n"), text);
}

const char *igd_host_query(struct igd_host *host, const char *query, const char *binary)
{
	IGD_AUTOFREE char *path = igd_query_path(query, binary);
	IGD_AUTOFREE char *command = igd_query_command(query, binary);
	const char *text = igd_host_text(host, path);
	int error = igd_host_error(host, path);

	if (text)
		return text;
	igd_host_forgive(host, path);
	igd_host_stick(host, command, error ? error : ENOENT);
	return NULL;
}

const char *igd_host_modes(struct igd_host *host, const char *path)
{
	IGD_AUTOFREE char *asked = igd_path_encode(IGD_RECORD_MODES, path);
	const char *text = igd_host_text(host, asked);

	if (text || igd_host_error(host, asked) != ENODATA)
		return text;
	igd_host_forgive(host, asked);
	return "";
}
