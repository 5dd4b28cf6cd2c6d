// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stream - what the ports of a Sunshine said
 */
#include "facts/guest/stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static int index_of(const char *word, const char *const *list, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (list[i] && strcmp(word, list[i]) == 0)
			return (int)i;
	return -1;
}

static void set(struct igd_stream *stream, int port, unsigned number, const char *state)
{
	static const char *const states[IGD_PORT_STATE_COUNT] = { [IGD_PORT_OPEN] = "open",
		[IGD_PORT_REFUSED] = "refused",
		[IGD_PORT_TIMEOUT] = "timeout",
		[IGD_PORT_UNREACHABLE] = "unreachable",
		[IGD_PORT_DENIED] = "denied" };
	int known = index_of(state, states, IGD_PORT_STATE_COUNT);

	if (number > UINT16_MAX || (known < 0 && !igd_starts_with(state, "error-")))
		return;
	stream->ports[port].number = number;
	stream->ports[port].state = known < 0 ? IGD_PORT_FAILED : (enum igd_port_state)known;
	stream->ports[port].error = known < 0 ? igd_errno_number(state + strlen("error-")) : 0;
}

void igd_stream_parse(const char *text, struct igd_stream *ret)
{
	static const char *const names[IGD_STREAM_PORT_COUNT] = { [IGD_STREAM_HTTPS] = "https",
		[IGD_STREAM_HTTP] = "http",
		[IGD_STREAM_WEB] = "web",
		[IGD_STREAM_RTSP] = "rtsp" };
	char line[64], name[8], state[32];
	unsigned number;
	size_t length;
	int port;

	for (; *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (length >= sizeof(line))
			continue;
		memcpy(line, text, length);
		line[length] = '\0';
		if (sscanf(line, "%7s %6u %31s", name, &number, state) != 3)
			continue;
		port = index_of(name, names, IGD_STREAM_PORT_COUNT);
		if (port >= 0)
			set(ret, port, number, state);
	}
}

/* The '%' before the interface of a link-local address is %25 in a path. */
static const char *directory_of(struct igd_host *host, const char *address, unsigned port)
{
	const char *scope = strchr(address, '%');

	if (!scope)
		return igd_host_print(host, IGD_STREAM_DIR "/%s/%u", address, port);
	return igd_host_print(host, IGD_STREAM_DIR "/%.*s%%25%s/%u", (int)(scope - address),
		address, scope + 1, port);
}

struct igd_stream igd_stream_get(struct igd_host *host, const char *address, unsigned port)
{
	struct igd_stream stream = { .directory = directory_of(host, address, port) };
	const char *text;

	stream.where = igd_host_print(host, "%s/ports", stream.directory);
	text = igd_host_text(host, stream.where);
	if (text) {
		igd_stream_parse(text, &stream);
		if (igd_stream_count(&stream, IGD_PORT_UNTOLD)) {
			igd_host_stick(host, stream.where, EBADMSG);
			stream.error = EBADMSG;
		}
		return stream;
	}
	stream.error = igd_host_error(host, stream.where);
	if (!stream.error)
		stream.error = ENODATA;
	if (stream.error == ENODATA || stream.error == ECANCELED)
		igd_host_forgive(host, stream.where);
	return stream;
}

const struct igd_bytes *igd_stream_file(
	struct igd_host *host, const struct igd_stream *stream, const char *name, int *ret_error)
{
	const char *path = igd_host_print(host, "%s/%s", stream->directory, name);
	const struct igd_bytes *bytes = igd_host_bytes(host, path, IGD_TEXT_LIMIT);

	*ret_error = bytes ? 0 : igd_host_error(host, path);
	igd_host_forgive(host, path);
	return bytes;
}

unsigned igd_stream_count(const struct igd_stream *stream, enum igd_port_state state)
{
	unsigned count = 0;
	size_t i;

	for (i = 0; i < IGD_STREAM_PORT_COUNT; i++)
		count += stream->ports[i].state == state;
	return count;
}

const char *igd_stream_numbers(
	struct igd_host *host, const struct igd_stream *stream, enum igd_port_state state)
{
	unsigned left = igd_stream_count(stream, state);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	bool is_first = true;
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < IGD_STREAM_PORT_COUNT; i++) {
		if (stream->ports[i].state != state)
			continue;
		igd_text_printf(&text, "%s%u",
			is_first    ? ""
			: left == 1 ? " and "
				    : ", ",
			stream->ports[i].number);
		is_first = false;
		left--;
	}
	return igd_host_print(host, "%s", text.text);
}
