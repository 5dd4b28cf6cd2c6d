// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_stream - any bytes as what comes from a Sunshine's port, and as the path that asks for it
 */
#include <stdlib.h>
#include <string.h>

#include "core/source_live_stream.h"
#include "core/source_live_stream_http.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_answer(const char *bytes, size_t size, bool has_ended)
{
	struct igd_stream_body body;

	if (igd_stream_read_answer(bytes, size, has_ended, &body) != 0)
		return;
	if (body.data < bytes || body.size > size - (size_t)(body.data - bytes) ||
		body.size > IGD_STREAM_MAX_BODY || body.status > 999)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct igd_stream_place place;
	unsigned port = igd_stream_https_port(bytes, size);
	char *path;

	read_answer(bytes, size, false);
	read_answer(bytes, size, true);
	if (port && (port < 1024 || port > 65535))
		abort();
	path = igd_strndup(bytes, size);
	if (igd_stream_read_path(path, &place) == 0 &&
		(strncmp(path, place.name, strlen(place.name)) != 0 ||
			path[strlen(place.name)] != '/'))
		abort();
	free(path);
	return 0;
}
