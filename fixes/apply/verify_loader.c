// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * verify_loader - whether what a boot loader's generator wrote can boot
 *
 * A boot loader sees other paths than the running system: its root may be /boot, the ESP, or above a btrfs subvolume
 * or a ZFS dataset ("/@/boot/vmlinuz", "/BOOT/ubuntu@/vmlinuz"). So a file is looked for where such paths lead, last by its
 * name in /boot.
 */
#include "fixes/apply/verify_loader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "facts/boot/loader_text.h"
#include "facts/boot/uki.h"
#include "facts/host/cmdline.h"
#include "facts/host/kernel.h"
#include "fixes/apply/argument_text.h"

#define MAX_CMDLINE ((size_t)64 << 10)

static bool holds(const struct igd_cmdline *line, const char *argument)
{
	size_t i;

	for (i = 0; i < line->count; i++) {
		if (igd_argument_is_same(line->arguments[i].text, argument))
			return true;
	}
	return false;
}

/* Whether a command line is as the step wants it; reterr names the first argument that is not. */
static int check_arguments(const struct igd_step *step, const char *file, const char *text,
	size_t size, struct igd_error *reterr)
{
	const char *want = step->verify_value ? step->verify_value : "", *end;
	struct igd_cmdline line;
	int r = 0;

	igd_cmdline_parse(&line, text, size);
	for (; *want && !r; want = *end ? end + 1 : end) {
		IGD_AUTOFREE char *word = NULL;

		end = strchrnul(want, '\n');
		word = igd_strndup(want, (size_t)(end - want));
		if (*word == '+' && !holds(&line, word + 1))
			r = igd_error_set(reterr, ENODATA,
				"%s: `%s` is not on the command line that boots", file, word + 1);
		else if (*word == '-' && holds(&line, word + 1))
			r = igd_error_set(reterr, ENODATA,
				"%s: `%s` is still on the command line that boots", file, word + 1);
	}
	igd_cmdline_done(&line);
	return r;
}

/* Whether a file that the boot loader knows by this path is on the machine. root: its partition, or "". */
static bool is_there(struct igd_host *host, const char *root, const char *path)
{
	if (*path == '(' && strchr(path, ')')) /* GRUB: "(hd0,gpt2)/vmlinuz" */
		path = strchr(path, ')') + 1;
	return igd_host_has(host, igd_host_print(host, "%s/%s", root, path)) ||
	       igd_host_has(host, igd_host_print(host, "/boot/%s", path)) ||
	       igd_host_has(host, igd_host_print(host, "/boot/%s", igd_basename(path)));
}

/* The first word of a span; the span becomes the rest. Host memory. */
static const char *cut_word(struct igd_host *host, struct igd_loader_span *span)
{
	size_t length = 0;
	const char *word;

	while (length < span->size && span->text[length] != ' ' && span->text[length] != '\t')
		length++;
	word = igd_host_print(host, "%.*s", (int)length, span->text);
	span->text += length;
	span->size -= length;
	while (span->size && (*span->text == ' ' || *span->text == '\t')) {
		span->text++;
		span->size--;
	}
	return word;
}

/* Whether all files that a line names are there; *ret_missing is the first that is not. */
static bool all_there(struct igd_host *host, const char *root, struct igd_loader_span span,
	const char **ret_missing)
{
	while (span.size) {
		*ret_missing = cut_word(host, &span);
		/* GRUB: a variable, or an option of the command; entries: "$tuned_initrd" */
		if (**ret_missing && !strchr("$-", **ret_missing) &&
			!is_there(host, root, *ret_missing))
			return false;
	}
	return true;
}

/* The first line of that key whose kernel is on this machine; the span becomes its arguments. */
static bool find_kernel(struct igd_host *host, const char *text, const char *key,
	struct igd_loader_span *at, struct igd_loader_span *ret)
{
	const char *kernel;

	*at = (struct igd_loader_span){ 0 };
	while (igd_loader_line(text, strlen(text), key, at)) {
		*ret = *at;
		kernel = cut_word(host, ret);
		if (*kernel && is_there(host, "", kernel))
			return true;
	}
	return false;
}

/* The initrd's line of the same entry: before the next kernel's. */
static bool find_initrd(const char *text, const char *const keys[2],
	const struct igd_loader_span *kernel, struct igd_loader_span *ret)
{
	struct igd_loader_span next = *kernel;
	const size_t size = strlen(text);

	*ret = *kernel;
	if (!igd_loader_line(text, size, keys[1], ret))
		return false;
	return !igd_loader_line(text, size, keys[0], &next) || ret->line < next.line;
}

