// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_redact_bytes - private values that are encoded, or in what is no text
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/redacted.h"

static void test_base64(void **state)
{
	(void)state;
	/* alice's path, with one, two and three bytes before it */
	assert_redacted("/home"
			"/alice/x L2hvbWUvYWxpY2UveA== ZS9ob21lL2FsaWNlL3g= ZWUvaG9tZS9hbGljZS94",
		"/home"
		"/user-1/x L2hvbWUvdXNlci0xL3g= ZS9ob21lL3VzZXItMS94 ZWUvaG9tZS91c2VyLTEveA==");
	assert_stays("kernel/drivers/gpu/drm/i915/i915 BOOT_IMAGE=/boot/vmlinuz abcdefghijklmnop");
}

static void test_bytes(void **state)
{
	/* A UUID as SMBIOS holds it, a MAC, and a name in UTF-16, beside their texts */
	static const char table[] =
		"9f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b 52:54:00:ab:cd:ef /home"
		"/alice \0"
		"\x34\x2a\x1c\x9f\x6d\x5b\x7f\x4e\x8a\x9b\x0c\x1d\x2e\x3f\x4a\x5b\0"
		"\x52\x54\0\xab\xcd\xef\0a\0l\0i\0c\0e\0\0\0";
	static const char wanted[] = "00000001-0000-4000-8000-000000000000 52:54:00:00:00:01 /home"
				     "/ser-1 \0"
				     "\x01\0\0\0\0\0\0\x40\x80\0\0\0\0\0\0\0\0"
				     "\x52\x54\0\0\0\x01\0s\0e\0r\0-\0"
				     "1\0\0\0";
	size_t size = 0;
	IGD_AUTOFREE char *is =
		redacted_at("/sys/firmware/acpi/tables/OEM1", table, sizeof(table) - 1, &size);

	(void)state;
	assert_int_equal(size, sizeof(table) - 1);
	assert_memory_equal(is, wanted, size);
}

static void test_edid(void **state)
{
	static const char head[] = "\0\xff\xff\xff\xff\xff\xff";
	unsigned char bytes[400] = "IntelGraphicsMem", sum = 0;
	unsigned char *edid = bytes + 100;
	size_t size, i;
	IGD_AUTOFREE char *is = NULL;

	(void)state;
	memcpy(edid, head, sizeof(head));
	memcpy(edid + 12, "\x11\x22\x33\x44", 4);
	memcpy(edid + 54, "\0\0\0\xff\0MX123456789\n  ", 18);
	memcpy(edid + 72, "\0\0\0\xfc\0DELL U2720Q\n ", 18);
	for (i = 0; i < 127; i++)
		sum = (unsigned char)(sum + edid[i]);
	edid[127] = (unsigned char)(256 - sum);
	is = redacted_at("/.igd-doctor/memory/opregion", (const char *)bytes, sizeof(bytes), &size);
	assert_int_equal(size, sizeof(bytes));
	assert_memory_equal(is + 100 + 12, "\0\0\0\0", 4);
	assert_memory_equal(is + 100 + 59, "SERIAL0001_\n", 12);
	assert_memory_equal(is + 100 + 72, edid + 72, 18);
	for (sum = 0, i = 0; i < 128; i++)
		sum = (unsigned char)(sum + (unsigned char)is[100 + i]);
	assert_int_equal(sum, 0);
}

static void test_smbios(void **state)
{
	static const char table[] =
		"\x01\x1b\x01\0\x01\x02\0\x03\x34\x2a\x1c\x9f\x6d\x5b\x7f\x4e\x8a\x9b\x0c\x1d\x2e\x3f\x4a\x5b\x06\0\0"
		"Dell Inc.\0OptiPlex 7090\0ABC1234\0\0\x7f\x04\xff\xfe\0\0";
	size_t size = 0;
	IGD_AUTOFREE char *is =
		redacted_at("/sys/firmware/dmi/tables/DMI", table, sizeof(table) - 1, &size);

	(void)state;
	assert_int_equal(size, sizeof(table) - 1);
	assert_memory_equal(is + 27, "Dell Inc.\0OptiPlex 7090\0IAL0001\0\0", 33);
	assert_memory_equal(is + 8, "\x01\0\0\0\0\0\0\x40\x80\0\0\0\0\0\0\0", 16);
}

static void test_config_space(void **state)
{
	unsigned char bytes[4096] = { 0x86, 0x80 };
	size_t size;
	IGD_AUTOFREE char *is = NULL;

	(void)state;
	memcpy(bytes + 0x100, "\x01\0\x01\x14", 4);
	memcpy(bytes + 0x140, "\x03\0\x01\0\x30\x20\x10\xff\xff\x6d\xbb\xa4", 12);
	is = redacted_at("/sys/bus/pci/devices/0000:01:00.0/config", (const char *)bytes,
		sizeof(bytes), &size);
	assert_memory_equal(is + 0x140, "\x03\0\x01\0\0\0\0\0\0\0\0\0", 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_edid),
		cmocka_unit_test(test_smbios),
		cmocka_unit_test(test_config_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
