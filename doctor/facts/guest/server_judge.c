// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * server_judge - what a Sunshine's answers say beside the encoder
 */
#include "facts/guest/server_judge.h"

#include <errno.h>
#include <string.h>

static const char *path_of(const struct igd_server_scene *it, const char *name)
{
	return igd_host_print(it->host, "%s/%s", it->scene.stream.directory, name);
}

/* What the error of an answer says of who is at the other end; NULL: only that it was not told. */
static const char *words_of(int error)
{
	switch (error) {
	case ETIMEDOUT:
		return "the connection is taken, and then nothing is answered";
	case ECONNRESET:
		return "the connection is taken, and then reset";
	case ECONNREFUSED:
	case EHOSTUNREACH:
		return "it has gone away while it was asked";
	case EBADMSG:
		return "what answers there speaks no HTTP, so it is no Sunshine";
	case EFBIG:
		return "it answers with more than 64 KiB, so it is no Sunshine";
	case EPROTO:
		return "no TLS connection comes about";
	default:
		return NULL;
	}
}

/* Nobody was asked, or could be: no fault of the server's. */
static enum igd_verdict conclude_untold(
	const struct igd_server_scene *it, const char *name, int error)
{
	const char *path = path_of(it, name);

	if (error == ENODATA || error == ECANCELED || error == 0) {
		igd_severity(it->ret, IGD_HINT);
		igd_remedy(it->ret, "Run igd-doctor where the VM runs, while it runs.");
		return igd_unknown(it->ret, path, "the recording does not say what it answered");
	}
	if (error == ENOPKG) {
		igd_severity(it->ret, IGD_HINT);
		igd_remedy(it->ret,
			"Install libcurl (`libcurl4` or `libcurl` in most distributions) and OpenSSL's library, and run "
			"igd-doctor again.");
		return igd_unknown(it->ret, path,
			"not asked: libcurl, or what makes the client's certificate, is not installed here");
	}
	igd_host_stick(it->host, path, error);
	return igd_unknown(
		it->ret, path, "what it answered is not known: %s", igd_errno_text(error));
}

bool igd_server_read(struct igd_server_scene *it, enum igd_verdict *ret_verdict)
{
	struct igd_error reason = { 0 };
	const struct igd_bytes *body;
	int error;

	it->where = path_of(it, "serverinfo");
	body = igd_stream_file(it->host, &it->scene.stream, "serverinfo", &error);
	if (body && igd_serverinfo_parse(body->data, body->size, &it->info, &reason) == 0)
		return true;
	if (body)
		*ret_verdict =
			igd_fail(it->ret, it->where, "what answers at port %u is no Sunshine: %s",
				it->scene.port, reason.message);
	else if (words_of(error))
		*ret_verdict = igd_fail(
			it->ret, it->where, "port %u: %s", it->scene.port, words_of(error));
	else
		*ret_verdict = conclude_untold(it, "serverinfo", error);
	return false;
}

enum igd_verdict igd_server_refuses(const struct igd_server_scene *it)
{
	const char *message = *it->info.message ? it->info.message : "no reason is given";

	/* Sunshine src/nvhttp.cpp: "Failed to initialize video capture/encoding. Is a display connected and turned on?" */
	if (it->info.status == 503)
		igd_remedy(it->ret,
			"It finds no display that it could capture, or no encoder: look at guest.display-driver and "
			"guest.virtual-display. The iGPU needs an active display: a monitor, a dummy plug, or a virtual display "
			"driver.");
	return igd_fail(it->ret, it->where, "it answers %u: %s", it->info.status, message);
}

/* 401 is how it should be. */
static const char *note_of(const struct igd_server_scene *it, unsigned status)
{
	if (status == 401)
		return ", takes only whom it has paired with";
	if (status == 200)
		return ", and takes us for somebody it has paired with, which we have not";
	return igd_host_print(it->host, ", and answers %u to who has not paired", status);
}

bool igd_server_pairs(struct igd_server_scene *it, enum igd_verdict *ret_verdict)
{
	unsigned port = it->scene.stream.ports[IGD_STREAM_HTTPS].number;
	struct igd_serverinfo info = { .status = 0 };
	struct igd_error reason = { 0 };
	const struct igd_bytes *body;
	int error;

	it->note = "";
	body = igd_stream_file(it->host, &it->scene.stream, "https", &error);
	if (body && igd_serverinfo_parse(body->data, body->size, &info, &reason) == 0) {
		it->note = note_of(it, info.status);
		return true;
	}
	if (error == ENOMSG || error == ENOPKG || error == ENODATA) {
		it->note = error == ENOMSG ? ", and says nothing over HTTPS to who has not paired"
					   : " (HTTPS was not tried)";
		return true;
	}
	if (body)
		*ret_verdict = igd_fail(it->ret, path_of(it, "https"),
			"HTTPS, port %u: no answer of a Sunshine: %s", port, reason.message);
	else if (words_of(error))
		*ret_verdict = igd_fail(
			it->ret, path_of(it, "https"), "HTTPS, port %u: %s", port, words_of(error));
	else
		*ret_verdict = conclude_untold(it, "https", error);
	return false;
}

/* Apollo and Vibepollo keep its name, but for the service's. */
static const char *name_of(const struct igd_server_scene *it)
{
	const char *service = it->scene.guest.name;

	if (!it->info.is_sunshine)
		return "GeForce Experience, or something else that is not Sunshine,";
	if (service && igd_starts_with(service, "Apollo"))
		return "Apollo (or Vibepollo)";
	return "Sunshine, or a fork of it,";
}

static const char *way_of(const struct igd_server_scene *it)
{
	const char *own = it->info.local_ip;

	if (!*own || strcmp(own, it->scene.address->text) == 0)
		return "";
	return igd_host_print(
		it->host, "; it was reached as %s: there is NAT or a forward in between", own);
}

/* A web UI that no user has been made for leads to /welcome (Sunshine src/confighttp.cpp). Nothing of it is needed. */
static const char *web_of(const struct igd_server_scene *it)
{
	int error;
	const struct igd_bytes *answer =
		igd_stream_file(it->host, &it->scene.stream, "web", &error);
	unsigned status = answer ? igd_web_status(answer->data, answer->size) : 0;

	if (status == 307)
		return igd_host_print(it->host,
			"; its web UI has no user yet: make one at https://%s:%u",
			it->scene.address->text, it->scene.port + 1);
	return status == 403 ? "; its web UI is not for this machine" : "";
}

enum igd_verdict igd_server_pass(const struct igd_server_scene *it, const char *codecs)
{
	return igd_pass(it->ret, it->where,
		"%s %s%s%s%s%s%s; whether a picture comes only Moonlight can try: add the host %s there, pair, and "
		"start Desktop",
		name_of(it), it->info.has_codecs ? "offers " : "does not say what it offers",
		it->info.has_codecs ? codecs : "", it->note,
		it->info.is_busy ? "; it streams now" : "", way_of(it), web_of(it),
		it->scene.address->text);
}
