// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_words - what is said of a QEMU and an iGPU: the matrix in words, with what to do about it
 */
#include "facts/qemu/qemu_words.h"

#define VGA_CONTROLLER 0x0300

#define ASK_FOR_10_1                                                                               \
	"Use QEMU 10.1 or later, which sets this iGPU up by itself. QEMU 10.0 does so if it is "   \
	"given `x-igd-legacy-mode=off,x-igd-opregion=on`. Debian 13 has 10.0, and a later one in " \
	"trixie-backports; Proxmox VE calls it pve-qemu-kvm. The machine type may stay as it is."

#define ASK_FOR_10_1_ONLY                                                                                                                                                     \
	"Use QEMU 10.1 or later, the first that was made with such iGPUs in mind: it hands over the "                                                                         \
	"OpRegion and does not look for stolen memory to set up, as they have none there. Debian has one in trixie-backports; Proxmox VE calls it pve-qemu-kvm. The machine " \
	"type may stay as it is."

/* "8086:4680 (Alder Lake-S)" */
static const char *name_of(struct igd_host *host, const struct igd_igpu *igpu)
{
	return igd_host_print(
		host, "%04x:%04x (%s)", igpu->vendor, igpu->device, igpu->model->platform);
}

static const char *remedy_for(const struct igd_igpu *igpu)
{
	if (igd_qemu_is_orphan(igpu->device, igpu->model->generation))
		return "No QEMU from 7.2 to 11.0 has a rule for this iGPU. 10.1 and later hand over its "
		       "OpRegion and leave its stolen memory alone, which may do for a VM that has "
		       "another display; 7.2 and 8.2 take it for generation 8, on i440fx at 00:02.0 "
		       "only. The rule itself would have to be added by QEMU's developers.";
	return igpu->model->generation > 0 ? ASK_FOR_10_1 : ASK_FOR_10_1_ONLY;
}

/* A version newer than all that were read is taken to be like the newest, and that is said. */
static const char *reservation(struct igd_host *host, const struct igd_qemu_version *version,
	const struct igd_qemu_place *place)
{
	if (!igd_qemu_is_unread(place))
		return "";
	return igd_host_print(host,
		" (taken to be as in QEMU %u.%u, the newest that was read; %s was not verified)",
		place->older->major, place->older->minor, version->text);
}

static struct igd_qemu_words undecided(struct igd_host *host,
	const struct igd_qemu_version *version, const struct igd_qemu_place *place)
{
	struct igd_qemu_words words = { .verdict = IGD_QEMU_CANNOT_TELL };

	if (!place->older)
		words.what = igd_host_print(host,
			"QEMU %s is older than all that were read; 7.2 is the oldest",
			version->text);
	else if (!place->newer)
		words.what = igd_host_print(host,
			"QEMU %s was not read, and QEMU's development has changed what it does for this "
			"iGPU since %u.%u",
			version->text, place->older->major, place->older->minor);
	else
		words.what = igd_host_print(host,
			"QEMU %s was not read, and %u.%u and %u.%u differ about this iGPU",
			version->text, place->older->major, place->older->minor,
			place->newer->major, place->newer->minor);
	return words;
}

/* QEMU 9.2 vfio_probe_igd_bar4_quirk(): only if 00:1f.0 is free and the iGPU is 00:02.0. */
static const char *limits(const struct igd_qemu_place *place, enum igd_qemu_treatment treatment)
{
	bool is_set_up = treatment == IGD_QEMU_KNOWN || treatment == IGD_QEMU_ALIKE ||
			 treatment == IGD_QEMU_WRONG;

	return is_set_up && !place->older->sets_up_without_legacy
		       ? ", and sets it up on i440fx at 00:02.0 only"
		       : "";
}

/* Stolen memory behind BAR 2, so that there is none to be set up. */
static bool has_bar(const struct igd_igpu *igpu)
{
	return igpu->model->generation < 0 &&
	       !igd_qemu_is_orphan(igpu->device, igpu->model->generation);
}

