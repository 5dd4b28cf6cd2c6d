// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_hosts - the examinations that every printer is tried with, and its golden files
 *
 * With UPDATE_GOLDEN in the environment they are written again: read the difference before you believe it.
 */
#ifndef IGD_TESTS_REPORT_HOSTS_H
#define IGD_TESTS_REPORT_HOSTS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/report_wanted.h"

#define GOLDEN IGD_SOURCE_DIR "/tests/reports/"

struct report_row {
	const char *id, *plugin;
	enum igd_verdict verdict;
	enum igd_severity severity;
	enum igd_reason reason;
	const char *where, *what;
	const char *evidence[16]; /* source, excerpt, source, excerpt ... */
	const char *why, *remedy, *blocked_by;
	void (*draw)(struct igd_finding *finding);
};

struct report_host {
	const char *name;
	bool is_live;
	const char *machine, *distribution, *kernel;
	const char *igpu[5]; /* address, id, name, platform, driver */
	int generation;
	struct report_row rows[12];
};

#define IOMMU_WHY                                                                                         \
	"A VM gets a device by way of its IOMMU group. Without one, VFIO cannot map the VM's memory for " \
	"the iGPU, and QEMU stops with \"no iommu_group found\"."
#define IOMMU_REMEDY                                                                                      \
	"Add `intel_iommu=on` to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub and run `grub-mkconfig " \
	"-o /boot/grub/grub.cfg`, then reboot."
#define ARTIX                                                                                      \
	"Micro-Star International MS-7D25", "Artix Linux", "6.12.10-artix1-1",                     \
	{                                                                                          \
		"0000:00:02.0", "8086:4680", "UHD Graphics 770", "Alder Lake-S", "i915"            \
	}
#define CRASH "the plugin crashed (SIGSEGV) while it ran driver.bound"
/* An escape sequence, a tab, a bell, text that runs the other way, half a character, two wide ones, an accent. */
#define NASTY                                                                                      \
	"\x1b[31mred\t\a \xe2\x80\xae\x67\x6e\x70\xe2\x80\xac \xc3( \xe7\xa9\xba\xe9\x96\x93 caf\xc3\xa9 %s%n"

/* clang-format off */
#define ROW(name, result, weight, ...) { .id = (name), .verdict = (result), .severity = (weight), __VA_ARGS__ }
#define SAYS(place, text) .where = (place), .what = (text)
#define WAITS(name, cause) ROW(name, IGD_BLOCKED, IGD_BLOCKER, .blocked_by = (cause))

