// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options - the command line of igd-device
 */
#ifndef IGD_LAB_OPTIONS_H
#define IGD_LAB_OPTIONS_H

#include "config.h"
#include "dmar.h"
#include "opregion.h"

enum { IGD_ERROR_MAX = 160 };

struct igd_options {
	bool help, list;
	const char *socket, *audio, *log, *write_opregion, *write_dmar;
	struct igd_profile profile;
	struct igd_opregion opregion;
	struct igd_dmar dmar; /* with the played units' addresses; rest 0: QEMU's own unit */
	uint64_t drhd_cap, drhd_ecap, rest_cap, rest_ecap;
	unsigned gms; /* MiB */
	bool audio_pcie, ack, once, verbose;
	uint64_t dma_address;
	unsigned dma_rate;
	unsigned long dma_count;
	bool dma_write;
};

extern const char igd_options_help[];

/*
 * Reads the command line. The strings are argv's, which is changed (values of --fault are cut up). False: it
 * makes no sense, and ret_error says why.
 */
bool igd_options_parse(
	struct igd_options *options, int argc, char **argv, char ret_error[IGD_ERROR_MAX]);

#endif
