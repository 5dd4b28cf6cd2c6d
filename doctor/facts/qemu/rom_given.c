// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_given - the option ROM that the VM is to get: the one named with `--rom FILE`, else that of its definition
 *
 * The ROM itself is not recorded: what was found in it is, as text (rom_text.h), behind a line with its state.
 */
#include "facts/qemu/rom_given.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "facts/firmware/rom_text.h"
#include "facts/host/igpu.h"

#define KEY "given/rom"
/* With the path behind it. */
#define KEY_OF_VM "vm/rom"

static const char *const states[] = {
	[IGD_ROM_NOT_GIVEN] = "state not-given",
	[IGD_ROM_ABSENT] = "state absent",
	[IGD_ROM_EMPTY] = "state empty",
	[IGD_ROM_TOO_LARGE] = "state too-large",
	[IGD_ROM_NOT_A_ROM] = "state not-a-rom",
	[IGD_ROM_READ] = "state read",
};

/* At most limit bytes and one more. 0, or an errno. */
static int drain(int fd, size_t limit, struct igd_text *ret)
{
	char piece[1 << 14];
	ssize_t got;

	while (ret->size <= limit) {
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? errno : 0;
		igd_text_add(ret, piece, (size_t)got);
	}
	return 0;
}

static void describe(const struct igd_text *bytes, struct igd_text *ret)
{
	struct igd_rom rom;
	bool is_rom;

	if (!bytes->size) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_EMPTY]);
		return;
	}
	if (bytes->size > IGD_ROM_MAX_BYTES) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_TOO_LARGE]);
		return;
	}
	is_rom = igd_rom_parse((const uint8_t *)bytes->text, bytes->size, &rom);
	igd_text_printf(ret, "%s\n", states[is_rom ? IGD_ROM_READ : IGD_ROM_NOT_A_ROM]);
	igd_rom_write(&rom, ret);
	igd_rom_done(&rom);
}

/* From a source that holds no files: what it has read of it, or all of it. 0, or an errno. */
static int recorded(struct igd_host *host, const char *path, struct igd_text *ret)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, path, IGD_ROM_MAX_BYTES);
	int error = igd_host_error(host, path);

	if (bytes)
		igd_text_add(ret, bytes->data, bytes->size);
	return bytes || error ? error : ENOENT;
}

/* *path is what to open. */
static int work(struct igd_host *host, void *path, struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text bytes = { 0 };
	IGD_AUTOCLOSE int fd = igd_host_open(host, path);
	bool is_given = igd_starts_with(path, IGD_GIVEN);
	int error = fd < 0 ? -fd : drain(fd, IGD_ROM_MAX_BYTES, &bytes);

	if (fd == -ENOTSUP && is_given)
		return ENODATA; /* a recording to which it was given, and that says nothing of it */
	if (fd == -ENOTSUP)
		error = recorded(host, path, &bytes);
	if (error == ENOENT) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_ABSENT]);
		return 0;
	}
	if (error == EFBIG) {
		igd_text_printf(ret, "%s\n", states[IGD_ROM_TOO_LARGE]);
		return 0;
	}
	if (!error)
		describe(&bytes, ret);
	return error;
}

static bool parse(const char *text, struct igd_rom_given *ret)
{
	size_t i, length = strcspn(text, "\n");

	for (i = IGD_ROM_ABSENT; i < sizeof(states) / sizeof(*states); i++) {
		if (strlen(states[i]) == length && strncmp(states[i], text, length) == 0)
			ret->state = (enum igd_rom_state)i;
	}
	if (ret->state == IGD_ROM_READ || ret->state == IGD_ROM_NOT_A_ROM)
		return text[length] && igd_rom_read(text + length + 1, &ret->rom);
	return ret->state != IGD_ROM_NOT_GIVEN;
}

/* Debian's and Ubuntu's --firmwarepath (qemu debian/rules), the upstream default, and Proxmox VE's. */
static const char *const folders[] = { "/usr/share/qemu", "/usr/share/seabios",
	"/usr/lib/ipxe/qemu", "/usr/share/kvm" };

