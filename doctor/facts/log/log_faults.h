// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_faults - the DMA faults in a log, by device
 *
 * dmar_faults.h says what they amount to; here they are taken out of a log of any form and length. Of a very long
 * storm only the beginning is kept, which is enough to know it for one.
 */
#ifndef IGD_FACTS_LOG_LOG_FAULTS_H
#define IGD_FACTS_LOG_LOG_FAULTS_H

#include "facts/log/log_scan.h"

struct igd_log_faults;

struct igd_log_faults *igd_log_faults_new(void);
void igd_log_faults_free(struct igd_log_faults *faults);

/* A line that tells of a fault, or how many were left out; a line that was given before is not taken again. */
void igd_log_faults_take(
	struct igd_log_faults *faults, size_t number, const char *line, size_t size);

/*
 * What the faults of the device at this place are (AT_BOOT, FEW or STREAM), and a hit of them in *ret, without a
 * symptom, for igd_log_hit_done(). NONE behind the last device. To be asked once for each.
 */
enum igd_symptom_faults igd_log_faults_of(
	struct igd_log_faults *faults, size_t place, struct igd_log_hit *ret);

#endif
