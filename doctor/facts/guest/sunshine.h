// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine - what a Sunshine says of itself to somebody who has not paired with it
 *
 * LizardByte/Sunshine @7a59212a src/nvhttp.cpp serverinfo(); moonlight-common-c @874ac954 src/Limelight.h for the flags.
 * Apollo and Vibepollo, its forks, answer the same way and cannot be told from it by this.
 */
#ifndef IGD_FACTS_GUEST_SUNSHINE_H
#define IGD_FACTS_GUEST_SUNSHINE_H

#include "core/host.h"

/* ServerCodecModeSupport (Limelight.h SCM_*). */
#define IGD_CODEC_H264 0x1u
#define IGD_CODEC_HEVC 0x100u
#define IGD_CODEC_HEVC_10 0x200u
#define IGD_CODEC_AV1 0x10000u
#define IGD_CODEC_AV1_10 0x20000u
#define IGD_CODEC_H264_444 0x40000u
#define IGD_CODEC_HEVC_444 0x80000u
#define IGD_CODEC_HEVC_10_444 0x100000u
#define IGD_CODEC_AV1_444 0x200000u
#define IGD_CODEC_AV1_10_444 0x400000u

/*
 * What the flags tell of the encoder that Sunshine found when it last looked, if its settings hevc_mode and av1_mode are
 * left alone (get_codec_mode_flags(), probe_encoders()): H.264 is claimed always, even where none was found, and the
 * software encoder has H.264 and nothing else but 4:4:4.
 */
enum igd_encoder {
	IGD_ENCODER_UNTOLD,
	IGD_ENCODER_NONE,     /* none, no display to encode, or a hardware encoder of H.264 alone */
	IGD_ENCODER_SOFTWARE, /* likely libx264: there is a display, and no hardware encoder */
	IGD_ENCODER_HARDWARE  /* with HEVC or AV1 */
};

struct igd_serverinfo {
	unsigned status;   /* the attribute status_code; 0: not said */
	char message[128]; /* status_message, printable; "" */
	char hostname[64]; /* printable; "" */
	char version[24];  /* appversion, "7.1.431.-1"; "" */
	char local_ip
		[46]; /* where it was reached, as inet_ntop(3) writes it; "" where that is none */
	bool is_sunshine; /* its family: the version's last number is negative */
	bool is_busy;	  /* somebody streams; Apollo and Vibepollo do not say so */
	bool has_codecs;
	uint32_t codecs;      /* IGD_CODEC_*, as far as they are known */
	uint64_t hevc_pixels; /* MaxLumaPixelsHEVC; 0 also where it is not said */
	unsigned https_port;  /* 0: not said, or none */
};

/*
 * From the body of an answer to GET /serverinfo. libxml2 without network or entities, at most IGD_VM_MAX_TEXT bytes. What is
 * said twice counts the first time; what has the wrong form is left out. -EBADMSG with the reason in reterr, and nothing in
 * *ret, where it is no serverinfo.
 */
IGD_EXPORT int igd_serverinfo_parse(
	const char *text, size_t size, struct igd_serverinfo *ret, struct igd_error *reterr);

IGD_EXPORT enum igd_encoder igd_serverinfo_encoder(const struct igd_serverinfo *info);

/* "H.264, HEVC, HEVC 10 bit"; memory of the host. */
IGD_EXPORT const char *igd_serverinfo_codecs(
	struct igd_host *host, const struct igd_serverinfo *info);

/* The status of "200\n{...}", an answer of the web UI; 0 for none. */
IGD_EXPORT unsigned igd_web_status(const char *text, size_t size);

#endif
