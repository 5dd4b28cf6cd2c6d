// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unit - cmocka, after the headers that it wants before it
 */
#ifndef IGD_TESTS_UNIT_H
#define IGD_TESTS_UNIT_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
