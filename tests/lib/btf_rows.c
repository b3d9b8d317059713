/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/lib/btf_rows.h"

#include <linux/bpf.h>

static void add_tags(struct btf_build *b)
{
	btf_build_ref(b, "counted", BTF_KIND_DECL_TAG, ROWS_VAR);
	btf_build_word(b, -1);
	btf_build_ref(b, "user", BTF_KIND_TYPE_TAG, ROWS_INT);
	btf_build_ref(b, "", BTF_KIND_PTR, ROWS_TYPE_TAG);
}

static void add_enums(struct btf_build *b)
{
	btf_build_type(b, "big", BTF_KIND_ENUM64, false, 1, 8);
	btf_build_enumerator64(b, "BIG_ONE", 1ULL << 40);
	btf_build_type(b, "small", BTF_KIND_ENUM, true, 1, 4);
	btf_build_enumerator(b, "MINUS", -1);
}

static void add_flagged(struct btf_build *b)
{
	btf_build_type(b, "noreturn", BTF_KIND_DECL_TAG, true, 0, ROWS_VAR);
	btf_build_word(b, -1);
	btf_build_type(b, "address_space(1)", BTF_KIND_TYPE_TAG, true, 0, ROWS_INT);
	btf_build_ref(b, "", BTF_KIND_PTR, ROWS_TYPE_FLAG);
}

static void add_user(struct btf_build *b)
{
	btf_build_struct(b, "user", 40, 5);
	btf_build_member(b, "number", ROWS_FLOAT, 0);
	btf_build_member(b, "tagged", ROWS_TAGGED, 64);
	btf_build_member(b, "big", ROWS_ENUM64, 128);
	btf_build_member(b, "flagged", ROWS_FLAGGED, 192);
	btf_build_member(b, "small", ROWS_SIGNED, 256);
}

void btf_rows(struct btf_build *b, bool foreign)
{
	btf_build_init(b, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	btf_build_int(b, "int", 4, BTF_INT_SIGNED);
	btf_build_type(b, "double", BTF_KIND_FLOAT, false, 0, 8);
	btf_build_type(b, "", BTF_KIND_FUNC_PROTO, false, 1, ROWS_INT);
	btf_build_word(b, btf_build_string(b, "x"));
	btf_build_word(b, ROWS_INT);
	btf_build_type(b, "prog", BTF_KIND_FUNC, false, BTF_FUNC_GLOBAL, ROWS_PROTO);
	btf_build_var(b, "value", ROWS_INT, BTF_VAR_GLOBAL_ALLOCATED);
	btf_build_type(b, ".data", BTF_KIND_DATASEC, false, 1, 0);
	btf_build_secinfo(b, ROWS_VAR, 0, 4);
	btf_build_var(b, "later", ROWS_INT, BTF_VAR_STATIC);
	btf_build_type(b, "?.later", BTF_KIND_DATASEC, false, 1, 4);
	btf_build_secinfo(b, ROWS_LATER, 0, 4);
	add_tags(b);
	add_enums(b);
	add_flagged(b);
	add_user(b);
	if (!foreign)
		return;
	btf_build_struct(b, "core::pair<int>", 8, 2);
	btf_build_member(b, "0", ROWS_INT, 0);
	btf_build_member(b, "second", ROWS_INT, 32);
	btf_build_ref(b, "*const int", BTF_KIND_PTR, ROWS_INT);
}

void btf_rows_object(struct elf_build *e, struct btf_build *b, bool foreign)
{
	static const uint32_t data[] = { 0, 7 };
	static const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	const void *bytes;
	uint32_t section;
	size_t size;

	elf_build_init(e, __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
	section = elf_build_section(e, "socket", SHT_PROGBITS, SHF_ALLOC | SHF_EXECINSTR, code,
		sizeof(code));
	elf_build_symbol(e, "prog", STT_FUNC, section, 0, sizeof(code));
	section = elf_build_section(e, ".data", SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, data,
		sizeof(data));
	elf_build_symbol(e, "value", STT_OBJECT, section, 4, 4);
	btf_rows(b, foreign);
	bytes = btf_build_done(b, &size);
	elf_build_section(e, ".BTF", SHT_PROGBITS, 0, bytes, size);
}
