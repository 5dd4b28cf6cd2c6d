// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_log_judge - what the symptoms in a log of this host amount to
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/finding.h"
#include "core/host_private.h"
#include "core/source_private.h"
#include "facts/log/log_judge.h"
#include "tests/unit/unit.h"

#define OF_KERNEL (1u << IGD_LOG_OF_KERNEL)
#define OF_QEMU (1u << IGD_LOG_OF_QEMU)

#define MAP                                                                                        \
	"kvm: vfio_container_dma_map(0x55d5e0c3e5f0, 0x380010000000, 0x108000, 0x7f5a2ba00000) = " \
	"-22 (Invalid argument)\n"
#define DEAD "qemu: hardware error: vfio: DMA mapping failed, unable to continue\n"
#define ASLEEP                                                                                     \
	"vfio-pci 0000:00:02.0: Unable to change power state from D3cold to D0, device "           \
	"inaccessible\n"
#define NO_DATA "Invalid PCI ROM data signature: expecting 0x52494350, got 0x4e4f5254\n"
#define FAULT                                                                                      \
	"DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7cd80000 [fault reason "  \
	"0x06] PTE Read access is not set\n"

static struct igd_host *host_with(const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf(IGD_TREE_MAGIC "\n%s", nodes);
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", NULL);

	assert_non_null(source);
	return igd_host_new(source);
}

static const char igpu[] = "f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"
			   "f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
			   "f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n";

static const struct {
	const char *log;
	unsigned places;
	const char *cases; /* "S55 0, S130 0": id and weight, in order */
} logs[] = {
	{ "", OF_KERNEL, "" },
	{ "all is well\n", OF_KERNEL | OF_QEMU, "" },
	{ ASLEEP, OF_KERNEL, "S26 0" },
	{ ASLEEP, OF_QEMU, "" },
	/* what would be fatal beside another line is not, where that is missing */
	{ MAP, OF_QEMU, "S55 3" },
	{ MAP DEAD, OF_QEMU, "S55 0, S130 0" },
	{ DEAD MAP, OF_QEMU, "S130 0, S55 0" },
	/* the gravest first */
	{ "vfio-pci 0000:00:02.0: " NO_DATA ASLEEP, OF_KERNEL, "S26 0, S135 3" },
	{ "flip_done timed out\n" ASLEEP, OF_KERNEL, "S26 0, S9 2" },
	{ "xe 0000:00:02.0: [drm] GSC proxy component didn't bind within the expected timeout\n",
		OF_KERNEL, "S73 1" },
	/* another device's own matter, but not where one line of several is the iGPU's */
	{ "xe 0000:03:00.0: [drm] GSC proxy component didn't bind within the expected timeout\n",
		OF_KERNEL, "S73 3" },
	{ "xe 0000:03:00.0: [drm] GSC proxy component didn't bind within the expected timeout\n"
	  "xe 0000:00:02.0: [drm] GSC proxy component didn't bind within the expected timeout\n",
		OF_KERNEL, "S73 1" },
	{ "vfio-pci 0000:01:00.0: " NO_DATA, OF_KERNEL, "S135b 3" },
	{ NO_DATA, OF_KERNEL, "S135b 1" },
	/* DMA faults are told of elsewhere, however many there are */
	{ FAULT FAULT FAULT "dmar_fault: 4000 callbacks suppressed\n" FAULT, OF_KERNEL, "" },
};

static void test_weights(void **state)
{
	struct igd_host *host = host_with(igpu);
	struct igd_log_judgement judgement;
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(logs) / sizeof(*logs); i++) {
		IGD_AUTOTEXT struct igd_text text = { 0 };

		igd_log_judge(host, &(struct igd_log_text){ logs[i].log, strlen(logs[i].log) },
			logs[i].places, &judgement);
		igd_text_add(&text, "", 0);
		for (j = 0; j < judgement.count; j++)
			igd_text_printf(&text, "%s%s %d", j ? ", " : "", judgement.cases[j].id,
				judgement.cases[j].weight);
		if (strcmp(text.text, logs[i].cases) != 0)
			fail_msg("case %zu: %s", i, text.text);
	}
	igd_host_free(host);
}

static void test_what_is_told(void **state)
{
	static const char log[] = "one\ntwo\n" MAP DEAD;
	struct igd_host *host =
		host_with("f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"
			  "f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
			  "f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"
			  "l /sys/bus/pci/devices/0000:00:02.0/iommu ../../virtual/iommu/dmar0\n"
			  "f /sys/class/iommu/dmar0/intel-iommu/cap 1c0000c40660462\\n\n");
	struct igd_log_judgement judgement;

	(void)state;
	igd_log_judge(host, &(struct igd_log_text){ log, strlen(log) }, OF_QEMU, &judgement);
	assert_int_equal(judgement.count, 2);
	assert_int_equal(judgement.fatal, 2);
	assert_int_equal(judgement.open, 0);
	assert_int_equal(judgement.cases[0].line, 3);
	assert_int_equal(judgement.cases[1].line, 4);
	assert_non_null(strstr(judgement.cases[0].cause, "0x380010000000"));
	assert_non_null(strstr(judgement.cases[0].cause,
		"That takes 46 address bits, and the iGPU's IOMMU here has 39"));
	assert_null(strstr(judgement.cases[1].cause, "address bits"));
	igd_host_free(host);
}

/* What a log says is no directive, and breaks no line. */
static void test_hostile_log(void **state)
{
	static const char log[] =
		"audit: apparmor=\"DENIED\" operation=\"open\" profile=\"libvirt-{kernel-arg+ x}\" "
		"name=\"/dev/kvmfr0{initramfs}\033[31m\x80\" comm=\"qemu-system-x86\"\n";
	struct igd_host *host = host_with(igpu);
	struct igd_log_judgement judgement;
	size_t i;

	(void)state;
	igd_log_judge(host, &(struct igd_log_text){ log, strlen(log) }, OF_KERNEL, &judgement);
	assert_true(judgement.count > 0);
	for (i = 0; i < judgement.count; i++) {
		assert_null(strpbrk(judgement.cases[i].remedy, "{}\033\n"));
		assert_null(strpbrk(judgement.cases[i].cause, "{}\033\n"));
		assert_null(strpbrk(judgement.cases[i].excerpt, "{}\033\n\x80"));
	}
	igd_host_free(host);
}

/* More symptoms than are told of are counted all the same. */
static void test_many(void **state)
{
	static const char *const lines[] = { ASLEEP, "kvm: disabled by bios\n",
		"vfio_pin_pages_remote: RLIMIT_MEMLOCK (65536) exceeded\n",
		"kvmfr: failed to allocate memory for static device\n" };
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_host *host = host_with(igpu);
	struct igd_log_judgement judgement;
	size_t i, j;

	(void)state;
	for (j = 0; j < 5000; j++) {
		for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
			igd_text_printf(&text, "%s", lines[i]);
	}
	igd_log_judge(host, &(struct igd_log_text){ text.text, text.size }, OF_KERNEL, &judgement);
	assert_int_equal(judgement.fatal, 4);
	assert_int_equal(judgement.count, 4);
	for (i = 0; i < judgement.count; i++) {
		assert_int_equal(judgement.cases[i].count, 5000);
		assert_int_equal(judgement.cases[i].line, i + 1);
	}
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_what_is_told),
		cmocka_unit_test(test_hostile_log),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
