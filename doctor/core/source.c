// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source - the .tree source, and PCI functions from a recorded sysfs
 */
#include "core/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/given.h"
#include "core/source_live_libvirt.h"

#define PCI_DEVICES "/sys/bus/pci/devices"

void igd_answer_done(struct igd_answer *answer)
{
	free(answer->bytes);
	*answer = (struct igd_answer){ 0 };
}

void igd_source_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	*ret = (struct igd_answer){ 0 };
	if (!igd_given_answer(source, question, ret))
		source->ops->answer(source, question, ret);
	if (ret->error) {
		free(ret->bytes);
		ret->bytes = NULL;
		ret->size = 0;
	}
}

int igd_source_open(struct igd_source *source, const char *path)
{
	int fd = igd_given_open(source, path);

	return fd != -ENOTSUP ? fd : source->ops->open(source, path);
}

void igd_source_free(struct igd_source *source)
{
	if (!source)
		return;
	igd_given_done(source);
	if (source->libvirt)
		igd_live_libvirt_done(source->libvirt);
	free(source->libvirt);
	igd_source_guest_done(source);
	igd_source_stream_done(source);
	source->ops->free(source);
}

/* "0000:00:02.0", with more digits of domain in front where need be ("10000:e1:00.0" behind VMD). */
static bool is_pci_address(const char *name)
{
	size_t domain = strspn(name, "0123456789abcdef");

	name += domain;
	return domain >= 4 && domain <= 7 && name[0] == ':' &&
	       strspn(name + 1, "0123456789abcdef") == 2 && name[3] == ':' &&
	       strspn(name + 4, "0123456789abcdef") == 2 && name[6] == '.' &&
	       strspn(name + 7, "01234567") == 1 && !name[8];
}

/* An attribute as a number. sysfs writes ids with 0x in front; base 16 takes them with and without. */
static int read_id(
	struct igd_source *source, const char *name, const char *attribute, uint64_t *ret)
{
	IGD_AUTOFREE char *path = igd_printf(PCI_DEVICES "/%s/%s", name, attribute);
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	struct igd_question question = { IGD_ASK_READ, path, 64 };

	igd_source_answer(source, &question, &answer);
	if (answer.error)
		return answer.error;
	answer.bytes[strcspn(answer.bytes, "\n")] = '\0';
	return igd_parse_u64(answer.bytes, 16, ret) < 0 ? EBADMSG : 0;
}

static int add_function(struct igd_source *source, const char *name, struct igd_text *list)
{
	uint64_t vendor, device, class_code;
	int error = is_pci_address(name) ? 0 : EBADMSG;

	if (!error)
		error = read_id(source, name, "vendor", &vendor);
	if (!error)
		error = read_id(source, name, "device", &device);
	if (!error)
		error = read_id(source, name, "class", &class_code);
	if (!error)
		igd_text_printf(list, "%s %04x %04x %04x\n", name, (unsigned)(vendor & 0xffff),
			(unsigned)(device & 0xffff), (unsigned)(class_code >> 8 & 0xffff));
	return error;
}

void igd_source_recorded_pci(struct igd_source *source, struct igd_answer *ret)
{
	struct igd_question question = { IGD_ASK_LIST, PCI_DEVICES, 0 };
	IGD_AUTOANSWER struct igd_answer names = { 0 };
	struct igd_text list = { 0 };
	const char *name;

	igd_source_answer(source, &question, &names);
	ret->error = names.error;
	igd_text_add(&list, "", 0);
	for (name = names.bytes; !ret->error && name < names.bytes + names.size;
		name += strlen(name) + 1)
		ret->error = add_function(source, name, &list);
	ret->bytes = list.text;
	ret->size = list.size;
}

struct tree_source {
	struct igd_source source;
	struct igd_tree tree;
};

static void tree_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	if (question->ask == IGD_ASK_PCI)
		igd_source_recorded_pci(source, ret);
	else
		igd_tree_answer(&((struct tree_source *)source)->tree, question, ret);
}

static int tree_open(struct igd_source *source, const char *path)
{
	(void)source;
	(void)path;
	return -ENOTSUP;
}

static void tree_free(struct igd_source *source)
{
	igd_tree_done(&((struct tree_source *)source)->tree);
	free(source);
}

static const struct igd_source_ops tree_ops = { tree_answer, tree_open, tree_free };

const struct igd_tree *igd_source_tree(const struct igd_source *source)
{
	return source->ops == &tree_ops ? &((const struct tree_source *)source)->tree : NULL;
}

void igd_source_answer_workers(struct igd_source *source)
{
	source->answers_workers = source->ops == &tree_ops;
}

struct igd_source *igd_source_of_tree(struct igd_tree *tree)
{
	struct tree_source *made = igd_zalloc(sizeof(*made));

	made->source.ops = &tree_ops;
	made->tree = *tree;
	*tree = (struct igd_tree){ 0 };
	return &made->source;
}

struct igd_source *igd_source_tree_text(
	const char *text, size_t size, const char *name, struct igd_error *reterr)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };

	if (igd_tree_parse(&tree, text, size, name, reterr) < 0 ||
		igd_tree_sort(&tree, name, reterr) < 0)
		return NULL;
	return igd_source_of_tree(&tree);
}
