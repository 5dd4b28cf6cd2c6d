// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel - the running kernel's release and configuration
 *
 * A configuration is a quarter of a mebibyte, of which a few dozen lines matter here. Those are kept as a derived
 * answer: unpacked once in a run, and short in a recording.
 */
#include "facts/host/kernel.h"

#include <archive.h>
#include <errno.h>
#include <string.h>

#include "facts/host/large.h"

#define OSRELEASE "/proc/sys/kernel/osrelease"
#define PACKED_LIMIT ((size_t)1 << 20)
#define CONFIG_LIMIT ((size_t)4 << 20)

static void archive_done(struct archive **archive)
{
	archive_read_free(*archive);
}

const char *igd_kernel_release(struct igd_host *host)
{
	return igd_host_line(host, OSRELEASE);
}

/* At most three digits, so that nothing overflows. */
static const char *number(const char *text, unsigned *ret)
{
	size_t digits = strspn(text, "0123456789");
	unsigned value = 0;
	const char *end;

	if (digits == 0 || digits > 3)
		return NULL;
	for (end = text + digits; text < end; text++)
		value = value * 10 + (unsigned)(*text - '0');
	*ret = value;
	return end;
}

bool igd_kernel_release_parse(const char *release, unsigned *ret_major, unsigned *ret_minor)
{
	unsigned major, minor;
	const char *at = number(release, &major);

	if (!at || *at != '.' || !number(at + 1, &minor))
		return false;
	*ret_major = major;
	*ret_minor = minor;
	return true;
}

bool igd_kernel_is_at_least(struct igd_host *host, unsigned major, unsigned minor)
{
	const char *release = igd_kernel_release(host);
	unsigned has_major, has_minor;

	if (!release || !igd_kernel_release_parse(release, &has_major, &has_minor)) {
		igd_host_stick(host, OSRELEASE, release ? EBADMSG : ENODATA);
		return false;
	}
	return has_major > major || (has_major == major && has_minor >= minor);
}

int igd_kernel_config_inflate(const void *bytes, size_t size, struct igd_text *ret)
{
	IGD_CLEANUP(archive_done) struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	size_t before = ret->size;
	char piece[16384];
	la_ssize_t got;

	if (!archive || archive_read_support_filter_gzip(archive) != ARCHIVE_OK ||
		archive_read_support_format_raw(archive) != ARCHIVE_OK)
		return ENOTSUP;
	if (archive_read_open_memory(archive, bytes, size) != ARCHIVE_OK ||
		archive_read_next_header(archive, &entry) != ARCHIVE_OK)
		return EBADMSG;
	/* What is not gzip at all is handed through as it is. */
	if (archive_filter_code(archive, 0) != ARCHIVE_FILTER_GZIP)
		return EBADMSG;
	while ((got = archive_read_data(archive, piece, sizeof(piece))) > 0) {
		igd_text_add(ret, piece, (size_t)got);
		if (ret->size - before > CONFIG_LIMIT)
			return EFBIG;
	}
	return got < 0 ? EBADMSG : 0;
}

/* Whether an option bears on passthrough; what no check ever asks for need not be kept. */
static bool is_kept(const char *name, size_t size)
{
	static const char *const words[] = { "VFIO", "IOMMU", "I915", "DRM_XE", "DRM_SIMPLEDRM",
		"DRM_EFIDRM", "DRM_VESADRM", "DRM_SYSFB", "SYSFB", "CONFIG_FB", "FRAMEBUFFER",
		"KVM", "VGA", "CONSOLE", "LOCKDOWN", "LOCK_DOWN", "MODULE", "CMDLINE", "IRQ_REMAP",
		"X2APIC", "KALLSYMS", "DEVMEM", "DMESG", "CONFIG_EFI", "INITRD", "HUGETLB",
		"PCI_STUB", "CONFIG_LSM", "CONFIG_VT", "VIRT_DRIVERS" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (memmem(name, size, words[i], strlen(words[i])))
			return true;
	}
	return false;
}

