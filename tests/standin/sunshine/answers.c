// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * answers - what the stand-in says when it behaves
 *
 * A stand-in for Sunshine; nothing of Sunshine's is in it.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/standin/sunshine/standin.h"

/* More than any request that is worth an answer. */
#define MAX_REQUEST 8192
#define XML "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define FAILED_DISPLAY                                                                             \
	"Failed to initialize video capture/encoding. Is a display connected and turned on?"

/* The line's own address; 127.0.0.1 where that is of IPv6 (src/nvhttp.cpp serverinfo()). */
static void print_local_ip(const struct line *line, char *ret, size_t size)
{
	struct sockaddr_in6 at = { 0 };
	socklen_t length = sizeof(at);
	struct sockaddr_in v4;

	snprintf(ret, size, "127.0.0.1");
	if (getsockname(line->fd, (struct sockaddr *)&at, &length) < 0 || at.sin6_family != AF_INET)
		return;
	memcpy(&v4, &at, sizeof(v4));
	inet_ntop(AF_INET, &v4.sin_addr, ret, (socklen_t)size);
}

/* The order and the names of src/nvhttp.cpp serverinfo(); the two forks tell nothing of a game over HTTP. */
char *serverinfo(const struct line *line)
{
	const struct options *options = line->options;
	bool is_busy = options->is_busy && (line->ssl || strcmp(options->family, "sunshine") == 0);
	char local_ip[INET6_ADDRSTRLEN], *xml = NULL;
	int size;

	print_local_ip(line, local_ip, sizeof(local_ip));
	size = asprintf(&xml,
		XML
		"<root status_code=\"200\"><hostname>%s</hostname><appversion>7.1.431.-1</appversion>"
		"<GfeVersion>3.23.0.74</GfeVersion><uniqueid>5747414E-4449-4E53-5441-4E44494E3031</uniqueid>"
		"<HttpsPort>%u</HttpsPort><ExternalPort>%u</ExternalPort><MaxLumaPixelsHEVC>%s"
		"</MaxLumaPixelsHEVC><mac>%s</mac><LocalIP>%s</LocalIP><ServerCodecModeSupport>%u"
		"</ServerCodecModeSupport><PairStatus>%d</PairStatus><currentgame>%d</currentgame>"
		"<state>SUNSHINE_SERVER_%s</state></root>\n",
		options->hostname, options->https_port ? options->https_port : options->port - 5,
		options->port, options->codecs & 0x300 ? "1869449984" : "0",
		line->ssl ? "52:54:00:12:34:56" : "00:00:00:00:00:00",
		options->local_ip ? options->local_ip : local_ip, options->codecs,
		line->ssl ? 1 : 0, is_busy ? 1 : 0, is_busy ? "BUSY" : "FREE");
	if (size < 0)
		abort();
	return xml;
}

/* As Simple-Web-Server heads it (server_http.hpp Response::write()). */
bool answer_with(const struct line *line, const char *status, const char *body, size_t size)
{
	char head[128];

	snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n", status, size);
	return line_print(line, head) && line_send(line, body, size);
}

static void answer_text(const struct line *line, const char *status, const char *body)
{
	answer_with(line, status, body, strlen(body));
}

/* A request's line, "GET /path HTTP/1.1", and all of its head; false if none came. */
static bool receive_request(const struct line *line, char request[MAX_REQUEST])
{
	size_t size = 0;
	long got;

	request[0] = '\0';
	while (size < MAX_REQUEST - 1 && !strstr(request, "\r\n\r\n")) {
		got = line_receive(line, request + size, MAX_REQUEST - 1 - size);
		if (got <= 0)
			return false;
		size += (size_t)got;
		request[size] = '\0';
	}
	request[strcspn(request, "\r\n")] = '\0';
	report(line, "%s", request);
	return true;
}

static bool is_for(const char *request, const char *path)
{
	size_t length = strlen(path);

	return strncmp(request, "GET ", 4) == 0 && strncmp(request + 4, path, length) == 0 &&
	       strchr("? ", request[4 + length]);
}

static void answer_launch(const struct line *line, const char *request)
{
	if (!strstr(request, "rikey="))
		answer_text(line, "200 OK",
			XML "<root status_code=\"400\" status_message=\"Missing a required launch "
			    "parameter\"><resume>0</resume></root>\n");
	else if (!line->options->has_display)
		answer_text(line, "200 OK",
			XML "<root status_code=\"503\" status_message=\"" FAILED_DISPLAY
			    "\"><gamesession>0</gamesession></root>\n");
	else
		answer_text(line, "200 OK",
			XML
			"<root status_code=\"503\" status_message=\"This is a stand-in: it streams "
			"nothing\"><gamesession>0</gamesession></root>\n");
}

static void answer_game(const struct line *line)
{
	char request[MAX_REQUEST];

	/* It is written before anything is read (src/nvhttp.cpp accept()). */
	if (line->ssl && !line->options->is_paired) {
		answer_text(line, "200 OK",
			XML
			"<root status_code=\"401\" query=\"\" status_message=\"The client is not "
			"authorized. Certificate verification failed.\"/>\n");
		return;
	}
	if (!receive_request(line, request))
		return;
	if (is_for(request, "/serverinfo")) {
		char *xml = serverinfo(line);

		answer_text(line, "200 OK", xml);
		free(xml);
	} else if (line->ssl && (is_for(request, "/launch") || is_for(request, "/resume"))) {
		answer_launch(line, request);
	} else if (is_for(request, "/pair")) {
		answer_text(line, "200 OK",
			XML
			"<root status_code=\"404\" status_message=\"Invalid pairing request\"/>\n");
	} else {
		answer_text(line, "200 OK", XML "<root status_code=\"404\"/>\n");
	}
}

/* src/confighttp.cpp: the language is told to whoever asks. */
static void answer_web(const struct line *line)
{
	char request[MAX_REQUEST];

	if (!receive_request(line, request))
		return;
	if (line->options->web_status == 403)
		answer_text(line, "403 Forbidden", "");
	else if (line->options->web_status == 200 && is_for(request, "/api/configLocale"))
		answer_text(line, "200 OK", "{\"locale\":\"en\",\"status\":true}");
	else
		answer_text(line, "401 Unauthorized",
			"{\"error\":\"Unauthorized\",\"status_code\":401}");
}

void answer(struct line *line)
{
	switch (line->service) {
	case SERVICE_HTTPS:
	case SERVICE_HTTP:
		answer_game(line);
		break;
	case SERVICE_WEB:
		answer_web(line);
		break;
	case SERVICE_RTSP: /* nothing is pending: src/rtsp.cpp handle_accept() */
	case SERVICE_COUNT:
		break;
	}
}
