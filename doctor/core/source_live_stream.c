// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_stream - what a Sunshine answers over the network, asked once for each address and port
 *
 * In a child, as libvirt is: what is at the other end may be anybody's, and what listens to it brings libraries along
 * that the program does without. Only addresses of one's own networks: nothing that was recorded or configured makes
 * this program speak to the rest of the world.
 */
#include "core/source_live_stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"

#define LIBRARY "libcurl.so.4"
/* Three bodies and some lines; what the .tree form can make of them at worst: four letters of one byte. */
#define MAX_TOLD (16 * IGD_STREAM_MAX_BODY)
#define SCOPE "%25"
/* What is left to tell it in. */
#define TELLING_MS (IGD_STREAM_TIMEOUT_MS - IGD_STREAM_PATIENCE_MS)

static const char *const files[] = { "ports", "serverinfo", "https", "web", "seconds", "error" };

/* RFC 1918, 6598, 3927, 1122 3.2.1.3 (g): private, shared, link-local, this machine. */
static bool is_own_v4(const struct in6_addr *address)
{
	const unsigned char *byte = address->s6_addr;

	return byte[0] == 10 || (byte[0] == 172 && (byte[1] & 0xf0) == 16) ||
	       (byte[0] == 192 && byte[1] == 168) || (byte[0] == 100 && (byte[1] & 0xc0) == 64) ||
	       (byte[0] == 169 && byte[1] == 254) || byte[0] == 127;
}

/* RFC 4193, 4291: unique local, link-local, this machine. */
static bool is_own_v6(const struct in6_addr *address)
{
	return (address->s6_addr[0] & 0xfe) == 0xfc || IN6_IS_ADDR_LINKLOCAL(address) ||
	       IN6_IS_ADDR_LOOPBACK(address);
}

/* What the kernel takes for the name of an interface (Linux 7.1 net/core/dev.c dev_valid_name()). */
static bool is_interface(const char *name)
{
	const char *letter;

	if (!*name || strlen(name) >= sizeof(((struct igd_stream_place *)NULL)->interface) ||
		strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return false;
	for (letter = name; *letter; letter++) {
		if (*letter <= ' ' || *letter > '~' || *letter == '/' || *letter == ':')
			return false;
	}
	return true;
}

/* Only as inet_ntop() writes it, so that one address has one name. */
static int read_address(char *text, struct igd_stream_place *ret)
{
	char again[INET6_ADDRSTRLEN], *interface = strstr(text, SCOPE);

	ret->family = strchr(text, ':') ? AF_INET6 : AF_INET;
	if (interface) {
		*interface = '\0';
		interface += sizeof(SCOPE) - 1;
		if (!is_interface(interface))
			return ENODATA;
		memcpy(ret->interface, interface, strlen(interface) + 1);
	}
	if (inet_pton(ret->family, text, &ret->address) != 1 ||
		!inet_ntop(ret->family, &ret->address, again, sizeof(again)) ||
		strcmp(text, again) != 0)
		return ENODATA;
	/* An interface belongs to a link-local address of IPv6, and there it has to be. */
	if ((ret->family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&ret->address)) !=
		(interface != NULL))
		return ENODATA;
	if (ret->family == AF_INET6)
		return is_own_v6(&ret->address) ? 0 : ECANCELED;
	return is_own_v4(&ret->address) ? 0 : ECANCELED;
}

static bool read_port(const char *text, unsigned *ret)
{
	uint64_t port;

	if (*text < '1' || *text > '9' || igd_parse_u64(text, 10, &port) < 0 ||
		port < IGD_STREAM_MIN_PORT || port > IGD_STREAM_MAX_PORT)
		return false;
	*ret = (unsigned)port;
	return true;
}

static bool is_file(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (strcmp(files[i], name) == 0)
			return true;
	}
	return false;
}

int igd_stream_read_path(const char *path, struct igd_stream_place *ret)
{
	struct igd_stream_place place = { 0 };
	const char *port = strchr(path, '/'), *file = port ? strchr(port + 1, '/') : NULL;
	IGD_AUTOFREE char *address = NULL, *number = NULL;
	int error;

	if (!file || !is_file(file + 1) || (size_t)(file - path) >= sizeof(place.name))
		return ENODATA;
	address = igd_strndup(path, (size_t)(port - path));
	number = igd_strndup(port + 1, (size_t)(file - port) - 1);
	if (!read_port(number, &place.port))
		return ENODATA;
	error = read_address(address, &place);
	if (error)
		return error;
	memcpy(place.name, path, (size_t)(file - path));
	*ret = place;
	return 0;
}

