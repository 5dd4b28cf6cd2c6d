// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_descriptor - firmware descriptors: what is read of one, which of several counts, and what is none
 */
#include <errno.h>
#include <string.h>

#include "core/host_private.h"
#include "facts/qemu/descriptor.h"
#include "tests/unit/unit.h"

#define MAPPING(code, format, variables)                                                           \
	"\"mapping\": {\"device\": \"flash\", \"executable\": {\"filename\": \"" code              \
	"\", \"format\": \"" format "\"}, \"nvram-template\": {\"filename\": \"" variables         \
	"\", \"format\": \"" format "\"}}"
#define TARGETS(machines)                                                                          \
	"\"targets\": [{\"architecture\": \"x86_64\", \"machines\": [" machines "]}]"
#define DESCRIPTOR(mapping, machines, features)                                                    \
	"{\"interface-types\": [\"uefi\"], " mapping                                               \
	", " TARGETS(machines) ", \"features\": [" features "]}"
#define PLAIN(code)                                                                                \
	DESCRIPTOR(MAPPING(code, "raw", "/vars"), "\"pc-q35-*\", \"pc-i440fx-*\"", "\"acpi-s3\"")
#define SECURE(code)                                                                               \
	DESCRIPTOR(MAPPING(code, "raw", "/vars"), "\"pc-q35-*\"",                                  \
		"\"secure-boot\", \"requires-smm\"")

static int parse(const char *text, struct igd_descriptor *ret)
{
	return igd_descriptor_parse(text, strlen(text), ret, NULL);
}

static void test_read(void **state)
{
	struct igd_descriptor descriptor;

	(void)state;
	assert_int_equal(parse(SECURE("/usr/share/OVMF/OVMF_CODE_4M.secboot.fd"), &descriptor), 0);
	assert_true(descriptor.is_uefi && descriptor.is_flash);
	assert_true(descriptor.has_secure_boot && descriptor.needs_smm);
	assert_false(descriptor.has_enrolled_keys);
	assert_string_equal(descriptor.code, "/usr/share/OVMF/OVMF_CODE_4M.secboot.fd");
	assert_string_equal(descriptor.code_format, "raw");
	assert_string_equal(descriptor.variables, "/vars");
	assert_int_equal(descriptor.machine_count, 1);
	assert_string_equal(descriptor.machines[0], "pc-q35-*");
	igd_descriptor_done(&descriptor);
}

/* What is understood, and of no use here. */
static void test_others(void **state)
{
	static const char *const texts[] = {
		DESCRIPTOR("\"mapping\": {\"device\": \"memory\", \"filename\": \"/x.fd\"}",
			"\"pc-q35-*\"", "\"amd-sev\""),
		DESCRIPTOR(
			"\"mapping\": {\"device\": \"flash\", \"mode\": \"stateless\", \"executable\": "
			"{\"filename\": \"/x.fd\", \"format\": \"raw\"}}",
			"\"pc-q35-*\"", "\"amd-sev\""),
		DESCRIPTOR(MAPPING("relative.fd", "raw", "/vars"), "\"pc-q35-*\"", ""),
		DESCRIPTOR(MAPPING("/a\\u001b[2J", "raw", "/vars"), "\"pc-q35-*\"", ""),
		DESCRIPTOR(MAPPING("", "raw", "/vars"), "\"pc-q35-*\"", ""),
		/* one piece, for clang takes two for a comma that was forgotten */
		"{\"interface-types\": [\"uefi\"], \"mapping\": {\"device\": 7}, \"targets\": [], \"features\": [1, {}]}",
	};
	struct igd_descriptor descriptor;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_int_equal(parse(texts[i], &descriptor), 0);
		assert_false(descriptor.is_flash);
		igd_descriptor_done(&descriptor);
	}
	assert_int_equal(parse("{\"interface-types\": [\"bios\"], \"mapping\": {}, \"targets\": [{"
			       "\"architecture\": \"aarch64\", \"machines\": [\"virt-*\"]}], "
			       "\"features\": []}",
				 &descriptor),
		0);
	assert_false(descriptor.is_uefi);
	assert_int_equal(descriptor.machine_count, 0);
	igd_descriptor_done(&descriptor);
}

static void test_none(void **state)
{
	static const char *const texts[] = { "", "{", "[]", "null", "{}", "\"x\"",
		"{\"interface-types\": \"uefi\", \"mapping\": {}, \"targets\": [], \"features\": []}",
		"{\"interface-types\": [], \"mapping\": [], \"targets\": [], \"features\": []}",
		"{\"interface-types\": [], \"mapping\": {}, \"targets\": {}, \"features\": []}",
		"{\"interface-types\": [], \"mapping\": {}, \"targets\": [], \"features\": 1}" };
	IGD_AUTOFREE char *deep = igd_zalloc(20001), *large = NULL;
	struct igd_descriptor descriptor;
	struct igd_error error;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		error = (struct igd_error){ 0 };
		assert_int_equal(
			igd_descriptor_parse(texts[i], strlen(texts[i]), &descriptor, &error),
			-EBADMSG);
		assert_true(*error.message);
		assert_null(descriptor.code);
	}
	memset(deep, '[', 20000);
	assert_int_equal(parse(deep, &descriptor), -EBADMSG);
	large = igd_printf("%*s", (int)IGD_DESCRIPTOR_MAX_BYTES + 1, "{}");
	assert_int_equal(parse(large, &descriptor), -EBADMSG);
}

