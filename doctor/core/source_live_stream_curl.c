// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_curl - in a child: libcurl, told to do nothing of its own accord
 *
 * It is found when it is needed (libcurl.so.4 since 7.16; the newest function is curl_multi_poll() of 7.66), so that the
 * program runs where it is not installed. It opens no connection: it is handed one that stands. So neither a proxy,
 * nor a redirection, nor a name can lead it elsewhere.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/libvirt_client.h"
#include "core/source_live_stream_impl.h"

/* Moonlight's own (moonlight-qt app/backend/nvhttp.cpp): any is taken, and this one belongs to nobody. */
#define UNIQUE_ID "0123456789ABCDEF"
#define UUID "00000000000000000000000000000000"
/* curl.h has CURLE_TOO_LARGE since 8.6. */
#define TOO_LARGE 100

static const struct igd_library_symbol symbols[] = {
	{ "curl_global_init", offsetof(struct igd_stream_library, global_init) },
	{ "curl_easy_init", offsetof(struct igd_stream_library, easy_init) },
	{ "curl_easy_setopt", offsetof(struct igd_stream_library, easy_setopt) },
	{ "curl_easy_getinfo", offsetof(struct igd_stream_library, easy_getinfo) },
	{ "curl_easy_recv", offsetof(struct igd_stream_library, easy_recv) },
	{ "curl_easy_send", offsetof(struct igd_stream_library, easy_send) },
	{ "curl_easy_strerror", offsetof(struct igd_stream_library, easy_strerror) },
	{ "curl_easy_cleanup", offsetof(struct igd_stream_library, easy_cleanup) },
	{ "curl_multi_init", offsetof(struct igd_stream_library, multi_init) },
	{ "curl_multi_add_handle", offsetof(struct igd_stream_library, multi_add_handle) },
	{ "curl_multi_remove_handle", offsetof(struct igd_stream_library, multi_remove_handle) },
	{ "curl_multi_perform", offsetof(struct igd_stream_library, multi_perform) },
	{ "curl_multi_poll", offsetof(struct igd_stream_library, multi_poll) },
	{ "curl_multi_info_read", offsetof(struct igd_stream_library, multi_info_read) },
};

/* What a person has set for libcurl or OpenSSL would have them write keys down, or load something else. */
static void set_environment(void)
{
	static const char *const unwanted[] = { "SSLKEYLOGFILE", "CURL_SSL_BACKEND", "CURL_DEBUG",
		"CURL_HOME", "OPENSSL_CONF", "OPENSSL_CONF_INCLUDE", "OPENSSL_MODULES",
		"OPENSSL_ENGINES", "SSL_CERT_FILE", "SSL_CERT_DIR" };
	size_t i;

	for (i = 0; i < sizeof(unwanted) / sizeof(*unwanted); i++)
		unsetenv(unwanted[i]);
}

bool igd_stream_load(struct igd_stream_library *library, const char *name)
{
	set_environment();
	if (!igd_library_load(name, symbols, sizeof(symbols) / sizeof(*symbols), library) ||
		library->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return false;
	library->multi = library->multi_init();
	if (library->multi)
		igd_stream_make_certificate(library, name);
	return library->multi != NULL;
}

/* The connection that stands already. libcurl closes it. */
static curl_socket_t hand_over(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct igd_stream_probe *probe = context;
	int fd = probe->fd;

	(void)purpose;
	(void)address;
	probe->fd = -1;
	return fd;
}

/* 7.88 connects once more in spite of this; Linux says yes to that, once, of a connection that stands. */
static int is_connected(void *context, curl_socket_t fd, curlsocktype purpose)
{
	(void)context;
	(void)fd;
	(void)purpose;
	return CURL_SOCKOPT_ALREADY_CONNECTED;
}

/* An answer that is shorter than what there is ends the transfer. */
static size_t take_head(char *bytes, size_t size, size_t count, void *context)
{
	struct igd_stream_probe *probe = context;

	(void)bytes;
	probe->head += size * count;
	return probe->head > IGD_STREAM_MAX_BODY ? 0 : size * count;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
	struct igd_stream_probe *probe = context;

	if (probe->text.size + size * count > IGD_STREAM_MAX_BODY)
		return 0;
	igd_text_add(&probe->text, bytes, size * count);
	return size * count;
}

static void print_host(const struct igd_stream_place *place, char ret[INET6_ADDRSTRLEN + 2])
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(place->family, &place->address, text, sizeof(text));
	snprintf(ret, INET6_ADDRSTRLEN + 2, place->family == AF_INET6 ? "[%s]" : "%s", text);
}

char *igd_stream_request(const struct igd_stream_place *place, unsigned port)
{
	char host[INET6_ADDRSTRLEN + 2];

	print_host(place, host);
	return igd_printf("GET /serverinfo?uniqueid=" UNIQUE_ID "&uuid=" UUID " HTTP/1.1\r\n"
			  "Host: %s:%u\r\nConnection: close\r\n\r\n",
		host, port);
}

