// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * example - the checks of this plugin
 */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include "core/check.h"

extern const struct igd_check example_huge_pages;

#endif
