// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_client - whether a person's client may open the shared memory
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/shmem/shmem_access.h"
#include "facts/shmem/shmem_kvmfr.h"

#define UID_FIRST 1000u
#define UID_LAST 59999u
/* How many are looked at. */
#define MAX_PEOPLE 200u

/* The user's name of a line of passwd(5) if its number is a person's; the caller frees it. */
static char *person(const char *line)
{
	size_t name = strcspn(line, ":\n"), password;
	const char *uid = line + name;
	unsigned long number;
	char *end;

	if (!name || *uid != ':')
		return NULL;
	password = strcspn(uid + 1, ":\n");
	uid += 1 + password;
	if (*uid != ':')
		return NULL;
	number = strtoul(uid + 1, &end, 10);
	if (end == uid + 1 || *end != ':' || number < UID_FIRST || number > UID_LAST)
		return NULL;
	return igd_strndup(line, name);
}

unsigned igd_shmem_people(const char *passwd, const char *group, const struct igd_mode *mode)
{
	char own[sizeof(mode->path) + 64];
	struct igd_mode obstacle;
	struct igd_user user;
	unsigned count = 0, left = MAX_PEOPLE;
	char *name;

	/* Only the thing itself: /dev and /dev/shm let everybody through. */
	snprintf(own, sizeof(own), "f %04o %u %u 0 - /x\n", mode->mode, mode->uid, mode->gid);
	for (; *passwd && left; passwd += strcspn(passwd, "\n"), passwd += *passwd == '\n') {
		name = person(passwd);
		if (name && igd_user_find(passwd, group, name, &user) &&
			!igd_reach_obstacle_to_writing(own, &user, &obstacle))
			count++;
		left -= name != NULL;
		free(name);
	}
	return count;
}

static struct igd_shmem_answer may(struct igd_host *host, const char *path, unsigned people)
{
	const char *what =
		people == 1 ? "so may one person, by the accounts of this host"
			    : igd_host_print(host, "so may %u people, by the accounts of this host",
				      people);

	return igd_shmem_say(IGD_SHMEM_GOOD, path, what, NULL);
}

static const char *remedy(struct igd_host *host, const struct igd_shmem_case *at)
{
	if (at->is_kvmfr)
		return "Put the line `SUBSYSTEM==\"kvmfr\", GROUP=\"kvm\", MODE=\"0660\", "
		       "TAG+=\"uaccess\"` into /etc/udev/rules.d/70-kvmfr.rules, run `udevadm control "
		       "--reload` and `udevadm trigger --subsystem-match=kvmfr`. Without systemd or elogind "
		       "the tag does nothing: there add yourself to the group kvm.";
	return igd_host_print(host,
		"Put the line `f %s 0660 YOU kvm -` into /etc/tmpfiles.d/10-looking-glass.conf (YOU: as "
		"whom the client runs, and QEMU's user has to be in the group kvm). Stop the VM, remove "
		"%s and run `systemd-tmpfiles --create`; where there is no systemd, have `install -o YOU "
		"-g kvm -m 0660 /dev/null %s` run at boot.",
		at->shmem->path, at->shmem->path, at->shmem->path);
}

static struct igd_shmem_answer judge_list(struct igd_host *host, const struct igd_shmem_case *at)
{
	const struct igd_kvmfr_rule *rule = at->is_kvmfr ? igd_kvmfr_rule(host) : NULL;

	if (rule && rule->has_uaccess && !igd_kvmfr_rule_is_late(rule))
		return igd_shmem_say(
			IGD_SHMEM_GOOD, rule->file, "so may whoever sits at the screen", NULL);
	return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, at->shmem->path,
		igd_host_print(host,
			"an access control list decides who may open it; `getfacl %s` shows it",
			at->shmem->path),
		NULL);
}

static struct igd_shmem_answer judge_nobody(struct igd_host *host, const struct igd_shmem_case *at)
{
	const struct igd_mode *mode = &at->place.mode;
	const struct igd_kvmfr_rule *rule = at->is_kvmfr ? igd_kvmfr_rule(host) : NULL;
	struct igd_shmem_answer answer = igd_shmem_say(IGD_SHMEM_BAD, at->shmem->path, NULL, NULL);

	answer.fix = "ivshmem.backend";
	if (rule && igd_kvmfr_rule_is_late(rule)) {
		answer.where = rule->file;
		answer.what = igd_host_print(host,
			"its tag \"uaccess\" comes too late: the file does not sort before "
			"73-seat-late.rules, and mode %04o lets no person open %s",
			mode->mode, at->shmem->path);
		answer.remedy = igd_host_print(host,
			"Rename it to /etc/udev/rules.d/70-kvmfr.rules, then run `udevadm control --reload` "
			"and `udevadm trigger --subsystem-match=kvmfr`.");
		return answer;
	}
	answer.what = igd_host_print(host,
		"mode %04o, owner %u, group %u: no account of a person may open it for reading and "
		"writing, as the client does",
		mode->mode, mode->uid, mode->gid);
	answer.remedy = remedy(host, at);
	return answer;
}

static struct igd_shmem_answer judge_absent(struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *path = at->shmem->path, *pid;
	struct igd_shmem_answer answer;

	if (igd_vm_runner(host, at->vm, &pid) != IGD_RUNNER_LIBVIRT)
		return igd_shmem_say(IGD_SHMEM_GOOD, path, "so may they", NULL);
	/* QEMU 10.0 system/physmem.c file_ram_open() makes it with mode 0644. */
	answer = igd_shmem_say(IGD_SHMEM_BAD, path,
		"it is not there yet: libvirt's QEMU will make it as its own, with mode 0644, and the client "
		"may not write to it then",
		remedy(host, at));
	answer.fix = "ivshmem.backend";
	return answer;
}

static struct igd_shmem_answer judge(struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *passwd, *group;
	unsigned people;

	if (at->place.node == IGD_SHMEM_ABSENT)
		return judge_absent(host, at);
	if (at->place.mode.has_acl)
		return judge_list(host, at);
	passwd = igd_host_text(host, "/etc/passwd");
	group = igd_host_text(host, "/etc/group");
	if (!passwd)
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, "/etc/passwd",
			"absent: who the people of this host are is not known", NULL);
	people = igd_shmem_people(passwd, group ? group : "", &at->place.mode);
	return people ? may(host, at->shmem->path, people) : judge_nobody(host, at);
}

struct igd_shmem_answer igd_shmem_for_client(struct igd_host *host, const struct igd_shmem_case *at)
{
	struct igd_shmem_answer answer = judge(host, at);

	answer.is_degraded = true;
	return answer;
}
