// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markers_plant - where markers are defined, and where else they stand
 */
#include <stdio.h>
#include <string.h>

#include "tests/redact/markers.h"

static struct file *new_file(struct trial *trial, char *path)
{
	trial->files = igd_regrow(trial->files, trial->file_count + 1, sizeof(*trial->files));
	trial->files[trial->file_count] = (struct file){ .path = path };
	return &trial->files[trial->file_count++];
}

static void add_line(struct file *file, char *head, char *middle, char *tail, size_t marker)
{
	file->lines = igd_regrow(file->lines, file->line_count + 1, sizeof(*file->lines));
	file->lines[file->line_count++] = (struct line){ head, middle, tail, marker };
	igd_text_printf(&file->bytes, "%s%s%s\n", head, middle, tail);
}

static const struct {
	const char *path, *head, *tail;
} definitions[KINDS] = {
	[MAC] = { "/sys/class/net/eth%zu/address", "", "" },
	[UUID] = { "/run/crypt%zu", "cryptdevice=UUID=", ":vg0 root=/dev/vg0/root rw" },
	[SERIAL] = { "/etc/libvirt/qemu/disk%zu.xml", "<domain type='kvm'><devices><disk><serial>",
		"</serial></disk></devices></domain>" },
	[USER] = { "/etc/libvirt/qemu/home%zu.xml",
		"<domain type=\"kvm\"><devices><disk><source file=\"/home"
		"/",
		"/vms/win11.qcow2\"/></disk></devices></domain>" },
	[VM] = { "/proc/%zu/cmdline", "/usr/bin/qemu-system-x86_64 -name guest=",
		",debug-threads=on -machine q35 -cpu host" },
	[IPV4] = { "/run/net%zu", "ip=", "::0.0.0.0:255.255.255.0::eth0:off intel_iommu=on" },
	[IPV6] = { "/run/net%zu", "inet6 ", "/64 scope global dynamic" },
	[TOKEN] = { "/run/env%zu", "<qemu:env name='X' value='", "'/>" },
	[PASSWORD] = { "/etc/libvirt/qemu/spice%zu.xml",
		"<domain type='kvm'><devices><graphics type='spice' passwd=\"",
		"\"/></devices></domain>" },
	[MAIL] = { "/run/mail%zu", "maintainer <", "> of this 8086:4680 machine" },
	[HOST] = { "/proc/cmdline%zu", "systemd.hostname=", " root=/dev/sda2 ro quiet" },
};

/* Lines of what a host holds, with what must stay: kvm, PCI addresses and ids, hashes, versions, GUIDs. */
static const struct {
	const char *head, *tail;
} uses[] = {
	{ "6,12,345,-;vfio-pci 0000:00:02.0: type='kvm' [8086:4680] ",
		" (x86_64) cap 80d2008c22260286" },
	{ "5,13,346,-;qemu 10.0.8.1 pc-q35-9.2 BootCurrent-8be4df61-93ca-11d2-aa0d-00e098032b8c ",
		", netmask 255.255.0.0" },
	{ "<source file='/var/lib/libvirt/images/", "'/> <!-- 127.0.0.1 ::1 0xcb03aa55 -->" },
	{ "  \"text\": \"a\\n",
		"\", \"sha256\": \"9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de\"" },
	{ "-device vfio-pci,host=0000:00:02.0,id=hostdev0 -append '",
		"' -m 16384 virbr0 192.168.122.1" },
};

static void define(struct trial *trial, size_t index)
{
	const struct marker *marker = &trial->markers[index];
	char path[64];
	struct file *file;

	snprintf(path, sizeof(path), "%.*s%zu%s", (int)strcspn(definitions[marker->kind].path, "%"),
		definitions[marker->kind].path, index,
		strstr(definitions[marker->kind].path, "%zu") + 3);
	file = new_file(trial, igd_strdup(path));
	add_line(file, igd_strdup(definitions[marker->kind].head), igd_strdup(marker->text),
		igd_strdup(definitions[marker->kind].tail), index);
}

static void use(struct trial *trial, size_t index, struct file *log)
{
	const struct marker *marker = &trial->markers[index];
	unsigned i;
	size_t form;

	for (i = 0; i < MARKER_USES; i++) {
		form = marker_chance(trial, sizeof(uses) / sizeof(*uses));
		add_line(log, igd_strdup(uses[form].head), marker_spelled(trial, marker, i),
			igd_strdup(uses[form].tail), index);
	}
}

/* In a table: the bytes themselves, or the text as UTF-16. */
static void bury(struct trial *trial, size_t index)
{
	const struct marker *marker = &trial->markers[index];
	struct file *table = new_file(trial, igd_printf("/sys/firmware/acpi/tables/OEM%zu", index));
	size_t i;

	igd_text_add(&table->bytes, "OEMX\0\1\2\3", 8);
	if (marker->byte_count)
		igd_text_add(&table->bytes, marker->bytes, marker->byte_count);
	else
		for (i = 0; marker->text[i]; i++)
			igd_text_add(&table->bytes, (char[]){ marker->text[i], '\0' }, 2);
	igd_text_add(&table->bytes, "\0\0\0\0end", 7);
}

/* In a name; percent-encoded in one of ours. */
static void call(struct trial *trial, size_t index)
{
	const struct marker *marker = &trial->markers[index];
	IGD_AUTOFREE char *coded = marker_percent(marker->text);
	char *path = index % 2 ? igd_printf("/.igd-doctor/modes/%%2Fsrv%%2F%s%%2Fx.qcow2", coded)
			       : igd_printf("/srv/pool/%s/disk", marker->text);
	struct file *file = new_file(trial, path);

	igd_text_printf(&file->bytes, "f 644 0 0 4096 - /dev/kvm\n");
}

void markers_plant(struct trial *trial)
{
	size_t i, log;

	for (i = 0; i < trial->marker_count; i++) {
		marker_make(trial, i);
		define(trial, i);
	}
	new_file(trial, igd_strdup("/dev/kmsg"));
	log = trial->file_count - 1;
	for (i = 0; i < trial->marker_count; i++) {
		use(trial, i, &trial->files[log]);
		if (trial->markers[i].kind != IPV4 && trial->markers[i].kind != IPV6)
			bury(trial, i);
		if (trial->markers[i].kind != PASSWORD && trial->markers[i].kind != TOKEN)
			call(trial, i);
	}
}
