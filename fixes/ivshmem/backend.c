// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.backend - makes what backs the shared memory: kvmfr's device at each boot, or a file that both sides may write
 *
 * For kvmfr: its size, its being loaded, and who may open it (LookingGlass doc/ivshmem_kvmfr.rst). For a file in /dev/shm:
 * an entry of tmpfiles.d(5), as QEMU would make it for itself alone.
 */
#include <inttypes.h>
#include <string.h>

#include "facts/host/modprobe.h"
#include "facts/host/modules.h"
#include "facts/shmem/shmem_access.h"
#include "facts/shmem/shmem_kvmfr.h"
#include "facts/vm/view.h"
#include "fixes/ivshmem/area.h"

#define MODULE "kvmfr"
#define MODPROBE_FILE "/etc/modprobe.d/igd-doctor-kvmfr.conf"
#define LOAD_FILE "/etc/modules-load.d/igd-doctor-kvmfr.conf"
/* Before 73-seat-late.rules, or the tag comes too late (S127). */
#define RULE_FILE "/etc/udev/rules.d/70-igd-doctor-kvmfr.rules"
#define RULE "SUBSYSTEM==\"kvmfr\", GROUP=\"kvm\", MODE=\"0660\", TAG+=\"uaccess\"\n"
#define TMPFILES "/etc/tmpfiles.d/igd-doctor-looking-glass.conf"
/* People's accounts, as facts/shmem/shmem_client.c counts them (login.defs(5) UID_MIN; systemd's UIDs and GIDs). */
#define UID_FIRST 1000u
#define UID_LAST 59999u

struct scene {
	struct igd_host *host;
	struct igd_changes *changes;
	const struct igd_vm *vm;
	const struct igd_vm_shmem *shmem;
	struct igd_shmem_place place;
};

/* The module's size and loading; false after declining. */
static bool configure_module(const struct scene *it, unsigned index)
{
	const char *origin = NULL;
	uint64_t configured = igd_kvmfr_configured(it->host, index, &origin);
	IGD_AUTOFREE char *options = NULL;

	if (configured && configured != it->shmem->bytes &&
		!igd_starts_with(origin, MODPROBE_FILE)) {
		igd_change_decline(it->changes,
			"%s gives kvmfr a size already, which is not the VM's: one of the two has to "
			"follow the other",
			origin);
		return false;
	}
	if (index || !it->shmem->bytes || it->shmem->bytes % (1 << 20)) {
		igd_change_decline(
			it->changes, index ? "only the first of kvmfr's devices is set up"
					   : "how many MiB the VM's shared memory has is not said");
		return false;
	}
	options = igd_printf(
		"options " MODULE " static_size_mb=%" PRIu64 "\n", it->shmem->bytes >> 20);
	if (configured != it->shmem->bytes)
		igd_change_file(
			it->changes, MODPROBE_FILE, options, IGD_EFFECT_BOOT, "the VM's size");
	igd_change_file(it->changes, LOAD_FILE, MODULE "\n", IGD_EFFECT_BOOT,
		"so that the device is there before a VM starts");
	return true;
}

static bool is_rule_right(struct igd_host *host)
{
	const struct igd_kvmfr_rule *rule = igd_kvmfr_rule(host);
	uint64_t mode;

	return rule->is_there && *rule->group && igd_parse_u64(rule->mode, 8, &mode) == 0 &&
	       (mode & 060) == 060 && !igd_kvmfr_rule_is_late(rule);
}

static void open_device(const struct scene *it)
{
	static const char *const reload[] = { "udevadm", "control", "--reload", NULL };
	static const char *const trigger[] = { "udevadm", "trigger", "--subsystem-match=" MODULE,
		NULL };

	if (is_rule_right(it->host))
		return;
	igd_change_file(it->changes, RULE_FILE, RULE, IGD_EFFECT_NOW,
		"QEMU's user is in the group kvm; the tag is for whoever sits at the screen");
	igd_change_command(it->changes, reload, NULL, "udev reads the rule");
	igd_change_command(
		it->changes, trigger, NULL, "and goes by it for the device that is there");
}

