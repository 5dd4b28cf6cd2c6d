// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_files - the OpRegion, the DMAR table, and what the command line refuses
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "bytes.h"
#include "client.h"
#include "tests/unit/unit.h"

enum { FILE_MAX = 32768, SAID = 4096 };

/* Has the program write a file by this option and further words, and reads it. */
static size_t written(const char *option, const char *const *further, uint8_t bytes[FILE_MAX])
{
	char path[] = "/tmp/igd-device-file-XXXXXX", said[SAID];
	const char *words[12] = { option, path };
	int fd = mkstemp(path);
	ssize_t n;
	size_t i;

	for (i = 0; further[i]; i++)
		words[i + 2] = further[i];
	if (client_run(words, said, sizeof(said)))
		fail_msg("%s", said);
	memset(bytes, 0, FILE_MAX);
	n = read(fd, bytes, FILE_MAX);
	assert_true(n > 0);
	close(fd);
	unlink(path);
	return (size_t)n;
}

static uint8_t sum(const uint8_t *bytes, size_t size)
{
	return (uint8_t)(0x100u - igd_checksum(bytes, size));
}

/* By the rules of i915's intel_bios_is_valid_vbt(), down to the outputs. */
static void check_vbt(const uint8_t *vbt, uint8_t child_size)
{
	uint16_t size = igd_get16(vbt + 24);
	const uint8_t *bdb = vbt + igd_get32(vbt + 28), *at;

	assert_memory_equal(vbt, "$VBT", 4);
	assert_int_equal(sum(vbt, size), 0);
	assert_int_equal(igd_get16(vbt + 22), 48);
	assert_memory_equal(bdb, "BIOS_DATA_BLOCK ", 16);
	assert_int_equal((size_t)(bdb - vbt) + igd_get16(bdb + 20), size);
	at = bdb + igd_get16(bdb + 18);
	assert_int_equal(at[0], 1);
	at += 3 + igd_get16(at + 1);
	assert_int_equal(at[0], 2);
	assert_int_equal(at[3 + 4], child_size);
	assert_int_equal(igd_get16(at + 1), 5 + 2 * child_size);
	assert_int_equal(igd_get16(at + 8 + 2), 0x60d2); /* HDMI on port B */
	assert_int_equal(at[8 + 16], 1);
	assert_ptr_equal(at + 3 + igd_get16(at + 1), vbt + size);
}

static void test_opregion(void **state)
{
	static const char *const plain[] = { NULL };
	static const char *const old[] = { "--device", "0412", "--opregion-version", "2.0",
		"--gop-version", "123456789012345", NULL };
	static const char *const extended[] = { "--device", "64a0", "--extended-vbt", "--units",
		"2", NULL };
	uint8_t bytes[FILE_MAX];

	(void)state;
	assert_int_equal(written("--write-opregion", plain, bytes), 0x2000);
	assert_memory_equal(bytes, "IntelGraphicsMem", 16);
	assert_int_equal(igd_get32(bytes + 0x10), 8);
	assert_int_equal(igd_get16(bytes + 0x16), 0x0201);
	assert_int_equal(igd_get32(bytes + 0x58) & 0xc, 0xc); /* ASLE and VBT */
	assert_int_equal(igd_get16(bytes + 0x64), '2');
	assert_int_equal(igd_get64(bytes + 0x3ba), 0);
	check_vbt(bytes + 0x400, 39);

	assert_int_equal(written("--write-opregion", old, bytes), 0x2000);
	assert_int_equal(igd_get16(bytes + 0x16), 0x0200);
	assert_int_equal(igd_get16(bytes + 0x64 + 28), '5');
	assert_int_equal(igd_get16(bytes + 0x64 + 30), 0);
	check_vbt(bytes + 0x400, 33);

	assert_int_equal(written("--write-opregion", extended, bytes), 0x5000);
	assert_int_equal(igd_get64(bytes + 0x3ba), 0x2000);
	assert_int_equal(igd_get32(bytes + 0x3c2), 0x1000);
	assert_int_equal(igd_get32(bytes + 0x400), 0);
	check_vbt(bytes + 0x2000, 40);
}

