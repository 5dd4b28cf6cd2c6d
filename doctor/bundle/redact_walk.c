// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_walk - one pass through a text: what is private is learned, or replaced
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "bundle/redact_private.h"

#define MAX_DEPTH 3u

/* What stands before the next place goes out as it is. */
static void copy_up_to(struct igd_walk *walk, size_t at)
{
	if (walk->out && at > walk->copied)
		igd_text_add(walk->out, walk->in + walk->copied, at - walk->copied);
	walk->copied = at;
}

/* In bytes whose places count, a text is as long as what it stands for; numbers stand at the end of one. */
static void add_fitted(struct igd_walk *walk, size_t size, const char *text, size_t text_size)
{
	size_t i;

	if (text_size > size)
		text += text_size - size;
	igd_text_add(walk->out, text, text_size < size ? text_size : size);
	for (i = text_size; i < size; i++)
		igd_text_add(walk->out, "_", 1);
}

void igd_walk_emit(struct igd_walk *walk, size_t size, const char *text, size_t text_size)
{
	copy_up_to(walk, walk->at);
	if (walk->out && walk->is_binary)
		add_fitted(walk, size, text, text_size);
	else if (walk->out)
		igd_text_add(walk->out, text, text_size);
	walk->at += size;
	walk->copied = walk->at;
	walk->changes++;
}

void igd_walk_replace(struct igd_walk *walk, size_t size, size_t index)
{
	struct igd_value *value = &walk->redactor->values[index - 1];
	IGD_AUTOTEXT struct igd_text text = { 0 };

	igd_pseudonym_write(value, walk->in + walk->at, size, &text);
	/* Half an address would be another one. */
	if (walk->is_binary && text.size > size && value->kind == IGD_PRIVATE_IPV4)
		igd_walk_emit(walk, size, "0.0.0.0", 7);
	else if (walk->is_binary && text.size > size && value->kind == IGD_PRIVATE_IPV6)
		igd_walk_emit(walk, size, "::", 2);
	else
		igd_walk_emit(walk, size, text.text, text.size);
	value->places++;
}

/* A MAC within an IPv6 address (RFC 4291, appendix A) is a value of its own. */
static void add_mac_within(struct igd_redactor *redactor, const char *ipv6)
{
	IGD_AUTOFREE char *mac = NULL;
	unsigned char own[16];

	if (inet_pton(AF_INET6, ipv6, own) != 1 || own[11] != 0xff || own[12] != 0xfe)
		return;
	mac = igd_printf("%02x:%02x:%02x:%02x:%02x:%02x", own[8] ^ 2u, own[9], own[10], own[13],
		own[14], own[15]);
	igd_value_add(redactor, IGD_PRIVATE_MAC, mac, strlen(mac));
}

static void take_shape(struct igd_walk *walk, const struct igd_shape *shape)
{
	size_t index = 0;

	walk->at += shape->skip;
	if (shape->kind != IGD_LEFT)
		index = igd_value_add(
			walk->redactor, shape->kind, shape->text, strlen(shape->text));
	if (index && shape->kind == IGD_PRIVATE_IPV6)
		add_mac_within(walk->redactor, shape->text);
	if (index && walk->out)
		igd_walk_replace(walk, shape->size, index);
	else
		walk->at += shape->size;
}

static void take_secret(struct igd_walk *walk)
{
	size_t size = walk->secret_end - walk->at;
	size_t index = igd_value_add(walk->redactor, IGD_PRIVATE_SECRET, walk->in + walk->at,
		size < IGD_MAX_VALUE ? size : IGD_MAX_VALUE);

	if (index && walk->out)
		igd_walk_replace(walk, size, index);
	else
		walk->at += size;
	walk->secret_end = 0;
}

static bool look_shape(struct igd_walk *walk)
{
	struct igd_shape shape;

	if (!igd_shape_find(walk, &shape))
		return false;
	take_shape(walk, &shape);
	return true;
}

/* What a path is made of may begin with any letter, every other value with one of ASCII's. */
static bool may_begin(const struct igd_walk *walk)
{
	const char *in = walk->in;
	size_t at = walk->at;

	if (igd_is_word(in[at]))
		return igd_word_begins(in, at);
	return at && (in[at - 1] == '/' || in[at - 1] == '\\');
}

