// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modules - the text about a kernel's modules, and libkmod as the one who writes it
 */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "facts/host/modules.h"
#include "facts/host/modules_kmod.h"
#include "tests/unit/unit.h"

#define MODALIAS "pci:v00008086d00004680sv00001043sd00008694bc03sc00i00"

static int parse(struct igd_modules *ret, const char *text)
{
	return igd_modules_parse(ret, text, strlen(text));
}

static void test_well_formed(void **context)
{
	struct igd_modules modules;

	(void)context;
	assert_int_equal(
		parse(&modules, "kernel 6.12.1\nmodule vfio_pci builtin\nmodule xe absent\n"
				"module i915 file kernel/drivers/gpu/drm/i915/i915.ko.xz\n"
				"depends i915 drm ttm\nmatch i915\nmatch intel_vsec\n"),
		0);
	assert_string_equal(modules.release, "6.12.1");
	assert_int_equal(modules.count, 4);
	assert_int_equal(igd_modules_find(&modules, "vfio-pci")->state, IGD_MODULE_BUILTIN);
	assert_int_equal(igd_modules_find(&modules, "xe")->state, IGD_MODULE_ABSENT);
	assert_string_equal(
		igd_modules_find(&modules, "i915")->path, "kernel/drivers/gpu/drm/i915/i915.ko.xz");
	assert_true(igd_modules_find(&modules, "i915")->is_match);
	assert_true(igd_module_depends(igd_modules_find(&modules, "i915"), "ttm"));
	assert_false(igd_module_depends(igd_modules_find(&modules, "i915"), "tt"));
	assert_false(igd_module_depends(igd_modules_find(&modules, "xe"), "drm"));
	assert_int_equal(igd_modules_find(&modules, "intel_vsec")->state, IGD_MODULE_UNKNOWN);
	assert_null(igd_modules_find(&modules, "amdgpu"));
	igd_modules_done(&modules);
	assert_int_equal(parse(&modules, "missing 6.12.1\n"), 0);
	assert_true(modules.is_missing);
	igd_modules_done(&modules);
}

static void test_malformed(void **context)
{
	static const char *const texts[] = { "", "\n", "kernel\n", "kernel 1", "kernel 1 2\n",
		"module a absent\n", "kernel 1\nkernel 2\n", "kernel 1\nmodule a\n",
		"kernel 1\nmodule a here\n", "kernel 1\nmodule a file\n",
		"kernel 1\nmodule a file \n", "kernel 1\nmodule a absent x\n",
		"kernel 1\nmodule a absent\nmodule a absent\n", "kernel 1\nmodule a/b absent\n",
		"kernel 1\n\n", "kernel 1\ndepends a b\n", "kernel 1\nmodule a absent\ndepends a\n",
		"kernel 1\nmatch \n", "kernel 1\nmatch a b\n", "kernel 1\nmatch\n",
		"kernel 1\nload a\n", "missing 1\nmodule a absent\n",
		"kernel 1\nmodule a file x y\n", "kernel \x80\n" };
	struct igd_modules modules;
	size_t i;

	(void)context;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(parse(&modules, texts[i]), -EBADMSG);
		assert_int_equal(modules.count, 0);
		assert_null(modules.memory);
	}
	assert_int_equal(igd_modules_parse(&modules, "kernel 1\0\n", 10), -EBADMSG);
}

static void test_too_many(void **context)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_modules modules;
	unsigned i;

	(void)context;
	igd_text_printf(&text, "kernel 1\n");
	for (i = 0; i < IGD_MODULES_MAX; i++)
		igd_text_printf(&text, "match m%u\n", i);
	assert_int_equal(igd_modules_parse(&modules, text.text, text.size), 0);
	igd_modules_done(&modules);
	igd_text_printf(&text, "match more\n");
	assert_int_equal(igd_modules_parse(&modules, text.text, text.size), -EBADMSG);
}

static void test_no_directory(void **context)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };

	(void)context;
	assert_int_equal(igd_modules_ask("/nonexistent/6.1.0", MODALIAS, &text), ENOENT);
	assert_int_equal(text.size, 0);
}

static void write_file(const char *directory, const char *name, const char *bytes, size_t size)
{
	IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, name);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* A directory of modules in which two drivers are built in; false where there is no depmod to index it. */
static bool make_directory(const char *root, const char *directory)
{
	static const char builtin[] =
		"kernel/drivers/gpu/drm/i915/i915.ko\nkernel/drivers/vfio/pci/vfio-pci.ko\n";
	static const char info[] =
		"i915.license=GPL\0i915.alias=pci:v00008086d00004680sv*sd*bc03sc*i*\0"
		"vfio_pci.license=GPL";
	char *at;
	int status;
	pid_t child;

	for (at = strchr(directory + strlen(root) + 1, '/'); at; at = strchr(at + 1, '/')) {
		IGD_AUTOFREE char *parent = igd_strndup(directory, (size_t)(at - directory));

		assert_int_equal(mkdir(parent, 0755), 0);
	}
	assert_int_equal(mkdir(directory, 0755), 0);
	write_file(directory, "modules.builtin", builtin, sizeof(builtin) - 1);
	write_file(directory, "modules.builtin.modinfo", info, sizeof(info));
	write_file(directory, "modules.order", "", 0);
	child = fork();
	if (child == 0) {
		execlp("depmod", "depmod", "-b", root, "9.9.9", (char *)NULL);
		execl("/usr/sbin/depmod", "depmod", "-b", root, "9.9.9", (char *)NULL);
		execl("/sbin/depmod", "depmod", "-b", root, "9.9.9", (char *)NULL);
		_exit(127);
	}
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static void test_built_in(void **context)
{
	char root[] = "/tmp/igd-modules-XXXXXX";
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char directory[64]; /* skip() jumps over clean-ups */
	struct igd_modules modules;
	bool is_made;

	(void)context;
	assert_non_null(mkdtemp(root));
	snprintf(directory, sizeof(directory), "%s/lib/modules/9.9.9", root);
	is_made = make_directory(root, directory);
	if (is_made)
		assert_int_equal(igd_modules_ask(directory, MODALIAS, &text), 0);
	assert_int_equal(nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	if (!is_made)
		skip();
	assert_int_equal(igd_modules_parse(&modules, text.text, text.size), 0);
	assert_string_equal(modules.release, "9.9.9");
	assert_int_equal(igd_modules_find(&modules, "vfio_pci")->state, IGD_MODULE_BUILTIN);
	assert_false(igd_modules_find(&modules, "vfio_pci")->is_match);
	assert_int_equal(igd_modules_find(&modules, "i915")->state, IGD_MODULE_BUILTIN);
	assert_true(igd_modules_find(&modules, "i915")->is_match);
	assert_int_equal(igd_modules_find(&modules, "xe")->state, IGD_MODULE_ABSENT);
	igd_modules_done(&modules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_well_formed),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_no_directory),
		cmocka_unit_test(test_built_in),
	};

	return cmocka_run_group_tests_name("modules", tests, NULL, NULL);
}
