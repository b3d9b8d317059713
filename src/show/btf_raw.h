/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SHOW_BTF_RAW_H
#define SHOW_BTF_RAW_H

#include "format/btf.h"
#include "show/json.h"

/*
 * Types as their records stand there, in the words and with the keys of bpftool; as text to out, or (json
 * not NULL) as objects.
 */
struct btf_raw {
	const struct btf *btf;
	struct out *out;
	struct json *json;
	bool plain; /* no name needs a look at what is in it */
};

void btf_raw_init(struct btf_raw *r, const struct btf *b, struct out *out, struct json *json);
void btf_raw(struct btf_raw *r, uint32_t id, const struct btf_type *t);

#endif
