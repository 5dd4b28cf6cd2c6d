// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_ask - in a child: four ports, all at once, and no longer than is waited for
 *
 * One thread and one loop: a connection is made here, so that the kernel's own word for its failure is known, and
 * then handed to libcurl. Where there is no libcurl the ports are tried all the same.
 */
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/pool.h"
#include "core/source_live_stream_http.h"
#include "core/source_live_stream_impl.h"

/* How often is looked for what no descriptor tells. */
#define TICK_MS 20
/*
 * Of all the time, the part in which nothing is said to the HTTPS port: a Sunshine that refuses us ends the connection
 * without reading, and the kernel drops what it wrote if something came that it did not read.
 */
#define HUSH_PART 3
/* And that in which serverinfo is waited for, which may name another port. */
#define REFERRAL_PART 2

struct asking {
	const struct igd_stream_place *place;
	struct igd_stream_library library;
	struct igd_stream_probe probes[IGD_STREAM_PORTS];
	uint64_t began;
	unsigned patience_ms;
};

static void done(struct asking *asking, struct igd_stream_probe *probe, int error)
{
	probe->error = error;
	probe->stage = IGD_STREAM_DONE;
	probe->ended = igd_now_ms();
	igd_close_at(&probe->fd);
	probe->fd = -1;
	if (!probe->easy)
		return;
	asking->library.multi_remove_handle(asking->library.multi, probe->easy);
	asking->library.easy_cleanup(probe->easy);
	probe->easy = NULL;
}

/* What the file says of a port that is not open: one of host.h's. */
static int of_state(int state)
{
	switch (state) {
	case EACCES:
		return EPERM;
	case EHOSTDOWN:
		return EHOSTUNREACH;
	default:
		return state;
	}
}

/* Behind the connection, be there one or not. */
static void go_on(struct asking *asking, struct igd_stream_probe *probe)
{
	int error;

	if (probe->state || probe->is_broken || probe->which == IGD_STREAM_RTSP) {
		done(asking, probe, probe->is_broken ? ECONNRESET : of_state(probe->state));
		return;
	}
	probe->stage = IGD_STREAM_TALKING;
	error = igd_stream_talk(&asking->library, probe, asking->place);
	if (error)
		done(asking, probe, error);
}

static void connected(struct asking *asking, struct igd_stream_probe *probe, int error)
{
	probe->state = error;
	probe->stage = IGD_STREAM_WAITING;
	if (probe->which != IGD_STREAM_HTTPS || probe->has_moved)
		go_on(asking, probe);
}

static socklen_t address_of(
	const struct igd_stream_place *place, unsigned port, struct sockaddr_in6 *ret)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	*ret = (struct sockaddr_in6){ .sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t)port),
		.sin6_addr = place->address };
	if (*place->interface)
		ret->sin6_scope_id = if_nametoindex(place->interface);
	if (place->family == AF_INET6)
		return sizeof(*ret);
	memcpy(&v4.sin_addr, &place->address, sizeof(v4.sin_addr));
	memcpy(ret, &v4, sizeof(v4));
	return sizeof(v4);
}

