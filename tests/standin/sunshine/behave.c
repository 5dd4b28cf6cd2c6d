// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * behave - what the stand-in does when it does not behave
 *
 * A stand-in for Sunshine; nothing of Sunshine's is in it.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/standin/sunshine/standin.h"

#define HUGE_SIZE ((size_t)1 << 20)
#define PIECE ((size_t)1 << 14)

static void pause_ms(unsigned ms)
{
	struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };

	nanosleep(&pause, NULL);
}

/* Until the other end has gone: alarm() of main.c ends this at the latest. */
static void hold(const struct line *line)
{
	char ignored[256];

	while (line_receive(line, ignored, sizeof(ignored)) > 0)
		continue;
}

/* What a client says first, if it says anything soon: an answer that comes before the question is another thing. */
static void take_request(const struct line *line)
{
	struct pollfd poller = { line->fd, POLLIN, 0 };
	char request[4096];

	/* A client of the HTTPS port waits for the first word. */
	if (line->service == SERVICE_HTTPS && line->ssl && !line->options->is_paired)
		return;
	if (poll(&poller, 1, 5000) == 1 && line_receive(line, request, sizeof(request) - 1) > 0)
		report(line, "a request");
}

static void trickle(const struct line *line)
{
	char *xml = serverinfo(line), *all = NULL;
	size_t i;

	if (asprintf(&all, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen(xml), xml) <
		0)
		abort();
	for (i = 0; all[i] && line_send(line, all + i, 1); i++)
		pause_ms(line->options->delay_ms);
	free(all);
	free(xml);
}

static void endless_headers(const struct line *line)
{
	bool goes_on = line_print(line, "HTTP/1.1 200 OK\r\n");

	while (goes_on)
		goes_on =
			line_print(line, "X-Stand-In: and another one, and then there is more\r\n");
}

static void endless_body(const struct line *line)
{
	static const char piece[PIECE] = { 0 };
	bool goes_on = line_print(line, "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n");

	while (goes_on)
		goes_on = line_send(line, piece, sizeof(piece));
}

static void huge_body(const struct line *line)
{
	char *body = malloc(HUGE_SIZE);

	if (!body)
		abort();
	memset(body, ' ', HUGE_SIZE);
	memcpy(body, "<root status_code=\"200\">", 24);
	memcpy(body + HUGE_SIZE - 7, "</root>", 7);
	answer_with(line, "200 OK", body, HUGE_SIZE);
	free(body);
}

static void truncated(const struct line *line)
{
	char *xml = serverinfo(line), *all = NULL;

	if (asprintf(&all, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%.100s", strlen(xml),
		    xml) < 0)
		abort();
	line_print(line, all);
	free(all);
	free(xml);
}

/* Ten entities, each ten of the one before: a billion where somebody believes in them. */
static void laughs(const struct line *line)
{
	char body[4096];
	size_t size;
	int i, j;

	size = (size_t)snprintf(body, sizeof(body),
		"<?xml version=\"1.0\"?>\n<!DOCTYPE root [<!ENTITY l0 \"lol\">");
	for (i = 1; i < 10; i++) {
		size += (size_t)snprintf(body + size, sizeof(body) - size, "<!ENTITY l%d \"", i);
		for (j = 0; j < 10; j++)
			size += (size_t)snprintf(body + size, sizeof(body) - size, "&l%d;", i - 1);
		size += (size_t)snprintf(body + size, sizeof(body) - size, "\">");
	}
	size += (size_t)snprintf(body + size, sizeof(body) - size,
		"]>\n<root status_code=\"200\"><hostname>&l9;</hostname></root>\n");
	answer_with(line, "200 OK", body, size);
}

/* The same each time; no letter of HTTP's in front. */
static void fill_bytes(unsigned char ret[1024])
{
	unsigned seed = 1;
	size_t i;

	for (i = 0; i < 1024; i++) {
		seed = seed * 1103515245 + 12345;
		ret[i] = (unsigned char)(seed >> 16);
	}
	ret[0] = 0;
}

static void binary(const struct line *line)
{
	unsigned char bytes[1024];

	fill_bytes(bytes);
	answer_with(line, "200 OK", (const char *)bytes, sizeof(bytes));
}

static void garbage(const struct line *line)
{
	unsigned char bytes[1024];

	fill_bytes(bytes);
	line_send(line, bytes, sizeof(bytes));
}

static void error_500(const struct line *line)
{
	answer_with(line, "500 Internal Server Error", "", 0);
}

static void other(const struct line *line)
{
	static const char page[] = "<html><body>It works! This is no Sunshine.</body></html>\n";

	answer_with(line, "404 Not Found", page, sizeof(page) - 1);
}

static void redirect(const struct line *line)
{
	line_print(line, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere\r\n"
			 "Content-Length: 0\r\n\r\n");
}

/* What a web server says to a handshake that it does not understand. */
static void bad_request(const struct line *line)
{
	answer_with(line, "400 Bad Request", "", 0);
}

static void hang_up(const struct line *line)
{
	report(line, "not a word");
}

/* Instead of an answer; NULL for those that answer, or do not come so far. */
static void (*const wrongs[BEHAVIOUR_COUNT])(const struct line *line) = {
	[HANGUP] = hang_up,
	[TRICKLE] = trickle,
	[ENDLESS_HEADERS] = endless_headers,
	[ENDLESS_BODY] = endless_body,
	[HUGE_BODY] = huge_body,
	[TRUNCATED] = truncated,
	[LAUGHS] = laughs,
	[BINARY] = binary,
	[GARBAGE] = garbage,
	[ERROR_500] = error_500,
	[OTHER] = other,
	[REDIRECT] = redirect,
};

/* Whether it is served no further than this: it does not even listen to what is said. */
static bool is_cut_short(struct line *line, enum behaviour behaviour)
{
	if (behaviour == RESET)
		line_reset(line);
	else if (behaviour == DEAF)
		pause_ms(60000);
	return behaviour == RESET || behaviour == DEAF;
}

static void act(struct line *line, enum behaviour behaviour)
{
	if (behaviour == SLOW)
		pause_ms(line->options->delay_ms);
	if (behaviour == MUTE) {
		hold(line);
	} else if (behaviour == SWAPPED && !line->ssl) {
		take_request(line);
		bad_request(line);
	} else if (wrongs[behaviour]) {
		take_request(line);
		wrongs[behaviour](line);
	} else {
		answer(line);
	}
}

void serve(struct line *line, SSL_CTX *context)
{
	enum behaviour behaviour = line->options->behaviours[line->service];
	bool has_tls = line->service == SERVICE_HTTPS || line->service == SERVICE_WEB;

	if (is_cut_short(line, behaviour))
		return;
	if (behaviour == SWAPPED)
		has_tls = !has_tls;
	if (!has_tls || tls_accept(line, context, line->service == SERVICE_HTTPS))
		act(line, behaviour);
	line_close(line);
}
