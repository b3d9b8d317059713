/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernels before 5.2, and those built without CONFIG_DEBUG_INFO_BTF, do not say what their types
 * are. Others have found out for many of them, in some megabytes each. Of these a program needs a few
 * kilobytes: what its CO-RE records lead to. Each record is resolved as if it were to be loaded, and
 * what was gone through is kept:
 *
 *	a field		its structs, with those members only that are on the way, and its type
 *	an enumerator	its enum, with that enumerator only
 *	a type		for existence, size and number: itself, what it points to, without members;
 *			for a match: all that is compared
 *
 * What a kept type refers to and nothing needs becomes void: a pointer is a pointer. Numbers of
 * types (bpf_core_type_id_kernel()) are then those of the new file, of no use to the kernel.
 */
#include "gen/min_core_btf.h"

#include <errno.h>
#include <stdlib.h>

#include "format/btf_words.h"
#include "gen/btf_write.h"
#include "link/core.h"

#define DEPTH 64 /* more than any comparison goes */

/* How much of a type is needed; each has all of those before it. */
enum need {
	NEED_NONE,
	NEED_ITSELF,  /* its kind, name and size; of an array its elements */
	NEED_POINTEE, /* and what it points to, or takes and returns */
	NEED_NAMES,   /* and enumerators, but not members of structs */
	NEED_ALL,
};

struct min {
	struct arena *arena;
	const struct btf *kernel;
	uint8_t *need;  /* by type */
	bool **members; /* by type: of a struct or enum, which are kept; NULL none */
};

static int keep_member(struct min *m, uint32_t id, uint32_t i)
{
	const struct btf_type *t = btf_type(m->kernel, id);

	if (!t || i >= btf_vlen(t))
		return -EINVAL;
	if (!m->members[id])
		m->members[id] = arena_calloc(m->arena, btf_vlen(t), sizeof(bool));
	if (!m->members[id])
		return -ENOMEM;
	m->members[id][i] = true;
	return 0;
}

static bool is_struct(uint32_t kind)
{
	return kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION;
}

static bool is_enum(uint32_t kind)
{
	return kind == BTF_KIND_ENUM || kind == BTF_KIND_ENUM64;
}

static int keep(struct min *m, uint32_t id, enum need need, int depth);

static int keep_members(struct min *m, uint32_t id, const struct btf_type *t, enum need need,
	int depth)
{
	uint32_t i;
	int err = 0;

	for (i = 0; !err && i < btf_vlen(t); i++) {
		err = keep_member(m, id, i);
		if (!err && is_struct(btf_kind(t)))
			err = keep(m, btf_members(t)[i].type, need, depth);
	}
	return err;
}

/* The types that a pointer or function has in its record. */
static int keep_refs(struct min *m, const struct btf_type *t, enum need need, int depth)
{
	uint32_t i, cnt = btf_words(t);
	int err = 0;

	for (i = 2; !err && i < cnt; i++)
		if (btf_word(t, i) == BTF_WORD_TYPE)
			err = keep(m, ((const uint32_t *)t)[i], need, depth);
	return err;
}

/* Types in circles come to an end, since nothing is done twice for the same need. */
static int keep(struct min *m, uint32_t id, enum need need, int depth)
{
	const struct btf_type *t = btf_type(m->kernel, id);
	uint32_t kind = t ? btf_kind(t) : BTF_KIND_UNKN;
	bool points = kind == BTF_KIND_PTR || kind == BTF_KIND_FUNC_PROTO;

	if (!t || m->need[id] >= need || depth >= DEPTH)
		return 0;
	m->need[id] = need;
	if (is_struct(kind))
		return need == NEED_ALL ? keep_members(m, id, t, need, depth + 1) : 0;
	if (is_enum(kind))
		return need >= NEED_NAMES ? keep_members(m, id, t, need, depth + 1) : 0;
	if (points && need == NEED_ITSELF)
		return 0;
	/* behind a pointer a struct is known by its name */
	return keep_refs(m, t, kind == BTF_KIND_PTR && need == NEED_ALL ? NEED_NAMES : need,
		depth + 1);
}

/* The type behind typedefs and qualifiers, which are kept as well. */
static int keep_stripped(struct min *m, uint32_t id, uint32_t *stripped)
{
	*stripped = btf_skip(m->kernel, id);
	return keep(m, id, NEED_ITSELF, 0);
}

static int keep_enumerator(struct min *m, const struct core_spec *s)
{
	uint32_t id;
	int err = keep_stripped(m, s->root, &id);

	return err || !s->raw_cnt ? err : keep_member(m, id, s->raw[0]);
}

/* From the root on, the way the numbers lead. */
static int keep_way(struct min *m, const struct core_spec *s)
{
	const struct btf_type *t;
	uint32_t i, id;
	int err = keep_stripped(m, s->root, &id);

	for (i = 1; !err && i < s->raw_cnt; i++) {
		t = btf_type(m->kernel, id);
		if (t && is_struct(btf_kind(t)) && s->raw[i] < btf_vlen(t)) {
			err = keep_member(m, id, s->raw[i]);
			id = btf_members(t)[s->raw[i]].type;
		} else if (t && btf_kind(t) == BTF_KIND_ARRAY) {
			id = btf_array(t)->type;
		} else {
			return -EINVAL;
		}
		if (!err)
			err = keep_stripped(m, id, &id);
	}
	return err;
}

