// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs - the image that boots: what it holds
 */
#include "facts/boot/initramfs.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "facts/boot/scan.h"

#define MAX_LINES 4096u
#define MAX_IN_MEMORY ((size_t)64 << 20)

static int hex(char digit)
{
	const char *digits = "0123456789abcdef", *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Undoes igd_scan_escape() in place. A NUL becomes a blank: it must not end a text early. */
static bool unescape(char *text)
{
	char *to = text;
	int high, low;

	for (; *text; text++) {
		if (*text != '\\') {
			*to++ = *text;
			continue;
		}
		switch (*++text) {
		case 'n':
			*to++ = '\n';
			break;
		case 't':
			*to++ = '\t';
			break;
		case '\\':
			*to++ = '\\';
			break;
		case 'x':
			high = hex(text[1]);
			low = high < 0 ? -1 : hex(text[2]);
			if (low < 0)
				return false;
			*to = (char)(high << 4 | low);
			*to = *to ? *to : ' ';
			to++;
			text += 2;
			break;
		default:
			return false;
		}
	}
	*to = '\0';
	return true;
}

/* Cuts the first word off; what follows the blank behind it is left in *rest. NULL: there is none. */
static char *cut_word(char **rest)
{
	char *word = *rest, *blank = strchr(word, ' ');

	if (!*word || word == blank)
		return NULL;
	*rest = blank ? blank + 1 : word + strlen(word);
	if (blank)
		*blank = '\0';
	return word;
}

static bool is_module_name(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++) {
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			return false;
	}
	return i > 0 && i < 64;
}

static bool parse_image(struct igd_initramfs *image, char *rest)
{
	image->path = rest;
	return *rest && unescape(rest);
}

static bool parse_size(struct igd_initramfs *image, char *rest)
{
	return igd_parse_u64(rest, 10, &image->size) == 0;
}

static bool parse_segment(struct igd_initramfs *image, char *rest)
{
	const char *offset = cut_word(&rest);
	uint64_t value;

	(void)image;
	return offset && *rest && igd_parse_u64(offset, 10, &value) == 0;
}

static bool parse_unread(struct igd_initramfs *image, char *rest)
{
	const char *offset = cut_word(&rest);
	uint64_t value;

	image->unread = rest;
	return offset && *rest && igd_parse_u64(offset, 10, &value) == 0 && unescape(rest);
}

static bool parse_modules(struct igd_initramfs *image, char *rest)
{
	uint64_t value;

	if (igd_parse_u64(rest, 10, &value) < 0)
		return false;
	image->module_count = (unsigned long)value;
	return true;
}

static bool parse_module(struct igd_initramfs *image, char *rest)
{
	if (!is_module_name(rest))
		return false;
	image->modules =
		igd_regrow(image->modules, image->interest_count + 1, sizeof(const char *));
	image->modules[image->interest_count++] = rest;
	return true;
}

static bool parse_load(struct igd_initramfs *image, char *rest)
{
	const char *module = cut_word(&rest);

	if (!module || !is_module_name(module) || !*rest || !unescape(rest))
		return false;
	image->loads = igd_regrow(image->loads, image->load_count + 1, sizeof(*image->loads));
	image->loads[image->load_count++] = (struct igd_initramfs_load){ module, rest };
	return true;
}

static bool parse_modprobe(struct igd_initramfs *image, char *rest)
{
	char *path = cut_word(&rest);

	if (!path || !unescape(path) || !unescape(rest))
		return false;
	image->files = igd_regrow(image->files, image->file_count + 1, sizeof(*image->files));
	image->files[image->file_count++] = (struct igd_initramfs_file){ path, rest };
	return true;
}

static bool parse_large(struct igd_initramfs *image, char *rest)
{
	(void)rest;
	image->unread = "a file of its configuration is too large";
	return true;
}

static const struct {
	const char *word;
	bool (*parse)(struct igd_initramfs *image, char *rest);
} statements[] = {
	{ "image", parse_image },
	{ "size", parse_size },
	{ "segment", parse_segment },
	{ "unread", parse_unread },
	{ "modules", parse_modules },
	{ "module", parse_module },
	{ "load", parse_load },
	{ "modprobe", parse_modprobe },
	{ "large", parse_large },
};