static const char *describe(struct igd_host *host, enum igd_qemu_treatment treatment,
	const char *qemu, const struct igd_igpu *igpu, int taken_for)
{
	const char *name = name_of(host, igpu);

	switch (treatment) {
	case IGD_QEMU_KNOWN:
		return igd_host_print(host, "%s knows %s as generation %d", qemu, name, taken_for);
	case IGD_QEMU_ALIKE:
		return igd_host_print(host,
			"%s takes %s for generation %d, whose registers are where this iGPU has them",
			qemu, name, taken_for);
	case IGD_QEMU_OPREGION_ONLY:
		return igd_host_print(host,
			"%s hands over the OpRegion of %s and sets up nothing else: its stolen memory is "
			"behind BAR 2",
			qemu, name);
	case IGD_QEMU_WRONG:
		return igd_host_print(host,
			"%s takes %s for generation %d, whose stolen memory is set up at 0x5C, %s",
			qemu, name, taken_for,
			igpu->model->generation < 0 ? "which this iGPU does not have"
						    : "while this iGPU has it at 0xC0");
	case IGD_QEMU_REFUSED:
		return igd_host_print(host, "%s does not know %s: it can hand over the OpRegion%s",
			qemu, name, has_bar(igpu) ? "" : ", but does not set up its stolen memory");
	case IGD_QEMU_ABANDONED:
		return igd_host_print(host,
			"%s does not know %s and gives the VM neither stolen memory nor OpRegion",
			qemu, name);
	case IGD_QEMU_UNDECIDED:
		break;
	}
	return "";
}

/* QEMU before the next row may or may not have that row's change already. */
static bool may_take_this_class(const struct igd_qemu_place *place, const struct igd_igpu *igpu)
{
	return igpu->class_code == VGA_CONTROLLER || place->older->takes_any_display ||
	       (place->newer && place->newer->takes_any_display);
}

static bool takes_this_class(const struct igd_qemu_place *place, const struct igd_igpu *igpu)
{
	return igpu->class_code == VGA_CONTROLLER || place->older->takes_any_display;
}

/* QEMU 10.1 vfio_pci_igd_config_quirk(): vfio_is_vga(); 10.2: vfio_is_base_display(). */
static struct igd_qemu_words wrong_class(
	struct igd_host *host, const char *qemu, const struct igd_igpu *igpu)
{
	struct igd_qemu_words words = { .verdict = IGD_QEMU_SUITS_NOT };

	words.what = igd_host_print(host,
		"%s sets up an iGPU only if it is a VGA controller (class 0300), and this one is %04x",
		qemu, igpu->class_code);
	words.remedy =
		"Use QEMU 10.2 or later on Linux 6.18 or later, which both take any display controller; or "
		"make the internal graphics the primary display in "
		"firmware setup (\"Primary Display: IGFX\") and reboot.";
	return words;
}

struct igd_qemu_words igd_qemu_words(struct igd_host *host, const struct igd_qemu_version *version,
	const struct igd_qemu_place *place, const struct igd_igpu *igpu)
{
	struct igd_qemu_words words = { .verdict = IGD_QEMU_SUITS };
	const char *qemu = igd_host_print(host, "QEMU %s", version->text);
	int taken_for = 0;
	enum igd_qemu_treatment treatment =
		igd_qemu_treat(place, igpu->device, igpu->model->generation, &taken_for);

	if (treatment == IGD_QEMU_UNDECIDED)
		return undecided(host, version, place);
	words.what =
		igd_host_print(host, "%s%s%s", describe(host, treatment, qemu, igpu, taken_for),
			limits(place, treatment), reservation(host, version, place));
	if (treatment == IGD_QEMU_WRONG || treatment == IGD_QEMU_REFUSED ||
		treatment == IGD_QEMU_ABANDONED) {
		words.verdict = IGD_QEMU_SUITS_NOT;
		words.remedy = remedy_for(igpu);
		words.is_degraded = treatment == IGD_QEMU_REFUSED && has_bar(igpu);
	} else if (!may_take_this_class(place, igpu)) {
		return wrong_class(host, qemu, igpu);
	} else if (!takes_this_class(place, igpu)) {
		return undecided(host, version, place);
	}
	return words;
}