int igd_verify_grub(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr)
{
	/* GRUB manual 17.3; the last two are of older builds with patches for UEFI */
	static const char *const commands[][2] = { { "linux", "initrd" },
		{ "linuxefi", "initrdefi" }, { "linux16", "initrd16" } };
	struct igd_loader_span at, arguments, initrd;
	const char *text, *missing;
	size_t i;

	if (!strstr(igd_basename(file), "grub.cfg"))
		return 0;
	text = igd_host_text(host, file);
	for (i = 0; text && i < sizeof(commands) / sizeof(*commands); i++) {
		if (!find_kernel(host, text, commands[i][0], &at, &arguments))
			continue;
		if (find_initrd(text, commands[i], &at, &initrd) &&
			!all_there(host, "", initrd, &missing))
			return igd_error_set(reterr, ENOENT, "%s:%u: %s is not there", file,
				initrd.line, missing);
		return check_arguments(step, file, arguments.text, arguments.size, reterr);
	}
	return igd_error_set(
		reterr, ENOENT, "%s: it has no entry whose kernel is on this machine", file);
}

/* "/efi" of "/efi/loader/entries/arch.conf"; "" where the file is elsewhere. Host memory. */
static const char *root_of(struct igd_host *host, const char *file)
{
	const char *end = strstr(file, "/loader/entries/");

	return end ? igd_host_print(host, "%.*s", (int)(end - file), file) : "";
}

/* Whether a name is that of the running kernel's entry or image. Others may be old, or of another system. */
static bool is_running(struct igd_host *host, const char *file)
{
	const char *release = igd_kernel_release(host);

	return release && *release && strstr(igd_basename(file), release);
}

/* All values of a key in an entry, one behind the other. The caller frees it. */
static char *all_values(const char *text, const char *key)
{
	struct igd_loader_span span = { 0 };
	struct igd_text values = { 0 };

	igd_text_add(&values, "", 0);
	while (igd_loader_line(text, strlen(text), key, &span)) {
		igd_text_add(&values, span.text, span.size);
		igd_text_add(&values, " ", 1);
	}
	return values.text;
}

/* Whether every file that a key of an entry names is there. */
static int check_files(struct igd_host *host, const char *file, const char *text, const char *key,
	struct igd_error *reterr)
{
	IGD_AUTOFREE char *values = all_values(text, key);
	struct igd_loader_span span = { .text = values, .size = strlen(values) };
	const char *missing;

	if (all_there(host, root_of(host, file), span, &missing))
		return 0;
	return igd_error_set(reterr, ENOENT, "%s: %s is not there", file, missing);
}

int igd_verify_entries(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr)
{
	IGD_AUTOFREE char *options = NULL;
	const char *text;
	int r;

	if (!igd_ends_with(file, ".conf") || !is_running(host, file))
		return 0;
	text = igd_host_text(host, file);
	if (!text)
		return igd_error_set(reterr, ENOENT, "%s is gone or cannot be read", file);
	r = check_files(host, file, text, "linux", reterr);
	if (!r)
		r = check_files(host, file, text, "initrd", reterr);
	if (r)
		return r;
	options = all_values(text, "options");
	return check_arguments(step, file, options, strlen(options), reterr);
}

/* Whether the step says by its very name that it writes this file. */
static bool is_named(const struct igd_step *step, const char *file)
{
	char *const *output;

	for (output = step->outputs; output && *output; output++) {
		if (strcmp(*output, file) == 0)
			return true;
	}
	return false;
}

/* A section's bytes; NULL if it is absent or cannot be read. The caller frees it. */
static char *read_section(
	int fd, const char *headers, size_t size, const char *name, size_t *ret_size)
{
	const off_t end = lseek(fd, 0, SEEK_END);
	struct igd_uki_section section;
	char *bytes;
	ssize_t got;

	if (end < 0 || igd_uki_find(headers, size, (uint64_t)end, name, &section) != 0)
		return NULL;
	*ret_size = section.size < MAX_CMDLINE ? (size_t)section.size : MAX_CMDLINE;
	bytes = igd_zalloc(*ret_size + 1);
	got = pread(fd, bytes, *ret_size, (off_t)section.offset);
	if (got == (ssize_t)*ret_size)
		return bytes;
	free(bytes);
	return NULL;
}

int igd_verify_uki(struct igd_host *host, const struct igd_step *step, const char *file,
	struct igd_error *reterr)
{
	IGD_AUTOFREE char *headers = igd_zalloc(IGD_UKI_HEADERS), *kernel = NULL, *line = NULL;
	IGD_AUTOCLOSE int fd = -1;
	size_t size, kernel_size, line_size = 0;
	ssize_t got;

	if (!igd_ends_with(file, ".efi") || !(is_running(host, file) || is_named(step, file)))
		return 0;
	fd = igd_host_open(host, file);
	got = fd < 0 ? fd : pread(fd, headers, IGD_UKI_HEADERS, 0);
	if (got < 0)
		return igd_error_set(reterr, ENOENT, "%s is gone or cannot be read", file);
	size = (size_t)got;
	kernel = read_section(fd, headers, size, ".linux", &kernel_size);
	line = read_section(fd, headers, size, ".cmdline", &line_size);
	if (!kernel || !line)
		return igd_error_set(reterr, EBADMSG,
			"%s: it is no image with a kernel and a command line in it", file);
	return check_arguments(step, file, line, strnlen(line, line_size), reterr);
}
