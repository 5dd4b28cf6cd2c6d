// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verify - looks at what a plan's command has made
 */
#include "fixes/apply/verify.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "facts/boot/initramfs.h"
#include "facts/boot/scan.h"
#include "fixes/apply/verify_loader.h"

static const struct {
	const char *name;
	int (*look)(struct igd_host *host, const struct igd_step *step, const char *file,
		struct igd_error *reterr);
} lookers[] = {
	{ "initramfs", igd_verify_initramfs },
	{ "grub", igd_verify_grub },
	{ "entries", igd_verify_entries },
	{ "uki", igd_verify_uki },
};

static int look(const char *name, struct igd_host *host, const struct igd_step *step,
	const char *file, struct igd_error *reterr)
{
	size_t i;

	for (i = 0; i < sizeof(lookers) / sizeof(lookers[0]); i++) {
		if (strcmp(lookers[i].name, name) == 0)
			return lookers[i].look(host, step, file, reterr);
	}
	return igd_error_set(reterr, ENOSYS, "%s: nothing here can look at it as `%s`", file, name);
}

int igd_verify(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr)
{
	const char *names = step->verify ? step->verify : "";
	size_t length;
	int r = 0;

	for (names += strspn(names, " "); *names && !r; names += strspn(names, " ")) {
		IGD_AUTOFREE char *name = igd_strndup(names, strcspn(names, " "));

		length = strlen(name);
		r = look(name, host, step, file, reterr);
		names += length;
	}
	return r;
}

/* By the names of facts/boot/initramfs_place.c: kernels and entries stand among an image's outputs as well. */
static bool is_image(const char *file)
{
	const char *name = igd_basename(file);

	return igd_starts_with(name, "initr") || igd_ends_with(name, ".img") ||
	       igd_ends_with(name, ".efi");
}

static int read_image(struct igd_host *host, const char *file, struct igd_initramfs *ret,
	struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = igd_host_open(host, file);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_image image = { .fd = fd };
	struct stat status;
	int error;

	if (fd < 0)
		return igd_error_set(reterr, -fd, "%s: %s", file, igd_errno_text(-fd));
	if (fstat(fd, &status) < 0)
		return igd_error_set(reterr, errno, "%s: %s", file, igd_errno_text(errno));
	if (status.st_size <= 0)
		return igd_error_set(reterr, EBADMSG, "%s: it is empty", file);
	image.end = (uint64_t)status.st_size;
	error = igd_scan_image(&image, file, &text);
	if (error)
		return igd_error_set(reterr, error, "%s: %s", file, igd_errno_text(error));
	if (igd_initramfs_parse(ret, text.text, text.size) < 0)
		return igd_error_set(reterr, EBADMSG, "%s: what it holds could not be told", file);
	return 0;
}

static bool holds_file(struct igd_host *host, const struct igd_initramfs *image, const char *path)
{
	const char *text = igd_host_text(host, path), *name;
	size_t i;

	for (i = 0; text && i < image->file_count; i++) {
		name = image->files[i].path;
		if (strcmp(name + strspn(name, "/."), path + 1) == 0)
			return strcmp(image->files[i].content, text) == 0;
	}
	return !text;
}

static int check(struct igd_host *host, const struct igd_initramfs *image, const char *want,
	const char *file, struct igd_error *reterr)
{
	if (strcmp(want, "=!") == 0 && image->unread)
		return igd_error_set(reterr, EBADMSG, "%s: %s", file, image->unread);
	if (strcmp(want, "=*") == 0 && !image->module_count)
		return igd_error_set(reterr, ENODATA, "%s: it holds no kernel module at all", file);
	if (*want == '=' && want[1] != '*' && want[1] != '!') {
		IGD_AUTOFREE char *name = igd_strdup(want + 1);
		char *dash;

		while ((dash = strchr(name, '-')))
			*dash = '_';
		if (!igd_initramfs_has_module(image, name))
			return igd_error_set(
				reterr, ENODATA, "%s: it does not hold %s", file, name);
	}
	if (*want == '%' && !holds_file(host, image, want + 1))
		return igd_error_set(
			reterr, ENODATA, "%s: it does not hold %s as it is", file, want + 1);
	return 0;
}

static int check_all(struct igd_host *host, const struct igd_initramfs *image, const char *value,
	const char *file, struct igd_error *reterr)
{
	bool is_booted = false;
	int r = 0;

	for (; *value && !r; value += *value == '\n') {
		IGD_AUTOFREE char *line = igd_strndup(value, strcspn(value, "\n"));

		value += strlen(line);
		if (*line == '@')
			is_booted = strcmp(line + 1, file) == 0;
		else if (is_booted)
			r = check(host, image, line, file, reterr);
	}
	return r;
}

int igd_verify_initramfs(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr)
{
	struct igd_initramfs image = { 0 };
	int r;

	if (!is_image(file))
		return 0;
	r = read_image(host, file, &image, reterr);
	if (!r)
		r = check_all(
			host, &image, step->verify_value ? step->verify_value : "", file, reterr);
	igd_initramfs_done(&image);
	return r;
}
