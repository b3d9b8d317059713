/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/lib/core_build.h"

#include <check.h>
#include <string.h>

struct writer {
	bool big;
	uint8_t bytes[64 + CORE_BUILD_MAX * 16];
	size_t size;
};

static void put(struct writer *w, uint64_t value, int size)
{
	int i;

	for (i = 0; i < size; i++)
		w->bytes[w->size++] = value >> (w->big ? size - 1 - i : i) * 8;
}

void core_build_init(struct core_build *b, bool big)
{
	memset(b, 0, sizeof(*b));
	btf_build_init(&b->local, big);
	btf_build_init(&b->target, big);
}

void core_build_free(struct core_build *b)
{
	btf_build_free(&b->local);
	btf_build_free(&b->target);
	elf_build_free(&b->elf);
	arena_free(&b->arena);
}

void core_build_insn(struct core_build *b, uint8_t code, int16_t off, int32_t imm)
{
	ck_assert_uint_lt(b->insn_cnt, CORE_BUILD_MAX);
	b->insns[b->insn_cnt++] = (struct bpf_insn){ .code = code, .off = off, .imm = imm };
}

void core_build_record(struct core_build *b, uint32_t kind, uint32_t type, const char *access)
{
	ck_assert_uint_lt(b->record_cnt, CORE_BUILD_MAX);
	b->records[b->record_cnt++] = (struct bpf_core_relo){ b->insn_cnt * 8, type,
		btf_build_string(&b->local, access), kind };
}

static uint32_t add_code(struct core_build *b)
{
	struct writer w = { .big = b->local.big };
	uint32_t i;

	for (i = 0; i < b->insn_cnt; i++) {
		put(&w, b->insns[i].code, 1);
		/* 64-bit loads and their second halves have no registers here */
		put(&w, b->insns[i].code && BPF_CLASS(b->insns[i].code) != BPF_LD ? w.big ? 0x12 : 0x21
										     : 0, 1);
		put(&w, b->insns[i].off, 2);
		put(&w, b->insns[i].imm, 4);
	}
	put(&w, BPF_ALU64 | BPF_MOV, 1);
	put(&w, 0, 7);
	put(&w, BPF_JMP | BPF_EXIT, 1);
	put(&w, 0, 7);
	return elf_build_section(&b->elf, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, w.bytes,
		w.size);
}

static void add_ext(struct core_build *b)
{
	struct writer w = { .big = b->local.big };
	uint32_t i;

	put(&w, 0xeb9f, 2);
	put(&w, 1, 1); /* version */
	put(&w, 0, 1);
	put(&w, 32, 4);
	for (i = 0; i < 5; i++)
		put(&w, 0, 4); /* no records of functions or lines; this table begins at once */
	put(&w, b->record_cnt ? 12 + b->record_cnt * 16 : 0, 4);
	put(&w, 16, 4);
	put(&w, btf_build_string(&b->local, "socket"), 4);
	put(&w, b->record_cnt, 4);
	for (i = 0; i < b->record_cnt; i++) {
		put(&w, b->records[i].insn_off, 4);
		put(&w, b->records[i].type_id, 4);
		put(&w, b->records[i].access_str_off, 4);
		put(&w, b->records[i].kind, 4);
	}
	elf_build_section(&b->elf, ".BTF.ext", SHT_PROGBITS, 0, w.bytes, w.size);
}

const uint8_t *core_build_object(struct core_build *b, size_t *size)
{
	const uint8_t *btf;
	uint32_t code;
	size_t len;

	elf_build_free(&b->elf);
	elf_build_init(&b->elf, b->local.big);
	code = add_code(b);
	elf_build_symbol(&b->elf, "p", STT_FUNC, code, 0, (b->insn_cnt + 2) * 8);
	elf_build_section(&b->elf, "license", SHT_PROGBITS, SHF_ALLOC, "GPL", 4);
	add_ext(b);
	btf = btf_build_done(&b->local, &len);
	elf_build_section(&b->elf, ".BTF", SHT_PROGBITS, 0, btf, len);
	return elf_build_done(&b->elf, size);
}

int core_build_fit(struct core_build *b)
{
	const uint8_t *bytes;
	size_t size;
	uint32_t i;
	int err;

	bytes = core_build_object(b, &size);
	err = unit_parse(&b->unit, &b->arena, "p.o", "p", bytes, size, &b->diag);
	if (err)
		return err;
	btf_names_init(&b->names, &b->arena);
	for (i = 0; !err && i < b->unit.func_cnt; i++)
		err = core_ask(&b->unit, &b->unit.funcs[i], &b->names);
	bytes = btf_build_done(&b->target, &size);
	return err ? err : btf_view(&b->arena, "target", bytes, size, NULL, &b->names, &b->btf,
				   &b->diag);
}

void core_build_ask(struct core_build *b, uint32_t kind, uint32_t type, const char *access)
{
	const struct bpf_core_relo *r;
	uint32_t cnt, step;

	core_build_record(b, kind, type, access);
	core_build_insn(b, BPF_ALU64 | BPF_MOV, 0, 0);
	ck_assert_msg(!core_build_fit(b), "%s", b->diag.msg);
	r = (const struct bpf_core_relo *)core_records(&b->unit, b->unit.funcs, &cnt, &step);
	ck_assert_uint_eq(cnt, b->record_cnt);
	ck_assert_int_eq(core_resolve(&b->unit, r + cnt - 1, &b->result, &b->way), 0);
}
