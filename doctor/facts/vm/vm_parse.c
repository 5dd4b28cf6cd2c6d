// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_parse - a definition of a VM, whichever it is; and of anything else, what it looks like
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"
#include "facts/vm/vm_proxmox.h"
#include "facts/vm/vm_split_clean.h"

static const char wanted[] =
	"a libvirt domain (`virsh dumpxml NAME`), a Proxmox VE configuration (/etc/pve/qemu-server/*.conf) or a command line of QEMU";

/* What begins so is no definition; where the bytes are looked for at an offset, it is not 0. */
static const struct {
	const char *bytes;
	unsigned short size, offset;
	const char *what;
} foreign[] = {
	{ "QFI\xfb", 4, 0, "a disk image (qcow2)" },
	{ "KDMV", 4, 0, "a disk image (VMDK)" },
	{ "conectix", 8, 0, "a disk image (VHD)" },
	{ "vhdxfile", 8, 0, "a disk image (VHDX)" },
	{ "\x55\xaa", 2, 0, "an option ROM; `igd-doctor rom` examines it" },
	{ "\x55\xaa", 2, 510, "a boot sector or a disk image" },
	{ "_FVH", 4, 40, "a firmware image" },
	{ "\x7f"
	  "ELF",
		4, 0, "a program" },
	{ "MZ", 2, 0, "an EFI or Windows program" },
	{ "\x1f\x8b", 2, 0, "compressed (gzip)" },
	{ "\x28\xb5\x2f\xfd", 4, 0, "compressed (zstd)" },
	{ "\xfd"
	  "7zXZ",
		5, 0, "compressed (xz)" },
	{ "BZh", 3, 0, "compressed (bzip2)" },
	{ "PK\x03\x04", 4, 0, "a ZIP archive" },
	{ "%PDF", 4, 0, "a PDF" },
	{ "\x89PNG", 4, 0, "a picture (PNG)" },
	{ "\xff\xd8\xff", 3, 0, "a picture (JPEG)" },
	{ "\xff\xfe", 2, 0, "text in UTF-16: save it as UTF-8" },
	{ "\xfe\xff", 2, 0, "text in UTF-16: save it as UTF-8" },
	{ "igd-doctor.tree/1", 17, 0, "a recording of igd-doctor; `--from` reads it" },
	{ "VMA\0", 4, 0, "a backup of Proxmox VE (VMA)" },
	{ "Libvirt-QEMU", 12, 0, "a saved state of libvirt's" },
};

/* What text begins with, in any case. */
static const struct {
	const char *start, *what;
} words[] = {
	{ "<!doctype html", "an HTML page: save the definition in it, not the page" },
	{ "<html", "an HTML page: save the definition in it, not the page" },
	{ "<plist", "a property list, perhaps of UTM" },
	{ "<!doctype plist", "a property list, perhaps of UTM" },
	{ "<virtualbox", "a machine of VirtualBox" },
	{ "<network", "a network of libvirt's and no domain" },
	{ "<pool", "a storage pool of libvirt's and no domain" },
	{ "<device", "a device of libvirt's and no domain" },
	{ "<capabilities", "libvirt's list of capabilities and no domain" },
	{ "<domaincapabilities", "libvirt's list of capabilities and no domain" },
	{ "{", "JSON" },
	{ "[", "JSON" },
	{ ".encoding", "a machine of VMware" },
	{ "config.version", "a machine of VMware" },
	{ "error:", "an error message" },
};

static const char *foreign_bytes(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (size >= (size_t)foreign[i].offset + foreign[i].size &&
			memcmp(text + foreign[i].offset, foreign[i].bytes, foreign[i].size) == 0)
			return foreign[i].what;
	return NULL;
}

static const char *foreign_words(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strncasecmp(text, words[i].start, strlen(words[i].start)) == 0)
			return words[i].what;
	return NULL;
}

static int refuse(struct igd_error *reterr, const char *what)
{
	return igd_error_set(reterr, EBADMSG, "it is %s; wanted is %s", what, wanted);
}

/* The first "<domain" that is no other word's beginning; NULL if there is none. */
static const char *find_domain(const char *text)
{
	static const char start[] = "<domain";
	const char *at = strstr(text, start);

	while (at && (isalnum((unsigned char)at[strlen(start)])))
		at = strstr(at + 1, start);
	return at;
}

/* A domain with other text before it: a prompt, or the state that libvirt keeps of one that runs. */
static int parse_inner_domain(const char *text, struct igd_vm *ret, struct igd_error *reterr)
{
	static const char close[] = "</domain>";
	const char *at = find_domain(text), *end = strstr(at, close);
	size_t size = end ? (size_t)(end - at) + strlen(close) : strlen(at);

	return igd_vm_parse_libvirt(at, size, ret, reterr);
}

/* Past comments and declarations: what the document is. */
static const char *first_element(const char *text)
{
	while (text && (igd_starts_with(text, "<?") || igd_starts_with(text, "<!--"))) {
		text = strstr(text, text[1] == '?' ? "?>" : "-->");
		text = text ? text + strcspn(text, ">") + 1 : NULL;
		text = text ? text + strspn(text, " \t\r\n") : NULL;
	}
	return text;
}

static int parse_clean(const struct igd_text *clean, struct igd_vm *ret, struct igd_error *reterr)
{
	const char *text = clean->text + strspn(clean->text, " \t\r\n");
	const char *element = first_element(text);
	const char *what = foreign_words(element ? element : text);
	const char *domain = find_domain(text);

	if (!*text)
		return refuse(reterr, "empty");
	if (domain && element == domain)
		return igd_vm_parse_libvirt(clean->text, clean->size, ret, reterr);
	if (what)
		return refuse(reterr, what);
	if (domain)
		return parse_inner_domain(text, ret, reterr);
	if (*text == '<')
		return refuse(reterr, "XML, but no libvirt domain");
	if (igd_vm_is_container(clean->text, clean->size))
		return refuse(reterr, "the configuration of a container, and no VM's");
	if (igd_vm_is_proxmox(clean->text, clean->size))
		return igd_vm_parse_proxmox(clean->text, clean->size, ret, reterr);
	if (igd_vm_parse_command_line(clean->text, clean->size, ret, reterr) == 0)
		return 0;
	return refuse(reterr, "text that holds none of these");
}

/* Bytes that are no text; but a process's command line has zero bytes between its words. */
static bool is_binary(const char *text, size_t size)
{
	size_t i, odd = 0;

	for (i = 0; i < size; i++)
		odd += iscntrl((unsigned char)text[i]) && !strchr("\t\n\r\x1b", text[i]);
	return odd > size / 20;
}

int igd_vm_parse(const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text clean = { 0 };
	const char *what = foreign_bytes(text, size);

	if (what)
		return refuse(reterr, what);
	if (size > IGD_VM_MAX_TEXT)
		return igd_error_set(reterr, EBADMSG, "it is larger than %zu KiB; wanted is %s",
			IGD_VM_MAX_TEXT >> 10, wanted);
	if (memchr(text, '\0', size)) {
		if (igd_vm_parse_command_line(text, size, ret, reterr) == 0)
			return 0;
		return refuse(reterr, "a binary file");
	}
	if (is_binary(text, size))
		return refuse(reterr, "a binary file");
	igd_vm_clean_paste(text, size, &clean);
	igd_text_add(&clean, "", 1);
	clean.size--;
	return parse_clean(&clean, ret, reterr);
}
