// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_initramfs_list - modules put into somebody's list, and nothing else changed
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/initramfs_list.h"
#include "tests/unit/unit.h"

#define WORDS "vfio_pci vfio"
#define LINES "vfio_pci\nvfio\n"

static const char *const words[] = { "vfio_pci", "vfio", NULL };

/* NULL in place of what it becomes: it is not understood. */
struct sample {
	const char *text, *wanted;
};

static void try(const struct igd_list *list, const struct sample *sample)
{
	IGD_AUTOFREE char *is = igd_list_edit(list, sample->text, words), *again = NULL;

	if (!sample->wanted || !is) {
		if (sample->wanted || is)
			fail_msg("%s: %s", sample->text, is ? is : "not understood");
		return;
	}
	assert_string_equal(is, sample->wanted);
	again = igd_list_edit(list, is, words);
	assert_non_null(again);
	assert_string_equal(again, is);
}

static void run(const struct igd_list *list, const struct sample *samples, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		try(list, &samples[i]);
}

#define RUN(list, samples) run(list, samples, sizeof(samples) / sizeof((samples)[0]))

static void arrays(void **state)
{
	static const struct igd_list list = { IGD_LIST_ARRAY, "MODULES" };
	static const struct sample samples[] = {
		{ "MODULES=()\n", "MODULES=(" WORDS ")\n" },
		{ "MODULES=(i915)\n", "MODULES=(" WORDS " i915)\n" },
		{ "MODULES=( i915 )\n", "MODULES=(" WORDS " i915 )\n" },
		{ "# MODULES=(x)\nMODULES=(a) # why\nHOOKS=(b)\n",
			"# MODULES=(x)\nMODULES=(" WORDS " a) # why\nHOOKS=(b)\n" },
		{ "  MODULES=(a)", "  MODULES=(" WORDS " a)" },
		{ "MODULES=(\n  a # vfio_pci (\n  'b'\n)\n",
			"MODULES=(" WORDS "\n  a # vfio_pci (\n  'b'\n)\n" },
		{ "MODULES=\"\"\n", "MODULES=\"" WORDS "\"\n" },
		{ "MODULES=\"a b\"\n", "MODULES=\"" WORDS " a b\"\n" },
		{ "MODULES='a b'\n", "MODULES='" WORDS " a b'\n" },
		{ "MODULES=\n", "MODULES=(" WORDS ")\n" },
		{ "MODULES=a\nx\n", "MODULES=\"" WORDS " a\"\nx\n" },
		{ "MODULES=(a)\nMODULES=(b)\n", "MODULES=(a)\nMODULES=(" WORDS " b)\n" },
		{ "MODULES+=(a)\n", "MODULES+=(a)\nMODULES=(" WORDS ")\n" },
		{ "MODULESX=(a)", "MODULESX=(a)\nMODULES=(" WORDS ")\n" },
		{ "", "MODULES=(" WORDS ")\n" },
		{ "MODULES=('#a')\n", "MODULES=(" WORDS " '#a')\n" },
		{ "MODULES=\"#a vfio_pci\"\n", "MODULES=\"" WORDS " #a vfio_pci\"\n" },
		{ "MODULES=(a)\r\n", "MODULES=(" WORDS " a)\r\n" },
		/* so already */
		{ "MODULES=(vfio-pci 'vfio' i915)\n", "MODULES=(vfio-pci 'vfio' i915)\n" },
		{ "MODULES=(a vfio_pci b vfio)\n", "MODULES=(a vfio_pci b vfio)\n" },
		/* there, but not first, or not in order */
		{ "MODULES=(xe vfio_pci vfio)\n", "MODULES=(" WORDS " xe vfio_pci vfio)\n" },
		{ "MODULES=(vfio vfio_pci)\n", "MODULES=(" WORDS " vfio vfio_pci)\n" },
		{ "MODULES=(vfio_pci_core vfio)\n", "MODULES=(" WORDS " vfio_pci_core vfio)\n" },
		/* not understood */
		{ "MODULES=(a\n", NULL },
		{ "MODULES=($(ls))\n", NULL },
		{ "MODULES=(`ls`)\n", NULL },
		{ "MODULES=\"a\n", NULL },
		{ "MODULES=$X\n", NULL },
		{ "MODULES=('a)\n", NULL },
	};

	(void)state;
	RUN(&list, samples);
}

