// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_shmem - the shared memory of Looking Glass: which it is, how large, and who may open it
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/shmem/shmem_access.h"
#include "facts/shmem/shmem_acl.h"
#include "facts/shmem/shmem_kvmfr.h"
#include "facts/shmem/shmem_size.h"
#include "tests/unit/unit.h"

#define MIB ((uint64_t)1 << 20)

/* The tables of both documents, which give MiB: B7 SDR, B7 HDR, and the IDD. */
static void test_sizes(void **state)
{
	static const struct {
		unsigned width, height, sdr, hdr, idd;
	} cases[] = {
		{ 1920, 1080, 32, 64, 32 },
		{ 1920, 1200, 32, 64, 32 },
		{ 2560, 1440, 64, 128, 64 },
		{ 3440, 1440, 64, 128, 64 },
		{ 3840, 2160, 128, 256, 128 },
		{ 5120, 1440, 128, 128, 128 },
		{ 5120, 2880, 128, 256, 256 },
		{ 7680, 4320, 512, 1024, 512 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const unsigned width = cases[i].width, height = cases[i].height;

		assert_int_equal(
			igd_frames_size(IGD_FRAMES_HOST_SDR, width, height), cases[i].sdr * MIB);
		assert_int_equal(
			igd_frames_size(IGD_FRAMES_HOST_HDR, width, height), cases[i].hdr * MIB);
		assert_int_equal(
			igd_frames_size(IGD_FRAMES_IDD, width, height), cases[i].idd * MIB);
	}
	/* B7's own example: 16,588,800 bytes and 10 MiB. */
	assert_int_equal(igd_frames_need(IGD_FRAMES_HOST_SDR, 1920, 1080), 16588800 + 10 * MIB);
	assert_int_equal(
		igd_frames_need(IGD_FRAMES_IDD, 1920, 1080), UINT64_C(7680) * 1080 * 3 + 4 * MIB);
	/* A row of 1366 pixels, 5464 bytes, takes 5632. */
	assert_int_equal(
		igd_frames_need(IGD_FRAMES_IDD, 1366, 768), UINT64_C(5632) * 768 * 3 + 4 * MIB);
	assert_int_equal(igd_frames_size(IGD_FRAMES_IDD, 1, 1), 8 * MIB);
}

static void assert_largest(enum igd_frames frames, unsigned mib, unsigned width, unsigned height)
{
	const struct igd_resolution *largest = igd_frames_largest(frames, mib * MIB);

	if (!width) {
		assert_null(largest);
		return;
	}
	assert_non_null(largest);
	assert_int_equal(largest->width, width);
	assert_int_equal(largest->height, height);
}

static void test_largest(void **state)
{
	(void)state;
	assert_largest(IGD_FRAMES_HOST_SDR, 16, 0, 0);
	assert_largest(IGD_FRAMES_IDD, 16, 0, 0);
	assert_largest(IGD_FRAMES_HOST_SDR, 32, 1920, 1200);
	assert_largest(IGD_FRAMES_IDD, 32, 1920, 1200);
	assert_largest(IGD_FRAMES_HOST_HDR, 32, 0, 0);
	assert_largest(IGD_FRAMES_HOST_SDR, 128, 5120, 2880);
	assert_largest(IGD_FRAMES_IDD, 128, 3840, 2160);
	assert_largest(IGD_FRAMES_IDD, 512, 7680, 4320);
	assert_true(igd_is_power_of_two(1));
	assert_true(igd_is_power_of_two(UINT64_C(1) << 63));
	assert_false(igd_is_power_of_two(0));
	assert_false(igd_is_power_of_two(48 * MIB));
}

static void test_choice(void **state)
{
	struct igd_vm_shmem shmems[] = {
		{ .name = "scream-ivshmem", .path = "/dev/shm/scream-ivshmem", .bytes = 64 * MIB },
		{ .name = "other", .path = "/dev/shm/other", .bytes = 32 * MIB },
		{ .name = "other2", .path = "/dev/shm/other2", .bytes = 128 * MIB },
		{ .name = "Looking-Glass", .path = NULL, .bytes = MIB },
		{ .name = NULL, .path = "/dev/kvmfr0", .bytes = MIB },
	};
	struct igd_vm vm = { .shmems = shmems };
	static const int expected[] = { -1, -1, 1, 2, 3, 4 };

	(void)state;
	for (vm.shmem_count = 0; vm.shmem_count <= 5; vm.shmem_count++) {
		if (expected[vm.shmem_count] < 0)
			assert_null(igd_shmem_choose(&vm));
		else
			assert_ptr_equal(igd_shmem_choose(&vm), &shmems[expected[vm.shmem_count]]);
	}
	vm.shmem_count = 0;
	assert_string_equal(igd_shmem_why_none(&vm),
		"the VM has no shared memory; Looking Glass needs it, a stream by Sunshine does not");
	vm.shmem_count = 1;
	assert_non_null(strstr(igd_shmem_why_none(&vm), "Scream"));
	vm.shmem_count = 2;
	assert_null(igd_shmem_why_none(&vm));
}

static void test_first(void **state)
{
	struct igd_vm_shmem shmems[3] = { { .guest = { .is_known = true, .slot = 5 } },
		{ .guest = { .is_known = true, .slot = 4 } },
		{ .guest = { .is_known = true, .slot = 1, .is_behind_bridge = true } } };
	struct igd_vm vm = { .shmems = shmems, .shmem_count = 3 };

	(void)state;
	assert_ptr_equal(igd_shmem_first(&vm), &shmems[1]);
	shmems[1].guest.bus = 1;
	assert_ptr_equal(igd_shmem_first(&vm), &shmems[0]);
	shmems[1].guest.bus = 0;
	shmems[1].guest.slot = 5;
	shmems[0].guest.function = 1;
	assert_ptr_equal(igd_shmem_first(&vm), &shmems[1]);
	shmems[2].guest.is_known = false;
	assert_null(igd_shmem_first(&vm));
	vm.shmem_count = 1;
	shmems[0].guest.is_known = false;
	assert_ptr_equal(igd_shmem_first(&vm), &shmems[0]);
	vm.shmem_count = 0;
	assert_null(igd_shmem_first(&vm));
}

static void test_kvmfr_names(void **state)
{
	static const char *const none[] = { "/dev/kvmfr", "/dev/kvmfrx", "/dev/kvmfr0x", "/dev/kvm",
		"/dev/kvmfr256", "/dev/shm/kvmfr0", "/dev/kvmfr-1", "" };
	unsigned index = 9;
	size_t i;

	(void)state;
	assert_true(igd_shmem_is_kvmfr("/dev/kvmfr0", &index));
	assert_int_equal(index, 0);
	assert_true(igd_shmem_is_kvmfr("/dev/kvmfr12", &index));
	assert_int_equal(index, 12);
	assert_false(igd_shmem_is_kvmfr(NULL, &index));
	for (i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(igd_shmem_is_kvmfr(none[i], &index));
}

static void test_static_size(void **state)
{
	uint64_t mib = 7;

	(void)state;
	assert_true(igd_kvmfr_static_size("64", 0, &mib));
	assert_int_equal(mib, 64);
	assert_true(igd_kvmfr_static_size("64,32,0x80", 2, &mib));
	assert_int_equal(mib, 128);
	mib = 7;
	assert_false(igd_kvmfr_static_size("64", 1, &mib));
	assert_false(igd_kvmfr_static_size("64,", 1, &mib));
	assert_false(igd_kvmfr_static_size("", 0, &mib));
	assert_false(igd_kvmfr_static_size("0", 0, &mib));
	assert_false(igd_kvmfr_static_size("-64", 0, &mib));
	assert_false(igd_kvmfr_static_size("64M", 0, &mib));
	assert_false(igd_kvmfr_static_size("99999999", 0, &mib));
	assert_false(igd_kvmfr_static_size("11111111111111111111111", 0, &mib));
	assert_false(igd_kvmfr_static_size("1,1,1,1,1,1,1,1,1,1,1", 10, &mib));
	assert_int_equal(mib, 7);
}

static void test_device_acl(void **state)
{
#define OWN "\"/dev/null\", \"/dev/full\", \"/dev/zero\",\n\"/dev/random\", \"/dev/urandom\","
	static const struct {
		const char *text;
		enum igd_device_acl acl;
		const char *missing;
	} cases[] = {
		{ "", IGD_ACL_DEFAULT, "" },
		{ "#cgroup_device_acl = [ \"/dev/kvmfr0\" ]\n", IGD_ACL_DEFAULT, "" },
		{ "cgroup_device_aclx = [ \"/dev/kvmfr0\" ]\n", IGD_ACL_DEFAULT, "" },
		{ "cgroup_device_acl\n", IGD_ACL_DEFAULT, "" },
		{ "user = \"root\"\n  cgroup_device_acl=[\n" OWN
		  "\n\"/dev/ptmx\", \"/dev/kvm\", \"/dev/kvmfr0\"\n]\n",
			IGD_ACL_HAS, "" },
		{ "cgroup_device_acl = [\n" OWN " # and more\n'/dev/ptmx', '/dev/kvm',\n# mine\n"
		  "'/dev/kvmfr0' ]\n",
			IGD_ACL_HAS, "" },
		{ "cgroup_device_acl = [\n" OWN "\n\"/dev/ptmx\", \"/dev/kvm\"\n]\n", IGD_ACL_LACKS,
			"" },
		{ "cgroup_device_acl = [\n" OWN
		  "\n\"/dev/ptmx\", \"/dev/kvm\"\n#\"/dev/kvmfr0\"\n]\n",
			IGD_ACL_LACKS, "" },
		{ "cgroup_device_acl = [ \"/dev/kvmfr0\" ]\n", IGD_ACL_MAIMED, "/dev/null" },
		{ "cgroup_device_acl = [\n" OWN "\n\"/dev/ptmx\", \"/dev/kvmfr0\"\n]\n",
			IGD_ACL_MAIMED, "/dev/kvm" },
		{ "cgroup_device_acl = [\n" OWN
		  "\"/dev/ptmx\", \"/dev/kvm\", \"/dev/kvmfr0\" ]\ncgroup_device_acl = []\n",
			IGD_ACL_LACKS, "" },
		{ "cgroup_device_acl = [ \"/dev/kvmfr0", IGD_ACL_MAIMED, "/dev/null" },
		{ "cgroup_device_acl = [ ] \"/dev/kvmfr0\"", IGD_ACL_LACKS, "" },
		{ "cgroup_device_acl = [ \"/dev/kvmfr01\", \"/dev/kvmf\" ]", IGD_ACL_LACKS, "" },
	};
#undef OWN
	const char *missing;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		missing = "";
		if (igd_device_acl_parse(cases[i].text, "/dev/kvmfr0", &missing) != cases[i].acl)
			fail_msg("%s", cases[i].text);
		assert_string_equal(missing, cases[i].missing);
	}
}

static void test_rules(void **state)
{
	struct igd_kvmfr_rule rule = { 0 };

	(void)state;
	igd_kvmfr_rule_parse("/etc/udev/rules.d/70-x.rules",
		"# SUBSYSTEM==\"kvmfr\", MODE=\"0666\"\nKERNEL==\"kvm\", MODE=\"0666\"\n", &rule);
	assert_false(rule.is_there);
	assert_false(igd_kvmfr_rule_is_late(&rule));
	igd_kvmfr_rule_parse("/etc/udev/rules.d/70-kvmfr.rules",
		"SUBSYSTEM==\"kvmfr\", OWNER=\"kim\", GROUP=\"kvm\", MODE=\"0660\", TAG+=\"uaccess\"\n",
		&rule);
	assert_true(rule.is_there);
	assert_true(rule.has_uaccess);
	assert_string_equal(rule.group, "kvm");
	assert_string_equal(rule.mode, "0660");
	assert_string_equal(rule.file, "/etc/udev/rules.d/70-kvmfr.rules");
	assert_false(igd_kvmfr_rule_is_late(&rule));
	igd_kvmfr_rule_parse("/etc/udev/rules.d/99-kvmfr.rules",
		"KERNEL==\"kvmfr[0-9]*\",GROUP:=\"video\",MODE==\"0600\"", &rule);
	assert_string_equal(rule.group, "video");
	assert_string_equal(rule.mode, "0660"); /* == compares */
	assert_true(igd_kvmfr_rule_is_late(&rule));
	/* A key that ends the line, and one within another word. */
	igd_kvmfr_rule_parse("x", "KERNEL==\"kvmfr0\", XGROUP=\"a\", GROUP", &rule);
	assert_string_equal(rule.group, "video");
	rule = (struct igd_kvmfr_rule){ .has_uaccess = true };
	snprintf(rule.file, sizeof(rule.file), "/etc/udev/rules.d/73-seat-late.rules");
	assert_true(igd_kvmfr_rule_is_late(&rule));
	rule = (struct igd_kvmfr_rule){ 0 };
	igd_kvmfr_rule_parse(
		"x", "KERNEL==\"kvmfr0\", XMODE=\"0600\", MODE=\"00000000000\", GROUP=\"", &rule);
	assert_string_equal(rule.mode, "");
	assert_string_equal(rule.group, "");
}

static void test_people(void **state)
{
	static const char passwd[] = "root:x:0:0::/root:/bin/sh\n"
				     "qemu:x:107:107::/:/bin/false\n"
				     "kim:x:1000:1000::/srv/kim:/bin/sh\n"
				     "lee:x:59999:1001::/srv/lee:/bin/sh\n"
				     "nobody:x:65534:65534::/:/bin/false\n"
				     "far:x:60000:1000::/:/bin/false\n"
				     "broken:x:1002\n:x:1003:1::/:\nbad:x:10a0:1::/:\n";
	static const char group[] = "kvm:x:36:lee,qemu\nkim:x:1000:\nlee:x:1001:\n";
	static const struct {
		unsigned mode, uid, gid, people;
	} cases[] = { { 0660, 0, 36, 1 }, { 0600, 0, 36, 0 }, { 0666, 0, 0, 2 },
		{ 0660, 1000, 36, 2 }, { 0640, 1000, 36, 1 }, { 0440, 1000, 36, 0 },
		{ 0606, 1000, 36, 1 } };
	struct igd_mode mode = { .type = 'c' };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		mode.mode = cases[i].mode;
		mode.uid = cases[i].uid;
		mode.gid = cases[i].gid;
		assert_int_equal(igd_shmem_people(passwd, group, &mode), cases[i].people);
	}
	assert_int_equal(igd_shmem_people("", "", &mode), 0);
}

static void test_words(void **state)
{
	struct igd_source *source = igd_source_tree_text("igd-doctor.tree/1\n", 18, "test", NULL);
	struct igd_host *host = igd_host_new(source);
	static const struct {
		uint64_t bytes;
		const char *words;
	} cases[] = { { 0, "0 bytes" }, { 1000, "1000 bytes" }, { 1536, "1536 bytes" },
		{ 1024, "1 KiB" }, { 64 * MIB, "64 MiB" }, { 1536 * MIB, "1536 MiB" },
		{ 4096 * MIB, "4 GiB" } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(igd_shmem_size_words(host, cases[i].bytes), cases[i].words);
	assert_string_equal(igd_frames_words(host, 16 * MIB), "too small for 1920x1080");
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_largest),
		cmocka_unit_test(test_choice),
		cmocka_unit_test(test_first),
		cmocka_unit_test(test_kvmfr_names),
		cmocka_unit_test(test_static_size),
		cmocka_unit_test(test_device_acl),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
