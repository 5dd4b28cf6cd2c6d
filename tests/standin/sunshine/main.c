// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main - the stand-in's options, and its four ports
 *
 * A stand-in for Sunshine; nothing of Sunshine's is in it. It prints "ready PORT" when its ports are open, and then
 * a line for all that comes. Each connection is served by a process of its own, for half a minute at most.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/standin/sunshine/standin.h"

#define PATIENCE_S 30
#define BACKLOG 16
#define TRIES 100

const char *const service_names[SERVICE_COUNT] = { "https", "http", "web", "rtsp" };
/* Sunshine's src/nvhttp.h, src/confighttp.h, src/rtsp.h: counted from its port. */
const int service_offsets[SERVICE_COUNT] = { -5, 0, 1, 21 };

const char *const behaviour_names[BEHAVIOUR_COUNT] = { "honest", "closed", "stuck", "deaf", "mute",
	"reset", "hangup", "slow", "trickle", "endless-headers", "endless-body", "huge",
	"truncated", "laughs", "binary", "garbage", "error-500", "other", "redirect", "swapped",
	"strict" };

static const char usage[] =
	"usage: sunshine-standin [OPTION...]\n"
	"\n"
	"Answers as a Sunshine does. A stand-in for tests: it streams nothing.\n"
	"\n"
	"  --bind ADDRESS       where it listens (0.0.0.0; :: for IPv6)\n"
	"  --port PORT          Sunshine's port, from which the others are counted (47989); 0: any\n"
	"  --paired             it knows the client's certificate\n"
	"  --codecs NUMBER      ServerCodecModeSupport (0x301)\n"
	"  --no-display         neither display nor encoder: codecs 1, and /launch has 503\n"
	"  --software           only an encoder in software: codecs 0x40001\n"
	"  --busy               somebody plays\n"
	"  --family NAME        sunshine, apollo or vibepollo\n"
	"  --hostname NAME      what it says it is called\n"
	"  --local-ip ADDRESS   what it says its address is\n"
	"  --https-port PORT    what it says the port of HTTPS is\n"
	"  --web-status STATUS  200, 401 or 403: what the web UI answers\n"
	"  --curve              a certificate of a curve instead of RSA: it is made more quickly\n"
	"  --delay MS           of slow (1500), and between two bytes of trickle\n"
	"  --close NAME         the same as --NAME closed\n"
	"  --https, --http, --web, --rtsp, --all BEHAVIOUR\n"
	"      honest           as Sunshine does\n"
	"      closed           nobody listens\n"
	"      stuck            listens, and never accepts: a connection gets no answer\n"
	"      deaf             accepts, and does nothing, not even a handshake\n"
	"      mute             a handshake, and then not a word\n"
	"      reset, hangup    breaks the connection at once; ends it instead of an answer\n"
	"      slow, trickle    late, or a byte now and then\n"
	"      endless-headers, endless-body, huge, truncated\n"
	"      laughs           a billion laughs in XML\n"
	"      binary, garbage  bytes as the body; bytes instead of HTTP\n"
	"      error-500, other, redirect   another server\n"
	"      swapped          TLS where there should be none, none where there should be\n"
	"      strict           no handshake with a certificate that is not known\n";

static void refuse(const char *what)
{
	fprintf(stderr, "standin: %s\n%s", what, usage);
	exit(64);
}

void report(const struct line *line, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* one write: connections do not mingle */
	dprintf(STDOUT_FILENO, "%s: %s\n", service_names[line->service], text);
}

static unsigned number(const char *text, unsigned long max)
{
	char *end;
	unsigned long value = strtoul(text, &end, 0);

	if (!*text || *end || value > max)
		refuse("not a number that fits");
	return (unsigned)value;
}

static enum behaviour behaviour_of(const char *name)
{
	int i;

	for (i = 0; i < BEHAVIOUR_COUNT; i++) {
		if (strcmp(behaviour_names[i], name) == 0)
			return (enum behaviour)i;
	}
	refuse("no such behaviour");
	return HONEST;
}

