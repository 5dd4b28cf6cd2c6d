// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_domain_fixes - each VM of tests/vms with each fix of a VM: what the fix was for passes once its edits are made
 *
 * Two hosts: one as it is, and one that is ready, with a QEMU that knows the iGPU. Where a fix leaves something to a person (a
 * MANUAL step, or that it declines), what that is about need not pass. The edited domain also has to be one by libvirt's own
 * schema, where that is installed.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/exam.h"
#include "core/finding.h"
#include "core/host_private.h"
#include "core/plugin.h"
#include "core/proposal.h"
#include "core/source_private.h"
#include "fixes/apply/domain_edit.h"
#include "tests/unit/unit.h"

#define VMS IGD_SOURCE_DIR "/tests/vms"
#define HOSTS IGD_SOURCE_DIR "/tests/hosts/"
#define QEMU IGD_SOURCE_DIR "/tests/checks/qemu.generation/pass-alder-lake-s-qemu-10.2.tree"

static const char *const names[] = { "vm", "rom", "ivshmem", "smbios", "opregion", "gms" };
#define PLUGINS (sizeof(names) / sizeof(*names))
static const char *const hosts[] = { "artix-12700k-openrc-grub.tree",
	"artix-12700k-openrc-grub-done.tree" };

/* What was seen to; so that a test which sees nothing fails. */
struct tally {
	size_t mended, by_hand, validated;
};

struct suite {
	const struct igd_plugin *plugins[PLUGINS];
	void *handles[PLUGINS];
	struct tally tally;
};

static void read_file(const char *path, struct igd_text *ret)
{
	char bytes[4096];
	FILE *file = fopen(path, "r");
	size_t size;

	if (!file)
		fail_msg("%s", path);
	while (file && (size = fread(bytes, 1, sizeof(bytes), file)) > 0)
		igd_text_add(ret, bytes, size);
	if (file)
		fclose(file);
}

static void add_lines(struct igd_text *ret, const char *text)
{
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		igd_text_printf(ret, "|%.*s\n", (int)strcspn(text, "\n"), text);
}

/* What the fixture says of QEMU: its recorded answers. */
static void add_qemu(struct igd_text *ret)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *line;
	bool is_answer = false;

	read_file(QEMU, &text);
	for (line = text.text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (*line != '|')
			is_answer = igd_starts_with(line, "f /.igd-doctor/");
		if (is_answer)
			igd_text_printf(ret, "%.*s\n", (int)strcspn(line, "\n"), line);
	}
}

/* The host's text with this domain on it, which is called as its folder. */
static struct igd_host *host_of(const char *name, const char *folder, const char *domain)
{
	IGD_AUTOFREE char *path = igd_printf(HOSTS "%s", name);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_error error = { 0 };
	struct igd_source *source;

	read_file(path, &text);
	if (strstr(name, "done"))
		add_qemu(&text);
	igd_text_printf(&text,
		"f /.igd-doctor/libvirt/connection\n|uri qemu:///system\n|libvirt 11.3.0\n"
		"|qemu 10.2.0\n|emulator /usr/bin/qemu-system-x86_64\n"
		"f /.igd-doctor/libvirt/domains\n|off %s\n"
		"f /.igd-doctor/libvirt/domain/%s/inactive.xml\n",
		folder, folder);
	add_lines(&text, domain);
	source = igd_source_tree_text(text.text, text.size, name, &error);
	if (!source)
		fail_msg("%s: %s", name, error.message);
	return igd_host_new(source);
}

static struct suite suite;

static int load(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < PLUGINS; i++) {
		IGD_AUTOFREE char *path = igd_printf(IGD_PLUGINS "/%s.so", names[i]);

		suite.handles[i] = dlopen(path, RTLD_NOW | RTLD_LOCAL);
		suite.plugins[i] = suite.handles[i] ? dlsym(suite.handles[i], "igd_plugin") : NULL;
		if (!suite.plugins[i])
			fail_msg("%s: %s", path, dlerror());
	}
	return 0;
}

static int unload(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < PLUGINS; i++)
		dlclose(suite.handles[i]);
	return 0;
}

/* Whether the check's finding on this host is a failure that this fix is for, or, fix NULL, a failure at all. */
static bool fails(
	const struct igd_check *check, struct igd_host *host, const char *fix, char **ret_what)
{
	struct igd_finding finding;
	bool is_failed;

	igd_finding_init(&finding, check, "test");
	igd_check_examine(check, host, NULL, &finding);
	is_failed = finding.verdict == IGD_FAIL &&
		    (!fix || (finding.fix && strcmp(finding.fix, fix) == 0));
	*ret_what = igd_strdup(finding.what ? finding.what : "");
	igd_finding_done(&finding);
	return is_failed;
}

/* The domain with the changes made; the caller frees it. */
static char *edited(const struct igd_changes *changes, const char *domain, bool *ret_is_by_hand)
{
	const struct igd_change *edits[IGD_DOMAIN_MAX_EDITS];
	struct igd_bytes bytes = { domain, domain ? strlen(domain) : 0 };
	struct igd_text ret = { 0 };
	struct igd_error error = { 0 };
	size_t count = 0, i;

	*ret_is_by_hand = false;
	for (i = 0; i < changes->count; i++) {
		assert_in_range(count, 0, IGD_DOMAIN_MAX_EDITS - 1);
		if (changes->items[i].kind == IGD_CHANGE_DOMAIN)
			edits[count++] = &changes->items[i];
		else if (changes->items[i].kind == IGD_CHANGE_MANUAL ||
			 changes->items[i].kind == IGD_CHANGE_DECLINE)
			*ret_is_by_hand = true;
	}
	if (igd_domain_edit(&bytes, edits, count, &ret, &error) < 0)
		fail_msg("%s", error.message);
	return ret.text;
}