const char *igd_rom_path(struct igd_host *host, const struct igd_vm *vm, const char *romfile)
{
	const char *first = NULL, *path;
	size_t i, from = vm->origin == IGD_VM_PROXMOX ? 3 : 0;

	if (*romfile == '/' || !*romfile)
		return *romfile ? romfile : NULL;
	for (i = from; i < sizeof(folders) / sizeof(*folders); i++) {
		path = igd_host_print(host, "%s/%s", folders[i], romfile);
		first = first ? first : path;
		if (igd_host_has(host, path))
			return path;
	}
	return first;
}

struct place {
	const char *path, *open, *key; /* NULL: none */
	const struct igd_vm *vm;
};

static void find_place(struct igd_host *host, void *ret)
{
	struct place *place = ret;
	const struct igd_vm *vm;
	const struct igd_vm_hostdev *device;

	*place = (struct place){ igd_host_given(host, "rom"), IGD_GIVEN "rom", KEY, NULL };
	vm = place->path ? NULL : igd_vm_view(host)->vm;
	device = vm ? igd_vm_igpu(host) : NULL;
	if (!device || !device->rom)
		return;
	place->vm = vm;
	place->path = place->open = igd_rom_path(host, vm, device->rom);
	place->key = igd_host_print(host, KEY_OF_VM "%s", place->path ? place->path : "");
}

static const struct igd_fact place_fact = { "ROM's place", sizeof(struct place), find_place, NULL };

const char *igd_rom_given_path(struct igd_host *host)
{
	const struct place *place = igd_host_fact(host, &place_fact);

	return place->path;
}

static void read_given(struct igd_host *host, void *ret)
{
	struct igd_rom_given *given = ret;
	const struct place *place = igd_host_fact(host, &place_fact);
	const char *text;

	given->path = place->path;
	given->vm = place->vm;
	text = given->path ? igd_host_derive(host, place->key, work, (void *)(uintptr_t)place->open)
			   : NULL;
	if (!text || parse(text, given))
		return;
	given->state = IGD_ROM_NOT_GIVEN;
	igd_host_stick(host, place->key, EBADMSG);
}

static void free_given(void *fact)
{
	igd_rom_done(&((struct igd_rom_given *)fact)->rom);
}

static const struct igd_fact fact = { "given ROM", sizeof(struct igd_rom_given), read_given,
	free_given };

const struct igd_rom_given *igd_rom_given_get(struct igd_host *host)
{
	return igd_host_fact(host, &fact);
}

const char *igd_rom_none_where(struct igd_host *host)
{
	const struct igd_vm *vm = igd_vm_view(host)->vm;

	return vm ? vm->where : "--rom";
}

const char *igd_rom_none_why(struct igd_host *host)
{
	const struct igd_vm *vm = igd_vm_view(host)->vm;

	if (!vm)
		return "no ROM was named";
	return igd_host_print(host,
		igd_vm_igpu(host) ? "%s gives the iGPU no ROM" : "%s is not given the iGPU",
		vm->name);
}

struct fit_fact {
	bool is_known;
	struct igd_rom_fit fit;
};

static void read_fit(struct igd_host *host, void *ret)
{
	struct fit_fact *judged = ret;
	const struct igd_rom_given *given = igd_rom_given_get(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);

	judged->is_known = given->state == IGD_ROM_READ && igpu;
	if (judged->is_known)
		igd_rom_judge(&given->rom, igpu->device, &judged->fit);
}

static void free_fit(void *judged)
{
	igd_rom_fit_done(&((struct fit_fact *)judged)->fit);
}

static const struct igd_fact fit_fact = { "given ROM's fit", sizeof(struct fit_fact), read_fit,
	free_fit };

const struct igd_rom_fit *igd_rom_given_fit(struct igd_host *host)
{
	const struct fit_fact *judged = igd_host_fact(host, &fit_fact);

	return judged->is_known ? &judged->fit : NULL;
}
