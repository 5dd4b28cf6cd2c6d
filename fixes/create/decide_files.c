// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide_files - the files that the VM is made of: its disk, CDs to install from, the iGPU's ROM
 */
#include <errno.h>
#include <string.h>

#include "facts/access/reach.h"
#include "fixes/create/create_private.h"

#define USUAL_SIZE "64G"
#define MAX_PATH 1024u

/* Absolute, and nothing in it that a line of text, a shell pattern or XML cannot hold. */
static int look_at_path(const char *option, const char *path, struct igd_error *reterr)
{
	IGD_AUTOFREE char *shown = igd_printable(path, strlen(path), MAX_PATH);

	if (*path != '/')
		return igd_error_set(reterr, EINVAL, "%s: %s is no absolute path", option, shown);
	if (strlen(path) >= MAX_PATH || strcmp(shown, path) != 0)
		return igd_error_set(reterr, EINVAL,
			"%s: %s: a path that long, or with such letters, is not taken", option,
			shown);
	return 0;
}

/* Where it is no regular file, what it is. A recording may not know: 'f'. */
static char type_of(struct igd_host *host, const char *path)
{
	const char *modes = igd_host_modes(host, path);
	struct igd_mode mode;

	igd_host_forgive(host, path);
	return modes && igd_reach_file(modes, &mode) ? mode.type : 'f';
}

static int look_at_file(
	struct igd_create *create, const char *option, const char *path, struct igd_error *reterr)
{
	char type = igd_host_list(create->host, path) ? 'd' : type_of(create->host, path);

	igd_host_forgive(create->host, path);
	if (type == 'd')
		return igd_error_set(reterr, EISDIR, "%s: %s is a folder", option, path);
	if (type != 'f')
		return igd_error_set(reterr, ENOTSUP,
			"%s: %s is no regular file; `virsh edit` gives a VM such a disk", option,
			path);
	return 0;
}

/* Whether the user that runs QEMU gets through the folders; the file itself libvirt hands over to that user. */
static void look_at_way(struct igd_create *create, const char *path)
{
	IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(igd_basename(path) - path));
	const struct igd_user *user = igd_qemu_user(create->host);
	struct igd_mode obstacle;
	const char *modes;

	if (folder[0] && folder[1])
		folder[strlen(folder) - 1] = '\0';
	modes = user ? igd_host_modes(create->host, folder) : NULL;
	igd_host_forgive(create->host, folder);
	if (modes && *modes && igd_reach_obstacle_for(modes, user, &obstacle) && !obstacle.has_acl)
		igd_create_hinder(create,
			"Let the user %s, who runs QEMU, into %s (mode %04o), or move %s to /var/lib/libvirt/images: the VM "
			"does not start otherwise.",
			user->name, obstacle.path, obstacle.mode, path);
}

/* "64G", "500M": what qemu-img takes, from 1 MiB to 9999 T. */
static bool is_size(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits && digits <= 4 && *text != '0' && text[digits] &&
	       strchr("MGT", text[digits]) && !text[digits + 1];
}

static int look_at_folder(struct igd_create *create, const char *path, struct igd_error *reterr)
{
	IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(igd_basename(path) - path));

	if (folder[1])
		folder[strlen(folder) - 1] = '\0';
	if (!*igd_basename(path))
		return igd_error_set(reterr, EINVAL, "--disk: %s ends in no file's name", path);
	if (!igd_host_has(create->host, folder))
		return igd_error_set(reterr, ENOENT,
			"--disk: there is no folder %s; make it first, or use /var/lib/libvirt/images",
			folder);
	return 0;
}

/* "FILE,SIZE": what follows the last comma is a size if it looks like one. */
static int split_disk(struct igd_create *create, const char *argument, struct igd_error *reterr)
{
	const char *comma = strrchr(argument, ',');

	if (comma && !is_size(comma + 1))
		return igd_error_set(reterr, EINVAL,
			"--disk: \"%.40s\" is no size: a number and M, G or T, such as 64G",
			comma + 1);
	create->disk_size = comma ? igd_host_print(create->host, "%s", comma + 1) : NULL;
	create->disk = igd_host_print(create->host, "%.*s",
		(int)(comma ? (size_t)(comma - argument) : strlen(argument)), argument);
	return look_at_path("--disk", create->disk, reterr);
}

static int look_at_program(struct igd_create *create, struct igd_error *reterr)
{
	static const char *const paths[] = { "/usr/bin/qemu-img", "/usr/local/bin/qemu-img",
		"/run/current-system/sw/bin/qemu-img" };
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		if (igd_host_has(create->host, paths[i]))
			return 0;
	}
	return igd_error_set(reterr, ENOPKG,
		"`qemu-img`, which makes the disk, is not installed: package `qemu-utils` (Debian, Ubuntu) or `qemu-img`");
}

static int look_at_disk(struct igd_create *create, const char *argument, struct igd_error *reterr)
{
	int error = split_disk(create, argument, reterr);

	if (error)
		return error;
	create->is_disk_new = !igd_host_has(create->host, create->disk);
	look_at_way(create, create->disk);
	if (create->is_disk_new) {
		create->disk_format = "qcow2";
		create->disk_size = create->disk_size ? create->disk_size : USUAL_SIZE;
		error = look_at_program(create, reterr);
		return error ? error : look_at_folder(create, create->disk, reterr);
	}
	if (create->disk_size)
		igd_create_note(create,
			"%s is there already: it is used as it is, whatever its size.",
			create->disk);
	error = look_at_file(create, "--disk", create->disk, reterr);
	return error ? error : igd_create_disk_format(create, reterr);
}

static int look_at_iso(struct igd_create *create, const char *path, struct igd_error *reterr)
{
	int error = look_at_path("--iso", path, reterr);

	if (error)
		return error;
	if (create->iso_count == IGD_CREATE_MAX_ISOS)
		return igd_error_set(reterr, EINVAL, "--iso: at most %u CDs", IGD_CREATE_MAX_ISOS);
	if (!igd_host_has(create->host, path))
		return igd_error_set(reterr, ENOENT, "--iso: %s: there is no such file", path);
	create->isos[create->iso_count++] = igd_host_print(create->host, "%s", path);
	look_at_way(create, path);
	return look_at_file(create, "--iso", path, reterr);
}

static void tell_cds(struct igd_create *create)
{
	if (!create->iso_count && create->is_disk_new)
		igd_create_note(create,
			"Its disk is empty, and there is no CD to install from (`--iso FILE`): it is made, and not started.");
	if (create->iso_count == 1)
		igd_create_note(create,
			"Windows' Setup sees neither disk nor network without virtio-win's drivers: give their CD as a second "
			"`--iso` (https://github.com/virtio-win/virtio-win-pkg-scripts says where it is).");
}

int igd_create_by_files(struct igd_create *create, const struct igd_create_request *request,
	struct igd_error *reterr)
{
	const char *const *iso = request->isos;
	int error = look_at_disk(create, request->disk, reterr);

	for (; !error && iso && *iso; iso++)
		error = look_at_iso(create, *iso, reterr);
	tell_cds(create);
	return !error && request->rom ? igd_create_take_rom(create, reterr) : error;
}
