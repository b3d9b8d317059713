/* SPDX-License-Identifier: BSD-2-Clause */
#include "format/btf_words.h"

/* After name and info: the third word, what follows once, and what follows for each of vlen. */
static const struct {
	char third, fixed[4], each[4];
} kinds[] = {
	[BTF_KIND_INT] = { '0', "0", "" },
	[BTF_KIND_PTR] = { 't', "", "" },
	[BTF_KIND_ARRAY] = { '0', "tt0", "" },
	[BTF_KIND_STRUCT] = { '0', "", "nt0" },
	[BTF_KIND_UNION] = { '0', "", "nt0" },
	[BTF_KIND_ENUM] = { '0', "", "n0" },
	[BTF_KIND_FWD] = { '0', "", "" },
	[BTF_KIND_TYPEDEF] = { 't', "", "" },
	[BTF_KIND_VOLATILE] = { 't', "", "" },
	[BTF_KIND_CONST] = { 't', "", "" },
	[BTF_KIND_RESTRICT] = { 't', "", "" },
	[BTF_KIND_FUNC] = { 't', "", "" }, /* vlen is its linkage */
	[BTF_KIND_FUNC_PROTO] = { 't', "", "nt" },
	[BTF_KIND_VAR] = { 't', "0", "" },
	[BTF_KIND_DATASEC] = { '0', "", "t00" },
	[BTF_KIND_FLOAT] = { '0', "", "" },
	[BTF_KIND_DECL_TAG] = { 't', "0", "" },
	[BTF_KIND_TYPE_TAG] = { 't', "", "" },
	[BTF_KIND_ENUM64] = { '0', "", "n00" },
};

uint32_t btf_words(const struct btf_type *t)
{
	uint32_t kind = btf_kind(t);

	if (kind >= NR_BTF_KINDS || !kinds[kind].third)
		return 0;
	return 3 + strlen(kinds[kind].fixed) + strlen(kinds[kind].each) * btf_vlen(t);
}

enum btf_word btf_word(const struct btf_type *t, uint32_t i)
{
	uint32_t kind = btf_kind(t), fixed = strlen(kinds[kind].fixed);

	if (i < 2)
		return i ? BTF_WORD_NUMBER : BTF_WORD_NAME;
	if (i == 2)
		return kinds[kind].third;
	i -= 3;
	if (i < fixed)
		return kinds[kind].fixed[i];
	return kinds[kind].each[(i - fixed) % strlen(kinds[kind].each)];
}

void btf_visit(struct btf_type *t, const struct btf_visitor *v)
{
	uint32_t *words = (uint32_t *)t, cnt = btf_words(t), i;

	if (v->name)
		v->name(v->ctx, &words[0]);
	for (i = 2; i < cnt; i++) {
		if (v->type && btf_word(t, i) == BTF_WORD_TYPE)
			v->type(v->ctx, &words[i]);
		if (v->name && btf_word(t, i) == BTF_WORD_NAME)
			v->name(v->ctx, &words[i]);
	}
}
