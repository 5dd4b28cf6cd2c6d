// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream_say - in a child: what became of the four ports, as files
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "core/source_live_stream_impl.h"

static const struct {
	const char *name; /* of the port */
	const char *file; /* that it tells; NULL: none */
} rows[IGD_STREAM_PORTS] = { { "https", "https" }, { "http", "serverinfo" }, { "web", "web" },
	{ "rtsp", NULL } };

static void say(FILE *out, const struct igd_stream_place *place, const char *name,
	const struct igd_text *text, int error)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_STREAM_DIR "/%s/%s", place->name, name);
	struct igd_node node = { .path = path, .type = IGD_NODE_FILE, .error = error };

	if (error) {
		node.type = error == ENOENT ? IGD_NODE_ABSENT : IGD_NODE_ERROR;
	} else {
		node.bytes = text->text;
		node.size = text->size;
	}
	igd_tree_write_node(out, &node);
}

static void add_state(struct igd_text *text, const struct igd_stream_probe *probe)
{
	igd_text_printf(text, "%s %u ", rows[probe->which].name, probe->port);
	switch (probe->state) {
	case 0:
		igd_text_printf(text, "open\n");
		break;
	case ECONNREFUSED:
		igd_text_printf(text, "refused\n");
		break;
	case ETIMEDOUT:
		igd_text_printf(text, "timeout\n");
		break;
	case EHOSTUNREACH:
	case EHOSTDOWN:
		igd_text_printf(text, "unreachable\n");
		break;
	case EPERM: /* netfilter dropped it on its way out (Linux 7.1 net/netfilter/core.c nf_hook_slow()) */
	case EACCES: /* a route that prohibits it */
		igd_text_printf(text, "denied\n");
		break;
	default:
		igd_text_printf(text, "error-%s\n", igd_errno_name(probe->state));
	}
}

/*
 * libcurl keeps its first complaint only; where the other end has gone already, that is about not getting its
 * address (lib/cf-socket.c), which says nothing of what failed.
 */
bool igd_stream_has_words(const struct igd_stream_probe *probe)
{
	return *probe->words && !igd_starts_with(probe->words, "getpeername() ");
}

/* The library's own words, where they say more than the errno. */
static const char *words_of(const struct igd_stream_probe *probe)
{
	if (probe->error == EFBIG)
		return "more than 64 KiB";
	if (igd_stream_has_words(probe))
		return probe->words;
	if (probe->state)
		return strerror(probe->state);
	switch (probe->error) {
	case ENOPKG:
		return probe->which == IGD_STREAM_HTTPS
			       ? "libcurl, with OpenSSL below it, is not installed"
			       : "libcurl is not installed";
	case ENOMSG:
		return "a handshake, and then nothing";
	case EBADMSG:
		return "not a whole answer of HTTP";
	case EPROTO:
		return probe->which == IGD_STREAM_HTTPS
			       ? "no TLS, or none with a certificate that is not known there"
			       : "no TLS";
	default:
		return igd_errno_text(probe->error);
	}
}

static void add_words(struct igd_text *text, const struct igd_stream_probe *probe)
{
	IGD_AUTOFREE char *words = NULL;

	if (!rows[probe->which].file)
		return;
	if (probe->error) {
		words = igd_printable(
			words_of(probe), strlen(words_of(probe)), IGD_STREAM_MAX_WORDS);
		igd_text_printf(text, "%s: %s\n", rows[probe->which].file, words);
	} else if (probe->status != 200 && probe->which != IGD_STREAM_WEB) {
		igd_text_printf(
			text, "%s: HTTP status %ld\n", rows[probe->which].file, probe->status);
	}
}

static void say_file(
	FILE *out, const struct igd_stream_place *place, const struct igd_stream_probe *probe)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	igd_text_add(&text, "", 0);
	if (probe->which == IGD_STREAM_WEB)
		igd_text_printf(&text, "%ld\n", probe->status);
	igd_text_add(&text, probe->text.text, probe->text.size);
	if (rows[probe->which].file)
		say(out, place, rows[probe->which].file, &text, probe->error);
}

void igd_stream_say(FILE *out, const struct igd_stream_place *place,
	const struct igd_stream_probe probes[IGD_STREAM_PORTS], uint64_t began)
{
	IGD_AUTOTEXT struct igd_text ports = { 0 }, seconds = { 0 }, words = { 0 };
	size_t i;

	igd_text_add(&words, "", 0);
	for (i = 0; i < IGD_STREAM_PORTS; i++) {
		uint64_t ms = probes[i].ended - began;

		add_state(&ports, &probes[i]);
		igd_text_printf(&seconds, "%s %u.%03u\n", rows[i].name, (unsigned)(ms / 1000),
			(unsigned)(ms % 1000));
		add_words(&words, &probes[i]);
		say_file(out, place, &probes[i]);
	}
	say(out, place, "ports", &ports, 0);
	say(out, place, "seconds", &seconds, 0);
	say(out, place, "error", &words, words.size ? 0 : ENOENT);
}
