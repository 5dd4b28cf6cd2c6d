// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * framebuffer - a fix that takes framebuffers and consoles off the iGPU at once
 */
#ifndef IGD_FIXES_FRAMEBUFFER_AREA_H
#define IGD_FIXES_FRAMEBUFFER_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_framebuffer_release_now;

#endif
