// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * write - the libvirt domain of a VM that is to be made
 *
 * By libxml2's writer, which escapes whatever a path or the host's DMI holds, but the quotes only where they are its usual ones. Elements are those of libvirt 11.3
 * docs/formatdomain.rst and docs/drvqemu.rst; what is left out libvirt fills in (addresses, controllers, the emulator, a MAC, the
 * machine type's version).
 */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "fixes/create/write_private.h"

#define QEMU "http://libvirt.org/schemas/domain/qemu/1.0"
#define OSINFO "http://libosinfo.org/xmlns/libvirt/domain/1.0"
static const xmlChar *utf8(const char *text)
{
	return (const xmlChar *)text;
}

void igd_write_begin(const struct igd_writer *writer, const char *name)
{
	xmlTextWriterStartElement(writer->xml, utf8(name));
}

void igd_write_end(const struct igd_writer *writer)
{
	xmlTextWriterEndElement(writer->xml);
}

void igd_write_attribute(const struct igd_writer *writer, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(writer->xml, utf8(name), utf8(value));
}

void igd_write_number(const struct igd_writer *writer, const char *name, unsigned value)
{
	IGD_AUTOFREE char *text = igd_printf("%u", value);

	igd_write_attribute(writer, name, text);
}

void igd_write_content(const struct igd_writer *writer, const char *value)
{
	xmlTextWriterWriteString(writer->xml, utf8(value));
}

void igd_write_text(const struct igd_writer *writer, const char *name, const char *value)
{
	xmlTextWriterWriteElement(writer->xml, utf8(name), utf8(value));
}

void igd_write_element(const struct igd_writer *writer, const char *name, ...)
{
	const char *key, *value;
	va_list args;

	igd_write_begin(writer, name);
	va_start(args, name);
	while ((key = va_arg(args, const char *)) && (value = va_arg(args, const char *)))
		igd_write_attribute(writer, key, value);
	va_end(args);
	igd_write_end(writer);
}

static void write_head(const struct igd_writer *writer)
{
	IGD_AUTOFREE char *memory = igd_printf("%" PRIu64, writer->create->memory_mib);
	IGD_AUTOFREE char *cpus = igd_printf("%u", writer->create->cpus);

	igd_write_text(writer, "name", writer->create->name);
	igd_write_text(writer, "uuid", writer->create->uuid);
	igd_write_begin(writer, "metadata");
	igd_write_begin(writer, "libosinfo:libosinfo");
	igd_write_attribute(writer, "xmlns:libosinfo", OSINFO);
	igd_write_element(writer, "libosinfo:os", "id",
		writer->create->is_uefi ? "http://microsoft.com/win/11"
					: "http://microsoft.com/win/10",
		NULL);
	igd_write_end(writer);
	igd_write_end(writer);
	igd_write_begin(writer, "memory");
	igd_write_attribute(writer, "unit", "MiB");
	igd_write_content(writer, memory);
	igd_write_end(writer);
	igd_write_begin(writer, "vcpu");
	igd_write_attribute(writer, "placement", "static");
	igd_write_content(writer, cpus);
	igd_write_end(writer);
}

static void entry(const struct igd_writer *writer, const char *name, const char *value)
{
	if (!value)
		return;
	igd_write_begin(writer, "entry");
	igd_write_attribute(writer, "name", name);
	igd_write_content(writer, value);
	igd_write_end(writer);
}

/* As fixes/domain/smbios.c tells it: this host's make, and no serial number. */
static void write_make(const struct igd_writer *writer)
{
	const struct igd_smbios_make *make = &writer->create->make;

	if (!make->manufacturer || !make->product)
		return;
	igd_write_begin(writer, "sysinfo");
	igd_write_attribute(writer, "type", "smbios");
	if (make->vendor || make->version || make->date) {
		igd_write_begin(writer, "bios");
		entry(writer, "vendor", make->vendor);
		entry(writer, "version", make->version);
		entry(writer, "date", make->date);
		igd_write_end(writer);
	}
	igd_write_begin(writer, "system");
	entry(writer, "manufacturer", make->manufacturer);
	entry(writer, "product", make->product);
	igd_write_end(writer);
	if (make->board_maker && make->board) {
		igd_write_begin(writer, "baseBoard");
		entry(writer, "manufacturer", make->board_maker);
		entry(writer, "product", make->board);
		igd_write_end(writer);
	}
	igd_write_end(writer);
}

static void write_firmware(const struct igd_writer *writer)
{
	igd_write_begin(writer, "firmware");
	igd_write_element(writer, "feature", "enabled",
		writer->create->has_secure_boot ? "yes" : "no", "name", "secure-boot", NULL);
	if (writer->create->has_secure_boot)
		igd_write_element(
			writer, "feature", "enabled", "no", "name", "enrolled-keys", NULL);
	igd_write_end(writer);
}

static void write_os(const struct igd_writer *writer)
{
	const struct igd_create *create = writer->create;

	igd_write_begin(writer, "os");
	if (create->is_uefi)
		igd_write_attribute(writer, "firmware", "efi");
	igd_write_begin(writer, "type");
	igd_write_attribute(writer, "arch", "x86_64");
	igd_write_attribute(writer, "machine", create->is_q35 ? "q35" : "pc");
	igd_write_content(writer, "hvm");
	igd_write_end(writer);
	if (create->is_uefi)
		write_firmware(writer);
	if (create->make.manufacturer && create->make.product)
		igd_write_element(writer, "smbios", "mode", "sysinfo", NULL);
	igd_write_end(writer);
}

/* The enlightenments that virt-install gives Windows (virt-manager virtinst/domain/features.py); an emulated CPU has none. */
static void write_features(const struct igd_writer *writer)
{
	igd_write_begin(writer, "features");
	igd_write_element(writer, "acpi", NULL);
	igd_write_element(writer, "apic", NULL);
	if (writer->create->is_kvm) {
		igd_write_begin(writer, "hyperv");
		igd_write_attribute(writer, "mode", "custom");
		igd_write_element(writer, "relaxed", "state", "on", NULL);
		igd_write_element(writer, "vapic", "state", "on", NULL);
		igd_write_element(writer, "spinlocks", "state", "on", "retries", "8191", NULL);
		igd_write_end(writer);
	}
	igd_write_element(writer, "vmport", "state", "off", NULL);
	if (writer->create->has_secure_boot)
		igd_write_element(writer, "smm", "state", "on", NULL);
	igd_write_end(writer);
}

static void write_width(const struct igd_writer *writer)
{
	const struct igd_create *create = writer->create;
	bool is_limit = create->width_form == IGD_WIDTH_BY_LIMIT;

	if (!create->width || (!is_limit && create->width_form != IGD_WIDTH_BY_EMULATE))
		return;
	igd_write_begin(writer, "maxphysaddr");
	igd_write_attribute(writer, "mode", is_limit ? "passthrough" : "emulate");
	igd_write_number(writer, is_limit ? "limit" : "bits", create->width);
	igd_write_end(writer);
}

static void write_cpu(const struct igd_writer *writer)
{
	igd_write_begin(writer, "cpu");
	igd_write_attribute(
		writer, "mode", writer->create->is_kvm ? "host-passthrough" : "maximum");
	igd_write_attribute(writer, "check", "none");
	igd_write_attribute(writer, "migratable", writer->create->is_kvm ? "off" : "on");
	igd_write_begin(writer, "topology");
	igd_write_attribute(writer, "sockets", "1");
	igd_write_attribute(writer, "dies", "1");
	igd_write_number(writer, "cores", writer->create->cpus);
	igd_write_attribute(writer, "threads", "1");
	igd_write_end(writer);
	write_width(writer);
	igd_write_end(writer);
}

/* Windows keeps local time in the clock. Suspended, the VM would lose the iGPU's state. */
static void write_clock(const struct igd_writer *writer)
{
	igd_write_begin(writer, "clock");
	igd_write_attribute(writer, "offset", "localtime");
	igd_write_element(writer, "timer", "name", "rtc", "tickpolicy", "catchup", NULL);
	igd_write_element(writer, "timer", "name", "pit", "tickpolicy", "delay", NULL);
	igd_write_element(writer, "timer", "name", "hpet", "present", "no", NULL);
	if (writer->create->is_kvm)
		igd_write_element(writer, "timer", "name", "hypervclock", "present", "yes", NULL);
	igd_write_end(writer);
	igd_write_begin(writer, "pm");
	igd_write_element(writer, "suspend-to-mem", "enabled", "no", NULL);
	igd_write_element(writer, "suspend-to-disk", "enabled", "no", NULL);
	igd_write_end(writer);
}

static void write_properties(const struct igd_writer *writer)
{
	const struct igd_create *create = writer->create;
	size_t i;

	if (!create->property_count)
		return;
	igd_write_begin(writer, "qemu:override");
	igd_write_begin(writer, "qemu:device");
	igd_write_attribute(writer, "alias", IGD_WRITE_ALIAS);
	igd_write_begin(writer, "qemu:frontend");
	for (i = 0; i < create->property_count; i++)
		igd_write_element(writer, "qemu:property", "name", create->properties[i].name,
			"type", create->properties[i].type, "value", create->properties[i].value,
			NULL);
	igd_write_end(writer);
	igd_write_end(writer);
	igd_write_end(writer);
}

/* The property of -cpu as a global of its class, as fixes/domain/address-width.c sets it for a libvirt before 9.3. */
static void write_global(const struct igd_writer *writer)
{
	IGD_AUTOFREE char *value = NULL;

	if (!writer->create->width || writer->create->width_form != IGD_WIDTH_BY_GLOBAL)
		return;
	value = igd_printf("host-x86_64-cpu.host-phys-bits-limit=%u", writer->create->width);
	igd_write_begin(writer, "qemu:commandline");
	igd_write_element(writer, "qemu:arg", "value", "-global", NULL);
	igd_write_element(writer, "qemu:arg", "value", value, NULL);
	igd_write_end(writer);
}

static void write_domain(const struct igd_writer *writer)
{
	igd_write_begin(writer, "domain");
	igd_write_attribute(writer, "type", writer->create->is_kvm ? "kvm" : "qemu");
	igd_write_attribute(writer, "xmlns:qemu", QEMU);
	write_head(writer);
	write_make(writer);
	write_os(writer);
	write_features(writer);
	write_cpu(writer);
	write_clock(writer);
	igd_write_text(writer, "on_poweroff", "destroy");
	igd_write_text(writer, "on_reboot", "restart");
	igd_write_text(writer, "on_crash", "destroy");
	igd_write_devices(writer);
	write_global(writer);
	write_properties(writer);
	igd_write_end(writer);
}

void igd_create_write(const struct igd_create *create, struct igd_text *ret)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	struct igd_writer writer = { .create = create,
		.xml = buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL };

	igd_text_add(ret, "", 0);
	if (writer.xml) {
		xmlTextWriterSetIndent(writer.xml, 1);
		xmlTextWriterSetIndentString(writer.xml, utf8("  "));
		write_domain(&writer);
		xmlTextWriterEndDocument(writer.xml);
		xmlFreeTextWriter(writer.xml);
		igd_text_add(ret, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
	}
	xmlBufferFree(buffer);
}
