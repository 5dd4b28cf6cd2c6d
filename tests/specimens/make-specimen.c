// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * make-specimen - writes a ROM, or an EFI file, for a test
 *
 * usage: make-specimen [OPTIONS] KIND[,KIND...] FILE
 *
 * Each KIND becomes an image of the chain (see kinds.h); "trio" is assignment,policy,gop.
 *   --devices ID[,ID...]   that a GOP drives, in hexadecimal
 *   --id VENDOR:DEVICE     of the PCI data structures
 *   --compress uefi|tiano  EFI files
 *   --version TEXT         of EFI files
 *   --big N                a GOP of N times 16 KiB
 *   --efi                  the EFI file of the (one) KIND alone
 *   --board plain|lzma     with --efi: a board's firmware that holds it, and a VBT
 *   --set OFFSET=HEX       bytes put over the result; any number of them, in their order
 *   --cut SIZE             the result's first bytes only
 *   --prepend HEX          bytes before the result
 *   --append HEX           bytes behind the result
 * Numbers are as in C.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "specimens/kinds.h"
#include "specimens/volume.h"

#define DEVICES_MAX 256

struct request {
	struct specimen_options options;
	uint16_t devices[DEVICES_MAX + 1];
	bool is_efi;
	const char *board; /* how it is packed; NULL: no board */
	struct specimen result;
};

static const struct option long_options[] = {
	{ "devices", required_argument, NULL, 'd' },
	{ "id", required_argument, NULL, 'i' },
	{ "compress", required_argument, NULL, 'c' },
	{ "version", required_argument, NULL, 'v' },
	{ "big", required_argument, NULL, 'b' },
	{ "efi", no_argument, NULL, 'e' },
	{ "board", required_argument, NULL, 'w' },
	{ "set", required_argument, NULL, 's' },
	{ "cut", required_argument, NULL, 'x' },
	{ "prepend", required_argument, NULL, 'p' },
	{ "append", required_argument, NULL, 'a' },
	{ NULL, 0, NULL, 0 },
};

static IGD_NORETURN void refuse(const char *what, const char *value)
{
	fprintf(stderr, "make-specimen: %s: %s\n", what, value);
	exit(64);
}

static void read_devices(struct request *request, char *list)
{
	size_t count = 0;
	char *id, *rest = list;
	uint64_t value;

	while ((id = strsep(&rest, ",")) != NULL) {
		if (count == DEVICES_MAX || igd_parse_u64(id, 16, &value) < 0 || value > 0xffff)
			refuse("no list of device ids", list);
		request->devices[count++] = (uint16_t)value;
	}
	request->options.devices = request->devices;
}

static void read_id(struct request *request, const char *text)
{
	unsigned vendor, device;

	if (sscanf(text, "%4x:%4x", &vendor, &device) != 2)
		refuse("no VENDOR:DEVICE", text);
	request->options.vendor = (uint16_t)vendor;
	request->options.device = (uint16_t)device;
}

static void add_hex(struct specimen *out, const char *hex)
{
	unsigned value;
	uint8_t byte;

	for (; *hex; hex += 2) {
		if (!hex[1] || sscanf(hex, "%2x", &value) != 1)
			refuse("no hexadecimal bytes", hex);
		byte = (uint8_t)value;
		specimen_add(out, &byte, 1);
	}
}

/* What is made with the result: they come behind the KIND's making, so are gone through a second time. */
static void change(struct request *request, int option, const char *text)
{
	struct specimen bytes = { 0 };
	char *end;
	unsigned long long number;

	if (!text)
		return;
	if (option == 'a') {
		add_hex(&request->result, text);
	} else if (option == 'p') {
		add_hex(&bytes, text);
		specimen_add(&bytes, request->result.bytes, request->result.size);
		specimen_done(&request->result);
		request->result = bytes;
		return;
	} else if (option == 'x') {
		number = strtoull(text, &end, 0);
		if (*end || number > request->result.size)
			refuse("no size within the result", text);
		request->result.size = (size_t)number;
	} else if (option == 's') {
		number = strtoull(text, &end, 0);
		if (*end != '=')
			refuse("no OFFSET=HEX", text);
		add_hex(&bytes, end + 1);
		if (number > request->result.size || bytes.size > request->result.size - number)
			refuse("beyond the end of the result", text);
		if (bytes.size > 0)
			memcpy(request->result.bytes + number, bytes.bytes, bytes.size);
	}
	specimen_done(&bytes);
}

static void read_option(struct request *request, int option)
{
	struct specimen_options *options = &request->options;

	if (option == 'd')
		read_devices(request, optarg);
	else if (option == 'i')
		read_id(request, optarg);
	else if (option == 'c')
		options->compression = strcmp(optarg, "tiano") == 0 ? 5 : 4;
	else if (option == 'v')
		options->version = optarg;
	else if (option == 'b')
		options->size_factor = (uint8_t)atoi(optarg);
	else if (option == 'e')
		request->is_efi = true;
	else if (option == 'w')
		request->board = optarg;
	else if (option == '?')
		refuse("usage", "make-specimen [OPTIONS] KIND[,KIND...] FILE");
}

static void make(struct request *request, const char *list)
{
	IGD_AUTOFREE char *kinds =
		igd_strdup(strcmp(list, "trio") == 0 ? "assignment,policy,gop" : list);
	char *kind, *rest = kinds;
	bool is_known;

	while ((kind = strsep(&rest, ",")) != NULL) {
		request->options.is_more = rest != NULL;
		if (request->is_efi)
			is_known = specimen_add_efi_kind(&request->result, kind, &request->options);
		else
			is_known = specimen_add_kind(&request->result, kind, &request->options);
		if (!is_known)
			refuse("unknown kind", kind);
	}
}

/* The EFI file in a packed section, that in a file, and the file in a volume, beside a VBT. */
static void wrap(struct request *request)
{
	enum specimen_packing how =
		strcmp(request->board, "lzma") == 0 ? SPECIMEN_LZMA : SPECIMEN_PLAIN;
	struct specimen section = { 0 }, packed = { 0 }, files = { 0 }, vbt = { 0 };

	specimen_add_section(&section, 0x10, &request->result, false);
	specimen_add_packed(&packed, how, &section);
	specimen_add_file(&files, 0x07, &packed, false);
	specimen_add_bare_vbt(&vbt, "SPECIMEN");
	specimen_add_file(&files, 0x01, &vbt, false);
	specimen_done(&request->result);
	specimen_add_volume(&request->result, &files, true);
	specimen_done(&section);
	specimen_done(&packed);
	specimen_done(&files);
	specimen_done(&vbt);
}

int main(int argc, char **argv)
{
	struct request request = { 0 };
	int option, r;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		read_option(&request, option);
	if (argc - optind != 2)
		read_option(&request, '?');
	make(&request, argv[optind]);
	if (request.board)
		wrap(&request);
	optind = 0;
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		change(&request, option, optarg);
	r = specimen_write(&request.result, argv[optind + 1]);
	specimen_done(&request.result);
	if (r < 0)
		fprintf(stderr, "make-specimen: %s: %s\n", argv[optind + 1], strerror(-r));
	return r < 0 ? 1 : 0;
}
