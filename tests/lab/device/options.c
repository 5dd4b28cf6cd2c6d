// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options - the command line of igd-device
 */
#include "options.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/attr.h"
#include "unit.h"
#include "value.h"

const char igd_options_help[] =
	"usage: igd-device --socket PATH [OPTIONS]          serve\n"
	"       igd-device --write-opregion FILE [OPTIONS]  for -fw_cfg name=etc/igd-opregion,file=FILE\n"
	"       igd-device --write-dmar-cpio FILE [OPTIONS] for -initrd FILE\n"
	"       igd-device --list                           the devices\n"
	"\n"
	"  --device ID             PCI device id (default 4680)\n"
	"  --class 0300|0380       VGA controller (default), or another display\n"
	"  --subsystem VVVV:DDDD   default 1462:7d25\n"
	"  --gms MIB               stolen memory (default 64)\n"
	"  --bdsm ADDR             its base (default 0)\n"
	"  --asls 0                ASLS stays 0\n"
	"  --ack                   answer the registers that i915 waits for\n"
	"  --audio SOCKET          a second function, 8086:7ad0\n"
	"  --audio-pcie            with a PCI Express capability\n"
	"  --drhd ADDR             a VT-d unit for graphics alone\n"
	"  --drhd-cap HEX, --drhd-ecap HEX\n"
	"  --rest ADDR             the unit of all other devices\n"
	"  --rest-cap HEX, --rest-ecap HEX\n"
	"  --rmrr START-END        a reserved region for graphics\n"
	"  --width BITS            of host addresses in the DMAR table (default 39)\n"
	"  --opregion-version 2.0|2.1\n"
	"  --extended-vbt          the VBT behind the OpRegion\n"
	"  --gop-version TEXT      at most 15 characters (default 21.0.1061)\n"
	"  --units N               pages for units behind the OpRegion (at most 2)\n"
	"  --fault WHAT            no-flr, dma=ADDR[,rate=N][,count=N][,write],\n"
	"                          bad-signature, no-size, no-vbt\n"
	"  --once                  end when the client leaves\n"
	"  --log FILE, --verbose   a line for what happens, or for each message\n";