static void test_opregion_faults(void **state)
{
	static const char *const signature[] = { "--fault", "bad-signature", NULL };
	static const char *const size[] = { "--fault", "no-size", NULL };
	static const char *const vbt[] = { "--fault", "no-vbt", "--extended-vbt", NULL };
	uint8_t bytes[FILE_MAX];

	(void)state;
	written("--write-opregion", signature, bytes);
	assert_memory_not_equal(bytes, "IntelGraphicsMem", 16);
	written("--write-opregion", size, bytes);
	assert_memory_equal(bytes, "IntelGraphicsMem", 16);
	assert_int_equal(igd_get32(bytes + 0x10), 0);
	assert_int_equal(written("--write-opregion", vbt, bytes), 0x2000);
	assert_int_equal(igd_get32(bytes + 0x400), 0);
	assert_int_equal(igd_get64(bytes + 0x3ba), 0);
}

/* The archive's member of this name. */
static const uint8_t *member(
	const uint8_t *archive, size_t size, const char *name, size_t *ret_size)
{
	size_t at = 0;

	while (at + 110 < size) {
		char number[9] = "";
		size_t length, names;

		assert_memory_equal(archive + at, "070701", 6);
		memcpy(number, archive + at + 54, 8);
		length = strtoul(number, NULL, 16);
		memcpy(number, archive + at + 94, 8);
		names = strtoul(number, NULL, 16);
		if (!strcmp((const char *)archive + at + 110, name)) {
			*ret_size = length;
			return archive + ((at + 110 + names + 3) & ~(size_t)3);
		}
		at = (((at + 110 + names + 3) & ~(size_t)3) + length + 3) & ~(size_t)3;
	}
	fail_msg("no %s", name);
	return NULL;
}

static void test_dmar(void **state)
{
	static const char *const words[] = { "--drhd", "0x7ffff000", "--rmrr",
		"0x7a000000-0x7dffffff", "--width", "46", NULL };
	static const char *const played[] = { "--drhd", "0x7fffe000", "--rest", "0x7ffff000",
		NULL };
	uint8_t bytes[FILE_MAX];
	const uint8_t *table;
	size_t archive, size = 0;

	(void)state;
	archive = written("--write-dmar-cpio", words, bytes);
	assert_int_equal(archive % 512, 0);
	member(bytes, archive, "TRAILER!!!", &size);
	table = member(bytes, archive, "kernel/firmware/acpi/dmar.aml", &size);
	assert_int_equal(size, 48 + 24 + 24 + 32);
	assert_memory_equal(table, "DMAR", 4);
	assert_int_equal(igd_get32(table + 4), size);
	assert_int_equal(sum(table, size), 0);
	assert_int_equal(table[36], 45);
	assert_int_equal(table[37], 1);
	assert_int_equal(table[48 + 4], 0);
	assert_int_equal(igd_get64(table + 48 + 8), 0x7ffff000);
	assert_memory_equal(table + 64, "\1\10\0\0\0\0\2\0", 8); /* 00:02.0 */
	assert_int_equal(table[72 + 4], 1);			 /* all the others */
	assert_int_equal(igd_get64(table + 72 + 8), 0xfed90000);
	assert_int_equal(igd_get16(table + 96), 1);
	assert_int_equal(igd_get64(table + 96 + 8), 0x7a000000);
	assert_int_equal(igd_get64(table + 96 + 16), 0x7dffffff);

	archive = written("--write-dmar-cpio", played, bytes);
	table = member(bytes, archive, "kernel/firmware/acpi/dmar.aml", &size);
	assert_int_equal(size, 48 + 24 + 24);
	assert_int_equal(table[36], 38);
	assert_int_equal(table[37], 0); /* nobody remaps interrupts */
	assert_int_equal(igd_get64(table + 72 + 8), 0x7ffff000);
}

