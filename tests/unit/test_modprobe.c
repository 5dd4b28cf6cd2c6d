// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe - our reading of modprobe's configuration against libkmod's, over generated configurations
 *
 * libkmod adds what the command line of this very machine says; that is always the end of its lists, and is
 * left out of the comparison, except where it is what is compared.
 *
 * not under valgrind: it does not know openat2 (3.19)
 */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <libkmod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host_private.h"
#include "facts/host/modprobe.h"
#include "tests/unit/unit.h"

#define ROUNDS 250

static const char *const directories[] = { "etc", "run", "usr/local/lib", "usr/lib", "lib" };
#define DIRECTORY_COUNT (sizeof(directories) / sizeof(directories[0]))

struct lists {
	struct igd_text options, blacklists, installs, aliases;
	size_t cmdline_options, cmdline_blacklists;
};

static uint32_t state = 2463534242u;

static size_t pick(size_t count)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % count;
}

#define PICK(array) (array)[pick(sizeof(array) / sizeof((array)[0]))]

static void write_line(FILE *file)
{
	static const char *const words[] = { "options", "options", "options", "blacklist",
		"softdep", "softdep", "softdep", "install", "remove", "alias", "include", "#",
		"optionsx", "" };
	static const char *const blanks[] = { " ", " ", " ", "\t", "  ", "   ", " \t", "\\\n",
		" \\\n ", "\r" };
	static const char *const names[] = { "vfio-pci", "vfio_pci", "i915", "xe", "drm", "i9*",
		"pre:", "post:", "pre:vfio-pci", "ids=8086:4680", "ids=\"8086:4680 x\"",
		"disable_vga", "a[b-c]d", "a]", "[x", "/bin/false", "\\x", "\\\\",
		"snd-hda-intel" };
	size_t i, count = pick(6);

	fprintf(file, "%s%s", pick(8) ? "" : PICK(blanks), PICK(words));
	for (i = 0; i < count; i++)
		fprintf(file, "%s%s", PICK(blanks), PICK(names));
	fprintf(file, "%s%s", pick(6) ? "" : PICK(blanks), pick(12) ? "\n" : "");
}

static void make_directory(const char *root, const char *directory)
{
	const char *at = directory + strlen(root);

	while ((at = strchr(at + 1, '/'))) {
		IGD_AUTOFREE char *parent = igd_strndup(directory, (size_t)(at - directory));

		assert_true(mkdir(parent, 0755) == 0 || errno == EEXIST);
	}
	assert_int_equal(mkdir(directory, 0755), 0);
}

static void make_tree(const char *root)
{
	static const char *const files[] = { "a.conf", "b.conf", "vfio.conf", ".h.conf", "x.txt",
		".conf" };
	size_t i, line, file;

	for (i = 0; i < DIRECTORY_COUNT; i++) {
		IGD_AUTOFREE char *directory = igd_printf("%s/%s/modprobe.d", root, directories[i]);

		if (i && pick(3) == 0)
			continue;
		make_directory(root, directory);
		for (file = pick(4); file > 0; file--) {
			IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, PICK(files));
			FILE *stream = fopen(path, "w");

			assert_non_null(stream);
			for (line = pick(6); line > 0; line--)
				write_line(stream);
			fclose(stream);
		}
	}
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status;
	(void)type;
	(void)walk;
	return remove(path);
}

static size_t collect(struct kmod_config_iter *iter, size_t skip_last, struct igd_text *ret)
{
	size_t count = 0, i = 0;

	while (kmod_config_iter_next(iter))
		count++;
	while (kmod_config_iter_next(iter) && i++ + skip_last < count)
		igd_text_printf(ret, "%s|%s\n", kmod_config_iter_get_key(iter),
			kmod_config_iter_get_value(iter) ? kmod_config_iter_get_value(iter) : "");
	kmod_config_iter_free_iter(iter);
	return count;
}

static struct kmod_ctx *open_kmod(const char *const *paths)
{
	struct kmod_ctx *context = kmod_new("/nonexistent", paths);

	assert_non_null(context);
	return context;
}

/* What this machine's command line adds. */
static void count_cmdline(struct lists *lists)
{
	static const char *const none[] = { NULL };
	struct kmod_ctx *context = open_kmod(none);
	struct igd_text text = { 0 };

	lists->cmdline_options = collect(kmod_config_get_options(context), 0, &text);
	lists->cmdline_blacklists = collect(kmod_config_get_blacklists(context), 0, &text);
	igd_text_done(&text);
	kmod_unref(context);
}

