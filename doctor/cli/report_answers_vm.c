// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers_vm - the VM as it is defined, what runs it, and the memory it locks and shares
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/report_answers_private.h"
#include "facts/qemu/qemu.h"
#include "facts/shmem/memlock.h"
#include "facts/shmem/shmem_kvmfr.h"
#include "facts/vm/view.h"

/* A domain's devices that bear on the iGPU have some sixty lines; QEMU's command line as libvirt writes it some hundred. */
#define MAX_LINES 160u

#define CONNECTION IGD_LIBVIRT_DIR "/connection"

/* host.h at IGD_LIBVIRT_DIR: %XX for all letters but ASCII's, digits and "._+-". */
static const char *encode(struct igd_host *host, const char *name)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	igd_text_add(&text, "", 0);
	for (; *name; name++) {
		if (isalnum((unsigned char)*name) || strchr("._+-", *name))
			igd_text_add(&text, name, 1);
		else
			igd_text_printf(&text, "%%%02X", (unsigned char)*name);
	}
	return igd_host_print(host, "%s", text.text);
}

/* Where the text lies that the VM was read from. */
static const char *path_of(struct igd_host *host, const struct igd_vm *vm)
{
	const char *given = igd_host_given(host, "vm");

	if (given && strcmp(given, vm->where) == 0)
		return IGD_VM_FILE;
	if (igd_starts_with(vm->where, "virsh "))
		return igd_host_print(host, IGD_LIBVIRT_DIR "/domain/%s/%s.xml",
			encode(host, vm->name),
			strstr(vm->where, "--inactive ") ? "inactive" : "live");
	return vm->where;
}

/* The line at text without its end; *ret_next: the one behind it, or the end. */
static size_t line_length(const char *text, const char *end, const char **ret_next)
{
	const char *newline = memchr(text, '\n', (size_t)(end - text));

	*ret_next = newline ? newline + 1 : end;
	return (size_t)((newline ? newline : end) - text);
}

/* The element that begins on this line, if it is one that bears on the iGPU; NULL. */
static const char *element_of(const char *line, size_t size)
{
	static const char *const names[] = { "memory", "memoryBacking", "memtune", "vcpu", "os",
		"features", "cpu", "hostdev", "shmem", "video", "iommu", "memballoon", "sysinfo",
		"qemu:commandline", "qemu:override" };
	size_t i, blanks = 0, length;

	while (blanks < size && line[blanks] == ' ')
		blanks++;
	if (blanks == size || line[blanks] != '<')
		return NULL;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		length = strlen(names[i]);
		if (blanks + 1 + length < size &&
			memcmp(line + blanks + 1, names[i], length) == 0 &&
			strchr(" >/", line[blanks + 1 + length]))
			return names[i];
	}
	return NULL;
}

static bool ends_element(const char *line, size_t size, const char *name, bool is_first)
{
	IGD_AUTOFREE char *shown = igd_strndup(line, size);
	IGD_AUTOFREE char *tag = igd_printf("</%s>", name);

	return strstr(shown, tag) || (is_first && igd_ends_with(shown, "/>"));
}

/* Elements as libvirt lays them out, a tag a line. */
static void add_domain(struct igd_reply *reply, const struct igd_bytes *text)
{
	const char *at = text->data, *end = at + text->size, *next, *open = NULL, *name;
	size_t size, count = 0;

	for (; at < end && count < MAX_LINES; at = next) {
		size = line_length(at, end, &next);
		name = open ? open : element_of(at, size);
		if (!name)
			continue;
		igd_reply_line(reply, "%.*s", (int)size, at);
		count++;
		open = ends_element(at, size, name, !open) ? NULL : name;
	}
}

/* Descriptions and networks are nobody's business. */
static bool is_key_of_interest(const char *line, size_t size)
{
	static const char *const keys[] = { "args", "balloon", "bios", "cores", "cpu", "hookscript",
		"hostpci", "machine", "memory", "ostype", "vga" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (size > strlen(keys[i]) && igd_starts_with(line, keys[i]))
			return true;
	}
	return false;
}

/* The current section: those of snapshots follow it. */
static void add_proxmox(struct igd_reply *reply, const struct igd_bytes *text)
{
	const char *at = text->data, *end = at + text->size, *next;
	size_t size;

	for (; at < end && *at != '['; at = next) {
		size = line_length(at, end, &next);
		if (is_key_of_interest(at, size))
			igd_reply_line(reply, "%.*s", (int)size, at);
	}
}

/* The words of a process, an option and its value on one line; or the lines of a script as they stand. */
static void add_command(struct igd_reply *reply, const struct igd_bytes *text)
{
	const char *at = text->data, *end = at + text->size, *next;
	bool is_process = memchr(at, '\0', text->size);
	IGD_AUTOTEXT struct igd_text line = { 0 };
	size_t size, count = 0;

	for (; at < end && count < MAX_LINES; at = next) {
		size = is_process ? strnlen(at, (size_t)(end - at)) : line_length(at, end, &next);
		if (is_process)
			next = at + size + (at + size < end);
		if (line.size && (!is_process || (size && *at == '-'))) {
			igd_reply_line(reply, "%s", line.text);
			line.size = 0;
			count++;
		}
		igd_text_printf(&line, "%s%.*s", line.size ? " " : "", (int)size, at);
	}
	if (line.size)
		igd_reply_line(reply, "%s", line.text);
}