/* An option notes that it was there (a bool), its word, or a register's value at an offset; or it understands. */
static const struct row {
	const char *name;
	enum { FLAG, WORD, REGISTER, VALUE } kind;
	size_t at;
	bool (*take)(struct igd_options *options, char *text);
} rows[] = {
	{ "help", FLAG, offsetof(struct igd_options, help), NULL },
	{ "list", FLAG, offsetof(struct igd_options, list), NULL },
	{ "ack", FLAG, offsetof(struct igd_options, ack), NULL },
	{ "audio-pcie", FLAG, offsetof(struct igd_options, audio_pcie), NULL },
	{ "extended-vbt", FLAG, offsetof(struct igd_options, opregion.extended), NULL },
	{ "once", FLAG, offsetof(struct igd_options, once), NULL },
	{ "verbose", FLAG, offsetof(struct igd_options, verbose), NULL },
	{ "socket", WORD, offsetof(struct igd_options, socket), NULL },
	{ "audio", WORD, offsetof(struct igd_options, audio), NULL },
	{ "log", WORD, offsetof(struct igd_options, log), NULL },
	{ "write-opregion", WORD, offsetof(struct igd_options, write_opregion), NULL },
	{ "write-dmar-cpio", WORD, offsetof(struct igd_options, write_dmar), NULL },
	{ "drhd-cap", REGISTER, offsetof(struct igd_options, drhd_cap), NULL },
	{ "drhd-ecap", REGISTER, offsetof(struct igd_options, drhd_ecap), NULL },
	{ "rest-cap", REGISTER, offsetof(struct igd_options, rest_cap), NULL },
	{ "rest-ecap", REGISTER, offsetof(struct igd_options, rest_ecap), NULL },
	{ "device", VALUE, 0, igd_value_device },
	{ "class", VALUE, 0, igd_value_class_code },
	{ "subsystem", VALUE, 0, igd_value_subsystem },
	{ "gms", VALUE, 0, igd_value_gms },
	{ "bdsm", VALUE, 0, igd_value_bdsm },
	{ "asls", VALUE, 0, igd_value_asls },
	{ "drhd", VALUE, 0, igd_value_drhd },
	{ "rest", VALUE, 0, igd_value_rest },
	{ "rmrr", VALUE, 0, igd_value_rmrr },
	{ "width", VALUE, 0, igd_value_width },
	{ "opregion-version", VALUE, 0, igd_value_version },
	{ "gop-version", VALUE, 0, igd_value_gop_version },
	{ "units", VALUE, 0, igd_value_units },
	{ "fault", VALUE, 0, igd_value_fault },
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static bool take(struct igd_options *options, const struct row *row, char *text)
{
	char *at = (char *)options + row->at;

	switch (row->kind) {
	case FLAG:
		memcpy(at, &(bool){ true }, sizeof(bool));
		return true;
	case WORD:
		memcpy(at, &text, sizeof(text));
		return *text;
	case REGISTER:
		return igd_value_register(text, (uint64_t *)(void *)at);
	case VALUE:
		return row->take(options, text);
	}
	return false;
}

IGD_FORMAT(2, 3) static bool wrong(char ret_error[IGD_ERROR_MAX], const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(ret_error, IGD_ERROR_MAX, fmt, args);
	va_end(args);
	return false;
}

/* What can only be judged when all options are known. */
static bool finish(struct igd_options *options, char ret_error[IGD_ERROR_MAX])
{
	struct igd_profile *profile = &options->profile;
	int jobs = !!options->socket + !!options->write_opregion + !!options->write_dmar +
		   options->list;

	if (options->help)
		return true;
	if (jobs != 1)
		return wrong(ret_error,
			"one of --socket, --write-opregion, --write-dmar-cpio and --list is wanted");
	if (!igd_identity_ggc(profile->identity, options->gms, &profile->ggc))
		return wrong(ret_error, "--gms %u: %s cannot express it", options->gms,
			profile->identity->layout->name);
	if (profile->identity->layout->bdsm == 0x5c && profile->bdsm > UINT32_MAX)
		return wrong(
			ret_error, "--bdsm %#" PRIx64 ": the register has 32 bits", profile->bdsm);
	if (options->audio_pcie && !options->audio)
		return wrong(ret_error, "--audio-pcie is about --audio");
	if (options->verbose && !options->log)
		return wrong(ret_error, "--verbose is about --log");
	options->opregion.layout = profile->identity->layout;
	return true;
}

bool igd_options_parse(
	struct igd_options *options, int argc, char **argv, char ret_error[IGD_ERROR_MAX])
{
	struct option table[ROWS + 1] = { { 0 } };
	int c, i;

	for (i = 0; i < ROWS; i++)
		table[i] = (struct option){ rows[i].name, rows[i].kind != FLAG, NULL, 256 + i };
	*options = (struct igd_options){
		.profile = { .identity = igd_identity_find(0x4680),
			.class_code = 0x0300,
			.subsystem_vendor = 0x1462,
			.subsystem_device = 0x7d25 },
		.opregion = { .gop_version = "21.0.1061" },
		.dmar = { .width = 39 },
		.drhd_cap = IGD_UNIT_CAP,
		.drhd_ecap = IGD_UNIT_ECAP,
		.rest_cap = IGD_UNIT_REST_CAP,
		.rest_ecap = IGD_UNIT_REST_ECAP,
		.gms = 64,
		.dma_rate = 1,
	};
	opterr = 0;
	optind = 0;
	while ((c = getopt_long(argc, argv, ":", table, NULL)) >= 0) {
		if (c == ':')
			return wrong(ret_error, "%s wants a value", argv[optind - 1]);
		if (c < 256 || c >= 256 + ROWS)
			return wrong(ret_error, "%s: there is no such option, or it takes no value",
				argv[optind - 1]);
		if (!take(options, &rows[c - 256], optarg))
			return wrong(
				ret_error, "--%s: \"%s\" cannot be", rows[c - 256].name, optarg);
	}
	if (optind < argc)
		return wrong(ret_error, "\"%s\" is no option", argv[optind]);
	return finish(options, ret_error);
}
