// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source - what kind of recording a path is, the .tree source, and PCI functions from a recorded sysfs
 */
#include "core/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/source_private.h"

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
	source->ops->answer(source, question, ret);
	if (ret->error) {
		free(ret->bytes);
		ret->bytes = NULL;
		ret->size = 0;
	}
}

void igd_source_free(struct igd_source *source)
{
	if (source)
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

static int read_whole(int fd, const char *path, struct igd_text *ret, struct igd_error *reterr)
{
	char piece[1 << 16];
	ssize_t got;

	do {
		got = read(fd, piece, sizeof(piece));
		if (got > 0)
			igd_text_add(ret, piece, (size_t)got);
	} while ((got > 0 && ret->size <= IGD_TREE_MAX_BYTES) || (got < 0 && errno == EINTR));
	if (got < 0)
		return igd_error_set(reterr, errno, "%s: %s", path, strerror(errno));
	return 0;
}

/* What comes through a pipe is copied to where it can be read twice. */
static int spool(int fd, const char *path, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOCLOSE int copy = memfd_create("recording", MFD_CLOEXEC);

	if (copy < 0)
		return igd_error_set(reterr, errno, "%s: %s", path, strerror(errno));
	if (read_whole(fd, path, &text, reterr) < 0)
		return -EIO;
	if (text.size > IGD_TREE_MAX_BYTES)
		return igd_error_set(
			reterr, EFBIG, "%s: larger than %u MiB", path, IGD_TREE_MAX_BYTES >> 20);
	if (text.size && write(copy, text.text, text.size) != (ssize_t)text.size)
		return igd_error_set(reterr, EIO, "%s: could not be copied", path);
	lseek(copy, 0, SEEK_SET);
	return igd_take_fd(&copy);
}

/* A .tree by its first line; everything else is for libarchive to recognise. */
static struct igd_source *open_file(int fd, const char *path, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char head[sizeof(IGD_TREE_MAGIC) - 1];
	off_t start = lseek(fd, 0, SEEK_CUR);
	ssize_t got = pread(fd, head, sizeof(head), start);

	if (got == (ssize_t)sizeof(head) && memcmp(head, IGD_TREE_MAGIC, sizeof(head)) == 0) {
		if (read_whole(fd, path, &text, reterr) < 0)
			return NULL;
		return igd_source_tree_text(text.text, text.size, path, reterr);
	}
	return igd_source_archive(fd, path, reterr);
}

struct igd_source *igd_source_recorded(const char *path, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = -1;
	IGD_AUTOCLOSE int copy = -1;
	struct stat status;

	if (strcmp(path, "-") == 0)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) < 0) {
		igd_error_set(reterr, errno, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (S_ISDIR(status.st_mode))
		return igd_source_directory(igd_take_fd(&fd), path, reterr);
	if (S_ISREG(status.st_mode))
		return open_file(fd, path, reterr);
	copy = spool(fd, path, reterr);
	return copy < 0 ? NULL : open_file(copy, path, reterr);
}
