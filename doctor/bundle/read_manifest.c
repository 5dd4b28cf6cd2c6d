// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read_manifest - what the manifest of a report says of the program, the machine and the findings beside it
 */
#include <errno.h>

#include "bundle/bundle.h"
#include "bundle/read_private.h"

/* What the manifest says of a member. */
static void look_at_member(struct igd_reading *reading, struct igd_manifest_says *says)
{
	struct igd_slice key, value = { "", 0 }, name = { "", 0 }, hash = { "", 0 };
	bool is_first = true;

	if (!igd_skim_enter(&reading->skim, '{')) {
		igd_reading_fault(reading, "members", "holds what is no object");
		return;
	}
	for (; igd_skim_key(&reading->skim, is_first, &key); is_first = false) {
		if (!igd_skim_value(&reading->skim, &value))
			return;
		if (igd_slice_is(&key, "name"))
			name = value;
		else if (igd_slice_is(&key, "sha256"))
			hash = value;
	}
	if (reading->skim.is_bad || !igd_slice_is(&name, "findings.json"))
		return;
	if (igd_reading_take(&says->names_findings))
		says->hash = hash;
	else
		igd_reading_fault(reading, "members", "findings.json is among them twice");
}

static void look_at_members(struct igd_reading *reading, struct igd_manifest_says *says)
{
	bool is_first = true;

	if (!igd_skim_enter(&reading->skim, '[')) {
		igd_reading_fault(reading, "members", "is not a list");
		return;
	}
	for (; igd_skim_element(&reading->skim, is_first); is_first = false)
		look_at_member(reading, says);
}

static void read_machine(
	struct igd_reading *reading, const struct igd_slice *slice, struct igd_brief *ret)
{
	cJSON *machine = igd_reading_parse(reading, slice, "machine");

	if (!ret->qemu)
		ret->qemu = igd_reading_text(reading, machine, "qemu");
	if (!ret->libvirt)
		ret->libvirt = igd_reading_text(reading, machine, "libvirt");
	if (!ret->rom)
		ret->rom = igd_reading_text(reading, machine, "rom");
	cJSON_Delete(machine);
}

static void read_tool(
	struct igd_reading *reading, const struct igd_slice *slice, struct igd_brief *ret)
{
	cJSON *tool = igd_reading_parse(reading, slice, "tool");

	if (!ret->tool)
		ret->tool = igd_reading_text(reading, tool, "version");
	cJSON_Delete(tool);
}

int igd_manifest_read(const struct igd_text *text, const char *name, struct igd_brief *ret,
	struct igd_manifest_says *says, struct igd_error *reterr)
{
	struct igd_reading reading = { name, "manifest.json", reterr, false,
		{ text->text, text->text, text->text + text->size, false } };
	struct igd_slice key, value;
	bool is_first = true, has_schema = false, has_short = false;

	*says = (struct igd_manifest_says){ false, { "", 0 }, { "", 0 } };
	if (!igd_skim_enter(&reading.skim, '{'))
		igd_reading_fault_of_json(&reading);
	for (; igd_skim_key(&reading.skim, is_first, &key); is_first = false) {
		if (igd_slice_is(&key, "members"))
			look_at_members(&reading, says);
		else if (!igd_skim_value(&reading.skim, &value))
			break;
		else if (igd_slice_is(&key, "schema") && igd_reading_take(&has_schema))
			igd_reading_schema(&reading, &value, IGD_BUNDLE_SCHEMA);
		else if (igd_slice_is(&key, IGD_BUNDLE_SHORT) && igd_reading_take(&has_short))
			says->in_short = value;
		else if (igd_slice_is(&key, "machine"))
			read_machine(&reading, &value, ret);
		else if (igd_slice_is(&key, "tool"))
			read_tool(&reading, &value, ret);
	}
	if (!reading.skim.is_bad && !has_schema)
		igd_reading_fault(&reading, "schema", "is not " IGD_BUNDLE_SCHEMA);
	if (!reading.skim.is_bad && !has_short && !says->names_findings)
		igd_reading_fault(&reading, "members", "findings.json is not among them");
	return igd_reading_end(&reading, ret);
}

/* Of a program that did not yet write them in short: they have to be those that the manifest names. */
static int read_findings(const struct igd_manifest_says *says, const struct igd_text *findings,
	const char *name, struct igd_brief *ret, struct igd_error *reterr)
{
	char own[IGD_BUNDLE_HASH_SIZE];

	igd_bundle_hash(findings->text, findings->size, own);
	if (igd_slice_is(&says->hash, own))
		return igd_brief_parse_findings(findings->text, findings->size, name, ret, reterr);
	igd_brief_done(ret);
	return igd_error_set(reterr, EBADMSG,
		"%s: member manifest.json: findings.json: its SHA-256 is another: the findings were "
		"changed, or are damaged",
		name);
}

int igd_manifest_follow(const struct igd_manifest_says *says, const struct igd_text *findings,
	const char *name, struct igd_brief *ret, struct igd_error *reterr)
{
	if (says->in_short.size)
		return igd_findings_read(
			&says->in_short, name, "manifest.json: " IGD_BUNDLE_SHORT, ret, reterr);
	return read_findings(says, findings, name, ret, reterr);
}

int igd_brief_parse(const struct igd_brief_members *members, const char *name,
	struct igd_brief *ret, struct igd_error *reterr)
{
	struct igd_brief brief = { 0 };
	struct igd_manifest_says says;
	int r = igd_manifest_read(&members->manifest, name, &brief, &says, reterr);

	if (r == 0)
		r = igd_manifest_follow(&says, &members->findings, name, &brief, reterr);
	if (r == 0)
		*ret = brief;
	return r;
}