static void test_list(void **state)
{
	static const char *const words[] = { "--list", NULL }, *const help[] = { "--help", NULL };
	static const char *const ids[] = { "4680 ", "46a6 ", "46d1 ", "a780 ", "a7a0 ", "9a49 ",
		"4c8a ", "8a52 ", "9bc5 ", "3e92 ", "5912 ", "1912 ", "1616 ", "0412 ", "7d55 ",
		"7d67 ", "64a0 " };
	char said[SAID];
	size_t i;

	(void)state;
	assert_int_equal(client_run(words, said, sizeof(said)), 0);
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		assert_non_null(strstr(said, ids[i]));
	assert_int_equal(client_run(help, said, sizeof(said)), 0);
	assert_non_null(strstr(said, "--write-dmar-cpio FILE"));
}

static void test_refused(void **state)
{
	static const char *const rows[][6] = {
		{ NULL },
		{ "--socket", "x", "--list", NULL },
		{ "--socket", NULL },
		{ "--socket", "", NULL },
		{ "--bogus", NULL },
		{ "--list", "word", NULL },
		{ "--list", "--once=1", NULL },
		{ "--socket", "x", "--device", "1234", NULL },
		{ "--socket", "x", "--device", "-4680", NULL },
		{ "--socket", "x", "--class", "0302", NULL },
		{ "--socket", "x", "--subsystem", "1462", NULL },
		{ "--socket", "x", "--gms", "65", NULL },
		{ "--socket", "x", "--gms", "-1", NULL },
		{ "--list", "--device", "1616", "--gms", "60", NULL },
		{ "--socket", "x", "--bdsm", "0x7a000001", NULL },
		{ "--socket", "x", "--asls", "1", NULL },
		{ "--socket", "x", "--drhd", "0x7ffff001", NULL },
		{ "--socket", "x", "--drhd-cap", "xyz", NULL },
		{ "--socket", "x", "--rmrr", "2-1", NULL },
		{ "--socket", "x", "--width", "65", NULL },
		{ "--socket", "x", "--opregion-version", "3.0", NULL },
		{ "--socket", "x", "--gop-version", "1234567890123456", NULL },
		{ "--socket", "x", "--units", "3", NULL },
		{ "--socket", "x", "--fault", "fire", NULL },
		{ "--socket", "x", "--fault", "dma=0x1000,rate=0", NULL },
		{ "--socket", "x", "--audio-pcie", NULL },
		{ "--socket", "x", "--verbose", NULL },
	};
	char said[SAID];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (client_run(rows[i], said, sizeof(said)) != 64)
			fail_msg("row %zu was not refused: %s", i, said);
		assert_memory_equal(said, "igd-device: ", 12);
		assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	}
}

/* What is in the socket's way stays, unless it is a socket that nobody listens at. */
static void test_in_the_way(void **state)
{
	char folder[] = "/tmp/igd-device-XXXXXX", said[SAID];
	const char *const words[] = { "--socket", "/nonexistent/igd.sock", NULL };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *const taken[] = { "--socket", address.sun_path, NULL };
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(client_run(words, said, sizeof(said)), 1);
	assert_string_equal(said, "igd-device: /nonexistent/igd.sock: No such file or directory\n");
	assert_non_null(mkdtemp(folder));
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/file", folder);
	fd = open(address.sun_path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	close(fd);
	assert_int_equal(client_run(taken, said, sizeof(said)), 1);
	assert_non_null(strstr(said, "Address already in use"));
	assert_int_equal(stat(address.sun_path, &st), 0);
	unlink(address.sun_path);

	/* one that listens */
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(client_run(taken, said, sizeof(said)), 1);
	assert_int_equal(stat(address.sun_path, &st), 0);
	close(fd);
	unlink(address.sun_path);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_opregion),
		cmocka_unit_test(test_opregion_faults),
		cmocka_unit_test(test_dmar),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_in_the_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