static bool parse_line(struct igd_initramfs *image, char *line)
{
	const char *word = cut_word(&line);
	size_t i;

	for (i = 0; word && i < sizeof(statements) / sizeof(statements[0]); i++) {
		if (strcmp(word, statements[i].word) == 0)
			return statements[i].parse(image, line);
	}
	return false;
}

int igd_initramfs_parse(struct igd_initramfs *ret, const char *text, size_t size)
{
	struct igd_initramfs image = { .memory = igd_strndup(text, size) };
	char *line = image.memory, *end;
	unsigned count = 0;
	bool is_good = strlen(line) == size;

	for (; is_good && *line; line = end + 1) {
		end = strchr(line, '\n');
		if (!end || count++ == MAX_LINES) {
			is_good = false;
			break;
		}
		*end = '\0';
		is_good = parse_line(&image, line);
	}
	if (is_good && image.path) {
		*ret = image;
		return 0;
	}
	igd_initramfs_done(&image);
	*ret = image;
	return -EBADMSG;
}

void igd_initramfs_done(struct igd_initramfs *image)
{
	free(image->modules);
	free(image->loads);
	free(image->files);
	free(image->memory);
	*image = (struct igd_initramfs){ 0 };
}

bool igd_initramfs_has_module(const struct igd_initramfs *image, const char *name)
{
	size_t i;

	for (i = 0; i < image->interest_count; i++) {
		if (strcmp(image->modules[i], name) == 0)
			return true;
	}
	return false;
}

const struct igd_initramfs_load *igd_initramfs_loads(
	const struct igd_initramfs *image, const char *name)
{
	size_t i;

	for (i = 0; i < image->load_count; i++) {
		if (strcmp(image->loads[i].module, name) == 0)
			return &image->loads[i];
	}
	return NULL;
}

/* igd_host_derive()'s work: context is the path. */
static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	const char *path = context;
	IGD_AUTOCLOSE int fd = igd_host_open(host, path);
	struct igd_image image = { .fd = fd };
	const struct igd_bytes *bytes;
	struct stat status;

	if (fd == -ENOTSUP) {
		bytes = igd_host_bytes(host, path, MAX_IN_MEMORY);
		if (!bytes)
			return igd_host_error(host, path) ? igd_host_error(host, path) : ENOENT;
		image.bytes = (const unsigned char *)bytes->data;
		image.end = bytes->size;
		return igd_scan_image(&image, path, ret);
	}
	if (fd < 0 || fstat(fd, &status) < 0)
		return fd < 0 ? -fd : errno;
	image.end = (uint64_t)status.st_size;
	return igd_scan_image(&image, path, ret);
}

/* A key is made of printable characters; a path may be anything. */
static const char *key_of(struct igd_host *host, const char *path)
{
	IGD_AUTOFREE char *name = igd_strdup(path + strspn(path, "/"));
	size_t i;

	for (i = 0; name[i]; i++) {
		if (!isalnum((unsigned char)name[i]) && !strchr("/._+-@,=", name[i]))
			name[i] = '_';
	}
	return igd_host_print(host, "initramfs/%s", name);
}

static void read_image(struct igd_host *host, void *ret)
{
	const struct igd_initramfs_place *place = igd_initramfs_place(host);
	const char *key, *text;
	int error;

	if (place->kind != IGD_INITRAMFS_FOUND)
		return;
	key = key_of(host, place->path);
	text = igd_host_derive(host, key, work, (void *)(uintptr_t)place->path);
	error = igd_host_error(host, key);
	if (!text) {
		igd_host_forgive(host, key);
		igd_host_stick(host, place->path, error ? error : ENOENT);
		return;
	}
	if (igd_initramfs_parse(ret, text, strlen(text)) < 0)
		igd_host_stick(host, key, EBADMSG);
}

static void image_done(void *fact)
{
	igd_initramfs_done(fact);
}

static const struct igd_fact image_fact = { "initramfs", sizeof(struct igd_initramfs), read_image,
	image_done };

const struct igd_initramfs *igd_initramfs_get(struct igd_host *host)
{
	const struct igd_initramfs *image = igd_host_fact(host, &image_fact);

	return image->path ? image : NULL;
}