static void strings(void **state)
{
	static const struct igd_list list = { IGD_LIST_STRING, "AMODULES_MISC" };
	static const struct sample samples[] = {
		{ "AMODULES_MISC=\"a\"\n", "AMODULES_MISC=\"" WORDS " a\"\n" },
		{ "#AMODULES_MISC=\"a\"\n", "#AMODULES_MISC=\"a\"\nAMODULES_MISC=\"" WORDS "\"\n" },
		{ "AMODULES_MISC=\n", "AMODULES_MISC=\"" WORDS "\"\n" },
		{ "AMODULES_MISC=(a)\n", NULL },
	};

	(void)state;
	RUN(&list, samples);
}

static void yaml(void **state)
{
	static const struct igd_list list = { IGD_LIST_YAML, "modules_force_load" };
	static const struct sample samples[] = {
		{ "network: true\n", "network: true\nmodules_force_load: vfio_pci,vfio\n" },
		{ "modules_force_load: a,b # c\n", "modules_force_load: vfio_pci,vfio,a,b # c\n" },
		{ "modules_force_load: \"a\"\n", "modules_force_load: \"vfio_pci,vfio,a\"\n" },
		{ "modules_force_load:\n", "modules_force_load: vfio_pci,vfio\n" },
		{ "modules_force_load: vfio-pci, vfio\n", "modules_force_load: vfio-pci, vfio\n" },
		{ "x:\n  modules_force_load: a\n",
			"x:\n  modules_force_load: a\nmodules_force_load: vfio_pci,vfio\n" },
		{ "modules_force_load:\n  - a\n", NULL },
		{ "modules_force_load: [a, b]\n", NULL },
	};

	(void)state;
	RUN(&list, samples);
}

static void toml(void **state)
{
	static const struct igd_list list = { IGD_LIST_TOML, "kmod_init" };
	static const struct sample samples[] = {
		{ "", "kmod_init = [\"vfio_pci\", \"vfio\"]\n" },
		{ "a = 1\n\n[cryptsetup.root]\nkmod_init = 1\n",
			"a = 1\n\nkmod_init = [\"vfio_pci\", \"vfio\"]\n[cryptsetup.root]\nkmod_init = 1\n" },
		{ "kmod_init = [\"a\"]\n", "kmod_init = [\"vfio_pci\", \"vfio\", \"a\"]\n" },
		{ "kmod_init = [ ]\n", "kmod_init = [\"vfio_pci\", \"vfio\" ]\n" },
		{ "kmod_init = [ # x\n \"vfio_pci\",\n \"vfio\",\n]\n",
			"kmod_init = [ # x\n \"vfio_pci\",\n \"vfio\",\n]\n" },
		{ "kmod_init = \"a\n", NULL },
		{ "kmod_init = a\n", NULL },
	};

	(void)state;
	RUN(&list, samples);
}

static void lines(void **state)
{
	static const struct igd_list list = { IGD_LIST_LINES, NULL };
	static const struct sample samples[] = {
		{ "", LINES },
		{ "# vfio_pci\n# vfio\n", "# vfio_pci\n# vfio\n" LINES },
		{ "a", "a\n" LINES },
		{ "a\ni915 modeset=1\nb\n", "a\n" LINES "i915 modeset=1\nb\n" },
		{ "a\nvfio_pci\nvfio\ni915\n", "a\nvfio_pci\nvfio\ni915\n" },
		{ "xe\nvfio-pci\nvfio\n", LINES "xe\nvfio-pci\nvfio\n" },
	};

	(void)state;
	RUN(&list, samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arrays),
		cmocka_unit_test(strings),
		cmocka_unit_test(yaml),
		cmocka_unit_test(toml),
		cmocka_unit_test(lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