static int keep_spec(struct min *m, const struct core_spec *s)
{
	if (core_of_field(s->kind))
		return keep_way(m, s);
	if (core_of_enum(s->kind))
		return keep_enumerator(m, s);
	return keep(m, s->root, s->kind == BPF_CORE_TYPE_MATCHES ? NEED_ALL : NEED_POINTEE, 0);
}

static int keep_record(struct min *m, struct unit *u, const struct unit_func *f,
	const struct bpf_core_relo *r, struct rawbpf_diag *d)
{
	struct core_result result;
	struct core_spec way;
	int err;

	if (r->kind == BPF_CORE_TYPE_ID_LOCAL)
		return 0;
	memset(&way, 0, sizeof(way));
	err = core_resolve(u, r, &result, &way);
	if (!err && result.err)
		return unit_fail(u, result.err, d, "function %s, offset 0x%x: %s", f->name,
			r->insn_off, result.why);
	if (err || !result.btf)
		return err;
	return keep_spec(m, &way);
}

static int keep_records(struct min *m, struct unit *u, struct rawbpf_diag *d)
{
	const struct unit_func *f;
	const uint32_t *at;
	uint32_t cnt, step;
	int err = 0;

	for (f = u->funcs; !err && f < u->funcs + u->func_cnt; f++)
		for (at = core_records(u, f, &cnt, &step); !err && cnt; cnt--, at += step)
			err = keep_record(m, u, f, (const struct bpf_core_relo *)at, d);
	return err;
}

static int keep_object(struct min *m, const struct gen_file *file, struct rawbpf_diag *d)
{
	struct unit *u = arena_calloc(m->arena, 1, sizeof(*u));
	struct btf_names names;
	uint32_t i;
	int err;

	err = u ? unit_parse(u, m->arena, file->name, "", file->bytes, file->size, d) : -ENOMEM;
	if (err || !u->core)
		return err;
	btf_names_init(&names, m->arena);
	for (i = 0; !err && i < u->func_cnt; i++)
		err = core_ask(u, &u->funcs[i], &names);
	if (!err)
		err = btf_names_search(&names, m->kernel);
	return err ? err : keep_records(m, u, d);
}

/* A copy of a record with those members only that are kept. */
static int write_some(struct min *m, struct btf_write *w, uint32_t id, const struct btf_type *t,
	const uint32_t *map)
{
	uint32_t cnt = btf_words(t), each = btf_vlen(t) ? (cnt - 3) / btf_vlen(t) : 0, i, n = 0;
	uint32_t *copy = malloc(cnt * sizeof(*copy));
	const uint32_t *words = (const uint32_t *)t;
	int err;

	if (!copy)
		return -ENOMEM;
	memcpy(copy, words, 3 * sizeof(*copy));
	for (i = 0; i < btf_vlen(t); i++)
		if (m->members[id] && m->members[id][i])
			memcpy(copy + 3 + each * n++, words + 3 + each * i, each * sizeof(*copy));
	copy[1] = (copy[1] & 0xff000000) | n;
	err = btf_write_copy(w, m->kernel, (struct btf_type *)copy, map);
	free(copy);
	return err;
}

static int write_types(struct min *m, struct btf_write *w)
{
	uint32_t *map = arena_calloc(m->arena, m->kernel->cnt, sizeof(*map)), id, cnt = 0;
	const struct btf_type *t;
	int err = map ? 0 : -ENOMEM;

	for (id = 1; map && id < m->kernel->cnt; id++)
		if (m->need[id])
			map[id] = ++cnt;
	for (id = 1; err >= 0 && id < m->kernel->cnt; id++) {
		if (!m->need[id])
			continue;
		t = btf_type(m->kernel, id);
		if (is_struct(btf_kind(t)) || is_enum(btf_kind(t)))
			err = write_some(m, w, id, t, map);
		else
			err = btf_write_copy(w, m->kernel, t, map);
	}
	return err < 0 ? err : 0;
}

int min_core_btf(struct arena *a, const struct btf *kernel, const struct gen_file *objects,
	uint32_t cnt, void **bytes, uint64_t *size, struct rawbpf_diag *d)
{
	struct min m = { .arena = a, .kernel = kernel };
	struct btf_write w;
	int err = 0;

	memset(&w, 0, sizeof(w));
	m.need = arena_calloc(a, kernel->cnt, sizeof(*m.need));
	m.members = arena_calloc(a, kernel->cnt, sizeof(*m.members));
	if (!m.need || !m.members)
		err = -ENOMEM;
	for (; !err && cnt; cnt--, objects++)
		err = keep_object(&m, objects, d);
	if (!err)
		err = write_types(&m, &w);
	if (!err)
		err = btf_write_done(&w, a, kernel->swap, bytes, size);
	btf_write_free(&w);
	return err ? diag_fail(d, RAWBPF_STAGE_OPEN, err, "min_core_btf: %s", diag_strerror(err)) : 0;
}
