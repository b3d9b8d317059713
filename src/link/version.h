/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LINK_VERSION_H
#define LINK_VERSION_H

#include <stdint.h>

/*
 * The kernel's version as KERNEL_VERSION(a, b, c) has it: a << 16 | b << 8 | c. signature is the text
 * of /proc/version_signature, or NULL; version and release are uname(2)'s. 0 if none says it.
 */
uint32_t version_code(const char *signature, const char *version, const char *release);

#endif