static void collect_theirs(struct kmod_ctx *context, struct lists *ret)
{
	count_cmdline(ret);
	collect(kmod_config_get_options(context), ret->cmdline_options, &ret->options);
	collect(kmod_config_get_blacklists(context), ret->cmdline_blacklists, &ret->blacklists);
	collect(kmod_config_get_install_commands(context), 0, &ret->installs);
	collect(kmod_config_get_aliases(context), 0, &ret->aliases);
}

static void collect_ours(const struct igd_modprobe *config, struct lists *ret)
{
	struct igd_text *const lists[] = { [IGD_MODPROBE_OPTIONS] = &ret->options,
		[IGD_MODPROBE_BLACKLIST] = &ret->blacklists,
		[IGD_MODPROBE_INSTALL] = &ret->installs,
		[IGD_MODPROBE_ALIAS] = &ret->aliases,
		[IGD_MODPROBE_WEAKDEP] = NULL };
	size_t i;

	for (i = 0; i < config->count; i++) {
		if (lists[config->statements[i].kind])
			igd_text_printf(lists[config->statements[i].kind], "%s|%s\n",
				config->statements[i].module, config->statements[i].text);
	}
}

static void assert_same(const struct igd_text *ours, const struct igd_text *theirs)
{
	assert_string_equal(ours->text ? ours->text : "", theirs->text ? theirs->text : "");
}

static void lists_done(struct lists *lists)
{
	igd_text_done(&lists->options);
	igd_text_done(&lists->blacklists);
	igd_text_done(&lists->installs);
	igd_text_done(&lists->aliases);
}

/* The names between "pre:" and "post:" of the first softdep that libkmod has for the module. */
static bool kmod_loads_before(struct kmod_ctx *context, const char *module, const char *needed)
{
	struct kmod_config_iter *iter = kmod_config_get_softdeps(context);
	bool found = false;

	while (kmod_config_iter_next(iter)) {
		char *text, *word, *post, *save = NULL;

		if (fnmatch(kmod_config_iter_get_key(iter), module, 0) != 0)
			continue;
		text = igd_strdup(kmod_config_iter_get_value(iter));
		/* libkmod writes no blank between the last name of pre and "post:". */
		post = strstr(text, "post: ");
		if (post)
			*post = '\0';
		for (word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save))
			found |= igd_module_same_name(word, needed);
		free(text);
		break;
	}
	kmod_config_iter_free_iter(iter);
	return found;
}

static void compare_softdeps(const struct igd_modprobe *config, struct kmod_ctx *context)
{
	static const char *const modules[] = { "i915", "xe", "drm", "vfio_pci", "snd_hda_intel" };
	static const char *const needed[] = { "vfio-pci", "drm", "i915", "snd-hda-intel" };
	size_t i, k;

	for (i = 0; i < sizeof(modules) / sizeof(modules[0]); i++) {
		for (k = 0; k < sizeof(needed) / sizeof(needed[0]); k++)
			assert_int_equal(
				igd_modprobe_loads_before(config, modules[i], needed[k]) != NULL,
				kmod_loads_before(context, modules[i], needed[k]));
	}
}

static void compare_tree(const char *root)
{
	const char *paths[DIRECTORY_COUNT + 1] = { NULL };
	struct igd_error error = { 0 };
	struct igd_source *source =
		igd_source_directory(open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), root, &error);
	struct lists ours = { 0 }, theirs = { 0 };
	struct kmod_ctx *context;
	struct igd_host *host;
	size_t i;

	assert_non_null(source);
	host = igd_host_new(source);
	for (i = 0; i < DIRECTORY_COUNT; i++)
		paths[i] = igd_host_print(host, "%s/%s/modprobe.d", root, directories[i]);
	context = open_kmod(paths);
	collect_theirs(context, &theirs);
	collect_ours(igd_modprobe_get(host), &ours);
	assert_same(&ours.options, &theirs.options);
	assert_same(&ours.blacklists, &theirs.blacklists);
	assert_same(&ours.installs, &theirs.installs);
	assert_same(&ours.aliases, &theirs.aliases);
	compare_softdeps(igd_modprobe_get(host), context);
	lists_done(&ours);
	lists_done(&theirs);
	kmod_unref(context);
	igd_host_free(host);
}

