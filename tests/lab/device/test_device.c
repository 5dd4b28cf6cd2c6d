// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_device - what QEMU finds behind the socket: identities, registers, resets, played units, forbidden DMA
 */
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes.h"
#include "client.h"
#include "tests/unit/unit.h"

enum { RAM = 4 << 20, PAGE = 4096 };

static const char *const none[] = { NULL };

/* Waits until a register of the device's memory has this value. */
static void await(const uint8_t *at, uint32_t value)
{
	int i;

	for (i = 0; i < 5000 && igd_get32(at) != value; i++)
		usleep(1000);
	assert_int_equal(igd_get32(at), value);
}

static uint8_t *map_region(struct client *client, uint32_t index, size_t size)
{
	uint8_t *memory;

	assert_int_equal(client_region(client, index), size);
	assert_true(client->got >= 0);
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, client->got, 0);
	assert_true(memory != MAP_FAILED);
	return memory;
}

/* Gives the device some RAM, as QEMU's first DMA_MAP does. */
static uint8_t *give_memory(struct client *client)
{
	int fd = memfd_create("ram", MFD_CLOEXEC);
	uint8_t body[32] = { 0 }, *ram;

	assert_int_equal(ftruncate(fd, RAM), 0);
	ram = mmap(NULL, RAM, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_true(ram != MAP_FAILED);
	igd_put32(body, sizeof(body));
	igd_put32(body + 4, 3);
	igd_put64(body + 24, RAM);
	assert_int_equal(client_ask(client, IGD_DMA_MAP, body, sizeof(body), fd), 0);
	close(fd);
	return ram;
}

static void test_identities(void **state)
{
	static const struct {
		const char *id;
		uint32_t ids, revision, ggc, bdsm;
		uint64_t mmio, io;
		uint32_t cap; /* the first capability */
	} rows[] = {
		{ "0152", 0x01528086, 0x09, 0x0211, 0x5c, 4 << 20, 64, 0x90 },
		{ "0412", 0x04128086, 0x06, 0x0211, 0x5c, 4 << 20, 64, 0x90 },
		{ "1616", 0x16168086, 0x09, 0x02c1, 0x5c, 16 << 20, 64, 0x90 },
		{ "5912", 0x59128086, 0x04, 0x02c1, 0x5c, 16 << 20, 64, 0x40 },
		{ "8a52", 0x8a528086, 0x07, 0x02c1, 0xc0, 16 << 20, 64, 0x40 },
		{ "4680", 0x46808086, 0x0c, 0x02c1, 0xc0, 16 << 20, 64, 0x40 },
		{ "a780", 0xa7808086, 0x04, 0x02c1, 0xc0, 16 << 20, 64, 0x40 },
		{ "7d55", 0x7d558086, 0x08, 0x02c1, 0x00, 16 << 20, 0, 0x40 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *words[] = { "--device", rows[i].id, "--bdsm", "0x7a000000", NULL };
		struct client client;

		client_start(&client, words);
		client_connect(&client, client.path, true);
		assert_int_equal(client_config(&client, 0, 4), rows[i].ids);
		assert_int_equal(client_config(&client, 8, 4), 0x03000000 | rows[i].revision);
		assert_int_equal(client_config(&client, 0x2c, 4), 0x7d251462);
		assert_int_equal(client_config(&client, 0x34, 1), rows[i].cap);
		assert_int_equal(client_config(&client, 0x50, 2), rows[i].ggc);
		assert_int_equal(
			client_config(&client, 0x5c, 4), rows[i].bdsm == 0x5c ? 0x7a000001 : 0);
		assert_int_equal(
			client_config(&client, 0xc0, 4), rows[i].bdsm == 0xc0 ? 0x7a000001 : 0);
		assert_int_equal(client_region(&client, 0), rows[i].mmio);
		assert_int_equal(client_region(&client, 2), 256 << 20);
		assert_int_equal(client_region(&client, 4), rows[i].io);
		assert_int_equal(client_region(&client, 7), 256);
		assert_int_equal(client_end(&client, true), 0);
	}
}

static void test_profile(void **state)
{
	const char *const words[] = { "--class", "0380", "--subsystem", "1043:8694", "--gms", "60",
		"--asls", "0", NULL };
	struct client client;

	(void)state;
	client_start(&client, words);
	client_connect(&client, client.path, true);
	assert_int_equal(client_config(&client, 8, 4), 0x0380000c);
	assert_int_equal(client_config(&client, 0x2c, 4), 0x86941043);
	assert_int_equal(client_config(&client, 0x50, 2), 0xfec3); /* 0xfe: 60 MiB; VGA disabled */
	client_config_write(&client, 0xfc, 0x7fffe000, 4);
	assert_int_equal(client_config(&client, 0xfc, 4), 0);
	assert_int_equal(client_end(&client, true), 0);
}

/* What can be written, and that BAR 0 shows stolen memory too. */
static void test_writes(void **state)
{
	struct client client;
	uint8_t *mmio;

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	mmio = map_region(&client, 0, 16 << 20);
	client_config_write(&client, 0x00, 0, 4);
	client_config_write(&client, 0x50, 0xffff, 2);
	client_config_write(&client, 0xfc, 0x7fffe000, 4);
	client_config_write(&client, 0xc0, 0x7a000000, 4);
	client_config_write(&client, 0x04, 0xffff, 2);
	client_config_write(&client, 0x10, 0xffffffff, 4);
	assert_int_equal(client_config(&client, 0x00, 4), 0x46808086);
	assert_int_equal(client_config(&client, 0x50, 2), 0x02c1);
	assert_int_equal(client_config(&client, 0xfc, 4), 0x7fffe000);
	assert_int_equal(client_config(&client, 0x04, 2), 0x0547);
	assert_int_equal(client_config(&client, 0x10, 4), 0xff000004);
	assert_int_equal(igd_get32(mmio + 0x108040), 0x02c1);
	assert_int_equal(igd_get64(mmio + 0x1080c0), 0x7a000000);
	munmap(mmio, 16 << 20);
	assert_int_equal(client_end(&client, true), 0);
}

/* A capability of this kind, found by its list; 0: there is none. */
static uint32_t find_cap(struct client *client, uint32_t id)
{
	uint32_t at = client_config(client, 0x34, 1);

	while (at && client_config(client, at, 1) != id)
		at = client_config(client, at + 1, 1);
	return at;
}

static void check_resets(const char *device, bool has)
{
	const char *const plain[] = { "--device", device, NULL };
	const char *const faulty[] = { "--device", device, "--fault", "no-flr", NULL };
	struct client client;
	uint32_t express, features;
	bool flr;

	client_start(&client, has ? plain : faulty);
	client_connect(&client, client.path, true);
	express = find_cap(&client, 0x10);
	features = find_cap(&client, 0x13);
	assert_true(!express != !features);
	flr = express ? client_config(&client, express + 4, 4) & 1u << 28
		      : client_config(&client, features + 3, 1) & 0x2;
	assert_int_equal(flr, has);
	/* NoSoftReset: a change of power state is no way to reset it either */
	assert_int_equal(!!(client_config(&client, find_cap(&client, 0x01) + 4, 1) & 0x8), !has);

	client_config_write(&client, 0x04, 0x7, 2);
	client_config_write(&client, express ? express + 8 : features + 4, express ? 0x8000 : 1, 2);
	assert_int_equal(client_config(&client, 0x04, 2), has ? 0 : 0x7);
	client_config_write(&client, 0x04, 0x7, 2);
	assert_int_equal(client_ask(&client, IGD_RESET, NULL, 0, -1), 0);
	assert_int_equal(client_config(&client, 0x04, 2), 0);
	assert_int_equal(client_end(&client, true), 0);
}

static void test_resets(void **state)
{
	(void)state;
	check_resets("4680", true);
	check_resets("4680", false);
	check_resets("0412", true);
	check_resets("0412", false);
}

static void test_audio(void **state)
{
	const char *const plain[] = { "--audio", "AUDIO", NULL }, *const pcie[] = { "--audio",
		"AUDIO", "--audio-pcie", NULL };
	struct client client;

	(void)state;
	client_start(&client, plain);
	client_connect(&client, client.audio, true);
	assert_int_equal(client_config(&client, 0, 4), 0x7ad08086);
	assert_int_equal(client_config(&client, 8, 4) >> 16, 0x0403);
	assert_int_equal(find_cap(&client, 0x10), 0);
	client_leave(&client);
	client_connect(&client, client.path, true);
	assert_int_equal(client_config(&client, 0, 4), 0x46808086);
	assert_int_equal(client_end(&client, true), 0);
	client_start(&client, pcie);
	client_connect(&client, client.audio, true);
	assert_true(find_cap(&client, 0x10) != 0);
	assert_int_equal(client_end(&client, true), 0);
}

static void test_acknowledgements(void **state)
{
	const char *const words[] = { "--ack", "--bdsm", "0x7a000000", NULL };
	struct client client;
	uint8_t *mmio;

	(void)state;
	client_start(&client, words);
	client_connect(&client, client.path, true);
	mmio = map_region(&client, 0, 16 << 20);
	assert_int_equal(igd_get32(mmio + 0x9138), 1);
	assert_int_equal(igd_get64(mmio + 0x1082c0), 0x7df00001); /* the last MiB of 64 */
	igd_put32(mmio + 0xa188, 0x00010001);
	await(mmio + 0x130044, 1);
	igd_put32(mmio + 0xa188, 0x00010000);
	await(mmio + 0x130044, 0);
	igd_put32(mmio + 0x941c, 0x2);
	await(mmio + 0x941c, 0);
	igd_put32(mmio + 0x20d0, 0x00010001);
	await(mmio + 0x20d0, 0x00010003);
	igd_put32(mmio + 0x45404, 0x2);
	await(mmio + 0x45404, 0x3);
	igd_put32(mmio + 0x138124, 0x80000107);
	await(mmio + 0x138124, 0x100);
	assert_int_equal(igd_get32(mmio + 0x138128), 1);
	igd_put32(mmio + 0x44478, 0xffffffff);
	await(mmio + 0x44478, 0);
	munmap(mmio, 16 << 20);
	assert_int_equal(client_end(&client, true), 0);
}

/* Two units; the graphics' queue is run through to the signal of a wait descriptor. */
static void test_units(void **state)
{
	const char *const words[] = { "--drhd", "0x201000", "--rest", "0x202000", NULL };
	struct client client;
	uint8_t *ram, *unit;

	(void)state;
	client_start(&client, words);
	client_connect(&client, client.path, true);
	ram = give_memory(&client);
	unit = ram + 0x201000;
	assert_int_equal(igd_get64(unit + 8), 0);
	client_config_write(&client, 0xfc, 0x1ff000, 4);
	assert_int_equal(igd_get32(unit), 0x40);
	assert_int_equal(igd_get64(unit + 8), 0x1c0000c40660462);
	assert_int_equal(igd_get64(unit + 0x10), 0x29a00f0505e);
	assert_int_equal(igd_get64(unit + PAGE + 8) >> 16 & 0x3f, 45); /* 46 bits */
	assert_int_equal(igd_get64(unit + PAGE + 0x10) & 0x8, 0);      /* no interrupt remapping */

	igd_put32(unit + 0x18, 1u << 30); /* the root table's address: done stays shown */
	await(unit + 0x1c, 1u << 30);
	igd_put64(ram + 0x300000 + 16, 0x1234ull << 32 | 1 << 5 | 5);
	igd_put64(ram + 0x300000 + 24, 0x301000);
	igd_put64(unit + 0x90, 0x300000);
	igd_put32(unit + 0x18, 1u << 26);
	await(unit + 0x1c, 1u << 30 | 1u << 26);
	igd_put64(unit + 0x88, 32);
	await(ram + 0x301000, 0x1234);
	await(unit + 0x80, 32);
	igd_put32(unit + 0x508 + 4, 1u << 31); /* IOTLB, where ECAP says */
	await(unit + 0x508 + 4, 0);
	munmap(ram, RAM);
	assert_int_equal(client_end(&client, true), 0);
}

/* An OpRegion 2.0 names its extended VBT by address, which is known once it is placed. */
static void test_vbt_placed(void **state)
{
	struct client client;
	uint8_t *ram;

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	ram = give_memory(&client);
	igd_put16(ram + 0x100016, 0x0200);
	igd_put64(ram + 0x1003ba, 0x2000);
	igd_put32(ram + 0x1003c2, 0x1000);
	client_config_write(&client, 0xfc, 0x100000, 4);
	assert_int_equal(igd_get64(ram + 0x1003ba), 0x102000);
	igd_put16(ram + 0x100016, 0x0201);
	igd_put64(ram + 0x1003ba, 0x2000);
	client_config_write(&client, 0xfc, 0x100000, 4);
	assert_int_equal(igd_get64(ram + 0x1003ba), 0x2000);
	munmap(ram, RAM);
	assert_int_equal(client_end(&client, true), 0);
}

static void test_dma(void **state)
{
	char fault[] = "dma=0x7f00000000,rate=100,count=3,write";
	const char *const words[] = { "--fault", fault, NULL };
	struct client client;
	int i;

	(void)state;
	client_start(&client, words);
	client_connect(&client, client.path, true);
	client_config_write(&client, 0x04, 0x6, 2);
	for (i = 0; i < 3; i++) {
		assert_true(client_take(&client));
		assert_int_equal(client.header.flags, IGD_TYPE_REQUEST);
		assert_int_equal(client.header.command, IGD_DMA_WRITE);
		assert_int_equal(igd_get64(client.answer), 0x7f00000000);
		assert_int_equal(client.size, 20);
		client.header.flags = IGD_TYPE_REPLY | IGD_ERROR;
		client.header.error = 19;
		client.header.size = IGD_HEADER;
		client_send(&client, client.header, NULL, 0, -1);
	}
	assert_int_equal(client_config(&client, 0, 2), 0x8086); /* and no fourth one */
	assert_int_equal(client_end(&client, true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identities),
		cmocka_unit_test(test_profile),
		cmocka_unit_test(test_writes),
		cmocka_unit_test(test_resets),
		cmocka_unit_test(test_audio),
		cmocka_unit_test(test_acknowledgements),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_vbt_placed),
		cmocka_unit_test(test_dma),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
