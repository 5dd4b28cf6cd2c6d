// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modules_kmod - what libkmod tells of a kernel's modules, as the text of modules.h
 */
#ifndef IGD_FACTS_HOST_MODULES_KMOD_H
#define IGD_FACTS_HOST_MODULES_KMOD_H

#include "core/util.h"

/*
 * Adds the text about the modules in directory ("/lib/modules/6.12.107+deb13-amd64"). modalias is the
 * iGPU's, or NULL. 0 or an errno; ENOENT where there is no such directory.
 */
IGD_EXPORT int igd_modules_ask(const char *directory, const char *modalias, struct igd_text *ret);

#endif