static void behave(struct options *options, const char *service, enum behaviour behaviour)
{
	bool is_known = false;
	int i;

	for (i = 0; i < SERVICE_COUNT; i++) {
		if (strcmp(service, "all") != 0 && strcmp(service, service_names[i]) != 0)
			continue;
		options->behaviours[i] = behaviour;
		is_known = true;
	}
	if (!is_known)
		refuse("no such service");
}

static const struct option rows[] = { { "bind", 1, NULL, 'b' }, { "port", 1, NULL, 'p' },
	{ "paired", 0, NULL, 'P' }, { "codecs", 1, NULL, 'c' }, { "no-display", 0, NULL, 'n' },
	{ "software", 0, NULL, 's' }, { "busy", 0, NULL, 'B' }, { "curve", 0, NULL, 'C' },
	{ "family", 1, NULL, 'f' }, { "hostname", 1, NULL, 'h' }, { "local-ip", 1, NULL, 'l' },
	{ "https-port", 1, NULL, 'S' }, { "web-status", 1, NULL, 'w' }, { "delay", 1, NULL, 'd' },
	{ "close", 1, NULL, 'x' }, { "https", 1, NULL, '=' }, { "http", 1, NULL, '=' },
	{ "web", 1, NULL, '=' }, { "rtsp", 1, NULL, '=' }, { "all", 1, NULL, '=' },
	{ NULL, 0, NULL, 0 } };

static void take_text(struct options *options, int option, const char *text)
{
	switch (option) {
	case 'b':
		options->bind = text;
		break;
	case 'f':
		options->family = text;
		break;
	case 'h':
		options->hostname = text;
		break;
	case 'l':
		options->local_ip = text;
		break;
	case 'x':
		behave(options, text, CLOSED);
		break;
	default:
		refuse("no such option");
	}
}

static void take(struct options *options, int option, const char *argument)
{
	switch (option) {
	case 'p':
		options->port = number(argument, 65514);
		break;
	case 'S':
		options->https_port = number(argument, 9999999);
		break;
	case 'c':
		options->codecs = number(argument, ~0u);
		break;
	case 'w':
		options->web_status = number(argument, 599);
		break;
	case 'd':
		options->delay_ms = number(argument, 60000);
		break;
	case 'P':
		options->is_paired = true;
		break;
	case 'B':
		options->is_busy = true;
		break;
	case 'C':
		options->has_curve = true;
		break;
	case 'n':
		options->codecs = 1;
		options->has_display = false;
		break;
	case 's':
		options->codecs = 0x40001;
		break;
	default:
		take_text(options, option, argument);
	}
}

/* Its address with this port; the size, 0 for an address that is none. */
static socklen_t address_of(const struct options *options, unsigned port, struct sockaddr_in6 *ret)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	*ret = (struct sockaddr_in6){ .sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port) };
	if (inet_pton(AF_INET6, options->bind, &ret->sin6_addr) == 1)
		return sizeof(*ret);
	if (inet_pton(AF_INET, options->bind, &v4.sin_addr) != 1)
		return 0;
	memcpy(ret, &v4, sizeof(v4));
	return sizeof(v4);
}