/* What the fix makes of the domain on this host; the caller frees it. */
static char *fixed(const struct igd_fix *fix, const char *name, const char *folder,
	const char *domain, bool *ret_is_by_hand)
{
	struct igd_host *host = host_of(name, folder, domain);
	struct igd_changes changes = { 0 };
	char *failed = NULL, *ret;

	igd_fix_propose(fix, host, &changes, &failed);
	if (failed)
		fail_msg("%s: %s: %s", folder, fix->id, failed);
	ret = edited(&changes, domain, ret_is_by_hand);
	igd_changes_done(&changes);
	igd_host_free(host);
	return ret;
}

/* libvirt 9.3 brought limit= to <maxphysaddr>; the schema that is installed may be older. */
static char *without_limit(const char *domain)
{
	const char *at = strstr(domain, " limit='");
	const char *end = at ? strchr(at + strlen(" limit='"), '\'') : NULL;

	return end ? igd_printf("%.*s%s", (int)(at - domain), domain, end + 1) : igd_strdup(domain);
}

/* By libvirt's own schema. */
static bool is_valid(const char *domain)
{
	IGD_AUTOFREE char *text = without_limit(domain);
	char path[] = "/tmp/igd-doctor-domain.XXXXXX";
	IGD_AUTOFREE char *command = NULL;
	int fd = mkstemp(path), status;
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (!file)
		fail_msg("%s", path);
	fputs(text, file);
	fclose(file);
	command = igd_printf("virt-xml-validate %s domain >/dev/null 2>&1", path);
	status = system(command); // NOLINT(cert-env33-c): a path of our own making
	unlink(path);
	return status == 0;
}

static bool has_validator(void)
{
	// NOLINTNEXTLINE(cert-env33-c): the shell says whether it is there
	return system("command -v virt-xml-validate >/dev/null 2>&1") == 0;
}

static void check_valid(const char *folder, const char *id, const char *before, const char *after)
{
	if (!has_validator() || !is_valid(before))
		return;
	if (!is_valid(after))
		fail_msg("%s: %s: libvirt refuses\n%s", folder, id, after);
	suite.tally.validated++;
}

/* A fix, and where it is asked. */
struct scene {
	const struct igd_fix *fix;
	const char *host, *folder;
	bool is_by_hand; /* something is left to a person */
};

/* A check that failed, and named this fix, passes with its edits, or is no failure any more. */
static void check_one(const struct scene *scene, const struct igd_check *check,
	struct igd_host *old, struct igd_host *fresh)
{
	IGD_AUTOFREE char *was = NULL, *is = NULL;

	if (!fails(check, old, scene->fix->id, &was))
		return;
	if (!fails(check, fresh, NULL, &is))
		suite.tally.mended++;
	else if (scene->is_by_hand)
		suite.tally.by_hand++;
	else
		fail_msg("%s, %s: %s did not mend %s: %s (%s)", scene->host, scene->folder,
			scene->fix->id, check->id, is, was);
}

static void check_mended(const struct scene *scene, const char *before, const char *after)
{
	struct igd_host *old = host_of(scene->host, scene->folder, before);
	struct igd_host *fresh = host_of(scene->host, scene->folder, after);
	const struct igd_check *const *check;
	size_t i;

	for (i = 0; i < PLUGINS; i++) {
		for (check = suite.plugins[i]->checks; *check; check++)
			check_one(scene, *check, old, fresh);
	}
	igd_host_free(old);
	igd_host_free(fresh);
}

static void check_fix(
	const struct igd_fix *fix, const char *name, const char *folder, const char *domain)
{
	struct igd_bytes bytes = { domain, domain ? strlen(domain) : 0 };
	IGD_AUTOTEXT struct igd_text same = { 0 };
	IGD_AUTOFREE char *after = NULL, *again = NULL;
	bool is_by_hand, is_by_hand_again;

	after = fixed(fix, name, folder, domain, &is_by_hand);
	check_mended(&(struct scene){ fix, name, folder, is_by_hand }, domain, after);
	again = fixed(fix, name, folder, after, &is_by_hand_again);
	if (strcmp(after, again) != 0)
		fail_msg("%s, %s: %s goes on\n%s\n%s", name, folder, fix->id, after, again);
	if (igd_domain_edit(&bytes, NULL, 0, &same, NULL) == 0 && strcmp(same.text, after) != 0 &&
		strstr(name, "done"))
		check_valid(folder, fix->id, domain, after);
}

static void check_folder(const char *folder)
{
	IGD_AUTOFREE char *path = igd_printf(VMS "/%s/domain.xml", folder);
	IGD_AUTOTEXT struct igd_text domain = { 0 };
	const struct igd_fix *const *fix;
	size_t i;

	read_file(path, &domain);
	for (i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		for (fix = suite.plugins[0]->fixes; *fix; fix++)
			if (igd_starts_with((*fix)->id, "domain."))
				check_fix(*fix, hosts[i], folder, domain.text);
}

static void test_vms(void **state)
{
	struct dirent *entry;
	DIR *vms = opendir(VMS);
	size_t count = 0;

	(void)state;
	assert_non_null(vms);
	while ((entry = readdir(vms))) {
		if (strchr(entry->d_name, '.'))
			continue;
		check_folder(entry->d_name);
		count++;
	}
	closedir(vms);
	print_message("%zu VMs: %zu findings mended, %zu left to a person, %zu domains validated\n",
		count, suite.tally.mended, suite.tally.by_hand, suite.tally.validated);
	assert_in_range(count, 18, 1000);
	assert_in_range(suite.tally.mended, 60, 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vms),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
