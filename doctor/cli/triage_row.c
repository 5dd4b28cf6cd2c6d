// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_row - a report as a row, and a row as a line of JSON
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/triage.h"
#include "reports/json_value.h"

void igd_triage_fail(const char *file, const char *why, struct igd_triage_row *ret)
{
	*ret = (struct igd_triage_row){ .file = igd_strdup(file), .why = igd_strdup(why) };
}

/* Without O_NONBLOCK a FIFO would be waited for. */
static int open_file(const char *file, bool may_be_link, const char **ret_why)
{
	IGD_AUTOCLOSE int fd = open(file,
		O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (may_be_link ? 0 : O_NOFOLLOW));
	struct stat status;

	if (fd < 0 || fstat(fd, &status) < 0) {
		*ret_why = igd_errno_text(errno);
		return -1;
	}
	if (!S_ISREG(status.st_mode)) {
		*ret_why = "not a file";
		return -1;
	}
	return igd_take_fd(&fd);
}

void igd_triage_read(const char *file, bool may_be_link, struct igd_triage_row *ret)
{
	const char *why = NULL, *name = igd_basename(file);
	IGD_AUTOCLOSE int fd = open_file(file, may_be_link, &why);
	struct igd_brief brief;
	struct igd_error error;

	if (fd < 0) {
		igd_triage_fail(file, why, ret);
		return;
	}
	if (igd_brief_read(fd, name, &brief, &error) < 0) {
		why = error.message + (igd_starts_with(error.message, name) ? strlen(name) : 0);
		igd_triage_fail(file, igd_starts_with(why, ": ") ? why + 2 : why, ret);
		return;
	}
	*ret = (struct igd_triage_row){ .file = igd_strdup(file), .brief = brief };
}

static void add_ids(cJSON *object, const char *key, char *const *ids, size_t count)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	size_t i;

	for (i = 0; i < count; i++)
		cJSON_AddItemToArray(array, cJSON_CreateString(ids[i]));
}

static void add_failed(cJSON *object, const struct igd_brief *brief)
{
	cJSON *array = cJSON_AddArrayToObject(object, "failed"), *item;
	size_t i;

	for (i = 0; i < brief->failed_count; i++) {
		item = cJSON_CreateObject();
		igd_json_add_text(item, "id", brief->failed[i].id);
		igd_json_add_text(item, "severity", igd_severity_name(brief->failed[i].severity));
		cJSON_AddItemToArray(array, item);
	}
}

static void add_igpu(cJSON *object, const struct igd_brief *brief)
{
	cJSON *igpu;

	if (!brief->igpu_id) {
		cJSON_AddNullToObject(object, "igpu");
		return;
	}
	igpu = cJSON_AddObjectToObject(object, "igpu");
	igd_json_add_text(igpu, "id", brief->igpu_id);
	igd_json_add_text(igpu, "name", brief->igpu_name);
	igd_json_add_text(igpu, "platform", brief->igpu_platform);
	igd_json_add_text(igpu, "driver", brief->igpu_driver);
}

static void add_brief(cJSON *object, const struct igd_brief *brief)
{
	igd_json_add_text(object, "verdict", igd_outcome_name(brief->outcome));
	add_ids(object, "start_with", brief->start_with, brief->start_count);
	add_failed(object, brief);
	add_ids(object, "unknown", brief->unknown, brief->unknown_count);
	igd_json_add_text(object, "kernel", brief->kernel);
	igd_json_add_text(object, "distribution", brief->distribution);
	igd_json_add_text(object, "machine", brief->machine);
	add_igpu(object, brief);
	igd_json_add_text(object, "qemu", brief->qemu);
	igd_json_add_text(object, "libvirt", brief->libvirt);
	igd_json_add_text(object, "rom", brief->rom);
	igd_json_add_text(object, "written_by", brief->tool);
}

char *igd_triage_write(const struct igd_triage_row *row)
{
	cJSON *object = igd_json_document(IGD_TRIAGE_SCHEMA, NULL);
	char *line;

	igd_json_add_text(object, "file", row->file);
	igd_json_add_text(object, "unreadable", row->why);
	if (!row->why)
		add_brief(object, &row->brief);
	line = cJSON_PrintUnformatted(object);
	cJSON_Delete(object);
	return line;
}

void igd_triage_row_done(struct igd_triage_row *row)
{
	igd_brief_done(&row->brief);
	free(row->file);
	free(row->why);
	*row = (struct igd_triage_row){ 0 };
}