/* Where the child said nothing: all has the one error. */
static void fail(struct igd_stream_asked *asked, int error)
{
	size_t i;

	igd_tree_done(&asked->answers);
	asked->answers = (struct igd_tree){ 0 };
	for (i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct igd_node node = { .type = IGD_NODE_ERROR, .error = error };

		node.path = igd_printf(IGD_STREAM_DIR "/%s/%s", asked->place.name, files[i]);
		igd_tree_add(&asked->answers, &node);
	}
	igd_tree_sort(&asked->answers, "stream", NULL);
}

static bool is_told(const struct igd_stream_asked *asked)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_STREAM_DIR "/%s/error", asked->place.name);
	struct igd_question question = { IGD_ASK_KIND, path, 0 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };

	/* It is told last, also where there is none. */
	igd_tree_answer(&asked->answers, &question, &answer);
	return answer.error != ENODATA;
}

static void hear(struct igd_stream_asked *asked)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	int error = igd_child_hear(&asked->child, MAX_TOLD, &text);

	asked->is_known = true;
	if (igd_tree_parse(&asked->answers, text.text, text.size, "stream", NULL) < 0 ||
		igd_tree_sort(&asked->answers, "stream", NULL) < 0 || !is_told(asked))
		fail(asked, error == ETIMEDOUT ? ETIMEDOUT : EIO);
}

static struct igd_stream_asked *find(
	const struct igd_live_stream *stream, const struct igd_stream_place *place)
{
	size_t i;

	for (i = 0; i < stream->count; i++) {
		if (strcmp(stream->asked[i].place.name, place->name) == 0)
			return &stream->asked[i];
	}
	return NULL;
}

struct igd_stream_asked *igd_live_stream_ask(
	struct igd_live_stream *stream, const struct igd_stream_place *place, int *ret_error)
{
	struct igd_stream_asked *asked = find(stream, place);
	struct igd_stream_order order = { stream->library ? stream->library : LIBRARY,
		stream->patience_ms ? stream->patience_ms : IGD_STREAM_PATIENCE_MS, place };
	int error;

	if (asked)
		return asked;
	if (stream->count == IGD_STREAM_MAX_PLACES) {
		*ret_error = ECANCELED;
		return NULL;
	}
	stream->asked = igd_regrow(stream->asked, stream->count + 1, sizeof(*stream->asked));
	asked = &stream->asked[stream->count++];
	*asked = (struct igd_stream_asked){ .place = *place };
	error = igd_child_start(
		&asked->child, igd_stream_tell, &order, order.patience_ms + TELLING_MS);
	if (error) {
		asked->is_known = true;
		fail(asked, EIO);
	}
	return asked;
}

void igd_source_live_stream(
	struct igd_live_stream *stream, const struct igd_question *question, struct igd_answer *ret)
{
	struct igd_stream_place place;
	struct igd_stream_asked *asked;

	ret->error = igd_stream_read_path(question->path + sizeof(IGD_STREAM_DIR), &place);
	if (ret->error)
		return;
	asked = igd_live_stream_ask(stream, &place, &ret->error);
	if (!asked)
		return;
	if (!asked->is_known)
		hear(asked);
	igd_tree_answer(&asked->answers, question, ret);
}

void igd_live_stream_done(struct igd_live_stream *stream)
{
	size_t i;

	for (i = 0; i < stream->count; i++) {
		igd_child_stop(&stream->asked[i].child);
		igd_tree_done(&stream->asked[i].answers);
	}
	free(stream->asked);
	*stream = (struct igd_live_stream){ 0 };
}

void igd_source_stream(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	if (!source->stream)
		source->stream = igd_zalloc(sizeof(*source->stream));
	igd_source_live_stream(source->stream, question, ret);
}

void igd_source_stream_done(struct igd_source *source)
{
	if (source->stream)
		igd_live_stream_done(source->stream);
	free(source->stream);
	source->stream = NULL;
}
