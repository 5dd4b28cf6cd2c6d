// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine.server - does Sunshine describe itself, and did it find an encoder?
 *
 * GET /serverinfo is answered to anybody over HTTP. Over HTTPS whoever has not paired is told 401, which is how it
 * should be. That it can stream is not shown by any of it: only a client that has paired can have that tried.
 */
#include "checks/sunshine/area.h"
#include "facts/guest/server_judge.h"
#include "facts/host/igpu.h"

/*
 * Encoders of HEVC begin with Skylake, generation 9 (intel/media-driver README.md, Decoding/Encoding Features). Those without
 * a generation are all later ones (facts/host/igpu_models.c).
 */
static bool has_hevc(const struct igd_igpu_model *model)
{
	return model && (model->generation < 0 || model->generation >= 9);
}

static enum igd_verdict conclude_h264(const struct igd_server_scene *it, const char *codecs)
{
	const struct igd_igpu *igpu = igd_igpu_get(it->host);
	const struct igd_igpu_model *model = igpu ? igpu->model : NULL;

	igd_remedy(it->ret,
		"Look at guest.display-driver and guest.virtual-display: the iGPU needs a driver without a problem "
		"code, and a display that is active on it (a monitor, a dummy plug, or a virtual display driver). Then "
		"restart Sunshine: it looks for encoders when it starts. Its log says what it found.");
	if (has_hevc(model))
		return igd_fail(it->ret, it->where,
			"it offers %s alone, as it does where it found no encoder or no display (or where its "
			"encoder knows H.264 only, or its setting hevc_mode is 1): a stream would likely end in "
			"error 503",
			codecs);
	return igd_unknown(it->ret, it->where,
		"it offers %s alone: that is all that %s has, and also what it offers where it found no encoder "
		"or no display",
		codecs,
		model ? igd_host_print(it->host, "the encoder of %s", model->platform)
		      : "an encoder of H.264 only");
}

static enum igd_verdict judge_encoder(const struct igd_server_scene *it)
{
	const char *codecs = igd_serverinfo_codecs(it->host, &it->info);

	switch (igd_serverinfo_encoder(&it->info)) {
	case IGD_ENCODER_NONE:
		return conclude_h264(it, codecs);
	case IGD_ENCODER_SOFTWARE:
		igd_severity(it->ret, IGD_DEGRADED);
		igd_remedy(it->ret,
			"Look at guest.display-driver: the display that it captures has to hang from the iGPU. In Sunshine's web "
			"UI, Configuration, Intel QuickSync is the encoder to be found; its log says why it was not.");
		return igd_fail(it->ret, it->where,
			"it offers %s, as it does where it encodes with the processor: the iGPU is likely not used",
			codecs);
	case IGD_ENCODER_UNTOLD:
	case IGD_ENCODER_HARDWARE:
		break;
	}
	return igd_server_pass(it, codecs);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	struct igd_server_scene it = { .host = host, .ret = ret };
	enum igd_verdict verdict = IGD_NA;

	if (!igd_tried_vm(host, ret) || !igd_tried_get(host, ret, &it.scene, &verdict) ||
		!igd_server_read(&it, &verdict))
		return verdict;
	if (it.info.status != 200)
		return igd_server_refuses(&it);
	if (!igd_server_pairs(&it, &verdict))
		return verdict;
	return judge_encoder(&it);
}

static const char *const needs[] = { "sunshine.ports", NULL };
static const char *const references[] = { "https://docs.lizardbyte.dev/projects/sunshine",
	"https://github.com/moonlight-stream/moonlight-docs/wiki/Setup-Guide", NULL };

const struct igd_check igd_check_sunshine_server = {
	.id = "sunshine.server",
	.title = "Sunshine describes itself, and can encode",
	.why = "Sunshine's own description says which encoders it found when it started. Without a display or a working driver it "
	       "runs all the same, can be found and paired with, and then ends each stream with error 503.",
	.remedy =
		"Restart Sunshine in the VM, and look into its log, `C:\\Program Files\\Sunshine\\config\\sunshine.log`.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
