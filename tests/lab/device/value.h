// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * value - what the words behind igd-device's options mean
 *
 * Each returns false for a word that makes no sense. Words with parts are cut up in place.
 */
#ifndef IGD_LAB_VALUE_H
#define IGD_LAB_VALUE_H

#include "options.h"

bool igd_value_device(struct igd_options *options, char *text);
bool igd_value_class_code(struct igd_options *options, char *text);
bool igd_value_subsystem(struct igd_options *options, char *text);
bool igd_value_gms(struct igd_options *options, char *text);
bool igd_value_bdsm(struct igd_options *options, char *text);
bool igd_value_asls(struct igd_options *options, char *text);
bool igd_value_drhd(struct igd_options *options, char *text);
bool igd_value_rest(struct igd_options *options, char *text);
bool igd_value_rmrr(struct igd_options *options, char *text);
bool igd_value_width(struct igd_options *options, char *text);
bool igd_value_version(struct igd_options *options, char *text);
bool igd_value_gop_version(struct igd_options *options, char *text);
bool igd_value_units(struct igd_options *options, char *text);
bool igd_value_fault(struct igd_options *options, char *text);

/* A capability register's value, hexadecimal. */
bool igd_value_register(const char *text, uint64_t *ret);

#endif
