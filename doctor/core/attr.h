// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * attr - the compiler attributes this project uses, by names that say what they are for
 *
 * This is the only file that writes __attribute__.
 */
#ifndef IGD_CORE_ATTR_H
#define IGD_CORE_ATTR_H

/* Part of the library's or a plugin's binary interface; everything else is hidden. */
#define IGD_EXPORT __attribute__((visibility("default")))

/* A printf-like function: the format is argument fmt, its values begin at argument args (0 for va_list). */
#define IGD_FORMAT(fmt, args) __attribute__((format(printf, fmt, args)))

#define IGD_NORETURN __attribute__((noreturn))
#define IGD_MALLOC __attribute__((malloc, returns_nonnull, warn_unused_result))

/* The result must be looked at. */
#define IGD_CHECKED __attribute__((warn_unused_result))

/* Runs fn(&variable) when the variable leaves its scope. The one clean-up idiom of this project. */
#define IGD_CLEANUP(fn) __attribute__((cleanup(fn)))

/* A function of UEFI's on x64, called as Microsoft's compilers do (UEFI Specification 2.10, 2.3.4.2). */
#define IGD_EFIAPI __attribute__((ms_abi))

#endif
