// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scan_member - which members of an initramfs matter, and what is taken from them
 *
 * What each builder leaves in its image: initramfs-tools conf/modules (initramfs-tools scripts/functions
 * load_modules()); mkinitcpio config (mkinitcpio functions write_image_config()) and
 * etc/modules-load.d/MODULES.conf (install/systemd); dracut etc/cmdline.d/20-force_drivers.conf (dracut.sh);
 * booster etc/booster.init.yaml (init/config.go); genkernel etc/modules/GROUP.
 */
#include "facts/boot/scan_member.h"

#include <ctype.h>
#include <string.h>

#include "facts/boot/scan.h"
#include "facts/host/cmdline.h"

enum kind { NONE, MODPROBE, LINES, CONFIG, CMDLINE, BOOSTER };

static const struct {
	const char *prefix, *suffix;
	enum kind kind;
} places[] = {
	{ "etc/modprobe.d/", ".conf", MODPROBE },
	{ "usr/lib/modprobe.d/", ".conf", MODPROBE },
	{ "lib/modprobe.d/", ".conf", MODPROBE },
	{ "etc/modules-load.d/", ".conf", LINES },
	{ "usr/lib/modules-load.d/", ".conf", LINES },
	{ "conf/modules", "", LINES },
	{ "etc/modules/", "", LINES },
	{ "config", "", CONFIG },
	{ "etc/cmdline.d/", ".conf", CMDLINE },
	{ "etc/booster.init.yaml", "", BOOSTER },
};

/* A name that ends in '*' stands for all that begin so. */
static const char *const interesting[] = { "vfio*", "i915", "xe", "kvmfr", "snd_hda*", "amdgpu",
	"nouveau", "nvidia*", "simpledrm" };

static enum kind kind_of(const char *name)
{
	size_t i, length;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		length = strlen(places[i].prefix);
		if (!igd_starts_with(name, places[i].prefix) ||
			!igd_ends_with(name, places[i].suffix))
			continue;
		if (places[i].prefix[length - 1] == '/' ? !strchr(name + length, '/')
							: !name[length])
			return places[i].kind;
	}
	return NONE;
}

static bool is_interesting(const char *name, size_t length)
{
	size_t i, least;

	for (i = 0; i < sizeof(interesting) / sizeof(interesting[0]); i++) {
		least = strcspn(interesting[i], "*");
		if (length >= least && strncmp(name, interesting[i], least) == 0 &&
			(interesting[i][least] || length == least))
			return true;
	}
	return false;
}

/* Module names are words; anything else is somebody's joke and is left out. */
static bool normalise(char *name, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (name[i] == '-')
			name[i] = '_';
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			return false;
	}
	return length > 0 && length < 64;
}

static void note_module(struct igd_scan_members *members, const char *path)
{
	static const char *const suffixes[] = { ".ko", ".ko.xz", ".ko.zst", ".ko.gz" };
	IGD_AUTOFREE char *name = igd_strdup(igd_basename(path));
	IGD_AUTOFREE char *line = NULL;
	size_t i, length = 0;

	for (i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		if (igd_ends_with(name, suffixes[i]))
			length = strlen(name) - strlen(suffixes[i]);
	}
	if (!length)
		return;
	members->module_count++;
	if (!normalise(name, length) || !is_interesting(name, length))
		return;
	line = igd_printf("module %.*s\n", (int)length, name);
	if (members->modules.text && strstr(members->modules.text, line))
		return;
	if (members->modules.size < IGD_SCAN_MAX_FILE)
		igd_text_add(&members->modules, line, strlen(line));
}

bool igd_scan_want(void *context, const char *name, uint64_t size)
{
	struct igd_scan_members *members = context;
	enum kind kind = kind_of(name);
	uint64_t limit = kind == BOOSTER ? IGD_SCAN_MAX_YAML : IGD_SCAN_MAX_FILE;

	if (kind == NONE) {
		note_module(members, name);
		return false;
	}
	if (size <= limit && members->lines.size + size <= IGD_SCAN_MAX_KEPT)
		return true;
	igd_text_printf(&members->lines, "large ");
	igd_scan_escape(&members->lines, name, strlen(name), true);
	igd_text_printf(&members->lines, "\n");
	return false;
}

static void add_load(
	struct igd_scan_members *members, const char *origin, const char *name, size_t length)
{
	IGD_AUTOFREE char *module = igd_strndup(name, length);

	if (!normalise(module, length) || members->lines.size > IGD_SCAN_MAX_KEPT)
		return;
	igd_text_printf(&members->lines, "load %s ", module);
	igd_scan_escape(&members->lines, origin, strlen(origin), true);
	igd_text_printf(&members->lines, "\n");
}

/* Words separated by any of these, up to the end of text. */
static void add_words(struct igd_scan_members *members, const char *origin, const char *text,
	size_t size, const char *separators)
{
	size_t at = 0, length;

	while (at < size) {
		for (length = 0; at + length < size && !strchr(separators, text[at + length]);)
			length++;
		add_load(members, origin, text + at, length);
		at += length + 1;
	}
}

