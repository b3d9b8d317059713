/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CO-RE of whatever bytes there are: an object, and behind it the types it is fitted to, which
 * begin where the last BTF header is. In an object alone these are its own. Of the types, those
 * that are needed make BTF again.
 */
#include <stdlib.h>
#include <string.h>

#include "gen/min_core_btf.h"
#include "link/core.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Magic number, version, flags and header length, in either byte order. */
static size_t find_types(const uint8_t *data, size_t size)
{
	static const uint8_t little[] = { 0x9f, 0xeb, 1, 0, 24, 0, 0, 0 };
	static const uint8_t big[] = { 0xeb, 0x9f, 1, 0, 0, 0, 0, 24 };
	size_t at;

	for (at = size < 8 ? 0 : size - 8; at; at--)
		if (!memcmp(data + at, little, 8) || !memcmp(data + at, big, 8))
			break;
	return at;
}

static void check(int err, const struct rawbpf_diag *d)
{
	if (err && err != -12 && (!d->err || !d->msg[0]))
		abort(); /* no sentence */
}

/* Asked again, with and without the way, the answer is the same. */
static void resolve(struct unit *u, const struct bpf_core_relo *r)
{
	struct core_result one, two;
	struct core_spec way;

	if (core_resolve(u, r, &one, NULL))
		return;
	if (one.err ? !one.why || one.poison : one.poison != !!one.why)
		abort();
	if (core_resolve(u, r, &two, NULL) || one.to != two.to || one.err != two.err ||
		one.why != two.why)
		abort();
	if (core_resolve(u, r, &two, &way) || (two.btf && !btf_type(two.btf, way.root)))
		abort();
	if (two.btf && (way.raw_cnt > CORE_PARTS || way.step_cnt > way.raw_cnt))
		abort();
}

static void resolve_all(struct unit *u)
{
	const uint32_t *at;
	uint32_t i, cnt, step;

	for (i = 0; i < u->func_cnt; i++)
		for (at = core_records(u, &u->funcs[i], &cnt, &step); cnt; cnt--, at += step)
			resolve(u, (const struct bpf_core_relo *)at);
}

static void link_all(struct unit *u)
{
	struct rawbpf_diag d;
	struct code c;
	uint32_t i;

	memset(&c, 0, sizeof(c));
	for (i = 0; i < u->func_cnt; i++) {
		memset(&d, 0, sizeof(d));
		if (u->funcs[i].entry)
			check(code_link(u, &u->funcs[i], &c, &d), &d);
	}
	code_free(&c);
}

static void fit(struct unit *u, struct arena *a, const uint8_t *types, size_t size)
{
	struct btf_names names;
	struct rawbpf_diag d;
	struct btf target;
	uint32_t i;
	int err = 0;

	memset(&d, 0, sizeof(d));
	btf_names_init(&names, a);
	for (i = 0; !err && i < u->func_cnt; i++)
		err = core_ask(u, &u->funcs[i], &names);
	if (!err)
		err = btf_view(a, "types", types, size, NULL, &names, &target, &d);
	check(err, &d);
	if (err || !u->core)
		return;
	resolve_all(u);
	link_all(u);
}

static void reduce(struct arena *a, const struct gen_file *object, const uint8_t *types, size_t size)
{
	struct btf target, less;
	struct rawbpf_diag d;
	uint64_t less_size;
	void *bytes;
	int err;

	memset(&d, 0, sizeof(d));
	if (btf_view(a, "types", types, size, NULL, NULL, &target, &d))
		return;
	err = min_core_btf(a, &target, object, 1, &bytes, &less_size, &d);
	check(err, &d);
	if (!err && btf_parse(a, "less", bytes, less_size, NULL, &less, NULL))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct gen_file file = { "fuzz.o", data, size };
	struct arena arena = { 0 };
	struct rawbpf_diag d;
	struct unit u;
	size_t at = find_types(data, size);
	int err;

	memset(&d, 0, sizeof(d));
	err = unit_parse(&u, &arena, "fuzz.o", "fuzz", data, size, &d);
	check(err, &d);
	if (!err)
		fit(&u, &arena, data + at, size - at);
	reduce(&arena, &file, data + at, size - at);
	arena_free(&arena);
	return 0;
}
