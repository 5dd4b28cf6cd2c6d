// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * decide - what a VM for this host is to be like: the parts, one after another
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "facts/host/claim.h"
#include "facts/host/cpu.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "fixes/create/create_private.h"

#define MAX_NAME 64u
/* QEMU's TCG gives a CPU so many bits of address unless it is told (QEMU 11.0 target/i386/cpu.h, TCG_PHYS_ADDR_BITS). */
#define EMULATED_BITS 40u

bool igd_create_is_name(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++) {
		if (!isalnum((unsigned char)name[i]) && (!i || !strchr("._+-", name[i])))
			return false;
		if ((unsigned char)name[i] > 127)
			return false;
	}
	return i > 0 && i <= MAX_NAME;
}

static void add(struct igd_host *host, const char **list, size_t *count, const char *text)
{
	if (*count < IGD_CREATE_MAX_NOTES)
		list[(*count)++] = igd_host_print(host, "%s", text);
}

void igd_create_note(struct igd_create *create, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	add(create->host, create->notes, &create->note_count, text);
}

void igd_create_chore(struct igd_create *create, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	add(create->host, create->chores, &create->chore_count, text);
}

void igd_create_hinder(struct igd_create *create, const char *format, ...)
{
	IGD_AUTOFREE char *text = NULL;
	va_list args;

	va_start(args, format);
	text = igd_vprintf(format, args);
	va_end(args);
	if (create->chore_count < IGD_CREATE_MAX_NOTES)
		create->hinders[create->chore_count] = true;
	add(create->host, create->chores, &create->chore_count, text);
}

bool igd_create_is_hindered(const struct igd_create *create)
{
	size_t i;

	for (i = 0; i < create->chore_count; i++) {
		if (create->hinders[i])
			return true;
	}
	return false;
}

static int look_at_igpu(struct igd_create *create, struct igd_error *reterr)
{
	create->igpu = igd_igpu_get(create->host);
	if (!create->igpu)
		return igd_error_set(reterr, ENODEV,
			"this host shows no Intel iGPU that a VM could be given; `igd-doctor` says why");
	if (!create->igpu->model)
		igd_create_note(create,
			"This iGPU, 8086:%04x, is not in the table of known Intel graphics: what QEMU makes of it is not "
			"known.",
			create->igpu->device);
	return 0;
}

static void look_at_make(struct igd_create *create)
{
	create->make = igd_smbios_of_host(create->host);
	if (create->make.manufacturer && create->make.product)
		return;
	create->make = (struct igd_smbios_make){ 0 };
	igd_create_note(create,
		"This host's DMI names no maker and product that the VM could be told of: it will call itself a QEMU.");
}

/* Windows 11 asks for a TPM 2.0; libvirt starts swtpm for it, and makes its state with swtpm_setup. */
static void look_at_tpm(struct igd_create *create)
{
	static const char *const folders[] = { "/usr/bin", "/usr/local/bin",
		"/run/current-system/sw/bin" };
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders) && !create->has_tpm; i++) {
		const char *folder = folders[i];

		create->has_tpm = igd_host_has(create->host,
					  igd_host_print(create->host, "%s/swtpm", folder)) &&
				  igd_host_has(create->host,
					  igd_host_print(create->host, "%s/swtpm_setup", folder));
	}
	if (!create->has_tpm)
		igd_create_note(create,
			"It has no TPM, which Windows 11 asks for at its installation: `swtpm` is not installed here "
			"(packages `swtpm` and, where there is one, `swtpm-tools`).");
}

/*
 * Where vfio-pci has the iGPU, and from boot on, libvirt has nothing to do with drivers. Else managed='yes' lets the VM start at all
 * (libvirt docs/formatdomain.rst "Host device assignment").
 */
static void look_at_driver(struct igd_create *create)
{
	const char *driver = igd_pci_driver(create->host, create->igpu->address);
	enum igd_claim_kind claim = igd_claims_get(create->host)->vfio.kind;
	bool is_claimed = claim == IGD_CLAIM_IDS || claim == IGD_CLAIM_OVERRIDE;

	create->is_managed = !is_claimed || !driver || strcmp(driver, "vfio-pci") != 0;
}

static void look_at_kvm(struct igd_create *create)
{
	int error = igd_host_access(create->host, "/dev/kvm");

	create->is_kvm = error != ENOENT && error != ENXIO && error != ENODEV;
	if (!create->is_kvm)
		igd_create_note(create,
			"This host has no /dev/kvm: the VM will be EMULATED, which is slow beyond use with Windows. Switch "
			"virtualization on in firmware setup (see platform.virtualization), and make it anew.");
}

/* The VM's width is limited where the IOMMU maps less. */
static int look_at_width(struct igd_create *create, struct igd_error *reterr)
{
	unsigned own = create->is_kvm ? igd_cpu_get(create->host)->physical_bits : EMULATED_BITS,
		 iommu;
	struct igd_vm vm;
	int ret = igd_create_model(create, &vm, reterr);

	if (ret < 0)
		return ret;
	iommu = igd_width_of_iommu(create->host, &vm);
	if (!iommu)
		igd_create_note(create,
			"How many bits of address the iGPU's IOMMU maps is not known, so the VM's are not limited.");
	else if (!own || own > iommu)
		create->width = iommu;
	create->width_form = igd_width_form(&vm, create->libvirt);
	igd_vm_done(&vm);
	return 0;
}

/* A random one: RFC 9562, 5.4. */
static int choose_uuid(struct igd_create *create, struct igd_error *reterr)
{
	uint8_t bytes[16];
	size_t i, length = 0;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return igd_error_set(reterr, errno, "getrandom: %s", igd_errno_text(errno));
	bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
	for (i = 0; i < sizeof(bytes); i++)
		length += (size_t)snprintf(create->uuid + length, sizeof(create->uuid) - length,
			"%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes[i]);
	return 0;
}

int igd_create_decide(struct igd_host *host, const struct igd_create_request *request,
	struct igd_create *ret, struct igd_error *reterr)
{
	int error;

	*ret = (struct igd_create){ .host = host, .name = request->name };
	if (!igd_create_is_name(request->name))
		return igd_error_set(reterr, EINVAL,
			"--create: a VM's name is letters, digits and `._+-`, begins with a letter or digit, and has at most %u "
			"of them",
			MAX_NAME);
	error = choose_uuid(ret, reterr);
	if (!error)
		error = look_at_igpu(ret, reterr);
	if (!error)
		error = igd_create_by_libvirt(ret, reterr);
	if (error)
		return error;
	look_at_kvm(ret);
	look_at_driver(ret);
	error = igd_create_by_files(ret, request, reterr);
	if (!error)
		error = igd_create_by_size(ret, request, reterr);
	if (!error)
		error = igd_create_by_recipe(ret, request, reterr);
	if (error)
		return error;
	look_at_make(ret);
	look_at_tpm(ret);
	error = look_at_width(ret, reterr);
	return error ? error : igd_create_by_rows(ret, reterr);
}