static void test_against_libkmod(void **context)
{
	char root[] = "/tmp/igd-modprobe-XXXXXX";
	int i;

	(void)context;
	for (i = 0; i < ROUNDS; i++) {
		memcpy(root + sizeof(root) - 7, "XXXXXX", 7);
		assert_non_null(mkdtemp(root));
		make_tree(root);
		compare_tree(root);
		assert_int_equal(nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
	}
}

static void test_this_cmdline(void **context)
{
	static const char *const none[] = { NULL };
	struct kmod_ctx *kmod = open_kmod(none);
	struct lists ours = { 0 }, theirs = { 0 };
	struct igd_modprobe config = { 0 };
	char line[4096] = "";
	FILE *file = fopen("/proc/cmdline", "re");
	size_t size = file ? fread(line, 1, sizeof(line) - 1, file) : 0;

	(void)context;
	if (file)
		fclose(file);
	collect(kmod_config_get_options(kmod), 0, &theirs.options);
	collect(kmod_config_get_blacklists(kmod), 0, &theirs.blacklists);
	igd_modprobe_parse_cmdline(&config, "/proc/cmdline", line, size);
	collect_ours(&config, &ours);
	assert_same(&ours.options, &theirs.options);
	assert_same(&ours.blacklists, &theirs.blacklists);
	lists_done(&ours);
	lists_done(&theirs);
	igd_modprobe_done(&config);
	kmod_unref(kmod);
}

static void parse(struct igd_modprobe *config, const char *text)
{
	igd_modprobe_parse(config, "/etc/modprobe.d/t.conf", text, strlen(text));
}

static void test_origin_and_last_value(void **context)
{
	struct igd_modprobe config = { 0 };
	struct igd_modprobe_option option;
	char *options;

	(void)context;
	parse(&config, "# one\noptions vfio-pci \\\n ids=1:2\n\noptions vfio_pci ids=3:4 x\n");
	option = igd_modprobe_option(&config, "vfio-pci", "ids");
	assert_string_equal(option.value, "3:4");
	assert_string_equal(option.origin, "/etc/modprobe.d/t.conf:5");
	assert_string_equal(option.lost_value, "1:2");
	assert_string_equal(option.lost_origin, "/etc/modprobe.d/t.conf:2");
	assert_string_equal(igd_modprobe_option(&config, "vfio_pci", "x").value, "");
	assert_null(igd_modprobe_option(&config, "vfio_pci", "y").value);
	options = igd_modprobe_options(&config, "vfio-pci");
	assert_string_equal(options, " ids=1:2 ids=3:4 x");
	free(options);
	igd_modprobe_done(&config);
}

static void test_cmdline(void **context)
{
	static const char line[] =
		"root=/dev/sda1 vfio-pci.ids=8086:4680 modprobe.blacklist=i915,snd-hda-intel "
		"\"foo.bar=a b\" foo.baz=\"c d\" a.b.c=1 x=y.z=1 foo.flag\n";
	struct igd_modprobe config = { 0 };
	char *options;

	(void)context;
	igd_modprobe_parse_cmdline(&config, "/proc/cmdline", line, sizeof(line) - 1);
	assert_string_equal(igd_modprobe_option(&config, "vfio_pci", "ids").value, "8086:4680");
	assert_true(igd_modprobe_option(&config, "vfio_pci", "ids").is_cmdline);
	assert_non_null(igd_modprobe_blacklisted(&config, "i915"));
	assert_null(igd_modprobe_blacklisted(&config, "snd_hda_intel"));
	options = igd_modprobe_options(&config, "foo");
	assert_string_equal(options, "bar=\"a b\" baz=\"c d\" flag");
	free(options);
	assert_null(igd_modprobe_options(&config, "a"));
	igd_modprobe_done(&config);
}

static void test_first_softdep_counts(void **context)
{
	struct igd_modprobe config = { 0 };

	(void)context;
	parse(&config,
		"softdep i9* pre: drm post: vfio-pci\nsoftdep i915 pre: vfio-pci\nsoftdep xe  pre: vfio-pci\n"
		"softdep drm pre: vfio_pci\n");
	assert_null(igd_modprobe_loads_before(&config, "i915", "vfio_pci"));
	assert_non_null(igd_modprobe_loads_before(&config, "i915", "drm"));
	assert_null(igd_modprobe_loads_before(&config, "xe", "vfio_pci"));
	assert_string_equal(igd_modprobe_loads_before(&config, "drm", "vfio-pci")->origin,
		"/etc/modprobe.d/t.conf:4");
	igd_modprobe_done(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_libkmod),
		cmocka_unit_test(test_this_cmdline),
		cmocka_unit_test(test_origin_and_last_value),
		cmocka_unit_test(test_cmdline),
		cmocka_unit_test(test_first_softdep_counts),
	};

	setenv("KMOD_LOG", "0", 1); /* the configurations are full of mistakes */
	return cmocka_run_group_tests_name("modprobe", tests, NULL, NULL);
}
