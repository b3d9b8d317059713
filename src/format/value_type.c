/* SPDX-License-Identifier: BSD-2-Clause */

#include "format/value_parse.h"
#include "base/text.h"

static const char *const words[] = {
	[BTF_KIND_PTR] = "pointer",
	[BTF_KIND_STRUCT] = "struct",
	[BTF_KIND_UNION] = "union",
	[BTF_KIND_ENUM] = "enum",
	[BTF_KIND_ENUM64] = "enum",
	[BTF_KIND_FWD] = "declared type",
	[BTF_KIND_FUNC] = "function",
	[BTF_KIND_FUNC_PROTO] = "function",
	[BTF_KIND_DATASEC] = "section",
};

/* The first name on the way; what only qualifies has none. */
static const struct btf_type *named(const struct btf *b, uint32_t id)
{
	const struct btf_type *t = btf_type(b, id);
	uint32_t kind;
	int hops;

	for (hops = 0; t && hops < 32; hops++) {
		kind = btf_kind(t);
		if (kind != BTF_KIND_CONST && kind != BTF_KIND_VOLATILE &&
			kind != BTF_KIND_RESTRICT && kind != BTF_KIND_TYPE_TAG && kind != BTF_KIND_VAR)
			return t;
		t = btf_type(b, t->type);
	}
	return NULL;
}

/* An array's dimensions stand behind the name of what it is made of, in the order of C. */
const char *value_type_name(const struct btf *b, uint32_t type_id, char *text, size_t size)
{
	const struct btf_type *t = named(b, type_id);
	char dims[48] = "";
	const char *word;
	size_t used;

	while (t && btf_kind(t) == BTF_KIND_ARRAY && strlen(dims) < 32) {
		used = strlen(dims);
		text_format(dims + used, sizeof(dims) - used, "[%u]", btf_array(t)->nelems);
		t = named(b, btf_array(t)->type);
	}
	word = t && btf_kind(t) < sizeof(words) / sizeof(*words) ? words[btf_kind(t)] : NULL;
	text_format(text, size, "%s%s%s%s", word ? word : "", word && t && *btf_name(b, t) ? " " : "",
		t ? btf_name(b, t) : "void", dims);
	return text;
}
