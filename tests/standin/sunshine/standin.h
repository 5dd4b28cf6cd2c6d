// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * standin - a program that answers as a Sunshine does, and as one that is broken or hostile
 *
 * It is a stand-in for tests: nothing of Sunshine's is in it, and it streams nothing. What it says and in which order
 * is taken from Sunshine's source (src/nvhttp.cpp, src/confighttp.cpp, src/rtsp.cpp and the Simple-Web-Server below).
 */
#ifndef IGD_STANDIN_SUNSHINE_H
#define IGD_STANDIN_SUNSHINE_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/attr.h"

enum service { SERVICE_HTTPS, SERVICE_HTTP, SERVICE_WEB, SERVICE_RTSP, SERVICE_COUNT };

/* How a service behaves; main.c says what each is. */
enum behaviour {
	HONEST,
	CLOSED,
	STUCK,
	DEAF,
	MUTE,
	RESET,
	HANGUP,
	SLOW,
	TRICKLE,
	ENDLESS_HEADERS,
	ENDLESS_BODY,
	HUGE_BODY,
	TRUNCATED,
	LAUGHS,
	BINARY,
	GARBAGE,
	ERROR_500,
	OTHER,
	REDIRECT,
	SWAPPED,
	STRICT,
	BEHAVIOUR_COUNT
};

struct options {
	const char *bind, *hostname, *local_ip, *family;
	unsigned port, https_port; /* https_port: what serverinfo says it is; 0: the true one */
	unsigned codecs, web_status, delay_ms;
	bool is_paired, is_busy, has_display, has_curve;
	enum behaviour behaviours[SERVICE_COUNT];
};

/* A connection; ssl is NULL for a plain one. */
struct line {
	int fd;
	SSL *ssl;
	enum service service;
	const struct options *options;
};

extern const char *const service_names[SERVICE_COUNT];
extern const int service_offsets[SERVICE_COUNT];
extern const char *const behaviour_names[BEHAVIOUR_COUNT];

/* Prints a line that begins with the service's name. */
IGD_FORMAT(2, 3) void report(const struct line *line, const char *format, ...);

/* What was sent; false when the other end is gone. */
bool line_send(const struct line *line, const void *bytes, size_t size);
bool line_print(const struct line *line, const char *text);
/* Up to size bytes; 0 at the end, negative for an error. */
long line_receive(const struct line *line, char *ret, size_t size);
/* Says farewell as the protocol wants it, or breaks the connection off. */
void line_close(struct line *line);
void line_reset(struct line *line);

/* A context with a certificate of its own that is made now; ends the program if there can be none. */
SSL_CTX *tls_new(const struct options *options);
/* The handshake of a service that speaks TLS; false if there was none. */
bool tls_accept(struct line *line, SSL_CTX *context, bool wants_certificate);

/* Serves one connection to its end, as the options say. */
void serve(struct line *line, SSL_CTX *context);

/* Answers what an honest Sunshine would. */
void answer(struct line *line);
/* The whole of an HTTP answer with this body. */
bool answer_with(const struct line *line, const char *status, const char *body, size_t size);
/* serverinfo's body; the caller frees it. */
char *serverinfo(const struct line *line);

#endif
