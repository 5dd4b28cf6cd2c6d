// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guard - what stands in the way of a plan that takes the host's picture
 */
#include <string.h>

#include "core/host_private.h"
#include "core/source.h"
#include "fixes/apply/guard.h"
#include "tests/unit/unit.h"

#define DEVICE(address, vendor, driver)                                                            \
	"f /sys/bus/pci/devices/" address "/vendor " vendor "\\n\n"                                \
	"f /sys/bus/pci/devices/" address "/device 0x4680\\n\n"                                    \
	"f /sys/bus/pci/devices/" address "/class 0x030000\\n\n"                                   \
	"l /sys/bus/pci/devices/" address "/driver /sys/bus/pci/drivers/" driver "\n"
#define IGPU(driver) DEVICE("0000:00:02.0", "0x8086", driver)
#define ALONE "f /proc/cmdline ro\\n\nf /proc/net/tcp\n"

enum shape { PLAIN = 0, TRIAL = 1, DECLINED = 2, SETTLED = 4, HARMLESS = 8, EMPTY = 16 };

static const struct {
	const char *name, *tree;
	unsigned shape;
	bool is_guarded;
	const char *holds; /* of the guard's text; NULL: it says nothing */
	const char *lacks;
} cases[] = {
	{ "the only screen", IGPU("i915") ALONE, PLAIN, true, "The way back: boot a rescue system",
		"switch the machine off" },
	{ "the only screen, on trial", IGPU("i915") ALONE, TRIAL, true,
		"switch the machine off and on; the new entry is booted once only",
		"could not be read" },
	{ "restore.sh is named", IGPU("xe") ALONE, TRIAL, true,
		"`sh /mnt/var/lib/igd-doctor/journal/ID/restore.sh /mnt`", NULL },
	{ "how to go on is named", IGPU("i915") ALONE, PLAIN, true, "`--headless-ok`", NULL },
	{ "no driver, so the firmware's picture", IGPU("x") ALONE, PLAIN, true, "stay black",
		NULL },
	{ "another screen", IGPU("i915") DEVICE("0000:01:00.0", "0x10de", "nvidia") ALONE, PLAIN,
		false,
		"a way in remains: display adapter 0000:01:00.0 (10de:4680) is driven by nvidia",
		"--headless-ok" },
	{ "another screen, for a VM",
		IGPU("i915") DEVICE("0000:01:00.0", "0x10de", "vfio-pci") ALONE, PLAIN, true,
		"no other display", NULL },
	{ "SSH", IGPU("i915") "f /proc/cmdline ro\\n\nf /run/sshd.pid 7\\n\nf /proc/net/tcp\n",
		TRIAL, false, "an SSH server runs (/run/sshd.pid)", "--headless-ok" },
	{ "serial", IGPU("i915") "f /proc/cmdline console=ttyS0\\n\nf /proc/net/tcp\n", PLAIN,
		false, "a serial console (console=ttyS0)", NULL },
	{ "nobody may look", IGPU("i915") "f /proc/cmdline ro\\n\ne /proc/net/tcp EACCES\n", PLAIN,
		true, "/proc/net/tcp could not be read", NULL },
	{ "it is with vfio-pci already", IGPU("vfio-pci") ALONE, PLAIN, false, NULL, NULL },
	{ "no iGPU", ALONE, PLAIN, false, NULL, NULL },
	{ "declined", IGPU("i915") ALONE, DECLINED, false, NULL, NULL },
	{ "so already", IGPU("i915") ALONE, SETTLED, false, NULL, NULL },
	{ "another fix", IGPU("i915") ALONE, HARMLESS, false, NULL, NULL },
	{ "nothing to do", IGPU("i915") ALONE, EMPTY, false, NULL, NULL },
};

static struct igd_host *open_host(const char *tree)
{
	struct igd_error error = { 0 };
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", tree);
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static void fill_plan(struct igd_plan *plan, unsigned shape)
{
	plan->fixes = igd_zalloc(sizeof(*plan->fixes));
	plan->fix_count = 1;
	plan->fixes[0].risk = shape & HARMLESS ? IGD_RISK_BOOT : IGD_RISK_DISPLAY;
	plan->fixes[0].declined = shape & DECLINED ? igd_strdup("no") : NULL;
	plan->fixes[0].is_settled = shape & SETTLED;
	if (!(shape & EMPTY))
		igd_plan_add(plan, IGD_STEP_FILE);
	igd_plan_add(plan, IGD_STEP_MANUAL);
	if (shape & EMPTY)
		return;
	igd_plan_add(plan, IGD_STEP_BARRIER)->is_trial = shape & TRIAL;
}

static void every_way(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_host *host = open_host(cases[i].tree);
		struct igd_plan plan = { 0 };
		const char *said;

		fill_plan(&plan, cases[i].shape);
		igd_guard(host, &plan);
		said = plan.guard ? plan.guard : "";
		if (plan.is_guarded != cases[i].is_guarded || !plan.guard != !cases[i].holds ||
			(cases[i].holds && !strstr(said, cases[i].holds)) ||
			(cases[i].lacks && strstr(said, cases[i].lacks)))
			fail_msg("%s: %d %s", cases[i].name, plan.is_guarded, said);
		igd_plan_done(&plan);
		igd_host_free(host);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
