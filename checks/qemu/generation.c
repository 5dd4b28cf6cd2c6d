// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu.generation - does this QEMU know what iGPU this is? (S33, symptoms of 7.2 to 10.0)
 */
#include "checks/qemu/area.h"
#include "facts/host/igpu.h"
#include "facts/qemu/qemu_matrix.h"
#include "facts/qemu/qemu_words.h"

/* A vendor's changes, and sources that nobody read, leave nothing to go by. */
static const char *doubt(struct igd_host *host, const struct igd_qemu_place *place,
	const struct igd_qemu_properties *properties, const struct igd_qemu_version *version)
{
	const char *surprise = properties ? igd_qemu_surprise(place, properties) : NULL;

	if (surprise)
		return igd_host_print(host,
			"this QEMU %s differs from its sources in %s: its maker has changed it, and what "
			"it makes of this iGPU is not known",
			version->text, surprise);
	return NULL;
}

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_igpu *igpu, struct igd_finding *ret)
{
	const struct igd_qemu_meant *meant = igd_qemu_meant(host);
	const struct igd_qemu_version *version = igd_qemu_version(host);
	const struct igd_qemu_properties *properties = igd_qemu_properties(host);
	struct igd_qemu_place place;
	struct igd_qemu_words words;
	const char *why_not, *by = igd_qemu_reservation(host);

	if (!version || (!properties && meant->source == IGD_QEMU_ASKED))
		return igd_unknown(ret, meant->where, IGD_QEMU_NOT_ONE);
	place = igd_qemu_place(version);
	why_not = doubt(host, &place, properties, version);
	if (why_not)
		return igd_unknown(ret, meant->where, "%s", why_not);
	words = igd_qemu_words(host, version, &place, igpu);
	if (words.remedy)
		igd_remedy(ret, "%s", words.remedy);
	if (words.is_degraded)
		igd_severity(ret, IGD_DEGRADED);
	switch (words.verdict) {
	case IGD_QEMU_SUITS:
		return igd_pass(ret, meant->where, "%s%s", words.what, by);
	case IGD_QEMU_SUITS_NOT:
		return igd_fail(ret, meant->where, "%s%s", words.what, by);
	case IGD_QEMU_CANNOT_TELL:
		break;
	}
	return igd_unknown(ret, meant->where, "%s%s", words.what, by);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_qemu_meant *meant = igd_qemu_meant(host);

	if (meant->source == IGD_QEMU_NOBODY)
		return igd_na(ret, meant->where,
			"%s: `--qemu BINARY` has one asked whether it knows this iGPU", meant->why);
	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (!igpu->model)
		return igd_unknown(ret, meant->where,
			"%04x:%04x is not in the table of known Intel graphics", igpu->vendor,
			igpu->device);
	return judge(host, igpu, ret);
}

static const char *const needs[] = { "platform.igpu", "qemu.options", NULL };
static const char *const references[] = {
	"https://gitlab.com/qemu-project/qemu/-/blob/master/hw/vfio/igd.c",
	"https://gitlab.com/qemu-project/qemu/-/blob/master/docs/igd-assign.txt", NULL
};

const struct igd_check igd_check_qemu_generation = {
	.id = "qemu.generation",
	.title = "This QEMU knows this iGPU's generation",
	.why = "QEMU has a table of iGPU generations, and does for each what it needs: it lets the "
	       "guest place stolen memory, at 0x5C up to Comet Lake and at 0xC0 from Ice Lake on, and "
	       "hands over the OpRegion. Where QEMU is older than the iGPU it does nothing, or the "
	       "wrong thing without a word, which is one way to Code 43 in Windows. It is the binary "
	       "that counts, not the machine type.",
	.remedy =
		"Use QEMU 10.1 or later. Debian 13 has 10.0, and a later one in trixie-backports; "
		"Proxmox VE calls it pve-qemu-kvm.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