/* The first word of each line; '#' and ';' begin comments (modules-load.d(5), initramfs-tools). */
static void take_lines(struct igd_scan_members *members, const char *name, const char *content)
{
	for (; *content; content += strcspn(content, "\n"), content += *content == '\n') {
		content += strspn(content, " \t\r");
		if (*content != '#' && *content != ';')
			add_load(members, name, content, strcspn(content, " \t\r\n"));
	}
}

/* mkinitcpio: a line MODULES="vfio_pci vfio". */
static void take_config(struct igd_scan_members *members, const char *name, const char *content)
{
	for (; *content; content += strcspn(content, "\n"), content += *content == '\n') {
		if (igd_starts_with(content, "MODULES="))
			add_words(members, name, content + 8, strcspn(content + 8, "\n"), " \t\"'");
	}
}

static void take_cmdline(
	struct igd_scan_members *members, const char *name, const char *content, size_t size)
{
	struct igd_cmdline cmdline = { 0 };
	size_t i;

	igd_cmdline_parse(&cmdline, content, size);
	for (i = 0; i < cmdline.count; i++) {
		if (strcmp(cmdline.arguments[i].name, "rd.driver.pre") == 0 &&
			cmdline.arguments[i].value)
			add_words(members, name, cmdline.arguments[i].value,
				strlen(cmdline.arguments[i].value), ",");
	}
	igd_cmdline_done(&cmdline);
}

/* "    i915: enable_guc=3" of modprobeoptions becomes what modprobe.d would say. */
static void take_option(
	struct igd_scan_members *members, const char *name, const char *line, size_t size)
{
	size_t colon = 0;

	while (colon < size && line[colon] != ':')
		colon++;
	if (colon == size)
		return;
	igd_text_printf(&members->lines, "modprobe ");
	igd_scan_escape(&members->lines, name, strlen(name), true);
	igd_text_printf(&members->lines, " options ");
	igd_scan_escape(&members->lines, line, colon, false);
	igd_scan_escape(&members->lines, line + colon + 1, size - colon - 1, false);
	igd_text_printf(&members->lines, "\n");
}

/* YAML as booster's generator writes it: a key at the margin, its list or map indented below. */
static void take_booster(struct igd_scan_members *members, const char *name, const char *content)
{
	bool is_load = false, is_options = false;
	size_t length, indent;

	for (; *content; content += length, content += *content == '\n') {
		length = strcspn(content, "\n");
		indent = strspn(content, " ");
		if (indent >= length)
			continue;
		if (!indent && *content != '-') {
			is_load = igd_starts_with(content, "modulesforceload:");
			is_options = igd_starts_with(content, "modprobeoptions:");
		} else if (is_load && content[indent] == '-') {
			add_words(members, name, content + indent + 1, length - indent - 1, " \"'");
		} else if (is_options) {
			take_option(members, name, content + indent, length - indent);
		}
	}
}

static void take_modprobe(
	struct igd_scan_members *members, const char *name, const char *content, size_t size)
{
	igd_text_printf(&members->lines, "modprobe ");
	igd_scan_escape(&members->lines, name, strlen(name), true);
	igd_text_printf(&members->lines, " ");
	igd_scan_escape(&members->lines, content, size, false);
	igd_text_printf(&members->lines, "\n");
}

void igd_scan_file(void *context, const char *name, const char *content, size_t size)
{
	struct igd_scan_members *members = context;

	switch (kind_of(name)) {
	case MODPROBE:
		take_modprobe(members, name, content, size);
		break;
	case LINES:
		take_lines(members, name, content);
		break;
	case CONFIG:
		take_config(members, name, content);
		break;
	case CMDLINE:
		take_cmdline(members, name, content, size);
		break;
	case BOOSTER:
		take_booster(members, name, content);
		break;
	case NONE:
		break;
	}
}

void igd_scan_members_write(const struct igd_scan_members *members, struct igd_text *ret)
{
	igd_text_printf(ret, "modules %lu\n", members->module_count);
	if (members->modules.text)
		igd_text_add(ret, members->modules.text, members->modules.size);
	if (members->lines.text)
		igd_text_add(ret, members->lines.text, members->lines.size);
}

void igd_scan_members_done(struct igd_scan_members *members)
{
	igd_text_done(&members->modules);
	igd_text_done(&members->lines);
}

void igd_scan_escape(struct igd_text *ret, const char *text, size_t size, bool is_word)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (text[i] == '\n')
			igd_text_add(ret, "\\n", 2);
		else if (text[i] == '\t')
			igd_text_add(ret, "\\t", 2);
		else if (text[i] == '\\')
			igd_text_add(ret, "\\\\", 2);
		else if (is_word && text[i] == ' ')
			igd_text_add(ret, "\\x20", 4);
		else if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x7f)
			igd_text_printf(ret, "\\x%02x", (unsigned)(unsigned char)text[i]);
		else
			igd_text_add(ret, text + i, 1);
	}
}
