// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * derive - answers worked out of what is too large to record
 */
#include <errno.h>
#include <string.h>

#include "core/host_impl.h"

char *igd_derived_path(const char *key)
{
	return igd_printf(IGD_RECORD_DERIVED "/%s", key);
}

void igd_host_set_derive(struct igd_host *host, const struct igd_derive_ops *ops, void *context)
{
	host->derive = ops;
	host->derive_context = context;
}

void igd_host_keep_derived(struct igd_host *host, const char *key, const struct igd_answer *answer)
{
	IGD_AUTOFREE char *path = igd_derived_path(key);
	struct igd_question question = { IGD_ASK_READ, path, IGD_TREE_MAX_BYTES };
	struct igd_answer *kept;

	/* The question is asked first, so that there is a kept answer to replace. */
	kept = (struct igd_answer *)(uintptr_t)igd_host_ask(host, &question);
	igd_answer_done(kept);
	kept->error = answer->error;
	kept->size = answer->size;
	if (answer->bytes) {
		kept->bytes = igd_zalloc(answer->size + 1);
		memcpy(kept->bytes, answer->bytes, answer->size);
	}
}

static void work_out(struct igd_host *host, const char *key,
	int (*work)(struct igd_host *, void *, struct igd_text *), void *context)
{
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_trace trace;

	if (host->derive && host->derive->begin(host->derive_context, key, &answer) == 0) {
		igd_host_keep_derived(host, key, &answer);
		return;
	}
	igd_text_add(&text, "", 0);
	/* A recording replays the answer, not the work: what the work cites and meets is nobody's evidence. */
	igd_host_begin(host);
	answer.error = work(host, context, &text);
	trace = igd_host_end(host);
	igd_host_add_forgiven(host, &trace, answer.error != 0);
	igd_trace_done(&trace);
	if (!answer.error) {
		answer.size = text.size;
		answer.bytes = IGD_TAKE_PTR(text.text);
	}
	igd_host_keep_derived(host, key, &answer);
	if (host->derive)
		host->derive->end(host->derive_context, key, &answer);
}

const char *igd_host_derive(struct igd_host *host, const char *key,
	int (*work)(struct igd_host *host, void *context, struct igd_text *ret), void *context)
{
	IGD_AUTOFREE char *path = igd_derived_path(key);
	struct igd_question question = { IGD_ASK_READ, path, IGD_TREE_MAX_BYTES };
	const struct igd_answer *answer;
	size_t before = host->kept_count;

	answer = igd_host_ask(host, &question);
	/* A recording holds the answer, or that there is none (ENOENT), or says nothing of it (ENODATA). */
	if (host->kept_count != before && answer->error == ENODATA) {
		work_out(host, key, work, context);
		answer = igd_host_ask(host, &question);
	}
	if (answer->error && answer->error != ENOENT)
		igd_host_stick(host, key, answer->error);
	return answer->error ? NULL : answer->bytes;
}
