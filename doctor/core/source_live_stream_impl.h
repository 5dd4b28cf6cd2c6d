// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_impl - in the child: the four ports that are asked, and libcurl
 */
#ifndef IGD_CORE_SOURCE_LIVE_STREAM_IMPL_H
#define IGD_CORE_SOURCE_LIVE_STREAM_IMPL_H

#include <curl/curl.h>
#include <stdio.h>

#include "core/source_live_stream.h"

/* In the order in which they are told. */
enum igd_stream_port {
	IGD_STREAM_HTTPS,
	IGD_STREAM_HTTP,
	IGD_STREAM_WEB,
	IGD_STREAM_RTSP,
	IGD_STREAM_PORTS
};

/* The functions that are used, each with the type of its prototype. */
struct igd_stream_library {
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_easy_init) *easy_init;
	__typeof__(curl_easy_setopt) *easy_setopt;
	__typeof__(curl_easy_getinfo) *easy_getinfo;
	__typeof__(curl_easy_recv) *easy_recv;
	__typeof__(curl_easy_send) *easy_send;
	__typeof__(curl_easy_strerror) *easy_strerror;
	__typeof__(curl_easy_cleanup) *easy_cleanup;
	__typeof__(curl_multi_init) *multi_init;
	__typeof__(curl_multi_add_handle) *multi_add_handle;
	__typeof__(curl_multi_remove_handle) *multi_remove_handle;
	__typeof__(curl_multi_perform) *multi_perform;
	__typeof__(curl_multi_poll) *multi_poll;
	__typeof__(curl_multi_info_read) *multi_info_read;
	CURLM *multi;			   /* NULL: there is no libcurl */
	struct curl_blob certificate, key; /* in PEM; empty: none could be made */
};

enum igd_stream_stage {
	IGD_STREAM_CONNECTING,
	IGD_STREAM_WAITING,   /* the HTTPS port, for serverinfo, which may name another */
	IGD_STREAM_TALKING,   /* libcurl does */
	IGD_STREAM_LISTENING, /* on the HTTPS port, behind the handshake */
	IGD_STREAM_DONE
};

/* A port, and what it has to say. */
struct igd_stream_probe {
	enum igd_stream_port which;
	enum igd_stream_stage stage;
	unsigned port;
	int fd;	   /* until libcurl has it; else -1 */
	int state; /* of the connection: 0 for open, or an errno */
	uint64_t listened, ended;
	bool is_broken;		   /* reset as soon as it stood */
	bool has_moved, was_asked; /* the HTTPS port's */
	CURL *easy;
	char words[CURL_ERROR_SIZE];
	size_t head; /* bytes in front of the body, of libcurl's */
	struct igd_text text;
	long status;
	int error; /* of the file */
};

/* False: there is none, or not all of it. It has its certificate where it stands on OpenSSL. */
bool igd_stream_load(struct igd_stream_library *library, const char *name);

/* Makes the certificate of a client that nobody knows, by the libcrypto that the libcurl of this name stands on. */
void igd_stream_make_certificate(struct igd_stream_library *library, const char *name);

/* Has libcurl go on with the connection of probe->fd. 0, or the errno why it does not. */
int igd_stream_talk(const struct igd_stream_library *library, struct igd_stream_probe *probe,
	const struct igd_stream_place *place);

/* What a request says, and to whom. The caller frees it. */
char *igd_stream_request(const struct igd_stream_place *place, unsigned port);

/* Whether probe->words tell what failed. */
bool igd_stream_has_words(const struct igd_stream_probe *probe);

/* The errno of a transfer's result; for the words see probe->words. */
int igd_stream_errno(const struct igd_stream_library *library, const struct igd_stream_probe *probe,
	CURLcode result);

/* Writes what became of it. */
void igd_stream_say(FILE *out, const struct igd_stream_place *place,
	const struct igd_stream_probe probes[IGD_STREAM_PORTS], uint64_t began);

#endif
