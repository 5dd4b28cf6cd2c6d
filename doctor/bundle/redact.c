// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact - what must not be published is found where it is defined, and replaced wherever it stands
 */
#include "bundle/redact.h"

#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

const char *igd_private_name(enum igd_private kind)
{
	static const char *const names[IGD_PRIVATE_COUNT] = { [IGD_PRIVATE_MAC] = "MAC addresses",
		[IGD_PRIVATE_IPV4] = "IPv4 addresses",
		[IGD_PRIVATE_IPV6] = "IPv6 addresses",
		[IGD_PRIVATE_UUID] = "UUIDs",
		[IGD_PRIVATE_SERIAL] = "serial numbers",
		[IGD_PRIVATE_MACHINE_ID] = "machine ids",
		[IGD_PRIVATE_HOST] = "host names",
		[IGD_PRIVATE_DOMAIN_NAME] = "network domains",
		[IGD_PRIVATE_USER] = "user names",
		[IGD_PRIVATE_VM] = "names of VMs",
		[IGD_PRIVATE_MAIL] = "mail addresses",
		[IGD_PRIVATE_SECRET] = "passwords and keys",
		[IGD_PRIVATE_PATH] = "names of files and folders" };

	return names[kind];
}

struct igd_redactor *igd_redactor_new(void)
{
	return igd_zalloc(sizeof(struct igd_redactor));
}

void igd_redactor_free(struct igd_redactor *redactor)
{
	if (!redactor)
		return;
	igd_values_done(redactor);
	igd_spelleds_free(redactor->needles);
	igd_survey_free(redactor->survey);
	free(redactor);
}

static bool has_text(const struct igd_node *node)
{
	return node->bytes && node->size &&
	       (node->type == IGD_NODE_FILE || node->type == IGD_NODE_LINK);
}

/* A VM's name in the path of what libvirt tells of it */
static void learn_path(struct igd_redactor *redactor, const char *path)
{
	static const char place[] = "/.igd-doctor/libvirt/domain/";
	struct igd_walk like = { .redactor = redactor, .place = IGD_PLACE_PATH };

	if (igd_starts_with(path, place))
		igd_learn_vm_encoded(
			redactor, path + strlen(place), strcspn(path + strlen(place), "/"));
	igd_walk_text(&like, path, strlen(path), NULL);
}

void igd_redactor_learn(struct igd_redactor *redactor, const struct igd_node *node)
{
	struct igd_walk like = { .redactor = redactor, .place = igd_place_of(node->path) };

	if (redactor->is_settled || igd_redactor_refuses(node))
		return;
	learn_path(redactor, node->path);
	if (!has_text(node))
		return;
	igd_binary_learn(redactor, node->path, node->bytes, node->size);
	igd_learn_file(redactor, node->path, node->bytes, node->size);
	igd_learn_domain(redactor, node->bytes, node->size);
	igd_learn_words(redactor, node->bytes, node->size);
	like.is_binary = igd_is_binary(node->path, node->bytes, node->size);
	if (node->type == IGD_NODE_LINK)
		like.place = IGD_PLACE_PATH;
	igd_walk_text(&like, node->bytes, node->size, NULL);
}

static bool has_looks(enum igd_private kind)
{
	return kind == IGD_PRIVATE_MAC || kind == IGD_PRIVATE_UUID || kind == IGD_PRIVATE_IPV6 ||
	       kind == IGD_PRIVATE_MACHINE_ID || kind == IGD_PRIVATE_IPV4;
}

static bool has_found(struct igd_walk *walk, struct igd_shape *ret)
{
	return igd_shape_ipv4(walk, ret) || igd_shape_number(walk, ret);
}

/* As the walk finds it; a value that has no looks of its own is taken as it is. */
void igd_redactor_know(struct igd_redactor *redactor, enum igd_private kind, const char *value)
{
	struct igd_walk walk = {
		.redactor = redactor, .in = value, .size = value ? strlen(value) : 0
	};
	struct igd_shape shape = { 0 };

	if (!value || !*value || redactor->is_settled || igd_value_is_filler(value, walk.size))
		return;
	if (kind == IGD_PRIVATE_PATH) {
		value = igd_basename(value);
		walk.size = strlen(value);
	}
	if (!has_looks(kind))
		igd_value_add(redactor, kind, value, walk.size);
	else if (has_found(&walk, &shape) && shape.kind != IGD_LEFT)
		igd_value_add(redactor, shape.kind, shape.text, strlen(shape.text));
}

void igd_redactor_settle(struct igd_redactor *redactor)
{
	if (redactor->is_settled)
		return;
	igd_pseudonyms_settle(redactor);
	igd_spelleds_new(redactor);
	redactor->survey = igd_survey_new();
	redactor->is_settled = true;
}

static char *replaced(const struct igd_walk *like, const char *in, size_t size, size_t *ret_size)
{
	struct igd_text out = { 0 };

	igd_text_add(&out, "", 0);
	igd_walk_text(like, in, size, &out);
	*ret_size = out.size;
	return out.text;
}

void igd_redactor_replace(
	struct igd_redactor *redactor, const struct igd_node *node, struct igd_node *ret)
{
	struct igd_walk path = { .redactor = redactor, .place = IGD_PLACE_PATH };
	struct igd_walk content = { .redactor = redactor, .place = igd_place_of(node->path) };
	size_t size;

	*ret = *node;
	ret->bytes = NULL;
	ret->path = replaced(&path, node->path, strlen(node->path), &size);
	if (!node->bytes)
		return;
	content.is_binary = igd_is_binary(node->path, node->bytes, node->size);
	if (node->type == IGD_NODE_LINK)
		content.place = IGD_PLACE_PATH;
	ret->bytes = replaced(&content, node->bytes, node->size, &ret->size);
	if (content.is_binary && ret->size == node->size)
		igd_binary_replace(node->path, node->bytes, ret->bytes, ret->size);
}

struct igd_redactor_count igd_redactor_count(
	const struct igd_redactor *redactor, enum igd_private kind)
{
	struct igd_redactor_count count = { 0 };
	size_t i;

	for (i = 0; i < redactor->count; i++) {
		if (redactor->values[i].kind != (unsigned)kind || !redactor->values[i].places)
			continue;
		count.values++;
		count.places += redactor->values[i].places;
	}
	return count;
}
