// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_http - as much of HTTP as an answer needs that comes before its question
 *
 * libcurl reads no answer to which it sent no question; and Sunshine writes its refusal of a client that it does not
 * know before it reads anything (Sunshine src/nvhttp.cpp SunshineHTTPSServer::accept()).
 */
#include "core/source_live_stream_http.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "core/source_live_stream.h"

/* HTTP/1.0 or 1.1 and a status of three digits (RFC 9112 4). */
static bool read_status(const char *line, size_t size, unsigned *ret)
{
	const char *digit = line + 9;
	int i;

	if (size < 12 || memcmp(line, "HTTP/1.", 7) != 0 || line[8] != ' ')
		return false;
	for (*ret = 0, i = 0; i < 3; i++) {
		if (digit[i] < '0' || digit[i] > '9')
			return false;
		*ret = *ret * 10 + (unsigned)(digit[i] - '0');
	}
	return size == 12 || line[12] == ' ';
}

/* The value of this header, if the line is one of that name; its white space still around it. */
static const char *value_of(const char *line, size_t size, const char *name)
{
	size_t length = strlen(name);

	return size > length && line[length] == ':' && strncasecmp(line, name, length) == 0
		       ? line + length + 1
		       : NULL;
}

/* Digits alone, with blanks around them. */
static bool read_length(const char *value, const char *end, size_t *ret)
{
	size_t length = 0;
	const char *from;

	while (value < end && (*value == ' ' || *value == '\t'))
		value++;
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	for (from = value; value < end; value++) {
		if (*value < '0' || *value > '9')
			return false;
		length = length * 10 + (size_t)(*value - '0');
		if (length > IGD_STREAM_MAX_BODY)
			length = IGD_STREAM_MAX_BODY + 1; /* and no further */
	}
	*ret = length;
	return from < end;
}

/* The head's lines behind the first. *ret_length stays as it is where none tells it. */
static bool read_head(const char *line, const char *end, size_t *ret_length)
{
	const char *next, *value;

	for (; line < end; line = next + 2) {
		next = memmem(line, (size_t)(end - line), "\r\n", 2);
		if (!next || value_of(line, (size_t)(next - line), "Transfer-Encoding"))
			return false;
		value = value_of(line, (size_t)(next - line), "Content-Length");
		if (value && !read_length(value, next, ret_length))
			return false;
	}
	return true;
}

/* What has come behind the head; length is what is to come, SIZE_MAX: as much as comes. */
static int measure(size_t *size, size_t length, bool has_ended)
{
	bool is_told = length != SIZE_MAX;

	if (*size > IGD_STREAM_MAX_BODY || (is_told && length > IGD_STREAM_MAX_BODY))
		return EFBIG;
	if (*size < length && !has_ended)
		return EAGAIN;
	if (*size < length && is_told)
		return EBADMSG;
	if (is_told)
		*size = length;
	return 0;
}

/* Whether it may become an answer yet: nothing of it is wrong. */
static bool is_promising(const char *bytes, size_t size)
{
	static const char protocol[] = "HTTP/1.";
	size_t known = size < sizeof(protocol) - 1 ? size : sizeof(protocol) - 1;

	return memcmp(bytes, protocol, known) == 0;
}

int igd_stream_read_answer(
	const char *bytes, size_t size, bool has_ended, struct igd_stream_body *ret)
{
	const char *blank = memmem(bytes, size, "\r\n\r\n", 4);
	const char *first = memmem(bytes, size, "\r\n", 2);
	struct igd_stream_body body = { 0 };
	size_t length = SIZE_MAX;
	int error;

	if (!is_promising(bytes, size) ||
		(first && !read_status(bytes, (size_t)(first - bytes), &body.status)))
		return EBADMSG;
	if (!first || !blank) {
		if (size > IGD_STREAM_MAX_BODY)
			return EFBIG;
		return has_ended ? EBADMSG : EAGAIN;
	}
	if (!read_head(first + 2, blank + 2, &length))
		return EBADMSG;
	body.data = blank + 4;
	body.size = size - (size_t)(body.data - bytes);
	error = measure(&body.size, length, has_ended);
	if (!error)
		*ret = body;
	return error;
}

unsigned igd_stream_https_port(const char *serverinfo, size_t size)
{
	static const char open[] = "<HttpsPort>";
	const char *at = size ? memmem(serverinfo, size, open, sizeof(open) - 1) : NULL;
	const char *end;
	unsigned port = 0;

	if (!at)
		return 0;
	end = serverinfo + size;
	for (at += sizeof(open) - 1; at < end && *at >= '0' && *at <= '9' && port <= 65535; at++)
		port = port * 10 + (unsigned)(*at - '0');
	/* Those below are nobody's to choose: Sunshine's docs/configuration.md "port". */
	return at < end && *at == '<' && port >= 1024 && port <= 65535 ? port : 0;
}
