// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine - what a Sunshine says of itself to somebody who has not paired with it
 */
#include "facts/guest/sunshine.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "facts/vm/vm_libvirt_private.h"
#include "facts/vm/xml_document_private.h"

#define MAX_VALUE 256

/* The text of the root's first element of that name, cut; "" for none. */
static const char *value_of(const xmlNode *root, const char *name, char ret[MAX_VALUE])
{
	const xmlNode *element = igd_xml_first(root, name), *part;
	size_t size = 0, length;

	for (part = element ? element->children : NULL; part; part = part->next) {
		if (part->type != XML_TEXT_NODE && part->type != XML_CDATA_SECTION_NODE)
			continue;
		length = strnlen((const char *)part->content, MAX_VALUE - 1 - size);
		memcpy(ret + size, part->content, length);
		size += length;
	}
	ret[size] = '\0';
	return ret;
}

/* A number, as far as it is one. */
static uint64_t number_of(const xmlNode *root, const char *name)
{
	char text[MAX_VALUE];
	uint64_t number;

	return igd_parse_u64(value_of(root, name, text), 10, &number) == 0 ? number : 0;
}

static void copy(char *ret, size_t room, const char *text)
{
	IGD_AUTOFREE char *shown = igd_printable(text, strlen(text), room - 1);

	snprintf(ret, room, "%s", shown);
}

/* In one spelling, so that it can be compared. */
static void copy_address(char ret[46], const char *text)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		inet_ntop(AF_INET, bytes, ret, 46);
	else if (inet_pton(AF_INET6, text, bytes) == 1)
		inet_ntop(AF_INET6, bytes, ret, 46);
}

/* "7.1.431.-1": four numbers, of which GeForce Experience's last is positive (moonlight-common-c src/Misc.c, IS_SUNSHINE()). */
static bool is_family(const char *version)
{
	int a, b, c, d;

	return sscanf(version, "%6d.%6d.%6d.%6d", &a, &b, &c, &d) == 4 && d < 0;
}

static void read_codecs(const xmlNode *root, struct igd_serverinfo *ret)
{
	char text[MAX_VALUE];
	uint64_t codecs;

	if (igd_parse_u64(value_of(root, "ServerCodecModeSupport", text), 10, &codecs) != 0)
		return;
	ret->has_codecs = true;
	ret->codecs = (uint32_t)codecs;
	ret->hevc_pixels = number_of(root, "MaxLumaPixelsHEVC");
}

static void read_root(const xmlNode *root, struct igd_serverinfo *ret)
{
	const char *message = igd_xml_raw(root, "status_message");
	char text[MAX_VALUE];
	uint64_t port;

	igd_xml_number(root, "status_code", 9999, &ret->status);
	copy(ret->message, sizeof(ret->message), message ? message : "");
	copy(ret->hostname, sizeof(ret->hostname), value_of(root, "hostname", text));
	copy(ret->version, sizeof(ret->version), value_of(root, "appversion", text));
	ret->is_sunshine = is_family(ret->version);
	ret->is_busy = igd_ends_with(value_of(root, "state", text), "_SERVER_BUSY");
	copy_address(ret->local_ip, value_of(root, "LocalIP", text));
	port = number_of(root, "HttpsPort");
	ret->https_port = port <= UINT16_MAX ? (unsigned)port : 0;
	read_codecs(root, ret);
}

int igd_serverinfo_parse(
	const char *text, size_t size, struct igd_serverinfo *ret, struct igd_error *reterr)
{
	xmlDoc *document = igd_xml_read(text, size, "serverinfo", reterr);
	const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
	struct igd_serverinfo info = { .status = 0 };
	int r = -EBADMSG;

	if (root && igd_xml_is(root, "root") && igd_xml_raw(root, "status_code")) {
		read_root(root, &info);
		*ret = info;
		r = 0;
	} else if (document) {
		igd_error_set(reterr, EBADMSG, "it has no <root status_code=...>");
	}
	xmlFreeDoc(document);
	return r;
}

enum igd_encoder igd_serverinfo_encoder(const struct igd_serverinfo *info)
{
	static const uint32_t software = IGD_CODEC_H264 | IGD_CODEC_H264_444;

	if (!info->has_codecs)
		return IGD_ENCODER_UNTOLD;
	if (info->codecs & (IGD_CODEC_HEVC | IGD_CODEC_AV1))
		return IGD_ENCODER_HARDWARE;
	if (info->codecs == software)
		return IGD_ENCODER_SOFTWARE;
	return info->codecs == IGD_CODEC_H264 && !info->hevc_pixels ? IGD_ENCODER_NONE
								    : IGD_ENCODER_UNTOLD;
}

const char *igd_serverinfo_codecs(struct igd_host *host, const struct igd_serverinfo *info)
{
	static const struct {
		uint32_t flag;
		const char *name;
	} codecs[] = {
		{ IGD_CODEC_H264, "H.264" },
		{ IGD_CODEC_H264_444, "H.264 4:4:4" },
		{ IGD_CODEC_HEVC, "HEVC" },
		{ IGD_CODEC_HEVC_10, "HEVC 10 bit" },
		{ IGD_CODEC_HEVC_444 | IGD_CODEC_HEVC_10_444, "HEVC 4:4:4" },
		{ IGD_CODEC_AV1, "AV1" },
		{ IGD_CODEC_AV1_10, "AV1 10 bit" },
		{ IGD_CODEC_AV1_444 | IGD_CODEC_AV1_10_444, "AV1 4:4:4" },
	};
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < sizeof(codecs) / sizeof(*codecs); i++)
		if (info->codecs & codecs[i].flag)
			igd_text_printf(&text, "%s%s", text.size ? ", " : "", codecs[i].name);
	return igd_host_print(host, "%s", text.text ? text.text : "no codec that is known");
}

unsigned igd_web_status(const char *text, size_t size)
{
	char digits[4] = "";
	uint64_t status;

	if (size < 3 || (size > 3 && text[3] != '\n'))
		return 0;
	memcpy(digits, text, 3);
	return igd_parse_u64(digits, 10, &status) == 0 ? (unsigned)status : 0;
}
