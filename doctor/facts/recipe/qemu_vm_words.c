// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_vm_words - what is said of what QEMU does with a VM's iGPU, and what to do about it
 */
#include "facts/recipe/qemu_vm_words.h"

#include <inttypes.h>

#include "facts/recipe/recipe_private.h"

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

/* From here on it is told that there may be no room: checks/gms/host.c says why it is this much. */
#define LARGEST_MIB 256u
/* gangqizai/igd README: 64 MiB and not more, and a VM of 4 GiB or more. */
#define USUAL_MIB 64u

static struct igd_qemu_words suits(const char *what)
{
	return (struct igd_qemu_words){ .verdict = IGD_QEMU_SUITS, .what = what };
}

static struct igd_qemu_words suits_not(const char *what, const char *remedy)
{
	return (struct igd_qemu_words){
		.verdict = IGD_QEMU_SUITS_NOT, .what = what, .remedy = remedy
	};
}

static struct igd_qemu_words cannot_tell(const char *what)
{
	return (struct igd_qemu_words){ .verdict = IGD_QEMU_CANNOT_TELL, .what = what };
}

static const char *mend(struct igd_host *host, const struct igd_qemu_vm *qemu,
	enum igd_mend_kind kind, const char *name, const char *value)
{
	const char *type = "bool";

	if (kind == IGD_MEND_SET && value && *value >= '0' && *value <= '9')
		type = "unsigned";
	return igd_recipe_mend(host, &qemu->it,
		&(struct igd_mend){ .kind = kind, .name = name, .value = value, .type = type },
		NULL);
}

/* As a sentence: the clause begins small. */
static const char *sentence(struct igd_host *host, const char *clause, const char *rest)
{
	return igd_host_print(host, "%c%s%s", *clause - 'a' + 'A', clause + 1, rest);
}

#define NEEDS_10_1                                                                                            \
	"Use QEMU 10.1 or later, which hands the OpRegion over by itself, and to newer iGPUs than it knows. " \
	"Debian has one in trixie-backports; Proxmox VE calls it pve-qemu-kvm."

static struct igd_qemu_words no_opregion(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	const char *vm = qemu->it.vm->name;
	const char *by = igd_qemu_reservation(host);
	unsigned class_code = qemu->it.igpu->class_code;

	switch (qemu->outcome.opregion) {
	case IGD_OPREGION_IS_OFF:
		return suits_not(igd_host_print(host, "%s gives `x-igd-opregion=off`", vm),
			sentence(host, mend(host, qemu, IGD_MEND_SET, "x-igd-opregion", "on"),
				" in its place."));
	case IGD_OPREGION_NO_DEVICE:
		return suits_not(
			igd_host_print(host,
				"%s does not know 8086:%04x (%s) and stops there: the VM gets no "
				"OpRegion, whatever `x-igd-opregion` says%s",
				qemu->qemu, qemu->it.igpu->device, qemu->it.igpu->model->platform,
				by),
			NEEDS_10_1);
	case IGD_OPREGION_NO_CLASS:
		return suits_not(
			igd_host_print(host,
				"%s hands an OpRegion to VGA controllers (class 0300) only, and "
				"the iGPU is %04x%s",
				qemu->qemu, class_code, by),
			"Make the internal graphics the primary display in firmware setup (\"Primary Display: IGFX\") "
			"and reboot; or use QEMU 10.2 or later on Linux 6.18 or later, which both take any "
			"display controller.");
	case IGD_OPREGION_REFUSED:
		return suits_not(
			igd_host_print(host,
				"%s gives `x-igd-legacy-mode=on`, which %s refuses here: that is "
				"for 00:02.0 of an i440fx machine, and not for every iGPU",
				vm, qemu->qemu),
			sentence(host, mend(host, qemu, IGD_MEND_SET, "x-igd-opregion", "on"),
				", and take `x-igd-legacy-mode=on` out."));
	case IGD_OPREGION_NOT_ASKED:
	case IGD_OPREGION_BY_OPTION:
	case IGD_OPREGION_BY_DEFAULT:
	case IGD_OPREGION_BY_LEGACY:
	case IGD_OPREGION_UNDECIDED:
		break;
	}
	return suits_not(
		igd_host_print(host,
			"%s hands the OpRegion over only if it is told to, and %s does not say "
			"`x-igd-opregion=on`%s",
			qemu->qemu, vm, by),
		sentence(host, mend(host, qemu, IGD_MEND_SET, "x-igd-opregion", "on"),
			"; or use QEMU 10.1 or later, which does it by itself."));
}