static char *url_of(const struct igd_stream_probe *probe, const struct igd_stream_place *place)
{
	char host[INET6_ADDRSTRLEN + 2];

	print_host(place, host);
	return igd_printf("%s://%s:%u%s", probe->which == IGD_STREAM_HTTP ? "http" : "https", host,
		probe->port,
		probe->which == IGD_STREAM_WEB ? "/api/configLocale"
					       : "/serverinfo?uniqueid=" UNIQUE_ID "&uuid=" UUID);
}

static void set_number(
	const struct igd_stream_library *library, CURL *easy, CURLoption option, long value)
{
	library->easy_setopt(easy, option, value);
}

/* What holds for all of them; the deadline is the loop's. A certificate is not looked at: a Sunshine signs its own. */
static void set_manners(const struct igd_stream_library *library, CURL *easy)
{
	static const struct {
		CURLoption option;
		long value;
	} numbers[] = {
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_HTTP09_ALLOWED, 0 },
		{ CURLOPT_SSL_VERIFYPEER, 0 },
		{ CURLOPT_SSL_VERIFYHOST, 0 },
		{ CURLOPT_SSL_SESSIONID_CACHE, 0 },
		{ CURLOPT_SSL_ENABLE_ALPN, 0 },
		{ CURLOPT_MAXFILESIZE, (long)IGD_STREAM_MAX_BODY },
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		set_number(library, easy, numbers[i].option, numbers[i].value);
	library->easy_setopt(easy, CURLOPT_PROXY, "");
	library->easy_setopt(easy, CURLOPT_NOPROXY, "*");
#if LIBCURL_VERSION_NUM >= 0x075500
	library->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#endif
}

static void set_callbacks(const struct igd_stream_library *library, struct igd_stream_probe *probe)
{
	CURL *easy = probe->easy;

	library->easy_setopt(easy, CURLOPT_PRIVATE, probe);
	library->easy_setopt(easy, CURLOPT_ERRORBUFFER, probe->words);
	library->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, hand_over);
	library->easy_setopt(easy, CURLOPT_OPENSOCKETDATA, probe);
	library->easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, is_connected);
	library->easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
	library->easy_setopt(easy, CURLOPT_HEADERDATA, probe);
	library->easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	library->easy_setopt(easy, CURLOPT_WRITEDATA, probe);
}

/* Only the handshake: what comes behind it is read by curl_easy_recv(). */
static bool set_certificate(const struct igd_stream_library *library, CURL *easy)
{
	set_number(library, easy, CURLOPT_CONNECT_ONLY, 1);
	return library->certificate.len &&
	       library->easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM") == CURLE_OK &&
	       library->easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM") == CURLE_OK &&
	       library->easy_setopt(easy, CURLOPT_SSLCERT_BLOB, &library->certificate) ==
		       CURLE_OK &&
	       library->easy_setopt(easy, CURLOPT_SSLKEY_BLOB, &library->key) == CURLE_OK;
}

int igd_stream_talk(const struct igd_stream_library *library, struct igd_stream_probe *probe,
	const struct igd_stream_place *place)
{
	IGD_AUTOFREE char *url = url_of(probe, place);

	probe->easy = library->multi ? library->easy_init() : NULL;
	if (!probe->easy)
		return ENOPKG;
	set_manners(library, probe->easy);
	set_callbacks(library, probe);
	if (probe->which == IGD_STREAM_HTTPS && !set_certificate(library, probe->easy))
		return ENOPKG;
	if (library->easy_setopt(probe->easy, CURLOPT_URL, url) != CURLE_OK ||
		library->multi_add_handle(library->multi, probe->easy) != CURLM_OK)
		return EIO;
	return 0;
}

/* Where a connection was broken off the kernel's reason is known; else it is TLS that failed, if there is any. */
static int broken(const struct igd_stream_library *library, const struct igd_stream_probe *probe)
{
	long number = 0;

	library->easy_getinfo(probe->easy, CURLINFO_OS_ERRNO, &number);
	if (number == ECONNRESET || number == EPIPE || probe->which == IGD_STREAM_HTTP)
		return ECONNRESET;
	return EPROTO;
}

int igd_stream_errno(const struct igd_stream_library *library, const struct igd_stream_probe *probe,
	CURLcode result)
{
	switch ((int)result) {
	case CURLE_OPERATION_TIMEDOUT:
		return ETIMEDOUT;
	case CURLE_WRITE_ERROR: /* take_head(), take_body() */
	case CURLE_FILESIZE_EXCEEDED:
	case TOO_LARGE:
		return EFBIG;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
	case CURLE_PARTIAL_FILE:
		return EBADMSG;
	case CURLE_GOT_NOTHING:
	case CURLE_COULDNT_CONNECT: /* it stood when it was handed over */
		return ECONNRESET;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
		return broken(library, probe);
	default:
		return EIO;
	}
}