/* Connections that nobody accepts, so many that no other gets through (Linux: one more than the backlog). */
static void fill(const struct sockaddr_in6 *at, socklen_t length)
{
	int i, fd;

	for (i = 0; i < 4; i++) {
		fd = socket(at->sin6_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		/* They stay open as long as the program. */
		if (fd >= 0)
			(void)!connect(fd, (const struct sockaddr *)at, length);
	}
}

/*
 * A socket that listens, or is bound only so that the port is nobody else's (one that is closed); -1: the port is
 * somebody else's. Linux lets two share a port with SO_REUSEADDR while neither of them listens, and then one of them
 * listen: of ports that are chosen, one that is closed has to be without it.
 */
static int listen_at(const struct options *options, enum service service, bool may_choose)
{
	enum behaviour behaviour = options->behaviours[service];
	unsigned port = (unsigned)((int)options->port + service_offsets[service]);
	struct sockaddr_in6 at;
	socklen_t length = address_of(options, port, &at);
	int fd, may_share = behaviour != CLOSED || !may_choose;

	if (!length)
		refuse("not an address");
	fd = socket(at.sin6_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &may_share, sizeof(may_share));
	if (bind(fd, (struct sockaddr *)&at, length) < 0 ||
		(behaviour != CLOSED && listen(fd, behaviour == STUCK ? 0 : BACKLOG) < 0)) {
		close(fd);
		return -1;
	}
	if (behaviour == STUCK)
		fill(&at, length);
	return fd;
}

static bool listen_at_all(const struct options *options, bool may_choose, int fds[SERVICE_COUNT])
{
	int i;

	for (i = 0; i < SERVICE_COUNT; i++) {
		fds[i] = listen_at(options, (enum service)i, may_choose);
		if (fds[i] >= 0)
			continue;
		while (i-- > 0)
			close(fds[i]);
		return false;
	}
	return true;
}

static void open_ports(struct options *options, int fds[SERVICE_COUNT])
{
	bool may_choose = options->port == 0;
	unsigned short chance = 0;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (may_choose && getrandom(&chance, sizeof(chance), 0) == sizeof(chance))
			options->port =
				10000 + chance % 20000; /* below those that Linux gives out */
		if (listen_at_all(options, may_choose, fds))
			return;
		if (!may_choose)
			break;
	}
	fprintf(stderr, "standin: port %u or one that is counted from it: %s\n", options->port,
		strerror(errno));
	exit(EXIT_FAILURE);
}

static void take_connection(
	const struct options *options, SSL_CTX *context, enum service service, int listener)
{
	struct line line = { .service = service, .options = options };

	line.fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (line.fd < 0)
		return;
	report(&line, "connected");
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(PATIENCE_S);
		signal(SIGPIPE, SIG_IGN);
		serve(&line, context);
		_exit(EXIT_SUCCESS);
	}
	close(line.fd);
}

static void watch(const struct options *options, SSL_CTX *context, const int fds[SERVICE_COUNT])
{
	struct pollfd pollers[SERVICE_COUNT + 1];
	int i;

	/* Whoever reads what is printed here has gone: then nobody will end this. */
	pollers[SERVICE_COUNT] = (struct pollfd){ STDOUT_FILENO, 0, 0 };
	for (i = 0; i < SERVICE_COUNT; i++) {
		enum behaviour behaviour = options->behaviours[i];
		bool is_heard = behaviour != CLOSED && behaviour != STUCK;

		pollers[i] = (struct pollfd){ is_heard ? fds[i] : -1, POLLIN, 0 };
	}
	while (!pollers[SERVICE_COUNT].revents) {
		if (poll(pollers, SERVICE_COUNT + 1, -1) < 0)
			continue;
		for (i = 0; i < SERVICE_COUNT; i++) {
			if (pollers[i].revents)
				take_connection(options, context, (enum service)i, fds[i]);
		}
	}
}

int main(int argc, char **argv)
{
	struct options options = { .bind = "0.0.0.0",
		.hostname = "STANDIN",
		.family = "sunshine",
		.port = 47989,
		.codecs = 0x301,
		.web_status = 200,
		.delay_ms = 1500,
		.has_display = true };
	int fds[SERVICE_COUNT], option, index;
	SSL_CTX *context;

	while ((option = getopt_long(argc, argv, "", rows, &index)) != -1) {
		if (option == '=')
			behave(&options, rows[index].name, behaviour_of(optarg));
		else
			take(&options, option, optarg);
	}
	signal(SIGCHLD, SIG_IGN);
	context = tls_new(&options);
	open_ports(&options, fds);
	dprintf(STDOUT_FILENO, "ready %u\n", options.port);
	watch(&options, context, fds);
	SSL_CTX_free(context);
}