static void load_module(const struct scene *it)
{
	static const char *const load[] = { "modprobe", MODULE, NULL };
	static const char *const unload[] = { "modprobe", "-r", MODULE, NULL };

	if (it->place.node == IGD_SHMEM_ABSENT && it->vm->is_running == IGD_VM_NO &&
		!igd_host_has(it->host, "/sys/module/" MODULE))
		igd_change_command(it->changes, load, unload, "so that the device is there now");
}

static void plan_kvmfr(const struct scene *it, unsigned index)
{
	if (it->place.node != IGD_SHMEM_DEVICE) {
		if (!igd_host_has(it->host, "/sys/module/" MODULE) &&
			igd_module_state(it->host, MODULE) == IGD_MODULE_ABSENT) {
			igd_change_decline(it->changes,
				"the running kernel has no module kvmfr; `dkms install .` in `module/` of Looking "
				"Glass' sources makes it");
			return;
		}
		if (!configure_module(it, index))
			return;
	}
	open_device(it);
	load_module(it);
}

/* The one person of /etc/passwd, copied; NULL where there is none, or more than one. */
static char *only_person(struct igd_host *host)
{
	const char *line = igd_host_text(host, "/etc/passwd");
	struct igd_user user, found = { .name = "" };

	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		IGD_AUTOFREE char *name = igd_strndup(line, strcspn(line, ":\n"));

		if (!igd_user_find(line, "", name, &user) || user.uid < UID_FIRST ||
			user.uid > UID_LAST)
			continue;
		if (*found.name)
			return NULL;
		found = user;
	}
	return *found.name ? igd_strdup(found.name) : NULL;
}

/* Whether the entry is there, and the file as it says. */
static bool is_made(const struct scene *it, const char *entry)
{
	const char *text = igd_host_text(it->host, TMPFILES);

	return text && strcmp(text, entry) == 0 && it->place.node == IGD_SHMEM_REGULAR &&
	       it->place.mode.mode == 0660;
}

static void plan_file(const struct scene *it)
{
	IGD_AUTOFREE char *person = only_person(it->host), *entry = NULL;
	const char *path = it->shmem->path;

	if (!igd_starts_with(path, "/dev/shm/") || strpbrk(path, " \t\n%\\\"'")) {
		igd_change_decline(it->changes, "only a file in /dev/shm can be made at boot");
		return;
	}
	entry = igd_printf("f %s 0660 %s kvm -\n", path, person ? person : "YOU");
	if (!person) {
		igd_change_manual(it->changes,
			"As whom the Looking Glass client runs is not known, as several people have an account "
			"here, or none: put this line, with the name in place of YOU, into " TMPFILES
			" and run `systemd-tmpfiles --create`",
			entry);
		return;
	}
	if (is_made(it, entry))
		return;
	igd_change_file(it->changes, TMPFILES, entry, IGD_EFFECT_NOW,
		"QEMU's user is in the group kvm, and the client runs as you");
	if (igd_host_has(it->host, "/usr/bin/systemd-tmpfiles")) {
		static const char *const create[] = { "systemd-tmpfiles", "--create", TMPFILES,
			NULL };

		igd_change_command(
			it->changes, create, NULL, "the file is there before the VM starts");
	}
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	struct scene it = { .host = host, .changes = ret, .vm = igd_vm_get(host) };
	unsigned index;

	it.shmem = it.vm ? igd_shmem_choose(it.vm) : NULL;
	if (!it.shmem || !it.shmem->path) {
		igd_change_decline(
			ret, "%s", it.vm ? "the VM has no shared memory" : igd_vm_why_none(host));
		return;
	}
	igd_shmem_place(host, it.shmem->path, &it.place);
	if (igd_shmem_is_kvmfr(it.shmem->path, &index))
		plan_kvmfr(&it, index);
	else
		plan_file(&it);
}

const struct igd_fix igd_fix_ivshmem_backend = {
	.id = "ivshmem.backend",
	.title = "Make what backs the shared memory, so that QEMU and the client may open it",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