static const char *definition_command(struct igd_host *host, const struct igd_vm *vm)
{
	if (igd_starts_with(vm->where, "/proc/"))
		return igd_host_print(host, "tr '\\0' '\\n' <%s", vm->where);
	return vm->where[0] == '/' ? igd_host_print(host, "cat %s", vm->where) : vm->where;
}

const char *igd_reply_vm(struct igd_reply *reply)
{
	const struct igd_vm_view *view = igd_vm_view(reply->host);
	const struct igd_bytes *text;
	const char *path;

	if (!view->vm)
		return view->why ? view->why : "no VM";
	path = path_of(reply->host, view->vm);
	text = igd_host_bytes(reply->host, path, IGD_VM_MAX_TEXT);
	reply->command = definition_command(reply->host, view->vm);
	if (!text)
		return igd_reply_refusal(reply, path, "gone");
	if (view->vm->origin == IGD_VM_LIBVIRT)
		add_domain(reply, text);
	else if (view->vm->origin == IGD_VM_PROXMOX)
		add_proxmox(reply, text);
	else
		add_command(reply, text);
	return reply->lines.size ? NULL : "nothing in it that bears on the iGPU";
}

static void add_connection(struct igd_reply *reply)
{
	const char *line = igd_host_text(reply->host, CONNECTION);
	size_t length;

	if (!line)
		igd_host_forgive(reply->host, CONNECTION);
	for (; line && *line; line += length + (line[length] != '\0')) {
		length = strcspn(line, "\n");
		igd_reply_line(reply, "%.*s", (int)length, line);
	}
}

static const char *firmware_name(const struct igd_vm *vm)
{
	static const char *const names[] = {
		[IGD_VM_FIRMWARE_UNKNOWN] = "unknown",
		[IGD_VM_SEABIOS] = "SeaBIOS",
		[IGD_VM_OVMF] = "OVMF",
		[IGD_VM_FIRMWARE_OTHER] = "other",
	};

	return names[vm->firmware.kind];
}

static void add_vm_parts(struct igd_reply *reply, const struct igd_vm *vm)
{
	igd_reply_line(reply, "VM %s: machine %s, firmware %s%s%s", vm->name,
		vm->machine.type ? vm->machine.type : "not said", firmware_name(vm),
		vm->firmware.path ? ", " : "", vm->firmware.path ? vm->firmware.path : "");
}

const char *igd_reply_versions(struct igd_reply *reply)
{
	const struct igd_qemu_version *version = igd_qemu_version(reply->host);
	const struct igd_qemu_meant *meant = igd_qemu_meant(reply->host);
	const struct igd_vm *vm = igd_vm_view(reply->host)->vm;

	if (version)
		igd_reply_line(reply, "QEMU %s%s%s (%s)", version->text,
			*version->vendor ? ", " : "", version->vendor, meant->where);
	add_connection(reply);
	if (vm)
		add_vm_parts(reply, vm);
	return reply->lines.size ? NULL : meant->why;
}

static void add_memlock(struct igd_reply *reply, const struct igd_vm *vm)
{
	struct igd_shmem_answer judged;
	uint64_t limit;

	if (igd_memlock_of(reply->host, "self", &limit))
		igd_reply_line(reply,
			limit == IGD_MEMLOCK_UNLIMITED ? "ulimit -l: unlimited"
						       : "ulimit -l: %" PRIu64 " KiB",
			limit >> 10);
	if (!vm || !vm->hostdev_count || !vm->memory.bytes)
		return;
	judged = igd_memlock_judge(reply->host, vm);
	igd_reply_line(reply, "%s: %s", judged.where, judged.what);
}

static void add_kvmfr(struct igd_reply *reply)
{
	const char *modes = igd_host_modes(reply->host, IGD_KVMFR), *origin;
	uint64_t size = igd_kvmfr_configured(reply->host, 0, &origin);
	size_t length;

	for (; modes && *modes; modes += length + (modes[length] != '\0')) {
		length = strcspn(modes, "\n");
		igd_reply_line(
			reply, "type, mode, uid, gid, size, label, path: %.*s", (int)length, modes);
	}
	if (size)
		igd_reply_line(reply, "static_size_mb: %" PRIu64 " (%s)", size, origin);
}

const char *igd_reply_shmem(struct igd_reply *reply)
{
	const struct igd_vm *vm = igd_vm_view(reply->host)->vm;
	size_t i;

	add_memlock(reply, vm);
	for (i = 0; vm && i < vm->shmem_count; i++)
		igd_reply_line(reply, "shared memory %s: %s, %" PRIu64 " MiB",
			vm->shmems[i].name ? vm->shmems[i].name : "without a name",
			vm->shmems[i].path ? vm->shmems[i].path : "nothing said of what backs it",
			vm->shmems[i].bytes >> 20);
	add_kvmfr(reply);
	return reply->lines.size ? NULL : "nothing known of it";
}