int igd_kernel_config_select(const char *text, size_t size, struct igd_text *ret)
{
	const char *end = text + size, *line_end, *equals;
	bool has_any = false;

	for (; text < end; text = line_end + 1) {
		line_end = memchr(text, '\n', (size_t)(end - text));
		if (!line_end)
			line_end = end;
		equals = memchr(text, '=', (size_t)(line_end - text));
		if (!equals || equals - text < 8 || memcmp(text, "CONFIG_", 7) != 0)
			continue;
		has_any = true;
		if (!is_kept(text, (size_t)(equals - text)))
			continue;
		igd_text_add(ret, text, (size_t)(line_end - text));
		igd_text_add(ret, "\n", 1);
	}
	return has_any ? 0 : EBADMSG;
}

const char *igd_kernel_config_find(const char *text, const char *option)
{
	size_t length = strlen(option);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (strncmp(text, option, length) == 0 && text[length] == '=')
			return text + length + 1;
	}
	return NULL;
}

/* One source: 0 and "PATH\nLINES" added to ret, or an errno. */
static int read_source(struct igd_host *host, const char *path, struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text raw = { 0 };
	IGD_AUTOTEXT struct igd_text plain = { 0 };
	IGD_AUTOTEXT struct igd_text kept = { 0 };
	bool is_packed = igd_ends_with(path, ".gz");
	int error = igd_large_read(host, path, is_packed ? PACKED_LIMIT : CONFIG_LIMIT, &raw);
	const struct igd_text *text = is_packed ? &plain : &raw;

	if (!error && is_packed)
		error = igd_kernel_config_inflate(raw.text, raw.size, &plain);
	if (!error)
		error = text->size ? igd_kernel_config_select(text->text, text->size, &kept)
				   : EBADMSG;
	if (error)
		return error;
	igd_text_printf(ret, "%s\n", path);
	igd_text_add(ret, kept.text, kept.size);
	return 0;
}

/* What went wrong with a better source does not matter once another has answered. */
static int read_config(struct igd_host *host, void *context, struct igd_text *ret)
{
	const char *release = context;
	const char *const paths[] = { "/proc/config.gz",
		igd_host_print(host, "/boot/config-%s", release),
		igd_host_print(host, "/lib/modules/%s/config", release),
		igd_host_print(host, "/lib/modules/%s/build/.config", release) };
	int error, first_error = 0;
	size_t i, tried = *release ? sizeof(paths) / sizeof(*paths) : 1;

	for (i = 0; i < tried; i++) {
		error = read_source(host, paths[i], ret);
		if (!error)
			break;
		if (error != ENOENT && !first_error)
			first_error = error;
	}
	if (i == tried)
		return first_error ? first_error : ENOENT;
	while (i-- > 0)
		igd_host_forgive(host, paths[i]);
	return 0;
}

struct config {
	const char *path, *text; /* NULL where there is none */
};

/* A release becomes part of paths. */
static bool is_plain(const char *release)
{
	return release && *release && *release != '.' && !strchr(release, '/');
}

static void read_fact(struct igd_host *host, void *ret)
{
	const char *release = igd_kernel_release(host), *text, *end;
	struct config *config = ret;

	text = igd_host_derive(host, "kernel-config", read_config,
		(void *)(uintptr_t)(is_plain(release) ? release : ""));
	end = text ? strchr(text, '\n') : NULL;
	if (!end)
		return;
	config->path = igd_host_print(host, "%.*s", (int)(end - text), text);
	config->text = end + 1;
}

static const struct igd_fact config_fact = { "kernel-config", sizeof(struct config), read_fact,
	NULL };

const char *igd_kernel_config_path(struct igd_host *host)
{
	return ((const struct config *)igd_host_fact(host, &config_fact))->path;
}

enum igd_config igd_kernel_config(struct igd_host *host, const char *option)
{
	const struct config *config = igd_host_fact(host, &config_fact);
	const char *value;
	size_t length;

	if (!config->path || !is_kept(option, strlen(option)))
		return IGD_CONFIG_UNKNOWN;
	value = igd_kernel_config_find(config->text, option);
	if (!value) {
		igd_host_cite(host, config->path, "# %s is not set", option);
		return IGD_CONFIG_OFF;
	}
	length = strcspn(value, "\n");
	igd_host_cite(
		host, config->path, "%s=%.*s", option, (int)(length < 80 ? length : 80), value);
	if (length == 1 && (*value == 'y' || *value == 'm'))
		return *value == 'y' ? IGD_CONFIG_BUILTIN : IGD_CONFIG_MODULE;
	return IGD_CONFIG_VALUE;
}