/* 0: it stands; EINPROGRESS; or why there will be none. */
static int begin_connection(const struct igd_stream_place *place, struct igd_stream_probe *probe)
{
	struct sockaddr_in6 address;
	socklen_t length = address_of(place, probe->port, &address);

	if (*place->interface && !address.sin6_scope_id)
		return ENODEV;
	probe->fd = socket(place->family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (probe->fd < 0 || connect(probe->fd, (struct sockaddr *)&address, length) < 0)
		return errno;
	return 0;
}

static void start(struct asking *asking, struct igd_stream_probe *probe, unsigned port)
{
	int error;

	probe->port = port;
	probe->stage = IGD_STREAM_CONNECTING;
	probe->is_broken = false;
	error = begin_connection(asking->place, probe);
	if (error != EINPROGRESS)
		connected(asking, probe, error);
}

static void see_connection(struct asking *asking, struct igd_stream_probe *probe)
{
	struct pollfd poller = { probe->fd, POLLOUT, 0 };
	socklen_t length = sizeof(int);
	int error = 0;

	if (poll(&poller, 1, 0) != 1)
		return;
	if (getsockopt(probe->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0)
		error = errno;
	/* What answers to the first packet with a reset refuses; this is what comes after an answer. */
	if (error == ECONNRESET)
		probe->is_broken = true;
	connected(asking, probe, probe->is_broken ? 0 : error);
}

/* Moonlight goes where serverinfo sends it; so does this, once that is known or has been waited for. */
static void see_serverinfo(struct asking *asking, struct igd_stream_probe *probe)
{
	const struct igd_stream_probe *http = &asking->probes[IGD_STREAM_HTTP];
	unsigned other = 0;

	if (http->stage == IGD_STREAM_DONE)
		other = http->error ? 0 : igd_stream_https_port(http->text.text, http->text.size);
	else if (igd_now_ms() - asking->began < asking->patience_ms / REFERRAL_PART)
		return;
	probe->has_moved = true;
	if (!other || other == probe->port) {
		go_on(asking, probe);
		return;
	}
	igd_close_at(&probe->fd);
	start(asking, probe, other);
}

static void say_something(struct asking *asking, struct igd_stream_probe *probe)
{
	IGD_AUTOFREE char *request = igd_stream_request(asking->place, probe->port);
	size_t sent = 0;

	probe->was_asked = true;
	asking->library.easy_send(probe->easy, request, strlen(request), &sent);
}

/* A handshake, and then the end: where TLS has a reason for it, the certificate was refused after all. */
static int no_answer(
	const struct asking *asking, const struct igd_stream_probe *probe, CURLcode result)
{
	if (result == CURLE_OK)
		return ENOMSG;
	return igd_stream_errno(&asking->library, probe, result);
}

static void take(struct asking *asking, struct igd_stream_probe *probe, CURLcode result)
{
	struct igd_stream_body body;
	int error = igd_stream_read_answer(
		probe->text.text, probe->text.size, result != CURLE_AGAIN, &body);

	if (error == EAGAIN)
		return;
	if (!error) {
		memmove(probe->text.text, body.data, body.size);
		probe->text.size = body.size;
		probe->status = (long)body.status;
	}
	done(asking, probe, error);
}

/* Reads what there is; what comes unasked is the answer to a client that is not known. */
static void listen_to(struct asking *asking, struct igd_stream_probe *probe)
{
	char piece[1 << 12];
	CURLcode result;
	size_t got = 0;

	while ((result = asking->library.easy_recv(probe->easy, piece, sizeof(piece), &got)) ==
			CURLE_OK &&
		got && probe->text.size <= 2 * IGD_STREAM_MAX_BODY)
		igd_text_add(&probe->text, piece, got);
	if (probe->text.size)
		take(asking, probe, result);
	else if (result != CURLE_AGAIN)
		done(asking, probe, no_answer(asking, probe, result));
	else if (!probe->was_asked &&
		 igd_now_ms() - probe->listened >= asking->patience_ms / HUSH_PART)
		say_something(asking, probe);
}

static void step(struct asking *asking, struct igd_stream_probe *probe)
{
	switch (probe->stage) {
	case IGD_STREAM_CONNECTING:
		see_connection(asking, probe);
		break;
	case IGD_STREAM_WAITING:
		see_serverinfo(asking, probe);
		break;
	case IGD_STREAM_LISTENING:
		listen_to(asking, probe);
		break;
	case IGD_STREAM_TALKING:
	case IGD_STREAM_DONE:
		break;
	}
}

static void take_result(struct asking *asking, struct igd_stream_probe *probe, CURLcode result)
{
	const struct igd_stream_library *library = &asking->library;

	if (result == CURLE_OK && probe->which == IGD_STREAM_HTTPS) {
		probe->stage = IGD_STREAM_LISTENING;
		probe->listened = igd_now_ms();
		return;
	}
	library->easy_getinfo(probe->easy, CURLINFO_RESPONSE_CODE, &probe->status);
	if (result != CURLE_OK && !igd_stream_has_words(probe))
		snprintf(probe->words, sizeof(probe->words), "%s", library->easy_strerror(result));
	done(asking, probe, result == CURLE_OK ? 0 : igd_stream_errno(library, probe, result));
}

static void perform(struct asking *asking)
{
	const struct igd_stream_library *library = &asking->library;
	struct igd_stream_probe *probe = NULL;
	const CURLMsg *message;
	int running, left;

	if (!library->multi)
		return;
	library->multi_perform(library->multi, &running);
	while ((message = library->multi_info_read(library->multi, &left))) {
		CURLcode result = message->data.result;

		library->easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &probe);
		if (message->msg == CURLMSG_DONE && probe)
			take_result(asking, probe, result);
	}
}

/* Until something happens that a descriptor tells, or a tick has passed. */
static void wait_a_little(struct asking *asking)
{
	struct curl_waitfd extra[IGD_STREAM_PORTS];
	struct pollfd pollers[IGD_STREAM_PORTS];
	unsigned count = 0, i;

	for (i = 0; i < IGD_STREAM_PORTS; i++) {
		struct igd_stream_probe *probe = &asking->probes[i];
		curl_socket_t fd = probe->fd;

		if (probe->stage == IGD_STREAM_LISTENING)
			asking->library.easy_getinfo(probe->easy, CURLINFO_ACTIVESOCKET, &fd);
		else if (probe->stage != IGD_STREAM_CONNECTING)
			continue;
		extra[count] = (struct curl_waitfd){ fd,
			probe->stage == IGD_STREAM_LISTENING ? CURL_WAIT_POLLIN : CURL_WAIT_POLLOUT,
			0 };
		pollers[count++] = (struct pollfd){ fd, POLLOUT, 0 };
	}
	if (asking->library.multi)
		asking->library.multi_poll(asking->library.multi, extra, count, TICK_MS, NULL);
	else
		poll(pollers, count, TICK_MS);
}

static bool is_done(const struct asking *asking)
{
	size_t i;

	for (i = 0; i < IGD_STREAM_PORTS; i++) {
		if (asking->probes[i].stage != IGD_STREAM_DONE)
			return false;
	}
	return true;
}

/* What has come is not enough. */
static void give_up(struct asking *asking, struct igd_stream_probe *probe)
{
	bool has_shaken_hands = probe->stage == IGD_STREAM_LISTENING && !probe->text.size;

	if (probe->stage == IGD_STREAM_CONNECTING)
		probe->state = ETIMEDOUT;
	done(asking, probe,
		probe->state	   ? of_state(probe->state)
		: has_shaken_hands ? ENOMSG
				   : ETIMEDOUT);
}

static void ask(struct asking *asking)
{
	/* From the one that another waits for. */
	static const struct {
		enum igd_stream_port which;
		int offset; /* Sunshine's src/nvhttp.h, src/confighttp.h, src/rtsp.h */
	} rows[] = { { IGD_STREAM_HTTP, 0 }, { IGD_STREAM_HTTPS, -5 }, { IGD_STREAM_WEB, 1 },
		{ IGD_STREAM_RTSP, 21 } };
	size_t i;

	for (i = 0; i < IGD_STREAM_PORTS; i++) {
		struct igd_stream_probe *probe = &asking->probes[rows[i].which];

		*probe = (struct igd_stream_probe){ .which = rows[i].which, .fd = -1 };
		start(asking, probe, (unsigned)((int)asking->place->port + rows[i].offset));
	}
	while (!is_done(asking) && igd_now_ms() - asking->began < asking->patience_ms) {
		perform(asking);
		for (i = 0; i < IGD_STREAM_PORTS; i++)
			step(asking, &asking->probes[rows[i].which]);
		if (!is_done(asking))
			wait_a_little(asking);
	}
	for (i = 0; i < IGD_STREAM_PORTS; i++) {
		if (asking->probes[i].stage != IGD_STREAM_DONE)
			give_up(asking, &asking->probes[i]);
	}
}

int igd_stream_tell(void *context, int out)
{
	const struct igd_stream_order *order = context;
	struct asking asking = {
		.place = order->place, .began = igd_now_ms(), .patience_ms = order->patience_ms
	};
	FILE *file = fdopen(out, "w");

	if (!file)
		return EXIT_FAILURE;
	igd_child_keep_only(out, false);
	signal(SIGPIPE, SIG_IGN);
	if (!igd_stream_load(&asking.library, order->library))
		asking.library.multi = NULL;
	ask(&asking);
	fputs(IGD_TREE_MAGIC "\n", file);
	igd_stream_say(file, order->place, asking.probes, asking.began);
	return fflush(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
