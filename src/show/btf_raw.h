/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_BTF_RAW_H
#define SHOW_BTF_RAW_H

#include "format/btf.h"
#include "show/json.h"

/*
 * One type as its record stands there, in the words and with the keys of bpftool; as text to out,
 * or (json not NULL) as an object.
 */
void btf_raw(const struct btf *b, uint32_t id, struct out *out, struct json *json);

#endif