static const struct report_host report_hosts[] = {
	{ "blocked", true, ARTIX, 12, {
		ROW("platform.igpu", IGD_PASS, IGD_BLOCKER,
			SAYS("0000:00:02.0", "8086:4680 Alder Lake-S (UHD Graphics 770)"),
			.evidence = { "/sys/bus/pci/devices/0000:00:02.0", "8086:4680 class 0300" }),
		ROW("platform.boot-mode", IGD_PASS, IGD_DEGRADED, SAYS("/sys/firmware/efi", "booted by UEFI")),
		ROW("iommu.enabled", IGD_FAIL, IGD_BLOCKER,
			SAYS("/proc/cmdline", "no device is translated, and intel_iommu=on is missing"),
			.evidence = { "/proc/sys/kernel/osrelease", "6.12.10-artix1-1",
				"/boot/config-6.12.10-artix1-1", "CONFIG_INTEL_IOMMU=y",
				"/proc/cmdline", "BOOT_IMAGE=/boot/vmlinuz-linux root=/dev/sda2 ro quiet",
				"/a", "1", "/b", "2", "/c", "3", "/d", "4" },
			.why = IOMMU_WHY, .remedy = IOMMU_REMEDY),
		WAITS("iommu.group", "iommu.enabled"),
		WAITS("iommu.faults", "iommu.enabled"),
		ROW("driver.bound", IGD_FAIL, IGD_BLOCKER,
			SAYS("/sys/bus/pci/devices/0000:00:02.0/driver", "i915 has it"),
			.evidence = { "/sys/bus/pci/devices/0000:00:02.0/driver", "-> ../../bus/pci/drivers/i915" }),
		ROW("driver.power", IGD_NA, IGD_DEGRADED,
			SAYS("/sys/bus/pci/devices/0000:00:02.0/power_state", "this kernel does not tell")),
		ROW("driver.free", IGD_UNKNOWN, IGD_DEGRADED,
			SAYS("/proc/1/fd", "could not be read: permission denied"),
			.reason = IGD_REASON_NOT_PERMITTED),
		ROW("driver.options", IGD_FAIL, IGD_DEGRADED,
			SAYS("/etc/modprobe.d/vfio.conf:1", "disable_vga is set"),
			.evidence = { "/etc/modprobe.d/vfio.conf:1", "disable_vga is set" }),
		ROW("efifb.effective", IGD_FAIL, IGD_HINT,
			SAYS("/proc/cmdline", "video=efifb:off does nothing on this kernel")),
		ROW("efifb.console", IGD_NA, IGD_DEGRADED, SAYS("/sys/class/graphics", "there is no console")),
	} },
	{ "healthy", false, ARTIX, 12, {
		ROW("platform.igpu", IGD_PASS, IGD_BLOCKER, SAYS("0000:00:02.0", "8086:4680 Alder Lake-S")),
		ROW("iommu.enabled", IGD_PASS, IGD_BLOCKER,
			SAYS("/sys/bus/pci/devices/0000:00:02.0/iommu_group", "IOMMU group 0")),
		ROW("driver.power", IGD_NA, IGD_DEGRADED, SAYS("/sys", "this kernel does not tell")),
	} },
	{ "not-permitted", true, ARTIX, 12, {
		ROW("platform.igpu", IGD_PASS, IGD_BLOCKER, SAYS("0000:00:02.0", "8086:4680 Alder Lake-S")),
		ROW("iommu.faults", IGD_UNKNOWN, IGD_DEGRADED,
			SAYS("/dev/kmsg", "could not be read: permission denied"),
			.reason = IGD_REASON_NOT_PERMITTED),
		ROW("iommu.interrupt-remapping", IGD_UNKNOWN, IGD_BLOCKER,
			SAYS("/dev/kmsg", "could not be read: permission denied"),
			.reason = IGD_REASON_NOT_PERMITTED),
		ROW("driver.early", IGD_UNKNOWN, IGD_BLOCKER,
			SAYS("/etc", "what loads vfio-pci at boot is not to be seen"),
			.reason = IGD_REASON_UNDECIDED, .evidence = { "/etc/mkinitcpio.conf:7", "MODULES=()" }),
		ROW("efifb.effective", IGD_FAIL, IGD_HINT,
			SAYS("/proc/cmdline", "video=efifb:off does nothing on this kernel")),
	} },
	{ "no-igpu", true, "QEMU Standard PC", NULL, "6.1.0-40-amd64", { NULL }, 0, {
		ROW("platform.igpu", IGD_FAIL, IGD_BLOCKER,
			SAYS("/sys/bus/pci/devices",
				"no Intel display device on bus 0: this is itself a virtual machine")),
		WAITS("platform.vtd", "platform.igpu"),
		WAITS("iommu.enabled", "platform.igpu"),
	} },
	{ "crashed", true, ARTIX, 12, {
		ROW("driver.bound", IGD_UNKNOWN, IGD_BLOCKER, SAYS("/usr/lib/driver.so", CRASH),
			.reason = IGD_REASON_CRASHED),
		ROW("driver.early", IGD_UNKNOWN, IGD_BLOCKER, SAYS("/usr/lib/driver.so", CRASH),
			.reason = IGD_REASON_CRASHED),
		ROW("driver.rivals", IGD_UNKNOWN, IGD_BLOCKER, .reason = IGD_REASON_TIMEOUT),
		ROW("plugin.refused", IGD_UNKNOWN, IGD_DEGRADED, .plugin = "mine",
			SAYS("/usr/lib/mine.so", "others may write to it"), .reason = IGD_REASON_REFUSED),
		ROW("plugin.refused", IGD_UNKNOWN, IGD_DEGRADED, .plugin = "yours",
			SAYS("/usr/lib/yours.so", "it is a symbolic link"), .reason = IGD_REASON_REFUSED),
		ROW("platform.igpu", IGD_PASS, IGD_BLOCKER, SAYS("0000:00:02.0", "8086:4680")),
		ROW("platform.boot-mode", IGD_FAIL, IGD_DEGRADED,
			SAYS("/sys/firmware/efi", "absent: booted the old way, by BIOS or through CSM")),
	} },
	{ "hostile", false, NASTY, NASTY, NASTY, { NASTY, NASTY, NASTY, NASTY, NASTY }, -1, {
		ROW(NASTY ".x", IGD_FAIL, IGD_BLOCKER, SAYS(NASTY, NASTY), .plugin = NASTY,
			.evidence = { NASTY, NASTY }, .why = NASTY, .remedy = NASTY),
		ROW("nodot", IGD_FAIL, IGD_DEGRADED, SAYS("", ""), .evidence = { "", "" }, .why = "",
			.remedy = "`"),
		ROW("", IGD_FAIL, IGD_DEGRADED, .why = "` a ` b", .remedy = " `x y` ``"),
		ROW("same.id", IGD_FAIL, IGD_HINT, SAYS("first", "of two")),
		ROW("same.id", IGD_FAIL, IGD_HINT, SAYS("second", "of two")),
		WAITS("waits.for-none", NULL),
		WAITS("waits.for-absent", "not.there"),
		ROW("an-area-with-a-name-that-is-longer-than-any.x", IGD_PASS, IGD_HINT, SAYS("x", "y")),
	} },
	{ "map", false, ARTIX, 12, {
		ROW("ivshmem.address-width", IGD_FAIL, IGD_BLOCKER,
			SAYS("/etc/libvirt/qemu/win11.xml", "the VM's firmware puts looking-glass out of reach"),
			.draw = draw_beyond),
	} },
	{ "map-passed", false, ARTIX, 12, {
		ROW("ivshmem.address-width", IGD_PASS, IGD_BLOCKER,
			SAYS("/etc/libvirt/qemu/win11.xml", "nothing can be placed out of reach"),
			.draw = draw_within),
	} },
	{ "map-hostile", false, ARTIX, 12, {
		ROW("some.check", IGD_FAIL, IGD_HINT, SAYS("x", "y"), .draw = draw_wild),
		ROW("other.check", IGD_FAIL, IGD_DEGRADED, SAYS("x", "y"), .draw = draw_within),
	} },
	{ "lanes", false, ARTIX, 12, {
		ROW("iommu.group", IGD_FAIL, IGD_BLOCKER,
			SAYS("/sys/kernel/iommu_groups/0/devices",
				"group 0: on a host driver: 0000:00:1f.3 (snd_hda_intel)"),
			.draw = draw_group),
		ROW("boot.applied", IGD_FAIL, IGD_DEGRADED,
			SAYS("/etc/default/grub",
				"`intel_iommu=on` is configured, but the kernel was booted without it"),
			.draw = draw_chain),
	} },
	{ "lanes-hostile", false, ARTIX, 12, {
		ROW("some.check", IGD_PASS, IGD_HINT, SAYS("x", "y"), .draw = draw_wild_lanes),
		ROW("other.check", IGD_FAIL, IGD_BLOCKER, SAYS("x", "y"), .draw = draw_wild_lanes),
	} },
	{ .name = "empty", .is_live = true },
};
/* clang-format on */