static struct igd_qemu_words undecided_opregion(
	struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	const char *vm = qemu->it.vm->name;

	if (qemu->newest.opregion == IGD_OPREGION_BY_DEFAULT)
		return cannot_tell(igd_host_print(host,
			"%s leaves `x-igd-opregion` to QEMU, which has it on by itself from 10.1 on, and "
			"which QEMU runs it is not known: `--qemu BINARY` names one",
			vm));
	if (qemu->newest.opregion == IGD_OPREGION_UNDECIDED)
		return cannot_tell(igd_host_print(host,
			"%s is i440fx, so that %s tries its legacy mode; without a `romfile=` that needs "
			"a ROM of the device's own, and whether it has one is not known. Where it fails, "
			"QEMU may leave the OpRegion out as well",
			vm, qemu->qemu));
	return cannot_tell(igd_host_print(host,
		"which QEMU runs %s is not known, and they differ about this iGPU's OpRegion", vm));
}

struct igd_qemu_words igd_opregion_words(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	const char *vm = qemu->it.vm->name, *by = igd_qemu_reservation(host);

	switch (qemu->outcome.opregion) {
	case IGD_OPREGION_BY_OPTION:
		return suits(igd_host_print(host, "%s gives `x-igd-opregion=on`, which %s obeys%s",
			vm, qemu->qemu, by));
	case IGD_OPREGION_BY_DEFAULT:
		return suits(igd_host_print(host, "%s hands it over by itself%s", qemu->qemu, by));
	case IGD_OPREGION_BY_LEGACY:
		return suits(igd_host_print(host,
			"%s hands it over in its legacy mode, which %s is made for%s", qemu->qemu,
			vm, by));
	case IGD_OPREGION_UNDECIDED:
		return undecided_opregion(host, qemu);
	case IGD_OPREGION_NOT_ASKED:
	case IGD_OPREGION_IS_OFF:
	case IGD_OPREGION_NO_DEVICE:
	case IGD_OPREGION_NO_CLASS:
	case IGD_OPREGION_REFUSED:
		break;
	}
	return no_opregion(host, qemu);
}

static const char *gms_of(const struct igd_qemu_vm *qemu)
{
	const char *value = igd_vm_property(&qemu->it.hostdev->properties, "x-igd-gms");

	return value ? value : "0";
}

static struct igd_qemu_words zero(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	const char *give = mend(host, qemu, IGD_MEND_SET, "x-igd-gms", "2");

	if (igd_vm_property(&qemu->it.hostdev->properties, "x-igd-gms"))
		return suits_not(
			igd_host_print(host,
				"%s does not take `x-igd-gms=%s` and shows the VM no stolen memory: 1 to 16 "
				"are what it takes",
				qemu->qemu, gms_of(qemu)),
			sentence(host, give, " (64 MiB); or use QEMU 10.1 or later without it."));
	return suits_not(
		igd_host_print(host,
			"%s shows the VM no stolen memory at all unless `x-igd-gms` says how much, and "
			"%s does not",
			qemu->qemu, qemu->it.vm->name),
		sentence(host, give,
			" (64 MiB); or use QEMU 10.1 or later, which shows the host's size by itself."));
}

static struct igd_qemu_words fatal(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	return suits_not(
		igd_host_print(host, "%s ends over `x-igd-gms=%s`%s", qemu->qemu, gms_of(qemu),
			qemu->it.igpu->model->generation < 0
				? ", as this iGPU's stolen memory is behind BAR 2"
				: ", which is out of range"),
		sentence(host, mend(host, qemu, IGD_MEND_DROP, "x-igd-gms", NULL),
			": the VM then sees the host's size."));
}

static struct igd_qemu_words untouched(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	return suits_not(
		igd_host_print(host,
			"%s sets no stolen memory up for this VM: the guest sees the host's address, "
			"which is not its own, and its display faults there",
			qemu->qemu),
		"Use QEMU 10.1 or later, which sets it up on any machine type. 7.2 to 9.2 do so for a VGA controller at "
		"00:02.0 of an i440fx machine with a ROM only, and only for the iGPUs that they know.");
}

static struct igd_qemu_words undecided_stolen(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	if (!qemu->it.version)
		return cannot_tell(igd_host_print(host,
			"which QEMU runs %s is not known, and up to 9.2 it would set no stolen memory up, or "
			"another: `--qemu BINARY` names one",
			qemu->it.vm->name));
	return cannot_tell(igd_host_print(host,
		"%s goes into its legacy mode for %s, which needs a ROM: none is given, and whether the device has "
		"one of its own is not known. Where it has none, no stolen memory is set up",
		qemu->qemu, qemu->it.vm->name));
}

