/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LINK_SPECIAL_H
#define LINK_SPECIAL_H

#include "format/btf.h"

/*
 * What a map's value of this type holds that the kernel itself looks after and finds only by BTF:
 * "bpf_timer", "kptr" ...; NULL if nothing.
 */
const char *special_field(const struct btf *b, uint32_t type);

#endif