static size_t hex_digits(const struct igd_walk *walk, size_t at, size_t count)
{
	size_t digits = 0;

	while (digits < count && at + digits < walk->size &&
		isxdigit((unsigned char)walk->in[at + digits]))
		digits++;
	return digits;
}

/* "\\n", "\\x20", "\\u00fc": the letters belong to the backslash, unless it parts the folders of a path. */
static size_t escape_size(const struct igd_walk *walk)
{
	size_t at = walk->at;
	char letter = at + 1 < walk->size ? walk->in[at + 1] : '\0';

	if (letter == 'x' && hex_digits(walk, at + 2, 2) == 2)
		return 4;
	if (letter == 'u' && hex_digits(walk, at + 2, 4) == 4)
		return 6;
	if (letter == '\\')
		return 2;
	if (!letter || !strchr("ntrbf", letter) || at < walk->personal_end ||
		igd_text_ends(walk->in, at, "\\Users"))
		return 0;
	return 2;
}

static bool look_escape(struct igd_walk *walk)
{
	size_t size = walk->in[walk->at] == '\\' ? escape_size(walk) : 0;

	if (!size || (walk->out && igd_spelleds_look(walk)))
		return size != 0;
	walk->at += size;
	return true;
}

static void step(struct igd_walk *walk)
{
	char letter = walk->in[walk->at];

	if (walk->secret_end && walk->at == walk->secret_start) {
		take_secret(walk);
		return;
	}
	if (look_escape(walk) || igd_view_look(walk))
		return;
	if (may_begin(walk) && look_shape(walk))
		return;
	if (walk->out && igd_spelleds_look(walk))
		return;
	if (letter == '=' || letter == ':')
		igd_key_look(walk);
	walk->at++;
}

/* What a firewall says is of other people's machines: all but what it is called. */
static bool look_firewall(struct igd_walk *walk)
{
	static const char said[] = " IN=(left out)";
	const char *in = walk->in + walk->at, *end, *source;

	if (!walk->has_firewall || *in != ' ' || walk->size - walk->at < 4 ||
		strncmp(in, " IN=", 4) != 0)
		return false;
	end = memchr(in, '\n', walk->size - walk->at);
	end = end ? end : walk->in + walk->size;
	source = memmem(in, (size_t)(end - in), " SRC=", 5);
	if (!source && !memmem(in, (size_t)(end - in), " MAC=", 5))
		return false;
	if (!walk->out ||
		((size_t)(end - in) == strlen(said) && strncmp(in, said, strlen(said)) == 0))
		walk->at += (size_t)(end - in);
	else
		igd_walk_emit(walk, (size_t)(end - in), said, strlen(said));
	return true;
}

/* Nothing begins in the middle of a word but a needle: most letters need no further look. */
static bool is_within_word(const struct igd_walk *walk)
{
	const char *in = walk->in + walk->at;

	return walk->at && !walk->has_escape && walk->at != walk->secret_start &&
	       igd_is_word(in[0]) && igd_is_word(in[-1]) && walk->at < walk->base64_end &&
	       (!walk->out || walk->at + 1 >= walk->size ||
		       !igd_spelleds_may_begin(walk->redactor->needles, in));
}

size_t igd_walk_text(const struct igd_walk *like, const char *in, size_t size, struct igd_text *out)
{
	struct igd_walk walk = { .redactor = like->redactor,
		.in = in,
		.size = size,
		.out = out,
		.place = like->place,
		.depth = like->depth,
		.is_binary = like->is_binary };

	if (walk.depth > MAX_DEPTH) {
		copy_up_to(&walk, size);
		return 0;
	}
	walk.has_percent = memchr(in, '%', size);
	walk.has_nul = memchr(in, '\0', size);
	walk.has_at = memchr(in, '@', size);
	walk.has_firewall = memmem(in, size, " IN=", 4);
	walk.has_escape = walk.has_percent || walk.has_nul || memchr(in, '\\', size);
	while (walk.at < size) {
		if (is_within_word(&walk))
			walk.at++;
		else if (!look_firewall(&walk))
			step(&walk);
	}
	copy_up_to(&walk, size);
	return walk.changes;
}
