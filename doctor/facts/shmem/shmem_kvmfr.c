// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_kvmfr - the kernel module behind /dev/kvmfr0
 */
#include "facts/shmem/shmem_kvmfr.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/lockdown.h"
#include "facts/host/modprobe.h"
#include "facts/host/modules.h"

#define MODULE "kvmfr"
#define MAX_DEVICES 10u
/* The module allocates it as an int of MiB; nobody means more than this. */
#define MAX_MIB (UINT64_C(1) << 20)
/* Where systemd's tag for the seat is acted upon (LookingGlass doc/ivshmem_kvmfr.rst). */
#define SEAT_RULES "73-seat-late.rules"
/* Files of /etc/udev/rules.d that are read at most. */
#define MAX_RULES 24u

bool igd_kvmfr_static_size(const char *value, unsigned index, uint64_t *ret_mib)
{
	char word[16];
	uint64_t mib;
	size_t length;

	if (index >= MAX_DEVICES)
		return false;
	for (; index; index--) {
		value += strcspn(value, ",");
		if (!*value)
			return false;
		value++;
	}
	length = strcspn(value, ",");
	if (!length || length >= sizeof(word))
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)length, value);
	if (igd_parse_u64(word, 0, &mib) < 0 || !mib || mib > MAX_MIB)
		return false;
	*ret_mib = mib;
	return true;
}

uint64_t igd_kvmfr_configured(struct igd_host *host, unsigned index, const char **ret_origin)
{
	struct igd_modprobe_option option =
		igd_modprobe_option(igd_modprobe_get(host), MODULE, "static_size_mb");
	uint64_t mib;

	if (!option.value || !igd_kvmfr_static_size(option.value, index, &mib))
		return 0;
	igd_host_cite(host, option.origin, "static_size_mb=%s", option.value);
	*ret_origin = option.origin;
	return mib << 20;
}

static struct igd_kvmfr_absence not_loaded(struct igd_host *host, const char *load)
{
	const char *lockdown = igd_lockdown_mode(host);
	bool is_strict =
		(lockdown && strcmp(lockdown, "none") != 0) || igd_has_module_signatures(host);

	if (!is_strict)
		return (struct igd_kvmfr_absence){ "the module kvmfr is not loaded", load };
	return (struct igd_kvmfr_absence){
		"the module kvmfr is not loaded, and this kernel takes signed modules only",
		igd_host_print(host,
			"%s If that says `Key was rejected by service`, the module is not signed with a "
			"key that this machine knows: enrol DKMS' key with `mokutil --import "
			"/var/lib/dkms/mok.pub` (where your distribution's DKMS keeps it) and reboot.",
			load)
	};
}

const char *igd_kvmfr_load(struct igd_host *host, uint64_t bytes)
{
	return igd_host_print(host,
		"Stop the VM, {modprobe options kvmfr static_size_mb=%" PRIu64
		"}, put `kvmfr` into /etc/modules-load.d/kvmfr.conf so that it is loaded at boot, and run "
		"`modprobe kvmfr` before the VM starts.",
		bytes >> 20);
}

struct igd_kvmfr_absence igd_kvmfr_absence(struct igd_host *host, uint64_t bytes)
{
	const char *load = igd_kvmfr_load(host, bytes);

	if (igd_host_has(host, "/sys/module/" MODULE))
		return (struct igd_kvmfr_absence){
			"the module kvmfr is loaded, but has not made this device",
			igd_host_print(host,
				"Stop the VM, {modprobe options kvmfr static_size_mb=%" PRIu64
				"} and run `modprobe -r kvmfr`, then `modprobe kvmfr`: without that option "
				"it makes none.",
				bytes >> 20)
		};
	switch (igd_module_state(host, MODULE)) {
	case IGD_MODULE_ABSENT:
		return (struct igd_kvmfr_absence){ "the running kernel has no module kvmfr",
			igd_host_print(host,
				"Install the kernel's headers and dkms, run `dkms install .` in `module/` "
				"of Looking Glass' sources (of the client's release), then: %s",
				load) };
	case IGD_MODULE_FILE:
	case IGD_MODULE_BUILTIN:
	case IGD_MODULE_UNKNOWN:
	default:
		return not_loaded(host, load);
	}
}

/* The quoted value behind a key and its operator: GROUP="kvm", MODE:="0660". False if it is not assigned. */
static bool assigned(const char *line, const char *key, char *ret, size_t room)
{
	const char *found, *at;
	size_t length;

	for (found = strstr(line, key); found; found = strstr(found + 1, key)) {
		at = found + strlen(key);
		at += *at == ':' || *at == '+';
		if ((found > line && !strchr(", \t", found[-1])) || at[0] != '=' || at[1] != '"')
			continue;
		length = strcspn(at + 2, "\"\n");
		if (length >= room)
			return false;
		snprintf(ret, room, "%.*s", (int)length, at + 2);
		return true;
	}
	return false;
}

static void take_rule(const char *file, const char *line, struct igd_kvmfr_rule *rule)
{
	char tag[32];

	if (*line == '#' || !strstr(line, MODULE))
		return;
	rule->is_there = true;
	snprintf(rule->file, sizeof(rule->file), "%s", file);
	assigned(line, "GROUP", rule->group, sizeof(rule->group));
	assigned(line, "MODE", rule->mode, sizeof(rule->mode));
	rule->has_uaccess |= assigned(line, "TAG", tag, sizeof(tag)) && strcmp(tag, "uaccess") == 0;
}

void igd_kvmfr_rule_parse(const char *file, const char *text, struct igd_kvmfr_rule *rule)
{
	size_t length;
	char *line;

	for (; *text; text += length, text += *text == '\n') {
		length = strcspn(text, "\n");
		line = igd_strndup(text, length);
		take_rule(file, line + strspn(line, " \t"), rule);
		free(line);
	}
}

static bool is_named_after(const char *name)
{
	return strstr(name, MODULE) || strstr(name, "looking-glass");
}

static void read_rules(
	struct igd_host *host, const char *directory, bool all, struct igd_kvmfr_rule *rule)
{
	const char *const *names = igd_host_list(host, directory);
	const char *path, *text;
	unsigned left = MAX_RULES;

	for (; names && *names && left; names++) {
		if (!igd_ends_with(*names, ".rules") || (!all && !is_named_after(*names)))
			continue;
		path = igd_host_print(host, "%s/%s", directory, *names);
		text = igd_host_text(host, path);
		if (text)
			igd_kvmfr_rule_parse(path, text, rule);
		left--;
	}
}

static void read_rule(struct igd_host *host, void *ret)
{
	/* A file of /etc takes the place of one of the same name elsewhere; their rules are alike here. */
	read_rules(host, "/usr/lib/udev/rules.d", false, ret);
	read_rules(host, "/etc/udev/rules.d", true, ret);
}

static const struct igd_fact rule_fact = { "kvmfr's udev rule", sizeof(struct igd_kvmfr_rule),
	read_rule, NULL };

const struct igd_kvmfr_rule *igd_kvmfr_rule(struct igd_host *host)
{
	return igd_host_fact(host, &rule_fact);
}

bool igd_kvmfr_rule_is_late(const struct igd_kvmfr_rule *rule)
{
	return rule->has_uaccess && strcmp(igd_basename(rule->file), SEAT_RULES) >= 0;
}