static inline char *report_copy(const char *text)
{
	return text ? igd_strdup(text) : NULL;
}

static inline void report_fill(struct igd_finding *finding, const struct report_row *row)
{
	static const char *const references[] = { "https://docs.kernel.org/driver-api/vfio.html",
		NULL };
	const struct igd_check check = {
		.id = row->id,
		.title = "The title states the healthy state",
		.why = row->why ? row->why : "This is why it matters.",
		.remedy = row->remedy ? row->remedy : "This is what to do about it.",
		.severity = row->severity,
		.fix = "some.fix",
		.references = references,
	};
	IGD_AUTOFREE char *area = igd_strndup(row->id, strcspn(row->id, "."));
	size_t i;

	igd_finding_init(finding, &check, row->plugin ? row->plugin : area);
	finding->verdict = row->verdict;
	finding->reason = row->reason;
	finding->where = report_copy(row->where);
	finding->what = report_copy(row->what);
	if (row->blocked_by)
		igd_finding_add(&finding->blocked_by, &finding->blocked_by_count, row->blocked_by);
	finding->evidence = igd_zalloc(8 * sizeof(*finding->evidence));
	for (i = 0; i < 8 && row->evidence[2 * i]; i++)
		finding->evidence[i] = (struct igd_evidence){ igd_strdup(row->evidence[2 * i]),
			igd_strdup(row->evidence[2 * i + 1]) };
	finding->evidence_count = i;
	if (row->draw)
		row->draw(finding);
}

static inline struct igd_exam report_exam(const struct report_host *host)
{
	struct igd_exam exam = {
		.subject = { .is_live = host->is_live,
			.kernel = report_copy(host->kernel),
			.distribution = report_copy(host->distribution),
			.machine = report_copy(host->machine),
			.igpu_address = report_copy(host->igpu[0]),
			.igpu_id = report_copy(host->igpu[1]),
			.igpu_name = report_copy(host->igpu[2]),
			.igpu_platform = report_copy(host->igpu[3]),
			.igpu_driver = report_copy(host->igpu[4]),
			.igpu_generation = host->generation },
		.findings = igd_zalloc(sizeof(struct igd_finding) * 12),
	};

	while (exam.count < 12 && host->rows[exam.count].id) {
		report_fill(&exam.findings[exam.count], &host->rows[exam.count]);
		exam.count++;
	}
	igd_exam_rank(&exam);
	return exam;
}

static inline char *report_slurp(const char *path)
{
	struct igd_text text = { 0 };
	char piece[4096];
	size_t got;
	FILE *file = fopen(path, "re");

	igd_text_add(&text, "", 0);
	while (file && (got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	if (file)
		fclose(file);
	return text.text;
}

static inline void report_compare(const char *path, const char *text)
{
	IGD_AUTOFREE char *golden = NULL;
	FILE *file;

	if (getenv("UPDATE_GOLDEN")) {
		file = fopen(path, "we");
		assert_non_null(file);
		fputs(text, file);
		fclose(file);
	}
	golden = report_slurp(path);
	if (strcmp(golden, text) != 0)
		fail_msg("%s is not what is printed:\n%s", path, text);
}

/* The one of this name. */
static inline const struct report_host *report_host(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(report_hosts) / sizeof(*report_hosts); i++) {
		if (strcmp(report_hosts[i].name, name) == 0)
			return &report_hosts[i];
	}
	abort(); /* a test that names none of them */
}

#endif
