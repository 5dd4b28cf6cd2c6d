// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vbt - the Video BIOS Table, in which firmware tells Intel's drivers what outputs the board has
 *
 * A VBT header, then the BIOS data blocks (BDB). Layout: Linux 7.1 drivers/gpu/drm/i915/display/intel_vbt_defs.h;
 * what is accepted is what i915 accepts (intel_bios.c intel_bios_is_valid_vbt(), find_raw_section()).
 */
#ifndef IGD_FACTS_FIRMWARE_VBT_H
#define IGD_FACTS_FIRMWARE_VBT_H

#include "core/host.h"

/* How much is read of one. Its size field has 16 bits. */
#define IGD_VBT_MAX_SIZE ((size_t)1 << 16)
/* More outputs than any board has; what is behind them is not taken. */
#define IGD_VBT_MAX_OUTPUTS 32u

/* A child device of block 2: an output that the board has. */
struct igd_vbt_output {
	size_t offset; /* of its entry in the bytes that were parsed */
	uint16_t handle;
	uint16_t device_type; /* DEVICE_TYPE_* bits; never 0, which is an unused entry */
	uint8_t port;	      /* DVO_PORT_* */
	char name
		[16]; /* "eDP-A", "HDMI-B", "DP++-C", "LVDS"; "type-1234" for one that is not known */
};

struct igd_vbt {
	char product[17];	/* what stands behind "$VBT": "ALDERLAKE-S", printable */
	uint16_t version;	/* of the header */
	size_t size;		/* of the whole, at most the bytes that were parsed */
	bool is_checksum_right; /* only noted: i915 does not look at it, some firmware gets it wrong */
	uint16_t bdb_version; /* decides what the fields of the blocks mean */
	size_t block_count;
	bool is_cut_off; /* the last block runs out of the table, and is not counted; only noted */
	/*
	 * The analogue output of the chipset, which is no child device: int_crt_support of block 1, and before BDB
	 * 155 in any case, as for i915 (intel_bios.c parse_general_features()).
	 */
	bool has_vga;
	bool has_definitions; /* block 2, general definitions: without it no output is declared */
	uint8_t child_size;   /* bytes of a child device, as block 2 says */
	struct igd_vbt_output outputs[IGD_VBT_MAX_OUTPUTS];
	size_t output_count;
};

/*
 * Takes a VBT apart. 0, or -EBADMSG with the offset and the reason in reterr and nothing in *ret. Nothing of *ret
 * points into the bytes.
 */
IGD_EXPORT int igd_vbt_parse(
	const void *bytes, size_t size, struct igd_vbt *ret, struct igd_error *reterr);

/* Whether it declares any output. */
IGD_EXPORT bool igd_vbt_has_outputs(const struct igd_vbt *vbt);
/* The names of the outputs, each once, with commas: "eDP-A, HDMI-B, VGA". "none" without any. The caller frees it. */
IGD_EXPORT char *igd_vbt_output_names(const struct igd_vbt *vbt);

#endif