/* More machines than are kept. */
static void test_machines(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_descriptor descriptor;
	size_t i;

	(void)state;
	igd_text_printf(&text,
		"{\"interface-types\": [], \"mapping\": {}, \"features\": [], "
		"\"targets\": [{\"architecture\": \"x86_64\", \"machines\": [\"\", 3");
	for (i = 0; i < (size_t)3 * IGD_DESCRIPTOR_MAX_MACHINES; i++)
		igd_text_printf(&text, ", \"pc-%zu\"", i);
	igd_text_printf(&text, "]}]}");
	assert_int_equal(parse(text.text, &descriptor), 0);
	assert_int_equal(descriptor.machine_count, IGD_DESCRIPTOR_MAX_MACHINES);
	assert_string_equal(descriptor.machines[0], "pc-0");
	igd_descriptor_done(&descriptor);
}

#define USR "/usr/share/qemu/firmware/"
#define ETC "/etc/qemu/firmware/"
#define FILES "f /a x\nf /b x\nf /c x\nf /vars x\n"

static struct igd_descriptor_found find(
	const char *tree, const struct igd_descriptor_wish *wish, struct igd_host **ret_host)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", tree);
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", NULL);

	assert_non_null(source);
	*ret_host = igd_host_new(source);
	return igd_descriptor_find(*ret_host, wish);
}

/* Which image is found; "" for none. */
static void assert_found(
	const char *tree, const struct igd_descriptor_wish *wish, const char *wanted)
{
	struct igd_host *host;
	struct igd_descriptor_found found = find(tree, wish, &host);

	assert_string_equal(found.code ? found.code : "", wanted);
	igd_host_free(host);
}

static const struct igd_descriptor_wish plain = { "pc-q35-9.0", false, false },
					secure = { "pc-q35-9.0", true, false },
					old = { "pc-i440fx-9.0", false, false },
					any = { "pc-q35-9.0", false, true };

static void test_order(void **state)
{
	(void)state;
	assert_found(FILES "f " USR "60.json " PLAIN("/a") "\nf " USR "50.json " PLAIN("/b") "\n",
		&plain, "/b");
	/* one that takes another's place, and one that comes between */
	assert_found(FILES "f " USR "50.json " PLAIN("/a") "\nf " ETC "50.json " PLAIN("/b") "\n",
		&plain, "/b");
	assert_found(FILES "f " USR "50.json " PLAIN("/a") "\nf " ETC "40.json " PLAIN("/b") "\n",
		&plain, "/b");
	/* put out of use */
	assert_found(FILES "f " USR "50.json " PLAIN("/a") "\nf " USR "60.json " PLAIN(
			     "/b") "\nf " ETC "50.json \n",
		&plain, "/b");
	/* not descriptors by their names, or by what they hold */
	assert_found(FILES "f " USR "10.txt " PLAIN("/a") "\nf " USR ".5.json " PLAIN(
			     "/a") "\nf " USR "20.json {\n"
				   "e " USR "30.json EACCES\nf " USR "60.json " PLAIN("/b") "\n",
		&plain, "/b");
	assert_found(FILES, &plain, "");
	assert_found("e /usr/share/qemu/firmware EACCES\n", &plain, "");
}

static void test_choice(void **state)
{
	static const char both[] = FILES "f " USR "40.json " DESCRIPTOR(
		MAPPING("/c", "raw", "/vars"), "\"pc-q35-*\"",
		"\"enrolled-keys\", \"secure-boot\"") "\nf " USR
						      "50.json " SECURE("/a") "\nf " USR
									      "60.json " PLAIN(
										      "/b") "\n";
	static const char packed[] = FILES "f " USR "50.json " DESCRIPTOR(
		MAPPING("/a", "qcow2", "/vars"), "\"pc-q35-*\"", "") "\nf " USR
								     "60.json " PLAIN("/b") "\n";

	(void)state;
	assert_found(both, &secure, "/a");
	assert_found(both, &plain, "/b");
	assert_found(both, &old, "/b");
	assert_found(packed, &plain, "/b");
	assert_found(packed, &any, "/a");
	assert_found(FILES "f " USR "50.json " SECURE("/a") "\n", &old, "");
}

static void test_missing(void **state)
{
	struct igd_host *host;
	struct igd_descriptor_found found =
		find("f /vars x\nf " USR "50.json " PLAIN("/a") "\n", &plain, &host);

	(void)state;
	assert_null(found.path);
	assert_string_equal(found.missing, "/a");
	assert_int_equal(found.count, 1);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_read),
		cmocka_unit_test(test_others), cmocka_unit_test(test_none),
		cmocka_unit_test(test_machines), cmocka_unit_test(test_order),
		cmocka_unit_test(test_choice), cmocka_unit_test(test_missing) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