struct igd_qemu_words igd_stolen_words(struct igd_host *host, const struct igd_qemu_vm *qemu)
{
	struct igd_qemu_words words;

	switch (qemu->outcome.stolen) {
	case IGD_STOLEN_OF_HOST:
		return suits(igd_host_print(host, "as much as the host has, by %s", qemu->qemu));
	case IGD_STOLEN_BY_OPTION:
		return suits(igd_host_print(host, "by `x-igd-gms=%s`", gms_of(qemu)));
	case IGD_STOLEN_NO_NEED:
		return suits("it is behind BAR 2, and QEMU has nothing to set up");
	case IGD_STOLEN_ZERO:
		return zero(host, qemu);
	case IGD_STOLEN_FATAL:
		return fatal(host, qemu);
	case IGD_STOLEN_UNTOUCHED:
		return untouched(host, qemu);
	case IGD_STOLEN_BAD_VALUE:
	case IGD_STOLEN_IGNORED:
		words = suits_not(
			igd_host_print(host,
				"%s %s `x-igd-gms=%s`: the VM sees as much as the host has",
				qemu->qemu,
				qemu->outcome.stolen == IGD_STOLEN_IGNORED ? "takes and never reads"
									   : "passes over",
				gms_of(qemu)),
			sentence(host, mend(host, qemu, IGD_MEND_DROP, "x-igd-gms", NULL),
				", and set the size in firmware setup (\"DVMT Pre-Allocated\"); or use "
				"QEMU 10.1 or later with a value of 1 to 64 (in units of 32 MiB)."));
		words.is_degraded = true;
		return words;
	case IGD_STOLEN_UNDECIDED:
		break;
	}
	return undecided_stolen(host, qemu);
}

bool igd_opregion_is_of_vm(enum igd_vm_opregion opregion)
{
	return opregion == IGD_OPREGION_NOT_ASKED || opregion == IGD_OPREGION_IS_OFF ||
	       opregion == IGD_OPREGION_REFUSED;
}

bool igd_stolen_is_of_vm(enum igd_vm_stolen stolen)
{
	return stolen == IGD_STOLEN_ZERO || stolen == IGD_STOLEN_FATAL ||
	       stolen == IGD_STOLEN_BAD_VALUE || stolen == IGD_STOLEN_IGNORED;
}

/* i440fx leaves a hole of 0.5 GiB, or of 1 GiB where there is more RAM; q35 one of 1.25 or 2 GiB. */
uint64_t igd_vm_low_memory(const struct igd_vm *vm)
{
	uint64_t bytes = vm->memory.bytes;

	switch (vm->machine.chipset) {
	case IGD_VM_I440FX:
		return bytes >= 0xe0000000u ? 0xc0000000u : bytes;
	case IGD_VM_Q35:
		return bytes >= 0xb0000000u ? 0x80000000u : bytes;
	case IGD_VM_CHIPSET_UNKNOWN:
	case IGD_VM_CHIPSET_OTHER:
		break;
	}
	return 0;
}

struct igd_qemu_words igd_stolen_fit_words(
	struct igd_host *host, const struct igd_qemu_vm *qemu, unsigned mib, const char *how)
{
	const struct igd_vm *vm = qemu->it.vm;
	uint64_t low = igd_vm_low_memory(vm);
	struct igd_qemu_words words;

	if (low && mib * MIB >= low)
		return suits_not(
			igd_host_print(host,
				"%u MiB, %s: the guest's firmware has to find it below 4 GiB, and the VM has "
				"%" PRIu64 " MiB there",
				mib, how, low / MIB),
			NULL);
	if (mib <= LARGEST_MIB &&
		(mib <= USUAL_MIB || !vm->memory.bytes || vm->memory.bytes >= 4 * GIB))
		return suits(igd_host_print(host, "%u MiB, %s", mib, how));
	if (mib > LARGEST_MIB)
		words = suits_not(
			igd_host_print(host,
				"%u MiB, %s: the guest's firmware has to find it in one piece below 4 GiB, "
				"and may not",
				mib, how),
			NULL);
	else
		words = suits_not(igd_host_print(host,
					  "%u MiB, %s, in a VM of %" PRIu64
					  " MiB: the guest's firmware may not find it in one piece",
					  mib, how, vm->memory.bytes / MIB),
			NULL);
	words.is_degraded = true;
	return words;
}
