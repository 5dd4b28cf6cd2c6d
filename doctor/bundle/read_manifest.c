// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read_manifest - what the manifest of a report says of the program, the machine and the findings beside it
 */
#include "bundle/bundle.h"
#include "bundle/read_private.h"

/* What the manifest says of a member. */
static void look_at_member(
	struct igd_reading *reading, const struct igd_text *findings, bool *ret_is_named)
{
	struct igd_slice key, value = { "", 0 }, name = { "", 0 }, hash = { "", 0 };
	char own[IGD_BUNDLE_HASH_SIZE];
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
	if (!igd_reading_take(ret_is_named)) {
		igd_reading_fault(reading, "members", "findings.json is among them twice");
		return;
	}
	igd_bundle_hash(findings->text, findings->size, own);
	if (!igd_slice_is(&hash, own))
		igd_reading_fault(reading, "findings.json",
			"its SHA-256 is another: the findings were changed, or are damaged");
}

static void look_at_members(
	struct igd_reading *reading, const struct igd_text *findings, bool *ret_is_named)
{
	bool is_first = true;

	if (!igd_skim_enter(&reading->skim, '[')) {
		igd_reading_fault(reading, "members", "is not a list");
		return;
	}
	for (; igd_skim_element(&reading->skim, is_first); is_first = false)
		look_at_member(reading, findings, ret_is_named);
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

static int read_manifest(
	struct igd_reading *reading, const struct igd_text *findings, struct igd_brief *ret)
{
	struct igd_slice key, value;
	bool is_first = true, has_schema = false, is_named = false;

	if (!igd_skim_enter(&reading->skim, '{'))
		igd_reading_fault_of_json(reading);
	for (; igd_skim_key(&reading->skim, is_first, &key); is_first = false) {
		if (igd_slice_is(&key, "members"))
			look_at_members(reading, findings, &is_named);
		else if (!igd_skim_value(&reading->skim, &value))
			break;
		else if (igd_slice_is(&key, "schema") && igd_reading_take(&has_schema))
			igd_reading_schema(reading, &value, IGD_BUNDLE_SCHEMA);
		else if (igd_slice_is(&key, "machine"))
			read_machine(reading, &value, ret);
		else if (igd_slice_is(&key, "tool"))
			read_tool(reading, &value, ret);
	}
	if (!reading->skim.is_bad && !has_schema)
		igd_reading_fault(reading, "schema", "is not " IGD_BUNDLE_SCHEMA);
	if (!reading->skim.is_bad && !is_named)
		igd_reading_fault(reading, "members", "findings.json is not among them");
	return igd_reading_end(reading, ret);
}

int igd_brief_parse(const struct igd_brief_members *members, const char *name,
	struct igd_brief *ret, struct igd_error *reterr)
{
	const struct igd_text *text = &members->manifest;
	struct igd_reading reading = { name, "manifest.json", reterr, false,
		{ text->text, text->text, text->text + text->size, false } };
	struct igd_brief brief = { 0 };
	int r = read_manifest(&reading, &members->findings, &brief);

	if (r == 0)
		r = igd_brief_parse_findings(
			members->findings.text, members->findings.size, name, &brief, reterr);
	if (r == 0)
		*ret = brief;
	return r;
}
